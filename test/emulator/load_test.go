package emulator

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker"
	"github.com/aws/aws-sdk-go-v2/service/sagemaker/types"
)

// The account that other programs were measured on: 920 SageMaker resources in
// ten VPCs.
const (
	loadVPCs    = 10
	loadWorkers = 4 // more only wait for the emulator
)

// loads says how many of each kind there are; the sum is 920.
func loads() []load {
	return []load{
		{380, func(w *world, name string, n network) { w.training(name+"-training", n, false) }},
		{200, func(w *world, name string, n network) { w.processing(name+"-processing", n, false) }},
		{130, func(w *world, name string, n network) { w.notebook(name+"-notebook", n, 0, "Disabled") }},
		{100, func(w *world, name string, n network) { w.model(name+"-model", n, false) }},
		{50, func(w *world, name string, _ network) { w.hosted(name) }}, // two resources each
		{10, func(w *world, name string, n network) {
			w.domain(name, n, types.AppNetworkAccessTypeVpcOnly, n.workers)
		}},
	}
}

type load struct {
	count int
	make  func(*world, string, network)
}

func (w *world) hosted(name string) {
	ctx := context.Background()
	done(w.sagemaker.CreateEndpointConfig(ctx, &sagemaker.CreateEndpointConfigInput{
		EndpointConfigName: &name,
		ProductionVariants: []types.ProductionVariant{{VariantName: aws.String("all"), ModelName: aws.String(name + "-model"), InstanceType: types.ProductionVariantInstanceTypeMlM5Large, InitialInstanceCount: aws.Int32(1)}},
	}))
	done(w.sagemaker.CreateEndpoint(ctx, &sagemaker.CreateEndpointInput{EndpointName: &name, EndpointConfigName: &name}))
}

var loadedOnce = sync.OnceValues(seedLoad)

// seedLoad starts a server of its own, so that the truth account stays small.
func seedLoad() (*server, error) {
	s, err := start()
	if err != nil {
		return nil, err
	}
	if err := s.reset(); err != nil {
		return nil, err
	}
	c, err := s.in(firstAccount, firstRegion)
	if err != nil {
		return nil, err
	}
	w := &world{c, s, truth{}}
	return s, seeded(func() { w.fill() })
}

// fill makes all networks before the first parallel call: their ids are then
// the same each time.
func (w *world) fill() {
	var networks []network
	for i := range loadVPCs {
		networks = append(networks, buildSealed(newVPC(w.clients, fmt.Sprintf("load-%d", i), 20+i)))
	}
	for _, l := range loads() {
		w.inParallel(l.count, func(i int) { l.make(w, fmt.Sprintf("load-%03d", i), networks[i%loadVPCs]) })
	}
}

func (w *world) inParallel(count int, do func(int)) {
	var group sync.WaitGroup
	failed := make(chan error, loadWorkers)
	for worker := range loadWorkers {
		group.Go(func() {
			failed <- seeded(func() {
				for i := worker; i < count; i += loadWorkers {
					do(i)
				}
			})
		})
	}
	group.Wait()
	close(failed)
	for err := range failed {
		done(0, err)
	}
}

// BenchmarkEmulatorExtension_Audit measures the binary on the loaded account:
// calls, seconds, its own CPU seconds and memory, and beside them the CPU
// seconds of the emulator, which bound the rest. Run it with -benchtime 1x.
func BenchmarkEmulatorExtension_Audit(b *testing.B) {
	s, err := loadedOnce()
	if err != nil {
		b.Fatal(err)
	}
	for _, wait := range []time.Duration{0, 50 * time.Millisecond} {
		b.Run(fmt.Sprintf("delay=%v", wait), func(b *testing.B) {
			if err := s.delay(wait); err != nil {
				b.Fatal(err)
			}
			for b.Loop() {
				b.StopTimer()
				if err := s.forget(); err != nil {
					b.Fatal(err)
				}
				b.StartTimer()
				ran := s.mooring(b, keys(), "audit", "--format", "json", "-o", b.TempDir()+"/report.json")
				if ran.code != 0 && ran.code != 1 {
					b.Fatalf("exit code %d\n%s", ran.code, ran.stderr)
				}
				u := s.usage(b)
				b.ReportMetric(float64(u.Requests), "calls")
				b.ReportMetric(ran.elapsed.Seconds(), "wall-s")
				b.ReportMetric(ran.cpu.Seconds(), "cpu-s")
				b.ReportMetric(float64(ran.memory)/1e6, "MB")
				b.ReportMetric(u.CPUSeconds, "emulator-cpu-s")
			}
		})
	}
}

package audit

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"mooring/examples"
	"mooring/internal/checks"
	"mooring/internal/inventory"
	"mooring/internal/saved"
)

// estate writes saved answers of 5,000 notebooks, 5,000 training jobs and 300
// network interfaces, one file a describe, into the network of a demo world.
func estate(b *testing.B) string {
	b.Helper()
	dir := filepath.Join(b.TempDir(), "estate")
	files, err := examples.World("sealed")
	if err != nil {
		b.Fatal(err)
	}
	if err := os.CopyFS(dir, files); err != nil {
		b.Fatal(err)
	}
	s := loaded(b, dir)
	subnets, groups := []string{}, []string{}
	for _, r := range s.Resources() {
		if n, ok := r.(*inventory.Notebook); ok {
			subnet, _ := n.Subnet.Get()
			group, _ := n.Groups.Get()
			if subnet != "" {
				subnets, groups = append(subnets, subnet), append(groups, group...)
			}
		}
	}
	region := filepath.Join(dir, "111122223333", "eu-west-1")
	put := func(name, format string, args ...any) {
		if err := os.WriteFile(filepath.Join(region, name), fmt.Appendf(nil, format, args...), 0o600); err != nil {
			b.Fatal(err)
		}
	}
	for i := range 5000 {
		put(fmt.Sprintf("describe-notebook-instance-bench-%d.json", i), `{"NotebookInstanceArn":"arn:aws:sagemaker:eu-west-1:111122223333:notebook-instance/bench-%d","NotebookInstanceName":"bench-%d","NotebookInstanceStatus":"InService","SubnetId":%q,"SecurityGroups":[%q],"DirectInternetAccess":"Disabled","RootAccess":"Disabled","NetworkInterfaceId":"eni-%017d","InstanceMetadataServiceConfiguration":{"MinimumInstanceMetadataServiceVersion":"2"},"IpAddressType":"ipv4"}`,
			i, i, subnets[i%len(subnets)], groups[i%len(groups)], i%300)
		put(fmt.Sprintf("describe-training-job-bench-%d.json", i), `{"TrainingJobArn":"arn:aws:sagemaker:eu-west-1:111122223333:training-job/bench-%d","TrainingJobName":"bench-%d","TrainingJobStatus":"InProgress","VpcConfig":{"Subnets":[%q],"SecurityGroupIds":[%q]},"EnableNetworkIsolation":false,"EnableInterContainerTrafficEncryption":false,"ResourceConfig":{"InstanceCount":1}}`,
			i, i, subnets[i%len(subnets)], groups[i%len(groups)])
	}
	return dir
}

func loaded(b *testing.B, dir string) *inventory.Snapshot {
	b.Helper()
	source, err := saved.Load(dir, saved.Options{})
	if err != nil {
		b.Fatal(err)
	}
	return source.Snapshot()
}

// BenchmarkEstate loads and judges 10,000 resources from files.
func BenchmarkEstate(b *testing.B) {
	dir := estate(b)
	b.ReportAllocs()
	for b.Loop() {
		r := Run(loaded(b, dir), Options{Checks: checks.All()})
		if len(r.Resources) < 10000 {
			b.Fatalf("judged %d resources", len(r.Resources))
		}
	}
}

// BenchmarkJudge judges the same from memory.
func BenchmarkJudge(b *testing.B) {
	s := loaded(b, estate(b))
	b.ReportAllocs()
	for b.Loop() {
		Run(s, Options{Checks: checks.All()})
	}
}

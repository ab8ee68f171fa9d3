package saved

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// estate writes 5,000 notebooks, 5,000 jobs and 300 interfaces, one file per
// call, with members as AWS answers them.
func estate(t testing.TB, dir string) {
	t.Helper()
	folder := filepath.Join(dir, "111122223333", "eu-west-1")
	must(t, os.MkdirAll(folder, 0o700))
	save := func(name, text string) {
		must(t, os.WriteFile(filepath.Join(folder, name+".json"), []byte(text), 0o600))
	}
	const arn = "arn:aws:sagemaker:eu-west-1:111122223333:"
	for i := range 5000 {
		save(fmt.Sprintf("describe-notebook-instance-nb-%d", i), fmt.Sprintf(`{"NotebookInstanceArn":"%snotebook-instance/nb-%d","NotebookInstanceName":"nb-%d","NotebookInstanceStatus":"InService","Url":"nb-%d.notebook.eu-west-1.sagemaker.aws","InstanceType":"ml.t3.medium","SubnetId":"subnet-%03d","SecurityGroups":["sg-1","sg-2"],"RoleArn":"arn:aws:iam::111122223333:role/lab","NetworkInterfaceId":"eni-%03d","LastModifiedTime":"2026-11-01T09:00:00.456000+00:00","CreationTime":"2026-11-01T09:00:00.456000+00:00","DirectInternetAccess":"Disabled","VolumeSizeInGB":20,"RootAccess":"Disabled","PlatformIdentifier":"notebook-al2023-v1","InstanceMetadataServiceConfiguration":{"MinimumInstanceMetadataServiceVersion":"2"}}`, arn, i, i, i, i%300, i%300))
		save(fmt.Sprintf("describe-training-job-job-%d", i), fmt.Sprintf(`{"TrainingJobName":"job-%d","TrainingJobArn":"%straining-job/job-%d","TrainingJobStatus":"InProgress","SecondaryStatus":"Training","HyperParameters":{"epochs":"10","lr":"0.1","batch":"64"},"AlgorithmSpecification":{"TrainingImage":"111122223333.dkr.ecr.eu-west-1.amazonaws.com/train:1","TrainingInputMode":"File"},"RoleArn":"arn:aws:iam::111122223333:role/job","InputDataConfig":[{"ChannelName":"train","DataSource":{"S3DataSource":{"S3DataType":"S3Prefix","S3Uri":"s3://bucket/train","S3DataDistributionType":"FullyReplicated"}}}],"OutputDataConfig":{"S3OutputPath":"s3://bucket/out"},"ResourceConfig":{"InstanceType":"ml.g5.xlarge","InstanceCount":2,"VolumeSizeInGB":100},"VpcConfig":{"SecurityGroupIds":["sg-1"],"Subnets":["subnet-%03d"]},"StoppingCondition":{"MaxRuntimeInSeconds":86400},"CreationTime":"2026-11-01T09:00:00.456000+00:00","EnableNetworkIsolation":false,"EnableInterContainerTrafficEncryption":false,"Environment":{"A":"b"}}`, i, arn, i, i%300))
	}
	save("describe-network-interfaces", `{"NetworkInterfaces":[`+join(300, `{"NetworkInterfaceId":"eni-%03d","SubnetId":"subnet-%03d","VpcId":"vpc-1","Groups":[{"GroupId":"sg-1","GroupName":"a"}],"PrivateIpAddress":"10.0.0.1","PrivateIpAddresses":[{"Primary":true,"PrivateIpAddress":"10.0.0.1"}],"OwnerId":"111122223333","AvailabilityZone":"eu-west-1a","InterfaceType":"interface","Status":"in-use","SourceDestCheck":true}`)+`]}`)
	save("describe-subnets", `{"Subnets":[`+join(300, `{"SubnetId":"subnet-%03d","VpcId":"vpc-1","CidrBlock":"10.0.%[1]d.0/24","OwnerId":"111122223333","AvailabilityZone":"eu-west-1a"}`)+`]}`)
	save("describe-vpcs", `{"Vpcs":[{"VpcId":"vpc-1","CidrBlock":"10.0.0.0/8","DhcpOptionsId":"default","OwnerId":"111122223333"}]}`)
}

func join(n int, format string) string {
	items := make([]string, n)
	for i := range items {
		items[i] = fmt.Sprintf(format, i, i)
		items[i], _, _ = strings.Cut(items[i], "%!(EXTRA")
	}
	return strings.Join(items, ",")
}

// BenchmarkLoadEstate loads and builds an estate; the aim for all of an audit is 2 s and 300 MB.
func BenchmarkLoadEstate(b *testing.B) {
	dir := b.TempDir()
	estate(b, dir)
	for b.Loop() {
		src, err := Load(dir, Options{})
		if err != nil || len(src.Ignored) > 0 {
			b.Fatal(err, src)
		}
		if s := src.Snapshot(); len(s.Resources()) != 10_000 {
			b.Fatalf("%d resources", len(s.Resources()))
		}
	}
	reportHeap(b)
}

// BenchmarkLoadOneFile loads one answer of 300 MB.
func BenchmarkLoadOneFile(b *testing.B) {
	name := filepath.Join(b.TempDir(), "big.json")
	item := `{"NetworkInterfaceId":"eni-%09d","SubnetId":"subnet-%d","VpcId":"vpc-1","Groups":[{"GroupId":"sg-1","GroupName":"` + strings.Repeat("g", 600) + `"}],"OwnerId":"111122223333","AvailabilityZone":"eu-west-1a"}`
	must(b, os.WriteFile(name, []byte(`{"NetworkInterfaces":[`+join(380_000, item)+`]}`), 0o600))
	info, err := os.Stat(name)
	must(b, err)
	b.SetBytes(info.Size())
	runtime.GC()
	for b.Loop() {
		src, err := Load(name, Options{})
		must(b, err)
		src.Snapshot()
	}
	reportHeap(b)
}

// reportHeap tells how much memory the process took from the system.
func reportHeap(b *testing.B) {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	b.ReportMetric(float64(m.Sys)/1e6, "MB-from-system")
}

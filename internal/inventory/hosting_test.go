package inventory

import "testing"

func TestHostingNetworks(t *testing.T) {
	runJobs(t, []job{
		{"model in a VPC", "DescribeModel", `{"ModelName":"x","EnableNetworkIsolation":false,` + inVPC + `}`, "vpc subnet-a:sg-1 subnet-b:sg-1"},
		{"model without", "DescribeModel", `{"ModelName":"x","EnableNetworkIsolation":false}`, "service"},
		{"model, old recording", "DescribeModel", `{"ModelName":"x"}`, "service isolated=?operation"},
		{
			"model whose second container comes through the VPC", "DescribeModel",
			`{"ModelName":"x","EnableNetworkIsolation":false,"Containers":[{"Image":"a"},{"Image":"111122223333.dkr.ecr.eu-west-1.amazonaws.com/x","ImageConfig":{"RepositoryAccessMode":"Vpc"}}]}`,
			"service private-registry=true",
		},
		{"model with unreadable containers", "DescribeModel", `{"ModelName":"x","EnableNetworkIsolation":false,"Containers":7}`, "service private-registry=?operation registry-lambda=?operation"},
		{
			"config follows its models", "DescribeEndpointConfig",
			`{"EndpointConfigName":"x","ProductionVariants":[{"VariantName":"a","ModelName":"m"},{"VariantName":"b","ModelName":"m"}],"ShadowProductionVariants":[{"VariantName":"s","ModelName":"n"}]}`,
			"inherited from model m from model n",
		},
		{
			"config with its own VPC", "DescribeEndpointConfig",
			`{"EndpointConfigName":"x","EnableNetworkIsolation":false,` + inVPC + `,"ProductionVariants":[{"VariantName":"a","EnableSSMAccess":true}]}`,
			"vpc subnet-a:sg-1 subnet-b:sg-1 ssm-access=true",
		},
		{"config without models", "DescribeEndpointConfig", `{"EndpointConfigName":"x","EnableNetworkIsolation":false,"ProductionVariants":[{"VariantName":"a"}]}`, "service"},
		{"config without variants", "DescribeEndpointConfig", `{"EndpointConfigName":"x","EnableNetworkIsolation":false}`, "?operation"},
		{"config with unreadable variants", "DescribeEndpointConfig", `{"EndpointConfigName":"x","EnableNetworkIsolation":false,"ProductionVariants":[{"ModelName":7}]}`, "?operation"},
		{"endpoint", "DescribeEndpoint", `{"EndpointName":"x","EndpointConfigName":"c"}`, "inherited from endpoint-config c"},
		{"inference component", "ListInferenceComponents", `{"InferenceComponents":[{"InferenceComponentName":"x","EndpointName":"e"}]}`, "inherited from endpoint e"},
	})
}

// A serverless variant has no instances; nobody shall read that as too few.
func TestServerlessVariantHasNoInstances(t *testing.T) {
	c := only[*EndpointConfig](t, said("DescribeEndpointConfig", "x",
		`{"EndpointConfigName":"x","ProductionVariants":[{"VariantName":"a","ModelName":"m","ServerlessConfig":{"MaxConcurrency":1}},{"VariantName":"b","ModelName":"m","InitialInstanceCount":1}]}`))
	variants, _ := c.Variants.Get()
	for i, want := range []string{"true 0", "false 1"} {
		if got := value(variants[i].Serverless) + " " + value(variants[i].Instances); got != want {
			t.Errorf("variant %s: %s, want %s", variants[i].Name, got, want)
		}
	}
}

func TestMonitoringScheduleNetwork(t *testing.T) {
	schedule := func(config string) string {
		return `{"MonitoringScheduleName":"x","MonitoringScheduleConfig":` + config + `}`
	}
	runJobs(t, []job{
		{"named", "DescribeMonitoringSchedule", schedule(`{"MonitoringJobDefinitionName":"d","MonitoringType":"ModelBias"}`), "inherited from bias-definition d"},
		{"named, type beside", "DescribeMonitoringSchedule", `{"MonitoringScheduleName":"x","MonitoringType":"DataQuality","MonitoringScheduleConfig":{"MonitoringJobDefinitionName":"d"}}`, "inherited from data-quality-definition d"},
		{"named, a new type", "DescribeMonitoringSchedule", schedule(`{"MonitoringJobDefinitionName":"d","MonitoringType":"Taste"}`), "?operation"},
		{"named, without type", "DescribeMonitoringSchedule", schedule(`{"MonitoringJobDefinitionName":"d"}`), "?operation"},
		{
			"inline", "DescribeMonitoringSchedule",
			schedule(`{"MonitoringJobDefinition":{"MonitoringAppSpecification":{"ImageUri":"x"},"MonitoringResources":{"ClusterConfig":{"InstanceCount":1}},"NetworkConfig":{"EnableNetworkIsolation":false,` + inVPC + `}}}`),
			"vpc subnet-a:sg-1 subnet-b:sg-1",
		},
		{
			"inline without a VPC", "DescribeMonitoringSchedule",
			schedule(`{"MonitoringJobDefinition":{"MonitoringAppSpecification":{"ImageUri":"x"},"MonitoringResources":{"ClusterConfig":{"InstanceCount":1}}}}`), "service",
		},
		{
			"neither", "DescribeMonitoringSchedule", schedule(`{"ScheduleConfig":{"ScheduleExpression":"cron(0 * ? * * *)"}}`),
			"?operation clarify=?operation several-instances=?operation traffic-encryption=?operation",
		},
		{"named in a list alone", "ListMonitoringSchedules", `{"MonitoringScheduleSummaries":[{"MonitoringScheduleName":"x","MonitoringJobDefinitionName":"d","MonitoringType":"ModelQuality"}]}`, "inherited from model-quality-definition d"},
	})
}

package saved

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"mooring/internal/inventory"
)

// TestMask wants every S3CRET hidden and everything else, also its spelling, kept.
func TestMask(t *testing.T) {
	cases := []struct{ name, body string }{
		{"environment", `{"Environment":{"TOKEN":"S3CRET","Name":"S3CRET","Key":"S3CRET","EMPTY":""},"RoleArn":"keep"}`},
		{"containers", `{"PrimaryContainer":{"Image":"keep","Environment":{"A":"S3CRET"}},"Containers":[{"Environment":{"A":"S3CRET","N":12345}}]}`},
		{"lower camel", `{"environment":{"token":"S3CRET"}}`},
		{"hyperparameters", `{"HyperParameters":{"lr":"S3CRET","epochs":"S3CRET"},"StaticHyperParameters":{"a":"S3CRET"}}`},
		{"tuning", `{"TrainingJobDefinitions":[{"StaticHyperParameters":{"a":"S3CRET"},"VpcConfig":{"Subnets":["keep"]}}]}`},
		{"monitoring", `{"DataQualityAppSpecification":{"ImageUri":"keep","Environment":{"A":"S3CRET"}}}`},
		{"recommendation", `{"InferenceRecommendations":[{"ModelConfiguration":{"EnvironmentParameters":[{"Key":"keep","ValueType":"keep","Value":"S3CRET"}]}}]}`},
		{"lifecycle script", `{"OnStart":[{"Content":"S3CRET"}],"OnCreate":[{"Content":"S3CRET"}]}`},
		{"a cluster's script name", `{"LifeCycleConfig":{"SourceS3Uri":"keep","OnCreate":"keep.sh"}}`},
		{"Studio script", `{"StudioLifecycleConfigContent":"S3CRET"}`},
		{"arguments", `{"AppSpecification":{"ContainerEntrypoint":["S3CRET"],"ContainerArguments":["--password","S3CRET"]}}`},
		{"VPN connection", `{"VpnConnections":[{"VpnConnectionId":"keep","CustomerGatewayConfiguration":"<pre_shared_key>S3CRET</pre_shared_key>","PreSharedKeyArn":"keep","options":{"tunnelOptions":[{"OutsideIpAddress":"keep","preSharedKey":"S3CRET"}]}}]}`},
		{"git URL", `{"DefaultCodeRepository":"https://ann:S3CRET@git.example.com/a/b.git?x=keep"}`},
		{"an address is no URL", `{"Comment":"ann@keep.example.com"}`},
		{"tags", `{"Tags":[{"Key":"Environment","Value":"keep"}],"TagList":{"Environment":{"keep":"keep"}}}`},
		{"odd spelling stays", `{ "a" : 1.50 , "b":"\u0061<keep>", "Environment" : { "A" : "S3CRET" } }`},
		{"pipeline", definition(`{"Version":"2020-12-01","Parameters":[{"Name":"Subnet","Type":"String","DefaultValue":"keep"},{"Name":"Token","Type":"String","DefaultValue":"S3CRET"},{"Name":"Both","DefaultValue":"keep"}],
			"Steps":[{"Name":"keep","Type":"Training","Arguments":{"Environment":{"TOKEN":{"Get":"Parameters.Token"},"B":{"Get":"Parameters.Both"},"URL":{"Std:Join":{"On":"/","Values":["S3CRET",{"Get":"Parameters.Token"}]}}},"HyperParameters":{"lr":"S3CRET"},
			"VpcConfig":{"Subnets":[{"Get":"Parameters.Subnet"}],"SecurityGroupIds":[{"Get":"Parameters.Both"}]}}}]}`)},
		{"pipeline that is no JSON", `{"PipelineDefinition":"S3CRET"}`},
		{"pipeline of another collector", `{"PipelineDefinition":{"Steps":[{"Arguments":{"Environment":{"A":"S3CRET"}}}]}}`},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			a := inventory.Answer{Operation: "x:Y", Body: json.RawMessage(c.body)}
			once := Mask(a, testKey)
			got := string(once.Body)
			if !json.Valid(once.Body) {
				t.Fatalf("no JSON: %s", got)
			}
			if strings.Contains(got, "S3CRET") {
				t.Errorf("told: %s", got)
			}
			if want, have := strings.Count(c.body, "keep"), strings.Count(got, "keep"); have != want {
				t.Errorf("%d of %d words kept: %s", have, want, got)
			}
			if diff := gocmp.Diff(got, string(Mask(once, testKey).Body)); diff != "" {
				t.Errorf("masking again changes (-once +twice):\n%s", diff)
			}
			if string(a.Body) != c.body {
				t.Error("the answer itself was changed")
			}
			if other := string(Mask(a, []byte("another key 6789")).Body); strings.Contains(c.body, "S3CRET") && other == got {
				t.Error("the key makes no difference")
			}
		})
	}
}

// definition is a DescribePipeline answer with JSON in a string.
func definition(s string) string {
	return `{"PipelineName":"p","PipelineDefinition":` + string(quoted(s)) + `}`
}

// TestMaskKeepsPipelines wants references and shapes to survive: the proof reads them.
func TestMaskKeepsPipelines(t *testing.T) {
	body := definition(`{"Parameters":[{"Name":"T","DefaultValue":"x"}],"Steps":[{"Name":"s","Arguments":{"Environment":{"A":{"Get":"Parameters.T"}}}}]}`)
	got := parseObject(Mask(inventory.Answer{Body: json.RawMessage(body)}, testKey).Body).text("PipelineDefinition")
	if !strings.Contains(got, `"Environment":{"A":{"Get":"Parameters.T"}}`) || strings.Contains(got, `"DefaultValue":"x"`) {
		t.Errorf("definition %s", got)
	}
}

// TestMaskLeavesRest wants an answer without secrets back byte for byte.
func TestMaskLeavesRest(t *testing.T) {
	for name, world := range wholeAccounts(t) {
		src, err := LoadFS(world, Options{})
		must(t, err)
		for _, a := range src.Answers {
			if a.Operation[:4] == "ec2:" && string(Mask(a, testKey).Body) != string(a.Body) {
				t.Errorf("%s: %s changed", name, told(a))
			}
		}
	}
}

// TestMaskedSnapshot wants no secret in any file, and the answers that a live
// audit would judge.
func TestMaskedSnapshot(t *testing.T) {
	answers := append(live(), inventory.Answer{
		Scope: live()[1].Scope, Operation: "sagemaker:DescribeTrainingJob", Subject: "t",
		Body: json.RawMessage(`{"TrainingJobName":"t","TrainingJobArn":"arn:aws:sagemaker:eu-west-1:111122223333:training-job/t","RoleArn":"r","Environment":{"A":"S3CRET"}}`),
	})
	dir := written(t, answers, false)
	must(t, filepath.Walk(dir, func(name string, info os.FileInfo, err error) error {
		must(t, err)
		if info.IsDir() {
			return nil
		}
		content, err := os.ReadFile(name)
		must(t, err)
		if strings.Contains(string(content), "S3CRET") {
			t.Errorf("%s tells the secret", name)
		}
		return nil
	}))
	src, err := Load(dir, Options{})
	must(t, err)
	for i := range answers {
		answers[i] = Mask(answers[i], testKey)
	}
	if diff := gocmp.Diff(bag(answers), bag(src.Answers)); diff != "" {
		t.Errorf("answers (-masked live +loaded):\n%s", diff)
	}
}

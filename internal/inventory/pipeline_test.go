package inventory

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const pipelineARN = "arn:aws:sagemaker:eu-west-1:111122223333:pipeline/p"

func pipeline(definition string) Answer {
	text, _ := json.Marshal(definition)
	return said("DescribePipeline", "p", `{"PipelineName":"p","PipelineArn":"`+pipelineARN+`","PipelineDefinition":`+string(text)+`}`)
}

// stepsOf spells the network of every step of a definition, by step name, and
// that of the pipeline by "".
func stepsOf(definition string) map[string]string {
	out := map[string]string{}
	for _, r := range Build([]Answer{pipeline(definition)}, Origin{}).Resources() {
		name := ""
		if r.Head().Kind == KindPipelineStep {
			name = strings.TrimPrefix(r.Head().ID, pipelineARN+"#")
		}
		out[name] = strings.ReplaceAll(spell(r.Network()), pipelineARN, "")
	}
	return out
}

func step(name, kind, arguments string) string {
	return `{"Name":"` + name + `","Type":"` + kind + `","Arguments":{` + arguments + `}}`
}

const (
	one     = `"ResourceConfig":{"InstanceCount":1}`
	cluster = `"AppSpecification":{"ImageUri":"x"},"ProcessingResources":{"ClusterConfig":{"InstanceCount":1}}`
)

type definitionTest struct {
	name, parameters, steps string
	want                    map[string]string
}

func runDefinitions(t *testing.T, tests []definitionTest) {
	t.Helper()
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := stepsOf(`{"Version":"2020-12-01","Parameters":[` + tt.parameters + `],"Steps":[` + tt.steps + `]}`)
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestPipelineSteps(t *testing.T) {
	runDefinitions(t, []definitionTest{
		{
			"every type", "", strings.Join([]string{
				step("train", "Training", one+","+inVPC),
				step("process", "Processing", cluster+`,"NetworkConfig":{`+inVPC+`}`),
				step("tune", "Tuning", `"TrainingJobDefinition":{`+one+`,"EnableNetworkIsolation":true,`+inVPC+`}`),
				step("model", "Model", inVPC),
				step("automl", "AutoML", `"AutoMLJobConfig":{"SecurityConfig":{`+inVPC+`}}`),
				step("quality", "QualityCheck", cluster),
				step("clarify", "ClarifyCheck", cluster),
				step("register", "RegisterModel", ""),
			}, ","),
			map[string]string{
				"":         "inherited from pipeline-step #train from pipeline-step #process from pipeline-step #tune from pipeline-step #model from pipeline-step #automl from pipeline-step #quality from pipeline-step #clarify from pipeline-step #register",
				"train":    "vpc subnet-a:sg-1 subnet-b:sg-1",
				"process":  "vpc subnet-a:sg-1 subnet-b:sg-1",
				"tune":     "vpc isolated=true subnet-a:sg-1 subnet-b:sg-1",
				"model":    "vpc subnet-a:sg-1 subnet-b:sg-1",
				"automl":   "vpc subnet-a:sg-1 subnet-b:sg-1",
				"quality":  "service",
				"clarify":  "service clarify=true",
				"register": "none",
			},
		},
		{
			"AWS's defaults where a request says nothing", "", step("train", "Training", one) + "," + step("process", "Processing", cluster+`,"NetworkConfig":{}`),
			map[string]string{"": "inherited from pipeline-step #train from pipeline-step #process", "train": "service", "process": "service"},
		},
		{
			"branches", "", step("check", "Condition", `"Conditions":[],"IfSteps":[`+step("good", "Training", one+","+inVPC)+`],"ElseSteps":[`+
				step("again", "Condition", `"IfSteps":[`+step("deep", "Training", one)+`]`)+`,`+step("stop", "Fail", "")+`]`),
			map[string]string{
				"":      "inherited from pipeline-step #check from pipeline-step #good from pipeline-step #again from pipeline-step #deep from pipeline-step #stop",
				"check": "none", "good": "vpc subnet-a:sg-1 subnet-b:sg-1", "again": "none", "deep": "service", "stop": "none",
			},
		},
		{
			"a type nobody knows", "", step("new", "QuantumJob", inVPC),
			map[string]string{"": "inherited from pipeline-step #new", "new": "?operation"},
		},
	})
}

func TestPipelineReferences(t *testing.T) {
	runDefinitions(t, []definitionTest{
		{
			"parameters with a default", `{"Name":"Subnet","DefaultValue":"subnet-p"},{"Name":"Sealed","Type":"Boolean","DefaultValue":true},{"Name":"Number","DefaultValue":2}`,
			step("train", "Training", `"ResourceConfig":{"InstanceCount":{"Get":"Parameters.Number"}},"EnableNetworkIsolation":{"Get":"Parameters.Sealed"},
				"VpcConfig":{"Subnets":[{"Get":"Parameters.Subnet"}],"SecurityGroupIds":[{"Std:Join":{"On":"-","Values":["sg","7"]}}]}`),
			map[string]string{"": "inherited from pipeline-step #train", "train": "vpc isolated=true subnet-p:sg-7 several-instances=true"},
		},
		{
			"parameters without one", `{"Name":"Subnet"},{"Name":"Sealed"}`,
			step("vpc", "Training", one+`,"VpcConfig":{"Subnets":[{"Get":"Parameters.Subnet"}],"SecurityGroupIds":["sg-1"]}`) + "," +
				step("whole", "Training", one+`,"VpcConfig":{"Get":"Parameters.Network"}`) + "," +
				step("config", "Processing", cluster+`,"NetworkConfig":{"Get":"Parameters.Network"}`) + "," +
				step("sealed", "Training", one+`,"EnableNetworkIsolation":{"Get":"Parameters.Sealed"}`),
			map[string]string{
				"":       "inherited from pipeline-step #vpc from pipeline-step #whole from pipeline-step #config from pipeline-step #sealed",
				"vpc":    "?parameter placements=?parameter",
				"whole":  "?parameter placements=?parameter",
				"config": "?parameter isolated=?parameter placements=?parameter several-instances=?parameter traffic-encryption=?parameter",
				"sealed": "service isolated=?parameter",
			},
		},
		{
			"what does not touch the network may stay open", "",
			step("train", "Training", one+`,"RoleArn":{"Get":"Parameters.Role"},"AlgorithmSpecification":{"TrainingImage":{"Get":"Steps.build.Image"}},
				"InputDataConfig":[{"DataSource":{"S3DataSource":{"S3Uri":{"Get":"Steps.process.Output"}}}}],`+inVPC),
			map[string]string{"": "inherited from pipeline-step #train", "train": "vpc subnet-a:sg-1 subnet-b:sg-1"},
		},
		{
			"transform follows the step that makes its model", "",
			step("make", "Model", inVPC) + "," + step("score", "Transform", `"ModelName":{"Get":"Steps.make.ModelName"}`) + "," +
				step("named", "Transform", `"ModelName":"m"`) + "," + step("lost", "Transform", `"ModelName":{"Get":"Steps.register.ModelName"}`),
			map[string]string{
				"":     "inherited from pipeline-step #make from pipeline-step #score from pipeline-step #named from pipeline-step #lost",
				"make": "vpc subnet-a:sg-1 subnet-b:sg-1", "score": "inherited from pipeline-step #make", "named": "inherited from model m", "lost": "?parameter",
			},
		},
	})
}

func TestPipelineThatCannotBeRead(t *testing.T) {
	for name, definition := range map[string]string{
		"no JSON":              `{`,
		"nothing":              ``,
		"two documents":        `{"Steps":[` + step("a", "Fail", "") + `]}{}`,
		"no steps":             `{"Version":"2020-12-01"}`,
		"empty steps":          `{"Steps":[]}`,
		"a step without name":  `{"Steps":[{"Type":"Training","Arguments":{}}]}`,
		"a step that is none":  `{"Steps":[7]}`,
		"a branch that is one": `{"Steps":[` + step("c", "Condition", `"IfSteps":{}`) + `]}`,
		"a broken branch":      `{"Steps":[` + step("c", "Condition", `"IfSteps":[{"Name":"x"}]`) + `]}`,
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(map[string]string{"": "?operation"}, stepsOf(definition)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// A default that was taken is told, and only where it was used.
func TestPipelineAssumptions(t *testing.T) {
	definition := `{"Parameters":[{"Name":"Subnet","DefaultValue":"subnet-p"},{"Name":"Unused","DefaultValue":"x"}],"Steps":[` +
		step("train", "Training", `"VpcConfig":{"Subnets":[{"Get":"Parameters.Subnet"}],"SecurityGroupIds":["sg-1"]}`) + `]}`
	s := only[*PipelineStep](t, pipeline(definition))
	want := []string{"parameter Subnet has its default value subnet-p"}
	if diff := cmp.Diff(want, s.Assumptions); diff != "" {
		t.Errorf("assumptions (-want +got):\n%s", diff)
	}
}

func FuzzPipelineDefinition(f *testing.F) {
	f.Add(`{"Parameters":[{"Name":"S","DefaultValue":"subnet-p"}],"Steps":[` + step("a", "Training", inVPC) + `]}`)
	f.Add(`{"Steps":[` + step("c", "Condition", `"IfSteps":[`+step("d", "Transform", `"ModelName":{"Get":"Steps.m.ModelName"}`)+`]`) + `]}`)
	f.Add(`{"Steps":[` + step("t", "Tuning", `"TrainingJobDefinitions":[{"VpcConfig":{"Get":"Parameters.X"}}]`) + `]}`)
	f.Fuzz(func(t *testing.T, definition string) {
		resources := Build([]Answer{pipeline(definition)}, Origin{}).Resources()
		for _, r := range resources {
			n := r.Network()
			if p, ok := r.(*Pipeline); ok && Is(n.Mode, ModeNone) {
				t.Errorf("pipeline %s runs nothing", p.ID)
			}
			s, ok := r.(*PipelineStep)
			if ok && s.Makes == nil && n.Mode.Known() && !Is(n.Mode, ModeNone) {
				t.Errorf("step %s of type %s makes nothing and has mode %s", s.Name, s.Type, value(n.Mode))
			}
		}
		if !json.Valid([]byte(definition)) && len(resources) != 1 {
			t.Errorf("%d resources of a definition that is no JSON", len(resources))
		}
	})
}

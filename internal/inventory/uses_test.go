package inventory

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestUses reads the names in the settings of a training job (pure).
func TestUses(t *testing.T) {
	const job = `{
		"TrainingJobName": "fit", "TrainingJobArn": "arn:aws:sagemaker:eu-west-1:111122223333:training-job/fit",
		"RoleArn": "arn:aws:iam::111122223333:role/service-role/Trainer",
		"AlgorithmSpecification": {"TrainingImage": "111122223333.dkr.ecr.eu-west-1.amazonaws.com/fit:1"},
		"HyperParameters": {"sagemaker_submit_directory": "s3://code/x.tar.gz"},
		"Environment": {"PLACE": "s3://secret/place"},
		"InputDataConfig": [
			{"ChannelName": "train", "DataSource": {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": "s3://data/train"}}},
			{"ChannelName": "test", "DataSource": {"S3DataSource": {"S3DataType": "ManifestFile", "S3Uri": "s3://data/test.manifest"}}}],
		"ModelArtifacts": {"S3ModelArtifacts": "s3://models/fit/output/model.tar.gz"},
		"OutputDataConfig": {"KmsKeyId": "", "S3OutputPath": "s3://models/"},
		"CheckpointConfig": {"S3Uri": "https://checkpoints.s3.eu-west-1.amazonaws.com/a/b"}}`
	s := Build([]Answer{{Scope: Scope{Account: "111122223333", Region: "eu-west-1"}, Operation: "sagemaker:DescribeTrainingJob", Subject: "fit", Body: []byte(job)}}, Origin{})
	got, ok := s.Resources()[0].Head().Uses.Get()
	if !ok {
		t.Fatal(s.Resources()[0].Head().Uses.Why())
	}
	want := Uses{
		Roles:  []string{"arn:aws:iam::111122223333:role/service-role/Trainer"},
		Images: []string{"111122223333.dkr.ecr.eu-west-1.amazonaws.com/fit:1"},
		Data: []Location{
			{"checkpoints", "a/b", true, true},
			{"data", "test.manifest", false, false},
			{"data", "train", true, false},
			{"models", "", true, true},
			{"models", "fit/output/model.tar.gz", false, true},
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestParseLocation: what is no place in S3 is none (pure).
func TestParseLocation(t *testing.T) {
	for text, want := range map[string]Location{
		"s3://b":  {Bucket: "b"},
		"s3://b/": {Bucket: "b"},
		"https://s3.eu-west-1.amazonaws.com/b/k/l": {Bucket: "b", Key: "k/l"},
		"https://b.c.s3.amazonaws.com/k":           {Bucket: "b.c", Key: "k"},
		"https://b.s3.example.org/k":               {},
		"https://example.org/s3":                   {},
		"s3:///k":                                  {},
	} {
		got, ok := parseLocation(text)
		if !ok {
			got = Location{}
		}
		if got != want {
			t.Errorf("%s: %+v, want %+v", text, got, want)
		}
	}
}

package reach

import (
	"encoding/json"
	"errors"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"mooring/internal/inventory"
)

// named is a snapshot with namesakes, an interface and a VPC; what is not in it
// was not asked, but the lists of interfaces and subnets were.
func namedWorld(t *testing.T) *inventory.Snapshot {
	t.Helper()
	scope := inventory.Scope{Partition: "aws", Account: "111122223333", Region: "eu-west-1"}
	var answers []inventory.Answer
	for operation, body := range map[string]string{
		"sagemaker:ListNotebookInstances": `{"NotebookInstances": [{"NotebookInstanceName": "fraud-lab", "NotebookInstanceArn": "arn:aws:sagemaker:eu-west-1:111122223333:notebook-instance/fraud-lab"},
			{"NotebookInstanceName": "twin", "NotebookInstanceArn": "arn:aws:sagemaker:eu-west-1:111122223333:notebook-instance/twin"}]}`,
		"sagemaker:ListModels":          `{"Models": [{"ModelName": "twin", "ModelArn": "arn:aws:sagemaker:eu-west-1:111122223333:model/twin"}]}`,
		"ec2:DescribeNetworkInterfaces": `{"NetworkInterfaces": [{"NetworkInterfaceId": "eni-0a1", "VpcId": "vpc-0a1", "SubnetId": "subnet-0a1", "SourceDestCheck": true, "Groups": []}]}`,
		"ec2:DescribeVpcs":              `{"Vpcs": [{"VpcId": "vpc-0a1", "CidrBlock": "10.0.0.0/16", "IsDefault": false}]}`,
		"ec2:DescribeSubnets":           `{"Subnets": [{"SubnetId": "subnet-0a1", "VpcId": "vpc-0a1", "CidrBlock": "10.0.0.0/24", "AvailabilityZone": "eu-west-1a"}]}`,
	} {
		if !json.Valid([]byte(body)) {
			t.Fatal(operation)
		}
		answers = append(answers, inventory.Answer{Scope: scope, Operation: operation, Body: json.RawMessage(body)})
	}
	return inventory.Build(answers, inventory.Origin{Kind: "saved"})
}

func (s Start) words() string {
	switch {
	case s.Resource != nil:
		return "resource " + s.Resource.Head().ReportID()
	case s.Internet:
		return "internet"
	case s.Prefix.IsValid():
		return "block " + s.Prefix.String()
	}
	return strings.TrimSpace("interface " + s.Interface + " subnet " + s.Subnet + " group " + s.Group + " gateway " + s.Gateway)
}

func (g Goal) words() string {
	switch {
	case g.Service != nil:
		return "service " + g.Service.ID
	case g.Host != "":
		return "host " + g.Host
	case g.Interface != "":
		return "interface " + g.Interface
	}
	return Start{Resource: g.Resource, Internet: g.Internet, Prefix: g.Prefix}.words()
}

func TestFindStart(t *testing.T) {
	s := namedWorld(t)
	const lab = "arn:aws:sagemaker:eu-west-1:111122223333:notebook-instance/fraud-lab"
	for word, want := range map[string]string{
		"fraud-lab": "resource " + lab, "notebook/fraud-lab": "resource " + lab, lab: "resource " + lab, "model/twin": "resource arn:aws:sagemaker:eu-west-1:111122223333:model/twin",
		"internet": "internet", "10.0.0.7": "block 10.0.0.7/32", "10.0.0.7/24": "block 10.0.0.0/24", "fd00::/8": "block fd00::/8", "::ffff:10.0.0.7": "block 10.0.0.7/32",
		"eni-0a1": "interface eni-0a1 subnet  group  gateway", "subnet-0a1": "interface  subnet subnet-0a1 group  gateway",
		// The lists of groups and NAT gateways were not asked: they may exist.
		"sg-0zz": "interface  subnet  group sg-0zz gateway", "nat-0zz": "interface  subnet  group  gateway nat-0zz", "tgw-0a1": "interface  subnet  group  gateway tgw-0a1",
	} {
		start, err := FindStart(s, word)
		if err != nil || start.words() != want {
			t.Errorf("%s: %q, %v, want %q", word, start.words(), err, want)
		}
	}
}

func TestFindGoal(t *testing.T) {
	s := namedWorld(t)
	for word, want := range map[string]string{
		"internet": "internet", "sagemaker.api": "service sagemaker.api", "s3": "service s3", "10.9.0.0/16": "block 10.9.0.0/16", "eni-0a1": "interface eni-0a1",
		"Git.Example.com.": "host git.example.com", "github.com": "host github.com", "a_b.internal": "host a_b.internal",
		"fraud-lab": "resource arn:aws:sagemaker:eu-west-1:111122223333:notebook-instance/fraud-lab",
	} {
		goal, err := FindGoal(s, word)
		if err != nil || goal.words() != want {
			t.Errorf("%s: %q, %v, want %q", word, goal.words(), err, want)
		}
	}
}

func TestNamesThatMeanNothing(t *testing.T) {
	s := namedWorld(t)
	start := func(word string) error { _, err := FindStart(s, word); return err }
	goal := func(word string) error { _, err := FindGoal(s, word); return err }
	for _, c := range []struct {
		word       string
		find       func(string) error
		near       string
		candidates int
	}{
		{"fruad-lab", start, "fraud-lab", 0},
		{"lab", start, "fraud-lab", 0},
		{"subnet-0a2", start, "subnet-0a1", 0},
		{"eni-0zz", start, "eni-0a1", 0},
		{"twin", start, "", 2},
		{"twin", goal, "", 2},
		{"sagemaker.apy", goal, "sagemaker.api", 0},
		{"dynamo", goal, "dynamodb", 0},
		{"10.0.0.300", goal, "", 0},
		{"zzzzzzzzzz", goal, "", 0},
		{"-a.b", goal, "", 0},
		{"", start, "", 0},
	} {
		err := c.find(c.word)
		var e *NameError
		if !errors.As(err, &e) || len(e.Candidates) != c.candidates || c.near != "" && !slices.Contains(e.Near, c.near) {
			t.Errorf("%q: %+v, want near %q and %d candidates", c.word, err, c.near, c.candidates)
		}
	}
}

func TestDistance(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{{"s3", "s3", 0}, {"sts", "sst", 1}, {"kitten", "sitting", 3}, {"", "abc", 3}, {"abcdef", "x", 4}} {
		if got := distance(c.a, c.b, 3); got != c.want {
			t.Errorf("%q to %q: %d, want %d", c.a, c.b, got, c.want)
		}
	}
}

// What the engine does not answer is an error and never a verdict.
func TestQueryAnswersOrSaysWhyNot(t *testing.T) {
	s := namedWorld(t)
	lab, _ := FindStart(s, "fraud-lab")
	for word, goal := range map[string]Goal{"a block": {Prefix: netip.MustParsePrefix("10.0.0.0/8")}, "a host": {Host: "example.com"}} {
		if proofs, err := New(s, nil).Query(lab, goal); err == nil && len(proofs) == 0 {
			t.Errorf("%s: neither a proof nor an error", word)
		}
	}
}

package collect

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/ec2/types"
	"github.com/google/go-cmp/cmp"
)

func TestPureDocumentJoinsPages(t *testing.T) {
	cases := []struct {
		name  string
		pages []string
		want  string
	}{
		{"one page", []string{`{"L":[1],"NextToken":"x"}`}, `{"L":[1]}`},
		{"two pages", []string{`{"L":[1, 2 ]}`, `{"L": [ 3]}`}, `{"L":[1,2,3]}`},
		{"empty first", []string{`{"L":[ ]}`, `{"L":[3]}`}, `{"L":[3]}`},
		{"empty last", []string{`{"L":[1]}`, `{"L":[]}`}, `{"L":[1]}`},
		{"three pages", []string{`{"L":[1]}`, `{"L":[[]]}`, `{"L":["]"]}`}, `{"L":[1,[],"]"]}`},
		{"a member beside", []string{`{"L":[1],"A":true}`, `{"L":[2],"A":false,"B":null}`}, `{"A":true,"B":null,"L":[1,2]}`},
		{"a list later", []string{`{"L":[1]}`, `{"L":[2],"M":[3]}`}, `{"L":[1,2],"M":[3]}`},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			var doc document
			for _, text := range c.pages {
				page, err := parsePage([]byte(text))
				if err != nil {
					t.Fatal(err)
				}
				doc.add(page, "NextToken")
			}
			if diff := cmp.Diff(c.want, string(doc.body())); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Joining must not write into the pages, which describe calls still read.
func TestPureDocumentLeavesPagesAlone(t *testing.T) {
	first, second := object{"L": json.RawMessage(`[1]`)}, object{"L": json.RawMessage(`[2]`)}
	var doc document
	doc.add(first, "")
	doc.add(second, "")
	doc.add(second, "")
	if got := string(first["L"]) + string(second["L"]) + string(doc.members["L"]); got != "[1][2][1,2,2]" {
		t.Error(got)
	}
}

func TestPureSpell(t *testing.T) {
	answer := &ec2.DescribeVpcEndpointsOutput{VpcEndpoints: []types.VpcEndpoint{{
		VpcEndpointId: aws.String("vpce-1"), PrivateDnsEnabled: aws.Bool(false), State: types.State("available"),
		CreationTimestamp: aws.Time(time.Date(2026, 1, 2, 3, 4, 5, 6e6, time.FixedZone("", 3600))),
		Groups:            []types.SecurityGroupIdentifier{{GroupId: aws.String("sg-1")}}, RouteTableIds: []string{},
	}}}
	page, err := spell(answer, "VpcEndpoints")
	if err != nil {
		t.Fatal(err)
	}
	want := `[{"CreationTimestamp":"2026-01-02T02:04:05.006Z","Groups":[{"GroupId":"sg-1"}],"PrivateDnsEnabled":false,"RouteTableIds":[],"State":"available","VpcEndpointId":"vpce-1"}]`
	if diff := cmp.Diff(want, string(page["VpcEndpoints"])); diff != "" || len(page) != 1 {
		t.Errorf("%d members: %s", len(page), diff)
	}
}

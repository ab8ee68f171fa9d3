package collect

import (
	"fmt"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// estate answers as an account of 920 SageMaker resources, 20 domains among
// them, and 10 VPCs, in pages of a hundred, each answer after a pause.
func estate(pause time.Duration) (answers map[string]answerer, resources, domains, vpcs int) {
	sizes := map[string]int{
		"ListNotebookInstances": 300, "ListTrainingJobs": 200, "ListProcessingJobs": 100, "ListModels": 150, "ListEndpointConfigs": 50,
		"ListEndpoints": 50, "ListDomains": 20, "ListUserProfiles": 50,
	}
	vpcs = 10
	answers = oneOfEverything()
	for _, o := range sagemakerOperations(new(apis)) {
		name := strings.TrimPrefix(o.name, "sagemaker:")
		answers[o.name] = listOf(o, sizes[name])
		resources += sizes[name]
	}
	answers["sagemaker:DescribeDomain"] = func(q request) response {
		return response{200, `{"HomeEfsFileSystemId":"fs-` + q.text("DomainId") + `"}`, false}
	}
	var set strings.Builder
	for i := range vpcs {
		fmt.Fprintf(&set, "<item><vpcId>vpc-%d</vpcId></item>", i)
	}
	answers["ec2:DescribeVpcs"] = ok("<DescribeVpcsResponse><vpcSet>" + set.String() + "</vpcSet></DescribeVpcsResponse>")
	for _, o := range all(table()) {
		answers[o.name] = after(pause, answers[o.name])
	}
	return answers, resources, sizes["ListDomains"], vpcs
}

func after(pause time.Duration, answer answerer) answerer {
	return func(q request) response {
		time.Sleep(pause)
		if answer == nil {
			return response{}
		}
		return answer(q)
	}
}

// listOf pages through n items; jobs in a state that is asked for are none.
func listOf(o operation, n int) answerer {
	return func(q request) response {
		from, _ := strconv.Atoi(q.text("NextToken"))
		to, token := n, ""
		if n-from > 100 {
			to = from + 100
			token = `,"NextToken":"` + strconv.Itoa(to) + `"`
		}
		var items []string
		for i := from; i < to && q.members["StatusEquals"] == nil; i++ {
			var item []string
			for _, next := range o.then {
				for _, name := range next.declared().Subject {
					item = append(item, fmt.Sprintf(`"%s":"%s-%d"`, next.itemMember(name), strings.ToLower(name), i))
				}
			}
			items = append(items, "{"+strings.Join(item, ",")+"}")
		}
		return response{200, `{"` + o.declared().Items + `":[` + strings.Join(items, ",") + `]` + token + `}`, false}
	}
}

// At most 1.1 requests per resource beyond 60 fixed, 3 per VPC and 1 per domain.
func TestSyntheticServerRequestsPerResource(t *testing.T) {
	answers, resources, domains, vpcs := estate(0)
	s := start(t, answers)
	got := collected(t, Options{})
	most := resources*11/10 + 60 + 3*vpcs + domains
	if n := len(s.requests); n > most {
		t.Errorf("%d requests for %d resources, %d VPCs and %d domains; at most %d", n, resources, vpcs, domains, most)
	}
	if resources != 920 || len(got) < resources {
		t.Errorf("%d answers for %d resources", len(got), resources)
	}
}

func BenchmarkSyntheticServerEstate(b *testing.B) {
	for _, pause := range []time.Duration{0, 50 * time.Millisecond} {
		b.Run(pause.String(), func(b *testing.B) {
			answers, _, _, _ := estate(pause)
			start(b, answers)
			var calls atomic.Int64
			for b.Loop() {
				if _, _, err := Run(b.Context(), Options{Progress: func(e Event) { calls.Store(int64(e.Calls)) }}); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(calls.Load()), "calls/op")
		})
	}
}

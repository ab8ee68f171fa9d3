package collect

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/sagemaker"
	"github.com/google/go-cmp/cmp"

	"mooring/internal/inventory"
)

func TestPureCallsAreTheInventorysOperations(t *testing.T) {
	var calls, declared []string
	for _, o := range all(table()) {
		calls = append(calls, o.name)
	}
	for _, o := range inventory.Operations() {
		declared = append(declared, o.Name)
	}
	slices.Sort(declared)
	if diff := cmp.Diff(declared, sortedSet(calls)); diff != "" {
		t.Errorf("operations of the inventory (-) and calls of this package (+) differ:\n%s", diff)
	}
}

func TestPureOperationsFitTheSDK(t *testing.T) {
	for _, o := range all(table()) {
		t.Run(o.name, func(t *testing.T) {
			in := reflect.New(o.in)
			for _, name := range append(slices.Clone(o.declared().Subject), o.region) {
				if _, ok := o.in.FieldByName(name); name != "" && !ok {
					t.Errorf("the request has no member %s", name)
				}
			}
			if items := o.declared().Items; items != "" {
				if f, ok := o.out.FieldByName(items); !ok || f.Type.Kind() != reflect.Slice {
					t.Errorf("the answer has no list %s", items)
				}
			}
			for _, request := range o.requests(time.Unix(1.7e9, 0)) {
				if err := fill(in.Interface(), request); err != nil {
					t.Error(err)
				}
			}
		})
	}
}

// An answer may hang its pages together by a member that tokens does not list;
// then everything behind the first page would be lost in silence.
func TestPureEveryPagedOperationIsPaged(t *testing.T) {
	for _, o := range all(table()) {
		answer, request := o.pages()
		for i := range o.out.NumField() {
			name := o.out.Field(i).Name
			if name == "UpdateToken" {
				continue // of Network Firewall: which state an update would be of
			}
			if (strings.HasSuffix(name, "Token") || strings.HasSuffix(name, "Marker")) && answer == "" {
				t.Errorf("%s answers with %s and is not paged", o.name, name)
			}
		}
		size := slices.ContainsFunc([]string{"MaxResults", "MaxItems", "PageSize", "ResourcesPerPage"}, func(n string) bool { return o.input[n] != nil })
		if request != "" && !size {
			t.Errorf("%s leaves the page size to AWS", o.name)
		}
	}
}

func TestPureFillRefusesWhatTheRequestDoesNotHave(t *testing.T) {
	var in sagemaker.ListModelsInput
	if err := fill(&in, members{"MaxResultz": 1}); err == nil {
		t.Error("a misspelt member would be dropped in silence")
	}
}

// The states that are asked for must be ones that the API knows, and no state
// of a job that has not ended may be missing.
func TestPureJobStates(t *testing.T) {
	ended := []string{"completed", "failed", "stopped", "deleting", "deletefailed", "deleted"}
	for _, o := range table() {
		if o.running == nil {
			continue
		}
		f, _ := o.in.FieldByName("StatusEquals")
		values := reflect.New(f.Type).Elem().MethodByName("Values").Call(nil)[0]
		var want []string
		for i := range values.Len() {
			if s := values.Index(i).String(); !slices.Contains(ended, strings.ToLower(s)) {
				want = append(want, s)
			}
		}
		if diff := cmp.Diff(sortedSet(want), sortedSet(slices.Clone(o.running))); diff != "" {
			t.Errorf("%s: states of running jobs (-SDK +table):\n%s", o.name, diff)
		}
	}
}

func TestPureKinds(t *testing.T) {
	names := func(o Options) []string {
		var out []string
		for _, op := range o.chosen(sagemakerOperations(new(apis))) {
			out = append(out, strings.TrimPrefix(op.name, "sagemaker:"))
		}
		return sortedSet(out)
	}
	cases := []struct {
		kind inventory.Kind
		want []string
	}{
		{inventory.KindModel, []string{"ListModels"}},
		{inventory.KindEndpoint, []string{"ListEndpointConfigs", "ListEndpoints", "ListModels"}},
		{inventory.KindPipelineStep, []string{"ListPipelines"}},
		{inventory.KindApp, []string{"ListApps", "ListDomains", "ListSpaces", "ListUserProfiles"}},
	}
	for _, c := range cases {
		if diff := cmp.Diff(c.want, names(Options{Kinds: []inventory.Kind{c.kind}})); diff != "" {
			t.Errorf("%s: %s", c.kind, diff)
		}
	}
	if got, want := len(names(Options{})), len(sagemakerOperations(new(apis))); got != want {
		t.Errorf("all kinds read %d lists, want %d", got, want)
	}
	whole, part := Options{}.chosen(table()), Options{Kinds: []inventory.Kind{inventory.KindModel}}.chosen(table())
	if got, want := len(whole)-len(part), len(sagemakerOperations(new(apis)))-1; got != want {
		t.Errorf("one kind leaves out %d lists, want %d: the network is always read", got, want)
	}
}

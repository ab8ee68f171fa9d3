package oracle

import (
	"encoding/json"
	"maps"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"

	"mooring/internal/reach"
)

// speechless are fields whose absence says something, with what.
var speechless = regexp.MustCompile(strings.Join([]string{
	`^sagemaker:Describe\w+\.(VpcConfig|NetworkConfig|NetworkConfig\.VpcConfig|SubnetId)$`,                  // no VPC
	`^sagemaker:\w+\.Default\w+Settings\.SecurityGroups$`,                                                   // no groups
	`^sagemaker:\w+\.(DefaultSpaceSettings|UserSettings|UserSettings\.SecurityGroups)$`,                     // nothing set
	`^sagemaker:DescribeNotebookInstance\.NetworkInterfaceId$`,                                              // SageMaker's own have no public address
	`^ec2:DescribeSecurityGroups\.SecurityGroups\[\]\.\w+\[\]\.(\w+Ranges|UserIdGroupPairs|PrefixListIds)$`, // an empty list
	`^ec2:DescribeTransitGatewayAttachments\.TransitGatewayAttachments\[\]\.Association$`,                   // none is associated
	`^sagemaker:DescribeTrainingJob\.InputDataConfig$`,                                                      // no input
	`^ec2:DescribeVpcEncryptionControls\..*\.ResourceExclusions(\.\w+)?$`,                                   // not excluded
	`^ec2:DescribeManagedPrefixLists\.PrefixLists\[\]\.PrefixListName$`,                                     // what is no service's is internet
	`^network-firewall:DescribeFirewallPolicy\.FirewallPolicy\.\w+References$`,                              // an empty list
	`^sagemaker:DescribeDomain\.DomainSettings(\.IpAddressType)?$`,                                          // older domains have no settings
	`\.VpcPeeringConnectionId$`,                                                                  // whose blocks are then internet
	`^network-firewall:DescribeRuleGroup\..*\.MatchAttributes\.\w+$`,                             // anything matches
	`^ec2:DescribeNetworkInterfaces\.NetworkInterfaces\[\]\.(Association|PrivateIpAddresses.*)$`, // none is associated
}, "|"))

// free are fields that hold any word at all.
var free = regexp.MustCompile(`(Id|Name|Arn|Key|Value|Description|AvailabilityZone)$`)

// joins are operations that tell which addresses are a joined VPC's or a service's.
var joins = regexp.MustCompile(`ec2:(Describe|Get|Search)(VpcPeering|TransitGateway|ManagedPrefix|PrefixLists)`)

// field is one somewhere in an answer.
type field struct {
	of   map[string]any
	name string
	path string // without indices
}

func fieldsOf(path string, v any) []field {
	var out []field
	switch v := v.(type) {
	case map[string]any:
		for _, k := range slices.Sorted(maps.Keys(v)) {
			out = append(out, field{v, k, path + "." + k})
			out = append(out, fieldsOf(path+"."+k, v[k])...)
		}
	case []any:
		for _, x := range v {
			out = append(out, fieldsOf(path+"[]", x)...)
		}
	}
	return out
}

// spoil leaves a field out, makes it null, or gives it a word that AWS does not
// have; how is "" where that says nothing new.
func (f field) spoil(r *rand.Rand) (how string) {
	switch r.IntN(3) {
	case 0:
		delete(f.of, f.name)
		return "without"
	case 1:
		f.of[f.name] = nil
		return "with null for"
	}
	if _, ok := f.of[f.name].(string); !ok || free.MatchString(f.name) {
		return ""
	}
	f.of[f.name] = "never-seen"
	return "with a new word for"
}

// TestFieldLeftOut spoils single fields of what AWS answered in random worlds:
// every verdict stays what it was or becomes unknown, unless the absence of the
// field says something (pure).
func TestFieldLeftOut(t *testing.T) {
	met := 0
	for seed := range uint64(min(*worlds, 1000)) {
		answers := worldOf(*first + seed).answers
		r := rand.New(rand.NewPCG(*first+seed, 8))
		before := verdicts(answers)
		for range 4 {
			i := r.IntN(len(answers))
			var body any
			if err := json.Unmarshal(answers[i].Body, &body); err != nil {
				t.Fatal(err)
			}
			fields := fieldsOf(answers[i].Operation, body)
			if len(fields) == 0 {
				continue
			}
			f := fields[r.IntN(len(fields))]
			_, list := f.of[f.name].([]any)
			how := f.spoil(r)
			// What an operation lists is empty where it is null.
			empty := list && how == "with null for" && strings.Count(f.path, ".") == 1
			if how == "" || empty || speechless.MatchString(f.path) {
				continue
			}
			spoilt := slices.Clone(answers)
			spoilt[i].Body, _ = json.Marshal(body)
			met += surer(t, *first+seed, how+" "+f.path, before, verdicts(spoilt))
		}
	}
	if met < *worlds/50 {
		t.Errorf("%d verdicts became unknown", met)
	}
}

// surer complains of verdicts that became other sure ones, and counts those that
// became unknown.
func surer(t *testing.T, seed uint64, how string, before, after map[string]string) (unknown int) {
	t.Helper()
	for what, v := range after {
		was, judged := before[what]
		// Stranded by what is now unknown, it may still be partial by something else.
		weaker := was == string(reach.FunctionStranded) && v == string(reach.FunctionPartial)
		switch {
		case !judged || v == was || weaker:
		case was == string(reach.ExposureNone) && v == string(reach.ExposureNAT) && joins.MatchString(how):
			// What is not known to be joined, or a service's, is internet.
		case v == string(reach.VerdictUnknown):
			unknown++
		default:
			t.Errorf("world %d %s: %s is %s, was %s", seed, how, what, v, was)
		}
	}
	return unknown
}

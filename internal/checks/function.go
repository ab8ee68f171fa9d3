package checks

import (
	"fmt"
	"slices"
	"strings"

	"mooring/internal/check"
	"mooring/internal/inventory"
	"mooring/internal/reach"
)

// stranded fails when something that the resource cannot do without is out of
// reach from everywhere AWS may put it.
func stranded() func(check.Subject) check.Outcome {
	return connected(func(r *reach.Result, _ check.Subject) check.Outcome {
		return works(r, reach.VerdictBlocked, "cannot reach", "nothing that it needs is out of reach")
	})
}

// partial fails when something is in reach from some places only.
func partial() func(check.Subject) check.Outcome {
	return connected(func(r *reach.Result, _ check.Subject) check.Outcome {
		return works(r, reach.VerdictPartial, "reaches from some places, ports or addresses only", "nothing that it needs is in reach from some places only")
	})
}

func works(r *reach.Result, bad reach.Verdict, verb, good string) check.Outcome {
	if broken := counted(r, bad); len(broken) > 0 {
		return failing(broken, verb)
	}
	if doubtful := counted(r, reach.VerdictUnknown, ""); len(doubtful) > 0 {
		return undecided(doubtful, r)
	}
	if r.Function == reach.FunctionUnknown || r.Function == "" {
		return doubt(r)
	}
	return check.Passed(good)
}

// failing tells what is out of reach, by which gates, and what would help.
func failing(broken []reach.Dependency, verb string) check.Outcome {
	var names, evidence, repairs []string
	for _, d := range broken {
		names = append(names, label(d.ID))
		for _, p := range d.Proofs {
			for _, g := range p.Failing() {
				evidence = append(evidence, d.ID+placeOf(p)+": "+gateText(g))
			}
			for _, repair := range p.Repairs {
				repairs = append(repairs, repair.Object+": "+repair.Text)
			}
		}
	}
	out := check.Failed(verb+" "+strings.Join(names, ", "), once(evidence)...)
	out.Remediation = strings.Join(once(repairs), "; ")
	return out
}

func placeOf(p *reach.Proof) string {
	if p.From.Subnet == "" {
		return ""
	}
	return " from " + p.From.Subnet
}

// gateText says a gate in one line: kind, objects, rule, reason.
func gateText(g reach.Gate) string {
	text := string(g.Kind) + " of " + strings.Join(g.Object, ", ")
	if g.Leg == reach.Return {
		text += " on the way back"
	}
	if g.Rule != "" {
		text += " (" + g.Rule + ")"
	}
	return text + ": " + g.Why
}

// once keeps the first of equal texts.
func once(texts []string) []string {
	var out []string
	for _, t := range texts {
		if !slices.Contains(out, t) {
			out = append(out, t)
		}
	}
	return out
}

// purpose is what the documentation of a kind's stranded and partial checks needs.
type purpose struct {
	noun, article string
	kind          inventory.Kind // an example, for `mooring needs`
	breaks        string         // what people see when it cannot reach something
	describe      string         // CLI command that shows its subnets and groups
	page          string
}

func lookAt(p purpose) check.Audit {
	return check.Audit{
		Console: "No page of the console answers this. VPC > Reachability Analyzer proves one path at a time, from an interface to an endpoint's interface.",
		CLI:     fmt.Sprintf("mooring needs %s\nmooring trace NAME s3\naws sagemaker %s", p.kind, p.describe),
	}
}

func strandedDoc(p purpose) check.Doc {
	return check.Doc{
		Title: capital(p.article) + " " + p.noun + " cannot reach what it needs",
		Description: fmt.Sprintf("Proves, from every subnet that AWS may choose, the way to each thing that %s %s cannot do without: DNS answer, security groups, network ACLs both ways, route, gateway or endpoint. "+
			"Fails when at least one is blocked from everywhere, and names every gate that blocks it.", p.article, p.noun),
		Rationale:   "Switching the internet off is only half of the work. " + p.breaks + " People then ask for the internet back, and get it.",
		Impact:      "Each repair opens one path: a route, an endpoint with its hourly price, or a rule. None of those proposed opens a way to the internet.",
		Default:     "A subnet of a new VPC reaches nothing outside of it, and a new security group lets everything out and nothing in.",
		Audit:       lookAt(p),
		Remediation: mend("mooring trace NAME DEPENDENCY"),
		References:  []string{guide(p.page), guide("interface-vpc-endpoint"), "AWS PrivateLink Guide, privatelink-access-aws-services"},
		Profile:     1,
		Compliance:  map[string][]string{},
	}
}

func partialDoc(p purpose) check.Doc {
	return check.Doc{
		Title: capital(p.article) + " " + p.noun + " works from some places only",
		Description: fmt.Sprintf("The same proofs as for a stranded %s. Fails when something that it cannot do without is in reach from some of its subnets, addresses, ports or endpoint interfaces, and not from others.",
			p.noun),
		Rationale: "AWS picks one of the subnets, DNS one of an endpoint's interfaces, and the system one of many client ports. One bad choice makes a failure that comes and goes, which takes days to find. " + p.breaks,
		Impact:    "Until the bad place is repaired it can be left out of the resource's subnets, at the price of one zone less.",
		Default:   "AWS does not look whether the subnets that a request names can do the same.",
		Audit:     lookAt(p),
		Remediation: check.Remediation{
			Text:    "Make the places equal: the same route table or the same routes, an endpoint interface in each zone, ACLs that admit the whole ephemeral range. Or take the bad subnet out.",
			CLI:     "mooring trace NAME DEPENDENCY\naws ec2 associate-route-table --route-table-id GOOD_TABLE --subnet-id BAD_SUBNET",
			Backout: "Associate the subnet with its former route table.",
		},
		References: []string{guide("infrastructure-give-access"), guide(p.page), "Amazon VPC User Guide, nacl-ephemeral-ports"},
		Profile:    1,
		Compliance: map[string][]string{},
	}
}

// mend is the remediation that all stranded checks share.
func mend(trace string) check.Remediation {
	return check.Remediation{
		Text: "Look at the gates that the evidence names: each is one AWS object and the rule in it. Repair them one after the other; where several stand on one path, all of them have to pass. " +
			"Prefer a gateway endpoint for S3, which is free, and interface endpoints with private DNS for the rest.",
		CLI:     trace + "\naws ec2 create-vpc-endpoint --vpc-endpoint-type Gateway --vpc-id VPC --service-name com.amazonaws.REGION.s3 --route-table-ids TABLE\naws ec2 create-vpc-endpoint --vpc-endpoint-type Interface --vpc-id VPC --service-name SERVICE --subnet-ids SUBNET --security-group-ids SG --private-dns-enabled\naws ec2 authorize-security-group-ingress --group-id ENDPOINT_SG --protocol tcp --port 443 --source-group SG",
		Backout: "Delete the endpoint that was made (`aws ec2 delete-vpc-endpoints`), revoke the rule that was added (`aws ec2 revoke-security-group-ingress`).",
	}
}

func notebookPurpose() purpose {
	return purpose{"notebook", "a", inventory.KindNotebook, "Calls hang for minutes and then time out; a lifecycle script that cannot fetch something keeps the notebook from starting.", "describe-notebook-instance --notebook-instance-name NAME --query '[SubnetId, SecurityGroups]'", "appendix-notebook-and-internet-access"}
}

func domainPurpose() purpose {
	return purpose{"Studio domain", "a", inventory.KindDomain, "Apps do not start, or start and hang at the first call to AWS.", "describe-domain --domain-id ID --query '[SubnetIds, DefaultUserSettings.SecurityGroups]'", "studio-notebooks-and-internet-access"}
}

func jobPurpose() purpose {
	return purpose{"job", "a", inventory.KindTrainingJob, "The job fails before its first step, or hangs until its time is up, and is paid for all the while.", "describe-training-job --training-job-name NAME --query 'VpcConfig'", "train-vpc"}
}

func modelPurpose() purpose {
	return purpose{"model", "a", inventory.KindModel, "The endpoint does not come up, or does not scale out when it has to.", "describe-model --model-name NAME --query 'VpcConfig'", "host-vpc"}
}

func monitoringPurpose() purpose {
	return purpose{"monitoring job", "a", inventory.KindDataQualityDefinition, "Every run fails, and the drift that it should see goes unseen.", "describe-data-quality-job-definition --job-definition-name NAME --query 'NetworkConfig.VpcConfig'", "process-vpc"}
}

func clusterPurpose() purpose {
	return purpose{"HyperPod cluster", "a", inventory.KindCluster, "Nodes fail their lifecycle script and are replaced again and again.", "describe-cluster --cluster-name NAME --query '[VpcConfig, InstanceGroups[].OverrideVpcConfig]'", "sagemaker-hyperpod-prerequisites"}
}

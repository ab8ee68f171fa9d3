package reach

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"mooring/internal/inventory"
)

type (
	o    = map[string]any
	list = []any
)

const trainerRole = "arn:aws:iam::111122223333:role/Trainer"

// policies is what an account answers about policies; "" is never asked.
type policyAnswers struct {
	role     string // the role's own policy, "denied" where IAM was not read
	boundary string
	bucket   string // of bucket in, "none" where it has none
	scp, rcp string // of the organization's root
}

func (p policyAnswers) snapshot(t *testing.T) *inventory.Snapshot {
	t.Helper()
	home := inventory.Scope{Partition: "aws", Account: "111122223333", Region: "eu-west-1"}
	global := inventory.Scope{Partition: "aws", Account: "111122223333"}
	var all []inventory.Answer
	add := func(scope inventory.Scope, operation, subject string, body any) {
		raw, err := json.Marshal(body)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, inventory.Answer{Scope: scope, Operation: operation, Subject: subject, Body: raw})
	}
	add(home, "ec2:DescribeVpcs", "", o{"Vpcs": list{o{"VpcId": "vpc-1", "CidrBlock": "10.0.0.0/16", "CidrBlockAssociationSet": list{}, "OwnerId": "111122223333", "DhcpOptionsId": "dopt-1", "State": "available"}}})
	add(home, "ec2:DescribeSubnets", "", o{"Subnets": list{o{"SubnetId": "subnet-1", "VpcId": "vpc-1", "CidrBlock": "10.0.1.0/24", "AvailabilityZone": "eu-west-1a", "OwnerId": "111122223333"}}})
	add(home, "ec2:DescribeNatGateways", "", o{"NatGateways": list{o{
		"NatGatewayId": "nat-1", "VpcId": "vpc-1", "SubnetId": "subnet-1", "State": "available", "ConnectivityType": "public",
		"NatGatewayAddresses": list{o{"PrivateIp": "10.0.1.9", "PublicIp": "198.51.100.7", "IsPrimary": true}},
	}}})
	all = append(all, p.identity(global, add)...)
	switch p.bucket {
	case "":
	case "none":
		add(home, "s3:GetBucketPolicy", "in", o{"Policy": ""})
	default:
		add(home, "s3:GetBucketPolicy", "in", o{"Policy": p.bucket})
	}
	p.organization(global, add)
	return inventory.Build(all, inventory.Origin{})
}

type adding func(scope inventory.Scope, operation, subject string, body any)

func (p policyAnswers) identity(scope inventory.Scope, add adding) []inventory.Answer {
	switch p.role {
	case "":
	case "denied":
		return []inventory.Answer{{Scope: scope, Operation: "iam:GetAccountAuthorizationDetails", Failure: "AccessDenied"}}
	default:
		// Percent-encoded as AWS answers it; the AWS CLI writes JSON.
		role := o{"Arn": trainerRole, "RoleName": "Trainer", "RolePolicyList": list{o{"PolicyName": "own", "PolicyDocument": url.PathEscape(p.role)}}, "AttachedManagedPolicies": list{}}
		policies := list{}
		if p.boundary != "" {
			role["PermissionsBoundary"] = o{"PermissionsBoundaryType": "Policy", "PermissionsBoundaryArn": "arn:aws:iam::111122223333:policy/edge"}
			policies = append(policies, o{"Arn": "arn:aws:iam::111122223333:policy/edge", "PolicyVersionList": list{o{"Document": json.RawMessage(p.boundary), "IsDefaultVersion": true}}})
		}
		add(scope, "iam:GetAccountAuthorizationDetails", "", o{"RoleDetailList": list{role}, "Policies": policies})
	}
	return nil
}

func (p policyAnswers) organization(scope inventory.Scope, add adding) {
	if p.scp+p.rcp == "" {
		add(scope, "organizations:DescribeOrganization", "", o{"Organization": o{}})
		return
	}
	add(scope, "organizations:DescribeOrganization", "", o{"Organization": o{"Id": "o-abc", "MasterAccountId": "444455556666"}})
	add(scope, "organizations:ListParents", "111122223333", o{"Parents": list{o{"Id": "r-1", "Type": "ROOT"}}})
	for filter, text := range map[string]string{inventory.ServiceControlPolicies: p.scp, inventory.ResourceControlPolicies: p.rcp} {
		id := "p-" + strings.ToLower(filter[:1])
		attached := list{}
		if text != "" {
			attached = list{o{"Id": id}}
			add(scope, "organizations:DescribePolicy", id, o{"Policy": o{"PolicySummary": o{"Id": id, "Name": "edge"}, "Content": text}})
		}
		for _, target := range []string{"111122223333", "r-1"} {
			add(scope, "organizations:ListPoliciesForTarget", target+"/"+filter, o{"Policies": attached})
		}
	}
}

// pathBy is a proof whose one path crosses the endpoint, or a NAT gateway.
func pathBy(v *inventory.VPCEndpoint) *Proof {
	p := &Proof{From: From{Subnet: "subnet-1"}, To: To{ID: "s3", Port: 443, Protocol: "tcp"}, Traffic: TrafficPlatform, Verdict: VerdictReachable}
	path := Path{Verdict: VerdictReachable, Hops: []Hop{{ID: "subnet-1", Kind: "subnet"}}}
	if v == nil {
		path.Hops = append(path.Hops, Hop{ID: "nat-1", Kind: "nat-gateway"}, Hop{ID: "igw-1", Kind: "internet-gateway"})
	} else {
		path.Gates = []Gate{{Kind: inventory.GateEndpointPolicy, Object: []string{v.ID}, Outcome: Passes, endpoint: v}}
	}
	p.Paths = []Path{path}
	p.seal()
	return p
}

// TestRequestPolicy: what identity, resource and organization policies make of
// reading one bucket, by the path that is taken (pure). P1, P2, P5.
func TestRequestPolicy(t *testing.T) {
	may := `{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}}`
	all := `{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}`
	open := `{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}}`
	where := func(effect, condition string) string {
		return `{"Version": "2012-10-17", "Statement": {"Sid": "Edge", "Effect": "` + effect + `", "Principal": "*", "Action": "s3:*", "Resource": "*", "Condition": {` + condition + `}}}`
	}
	onlyEndpoint := where("Deny", `"StringNotEquals": {"aws:SourceVpce": "vpce-1"}`)
	onlyVPC := where("Deny", `"StringNotEquals": {"aws:SourceVpc": "vpc-1"}`)
	onlyAddress := where("Deny", `"NotIpAddress": {"aws:SourceIp": "198.51.100.0/24"}`)
	otherAddress := where("Deny", `"NotIpAddress": {"aws:SourceIp": "203.0.113.0/24"}`)
	v := endpointOf("Gateway", "s3", statements(t, allowAll))
	for _, test := range []struct {
		name    string
		answers policyAnswers
		by      *inventory.VPCEndpoint
		want    string
		kind    inventory.Gate
	}{
		{"the role may", policyAnswers{role: may, bucket: "none"}, v, "allowed", inventory.GateIdentityPolicy},
		{"nobody says that it may", policyAnswers{role: `{"Statement": {"Effect": "Allow", "Action": "sts:*", "Resource": "*"}}`, bucket: "none"}, v, "denied", ""},
		{"the bucket's policy is enough in its account", policyAnswers{role: `{"Statement": {"Effect": "Allow", "Action": "sts:*", "Resource": "*"}}`, bucket: where("Allow", `"StringEquals": {"aws:PrincipalArn": "`+trainerRole+`"}`)}, v, "allowed", ""},
		{"P2: the bucket wants the endpoint, and the path crosses it", policyAnswers{role: may, bucket: onlyEndpoint}, v, "allowed", ""},
		{"P2: the bucket wants the endpoint, and the path is a NAT gateway's", policyAnswers{role: may, bucket: onlyEndpoint}, nil, "denied", inventory.GateResourcePolicy},
		{"P2: the bucket wants the VPC, and the path crosses an endpoint of it", policyAnswers{role: may, bucket: onlyVPC}, v, "allowed", ""},
		{"P2: the bucket wants the VPC, and the path is a NAT gateway's", policyAnswers{role: may, bucket: onlyVPC}, nil, "denied", inventory.GateResourcePolicy},
		{"P2: the bucket wants an address, and the path crosses an endpoint", policyAnswers{role: may, bucket: onlyAddress}, v, "denied", inventory.GateResourcePolicy},
		{"P2: the bucket wants the NAT gateway's address", policyAnswers{role: may, bucket: onlyAddress}, nil, "allowed", ""},
		{"P2: the bucket wants another address", policyAnswers{role: may, bucket: otherAddress}, nil, "denied", inventory.GateResourcePolicy},
		{"the bucket's policy was not read", policyAnswers{role: may}, v, "unknown", ""},
		{"the bucket denies although IAM was not read", policyAnswers{role: "denied", bucket: onlyEndpoint}, nil, "denied", inventory.GateResourcePolicy},
		{"IAM was not read", policyAnswers{role: "denied", bucket: "none"}, v, "unknown", ""},
		{"the boundary does not allow it", policyAnswers{role: may, boundary: `{"Statement": {"Effect": "Allow", "Action": "sts:*", "Resource": "*"}}`, bucket: "none"}, v, "denied", inventory.GateIdentityPolicy},
		{"the organization denies it", policyAnswers{role: may, bucket: "none", scp: `{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}, {"Effect": "Deny", "Action": "s3:Get*", "Resource": "*"}]}`, rcp: open}, v, "denied", inventory.GateOrganizationPolicy},
		{"the organization allows it", policyAnswers{role: may, bucket: "none", scp: all, rcp: open}, v, "allowed", ""},
		{"the organization has no resource control policies", policyAnswers{role: may, bucket: "none", scp: all}, v, "allowed", ""},
		{"a resource control policy wants the organization", policyAnswers{role: may, bucket: "none", scp: all, rcp: `{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}, {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*", "Condition": {"StringNotEquals": {"aws:PrincipalOrgID": "o-abc"}}}]}`}, v, "allowed", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			g := New(test.answers.snapshot(t), nil)
			a := asker{partition: "aws", account: "111122223333", region: "eu-west-1", roles: trainerRole, names: "read-folder in/train", told: true}
			a.organization, a.path = g.organization(a.scope())
			p := pathBy(test.by)
			got := g.applyPolicy(p, a)
			if got.Verdict != VerdictReachable {
				t.Errorf("the verdict became %s", got.Verdict)
			}
			if got.Policy == nil || got.Policy.Outcome != test.want || len(got.Policy.Statements) == 0 {
				t.Fatalf("%+v, want %s", got.Policy, test.want)
			}
			if s := got.Policy.Statements[0]; test.kind != "" && s.Kind != test.kind {
				t.Errorf("%+v, want a %s", s, test.kind)
			}
			agree(t, got.Policy)
		})
	}
}

// agree: no layer fares worse than what is said of all of them, and what is
// denied or unknown is so by some layer.
func agree(t *testing.T, p *PolicyResult) {
	t.Helper()
	worst := Passes
	for _, g := range p.Layers {
		if rank(g.Outcome) > rank(worst) {
			worst = g.Outcome
		}
	}
	want := map[string]Outcome{"allowed": Passes, "denied": Fails, "unknown": Unclear}[p.Outcome]
	if worst != want {
		t.Errorf("%s, and of the layers the worst is %s: %+v", p.Outcome, worst, p.Layers)
	}
}

// TestLayersApart: each document with its statement, whether it is needed or not (pure).
func TestLayersApart(t *testing.T) {
	answers := policyAnswers{
		role:   `{"Statement": {"Effect": "Allow", "Action": "sts:*", "Resource": "*"}}`,
		bucket: `{"Statement": [{"Sid": "Ours", "Effect": "Allow", "Principal": {"AWS": "` + trainerRole + `"}, "Action": "s3:*", "Resource": "*"}]}`,
		scp:    `{"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}, {"Sid": "NoReads", "Effect": "Deny", "Action": "s3:Get*", "Resource": "*"}]}`,
	}
	g := New(answers.snapshot(t), nil)
	a := asker{partition: "aws", account: "111122223333", region: "eu-west-1", roles: trainerRole, names: "read-folder in/train", told: true}
	var got []string
	for _, l := range g.applyPolicy(pathBy(endpointOf("Gateway", "s3", statements(t, allowAll))), a).Policy.Layers {
		got = append(got, string(l.Outcome)+" "+string(l.Kind)+" "+strings.Join(l.Object, ",")+" "+l.Rule+" | "+l.Why)
	}
	const subject = "reading of bucket in (s3:GetObject): "
	want := []string{
		"passes identity-policy " + trainerRole + "  | " + subject + "no identity policy allows it, and the resource policy is enough within one account",
		"fails organization-policy 111122223333 statement 2 (NoReads) | " + subject + "service control policy 1, statement 2 (NoReads) denies it",
		"passes resource-policy in statement 1 (Ours) | " + subject + "resource policy 1, statement 1 (Ours) allows it",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestPoliciesNeverAsked: where no policy was asked for, nothing is said of any (pure).
func TestPoliciesNeverAsked(t *testing.T) {
	g := New(inventory.Build(nil, inventory.Origin{}), nil)
	p := pathBy(endpointOf("Gateway", "s3", statements(t, allowAll)))
	if got := g.applyPolicy(p, trainer()); got != p {
		t.Errorf("%+v", got)
	}
}

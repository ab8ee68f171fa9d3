package audit

import (
	"io/fs"
	"os"
	"path"
	"strings"
	"testing"
	"testing/fstest"

	"mooring/internal/inventory"
	"mooring/internal/reach"
)

const (
	hubVPC      = "vpc-019afbeb82e52afe0"
	hubSubnet   = "subnet-0361cd3000fed84a0"
	hubResolver = "10.143.40.53"
)

// hub is a world whose client VPC forwards AWS's names to an inbound Resolver
// endpoint of a hub, behind a transit gateway, where interface endpoints have
// private DNS.
func hub(t *testing.T) *world {
	t.Helper()
	w := &world{t, fstest.MapFS{}, "eu-west-1/"}
	from := os.DirFS("testdata/oracle/t2-009/world")
	err := fs.WalkDir(from, ".", func(name string, d fs.DirEntry, err error) error {
		zones := strings.Contains(name, "hosted-zone") || strings.Contains(name, "record-sets")
		if err != nil || d.IsDir() || zones {
			return err
		}
		raw, err := fs.ReadFile(from, name)
		w.files[path.Clean(name)] = &fstest.MapFile{Data: raw}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	w.files[w.place+"list-hosted-zones.json"] = &fstest.MapFile{Data: []byte(`{"HostedZones":[]}`)}
	w.swap("describe-vpc-endpoints", `"PrivateDnsEnabled": false`, `"PrivateDnsEnabled": true`)
	w.swap("describe-vpc-endpoints", `"DnsRecordIpType": "ipv4"`, `"DnsRecordIpType": "ipv4", "PrivateDnsOnlyForInboundResolverEndpoint": true`)
	w.append("describe-security-groups", "SecurityGroups", `{"GroupId":"sg-00000053","GroupName":"resolver","VpcId":"`+hubVPC+`","OwnerId":"111122223333","Description":"","Tags":[],`+
		`"IpPermissions":[{"IpProtocol":"udp","FromPort":53,"ToPort":53,"IpRanges":[{"CidrIp":"10.0.0.0/8"}],"Ipv6Ranges":[],"PrefixListIds":[],"UserIdGroupPairs":[]}],`+
		`"IpPermissionsEgress":[{"IpProtocol":"-1","IpRanges":[{"CidrIp":"0.0.0.0/0"}],"Ipv6Ranges":[],"PrefixListIds":[],"UserIdGroupPairs":[]}]}`)
	w.append("describe-network-interfaces", "NetworkInterfaces", `{"NetworkInterfaceId":"eni-00000053","SubnetId":"`+hubSubnet+`","VpcId":"`+hubVPC+`","AvailabilityZone":"eu-west-1a","PrivateIpAddress":"`+hubResolver+`",`+
		`"PrivateIpAddresses":[{"Primary":true,"PrivateIpAddress":"`+hubResolver+`"}],"Groups":[{"GroupId":"sg-00000053"}],"Description":"Route 53 Resolver: rslvr-in-1","InterfaceType":"interface","SourceDestCheck":true}`)
	w.put("list-resolver-endpoints", `{"ResolverEndpoints":[
		{"Id":"rslvr-in-1","Direction":"INBOUND","HostVPCId":"`+hubVPC+`","Status":"OPERATIONAL","SecurityGroupIds":["sg-00000053"]},
		{"Id":"rslvr-out-1","Direction":"OUTBOUND","HostVPCId":"`+hubVPC+`","Status":"OPERATIONAL","SecurityGroupIds":["sg-00000053"]}]}`)
	w.put("list-resolver-endpoint-ip-addresses-rslvr-in-1", `{"IpAddresses":[{"IpId":"rni-1","SubnetId":"`+hubSubnet+`","Ip":"`+hubResolver+`","Status":"ATTACHED"}]}`)
	w.put("list-resolver-endpoint-ip-addresses-rslvr-out-1", `{"IpAddresses":[{"IpId":"rni-2","SubnetId":"`+hubSubnet+`","Ip":"10.143.40.60","Status":"ATTACHED"}]}`)
	w.rule("FORWARD", "amazonaws.com", `,"ResolverEndpointId":"rslvr-out-1","TargetIps":[{"Ip":"`+hubResolver+`","Port":53}]`)
	w.swap("list-resolver-rule-associations", "vpc-00000001", "vpc-08dd6271c65a99bfd")
	return w
}

// append adds an item to a list.
func (w *world) append(file, list, item string) {
	w.swap(file, `"`+list+`": [`, `"`+list+`": [`+item+`,`)
}

// asServer makes the hub's inbound endpoint the client's name server.
func asServer(w *world) {
	w.put("list-resolver-rule-associations", `{"ResolverRuleAssociations":[]}`)
	w.swap("describe-dhcp-options", "AmazonProvidedDNS", hubResolver)
}

// TestNamesByAHub follows names to the Resolver of a hub (pure, on saved answers).
func TestNamesByAHub(t *testing.T) {
	closed := func(w *world) { w.swap("describe-security-groups", `"IpProtocol":"udp"`, `"IpProtocol":"tcp"`) }
	profile := func(w *world) {
		w.put("list-resolver-rule-associations", `{"ResolverRuleAssociations":[]}`)
		w.profile("arn:aws:ec2:eu-west-1:111122223333:vpc-endpoint/vpce-06c7ef6fe2eab6d30")
		w.swap("list-profile-associations", "vpc-00000001", "vpc-08dd6271c65a99bfd")
	}
	for _, n := range []naming{
		{name: "forwarded to its inbound endpoint", row: "E16 D5", change: func(*world) {}, verdict: reach.VerdictReachable},
		{name: "S3, private for inbound endpoints alone", row: "E13", change: func(*world) {}, dependency: "s3", verdict: reach.VerdictReachable},
		{name: "what the hub has no endpoint for", row: "D5", change: func(*world) {}, dependency: "kms", verdict: reach.VerdictBlocked, gates: []string{"route rtb-0b023bc566466067f"}},
		{name: "its inbound endpoint lets no query in", row: "D3", change: closed, verdict: reach.VerdictBlocked, gates: []string{"dns rslvr-out-1"}},
		{name: "its resolver is off", row: "D2", change: func(w *world) {
			w.swap("describe-vpc-attribute-"+hubVPC+"-enableDnsSupport", "true", "false")
		}, verdict: reach.VerdictBlocked, gates: []string{"dns " + hubVPC}},
		{name: "its private DNS is off", row: "E11", change: func(w *world) {
			w.swap("describe-vpc-endpoints", `"PrivateDnsEnabled": true`, `"PrivateDnsEnabled": false`)
		}, verdict: reach.VerdictBlocked, gates: []string{"route rtb-0b023bc566466067f"}},
		{name: "the target is somebody else's", row: "D5", change: func(w *world) { w.swap("list-resolver-rules", hubResolver, "10.143.40.54") }, verdict: reach.VerdictUnknown, gates: []string{"dns rslvr-rr-1"}},
		{name: "the outbound endpoint was not read", row: "D5", change: func(w *world) { w.swap("list-resolver-rules", "rslvr-out-1", "rslvr-out-2") }, verdict: reach.VerdictUnknown, gates: []string{"dns rslvr-rr-1"}},
		{name: "its inbound endpoint is the name server", row: "D3", change: asServer, verdict: reach.VerdictReachable, notes: "not by TCP 53"},
		{name: "the name server lets no query in", row: "D3", change: func(w *world) { asServer(w); closed(w) }, verdict: reach.VerdictBlocked, gates: []string{"dns dopt-0a10794b326963cad"}},
		{name: "its endpoint in a Profile", row: "E16", change: profile, verdict: reach.VerdictReachable},
		{name: "its endpoint in a Profile, private DNS off", row: "E16", change: func(w *world) {
			profile(w)
			w.swap("describe-vpc-endpoints", `"PrivateDnsEnabled": true`, `"PrivateDnsEnabled": false`)
		}, verdict: reach.VerdictBlocked, gates: []string{"route rtb-0b023bc566466067f"}},
		{name: "not forwarded", row: "D7", change: func(w *world) { w.put("list-resolver-rule-associations", `{"ResolverRuleAssociations":[]}`) }, verdict: reach.VerdictBlocked, gates: []string{"route rtb-0b023bc566466067f"}},
	} {
		t.Run(n.row+" "+n.name, func(t *testing.T) {
			w := hub(t)
			n.change(w)
			n.demand(t, snapshotOf(t, w.files), "nb1")
		})
	}
}

// namedWorlds use what no saved world has: a hub's Resolver, DNS Firewall, Profiles.
func namedWorlds(t *testing.T) map[string][]inventory.Answer {
	t.Helper()
	screened := &world{t, readWorld(t, "testdata/worlds/base.txtar").files, "111122223333/eu-west-1/"}
	screened.firewall([]string{firewallRule("10", "BLOCK", "rslvr-fdl-0", "")}, "corp.example")
	screened.profile("arn:aws:route53:::hostedzone/Z00000001")
	screened.records("Z00000001", "corp.example")
	server := hub(t)
	asServer(server)
	return map[string][]inventory.Answer{"hub": answersOf(t, hub(t).files), "server": answersOf(t, server.files), "screened": answersOf(t, screened.files)}
}

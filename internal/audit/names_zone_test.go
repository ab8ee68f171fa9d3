package audit

import "mooring/internal/reach"

const (
	stsHost = "sts.eu-west-1.amazonaws.com"
	stsName = "vpce-00000003-7x3kq0vd.sts.eu-west-1.vpce.amazonaws.com"
	stsENI  = "10.20.40.13" // of vpce-00000003, in the first zone
)

// serverNamings: who is asked (D1, D3).
func serverNamings() []naming {
	dns := []string{"dns dopt-00000001"}
	private := func(w *world, servers ...string) {
		w.servers(servers...)
		w.swap("describe-security-groups", `"CidrIp": "0.0.0.0/0"`, `"CidrIp": "10.0.0.0/8"`)
	}
	return []naming{
		{name: "no route to the server", row: "D3", change: func(w *world) { w.servers("10.99.0.53") }, verdict: reach.VerdictBlocked, gates: dns},
		{name: "no rule lets UDP 53 out", row: "D3 S10", change: func(w *world) {
			w.servers("10.20.40.53")
			w.swap("describe-security-groups", `"IpPermissionsEgress": [{"IpProtocol": "-1"`, `"IpPermissionsEgress": [{"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443`)
		}, verdict: reach.VerdictBlocked, gates: dns},
		{name: "no rule needed for Amazon's", row: "S10 N7", change: func(w *world) {
			w.swap("describe-security-groups", `"IpPermissionsEgress": [{"IpProtocol": "-1"`, `"IpPermissionsEgress": [{"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443`)
		}, verdict: reach.VerdictReachable},
		{name: "reached, and what it answers is not known", row: "D3", change: func(w *world) { w.servers("10.20.40.53") }, verdict: reach.VerdictUnknown, gates: dns},
		{name: "an interface that is surely reached", row: "D3", change: func(w *world) { private(w, stsENI) }, verdict: reach.VerdictBlocked, gates: dns},
		{name: "Amazon's comes next", row: "D3", change: func(w *world) { w.servers("10.99.0.53", "AmazonProvidedDNS") }, verdict: reach.VerdictReachable, notes: "wait for name servers"},
		{name: "Amazon's comes first", row: "D3", change: func(w *world) { w.servers("10.20.0.2", "10.99.0.53") }, verdict: reach.VerdictReachable},
		{name: "Amazon's by IPv6", row: "D1", change: func(w *world) { w.servers("fd00:ec2::253") }, verdict: reach.VerdictReachable},
		{name: "one may answer before Amazon's", row: "D3", change: func(w *world) { w.servers("10.20.40.53", "AmazonProvidedDNS") }, verdict: reach.VerdictUnknown, gates: dns},
		{name: "asserted to forward, and not surely reached", row: "D3", change: func(w *world) { w.servers("10.20.40.53") }, assume: []string{"custom-dns=forwards"}, verdict: reach.VerdictUnknown, gates: dns},
		{name: "asserted to forward", row: "D3", change: openSTS, assume: []string{"custom-dns=forwards"}, verdict: reach.VerdictReachable, notes: "custom-dns is forwards (asserted)"},
		{name: "asserted to ask public DNS", row: "D3", change: openSTS, assume: []string{"custom-dns=public"}, verdict: reach.VerdictBlocked, gates: []string{"route rtb-000000aa"}, notes: "custom-dns is public (asserted)"},
		{name: "not asserted", row: "D3", change: openSTS, verdict: reach.VerdictUnknown, gates: dns},
		{name: "asserted in vain where it is not reached", row: "D3", change: func(w *world) { w.servers("10.99.0.53") }, assume: []string{"custom-dns=forwards"}, verdict: reach.VerdictBlocked, gates: dns},
	}
}

// openSTS names an interface as the server whose groups admit everything.
func openSTS(w *world) {
	w.servers(stsENI)
	w.swap("describe-security-groups", `"FromPort": 443,
          "ToPort": 443`, `"FromPort": 0,
          "ToPort": 65535`)
	w.swap("describe-security-groups", `"IpProtocol": "tcp"`, `"IpProtocol": "-1"`)
}

// withoutPrivateDNS switches it off at every endpoint, so that zones decide alone.
func withoutPrivateDNS(w *world) {
	w.swap("describe-vpc-endpoints", `"PrivateDnsEnabled": true`, `"PrivateDnsEnabled": false`)
}

// zoneNamings: private hosted zones (D4, D6, E9, E14, E16).
func zoneNamings() []naming {
	zone := []string{"dns Z00000001"}
	in := func(name string, records ...string) func(w *world) {
		return func(w *world) { withoutPrivateDNS(w); w.zone("Z00000001", name, records...) }
	}
	beside := func(name string, records ...string) func(w *world) {
		return func(w *world) { w.zone("Z00000001", name, records...) }
	}
	host := stsHost
	wide := "eu-west-1.amazonaws.com"
	return []naming{
		{name: "addresses", row: "D4", change: in(host, record(host, "A", stsENI, "10.20.41.13")), verdict: reach.VerdictReachable},
		{name: "alias to the endpoint", row: "E16", change: in(host, aliasRecord(host, stsName)), verdict: reach.VerdictReachable},
		{name: "no such record", row: "D4", change: in(wide, record("kms."+wide, "A", stsENI)), verdict: reach.VerdictBlocked, gates: zone},
		{name: "empty zone", row: "D4", change: in("amazonaws.com"), verdict: reach.VerdictBlocked, gates: zone},
		{name: "another domain", row: "D4", change: in("corp.example"), verdict: reach.VerdictBlocked, gates: []string{"route rtb-000000aa"}},
		{name: "only one attribute of the VPC", row: "D4", change: func(w *world) {
			in(host)(w)
			w.swap("describe-vpc-attribute-vpc-00000001-enableDnsHostnames", "true", "false")
		}, verdict: reach.VerdictBlocked, gates: []string{"route rtb-000000aa"}},
		{name: "a record without an address", row: "D4", change: in(host, record(host, "TXT", "x")), verdict: reach.VerdictBlocked, gates: zone},
		{name: "AAAA alone, for a client without IPv6", row: "D4", change: in(host, record(host, "AAAA", "2001:db8::1")), verdict: reach.VerdictBlocked, gates: zone},
		{name: "wildcard", row: "D4", change: in(wide, record(`\\052.`+wide, "A", stsENI)), verdict: reach.VerdictReachable},
		{name: "wildcard, and a record below the name", row: "RFC 4592", change: in(wide, record(`\\052.`+wide, "A", stsENI), record("a."+host, "A", stsENI)), verdict: reach.VerdictBlocked, gates: zone},
		{name: "CNAME within the zone", row: "D4", change: in(wide, record(host, "CNAME", "a."+wide), record("a."+wide, "A", stsENI)), verdict: reach.VerdictReachable},
		{name: "CNAME to the endpoint", row: "E12", change: in(host, record(host, "CNAME", stsName)), verdict: reach.VerdictReachable},
		{name: "CNAME to a public name", row: "D4", change: in(host, record(host, "CNAME", "www.amazon.com")), verdict: reach.VerdictBlocked, gates: []string{"route rtb-000000aa"}},
		{name: "CNAME to nothing", row: "D4", change: in(wide, record(host, "CNAME", "gone."+wide)), verdict: reach.VerdictBlocked, gates: zone},
		{name: "CNAME in circles", row: "D4", change: in(wide, record(host, "CNAME", host)), verdict: reach.VerdictUnknown, gates: zone},
		{name: "alias within the zone", row: "D4", change: in(wide, aliasRecord(host, "a."+wide), record("a."+wide, "A", stsENI)), verdict: reach.VerdictReachable},
		{name: "alias nobody knows", row: "D4", change: in(host, aliasRecord(host, "d1.cloudfront.net")), verdict: reach.VerdictUnknown, gates: zone},
		{name: "nothing known at the address", row: "D4", change: in(host, record(host, "A", "10.77.0.5")), verdict: reach.VerdictUnknown, gates: zone},
		{name: "an endpoint of another service", row: "E11", change: in(host, record(host, "A", "10.20.40.14")), verdict: reach.VerdictBlocked, gates: []string{"interface-endpoint vpce-00000004"}},
		{name: "delegated", row: "D4", change: in(wide, record(host, "NS", "ns.corp.example")), verdict: reach.VerdictUnknown, gates: zone},
		{name: "beside private DNS, the same", row: "D6", change: beside(host, record(host, "A", stsENI, "10.20.41.13")), verdict: reach.VerdictReachable},
		{name: "beside private DNS, another", row: "D6", change: beside(host, record(host, "A", stsENI)), verdict: reach.VerdictUnknown, gates: zone},
		{name: "wider than private DNS", row: "D4", change: beside(wide), verdict: reach.VerdictReachable},
		{name: "records unread", row: "D4", change: func(w *world) {
			beside("amazonaws.com")(w)
			withoutPrivateDNS(w)
			delete(w.files, "111122223333/global/list-resource-record-sets-Z00000001.json")
		}, verdict: reach.VerdictUnknown, gates: zone},
		{name: "S3 with a bucket in front", row: "D4", dependency: "s3", change: beside("s3."+wide, record("s3."+wide, "A", stsENI), record(`\\052.s3.`+wide, "A", stsENI)), verdict: reach.VerdictBlocked, gates: []string{"interface-endpoint vpce-00000003"}},
		{name: "S3's bare name alone", row: "D4", dependency: "s3", change: beside("s3."+wide, record("s3."+wide, "A", stsENI)), verdict: reach.VerdictBlocked, gates: zone},
		{name: "one bucket's zone", row: "D4", dependency: "s3", change: beside("data.s3."+wide, record("data.s3."+wide, "A", stsENI)), verdict: reach.VerdictUnknown, gates: zone},
		{name: "one bucket's record", row: "D4", dependency: "s3", change: beside("s3."+wide, record("data.s3."+wide, "A", stsENI)), verdict: reach.VerdictUnknown, gates: zone},
		{name: "a zone for one of several names", row: "D4", dependency: "pypi", change: beside("pythonhosted" + ".org"), verdict: reach.VerdictBlocked, gates: zone},
	}
}

// policyNamings: routing policies, of which any record may be answered (E9).
func policyNamings() []naming {
	zone := []string{"dns Z00000001"}
	host := stsHost
	in := func(records ...string) func(w *world) {
		return func(w *world) { withoutPrivateDNS(w); w.zone("Z00000001", host, records...) }
	}
	weight := func(set, n string) string { return `"SetIdentifier":"` + set + `","Weight":` + n + `,` }
	return []naming{
		{name: "weighted, all good", row: "E9", change: in(policyRecord(host, "A", weight("a", "1"), stsENI), policyRecord(host, "A", weight("b", "9"), "10.20.41.13")), verdict: reach.VerdictReachable},
		{name: "weighted, one of another service", row: "E9", change: in(policyRecord(host, "A", weight("a", "1"), stsENI), policyRecord(host, "A", weight("b", "9"), "10.20.41.14")), verdict: reach.VerdictBlocked, gates: []string{"interface-endpoint vpce-00000004"}},
		{name: "weight 0 is silent", row: "E9", change: in(policyRecord(host, "A", weight("a", "1"), stsENI), policyRecord(host, "A", weight("b", "0"), "10.77.0.5")), verdict: reach.VerdictReachable},
		{name: "failover, the second unknown", row: "E9", change: in(policyRecord(host, "A", `"SetIdentifier":"a","Failover":"PRIMARY",`, stsENI), policyRecord(host, "A", `"SetIdentifier":"b","Failover":"SECONDARY",`, "10.77.0.5")), verdict: reach.VerdictUnknown, gates: zone},
		{name: "geolocation for one country", row: "E9", change: in(policyRecord(host, "A", `"SetIdentifier":"a","GeoLocation":{"CountryCode":"IE"},`, stsENI)), verdict: reach.VerdictUnknown, gates: zone},
		{name: "geolocation for all", row: "E9", change: in(policyRecord(host, "A", `"SetIdentifier":"a","GeoLocation":{"CountryCode":"*"},`, stsENI)), verdict: reach.VerdictReachable},
		{name: "a policy nobody knows", row: "E9", change: in(policyRecord(host, "A", `"SetIdentifier":"a","CidrRoutingConfig":{},`, stsENI)), verdict: reach.VerdictUnknown, gates: zone},
	}
}

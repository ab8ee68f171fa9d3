package oracle

import "fmt"

// ports are ranges that people write, with holes and edges in the client range.
func (w *world) ports() (from, to int) {
	r := pick(w, [2]int{443, 443}, [2]int{443, 443}, [2]int{0, 65535}, [2]int{1024, 65535}, [2]int{32768, 60999}, [2]int{32768, 61000},
		[2]int{1024, 40000}, [2]int{49152, 65535}, [2]int{2049, 2049}, [2]int{80, 443}, [2]int{444, 8191}, [2]int{8192, 65535}, [2]int{33000, 33000})
	return r[0], r[1]
}

func (w *world) securityGroups() {
	var out []object
	add := func(id, name string, in, outward []object) {
		out = append(out, object{"GroupId": id, "VpcId": vpcID, "GroupName": name, "OwnerId": account, "IpPermissions": list(in), "IpPermissionsEgress": list(outward)})
	}
	for i, id := range w.groups {
		add(id, fmt.Sprintf("group-%d", i), w.permissions(), w.permissions())
	}
	// SageMaker's own for the home directories of the domain.
	nfs := []object{{"IpProtocol": "tcp", "FromPort": 2049, "ToPort": 2049, "UserIdGroupPairs": []object{{"GroupId": "sg-00000091", "UserId": account}}}}
	add("sg-00000090", "security-group-for-outbound-nfs-d-000000000001", nil, nfs)
	nfs = []object{{"IpProtocol": "tcp", "FromPort": 2049, "ToPort": 2049, "UserIdGroupPairs": []object{{"GroupId": "sg-00000090", "UserId": account}}}}
	add("sg-00000091", "security-group-for-inbound-nfs-d-000000000001", nfs, nil)
	w.answer("ec2:DescribeSecurityGroups", "", object{"SecurityGroups": out})
}

// permissions are open, closed or a few random rules.
func (w *world) permissions() []object {
	switch d := w.Float64(); {
	case d < 0.6:
		return []object{{"IpProtocol": "-1", "IpRanges": []object{{"CidrIp": "0.0.0.0/0"}}}}
	case d < 0.63:
		return nil
	}
	var out []object
	for range 1 + w.IntN(3) {
		r := object{"IpProtocol": pick(w, "tcp", "tcp", "tcp", "-1", "udp", "icmp", "50")}
		switch r["IpProtocol"] {
		case "tcp", "udp":
			r["FromPort"], r["ToPort"] = w.ports()
		case "icmp":
			r["FromPort"], r["ToPort"] = -1, -1
		}
		switch d := w.Float64(); {
		case d < 0.5:
			r["IpRanges"] = []object{{"CidrIp": pick(w, w.pool...)}, {"CidrIp": pick(w, w.pool...)}}
		case d < 0.7:
			r["UserIdGroupPairs"] = []object{{"GroupId": pick(w, append(w.groups, "sg-00000099")...), "UserId": account}}
		case d < 0.9:
			r["PrefixListIds"] = []object{{"PrefixListId": pick(w, w.lists...)}}
		default:
			r["IpRanges"] = []object{{"CidrIp": "0.0.0.0/0"}}
		}
		out = append(out, r)
	}
	return out
}

// networkACLs are the default one and others; some subnets name theirs.
func (w *world) networkACLs() {
	n := 1 + w.IntN(3)
	explicit := map[int][]object{}
	for i := range w.subnets {
		a := w.IntN(n)
		explicit[a] = append(explicit[a], object{"SubnetId": subnetID(i), "NetworkAclId": fmt.Sprintf("acl-%08d", a+1), "NetworkAclAssociationId": fmt.Sprintf("aclassoc-%d", i)})
	}
	var out []object
	for a := range n {
		entries := append(w.entries(true), w.entries(false)...)
		w.Shuffle(len(entries), func(i, j int) { entries[i], entries[j] = entries[j], entries[i] })
		out = append(out, object{"NetworkAclId": fmt.Sprintf("acl-%08d", a+1), "VpcId": vpcID, "IsDefault": a == 0, "Associations": list(explicit[a]), "Entries": entries})
	}
	w.answer("ec2:DescribeNetworkAcls", "", object{"NetworkAcls": out})
}

// entries are open, with a few random rules before that, or only those.
func (w *world) entries(egress bool) []object {
	out := []object{w.entry(32767, egress, object{"Protocol": "-1", "RuleAction": "deny", "CidrBlock": "0.0.0.0/0"})}
	shape := w.Float64()
	if shape < 0.9 {
		out = append(out, w.entry(1000, egress, object{"Protocol": "-1", "RuleAction": "allow", "CidrBlock": "0.0.0.0/0"}))
	}
	if shape < 0.65 {
		return out
	}
	numbers := w.Perm(900)
	for i := range 1 + w.IntN(4) {
		r := object{"Protocol": pick(w, "6", "6", "6", "-1", "17", "1"), "RuleAction": pick(w, "allow", "deny"), "CidrBlock": pick(w, w.pool...)}
		if shape >= 0.9 && w.chance(0.7) {
			r["RuleAction"] = "allow"
		}
		switch r["Protocol"] {
		case "6", "17":
			from, to := w.ports()
			r["PortRange"] = object{"From": from, "To": to}
		case "1":
			r["IcmpTypeCode"] = object{"Type": -1, "Code": -1}
		}
		out = append(out, w.entry(1+numbers[i], egress, r))
	}
	return out
}

func (w *world) entry(number int, egress bool, r object) object {
	r["RuleNumber"], r["Egress"] = number, egress
	return r
}

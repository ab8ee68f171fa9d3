package oracle

import "fmt"

// ports are ranges that people write, with holes and edges in the client range.
func (w *world) ports() (from, to int) {
	r := pick(w, [2]int{443, 443}, [2]int{443, 443}, [2]int{0, 65535}, [2]int{1024, 65535}, [2]int{32768, 60999},
		[2]int{1024, 40000}, [2]int{49152, 65535}, [2]int{2049, 2049}, [2]int{80, 443}, [2]int{8192, 65535})
	return r[0], r[1]
}

func (w *world) securityGroups(l *land) {
	add := func(id, name string, in, outward []object) {
		w.add("ec2:DescribeSecurityGroups", object{"GroupId": id, "VpcId": l.id, "GroupName": name, "OwnerId": account, "IpPermissions": list(in), "IpPermissionsEgress": list(outward)})
	}
	for i, id := range l.groups {
		in, outward := w.permissions(l), w.permissions(l)
		if (l.n > 0 || l.balanced) && w.chance(0.25) {
			in = w.trusting()
		}
		add(id, fmt.Sprintf("group-%d", i), in, outward)
	}
	if l.n > 0 {
		return
	}
	// SageMaker's own for the home directories of the domain.
	nfs := []object{{"IpProtocol": "tcp", "FromPort": 2049, "ToPort": 2049, "UserIdGroupPairs": []object{{"GroupId": "sg-00000091", "UserId": account}}}}
	add("sg-00000090", "security-group-for-outbound-nfs-d-000000000001", nil, nfs)
	nfs = []object{{"IpProtocol": "tcp", "FromPort": 2049, "ToPort": 2049, "UserIdGroupPairs": []object{{"GroupId": "sg-00000090", "UserId": account}}}}
	add("sg-00000091", "security-group-for-inbound-nfs-d-000000000001", nfs, nil)
}

// trusting admits members of the first VPC's groups alone (S6, S7).
func (w *world) trusting() []object {
	var out []object
	for _, id := range some(w, 0.7, w.lands[0].groups) {
		out = append(out, object{"IpProtocol": "-1", "UserIdGroupPairs": []object{{"GroupId": id, "UserId": account}}})
	}
	return out
}

// permissions are open, closed or a few random rules.
func (w *world) permissions(l *land) []object {
	switch d := w.Float64(); {
	case d < 0.78:
		return []object{{"IpProtocol": "-1", "IpRanges": []object{{"CidrIp": "0.0.0.0/0"}}, "Ipv6Ranges": []object{{"CidrIpv6": "::/0"}}}}
	case d < 0.80:
		return nil
	}
	var out []object
	for range 1 + w.IntN(3) {
		out = append(out, w.permission(l))
	}
	return out
}

func (w *world) permission(l *land) object {
	r := object{"IpProtocol": pick(w, "tcp", "tcp", "tcp", "-1", "udp", "icmp", "50")}
	switch r["IpProtocol"] {
	case "tcp", "udp":
		r["FromPort"], r["ToPort"] = w.ports()
	case "icmp":
		r["FromPort"], r["ToPort"] = -1, -1
	}
	switch d := w.Float64(); {
	case d < 0.45:
		r["IpRanges"] = []object{{"CidrIp": pick(w, w.pool...)}, {"CidrIp": pick(w, w.pool...)}}
		if w.dual && r["IpProtocol"] != "icmp" {
			r["Ipv6Ranges"] = []object{{"CidrIpv6": pick(w, w.pool6...)}}
		}
	case d < 0.75:
		groups := append([]string{"sg-00000099"}, l.groups...)
		for _, far := range w.lands {
			groups = append(groups, far.groups...)
		}
		r["UserIdGroupPairs"] = []object{{"GroupId": pick(w, groups...), "UserId": account}}
	case d < 0.9:
		r["PrefixListIds"] = []object{{"PrefixListId": pick(w, w.lists...)}}
	default:
		r["IpRanges"] = []object{{"CidrIp": "0.0.0.0/0"}}
	}
	return r
}

// entries are open, with a few random rules before that, or only those.
func (w *world) entries(egress bool) []object {
	out := []object{w.entry(32767, egress, object{"Protocol": "-1", "RuleAction": "deny", "CidrBlock": "0.0.0.0/0"})}
	shape := w.Float64()
	if shape < 0.93 {
		out = append(out, w.entry(1000, egress, object{"Protocol": "-1", "RuleAction": "allow", "CidrBlock": "0.0.0.0/0"}))
	}
	if w.dual && w.chance(0.93) {
		out = append(out, w.entry(1001, egress, object{"Protocol": "-1", "RuleAction": "allow", "Ipv6CidrBlock": "::/0"}))
	}
	if shape < 0.8 {
		return out
	}
	numbers := w.Perm(900)
	for i := range 1 + w.IntN(3) {
		r := object{"Protocol": pick(w, "6", "6", "6", "-1", "17", "1"), "RuleAction": pick(w, "allow", "deny")}
		if w.dual && r["Protocol"] != "1" && w.chance(0.25) {
			r["Ipv6CidrBlock"] = pick(w, w.pool6...)
		} else {
			r["CidrBlock"] = pick(w, w.pool...)
		}
		if shape >= 0.93 && w.chance(0.7) {
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

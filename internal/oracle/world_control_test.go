package oracle

import "fmt"

// controls are encryption controls and virtual private gateways.
func (w *world) controls(l *land) {
	if w.chance(0.06) {
		exclusions := object{}
		for _, name := range []string{"InternetGateway", "EgressOnlyInternetGateway", "NatGateway", "VpcPeering", "VirtualPrivateGateway", "ElasticFileSystem"} {
			exclusions[name] = object{"State": pick(w, "enabled", "enabled", "disabled")}
		}
		w.add("ec2:DescribeVpcEncryptionControls", object{
			"VpcEncryptionControlId": fmt.Sprintf("vpc-ec-%08d", l.n+1), "VpcId": l.id, "Mode": pick(w, "monitor", "enforce"), "State": "available", "ResourceExclusions": exclusions,
		})
	}
	attached := []object{{"State": "attached", "VpcId": l.id}}
	if w.chance(0.1) {
		attached = pick(w, []object{}, []object{{"State": "detaching", "VpcId": l.id}})
	}
	w.add("ec2:DescribeVpnGateways", object{"VpnGatewayId": l.virtual(), "State": "available", "Type": "ipsec.1", "VpcAttachments": attached})
}

func (l *land) virtual() string { return fmt.Sprintf("vgw-%08d", l.n+1) }

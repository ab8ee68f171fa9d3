package reach

import "mooring/internal/inventory"

// encrypted asks a VPC's encryption controls about a door of it. In mode enforce
// only kinds of door that are excluded carry what AWS does not encrypt; already
// says that the traffic is encrypted above the network (VPC User Guide,
// vpc-encryption-controls). Unread controls matter where they would decide.
func (w *way) encrypted(env *environment, exclusion, object string, already bool) {
	if already {
		return
	}
	c := env.controls()
	switch {
	case c.missing != nil:
		w.unknown(inventory.GateEncryptionControl, env.vpc.ID, "", *c.missing)
	case c.assumed != "" && w.words:
		w.notes.assumptions = append(w.notes.assumptions, c.assumed)
	case c.control == nil || c.control.Mode != "enforce" || c.control.Exclusions[exclusion]:
	case c.control.State != "available":
		w.unknown(inventory.GateEncryptionControl, c.control.ID, "", inventory.Missing{Kind: inventory.MissingHop, What: "what encryption controls do while they are " + c.control.State})
	default:
		w.state(inventory.GateEncryptionControl, c.control.ID, false, "enforce", "encryption controls of "+env.vpc.ID+" are enforced and "+object+" is not excluded")
	}
}

// controls are the encryption controls of a VPC as they were read, asserted, or
// AWS's default.
type controls struct {
	control *inventory.EncryptionControl // nil: none
	assumed string
	missing *inventory.Missing
}

func (e *environment) controls() *controls {
	if e.encryption != nil {
		return e.encryption
	}
	e.encryption = &controls{}
	found := e.snapshot.EncryptionControl(e.vpc)
	c, ok := found.Get()
	if ok {
		e.encryption.control = c
		return e.encryption
	}
	_, text, ok := e.settle(assumeEncryption, e.snapshot.Asked(e.vpc.Scope, "ec2:DescribeVpcEncryptionControls", ""))
	if ok {
		e.encryption.assumed = text
		return e.encryption
	}
	why := found.Why()
	e.encryption.missing = &why
	return e.encryption
}

package reach

import (
	"slices"
	"strings"

	"mooring/internal/inventory"
)

// freshLabel stands for a name that no list holds by itself.
const freshLabel = "any-other-name"

// decideFlow asks the stateful rules about a flow between two atoms, in the
// protocol that its port stands for, and about the names that its client may ask for.
func (f *firewall) decideFlow(p inspected, there packet) inspection {
	if p.host == anyName {
		return f.decideAnything(p, there)
	}
	var out inspection
	for n, protocol := range spoken(p) {
		i := f.decideSpeech(p, there, protocol)
		if n > 0 && (i.outcome != out.outcome || (i.filtered == nil) != (out.filtered == nil)) {
			missing := &inventory.Missing{Kind: inventory.MissingHop, What: "which protocol is spoken on " + p.flow.String()}
			return inspection{outcome: Unclear, object: f.policy, rule: out.rule, why: "cannot be decided without " + missing.What, missing: missing}
		}
		if n == 0 {
			out = i
		}
	}
	return out
}

// decideAnything says how far a client gets that speaks whatever passes best: a
// list of names is no limit where other protocols pass on the same port.
func (f *firewall) decideAnything(p inspected, there packet) inspection {
	p.host = ""
	var best inspection
	for n, protocol := range f.protocols(p.flow) {
		i := f.decideSpeech(p, there, protocol)
		switch {
		case n == 0 || i.openness() > best.openness():
			best = i
		case i.filtered != nil && best.filtered != nil:
			best.filtered = append(best.filtered, i.filtered...)
		}
		if best.openness() == wideOpen {
			return best
		}
	}
	if best.filtered != nil {
		slices.Sort(best.filtered)
		best.filtered = slices.Compact(best.filtered)
	}
	return best
}

const wideOpen = 3

// openness ranks what an inspection lets out.
func (i *inspection) openness() int {
	switch {
	case i.outcome == Passes && i.filtered == nil:
		return wideOpen
	case i.outcome == Unclear:
		return 2
	case i.outcome == Passes:
		return 1
	}
	return 0
}

// protocols are all that make a difference to the rules, of those that a
// transport carries.
func (f *firewall) protocols(q flow) []string {
	out := []string{"", "tls", "http"}
	for i := range f.stateful {
		out = append(out, f.stateful[i].protocol)
	}
	slices.Sort(out)
	return slices.DeleteFunc(slices.Compact(out), func(protocol string) bool {
		return protocol != "" && (!isApplication(protocol) || !carries(q.protocol, protocol))
	})
}

// spoken are the application protocols that a flow may speak.
func spoken(p inspected) []string {
	tcp := map[int]string{443: "tls", 80: "http", 22: "ssh", 53: "dns", 445: "smb", 21: "ftp", 25: "smtp", 143: "imap", 88: "krb5", 135: "dcerpc"}
	udp := map[int]string{443: "quic", 53: "dns", 123: "ntp", 69: "tftp", 67: "dhcp", 88: "krb5", 500: "ikev2"}
	known := ""
	switch p.flow.protocol {
	case inventory.TCP:
		known = tcp[p.flow.port]
	case inventory.UDP:
		known = udp[p.flow.port]
	default:
		return []string{""}
	}
	if known != "" {
		return []string{known}
	}
	if p.flow.protocol == inventory.TCP {
		return []string{"", "tls", "http"}
	}
	return []string{""}
}

func (f *firewall) decideSpeech(p inspected, there packet, protocol string) inspection {
	if protocol != "tls" && protocol != "http" {
		return f.told(p, f.fateOf(there, p.flow, speech{protocol, ""}))
	}
	base, wide := strings.CutPrefix(strings.ToLower(strings.TrimSuffix(p.host, ".")), ".")
	if !wide && base != "" {
		return f.told(p, f.fateOf(there, p.flow, speech{protocol, base}))
	}
	other := f.fateOf(there, p.flow, speech{protocol, below(freshLabel, base)})
	itself := other
	if base != "" {
		itself = f.fateOf(there, p.flow, speech{protocol, base})
	}
	switch {
	case other.outcome() == Passes && itself.outcome() != Passes:
		missing := &inventory.Missing{Kind: inventory.MissingHop, What: "which name within " + base + " is asked for"}
		return inspection{outcome: Unclear, object: itself.failObject, rule: itself.failText, why: "cannot be decided without " + missing.What, missing: missing}
	case other.outcome() != Fails:
		return f.told(p, other)
	}
	passing, unclear := f.passingNames(p, there, protocol, base)
	switch {
	case len(passing) > 0:
		i := f.told(p, other)
		i.outcome, i.filtered, i.why = Passes, passing, "only the names of an allow-list pass"
		return i
	case unclear != nil:
		return f.told(p, *unclear)
	}
	return f.told(p, other)
}

func below(label, domain string) string {
	if domain == "" {
		return label
	}
	return label + "." + domain
}

// passingNames are the targets of domain lists that pass, of those that lie
// within a domain; unclear is the fate of one that may.
func (f *firewall) passingNames(p inspected, there packet, protocol, base string) (passing []string, unclear *fate) {
	for _, target := range f.targets(base) {
		name := target
		if domain, wide := strings.CutPrefix(target, "."); wide {
			name = below(freshLabel, domain)
		}
		fate := f.fateOf(there, p.flow, speech{protocol, name})
		switch fate.outcome() {
		case Passes:
			passing = append(passing, target)
		case Unclear:
			unclear = &fate
		}
	}
	return passing, unclear
}

// targets are those of the allow-lists that lie within a domain, and the domain
// itself, sorted.
func (f *firewall) targets(base string) []string {
	var out []string
	if base != "" {
		out = append(out, base)
	}
	for i := range f.stateful {
		if f.stateful[i].names == nil || f.stateful[i].effect != letsPass {
			continue
		}
		for _, t := range f.stateful[i].names.targets {
			t = strings.ToLower(strings.TrimSpace(t))
			if inventory.WithinDomain(strings.TrimPrefix(t, "."), base) {
				out = append(out, t)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// told puts a fate into words.
func (f *firewall) told(p inspected, t fate) inspection {
	i := inspection{outcome: t.outcome(), object: f.policy}
	switch i.outcome {
	case Passes:
		i.rule, i.why = t.passText, "the stateful rules let it through"
	case Fails:
		i.rule, i.object, i.why = t.failText, t.failObject, "the stateful rules drop "+p.flow.String()
	default:
		i.missing, i.rule = t.missing, t.failText
		if i.missing == nil {
			i.missing = &inventory.Missing{Kind: inventory.MissingHop, What: "whether " + t.failText + " matches"}
		}
		i.why = "cannot be decided without " + i.missing.What
	}
	return i
}

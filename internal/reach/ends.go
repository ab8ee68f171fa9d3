package reach

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"mooring/internal/inventory"
)

// NameError says that a word names no end of a path, or several.
type NameError struct {
	Word       string
	What       string   // what was looked for: "a resource, interface, …"
	Candidates []string // all that it names, where it is ambiguous
	Near       []string // what it may have been meant to say
}

func (e *NameError) Error() string {
	if len(e.Candidates) > 0 {
		return fmt.Sprintf("%q names %d things: %s", e.Word, len(e.Candidates), strings.Join(e.Candidates, ", "))
	}
	return fmt.Sprintf("%q is not %s", e.Word, e.What)
}

const (
	startKinds = "a resource, interface, subnet, security group, gateway, address block or internet that was read"
	goalKinds  = "a dependency, resource, interface, host name, address, address block or internet"
)

// FindStart reads where a path begins: internet, a resource by name, kind/name,
// id or ARN, an AWS id of the network, or an address block. The error is a
// *NameError.
func FindStart(s *inventory.Snapshot, word string) (Start, error) {
	if word == "internet" {
		return Start{Internet: true}, nil
	}
	if r, err := findResource(s, word); r != nil || err != nil {
		return Start{Resource: r}, err
	}
	if p, ok := parseBlock(word); ok {
		return Start{Prefix: p}, nil
	}
	start, found := networkStart(s, word)
	if !found {
		return Start{}, &NameError{Word: word, What: startKinds, Near: near(word, startNames(s))}
	}
	return start, nil
}

// networkStart knows an AWS id by its prefix. What could not be read may exist:
// whoever asks learns from the proof what is missing.
func networkStart(s *inventory.Snapshot, id string) (Start, bool) {
	anywhere := inventory.Scope{}
	prefix, _, _ := strings.Cut(id, "-")
	switch prefix {
	case "eni":
		return Start{Interface: id}, present(s.NetworkInterface(anywhere, id))
	case "subnet":
		return Start{Subnet: id}, present(s.Subnet(anywhere, id))
	case "sg":
		return Start{Group: id}, present(s.SecurityGroup(anywhere, id))
	case "igw":
		return Start{Gateway: id}, present(s.InternetGateway(anywhere, id))
	case "nat":
		return Start{Gateway: id}, present(s.NATGateway(anywhere, id))
	case "eigw":
		return Start{Gateway: id}, present(s.EgressOnlyGateway(anywhere, id))
	case "pcx":
		return Start{Gateway: id}, present(s.Peering(anywhere, id))
	case "tgw", "vgw":
		return Start{Gateway: id}, true
	}
	return Start{}, false
}

// exists is false only where what would list the object was read without it.
func present[T any](v inventory.Value[T]) bool {
	return v.Known() || v.Why().Kind != inventory.MissingHop
}

// FindGoal reads what is to be reached: internet, a dependency id, a resource, an
// interface, an address or block, or a host name. The error is a *NameError.
func FindGoal(s *inventory.Snapshot, word string) (Goal, error) {
	if word == "internet" {
		return Goal{Internet: true}, nil
	}
	if service, ok := inventory.ServiceByID(word); ok {
		return Goal{Service: &service}, nil
	}
	if r, err := findResource(s, word); r != nil || err != nil {
		return Goal{Resource: r}, err
	}
	if p, ok := parseBlock(word); ok {
		return Goal{Prefix: p}, nil
	}
	if strings.HasPrefix(word, "eni-") && present(s.NetworkInterface(inventory.Scope{}, word)) {
		return Goal{Interface: word}, nil
	}
	if host := strings.ToLower(strings.TrimSuffix(word, ".")); isHost(host) && !misspelt(host) {
		return Goal{Host: host}, nil
	}
	return Goal{}, &NameError{Word: word, What: goalKinds, Near: near(word, goalNames(s))}
}

// misspelt tells a dependency id with a slip in it, such as sagemaker.apy, from
// the name of a host.
func misspelt(word string) bool {
	const slip = 2
	return slices.ContainsFunc(inventory.Services(), func(s inventory.Service) bool {
		return strings.Contains(s.ID, ".") && distance(word, s.ID, slip) <= slip
	})
}

// findResource is nil without an error where nothing has the name.
func findResource(s *inventory.Snapshot, word string) (inventory.Resource, error) {
	var found []inventory.Resource
	for _, r := range s.Resources() {
		if r.Head().Called(word) {
			found = append(found, r)
		}
	}
	switch len(found) {
	case 0:
		return nil, nil
	case 1:
		return found[0], nil
	}
	e := &NameError{Word: word}
	for _, r := range found {
		e.Candidates = append(e.Candidates, r.Head().ReportID())
	}
	slices.Sort(e.Candidates)
	return nil, e
}

// parseBlock reads an address or block; host bits are dropped.
func parseBlock(word string) (netip.Prefix, bool) {
	if a, err := netip.ParseAddr(word); err == nil && a.Zone() == "" {
		a = a.Unmap()
		return netip.PrefixFrom(a, a.BitLen()), true
	}
	p, err := netip.ParsePrefix(word)
	return p.Masked(), err == nil
}

// isHost reports whether a word can be a host name with a dot (RFC 1123).
func isHost(word string) bool {
	labels := strings.Split(word, ".")
	if len(labels) < 2 || len(word) > 253 || strings.Trim(labels[len(labels)-1], "0123456789") == "" {
		return false
	}
	for _, l := range labels {
		if l == "" || len(l) > 63 || strings.HasPrefix(l, "-") || strings.HasSuffix(l, "-") || strings.Trim(l, "abcdefghijklmnopqrstuvwxyz0123456789-_") != "" {
			return false
		}
	}
	return true
}

func startNames(s *inventory.Snapshot) []string {
	names := append(resourceNames(s), "internet")
	for _, i := range s.Interfaces() {
		names = append(names, i.ID)
	}
	for _, v := range s.VPCs() {
		subnets, _ := s.Subnets(v).Get()
		for _, n := range subnets {
			names = append(names, n.ID)
		}
		groups, _ := s.SecurityGroups(v).Get()
		for _, g := range groups {
			names = append(names, g.ID)
		}
	}
	return names
}

func goalNames(s *inventory.Snapshot) []string {
	names := append(resourceNames(s), "internet")
	for _, service := range inventory.Services() {
		names = append(names, service.ID)
	}
	for _, i := range s.Interfaces() {
		names = append(names, i.ID)
	}
	return names
}

func resourceNames(s *inventory.Snapshot) []string {
	var names []string
	for _, r := range s.Resources() {
		names = append(names, r.Head().Name)
	}
	return names
}

// near are the few names closest to a word, closest first: those of which it is a
// part, and those a few letters away.
func near(word string, names []string) []string {
	const few = 4
	type candidate struct {
		name     string
		distance int
	}
	var all []candidate
	seen := map[string]bool{}
	most := len(word)/3 + 1
	for _, name := range names {
		if seen[name] || name == "" {
			continue
		}
		seen[name] = true
		d := distance(strings.ToLower(word), strings.ToLower(name), most)
		if d > most && len(word) > 2 && strings.Contains(strings.ToLower(name), strings.ToLower(word)) {
			d = most
		}
		if d <= most {
			all = append(all, candidate{name, d})
		}
	}
	slices.SortFunc(all, func(a, b candidate) int {
		if a.distance != b.distance {
			return a.distance - b.distance
		}
		return strings.Compare(a.name, b.name)
	})
	var out []string
	for _, c := range all[:min(len(all), few)] {
		out = append(out, c.name)
	}
	return out
}

// distance is how many letters have to be changed, added, dropped or swapped
// with their neighbour; anything above most is most+1.
func distance(a, b string, most int) int {
	x, y := []rune(a), []rune(b)
	if d := len(x) - len(y); d > most || -d > most {
		return most + 1
	}
	before, last := make([]int, len(y)+1), make([]int, len(y)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(x); i++ {
		row := make([]int, len(y)+1)
		row[0] = i
		for j := 1; j <= len(y); j++ {
			cost := 1
			if x[i-1] == y[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last = last, row
	}
	return min(last[len(y)], most+1)
}

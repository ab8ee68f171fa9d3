package repair_test

import (
	"net/netip"
	"slices"
	"strings"
	"testing"

	"mooring/internal/change"
	"mooring/internal/inventory"
	"mooring/internal/repair"
)

// walled is the base world where the notebook's ACL begins with entries.
func walled(t *testing.T, entries ...inventory.ACLEntry) *inventory.Snapshot {
	t.Helper()
	s := world(t, "base")
	acl := *aclNamed(t, s, "acl-000000aa")
	acl.Ingress = append(slices.Clone(entries), acl.Ingress...)
	out, err := s.With(&acl)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func aclNamed(t *testing.T, s *inventory.Snapshot, id string) *inventory.NetworkACL {
	t.Helper()
	for _, v := range s.VPCs() {
		all, _ := s.NetworkACLs(v).Get()
		for _, a := range all {
			if a.ID == id {
				return a
			}
		}
	}
	t.Fatalf("no %s", id)
	return nil
}

func denying(number int, protocol inventory.Protocol, from, to int, block string) inventory.ACLEntry {
	return inventory.ACLEntry{Number: number, Protocol: protocol, From: from, To: to, Prefix: netip.MustParsePrefix(block)}
}

// TestRoomBeforeTheFirstEntry: where a deny has number 1 it moves up, with what
// stands right behind it, and nothing that it denied else is let through.
func TestRoomBeforeTheFirstEntry(t *testing.T) {
	s := walled(t, denying(1, inventory.TCP, 1024, 65535, "10.20.32.0/19"), denying(2, inventory.UDP, 0, 65535, "0.0.0.0/0"))
	found, err := repair.Find(s, nil, resourceOf(t, s, "lab"), "sts", repair.Policy{})
	if err != nil || len(found) == 0 {
		t.Fatalf("%v, %v", found, err)
	}
	var got []string
	for _, c := range found[0].Changes {
		got = append(got, c.Describe())
	}
	want := []string{
		"acl-000000aa: add rule 3 deny UDP 0-65535 in from 0.0.0.0/0",
		"acl-000000aa: replace rule 2 deny UDP 0-65535 in from 0.0.0.0/0 by rule 2 deny TCP 1024-65535 in from 10.20.32.0/19",
		"acl-000000aa: replace rule 1 deny TCP 1024-65535 in from 10.20.32.0/19 by rule 1 allow TCP 32768-60999 in from 10.20.40.0/24",
	}
	if !slices.Equal(got[:min(len(got), 3)], want) {
		t.Errorf("%s", strings.Join(got, "\n"))
	}
	script, err := change.Render(found[0].Changes, change.CLI)
	if err != nil || strings.Contains(script, "delete-network-acl-entry") {
		t.Errorf("%v\n%s", err, script)
	}
	for n := range found[0].Changes {
		now, err := change.Apply(s, found[0].Changes[:n+1])
		if err != nil {
			t.Fatal(err)
		}
		sameBut(t, aclNamed(t, s, "acl-000000aa").Ingress, aclNamed(t, now, "acl-000000aa").Ingress)
	}
}

// sameBut demands that two lists of entries decide alike about everything but
// replies from the endpoints' subnets.
func sameBut(t *testing.T, before, after []inventory.ACLEntry) {
	t.Helper()
	for _, a := range []string{"10.20.40.9", "10.20.41.9", "10.20.42.9", "10.9.0.1", "192.0.2.1"} {
		from := netip.MustParseAddr(a)
		for _, protocol := range []inventory.Protocol{inventory.TCP, inventory.UDP, inventory.ICMP} {
			for _, port := range []int{22, 1023, 1024, 32767, 32768, 60999, 61000} {
				was, is := decided(before, protocol, port, from), decided(after, protocol, port, from)
				reply := protocol == inventory.TCP && port >= 32768 && port <= 60999 && (a == "10.20.40.9" || a == "10.20.41.9")
				if was != is && !(reply && is) {
					t.Errorf("protocol %d port %d from %s: %t, was %t", protocol, port, a, is, was)
				}
			}
		}
	}
}

// decided is what the lowest number that matches says.
func decided(entries []inventory.ACLEntry, protocol inventory.Protocol, port int, from netip.Addr) bool {
	lowest, allow := 1<<20, false
	for _, e := range entries {
		matches := e.Prefix.Contains(from) && (e.Protocol == inventory.AllProtocols || e.Protocol == protocol && (protocol == inventory.ICMP || e.From <= port && port <= e.To))
		if matches && e.Number < lowest {
			lowest, allow = e.Number, e.Allow
		}
	}
	return allow
}

package policy

import (
	"bytes"
	"encoding/base64"
	"math/big"
	"net/netip"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// sameARN compares each of the six parts by itself. A policy value with fewer
// parts is left open.
func sameARN(policy glob, request string) truth {
	want := policy.split(6)
	if len(want) < 6 {
		return maybe
	}
	have := literal(request).split(6)
	if len(have) < 6 {
		return no
	}
	for i := range want {
		if !tidy(want[i]).covers(have[i]) {
			return no
		}
	}
	return yes
}

func sameBool(policy glob, request string) truth {
	want, wantOK := boolOf(string(policy))
	have, haveOK := boolOf(request)
	if !wantOK || !haveOK {
		return maybe
	}
	return truthOf(want == have)
}

func boolOf(text string) (value, ok bool) {
	value = strings.EqualFold(text, "true")
	return value, value || strings.EqualFold(text, "false")
}

func sameBinary(policy glob, request string) truth {
	want, err := base64.StdEncoding.DecodeString(string(policy))
	if err != nil {
		return maybe
	}
	have, err := base64.StdEncoding.DecodeString(request)
	if err != nil {
		return maybe
	}
	return truthOf(bytes.Equal(want, have))
}

// insideNetwork takes an address or a prefix on both sides. A prefix of the
// request is a set of addresses one of which asks.
func insideNetwork(policy glob, request string) truth {
	want, wantOK := prefixOf(string(policy))
	have, haveOK := prefixOf(request)
	switch {
	case !wantOK || !haveOK:
		return maybe
	case !want.Overlaps(have):
		return no
	}
	if want.Bits() > have.Bits() {
		return maybe
	}
	return yes
}

func prefixOf(text string) (netip.Prefix, bool) {
	if !strings.Contains(text, "/") {
		a, err := netip.ParseAddr(text)
		if err != nil || a.Is4In6() || a.Zone() != "" {
			return netip.Prefix{}, false
		}
		return netip.PrefixFrom(a, a.BitLen()), true
	}
	p, err := netip.ParsePrefix(text)
	return p.Masked(), err == nil && !p.Addr().Is4In6()
}

// orderOf makes a comparison of an order and what the operator asks of it.
func orderOf(name string, compare func(request, policy string) (int, bool)) comparison {
	var wanted func(int) bool
	switch name {
	case "Equals":
		wanted = func(c int) bool { return c == 0 }
	case "LessThan":
		wanted = func(c int) bool { return c < 0 }
	case "LessThanEquals":
		wanted = func(c int) bool { return c <= 0 }
	case "GreaterThan":
		wanted = func(c int) bool { return c > 0 }
	case "GreaterThanEquals":
		wanted = func(c int) bool { return c >= 0 }
	default:
		return nil
	}
	return func(policy glob, request string) truth {
		order, ok := compare(request, string(policy))
		if !ok {
			return maybe
		}
		return truthOf(wanted(order))
	}
}

// number is what both AWS and everyone else reads as the same number.
var number = regexp.MustCompile(`^-?[0-9]{1,40}(\.[0-9]{1,40})?$`)

func compareNumbers(a, b string) (int, bool) {
	if !number.MatchString(a) || !number.MatchString(b) {
		return 0, false
	}
	x, okX := new(big.Rat).SetString(a)
	y, okY := new(big.Rat).SetString(b)
	if !okX || !okY {
		return 0, false
	}
	return x.Cmp(y), true
}

func compareDates(a, b string) (int, bool) {
	x, okX := dateOf(a)
	y, okY := dateOf(b)
	return x.Compare(y), okX && okY
}

// dateOf reads the forms of ISO 8601 that W3C keeps, and seconds since 1970. A
// bare year is a number too, and so refused.
func dateOf(text string) (time.Time, bool) {
	if seconds, err := strconv.ParseInt(text, 10, 64); err == nil {
		return time.Unix(seconds, 0), len(text) > 4 && text[0] != '+'
	}
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04Z07:00", time.DateOnly} {
		if t, err := time.Parse(layout, text); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}

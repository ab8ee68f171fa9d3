package cost

import (
	"encoding/json"
	"math/rand"
	"slices"
	"strings"
	"testing"
)

// TestPrices holds the worked figures of a 730-hour month (pure).
func TestPrices(t *testing.T) {
	list := List()
	for _, c := range []struct {
		name  string
		price Price
		want  string // monthly, "" for unknown
	}{
		{"NAT gateway with its address", list.NATGateway("us-east-1"), "36.50"},
		{"endpoint, one zone", list.InterfaceEndpoint("us-east-1", 1), "7.30"},
		{"endpoint, two zones", list.InterfaceEndpoint("eu-west-1", 2), "16.06"},
		{"nine endpoints in two zones", list.InterfaceEndpoint("us-east-1", 18), "131.40"},
		{"gateway endpoint", list.GatewayEndpoint(), "0.00"},
		{"transit gateway attachment", list.TransitAttachment("ap-northeast-1"), "51.10"},
		{"public address", list.PublicIPv4("eu-west-2", 1), "3.65"},
		{"endpoint where no figure is verified", list.InterfaceEndpoint("eu-west-2", 1), ""},
		{"unknown Region", list.NATGateway("mars-north-1"), ""},
		{"firewall, no figure anywhere", list.FirewallEndpoint("us-east-1"), ""},
		{"break-even of an endpoint and a NAT gateway that stays", list.Traffic("us-east-1", NATGatewayGB, 209), "9.405"},
		{"a terabyte by endpoint", list.Traffic("eu-west-1", InterfaceEndpointGB, 1024), "10.24"},
		{"endpoint data beyond the first tier", list.Traffic("us-east-1", InterfaceEndpointGB, 1_048_577), ""},
		{"a negative number of GB", list.Traffic("us-east-1", NATGatewayGB, -1), ""},
		{"a number of GB out of range", list.Traffic("us-east-1", NATGatewayGB, 1<<60), ""},
		{"known plus unknown", list.GatewayEndpoint().Plus(list.FirewallEndpoint("us-east-1")), ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := ""
			if a, ok := c.price.Monthly.Get(); ok {
				got = a.Decimal()
			}
			if got != c.want || len(c.price.Inputs) == 0 {
				t.Errorf("%q of %q, want %q", got, c.price.Inputs, c.want)
			}
		})
	}
}

// TestAnUnknownPriceIsNoNumber: neither text nor JSON may show nothing as 0.
func TestAnUnknownPriceIsNoNumber(t *testing.T) {
	unknown := List().InterfaceEndpoint("eu-west-2", 2)
	raw, err := json.Marshal(unknown)
	if err != nil || strings.Contains(string(raw), "monthly") || strings.ContainsAny(unknown.String(), "0123456789") {
		t.Errorf("%s, %s, %v", raw, unknown, err)
	}
	raw, err = json.Marshal(List().InterfaceEndpoint("us-east-1", 2))
	if err != nil || !strings.Contains(string(raw), `"monthly":14.60`) || !strings.Contains(string(raw), "730 h") {
		t.Errorf("%s, %v", raw, err)
	}
}

func TestAmount(t *testing.T) {
	for text, want := range map[string]Amount{"0.045": 45_000, "0": 0, "36.5": 36_500_000, "0.000001": 1} {
		if got, err := ParseAmount(text); err != nil || got != want {
			t.Errorf("%s: %d, %v", text, got, err)
		}
	}
	for _, text := range []string{"", ".", "1.", ".5", "-1", "1e3", "0.0000001", "12345678901", "$1", "1,5", "٣"} {
		if got, err := ParseAmount(text); err == nil {
			t.Errorf("%q is read as %d", text, got)
		}
	}
	if got := List().NATGateway("us-east-1").Minus().String(); got != "-$36.50" {
		t.Error(got)
	}
}

// TestOverride: a list of one's own wins figure by figure, and mistakes in it are refused.
func TestOverride(t *testing.T) {
	over, err := Parse([]byte("{date: 2026-11-20, currency: USD, regions: {eu-west-2: {interface-endpoint-hour: '0.011'}}}"))
	if err != nil {
		t.Fatal(err)
	}
	both, err := List().With(over)
	if err != nil {
		t.Fatal(err)
	}
	if got := both.InterfaceEndpoint("eu-west-2", 1).String(); got != "$8.03" {
		t.Error(got)
	}
	if got := both.NATGateway("eu-west-2").String(); got != "$40.15" {
		t.Error(got)
	}
	if List().InterfaceEndpoint("eu-west-2", 1).Monthly.Known() {
		t.Error("the list itself changed")
	}
	for _, text := range []string{"", "[]", "currency: USD", "{currency: USD, regions: {a: {nat: '1'}}}", "{currency: USD, regions: {a: {nat-gateway-hour: cheap}}}", "regions: {a: {}}"} {
		if _, err := Parse([]byte(text)); err == nil {
			t.Errorf("%q is read", text)
		}
	}
	yuan, err := Parse([]byte("{currency: CNY, regions: {cn-northwest-1: {nat-gateway-hour: '0.37'}}}"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := List().With(yuan); err == nil {
		t.Error("two currencies are mixed")
	}
}

// TestParseHoldsAgainstAnything puts random bytes into the list; what is taken
// gives a price or says that there is none, and never panics (pure).
func TestParseHoldsAgainstAnything(t *testing.T) {
	r := rand.New(rand.NewSource(3))
	for range 2000 {
		text := slices.Clone(list)
		for range 1 + r.Intn(4) {
			text[r.Intn(len(text))] = byte(r.Intn(256))
		}
		table, err := Parse(text)
		if err != nil {
			continue
		}
		for region := range table.regions {
			if table.NATGateway(region).String() == "" {
				t.Errorf("%s: a price without words", region)
			}
		}
	}
}

package cost

import (
	"encoding/json"
	"fmt"
	"slices"

	"mooring/internal/inventory"
)

// Hours are those of a month, as AWS's own calculator counts them: 365 × 24 / 12.
const Hours = 730

// tierGB is where AWS's first tier of endpoint data ends (1 PB, binary).
const tierGB = 1_048_576

// Price is a monthly price with what it was reckoned from. Monthly is unknown
// where a rate is.
type Price struct {
	Monthly  inventory.Value[Amount]
	Currency string
	Inputs   []string // such as "interface endpoint × 2 zones × 730 h × 0.011"
}

// Free is a price of nothing, proved: AWS meters no such part.
func (t *Table) Free(what string) Price {
	return Price{Monthly: inventory.Known(Amount(0)), Currency: t.currency, Inputs: []string{what + ": AWS charges nothing"}}
}

// None is the price of a change that adds no metered part.
func (t *Table) None() Price { return Price{Monthly: inventory.Known(Amount(0)), Currency: t.currency} }

// NATGateway is one gateway with one public address, without its traffic.
func (t *Table) NATGateway(region string) Price {
	return t.hourly(region, NATGatewayHour, "NAT gateway", 1).Plus(t.PublicIPv4(region, 1))
}

// InterfaceEndpoint is one endpoint in a number of zones, without its traffic.
func (t *Table) InterfaceEndpoint(region string, zones int) Price {
	return t.hourly(region, InterfaceEndpointHour, "interface endpoint, by zone", zones)
}

// GatewayEndpoint is free: neither its hours nor its traffic are metered.
func (t *Table) GatewayEndpoint() Price { return t.Free("gateway endpoint") }

// TransitAttachment is one attachment to a transit gateway, without its traffic.
func (t *Table) TransitAttachment(region string) Price {
	return t.hourly(region, TransitAttachmentHour, "transit gateway attachment", 1)
}

// FirewallEndpoint is one endpoint of a Network Firewall, without its traffic.
func (t *Table) FirewallEndpoint(region string) Price {
	return t.hourly(region, FirewallEndpointHour, "firewall endpoint", 1)
}

// PublicIPv4 are public addresses, in use or idle.
func (t *Table) PublicIPv4(region string, n int) Price {
	return t.hourly(region, PublicIPv4Hour, "public IPv4 address", n)
}

// Traffic is what a number of GB a month costs at a rate per GB.
func (t *Table) Traffic(region string, rate Rate, gb int64) Price {
	if rate == InterfaceEndpointGB && gb > tierGB {
		return t.unknown("price of endpoint data above 1,048,576 GB in " + region)
	}
	return t.multiply(region, rate, fmt.Sprintf("%s × %d GB", rate, gb), gb)
}

func (t *Table) hourly(region string, rate Rate, what string, n int) Price {
	return t.multiply(region, rate, fmt.Sprintf("%s × %d × %d h", what, n, Hours), int64(n)*Hours)
}

func (t *Table) multiply(region string, rate Rate, what string, n int64) Price {
	f, ok := t.regions[region][rate]
	if !ok {
		return t.unknown(fmt.Sprintf("no verified price of %s in %s", rate, region))
	}
	product, ok := f.amount.times(n)
	if !ok {
		return t.unknown(what + " is out of range")
	}
	text := fmt.Sprintf("%s × %s %s in %s (%s)", what, f.amount.Decimal(), t.currency, region, t.date)
	if f.weak {
		text += ", single source"
	}
	return Price{Monthly: inventory.Known(product), Currency: t.currency, Inputs: []string{text}}
}

func (t *Table) unknown(what string) Price {
	missing := inventory.Missing{Kind: inventory.MissingParameter, What: what}
	return Price{Monthly: inventory.Unknown[Amount](missing), Currency: t.currency, Inputs: []string{what}}
}

// Plus adds two prices of one currency; the sum of one that is unknown is unknown.
func (p Price) Plus(q Price) Price {
	sum := inventory.Then(p.Monthly, func(a Amount) inventory.Value[Amount] {
		return inventory.Then(q.Monthly, func(b Amount) inventory.Value[Amount] { return inventory.Known(a + b) })
	})
	currency := p.Currency
	if currency == "" {
		currency = q.Currency
	}
	return Price{Monthly: sum, Currency: currency, Inputs: slices.Concat(p.Inputs, q.Inputs)}
}

// Minus is the price of taking the part away.
func (p Price) Minus() Price {
	p.Monthly = inventory.Then(p.Monthly, func(a Amount) inventory.Value[Amount] { return inventory.Known(-a) })
	return p
}

// String is $16.06, or a phrase where the price is not known. Whole amounts have no decimals.
func (p Price) String() string {
	a, ok := p.Monthly.Get()
	if !ok {
		return "unknown price"
	}
	sign := ""
	if a < 0 {
		sign, a = "-", -a
	}
	cents := (int64(a) + unit/200) / (unit / 100)
	text := fmt.Sprintf("%d.%02d", cents/100, cents%100)
	if cents%100 == 0 {
		text = fmt.Sprint(cents / 100)
	}
	if p.Currency == "USD" {
		return sign + "$" + text
	}
	return sign + text + " " + p.Currency
}

// MarshalJSON writes {"monthly":16.06,"currency":"USD","inputs":[…]}; monthly is
// absent where it is not known.
func (p Price) MarshalJSON() ([]byte, error) {
	out := struct {
		Monthly  *json.Number `json:"monthly,omitempty"`
		Currency string       `json:"currency"`
		Inputs   []string     `json:"inputs"`
	}{Currency: p.Currency, Inputs: p.Inputs}
	if out.Inputs == nil {
		out.Inputs = []string{}
	}
	if a, ok := p.Monthly.Get(); ok {
		n := json.Number(a.Decimal())
		out.Monthly = &n
	}
	return json.Marshal(out)
}

package cost

import (
	_ "embed"
	"errors"
	"fmt"
	"maps"
	"slices"

	"go.yaml.in/yaml/v3"
)

// Rate names what is metered.
type Rate string

// The rates that a list may hold, per hour or per GB.
const (
	NATGatewayHour        Rate = "nat-gateway-hour"
	NATGatewayGB          Rate = "nat-gateway-gb"
	InterfaceEndpointHour Rate = "interface-endpoint-hour" // for each zone
	InterfaceEndpointGB   Rate = "interface-endpoint-gb"   // of a Region's first 1,048,576 GB
	TransitAttachmentHour Rate = "transit-gateway-attachment-hour"
	TransitGB             Rate = "transit-gateway-gb"
	FirewallEndpointHour  Rate = "firewall-endpoint-hour"
	FirewallGB            Rate = "firewall-gb"
	PublicIPv4Hour        Rate = "public-ipv4-hour"
)

func rates() []Rate {
	return []Rate{
		NATGatewayHour, NATGatewayGB, InterfaceEndpointHour, InterfaceEndpointGB, TransitAttachmentHour, TransitGB,
		FirewallEndpointHour, FirewallGB, PublicIPv4Hour,
	}
}

// Table is a price list: a date, a currency, and rates by Region.
type Table struct {
	date     string
	currency string
	regions  map[string]map[Rate]figure
}

type figure struct {
	amount Amount
	weak   bool // a single or second-hand source
}

//go:embed list.yaml
var list []byte

// List is the price list that comes with the program.
func List() *Table {
	t, err := Parse(list)
	if err != nil {
		// The file is embedded; a test reads it.
		panic("cost: " + err.Error())
	}
	return t
}

// Parse reads a price list, as YAML or JSON:
//
//	date: 2026-10-01
//	currency: USD
//	regions: {eu-west-1: {nat-gateway-hour: "0.048"}}
//	weak: {eu-west-1: [nat-gateway-hour]}
//
// A rate that is not known, or a figure that is no decimal, is an error.
func Parse(text []byte) (*Table, error) {
	var raw struct {
		Date, Currency string
		Regions        map[string]map[Rate]string
		Weak           map[string][]Rate
	}
	if err := yaml.Unmarshal(text, &raw); err != nil {
		return nil, fmt.Errorf("read price list: %w", err)
	}
	if raw.Currency == "" || len(raw.Regions) == 0 {
		return nil, errors.New("read price list: no currency or no Regions")
	}
	t := &Table{date: raw.Date, currency: raw.Currency, regions: map[string]map[Rate]figure{}}
	for region, figures := range raw.Regions {
		t.regions[region] = map[Rate]figure{}
		for rate, text := range figures {
			amount, err := ParseAmount(text)
			if err != nil || !slices.Contains(rates(), rate) {
				return nil, fmt.Errorf("read price list: %s in %s: no such rate, or %q is no price", rate, region, text)
			}
			t.regions[region][rate] = figure{amount, slices.Contains(raw.Weak[region], rate)}
		}
	}
	return t, nil
}

// With lays another list over this one: its figures win. It must be of the same
// currency, since prices of two are never added.
func (t *Table) With(over *Table) (*Table, error) {
	if over.currency != t.currency {
		return nil, fmt.Errorf("price list in %s over one in %s", over.currency, t.currency)
	}
	out := &Table{date: over.date, currency: t.currency, regions: maps.Clone(t.regions)}
	for region, figures := range over.regions {
		merged := maps.Clone(t.regions[region])
		if merged == nil {
			merged = map[Rate]figure{}
		}
		maps.Copy(merged, figures)
		out.regions[region] = merged
	}
	return out, nil
}

// Date is the day that the list speaks of.
func (t *Table) Date() string { return t.date }

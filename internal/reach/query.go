package reach

import (
	"errors"
	"net/netip"

	"mooring/internal/inventory"
)

// Start is where a path begins; exactly one of its members is set, beside FromIP.
type Start struct {
	Resource                          inventory.Resource
	Interface, Subnet, Group, Gateway string // AWS ids
	Prefix                            netip.Prefix
	Internet                          bool

	FromIP netip.Addr // narrows the source to one address
}

// Goal is what is to be reached; exactly one of Service, Host, Prefix, Resource,
// Interface, Internet is set.
type Goal struct {
	Service   *inventory.Service
	Host      string
	Prefix    netip.Prefix
	Resource  inventory.Resource
	Interface string // AWS id
	Internet  bool

	Port     int                // 0: the service's own, else 443
	Protocol inventory.Protocol // 0: the service's own, else TCP
}

// Query proves what a start can do with a goal, one proof for each behaviour
// class of the start. The error says what it cannot answer.
func (g *Engine) Query(start Start, goal Goal) ([]*Proof, error) {
	service := goal.Service
	if goal.Internet {
		internet, _ := inventory.ServiceByID("internet")
		service = &internet
	}
	switch {
	case start.Resource == nil || start.FromIP.IsValid():
		return nil, errors.New("a path can start at a SageMaker resource only")
	case service == nil || goal.Port != 0 && goal.Port != service.Port || goal.Protocol != 0 && goal.Protocol != inventory.TCP:
		return nil, errors.New("a path can lead to a dependency on its own port only")
	}
	return g.Trace(start.Resource, *service), nil
}

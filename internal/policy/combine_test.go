package policy

import (
	"math/rand/v2"
	"testing"
)

// shelf holds the documents of the tests below.
type shelf struct {
	full         *Document
	fullRCP      *Document
	reads        *Document
	byRole       *Document
	byAccount    *Document
	byService    *Document
	onlyEndpoint *Document
	onlyOrg      *Document
	denyPut      *Document
}

func newShelf(t *testing.T) shelf {
	return shelf{
		full:         parse(t, `{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}`),
		fullRCP:      parse(t, `{"Statement":{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}}`),
		reads:        parse(t, `{"Statement":{"Effect":"Allow","Action":"s3:Get*","Resource":"*"}}`),
		byRole:       parse(t, `{"Statement":{"Effect":"Allow","Principal":{"AWS":"`+role+`"},"Action":"s3:*","Resource":"*"}}`),
		byAccount:    parse(t, `{"Statement":{"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"s3:*","Resource":"*"}}`),
		byService:    parse(t, `{"Statement":{"Effect":"Allow","Principal":{"Service":"sagemaker.amazonaws.com"},"Action":"s3:*","Resource":"*"}}`),
		onlyEndpoint: parse(t, `{"Statement":{"Sid":"E","Effect":"Deny","Principal":"*","Action":"*","Resource":"*","Condition":{"StringNotEquals":{"aws:SourceVpce":"vpce-1"}}}}`),
		onlyOrg:      parse(t, `{"Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*","Condition":{"StringEquals":{"aws:PrincipalOrgID":"o-1"}}}]}`),
		denyPut:      parse(t, `{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*"},{"Sid":"NoPut","Effect":"Deny","Action":"s3:Put*","Resource":"*"}]}`),
	}
}

// gates is a request inside the account, allowed by its identity policy, after
// a change.
func (d shelf) gates(change func(*Gates)) Gates {
	g := Gates{
		Identity: Documents(d.full), Boundary: Open(), Resource: Documents(), Endpoint: Open(),
		ServiceControl: Open(), ResourceControl: Levels([]*Document{d.fullRCP}), Account: "111122223333",
	}
	change(&g)
	return g
}

func throughEndpoint2(who Principal) Request {
	return Request{Action: "s3:GetObject", Resource: object1, Principal: who, Context: map[string]Values{"aws:sourcevpce": Known("vpce-2")}}
}

type combination struct {
	name     string
	gates    Gates
	who      Principal
	want     Outcome
	gate     Gate
	document int
}

func (c combination) test(t *testing.T) {
	got := Combine(c.gates, throughEndpoint2(c.who))
	if got.Outcome != c.want || got.Gate != c.gate || got.Document != c.document {
		t.Errorf("%+v, want %v by %s %d", got, c.want, c.gate, c.document)
	}
	if got.Outcome == Unknown && len(got.Keys) == 0 {
		t.Errorf("%+v names nothing that would settle it", got)
	}
}

func TestCombineByAccount(t *testing.T) {
	d, none, other, ours := newShelf(t), Documents(), "444455556666", Session(role, session)
	for _, tt := range []combination{
		{"own account, identity allows", d.gates(func(g *Gates) {}), ours, Allowed, IdentityPolicy, 1},
		{"own account, bucket names the role", d.gates(func(g *Gates) { g.Identity, g.Resource = none, Documents(d.byRole) }), ours, Allowed, ResourcePolicy, 1},
		{"own account, bucket names the account", d.gates(func(g *Gates) { g.Identity, g.Resource = none, Documents(d.byAccount) }), ours, NotAllowed, IdentityPolicy, 0},
		{"key that decides itself", d.gates(func(g *Gates) { g.ResourceDecides = true }), ours, NotAllowed, ResourcePolicy, 0},
		{"key that leaves it to the account", d.gates(func(g *Gates) { g.ResourceDecides, g.Resource = true, Documents(d.byAccount) }), ours, Allowed, IdentityPolicy, 1},
		{"another account, bucket silent", d.gates(func(g *Gates) { g.Account = other }), ours, NotAllowed, ResourcePolicy, 0},
		{"another account, both allow", d.gates(func(g *Gates) { g.Account, g.Resource = other, Documents(d.byAccount) }), ours, Allowed, IdentityPolicy, 1},
		{"another account, identity silent", d.gates(func(g *Gates) { g.Account, g.Identity, g.Resource = other, none, Documents(d.byRole) }), ours, NotAllowed, IdentityPolicy, 0},
		{"account not known", d.gates(func(g *Gates) { g.Account = "" }), ours, Unknown, ResourcePolicy, 0},
		{"account not known, both allow", d.gates(func(g *Gates) { g.Account, g.Resource = "", Documents(d.byRole) }), ours, Allowed, IdentityPolicy, 1},
		{"a service needs the bucket", d.gates(func(g *Gates) {}), Service("sagemaker.amazonaws.com"), NotAllowed, ResourcePolicy, 0},
		{"a service is named", d.gates(func(g *Gates) { g.Resource = Documents(d.byService) }), Service("sagemaker.amazonaws.com"), Allowed, ResourcePolicy, 1},
		{"an SCP binds no service", d.gates(func(g *Gates) { g.Resource, g.ServiceControl = Documents(d.byService), none }), Service("sagemaker.amazonaws.com"), Allowed, ResourcePolicy, 1},
		{"anyone", d.gates(func(g *Gates) { g.Resource = Documents(d.byRole) }), Principal{}, Unknown, ResourcePolicy, 0},
		{"nothing read", Gates{}, ours, Unknown, IdentityPolicy, 0},
	} {
		t.Run(tt.name, tt.test)
	}
}

func TestCombineByLayer(t *testing.T) {
	d, none, ours := newShelf(t), Documents(), Session(role, session)
	for _, tt := range []combination{
		{"bucket denies", d.gates(func(g *Gates) { g.Resource = Documents(d.byRole, d.onlyEndpoint) }), ours, DeniedExplicitly, ResourcePolicy, 2},
		{"bucket not read", d.gates(func(g *Gates) { g.Resource = Layer{} }), ours, Unknown, ResourcePolicy, 0},
		{"bucket not read, endpoint refuses", d.gates(func(g *Gates) { g.Resource, g.Endpoint = Layer{}, Documents(d.byService) }), ours, Unknown, EndpointPolicy, 0},
		{"endpoint refuses", d.gates(func(g *Gates) { g.Endpoint = Documents(d.byService) }), ours, NotAllowed, EndpointPolicy, 0},
		{"endpoint depends on the organization", d.gates(func(g *Gates) { g.Endpoint = Documents(d.onlyOrg) }), ours, Unknown, EndpointPolicy, 1},
		{"endpoint policy without a principal", d.gates(func(g *Gates) { g.Endpoint = Documents(d.full) }), ours, Unknown, EndpointPolicy, 1},
		{"SCP of one level does not allow", d.gates(func(g *Gates) { g.ServiceControl = Levels([]*Document{d.full}, nil, []*Document{d.full}) }), ours, NotAllowed, ServiceControl, 0},
		{"SCP allows at each level", d.gates(func(g *Gates) { g.ServiceControl = Levels([]*Document{d.full}, []*Document{d.denyPut, d.reads}) }), ours, Allowed, IdentityPolicy, 1},
		{"RCP denies", d.gates(func(g *Gates) {
			g.ResourceControl = Levels([]*Document{d.fullRCP}, []*Document{d.fullRCP, d.onlyEndpoint})
		}), ours, DeniedExplicitly, ResourceControl, 3},
		{"boundary silent", d.gates(func(g *Gates) { g.Boundary = none }), ours, NotAllowed, Boundary, 0},
		{"boundary silent, bucket names the role", d.gates(func(g *Gates) { g.Boundary, g.Resource = none, Documents(d.byRole) }), ours, Unknown, Boundary, 0},
	} {
		t.Run(tt.name, tt.test)
	}
}

func TestCombineAll(t *testing.T) {
	d := newShelf(t)
	got := CombineAll(d.gates(func(g *Gates) { g.ServiceControl = Documents(d.denyPut) }), throughEndpoint2(Session(role, session)), "s3:GetObject", "s3:PutObject")
	if got.Outcome != DeniedExplicitly || got.Action != "s3:PutObject" || got.Sid != "NoPut" || got.Why != "service control policy 1, statement 2 (NoPut) denies it" {
		t.Errorf("of two actions the worst is %+v", got)
	}
}

// TestCombineLaws: what one layer refuses, all together refuse; forgetting a
// layer or a key only ever makes unknown; opening a layer never refuses more.
func TestCombineLaws(t *testing.T) {
	d := dice{rand.New(rand.NewPCG(seed, 6))}
	count := map[Outcome]int{}
	for range 2_500 {
		layer := func(principal bool) Layer {
			if d.in(3) {
				return Open()
			}
			return Documents(parse(t, d.document(principal)), parse(t, d.document(principal)))
		}
		g := Gates{
			Identity: layer(false), Boundary: Open(), Resource: layer(true), Endpoint: layer(true), ServiceControl: layer(false), ResourceControl: layer(true),
			Account: d.one("111122223333", "444455556666", ""), ResourceDecides: d.in(4),
		}
		r, _ := d.request()
		full := Combine(g, r)
		count[full.Outcome]++
		less, open := g, g
		switch d.IntN(5) {
		case 0:
			less.Identity, open.ServiceControl = Layer{}, Open()
		case 1:
			less.Resource, open.Endpoint = Layer{}, Open()
		case 2:
			less.Endpoint, open.ResourceControl = Layer{}, Open()
		case 3:
			less.Account = ""
		}
		if got := Combine(less, d.forget(r)); got.Outcome != full.Outcome && got.Outcome != Unknown || got.Blocked && !full.Blocked {
			t.Fatalf("with less known %+v, was %+v", got, full)
		}
		if got := Combine(open, r); full.Outcome == Allowed && got.Outcome != Allowed {
			t.Fatalf("with a layer opened %+v, was %+v", got, full)
		}
		if refused := g.Endpoint.judge(r, EndpointPolicy); refused.allow.truth == no && full.Outcome == Allowed {
			t.Fatalf("allowed against the endpoint policy: %+v", full)
		}
	}
	for _, o := range []Outcome{Allowed, NotAllowed, DeniedExplicitly, Unknown} {
		if count[o] < 10 {
			t.Errorf("only %d verdicts are %v", count[o], o)
		}
	}
}

package audit

const (
	reachable = "reachable"
	partial   = "partial"
	blocked   = "blocked"

	appTable = "route rtb-000000aa"
	appACLIn = "network-acl-ingress acl-000000aa"
)

func routingRows() []semantic {
	propagated := func(origin string) func(*world) {
		return func(w *world) {
			w.table("rtb-000000aa", func(i item) {
				for _, to := range []string{"10.20.40.0/24", "10.20.41.0/24"} {
					i["Routes"] = append(i["Routes"].([]any), item{"DestinationCidrBlock": to, "GatewayId": "vgw-00000001", "Origin": origin, "State": "blackhole"})
				}
			})
		}
	}
	listsTo := func(kind, target, entries string) func(*world) {
		return func(w *world) {
			w.each("describe-managed-prefix-lists", "PrefixLists", func(item) {}, item{"PrefixListId": "pl-00000001", "AddressFamily": "IPv4", "State": "create-complete", "PrefixListName": "objects", "OwnerId": "111122223333"})
			w.put("get-managed-prefix-list-entries-pl-00000001", `{"Entries":[`+entries+`]}`)
			w.routes("rtb-000000aa", [3]string{"pl-00000001", kind, target})
		}
	}
	lists := func(entries string) func(*world) { return listsTo("blackhole", "nat-00000002", entries) }
	const all = `{"Cidr":"52.218.0.0/17"},{"Cidr":"52.92.0.0/17"},{"Cidr":"3.5.64.0/21"}`
	endpointsTo := func(kind, target string) func(*world) {
		return func(w *world) {
			w.routes("rtb-000000aa", [3]string{"10.20.40.0/24", kind, target}, [3]string{"10.20.41.0/24", kind, target})
		}
	}
	return []semantic{
		{
			id: "R1", rule: "A subnet has the table associated with it, or else the VPC's main table; never both.", source: "UG subnet-route-tables", analyzer: "NO_ROUTE_TO_DESTINATION",
			holds: []shown{see("base", "s3", reachable), see("route-main-not-merged", "pypi", blocked, appTable)}, breaks: []shown{see("route-main-table", "s3", blocked, "route rtb-000000cc")},
		},
		{
			id: "R2", rule: "Routes of IPv4 and IPv6 know nothing of each other.", source: "UG subnet-route-tables",
			holds: []shown{see("dualstack", "s3", reachable)}, breaks: []shown{see("dualstack", "internet", blocked, appTable, "network-acl-egress acl-000000aa", appACLIn)},
		},
		{
			id: "R3", rule: "The longest matching prefix wins, of whatever origin; a prefix list counts as its blocks.", source: "UG route-tables-priority", analyzer: "MORE_SPECIFIC_ROUTE",
			holds: []shown{see("route-longest-prefix", "s3", reachable)}, breaks: []shown{see("gateway-endpoint-user-route", "s3", partial, appTable)},
		},
		{
			id: "R4", rule: "For one destination: static block, then prefix list, then propagated.", source: "UG route-tables-priority", analyzer: "HIGHER_PRIORITY_ROUTE", status: taken, why: "an older page let a static route beat an overlapping prefix list; here length comes first, then rank",
			holds: []shown{see("base", "s3", reachable)}, breaks: []shown{see("gateway-endpoint-equal-routes", "s3", blocked, appTable)},
		},
		{
			id: "R5", rule: "The local route beats propagated routes, longer ones too.", source: "VPN vpn-route-priority",
			holds:  []shown{see("base", "sts", reachable).after("the endpoints' subnets propagated to a dead gateway", propagated("EnableVgwRoutePropagation"))},
			breaks: []shown{see("base", "sts", blocked, appTable).after("the same routes, static", propagated("CreateRoute"))},
		},
		{
			id: "R6", rule: "Only a static route to a whole subnet, and to a middlebox or a NAT gateway, is longer than local.", source: "UG subnet-route-tables; route-table-options",
			holds: []shown{see("base", "sts", reachable)}, breaks: []shown{see("neighbour-endpoint-route", "sts", blocked, appTable)},
		},
		{
			id: "R7", rule: "Of two prefix lists that hold the same addresses AWS picks one at random.", source: "UG route-tables-priority", why: "unknown unless both fare alike",
			holds: []shown{
				see("base", "s3", reachable).after("another list into a blackhole", lists(`{"Cidr":"203.0.113.0/24"}`)),
				see("base", "s3", reachable).after("another list of the same blocks to a NAT gateway", listsTo("NatGatewayId", "nat-00000001", all)),
			},
			breaks: []shown{see("base", "s3", "unknown", appTable).after("another list of the same blocks into a blackhole", lists(all))},
		},
		{
			id: "R8", rule: "A route whose target is gone stays as a blackhole, wins by length and drops.", source: "UG vpc-nat-gateway", analyzer: "BAD_STATE_ROUTE", status: taken, why: "that a longer blackhole beats a live route is not said for prefix lists; drop",
			holds: []shown{see("nat-works", "pypi", reachable)}, breaks: []shown{see("route-blackhole", "pypi", blocked, appTable)},
		},
		{
			id: "R9", rule: "169.254.168.0/22 and fd00:ec2::/32 are never routed.", source: "UG subnet-route-tables",
			holds: []shown{see("base", "sts", reachable).after("the resolver named as 169.254.169.253, and that range in a blackhole", func(w *world) {
				w.servers("169.254.169.253")
				w.routes("rtb-000000aa", [3]string{"169.254.0.0/16", "blackhole", "nat-00000002"})
			})},
			breaks: []shown{see("base", "sts", blocked, "dns dopt-00000001").after("a server beyond that range", func(w *world) { w.servers("10.99.0.53") })},
		},
		{
			id: "R10", rule: "Neighbours in one subnet never see its table.", source: "UG gateway-route-tables", why: "of what a transit or NAT gateway puts into its receiver's own subnet, only where the table leads there too",
			holds: []shown{see("neighbour-endpoint-route", "sts", reachable).of("notebook", "inside")}, breaks: []shown{see("neighbour-endpoint-route", "sts", blocked, appTable)},
		},
		{
			id: "R11", rule: "An edge table leads what comes in through a middlebox; out and back must meet the same one.", source: "UG gateway-route-tables", analyzer: "INGRESS_RTB_TRAFFIC_REDIRECTION",
			holds: []shown{see("nat-works", "pypi", reachable)},
			breaks: []shown{see("nat-works", "pypi", blocked, "source-dest-check eni-00000001").after("replies led to an interface that is no middlebox", func(w *world) {
				w.each("describe-route-tables", "RouteTables", func(item) {}, item{
					"RouteTableId": "rtb-000000ed", "VpcId": "vpc-00000001", "OwnerId": "111122223333", "PropagatingVgws": []any{}, "Tags": []any{},
					"Associations": []any{item{"Main": false, "RouteTableAssociationId": "rtbassoc-000000ed", "RouteTableId": "rtb-000000ed", "GatewayId": "igw-00000001", "AssociationState": item{"State": "associated"}}},
					"Routes":       []any{item{"DestinationCidrBlock": "10.20.0.0/16", "GatewayId": "local", "Origin": "CreateRouteTable", "State": "active"}, route("10.20.0.0/24", "NetworkInterfaceId", "eni-00000001")},
				})
			})},
		},
		{
			id: "R12", rule: "A target has to exist, be attached and be available.", source: "UG vpc-nat-gateway; TGW, PEER lifecycle pages", analyzer: "BAD_STATE, BAD_STATE_ATTACHMENT",
			holds: []shown{see("nat-works", "pypi", reachable)},
			breaks: []shown{
				see("internet-gateway-detached", "pypi", blocked, "internet-gateway igw-00000001"), see("nat-failed", "pypi", blocked, "nat-gateway nat-00000001"),
				see("gateway-endpoint-state", "s3", blocked, "gateway-endpoint vpce-00000053"),
			},
		},
		{
			id: "R13", rule: "An interface whose source/destination check is on drops what is not its own.", source: "RA explanation-codes", analyzer: "ENI_SOURCE_DEST_CHECK_RESTRICTION", why: "with the check off the appliance decides, and that is unknown",
			holds:  []shown{see("base", "sts", reachable), see("middlebox-route", "s3", "unknown", "middlebox eni-000000a9")},
			breaks: []shown{see("source-dest-check-on", "s3", blocked, "source-dest-check eni-000000a9"), see("base", "sts", blocked, "source-dest-check eni-00000001").after("the endpoints' subnets led to the notebook itself", endpointsTo("NetworkInterfaceId", "eni-00000001"))},
		},
	}
}

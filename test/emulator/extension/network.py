"""The network as AWS answers it, where moto differs.

Addresses of made interfaces inside their subnet, endpoint interfaces with the
endpoint's groups, routes that go blackhole, the closing entries of a custom
ACL, a default DHCP option set, Block Public Access (off until changed).
"""

import ipaddress

from moto.core.responses import ActionResult
from moto.ec2.models.dhcp_options import DHCPOptionsSetBackend
from moto.ec2.models.elastic_network_interfaces import NetworkInterfaceBackend
from moto.ec2.models.internet_gateways import InternetGateway
from moto.ec2.models.nat_gateways import NatGatewayBackend
from moto.ec2.models.network_acls import NetworkAclBackend
from moto.ec2.models.route_tables import Route
from moto.ec2.models.transit_gateway_route_tables import TransitGatewayRouteTableBackend
from moto.ec2.models.vpcs import VPCBackend
from moto.ec2.responses import EC2Response
from wrap import wrap


def route_state(route):
    backend = route.route_table.ec2_backend
    return "blackhole" if target_gone(route, backend) else "active"


def target_gone(route, backend):
    if route.nat_gateway:
        return route.nat_gateway.state != "available"
    if isinstance(route.gateway, InternetGateway):
        vpc = route.gateway.vpc
        return vpc is None or vpc.id != route.route_table.vpc_id
    if route.interface:
        return route.interface.id not in backend.enis
    if route.transit_gateway:
        return route.transit_gateway.id not in backend.transit_gateways
    if route.vpc_pcx:
        return route.vpc_pcx.id not in backend.vpc_pcxs
    return False


Route.state = property(route_state)


@wrap(NetworkAclBackend)
def create_network_acl(original, self, vpc_id, tags=None, default=False):
    acl = original(self, vpc_id, tags=tags, default=default)
    if not default:
        for egress in (True, False):
            self.create_network_acl_entry(acl.id, 32767, "-1", "deny", egress, "0.0.0.0/0", None, None, None, None, None)
    return acl


@wrap(NetworkInterfaceBackend)
def create_network_interface(original, self, subnet, private_ip_address=None, *args, **kwargs):
    """moto takes any address, and invents one in 10.0.0.0/8 for NAT gateways and endpoints."""
    place = self.get_subnet(subnet) if isinstance(subnet, str) else subnet
    address = private_ip_address[0] if isinstance(private_ip_address, list) and private_ip_address else private_ip_address
    if not address or ipaddress.ip_address(address) not in place.cidr:
        address = place.get_available_subnet_ip(None)
    return original(self, place, address, *args, **kwargs)


def mark(eni, kind, description, groups=None):
    """An interface that a service made for itself."""
    eni.interface_type, eni.description = kind, description
    eni.requester_managed, eni.status = True, "in-use"
    if groups is not None:
        eni._group_set = groups


@wrap(NatGatewayBackend)
def create_nat_gateway(original, self, *args, **kwargs):
    gateway = original(self, *args, **kwargs)
    mark(gateway._eni, "nat_gateway", f"Interface for NAT Gateway {gateway.id}", groups=[])
    return gateway


@wrap(NatGatewayBackend)
def delete_nat_gateway(original, self, nat_gateway_id):
    gateway = original(self, nat_gateway_id)
    self.enis.pop(gateway._eni.id, None)
    return gateway


@wrap(VPCBackend)
def create_vpc_endpoint(original, self, *args, **kwargs):
    endpoint = original(self, *args, **kwargs)
    if (endpoint.vpc_endpoint_type or "Gateway") == "Gateway":
        endpoint.vpc_endpoint_type, endpoint.private_dns_enabled = "Gateway", False
        return endpoint
    if not endpoint.security_group_ids:
        endpoint.security_group_ids = [self.get_default_security_group(endpoint.vpc_id).id]
    wire_endpoint(self, endpoint)
    return endpoint


def wire_endpoint(backend, endpoint):
    """One interface in each subnet, with the endpoint's groups; and the DNS names."""
    groups = [backend.get_security_group_from_id(g) for g in endpoint.security_group_ids]
    enis = {backend.enis[e].subnet.id: backend.enis[e] for e in endpoint.network_interface_ids}
    for subnet in endpoint.subnet_ids:
        enis.setdefault(subnet, None)
        enis[subnet] = enis[subnet] or backend.create_network_interface(subnet, None)
        mark(enis[subnet], "vpc_endpoint", f"VPC Endpoint Interface {endpoint.id}", groups)
    for subnet in [s for s in enis if s not in endpoint.subnet_ids]:
        backend.enis.pop(enis.pop(subnet).id)
    endpoint.network_interface_ids = [eni.id for eni in enis.values()]
    endpoint.dns_entries = dns_entries(backend, endpoint)


def dns_entries(backend, endpoint):
    label = endpoint.service_name.removeprefix(f"com.amazonaws.{backend.region_name}.")
    suffix = f"{label}.{backend.region_name}.vpce.amazonaws.com"
    names = [f"{endpoint.id}-{endpoint.id[-8:]}.{suffix}"]
    if endpoint.private_dns_enabled:
        names += private_names(backend, endpoint.service_name)
    return [{"dns_name": name, "hosted_zone_id": "Z7HUB22UULQXV"} for name in names]


def private_names(backend, service_name):
    found = backend.describe_vpc_endpoint_services(
        service_names=[service_name], filters=[], max_results=None, next_token=None, region=backend.region_name
    )["servicesDetails"]
    return [n["PrivateDnsName"] for service in found for n in service.get("PrivateDnsNames") or []]


# Where AWS's private name is not the service's name with ".REGION.amazonaws.com"
# (AWS PrivateLink guide; DescribeVpcEndpointServices as recorded by Batfish).
PRIVATE_NAMES = {
    "codeartifact.api": "codeartifact",
    "codeartifact.repositories": "*.d.codeartifact",
    "sagemaker.featurestore-runtime": "featurestore-runtime.sagemaker",
    "sagemaker.metrics": "metrics.sagemaker",
    "sagemaker.runtime": "runtime.sagemaker",
    "sagemaker.runtime-fips": "runtime-fips.sagemaker",
}


@wrap(VPCBackend)
def describe_vpc_endpoint_services(original, self, *args, **kwargs):
    answer = original(self, *args, **kwargs)
    for service in answer["servicesDetails"]:
        label = service["ServiceName"].removeprefix(f"com.amazonaws.{self.region_name}.")
        if label in PRIVATE_NAMES:
            name = f"{PRIVATE_NAMES[label]}.{self.region_name}.amazonaws.com"
            service |= {"PrivateDnsName": name, "PrivateDnsNames": [{"PrivateDnsName": name}]}
        if service["ServiceType"] == [{"ServiceType": "Gateway"}]:
            service |= {"PrivateDnsName": None, "PrivateDnsNames": None}
    return answer


@wrap(EC2Response)
def modify_vpc_endpoint(original, self):
    backend, endpoint_id = self.ec2_backend, self._get_param("VpcEndpointId")
    answer = original(self)
    endpoint = backend.vpc_end_points[endpoint_id]
    if endpoint.vpc_endpoint_type == "Gateway":
        follow_route_tables(backend, endpoint)
        return answer
    private = self._get_bool_param("PrivateDnsEnabled")
    if private is not None:
        endpoint.private_dns_enabled = private
    wire_endpoint(backend, endpoint)
    return answer


def follow_route_tables(backend, endpoint):
    """The gateway's own route stands in exactly its route tables."""
    for table in backend.route_tables.values():
        has = [r for r in table.routes if r.gateway_id == endpoint.id]
        if has and table.id not in endpoint.route_table_ids:
            table._routes.pop(has[0].id)
        if not has and table.id in endpoint.route_table_ids:
            backend.create_route(table.id, None, gateway_id=endpoint.id,
                                 destination_prefix_list_id=endpoint.destination_prefix_list_id)


@wrap(VPCBackend)
def delete_vpc_endpoints(original, self, vpce_ids=None):
    original(self, vpce_ids)
    for endpoint_id in vpce_ids or []:
        self.vpc_end_points.pop(endpoint_id, None)


@wrap(TransitGatewayRouteTableBackend)
def search_transit_gateway_routes(original, self, *args, max_results=None, **kwargs):
    """moto stumbles over max_results."""
    return original(self, *args, **kwargs)[:int(max_results) if max_results else None]


@wrap(VPCBackend)
def create_vpc(original, self, *args, **kwargs):
    vpc = original(self, *args, **kwargs)
    vpc.dhcp_options = default_dhcp_options(self)
    return vpc


def default_dhcp_options(backend):
    if not hasattr(backend, "mooring_dhcp_options"):
        region = backend.region_name
        name = "ec2.internal" if region == "us-east-1" else f"{region}.compute.internal"
        backend.mooring_dhcp_options = backend.create_dhcp_options(["AmazonProvidedDNS"], [name])
    return backend.mooring_dhcp_options


@wrap(DHCPOptionsSetBackend)
def disassociate_dhcp_options(_original, self, vpc):
    """"default" is asked for when a VPC shall have none of its own."""
    vpc.dhcp_options = default_dhcp_options(self)


@wrap(VPCBackend)
def delete_vpc(original, self, vpc_id):
    vpc = self.get_vpc(vpc_id)
    if vpc.dhcp_options is getattr(self, "mooring_dhcp_options", None):
        vpc.dhcp_options = None
    return original(self, vpc_id)


def block_public_access(backend):
    off = {"AwsAccountId": backend.account_id, "AwsRegion": backend.region_name, "State": "default-state",
           "InternetGatewayBlockMode": "off", "ManagedBy": "account", "ExclusionsAllowed": "allowed"}
    return backend.__dict__.setdefault("mooring_block_public_access", off)


@wrap(EC2Response)
def describe_vpc_block_public_access_options(_original, self):
    return ActionResult({"VpcBlockPublicAccessOptions": block_public_access(self.ec2_backend)})


@wrap(EC2Response)
def modify_vpc_block_public_access_options(_original, self):
    options = block_public_access(self.ec2_backend)
    options.update(InternetGatewayBlockMode=self._get_param("InternetGatewayBlockMode"), State="update-complete")
    return ActionResult({"VpcBlockPublicAccessOptions": options})


@wrap(EC2Response)
def get_transit_gateway_prefix_list_references(_original, self):
    """None can be made here, so none is true."""
    return ActionResult({"TransitGatewayPrefixListReferences": []})

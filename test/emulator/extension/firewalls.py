"""Network Firewall's policies, rule groups and endpoints, which moto lacks.

What is made is kept and answered as it came. A firewall has an endpoint in the
zone of each of its subnets; EC2 does not know of these endpoints.
"""

from moto.core.exceptions import JsonRESTError
from moto.core.responses import ActionResult
from moto.ec2.models import ec2_backends
from moto.moto_api._internal import mock_random
from moto.networkfirewall.models import NetworkFirewallBackend
from moto.networkfirewall.responses import NetworkFirewallResponse
from wrap import wrap

TOKEN = "1a2b3c4d-5e6f-7a8b-9c0d-1e2f3a4b5c6d"


def kept(backend):
    return backend.__dict__.setdefault("kept", {})


def arn(backend, kind, name):
    return f"arn:aws:network-firewall:{backend.region_name}:{backend.account_id}:{kind}/{name}"


def find(backend, identity):
    if identity not in kept(backend):
        raise JsonRESTError("ResourceNotFoundException", f"{identity} does not exist")
    return ActionResult(kept(backend)[identity])


def states(backend, subnets):
    """An endpoint in the zone of each subnet."""
    ec2 = ec2_backends[backend.account_id][backend.region_name]
    return {
        ec2.get_subnet(subnet).availability_zone: {
            "Attachment": {"SubnetId": subnet, "EndpointId": "vpce-0" + mock_random.get_random_hex(16), "Status": "READY"}
        }
        for subnet in subnets
    }


@wrap(NetworkFirewallBackend)
def create_firewall(original, self, *args, **kwargs):
    firewall = original(self, *args, **kwargs)
    firewall.firewall_status["SyncStates"] = states(self, [m["SubnetId"] for m in firewall.subnet_mappings])
    return firewall


@wrap(NetworkFirewallResponse)
def create_firewall_policy(_original, self):
    backend, name = self.networkfirewall_backend, self._get_param("FirewallPolicyName")
    response = {
        "FirewallPolicyName": name,
        "FirewallPolicyArn": arn(backend, "firewall-policy", name),
        "FirewallPolicyId": str(mock_random.uuid4()),
        "FirewallPolicyStatus": "ACTIVE",
    }
    answer = {"UpdateToken": TOKEN, "FirewallPolicyResponse": response, "FirewallPolicy": self._get_param("FirewallPolicy")}
    kept(backend)[response["FirewallPolicyArn"]] = answer
    return ActionResult({"UpdateToken": TOKEN, "FirewallPolicyResponse": response})


@wrap(NetworkFirewallResponse)
def describe_firewall_policy(_original, self):
    return find(self.networkfirewall_backend, self._get_param("FirewallPolicyArn"))


@wrap(NetworkFirewallResponse)
def create_rule_group(_original, self):
    backend, name, kind = self.networkfirewall_backend, self._get_param("RuleGroupName"), self._get_param("Type")
    response = {
        "RuleGroupName": name,
        "RuleGroupArn": arn(backend, f"{kind.lower()}-rulegroup", name),
        "RuleGroupId": str(mock_random.uuid4()),
        "Type": kind,
        "Capacity": self._get_param("Capacity"),
        "RuleGroupStatus": "ACTIVE",
    }
    kept(backend)[response["RuleGroupArn"]] = {"UpdateToken": TOKEN, "RuleGroupResponse": response, "RuleGroup": self._get_param("RuleGroup")}
    return ActionResult({"UpdateToken": TOKEN, "RuleGroupResponse": response})


@wrap(NetworkFirewallResponse)
def describe_rule_group(_original, self):
    return find(self.networkfirewall_backend, self._get_param("RuleGroupArn"))


@wrap(NetworkFirewallResponse)
def create_vpc_endpoint_association(_original, self):
    backend, mapping = self.networkfirewall_backend, self._get_param("SubnetMapping")
    identity = str(mock_random.uuid4())
    answer = {
        "VpcEndpointAssociation": {
            "VpcEndpointAssociationId": identity,
            "VpcEndpointAssociationArn": arn(backend, "vpc-endpoint-association", identity),
            "FirewallArn": self._get_param("FirewallArn"),
            "VpcId": self._get_param("VpcId"),
            "SubnetMapping": mapping,
        },
        "VpcEndpointAssociationStatus": {"Status": "READY", "AssociationSyncState": states(backend, [mapping["SubnetId"]])},
    }
    kept(backend)[answer["VpcEndpointAssociation"]["VpcEndpointAssociationArn"]] = answer
    return ActionResult(answer)


@wrap(NetworkFirewallResponse)
def list_vpc_endpoint_associations(_original, self):
    arns = [a for a in kept(self.networkfirewall_backend) if ":vpc-endpoint-association/" in a]
    return ActionResult({"VpcEndpointAssociations": [{"VpcEndpointAssociationArn": a} for a in arns]})


@wrap(NetworkFirewallResponse)
def describe_vpc_endpoint_association(_original, self):
    return find(self.networkfirewall_backend, self._get_param("VpcEndpointAssociationArn"))

"""What moto lacks of those who answer names: DNS Firewall and Route 53 Profiles.

Each account and Region has one rule group and one Profile. They stand in a VPC
that does not exist, so that every call has a reason and no verdict hangs on them.
"""

import json
import re

from moto.core.responses import ActionResult
from moto.route53resolver.responses import Route53ResolverResponse

NOWHERE = "vpc-0000000000000000f"
GROUP, DOMAINS, PROFILE = "rslvr-frg-0000000000000001", "rslvr-fdl-0000000000000001", "rp-0000000000000001"

FIREWALL = {
    "list_firewall_rule_group_associations": {"FirewallRuleGroupAssociations": [
        {"Id": "rslvr-frgassoc-0000000000000001", "FirewallRuleGroupId": GROUP, "VpcId": NOWHERE, "Priority": 101, "Status": "COMPLETE"}]},
    "list_firewall_rules": {"FirewallRules": [
        {"FirewallRuleGroupId": GROUP, "FirewallDomainListId": DOMAINS, "Name": "one", "Priority": 1, "Action": "BLOCK", "BlockResponse": "NODATA"}]},
    "list_firewall_domain_lists": {"FirewallDomainLists": [{"Id": DOMAINS, "Name": "one", "CreatorRequestId": "1"}]},
    "list_firewall_domains": {"Domains": ["corp.example."]},
}

PROFILES = (
    (re.compile("/profileassociations$"), {"ProfileAssociations": [
        {"Id": "rpassoc-0000000000000001", "ProfileId": PROFILE, "ResourceId": NOWHERE, "Status": "COMPLETE"}]}),
    (re.compile("/profileresourceassociations/profileid/"), {"ProfileResourceAssociations": []}),
)


def answering(name, answer):
    def method(self):
        return ActionResult(answer)

    method.__name__ = name
    setattr(Route53ResolverResponse, name, method)


for name, answer in FIREWALL.items():
    answering(name, answer)


class WithProfiles:
    """Answers for Route 53 Profiles, a service of which moto knows nothing."""

    def __init__(self, app):
        self.app = app

    def __call__(self, environ, start_response):
        if "/route53profiles/aws4_request" not in environ.get("HTTP_AUTHORIZATION", ""):
            return self.app(environ, start_response)
        answer = next((a for path, a in PROFILES if path.search(environ["PATH_INFO"])), {})
        body = json.dumps(answer).encode()
        start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
        return [body]

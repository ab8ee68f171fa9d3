"""VPC Lattice's lists and one description that moto lacks.

Nothing can be made of resource gateways and configurations, so their pages are
empty and true.
"""

import json
from urllib.parse import unquote

from moto.vpclattice import urls
from moto.vpclattice.responses import VPCLatticeResponse
from wrap import wrap

urls.url_paths["{0}/resourcegateways$"] = VPCLatticeResponse.dispatch
urls.url_paths["{0}/resourceconfigurations$"] = VPCLatticeResponse.dispatch


@wrap(VPCLatticeResponse)
def get_service_network_vpc_association(_original, self):
    asked = unquote(self.path.rsplit("/", 1)[-1])
    found = [a for a in self.backend.service_network_vpc_associations.values() if a.id == asked]
    if not found:
        return 404, {"x-amzn-ErrorType": "ResourceNotFoundException"}, json.dumps({"message": asked})
    return json.dumps(found[0].to_dict())


@wrap(VPCLatticeResponse)
def list_service_network_vpc_associations(original, self):
    """Only the description of an association names its groups."""
    page = json.loads(original(self))
    for item in page["items"]:
        item.pop("securityGroupIds", None)
    return json.dumps(page)


@wrap(VPCLatticeResponse, "list_resource_gateways", "list_resource_configurations")
def empty(_original, self):
    return json.dumps({"items": []})

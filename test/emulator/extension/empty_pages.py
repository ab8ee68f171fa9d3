"""An empty page for every list that moto does not answer.

Nothing of such a kind can be made here, so the page is true; without it the
answer is a 500, and "there is none" could not be told from "it was not read".
"""

import botocore.session
from moto.core.responses import ActionResult
from moto.core.utils import camelcase_to_underscores
from moto.ec2.responses import EC2Response
from moto.networkfirewall.responses import NetworkFirewallResponse
from moto.route53resolver.responses import Route53ResolverResponse
from moto.sagemaker.responses import SageMakerResponse

LISTED = (
    (SageMakerResponse, "sagemaker", "List"),
    (EC2Response, "ec2", "Describe"),
    (Route53ResolverResponse, "route53resolver", "List"),
    (NetworkFirewallResponse, "network-firewall", "List"),
)


def install():
    for response, service, verb in LISTED:
        model = botocore.session.get_session().get_service_model(service)
        for name in model.operation_names:
            if name.startswith(verb) and is_list(model.operation_model(name)):
                answer_empty(response, camelcase_to_underscores(name), model.operation_model(name))


def is_list(operation):
    """Lists of a page, not a description of one thing."""
    output = operation.output_shape
    if output is None or not any(shape.type_name == "list" for shape in output.members.values()):
        return False
    asked = operation.input_shape.members if operation.input_shape else {}
    return {"NextToken", "Marker"} & {*output.members} != set() or "MaxResults" in asked


def answer_empty(response, method_name, operation):
    if hasattr(response, method_name):
        return
    empty = {name: [] for name, shape in operation.output_shape.members.items() if shape.type_name == "list"}

    def method(self):
        return ActionResult(empty)

    method.__name__ = method_name
    setattr(response, method_name, method)

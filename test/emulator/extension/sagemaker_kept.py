"""SageMaker kinds that moto has: what their create was given and moto drops.

A describe answers every member of the create request that the describe also
has, the members that AWS always returns, and nothing empty.
"""

import copy

from moto.core.responses import ActionResult
from moto.core.utils import camelcase_to_underscores
from moto.sagemaker.models import (
    AutoMLJob,
    Cluster,
    FakeEndpointConfig,
    FakeSagemakerNotebookInstance,
    SageMakerModelBackend,
    sagemaker_backends,
)
from moto.sagemaker.responses import SageMakerResponse
from sagemaker_kinds import MODEL, by_arn, spell_out
from wrap import replace, wrap

NOUNS = (
    "NotebookInstance", "Domain", "TrainingJob", "ProcessingJob", "TransformJob", "HyperParameterTuningJob", "AutoMLJobV2",
    "Model", "EndpointConfig", "Endpoint", "DataQualityJobDefinition", "ModelQualityJobDefinition", "ModelBiasJobDefinition",
    "ModelExplainabilityJobDefinition", "Cluster", "CompilationJob", "Pipeline", "FeatureGroup",
)
REWRITTEN = {"InstanceGroups", "OfflineStoreConfig"}  # the describe says them in other words
ALWAYS = {
    "NotebookInstance": {"DirectInternetAccess": "Enabled", "RootAccess": "Enabled", "IpAddressType": "ipv4",
                         "PlatformIdentifier": "notebook-al2-v2",
                         "InstanceMetadataServiceConfiguration": {"MinimumInstanceMetadataServiceVersion": "1"}},
    "TrainingJob": {"EnableNetworkIsolation": False, "EnableInterContainerTrafficEncryption": False},
    "Model": {"EnableNetworkIsolation": False},
    "EndpointConfig": {"EnableNetworkIsolation": False},
}


def arn_member(noun):
    members = MODEL.operation_model("Create" + noun).output_shape.members
    return next(name for name in members if name.endswith("Arn"))


def install():
    for noun in NOUNS:
        described = set(MODEL.operation_model("Describe" + noun).output_shape.members)
        replace(SageMakerResponse, camelcase_to_underscores("Create" + noun), keeper(noun, described - REWRITTEN))
        replace(SageMakerResponse, camelcase_to_underscores("Describe" + noun), teller(noun))


def memory(backend, name):
    """ARN -> something remembered; vanishes with moto's reset."""
    return backend.__dict__.setdefault("mooring_" + name, {})


def keeper(noun, described):
    def create(original, self):
        given = copy.deepcopy(dict(self.params))
        if prepare := PREPARE.get(noun):
            prepare(self.params)
        answer = original(self)
        arn = answer.result[arn_member(noun)]
        memory(self.sagemaker_backend, "given")[arn] = {k: v for k, v in given.items() if k in described}
        return answer

    return create


def teller(noun):
    def describe(original, self):
        answer = dict(original(self).result)
        arn = answer[arn_member(noun)]
        answer |= copy.deepcopy(memory(self.sagemaker_backend, "given").get(arn, {}))
        answer = ALWAYS.get(noun, {}) | {k: v for k, v in answer.items() if v is False or v == 0 or v}
        answer |= memory(self.sagemaker_backend, "reasons").get(arn, {})
        for member in (answer.get("NetworkConfig"), answer.get("TrainingJobDefinition"), *answer.get("TrainingJobDefinitions", [])):
            spell_out(member)
        return ActionResult(answer)

    return describe


def prepare_cluster(params):
    for group in params["InstanceGroups"]:
        group.setdefault("ThreadsPerCore", 1)  # moto cannot do without


def prepare_automl(params):
    for config in params["AutoMLProblemTypeConfig"].values():
        config.setdefault("CompletionCriteria", {})  # moto cannot do without these
        config.setdefault("ProblemType", "Regression")


PREPARE = {"Cluster": prepare_cluster, "AutoMLJobV2": prepare_automl}


@wrap(FakeSagemakerNotebookInstance, "validate_instance_type")
@wrap(FakeEndpointConfig, "validate_instance_type")
@wrap(Cluster, "valid_cluster_node_instance_types")
def any_instance_type(_original, self, instance_type):
    """moto's lists of instance types are years old."""


@wrap(FakeEndpointConfig, "__init__")
def endpoint_config(original, self, *args, **kwargs):
    original(self, *args, **kwargs)
    self.arn = self.endpoint_config_arn  # moto leaves a tuple, which breaks tagging:GetResources


@wrap(AutoMLJob, "__init__")
def automl_job(original, self, *args, **kwargs):
    original(self, *args, **kwargs)
    self.auto_ml_job_status = "Completed"  # as its secondary status and end time say


@wrap(SageMakerModelBackend)
def validate_production_variants(original, self, production_variants):
    """A variant for inference components names no model."""
    original(self, [v for v in production_variants if v.get("ModelName")])


def settle(arn, status, reason=None):
    """Gives a resource a status, and a failed one its reason."""
    region, account = arn.split(":")[3:5]
    backend = sagemaker_backends[account][region]
    if document := by_arn(backend, arn):
        member = next(k for k in document if k.endswith("Status"))
        document |= {member: status} | ({"FailureReason": reason} if reason else {})
        return
    set_status(stored_by_moto(backend, arn), status)
    memory(backend, "reasons")[arn] = {"FailureReason": reason} if reason else {}


def stored_by_moto(backend, arn):
    for stored in vars(backend).values():
        if isinstance(stored, dict):
            for resource in stored.values():
                if getattr(resource, "arn", None) == arn:
                    return resource
    raise KeyError(arn)


def set_status(resource, status):
    names = [n for n in vars(resource) if n.endswith("status") and "secondary" not in n]
    setattr(resource, names[0], status)
    if status in ("InProgress", "INPROGRESS", "Stopping"):
        for name in [n for n in vars(resource) if n.endswith("end_time")]:
            setattr(resource, name, None)

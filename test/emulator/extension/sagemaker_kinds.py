"""SageMaker kinds that moto does not have: a describe answers what create was given.

A document is the create request with its ARN, times and status. Shapes come
from botocore's model, so a member that AWS does not return is not returned.
"""

import copy
import dataclasses

import botocore.session
from moto.core.resource_tagging import TaggedResource
from moto.core.responses import ActionResult, EmptyResult
from moto.core.utils import camelcase_to_underscores, utcnow
from moto.sagemaker.exceptions import ResourceInUseException, ResourceNotFound
from moto.sagemaker.models import SageMakerModelBackend
from moto.sagemaker.responses import SageMakerResponse
from moto.sagemaker.utils import arn_formatter
from wrap import wrap

MODEL = botocore.session.get_session().get_service_model("sagemaker")
JOB_TIMES = ("CreationTime", "LastModifiedTime")


@dataclasses.dataclass(frozen=True)
class Kind:
    noun: str  # as in Create<noun>
    keys: tuple[str, ...]  # the members that name one
    path: str  # what follows the account in its ARN
    state: tuple[str, str] | None = None  # status member and the status it has at once
    plural: str = ""
    times: tuple[str, str] = JOB_TIMES
    wrapper: str = ""  # member that holds the whole description

    @property
    def list_operation(self):
        return "List" + (self.plural or self.noun + "s")

    @property
    def arn_member(self):
        return next(iter(MODEL.operation_model("Create" + self.noun).output_shape.members))

    @property
    def list_member(self):
        members = MODEL.operation_model(self.list_operation).output_shape.members
        return next(name for name, shape in members.items() if shape.type_name == "list")


KINDS = (
    Kind("UserProfile", ("DomainId", "UserProfileName"), "user-profile/{DomainId}/{UserProfileName}", ("Status", "InService")),
    Kind("Space", ("DomainId", "SpaceName"), "space/{DomainId}/{SpaceName}", ("Status", "InService")),
    Kind("App", ("DomainId", "UserProfileName", "SpaceName", "AppType", "AppName"),
         "app/{DomainId}/{UserProfileName}{SpaceName}/{AppType}/{AppName}", ("Status", "InService")),
    Kind("MonitoringSchedule", ("MonitoringScheduleName",), "monitoring-schedule/{MonitoringScheduleName}",
         ("MonitoringScheduleStatus", "Scheduled")),
    Kind("InferenceComponent", ("InferenceComponentName",), "inference-component/{InferenceComponentName}",
         ("InferenceComponentStatus", "InService")),
    Kind("LabelingJob", ("LabelingJobName",), "labeling-job/{LabelingJobName}", ("LabelingJobStatus", "InProgress")),
    Kind("MlflowTrackingServer", ("TrackingServerName",), "mlflow-tracking-server/{TrackingServerName}",
         ("TrackingServerStatus", "Created")),
    Kind("Workforce", ("WorkforceName",), "workforce/{WorkforceName}", ("Status", "Active"),
         times=("CreateDate", "LastUpdatedDate"), wrapper="Workforce"),
    Kind("CodeRepository", ("CodeRepositoryName",), "code-repository/{CodeRepositoryName}", plural="CodeRepositories"),
    Kind("StudioLifecycleConfig", ("StudioLifecycleConfigName",), "studio-lifecycle-config/{StudioLifecycleConfigName}"),
    Kind("OptimizationJob", ("OptimizationJobName",), "optimization-job/{OptimizationJobName}",
         ("OptimizationJobStatus", "INPROGRESS")),
    Kind("InferenceRecommendationsJob", ("JobName",), "inference-recommendations-job/{JobName}", ("Status", "IN_PROGRESS")),
    Kind("AIBenchmarkJob", ("AIBenchmarkJobName",), "ai-benchmark-job/{AIBenchmarkJobName}",
         ("AIBenchmarkJobStatus", "InProgress")),
    Kind("AutoMLJob", ("AutoMLJobName",), "automl-job/{AutoMLJobName}", ("AutoMLJobStatus", "InProgress")),
)


def spell_out(network):
    """Switches that AWS answers although nobody gave them."""
    for name in ("EnableNetworkIsolation", "EnableInterContainerTrafficEncryption") if network else ():
        network.setdefault(name, False)


def documents(backend, noun):
    """(key values) -> document, of one account and Region; vanishes with moto's reset."""
    return backend.__dict__.setdefault("mooring_documents", {}).setdefault(noun, {})


def key_of(kind, params):
    return tuple(params.get(name) or "" for name in kind.keys)


def find(backend, kind, params):
    try:
        return documents(backend, kind.noun)[key_of(kind, params)]
    except KeyError:
        raise ResourceNotFound(message=f"{kind.noun} {'/'.join(key_of(kind, params))} does not exist.") from None


def create(kind, self):
    backend, given = self.sagemaker_backend, copy.deepcopy(dict(self.params))
    stored, key = documents(backend, kind.noun), key_of(kind, given)
    if key in stored:
        raise ResourceInUseException(message=f"{kind.noun} {'/'.join(key)} already exists.")
    resource = kind.path.format_map({name: given.get(name) or "" for name in kind.keys})
    arn = arn_formatter(resource.split("/")[0], resource.split("/", 1)[1], backend.account_id, backend.region_name)
    stored[key] = given | {kind.arn_member: arn} | dict.fromkeys(kind.times, utcnow())
    if kind.state:
        stored[key].setdefault(*kind.state)
    stored[key] |= summary_of(kind.noun, stored[key], backend)
    return ActionResult({kind.arn_member: arn})


def summary_of(noun, document, backend):
    """Members that AWS derives."""
    if noun == "MonitoringSchedule":
        config = document["MonitoringScheduleConfig"]
        spell_out(config.get("MonitoringJobDefinition", {}).get("NetworkConfig"))
        inputs = config.get("MonitoringJobDefinition", {}).get("MonitoringInputs") or [{}]
        return {"MonitoringJobDefinitionName": config.get("MonitoringJobDefinitionName"),
                "MonitoringType": config.get("MonitoringType", "DataQuality"),
                "EndpointName": inputs[0].get("EndpointInput", {}).get("EndpointName")}
    if noun == "InferenceComponent":
        return {"EndpointArn": arn_formatter("endpoint", document["EndpointName"], backend.account_id, backend.region_name)}
    if noun == "Space":
        return {"SpaceSettingsSummary": document.get("SpaceSettings"),
                "SpaceSharingSettingsSummary": document.get("SpaceSharingSettings"),
                "OwnershipSettingsSummary": document.get("OwnershipSettings")}
    if noun == "LabelingJob":
        return {"LabelCounters": {"TotalLabeled": 0, "Unlabeled": 0}, "JobReferenceCode": "ref"}
    return {}


def describe(kind, self):
    document = find(self.sagemaker_backend, kind, self.params)
    return ActionResult({kind.wrapper: document} if kind.wrapper else document)


def update(kind, self):
    document = find(self.sagemaker_backend, kind, self.params)
    document |= copy.deepcopy(dict(self.params)) | {kind.times[1]: utcnow()}
    return ActionResult({kind.arn_member: document[kind.arn_member]})


def delete(kind, self):
    find(self.sagemaker_backend, kind, self.params)
    documents(self.sagemaker_backend, kind.noun).pop(key_of(kind, self.params))
    return EmptyResult()


def list_page(kind, self):
    found = [d for d in documents(self.sagemaker_backend, kind.noun).values() if asked_for(kind, d, self.params)]
    start, size = int(self.params.get("NextToken") or 0), self.params.get("MaxResults") or 100
    more = start + size < len(found)
    return ActionResult({kind.list_member: found[start:start + size], "NextToken": str(start + size) if more else None})


def asked_for(kind, document, params):
    """The filters X Equals, X Contains, CreationTimeAfter and -Before of a list."""
    for name, want in params.items():
        if name == "StatusEquals":
            kept = document[kind.state[0]] == want
        elif name == "NameContains":
            kept = want in "/".join(key_of(kind, document))
        elif name.endswith("Contains"):
            kept = want in (document.get(name.removesuffix("Contains")) or "")
        elif name.endswith("Equals"):
            kept = document.get(name.removesuffix("Equals")) == want
        elif name in ("CreationTimeAfter", "CreationTimeBefore"):
            earlier, later = (want, document[kind.times[0]]) if name.endswith("After") else (document[kind.times[0]], want)
            kept = earlier.replace(tzinfo=None) <= later.replace(tzinfo=None)
        else:
            kept = True
        if not kept:
            return False
    return True


AUTOML = KINDS[-1]
ACTIONS = {"Create": create, "Describe": describe, "Update": update, "Delete": delete}


def add(operation, act, kind):
    """moto's own action, where it has one, stays."""
    name = camelcase_to_underscores(operation)
    if operation not in MODEL.operation_names or hasattr(SageMakerResponse, name):
        return

    def method(self):
        return act(kind, self)

    method.__name__ = name
    setattr(SageMakerResponse, name, method)


for one in KINDS:
    for verb, act in ACTIONS.items():
        add(verb + one.noun, act, one)
    add(one.list_operation, list_page, one)


@wrap(SageMakerResponse)
def list_auto_ml_jobs(original, self):
    """Both versions stand in one list; those of the first end its last page."""
    answer = dict(original(self).result)
    if not answer.get("NextToken"):
        first = [d for d in documents(self.sagemaker_backend, "AutoMLJob").values() if asked_for(AUTOML, d, self.params)]
        answer["AutoMLJobSummaries"] = [*answer["AutoMLJobSummaries"], *first]
    return ActionResult(answer)


@wrap(SageMakerResponse)
def describe_auto_ml_job_v2(original, self):
    """Answers jobs of either version (API reference DescribeAutoMLJobV2)."""
    first = documents(self.sagemaker_backend, "AutoMLJob").get((self.params["AutoMLJobName"],))
    if first is None:
        return original(self)
    security = (first.get("AutoMLJobConfig") or {}).get("SecurityConfig")
    return ActionResult(first | {"AutoMLJobInputDataConfig": first["InputDataConfig"], "SecurityConfig": security})


@wrap(SageMakerResponse)
def list_feature_groups(_original, self):
    groups = [g.describe() for g in self.sagemaker_backend.feature_groups.values()]
    return ActionResult({"FeatureGroupSummaries": groups})


@wrap(SageMakerResponse)
def list_notebook_instance_lifecycle_configs(_original, self):
    stored = self.sagemaker_backend.notebook_instance_lifecycle_configurations.values()
    return ActionResult({"NotebookInstanceLifecycleConfigs": [c.response_object for c in stored]})


def by_arn(backend, arn):
    return next((d for stored in backend.__dict__.get("mooring_documents", {}).values()
                 for d in stored.values() if arn in d.values()), None)


@wrap(SageMakerModelBackend)
def iter_tagged_resources(original, self):
    yield from original(self)
    for kind in KINDS:
        for document in documents(self, kind.noun).values():
            tags = {tag["Key"]: tag["Value"] for tag in document.get("Tags") or []}
            yield TaggedResource(document[kind.arn_member], tags, "sagemaker:" + kind.path.split("/")[0])


@wrap(SageMakerModelBackend)
def add_tags(original, self, arn, tags):
    document = by_arn(self, arn)
    if document is None:
        return original(self, arn, tags)
    document["Tags"] = [*(document.get("Tags") or []), *tags]
    return document["Tags"]

"""A domain as SageMaker makes it: its file system, its NFS groups, its apps' interfaces."""

from moto.core.responses import ActionResult
from moto.core.utils import utcnow
from moto.ec2 import ec2_backends
from moto.efs.models import EFSBackend, MountTarget, efs_backends
from moto.sagemaker.responses import SageMakerResponse
from network import mark
from sagemaker_notebooks import make_interface
from sagemaker_kinds import documents
from wrap import wrap

NFS = {"ip_protocol": "tcp", "from_port": "2049", "to_port": "2049", "ip_ranges": []}


@wrap(SageMakerResponse)
def create_domain(original, self):
    answer = dict(original(self).result)
    domain_id = answer["DomainArn"].split("/")[-1]
    furnish(self.sagemaker_backend, self.sagemaker_backend.domains[domain_id])
    return ActionResult(answer | {"DomainId": domain_id})


def furnish(backend, domain):
    """Every domain has its home file system in its VPC, whatever its access type."""
    efs = efs_backends[backend.account_id][backend.region_name]
    files = efs.create_file_system(domain.id, "generalPurpose", True, domain.kms_key_id, "bursting", 0, None, False,
                                   [{"Key": "ManagedByAmazonSageMakerResource", "Value": domain.arn}])
    inbound, outbound = nfs_groups(ec2_backends[backend.account_id][backend.region_name], domain)
    for subnet_id in domain.subnet_ids:
        subnet = efs.ec2_backend.get_subnet(subnet_id)
        if not files.has_mount_target(subnet):
            efs.create_mount_target(files.file_system_id, subnet_id, None, [inbound.id])
    domain.home_efs_file_system_id = files.file_system_id
    domain.security_group_id_for_domain_boundary = None  # Unified Studio only
    domain.nfs_group = outbound.id


def nfs_groups(ec2, domain):
    """They name each other on 2049 and nothing else."""
    inbound, outbound = (nfs_group(ec2, way, domain) for way in ("inbound", "outbound"))
    ec2.authorize_security_group_ingress(inbound.id, source_groups=[{"GroupId": outbound.id}], **NFS)
    ec2.authorize_security_group_egress(outbound.id, source_groups=[{"GroupId": inbound.id}], **NFS)
    return inbound, outbound


def nfs_group(ec2, way, domain):
    name, tags = f"security-group-for-{way}-nfs-{domain.id}", {"ManagedByAmazonSageMakerResource": domain.arn}
    group = ec2.create_security_group(name, "[DO NOT DELETE] Security Group that allows NFS", domain.vpc_id, tags)
    group.egress_rules.clear()
    return group


@wrap(EFSBackend)
def create_mount_target(original, self, file_system_id, *args, **kwargs):
    target = original(self, file_system_id, *args, **kwargs)
    eni = self.ec2_backend.enis[target.network_interface_id]
    mark(eni, "interface", f"EFS mount target for {file_system_id} ({target.mount_target_id})")
    return target


@wrap(MountTarget)
def info_json(original, self):
    """The groups have an operation of their own."""
    return {name: value for name, value in original(self).items() if name != "SecurityGroups"}


@wrap(SageMakerResponse)
def update_domain(_original, self):
    domain = self.sagemaker_backend.domains[self.params["DomainId"]]
    self.sagemaker_backend.__dict__.get("mooring_given", {}).setdefault(domain.arn, {}).update(self.params)
    domain.last_modified_time = utcnow()
    return ActionResult({"DomainArn": domain.arn})


@wrap(SageMakerResponse)
def create_app(original, self):
    """An app of a VpcOnly domain has an interface in one of the domain's subnets."""
    answer = original(self)
    domain = self.sagemaker_backend.domains.get(self.params["DomainId"])
    if domain and domain.app_network_access_type == "VpcOnly":
        groups = [*groups_of(self.sagemaker_backend, domain, self.params), domain.nfs_group]
        make_interface(self.sagemaker_backend, domain.subnet_ids[0], groups,
                       f"[DO NOT DELETE] ENI managed by SageMaker for Studio Domain({domain.id}) - 0")
    return answer


def groups_of(backend, domain, app):
    """Shared spaces have the groups of their own settings, all else those of domain and profile."""
    space = documents(backend, "Space").get((domain.id, app.get("SpaceName")), {})
    if (space.get("SpaceSharingSettings") or {}).get("SharingType") == "Shared":
        return groups_in(domain.default_space_settings)
    owner = (space.get("OwnershipSettings") or {}).get("OwnerUserProfileName") or app.get("UserProfileName")
    profile = documents(backend, "UserProfile").get((domain.id, owner), {})
    return list(dict.fromkeys(groups_in(domain.default_user_settings) + groups_in(profile.get("UserSettings"))))


def groups_in(settings):
    return (settings or {}).get("SecurityGroups") or []

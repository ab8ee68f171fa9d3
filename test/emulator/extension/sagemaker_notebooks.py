"""Notebooks with a real network interface, and UpdateNotebookInstance."""

from moto.core.responses import ActionResult, EmptyResult
from moto.ec2 import ec2_backends
from moto.sagemaker.models import SageMakerModelBackend
from moto.sagemaker.responses import SageMakerResponse
from network import mark
from wrap import wrap

NOTEBOOK_INTERFACE = ("[Do not delete] Network Interface created to access resources in your VPC "
                      "for SageMaker Notebook Instance {}")
CHANGEABLE = {"InstanceType": "instance_type", "VolumeSizeInGB": "volume_size_in_gb", "RootAccess": "root_access",
              "RoleArn": "role_arn", "LifecycleConfigName": "lifecycle_config_name"}


def make_interface(backend, subnet_id, groups, description):
    """An interface of SageMaker's in the customer's subnet."""
    ec2 = ec2_backends[backend.account_id][backend.region_name]
    eni = ec2.create_network_interface(subnet_id, None, group_ids=groups, description=description)
    mark(eni, "interface", description)
    return eni


@wrap(SageMakerModelBackend)
def create_notebook_instance(original, self, *args, **kwargs):
    notebook = original(self, *args, **kwargs)
    if notebook.subnet_id:
        eni = make_interface(self, notebook.subnet_id, notebook.security_group_ids,
                             NOTEBOOK_INTERFACE.format(notebook.notebook_instance_name))
        notebook.security_group_ids = [group.id for group in eni._group_set]
        notebook.network_interface_id = eni.id
    return notebook


@wrap(SageMakerModelBackend)
def delete_notebook_instance(original, self, notebook_instance_name):
    notebook = self.get_notebook_instance(notebook_instance_name)
    original(self, notebook_instance_name)
    ec2_backends[self.account_id][self.region_name].enis.pop(getattr(notebook, "network_interface_id", None), None)


@wrap(SageMakerResponse)
def describe_notebook_instance(original, self):
    answer = dict(original(self).result)
    notebook = self.sagemaker_backend.get_notebook_instance(answer["NotebookInstanceName"])
    return ActionResult(answer | {"NetworkInterfaceId": getattr(notebook, "network_interface_id", None)})


@wrap(SageMakerResponse)
def update_notebook_instance(_original, self):
    notebook = self.sagemaker_backend.get_notebook_instance(self.params["NotebookInstanceName"])
    given = self.sagemaker_backend.__dict__.get("mooring_given", {}).setdefault(notebook.arn, {})
    for member, value in self.params.items():
        if member in CHANGEABLE:
            setattr(notebook, CHANGEABLE[member], value)
        given[member] = value
    return EmptyResult()

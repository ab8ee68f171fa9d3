package checks

import "mooring/internal/check"

const notebookConsole = "SageMaker AI > Notebooks > Notebook instances: open one. "

// recreate is how every fixed setting of a notebook is changed. The CLI takes no
// VPC: AWS infers it from the subnet.
func recreate() check.Remediation {
	return check.Remediation{
		Text: "A notebook's network is fixed when it is made; UpdateNotebookInstance has no member for it. Copy what is on its volume to S3, make a second notebook in a private subnet " +
			"with direct internet access disabled, copy the files back, and delete the first when its owner agrees.",
		CLI: `aws sagemaker describe-notebook-instance --notebook-instance-name NAME
aws sagemaker create-notebook-instance --notebook-instance-name NAME-private \
  --instance-type TYPE --role-arn ROLE --volume-size-in-gb SIZE \
  --subnet-id SUBNET --security-group-ids SG --direct-internet-access Disabled`,
		Backout: "Keep the first notebook stopped until the second one is proved; start it again to go back. Only deleting it cannot be undone.",
	}
}

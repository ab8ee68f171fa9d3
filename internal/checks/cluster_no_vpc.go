package checks

import (
	"mooring/internal/check"
	"mooring/internal/inventory"
)

func clusterNoVPC() check.Check {
	return check.Check{
		ID: "cluster-no-vpc", Severity: check.High, Kinds: []inventory.Kind{inventory.KindCluster},
		Judge: judgeAs(func(c *inventory.Cluster, _ check.Subject) check.Outcome {
			return check.Ask(c.Groups, func(groups []inventory.InstanceGroup) check.Outcome {
				if len(groups) == 0 {
					return placed("VpcConfig", c.VPC)
				}
				var parts []check.Outcome
				for _, g := range groups {
					parts = append(parts, groupPlaced(c, g))
				}
				return check.Fold(parts...)
			})
		}),
		Doc: check.Doc{
			Title: "A HyperPod cluster runs outside your VPC",
			Description: "Reads `VpcConfig` and every group's `OverrideVpcConfig`. Fails when a group of nodes has neither: it then stands in a network of SageMaker's. " +
				"Clusters have no switch for network isolation.",
			Rationale: "Nodes live for months, run what people log in and start, and hold data on their disks. Outside your VPC none of your routes, groups, firewalls or flow logs stands between them and the internet.",
			Impact: "In your VPC the nodes need S3 for their lifecycle scripts, the SageMaker API, STS, CloudWatch Logs and ECR, all traffic within their own group for EFA, and one address for each node, more with EFA. " +
				"`mooring needs cluster` lists them.",
			Default: "No `VpcConfig`: SageMaker's own network, with internet access.",
			Audit: check.Audit{
				Console: "SageMaker AI > HyperPod clusters: open one. **Networking** names no VPC when the check fails; each instance group says whether it overrides.",
				CLI:     "aws sagemaker list-clusters --query 'ClusterSummaries[].ClusterName'\naws sagemaker describe-cluster --cluster-name NAME --query '{cluster: VpcConfig, groups: InstanceGroups[].[InstanceGroupName, OverrideVpcConfig]}'",
			},
			Remediation: check.Remediation{
				Text: "The cluster's own `VpcConfig` cannot be changed. Add groups with `OverrideVpcConfig`, move the work to them and remove the others, or make a new cluster beside this one.",
				CLI:  "# request.json: the cluster's groups, the new one with\n#   \"OverrideVpcConfig\": {\"Subnets\": [\"SUBNET\"], \"SecurityGroupIds\": [\"SG\"]}\naws sagemaker update-cluster --cluster-name NAME --cli-input-json file://request.json",
				Backout: "Keep the former groups until the new ones are proved, then move the work back and remove the new ones. " +
					"Disks of nodes that were removed are gone.",
			},
			References: []string{guide("API_CreateCluster"), guide("API_ClusterInstanceGroupSpecification"), guide("sagemaker-hyperpod-prerequisites")},
			Profile:    1,
			Compliance: map[string][]string{},
		},
	}
}

// groupPlaced judges where a group's nodes stand: its override, else the cluster's.
func groupPlaced(c *inventory.Cluster, g inventory.InstanceGroup) check.Outcome {
	return check.Ask(g.Override, func(own inventory.VPCConfig) check.Outcome {
		if own.Placed() {
			return placed("group "+g.Name+": OverrideVpcConfig", g.Override)
		}
		return placed("group "+g.Name+": VpcConfig of the cluster", c.VPC)
	})
}

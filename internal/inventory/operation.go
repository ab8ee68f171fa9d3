package inventory

import (
	"cmp"
	"slices"
	"strings"
)

// Gate is one thing that can stop a packet or a request (a closed list, docs/interface.md).
type Gate string

const (
	GateMode              Gate = "mode"
	GateDNS               Gate = "dns"
	GateGroupEgress       Gate = "security-group-egress"
	GateGroupIngress      Gate = "security-group-ingress"
	GateACLEgress         Gate = "network-acl-egress"
	GateACLIngress        Gate = "network-acl-ingress"
	GateRoute             Gate = "route"
	GateInternetGateway   Gate = "internet-gateway"
	GatePublicAddress     Gate = "public-address"
	GateNATGateway        Gate = "nat-gateway"
	GateEgressOnlyGateway Gate = "egress-only-gateway"
	GateGatewayEndpoint   Gate = "gateway-endpoint"
	GateInterfaceEndpoint Gate = "interface-endpoint"
	GatePeering           Gate = "peering"
	GateTransitGateway    Gate = "transit-gateway"
	GateVirtualGateway    Gate = "virtual-gateway"
	GateFirewall          Gate = "firewall"
	GateGatewayBalancer   Gate = "gateway-load-balancer"
	GateLoadBalancer      Gate = "load-balancer"
	GateMiddlebox         Gate = "middlebox"
	GateBlockPublicAccess Gate = "block-public-access"
	GateEncryptionControl Gate = "encryption-control"
	GateSourceDestCheck   Gate = "source-dest-check"
	GateEndpointPolicy    Gate = "endpoint-policy"

	// In what stands beside a verdict.
	GateResourcePolicy     Gate = "resource-policy"
	GateIdentityPolicy     Gate = "identity-policy"
	GateOrganizationPolicy Gate = "organization-policy"
)

// Operation is one read operation that an inventory is made from.
type Operation struct {
	Name    string   // service:Name; the service as IAM spells it
	Action  string   // IAM action where it is not Name
	Yields  string   // what becomes unknown without it, a plural noun
	Items   string   // top-level list in the answer; "" when the answer is one object
	Subject []string // input members that say what is asked about; nil when it lists
	Global  bool     // one answer for all Regions
	Gates   []Gate   // gates that become unknown when it is unread
	Beside  bool     // it serves what stands beside the verdicts: that it was never asked is no gap
}

// IAMAction is the permission that the call needs.
func (o Operation) IAMAction() string { return cmp.Or(o.Action, o.Name) }

// Service is the part of the name before the colon.
func (o Operation) Service() string { return strings.SplitN(o.Name, ":", 2)[0] }

// operations and operationsByName are the one table, made once.
var (
	operations       = slices.Concat(accountOperations(), sagemakerOperations(), networkOperations(), wayOperations(), namingOperations(), storageOperations(), policyOperations())
	operationsByName = indexOperations()
)

func indexOperations() map[string]Operation {
	byName := make(map[string]Operation, len(operations))
	for _, o := range operations {
		byName[o.Name] = o
	}
	return byName
}

// OperationByName finds a declared operation; ok is false for any other.
func OperationByName(name string) (Operation, bool) {
	o, ok := operationsByName[name]
	return o, ok
}

func list(name, yields, items string, gates ...Gate) Operation {
	return Operation{Name: name, Yields: yields, Items: items, Gates: gates}
}

func describe(name, yields string, subject ...string) Operation {
	return Operation{Name: name, Yields: yields, Subject: subject}
}

// about is a list of one subject, without which names cannot be resolved.
func about(name, yields, items, subject string) Operation {
	return Operation{Name: name, Yields: yields, Items: items, Subject: []string{subject}, Gates: []Gate{GateDNS}}
}

func firewall(name, yields, subject string) Operation {
	return Operation{Name: "network-firewall:" + name, Yields: yields, Subject: []string{subject}, Gates: []Gate{GateFirewall}}
}

func balancing(name, yields, items, subject string) Operation {
	return Operation{Name: "elasticloadbalancing:" + name, Yields: yields, Items: items, Subject: []string{subject}, Gates: []Gate{GateLoadBalancer}}
}

// Operations are all read operations, in the order in which they are asked.
func Operations() []Operation { return slices.Clone(operations) }

func accountOperations() []Operation {
	identity := describe("sts:GetCallerIdentity", "the account id")
	identity.Global = true
	return []Operation{identity, {Name: "tagging:GetResources", Action: "tag:GetResources", Yields: "tags", Items: "ResourceTagMappingList"}}
}

func sagemakerOperations() []Operation {
	return []Operation{
		list("sagemaker:ListNotebookInstances", "notebooks", "NotebookInstances"),
		describe("sagemaker:DescribeNotebookInstance", "settings of a notebook", "NotebookInstanceName"),
		list("sagemaker:ListDomains", "domains", "Domains"),
		describe("sagemaker:DescribeDomain", "settings of a domain", "DomainId"),
		list("sagemaker:ListUserProfiles", "user profiles", "UserProfiles"),
		describe("sagemaker:DescribeUserProfile", "settings of a user profile", "DomainId", "UserProfileName"),
		list("sagemaker:ListSpaces", "spaces", "Spaces"),
		describe("sagemaker:DescribeSpace", "settings of a space", "DomainId", "SpaceName"),
		list("sagemaker:ListApps", "apps", "Apps"),
		list("sagemaker:ListTrainingJobs", "training jobs", "TrainingJobSummaries"),
		describe("sagemaker:DescribeTrainingJob", "settings of a training job", "TrainingJobName"),
		list("sagemaker:ListProcessingJobs", "processing jobs", "ProcessingJobSummaries"),
		describe("sagemaker:DescribeProcessingJob", "settings of a processing job", "ProcessingJobName"),
		list("sagemaker:ListTransformJobs", "transform jobs", "TransformJobSummaries"),
		describe("sagemaker:DescribeTransformJob", "settings of a transform job", "TransformJobName"),
		list("sagemaker:ListHyperParameterTuningJobs", "tuning jobs", "HyperParameterTuningJobSummaries"),
		describe("sagemaker:DescribeHyperParameterTuningJob", "settings of a tuning job", "HyperParameterTuningJobName"),
		list("sagemaker:ListAutoMLJobs", "AutoML jobs", "AutoMLJobSummaries"),
		describe("sagemaker:DescribeAutoMLJobV2", "settings of an AutoML job", "AutoMLJobName"),
		describe("sagemaker:DescribeAutoMLJob", "settings of an AutoML job (first version)", "AutoMLJobName"),
		list("sagemaker:ListCompilationJobs", "compilation jobs", "CompilationJobSummaries"),
		describe("sagemaker:DescribeCompilationJob", "settings of a compilation job", "CompilationJobName"),
		list("sagemaker:ListOptimizationJobs", "optimization jobs", "OptimizationJobSummaries"),
		describe("sagemaker:DescribeOptimizationJob", "settings of an optimization job", "OptimizationJobName"),
		list("sagemaker:ListInferenceRecommendationsJobs", "recommendation jobs", "InferenceRecommendationsJobs"),
		describe("sagemaker:DescribeInferenceRecommendationsJob", "settings of a recommendation job", "JobName"),
		list("sagemaker:ListAIBenchmarkJobs", "benchmark jobs", "AIBenchmarkJobs"),
		describe("sagemaker:DescribeAIBenchmarkJob", "settings of a benchmark job", "AIBenchmarkJobName"),
		list("sagemaker:ListLabelingJobs", "labeling jobs", "LabelingJobSummaryList"),
		describe("sagemaker:DescribeLabelingJob", "settings of a labeling job", "LabelingJobName"),
		list("sagemaker:ListModels", "models", "Models"),
		describe("sagemaker:DescribeModel", "settings of a model", "ModelName"),
		list("sagemaker:ListEndpointConfigs", "endpoint configs", "EndpointConfigs"),
		describe("sagemaker:DescribeEndpointConfig", "settings of an endpoint config", "EndpointConfigName"),
		list("sagemaker:ListEndpoints", "endpoints", "Endpoints"),
		describe("sagemaker:DescribeEndpoint", "settings of an endpoint", "EndpointName"),
		list("sagemaker:ListInferenceComponents", "inference components", "InferenceComponents"),
		list("sagemaker:ListDataQualityJobDefinitions", "data quality definitions", "JobDefinitionSummaries"),
		describe("sagemaker:DescribeDataQualityJobDefinition", "settings of a data quality definition", "JobDefinitionName"),
		list("sagemaker:ListModelQualityJobDefinitions", "model quality definitions", "JobDefinitionSummaries"),
		describe("sagemaker:DescribeModelQualityJobDefinition", "settings of a model quality definition", "JobDefinitionName"),
		list("sagemaker:ListModelBiasJobDefinitions", "bias definitions", "JobDefinitionSummaries"),
		describe("sagemaker:DescribeModelBiasJobDefinition", "settings of a bias definition", "JobDefinitionName"),
		list("sagemaker:ListModelExplainabilityJobDefinitions", "explainability definitions", "JobDefinitionSummaries"),
		describe("sagemaker:DescribeModelExplainabilityJobDefinition", "settings of an explainability definition", "JobDefinitionName"),
		list("sagemaker:ListMonitoringSchedules", "monitoring schedules", "MonitoringScheduleSummaries"),
		describe("sagemaker:DescribeMonitoringSchedule", "settings of a monitoring schedule", "MonitoringScheduleName"),
		list("sagemaker:ListClusters", "clusters", "ClusterSummaries"),
		describe("sagemaker:DescribeCluster", "settings of a cluster", "ClusterName"),
		list("sagemaker:ListPipelines", "pipelines", "PipelineSummaries"),
		describe("sagemaker:DescribePipeline", "the steps of a pipeline", "PipelineName"),
		list("sagemaker:ListMlflowTrackingServers", "MLflow servers", "TrackingServerSummaries"),
		list("sagemaker:ListFeatureGroups", "feature groups", "FeatureGroupSummaries"),
		list("sagemaker:ListWorkforces", "workforces", "Workforces"),
		list("sagemaker:ListCodeRepositories", "code repositories", "CodeRepositorySummaryList"),
		list("sagemaker:ListNotebookInstanceLifecycleConfigs", "notebook lifecycle configs", "NotebookInstanceLifecycleConfigs"),
		list("sagemaker:ListStudioLifecycleConfigs", "Studio lifecycle configs", "StudioLifecycleConfigs"),
	}
}

// networkOperations say how packets go, those to a name server of the customer's too.
func networkOperations() []Operation {
	attribute := describe("ec2:DescribeVpcAttribute", "DNS attributes of a VPC", "VpcId", "Attribute")
	attribute.Gates = []Gate{GateDNS}
	entries := Operation{
		Name: "ec2:GetManagedPrefixListEntries", Yields: "addresses of a prefix list", Items: "Entries", Subject: []string{"PrefixListId"},
		Gates: []Gate{GateGroupEgress, GateGroupIngress, GateRoute},
	}
	transitRoutes := Operation{Name: "ec2:SearchTransitGatewayRoutes", Yields: "transit gateway routes", Items: "Routes", Subject: []string{"TransitGatewayRouteTableId"}, Gates: []Gate{GateTransitGateway, GateDNS}}
	return []Operation{
		list("ec2:DescribeVpcs", "VPCs", "Vpcs", GateRoute),
		attribute,
		list("ec2:DescribeSubnets", "subnets", "Subnets", GateRoute),
		list("ec2:DescribeRouteTables", "route tables", "RouteTables", GateRoute, GateDNS),
		list("ec2:DescribeSecurityGroups", "security groups", "SecurityGroups", GateGroupEgress, GateGroupIngress, GateDNS),
		list("ec2:DescribeNetworkAcls", "network ACLs", "NetworkAcls", GateACLEgress, GateACLIngress, GateDNS),
		list("ec2:DescribeNetworkInterfaces", "network interfaces", "NetworkInterfaces", GateDNS, GateInterfaceEndpoint, GateLoadBalancer, GatePublicAddress, GateRoute),
		list("ec2:DescribeInternetGateways", "internet gateways", "InternetGateways", GateInternetGateway),
		list("ec2:DescribeNatGateways", "NAT gateways", "NatGateways", GateNATGateway),
		list("ec2:DescribeEgressOnlyInternetGateways", "egress-only internet gateways", "EgressOnlyInternetGateways", GateEgressOnlyGateway),
		list("ec2:DescribeVpcEndpoints", "VPC endpoints", "VpcEndpoints", GateDNS, GateGatewayEndpoint),
		list("ec2:DescribeVpcEndpointServices", "endpoint services", "ServiceDetails", GateEndpointPolicy),
		list("ec2:DescribeManagedPrefixLists", "managed prefix lists", "PrefixLists"),
		list("ec2:DescribePrefixLists", "addresses of AWS prefix lists", "PrefixLists"),
		entries,
		list("ec2:DescribeDhcpOptions", "DHCP option sets", "DhcpOptions", GateDNS),
		list("ec2:DescribeVpcPeeringConnections", "peering connections", "VpcPeeringConnections", GatePeering),
		list("ec2:DescribeTransitGateways", "transit gateways", "TransitGateways"),
		list("ec2:DescribeTransitGatewayAttachments", "transit gateway attachments", "TransitGatewayAttachments", GateTransitGateway, GateDNS),
		list("ec2:DescribeTransitGatewayVpcAttachments", "transit gateway VPC attachments", "TransitGatewayVpcAttachments", GateDNS, GateTransitGateway),
		list("ec2:DescribeTransitGatewayRouteTables", "transit gateway route tables", "TransitGatewayRouteTables", GateTransitGateway, GateDNS),
		transitRoutes,
		list("ec2:DescribeVpcBlockPublicAccessOptions", "Block Public Access", "", GateBlockPublicAccess),
		list("ec2:DescribeVpcBlockPublicAccessExclusions", "Block Public Access exclusions", "VpcBlockPublicAccessExclusions", GateBlockPublicAccess),
		list("ec2:DescribeFlowLogs", "flow logs", "FlowLogs"),
		list("network-firewall:ListFirewalls", "network firewalls", "Firewalls", GateFirewall),
		firewall("DescribeFirewall", "settings of a network firewall", "FirewallArn"),
		firewall("DescribeFirewallPolicy", "settings of a firewall policy", "FirewallPolicyArn"),
		firewall("DescribeRuleGroup", "rules of a firewall rule group", "RuleGroupArn"),
		list("network-firewall:ListVpcEndpointAssociations", "firewall endpoints in other VPCs", "VpcEndpointAssociations", GateFirewall),
		firewall("DescribeVpcEndpointAssociation", "a firewall endpoint in another VPC", "VpcEndpointAssociationArn"),
		list("elasticloadbalancing:DescribeLoadBalancers", "load balancers", "LoadBalancers", GateLoadBalancer),
	}
}

// namingOperations say who answers names.
func namingOperations() []Operation {
	zones := Operation{Name: "route53:ListHostedZonesByVPC", Yields: "private hosted zones", Items: "HostedZoneSummaries", Subject: []string{"VPCId", "VPCRegion"}, Global: true, Gates: []Gate{GateDNS}}
	records := Operation{Name: "route53:ListResourceRecordSets", Yields: "records of a private hosted zone", Items: "ResourceRecordSets", Subject: []string{"HostedZoneId"}, Global: true, Gates: []Gate{GateDNS}}
	return []Operation{
		zones,
		records,
		list("route53resolver:ListResolverRules", "Resolver rules", "ResolverRules", GateDNS),
		list("route53resolver:ListResolverRuleAssociations", "Resolver rule associations", "ResolverRuleAssociations", GateDNS),
		list("route53resolver:ListResolverEndpoints", "Resolver endpoints", "ResolverEndpoints", GateDNS),
		about("route53resolver:ListResolverEndpointIpAddresses", "addresses of a Resolver endpoint", "IpAddresses", "ResolverEndpointId"),
		list("route53resolver:ListFirewallRuleGroupAssociations", "DNS Firewall rule groups of VPCs", "FirewallRuleGroupAssociations", GateDNS),
		about("route53resolver:ListFirewallRules", "rules of a DNS Firewall rule group", "FirewallRules", "FirewallRuleGroupId"),
		list("route53resolver:ListFirewallDomainLists", "DNS Firewall domain lists", "FirewallDomainLists"),
		about("route53resolver:ListFirewallDomains", "domains of a DNS Firewall domain list", "Domains", "FirewallDomainListId"),
		list("route53profiles:ListProfileAssociations", "Route 53 Profiles of VPCs", "ProfileAssociations", GateDNS),
		about("route53profiles:ListProfileResourceAssociations", "what a Route 53 Profile holds", "ProfileResourceAssociations", "ProfileId"),
	}
}

// wayOperations tell what leads out of a VPC beside its gateways and endpoints.
func wayOperations() []Operation {
	about := func(name, yields, items, subject string) Operation {
		return Operation{Name: name, Yields: yields, Items: items, Subject: []string{subject}}
	}
	references := about("ec2:GetTransitGatewayPrefixListReferences", "prefix lists in a transit gateway route table", "TransitGatewayPrefixListReferences", "TransitGatewayRouteTableId")
	references.Gates = []Gate{GateTransitGateway}
	return []Operation{
		list("ec2:DescribeVpnGateways", "virtual private gateways", "VpnGateways"),
		list("ec2:DescribeVpnConnections", "VPN connections", "VpnConnections"),
		list("ec2:DescribeTransitGatewayPeeringAttachments", "transit gateway peering attachments", "TransitGatewayPeeringAttachments", GateTransitGateway),
		references,
		list("ec2:DescribeSecurityGroupVpcAssociations", "security groups of other VPCs", "SecurityGroupVpcAssociations"),
		list("ec2:DescribeVpcEncryptionControls", "encryption controls", "VpcEncryptionControls", GateEncryptionControl),
		balancing("DescribeListeners", "listeners of a load balancer", "Listeners", "LoadBalancerArn"),
		balancing("DescribeLoadBalancerAttributes", "attributes of a load balancer", "Attributes", "LoadBalancerArn"),
		list("elasticloadbalancing:DescribeTargetGroups", "target groups", "TargetGroups", GateLoadBalancer),
		balancing("DescribeTargetGroupAttributes", "attributes of a target group", "Attributes", "TargetGroupArn"),
		balancing("DescribeTargetHealth", "targets of a target group", "TargetHealthDescriptions", "TargetGroupArn"),
		about("vpc-lattice:ListServiceNetworkVpcAssociations", "service networks of a VPC", "Items", "VpcIdentifier"),
		describe("vpc-lattice:GetServiceNetworkVpcAssociation", "security groups of a service network's association", "ServiceNetworkVpcAssociationIdentifier"),
		list("vpc-lattice:ListResourceGateways", "resource gateways", "Items"),
		list("vpc-lattice:ListResourceConfigurations", "resource configurations", "Items"),
	}
}

func storageOperations() []Operation {
	targets := Operation{Name: "elasticfilesystem:DescribeMountTargets", Yields: "EFS mount targets", Items: "MountTargets", Subject: []string{"FileSystemId"}, Gates: []Gate{GateRoute}}
	return []Operation{
		list("elasticfilesystem:DescribeFileSystems", "EFS file systems", "FileSystems"),
		targets,
		list("fsx:DescribeFileSystems", "FSx file systems", "FileSystems"),
	}
}

// policyOperations read what decides beside the network whether AWS admits a
// request.
func policyOperations() []Operation {
	organization := describe("organizations:DescribeOrganization", "the organization and the management account")
	organization.Gates = []Gate{GateEndpointPolicy, GateOrganizationPolicy}
	roles := describe("iam:GetAccountAuthorizationDetails", "policies of roles")
	roles.Gates = []Gate{GateIdentityPolicy}
	bucket := describe("s3:GetBucketPolicy", "policies of a bucket", "Bucket")
	bucket.Gates = []Gate{GateResourcePolicy}
	parents := list("organizations:ListParents", "parents of an account or unit", "Parents")
	attached := list("organizations:ListPoliciesForTarget", "policies of an account or unit", "Policies")
	parents.Subject, attached.Subject = []string{"ChildId"}, []string{"TargetId", "Filter"}
	content := describe("organizations:DescribePolicy", "statements of an organization's policy", "PolicyId")
	out := []Operation{organization, roles, bucket, parents, attached, content}
	for i := range out {
		out[i].Beside = true
		out[i].Global = out[i].Name != "s3:GetBucketPolicy"
		if out[i].Gates == nil {
			out[i].Gates = []Gate{GateOrganizationPolicy}
		}
	}
	return out
}

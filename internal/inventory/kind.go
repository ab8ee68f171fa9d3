package inventory

// Kind names what an object is: SageMaker kinds as the report spells them,
// network kinds by AWS's noun.
type Kind string

const (
	KindNotebook                 Kind = "notebook"
	KindDomain                   Kind = "domain"
	KindUserProfile              Kind = "user-profile"
	KindSpace                    Kind = "space"
	KindApp                      Kind = "app"
	KindTrainingJob              Kind = "training-job"
	KindProcessingJob            Kind = "processing-job"
	KindTransformJob             Kind = "transform-job"
	KindTuningJob                Kind = "tuning-job"
	KindAutoMLJob                Kind = "automl-job"
	KindCompilationJob           Kind = "compilation-job"
	KindOptimizationJob          Kind = "optimization-job"
	KindRecommendationJob        Kind = "recommendation-job"
	KindBenchmarkJob             Kind = "benchmark-job"
	KindLabelingJob              Kind = "labeling-job"
	KindModel                    Kind = "model"
	KindEndpointConfig           Kind = "endpoint-config"
	KindEndpoint                 Kind = "endpoint"
	KindInferenceComponent       Kind = "inference-component"
	KindDataQualityDefinition    Kind = "data-quality-definition"
	KindModelQualityDefinition   Kind = "model-quality-definition"
	KindBiasDefinition           Kind = "bias-definition"
	KindExplainabilityDefinition Kind = "explainability-definition"
	KindMonitoringSchedule       Kind = "monitoring-schedule"
	KindCluster                  Kind = "cluster"
	KindPipeline                 Kind = "pipeline"
	KindPipelineStep             Kind = "pipeline-step"
	KindMLflowServer             Kind = "mlflow-server"
	KindFeatureGroup             Kind = "feature-group"
	KindWorkforce                Kind = "workforce"
	KindCodeRepository           Kind = "code-repository"
	KindNotebookLifecycleConfig  Kind = "notebook-lifecycle-config"
	KindStudioLifecycleConfig    Kind = "studio-lifecycle-config"

	KindVPC                Kind = "vpc"
	KindSubnet             Kind = "subnet"
	KindRouteTable         Kind = "route-table"
	KindSecurityGroup      Kind = "security-group"
	KindNetworkACL         Kind = "network-acl"
	KindNetworkInterface   Kind = "network-interface"
	KindInternetGateway    Kind = "internet-gateway"
	KindNATGateway         Kind = "nat-gateway"
	KindEgressOnlyGateway  Kind = "egress-only-internet-gateway"
	KindTransitGateway     Kind = "transit-gateway"
	KindTransitRouteTable  Kind = "transit-gateway-route-table"
	KindTransitAttachment  Kind = "transit-gateway-attachment"
	KindPeering            Kind = "vpc-peering-connection"
	KindVPCEndpoint        Kind = "vpc-endpoint"
	KindEndpointService    Kind = "vpc-endpoint-service"
	KindPrefixList         Kind = "prefix-list"
	KindDHCPOptions        Kind = "dhcp-options"
	KindHostedZone         Kind = "hosted-zone"
	KindResolverRule       Kind = "resolver-rule"
	KindFirewall           Kind = "firewall"
	KindFirewallPolicy     Kind = "firewall-policy"
	KindFirewallRuleGroup  Kind = "firewall-rule-group"
	KindBlockPublicAccess  Kind = "vpc-block-public-access"
	KindBlockPublicExclude Kind = "vpc-block-public-access-exclusion"
	KindFlowLog            Kind = "flow-log"
	KindFileSystem         Kind = "file-system"
	KindMountTarget        Kind = "mount-target"
	KindFSxFileSystem      Kind = "fsx-file-system"
	KindLoadBalancer       Kind = "load-balancer"
	KindListener           Kind = "listener"
	KindTargetGroup        Kind = "target-group"
	KindVirtualGateway     Kind = "vpn-gateway"
	KindVPNConnection      Kind = "vpn-connection"
	KindTransitPeering     Kind = "transit-gateway-peering-attachment"
	KindGroupAssociation   Kind = "security-group-vpc-association"
	KindEncryptionControl  Kind = "vpc-encryption-control"
	KindLatticeAssociation Kind = "service-network-vpc-association"
	KindResourceGateway    Kind = "resource-gateway"
	KindResourceConfig     Kind = "resource-configuration"
)

// SageMakerKinds are the kinds that a report judges, in the order of
// docs/interface.md.
func SageMakerKinds() []Kind {
	return []Kind{
		KindNotebook, KindDomain, KindUserProfile, KindSpace, KindApp, KindTrainingJob, KindProcessingJob, KindTransformJob, KindTuningJob,
		KindAutoMLJob, KindCompilationJob, KindOptimizationJob, KindRecommendationJob, KindBenchmarkJob, KindLabelingJob, KindModel,
		KindEndpointConfig, KindEndpoint, KindInferenceComponent, KindDataQualityDefinition, KindModelQualityDefinition, KindBiasDefinition,
		KindExplainabilityDefinition, KindMonitoringSchedule, KindCluster, KindPipeline, KindPipelineStep, KindMLflowServer, KindFeatureGroup,
		KindWorkforce, KindCodeRepository, KindNotebookLifecycleConfig, KindStudioLifecycleConfig,
	}
}

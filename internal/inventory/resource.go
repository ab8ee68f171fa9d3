package inventory

// Resource is a SageMaker resource.
type Resource interface {
	Head() *Meta
	// Network says where the resource's traffic enters a network, from its own
	// members alone; references are resolved by whoever asks.
	Network() Network
}

// Mode says which interface carries a resource's traffic.
type Mode string

const (
	ModeNone      Mode = "none"      // runs no code of the customer's
	ModeService   Mode = "service"   // an interface SageMaker owns carries everything
	ModeSplit     Mode = "split"     // the VPC's range by the customer's interface, all else by SageMaker's
	ModeFiles     Mode = "files"     // only NFS by the customer's interface, all else by SageMaker's
	ModeVPC       Mode = "vpc"       // the customer's interface carries everything
	ModeInherited Mode = "inherited" // another resource owns the setting
)

// Network is how a resource stands in a network.
type Network struct {
	Mode       Value[Mode]
	Isolated   Value[bool]        // the container is sealed; known false where the switch does not exist
	Placements Value[[]Placement] // every subnet × group set that AWS may choose
	Interface  string             // the network interface the answer names, "" otherwise
	Dualstack  Value[bool]        // IPv6 beside IPv4
	Invalid    string             // why AWS would refuse it; "" when it would not
	Inherits   []Reference        // who owns the setting (ModeInherited); the worst of them wins
	// Conditions say which conditional needs apply; one that is not listed does not.
	Conditions  map[Condition]Value[bool]
	FileSystems []string // file system ids mounted through the VPC
	// Parts stand each in a network of its own, such as the definitions of a
	// tuning job and the groups of a cluster; nil for all other kinds. The other
	// members then say what holds for all of them.
	Parts    []Network
	Finished bool // a job that will not run again
}

// Split is the parts, or the one network there is.
func (n Network) Split() []Network {
	if len(n.Parts) > 0 {
		return n.Parts
	}
	return []Network{n}
}

// Placement is one subnet that AWS may choose, with the groups of the interface.
type Placement struct {
	Subnet string
	Groups []string // ids
	// NamedGroups are groups known by name only: those that SageMaker makes for
	// a domain. One that the snapshot does not hold is left out.
	NamedGroups []string
}

// Reference names another resource near the one that refers to it.
type Reference struct {
	Kind Kind
	ID   string
}

// Condition is a fact of a resource that makes a dependency conditional.
type Condition string

const (
	WhenSeveralInstances  Condition = "several-instances"  // peers talk
	WhenTrafficEncryption Condition = "traffic-encryption" // peers talk by ESP and UDP 500
	WhenEFS               Condition = "efs"                // an EFS file system is mounted
	WhenFSx               Condition = "fsx"                // an FSx file system is mounted
	WhenPrivateRegistry   Condition = "private-registry"   // image pulled through the VPC from ECR or another registry
	WhenRegistryLambda    Condition = "registry-lambda"    // a Lambda function hands out registry credentials
	WhenGit               Condition = "git"                // a repository outside AWS is cloned
	WhenCodeCommit        Condition = "codecommit"         // a CodeCommit repository is cloned
	WhenGitSecret         Condition = "git-secret"         // its credentials are in Secrets Manager
	WhenCanvas            Condition = "canvas"             // Canvas is enabled
	WhenRStudio           Condition = "rstudio"            // RStudio is set up
	WhenClarify           Condition = "clarify"            // the job calls a shadow endpoint
	WhenSSMAccess         Condition = "ssm-access"         // containers are opened by Systems Manager
	WhenEKS               Condition = "eks"                // orchestrated by EKS
)

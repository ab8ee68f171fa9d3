package inventory

import "net/netip"

// FileSystem is an EFS file system.
type FileSystem struct{ Meta }

func decodeFileSystem(m *members, meta Meta) *FileSystem { return &FileSystem{Meta: meta} }

// MountTarget is an EFS file system's interface in one subnet.
type MountTarget struct {
	Meta
	FileSystem string
	Subnet     string
	Interface  string
	Address    netip.Addr
	State      string
}

func decodeMountTarget(m *members, meta Meta) *MountTarget {
	return &MountTarget{
		Meta: meta, FileSystem: must[string](m, "FileSystemId"), Subnet: must[string](m, "SubnetId"),
		Interface: may[string](m, "NetworkInterfaceId"), Address: m.addr(must[string](m, "IpAddress")), State: must[string](m, "LifeCycleState"),
	}
}

// FSxFileSystem is an FSx file system with its interfaces.
type FSxFileSystem struct {
	Meta
	VPC        string
	Type       string // LUSTRE, OPENZFS, ONTAP, WINDOWS
	Lifecycle  string
	Subnets    []string
	Interfaces []string
}

func decodeFSx(m *members, meta Meta) *FSxFileSystem {
	return &FSxFileSystem{
		Meta: meta, VPC: must[string](m, "VpcId"), Type: must[string](m, "FileSystemType"), Lifecycle: must[string](m, "Lifecycle"),
		Subnets: may[[]string](m, "SubnetIds"), Interfaces: may[[]string](m, "NetworkInterfaceIds"),
	}
}

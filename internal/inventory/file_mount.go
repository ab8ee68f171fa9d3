package inventory

import (
	"slices"
	"strings"
)

// Mount is a file system that is mounted through the VPC.
type Mount struct {
	FileSystem string // id
	FSx        bool   // else EFS
}

// customMounts reads the custom file systems of a domain, a profile or a space.
func customMounts(o *object) Value[[]Mount] {
	name := "CustomFileSystemConfigs"
	if _, ok := o.member("CustomFileSystems"); ok {
		name = "CustomFileSystems"
	}
	type system struct{ FileSystemID string }
	type custom struct {
		EFSFileSystemConfig, EFSFileSystem             system
		FSxLustreFileSystemConfig, FSxLustreFileSystem system
	}
	return Then(optional[[]custom](o, name), func(all []custom) Value[[]Mount] {
		var out []Mount
		for _, c := range all {
			if id := c.EFSFileSystemConfig.FileSystemID + c.EFSFileSystem.FileSystemID; id != "" {
				out = append(out, Mount{id, false})
			}
			if id := c.FSxLustreFileSystemConfig.FileSystemID + c.FSxLustreFileSystem.FileSystemID; id != "" {
				out = append(out, Mount{id, true})
			}
		}
		return Known(out)
	})
}

// channelMounts reads the file systems among a job's input channels.
func channelMounts(o *object) Value[[]Mount] {
	channels := decodeList(o, "InputDataConfig", func(channel *object) Value[[]Mount] {
		source := always(channel, "DataSource")
		system, unset := nested(source, "FileSystemDataSource")
		switch _, told := source.member("S3DataSource"); {
		case unset && !told && source.described:
			return Unknown[[]Mount](Missing{MissingOperation, "the data source of an input channel"})
		case unset:
			return Known[[]Mount](nil)
		}
		return channelMount(system)
	})
	return Then(channels, func(all []Value[[]Mount]) Value[[]Mount] {
		out := Known[[]Mount](nil)
		for _, c := range all {
			out = bothLists(out, c)
		}
		return out
	})
}

func channelMount(system *object) Value[[]Mount] {
	kind := oneOf(required[string](system, "FileSystemType"), "FileSystemType", "EFS", "FSxLustre")
	return Then(required[string](system, "FileSystemId"), func(id string) Value[[]Mount] {
		return Then(kind, func(k string) Value[[]Mount] { return Known([]Mount{{id, k == "FSxLustre"}}) })
	})
}

func bothLists[T any](a, b Value[[]T]) Value[[]T] {
	return Then(a, func(x []T) Value[[]T] {
		return Then(b, func(y []T) Value[[]T] { return Known(slices.Concat(x, y)) })
	})
}

// mountsOf adds file systems and their conditions to a network.
func mountsOf(n *Network, mounts Value[[]Mount]) {
	having := func(fsx bool) Value[bool] {
		return Then(mounts, func(all []Mount) Value[bool] {
			return Known(slices.ContainsFunc(all, func(m Mount) bool { return m.FSx == fsx }))
		})
	}
	n.Conditions[WhenEFS], n.Conditions[WhenFSx] = having(false), having(true)
	all, _ := mounts.Get()
	for _, m := range all {
		if !slices.Contains(n.FileSystems, m.FileSystem) {
			n.FileSystems = append(n.FileSystems, m.FileSystem)
		}
	}
}

// fileSystemOfHost is the id in an FSx DNS name such as
// fs-0123.fsx.eu-west-1.amazonaws.com; "" when there is none.
func fileSystemOfHost(host string) string {
	id, _, _ := strings.Cut(host, ".")
	if !strings.HasPrefix(id, "fs-") {
		return ""
	}
	return id
}

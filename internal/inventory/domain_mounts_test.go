package inventory

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A file system that only a profile or a space mounts is the domain's too: its
// apps carry the profile's and the space's mounts.
func TestDomainMountsWhatItsProfilesAndSpacesMount(t *testing.T) {
	scope := Scope{Account: "111122223333", Region: "eu-west-1"}
	answer := func(operation, subject, body string) Answer {
		return Answer{Scope: scope, Operation: operation, Subject: subject, Body: json.RawMessage(body)}
	}
	s := Build([]Answer{
		answer("sagemaker:DescribeDomain", "d-1", `{"DomainId":"d-1","AppNetworkAccessType":"VpcOnly","SubnetIds":["subnet-1"],"HomeEfsFileSystemId":"fs-home","DefaultUserSettings":{"SecurityGroups":["sg-1"]}}`),
		answer("sagemaker:DescribeUserProfile", "d-1/ann", `{"DomainId":"d-1","UserProfileName":"ann","UserSettings":{"CustomFileSystemConfigs":[{"EFSFileSystemConfig":{"FileSystemId":"fs-ann"}}]}}`),
		answer("sagemaker:DescribeSpace", "d-1/team", `{"DomainId":"d-1","SpaceName":"team","SpaceSettings":{"CustomFileSystems":[{"EFSFileSystem":{"FileSystemId":"fs-team"}}]}}`),
	}, Origin{})
	d, ok := s.Resource(scope, Reference{KindDomain, "d-1"}).Get()
	if !ok {
		t.Fatal("the domain is not in the snapshot")
	}
	if diff := cmp.Diff([]string{"fs-home", "fs-ann", "fs-team"}, d.Network().FileSystems); diff != "" {
		t.Error(diff)
	}
}

package inventory

import "testing"

const nfs = "security-group-for-outbound-nfs-d-1"

// domainAnswers are a domain with the members given and the profiles named.
func domainAnswers(members string, profiles ...Answer) []Answer {
	domain := said("DescribeDomain", "d-1", `{"DomainId":"d-1","SubnetIds":["subnet-a","subnet-b"],`+members+`}`)
	return append(profiles, domain, said("ListUserProfiles", "", `{"UserProfiles":[]}`))
}

func profile(name, settings string) Answer {
	return said("DescribeUserProfile", "d-1/"+name, `{"DomainId":"d-1","UserProfileName":"`+name+`","UserSettings":`+settings+`}`)
}

func TestDomainNetwork(t *testing.T) {
	const closed, open = `"AppNetworkAccessType":"VpcOnly"`, `"AppNetworkAccessType":"PublicInternetOnly"`
	const none = `,"DefaultUserSettings":{"ExecutionRole":"arn"}`
	const user, space = `,"DefaultUserSettings":{"SecurityGroups":["sg-1"]}`, `,"DefaultSpaceSettings":{"SecurityGroups":["sg-9"]}`
	placed := func(groups string) string { return "subnet-a:" + groups + nfs + " subnet-b:" + groups + nfs }
	tests := []struct {
		name    string
		answers []Answer
		want    string
	}{
		{"VpcOnly", domainAnswers(closed + user), "vpc " + placed("sg-1+")},
		{"PublicInternetOnly", domainAnswers(open + user), "files " + placed("sg-1+")},
		{"PublicInternetOnly without groups", domainAnswers(open + none), "files " + placed("")},
		{"shared spaces carry their own", domainAnswers(closed + user + space), "vpc " + placed("sg-1+") + " " + placed("sg-9+")},
		{"profiles add theirs", domainAnswers(closed+user, profile("ann", `{"SecurityGroups":["sg-2"]}`)), "vpc " + placed("sg-1+sg-2+")},
		{
			"each profile by itself", domainAnswers(closed+user, profile("ann", `{"SecurityGroups":["sg-2"]}`), profile("bob", `{}`)),
			"vpc " + placed("sg-1+") + " " + placed("sg-1+sg-2+"),
		},
		{"groups on a profile alone", domainAnswers(closed+none, profile("ann", `{"SecurityGroups":["sg-2"]}`)), "vpc " + placed("sg-2+")},
		{"no group at all", domainAnswers(closed+none, profile("ann", `{}`)), "vpc " + placed("") + " invalid"},
		{"no group but of spaces", domainAnswers(closed + none + space), "vpc " + placed("sg-9+")},
		{"no user settings told", domainAnswers(closed + space), "vpc placements=?operation canvas=?operation efs=?operation fsx=?operation"},
		{"no access type", domainAnswers(`"AuthMode":"IAM"` + user), "?operation " + placed("sg-1+")},
		{"a new access type", domainAnswers(`"AppNetworkAccessType":"Filtered"` + user), "?operation " + placed("sg-1+")},
		{
			"a profile that was denied", domainAnswers(closed+user, said("ListUserProfiles", "", `{"UserProfiles":[{"DomainId":"d-1","UserProfileName":"ann"}]}`),
				refused("DescribeUserProfile", "d-1/ann", "AccessDeniedException")), "vpc placements=?permission",
		},
		{"profiles never listed", domainAnswers(closed + user)[:1], "vpc placements=?operation"},
		{"no subnets", []Answer{said("DescribeDomain", "d-1", `{"DomainId":"d-1",`+closed+user+`}`), said("ListUserProfiles", "", `{"UserProfiles":[]}`)}, "vpc placements=?operation"},
		{"RStudio", domainAnswers(closed + user + `,"DomainSettings":{"RStudioServerProDomainSettings":{"DomainExecutionRoleArn":"arn"}}`), "vpc " + placed("sg-1+") + " rstudio=true"},
		{
			"Canvas by an app", domainAnswers(closed+user, said("ListApps", "", `{"Apps":[{"DomainId":"d-1","UserProfileName":"ann","AppType":"Canvas","AppName":"default"}]}`)),
			"vpc " + placed("sg-1+") + " canvas=true",
		},
		{
			"file systems", domainAnswers(closed + `,"HomeEfsFileSystemId":"fs-1","DefaultUserSettings":{"SecurityGroups":["sg-1"],"CustomFileSystemConfigs":[
				{"EFSFileSystemConfig":{"FileSystemId":"fs-2"}},{"FSxLustreFileSystemConfig":{"FileSystemId":"fs-3"}},{"S3FileSystemConfig":{"S3Uri":"s3://b"}}]}`),
			"vpc " + placed("sg-1+") + " efs=true fsx=true mounts fs-1 mounts fs-2 mounts fs-3",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := spell(only[*Domain](t, tt.answers...).Network()); got != tt.want {
				t.Errorf("%s\nwant %s", got, tt.want)
			}
		})
	}
}

// What stands in a domain has its network, whoever lists it.
func TestDomainMembersInherit(t *testing.T) {
	answers := []Answer{
		profile("ann", `{}`),
		said("ListSpaces", "", `{"Spaces":[{"DomainId":"d-1","SpaceName":"lab"}]}`),
		said("ListApps", "", `{"Apps":[{"DomainId":"d-1","SpaceName":"lab","AppType":"JupyterLab","AppName":"default"}]}`),
	}
	want := map[string]string{"d-1/ann": "user-profile", "d-1/lab": "space", "d-1/lab/JupyterLab/default": "app"}
	for _, r := range Build(answers, Origin{}).Resources() {
		if kind := want[r.Head().ID]; kind != string(r.Head().Kind) {
			t.Errorf("%s is a %s, want a %s", r.Head().ID, r.Head().Kind, kind)
		}
		if got := spell(r.Network()); got != "inherited from domain d-1" {
			t.Errorf("%s: %s", r.Head().ID, got)
		}
		delete(want, r.Head().ID)
	}
	for id := range want {
		t.Errorf("%s was not built", id)
	}
}

// Two domains of one name in two accounts keep their own profiles.
func TestDomainProfilesStayInTheirAccount(t *testing.T) {
	elsewhere := profile("eve", `{"SecurityGroups":["sg-6"]}`)
	elsewhere.Account = "444455556666"
	d := only[*Domain](t, domainAnswers(`"AppNetworkAccessType":"VpcOnly","DefaultUserSettings":{"SecurityGroups":["sg-1"]}`, elsewhere)...)
	if got, want := spell(d.Network()), "vpc subnet-a:sg-1+"+nfs+" subnet-b:sg-1+"+nfs; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

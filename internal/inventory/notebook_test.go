package inventory

import "testing"

func TestNotebookNetwork(t *testing.T) {
	const placed = `"SubnetId":"subnet-a","SecurityGroups":["sg-1"],"NetworkInterfaceId":"eni-1"`
	tests := []struct{ name, members, want string }{
		{"sealed", placed + `,"DirectInternetAccess":"Disabled"`, "vpc subnet-a:sg-1"},
		{"beside SageMaker's internet", placed + `,"DirectInternetAccess":"Enabled"`, "split subnet-a:sg-1"},
		{"no subnet", `"DirectInternetAccess":"Enabled"`, "service"},
		{"empty subnet", `"SubnetId":"","DirectInternetAccess":"Enabled"`, "service"},
		{"null subnet", `"SubnetId":null,"DirectInternetAccess":"Enabled"`, "service"},
		{"old recording, no subnet", `"RootAccess":"Enabled"`, "service"},
		{"old recording, subnet", placed, "?operation subnet-a:sg-1"},
		{"null switch", placed + `,"DirectInternetAccess":null`, "?operation subnet-a:sg-1"},
		{"new word", placed + `,"DirectInternetAccess":"Filtered"`, "?operation subnet-a:sg-1"},
		{"switch is a boolean", placed + `,"DirectInternetAccess":false`, "?operation subnet-a:sg-1"},
		{"refused by AWS", `"DirectInternetAccess":"Disabled"`, "service invalid"},
		{"subnet without groups", `"SubnetId":"subnet-a","DirectInternetAccess":"Disabled"`, "vpc placements=?operation"},
		{"subnet is a number", `"SubnetId":7,"DirectInternetAccess":"Disabled"`, "?operation placements=?operation"},
		{"lower camel names", `"subnetId":"subnet-a","securityGroups":["sg-1"],"directInternetAccess":"Disabled"`, "vpc subnet-a:sg-1"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			n := only[*Notebook](t, said("DescribeNotebookInstance", "x", `{"NotebookInstanceName":"x",`+tt.members+`}`))
			if got := spell(n.Network()); got != tt.want {
				t.Errorf("%s, want %s", got, tt.want)
			}
		})
	}
}

// Two switches that other tools have confused: all four combinations.
func TestNotebookDirectInternetIsNotRootAccess(t *testing.T) {
	for _, direct := range []bool{true, false} {
		for _, root := range []bool{true, false} {
			word := map[bool]string{true: "Enabled", false: "Disabled"}
			n := only[*Notebook](t, said("DescribeNotebookInstance", "x",
				`{"NotebookInstanceName":"x","SubnetId":"subnet-a","DirectInternetAccess":"`+word[direct]+`","RootAccess":"`+word[root]+`"}`))
			if !Is(n.DirectInternet, direct) || !Is(n.RootAccess, root) {
				t.Errorf("direct internet %v and root access %v are read as %s and %s", direct, root, value(n.DirectInternet), value(n.RootAccess))
			}
		}
	}
}

func TestNotebookDefaults(t *testing.T) {
	n := only[*Notebook](t, said("DescribeNotebookInstance", "x", `{"NotebookInstanceName":"x"}`))
	for name, pair := range map[string][2]string{
		"IMDSMinimum":    {value(n.IMDSMinimum), "1"},
		"IPAddressType":  {value(n.IPAddressType), "?operation"},
		"KMSKey":         {value(n.KMSKey), ""},
		"RootAccess":     {value(n.RootAccess), "?operation"},
		"DirectInternet": {value(n.DirectInternet), "?operation"},
		"Platform":       {value(n.Platform), "?operation"},
	} {
		if pair[0] != pair[1] {
			t.Errorf("%s is %q, want %q", name, pair[0], pair[1])
		}
	}
}

func TestNotebookDualstack(t *testing.T) {
	for word, want := range map[string]string{"dualstack": "true", "ipv4": "false", "ipv6": "?operation"} {
		n := only[*Notebook](t, said("DescribeNotebookInstance", "x", `{"NotebookInstanceName":"x","IpAddressType":"`+word+`"}`))
		if got := value(n.Network().Dualstack); got != want {
			t.Errorf("%s: dual stack %s, want %s", word, got, want)
		}
	}
}

// Two descriptions of one notebook disagree: only what differs is unknown.
func TestNotebookConflict(t *testing.T) {
	body := func(direct string) string {
		return `{"NotebookInstanceName":"x","SubnetId":"subnet-a","SecurityGroups":["sg-1"],"DirectInternetAccess":"` + direct + `"}`
	}
	n := only[*Notebook](t, said("DescribeNotebookInstance", "x", body("Enabled")), said("DescribeNotebookInstance", "x", body("Disabled")))
	if got, want := spell(n.Network()), "?conflict subnet-a:sg-1"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

func TestNotebookRepositories(t *testing.T) {
	list := said("ListCodeRepositories", "", `{"CodeRepositorySummaryList":[
		{"CodeRepositoryName":"team","GitConfig":{"RepositoryUrl":"https://github.com/example/team.git","SecretArn":"arn:aws:secretsmanager:eu-west-1:111122223333:secret:git"}},
		{"CodeRepositoryName":"inner","GitConfig":{"RepositoryUrl":"https://git-codecommit.eu-west-1.amazonaws.com/v1/repos/inner"}}]}`)
	tests := []struct {
		name, repository string
		answers          []Answer
		want             string
	}{
		{"by URL", "https://github.com/example/x", nil, "service git=true"},
		{"by name with a secret", "team", []Answer{list}, "service git=true git-secret=true"},
		{"CodeCommit", "inner", []Answer{list}, "service codecommit=true"},
		{"another host", "https://git.example.com/x", nil, "service git=?hop"},
		{"a host that only looks like it", "https://github.com.example.com/x", nil, "service git=?hop"},
		{"unlisted", "gone", []Answer{list}, "service codecommit=?hop git=?hop git-secret=?hop"},
		{"list denied", "team", []Answer{refused("ListCodeRepositories", "", "AccessDeniedException")}, "service codecommit=?permission git=?permission git-secret=?permission"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			body := `{"NotebookInstanceName":"x","DefaultCodeRepository":"` + tt.repository + `"}`
			n := only[*Notebook](t, append(tt.answers, said("DescribeNotebookInstance", "x", body))...)
			if got := spell(n.Network()); got != tt.want {
				t.Errorf("%s, want %s", got, tt.want)
			}
		})
	}
}

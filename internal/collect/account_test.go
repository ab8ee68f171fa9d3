package collect

import (
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"mooring/internal/inventory"
)

func writeConfig(t *testing.T, text string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "config")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("AWS_CONFIG_FILE", path)
}

// wrong runs and expects an *Error whose text and hint hold the words.
func wrong(t *testing.T, o Options, what, hint string) {
	t.Helper()
	o.Timeout = 2 * time.Second
	_, _, err := Run(t.Context(), o)
	var e *Error
	if !errors.As(err, &e) {
		t.Fatalf("got %v, want an *Error", err)
	}
	if !strings.Contains(e.What, what) || !strings.Contains(e.Hint, hint) {
		t.Errorf("%v\nerror: %s\nhint: %s\nwant %q and %q", e.Cause, e.What, e.Hint, what, hint)
	}
	if strings.Contains(e.What+e.Hint, "0a1b2c") || strings.Contains(e.What, "operation error") {
		t.Errorf("the SDK's text shines through: %s", e.What)
	}
}

func TestSyntheticServerWrongUse(t *testing.T) {
	expired, invalid := refuse(403, queryError("ExpiredToken")), refuse(403, queryError("InvalidClientTokenId"))
	deny := map[string]answerer{}
	for _, o := range all(table()) {
		if o.name != identityName {
			deny[o.name] = refuse(403, xmlOrJSON(o))
		}
	}
	cases := []struct {
		name, what, hint string
		answers          map[string]answerer
		set              map[string]string
		options          Options
	}{
		{name: "no credentials", what: "no AWS credentials were found", hint: "--profile", set: map[string]string{"AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": ""}},
		{name: "expired token", what: "have expired", hint: "renew them", answers: map[string]answerer{identityName: expired}},
		{name: "unknown key", what: "does not accept the credentials: InvalidClientTokenId", hint: "AWS_ACCESS_KEY_ID", answers: map[string]answerer{identityName: invalid}},
		{name: "unknown profile", what: `no profile "nobody"`, hint: "list-profiles", options: Options{Profiles: []string{"nobody"}}},
		{name: "no Region", what: "no Region", hint: "--region", set: map[string]string{"AWS_REGION": ""}},
		{name: "not a Region", what: `"eu west 1" is not a Region`, hint: "eu-west-1", options: Options{Regions: []string{"eu west 1"}}},
		{name: "not a Region, in the environment", what: `"Ireland" is not a Region`, hint: "eu-west-1", set: map[string]string{"AWS_REGION": "Ireland"}},
		{name: "not an account", what: `"prod" is not an account id`, hint: "twelve digits", options: Options{Accounts: []string{"prod"}}},
		{name: "another account without a role", what: "are of account 111122223333, not 444455556666", hint: "--role", options: Options{Accounts: []string{"444455556666"}}},
		{name: "a role's ARN", what: "is not a role name", hint: "not its ARN", options: Options{Role: "arn:aws:iam::444455556666:role/audit"}},
		{
			name: "role refused", what: "arn:aws:iam::444455556666:role/audit cannot be assumed: AccessDenied", hint: "trust policy", answers: map[string]answerer{"sts:AssumeRole": refuse(403, queryError("AccessDenied"))},
			options: Options{Accounts: []string{"444455556666"}, Role: "audit"},
		},
		{name: "all denied", what: "not one answer could be read", hint: "mooring permissions", answers: deny},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			start(t, c.answers)
			for k, v := range c.set {
				t.Setenv(k, v)
			}
			wrong(t, c.options, c.what, c.hint)
		})
	}
}

func TestPureNobodyAnswers(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	environment(t, "http://"+l.Addr().String())
	_ = l.Close()
	wrong(t, Options{}, "not one answer could be read: EndpointUnreachable", "spelling of the Region")
}

func TestSyntheticServerExpiredSignOn(t *testing.T) {
	start(t, nil)
	t.Setenv("AWS_ACCESS_KEY_ID", "")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "")
	t.Setenv("HOME", t.TempDir())
	writeConfig(t, "[profile work]\nregion=eu-west-1\nsso_session=s\nsso_account_id=111122223333\nsso_role_name=r\n[sso-session s]\nsso_region=eu-west-1\nsso_start_url=https://example.com/start\n")
	wrong(t, Options{Profiles: []string{"work"}}, "sign-in of profile work has expired", "aws sso login --profile work")
}

// roles answers AssumeRole with an access key made of the account id, and who
// asks with the account that the key is of.
func roles(refused ...string) map[string]answerer {
	account := func(q request) string { return strings.TrimPrefix(q.key, "AKID") }
	return map[string]answerer{
		"sts:AssumeRole": func(q request) response {
			id := strings.Split(q.text("RoleArn"), ":")[4]
			if slices.Contains(refused, id) {
				return response{403, queryError("AccessDenied"), false}
			}
			return response{200, fmt.Sprintf(`<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>AKID%s</AccessKeyId><SecretAccessKey>s</SecretAccessKey>`+
				`<SessionToken>t</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`, id), false}
		},
		"sts:GetCallerIdentity": func(q request) response {
			if account(q) == "TEST" {
				return response{}
			}
			return response{200, strings.ReplaceAll(identity, "111122223333", account(q)), false}
		},
		"sagemaker:ListModels": func(q request) response {
			return response{200, `{"Models":[{"ModelName":"of-` + account(q) + "-" + q.region + `"}]}`, false}
		},
		"ec2:DescribeRegions": ok(`<DescribeRegionsResponse><regionInfo><item><regionName>eu-west-1</regionName></item><item><regionName>us-east-1</regionName></item></regionInfo></DescribeRegionsResponse>`),
	}
}

func modelsRead(t *testing.T, o Options) ([]string, inventory.Origin, []inventory.Answer) {
	t.Helper()
	answers, origin, err := Run(t.Context(), o)
	if err != nil {
		t.Fatal(err, errors.Unwrap(err))
	}
	var out []string
	for _, a := range answers {
		if a.Operation == "sagemaker:DescribeModel" {
			out = append(out, a.Account+" "+a.Region+" "+a.Subject)
		}
	}
	return out, origin, answers
}

func TestSyntheticServerAccountsAndRegions(t *testing.T) {
	cases := []struct {
		name    string
		config  string
		region  string
		options Options
		want    []string
	}{
		{"own", "", "eu-west-1", Options{}, []string{"111122223333 eu-west-1 of-TEST-eu-west-1"}},
		{"own, every Region", "", "eu-west-1", Options{Regions: []string{"all"}}, []string{"111122223333 eu-west-1 of-TEST-eu-west-1", "111122223333 us-east-1 of-TEST-us-east-1"}},
		{
			"two by role, two Regions", "", "eu-west-1",
			Options{Accounts: []string{"777788889999", "444455556666"}, Role: "audit", Regions: []string{"us-east-1", "eu-west-1"}},
			[]string{
				"444455556666 eu-west-1 of-444455556666-eu-west-1", "444455556666 us-east-1 of-444455556666-us-east-1",
				"777788889999 eu-west-1 of-777788889999-eu-west-1", "777788889999 us-east-1 of-777788889999-us-east-1",
			},
		},
		{
			"a profile with a role", "[profile second]\nregion=us-east-1\nrole_arn=arn:aws:iam::444455556666:role/x\ncredential_source=Environment\n", "",
			Options{Profiles: []string{"second"}},
			[]string{"444455556666 us-east-1 of-444455556666-us-east-1"},
		},
		{
			"the chain and a profile", "[profile second]\nregion=eu-west-1\nrole_arn=arn:aws:iam::444455556666:role/x\ncredential_source=Environment\n", "eu-west-1",
			Options{Profiles: []string{"", "second", "second"}},
			[]string{"111122223333 eu-west-1 of-TEST-eu-west-1", "444455556666 eu-west-1 of-444455556666-eu-west-1"},
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			start(t, roles())
			if c.config != "" {
				writeConfig(t, c.config)
			}
			// As everywhere in AWS, the variable wins over the profile.
			t.Setenv("AWS_REGION", c.region)
			got, origin, _ := modelsRead(t, c.options)
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
			for _, line := range c.want {
				f := strings.Fields(line)
				if !slices.Contains(origin.Accounts, f[0]) || !slices.Contains(origin.Regions, f[1]) {
					t.Errorf("the origin %+v lacks %s", origin, line)
				}
			}
		})
	}
}

func TestSyntheticServerOneRefusedAccountAmongOthers(t *testing.T) {
	start(t, roles("444455556666"))
	got, _, answers := modelsRead(t, Options{Accounts: []string{"444455556666", "777788889999"}, Role: "audit"})
	if diff := cmp.Diff([]string{"777788889999 eu-west-1 of-777788889999-eu-west-1"}, got); diff != "" {
		t.Error(diff)
	}
	want := inventory.Answer{Scope: inventory.Scope{Partition: "aws", Account: "444455556666"}, Operation: "sts:GetCallerIdentity", Failure: "AccessDenied"}
	if diff := cmp.Diff(want, answers[0]); diff != "" {
		t.Errorf("the refused account: %s", diff)
	}
}

package collect

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"mooring/internal/inventory"
)

// synthetic is a server on the loopback that answers as AWS's wire formats do:
// every operation with an empty list, unless a test says otherwise. Tests that
// use it are of the tier "synthetic server".
type synthetic struct {
	*httptest.Server
	answers map[string]answerer

	mu       sync.Mutex
	requests []request
}

// request is one that arrived, by what its signature says.
type request struct {
	operation string // service:Name as the inventory spells it
	region    string
	key       string // access key id
	members   map[string]any
}

func (r request) text(name string) string {
	s, _ := r.members[name].(string)
	return s
}

// response is what to answer; an empty one is the operation's empty answer.
type response struct {
	status int
	body   string
	hang   bool
}

type answerer func(request) response

func ok(body string) answerer { return func(request) response { return response{200, body, false} } }

func refuse(status int, body string) answerer {
	return func(request) response { return response{status, body, false} }
}

// htmlPage is what an emulator or a proxy says in place of an answer.
const htmlPage = "<!doctype html><html><title>500 Internal Server Error</title><body>no such action</body></html>"

func jsonError(code string) string {
	return fmt.Sprintf(`{"__type":"com.amazon.coral.service#%s","message":"request 0a1b2c failed"}`, code)
}

func xmlError(code string) string {
	return "<Response><Errors><Error><Code>" + code + "</Code><Message>no</Message></Error></Errors><RequestID>0a1b2c</RequestID></Response>"
}

// queryError is how STS and Elastic Load Balancing refuse.
func queryError(code string) string {
	return "<ErrorResponse><Error><Type>Sender</Type><Code>" + code + "</Code><Message>no</Message></Error><RequestId>0a1b2c</RequestId></ErrorResponse>"
}

func start(t testing.TB, answers map[string]answerer) *synthetic {
	t.Helper()
	s := &synthetic{answers: answers}
	s.Server = httptest.NewServer(s)
	t.Cleanup(s.Close)
	environment(t, s.URL)
	return s
}

// environment makes the credential chain see nothing of the machine's own.
func environment(t testing.TB, endpoint string) {
	t.Helper()
	for _, name := range os.Environ() {
		if name = strings.SplitN(name, "=", 2)[0]; strings.HasPrefix(name, "AWS_") {
			t.Setenv(name, "")
		}
	}
	empty := filepath.Join(t.TempDir(), "none")
	for name, value := range map[string]string{
		"AWS_ENDPOINT_URL": endpoint, "AWS_REGION": "eu-west-1", "AWS_ACCESS_KEY_ID": "AKIDTEST", "AWS_SECRET_ACCESS_KEY": "secret",
		"AWS_CONFIG_FILE": empty, "AWS_SHARED_CREDENTIALS_FILE": empty, "AWS_EC2_METADATA_DISABLED": "true",
	} {
		t.Setenv(name, value)
	}
}

func (s *synthetic) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	q := parse(r)
	s.mu.Lock()
	s.requests = append(s.requests, q)
	s.mu.Unlock()
	var a response
	if answer := s.answers[q.operation]; answer != nil {
		a = answer(q)
	}
	if a.hang {
		<-r.Context().Done()
		return
	}
	if a.status == 0 {
		a.status, a.body = 200, emptyAnswer(q)
	}
	if r.Header.Get("X-Amz-Target") != "" {
		w.Header().Set("Content-Type", "application/x-amz-json-1.1")
	}
	w.WriteHeader(a.status)
	_, _ = io.WriteString(w, a.body)
}

// parse reads what the request's signature and protocol say.
func parse(r *http.Request) request {
	scope := regexp.MustCompile(`Credential=([^/]+)/\d+/([^/]+)/([^/]+)/`).FindStringSubmatch(r.Header.Get("Authorization"))
	if scope == nil {
		return request{operation: "unsigned"}
	}
	q := request{key: scope[1], region: scope[2], members: map[string]any{}}
	body, _ := io.ReadAll(r.Body)
	name := r.Header.Get("X-Amz-Target")
	switch form, err := url.ParseQuery(string(body)); {
	case name != "":
		_ = json.Unmarshal(body, &q.members)
	case err == nil && form.Get("Action") != "":
		name = form.Get("Action")
		for k := range form {
			q.members[k] = form.Get(k)
		}
	default:
		name = restOperation(r.URL.Path)
		if scope[3] == "s3" && r.URL.Query().Has("policy") {
			name, q.members["Bucket"] = "GetBucketPolicy", strings.Trim(r.URL.Path, "/")
		}
		for k := range r.URL.Query() {
			q.members[k] = r.URL.Query().Get(k)
		}
	}
	q.operation = scope[3] + ":" + name[strings.LastIndex(name, ".")+1:]
	return q
}

func restOperation(path string) string {
	switch {
	case strings.HasSuffix(path, "/file-systems"):
		return "DescribeFileSystems"
	case strings.HasSuffix(path, "/mount-targets"):
		return "DescribeMountTargets"
	case strings.HasSuffix(path, "/hostedzonesbyvpc"):
		return "ListHostedZonesByVPC"
	case strings.HasSuffix(path, "/rrset"):
		return "ListResourceRecordSets"
	case path == "/servicenetworkvpcassociations":
		return "ListServiceNetworkVpcAssociations"
	case strings.HasPrefix(path, "/servicenetworkvpcassociations/"):
		return "GetServiceNetworkVpcAssociation"
	case path == "/resourcegateways":
		return "ListResourceGateways"
	case path == "/resourceconfigurations":
		return "ListResourceConfigurations"
	case strings.HasSuffix(path, "/profileassociations"):
		return "ListProfileAssociations"
	case strings.Contains(path, "/profileresourceassociations/profileid/"):
		return "ListProfileResourceAssociations"
	}
	return path
}

const identity = `<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::111122223333:user/a</Arn>` +
	`<UserId>AIDA</UserId><Account>111122223333</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`

func xmlServices() []string {
	return []string{"ec2", "sts", "route53", "elasticloadbalancing", "iam", "s3"}
}

func emptyAnswer(q request) string {
	o, _ := inventory.OperationByName(q.operation)
	name := q.operation[strings.Index(q.operation, ":")+1:]
	switch {
	case q.operation == "sts:GetCallerIdentity":
		return identity
	case !slices.Contains(xmlServices(), o.Service()) && o.Items == "":
		return "{}"
	case !slices.Contains(xmlServices(), o.Service()):
		return `{"` + o.Items + `":[]}`
	}
	if o.Service() == "s3" {
		return `{"Statement":[]}`
	}
	if o.Service() == "elasticloadbalancing" || o.Service() == "iam" {
		return "<" + name + "Response><" + name + "Result></" + name + "Result></" + name + "Response>"
	}
	return "<" + name + "Response></" + name + "Response>"
}

func (s *synthetic) of(operation string) []request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(s.requests), func(r request) bool { return r.operation != operation })
}

func (s *synthetic) called() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []string
	for _, r := range s.requests {
		out = append(out, r.operation)
	}
	return sortedSet(out)
}

// collected runs and files the answers by operation and subject.
func collected(t *testing.T, o Options) map[string]inventory.Answer {
	t.Helper()
	if o.Timeout == 0 {
		o.Timeout = 5 * time.Second
	}
	answers, _, err := Run(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]inventory.Answer{}
	for _, a := range answers {
		key := strings.TrimSpace(a.Operation + " " + a.Subject)
		if _, twice := out[key]; twice {
			t.Errorf("%s was answered twice", key)
		}
		out[key] = a
	}
	return out
}

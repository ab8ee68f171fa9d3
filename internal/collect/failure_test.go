package collect

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/aws/smithy-go"
	smithyhttp "github.com/aws/smithy-go/transport/http"

	"mooring/internal/inventory"
)

func TestSyntheticServerFailuresAreAnswers(t *testing.T) {
	html := refuse(500, htmlPage)
	cases := []struct {
		name, operation string
		answer          answerer
		code            string
	}{
		{"denied JSON", "sagemaker:ListModels", refuse(400, jsonError("AccessDeniedException")), "AccessDeniedException"},
		{"denied EC2", "ec2:DescribeSubnets", refuse(403, xmlError("UnauthorizedOperation")), "UnauthorizedOperation"},
		{"denied query", "elasticloadbalancing:DescribeLoadBalancers", refuse(403, queryError("AccessDenied")), "AccessDenied"},
		{"throttled out", "sagemaker:ListApps", refuse(400, jsonError("ThrottlingException")), "ThrottlingException"},
		{"no such operation", "sagemaker:ListAIBenchmarkJobs", refuse(400, jsonError("UnknownOperationException")), "UnknownOperationException"},
		{"HTML 500 to JSON", "sagemaker:ListDomains", html, "Undecodable"},
		{"HTML 500 to EC2", "ec2:DescribeVpcs", html, "Undecodable"},
		{"HTML 500 to REST", "elasticfilesystem:DescribeFileSystems", html, "Undecodable"},
		{"HTML 500 to query", "elasticloadbalancing:DescribeLoadBalancers", html, "Undecodable"},
		{"HTML 503", "sagemaker:ListModels", refuse(503, htmlPage), "ServiceUnavailable"},
		{"HTML 200 to JSON", "sagemaker:ListClusters", ok(htmlPage), "Undecodable"},
		{"HTML 200 to EC2", "ec2:DescribeVpcEndpoints", ok(htmlPage), "Undecodable"},
		{"truncated JSON", "sagemaker:ListModels", ok(`{"Models":[{"ModelName":"a"`), "Undecodable"},
		{"truncated XML", "ec2:DescribeSubnets", ok(`<DescribeSubnetsResponse><subnetSet><item><subnetId>subnet-1`), "Undecodable"},
		{"JSON array", "sagemaker:ListModels", ok(`[]`), "Undecodable"},
		{"JSON null", "sagemaker:ListModels", ok(`null`), "Undecodable"},
		{"nothing", "sagemaker:ListModels", ok(``), "Undecodable"},
		{"another list", "sagemaker:ListModels", ok(`{"Domains":[]}`), "Undecodable"},
		{"a list of numbers", "sagemaker:ListModels", ok(`{"Models":[1]}`), "Undecodable"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			start(t, map[string]answerer{c.operation: c.answer})
			got := collected(t, Options{})
			a := got[c.operation]
			if a.Failure != c.code || a.Body != nil || a.Cut != "" {
				t.Errorf("failure %q, body %q, cut %q; want failure %q alone", a.Failure, a.Body, a.Cut, c.code)
			}
			if other := got["sagemaker:ListNotebookInstances"]; other.Failure != "" || other.Body == nil {
				t.Errorf("another list failed with it: %q", other.Failure)
			}
		})
	}
}

func TestSyntheticServerEmptyObjectIsAnEmptyList(t *testing.T) {
	start(t, map[string]answerer{"network-firewall:ListFirewalls": ok(`{"NextToken":null}`)})
	if a := collected(t, Options{})["network-firewall:ListFirewalls"]; !strings.Contains(string(a.Body), `"Firewalls":[]`) {
		t.Errorf("body %s, failure %q", a.Body, a.Failure)
	}
}

func TestSyntheticServerCutLists(t *testing.T) {
	again := func(first, then string) answerer {
		return func(q request) response {
			if q.text("NextToken") == "" {
				return response{200, first, false}
			}
			return response{400, then, false}
		}
	}
	page := `{"Models":[{"ModelName":"a"}],"NextToken":"t"}`
	cases := []struct {
		name   string
		answer answerer
		code   string
	}{
		{"denied in the middle", again(page, jsonError("AccessDeniedException")), "AccessDeniedException"},
		{"expired in the middle", again(page, jsonError("ExpiredTokenException")), "ExpiredTokenException"},
		{"the same token for ever", ok(page), "RepeatedPageToken"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			start(t, map[string]answerer{"sagemaker:ListModels": c.answer})
			got := collected(t, Options{})
			a := got["sagemaker:ListModels"]
			if a.Cut != c.code || a.Failure != "" || !strings.Contains(string(a.Body), `"ModelName":"a"`) {
				t.Errorf("cut %q, failure %q, body %s; want the first page cut by %q", a.Cut, a.Failure, a.Body, c.code)
			}
			if _, ok := got["sagemaker:DescribeModel a"]; !ok {
				t.Error("what was listed before the cut was not described")
			}
		})
	}
}

func TestSyntheticServerUnlistedTransitRoutesAreACut(t *testing.T) {
	answers := oneOfEverything()
	answers["ec2:SearchTransitGatewayRoutes"] = ok(`<SearchTransitGatewayRoutesResponse><routeSet/><additionalRoutesAvailable>true</additionalRoutesAvailable></SearchTransitGatewayRoutesResponse>`)
	start(t, answers)
	if a := collected(t, Options{})["ec2:SearchTransitGatewayRoutes tgw-rtb-1"]; a.Cut != "AdditionalRoutesAvailable" {
		t.Errorf("cut %q, failure %q", a.Cut, a.Failure)
	}
}

func TestSyntheticServerThrottlingIsWaitedFor(t *testing.T) {
	s := start(t, nil)
	s.answers = map[string]answerer{"sagemaker:ListModels": func(request) response {
		if len(s.of("sagemaker:ListModels")) < 4 {
			return response{400, jsonError("ThrottlingException"), false}
		}
		return response{200, `{"Models":[]}`, false}
	}}
	if a := collected(t, Options{})["sagemaker:ListModels"]; a.Body == nil {
		t.Errorf("three throttles ended in %q", a.Failure)
	}
}

func TestSyntheticServerBrokenOperationsAreAskedTwiceAtMost(t *testing.T) {
	s := start(t, map[string]answerer{"sagemaker:ListTrainingJobs": refuse(500, htmlPage)})
	collected(t, Options{})
	if n := len(s.of("sagemaker:ListTrainingJobs")); n != otherAttempts {
		t.Errorf("%d requests, want %d", n, otherAttempts)
	}
}

func TestSyntheticServerHangingServiceCostsFewTimeouts(t *testing.T) {
	hang := func(request) response { return response{hang: true} }
	answers := map[string]answerer{}
	for _, o := range flatten(sagemakerOperations(new(apis))) {
		answers[o.name] = hang
	}
	start(t, answers)
	begin := time.Now()
	got := collected(t, Options{Timeout: 200 * time.Millisecond})
	if took := time.Since(begin); took > 5*time.Second {
		t.Errorf("took %s", took)
	}
	if a := got["sagemaker:ListModels"]; a.Failure != "RequestTimeout" {
		t.Errorf("failure %q", a.Failure)
	}
	if a := got["ec2:DescribeVpcs"]; a.Body == nil {
		t.Errorf("another service failed with it: %q", a.Failure)
	}
}

func TestSyntheticServerInterruptStopsWithinTwoSeconds(t *testing.T) {
	answers := map[string]answerer{}
	for _, o := range flatten(table()) {
		answers[o.name] = func(request) response { return response{hang: true} }
	}
	start(t, answers)
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(100*time.Millisecond, cancel)
	begin := time.Now()
	_, _, err := Run(ctx, Options{})
	if took := time.Since(begin); !errors.Is(err, context.Canceled) || took > 2*time.Second {
		t.Errorf("stopped after %s with %v", took, err)
	}
}

func TestPureFailureCodes(t *testing.T) {
	status := func(code int, err error) error {
		return &smithyhttp.ResponseError{Response: &smithyhttp.Response{Response: &http.Response{StatusCode: code}}, Err: err}
	}
	cases := []struct {
		name string
		err  error
		want string
	}{
		{"code", &smithy.GenericAPIError{Code: "AccessDenied", Message: "request 0a1b"}, "AccessDenied"},
		{"text in place of a code", status(500, &smithy.GenericAPIError{Code: "no such thing"}), "Undecodable"},
		{"no code", status(502, &smithy.GenericAPIError{Code: "UnknownError"}), "ServiceUnavailable"},
		{"no such host", &net.OpError{Op: "dial", Err: &net.DNSError{IsNotFound: true}}, "EndpointUnreachable"},
		{"refused", &smithyhttp.RequestSendError{Err: &net.OpError{Op: "dial", Err: errors.New("connection refused")}}, "EndpointUnreachable"},
		{"deadline", fmt.Errorf("x: %w", context.DeadlineExceeded), "RequestTimeout"},
		{"anything", errors.New("request 0a1b broke"), "RequestFailed"},
	}
	for _, c := range cases {
		if got := failureCode(c.err); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

// Half of the calls denied: every denied one is a failure with its code and
// every other one is read.
func TestSyntheticServerHalfDenied(t *testing.T) {
	answers := oneOfEverything()
	denied := map[string]bool{}
	for i, o := range all(table()) {
		if i%2 == 1 {
			denied[o.name] = true
			answers[o.name] = refuse(403, xmlOrJSON(o))
		}
	}
	start(t, answers)
	for key, a := range collected(t, Options{}) {
		code := inventory.Gap{Code: a.Failure}
		if denied[a.Operation] != code.Denied() {
			t.Errorf("%s: failure %q", key, a.Failure)
		}
	}
}

func xmlOrJSON(o operation) string {
	for _, s := range services() {
		if s.name == o.service() && s.json {
			return jsonError("AccessDeniedException")
		}
	}
	if o.service() == "ec2" {
		return xmlError("UnauthorizedOperation")
	}
	return queryError("AccessDenied")
}

package collect

import (
	"context"
	"errors"
	"net"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/aws/smithy-go"
	smithyhttp "github.com/aws/smithy-go/transport/http"

	"mooring/internal/inventory"
)

// Error is why nothing could be read, with what to do about it.
type Error struct {
	What  string
	Hint  string
	Cause error // for those who debug; may be nil
}

func (e *Error) Error() string { return e.What }
func (e *Error) Unwrap() error { return e.Cause }

func quote(s string) string { return strconv.Quote(s) }

// Codes of failures to which AWS gives none. They stand in answers, so they
// are promises.
const (
	timedOut    = "RequestTimeout"
	unreachable = "EndpointUnreachable"
	undecodable = "Undecodable"
	unavailable = "ServiceUnavailable"
	failed      = "RequestFailed"
	repeated    = "RepeatedPageToken"
	unfinished  = "AdditionalRoutesAvailable"
)

// failureCode is the stable code of a failed call, never a text: texts carry
// request ids, and two runs must say the same.
func failureCode(err error) string {
	var api smithy.APIError
	var tooLate interface{ Timeout() bool }
	var wire *smithyhttp.ResponseError
	switch {
	case errors.Is(err, errUndecodable):
		return undecodable
	case errors.As(err, &api) && isCode(api.ErrorCode()):
		return api.ErrorCode()
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &tooLate) && tooLate.Timeout():
		return timedOut
	case isUnreachable(err):
		return unreachable
	case errors.As(err, &wire):
		return statusCode(wire.HTTPStatusCode())
	}
	return failed
}

// isCode knows error codes from what proxies and emulators put in their place.
func isCode(s string) bool {
	letters := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("._-", r)
	}
	return s != "" && s != "UnknownError" && len(s) <= 80 && strings.IndexFunc(s, func(r rune) bool { return !letters(r) }) < 0
}

// statusCode is for responses whose body says nothing: a load balancer's 502
// to 504 is the service's absence, any other is not an answer at all.
func statusCode(status int) string {
	if status >= http.StatusBadGateway {
		return unavailable
	}
	return undecodable
}

// isUnreachable knows that a request never arrived: no such host (the Region
// has no such service, or is misspelt), no route, no listener.
func isUnreachable(err error) bool {
	var dns *net.DNSError
	var op *net.OpError
	var send *smithyhttp.RequestSendError
	return errors.As(err, &dns) || errors.As(err, &op) || errors.As(err, &send) || strings.Contains(err.Error(), "resolve endpoint") ||
		strings.Contains(err.Error(), "ResolveEndpoint")
}

// expiredCodes and rejectedCodes are those by which AWS refuses credentials as such.
func expiredCodes() []string {
	return []string{"ExpiredToken", "ExpiredTokenException", "RequestExpired"}
}

func rejectedCodes() []string {
	return []string{
		"InvalidClientTokenId", "UnrecognizedClientException", "InvalidAccessKeyId", "SignatureDoesNotMatch",
		"InvalidSignatureException", "IncompleteSignature", "AuthFailure", "MissingAuthenticationToken",
	}
}

// credentialsError turns a failure to get or use credentials into what to do
// about it; nil when err is about something else.
func credentialsError(profile string, err error) *Error {
	code := failureCode(err)
	switch {
	case strings.Contains(err.Error(), "SSO"):
		return &Error{What: "the AWS sign-in" + of(profile) + " has expired or was never made", Hint: "aws sso login" + flag(profile), Cause: err}
	case slices.Contains(expiredCodes(), code):
		return &Error{What: "the AWS credentials" + of(profile) + " have expired", Hint: "renew them where they came from, or name another profile with --profile", Cause: err}
	case slices.Contains(rejectedCodes(), code):
		return &Error{What: "AWS does not accept the credentials" + of(profile) + ": " + code, Hint: "check AWS_ACCESS_KEY_ID and its siblings, or name a profile with --profile", Cause: err}
	}
	return nil
}

func of(profile string) string {
	if profile == "" {
		return ""
	}
	return " of profile " + profile
}

func flag(profile string) string {
	if profile == "" {
		return ""
	}
	return " --profile " + profile
}

// nothingRead is the error of a run of which no answer was read but perhaps
// the name of the account.
func nothingRead(answers []inventory.Answer) error {
	codes := map[string]int{}
	for _, a := range answers {
		if a.Operation == identityName {
			continue
		}
		if a.Body != nil {
			return nil
		}
		codes[a.Failure]++
	}
	most := ""
	for code, n := range codes {
		if n > codes[most] || n == codes[most] && code < most {
			most = code
		}
	}
	hint := "attach the policy that `mooring permissions` prints"
	if slices.Contains([]string{unreachable, timedOut, unavailable, undecodable, failed}, most) {
		hint = "check the spelling of the Region, the network, and AWS_ENDPOINT_URL if it is set"
	}
	return &Error{What: "not one answer could be read: " + most, Hint: hint}
}

package collect

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"regexp"
	"slices"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/credentials/stscreds"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/smithy-go/logging"

	"mooring/internal/inventory"
)

// account is one account to read, with credentials that were seen to work.
type account struct {
	scope   inventory.Scope // without a Region
	config  aws.Config
	profile string
	regions []string
}

// looksLikeRegion knows Region names such as eu-west-1 and us-gov-east-1.
func looksLikeRegion(s string) bool {
	return regexp.MustCompile(`^[a-z]{2,5}(-[a-z]+)+-\d{1,2}$`).MatchString(s)
}

// enabledRegions lists the Regions of an account; it is no part of an inventory.
func enabledRegions(on *apis) operation { return read(on.ec2.DescribeRegions) }

// accounts finds every account to read and asks each who it is. An account
// that cannot be entered among others is an answer, alone it is an error.
func (r *run) accounts(ctx context.Context) ([]account, error) {
	var out []account
	profiles := r.options.Profiles
	if len(profiles) == 0 {
		profiles = []string{""}
	}
	for _, profile := range profiles {
		found, err := r.ofProfile(ctx, profile)
		if err != nil {
			return nil, err
		}
		for _, a := range found {
			if !slices.ContainsFunc(out, func(b account) bool { return a.scope.Account != "" && a.scope == b.scope }) {
				out = append(out, a)
			}
		}
	}
	return out, nil
}

// ofProfile finds the accounts behind one profile: its own, or those that its
// credentials assume a role in.
func (r *run) ofProfile(ctx context.Context, profile string) ([]account, error) {
	base, err := r.load(ctx, profile)
	if err != nil {
		return nil, err
	}
	own, answer, err := r.identify(ctx, account{config: base, profile: profile})
	if err != nil {
		return nil, err
	}
	ids := r.options.Accounts
	if len(ids) == 0 {
		ids = []string{own.scope.Account}
	}
	var out []account
	for _, id := range ids {
		a := own
		switch {
		case r.options.Role != "":
			if a, answer, err = r.assume(ctx, own, id); err != nil {
				return nil, err
			}
		case id != own.scope.Account:
			return nil, &Error{What: fmt.Sprintf("the credentials%s are of account %s, not %s", of(profile), cmp.Or(own.scope.Account, "unknown"), id), Hint: "add --role with the name of a role to assume in " + id}
		}
		r.opened()
		r.file(answer)
		if a.config.Credentials == nil {
			continue
		}
		if a.regions, err = r.regionsOf(ctx, a); err != nil {
			return nil, err
		}
		out = append(out, a)
	}
	return out, nil
}

// load reads the configuration of a profile, "" for the default chain, and
// makes sure that it has credentials and a Region.
func (r *run) load(ctx context.Context, profile string) (aws.Config, error) {
	late := &roleClient{}
	options := []func(*config.LoadOptions) error{
		config.WithHTTPClient(httpClient(r.options.Timeout)), config.WithLogger(logging.Nop{}), config.WithAssumeRoleCredentialOptions(late.insert),
	}
	if profile != "" {
		options = append(options, config.WithSharedConfigProfile(profile))
	}
	c, err := config.LoadDefaultConfig(ctx, options...)
	late.endpoint = c.BaseEndpoint
	var unknown config.SharedConfigProfileNotExistError
	switch {
	case errors.As(err, &unknown):
		return c, &Error{What: "the AWS configuration has no profile " + quote(unknown.Profile), Hint: "aws configure list-profiles shows those it has", Cause: err}
	case err != nil:
		return c, &Error{What: "read the AWS configuration: " + err.Error(), Hint: "check ~/.aws/config and the AWS_ variables", Cause: err}
	}
	if c.Region == "" {
		if len(r.options.Regions) == 0 {
			return c, &Error{What: "no Region is given", Hint: "add --region eu-west-1 (or all), or set AWS_REGION"}
		}
		c.Region = r.options.Regions[0]
	}
	switch {
	case c.Region == allRegions:
		c.Region = "us-east-1"
	case !looksLikeRegion(c.Region):
		return c, notARegion(c.Region)
	}
	return c, retrieve(ctx, c, profile)
}

// roleClient takes the role of a profile at the configured endpoint: the SDK
// makes its own client for that before it has read AWS_ENDPOINT_URL.
type roleClient struct {
	stscreds.AssumeRoleAPIClient
	endpoint *string
}

func (r *roleClient) insert(o *stscreds.AssumeRoleOptions) {
	r.AssumeRoleAPIClient = o.Client
	o.Client = r
}

func (r *roleClient) AssumeRole(ctx context.Context, in *sts.AssumeRoleInput, options ...func(*sts.Options)) (*sts.AssumeRoleOutput, error) {
	return r.AssumeRoleAPIClient.AssumeRole(ctx, in, append(options, func(o *sts.Options) {
		if o.BaseEndpoint == nil {
			o.BaseEndpoint = r.endpoint
		}
	})...)
}

// credentialsPatience bounds the search for credentials: its last step asks the
// metadata service of a machine, which is not there on a desk.
const credentialsPatience = 20 * time.Second

func retrieve(ctx context.Context, c aws.Config, profile string) error {
	ctx, cancel := context.WithTimeout(ctx, credentialsPatience)
	defer cancel()
	_, err := c.Credentials.Retrieve(ctx)
	if err == nil {
		return nil
	}
	if known := credentialsError(profile, err); known != nil {
		return known
	}
	if code := failureCode(err); isRefusal(err) {
		return &Error{What: "the role" + of(profile) + " cannot be assumed: " + code, Hint: "its trust policy must name you, and you need sts:AssumeRole on it", Cause: err}
	}
	return &Error{What: "no AWS credentials were found" + inProfile(profile), Hint: "name a profile with --profile, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; without an account, try `mooring demo`", Cause: err}
}

// isRefusal reports that AWS itself answered, by saying no.
func isRefusal(err error) bool {
	code := failureCode(err)
	return inventory.Gap{Code: code}.Denied()
}

func inProfile(profile string) string {
	if profile == "" {
		return ""
	}
	return " for profile " + profile
}

// httpClient is the SDK's own, so that AWS_CA_BUNDLE and proxies work, with
// room for all requests in flight and a bound on each.
func httpClient(timeout time.Duration) *awshttp.BuildableClient {
	return awshttp.NewBuildableClient().WithTimeout(timeout).
		WithDialerOptions(func(d *net.Dialer) { d.Timeout = min(timeout, 5*time.Second) }).
		WithTransportOptions(func(t *http.Transport) { t.MaxIdleConns, t.MaxIdleConnsPerHost = 0, callsAtOnce })
}

// identify asks whose credentials these are. That the question cannot be
// answered is no error, unless the credentials themselves are refused.
func (r *run) identify(ctx context.Context, a account) (account, inventory.Answer, error) {
	o := whoami(openAPIs(r.guarded(a.config, a.config.Region)))
	answer := inventory.Answer{Operation: o.name}
	page, err := send(ctx, o, members{})
	if err != nil {
		if known := credentialsError(a.profile, err); known != nil {
			return a, answer, known
		}
		answer.Scope, answer.Failure = a.scope, failureCode(err)
		return a, answer, nil
	}
	var doc document
	doc.add(page, "")
	arn, _ := inventory.ParseARN(page.text("Arn"))
	a.scope = inventory.Scope{Partition: arn.Partition, Account: page.text("Account")}
	answer.Scope, answer.Body = a.scope, doc.body()
	return a, answer, nil
}

// assume takes the role in an account. A role that is refused is an answer
// where there are other accounts to read; the account then has no credentials.
func (r *run) assume(ctx context.Context, own account, id string) (account, inventory.Answer, error) {
	partition := cmp.Or(own.scope.Partition, "aws")
	arn := fmt.Sprintf("arn:%s:iam::%s:role/%s", partition, id, r.options.Role)
	a := account{config: own.config.Copy(), profile: own.profile, scope: inventory.Scope{Partition: partition, Account: id}}
	assumer := sts.NewFromConfig(r.guarded(own.config, own.config.Region))
	a.config.Credentials = aws.NewCredentialsCache(stscreds.NewAssumeRoleProvider(assumer, arn, func(o *stscreds.AssumeRoleOptions) { o.RoleSessionName = "mooring" }))
	if _, err := a.config.Credentials.Retrieve(ctx); err != nil {
		if len(r.options.Accounts) < 2 {
			return a, inventory.Answer{}, &Error{What: "role " + arn + " cannot be assumed: " + failureCode(err), Hint: "its trust policy must name you, and you need sts:AssumeRole on it", Cause: err}
		}
		a.config.Credentials = nil
		return a, inventory.Answer{Scope: a.scope, Operation: identityName, Failure: failureCode(err)}, nil
	}
	return r.identify(ctx, a)
}

// regionsOf are the Regions to read of an account, sorted.
func (r *run) regionsOf(ctx context.Context, a account) ([]string, error) {
	names := r.options.Regions
	if len(names) == 0 {
		return []string{a.config.Region}, nil
	}
	if !slices.Contains(names, allRegions) {
		return sortedSet(slices.Clone(names)), nil
	}
	o := enabledRegions(openAPIs(r.guarded(a.config, a.config.Region)))
	page, err := send(ctx, o, members{})
	if err != nil {
		return nil, &Error{What: "list the Regions of account " + a.scope.Account + ": " + failureCode(err), Hint: "allow ec2:DescribeRegions, or name the Regions with --region", Cause: err}
	}
	found, err := objects(page["Regions"])
	for _, item := range found {
		names = append(names, item.text("RegionName"))
	}
	names = sortedSet(slices.DeleteFunc(slices.Clone(names), func(s string) bool { return s == allRegions }))
	if len(names) == 0 {
		return nil, &Error{What: "account " + a.scope.Account + " answers with no Regions", Hint: "name the Regions with --region", Cause: err}
	}
	return names, nil
}

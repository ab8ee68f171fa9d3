package collect

import (
	"bytes"
	"context"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/smithy-go/middleware"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

// errNotAllowed is a call that is not on the list of reading operations.
var errNotAllowed = errors.New("not a reading operation of this program")

// guard refuses, before anything is signed, every operation that is not in the
// table, and tells of those that pass.
type guard struct {
	allowed map[string]bool // SDK service id and operation, as passKey makes it
	passed  func()
}

func passKey(service, operation string) string { return service + "/" + operation }

// allowList are the operations of the table and the two that find accounts and
// Regions.
func allowList(table []operation) map[string]bool {
	allowed := map[string]bool{passKey(sts.ServiceID, "AssumeRole"): true, passKey(ec2.ServiceID, "DescribeRegions"): true}
	for _, o := range table {
		for _, s := range services() {
			if s.name == o.service() {
				allowed[passKey(s.id, strings.TrimPrefix(o.name, s.name+":"))] = true
			}
		}
	}
	return allowed
}

func (g guard) ID() string { return "ReadOnly" }

func (g guard) HandleInitialize(ctx context.Context, in middleware.InitializeInput, next middleware.InitializeHandler) (middleware.InitializeOutput, middleware.Metadata, error) {
	key := passKey(middleware.GetServiceID(ctx), middleware.GetOperationName(ctx))
	if !g.allowed[key] {
		return middleware.InitializeOutput{}, middleware.Metadata{}, fmt.Errorf("%s: %w", key, errNotAllowed)
	}
	g.passed()
	return next.HandleInitialize(ctx, in)
}

func (g guard) addTo(stack *middleware.Stack) error {
	if err := stack.Initialize.Add(g, middleware.Before); err != nil {
		return err
	}
	// The last to be added is the first to see the response.
	return stack.Deserialize.Add(listener{}, middleware.After)
}

// bodyLimit is more than any answer of AWS has; the largest, a page of a
// thousand interfaces, is a few megabytes.
const bodyLimit = 64 << 20

// rawBody carries an answer's bytes out of the SDK, by way of the context.
type rawBody struct{ bytes []byte }

type rawBodyKey struct{}

func withRawBody(ctx context.Context, raw *rawBody) context.Context {
	return context.WithValue(ctx, rawBodyKey{}, raw)
}

// listener sees responses before the SDK does. JSON it keeps, and the SDK
// decodes an empty object instead. Of XML it checks the root: the SDK takes
// any document without known members for an empty answer, an error page too.
type listener struct{}

func (listener) ID() string { return "RawBody" }

func (listener) HandleDeserialize(ctx context.Context, in middleware.DeserializeInput, next middleware.DeserializeHandler) (middleware.DeserializeOutput, middleware.Metadata, error) {
	out, metadata, err := next.HandleDeserialize(ctx, in)
	response, ok := out.RawResponse.(*smithyhttp.Response)
	if err != nil || !ok || response.StatusCode != http.StatusOK {
		return out, metadata, err
	}
	body, err := io.ReadAll(io.LimitReader(response.Body, bodyLimit))
	_ = response.Body.Close()
	response.Body = http.NoBody
	if err != nil {
		return out, metadata, fmt.Errorf("read the answer: %w", err)
	}
	if raw, ok := ctx.Value(rawBodyKey{}).(*rawBody); ok {
		raw.bytes, body = body, []byte("{}")
	} else if operation := middleware.GetOperationName(ctx); !rooted(body, operation) && !bare(body, operation) {
		return out, metadata, errUndecodable
	}
	response.Body = io.NopCloser(bytes.NewReader(body))
	return out, metadata, nil
}

// bare reports whether the answer is the one that S3 gives without any wrapping:
// a bucket's policy (S3 API Reference, GetBucketPolicy).
func bare(body []byte, operation string) bool {
	return operation == "GetBucketPolicy" && json.Valid(body)
}

// rooted reports whether an XML answer's root element is the operation's.
func rooted(body []byte, operation string) bool {
	d := xml.NewDecoder(bytes.NewReader(body))
	for {
		token, err := d.Token()
		if err != nil {
			return false
		}
		if start, ok := token.(xml.StartElement); ok {
			return strings.EqualFold(start.Name.Local, operation+"Response")
		}
	}
}

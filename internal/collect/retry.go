package collect

import (
	"math/rand/v2"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws/ratelimit"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/smithy-go"
)

const (
	throttledAttempts = 8 // about 6 s of waiting in all
	otherAttempts     = 2
	firstPause        = 50 * time.Millisecond
	longestPause      = 4 * time.Second
)

// retryer waits for throttling services and asks anything else only once more:
// an operation that an endpoint does not have answers 500 as often as it is asked.
type retryer struct{ *retry.Standard }

func newRetryer() retryer {
	return retryer{retry.NewStandard(func(o *retry.StandardOptions) {
		o.MaxAttempts = throttledAttempts
		// Attempts are few already; a shared budget would make the answers depend on their order.
		o.RateLimiter = ratelimit.None
	})}
}

// RetryDelay grows by halves of chance up to 4 s; its error ends the attempts.
func (r retryer) RetryDelay(attempt int, err error) (time.Duration, error) {
	if !throttled(err) && attempt >= otherAttempts {
		return 0, err
	}
	most := min(firstPause<<attempt, longestPause)
	return most/2 + rand.N(most/2), nil
}

func throttled(err error) bool {
	return retry.IsErrorThrottles(retry.DefaultThrottles).IsErrorThrottle(err).Bool()
}

// lostError stands for a call that was not made because its service is not there.
func lostError(code string) error { return &smithy.GenericAPIError{Code: code} }

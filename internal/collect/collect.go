// Package collect reads live AWS accounts into the answers that an inventory
// is made from. It only reads: every call passes an allow-list before it is
// signed, and what could not be read comes back as an answer that says so.
package collect

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"mooring/internal/inventory"
)

// Options say where to look and how far back. The zero value reads the account
// and the Region of the AWS credential chain.
type Options struct {
	Profiles []string         // of the shared configuration, one account each; none is the default chain
	Accounts []string         // account ids to read by Role; none is the credentials' own
	Role     string           // name of the role to assume in each account
	Regions  []string         // none is the chain's own; "all" is every Region enabled for the account
	Kinds    []inventory.Kind // SageMaker kinds to read, with what they inherit from; none is all
	Since    time.Duration    // job history window; 0 is 14 days. Jobs that still run are always read
	Timeout  time.Duration    // of one request; 0 is 15 s
	Now      func() time.Time // nil is the clock
	Progress func(Event)      // called after each answer, never by two goroutines at once; may be nil
}

const (
	defaultSince   = 14 * 24 * time.Hour
	defaultTimeout = 15 * time.Second
	allRegions     = "all"
	// Regions read at the same time, and requests in flight in each.
	regionsAtOnce = 4
	callsAtOnce   = 32
)

// Event tells how far a run has come.
type Event struct {
	Scope     inventory.Scope
	Operation string // that was answered
	Subject   string
	Failure   string // its error code, "" when it was read
	Answers   int    // so far
	Open      int    // questions asked or waiting, as far as is known now
	Calls     int    // API calls so far; a call that is sent again counts once
}

func (o Options) withDefaults() Options {
	o.Since, o.Timeout = cmp.Or(o.Since, defaultSince), cmp.Or(o.Timeout, defaultTimeout)
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Progress == nil {
		o.Progress = func(Event) {}
	}
	return o
}

// Run reads the accounts and Regions that o names. The answers are sorted by
// scope, operation and subject. The error is an *Error when nothing could be
// read, or the context's; every lesser failure is an answer.
func Run(ctx context.Context, o Options) ([]inventory.Answer, inventory.Origin, error) {
	o = o.withDefaults()
	origin := inventory.Origin{Kind: "live", TakenAt: o.Now().UTC().Format(time.RFC3339)}
	if err := o.check(); err != nil {
		return nil, origin, err
	}
	r := &run{options: o, since: o.Now().Add(-o.Since), allowed: allowList(all(table())), asked: map[string]bool{}}
	accounts, err := r.accounts(ctx)
	if err != nil {
		return nil, origin, cmp.Or(ctx.Err(), err)
	}
	r.read(ctx, accounts)
	if err := ctx.Err(); err != nil {
		return nil, origin, err
	}
	slices.SortFunc(r.answers, compareAnswers)
	for _, a := range accounts {
		origin.Accounts = append(origin.Accounts, a.scope.Account)
		origin.Regions = append(origin.Regions, a.regions...)
	}
	origin.Accounts, origin.Regions = sortedSet(origin.Accounts), sortedSet(origin.Regions)
	return r.answers, origin, nothingRead(r.answers)
}

func sortedSet(s []string) []string {
	slices.Sort(s)
	return slices.DeleteFunc(slices.Compact(s), func(e string) bool { return e == "" })
}

func compareAnswers(a, b inventory.Answer) int {
	return cmp.Or(cmp.Compare(a.Partition, b.Partition), cmp.Compare(a.Account, b.Account), cmp.Compare(a.Region, b.Region),
		cmp.Compare(a.Operation, b.Operation), cmp.Compare(a.Subject, b.Subject))
}

// check refuses what AWS could not understand, before anything is asked.
func (o Options) check() error {
	for _, region := range o.Regions {
		if region != allRegions && !looksLikeRegion(region) {
			return notARegion(region)
		}
	}
	for _, account := range o.Accounts {
		if len(account) != 12 || strings.Trim(account, "0123456789") != "" {
			return &Error{What: quote(account) + " is not an account id", Hint: "account ids have twelve digits"}
		}
	}
	if strings.Contains(o.Role, ":") {
		return &Error{What: quote(o.Role) + " is not a role name", Hint: "give the name that the role has in every account, not its ARN"}
	}
	return nil
}

func notARegion(s string) *Error {
	return &Error{What: quote(s) + " is not a Region name", Hint: "Regions look like eu-west-1; all means every enabled one"}
}

// run is one reading of everything; its methods may be called by many goroutines.
type run struct {
	options Options
	since   time.Time
	allowed map[string]bool

	mu      sync.Mutex
	answers []inventory.Answer
	open    int
	calls   int
	asked   map[string]bool // once for all Regions of an account
}

func (r *run) read(ctx context.Context, accounts []account) {
	var wg sync.WaitGroup
	slots := make(chan struct{}, regionsAtOnce)
	for _, a := range accounts {
		for _, name := range a.regions {
			slots <- struct{}{}
			wg.Go(func() {
				newRegion(r, a, name).read(ctx)
				<-slots
			})
		}
	}
	wg.Wait()
}

// file keeps an answer and tells of it.
func (r *run) file(a inventory.Answer) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.answers = append(r.answers, a)
	r.open--
	r.options.Progress(Event{
		Scope: a.Scope, Operation: a.Operation, Subject: a.Subject, Failure: cmp.Or(a.Failure, a.Cut),
		Answers: len(r.answers), Open: r.open, Calls: r.calls,
	})
}

func (r *run) opened() {
	r.mu.Lock()
	r.open++
	r.mu.Unlock()
}

func (r *run) called() {
	r.mu.Lock()
	r.calls++
	r.mu.Unlock()
}

package collect

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"maps"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"mooring/internal/inventory"
)

// region reads one account in one Region.
type region struct {
	run     *run
	account account
	scope   inventory.Scope
	clients map[string]*client
	slots   chan struct{} // one for each request in flight

	wg      sync.WaitGroup
	mu      sync.Mutex
	asked   map[string]bool // operation and subject
	replies []reply
}

func newRegion(r *run, a account, name string) *region {
	g := &region{
		run: r, account: a, scope: inventory.Scope{Partition: a.scope.Partition, Account: a.scope.Account, Region: name},
		clients: map[string]*client{}, slots: make(chan struct{}, callsAtOnce), asked: map[string]bool{},
	}
	for _, s := range services() {
		g.clients[s.name] = &client{}
	}
	return g
}

// guarded is a configuration whose clients can only read.
func (r *run) guarded(config aws.Config, region string) aws.Config {
	c := config.Copy()
	c.Region = region
	c.APIOptions = append(c.APIOptions[:len(c.APIOptions):len(c.APIOptions)], guard{r.allowed, r.called}.addTo)
	c.Retryer = func() aws.Retryer { return newRetryer() }
	return c
}

func (g *region) read(ctx context.Context) {
	on := openAPIs(g.run.guarded(g.account.config, g.scope.Region))
	for _, o := range g.run.options.chosen(operations(on)) {
		g.ask(ctx, o, nil)
	}
	g.wg.Wait()
	first := g.replies // what is asked now adds to them
	for _, l := range afterwards(on, g.account.scope.Account) {
		for _, item := range l.items(first) {
			g.ask(ctx, l.operation, item)
		}
	}
	g.wg.Wait()
}

// ask starts an operation, about an item where it has a subject. What was
// asked before, or cannot be asked, is left.
func (g *region) ask(ctx context.Context, o operation, item object) {
	subject, in, ok := o.subject(item)
	if !ok || o.when != nil && !o.when(item) || !g.first(o, subject) {
		return
	}
	g.run.opened()
	g.wg.Go(func() { g.answer(ctx, o, subject, in) })
}

func (g *region) first(o operation, subject string) bool {
	if o.declared().Beside && o.declared().Global {
		return g.run.first(g.account.scope.Account + " " + o.name + " " + subject)
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	key := o.name + " " + subject
	was := g.asked[key]
	g.asked[key] = true
	return !was
}

// first reports whether a question that one Region asks for all is new.
func (r *run) first(key string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	was := r.asked[key]
	r.asked[key] = true
	return !was
}

// answer reads an operation to its end and files what came of it.
func (g *region) answer(ctx context.Context, o operation, subject string, in members) {
	doc, code := g.readAll(ctx, o, in)
	if o.orElse != nil && code != "" && refused(code) {
		if other, second := g.readAll(ctx, *o.orElse, in); second == "" {
			o, doc, code = *o.orElse, other, ""
		}
	}
	if ctx.Err() != nil {
		return
	}
	a := inventory.Answer{Scope: g.scope, Operation: o.name, Subject: subject}
	if o.declared().Global {
		a.Region = ""
	}
	if doc.pages > 0 {
		a.Body, a.Cut = doc.body(), code
	} else {
		a.Failure = code
	}
	g.keep(a)
	if a.Body != nil && o.declared().Items == "" {
		g.follow(ctx, o, o.items(doc.members))
	}
	g.run.file(a)
}

// refused tells a subject that the operation does not know from one that the
// caller may not ask about, or that could not be asked.
func refused(code string) bool {
	return code == "ValidationException" || code == "ResourceNotFound" || code == "ResourceNotFoundException"
}

func (g *region) keep(a inventory.Answer) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.replies = append(g.replies, reply{a.Operation, a.Body})
}

func (g *region) follow(ctx context.Context, o operation, items []object) {
	for _, item := range items {
		for _, next := range o.then {
			g.ask(ctx, next, item)
		}
	}
}

// readAll reads every page of every request that the operation takes. code is
// of the first failure; the document has the pages that were read.
func (g *region) readAll(ctx context.Context, o operation, subject members) (document, string) {
	var doc document
	code := ""
	for _, in := range o.requests(g.run.since) {
		maps.Copy(in, subject)
		if o.region != "" {
			in[o.region] = g.scope.Region
		}
		failure := g.readPages(ctx, o, in, &doc)
		code = cmp.Or(code, failure)
		if doc.pages == 0 {
			break // what the window refuses, the states would too
		}
	}
	return doc, code
}

// requests are the inputs of an operation: one, but for jobs one for the
// window and one for each state in which an older job still runs.
func (o operation) requests(since time.Time) []members {
	if o.running == nil {
		return []members{maps.Clone(o.input)}
	}
	window := maps.Clone(o.input)
	window["CreationTimeAfter"] = since
	out := []members{window}
	for _, state := range o.running {
		in := maps.Clone(o.input)
		in["CreationTimeBefore"], in["StatusEquals"] = since, state
		out = append(out, in)
	}
	return out
}

func (g *region) readPages(ctx context.Context, o operation, in members, doc *document) (code string) {
	answerToken, requestToken := o.pages()
	items := o.declared().Items
	for last := ""; ; {
		page, err := g.call(ctx, o, in)
		if err == nil {
			err = settle(page, items, answerToken)
		}
		var found []object
		if err == nil && len(o.then) > 0 {
			found, err = objects(page[items])
		}
		if err != nil {
			return failureCode(err)
		}
		doc.add(page, answerToken)
		g.follow(ctx, o, found)
		token := page.text(answerToken)
		switch {
		case token == "":
			return more(page)
		case token == last:
			return repeated
		}
		last, in[requestToken] = token, token
	}
}

// more tells an answer that says of itself that it is not whole.
func more(page object) string {
	for _, member := range []string{"AdditionalRoutesAvailable", "IsTruncated"} {
		if string(page[member]) == "true" {
			return unfinished
		}
	}
	return ""
}

// call sends one request.
func (g *region) call(ctx context.Context, o operation, in members) (object, error) {
	c := g.clients[o.service()]
	select {
	case g.slots <- struct{}{}:
		defer func() { <-g.slots }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if code, lost := c.lost(); lost {
		return nil, lostError(code)
	}
	page, err := send(ctx, o, in)
	if errors.Is(err, context.Canceled) {
		return nil, err
	}
	code := ""
	if err != nil {
		code = failureCode(err)
	}
	c.note(code)
	return page, err
}

func send(ctx context.Context, o operation, in members) (object, error) {
	var raw rawBody
	raws := serviceNamed(o.service()).json
	if raws {
		ctx = withRawBody(ctx, &raw)
	}
	out, err := o.call(ctx, in)
	switch {
	case err != nil:
		return nil, err
	case raws:
		return parsePage(raw.bytes)
	}
	return spell(out, o.declared().Items)
}

// body is the document as JSON with its members sorted.
func (d *document) body() json.RawMessage {
	raw, err := json.Marshal(d.members)
	if err != nil {
		return nil
	}
	return raw
}

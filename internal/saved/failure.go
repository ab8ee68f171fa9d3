package saved

import (
	"cmp"
	"regexp"
	"strings"
	"unicode/utf8"

	"mooring/internal/inventory"
)

var (
	callError   = regexp.MustCompile(`An error occurred \(([A-Za-z0-9_.]+)\) when calling the ([A-Za-z0-9]+) operation`)
	actionError = regexp.MustCompile(`not authorized to perform:? ([a-z0-9-]+:[A-Za-z0-9]+)`)
	arnPattern  = regexp.MustCompile(`arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:[0-9]*:[^\s"',]+`)
)

// fail files an operation that was asked and not answered. message may tell
// where and about what.
func (r *reading) fail(s *shape, code string, message []byte) {
	f := found{file: r.file, shape: s, failure: code}
	f.says = []witness{witnessOfMessage(string(message))}
	if len(s.subject) > 0 || s.asked != "" {
		f.subject = cmp.Or(r.name.askedAbout(s, r.file), subjectOfMessage(s, string(message)))
	}
	if s.operation == attributeOperation {
		f.subject = attributeSubject(s, f.subject)
	}
	r.add(f)
}

// attributeSubject turns vpc-1-enableDnsSupport into vpc-1/enableDnsSupport.
func attributeSubject(s *shape, asked string) string {
	for _, name := range s.any {
		if n := len(asked) - len(name); n > 1 && strings.EqualFold(asked[n:], name) {
			return asked[:n-1] + "/" + lower(name[:1]) + name[1:]
		}
	}
	return asked
}

// witnessOfMessage reads the ARNs of a refusal: who asked, and about what.
func witnessOfMessage(message string) witness {
	var w witness
	for _, text := range arnPattern.FindAllString(message, -1) {
		arn, ok := inventory.ParseARN(text)
		if !ok {
			continue
		}
		w.partition = cmp.Or(w.partition, arn.Partition)
		w.account = cmp.Or(w.account, accountID(arn.Account))
		w.region = cmp.Or(w.region, firstGroup(zonePattern, arn.Region))
	}
	return w
}

// subjectOfMessage is the name in "on resource: arn:…:notebook-instance/lab".
func subjectOfMessage(s *shape, message string) string {
	for _, text := range arnPattern.FindAllString(message, -1) {
		arn, ok := inventory.ParseARN(text)
		kind, name, two := strings.Cut(arn.Resource, "/")
		if ok && two && arn.Service == s.service() && kind != "" && !strings.Contains(name, "*") {
			return name
		}
	}
	return ""
}

// errorAnswer files an error that was saved in place of data and reports
// whether the object is one.
func (r *reading) errorAnswer(o object) bool {
	code, message := errorOf(o)
	if code == "" {
		return false
	}
	operation := cmp.Or(o.text("Operation"), o.text("OperationName"), o.text("eventName"))
	if m := callError.FindStringSubmatch(message); m != nil {
		code, operation = m[1], m[2]
	}
	shapes := r.failed(operation, message)
	for _, s := range shapes {
		r.fail(s, code, []byte(message))
	}
	if len(shapes) == 0 {
		r.ignore("an error answer (%s) that does not say which operation it is of", printable(code))
	}
	return true
}

// errorOf finds the code and message of the error shapes that AWS's protocols,
// the SDKs and the CLI write.
func errorOf(o object) (code, message string) {
	for _, outer := range []string{"Response", "Errors"} {
		if v, ok := o.get(outer); ok && isObject(v) {
			o = parseObject(v)
		}
	}
	message = cmp.Or(o.text("Message"), o.text("errorMessage"))
	if v, ok := o.get("Error"); ok && isObject(v) {
		inner := parseObject(v)
		return cmp.Or(inner.text("Code"), codeOf(inner.text("Message"))), inner.text("Message")
	}
	code = cmp.Or(o.text("__type"), o.text("errorCode"))
	if code == "" && len(o.names) <= 3 {
		code = cmp.Or(o.text("Code"), codeOf(message))
	}
	// com.amazon.coral.service#AccessDeniedException, ThrottlingException:http://…
	code = code[strings.LastIndex(code, "#")+1:]
	code, _, _ = strings.Cut(code, ":")
	return code, message
}

// codeOf names an error that came with a message alone.
func codeOf(message string) string {
	switch {
	case message == "":
		return ""
	case strings.Contains(message, "not authorized"), strings.Contains(message, "AccessDenied"):
		return "AccessDeniedException"
	case strings.Contains(message, "Rate exceeded"):
		return "ThrottlingException"
	case strings.Contains(message, "expired"):
		return "ExpiredToken"
	}
	return "Error"
}

// failed finds the operations that an error is of: its own word, the action
// that was refused, the file's name. Services that share an operation's name
// share the doubt.
func (r *reading) failed(operation, message string) []*shape {
	if shapes := r.byName[lower(operation)]; len(shapes) > 0 {
		return r.ofService(r.file, shapes)
	}
	if m := actionError.FindStringSubmatch(message); m != nil {
		if s := r.byAction(m[1]); s != nil {
			return []*shape{s}
		}
	}
	if operation != "" {
		return nil
	}
	return r.name.shapes
}

func (r *reading) byAction(action string) *shape {
	for _, o := range inventory.Operations() {
		if o.IAMAction() == action {
			return r.byFull[o.Name]
		}
	}
	return r.byFull[action]
}

// plain reads a file that is no JSON: the CLI's error text, or a stranger.
func (r *reading) plain(content []byte) {
	if len(strings.TrimSpace(string(content[:min(len(content), 4096)]))) == 0 {
		r.empty()
		return
	}
	if !r.cliErrors(content) {
		r.ignore("%s", lookText(r.file, content))
	}
}

// empty is what the shell leaves of a call that failed: the operation in the
// file's name was asked.
func (r *reading) empty() {
	if s := r.name.only(); s != nil && r.name.exact {
		r.fail(s, "Empty", nil)
		return
	}
	r.ignore("empty file")
}

// cliErrors files every error that the CLI's standard error text tells of.
func (r *reading) cliErrors(content []byte) bool {
	if len(content) > maxText || !utf8.Valid(content) {
		return false
	}
	any := false
	for line := range strings.Lines(string(content)) {
		m := callError.FindStringSubmatch(line)
		if m == nil {
			continue
		}
		any = true
		shapes := r.failed(m[2], line)
		for _, s := range shapes {
			r.fail(s, m[1], []byte(line))
		}
		if len(shapes) == 0 {
			r.ignore("an error (%s) of %s, which is not needed", m[1], m[2])
		}
	}
	return any
}

// broken files what follows the readable part of a file: an error that the CLI
// printed behind its output, or JSON that was cut off.
func (r *reading) broken(rest []byte, err error) {
	if r.cliErrors(rest) {
		return
	}
	s := r.name.only()
	if shapes := r.byItems[lower(firstKey(rest))]; len(shapes) == 1 {
		s = shapes[0]
	}
	if s == nil && len(r.found) > 0 {
		s = r.found[len(r.found)-1].shape
	}
	r.ignore("%s", err)
	if s != nil {
		r.fail(s, "Undecodable", nil)
	}
}

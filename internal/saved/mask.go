package saved

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strings"

	"mooring/internal/inventory"
)

// Mask replaces secrets in an answer by a hash under key: values of environments,
// hyperparameters and the like, lifecycle scripts, credentials in URLs, also inside a
// pipeline's definition. Names stay, everything else stays byte for byte, and equal
// secrets stay equal. Masking what is masked already changes nothing, so a report
// made live equals the one made from its snapshot.
func Mask(a inventory.Answer, key []byte) inventory.Answer {
	if len(a.Body) == 0 || !json.Valid(a.Body) {
		return a
	}
	m := &masker{key: key}
	m.copy(a.Body, open)
	if m.changed {
		a.Body = m.out.Bytes()
	}
	return a
}

// zone says how the values at a place in an answer are treated.
type zone int

const (
	open    zone = iota // only members with a telling name are masked
	values              // a map or list of values: every one is masked
	within              // deeper: masked too, but entries' names and a pipeline's references stay
	scripts             // values, where it is a list
	tags                // nothing is masked: tags are not secret and may be called anything
)

// zoneOf knows the members that hold what users pass to their code. The names
// are those of the SageMaker and EC2 APIs, in any case.
func zoneOf(name string) zone {
	switch lower(name) {
	case "environment", "optimizationenvironment", "environmentparameters", "hyperparameters", "statichyperparameters", "tunedhyperparameters",
		"ruleparameters", "hookparameters", "collectionparameters", "profilingparameters", "containerarguments", "containerentrypoint",
		"studiolifecycleconfigcontent", "userdata", "customergatewayconfiguration", "presharedkey", "clientsecret":
		return values
	case "oncreate", "onstart":
		return scripts
	case "tags", "tagset", "taglist":
		return tags
	}
	return open
}

type masker struct {
	key     []byte
	out     bytes.Buffer
	changed bool
}

const (
	masked     = "masked:"
	maskedSize = 32 // hexadecimal digits: 128 bits
)

// hash is what stands in place of a secret.
func (m *masker) hash(secret string) string {
	h := hmac.New(sha256.New, m.key)
	h.Write([]byte(secret))
	return masked + hex.EncodeToString(h.Sum(nil))[:maskedSize]
}

func isMasked(s string) bool {
	digits, ok := strings.CutPrefix(s, masked)
	return ok && len(digits) == maskedSize && strings.Trim(digits, "0123456789abcdef") == ""
}

// copy writes a value, masked as its zone asks.
func (m *masker) copy(raw []byte, z zone) {
	switch {
	case z == tags:
		m.out.Write(raw)
	case isObject(raw):
		m.object(raw, z)
	case isArray(raw):
		m.array(raw, z)
	case starts(raw, '"'):
		m.text(raw, z)
	case z != open && string(raw) != "null":
		m.replace(m.hash(string(raw)))
	default:
		m.out.Write(raw)
	}
}

// object copies an object. Between its members the bytes stay as they are.
func (m *masker) object(raw []byte, z zone) {
	at := 0
	members(raw, func(name, value []byte) bool {
		start := offset(raw, value)
		m.out.Write(raw[at:start])
		m.member(string(name), value, z)
		at = start + len(value)
		return true
	})
	m.out.Write(raw[at:])
}

// member masks by the member's own name, or by the zone it stands in.
func (m *masker) member(name string, value []byte, z zone) {
	switch {
	case z == within && staysWithin(name, text(value)):
		m.out.Write(value)
	case z != open:
		m.copy(value, within)
	case strings.EqualFold(name, "PipelineDefinition"):
		m.definition(value)
	case zoneOf(name) == scripts && !isArray(value):
		m.out.Write(value) // a cluster's OnCreate is a file name
	default:
		m.copy(value, zoneOf(name))
	}
}

// staysWithin knows what is no secret in {"Name": "lr", "Value": …} and in
// {"Get": "Parameters.Rate"}. Directly in a map such a name is the user's own.
func staysWithin(name, value string) bool {
	switch name {
	case "Name", "Key", "ValueType":
		return true
	case "Get":
		return strings.HasPrefix(value, "Parameters.") || strings.HasPrefix(value, "Steps.") || strings.HasPrefix(value, "Execution.")
	}
	return false
}

func (m *masker) array(raw []byte, z zone) {
	at := 0
	elements(raw, func(value []byte) bool {
		start := offset(raw, value)
		m.out.Write(raw[at:start])
		m.copy(value, deeper(z))
		at = start + len(value)
		return true
	})
	m.out.Write(raw[at:])
}

func deeper(z zone) zone {
	if z == open {
		return open
	}
	return within
}

// offset is where a part of raw begins; the scanning functions never copy.
func offset(raw, part []byte) int { return cap(raw) - cap(part) }

func (m *masker) text(raw []byte, z zone) {
	s := text(raw)
	switch {
	case z != open && s != "" && !isMasked(s):
		m.replace(m.hash(s))
	case z == open && strings.Contains(s, "@"):
		m.url(raw, s)
	default:
		m.out.Write(raw)
	}
}

// url masks the credentials in https://user:token@host/path, as people write
// them into git repositories.
func (m *masker) url(raw []byte, s string) {
	scheme, rest, ok := strings.Cut(s, "://")
	authority, path, slash := strings.Cut(rest, "/")
	i := strings.LastIndex(authority, "@")
	if !ok || i < 0 || strings.ContainsAny(scheme+authority, " \n") || isMasked(authority[:i]) {
		m.out.Write(raw)
		return
	}
	s = scheme + "://" + m.hash(authority[:i]) + authority[i:]
	if slash {
		s += "/" + path
	}
	m.replace(s)
}

func (m *masker) replace(s string) {
	m.changed = true
	m.out.Write(quoted(s))
}

func quoted(s string) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if e.Encode(s) != nil {
		return []byte(`""`)
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}

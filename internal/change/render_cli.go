package change

import (
	"encoding/json"
	"strings"

	"mooring/internal/inventory"
)

// script is a shell script under way.
type script struct {
	strings.Builder
	made []string // ids of new objects that a variable holds by now
}

func renderCLI(changes []Change) string {
	s := &script{}
	s.WriteString("set -eu\n")
	for _, c := range changes {
		s.WriteString(comment(c.Describe()))
		c.cli(s)
	}
	return s.String()
}

// aws writes one command of the EC2 API.
func (s *script) aws(at inventory.Scope, command string, arguments ...string) {
	s.WriteString(s.line(at, command, arguments) + "\n")
}

// set writes a command that makes an object, and keeps its id in a variable.
func (s *script) set(id string, at inventory.Scope, query, command string, arguments ...string) {
	s.WriteString(shellName(id) + "=$(" + s.line(at, command, append(arguments, "--query", query, "--output", "text")) + ")\n")
	s.made = append(s.made, id)
}

func (s *script) byHand(_, what string) { s.WriteString(comment("by hand: " + what)) }

func (s *script) line(at inventory.Scope, command string, arguments []string) string {
	words := []string{"aws ec2 " + command}
	if at.Region != "" {
		words = append(words, "--region", quoted(at.Region))
	}
	for _, a := range arguments {
		words = append(words, s.word(a))
	}
	return strings.Join(words, " ")
}

func shellName(id string) string { return strings.ReplaceAll(id, "-", "_") }

// word is an argument as a POSIX shell takes it literally, with the ids of new
// objects, whole or as a JSON string, replaced by the variables that hold them.
func (s *script) word(text string) string {
	for _, id := range s.made {
		if text == id {
			return `"$` + shellName(id) + `"`
		}
		before, after, ok := strings.Cut(text, `"`+id+`"`)
		if ok {
			return quoted(before+`"`) + `"$` + shellName(id) + `"` + s.word(`"`+after)
		}
	}
	return quoted(text)
}

func quoted(text string) string {
	safe := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("-_./:@%+=,", r)
	}
	if text != "" && !strings.ContainsFunc(text, func(r rune) bool { return !safe(r) }) {
		return text
	}
	return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'"
}

// object is a JSON object under way.
type object map[string]any

// add appends to a list of the object.
func (o object) add(name string, v any) {
	list, _ := o[name].([]any)
	o[name] = append(list, v)
}

func encoded(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		// Every member is a string, number, bool or list of them.
		panic("change: cannot be encoded: " + err.Error())
	}
	return string(text)
}

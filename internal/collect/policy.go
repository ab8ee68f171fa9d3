package collect

import (
	"bytes"
	"encoding/json"
	"slices"
)

// statement is one of an IAM policy.
type statement struct {
	Sid      string
	Effect   string
	Action   []string
	Resource string
}

// Policy is the IAM policy that a run with these options needs, made from the
// operations that it calls: reading ones alone. Indented JSON with a line feed.
func Policy(o Options) []byte {
	reading := statement{"MooringRead", "Allow", actions(o), "*"}
	statements := []statement{reading}
	if o.Role != "" {
		statements = append(statements, statement{"MooringAssume", "Allow", []string{"sts:AssumeRole"}, "arn:*:iam::*:role/" + o.Role})
	}
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	document := struct {
		Version   string
		Statement []statement
	}{"2012-10-17", statements}
	if err := e.Encode(document); err != nil {
		panic("an IAM policy of strings does not encode: " + err.Error())
	}
	return out.Bytes()
}

// actions are the permissions behind the calls, sorted.
func actions(o Options) []string {
	var out []string
	for _, op := range all(o.chosen(table())) {
		out = append(out, op.declared().IAMAction())
	}
	if slices.Contains(o.Regions, allRegions) {
		out = append(out, enabledRegions(new(apis)).name)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

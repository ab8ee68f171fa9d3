package saved

import (
	"bytes"
	"fmt"
	"path"
	"slices"
	"strings"
	"unicode/utf8"
)

// look says in words what a JSON object that is no AWS answer looks like.
func look(o object) string {
	signs := []struct {
		what string
		has  []string
	}{
		{"a Terraform plan", []string{"terraform_version", "planned_values"}},
		{"a Terraform plan", []string{"terraform_version", "resource_changes"}},
		{"a Terraform state", []string{"terraform_version", "lineage"}},
		{"a Terraform state", []string{"terraform_version", "values"}},
		{"a CloudFormation template", []string{"AWSTemplateFormatVersion"}},
		{"a Pulumi preview", []string{"steps", "changeSummary"}},
		{"an AWS Config snapshot", []string{"configurationItems"}},
		{"a Mooring report", []string{"schema", "resources", "findings"}},
	}
	for _, s := range signs {
		if o.has(s.has...) {
			return s.what
		}
	}
	if v, ok := o.get("Resources"); ok && isObject(v) {
		return "a CloudFormation template"
	}
	if v, ok := o.get("Records"); ok && isArray(v) {
		return "CloudTrail or event records"
	}
	return "a JSON object with " + keys(o.names)
}

// keys names the first few members of an object.
func keys(names []string) string {
	if len(names) == 0 {
		return "no members"
	}
	shown := slices.Clone(names[:min(len(names), 4)])
	for i, n := range shown {
		shown[i] = printable(n)
	}
	text := strings.Join(shown, ", ")
	if len(names) > len(shown) {
		text += fmt.Sprintf(" and %d more", len(names)-len(shown))
	}
	return text
}

// printable keeps a foreign word short and on one line.
func printable(s string) string {
	if len(s) > 40 {
		s = strings.ToValidUTF8(s[:40], "") + "…"
	}
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r == utf8.RuneError {
			return '?'
		}
		return r
	}, s)
}

// lookText says what a file that is no JSON looks like.
func lookText(file string, content []byte) string {
	switch ext := lower(path.Ext(file)); {
	case bytes.HasPrefix(content, []byte("\x1f\x8b")), bytes.HasPrefix(content, []byte("PK\x03\x04")):
		return "an archive inside the source; name it on the command line"
	case ext == ".tf", ext == ".tfvars", ext == ".hcl":
		return "Terraform configuration"
	case ext == ".yaml", ext == ".yml":
		return "YAML; the AWS CLI writes JSON with --output json"
	case !utf8.Valid(content[:min(len(content), 512)]) && bytes.IndexByte(content[:min(len(content), 512)], 0) >= 0:
		return "a binary file"
	}
	return "text that is no JSON"
}

package change

import (
	"bytes"
	"fmt"
	"strings"

	"go.yaml.in/yaml/v3"

	"mooring/internal/inventory"
)

// template is a CloudFormation template under way.
type template struct {
	comments  strings.Builder
	names     map[string]int
	resources object
}

func renderCloudFormation(changes []Change) (string, error) {
	t := &template{names: map[string]int{}, resources: object{}}
	for _, c := range changes {
		t.comments.WriteString(comment(c.Describe()))
		c.cloudformation(t)
	}
	if len(t.resources) == 0 {
		return t.comments.String(), nil
	}
	var out bytes.Buffer
	e := yaml.NewEncoder(&out)
	e.SetIndent(2)
	if err := e.Encode(object{"AWSTemplateFormatVersion": "2010-09-09", "Resources": t.resources}); err != nil {
		return "", fmt.Errorf("write the template: %w", err)
	}
	return t.comments.String() + out.String(), nil
}

func (t *template) byHand(_, what string) { t.comments.WriteString(comment("by hand: " + what)) }

// resource adds one under a name made of words, and returns that name.
func (t *template) resource(words, kind string, properties object) string {
	name := logical(words)
	t.names[name]++
	if n := t.names[name]; n > 1 {
		name = fmt.Sprintf("%sx%d", name, n)
	}
	t.resources[name] = object{"Type": kind, "Properties": properties}
	return name
}

// logical is a name as CloudFormation takes it: letters and digits only.
func logical(words string) string {
	var out strings.Builder
	up := true
	for _, r := range words {
		switch {
		case r >= 'a' && r <= 'z' && up:
			out.WriteRune(r - 'a' + 'A')
		case r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9':
			out.WriteRune(r)
		default:
			up = true
			continue
		}
		up = false
	}
	if out.Len() == 0 || out.String()[0] <= '9' {
		return "R" + out.String()
	}
	return out.String()
}

// ref is an id, or a reference to a resource of the template.
func ref(id string) any {
	switch {
	case !inventory.IsNewID(id):
		return id
	case strings.HasPrefix(id, "sg-"):
		return object{"Fn::GetAtt": []any{logical(id), "GroupId"}}
	}
	return object{"Ref": logical(id)}
}

func refs(ids []string) []any {
	out := []any{}
	for _, id := range ids {
		out = append(out, ref(id))
	}
	return out
}

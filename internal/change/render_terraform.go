package change

import (
	"fmt"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/hclwrite"
	"github.com/zclconf/go-cty/cty"

	"mooring/internal/inventory"
)

// configuration is a Terraform configuration under way.
type configuration struct {
	file   *hclwrite.File
	labels map[string]int
}

func renderTerraform(changes []Change) string {
	d := &configuration{file: hclwrite.NewEmptyFile(), labels: map[string]int{}}
	for i, c := range changes {
		if i > 0 {
			d.file.Body().AppendNewline()
		}
		d.write(comment(c.Describe()))
		c.terraform(d)
	}
	return string(d.file.Bytes())
}

func (d *configuration) write(line string) {
	d.file.Body().AppendUnstructuredTokens(hclwrite.Tokens{{Type: hclsyntax.TokenComment, Bytes: []byte(line)}})
}

func (d *configuration) byHand(_, what string) { d.write(comment("by hand: " + what)) }

// body is the body of a resource under way.
type body struct{ *hclwrite.Body }

// resource starts one; a label that is taken gets a number.
func (d *configuration) resource(kind, name string) body {
	name = label(name)
	d.labels[kind+name]++
	if n := d.labels[kind+name]; n > 1 {
		name = fmt.Sprintf("%s_%d", name, n)
	}
	return body{d.file.Body().AppendNewBlock("resource", []string{kind, name}).Body()}
}

// made starts the resource of an object that has an id of NewID.
func (d *configuration) made(id string) body { return d.resource(kindOf(id), id) }

// kindOf is the Terraform type of a new object.
func kindOf(id string) string {
	prefix, _, _ := strings.Cut(id, "-new-")
	return map[string]string{"sg": "aws_security_group", "vpce": "aws_vpc_endpoint", "dopt": "aws_vpc_dhcp_options", "nat": "aws_nat_gateway"}[prefix]
}

// label is a name that HCL takes.
func label(name string) string {
	out := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' {
			return r
		}
		return '_'
	}, name)
	if out == "" || out[0] >= '0' && out[0] <= '9' {
		out = "_" + out
	}
	return out
}

func value(text string) hclwrite.Tokens {
	if inventory.IsNewID(text) && kindOf(text) != "" {
		return hclwrite.TokensForTraversal(traversal(kindOf(text), label(text), "id"))
	}
	return hclwrite.TokensForValue(cty.StringVal(text))
}

func traversal(root string, steps ...string) hcl.Traversal {
	out := hcl.Traversal{hcl.TraverseRoot{Name: root}}
	for _, s := range steps {
		out = append(out, hcl.TraverseAttr{Name: s})
	}
	return out
}

func (b body) set(name, text string) { b.SetAttributeRaw(name, value(text)) }

func (b body) traversal(name, root string, steps ...string) {
	b.SetAttributeTraversal(name, traversal(root, steps...))
}

func (b body) number(name string, n int) { b.SetAttributeValue(name, cty.NumberIntVal(int64(n))) }

func (b body) flag(name string, on bool) { b.SetAttributeValue(name, cty.BoolVal(on)) }

func (b body) list(name string, texts []string) {
	var all []hclwrite.Tokens
	for _, t := range texts {
		all = append(all, value(t))
	}
	b.SetAttributeRaw(name, hclwrite.TokensForTuple(all))
}

func (b body) block(name string) body { return body{b.AppendNewBlock(name, nil).Body()} }

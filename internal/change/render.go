package change

import (
	"fmt"
	"strings"
)

// Format is a language that changes are written in.
type Format string

const (
	CLI            Format = "cli"            // a POSIX shell script of AWS CLI commands
	Terraform      Format = "terraform"      // HCL for the hashicorp/aws provider
	CloudFormation Format = "cloudformation" // a YAML template
)

// Formats are all languages.
func Formats() []Format { return []Format{CLI, Terraform, CloudFormation} }

// Render writes changes as one text to paste. What a language has no resource
// for, since the object that stands is kept elsewhere, is told in a comment. A
// format that is none of Formats is an error.
func Render(changes []Change, f Format) (string, error) {
	switch f {
	case CLI:
		return renderCLI(changes), nil
	case Terraform:
		return renderTerraform(changes), nil
	case CloudFormation:
		return renderCloudFormation(changes)
	}
	return "", fmt.Errorf("%q is no format for changes", f)
}

// comment is text that stays within one comment line, whatever AWS answered as an id.
func comment(text string) string {
	return "# " + strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r == 0x85 || r == 0x2028 || r == 0x2029 || r == 0xfeff {
			return ' '
		}
		return r
	}, text) + "\n"
}

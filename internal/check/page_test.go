package check

import (
	"strings"
	"testing"

	"mooring/internal/inventory"
)

func documented() Check {
	return Check{
		ID: "model-x", Severity: Medium, Kinds: []inventory.Kind{inventory.KindModel, inventory.KindEndpointConfig},
		Doc: Doc{
			Title: "A model is odd", Description: "Reads it.", Rationale: "Because.", Impact: "None.", Default: "Odd.",
			Audit:       Audit{Console: "Look.", CLI: "aws sagemaker list-models"},
			Remediation: Remediation{Text: "Make it even.", CLI: "aws sagemaker create-model", Backout: "Make it odd."},
			References:  []string{"One page", "Another page"}, Profile: 2,
			Compliance: map[string][]string{"B": {"2", "3"}, "A": {"1"}},
		},
	}
}

func TestPageShowsEveryField(t *testing.T) {
	page := Page(documented())
	at := 0
	for _, want := range []string{
		"# model-x\n", "A model is odd.\n", "| medium | 2 | model, endpoint-config |", "## Description\n\nReads it.", "## Rationale\n\nBecause.", "## Impact\n\nNone.",
		"## Default\n\nOdd.", "## Audit\n\nLook.\n\n```sh\naws sagemaker list-models\n```", "## Remediation\n\nMake it even.\n\n```sh\naws sagemaker create-model\n```",
		"## Backout\n\nMake it odd.", "- One page\n- Another page\n", "| A | 1 |\n| B | 2, 3 |\n",
	} {
		i := strings.Index(page[at:], want)
		if i < 0 {
			t.Fatalf("%q is missing, or out of order, in\n%s", want, page)
		}
		at += i
	}
	c := documented()
	c.Doc.Compliance = nil
	if strings.Contains(Page(c), "Compliance") {
		t.Error("a check that no framework asks for has a section about it")
	}
}

func TestIndex(t *testing.T) {
	s3 := documented()
	s3.ID, s3.Doc.Title = "s3-x", "S3 is far"
	vpc := documented()
	vpc.ID, vpc.Doc.Title = "vpc-x", "VPC is far"
	index := Index([]Check{s3, documented(), vpc})
	for _, want := range []string{"| [s3-x](s3-x.md) | medium | 2 | S3 is far |\n| [model-x](model-x.md) | medium | 2 | a model is odd |", "| VPC is far |"} {
		if !strings.Contains(index, want) {
			t.Errorf("%q is missing in\n%s", want, index)
		}
	}
}

package check

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Page is a check's documentation in Markdown, as docs/checks/ shows it.
func Page(c Check) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\n%s.\n\n", c.ID, c.Doc.Title)
	fmt.Fprintf(&b, "| severity | profile | judges |\n|---|---|---|\n| %s | %d | %s |\n", c.Severity, c.Doc.Profile, kindList(c))
	d := c.Doc
	section(&b, "Description", d.Description)
	section(&b, "Rationale", d.Rationale)
	section(&b, "Impact", d.Impact)
	section(&b, "Default", d.Default)
	section(&b, "Audit", d.Audit.Console+"\n\n"+shell(d.Audit.CLI))
	section(&b, "Remediation", d.Remediation.Text+"\n\n"+shell(d.Remediation.CLI))
	section(&b, "Backout", d.Remediation.Backout)
	section(&b, "References", "- "+strings.Join(d.References, "\n- "))
	if len(d.Compliance) > 0 {
		section(&b, "Compliance", compliance(d.Compliance))
	}
	return b.String()
}

func section(b *strings.Builder, title, text string) {
	fmt.Fprintf(b, "\n## %s\n\n%s\n", title, text)
}

func shell(commands string) string { return "```sh\n" + commands + "\n```" }

func kindList(c Check) string {
	words := make([]string, len(c.Kinds))
	for i, k := range c.Kinds {
		words[i] = string(k)
	}
	return strings.Join(words, ", ")
}

func compliance(ids map[string][]string) string {
	rows := []string{"| framework | asks for it in |", "|---|---|"}
	for _, framework := range slices.Sorted(maps.Keys(ids)) {
		rows = append(rows, fmt.Sprintf("| %s | %s |", framework, strings.Join(ids[framework], ", ")))
	}
	return strings.Join(rows, "\n")
}

// Index is the table of all checks, in their order.
func Index(all []Check) string {
	var b strings.Builder
	b.WriteString("# Checks\n\nEvery check, what is wrong when it fails, and how bad that is. `mooring checks ID` prints the same page.\n" +
		"Profile 1 is for everyone; profile 2 is for where security outweighs convenience.\n\n| check | severity | profile | fails when |\n|---|---|---|---|\n")
	for _, c := range all {
		fmt.Fprintf(&b, "| [%s](%s.md) | %s | %d | %s |\n", c.ID, c.ID, c.Severity, c.Doc.Profile, lower(c.Doc.Title))
	}
	return b.String()
}

// lower begins a title within a sentence; an abbreviation keeps its capitals.
func lower(title string) string {
	first, rest, _ := strings.Cut(title, " ")
	if len(first) > 1 && first[1] >= 'A' && first[1] <= 'Z' || len(first) > 1 && first[1] >= '0' && first[1] <= '9' {
		return title
	}
	return strings.ToLower(first) + " " + rest
}

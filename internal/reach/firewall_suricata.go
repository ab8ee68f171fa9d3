package reach

import (
	"strings"

	"mooring/internal/inventory"
)

// suricataRules reads the headers of rules in Suricata's language and the
// keywords of their options. One that cannot be read may match anything.
func suricataRules(text string) []inventory.StatefulRule {
	var out []inventory.StatefulRule
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\\\n", " ")
	for _, line := range strings.Split(text, "\n") {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			out = append(out, suricataRule(line))
		}
	}
	return out
}

func suricataRule(line string) inventory.StatefulRule {
	word, _ := firstWord(line)
	unread := inventory.StatefulRule{Action: knownAction(word), Header: inventory.StatefulHeader{Direction: "ANY"}, Options: []string{"that could not be read"}}
	header, options, ok := strings.Cut(line, "(")
	if !ok || !strings.HasSuffix(options, ")") {
		return unread
	}
	action, rest := firstWord(header)
	protocol, rest := firstWord(rest)
	arrow, direction := "->", "FORWARD"
	if !strings.Contains(rest, arrow) {
		arrow, direction = "<>", "ANY"
	}
	left, right, _ := strings.Cut(rest, arrow)
	source, from := addressAndPort(left)
	destination, to := addressAndPort(right)
	keywords, ok := optionKeywords(strings.TrimSuffix(options, ")"))
	if from == "" || to == "" || !ok {
		return unread
	}
	return inventory.StatefulRule{Action: knownAction(action), Header: inventory.StatefulHeader{
		Protocol: protocol, Source: source, SourcePort: from, Direction: direction, Destination: destination, DestinationPort: to,
	}, Options: keywords}
}

// knownAction is the action in AWS's spelling; "" for one that Network Firewall
// does not have.
func knownAction(word string) string {
	switch word = strings.ToUpper(word); word {
	case "PASS", "DROP", "REJECT", "ALERT":
		return word
	}
	return ""
}

func firstWord(text string) (word, rest string) {
	text = strings.TrimSpace(text)
	i := strings.IndexAny(text, " \t")
	if i < 0 {
		return text, ""
	}
	return text[:i], text[i:]
}

// addressAndPort splits at the one space that stands in no list; both are ""
// where there is not one.
func addressAndPort(text string) (address, port string) {
	depth := 0
	var words []string
	for _, c := range strings.TrimSpace(text) {
		switch c {
		case '[':
			depth++
		case ']':
			depth--
		}
		switch {
		case (c == ' ' || c == '\t') && depth > 0:
		case c == ' ' || c == '\t':
			words = append(words, "")
		case len(words) == 0:
			words = []string{string(c)}
		default:
			words[len(words)-1] += string(c)
		}
	}
	var parts []string
	for _, w := range words {
		if w != "" {
			parts = append(parts, w)
		}
	}
	if len(parts) != 2 || depth != 0 {
		return "", ""
	}
	return parts[0], parts[1]
}

// optionKeywords are what stands before the colons of (msg:"a; b"; sid:1;).
func optionKeywords(text string) ([]string, bool) {
	var out []string
	quoted, escaped, start := false, false, 0
	for i, c := range text {
		switch {
		case escaped:
			escaped = false
		case c == '\\':
			escaped = true
		case c == '"':
			quoted = !quoted
		case c == ';' && !quoted:
			keyword, _, _ := strings.Cut(text[start:i], ":")
			out = append(out, strings.TrimSpace(keyword))
			start = i + 1
		}
	}
	return out, !quoted && strings.TrimSpace(text[start:]) == ""
}

package report

import (
	"html/template"
	"slices"
	"strings"
)

// card is one cause.
type card struct {
	Kind, Glyph, State string
	Title, Who         string
	Because, Repairs   []string
	Unrepaired         []string
	Policies           []string
	Names              []string
	MoreNames          string
	Reaches            string
	Proof              string
	Wide, Tall         template.HTML
}

// sections are the causes as cards, one section per kind.
func (r *Report) sections(causes []cause) []sectionView {
	var out []sectionView
	for kind := causeStranded; kind <= causeUnknown; kind++ {
		of := slices.DeleteFunc(slices.Clone(causes), func(c cause) bool { return c.kind != kind })
		if len(of) == 0 {
			continue
		}
		s := sectionView{Word: kind.word()}
		for _, c := range of[:min(len(of), maxCards)] {
			s.Cards = append(s.Cards, r.card(c))
		}
		if rest := of[len(s.Cards):]; len(rest) > 0 {
			n := 0
			for _, c := range rest {
				n += len(c.resources)
			}
			s.More = numbered(len(rest), "smaller cause", "smaller causes") + " with " + numbered(n, "resource", "resources") +
				" not drawn here: the text format with --all and the JSON format have them all"
		}
		out = append(out, s)
	}
	return out
}

func (r *Report) card(c cause) card {
	out := card{
		Kind: c.kind.word(), Glyph: c.kind.state().glyph(false), State: string(c.kind.state()), Title: c.title(), Who: c.ownerNote(),
		Reaches: dependencyWords(c.reached), Proof: c.proofCommand(r),
		Because: c.because, Repairs: c.repairs, Unrepaired: c.unrepaired, Policies: policiesOf(c.proofs),
	}
	if len(c.resources) > 1 {
		for _, res := range c.resources[:min(len(c.resources), maxCardNames)] {
			out.Names = append(out.Names, res.Name)
		}
		if more := len(c.resources) - maxCardNames; more > 0 {
			out.MoreNames = "and " + thousands(more) + " more"
		}
	}
	if pic, ok := c.drawn(); ok {
		out.Wide, out.Tall = template.HTML(pic.wide()), template.HTML(pic.tall())
	}
	return out
}

// title says a cause in a sentence.
func (c cause) title() string {
	who, one := c.who(), len(c.resources) == 1
	verb := func(single, several string) string {
		if one {
			return single
		}
		return several
	}
	switch c.kind {
	case causeStranded:
		return who + " cannot reach " + anded(c.lost)
	case causePartial:
		return who + verb(" reaches ", " reach ") + anded(c.lost) + " only from some places"
	case causeExposed:
		return who + verb(" reaches", " reach") + " any internet address"
	case causeInvalid:
		return "AWS would refuse " + who
	}
	if open := c.undecided(); len(open) > 0 {
		return who + " could not be decided: " + strings.Join(open, ", ")
	}
	return who + " could not be decided"
}

// anded joins the words of dependencies with an "and".
func anded(ids []string) string {
	var words []string
	for _, id := range ids {
		words = append(words, dependencyWord(id))
	}
	if n := len(words); n > 1 {
		return strings.Join(words[:n-1], ", ") + " and " + words[n-1]
	}
	return strings.Join(words, "")
}

package reach

import "encoding/json"

// allowsAll reports whether a policy document surely allows every request: one
// statement allows all principals, actions and resources without condition, and
// none denies.
func allowsAll(text string) bool {
	var document struct{ Statement statements }
	if json.Unmarshal([]byte(text), &document) != nil {
		return false
	}
	open := false
	for _, s := range document.Statement {
		if s.Effect != "Allow" {
			return false
		}
		open = open || s.open()
	}
	return open
}

// statements is one statement or a list of them.
type statements []statement

func (s *statements) UnmarshalJSON(raw []byte) error {
	var one statement
	if json.Unmarshal(raw, &one) == nil {
		*s = statements{one}
		return nil
	}
	var many []statement
	err := json.Unmarshal(raw, &many)
	*s = many
	return err
}

type statement struct {
	Effect       string
	Principal    any
	NotPrincipal any
	Action       any
	NotAction    any
	Resource     any
	NotResource  any
	Condition    any
}

func (s statement) open() bool {
	return s.NotPrincipal == nil && s.NotAction == nil && s.NotResource == nil && s.Condition == nil &&
		anyone(s.Principal) && star(s.Action) && star(s.Resource)
}

func anyone(v any) bool {
	if m, ok := v.(map[string]any); ok {
		return star(m["AWS"])
	}
	return star(v)
}

// star reports whether v is "*" or a list that holds it.
func star(v any) bool {
	switch v := v.(type) {
	case string:
		return v == "*"
	case []any:
		for _, item := range v {
			if item == "*" {
				return true
			}
		}
	}
	return false
}

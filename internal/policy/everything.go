package policy

// AllowsEverything reports whether the document surely allows every request of
// everyone: one statement does so without a condition, and none denies.
func (d *Document) AllowsEverything() bool {
	open := false
	for _, s := range d.statements {
		if s.denies {
			return false
		}
		open = open || s.open()
	}
	return open
}

func (s statement) open() bool {
	return s.principals != nil && s.principals.anyone && !s.notPrincipals &&
		all(s.actions) && !s.notActions && all(s.resources) && !s.notResources && len(s.conditions) == 0
}

func all(list []template) bool {
	for _, t := range list {
		if t.text == "*" {
			return true
		}
	}
	return false
}

package inventory

import (
	"cmp"
	"strings"
)

// App is a running application of a domain. Lists say all of it: it has no
// network settings of its own.
type App struct {
	Meta
	Domain  string // id
	Profile string // name; "" in a space
	Space   string // name; "" outside of one
	Type    string // JupyterLab, CodeEditor, Canvas …
}

// appIdentity is domain/owner/type/name.
func appIdentity(o *object) string {
	owner := cmp.Or(o.text("SpaceName"), o.text("UserProfileName"))
	parts := []string{o.text("DomainId"), owner, o.text("AppType"), o.text("AppName")}
	if parts[0] == "" || parts[3] == "" {
		return ""
	}
	return strings.Join(parts, "/")
}

func decodeApp(o *object, m Meta) *App {
	return &App{m, o.text("DomainId"), o.text("UserProfileName"), o.text("SpaceName"), o.text("AppType")}
}

// Network of an app is its domain's.
func (a *App) Network() Network { return inherits(KindDomain, Known(a.Domain)) }

// Package examples holds the demo worlds: whole accounts as raw AWS CLI
// answers, in the layout that mooring snapshot writes. NAME.expect.json beside
// a world says what must come out of it, and is not part of the program.
package examples

import (
	"embed"
	"fmt"
	"io/fs"
	"slices"
	"strings"
)

//go:embed hub sealed switched-off
var worlds embed.FS

// Names are the demo worlds, sorted.
func Names() []string {
	entries, err := worlds.ReadDir(".")
	if err != nil {
		return nil
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

// World is the answers of one demo world, as <account>/<region>/<operation>[-<id>].json.
func World(name string) (fs.FS, error) {
	if !slices.Contains(Names(), name) {
		return nil, fmt.Errorf("no demo world %q: there are %s", name, strings.Join(Names(), ", "))
	}
	return fs.Sub(worlds, name)
}

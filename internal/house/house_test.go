package house

import (
	"os"
	"testing"
)

// rule is one law of the house. broken returns one line per offence.
type rule struct {
	name   string
	reason string
	broken func(*tree) []string
}

func rules() []rule {
	return []rule{
		{"room known", "a room nobody planned has no place in the order of reading", unknownRooms},
		{"core leftwards", "a newcomer reads the core in one order, and nothing points back", coreLeftwards},
		{"core pure", "the same snapshot gives the same answer, tested in seconds", coreImpure},
		{"core clockless", "an answer that depends on the hour cannot be repeated", coreClock},
		{"edges apart", "every edge can be replaced; only audit, serve and cmd join", edgesJoined},
		{"sdk in its place", "ec2 and sagemaker take minutes to compile", sdkAstray},
		{"no init", "what runs by being imported cannot be listed, ordered or left out", initFunctions},
		{"no mutable state", "a package variable that changes makes answers depend on what ran before", mutableVariables},
		{"one package doc", "one place says what a package is for", packageDocs},
		{"telling names", "a name that says nothing collects everything", emptyNames},
		{"size", "a bigger file or function is a question, and the list below answers it", oversize},
		{"nothing skipped", "a test that did not run must not look green", skippedTests},
		{"few fuzz targets", "each is ten seconds of every run; with the SDK underneath it is minutes of building", fuzzTargets},
		{"clean text", "the text must read the same on every machine and promise nothing unbuilt", uncleanText},
		{"references exist", "a page that points nowhere is worse than none", deadReferences},
		{"dependencies explained", "every module that users must trust has its reason in docs/dependencies.md", unexplainedModules},
	}
}

func TestHouse(t *testing.T) {
	repository := plant(t, os.DirFS("../.."))
	if len(repository.source()) == 0 {
		t.Fatal("no source found: the rules would hold of nothing")
	}
	for _, r := range rules() {
		t.Run(r.name, func(t *testing.T) {
			for _, offence := range r.broken(repository) {
				t.Errorf("%s\n\tbecause %s", offence, r.reason)
			}
		})
	}
}

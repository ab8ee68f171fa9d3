package oracle

import (
	"bytes"
	"encoding/json"
	"flag"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"unicode"

	"github.com/rogpeppe/go-internal/txtar"

	"mooring/internal/inventory"
	"mooring/internal/saved"
)

var (
	keep = flag.String("keep", "", "write the first world that says -only, made small, to this file")
	only = flag.String("only", "", "what must still be said of the world that is kept")
	dump = flag.String("dump", "", "write the first world to this folder")
)

// TestRegressions walks the worlds in which engine and walker once differed
// (pure, on saved answers).
func TestRegressions(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("found %d worlds: %v", len(files), err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			files := fstest.MapFS{}
			for _, f := range archive.Files {
				files[f.Name] = &fstest.MapFile{Data: f.Data}
			}
			source, err := saved.LoadFS(files, saved.Options{})
			if err != nil {
				t.Fatal(err)
			}
			var seen coverage
			for _, d := range contradict(source.Answers, &seen) {
				t.Error(d)
			}
			if seen.counts["verdict not-applicable"] == sum(seen.counts, "verdict ") {
				t.Error("nothing was walked")
			}
		})
	}
}

func sum(counts map[string]int, prefix string) int {
	n := 0
	for k, c := range counts {
		if strings.HasPrefix(k, prefix) {
			n += c
		}
	}
	return n
}

// TestKeep writes a world that must be kept, without what the difference does
// not need. It does so only where -keep names a file.
func TestKeep(t *testing.T) {
	if *keep == "" {
		return
	}
	seed := *first
	for !says(worldOf(seed).answers) {
		if seed++; seed == *first+uint64(*worlds) {
			t.Fatalf("no world from %d on says %q", *first, *only)
		}
	}
	answers := smaller(worldOf(seed).answers)
	archive := &txtar.Archive{Comment: []byte(*only + "\n\n")}
	for _, a := range answers {
		var pretty bytes.Buffer
		if err := json.Indent(&pretty, a.Body, "", " "); err != nil {
			t.Fatal(err)
		}
		archive.Files = append(archive.Files, txtar.File{Name: fileOf(a), Data: append(pretty.Bytes(), '\n')})
	}
	if err := os.WriteFile(*keep, txtar.Format(archive), 0o644); err != nil {
		t.Fatal(err)
	}
}

// says is whether the world still shows the difference. One that lacks what the
// walker needs does not.
func says(answers []inventory.Answer) (yes bool) {
	defer func() {
		if recover() != nil {
			yes = false
		}
	}()
	var seen coverage
	differences := contradict(answers, &seen)
	return seen.counts[*only] > 0 || slices.ContainsFunc(differences, func(d string) bool { return strings.Contains(d, *only) })
}

// reducible are the answers that stay what AWS may answer with an item fewer.
var reducible = []string{
	"ec2:DescribeSecurityGroups", "ec2:DescribeNetworkAcls", "ec2:DescribeRouteTables", "ec2:DescribeVpcEndpoints", "ec2:DescribeNatGateways",
	"ec2:DescribeVpcBlockPublicAccessExclusions", "route53:ListHostedZonesByVPC", "route53resolver:ListResolverRules", "route53resolver:ListResolverRuleAssociations",
}

// smaller drops answers about single things and items of lists while the
// difference stays.
func smaller(answers []inventory.Answer) []inventory.Answer {
	for i := len(answers) - 1; i >= 0; i-- {
		if fewer := slices.Delete(slices.Clone(answers), i, i+1); strings.Contains(answers[i].Operation, "sagemaker:Describe") && says(fewer) {
			answers = fewer
		}
	}
	for again := true; again; {
		again = false
		for i := range answers {
			if !slices.Contains(reducible, answers[i].Operation) {
				continue
			}
			for _, body := range shorter(answers[i].Body) {
				tried := slices.Clone(answers)
				tried[i].Body = body
				if says(tried) {
					answers, again = tried, true
					break
				}
			}
		}
	}
	return answers
}

// shorter are all bodies with one element fewer in one of their lists.
func shorter(body json.RawMessage) []json.RawMessage {
	var lists map[string]json.RawMessage
	if json.Unmarshal(body, &lists) != nil {
		return nil
	}
	var out []json.RawMessage
	with := func(name string, v any) {
		changed := object{}
		for n, raw := range lists {
			changed[n] = raw
		}
		changed[name] = v
		raw, err := json.Marshal(changed)
		if err == nil {
			out = append(out, raw)
		}
	}
	for name, raw := range lists {
		var items []json.RawMessage
		if json.Unmarshal(raw, &items) != nil {
			continue
		}
		for i := range items {
			with(name, slices.Delete(slices.Clone(items), i, i+1))
			for _, less := range shorter(items[i]) {
				changed := slices.Clone(items)
				changed[i] = less
				with(name, changed)
			}
		}
	}
	return out
}

// fileOf is the name that a saved answer has.
func fileOf(a inventory.Answer) string {
	var name strings.Builder
	service, operation, _ := strings.Cut(a.Operation, ":")
	if service == "elasticfilesystem" || service == "fsx" {
		name.WriteString(service + "-")
	}
	for i, r := range operation {
		if unicode.IsUpper(r) && i > 0 {
			name.WriteByte('-')
		}
		name.WriteRune(unicode.ToLower(r))
	}
	switch {
	case strings.HasPrefix(a.Subject, "arn:"):
		name.WriteString("-" + url.QueryEscape(a.Subject))
	case a.Subject != "":
		name.WriteString("-" + strings.ReplaceAll(a.Subject, "/", "-"))
	}
	place := region
	if a.Region == "" {
		place = "global"
	}
	return account + "/" + place + "/" + name.String() + ".json"
}

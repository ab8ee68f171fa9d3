package main

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"mooring/internal/audit"
	"mooring/internal/check"
	"mooring/internal/checks"
	"mooring/internal/inventory"
	"mooring/internal/reach"
	"mooring/internal/report"
)

// judging are the flags that say what is looked at.
type judging struct {
	kinds, resources, tags []string
	checks, skipped        []string
	severity               string
	assumed                []string
}

func (j *judging) flags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringArrayVar(&j.kinds, "kind", nil, "only resources of this kind; repeat for several")
	f.StringArrayVar(&j.resources, "resource", nil, "only the resource of this name, id or ARN; repeat for several")
	f.StringArrayVar(&j.tags, "tag", nil, "only resources with this tag, as `KEY=VALUE`; repeat, all must match")
	f.StringArrayVar(&j.checks, "check", nil, "only this check, by id; repeat for several")
	f.StringArrayVar(&j.skipped, "skip-check", nil, "not this check, by id; repeat for several")
	f.StringVar(&j.severity, "severity", "info", "only findings from this severity on: info, low, medium, high or critical")
	j.assume(cmd)
}

func (j *judging) assume(cmd *cobra.Command) {
	cmd.Flags().StringArrayVar(&j.assumed, "assume", nil, "settle what could not be read, as `KEY=VALUE`, such as block-public-access=off; every proof that leans on it says so")
}

// options checks the flags and puts them as an audit takes them.
func (j *judging) options() (audit.Options, error) {
	o := audit.Options{Repairs: true, Kinds: j.kinds, Resources: j.resources, Tags: map[string]string{}}
	for _, kind := range j.kinds {
		if !slices.Contains(inventory.SageMakerKinds(), inventory.Kind(kind)) {
			return o, wrong("kinds: "+joined(inventory.SageMakerKinds()), "--kind: %q is no kind", kind)
		}
	}
	for _, tag := range j.tags {
		key, value, ok := strings.Cut(tag, "=")
		if !ok || key == "" {
			return o, wrong("write it as KEY=VALUE", "--tag: %q has no value", tag)
		}
		o.Tags[key] = value
	}
	var err error
	if o.Checks, err = j.chosen(); err != nil {
		return o, err
	}
	if o.Assume, err = reach.ParseAssumptions(j.assumed); err != nil {
		return o, wrong("mooring help audit shows an example", "--%w", err)
	}
	return o, nil
}

// chosen are the checks that the flags leave.
func (j *judging) chosen() ([]check.Check, error) {
	severities := report.Severities()
	worst := slices.Index(severities, report.Severity(j.severity))
	if worst < 0 {
		return nil, wrong("severities: "+joined(severities), "--severity: %q is none", j.severity)
	}
	for _, id := range slices.Concat(j.checks, j.skipped) {
		if _, err := checkByID(id); err != nil {
			return nil, err
		}
	}
	return slices.DeleteFunc(checks.All(), func(c check.Check) bool {
		return len(j.checks) > 0 && !slices.Contains(j.checks, c.ID) || slices.Contains(j.skipped, c.ID) ||
			slices.Index(severities, report.Severity(c.Severity)) > worst
	}), nil
}

func checkByID(id string) (check.Check, error) {
	for _, c := range checks.All() {
		if c.ID == id {
			return c, nil
		}
	}
	return check.Check{}, wrong("mooring checks lists them", "no check is called %q", id)
}

func joined[T ~string](list []T) string {
	var words []string
	for _, e := range list {
		words = append(words, string(e))
	}
	return strings.Join(words, ", ")
}

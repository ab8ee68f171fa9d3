package main

import (
	"regexp"
	"slices"
	"strconv"
	"time"

	"github.com/spf13/cobra"
)

// defaultSince is the job history window.
const defaultSince = "14d"

// where are the flags that say which accounts, Regions and jobs are read.
type where struct {
	cmd      *cobra.Command
	profiles []string
	regions  []string
	accounts []string
	role     string
	since    string
}

func (w *where) flags(cmd *cobra.Command) {
	w.cmd = cmd
	f := cmd.Flags()
	f.StringArrayVar(&w.profiles, "profile", nil, "AWS profile; repeat for several accounts")
	f.StringArrayVar(&w.regions, "region", nil, "Region; repeat for several, or all")
	f.StringArrayVar(&w.accounts, "account", nil, "account `id`: to assume --role in, or of saved answers that do not say; repeat for several")
	f.StringVar(&w.role, "role", "", "`name` of the role to assume in each --account")
	f.StringVar(&w.since, "since", defaultSince, "how far back finished jobs are read, such as 30d or 12h; running ones always are")
}

// check finds wrong use before anything is read.
func (w *where) check() error {
	for _, account := range w.accounts {
		if !regexp.MustCompile(`^[0-9]{12}$`).MatchString(account) {
			return wrong("an account id has twelve digits", "--account: %q is no account id", account)
		}
	}
	if w.role != "" && len(w.accounts) == 0 {
		return wrong("add --account", "--role: which account is %q a role of?", w.role)
	}
	if w.cmd == nil {
		return nil // a built-in account: nothing says where to look
	}
	_, err := w.window()
	return err
}

// liveOnly refuses flags that say how to read a live account beside a source
// that was read before.
func (w *where) liveOnly() error {
	for _, name := range []string{"profile", "role", "since"} {
		if w.cmd != nil && w.cmd.Flags().Changed(name) {
			return wrong("leave --"+name+" out, or the SOURCE", "--%s is for the live account, and a SOURCE was given", name)
		}
	}
	if len(w.accounts) > 1 || len(w.regions) > 1 || slices.Contains(w.regions, "all") {
		return wrong("name the one that the files leave out", "saved answers are of the accounts and Regions they say")
	}
	return nil
}

// savedAccount is the account of saved answers that do not say theirs.
func (w *where) savedAccount() string { return only(w.accounts) }

func (w *where) savedRegion() string { return only(w.regions) }

func only(list []string) string {
	if len(list) == 1 {
		return list[0]
	}
	return ""
}

// window is --since as a duration; a day is 24 hours.
func (w *where) window() (time.Duration, error) {
	m := regexp.MustCompile(`^([0-9]{1,5})([dh])$`).FindStringSubmatch(w.since)
	if m == nil {
		return 0, wrong("write days or hours, such as 30d or 12h", "--since: %q is no length of time", w.since)
	}
	n, err := strconv.Atoi(m[1])
	if err != nil || n == 0 {
		return 0, wrong("write days or hours, such as 30d or 12h", "--since: %q is no length of time", w.since)
	}
	unit := time.Hour
	if m[2] == "d" {
		unit = 24 * time.Hour
	}
	return time.Duration(n) * unit, nil
}

package main

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"mooring/internal/report"
)

// output are the flags that say how and where a report is written.
type output struct {
	format string
	files  []string
	all    bool
	hosts  bool
	chosen bool // --format was given, not defaulted

	endings map[string]string // formats by a file's ending
}

// reportEndings are the formats of a report by a file's ending.
func reportEndings() map[string]string {
	return map[string]string{".txt": "text", ".text": "text", ".json": "json", ".html": "html", ".htm": "html", ".xml": "junit"}
}

func (o *output) flags(cmd *cobra.Command) {
	o.endings = reportEndings()
	f := cmd.Flags()
	f.StringVar(&o.format, "format", "text", "text, json, html or junit")
	f.StringArrayVarP(&o.files, "output", "o", nil, "write to `FILE`, in the format of its ending; repeat for several")
	f.BoolVar(&o.all, "all", false, "show passes too")
	f.BoolVar(&o.hosts, "hosts", false, "show host names too")
}

// target is one file and the format it gets.
type target struct{ file, format string }

// targets settles every file's format before anything is read.
func (o *output) targets(cmd *cobra.Command) ([]target, error) {
	o.chosen = cmd.Flags().Changed("format")
	var out []target
	for _, file := range o.files {
		format, err := o.formatOf(file)
		if err != nil {
			return nil, err
		}
		if dir := filepath.Dir(file); !isDirectory(dir) {
			return nil, wrong("make the directory first", "-o %s: %s is no directory", file, dir)
		}
		out = append(out, target{file, format})
	}
	return out, nil
}

func isDirectory(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

// formatOf is the format of a file's ending, else the one asked for.
func (o *output) formatOf(file string) (string, error) {
	format, known := o.endings[strings.ToLower(filepath.Ext(file))]
	switch {
	case !known && !o.chosen:
		return "", wrong("end it in "+strings.Join(slices.Sorted(maps.Keys(o.endings)), ", ")+", or add --format", "-o %s: its ending names no format", file)
	case !known:
		return o.format, nil
	case o.chosen && format != o.format:
		return "", wrong("leave --format out, the ending decides", "-o %s: its ending says %s, --format says %s", file, format, o.format)
	}
	return format, nil
}

// wants reports whether a format is written.
func (o *output) wants(format string, targets []target) bool {
	if len(targets) == 0 {
		return o.format == format
	}
	return slices.ContainsFunc(targets, func(t target) bool { return t.format == format })
}

// write renders a report for every target, or for standard output when there
// is none.
func (p *program) write(r *report.Report, o *output, targets []target) error {
	return p.writeAll(targets, func(w io.Writer, format string, show report.Options) error {
		show.All, show.Hosts = o.all, o.hosts
		return report.Write(w, cmp.Or(format, o.format), r, show)
	})
}

// writeAll renders for every target, or for standard output (without a format)
// when there is none. All of it is rendered before anything is written.
func (p *program) writeAll(targets []target, render func(w io.Writer, format string, show report.Options) error) error {
	if len(targets) == 0 {
		return p.print(func(w io.Writer) error { return render(w, "", p.show()) })
	}
	texts := make([][]byte, len(targets))
	for i, t := range targets {
		var b bytes.Buffer
		show := report.Options{Quiet: p.manners.quiet, ASCII: !speaksUTF8(p.env)}
		if err := render(&b, t.format, show); err != nil {
			return err
		}
		texts[i] = b.Bytes()
	}
	for i, t := range targets {
		if err := replaceFile(t.file, texts[i]); err != nil {
			return fmt.Errorf("write %s: %w", t.file, err)
		}
		p.say("wrote %s (%s)", t.file, t.format)
	}
	return nil
}

// replaceFile writes beside and renames, so that no reader ever sees half a
// file. What is no regular file (a pipe, a terminal) is written to directly.
func replaceFile(name string, text []byte) error {
	if info, err := os.Stat(name); err == nil && !info.Mode().IsRegular() {
		return os.WriteFile(name, text, 0)
	}
	f, err := os.OpenFile(fmt.Sprintf("%s.%d.tmp", name, os.Getpid()), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	_, err = f.Write(text)
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Rename(f.Name(), name)
	}
	if err != nil {
		_ = os.Remove(f.Name())
	}
	return err
}

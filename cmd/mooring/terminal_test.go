package main

import (
	"os"
	"testing"
)

func TestSpeaksUTF8(t *testing.T) {
	for name, c := range map[string]struct {
		env  map[string]string
		want bool
	}{
		"nothing set":            {nil, true},
		"LANG":                   {map[string]string{"LANG": "de_DE.UTF-8"}, true},
		"without a hyphen":       {map[string]string{"LANG": "de_DE.utf8"}, true},
		"C":                      {map[string]string{"LANG": "C"}, false},
		"POSIX":                  {map[string]string{"LC_ALL": "POSIX"}, false},
		"C.UTF-8":                {map[string]string{"LC_ALL": "C.UTF-8"}, true},
		"Latin 1":                {map[string]string{"LANG": "de_DE.ISO-8859-1"}, false},
		"LC_ALL before LANG":     {map[string]string{"LC_ALL": "C", "LANG": "de_DE.UTF-8"}, false},
		"LC_CTYPE before LANG":   {map[string]string{"LC_CTYPE": "C", "LANG": "de_DE.UTF-8"}, false},
		"LC_ALL before LC_CTYPE": {map[string]string{"LC_ALL": "C.UTF-8", "LC_CTYPE": "C"}, true},
		"empty is not set":       {map[string]string{"LC_ALL": "", "LANG": "C"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			if got := speaksUTF8(func(name string) string { return c.env[name] }); got != c.want {
				t.Errorf("%v: %t, want %t", c.env, got, c.want)
			}
		})
	}
}

// TestPiped: a file is nobody's terminal, so it gets no colour, and a width
// only from COLUMNS.
func TestPiped(t *testing.T) {
	file, err := os.Create(t.TempDir() + "/out")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	for name, c := range map[string]struct {
		env  map[string]string
		when string
		want screen
	}{
		"auto":              {nil, "auto", screen{}},
		"always":            {nil, "always", screen{color: true}},
		"asked beats quiet": {map[string]string{"NO_COLOR": "1", "CI": "true"}, "always", screen{color: true}},
		"never":             {nil, "never", screen{}},
		"COLUMNS":           {map[string]string{"COLUMNS": "72"}, "auto", screen{width: 72}},
		"COLUMNS of words":  {map[string]string{"COLUMNS": "wide"}, "auto", screen{}},
		"COLUMNS below one": {map[string]string{"COLUMNS": "-4"}, "auto", screen{}},
	} {
		t.Run(name, func(t *testing.T) {
			if got := screenOf(file, func(name string) string { return c.env[name] }, c.when); got != c.want {
				t.Errorf("%+v, want %+v", got, c.want)
			}
		})
	}
}

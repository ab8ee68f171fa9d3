package saved

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
)

// sparse makes a file that claims more bytes than are read, and takes none.
func sparse(t *testing.T, name string) {
	t.Helper()
	must(t, os.WriteFile(name, []byte(`{"Vpcs":[`), 0o600))
	must(t, os.Truncate(name, maxFile+1))
}

// TestTooLarge wants a file over the limit to be listed and a gap, or the
// source to be refused where nothing else is there.
func TestTooLarge(t *testing.T) {
	dir := t.TempDir()
	big := filepath.Join(dir, "describe-vpcs.json")
	sparse(t, big)
	refused(t, big, "larger than 512 MiB")
	must(t, os.WriteFile(filepath.Join(dir, "a.json"), []byte(`{"Subnets":[]}`), 0o600))
	src, err := Load(dir, Options{})
	must(t, err)
	if diff := gocmp.Diff([]string{"- - ec2:DescribeSubnets", "- - ec2:DescribeVpcs !Unreadable"}, toldAll(src.Answers)); diff != "" {
		t.Errorf("answers (-want +got):\n%s", diff)
	}
	if diff := gocmp.Diff([]Ignored{{"describe-vpcs.json", "larger than 512 MiB"}}, src.Ignored); diff != "" {
		t.Errorf("ignored (-want +got):\n%s", diff)
	}
}

// TestFoldersLeftOut names the folders that are not looked into.
func TestFoldersLeftOut(t *testing.T) {
	deep := strings.Repeat("d/", maxDepth+1)
	src := load(t, map[string]string{".git/config": "x", deep + "a.json": `{"Vpcs":[]}`, "a.json": `{"Subnets":[]}`})
	if diff := gocmp.Diff([]string{"- - ec2:DescribeSubnets"}, toldAll(src.Answers)); diff != "" {
		t.Errorf("answers (-want +got):\n%s", diff)
	}
	want := []Ignored{{".git", "a folder of another tool, not looked into"}, {strings.TrimSuffix(deep, "/"), "more than 64 folders deep, not looked into"}}
	if diff := gocmp.Diff(want, src.Ignored); diff != "" {
		t.Errorf("ignored (-want +got):\n%s", diff)
	}
}

// TestArchiveTwice keeps the later of two entries with one path, as unpacking
// does, and says so.
func TestArchiveTwice(t *testing.T) {
	u := &unpacker{name: "x", at: map[string]int{}}
	u.keep(&content{path: "a.json", bytes: []byte(`{"Vpcs":[]}`)})
	u.keep(&content{path: "a.json", bytes: []byte(`{"Subnets":[]}`)})
	src, err := newLoader("x", Options{}, place{}).load(preloaded(u.files))
	must(t, err)
	if diff := gocmp.Diff([]string{"- - ec2:DescribeSubnets"}, toldAll(src.Answers)); diff != "" {
		t.Errorf("answers (-want +got):\n%s", diff)
	}
	if len(src.Ignored) != 1 {
		t.Errorf("ignored %v, want the earlier one", src.Ignored)
	}
}

package saved

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io/fs"
	"math/rand"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"mooring/internal/inventory"
)

func sorted(lines []string) []string { return slices.Sorted(slices.Values(lines)) }

// wholeAccounts are worlds with everything in them: those of the walker, and the demos.
func wholeAccounts(t testing.TB) map[string]fs.FS {
	t.Helper()
	worlds := map[string]fs.FS{}
	for _, pattern := range []string{"../audit/testdata/oracle/*/world", "../../examples/*/"} {
		dirs, err := filepath.Glob(pattern)
		must(t, err)
		for _, dir := range dirs {
			worlds[filepath.ToSlash(dir)] = os.DirFS(dir)
		}
	}
	if len(worlds) < 30 {
		t.Fatalf("only %d worlds found", len(worlds))
	}
	return worlds
}

// TestWorlds loads whole accounts with nothing ignored, in dispute or undecodable.
func TestWorlds(t *testing.T) {
	for name, world := range wholeAccounts(t) {
		src, err := LoadFS(world, Options{})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if len(src.Ignored)+len(src.Notes) > 0 {
			t.Errorf("%s: ignored %v, notes %v", name, src.Ignored, src.Notes)
		}
		for _, a := range src.Answers {
			if a.Partition != "aws" || a.Account == "" || a.Failure == "Undecodable" {
				t.Errorf("%s: %s", name, told(a))
			}
		}
	}
}

// bag is the answers in an order and spelling that does not depend on files.
func bag(answers []inventory.Answer) []string {
	lines := []string{}
	for _, a := range answers {
		body, _ := pretty(a.Body)
		lines = append(lines, told(a)+" "+a.Partition+"\n"+string(body))
	}
	return sorted(lines)
}

// TestFreeNames shuffles the names and folders of files whose answers say for
// themselves what they are: nothing changes. (Property; fixed seeds.)
func TestFreeNames(t *testing.T) {
	for name, world := range wholeAccounts(t) {
		want, err := LoadFS(world, Options{})
		if err != nil {
			t.Fatal(err)
		}
		random := rand.New(rand.NewSource(int64(len(name))))
		shuffled := map[string]string{}
		for i, a := range random.Perm(len(want.Answers)) {
			file := want.Answers[a].Source
			content, err := fs.ReadFile(world, file)
			if err != nil {
				t.Fatal(err)
			}
			shuffled[freeName(random, newCatalogue(), want.Answers[a], i)] = string(content)
		}
		got, err := LoadFS(tree(shuffled), Options{})
		if err != nil {
			t.Fatal(err)
		}
		if diff := gocmp.Diff(bag(want.Answers), bag(got.Answers)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// freeName keeps of a path only what no answer carries: Region and account of
// those that name none, and ids that were asked about.
func freeName(random *rand.Rand, c *catalogue, a inventory.Answer, i int) string {
	folders := []string{a.Account, a.Region}
	if a.Region == "" {
		folders = folders[:1]
	}
	random.Shuffle(len(folders), func(i, j int) { folders[i], folders[j] = folders[j], folders[i] })
	name := fmt.Sprintf("%c%d", 'a'+random.Intn(26), i)
	s := c.byFull[a.Operation]
	ambiguous := len(c.byItems[lower(s.items)]) > 1 || s.common
	if s.asked != "" || ambiguous || a.Failure != "" {
		name = path.Base(a.Source)
		folders = append(folders, fmt.Sprint(i))
	}
	return strings.Join(folders, []string{"/", "/x/"}[random.Intn(2)]) + "/" + strings.TrimSuffix(name, ".json") + []string{".json", ".txt", ".JSON"}[random.Intn(3)]
}

func tarGz(t *testing.T, files map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	w := tar.NewWriter(z)
	for _, name := range sorted(slices.Collect(mapsKeys(files))) {
		must(t, w.WriteHeader(&tar.Header{Name: name, Mode: 0o600, Size: int64(len(files[name])), Typeflag: tar.TypeReg}))
		_, err := w.Write([]byte(files[name]))
		must(t, err)
	}
	must(t, w.Close())
	must(t, z.Close())
	return b.Bytes()
}

func zipped(t *testing.T, files map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, name := range sorted(slices.Collect(mapsKeys(files))) {
		f, err := w.Create(name)
		must(t, err)
		_, err = f.Write([]byte(files[name]))
		must(t, err)
	}
	must(t, w.Close())
	return b.Bytes()
}

func mapsKeys(m map[string]string) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// put writes a file for Load to read; its name must not matter.
func put(t *testing.T, content []byte) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "source")
	must(t, os.WriteFile(name, content, 0o600))
	return name
}

// TestArchives loads the same tree as a directory and packed in every way.
func TestArchives(t *testing.T) {
	files := map[string]string{"./111122223333/eu-west-1/a.json": `{"Vpcs":[]}`, "./b.json": notebookEU}
	want := []string{"111122223333 eu-west-1 ec2:DescribeVpcs", "111122223333 eu-west-1 sagemaker:DescribeNotebookInstance nb"}
	unpacked := gunzip(t, tarGz(t, files))
	cases := map[string][]byte{
		"tar.gz": tarGz(t, files), "tar": unpacked,
		"zip":                       zipped(t, map[string]string{"111122223333/eu-west-1/a.json": `{"Vpcs":[]}`, "b.json": notebookEU}),
		"zip with back slashes":     zipped(t, map[string]string{`111122223333\eu-west-1\a.json`: `{"Vpcs":[]}`, "b.json": notebookEU}),
		"one file":                  []byte(`{"Vpcs":[],"OwnerId":"x"}` + notebookEU),
		"one file, gzip":            gzipped(t, []byte(`{"Vpcs":[]}`+notebookEU)),
		"one file, byte order mark": []byte("\xef\xbb\xbf" + `{"Vpcs":[]}` + notebookEU),
	}
	for name, content := range cases {
		t.Run(name, func(t *testing.T) {
			src, err := Load(put(t, content), Options{})
			if err != nil {
				t.Fatal(err)
			}
			want := want
			if strings.HasPrefix(name, "one file") {
				want = []string{"- - ec2:DescribeVpcs", want[1]}
			}
			if diff := gocmp.Diff(want, toldAll(src.Answers)); diff != "" {
				t.Errorf("answers (-want +got):\n%s", diff)
			}
		})
	}
}

func gzipped(t *testing.T, b []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	_, err := z.Write(b)
	must(t, err)
	must(t, z.Close())
	return out.Bytes()
}

func gunzip(t *testing.T, b []byte) []byte {
	t.Helper()
	z, err := gzip.NewReader(bytes.NewReader(b))
	must(t, err)
	var out bytes.Buffer
	_, err = out.ReadFrom(z)
	must(t, err)
	return out.Bytes()
}

// refused loads a source and wants an Error whose text holds every one of words.
func refused(t *testing.T, name string, words ...string) {
	t.Helper()
	src, err := Load(name, Options{})
	if err == nil {
		t.Fatalf("loaded: %q", toldAll(src.Answers))
	}
	var mine *Error
	if !errors.As(err, &mine) || mine.Hint == "" {
		t.Errorf("%v has no hint", err)
	}
	for _, word := range words {
		if !strings.Contains(err.Error(), word) {
			t.Errorf("%q does not say %q", err, word)
		}
	}
}

// TestRefusedFiles gives one bad file each.
func TestRefusedFiles(t *testing.T) {
	bomb := gzipped(t, bytes.Repeat([]byte{' '}, maxFree+1<<20))
	bombInZip := zipped(t, map[string]string{"a.json": "{" + strings.Repeat(" ", maxFree+1<<20) + "}"})
	cases := []struct {
		name    string
		content []byte
		words   []string
	}{
		{"JSON array", []byte(`[{"a":1}]`), []string{"a JSON array of 1", "a JSON object with a"}},
		{"truncated JSON", []byte(`{"Vpcs":[{"VpcId":"vpc-1"`), []string{"truncated JSON", "ends at byte 25"}},
		{"broken JSON", []byte(`{"Vpcs":[{"VpcId" "vpc-1"}]}`), []string{"not JSON at byte 19"}},
		{"Terraform plan", []byte(`{"terraform_version":"1.11.4","resource_changes":[]}`), []string{"a Terraform plan"}},
		{"empty file", nil, []string{"empty file"}},
		{"text", []byte("hello"), []string{"text that is no JSON"}},
		{"archive with ../", tarGz(t, map[string]string{"../../etc/passwd": "x"}), []string{`"../../etc/passwd"`, "leads out of it"}},
		{"archive with an absolute path", tarGz(t, map[string]string{"/etc/passwd": "x"}), []string{"leads out of it"}},
		{"zip with ../", zipped(t, map[string]string{"a/../../b.json": "{}"}), []string{"leads out of it"}},
		{"zip with ..\\", zipped(t, map[string]string{`..\b.json`: "{}"}), []string{"leads out of it"}},
		{"gzip bomb", bomb, []string{"unpacks to more than 250 times its size"}},
		{"zip bomb", bombInZip, []string{"unpacks to more than 250 times its size"}},
		{"damaged archive", tarGz(t, map[string]string{"a.json": strings.Repeat(`{"Vpcs":[]}`, 99)})[:60], []string{"is damaged"}},
		{"empty archive", zipped(t, nil), []string{"is empty"}},
		{"archive of nothing known", zipped(t, map[string]string{"a.tf": "x"}), []string{"a.tf: Terraform configuration"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) { refused(t, put(t, c.content), c.words...) })
	}
}

// TestRefusedDirectories gives directories in which nothing can be read.
func TestRefusedDirectories(t *testing.T) {
	refused(t, t.TempDir(), "is empty")
	refused(t, filepath.Join(t.TempDir(), "absent"), "does not exist")
	dir := t.TempDir()
	must(t, os.WriteFile(filepath.Join(dir, "describe-vpcs.json"), []byte(`{"Vpcs":[`), 0o600))
	refused(t, dir, "describe-vpcs.json: truncated JSON", "byte 9")
}

// TestLinks follows no link: neither a loop nor one that leads out.
func TestLinks(t *testing.T) {
	outside, dir := t.TempDir(), t.TempDir()
	must(t, os.WriteFile(filepath.Join(outside, "list-models.json"), []byte(`{"Models":[]}`), 0o600))
	must(t, os.WriteFile(filepath.Join(dir, "a.json"), []byte(`{"Vpcs":[]}`), 0o600))
	must(t, os.Symlink(".", filepath.Join(dir, "loop")))
	must(t, os.Symlink("a.json", filepath.Join(dir, "describe-subnets.json")))
	must(t, os.Symlink("self", filepath.Join(dir, "self")))
	must(t, os.Symlink(outside, filepath.Join(dir, "out")))
	must(t, os.Symlink(filepath.Join(outside, "list-models.json"), filepath.Join(dir, "list-models.json")))
	src, err := Load(dir, Options{})
	must(t, err)
	if diff := gocmp.Diff([]string{"- - ec2:DescribeVpcs", "- - sagemaker:ListModels !Unreadable"}, toldAll(src.Answers)); diff != "" {
		t.Errorf("answers (-want +got):\n%s", diff)
	}
	const inside, out = "a symbolic link, not followed", "a symbolic link that leads out of the source, not followed"
	want := []Ignored{{"describe-subnets.json", inside}, {"list-models.json", out}, {"loop", inside}, {"out", out}, {"self", out}}
	if diff := gocmp.Diff(want, src.Ignored); diff != "" {
		t.Errorf("ignored (-want +got):\n%s", diff)
	}
}

// brokenFS fails to open one file.
type brokenFS struct {
	fs.FS
	bad string
}

func (b brokenFS) Open(name string) (fs.File, error) {
	if name == b.bad {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
	}
	return b.FS.Open(name)
}

// TestUnreadable wants a file that cannot be opened to be listed, and a gap
// where its name says what it would have been.
func TestUnreadable(t *testing.T) {
	src, err := LoadFS(brokenFS{tree(map[string]string{"describe-vpcs.json": `{"Vpcs":[]}`, "a.json": `{"Subnets":[]}`}), "describe-vpcs.json"}, Options{})
	must(t, err)
	if diff := gocmp.Diff([]string{"- - ec2:DescribeSubnets", "- - ec2:DescribeVpcs !Unreadable"}, toldAll(src.Answers)); diff != "" {
		t.Errorf("answers (-want +got):\n%s", diff)
	}
	if diff := gocmp.Diff([]Ignored{{"describe-vpcs.json", "cannot be read: permission denied"}}, src.Ignored); diff != "" {
		t.Errorf("ignored (-want +got):\n%s", diff)
	}
}

// TestRootFolder takes a Region or an account from the source's own name, when
// the name is nothing else.
func TestRootFolder(t *testing.T) {
	for base, want := range map[string]string{"eu-west-1": "- eu-west-1 ec2:DescribeVpcs", "111122223333": "111122223333 - ec2:DescribeVpcs", "copy-of-eu-west-1": "- - ec2:DescribeVpcs"} {
		dir := filepath.Join(t.TempDir(), base)
		must(t, os.Mkdir(dir, 0o700))
		must(t, os.WriteFile(filepath.Join(dir, "a.json"), []byte(`{"Vpcs":[]}`), 0o600))
		src, err := Load(dir, Options{})
		must(t, err)
		if got := told(src.Answers[0]); got != want {
			t.Errorf("%s: %q, want %q", base, got, want)
		}
	}
}

package saved

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"mooring/internal/inventory"
)

var testKey = []byte("0123456789abcdef")

// live is a collected account with every outcome that a call can have.
func live() []inventory.Answer {
	eu := inventory.Scope{Partition: "aws", Account: "111122223333", Region: "eu-west-1"}
	global := inventory.Scope{Partition: "aws", Account: "111122223333"}
	body := func(s string) json.RawMessage { return json.RawMessage(s) }
	return []inventory.Answer{
		{Scope: global, Operation: "sts:GetCallerIdentity", Body: body(`{"UserId":"u","Account":"111122223333","Arn":"arn:aws:iam::111122223333:user/ann"}`)},
		{Scope: eu, Operation: "sagemaker:ListNotebookInstances", Body: body(`{"NotebookInstances":[]}`), Cut: "ThrottlingException"},
		{Scope: eu, Operation: "sagemaker:DescribeModel", Subject: "Fraud", Body: body(`{"ModelName":"Fraud","ModelArn":"arn:aws:sagemaker:eu-west-1:111122223333:model/Fraud","EnableNetworkIsolation":true}`)},
		{Scope: eu, Operation: "sagemaker:DescribeModel", Subject: "fraud", Body: body(`{"ModelName":"fraud","ModelArn":"arn:aws:sagemaker:eu-west-1:111122223333:model/fraud","EnableNetworkIsolation":false}`)},
		{Scope: eu, Operation: "sagemaker:DescribeUserProfile", Subject: "d-1/ann", Body: body(`{"DomainId":"d-1","UserProfileName":"ann","UserProfileArn":"arn:aws:sagemaker:eu-west-1:111122223333:user-profile/d-1/ann"}`)},
		{Scope: eu, Operation: "sagemaker:ListDomains", Failure: "AccessDeniedException"},
		{Scope: eu, Operation: "sagemaker:DescribeNotebookInstance", Subject: "gone", Failure: "ResourceNotFound"},
		{Scope: eu, Operation: "ec2:DescribeVpcAttribute", Subject: "vpc-1/enableDnsSupport", Body: body(`{"EnableDnsSupport":{"Value":true}}`)},
		{Scope: eu, Operation: "ec2:GetManagedPrefixListEntries", Subject: "pl-1", Body: body(`{"Entries":[{"Cidr":"10.0.0.0/8"}]}`)},
		{Scope: eu, Operation: "elasticfilesystem:DescribeFileSystems", Body: body(`{"FileSystems":[]}`)},
		{Scope: eu, Operation: "fsx:DescribeFileSystems", Body: body(`{"FileSystems":[]}`)},
		{Scope: global, Operation: "route53:ListHostedZonesByVPC", Subject: "vpc-1", Body: body(`{"HostedZoneSummaries":[]}`)},
		{Scope: eu, Operation: "sagemaker:ListTags", Subject: "arn:aws:sagemaker:eu-west-1:111122223333:domain/d-1", Body: body(`{"Tags":[]}`)},
		{Scope: eu, Operation: "sagemaker:DescribeModel", Subject: "../" + strings.Repeat("long", 99) + "/..", Body: body(`{"a":1}`)},
		{Scope: eu, Operation: "new:DescribeThing", Subject: "x", Body: body(`{"Thing":{"Big":12345678901234567890}}`)},
	}
}

func liveOrigin() inventory.Origin {
	return inventory.Origin{Kind: "live", Accounts: []string{"111122223333"}, Regions: []string{"eu-west-1"}, TakenAt: "2026-11-01T09:00:00Z"}
}

func written(t *testing.T, answers []inventory.Answer, raw bool) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "snap")
	must(t, Write(dir, answers, Manifest{Tool{"mooring", "1.0.0"}, liveOrigin()}, WriteOptions{Raw: raw, Key: testKey}))
	return dir
}

// TestRoundTrip writes every outcome and reads it back, also after a move and
// after every file was renamed.
func TestRoundTrip(t *testing.T) {
	dir := written(t, live(), true)
	moved := filepath.Join(t.TempDir(), "elsewhere")
	must(t, os.Rename(dir, moved))
	check := func(t *testing.T) {
		t.Helper()
		src, err := Load(moved, Options{})
		must(t, err)
		if diff := gocmp.Diff(bag(live()), bag(src.Answers)); diff != "" {
			t.Errorf("answers (-live +loaded):\n%s", diff)
		}
		if diff := gocmp.Diff(liveOrigin(), src.Origin); diff != "" {
			t.Errorf("origin (-live +loaded):\n%s", diff)
		}
		if len(src.Ignored)+len(src.Notes) > 0 {
			t.Errorf("ignored %v, notes %v", src.Ignored, src.Notes)
		}
		for _, a := range src.Answers {
			if a.Source != "" {
				t.Errorf("%s names a file, which no live answer does", told(a))
			}
		}
	}
	check(t)
	renameAll(t, moved)
	check(t)
}

// renameAll gives every file but the manifest another name in one folder.
func renameAll(t *testing.T, dir string) {
	t.Helper()
	n := 0
	must(t, filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || d.Name() == manifestName || filepath.Dir(name) == dir {
			return err
		}
		n++
		return os.Rename(name, filepath.Join(dir, strings.Repeat("x", n)+".json"))
	}))
	if n == 0 {
		t.Fatal("nothing to rename")
	}
}

// TestRoundTripWorlds saves whole accounts that others saved and wants the
// same snapshot of them.
func TestRoundTripWorlds(t *testing.T) {
	for name, world := range wholeAccounts(t) {
		src, err := LoadFS(world, Options{})
		must(t, err)
		again, err := Load(written(t, src.Answers, true), Options{})
		must(t, err)
		if diff := gocmp.Diff(bag(src.Answers), bag(again.Answers)); diff != "" {
			t.Errorf("%s (-first +second):\n%s", name, diff)
		}
		if diff := gocmp.Diff(src.Snapshot().Gaps(), again.Snapshot().Gaps()); diff != "" {
			t.Errorf("%s: gaps (-first +second):\n%s", name, diff)
		}
	}
}

// TestFileNames wants the promised names.
func TestFileNames(t *testing.T) {
	eu := inventory.Scope{Account: "111122223333", Region: "eu-west-1"}
	cases := []struct {
		answer inventory.Answer
		want   string
	}{
		{inventory.Answer{Scope: eu, Operation: "ec2:DescribeVpcs"}, "111122223333/eu-west-1/describe-vpcs.json"},
		{inventory.Answer{Scope: eu, Operation: "sagemaker:DescribeNotebookInstance", Subject: "fraud-lab"}, "111122223333/eu-west-1/describe-notebook-instance-fraud-lab.json"},
		{inventory.Answer{Scope: eu, Operation: "sagemaker:DescribeAutoMLJobV2", Subject: "a"}, "111122223333/eu-west-1/describe-auto-ml-job-v2-a.json"},
		{inventory.Answer{Scope: eu, Operation: "sagemaker:ListHyperParameterTuningJobs"}, "111122223333/eu-west-1/list-hyper-parameter-tuning-jobs.json"},
		{inventory.Answer{Scope: eu, Operation: "ec2:DescribeVpcAttribute", Subject: "vpc-1/enableDnsSupport"}, "111122223333/eu-west-1/describe-vpc-attribute-vpc-1-enableDnsSupport.json"},
		{inventory.Answer{Scope: eu, Operation: "sagemaker:DescribeUserProfile", Subject: "d-1/ann"}, "111122223333/eu-west-1/describe-user-profile-d-1%2Fann.json"},
		{inventory.Answer{Scope: eu, Operation: "fsx:DescribeFileSystems"}, "111122223333/eu-west-1/fsx-describe-file-systems.json"},
		{inventory.Answer{Scope: inventory.Scope{Account: "111122223333"}, Operation: "sts:GetCallerIdentity"}, "111122223333/global/get-caller-identity.json"},
		{inventory.Answer{Operation: "ec2:DescribeVpcs"}, "unknown/unknown/describe-vpcs.json"},
		{inventory.Answer{Scope: inventory.Scope{Account: "..", Region: ".."}, Operation: "ec2:DescribeVpcs"}, "%2E./%2E./describe-vpcs.json"},
	}
	for _, c := range cases {
		if got := newCatalogue().fileNames([]inventory.Answer{c.answer})[0]; got != c.want {
			t.Errorf("%s: %s, want %s", told(c.answer), got, c.want)
		}
	}
	names := newCatalogue().fileNames(live())
	seen := map[string]bool{}
	for _, n := range names {
		if len(filepath.Base(n)) > 230 || !fs.ValidPath(n) || seen[strings.ToLower(n)] {
			t.Errorf("%s is too long, leads upwards or stands twice", n)
		}
		seen[strings.ToLower(n)] = true
	}
}

// TestWrittenFiles wants them pretty, sorted and private, and one manifest
// entry per call.
func TestWrittenFiles(t *testing.T) {
	dir := written(t, live(), true)
	content, err := os.ReadFile(filepath.Join(dir, "111122223333", "global", "get-caller-identity.json"))
	must(t, err)
	want := "{\n    \"Account\": \"111122223333\",\n    \"Arn\": \"arn:aws:iam::111122223333:user/ann\",\n    \"UserId\": \"u\"\n}\n"
	if diff := gocmp.Diff(want, string(content)); diff != "" {
		t.Errorf("file (-want +got):\n%s", diff)
	}
	must(t, filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		must(t, err)
		info, err := d.Info()
		must(t, err)
		if mode := info.Mode().Perm(); runtime.GOOS != "windows" && mode != 0o600 && !(d.IsDir() && mode == 0o700) {
			t.Errorf("%s has mode %o", name, mode)
		}
		return nil
	}))
	content, err = os.ReadFile(filepath.Join(dir, manifestName))
	must(t, err)
	m, ok := parseManifest(content)
	if !ok || len(m.Calls) != len(live()) || m.Masked {
		t.Errorf("manifest %+v, want %d calls", m, len(live()))
	}
	for _, c := range m.Calls {
		if (c.Outcome == answered) != (c.File != "") {
			t.Errorf("%+v: a file stands for an answer and for nothing else", c)
		}
	}
}

// TestWriteTargets writes into what is absent or empty, never over anything.
func TestWriteTargets(t *testing.T) {
	write := func(dir string) error {
		return Write(dir, live(), Manifest{}, WriteOptions{Key: testKey})
	}
	parent := t.TempDir()
	empty := filepath.Join(parent, "empty")
	must(t, os.Mkdir(empty, 0o755))
	must(t, write(empty))
	var mine *Error
	if err := write(empty); !errors.As(err, &mine) || !strings.Contains(mine.What, "not empty") {
		t.Errorf("a second snapshot: %v", err)
	}
	file := filepath.Join(parent, "file")
	must(t, os.WriteFile(file, nil, 0o600))
	if err := write(file); !errors.As(err, &mine) {
		t.Errorf("onto a file: %v", err)
	}
	if err := write(filepath.Join(parent, "no", "parent")); err == nil {
		t.Error("wrote where no folder is")
	}
	if err := Write(filepath.Join(parent, "short"), live(), Manifest{}, WriteOptions{Key: []byte("short")}); err == nil {
		t.Error("wrote with a key that anybody can guess")
	}
	leftovers(t, parent, "empty", "file")
}

// TestInterrupted gives up at once and leaves nothing.
func TestInterrupted(t *testing.T) {
	parent := t.TempDir()
	done := make(chan struct{})
	close(done)
	err := Write(filepath.Join(parent, "snap"), live(), Manifest{}, WriteOptions{Raw: true, Done: done})
	if !errors.Is(err, errStopped) {
		t.Errorf("%v, want an interruption", err)
	}
	leftovers(t, parent)
}

func leftovers(t *testing.T, dir string, want ...string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	must(t, err)
	got := []string{}
	for _, e := range entries {
		got = append(got, e.Name())
	}
	if diff := gocmp.Diff(append([]string{}, want...), got); diff != "" {
		t.Errorf("left behind (-want +got):\n%s", diff)
	}
}

// TestMovedIn fills a directory that cannot be replaced, such as a mounted volume.
func TestMovedIn(t *testing.T) {
	target := t.TempDir()
	dir, err := os.MkdirTemp(target, ".partial-*")
	must(t, err)
	s := &stage{target: target, dir: dir, inside: true}
	must(t, s.fill(live(), Manifest{Origin: liveOrigin()}, WriteOptions{Raw: true}))
	must(t, s.publish())
	s.remove()
	leftovers(t, target, "111122223333", manifestName)
	src, err := Load(target, Options{})
	must(t, err)
	if diff := gocmp.Diff(bag(live()), bag(src.Answers)); diff != "" {
		t.Errorf("answers (-live +loaded):\n%s", diff)
	}
}

// TestDamagedSnapshot loses, empties and cuts files: each is a gap, never an
// operation that was not asked.
func TestDamagedSnapshot(t *testing.T) {
	dir := written(t, live(), true)
	folder := filepath.Join(dir, "111122223333", "eu-west-1")
	must(t, os.Remove(filepath.Join(folder, "get-managed-prefix-list-entries-pl-1.json")))
	must(t, os.WriteFile(filepath.Join(folder, "list-notebook-instances.json"), []byte(`{"NotebookInst`), 0o600))
	src, err := Load(dir, Options{})
	must(t, err)
	got := strings.Join(toldAll(src.Answers), "\n")
	for _, want := range []string{"ec2:GetManagedPrefixListEntries pl-1 !Missing", "sagemaker:ListNotebookInstances !Undecodable", "sagemaker:ListDomains !AccessDeniedException"} {
		if !strings.Contains(got, "111122223333 eu-west-1 "+want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
}

// TestFlagOverManifest lets a flag win over the manifest, and says so.
func TestFlagOverManifest(t *testing.T) {
	src, err := Load(written(t, live(), true), Options{Account: "444455556666"})
	must(t, err)
	for _, a := range src.Answers {
		if a.Account != "444455556666" {
			t.Errorf("%s", told(a))
		}
	}
	if len(src.Notes) != 1 {
		t.Errorf("notes %q, want one", src.Notes)
	}
}

// TestSeveralSnapshots reads two snapshots that lie in one folder as one source.
func TestSeveralSnapshots(t *testing.T) {
	dir := t.TempDir()
	other := liveOrigin()
	other.Accounts, other.TakenAt = []string{"444455556666"}, "2026-10-01T09:00:00Z"
	must(t, Write(filepath.Join(dir, "a"), live(), Manifest{Origin: liveOrigin()}, WriteOptions{Raw: true}))
	must(t, Write(filepath.Join(dir, "b"), live()[:1], Manifest{Origin: other}, WriteOptions{Raw: true}))
	src, err := Load(dir, Options{})
	must(t, err)
	want := inventory.Origin{Kind: "live", Accounts: []string{"111122223333", "444455556666"}, Regions: []string{"eu-west-1"}, TakenAt: "2026-10-01T09:00:00Z"}
	if diff := gocmp.Diff(want, src.Origin); diff != "" {
		t.Errorf("origin (-want +got):\n%s", diff)
	}
	if got, want := len(src.Answers), len(live())+1; got != want {
		t.Errorf("%d answers, want %d", got, want)
	}
}

// TestWrittenPages makes one file of the pages of a list.
func TestWrittenPages(t *testing.T) {
	scope := inventory.Scope{Partition: "aws", Account: "111122223333", Region: "eu-west-1"}
	page := func(body, cut string) inventory.Answer {
		return inventory.Answer{Scope: scope, Operation: "ec2:DescribeVpcs", Body: json.RawMessage(body), Cut: cut}
	}
	dir := written(t, []inventory.Answer{page(`{"Vpcs":[{"VpcId":"a"}]}`, ""), page(`{"Vpcs":[{"VpcId":"b"}]}`, "Throttling"), page(`{"Vpcs":[{"VpcId":"b"}]}`, "")}, true)
	src, err := Load(dir, Options{})
	must(t, err)
	want := bag([]inventory.Answer{page(`{"Vpcs":[{"VpcId":"a"},{"VpcId":"b"},{"VpcId":"b"}]}`, "Throttling")})
	if diff := gocmp.Diff(want, bag(src.Answers)); diff != "" {
		t.Errorf("answers (-want +got):\n%s", diff)
	}
}

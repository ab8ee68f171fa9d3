package saved

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

// FuzzLoad gives one file of any content, as a source of its own (so that
// archives are read) and as a file of any name in a tree. Nothing may crash,
// nothing may vanish: a file is an answer, or is listed with its reason, or the
// source is refused.
func FuzzLoad(f *testing.F) {
	for _, name := range []string{"flat/aws_configs/Vpcs.json", "regions/aws_configs/us-west-2/TransitGatewayStaticRoutes.json", "accounts/aws_configs/accounts/444455556666/us-east-1/LoadBalancerListeners.json"} {
		content, err := os.ReadFile(filepath.Join("testdata/batfish", filepath.FromSlash(name)))
		if err != nil {
			f.Fatal(err)
		}
		f.Add("Vpcs-us-west-2.json", content)
	}
	for name, text := range map[string]string{
		"a.json": `[{"Vpcs":[],"NextToken":"x"},{"VpcId":"v","CidrBlock":"c","DhcpOptionsId":"d"}]`, "list-domains.json": `{"__type":"a#AccessDenied","message":"no"}`,
		"describe-vpc-attribute-vpc-1-enableDnsSupport.json": `{"EnableDnsSupport":{"Value":true}}`, "e.txt": "An error occurred (AccessDenied) when calling the DescribeVpcs operation: x",
		"manifest.json": `{"format":"mooring-snapshot/1","calls":[{"operation":"x","outcome":"answered","file":"../a.json"}]}`, "b.json": "\xff\xfe{\x00}\x00", "p.json": `{"PipelineDefinition":"{\"Steps\":[]}","Environment":{"A":"b"}}`,
	} {
		f.Add(name, []byte(text))
	}
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		if files, err := unpack("archive", bytes.NewReader(data), int64(len(data))); err == nil {
			accounted(t, files)
		}
		if fs.ValidPath(name) && name != "." {
			accounted(t, []*content{{path: name, bytes: data}})
		}
	})
}

// accounted loads files, masks and builds what they hold, and wants each to be
// somewhere.
func accounted(t *testing.T, files []*content) {
	src, err := newLoader("source", Options{}, place{}).load(preloaded(files))
	if err != nil {
		return
	}
	seen := map[string]bool{}
	for _, i := range src.Ignored {
		seen[i.File] = true
	}
	for i, a := range src.Answers {
		seen[a.Source] = true
		if a.Failure == "" && !json.Valid(a.Body) {
			t.Errorf("%s: no JSON", told(a))
		}
		src.Answers[i] = Mask(a, testKey)
	}
	for _, c := range files {
		if _, manifest := parseManifest(c.bytes); !seen[c.path] && !manifest && !isManifested(src) {
			t.Errorf("%q vanished", c.path)
		}
	}
	src.Snapshot()
}

// isManifested: answers that a manifest tells of name no file.
func isManifested(src *Source) bool { return src.Origin.Kind != "saved" }

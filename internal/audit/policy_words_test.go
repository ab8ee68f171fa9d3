package audit

import (
	"strings"
	"testing"
	"testing/fstest"

	"mooring/internal/inventory"
	"mooring/internal/reach"
	"mooring/internal/report"
)

// TestAPolicyThatRefusesIsTold: what the network lets through and a bucket's
// policy refuses stands in the trace, in the report and on the page (pure, on
// saved answers).
func TestAPolicyThatRefusesIsTold(t *testing.T) {
	files := readWorld(t, "testdata/worlds/policy-beside.txtar").files
	const name = "111122223333/eu-west-1/get-bucket-policy-ml-data-111122223333.json"
	text := strings.ReplaceAll(string(files[name].Data), "vpce-00000053", "vpce-00000099")
	files[name] = &fstest.MapFile{Data: []byte(text)}
	s := snapshotOf(t, files)
	const line = "reading of bucket ml-data-111122223333 (s3:GetObject): resource policy 1, statement 1 (OnlyByEndpoint) denies it"
	service, _ := inventory.ServiceByID("s3")
	r := resourceOf(s, worldResource{Resource: "train", Kind: "training-job"})
	proofs, err := Trace(s, reach.Start{Resource: r}, reach.Goal{Service: &service}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, want string
		o          report.Options
		write      func(b *strings.Builder, o report.Options) error
	}{
		{"trace", line, report.Options{Width: 400}, func(b *strings.Builder, o report.Options) error {
			return report.WriteTrace(b, "train", proofs, o)
		}},
		{"trace, explained", "service control policy 1, statement 1 allows it", report.Options{Width: 400, Explain: true}, func(b *strings.Builder, o report.Options) error {
			return report.WriteTrace(b, "train", proofs, o)
		}},
		{"text", "resource policy of ml-data-111122223333: " + line, report.Options{Width: 400}, func(b *strings.Builder, o report.Options) error {
			return report.Write(b, "text", Run(s, Options{}), o)
		}},
		{"html", "resource policy of ml-data-111122223333: " + line, report.Options{}, func(b *strings.Builder, o report.Options) error {
			return report.Write(b, "html", Run(s, Options{}), o)
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var b strings.Builder
			if err := c.write(&b, c.o); err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(b.String(), c.want) {
				t.Errorf("no %q in\n%s", c.want, b.String())
			}
		})
	}
}

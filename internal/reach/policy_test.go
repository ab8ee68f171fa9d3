package reach

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestAllowsAll(t *testing.T) {
	for _, tt := range []struct {
		name, policy string
		want         bool
	}{
		{"AWS's default", `{"Statement":[{"Action":"*","Effect":"Allow","Principal":"*","Resource":"*"}]}`, true},
		{"one statement without a list", `{"Statement":{"Action":"*","Effect":"Allow","Principal":"*","Resource":"*"}}`, true},
		{"principal AWS", `{"Statement":[{"Action":["*"],"Effect":"Allow","Principal":{"AWS":"*"},"Resource":["*"]}]}`, true},
		{"a second allow", `{"Statement":[{"Action":"s3:*","Effect":"Allow","Principal":"*","Resource":"*"},{"Action":"*","Effect":"Allow","Principal":"*","Resource":"*"}]}`, true},
		{"one service", `{"Statement":[{"Action":"s3:*","Effect":"Allow","Principal":"*","Resource":"*"}]}`, false},
		{"one account", `{"Statement":[{"Action":"*","Effect":"Allow","Principal":{"AWS":"111122223333"},"Resource":"*"}]}`, false},
		{"a condition", `{"Statement":[{"Action":"*","Effect":"Allow","Principal":"*","Resource":"*","Condition":{"StringEquals":{"aws:PrincipalOrgID":"o-1"}}}]}`, false},
		{"a deny beside it", `{"Statement":[{"Action":"*","Effect":"Allow","Principal":"*","Resource":"*"},{"Action":"s3:DeleteBucket","Effect":"Deny","Principal":"*","Resource":"*"}]}`, false},
		{"not an action", `{"Statement":[{"NotAction":"s3:*","Effect":"Allow","Principal":"*","Resource":"*"}]}`, false},
		{"not a principal", `{"Statement":[{"Action":"*","Effect":"Allow","NotPrincipal":"*","Resource":"*"}]}`, false},
		{"no statement", `{"Statement":[]}`, false},
		{"no JSON", `allow all`, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := allowsAll(tt.policy); got != tt.want {
				t.Errorf("allowsAll = %v, want %v", got, tt.want)
			}
		})
	}
}

// FuzzPolicy: whatever allows everything has a statement that says so without
// condition, and nothing that denies.
func FuzzPolicy(f *testing.F) {
	f.Add(`{"Statement":[{"Action":"*","Effect":"Allow","Principal":"*","Resource":"*"}]}`)
	f.Add(`{"Statement":{"Action":["*"],"Effect":"Allow","Principal":{"AWS":["*"]},"Resource":"*","Condition":{}}}`)
	f.Fuzz(func(t *testing.T, text string) {
		if !allowsAll(text) {
			return
		}
		if !json.Valid([]byte(text)) {
			t.Errorf("%q is no JSON and allows all", text)
		}
		if !strings.Contains(text, "*") && !strings.Contains(text, `\u002a`) && !strings.Contains(text, `\u002A`) {
			t.Errorf("%q allows all without a star", text)
		}
	})
}

package policy

import "testing"

func TestParseRefuses(t *testing.T) {
	valid := `{"Version":"2012-10-17","Statement":[{"Sid":"a","Effect":"Allow","Principal":"*","Action":"*","Resource":"*","Condition":{"Bool":{"a:b":[true,1,"x"]}}}]}`
	if _, err := Parse([]byte(valid)); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"nothing":               ``,
		"garbage":               `allow all`,
		"a list":                `[]`,
		"two documents":         valid + valid,
		"not closed":            valid[:len(valid)-1],
		"no statement":          `{}`,
		"statement of text":     `{"Statement":"x"}`,
		"null":                  `{"Statement":null}`,
		"unknown element":       `{"Statement":[],"Extra":1}`,
		"element in lower case": `{"Statement":[{"effect":"Allow","Action":"*","Resource":"*"}]}`,
		"element twice":         `{"Statement":[{"Effect":"Deny","Effect":"Allow","Action":"*","Resource":"*"}]}`,
		"unknown version":       `{"Version":"2012-10-18","Statement":[]}`,
		"version a number":      `{"Version":2012,"Statement":[]}`,
		"unknown effect":        `{"Statement":[{"Effect":"allow","Action":"*","Resource":"*"}]}`,
		"no effect":             `{"Statement":[{"Action":"*","Resource":"*"}]}`,
		"no action":             `{"Statement":[{"Effect":"Allow","Resource":"*"}]}`,
		"empty action":          `{"Statement":[{"Effect":"Allow","Action":[],"Resource":"*"}]}`,
		"action a number":       `{"Statement":[{"Effect":"Allow","Action":1,"Resource":"*"}]}`,
		"action and opposite":   `{"Statement":[{"Effect":"Allow","Action":"*","NotAction":"*","Resource":"*"}]}`,
		"no resource":           `{"Statement":[{"Effect":"Allow","Action":"*"}]}`,
		"principal a name":      `{"Statement":[{"Effect":"Allow","Principal":"111122223333","Action":"*","Resource":"*"}]}`,
		"principal unknown":     `{"Statement":[{"Effect":"Allow","Principal":{"Aws":"*"},"Action":"*","Resource":"*"}]}`,
		"principal empty":       `{"Statement":[{"Effect":"Allow","Principal":{},"Action":"*","Resource":"*"}]}`,
		"condition a list":      `{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*","Condition":[]}]}`,
		"condition null":        `{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"Bool":{"a:b":null}}}]}`,
		"operator twice":        `{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"Bool":{"a:b":"1"},"Bool":{"a:c":"1"}}}]}`,
		"key twice":             `{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"Bool":{"a:b":"1","A:b":"1"}}}]}`,
		"not UTF-8":             "{\"Statement\":[],\"Id\":\"\xff\"}",
		"nested":                `{"Statement":[{"Effect":"Allow","Action":[[[[[[[[[["*"]]]]]]]]]],"Resource":"*"}]}`,
	} {
		if d, err := Parse([]byte(text)); err == nil {
			t.Errorf("%s: %s is read as %+v", name, text, d)
		}
	}
}

func TestAllowsEverything(t *testing.T) {
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
		{"no principal", `{"Statement":[{"Action":"*","Effect":"Allow","Resource":"*"}]}`, false},
		{"no statement", `{"Statement":[]}`, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := parse(t, tt.policy)
			if got := d.AllowsEverything(); got != tt.want {
				t.Errorf("AllowsEverything = %v, want %v", got, tt.want)
			}
			if anyone := d.Decide(Request{Action: "*", Resource: "*"}); tt.want && anyone.Outcome != Allowed {
				t.Errorf("allows everything, but Decide says %+v", anyone)
			}
		})
	}
}

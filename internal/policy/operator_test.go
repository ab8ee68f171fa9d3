package policy

import "testing"

// TestOperatorTruthTable is the table of condition operators for a key that is
// there with a good or a bad value, absent, an empty list, or not known.
func TestOperatorTruthTable(t *testing.T) {
	good, bad, none, empty, dark := Known("X"), Known("Y"), Absent(), Known(), Values{}
	five := []Values{good, bad, none, empty, dark}
	const T, F, U = yes, no, maybe
	for _, tt := range []struct {
		operator, value string
		want            [5]truth
	}{
		{"StringEquals", "X", [5]truth{T, F, F, U, U}},
		{"StringNotEquals", "X", [5]truth{F, T, T, U, U}},
		{"StringEqualsIfExists", "X", [5]truth{T, F, T, U, U}},
		{"StringNotEqualsIfExists", "X", [5]truth{F, T, T, U, U}},
		{"StringEqualsIgnoreCase", "x", [5]truth{T, F, F, U, U}},
		{"StringNotEqualsIgnoreCase", "x", [5]truth{F, T, T, U, U}},
		{"StringLike", "?*", [5]truth{T, T, F, U, U}},
		{"StringNotLike", "X*", [5]truth{F, T, T, U, U}},
		{"Null", "true", [5]truth{F, F, T, T, U}},
		{"Null", "false", [5]truth{T, T, F, F, U}},
		{"ForAllValues:StringEquals", "X", [5]truth{T, F, T, T, U}},
		{"ForAllValues:StringNotEquals", "X", [5]truth{F, T, T, T, U}},
		{"ForAnyValue:StringEquals", "X", [5]truth{T, F, F, F, U}},
		{"ForAnyValue:StringNotEquals", "X", [5]truth{F, T, F, F, U}},
		{"ForAllValues:StringEqualsIfExists", "X", [5]truth{T, F, T, T, U}},
		{"ForAnyValue:StringEqualsIfExists", "X", [5]truth{T, F, U, U, U}},
		{"StringEqual", "X", [5]truth{U, U, U, U, U}},
		{"stringequals", "X", [5]truth{U, U, U, U, U}},
		{"NullIfExists", "true", [5]truth{U, U, U, U, U}},
		{"ForAllValues:Null", "true", [5]truth{U, U, U, U, U}},
	} {
		var got [5]truth
		for i, v := range five {
			got[i] = conditionHolds(t, tt.operator, tt.value, v)
		}
		if got != tt.want {
			t.Errorf("%s %s: %v, want %v", tt.operator, tt.value, got, tt.want)
		}
	}
}

// conditionHolds reads a condition's truth off an Allow and a Deny statement.
func conditionHolds(t *testing.T, operator string, value any, v Values) truth {
	t.Helper()
	condition := asJSON(t, map[string]any{operator: map[string]any{"test:Key": value}})
	r := Request{Action: "s3:GetObject", Resource: object1, Context: map[string]Values{"test:key": v}}
	decide := func(effect string) Outcome {
		return parse(t, `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"`+
			map[string]string{"Allow": "", "Deny": `},{"Effect":"Deny","Principal":"*","Action":"*","Resource":"*"`}[effect]+
			`,"Condition":`+condition+`}]}`).Decide(r).Outcome
	}
	allow, deny := decide("Allow"), decide("Deny")
	want := map[Outcome]Outcome{Allowed: DeniedExplicitly, NotAllowed: Allowed, Unknown: Unknown}[allow]
	if deny != want {
		t.Errorf("%s: as Allow %v, as Deny %v", condition, allow, deny)
	}
	return map[Outcome]truth{Allowed: yes, NotAllowed: no, Unknown: maybe}[allow]
}

type fit struct {
	operator string
	policy   any
	request  []string
	want     truth
}

func (f fit) test(t *testing.T) {
	t.Helper()
	if got := conditionHolds(t, f.operator, f.policy, Known(f.request...)); got != f.want {
		t.Errorf("%s %v against %v: %v, want %v", f.operator, f.policy, f.request, got, f.want)
	}
}

func TestStringOperators(t *testing.T) {
	for _, tt := range []fit{
		{"StringEquals", []string{"a", "b"}, []string{"b"}, yes},
		{"StringNotEquals", []string{"a", "b"}, []string{"b"}, no},
		{"StringEquals", "a*", []string{"abc"}, no},
		{"StringEquals", "${*}", []string{"*"}, yes},
		{"StringLike", "a${*}", []string{"abc"}, no},
		{"StringLike", "vpce-?", []string{"vpce-1"}, yes},
		{"StringLike", "é?", []string{"éé"}, yes},
		{"StringEquals", "é", []string{"É"}, no},
		{"StringEquals", "a", []string{"a", "a"}, maybe},
		{"StringEquals", "a", []string{"a", "b"}, maybe},
		{"ForAllValues:StringEquals", []string{"a", "b"}, []string{"a", "b"}, yes},
		{"ForAllValues:StringEquals", []string{"a", "b"}, []string{"a", "c"}, no},
		{"ForAllValues:StringEquals", "a", []string{""}, maybe},
		{"ForAnyValue:StringEquals", "a", []string{"a", "c"}, yes},
		{"ForAnyValue:StringNotEquals", []string{"a", "b"}, []string{"a", "b"}, no},
		{"ForAnyValue:StringNotEquals", []string{"a", "b"}, []string{"a", "c"}, yes},
		{"ArnLike", "arn:aws:iam::*:role/service-role/*", []string{role}, yes},
		{"ArnEquals", "arn:aws:iam::111122223333:role/*", []string{role}, yes},
		{"ArnLike", "arn:aws:iam:*:role/x", []string{"arn:aws:iam::111122223333:role/x"}, maybe},
		{"ArnLike", "arn:aws:*:*:*:x", []string{"arn:aws:iam::111122223333:role:x"}, no},
		{"ArnNotLike", "arn:aws:iam::444455556666:*", []string{role}, yes},
		{"ArnLike", "arn:aws:iam::111122223333:*", []string{"no ARN"}, no},
		{"ArnLike", "*", []string{role}, maybe},
		{"StringEquals", []string{}, []string{"a"}, maybe},
	} {
		tt.test(t)
	}
}

func TestNumbersAndDates(t *testing.T) {
	for _, tt := range []fit{
		{"Bool", true, []string{"true"}, yes},
		{"Bool", "False", []string{"false"}, yes},
		{"Bool", "no", []string{"false"}, maybe},
		{"NumericEquals", 10, []string{"10.0"}, yes},
		{"NumericLessThan", "10", []string{"9"}, yes},
		{"NumericLessThan", "10", []string{"10"}, no},
		{"NumericLessThanEquals", "10", []string{"10"}, yes},
		{"NumericGreaterThan", "-1", []string{"0"}, yes},
		{"NumericGreaterThanEquals", "90071992547409931", []string{"90071992547409930"}, no},
		{"NumericNotEquals", "10", []string{"11"}, yes},
		{"NumericEquals", "ten", []string{"10"}, maybe},
		{"NumericEquals", "1e2", []string{"100"}, maybe},
		{"DateLessThan", "2026-01-02T00:00:00Z", []string{"2026-01-01T23:59:59Z"}, yes},
		{"DateGreaterThan", "2026-01-02", []string{"2026-01-01T23:59:59Z"}, no},
		{"DateEquals", "2026-01-01T01:00:00+01:00", []string{"2026-01-01T00:00:00Z"}, yes},
		{"DateEquals", "1767225600", []string{"2026-01-01T00:00:00Z"}, yes},
		{"DateEquals", "2026", []string{"2026-01-01T00:00:00Z"}, maybe},
		{"DateNotEquals", "soon", []string{"2026-01-01T00:00:00Z"}, maybe},
	} {
		tt.test(t)
	}
}

func TestAddressesAndBytes(t *testing.T) {
	for _, tt := range []fit{
		{"IpAddress", "203.0.113.0/24", []string{"203.0.113.9"}, yes},
		{"IpAddress", "203.0.113.7/24", []string{"203.0.113.9"}, yes},
		{"IpAddress", "203.0.113.9", []string{"203.0.113.9"}, yes},
		{"IpAddress", "0.0.0.0/0", []string{"203.0.113.9"}, yes},
		{"IpAddress", "0.0.0.0/0", []string{"2001:db8::1"}, no},
		{"NotIpAddress", "203.0.113.0/24", []string{"203.0.113.9"}, no},
		{"NotIpAddress", "203.0.113.0/24", []string{"198.51.100.1"}, yes},
		{"IpAddress", "2001:DB8::/32", []string{"2001:db8:0:0::1"}, yes},
		{"IpAddress", "10.0.0.0/16", []string{"10.0.1.0/24"}, yes},
		{"IpAddress", "10.0.1.0/25", []string{"10.0.1.0/24"}, maybe},
		{"IpAddress", "10.0.2.0/24", []string{"10.0.1.0/24"}, no},
		{"NotIpAddress", "10.0.0.0/33", []string{"10.0.1.1"}, maybe},
		{"BinaryEquals", "QmluYXJ5", []string{"QmluYXJ5"}, yes},
		{"BinaryEquals", "QmluYXJ5", []string{"QmluYXJ6"}, no},
		{"BinaryEquals", "!", []string{"QmluYXJ6"}, maybe},
	} {
		tt.test(t)
	}
}

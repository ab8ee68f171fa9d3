package cost

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Amount is money in millionths of a unit: exact for every list price, which
// AWS gives to at most six decimals.
type Amount int64

const unit = 1_000_000

// ParseAmount reads a decimal such as 0.045. More than six decimals, a sign, an
// exponent or more than a billion is an error.
func ParseAmount(text string) (Amount, error) {
	whole, part, dotted := strings.Cut(text, ".")
	digits := strings.Trim(whole+part, "0123456789") == ""
	if whole == "" || len(whole) > 9 || len(part) > 6 || (dotted && part == "") || !digits {
		return 0, fmt.Errorf("%q is no price", text)
	}
	n, err := strconv.ParseInt(whole+part+strings.Repeat("0", 6-len(part)), 10, 64)
	if err != nil {
		return 0, fmt.Errorf("%q is no price: %w", text, err)
	}
	return Amount(n), nil
}

// Decimal is the exact number, with at least two decimals.
func (a Amount) Decimal() string {
	sign, n := "", uint64(a)
	if a < 0 {
		sign, n = "-", uint64(-a)
	}
	part := strings.TrimRight(fmt.Sprintf("%06d", n%unit), "0")
	for len(part) < 2 {
		part += "0"
	}
	return sign + strconv.FormatUint(n/unit, 10) + "." + part
}

// times multiplies; ok is false where the product has no place in an Amount.
func (a Amount) times(n int64) (product Amount, ok bool) {
	if n < 0 || a < 0 || (n > 0 && int64(a) > math.MaxInt64/n) {
		return 0, false
	}
	return a * Amount(n), true
}

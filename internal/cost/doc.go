// Package cost prices network parts by AWS's list prices, in exact decimal. A
// Region or part without a verified figure has an unknown price, never none.
package cost

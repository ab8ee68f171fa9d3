//go:build !race

package oracle

// usual is how many random worlds are walked where no flag says it.
const usual = 2000

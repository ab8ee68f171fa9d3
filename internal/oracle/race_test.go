//go:build race

package oracle

// usual is how many random worlds are walked where no flag says it: few under
// the race detector, which has nothing to find here.
const usual = 400

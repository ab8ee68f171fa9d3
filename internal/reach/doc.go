// Package reach answers whether A can use B, with the proof, hop by hop.
//
// It follows and does not search: DNS gives the addresses, longest prefix gives
// one route for each, and the verdict is the AND of every gate on that path,
// there and back. Every failed gate is reported. Interfaces that cannot behave
// differently share one class, and the evaluator sees only the class.
package reach

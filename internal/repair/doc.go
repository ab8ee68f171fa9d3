// Package repair finds the smallest change that lets a resource reach what it
// needs. Following a path is the engine's work; here paths are searched: each
// candidate is applied to a copy of the snapshot and judged again until the
// dependency is reachable, then everything that the change can touch is judged
// again too, so that a proposal says what it repairs, breaks and opens.
package repair

// Package policy parses IAM documents once and decides requests against them in
// three values: allowed, not allowed, or unknown with the key that would settle
// it. What a document says in a way AWS leaves open is unknown, never allowed.
package policy

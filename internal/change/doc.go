// Package change holds proposed edits of AWS objects as data: applied to a copy
// of a snapshot, inverted, priced, described in one line, and rendered as text
// that a person can paste. Nothing here writes to AWS.
//
// An object that a change makes has an id that AWS cannot give, such as
// vpce-new-1 (inventory.Snapshot.NewID). Rendered text refers to it by a shell
// variable, a Terraform address or a CloudFormation reference.
package change

// Package inventory is the vocabulary: kinds of resources, values that are
// known or unknown with their reason, the snapshot that is built from raw AWS
// answers and says what it lacks, and the tables of read operations, of the
// services that SageMaker depends on and of what each kind needs.
package inventory

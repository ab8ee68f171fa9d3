package reach

// encrypted asks a VPC's encryption controls about a door of it. In mode enforce
// only what is excluded may carry traffic in the clear (VPC User Guide,
// vpc-encryption-controls).
func (w *way) encrypted(env *environment, exclusion, object string, already bool) {
}

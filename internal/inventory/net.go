package inventory

// network holds the objects that traffic meets, by kind.
type network struct{}

func networkEntries() map[string]entry { return map[string]entry{} }

func (b *builder) network(tags tagIndex) {}

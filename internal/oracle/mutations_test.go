//go:build mutate

package oracle

// mutations take one gate each out of the engine.
func mutations() []mutation {
	return []mutation{}
}

package inventory

// FeatureGroup is a table of features.
type FeatureGroup struct{ Meta }

func decodeFeatureGroup(_ *object, m Meta) *FeatureGroup { return &FeatureGroup{m} }

// Network of a feature group: it is data.
func (g *FeatureGroup) Network() Network { return runsNothing() }

package inventory

func sagemakerEntries() map[string]entry { return map[string]entry{} }

func (b *builder) sagemaker(tags tagIndex) []Resource { return nil }

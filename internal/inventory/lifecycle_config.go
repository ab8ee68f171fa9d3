package inventory

// NotebookLifecycleConfig is a script that notebooks run when they are made or started.
type NotebookLifecycleConfig struct{ Meta }

func decodeNotebookLifecycleConfig(_ *object, m Meta) *NotebookLifecycleConfig {
	return &NotebookLifecycleConfig{m}
}

// Network of a script: it runs in the notebooks that name it.
func (c *NotebookLifecycleConfig) Network() Network { return runsNothing() }

// StudioLifecycleConfig is a script that apps of a domain run when they start.
type StudioLifecycleConfig struct {
	Meta
	AppType string
}

func decodeStudioLifecycleConfig(o *object, m Meta) *StudioLifecycleConfig {
	return &StudioLifecycleConfig{m, o.text("StudioLifecycleConfigAppType")}
}

// Network of a script: it runs in the apps that name it.
func (c *StudioLifecycleConfig) Network() Network { return runsNothing() }

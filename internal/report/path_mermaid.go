package report

import (
	"io"
)

func (t *Trace) writeMermaid(w io.Writer, o Options) error { return nil }

package saved

import (
	"errors"

	"mooring/internal/inventory"
)

// Manifest is what a snapshot says of itself beside its answers.
type Manifest struct {
	Tool   Tool
	Origin inventory.Origin // repeated by every report made from the snapshot
}

// Tool is the program that wrote a snapshot.
type Tool struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

// WriteOptions say how secrets are written.
type WriteOptions struct {
	Raw bool   // leave them readable
	Key []byte // of the hash that replaces them; at least 16 bytes unless Raw
}

// Write saves answers into an absent or empty directory, all or nothing.
func Write(dir string, answers []inventory.Answer, m Manifest, o WriteOptions) error {
	return errors.ErrUnsupported
}

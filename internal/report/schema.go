package report

import _ "embed"

//go:embed schema.json
var schemaJSON string

// Schema is the JSON Schema (draft 2020-12) of the JSON format.
func Schema() []byte { return []byte(schemaJSON) }

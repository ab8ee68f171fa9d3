package saved

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

func lower(s string) string { return strings.ToLower(s) }

// utf8Text drops a byte order mark and turns UTF-16 (what PowerShell's > writes) into UTF-8.
func utf8Text(b []byte) []byte {
	switch {
	case bytes.HasPrefix(b, []byte("\xef\xbb\xbf")):
		return b[3:]
	case bytes.HasPrefix(b, []byte("\xff\xfe")):
		return fromUTF16(b[2:], binary.LittleEndian)
	case bytes.HasPrefix(b, []byte("\xfe\xff")):
		return fromUTF16(b[2:], binary.BigEndian)
	}
	return b
}

func fromUTF16(b []byte, order binary.ByteOrder) []byte {
	out := make([]byte, 0, len(b)/2)
	for i := 0; i+1 < len(b); i += 2 {
		r := rune(order.Uint16(b[i:]))
		if utf16.IsSurrogate(r) && i+3 < len(b) {
			r = utf16.DecodeRune(r, rune(order.Uint16(b[i+2:])))
			i += 2
		}
		out = utf8.AppendRune(out, r)
	}
	return out
}

// looksJSON reports whether the content is meant to be JSON.
func looksJSON(b []byte) bool { return isObject(b) || isArray(b) }

// documents cuts concatenated JSON documents apart. When one is broken it
// returns those before it, where the broken one starts, and what is wrong.
func documents(b []byte) (docs [][]byte, rest []byte, err error) {
	for i := space(b, 0); i < len(b); i = space(b, i) {
		end, unfinished := valueEnd(b, i)
		if unfinished != nil {
			return docs, b[i:], fmt.Errorf("truncated JSON: it ends at byte %d inside a value", len(b))
		}
		if bad := syntax(b[i:end], i); bad != nil {
			return docs, b[i:], bad
		}
		docs = append(docs, b[i:end])
		i = end
	}
	return docs, nil, nil
}

// syntax says where a value stops being JSON; at is its offset in the file.
func syntax(value []byte, at int) error {
	if json.Valid(value) {
		return nil
	}
	var raw json.RawMessage
	err := json.Unmarshal(value, &raw)
	var bad *json.SyntaxError
	if errors.As(err, &bad) {
		return fmt.Errorf("not JSON at byte %d: %w", at+int(bad.Offset), err)
	}
	return fmt.Errorf("not JSON at byte %d", at)
}

// firstKey is the first member's name of a broken object: it often still tells
// what the answer was.
func firstKey(b []byte) string {
	i := space(b, 0)
	if i >= len(b) || b[i] != '{' {
		return ""
	}
	i = space(b, i+1)
	if i >= len(b) || b[i] != '"' {
		return ""
	}
	end, err := stringEnd(b, i)
	if err != nil {
		return ""
	}
	return string(unquoted(b[i:end]))
}

package policy

import (
	"errors"
	"fmt"
)

// Document is a parsed IAM document of any kind: identity, resource, endpoint,
// service control or resource control policy. It does not change.
type Document struct {
	statements []statement
}

type statement struct {
	sid           string
	denies        bool
	principals    *principals // nil if the document names none
	notPrincipals bool
	actions       []template
	notActions    bool
	resources     []template // none stands for what the document is attached to
	notResources  bool
	conditions    []condition
}

// Parse reads a document. Whatever AWS would refuse by its grammar is an error:
// names given twice, unknown elements, wrong types, two opposite elements.
func Parse(text []byte) (*Document, error) {
	root, err := readTree(text)
	if err != nil {
		return nil, fmt.Errorf("read policy: %w", err)
	}
	document, ok := root.(object)
	if !ok {
		return nil, errors.New("read policy: no object")
	}
	statements, err := parseDocument(document)
	if err != nil {
		return nil, fmt.Errorf("read policy: %w", err)
	}
	return &Document{statements}, nil
}

func parseDocument(document object) ([]statement, error) {
	if err := document.only("Version", "Id", "Statement"); err != nil {
		return nil, err
	}
	if _, err := document.text("Id"); err != nil {
		return nil, err
	}
	version, err := document.text("Version")
	if err != nil {
		return nil, err
	}
	if version != "" && version != "2012-10-17" && version != "2008-10-17" {
		return nil, fmt.Errorf("unknown version %q", version)
	}
	list, err := statementList(document)
	if err != nil {
		return nil, err
	}
	var out []statement
	for i, o := range list {
		s, err := parseStatement(o, version == "2012-10-17")
		if err != nil {
			return nil, fmt.Errorf("statement %d: %w", i+1, err)
		}
		out = append(out, s)
	}
	return out, nil
}

// statementList reads one statement or a list of them.
func statementList(document object) ([]object, error) {
	value, ok := document.lookup("Statement")
	if !ok {
		return nil, errors.New("no Statement")
	}
	list, ok := value.([]any)
	if !ok {
		list = []any{value}
	}
	var out []object
	for i, v := range list {
		o, ok := v.(object)
		if !ok {
			return nil, fmt.Errorf("statement %d is no object", i+1)
		}
		out = append(out, o)
	}
	return out, nil
}

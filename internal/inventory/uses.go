package inventory

import (
	"bytes"
	"cmp"
	"encoding/json"
	"maps"
	"net/url"
	"slices"
	"strings"
)

// Uses is what a resource names in its settings: whose role it takes, and what
// it works with. Names that users pass to their own code are left out: a
// snapshot masks them.
type Uses struct {
	Roles     []string // ARNs, sorted, as all lists here
	Data      []Location
	Images    []string // in ECR
	Functions []string // ARNs of Lambda functions
	// Unsettled says that more may be named: a value is settled only when a
	// pipeline runs.
	Unsettled bool
}

// Location is a place in S3 that a resource reads or writes.
type Location struct {
	Bucket string
	Key    string // prefix or key, "" for the whole bucket
	Folder bool   // what lies under Key, not the one object
	Write  bool
}

// Compare orders locations by bucket, key and use.
func (l Location) Compare(m Location) int {
	return cmp.Or(cmp.Compare(l.Bucket, m.Bucket), cmp.Compare(l.Key, m.Key), compareBools(l.Folder, m.Folder), compareBools(l.Write, m.Write))
}

func compareBools(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// usesOf gathers the names of an object. One that was not described, or in
// which answers differ, is not known.
func usesOf(o *object) Value[Uses] {
	if !o.described {
		return Unknown[Uses](o.absent)
	}
	var u Uses
	for _, name := range slices.Sorted(maps.Keys(o.members)) {
		if o.conflicts[name] {
			return Unknown[Uses](Missing{MissingConflict, name + " differs between answers"})
		}
		u.gather(strings.ToLower(name), o.members[name], false)
	}
	u.sort()
	return Known(u)
}

func (u *Uses) sort() {
	slices.Sort(u.Roles)
	slices.Sort(u.Images)
	slices.Sort(u.Functions)
	slices.SortFunc(u.Data, Location.Compare)
	u.Roles, u.Images, u.Functions, u.Data = slices.Compact(u.Roles), slices.Compact(u.Images), slices.Compact(u.Functions), slices.Compact(u.Data)
}

// gather walks one member. writes says that it stands in a structure that
// names outputs.
func (u *Uses) gather(name string, raw json.RawMessage, writes bool) {
	raw = bytes.TrimLeft(raw, " \t\r\n")
	if len(raw) == 0 || ownNames(name) {
		return
	}
	writes = writes || namesOutput(name)
	switch raw[0] {
	case '{':
		var members map[string]json.RawMessage
		if json.Unmarshal(raw, &members) != nil {
			return
		}
		u.Unsettled = u.Unsettled || isReference(members)
		for _, inner := range slices.Sorted(maps.Keys(members)) {
			u.gather(strings.ToLower(inner), members[inner], writes)
		}
	case '[':
		var items []json.RawMessage
		if json.Unmarshal(raw, &items) != nil {
			return
		}
		for _, item := range items {
			u.gather(name, item, writes)
		}
	case '"':
		var text string
		if json.Unmarshal(raw, &text) == nil {
			u.name(name, text, writes)
		}
	}
}

// ownNames are the members that hold what users pass to their own code.
func ownNames(name string) bool {
	switch name {
	case "environment", "optimizationenvironment", "environmentparameters", "hyperparameters", "statichyperparameters", "tunedhyperparameters",
		"ruleparameters", "hookparameters", "collectionparameters", "profilingparameters", "containerarguments", "containerentrypoint",
		"tags", "failurereason", "pipelinedefinition",
		"emrsettings", "emrserverlesssettings": // roles and places of another service's jobs
		return true
	}
	return false
}

// namesOutput knows the members of AWS's SageMaker API that say where something
// is written to.
func namesOutput(name string) bool {
	switch name {
	case "outputdataconfig", "processingoutputconfig", "monitoringoutputconfig", "dataqualityjoboutputconfig", "modelqualityjoboutputconfig",
		"modelbiasjoboutputconfig", "modelexplainabilityjoboutputconfig", "checkpointconfig", "tensorboardoutputconfig", "profilerconfig",
		"debughookconfig", "transformoutput", "outputconfig", "datacaptureconfig", "sharingsettings", "modelartifacts", "s3outputpath",
		"s3outputlocation", "s3failurepath", "destinations3uri", "s3artifactpath":
		return true
	}
	return false
}

// name files one text by its form.
func (u *Uses) name(member, text string, writes bool) {
	arn, isARN := ParseARN(text)
	switch {
	case (member == "rolearn" || member == "executionrolearn" || member == "executionrole") && isARN && arn.Service == "iam":
		u.Roles = append(u.Roles, text)
	case isARN && arn.Service == "lambda" && strings.HasPrefix(arn.Resource, "function:"):
		u.Functions = append(u.Functions, text)
	case elasticImage(text):
		u.Images = append(u.Images, text)
	default:
		if l, ok := parseLocation(text); ok {
			l.Folder, l.Write = folder(member, l.Key), writes
			u.Data = append(u.Data, l)
		}
	}
}

func elasticImage(text string) bool {
	account, rest, _ := strings.Cut(text, ".dkr.ecr.")
	return len(account) == 12 && digits(account) != "" && strings.Contains(rest, "/")
}

// folder tells a prefix from one object: AWS does not, so the name decides.
func folder(member, key string) bool {
	last := key[strings.LastIndexByte(key, '/')+1:]
	return last == "" || !strings.Contains(last, ".") && !strings.Contains(member, "manifest") && member != "modeldataurl"
}

// parseLocation reads s3://bucket/key and the two forms of an S3 URL (S3 User
// Guide, access-bucket-intro).
func parseLocation(text string) (Location, bool) {
	if rest, ok := strings.CutPrefix(text, "s3://"); ok {
		bucket, key, _ := strings.Cut(rest, "/")
		return Location{Bucket: bucket, Key: key}, bucket != ""
	}
	if !strings.HasPrefix(text, "https://") {
		return Location{}, false
	}
	u, err := url.Parse(text)
	if err != nil {
		return Location{}, false
	}
	host, path := u.Hostname(), strings.TrimPrefix(u.Path, "/")
	bucket, service, found := strings.Cut(host, ".s3.")
	switch {
	case found && strings.Contains(service, "amazonaws."):
		return Location{Bucket: bucket, Key: path}, bucket != ""
	case strings.HasPrefix(host, "s3.") && strings.Contains(host, "amazonaws."):
		bucket, key, _ := strings.Cut(path, "/")
		return Location{Bucket: bucket, Key: key}, bucket != ""
	}
	return Location{}, false
}

// BucketsIn are the buckets that an answer about a resource names, sorted.
func BucketsIn(body []byte) []string {
	var u Uses
	u.gather("", body, false)
	var out []string
	for _, l := range u.Data {
		if !strings.ContainsAny(l.Bucket, ":*{} ") {
			out = append(out, l.Bucket)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

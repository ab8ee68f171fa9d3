package saved

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"regexp"
	"strings"

	"mooring/internal/inventory"
)

var (
	firstCapital = regexp.MustCompile(`(.)([A-Z][a-z]+)`)
	lastCapital  = regexp.MustCompile(`([a-z0-9])([A-Z])`)
)

// commandName is an operation as the AWS CLI spells it: DescribeAutoMLJobV2 is
// describe-auto-ml-job-v2 (the rule of botocore's xform_name).
func commandName(operation string) string {
	spaced := firstCapital.ReplaceAllString(operation, "$1-$2")
	return lower(lastCapital.ReplaceAllString(spaced, "$1-$2"))
}

// maxName leaves room for a folder's and a temporary file's additions under the
// 255 bytes that file systems allow.
const maxName = 180

// fileNames gives every answer the file that it is written to. Names that
// differ only in case get a hash each: not every file system tells them apart.
func (c *catalogue) fileNames(answers []inventory.Answer) []string {
	names := make([]string, len(answers))
	users := map[string]int{}
	for i, a := range answers {
		names[i] = c.folderOf(a) + "/" + c.baseOf(a)
		users[lower(names[i])]++
	}
	for i, a := range answers {
		if users[lower(names[i])] > 1 {
			names[i] += "~" + shortHash(fmt.Sprintf("%s\x00%s\x00%s\x00%d", a.Partition, a.Operation, a.Subject, i))
		}
		names[i] += ".json"
	}
	return names
}

// folderOf is <account>/<region>.
func (c *catalogue) folderOf(a inventory.Answer) string {
	account, region := "unknown", "unknown"
	if s := c.byFull[a.Operation]; s != nil && s.global {
		region = "global"
	}
	if a.Account != "" {
		account = fileSafe(a.Account)
	}
	if a.Region != "" {
		region = fileSafe(a.Region)
	}
	return account + "/" + region
}

// baseOf is <operation>[-<id>], with the service before an operation whose name
// two services share.
func (c *catalogue) baseOf(a inventory.Answer) string {
	service, operation, ok := strings.Cut(a.Operation, ":")
	if !ok {
		service, operation = "unknown", a.Operation
	}
	name := fileSafe(commandName(operation))
	if len(c.byName[lower(operation)]) > 1 || c.byFull[a.Operation] == nil {
		name = fileSafe(service) + "-" + name
	}
	subject := a.Subject
	if a.Operation == attributeOperation {
		subject = strings.Replace(subject, "/", "-", 1)
	}
	if subject != "" {
		name += "-" + fileSafe(subject)
	}
	if len(name) > maxName {
		name = name[:maxName-17] + "~" + shortHash(a.Subject)
	}
	return name
}

// fileSafe percent-encodes everything but letters, digits, dot, dash and
// underscore; a dot in front too, so that no name is hidden or leads upwards.
func fileSafe(s string) string {
	var b strings.Builder
	for i := range len(s) {
		c := s[i]
		plain := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_' || (c == '.' && i > 0)
		if plain {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}

func shortHash(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:8])
}

package oracle

import "strings"

// listName is the name of the prefix list of a service with gateway endpoints.
func listName(region, service string) string { return "com.amazonaws." + region + "." + service }

func isStorage(name string) bool {
	return strings.HasPrefix(name, "com.amazonaws.") && (strings.HasSuffix(name, ".s3") || strings.HasSuffix(name, ".dynamodb"))
}

package saved

import (
	"path"
	"regexp"
	"strings"

	"mooring/internal/inventory"
)

// A Region as AWS names them, such as us-east-1, us-gov-west-1, eusc-de-east-1.
const region = `(?:(?:af|ap|ca|cn|eu|il|me|mx|sa|us)(?:-gov|-iso[a-z]?)?|eusc-de)-(?:north|south|east|west|central)(?:east|west)?-\d{1,2}`

var (
	regionPattern  = regexp.MustCompile(`(?:^|[^A-Za-z0-9])(` + region + `)(?:$|[^A-Za-z0-9])`)
	zonePattern    = regexp.MustCompile(`^(` + region + `)(?:[a-z]|-[a-z0-9-]+)?$`)
	servicePattern = regexp.MustCompile(`(?:^|\.)(` + region + `)(?:$|\.)`)
	accountPattern = regexp.MustCompile(`(?:^|[^A-Za-z0-9])([0-9]{12})(?:$|[^A-Za-z0-9])`)
	minutePattern  = regexp.MustCompile(`^20[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])(?:[01][0-9]|2[0-3])[0-5][0-9]$`)
	placeAtEnd     = regexp.MustCompile(`(?:^|[-_. ])(?:` + region + `|[0-9]{12})$`)
)

// place is what a path says: folders from the inside out, then the file's name.
type place struct{ account, region string }

// placeOf reads a path. about is the id that the file's name carries: a
// notebook called train-us-west-2 says nothing about a Region.
func placeOf(file, about string) place {
	var p place
	dir, _ := path.Split(file)
	segments := strings.Split(strings.Trim(dir, "/"), "/")
	for i := len(segments) - 1; i >= 0; i-- {
		p = p.or(placeIn(segments[i]))
	}
	name := restOf(stem(file))
	for _, id := range strings.Split(about, "/") {
		name = strings.Replace(name, id, "", 1)
	}
	return p.or(placeIn(name))
}

func placeIn(segment string) place {
	var p place
	if m := regionPattern.FindStringSubmatch(segment); m != nil {
		p.region = m[1]
	}
	// Twelve digits that read as a minute are when something was saved.
	if m := accountPattern.FindStringSubmatch(segment); m != nil && !minutePattern.MatchString(m[1]) {
		p.account = m[1]
	}
	return p
}

func (p place) or(q place) place {
	if p.account == "" {
		p.account = q.account
	}
	if p.region == "" {
		p.region = q.region
	}
	return p
}

// withoutPlace drops a Region and an account from the end of an id that a file's name gave.
func withoutPlace(id string) string {
	for {
		cut := placeAtEnd.FindStringIndex(id)
		if cut == nil {
			return id
		}
		id = id[:cut[0]]
	}
}

func zoneRegion(zone string) string { return firstGroup(zonePattern, zone) }

// serviceRegion reads com.amazonaws.us-east-1.s3 and aws.sagemaker.us-east-1.notebook.
func serviceRegion(name string) string { return firstGroup(servicePattern, name) }

func firstGroup(p *regexp.Regexp, s string) string {
	if m := p.FindStringSubmatch(s); m != nil {
		return m[1]
	}
	return ""
}

// partitionOf is the partition that a Region lies in; "" for no Region.
func partitionOf(region string) string {
	prefixes := []struct{ prefix, partition string }{
		{"cn-", "aws-cn"},
		{"us-gov-", "aws-us-gov"},
		{"us-isob-", "aws-iso-b"},
		{"us-isof-", "aws-iso-f"},
		{"us-iso-", "aws-iso"},
		{"eu-isoe-", "aws-iso-e"},
		{"eusc-", "aws-eusc"},
	}
	for _, p := range prefixes {
		if strings.HasPrefix(region, p.prefix) {
			return p.partition
		}
	}
	if region == "" {
		return ""
	}
	return "aws"
}

// accountID keeps twelve digits and drops AWS's own owner names (aws, amazon).
func accountID(s string) string {
	if len(s) != 12 || strings.Trim(s, "0123456789") != "" {
		return ""
	}
	return s
}

// witness is what one object says of where it belongs.
type witness struct {
	partition string
	region    string // by its ARN, endpoint service name or zone
	account   string // by its ARN
	owner     string // by OwnerId
	vpc       string
}

// witnessOf listens to an object's own ARN, service name, zone and owner, in
// that order; disputed are those that say something else than the first.
func witnessOf(s *shape, o object) (w witness, disputed []string) {
	arn := ownARN(s, o)
	w.partition, w.account = arn.Partition, accountID(arn.Account)
	says := []string{
		firstGroup(zonePattern, arn.Region), serviceRegion(o.text("ServiceName")), serviceRegion(o.text("PrefixListName")),
		zoneRegion(o.text("AvailabilityZone")), zoneRegion(o.text("AvailabilityZoneName")), zoneRegion(o.text("AwsRegion")),
	}
	for _, r := range says {
		if w.region == "" {
			w.region = r
		} else if r != "" && r != w.region {
			disputed = append(disputed, r)
		}
	}
	w.owner = accountID(o.text("OwnerId"))
	if w.owner == "" {
		w.owner = accountID(o.text("AwsAccountId"))
	}
	w.vpc = o.text("VpcId")
	if attachments, ok := o.get("Attachments"); ok && w.vpc == "" {
		elements(attachments, func(v []byte) bool { w.vpc = parseObject(v).text("VpcId"); return false })
	}
	return w, disputed
}

func scopeOf(partition, account, region string) inventory.Scope {
	if p := partitionOf(region); p != "" {
		partition = p
	}
	return inventory.Scope{Partition: partition, Account: account, Region: region}
}

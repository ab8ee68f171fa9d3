package reach

import (
	"cmp"
	"slices"
	"strings"

	"mooring/internal/inventory"
	"mooring/internal/policy"
)

// asker is who asks for what: everything of a resource that a policy can look
// at. Resources that ask alike share it. The zero asker may be anyone.
type asker struct {
	partition, account, region string

	roles string // ARNs, one a line; "" where none is known
	names string // what the dependency is asked about, one request a line; "" where nothing is named
	more  bool   // it may ask for more than it names
	told  bool   // and the rest of it is usual: nothing that it names is unread
	extra string // what AWS itself keeps for it in S3, one purpose a line

	organization, path string // id and path in AWS Organizations, "" where not read
}

// asker gathers what a resource says of itself. n is the part of it that asks.
func (g *Engine) asker(r inventory.Resource, n inventory.Network, service inventory.Service) asker {
	h := r.Head()
	a := asker{partition: cmp.Or(h.Partition, partitionOf(h.ARN)), account: h.Account, region: h.Region}
	if a.partition == "" {
		a.partition = "aws"
	}
	uses, ok := h.Uses.Get()
	a.more = !ok || uses.Unsettled || service.ID == "s3" && (h.Kind == inventory.KindNotebook || h.Kind == inventory.KindDomain)
	a.told = ok && !uses.Unsettled
	a.roles = strings.Join(rolesOf(r, uses.Roles), "\n")
	a.names = strings.Join(a.named(r, service.ID, uses), "\n")
	if service.ID == "s3" {
		a.extra = strings.Join(kept(r, n), "\n")
	}
	a.organization, a.path = g.organization(h.Scope)
	return a
}

func partitionOf(arn string) string {
	a, _ := inventory.ParseARN(arn)
	return a.Partition
}

// noOrganization stands for the id of an account that is in none.
const noOrganization = "-"

// organization is what AWS Organizations says of an account.
func (g *Engine) organization(near inventory.Scope) (id, path string) {
	o, ok := g.snapshot.Organization(near).Get()
	if ok && o.ID == "" {
		return noOrganization, noOrganization
	}
	return o.ID, o.Path()
}

// rolesOf are the roles that the code takes: those that the resource names, and
// for a domain those of its profiles beside the domain's own.
func rolesOf(r inventory.Resource, named []string) []string {
	roles := slices.Clone(named)
	if d, ok := r.(*inventory.Domain); ok {
		profiles, known := d.Profiles.Get()
		if !known {
			return nil
		}
		for _, p := range profiles {
			role, known := p.Role.Get()
			if !known {
				return nil
			}
			if role != "" {
				roles = append(roles, role)
			}
		}
	}
	slices.Sort(roles)
	return slices.Compact(roles)
}

// named are the lines of what a dependency is asked about.
func (a asker) named(r inventory.Resource, service string, u inventory.Uses) []string {
	var out []string
	add := func(kind, name string) {
		if name != "" {
			out = append(out, kind+" "+name)
		}
	}
	switch service {
	case "s3":
		for _, l := range u.Data {
			add(locationKind(l), l.Bucket+"/"+l.Key)
		}
	case "ecr.api", "ecr.dkr":
		for _, image := range u.Images {
			add("repository", a.repository(image))
		}
	case "lambda":
		for _, arn := range u.Functions {
			add("function", arn)
		}
	case "secretsmanager", "git-codecommit":
		out = clonesOf(a, r, service)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func locationKind(l inventory.Location) string {
	kind := "read-object"
	if l.Folder {
		kind = "read-folder"
	}
	if l.Write {
		kind = strings.Replace(kind, "read", "write", 1)
	}
	return kind
}

// repository is the ARN of an image's repository: ACCOUNT.dkr.ecr.REGION.…/NAME:TAG.
func (a asker) repository(image string) string {
	host, path, _ := strings.Cut(image, "/")
	labels := strings.Split(host, ".")
	if len(labels) < 4 {
		return ""
	}
	path, _, _ = strings.Cut(path, "@")
	path, _, _ = strings.Cut(path, ":")
	return a.arn("ecr", labels[3], labels[0], "repository/"+path)
}

// clonesOf are the repositories that a notebook clones, or their secrets.
func clonesOf(a asker, r inventory.Resource, service string) []string {
	n, ok := r.(*inventory.Notebook)
	if !ok {
		return nil
	}
	var out []string
	for _, c := range n.Clones {
		secret, _ := c.Secret.Get()
		url, _ := c.URL.Get()
		name := url[strings.LastIndexByte(url, '/')+1:]
		switch {
		case service == "secretsmanager" && secret != "":
			out = append(out, "secret "+secret)
		case service == "git-codecommit" && strings.Contains(url, "://git-codecommit.") && name != "":
			out = append(out, "git "+a.arn("codecommit", a.region, a.account, name))
		}
	}
	return out
}

// kept are the purposes for which AWS keeps something in buckets of its own, and
// whether the resource cannot do without.
func kept(r inventory.Resource, n inventory.Network) []string {
	var out []string
	if needs, _ := n.Conditions[inventory.WhenPrivateRegistry].Get(); needs || r.Head().Kind == inventory.KindCluster {
		out = append(out, "needs layers")
	}
	switch r := r.(type) {
	case *inventory.Notebook:
		out = append(out, "likes layers", "likes models")
		switch platform, _ := r.Platform.Get(); {
		case strings.Contains(platform, "al2023"):
			out = append(out, "likes packages-2023")
		default:
			out = append(out, "likes packages-2")
		}
	case *inventory.Domain:
		if canvas, _ := r.Canvas.Get(); canvas {
			out = append(out, "needs layers")
		}
		out = append(out, "likes layers", "likes models")
	case *inventory.Cluster:
		out = append(out, "likes packages-2023", "likes packages-2")
	}
	return out
}

func (a asker) arn(service, region, account, resource string) string {
	return "arn:" + cmp.Or(a.partition, "*") + ":" + service + ":" + region + ":" + account + ":" + resource
}

// principals are those who ask: each role that the resource takes, else anyone
// of its account.
func (a asker) principals() []policy.Principal {
	switch {
	case a.roles != "":
		var out []policy.Principal
		for _, arn := range strings.Split(a.roles, "\n") {
			out = append(out, policy.PrincipalOf(arn))
		}
		return out
	case a.account != "":
		return []policy.Principal{policy.AnyoneOf(a.account)}
	}
	return []policy.Principal{{}}
}

func lines(text string) []string {
	if text == "" {
		return nil
	}
	return strings.Split(text, "\n")
}

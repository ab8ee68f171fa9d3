package inventory

import (
	"net/url"
	"strings"
)

// CodeRepository is a git repository that notebooks clone.
type CodeRepository struct {
	Meta
	URL    Value[string]
	Secret Value[string] // ARN of its credentials; "" when it needs none
}

func decodeCodeRepository(o *object, m Meta) *CodeRepository {
	config, _ := nested(o, "GitConfig")
	return &CodeRepository{m, required[string](config, "RepositoryUrl"), optional[string](config, "SecretArn")}
}

// Network of a code repository: it is data that notebooks fetch for themselves.
func (r *CodeRepository) Network() Network { return runsNothing() }

// Clone is a repository that a notebook clones when it starts.
type Clone struct {
	URL    Value[string]
	Secret Value[string]
}

// linkRepositories resolves the names under which notebooks know repositories.
func (b *builder) linkRepositories(all []Resource) {
	repositories := map[string][]*CodeRepository{}
	for _, r := range all {
		if c, ok := r.(*CodeRepository); ok {
			repositories[c.ID] = append(repositories[c.ID], c)
		}
	}
	for _, r := range all {
		n, ok := r.(*Notebook)
		if !ok {
			continue
		}
		names, _ := n.Repositories.Get()
		for _, name := range names {
			n.Clones = append(n.Clones, b.clone(n.Scope, name, repositories[name]))
		}
	}
}

// clone resolves one repository. A URL speaks for itself and carries no secret.
func (b *builder) clone(near Scope, name string, candidates []*CodeRepository) Clone {
	if strings.Contains(name, "://") {
		return Clone{Known(name), Known("")}
	}
	for _, c := range candidates {
		if compatible(near, c.Scope) {
			return Clone{c.URL, c.Secret}
		}
	}
	missing, read := b.snapshot.Read(near, "sagemaker:ListCodeRepositories", "")
	if read {
		missing = Missing{MissingHop, "code-repository " + name + " is referred to and not in what was read"}
	}
	return Clone{Unknown[string](missing), Unknown[string](missing)}
}

// cloneConditions says which services the repositories of a notebook need.
func cloneConditions(names Value[[]string], clones []Clone) map[Condition]Value[bool] {
	unread := Then(names, func([]string) Value[bool] { return Known(false) })
	git, commit, secret := unread, unread, unread
	for _, c := range clones {
		git = anyOf(git, Then(c.URL, clonedFromGitHub))
		commit = anyOf(commit, Then(c.URL, func(u string) Value[bool] { return Known(codeCommitHost(hostOf(u))) }))
		secret = anyOf(secret, Then(c.Secret, func(arn string) Value[bool] { return Known(arn != "") }))
	}
	return map[Condition]Value[bool]{WhenGit: git, WhenCodeCommit: commit, WhenGitSecret: secret}
}

func hostOf(raw string) string {
	u, err := url.Parse(raw)
	if err != nil {
		return ""
	}
	return strings.ToLower(u.Hostname())
}

func codeCommitHost(host string) bool { return strings.HasPrefix(host, "git-codecommit.") }

// clonedFromGitHub: where another host stands cannot be told from its name.
func clonedFromGitHub(raw string) Value[bool] {
	host := hostOf(raw)
	switch {
	case codeCommitHost(host):
		return Known(false)
	case gitHubHost(host):
		return Known(true)
	}
	return Unknown[bool](Missing{MissingHop, "where the git host of " + raw + " stands"})
}

func gitHubHost(host string) bool {
	service, _ := ServiceByID("github")
	for _, h := range service.HostNames("", "") {
		if host == h || strings.HasSuffix(host, "."+h) {
			return true
		}
	}
	return false
}

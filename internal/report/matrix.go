package report

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"mooring/internal/inventory"
	"mooring/internal/reach"
)

// matrix is the table "one resource, every dependency". Resources of one kind
// that fare alike share a row.
type matrix struct {
	Columns []columnView
	Many    bool // headings stand upright
	Rows    []rowView
	More    []string // what is left out
}

// maxColumns keeps the table on a sheet of paper.
const maxColumns = 18

type columnView struct{ ID, Word string }

type rowView struct {
	Kind, Name, More          string
	Cells                     []cellView
	Exposure, ExposureState   string
	ExposureGlyph             string
	Function, FunctionState   string
	Decidability, Explanation string
	worst, count              int
}

type cellView struct {
	State, Glyph, Word string
	Optional           bool
}

// matrix shows what is counted, the worst first.
func (r *Report) matrix() matrix {
	counted := r.Counted()
	var resources []*Resource
	idle := 0
	for i := range r.Resources {
		switch res := &r.Resources[i]; {
		case !counted[res.ID]:
		case res.idle():
			idle++
		default:
			resources = append(resources, res)
		}
	}
	ids, left := columnIDs(resources)
	m := matrix{Many: len(ids) > 9}
	for _, id := range ids {
		m.Columns = append(m.Columns, columnView{id, shortWord(id)})
	}
	if idle > 0 {
		m.More = append(m.More, numbered(idle, "resource", "resources")+" without code of their own have no row")
	}
	if len(left) > 0 {
		m.More = append(m.More, "No column is drawn for "+listed(left, maxCardNames))
	}
	m.Rows = r.rowsOf(resources, m.Columns)
	if len(m.Rows) > maxRows {
		n := 0
		for _, row := range m.Rows[maxRows:] {
			n += row.count
		}
		m.Rows = m.Rows[:maxRows]
		m.More = append(m.More, numbered(n, "resource", "resources")+" further down are not drawn here; the JSON format has them all")
	}
	return m
}

// idle tells whether a resource runs no code: there is nothing to ask.
func (r *Resource) idle() bool {
	return r.Moored() && r.Exposure == reach.ExposureNotApplicable && r.Function == reach.FunctionNotApplicable && len(r.Dependencies) == 0
}

// columnIDs are the dependencies in the order of the table of services. Where
// they are too many, those stay that somebody cannot do without or cannot reach.
func columnIDs(resources []*Resource) (ids, left []string) {
	weight, asked := map[string]int{}, map[string]int{}
	for _, res := range resources {
		for _, d := range res.Dependencies {
			weight[d.ID] = max(weight[d.ID], d.weight())
			asked[d.ID]++
		}
	}
	order := map[string]int{}
	for i, s := range inventory.Services() {
		order[s.ID] = i
	}
	ids = slices.Sorted(maps.Keys(weight))
	slices.SortStableFunc(ids, func(a, b string) int {
		return cmp.Or(cmp.Compare(weight[b], weight[a]), cmp.Compare(asked[b], asked[a]))
	})
	if len(ids) > maxColumns {
		ids, left = ids[:maxColumns], slices.Clone(ids[maxColumns:])
	}
	slices.SortStableFunc(ids, func(a, b string) int { return cmp.Compare(order[a], order[b]) })
	return ids, left
}

// weight is how much a reader wants to see a dependency.
func (d Dependency) weight() int {
	w := 1
	if d.Verdict != reach.VerdictReachable && d.Verdict != reach.VerdictNotApplicable {
		w = 2
	}
	if !isOptional(d) {
		w += 2
	}
	return w
}

// shortWord heads a narrow column.
func shortWord(id string) string {
	words := map[string]string{
		"sagemaker.api": "API", "sagemaker.runtime": "Runtime", "sagemaker.featurestore-runtime": "Features",
		"logs": "Logs", "monitoring": "Metrics", "ecr.api": "ECR", "ecr.dkr": "Images", "peers": "Peers", "secretsmanager": "Secrets",
		"efs": "EFS", "fsx": "FSx", "pypi": "PyPI", "conda": "conda", "internet": "internet",
	}
	return cmp.Or(words[id], shortened(dependencyWord(id), 18))
}

func (r *Report) rowsOf(resources []*Resource, columns []columnView) []rowView {
	at := map[string]int{}
	var rows []rowView
	var names [][]string
	for _, res := range resources {
		row := r.rowOf(res, columns)
		key := row.key()
		i, ok := at[key]
		if !ok {
			i = len(rows)
			at[key] = i
			rows, names = append(rows, row), append(names, nil)
		}
		rows[i].count++
		if len(names[i]) < 2 {
			names[i] = append(names[i], shortened(clean(res.Name), 48))
		}
	}
	for i := range rows {
		rows[i].Name = strings.Join(names[i], ", ")
		if more := rows[i].count - len(names[i]); more > 0 {
			rows[i].More = "and " + thousands(more) + " more"
		}
		rows[i].Kind = kindWord(inventory.Kind(rows[i].Kind), rows[i].count)
	}
	slices.SortStableFunc(rows, func(a, b rowView) int { return cmp.Or(cmp.Compare(a.worst, b.worst), cmp.Compare(b.count, a.count)) })
	return rows
}

func (r *Report) rowOf(res *Resource, columns []columnView) rowView {
	row := rowView{
		Kind: string(res.Kind), Exposure: string(res.Exposure), Function: string(res.Function), Decidability: string(res.Decidability),
		worst: res.badness(),
	}
	row.ExposureState, row.ExposureGlyph = string(exposureState(res.Exposure)), exposureState(res.Exposure).glyph(false)
	row.FunctionState = string(functionState(res.Function))
	if res.Decidability == reach.DecidabilityInvalid {
		row.Explanation = clean(res.Why)
	}
	byID := map[string]Dependency{}
	for _, d := range res.Dependencies {
		byID[d.ID] = d
	}
	for _, c := range columns {
		d, ok := byID[c.ID]
		s, word := moot, "not asked"
		if ok {
			s, word = verdictState(d.Verdict), string(d.Verdict)+r.policyNote(res, d.ID)
		}
		row.Cells = append(row.Cells, cellView{string(s), s.glyph(false), c.Word + ": " + word, ok && isOptional(d)})
	}
	return row
}

func (r *rowView) key() string {
	parts := []string{r.Kind, r.Exposure, r.Function, r.Decidability, r.Explanation}
	for _, c := range r.Cells {
		parts = append(parts, c.Word)
	}
	return strings.Join(parts, "\x00")
}

// badness orders rows: 0 is the worst.
func (r *Resource) badness() int {
	if t := r.troubles(); len(t) > 0 {
		return int(t[0])
	}
	return int(causeUnknown) + 1
}

func exposureState(e reach.Exposure) state {
	switch e {
	case reach.ExposureDirect, reach.ExposureNAT:
		return exposed
	case reach.ExposureNone, reach.ExposureFiltered:
		return holds
	case reach.ExposureNotApplicable:
		return moot
	}
	return unclear
}

func functionState(f reach.Function) state {
	switch f {
	case reach.FunctionWorks:
		return holds
	case reach.FunctionStranded:
		return broken
	case reach.FunctionPartial:
		return halved
	case reach.FunctionNotApplicable:
		return moot
	}
	return unclear
}

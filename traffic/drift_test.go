package traffic_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/azbill/azbill/internal/planted"
	"github.com/azbill/azbill/traffic"
	"github.com/azbill/azbill/traffic/embedded"
	"github.com/azbill/azbill/wire/rest"
)

// forgetful is a body whose type loses a value.
type forgetful struct{ rest.Message }

func (f *forgetful) MarshalJSON() ([]byte, error) {
	text, err := f.Message.MarshalJSON()
	return bytes.ReplaceAll(text, []byte(`"1000000000000000000001"`), []byte(`"1e21"`)), err
}

// forgetting is a table whose budgets are forgetful.
func forgetting(table *rest.Table) *rest.Table {
	out := &rest.Table{APIVersion: table.APIVersion, Model: table.Model, Endpoint: table.Endpoint, Groups: table.Groups}
	for op := range table.All() {
		responses := slices.Clone(op.Responses)
		for i := range responses {
			if made := responses[i].New; op.ID == "Budgets_List" && responses[i].Status == "200" {
				responses[i].New = func() rest.Message { return &forgetful{made()} }
			}
		}
		out.Operations = append(out.Operations, rest.Operation{
			ID: op.ID, Method: op.Method, Path: op.Path, APIVersion: op.APIVersion, Params: op.Params, Body: op.Body, Responses: responses,
			Pager: op.Pager, Model: op.Model, New: op.New, Visit: op.Visit,
		})
	}
	return out
}

// Of 100,000 elements and the exchanges that list them, one has a difference of each class: each is found and counted, and
// nothing else.
func TestPlanted(t *testing.T) {
	n := 100_000
	if testing.Short() {
		n = 5_000
	}
	recording := planted.Record(n, 23)
	report := check(t, "f", strings.Join(recording.Lines, "\n"), traffic.ReadOptions{}, planted.API)
	for _, l := range recording.Compare(report) {
		t.Error(l)
	}
	classes := map[traffic.Class]bool{traffic.Lossy: true} // see TestLossy
	for _, e := range report.Drift {
		classes[e.Class] = true
	}
	if len(classes) != 17 {
		t.Errorf("%d classes, expected all 17: %v", len(classes), slices.Sorted(maps.Keys(classes)))
	}
}

// Of 100,000 elements one is not given back as it was: it is found, and nothing else.
func TestLossy(t *testing.T) {
	n := 100_000
	if testing.Short() {
		n = 5_000
	}
	use, _, err := embedded.Find(planted.API)
	if err != nil {
		t.Fatal(err)
	}
	use[0].Table = forgetting(use[0].Table)
	elements := slices.Repeat([]string{planted.Budget}, n)
	elements[n/3] = strings.Replace(planted.Budget, `"name":"b"`, `"name":"1000000000000000000001"`, 1)
	text := `{"value":[` + strings.Join(elements, ",") + `]}`
	d := traffic.NewDrift()
	for x, problem := range traffic.Read("f", strings.NewReader(text), traffic.ReadOptions{Operation: "Budgets_List"}) {
		if problem != nil {
			t.Fatal(problem)
		}
		traffic.NewChecker(use, nil).Check(x, d)
	}
	r := d.Report()
	want := fmt.Sprintf("consumption@2024-08-01 Budgets_List 200 /value/* lossy []  1/%d\n", n)
	if got := lines(r); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

// exchanges are recorded exchanges with differences of many kinds.
func exchanges(r *rand.Rand, n int) []string {
	var out []string
	for i := range n {
		var elements []string
		for range r.IntN(6) {
			e := planted.Budget
			for range r.IntN(3) {
				p := planted.Budgets[r.IntN(len(planted.Budgets))]
				e = strings.Replace(e, p.From, p.To, 1)
			}
			if r.IntN(5) == 0 {
				e = strings.Replace(e, `"name":"b"`, fmt.Sprintf(`"name":"b","new%d":%d`, r.IntN(9), i), 1)
			}
			elements = append(elements, e)
		}
		url := strings.Replace(budgets, "2024-08-01", []string{"2024-08-01", "2023-03-01", "2023-11-01"}[r.IntN(3)], 1)
		if r.IntN(6) == 0 {
			url = strings.Replace(url, "/budgets", fmt.Sprintf("/budgetz%d", r.IntN(3)), 1)
		}
		at := time.Date(2026, 1, 1+r.IntN(20), r.IntN(24), 0, 0, 0, time.UTC).Format(time.RFC3339)
		out = append(out, fmt.Sprintf(`{"time":%q,"request":{"method":"GET","url":%q},"response":{"status":%d,"headers":{"X-New":"a"},"body":{"value":[%s],"nextLink":null}}}`,
			at, url, []int{200, 200, 200, 418}[r.IntN(4)], strings.Join(elements, ",")))
	}
	return out
}

// json is the JSON form of the report.
func jsonOf(t *testing.T, d *traffic.Drift) string {
	t.Helper()
	var b bytes.Buffer
	if err := d.Report().Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// The report is the same to the byte in whatever order parts are checked, however they are spread, and whether drift
// travels as JSON or not.
func TestOrder(t *testing.T) {
	r := rand.New(rand.NewPCG(23, 3))
	use, newer, err := embedded.Find()
	if err != nil {
		t.Fatal(err)
	}
	checker := traffic.NewChecker(use, newer)
	text := strings.Join(exchanges(r, 120), "\n")
	whole, parts := traffic.NewDrift(), []traffic.Part{}
	for x, p := range traffic.Read("f", strings.NewReader(text), traffic.ReadOptions{}) {
		if p != nil {
			t.Fatal(p)
		}
		for part := range checker.Parts(x) {
			checker.CheckPart(&part, whole)
			travelled, err := json.Marshal(part)
			if err != nil {
				t.Fatal(err)
			}
			var arrived traffic.Part
			if err := json.Unmarshal(travelled, &arrived); err != nil {
				t.Fatal(err)
			}
			parts = append(parts, arrived)
		}
	}
	want := jsonOf(t, whole)
	if n := strings.Count(want, `"class"`); n < 20 {
		t.Fatalf("only %d differences", n)
	}
	for _, shards := range []int{1, 7, 64} {
		r.Shuffle(len(parts), func(i, j int) { parts[i], parts[j] = parts[j], parts[i] })
		drifts := make([]*traffic.Drift, shards)
		for i := range drifts {
			drifts[i] = traffic.NewDrift()
		}
		for i := range parts {
			checker.CheckPart(&parts[i], drifts[r.IntN(shards)])
		}
		for len(drifts) > 1 { // merge any two, one of them by way of JSON
			i := r.IntN(len(drifts) - 1)
			travelled, err := json.Marshal(drifts[i+1])
			if err != nil {
				t.Fatal(err)
			}
			arrived := traffic.NewDrift()
			if err := json.Unmarshal(travelled, arrived); err != nil {
				t.Fatal(err)
			}
			drifts[i].Merge(arrived)
			drifts = append(drifts[:i+1], drifts[i+2:]...)
		}
		if got := jsonOf(t, drifts[0]); got != want {
			t.Errorf("%d shards: the report differs:\n%s\nfrom\n%s", shards, got, want)
		}
	}
	parallel := traffic.NewDrift()
	if err := checker.CheckAll(t.Context(), traffic.Read("f", strings.NewReader(text), traffic.ReadOptions{}), 4, parallel); err != nil {
		t.Fatal(err)
	}
	if got := jsonOf(t, parallel); got != want {
		t.Errorf("workers: the report differs:\n%s\nfrom\n%s", got, want)
	}
}

// A list checked as one page, as several pages, or an element a page has the same differences.
func TestSplits(t *testing.T) {
	r := rand.New(rand.NewPCG(23, 4))
	for range 30 {
		var elements []string
		for range 1 + r.IntN(700) {
			e := planted.Budget
			if r.IntN(20) == 0 {
				p := planted.Budgets[r.IntN(len(planted.Budgets))]
				e = strings.Replace(e, p.From, p.To, 1)
			}
			elements = append(elements, e)
		}
		count := func(split func() int) string {
			var b strings.Builder
			for at := 0; at < len(elements); {
				n := min(split(), len(elements)-at)
				fmt.Fprintf(&b, `{"request":{"url":%q},"response":{"status":200,"body":{"value":[%s]}}}`+"\n", budgets, strings.Join(elements[at:at+n], ","))
				at += n
			}
			return lines(check(t, "f", b.String(), traffic.ReadOptions{}, "consumption@2024-08-01"))
		}
		want := count(func() int { return len(elements) })
		for _, split := range []func() int{func() int { return 1 }, func() int { return 1 + r.IntN(100) }} {
			if got := count(split); got != want {
				t.Fatalf("got\n%swant\n%s", got, want)
			}
		}
	}
}

// What a Drift holds does not grow with what it sees, and what it keeps does not depend on the order.
func TestManyPlaces(t *testing.T) {
	n := 5000
	body := func(i int) string {
		return fmt.Sprintf(`{"request":{"url":%q},"response":{"status":200,"body":{"value":[],"x%d":1,"y":"v%d"}}}`+"\n", budgets, i, i)
	}
	reports := make([]string, 2)
	for k := range reports {
		var b strings.Builder
		for i := range n {
			b.WriteString(body((i*7919 + k*13) % n))
		}
		use, _, _ := embedded.Find("consumption@2024-08-01")
		checker, d := traffic.NewChecker(use, nil), traffic.NewDrift()
		for x, problem := range traffic.Read("f", strings.NewReader(b.String()), traffic.ReadOptions{}) {
			if problem != nil {
				t.Fatal(problem)
			}
			x.Origin = traffic.Origin{File: "f"} // entries are in another order
			checker.Check(x, d)
		}
		r := d.Report()
		if len(r.Drift) > 1000 || len(r.Dropped) != 1 || r.Dropped[0].Count != int64(2*n)-sum(r) {
			t.Errorf("%d differences, dropped %v", len(r.Drift), r.Dropped)
		}
		reports[k] = jsonOf(t, d)
	}
	if reports[0] != reports[1] {
		t.Error("the report depends on the order")
	}
}

func sum(r *traffic.Report) (n int64) {
	for _, e := range r.Drift {
		n += e.Count
	}
	return n
}

// A difference that a newer document does not have is explained by it.
func TestExplained(t *testing.T) {
	for _, c := range []struct{ path, body, want string }{
		{"/providers/Microsoft.Billing/billingAccounts/1/providers/Microsoft.Consumption/charges", `{"value":[{"kind":"legacy","systemData":{}}]}`, "consumption@2024-08-01"},
		{"/subscriptions/1/providers/Microsoft.Consumption/budgets", `{"value":[{"colour":1}]}`, ""},
	} {
		text := fmt.Sprintf(`{"request":{"url":"https://management.azure.com%s?api-version=2023-03-01"},"response":{"status":200,"body":%s}}`, c.path, c.body)
		r := check(t, "f", text, traffic.ReadOptions{})
		if len(r.Drift) == 0 {
			t.Errorf("%s: no difference", c.path)
		}
		for _, e := range r.Drift {
			if e.Class == traffic.UnknownMember && e.Explained() != c.want {
				t.Errorf("%s %s: explained by %q, want %q", c.path, e.Place, e.Explained(), c.want)
			}
		}
	}
	// The api-version of a request that was checked against an older document.
	text := fmt.Sprintf(`{"request":{"url":%q},"response":{"status":200,"body":{"value":[]}}}`, budgets)
	r := check(t, "f", text, traffic.ReadOptions{}, "consumption@2023-03-01")
	if len(r.Drift) != 1 || r.Drift[0].Class != traffic.APIVersion || r.Drift[0].Explained() != "consumption@2024-08-01" {
		t.Errorf("got %s", lines(r))
	}
}

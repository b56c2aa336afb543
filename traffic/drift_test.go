package traffic_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/azbill/azbill/traffic"
	"github.com/azbill/azbill/traffic/embedded"
)

const element = `{"id":"/subscriptions/1/providers/Microsoft.Consumption/budgets/b","name":"b","type":"Microsoft.Consumption/budgets","eTag":"\"1d34d016a593709\"",` +
	`"properties":{"category":"Cost","amount":100.65,"timeGrain":"Monthly","timePeriod":{"startDate":"2017-10-01T00:00:00Z","endDate":"2018-10-31T00:00:00Z"},` +
	`"currentSpend":{"amount":80.89,"unit":"USD"},"notifications":{"Actual_GreaterThan_80_Percent":{"enabled":true,"operator":"GreaterThan","threshold":80,"contactEmails":["a@contoso.com"]}}}}`

// plants are one difference of each class of an element: what replaces what, and how it is reported.
var plants = []struct{ from, to, want string }{
	{`"name":"b"`, `"name":"b","colour":{"a":1}`, "/value/*/colour unknown-member [{object 1}] "},
	{`"amount":100.65`, `"Amount":100.65,"amount":1`, "/value/*/properties/Amount near-miss [{number 1}] amount"},
	{`"timeGrain":"Monthly"`, `"timeGrain":"Weekly"`, "/value/*/properties/timeGrain unknown-value [{Weekly 1}] "},
	{`"amount":100.65`, `"amount":"100 EUR"`, "/value/*/properties/amount mismatch [{string in place of a number 1}] "},
	{`"enabled":true`, `"enabled":null`, "/value/*/properties/notifications/*/enabled null [] "},
	{`"operator":"GreaterThan",`, ``, "/value/*/properties/notifications/*/operator missing [] "},
	{`2017-10-01T00:00:00Z`, `01.10.2017`, "/value/*/properties/timePeriod/startDate format [{not date-time 1}] "},
	{`["a@contoso.com"]`, `[""` + strings.Repeat(`,""`, 50) + `]`, "/value/*/properties/notifications/*/contactEmails constraint [{maxItems 1}] "},
}

// Of 100,000 elements one has a difference of each class: each is found and counted, and nothing else.
func TestPlanted(t *testing.T) {
	n := 100_000
	if testing.Short() {
		n = 5_000
	}
	var b strings.Builder
	b.WriteString(`{"value":[`)
	at := map[int]int{}
	r := rand.New(rand.NewPCG(1, 2))
	for i := range plants {
		k := r.IntN(n)
		for _, taken := at[k]; taken; _, taken = at[k] {
			k = r.IntN(n)
		}
		at[k] = i
	}
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		e := element
		if p, planted := at[i]; planted {
			if e = strings.Replace(element, plants[p].from, plants[p].to, 1); e == element {
				t.Fatalf("%s is not in the element", plants[p].from)
			}
		}
		b.WriteString(e)
	}
	b.WriteString(`]}`)
	report := check(t, "f", b.String(), traffic.ReadOptions{Operation: "Budgets_List"}, "consumption@2024-08-01")
	got := map[string]bool{}
	for _, l := range strings.Split(strings.TrimSpace(lines(report)), "\n") {
		got[l] = true
	}
	for _, p := range plants {
		want := fmt.Sprintf("consumption@2024-08-01 Budgets_List 200 %s 1/%d", p.want, n)
		if !got[want] {
			t.Errorf("missing: %s", want)
		}
		delete(got, want)
	}
	for l := range got {
		t.Errorf("reported without being planted: %s", l)
	}
	for _, e := range report.Drift {
		index, err := strconv.Atoi(strings.Split(e.Example.Pointer, "/")[2])
		if _, planted := at[index]; !planted || err != nil {
			t.Errorf("the example %s is not where something was planted", e.Example.Pointer)
		}
	}
}

// exchanges are recorded exchanges with differences of many kinds.
func exchanges(r *rand.Rand, n int) []string {
	var out []string
	for i := range n {
		var elements []string
		for range r.IntN(6) {
			e := element
			for range r.IntN(3) {
				p := plants[r.IntN(len(plants))]
				e = strings.Replace(e, p.from, p.to, 1)
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
			e := element
			if r.IntN(20) == 0 {
				p := plants[r.IntN(len(plants))]
				e = strings.Replace(e, p.from, p.to, 1)
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

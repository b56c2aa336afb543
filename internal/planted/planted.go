// Package planted writes recorded exchanges in which each class of difference that the drift report knows is planted once,
// and compares reports with what was planted. Only tests import it.
package planted

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"github.com/azbill/azbill/traffic"
)

// API is the document that the exchanges are to be checked against.
const API = "consumption@2024-08-01"

const (
	perPage   = 500
	budgets   = "Budgets_List"
	usage     = "UsageDetails_List"
	unmatched = "" // no operation
)

// Budget and Usage are elements of the two lists without a difference.
const (
	Budget = `{"id":"/subscriptions/1/providers/Microsoft.Consumption/budgets/b","name":"b","type":"Microsoft.Consumption/budgets","eTag":"\"1d34d016a593709\"",` +
		`"properties":{"category":"Cost","amount":100.65,"timeGrain":"Monthly","timePeriod":{"startDate":"2017-10-01T00:00:00Z","endDate":"2018-10-31T00:00:00Z"},` +
		`"currentSpend":{"amount":80.89,"unit":"USD"},"notifications":{"Actual_GreaterThan_80_Percent":{"enabled":true,"operator":"GreaterThan","threshold":80,"contactEmails":["a@contoso.com"]}}}}`
	Usage = `{"kind":"legacy","id":"/subscriptions/1/providers/Microsoft.Consumption/usageDetails/u","name":"u","type":"Microsoft.Consumption/usageDetails",` +
		`"properties":{"billingCurrency":"USD","quantity":0.7329,"cost":0.000295191,"date":"2020-01-01T00:00:00Z","chargeType":"Usage"}}`
)

// Plant is a difference of an element: what replaces what, and how it is reported.
type Plant struct {
	From, To string
	Entry    traffic.Entry // Class, Place, Details and Near
}

func plant(class traffic.Class, from, to, place, near string, details ...string) Plant {
	e := traffic.Entry{Key: traffic.Key{Class: class, Place: place}, Near: near}
	for _, d := range details {
		e.Details = append(e.Details, traffic.Detail{Value: d, Count: 1})
	}
	return Plant{from, to, e}
}

// Budgets are plants of a budget.
var Budgets = []Plant{
	plant(traffic.UnknownMember, `"name":"b"`, `"name":"b","colour":{"a":1}`, "/value/*/colour", "", "object"),
	plant(traffic.NearMiss, `"amount":100.65`, `"Amount":100.65,"amount":1`, "/value/*/properties/Amount", "amount", "number"),
	plant(traffic.UnknownValue, `"timeGrain":"Monthly"`, `"timeGrain":"Weekly"`, "/value/*/properties/timeGrain", "", "Weekly"),
	plant(traffic.Mismatch, `"amount":100.65`, `"amount":"100 EUR"`, "/value/*/properties/amount", "", "string in place of a number"),
	plant(traffic.Null, `"enabled":true`, `"enabled":null`, "/value/*/properties/notifications/*/enabled", ""),
	plant(traffic.Missing, `"operator":"GreaterThan",`, ``, "/value/*/properties/notifications/*/operator", ""),
	plant(traffic.Format, `2017-10-01T00:00:00Z`, `01.10.2017`, "/value/*/properties/timePeriod/startDate", "", "not date-time"),
	plant(traffic.Constraint, `["a@contoso.com"]`, `[""`+strings.Repeat(`,""`, 50)+`]`, "/value/*/properties/notifications/*/contactEmails", "", "maxItems"),
}

// kind is a plant of a line of usage.
var kind = plant(traffic.UnknownKind, `"legacy"`, `"postmodern"`, "/value/*/kind", "", "postmodern")

// Recording is recorded exchanges, as lines of JSON, and the differences in them.
type Recording struct {
	Lines []string
	Want  []traffic.Entry // in the order of the report, each with its key, Details, Near, Count, Units, Of, and the beginning of Example.Pointer
}

// recorder makes a Recording.
type recorder struct {
	*rand.Rand
	out      Recording
	requests map[string]int64 // by operation
	replies  map[string]int64 // the same, with the documented status
	elements map[string]int64
}

// Record makes a recording of n elements, which n of the same seed always are. It has a difference of each class but
// traffic.Lossy, which only wrong types have.
func Record(n int, seed uint64) Recording {
	r := &recorder{Rand: rand.New(rand.NewPCG(seed, 0)), requests: map[string]int64{}, replies: map[string]int64{}, elements: map[string]int64{}}
	pages := (n + perPage - 1) / perPage
	at := r.Perm(n) // where the elements are that differ, each budget elsewhere
	changed := map[int]*Plant{}
	for i := range Budgets {
		k := slices.IndexFunc(at, func(k int) bool { return !isUsage(k/perPage, pages) })
		changed[at[k]], at[k] = &Budgets[i], at[0]
		at = at[1:]
	}
	changed[at[slices.IndexFunc(at, func(k int) bool { return isUsage(k/perPage, pages) })]] = &kind
	for page := range pages {
		r.page(page, pages, min(perPage, n-page*perPage), changed)
	}
	r.exchanges()
	r.count()
	return r.out
}

// isUsage reports whether a page lists usage: the last one does, and every tenth.
func isUsage(page, pages int) bool { return page == pages-1 || page%10 == 9 }

// page adds a page of elements.
func (r *recorder) page(page, pages, size int, changed map[int]*Plant) {
	operation, plain := budgets, Budget
	if isUsage(page, pages) {
		operation, plain = usage, Usage
	}
	list := make([]string, size)
	for i := range list {
		list[i] = plain
		if p := changed[page*perPage+i]; p != nil {
			if list[i] = strings.Replace(plain, p.From, p.To, 1); list[i] == plain {
				panic(p.From + " is not in the element")
			}
			e := p.Entry
			e.Operation, e.Message = operation, "200"
			e.Example.Pointer = fmt.Sprintf("/value/%d/", i)
			r.want(e)
		}
	}
	r.exchange(operation, url(operation), `"status":200,"body":{"value":[`+strings.Join(list, ",")+`]}`)
	r.replies[operation]++
	r.elements[operation] += int64(size)
}

func url(operation string) string {
	path := "/subscriptions/1/providers/Microsoft.Consumption/budgets"
	if operation == usage {
		path = "/subscriptions/1/providers/Microsoft.Consumption/usageDetails"
	}
	return "https://management.azure.com" + path + "?api-version=2024-08-01"
}

// exchange adds a line.
func (r *recorder) exchange(operation, url, response string) {
	at := time.Date(2026, 11, 1, 0, 0, len(r.out.Lines), 0, time.UTC).Format(time.RFC3339)
	r.out.Lines = append(r.out.Lines, fmt.Sprintf(`{"time":%q,"request":{"method":"GET","url":%q},"response":{%s}}`, at, url, response))
	r.requests[operation]++
}

// exchanges adds the exchanges whose differences are not in elements, and a line that is not JSON.
func (r *recorder) exchanges() {
	const empty = `"status":200,"body":{"value":[]}`
	u := url(budgets)
	for _, x := range []struct {
		url, response string
		status        string // the documented one that the response has
		entry         traffic.Entry
	}{
		{u + "&colour=red", empty, "200", plant(traffic.UnknownParameter, "", "", "/query/colour", "").Entry},
		{strings.Replace(u, "/budgets", "/budgetz", 1), empty, "", plant(traffic.NoOperation, "", "", "GET /subscriptions/{}/providers/Microsoft.Consumption/budgetz", "").Entry},
		{strings.Replace(u, "2024-08-01", "2031-01-01", 1), empty, "200", plant(traffic.APIVersion, "", "", "/query/api-version", "", "2031-01-01").Entry},
		{u, `"status":302`, "", plant(traffic.Status, "", "", "", "", "302").Entry},
		{u, `"headers":{"X-New":"a"},` + empty, "200", plant(traffic.Header, "", "", "/header/x-new", "").Entry},
		{u, `"status":200`, "200", plant(traffic.Body, "", "", "", "", "no body").Entry},
	} {
		x.entry.Operation, x.entry.Message = budgets, "request"
		switch x.entry.Class {
		case traffic.NoOperation:
			x.entry.Operation = unmatched
		case traffic.Status:
			x.entry.Message = "302"
		case traffic.Header, traffic.Body:
			x.entry.Message = "200"
		}
		r.exchange(x.entry.Operation, x.url, x.response)
		if x.status != "" {
			r.replies[budgets]++
		}
		r.want(x.entry)
	}
	r.out.Lines = append(r.out.Lines, `{"request":{"url":"https://`)
	r.Shuffle(len(r.out.Lines), func(i, j int) { r.out.Lines[i], r.out.Lines[j] = r.out.Lines[j], r.out.Lines[i] })
	r.want(plant(traffic.Unreadable, "", "", "", "").Entry)
}

// want adds a difference.
func (r *recorder) want(e traffic.Entry) {
	if e.Class != traffic.Unreadable {
		e.API = API
	}
	e.Count, e.Units = 1, 1
	r.out.Want = append(r.out.Want, e)
}

// count sets of how many elements or messages the differences are.
func (r *recorder) count() {
	for i := range r.out.Want {
		e := &r.out.Want[i]
		switch {
		case e.Class == traffic.Unreadable:
		case e.Class == traffic.Status:
			e.Of = 1 // the response of that status
		case strings.HasPrefix(e.Place, "/value/*"):
			e.Of = r.elements[e.Operation]
		case e.Message == "200":
			e.Of = r.replies[e.Operation]
		default:
			e.Of = r.requests[e.Operation]
		}
	}
}

// Compare says in lines how a report differs from what was planted. Where something cannot be read is left to the caller, as
// it depends on the file.
func (r Recording) Compare(report *traffic.Report) []string {
	have := map[string]bool{}
	for _, e := range report.Drift {
		have[line(e)] = true
	}
	var out []string
	for _, e := range r.Want {
		if l := line(e); have[l] {
			delete(have, l)
		} else {
			out = append(out, "not found: "+l)
		}
	}
	for l := range have {
		out = append(out, "not planted: "+l)
	}
	return out
}

func line(e traffic.Entry) string {
	if e.Class == traffic.Unreadable {
		e.Place, e.Details = "", nil
	}
	element := ""
	if parts := strings.SplitN(e.Example.Pointer, "/", 4); len(parts) == 4 {
		element = parts[2]
	}
	return fmt.Sprintf("%s %s %s %s[%s] %s %v %s %d times in %d of %d", e.API, e.Operation, e.Message, e.Place, element, e.Class, e.Details, e.Near, e.Count, e.Units, e.Of)
}

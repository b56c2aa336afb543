package overlay_test

import (
	"bytes"
	"flag"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/azbill/azbill/generator"
	"github.com/azbill/azbill/openapi"
	"github.com/azbill/azbill/openapi/diag"
	"github.com/azbill/azbill/specs"
	"github.com/azbill/azbill/traffic"
	"github.com/azbill/azbill/traffic/overlay"
)

// document is a document with traffic that fits it.
type document struct {
	api, path string
	fsys      fs.FS
	good      []string // exchanges as lines of JSON
	planted   map[string]func(string) string
}

func change(from, to string) func(string) string {
	return func(s string) string {
		if !strings.Contains(s, from) {
			panic("no " + from + " in " + s)
		}
		return strings.Replace(s, from, to, 1)
	}
}

const budgetLine = `{"time":"2026-05-01T00:00:00Z","request":{"method":"GET","url":"https://management.azure.com/subscriptions/1/providers/Microsoft.Consumption/budgets?api-version=2024-08-01"},"response":{"status":200,"headers":{"Content-Type":["application/json"]},"body":{"value":[{"name":"b","properties":{"category":"Cost","amount":12,"timeGrain":"Monthly","timePeriod":{"startDate":"2024-01-01T00:00:00Z"},"currentSpend":{"amount":1,"unit":"USD"}}}]}}}`

const chargeLine = `{"time":"2026-05-02T00:00:00Z","request":{"method":"GET","url":"https://management.azure.com/providers/Microsoft.Billing/billingAccounts/1/providers/Microsoft.Consumption/charges?api-version=2024-08-01"},"response":{"status":200,"body":{"value":[{"kind":"legacy","properties":{"azureCharges":1.5,"currency":"USD"}},{"kind":"modern","properties":{"azureCharges":{"currency":"USD","value":1}}}]}}}`

// consumption is a document of OpenAPI 3, with variants.
var consumption = document{
	api: "consumption@2024-08-01", path: "consumption/2024-08-01.yaml", fsys: specs.FS, good: []string{budgetLine, chargeLine},
	planted: map[string]func(string) string{
		"unknown member":       change(`"name":"b"`, `"name":"b","colour":"red"`),
		"unknown members":      change(`"category"`, `"anObject":{"a":[1]},"aList":[1,"x"],"aNumber":1.5,"aTime":"2024-01-01T00:00:00Z","aNull":null,"category"`),
		"near miss":            change(`"currentSpend":{`, `"curentSpend":{},"currentSpend":{`),
		"unknown value":        change(`"Monthly"`, `"Weekly"`),
		"mismatch":             change(`"amount":12`, `"amount":"twelve"`),
		"mismatch of a object": change(`"currentSpend":{"amount":1,"unit":"USD"}`, `"currentSpend":7`),
		"null":                 change(`"amount":12`, `"amount":null`),
		"null of an object":    change(`{"startDate":"2024-01-01T00:00:00Z"}`, `null`),
		"missing":              change(`"amount":12,`, ``),
		"missing two":          change(`"category":"Cost","amount":12,`, ``),
		"format":               change(`"startDate":"2024-01-01T00:00:00Z"`, `"startDate":"yesterday"`),
		"parameter":            change(`api-version=2024-08-01`, `api-version=2024-08-01&colour=red`),
		"header":               change(`"headers":{`, `"headers":{"X-Colour":["red"],`),
		"status":               change(`"status":200`, `"status":299`),
		"member of variants":   change(`"azureCharges":1.5`, `"azureCharges":1.5,"colour":"red"`),
		"member of a variant":  change(`"azureCharges":{`, `"colour":7,"azureCharges":{`),
		"unknown kind":         change(`"kind":"modern"`, `"kind":"postmodern"`),
		"no operation":         change(`/budgets?`, `/outlays?`),
		"top member":           change(`"body":{`, `"body":{"@context":"x","paging":{"next":1},`),
	},
}

// bills is a document of Swagger 2.0.
var bills = document{
	api: "bills@2020-01-01", path: "bills.yaml",
	fsys: fstest.MapFS{"bills.yaml": &fstest.MapFile{Data: []byte(`
swagger: "2.0"
info: {title: Bills, version: 2020-01-01}
host: management.azure.com
schemes: [https]
produces: [application/json]
paths:
  /subscriptions/{id}/providers/Microsoft.Bills/bills:
    get:
      operationId: Bills_List
      parameters:
      - {name: id, in: path, required: true, type: string}
      - {name: api-version, in: query, required: true, type: string}
      - {name: period, in: query, required: true, type: string, enum: [May, June]}
      x-ms-pageable: {nextLinkName: nextLink}
      responses:
        200: {description: OK, schema: {$ref: "#/definitions/Bills"}}
        404: {$ref: "#/responses/NotFound"}
responses:
  NotFound: {description: None., schema: {type: object, properties: {code: {type: string}}}}
definitions:
  Bills:
    type: object
    properties:
      value: {type: array, items: {$ref: "#/definitions/Bill"}}
      nextLink: {type: string}
  Bill:
    type: object
    required: [id, due, state]
    properties:
      id: {type: string, pattern: "^[a-z]+$"}
      due: {type: string, format: date-time, description: When it is due.}
      state: {$ref: "#/definitions/State"}
      total: {type: integer, format: int32, maximum: 100}
      tags: {type: object, additionalProperties: {type: string}}
      lines:
        type: array
        items: {type: object, properties: {text: {type: string, minLength: 1}}}
  State: {type: string, enum: [Due, Paid]}
`)}},
	good: []string{
		`{"request":{"method":"GET","url":"https://management.azure.com/subscriptions/1/providers/Microsoft.Bills/bills?api-version=2020-01-01&period=May"},"response":{"status":200,"headers":{"Date":["x"]},"body":{"value":[{"id":"a","due":"2024-01-01T00:00:00Z","state":"Due","total":7,"tags":{"a":"b"},"lines":[{"text":"x"},{"text":"y"}]}]}}}`,
		`{"request":{"method":"GET","url":"https://management.azure.com/subscriptions/2/providers/Microsoft.Bills/bills?api-version=2020-01-01&period=June"},"response":{"status":404,"headers":{},"body":{"code":"none"}}}`,
	},
	planted: map[string]func(string) string{
		"deep member":            change(`"text":"y"`, `"text":"y","tax":1`),
		"value":                  change(`"state":"Due"`, `"state":"Void"`),
		"null reference":         change(`"state":"Due"`, `"state":null`),
		"null":                   change(`"due":"2024-01-01T00:00:00Z"`, `"due":null`),
		"missing":                change(`"id":"a",`, ``),
		"date":                   change(`2024-01-01T00:00:00Z`, `10/11/2019`),
		"pattern":                change(`"id":"a"`, `"id":"A1"`),
		"maximum":                change(`"total":7`, `"total":700`),
		"range":                  change(`"total":7`, `"total":70000000000`),
		"mismatch":               change(`"total":7`, `"total":"7 EUR"`),
		"mismatch of elements":   change(`{"text":"x"}`, `"x"`),
		"mismatch of map values": change(`"a":"b"`, `"a":1`),
		"parameter value":        change(`period=May`, `period=July`),
		"parameter missing":      change(`&period=May`, ``),
		"shared response":        change(`"code":"none"`, `"code":"none","target":"x"`),
		"header of a shared one": change(`"status":404,"headers":{}`, `"status":404,"headers":{"X-Why":["x"]}`),
		"status with a body":     change(`"status":404`, `"status":409`),
	},
}

// check checks recordings against a document, with overlays.
func (d document) check(t *testing.T, lines []string, overlays ...string) *traffic.Report {
	t.Helper()
	table, _, err := generator.Table(d.pkg(overlays...))
	if err != nil {
		t.Fatalf("%v\n%s", err, strings.Join(overlays, "\n"))
	}
	checker, drift := traffic.NewChecker([]traffic.API{{Name: d.api, Table: table}}, nil), traffic.NewDrift()
	for x, problem := range traffic.Read("f.jsonl", strings.NewReader(strings.Join(lines, "\n")), traffic.ReadOptions{}) {
		if problem != nil {
			t.Fatal(problem)
		}
		checker.Check(x, drift)
	}
	return drift.Report()
}

func (d document) pkg(overlays ...string) generator.Package {
	p := generator.Package{Spec: d.path, FS: d.fsys, Source: d.api, Name: "p", Out: "p"}
	files := fstest.MapFS{}
	for i, text := range overlays {
		name := fmt.Sprintf("%d.yaml", i)
		files[name] = &fstest.MapFile{Data: []byte(text)}
		p.Overlays = append(p.Overlays, generator.Overlay{Overlay: openapi.Overlay{Path: name, FS: files}})
	}
	return p
}

// overlayOf makes the overlay of a report.
func (d document) overlayOf(t *testing.T, r *traffic.Report) *overlay.Overlay {
	t.Helper()
	var problems diag.List
	doc, value := openapi.LoadValues(d.pkg().Documents()[0], &problems)
	if doc == nil {
		t.Fatal(problems.Err())
	}
	return overlay.Make(doc, value, r, d.api, d.api)
}

// holds applies the overlay of drift and checks the traffic that it was made of again: what was to go is gone, and nothing
// else has changed.
func (d document) holds(t *testing.T, lines []string) (o *overlay.Overlay, text string) {
	t.Helper()
	before := d.check(t, lines)
	o = d.overlayOf(t, before)
	skipped := map[traffic.Key]bool{}
	for _, s := range o.Skipped {
		skipped[s.Key] = true
	}
	want := slices.DeleteFunc(slices.Clone(before.Drift), func(e traffic.Entry) bool { return !skipped[e.Key] })
	if len(o.Actions) == 0 {
		if len(want) != len(before.Drift) {
			t.Errorf("no action, and yet %v", before.Drift)
		}
		return o, ""
	}
	yaml, err := o.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	text = string(yaml)
	after := d.check(t, lines, text)
	if diff := cmp.Diff(want, after.Drift, cmpopts.EquateEmpty(), cmp.AllowUnexported(traffic.Example{})); diff != "" {
		t.Errorf("what was skipped -, what is left +:\n%s\n%s", diff, text)
	}
	// The body of a status that the document does not have is not read; with the overlay, it is.
	undeclared := slices.ContainsFunc(before.Drift, func(e traffic.Entry) bool { return e.Class == traffic.Status })
	if before.Exchanges != after.Exchanges || before.Unmatched != after.Unmatched ||
		before.Elements != after.Elements && (!undeclared || after.Elements < before.Elements) {
		t.Errorf("%d exchanges, %d elements, %d unmatched; before, %d, %d, %d", after.Exchanges, after.Elements, after.Unmatched, before.Exchanges, before.Elements, before.Unmatched)
	}
	return o, text
}

// Each kind of difference, on its own, becomes actions that remove it, or is named as skipped.
func TestEach(t *testing.T) {
	skips := []string{"unknown kind", "no operation"}
	for _, d := range []document{consumption, bills} {
		if r := d.check(t, d.good); len(r.Drift) > 0 || r.Exchanges != int64(len(d.good)) {
			t.Fatalf("%s: the traffic that fits does not: %+v", d.api, r)
		}
		for name, plant := range d.planted {
			t.Run(d.api+"/"+name, func(t *testing.T) {
				o, text := d.holds(t, d.plant(d.good, plant))
				if text != "" {
					if _, err := generator.Generate(generator.Config{Packages: []generator.Package{d.pkg(text)}}); err != nil {
						t.Errorf("the document no longer generates: %v\n%s", err, text)
					}
				}
				if skip := slices.Contains(skips, name); skip != (len(o.Skipped) > 0) || skip == (len(o.Actions) > 0) {
					t.Errorf("%d actions, skipped: %v", len(o.Actions), o.Skipped)
				}
			})
		}
	}
}

// plant changes the exchange that a change is for.
func (d document) plant(lines []string, plant func(string) string) []string {
	out := slices.Clone(lines)
	for i, line := range out {
		func() {
			defer func() { _ = recover() }()
			out[i] = plant(line)
		}()
	}
	return out
}

var combined = flag.Int("combined", 8, "combinations of differences of each document that TestCombined tries")

// Differences in any combination become one overlay that removes them.
func TestCombined(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 2))
	for _, d := range []document{consumption, bills} {
		names := make([]string, 0, len(d.planted))
		for name := range d.planted {
			names = append(names, name)
		}
		slices.Sort(names)
		for range *combined {
			lines := slices.Clone(d.good)
			var used []string
			for range 1 + rng.IntN(6) {
				name := names[rng.IntN(len(names))]
				used = append(used, name)
				lines = append(lines, d.plant(d.good, d.planted[name])...)
			}
			t.Run(d.api, func(t *testing.T) {
				if d.holds(t, lines); t.Failed() {
					t.Log(used)
				}
			})
		}
	}
}

// An overlay reads as people write them, with its evidence.
func TestText(t *testing.T) {
	lines := consumption.plant(consumption.good, consumption.planted["missing two"])
	lines = append(lines, consumption.plant(consumption.good, consumption.planted["unknown value"])...)
	o := consumption.overlayOf(t, consumption.check(t, lines))
	text, err := o.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	want := `overlay: 1.0.0
info:
  title: What consumption@2024-08-01 really sends
  version: "1"
extends: consumption@2024-08-01
actions:
  - target: $.components.schemas.BudgetProperties.properties.timeGrain.enum
    description: list the value Weekly
    update: Weekly
    x-evidence:
      - class: unknown-value
        operation: Budgets_List
        message: "200"
        place: /value/*/properties/timeGrain
        count: 1
        in: 1
        of: 2
        first: "2026-05-01T00:00:00Z"
        last: "2026-05-01T00:00:00Z"
        seen: Weekly (1)
`
	if got := string(text); !strings.HasPrefix(got, want) {
		t.Errorf("got\n%s\nwant it to begin with\n%s", got, want)
	}
	if n := len(regexp.MustCompile(`(?m)^    x-evidence:`).FindAllString(string(text), -1)); n != len(o.Actions) {
		t.Errorf("%d of %d actions have evidence", n, len(o.Actions))
	}
	again, err := consumption.overlayOf(t, consumption.check(t, lines)).Marshal()
	if err != nil || !bytes.Equal(text, again) {
		t.Errorf("another run, another text (%v)", err)
	}
}

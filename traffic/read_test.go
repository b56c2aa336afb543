package traffic_test

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"

	"github.com/azbill/azbill/traffic"
)

const (
	budgets = "https://management.azure.com/subscriptions/1/providers/Microsoft.Consumption/budgets?api-version=2024-08-01"
	page    = `{"value":[{"name":"b","properties":{"category":"Cost","amount":12,"timeGrain":"Monthly","timePeriod":{"startDate":"2024-01-01T00:00:00Z"},"colour":"red"}}]}`
)

func quote(text string) string {
	b, err := json.Marshal(text)
	if err != nil {
		panic(err)
	}
	return string(b)
}

func zip(text string) string {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = io.WriteString(w, text)
	_ = w.Close()
	return b.String()
}

func base(text string) string { return base64.StdEncoding.EncodeToString([]byte(text)) }

// recordings has one exchange in each form: a list of budgets with one member that the document does not declare.
var recordings = map[string]string{
	"HAR": `{"log":{"version":"1.2","creator":{"name":"x"},"entries":[{"startedDateTime":"2026-01-02T03:04:05.000+01:00","time":12.5,
		"request":{"method":"GET","url":` + quote(budgets) + `,"headers":[{"name":"Authorization","value":"Bearer s3cret"},{"name":"Cookie","value":"s3cret"}],"cookies":[{"name":"a","value":"s3cret"}]},
		"response":{"status":200,"statusText":"OK","headers":[{"name":"Set-Cookie","value":"s3cret"}],"content":{"size":10,"mimeType":"application/json","text":` + quote(page) + `}}}]}}`,
	"HAR, base64":          `{"log":{"entries":[{"request":{"method":"GET","url":` + quote(budgets) + `},"response":{"status":200,"content":{"encoding":"base64","text":"` + base(page) + `"}}}]}}`,
	"HAR, byte order mark": "\xef\xbb\xbf" + `{"log":{"entries":[{"response":{"content":{"text":` + quote(page) + `},"status":200},"request":{"url":` + quote(budgets) + `,"method":"GET"}}]}}`,
	"test proxy": `{"Entries":[{"RequestUri":` + quote(budgets) + `,"RequestMethod":"GET","RequestHeaders":{"Authorization":"Sanitized"},"RequestBody":null,
		"StatusCode":200,"ResponseHeaders":{"Content-Type":"application/json","Date":"Fri, 02 Jan 2026 02:04:05 GMT"},"ResponseBody":` + page + `}],"Variables":{}}`,
	"test recorder": `{"Entries":[{"RequestUri":"/subscriptions/1/providers/Microsoft.Consumption/budgets?api-version=2024-08-01","EncodedRequestUri":"L3N1Yg==","RequestMethod":"GET",
		"RequestBody":"","RequestHeaders":{},"ResponseBody":` + quote(page) + `,"ResponseHeaders":{"Date":["Fri, 02 Jan 2026 02:04:05 GMT"]},"StatusCode":200}],"Names":{}}`,
	"go-vcr": "---\nversion: 2\ninteractions:\n    - id: 0\n      request:\n        proto: HTTP/1.1\n        host: management.azure.com\n        body: \"\"\n        headers:\n            Authorization:\n                - Bearer s3cret\n        url: " +
		budgets + "\n        method: GET\n      response:\n        content_length: -1\n        body: '" + page + "'\n        headers:\n            Date:\n                - Fri, 02 Jan 2026 02:04:05 GMT\n        status: 200 OK\n        code: 200\n        duration: 12ms\n",
	"go-vcr, literal body": "version: 1\ninteractions:\n- request:\n    body: \"\"\n    form: {}\n    headers: {}\n    url: " + budgets + "\n    method: GET\n  response:\n    body: |\n      {\n      \"value\": [" +
		strings.TrimSuffix(strings.TrimPrefix(page, `{"value":[`), `]}`) + "]\n\n      }\n    headers: {}\n    status: 200 OK\n    code: 200\n",
	"VCR.py": "interactions:\n- request:\n    body: null\n    headers:\n      User-Agent: [azsdk]\n    method: GET\n    uri: " + budgets + "\n  response:\n    body:\n      string: '" + page +
		"'\n    headers:\n      date: ['Fri, 02 Jan 2026 02:04:05 GMT']\n    status: {code: 200, message: OK}\nversion: 1\n",
	"VCR.py, JSON":          `{"interactions":[{"request":{"method":"GET","uri":` + quote(budgets) + `,"body":null},"response":{"status":{"code":200,"message":"OK"},"headers":{},"body":{"string":` + quote(page) + `}}}],"version":1}`,
	"go-vcr, binary":        "version: 2\ninteractions:\n    - request:\n        url: " + budgets + "\n        method: GET\n      response:\n        body: !!binary " + base(zip(page)) + "\n        code: 200\n",
	"lines":                 `{"request":{"method":"GET","url":` + quote(budgets) + `},"response":{"status":200,"body":` + page + `}}` + "\n",
	"lines, text":           `{"time":"2026-01-02T02:04:05Z","request":{"method":"GET","url":` + quote(budgets) + `},"response":{"statusCode":200,"body":` + quote(page) + `}}`,
	"lines, gzip in base64": `{"request":{"method":"GET","url":` + quote(budgets) + `},"response":{"status":200,"body":"` + base(zip(page)) + `","encoding":"base64"}}`,
	"array of lines":        `[{"request":{"method":"GET","url":` + quote(budgets) + `},"response":{"status":200,"body":` + page + `}}]`,
}

// Every form of a recording gives the same exchange, compressed or not, and none of it shows a secret.
func TestRecordings(t *testing.T) {
	const want = "consumption@2024-08-01 Budgets_List 200 /value/*/properties/colour unknown-member [{string 1}]  1/1\n"
	for name, text := range recordings {
		for form, text := range map[string]string{"plain": text, "gzip": zip(text), "gzip twice": zip(zip(text))} {
			t.Run(name+"/"+form, func(t *testing.T) {
				r := check(t, "f", text, traffic.ReadOptions{})
				if got := lines(r); got != want {
					t.Errorf("got\n%swant\n%s", got, want)
				}
				if !r.First.IsZero() && r.First.Format("2006-01-02T15:04:05Z07:00") != "2026-01-02T02:04:05Z" {
					t.Errorf("first seen %s", r.First)
				}
				var b bytes.Buffer
				if err := r.Write(&b); err != nil || strings.Contains(b.String(), "s3cret") || strings.Contains(b.String(), "red\"") {
					t.Errorf("a secret or a value is in the report (%v)\n%s", err, &b)
				}
				for x, problem := range traffic.Read("f", strings.NewReader(text), traffic.ReadOptions{}) {
					if problem != nil {
						t.Fatal(problem)
					}
					if text := fmt.Sprint(x.URL, x.Header, x.RequestHeader); strings.Contains(text, "s3cret") {
						t.Errorf("a secret is in the exchange: %s", text)
					}
				}
			})
		}
	}
}

// A body alone belongs to the operation that its members name, or that it is said to be of.
func TestBareBodies(t *testing.T) {
	for _, c := range []struct{ text, op, want string }{
		{`{"nextLink":` + quote(budgets+"&$skiptoken=x") + `,"value":[{}]}`, "", "Budgets_List by nextLink"},
		{`{"value":[{"id":"/subscriptions/1/providers/Microsoft.Consumption/budgets/a"}]}`, "", "Budgets_List by id"},
		{`{"value":[{"type":"Microsoft.Consumption/budgets"}]}`, "", "Budgets_List by type"},
		{`{"id":"subscriptions/1/providers/Microsoft.Consumption/budgets/a"}`, "", "Budgets_Get by id"},
		{`{"value":[{"id":"/subscriptions/1/providers/Microsoft.Billing/billingPeriods/201702/providers/Microsoft.Consumption/usageDetails/u"}]}`, "", "UsageDetails_List by id"},
		{`{"value":[]}`, "Budgets_List", "Budgets_List"},
	} {
		r := check(t, "f", c.text, traffic.ReadOptions{Operation: c.op})
		got := ""
		for _, s := range r.Operations {
			got += s.Operation
		}
		for _, i := range r.Inferred {
			got += " by " + i.By
		}
		if got != c.want {
			t.Errorf("%s: got %s, want %s", c.text, got, c.want)
		}
	}
	for _, c := range []struct{ text, op, want string }{
		{`{"value":[]}`, "", "   f unreadable [{no-operation: the operation of the body cannot be inferred from nextLink, id or type: name it 1}]  1/0\n"},
		{`{"value":[]}`, "Budgets_Lost", "  request Budgets_Lost no-operation []  1/0\n"},
		{`{"value":[{"a":1}`, "Budgets_List", "consumption@2024-08-01 Budgets_List 200 /value/*/a unknown-member [{integer 1}]  1/1\n"},
	} {
		if got := lines(check(t, "f", c.text, traffic.ReadOptions{Operation: c.op})); !strings.Contains(got, c.want) {
			t.Errorf("%s: got\n%swant\n%s", c.text, got, c.want)
		}
	}
}

// What cannot be read is a finding with its file and entry, and the rest is checked all the same.
func TestUnreadable(t *testing.T) {
	good := recordings["lines"]
	har := func(entries ...string) string { return `{"log":{"entries":[` + strings.Join(entries, ",") + `]}}` }
	entry := strings.TrimSpace(recordings["lines, text"])
	for _, c := range []struct {
		name, text, place, code string
		elements                int64 // that are checked all the same
	}{
		{"nothing", "", "f", "form", 0},
		{"spaces", " \n", "f", "form", 0},
		{"text", "hello", "f", "form", 0},
		{"binary", "\x00\x01\x02\xff", "f", "form", 0},
		{"UTF-16", "\xff\xfe{\x00", "f", "form", 0},
		{"truncated gzip", zip(good)[:40], "f", "truncated", 0},
		{"gzip of nothing", "\x1f\x8b\x08", "f", "truncated", 0},
		{"gzip of another kind", "\x1f\x8b\x00\x00\x00\x00\x00\x00\x00\x00\x00", "f", "read", 0},
		{"a line that is not JSON", good + "{\"request\": oops\n" + good, "f#2", "syntax", 2},
		{"a line that ends early", good + "{\"request\":{\"url\":\"x\n" + good, "f#2", "syntax", 2},
		{"a truncated HAR", har(entry, entry)[:len(har(entry, entry))-20], "f#2", "truncated", 1},
		{"base64 that is none", har(strings.Replace(entry, `"body":`, `"encoding":"base64","body":`, 1), entry), "f#1", "base64", 1},
		{"an entry without a request", har(`{"response":{"status":200}}`, entry), "f#1", "no-request", 1},
		{"an entry without a status", har(`{"request":{"url":"https://x/y"},"response":{"status":0}}`, entry), "f#1", "no-response", 1},
		{"an entry that is a number", har(`1`, entry), "f#1", "no-request", 1},
		{"a body that is not kept", har(`{"request":{"url":`+quote(budgets)+`},"response":{"status":200,"content":{"size":12}}}`, entry), "f#1", "no-body", 1},
		{"a body that is not JSON", har(`{"request":{"url":`+quote(budgets)+`},"response":{"status":200,"content":{"text":"<html>"}}}`, entry), "f#1", "body-syntax", 1},
		{"a body that ends early", har(`{"request":{"url":`+quote(budgets)+`},"response":{"status":200,"content":{"text":"{\"value\":["}}}`, entry), "f#1", "body-syntax", 1},
		{"a deep body", har(`{"request":{"url":`+quote(budgets)+`},"response":{"status":200,"body":{"value":[`+strings.Repeat("[", 5000)+strings.Repeat("]", 5000)+`]}}}`, entry), "f#1", "body-syntax", 1},
		{"a deep recording", har(`{"x":`+strings.Repeat("[", 1e6)+`}`, entry), "f#1", "syntax", 0},
		{"a URL that is none", har(`{"request":{"url":"x y"},"response":{"status":200}}`, entry), "f#1", "request-url", 1},
		{"YAML that is none", "interactions:\n- request: [\n- request:\n    url: " + budgets + "\n  response:\n    code: 200\n    body: '" + page + "'\n", "f#1", "yaml", 1},
		{"YAML without entries", "version: 2\ninteractions: {}\n", "f", "form", 0},
		{"YAML that refers to itself", "interactions:\n- request: &a\n    url: *a\n", "f#1", "yaml", 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := check(t, "f", c.text, traffic.ReadOptions{})
			var found []string
			for _, e := range r.Drift {
				if e.Class == traffic.Unreadable {
					found = append(found, e.Place+" "+strings.SplitN(e.Details[0].Value, ":", 2)[0])
				}
			}
			if want := c.place + " " + c.code; len(found) != 1 || found[0] != want {
				t.Errorf("got %q, want %q\n%s", found, want, lines(r))
			}
			if r.Elements != c.elements {
				t.Errorf("%d elements are checked, want %d", r.Elements, c.elements)
			}
		})
	}
}

// A gzip bomb is a finding, and costs no memory.
func TestBomb(t *testing.T) {
	var b bytes.Buffer
	w, _ := gzip.NewWriterLevel(&b, gzip.BestCompression)
	_, _ = io.WriteString(w, `{"request":{"url":"`)
	spaces := bytes.Repeat([]byte("a"), 1<<20)
	for range 96 {
		_, _ = w.Write(spaces)
	}
	_ = w.Close()
	for name, text := range map[string]string{
		"recording": b.String(),
		"body":      `{"request":{"method":"GET","url":` + quote(budgets) + `},"response":{"status":200,"encoding":"base64","body":"` + base(b.String()) + `"}}`,
	} {
		t.Run(name, func(t *testing.T) {
			before := heap()
			r := check(t, "f", text, traffic.ReadOptions{})
			if grown := int64(heap()) - int64(before); grown > 64<<20 {
				t.Errorf("%d bytes are kept", grown)
			}
			if len(r.Drift) != 1 || r.Drift[0].Class != traffic.Unreadable {
				t.Errorf("got %s", lines(r))
			}
		})
	}
}

func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// many is a recording of n entries that is never in memory as a whole.
type many struct {
	n    int
	head string
	next string
	tail string
	rest string
}

func (m *many) Read(p []byte) (int, error) {
	if m.rest == "" {
		switch {
		case m.head != "":
			m.rest, m.head = m.head, ""
		case m.n > 0:
			m.rest = m.next
			if m.n--; m.n > 0 {
				m.rest += ","
			}
		case m.tail != "":
			m.rest, m.tail = m.tail, ""
		default:
			return 0, io.EOF
		}
	}
	n := copy(p, m.rest)
	m.rest = m.rest[n:]
	return n, nil
}

var entries = flag.Int("entries", 100_000, "entries of the recording in TestManyEntries; a million is the long run")

// A recording of many entries is read in the memory of one.
func TestManyEntries(t *testing.T) {
	n := *entries
	if testing.Short() {
		n = min(n, 10_000)
	}
	entry := `{"request":{"method":"GET","url":"https://x/y"},"response":{"status":204}}`
	before, most, read := heap(), uint64(0), 0
	for x, p := range traffic.Read("f", &many{n: n, head: `{"log":{"entries":[`, next: entry, tail: `]}}`}, traffic.ReadOptions{}) {
		if p != nil {
			t.Fatal(p)
		}
		if read++; read%(n/4) == 0 {
			most = max(most, heap())
		}
		if x.Entry != read {
			t.Fatalf("entry %d is called %d", read, x.Entry)
		}
	}
	if read != n {
		t.Errorf("%d entries, want %d", read, n)
	}
	t.Logf("%d entries: %d bytes of heap at most, %d before", n, most, before)
	if most > before+8<<20 {
		t.Errorf("%d bytes are in use, %d before", most, before)
	}
}

// A written exchange is read again.
func TestWriteLine(t *testing.T) {
	for name, text := range recordings {
		var b bytes.Buffer
		for x, p := range traffic.Read("f", strings.NewReader(text), traffic.ReadOptions{}) {
			if p != nil {
				t.Fatal(p)
			}
			if err := traffic.WriteLine(&b, x); err != nil {
				t.Fatal(err)
			}
		}
		got, want := check(t, "f", b.String(), traffic.ReadOptions{}), check(t, "f", text, traffic.ReadOptions{})
		if lines(got) != lines(want) || !got.First.Equal(want.First) {
			t.Errorf("%s: got\n%swant\n%s", name, lines(got), lines(want))
		}
	}
}

package codec_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	consumption "github.com/azbill/azbill/generated/consumption/2024-08-01"
	"github.com/azbill/azbill/wire"
)

// payloads are texts of n hostile things, for the generated type of a page of charges.
var payloads = []struct {
	name string
	text func(n int) string
	fail string // what the error says; empty: the text is JSON
}{
	{"unknown members", func(n int) string { return `{` + numbered(n, `"m%d":0,`) + `"value":[]}` }, ""},
	{"unknown members with escaped names", func(n int) string { return `{` + numbered(n, `"\u006d%d":0,`) + `"value":[]}` }, ""},
	{"unknown members of an element", func(n int) string {
		return `{"value":[{"kind":"legacy","properties":{` + numbered(n, `"m%d":0,`) + `"azureCharges":1}}]}`
	}, ""},
	{"mismatches in an array of unions", func(n int) string { return `{"value":[` + strings.Repeat(`0,`, n) + `null]}` }, ""},
	{"unions of no kind", func(n int) string { return `{"value":[` + strings.Repeat(`{},`, n) + `{}]}` }, ""},
	{"unions of unknown kinds", func(n int) string { return `{"value":[` + numbered(n, `{"kind":"k%d"},`) + `{}]}` }, ""},
	{"unions whose kind comes last", func(n int) string { return `{"value":[` + numbered(n, `{"id":"%d","kind":"legacy"},`) + `{}]}` }, ""},
	{"mismatches in objects", func(n int) string {
		return `{"value":[` + strings.Repeat(`{"kind":"legacy","id":1,"name":[],"properties":{"azureCharges":"1"}},`, n/4) + `{}]}`
	}, ""},
	{"a list that is an object", func(n int) string { return `{"value":{` + numbered(n, `"m%d":0,`) + `"last":0}}` }, ""},
	{"huge numbers", func(n int) string {
		return `{"value":[` + strings.Repeat(`{"kind":"legacy","properties":{"azureCharges":1e999999999}},`, n/4) + `{}]}`
	}, ""},
	{"one long number", func(n int) string {
		return `{"value":[{"kind":"legacy","properties":{"azureCharges":` + strings.Repeat("9", 8*n) + `}}]}`
	}, ""},
	{"one long exponent", func(n int) string {
		return `{"value":[{"kind":"legacy","properties":{"azureCharges":1e` + strings.Repeat("9", 8*n) + `}}]}`
	}, ""},
	{"one long string", func(n int) string { return `{"x":"` + strings.Repeat("ä", 8*n) + `"}` }, ""},
	{"escapes", func(n int) string { return `{"x":"` + strings.Repeat(`\ud83d\ude00`, n) + `"}` }, ""},
	{"duplicate at the end", func(n int) string { return `{` + numbered(n, `"m%d":0,`) + `"m0":1}` }, "duplicate member name"},
	{"duplicate in what is kept", func(n int) string { return `{"x":{` + numbered(n, `"m%d":0,`) + `"m0":1}}` }, "duplicate member name"},
	{"open arrays", func(n int) string { return strings.Repeat(`[`, n) }, "nesting deeper than"},
	{"open unions", func(n int) string { return strings.Repeat(`{"value":[`, n) }, "nesting deeper than"},
	{"a quote that never closes", func(n int) string { return `{"value":[{"kind":"` + strings.Repeat("x", 8*n) }, "ends too early"},
	{"a list that never closes", func(n int) string { return `{"value":[` + strings.Repeat(`{"kind":"legacy"},`, n) }, "ends too early"},
}

func numbered(n int, format string) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, format, i)
	}
	return b.String()
}

// TestHostilePayloads decodes, encodes, compares and validates n things and four times n: what is allocated stands for
// the work and for the memory, and may grow by six times at most. Nothing is lost on the way.
func TestHostilePayloads(t *testing.T) {
	anyMemory(t)
	n := 20_000
	if testing.Short() || underRace { // one goroutine has no races
		n = 2_000
	}
	for _, p := range payloads {
		t.Run(p.name, func(t *testing.T) {
			small, large := p.text(n), p.text(4*n)
			less, _ := workOf(t, small, p.fail)
			more, took := workOf(t, large, p.fail)
			t.Logf("%d bytes: %d KB in %v", len(large), more>>10, took)
			if floor := uint64(4 << 20); more > 6*max(less, floor) { // exact sums of up to MaxDigits take that much at once
				t.Errorf("%d bytes allocate %d KB, %d bytes %d KB", len(small), less>>10, len(large), more>>10)
			}
			if most := 250 * uint64(len(large)); more > most+(16<<20) {
				t.Errorf("%d bytes allocate %d KB", len(large), more>>10)
			}
		})
	}
}

// TestMillions does so once with a million things; the sizes above tell that it is no accident that it ends.
func TestMillions(t *testing.T) {
	if testing.Short() || underRace {
		t.Skip("takes gigabytes through memory, in one goroutine")
	}
	anyMemory(t)
	for _, p := range []int{0, 3} {
		p := payloads[p]
		_, took := workOf(t, p.text(1_000_000), p.fail)
		t.Logf("%s: %v", p.name, took)
	}
}

// anyMemory lifts the limit of memory, which [TestMemory] tests: what grows is to be measured, and not refused.
func anyMemory(t *testing.T) {
	former := wire.SetMemoryLimit(wire.MemoryLimit{})
	t.Cleanup(func() { wire.SetMemoryLimit(former) })
}

// workOf takes a text through everything that a generated type does and returns how many bytes were allocated.
func workOf(t *testing.T, text, fail string) (uint64, time.Duration) {
	t.Helper()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	start := time.Now()
	page, err := consumption.DecodeChargesListResult([]byte(text))
	if fail != "" {
		var syntax *wire.SyntaxError
		if !errors.As(err, &syntax) || !strings.Contains(syntax.Msg, fail) || syntax.Offset > int64(len(text)) {
			t.Fatalf("%.300v in place of %q", err, fail)
		}
		for _, err := range consumption.StreamUsageDetailsListResult(strings.NewReader(text), nil) {
			if err != nil && !strings.Contains(err.Error(), fail) {
				t.Fatalf("streaming: %.300v in place of %q", err, fail)
			}
		}
	} else {
		if err != nil {
			t.Fatalf("%.300v", err)
		}
		got := page.AppendJSON(nil)
		err = page.Validate(wire.UnknownMembers())
		if v, ok := err.(wire.Violations); err != nil && (!ok || len(v) > wire.MaxViolations+1 || len(err.Error()) > 1<<20) {
			t.Errorf("validation finds %.300v", err)
		}
		again, err := consumption.DecodeChargesListResult(got)
		if err != nil || !again.Equal(*page) {
			t.Errorf("what was encoded decodes to another value (%.300v)", err)
		}
		var sum wire.Decimal
		for _, c := range page.Value.OrZero() {
			if legacy, ok := c.Variant.(*consumption.LegacyChargeSummary); ok {
				if next, err := sum.Add(legacy.Properties.OrZero().AzureCharges.OrZero()); err == nil {
					sum = next
				}
			}
		}
	}
	took := time.Since(start)
	runtime.ReadMemStats(&after)
	if fail == "" && len(text) < 1<<20 {
		sameValue(t, page.AppendJSON(nil), []byte(text)) // the slow comparison is not what is measured
	}
	return after.TotalAlloc - before.TotalAlloc, took
}

// endless gives a head, then an item again and again, and counts what was read of it.
type endless struct {
	head, item string
	read       int
}

func (e *endless) Read(b []byte) (int, error) {
	n := 0
	for n < len(b) {
		at, text := e.read, e.head
		if at >= len(e.head) {
			at, text = (at-len(e.head))%len(e.item), e.item
		}
		k := copy(b[n:], text[at:])
		n, e.read = n+k, e.read+k
	}
	return n, nil
}

// TestStreamMemory reads 100 MB of elements one by one, and elements that never end: memory stays within what one
// element takes.
func TestStreamMemory(t *testing.T) {
	total := 100 << 20
	if testing.Short() || underRace {
		total = 10 << 20
	}
	source := &endless{head: `{"value":[`, item: `{"kind":"legacy","id":"/x","properties":{"azureCharges":500.0,"new":[1,2,3]}},`}
	var most uint64
	n := 0
	for _, err := range consumption.StreamUsageDetailsListResult(source, nil) {
		if err != nil {
			t.Fatal(err)
		}
		if n++; n%100_000 == 0 {
			most = max(most, heap())
		}
		if source.read > total {
			break
		}
	}
	t.Logf("%d elements, %d MB of heap", n, most>>20)
	if most > 64<<20 {
		t.Errorf("streaming holds %d MB", most>>20)
	}
	if testing.Short() || underRace {
		return
	}
	for name, head := range map[string]string{"element": `{"value":[{"x":"`, "member": `{"x":"`, "name": `{"`, "blanks": `{"value":[`} {
		item := strings.Repeat("x", 1000)
		if name == "blanks" {
			item = strings.Repeat(" ", 1000)
		}
		source := &endless{head: head, item: item}
		var failure error
		limited := io.LimitReader(source, 4*wire.MaxElement)
		for _, err := range consumption.StreamUsageDetailsListResult(limited, nil) {
			failure = err
		}
		var syntax *wire.SyntaxError
		if !errors.As(failure, &syntax) || name != "blanks" && source.read > 2*wire.MaxElement {
			t.Errorf("%s without end: %v after %d bytes", name, failure, source.read)
		}
	}
}

func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// TestConcurrentUse reads one value, and decodes others, from many goroutines at once; under the race detector.
func TestConcurrentUse(t *testing.T) {
	text := []byte(`{"value":[{"kind":"legacy","id":"/x","properties":{"azureCharges":500.0,"usageStart":"2019-09-01","new":{"a":[1]}}},` +
		`{"kind":"modern","properties":{"azureCharges":{"currency":"USD","value":"mismatch"}}},{"kind":"next","x":1}],"nextLink":null}`)
	shared, err := consumption.DecodeChargesListResult(text)
	if err != nil {
		t.Fatal(err)
	}
	want := string(shared.AppendJSON(nil))
	use := func() error {
		own, err := consumption.DecodeChargesListResult(text)
		if err != nil || !own.Equal(*shared) || !shared.Equal(*own) {
			return fmt.Errorf("decoded to another value: %w", err)
		}
		if _, err := consumption.DecodeChargesListResult(text[:len(text)/2]); err == nil {
			return errors.New("half a text decoded")
		}
		var plain consumption.ChargesListResult
		if err := json.Unmarshal(text, &plain); err != nil {
			return err
		}
		if b, err := json.Marshal(shared); err != nil || string(b) != want {
			return fmt.Errorf("encoded as %s: %w", b, err)
		}
		own.Extra.Set("nextLink", wire.Raw{}) // a copy of one's own
		c := shared.Extra
		c.Set("mine", wire.Raw{})
		if shared.Validate(wire.UnknownMembers()) == nil || string(shared.AppendJSON(nil)) != want {
			return errors.New("the shared value has changed")
		}
		for _, err := range consumption.StreamUsageDetailsListResult(bytes.NewReader(text), nil) {
			if err != nil {
				return err
			}
		}
		for _, charge := range shared.Value.OrZero() {
			if l, ok := charge.Variant.(*consumption.LegacyChargeSummary); ok {
				if l.Properties.OrZero().AzureCharges.OrZero().String() != "500.0" {
					return errors.New("the shared amount has changed")
				}
			}
		}
		return nil
	}
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 100 {
				if err := use(); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	wg.Wait()
}

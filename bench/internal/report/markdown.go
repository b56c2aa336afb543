package report

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/azbill/azbill/bench/codec"
	"github.com/azbill/azbill/bench/internal/jsondiff"
	"github.com/azbill/azbill/bench/internal/measure"
	"github.com/azbill/azbill/bench/payload"
)

// Markdown writes the results as a page. The first error of the writer is returned.
func Markdown(w io.Writer, r Results) error {
	p := &page{}
	p.head(r)
	p.speed(r)
	p.streams(r)
	p.loss(r)
	p.generation(r)
	p.growth(r)
	p.peers(r)
	_, err := io.WriteString(w, p.b.String())
	return err
}

type page struct{ b strings.Builder }

func (p *page) f(format string, args ...any) { fmt.Fprintf(&p.b, format, args...) }

// table writes a table; the first column is text, the others are figures.
func (p *page) table(header []string, rows [][]string) {
	p.f("| %s |\n|---|%s\n", strings.Join(header, " | "), strings.Repeat("---:|", len(header)-1))
	for _, row := range rows {
		p.f("| %s |\n", strings.Join(row, " | "))
	}
	p.f("\n")
}

func (p *page) head(r Results) {
	p.f("# Results\n\n")
	if r.Quick {
		p.f("**Taken with `-quick`, to see that everything runs: these figures mean nothing.**\n\n")
	}
	p.f("Written by `%s`. Times of codecs are processor time of a process that serves one peer, garbage collection included, medians of %d interleaved rounds; those of processes say whether they are wall or processor time. MB is a million bytes.\n\n", r.Command, r.Rounds)
	p.f("Machine: %s, %d cores, %s, %s.\n\n", r.Machine.CPU, r.Machine.Cores, r.Machine.OS, r.Machine.Go)
	for _, v := range r.Machine.Versions {
		p.f("- %s\n", v)
	}
	p.f("\n")
}

func (p *page) speed(r Results) {
	if len(r.Speed) == 0 {
		return
	}
	p.f("## Speed\n\nTyped values in, typed values out. *Kept* is the share of the payload's values that came back as they were, number literals included: who drops half of them has half the work. `× SDK` and `× ogen` say how many times as fast as those a peer is. Both are medians over the rounds, of the two times of one round. *Spread* is the slowest round less the fastest, of the median.\n\n")
	for _, s := range r.Speed {
		p.f("### %s (%s bytes)\n\n", s.Payload.Name, thousands(int64(len(s.Payload.Data))))
		base, _ := find(s.Peers, codec.SDK)
		ogen, _ := find(s.Peers, codec.Ogen)
		n, items := len(s.Payload.Data), s.Payload.Items
		var rows [][]string
		for _, m := range s.Peers {
			rows = append(rows, []string{m.Peer, duration(m.Decode.Ns), mbps(m.Decode.MBps(n)), times(m.Decode, base.Decode),
				times(m.Decode, ogen.Decode), perItem(m.Decode.Allocs, items), perItem(m.Decode.Bytes, items), percent(m.Decode.Spread)})
		}
		p.table([]string{"decode", "time", "MB/s", "× SDK", "× ogen", "allocs/item", "bytes/item", "spread"}, rows)
		rows = nil
		for _, m := range s.Peers {
			rows = append(rows, []string{m.Peer, duration(m.Encode.Ns), mbps(m.Encode.MBps(n)), times(m.Encode, base.Encode),
				times(m.Encode, ogen.Encode), perItem(m.Encode.Allocs, items), duration(m.RoundTrip.Ns),
				times(m.RoundTrip, ogen.RoundTrip), percent(m.Kept)})
		}
		p.table([]string{"encode", "time", "MB/s", "× SDK", "× ogen", "allocs/item", "round trip", "× ogen", "kept"}, rows)
		rows = nil
		for _, f := range s.Floors {
			rows = append(rows, []string{f.Name, duration(f.Timing.Ns), mbps(f.Timing.MBps(len(s.Payload.Data)))})
		}
		p.table([]string{"floor on the same bytes", "time", "MB/s"}, rows)
	}
	p.f("![Decoding 1,000 charges](charts/decode.svg)\n\n![Encoding 1,000 charges](charts/encode.svg)\n\n")
}

func find(peers []measure.PeerSpeed, name string) (measure.PeerSpeed, bool) {
	for _, m := range peers {
		if m.Peer == name {
			return m, true
		}
	}
	return measure.PeerSpeed{}, false
}

func (p *page) streams(r Results) {
	if len(r.Streams) == 0 {
		return
	}
	p.f("## A page of %s MB, read from a file\n\nEach in a process of its own; memory is the peak of the process.\n\n", thousands(r.Streams[0].Bytes/1e6))
	var rows [][]string
	for _, s := range r.Streams {
		if s.Err != "" {
			rows = append(rows, []string{s.Peer, s.How, "failed: " + firstLine(s.Err), "", "", ""})
			continue
		}
		rows = append(rows, []string{s.Peer, s.How, thousands(int64(s.Elements)), seconds(s.Usage.Wall),
			mbps(float64(s.Bytes) / 1e6 / s.Usage.Wall.Seconds()), megabytes(s.Usage.MaxRSS)})
	}
	p.table([]string{"", "how", "charges", "time", "MB/s", "peak memory"}, rows)
}

func (p *page) loss(r Results) {
	if len(r.Loss) == 0 {
		return
	}
	p.f("## Loss\n\nEvery documented response through every peer's own type for it, and back. *Exact*: the same value (strings equal, numbers equal as numbers, null is not absent). *Literals*: exact, and every number as written.\n\n")
	header := []string{"", "responses", "no type", "decode", "exact", "literals"}
	for _, k := range jsondiff.Kinds {
		header = append(header, string(k))
	}
	var rows [][]string
	for _, l := range r.Loss {
		t := l.Total()
		if t.Samples == t.NoType {
			continue // written for the payloads alone
		}
		row := []string{l.Peer, itoa(t.Samples), itoa(t.NoType), itoa(t.Decoded), itoa(t.Exact), itoa(t.Literal)}
		for _, k := range jsondiff.Kinds {
			row = append(row, itoa(t.Kinds[k]))
		}
		rows = append(rows, row)
	}
	p.table(header, rows)
	p.f("The columns on the right count the responses in which that loss occurs; one response may have several. %d documented bodies are not JSON and left out.\n\n", r.Loss[0].Total().Malformed)
	p.lossByDocument(r)
	p.f("### What a newer or sloppier service sends\n\n")
	rows = nil
	for i, name := range r.Probes {
		row := []string{name}
		for _, l := range r.Loss {
			row = append(row, l.Probes[i])
		}
		rows = append(rows, row)
	}
	header = []string{""}
	for _, l := range r.Loss {
		header = append(header, l.Peer)
	}
	p.table(header, rows)
}

// lossByDocument shows exact of those that have a type, by document.
func (p *page) lossByDocument(r Results) {
	names := slices.Sorted(maps.Keys(r.Loss[0].ByDocument))
	var rows [][]string
	for _, l := range r.Loss {
		if l.Total().Samples == l.Total().NoType {
			continue
		}
		row := []string{l.Peer}
		for _, n := range names {
			t := l.ByDocument[n]
			row = append(row, fmt.Sprintf("%d / %d / %d", t.Decoded, t.Exact, t.Literal))
		}
		rows = append(rows, row)
	}
	header := []string{"decode / exact / literals"}
	for _, n := range names {
		header = append(header, fmt.Sprintf("%s (%d)", n, r.Loss[0].ByDocument[n].Samples))
	}
	p.table(header, rows)
}

func (p *page) generation(r Results) {
	if len(r.Generation) == 0 {
		return
	}
	p.f("## Generation\n\nWhole processes. *Compile* is the generated package alone; *binary* is by how much a stripped program that speaks HTTP grows when it decodes and encodes every response type of the document, and *bytes/property* the same for each property that the document declares. *Fields* counts those of all structs written: helpers and requests as well. Each generator is asked twice: for types, and for what it has to send requests with.\n\n")
	var rows [][]string
	for _, g := range r.Generation {
		row := []string{g.Document, g.Tool}
		if g.Err != "" {
			rows = append(rows, append(row, "failed: "+firstLine(g.Err), "", "", "", "", "", "", "", "", ""))
			continue
		}
		rows = append(rows, append(row, seconds(g.Usage.Wall), seconds(g.Usage.CPU), megabytes(g.Usage.MaxRSS),
			thousands(int64(g.Code.Lines)), rate(g.Code.Lines, g.Usage.Wall), thousands(int64(g.Code.Fields)), seconds(g.Compile.Wall), seconds(g.Compile.CPU),
			megabytes(g.Binary), per(g.Binary, g.Properties)))
	}
	p.table([]string{"document", "generator", "time", "CPU", "peak memory", "lines", "lines/s", "fields", "compile", "compile CPU", "binary", "bytes/property"}, rows)
	scopes := map[string]string{}
	for _, g := range r.Generation {
		scopes[g.Tool] = g.Version + ": " + g.Scope
	}
	for _, t := range slices.Sorted(maps.Keys(scopes)) {
		p.f("- %s %s\n", t, scopes[t])
	}
	p.f("\n![Generation time](charts/generate.svg)\n\n")
	if len(r.Changes) > 0 {
		p.f("The official documents had to be bundled into one file each and converted to OpenAPI 3, with discriminated bases written as `oneOf`, before a peer could read them (not counted above), and:\n\n")
		for _, c := range r.Changes {
			p.f("- %s\n", c)
		}
		p.f("\n")
	}
}

func (p *page) growth(r Results) {
	if len(r.Growth) == 0 {
		return
	}
	p.f("## Growth\n\nProcessor time, for codecs of the fastest round; in brackets that per unit of work, against the smallest size, measured in turns: 1.00 all along is linear. A page of 100 charges (%s of text), and consumption 2024-08-01, are 1×. Memory, at the largest size, is what a codec allocates and the peak of a process. *Copy* is the text alone, copied into new memory: what grows there is the machine's, as the largest no longer stays in its caches.\n\n", kilobytes(len(payload.Charges(100))))
	var rows [][]string
	for _, g := range r.Growth {
		row := []string{g.Work, g.Who}
		memory := "—"
		for i := range g.Factors {
			if i >= len(g.Sizes) {
				row = append(row, "—")
				continue
			}
			s := g.Sizes[i]
			row = append(row, fmt.Sprintf("%s (%.2f)", duration(float64(s.Time)), s.PerUnit))
			memory = megabytes(s.Memory)
		}
		rows = append(rows, append(row, memory, firstLine(g.Err)))
	}
	p.table([]string{"work", "by", "1×", "10×", "100×", "memory", ""}, rows)
}

func (p *page) peers(r Results) {
	p.f("## What to know of each\n\n")
	for _, x := range r.Peers {
		p.f("- **%s**: %s\n", x.Name, x.Note)
	}
}

func percent(x float64) string { return fmt.Sprintf("%.1f %%", 100*x) }

func itoa(n int) string { return fmt.Sprint(n) }

func firstLine(s string) string {
	s, _, _ = strings.Cut(s, "\n")
	return strings.ReplaceAll(s, "|", "/")
}

// duration writes nanoseconds with three significant digits.
func duration(ns float64) string {
	switch {
	case ns < 1e3:
		return fmt.Sprintf("%.0f ns", ns)
	case ns < 1e6:
		return fmt.Sprintf("%.3g µs", ns/1e3)
	case ns < 1e9:
		return fmt.Sprintf("%.3g ms", ns/1e6)
	}
	return fmt.Sprintf("%.1f s", ns/1e9)
}

func seconds(d time.Duration) string {
	if d < time.Second {
		return fmt.Sprintf("%d ms", d.Milliseconds())
	}
	return fmt.Sprintf("%.2f s", d.Seconds())
}

func kilobytes(n int) string { return fmt.Sprintf("%d kB", n/1000) }

func megabytes(n int64) string { return fmt.Sprintf("%.1f MB", float64(n)/1e6) }

func mbps(x float64) string { return fmt.Sprintf("%.0f", x) }

func perItem(n float64, items int) string { return fmt.Sprintf("%.1f", n/float64(items)) }

func per(n int64, of int) string {
	if of == 0 {
		return "—"
	}
	return fmt.Sprint(n / int64(of))
}

// rate is how many there were in a second.
func rate(n int, in time.Duration) string {
	if in <= 0 {
		return "—"
	}
	return thousands(int64(float64(n) / in.Seconds()))
}

// times says how many times as fast as other x was.
func times(x, other measure.Timing) string {
	ratio := x.TimesAsFastAs(other)
	if ratio == 0 {
		return "—"
	}
	return fmt.Sprintf("%.2f", ratio)
}

func thousands(n int64) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

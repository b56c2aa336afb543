package report

import (
	"fmt"
	"html"
	"strings"

	"github.com/azbill/azbill/bench/codec"
	"github.com/azbill/azbill/bench/internal/measure"
)

// Bar is one bar of a chart.
type Bar struct {
	Label string
	Value float64
	Text  string // beside the bar
	Ours  bool
}

// Charts draws the charts of the results, by file name.
func Charts(r Results) map[string]string {
	out := map[string]string{}
	if len(r.Speed) > 0 {
		s := r.Speed[0]
		out["decode.svg"] = Chart("Decoding "+s.Payload.Name+", MB/s (longer is faster)", speedBars(s, func(m measure.PeerSpeed) measure.Timing { return m.Decode }))
		out["encode.svg"] = Chart("Encoding "+s.Payload.Name+", MB/s (longer is faster)", speedBars(s, func(m measure.PeerSpeed) measure.Timing { return m.Encode }))
	}
	if len(r.Generation) > 0 {
		var bars []Bar
		for _, g := range r.Generation {
			text := fmt.Sprintf("%s, %s lines", seconds(g.Usage.Wall), thousands(int64(g.Code.Lines)))
			bars = append(bars, Bar{g.Tool + ", " + g.Document, g.Usage.Wall.Seconds(), text, strings.HasPrefix(g.Tool, codec.Azbill)})
		}
		out["generate.svg"] = Chart("Generating, seconds (shorter is faster)", bars)
	}
	return out
}

func speedBars(s measure.Speed, of func(measure.PeerSpeed) measure.Timing) []Bar {
	var bars []Bar
	for _, m := range s.Peers {
		rate := of(m).MBps(len(s.Payload.Data))
		bars = append(bars, Bar{m.Peer, rate, fmt.Sprintf("%.0f MB/s, keeps %.0f %%", rate, 100*m.Kept), m.Peer == codec.Azbill})
	}
	return bars
}

// Chart draws horizontal bars as an SVG that reads on light and on dark pages.
func Chart(title string, bars []Bar) string {
	const width, letter, row, top, right = 900, 8, 30, 52, 180
	most, left := 0.0, 0
	for _, b := range bars {
		most = max(most, b.Value)
		left = max(left, letter*len(b.Label))
	}
	var s strings.Builder
	height := top + row*len(bars) + 10
	fmt.Fprintf(&s, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img" aria-label="%s">`+"\n", width, height, html.EscapeString(title))
	s.WriteString(`<style>text{font:14px system-ui,sans-serif;fill:#1f2328}.t{font-weight:600;font-size:16px}.o{fill:#0969da}.p{fill:#8c959f}@media(prefers-color-scheme:dark){text{fill:#e6edf3}.o{fill:#4493f8}.p{fill:#6e7681}}</style>` + "\n")
	fmt.Fprintf(&s, `<text class="t" x="10" y="28">%s</text>`+"\n", html.EscapeString(title))
	for i, b := range bars {
		y := top + row*i
		class, length := "p", 0.0
		if b.Ours {
			class = "o"
		}
		if most > 0 {
			length = b.Value / most * float64(width-left-right)
		}
		fmt.Fprintf(&s, `<text x="%d" y="%d" text-anchor="end">%s</text><rect class="%s" x="%d" y="%d" width="%.1f" height="20" rx="3"/><text x="%.1f" y="%d">%s</text>`+"\n",
			left-8, y+15, html.EscapeString(b.Label), class, left, y, max(length, 1), float64(left)+max(length, 1)+8, y+15, html.EscapeString(b.Text))
	}
	s.WriteString("</svg>\n")
	return s.String()
}

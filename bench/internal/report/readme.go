package report

import (
	"regexp"
	"slices"
	"strings"

	"github.com/azbill/azbill/bench/codec"
	"github.com/azbill/azbill/bench/internal/measure"
)

// figures is the part of the README that shows results.
var figures = regexp.MustCompile(`(?s)(<!-- figures: bench/RESULTS.md -->\n).*?(<!-- end of figures -->)`)

// Readme returns the README with the figures of these results: of the first payload, and of all samples. It stays as it is
// when it has no place for them, or the results are not whole.
func Readme(readme string, r Results) string {
	if len(r.Speed) == 0 || len(r.Loss) == 0 || r.Quick {
		return readme
	}
	p := &page{}
	var rows [][]string
	for _, name := range []string{codec.Azbill, codec.SDK, codec.Ogen, codec.Oapi} {
		i := slices.IndexFunc(r.Speed[0].Peers, func(s measure.PeerSpeed) bool { return s.Peer == name })
		j := slices.IndexFunc(r.Loss, func(l Loss) bool { return l.Peer == name })
		if i < 0 || j < 0 {
			continue
		}
		speed, size, kept := r.Speed[0].Peers[i], len(r.Speed[0].Payload.Data), r.Loss[j].Total()
		if name == codec.Azbill {
			name = "**" + name + "**"
		}
		rows = append(rows, []string{name, mbps(speed.Decode.MBps(size)) + " MB/s", mbps(speed.Encode.MBps(size)) + " MB/s",
			itoa(kept.Decoded), itoa(kept.Exact), itoa(kept.Literal)})
	}
	p.table([]string{"types of", "decode", "encode", "decoded", "same value", "literals intact"}, rows)
	table := strings.ReplaceAll(strings.TrimSuffix(p.b.String(), "\n"), "$", "$$")
	return figures.ReplaceAllString(readme, "${1}"+table+"${2}")
}

package report

import (
	_ "embed" // for the schema
	"encoding/json"
	"io"

	"github.com/azbill/azbill/generator/compare"
	"github.com/azbill/azbill/openapi/diag"
)

// Schema is the JSON Schema (draft-07) of what [JSON] writes.
//
//go:embed schema.json
var Schema []byte

// formatVersion changes when a consumer of the JSON has to change.
const formatVersion = 1

type document struct {
	Version int            `json:"version"`
	Old     side           `json:"old"`
	New     side           `json:"new"`
	Counts  map[string]int `json:"counts"`
	Entries []entry        `json:"entries"`
	Replay  *replay        `json:"replay,omitempty"`
}

type side struct {
	Source     string `json:"source"`
	APIVersion string `json:"apiVersion"`
}

type entry struct {
	Harm       compare.Harm `json:"harm"`
	Code       string       `json:"code"`
	Wire       string       `json:"wire"`
	Text       string       `json:"text"`
	From       string       `json:"from,omitempty"`
	To         string       `json:"to,omitempty"`
	GoOld      string       `json:"goOld,omitempty"`
	GoNew      string       `json:"goNew,omitempty"`
	Symbols    []string     `json:"symbols,omitempty"`
	Operations []string     `json:"operations,omitempty"`
	OldAt      *at          `json:"oldAt,omitempty"`
	NewAt      *at          `json:"newAt,omitempty"`
	Also       []string     `json:"also,omitempty"`
}

type at struct {
	File    string `json:"file"`
	Line    int    `json:"line,omitempty"`
	Pointer string `json:"pointer,omitempty"`
}

type replay struct {
	Samples int           `json:"samples"`
	Skipped int           `json:"skipped"`
	Groups  []replayGroup `json:"groups"`
}

type replayGroup struct {
	Cause   string   `json:"cause"`
	Samples []string `json:"samples"`
}

// JSON writes the report for programs; [Schema] describes it.
func JSON(w io.Writer, r *compare.Report, opt Options) error {
	d := document{Version: formatVersion, Old: side(r.Old), New: side(r.New), Counts: map[string]int{}, Entries: []entry{}}
	counts := r.Counts()
	for _, h := range compare.Harms() {
		d.Counts[h.String()] = counts[h]
	}
	for _, e := range r.Entries {
		d.Entries = append(d.Entries, entry{
			Harm: e.Harm, Code: e.Code, Wire: e.Wire, Text: e.Text, From: e.From, To: e.To, GoOld: e.GoOld, GoNew: e.GoNew,
			Symbols: e.Symbols, Operations: e.Operations, OldAt: placeOf(e.OldAt), NewAt: placeOf(e.NewAt), Also: e.Also,
		})
	}
	if opt.Replay != nil {
		d.Replay = &replay{Samples: opt.Replay.Samples, Skipped: opt.Replay.Skipped, Groups: []replayGroup{}}
		for _, g := range opt.Replay.Groups {
			d.Replay.Groups = append(d.Replay.Groups, replayGroup(g))
		}
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(d)
}

func placeOf(p diag.At) *at {
	if p.File == "" {
		return nil
	}
	return &at{p.Text(), p.Line, p.Pointer}
}

package traffic_test

import (
	"bytes"
	"testing"

	"github.com/azbill/azbill/traffic"
	"github.com/azbill/azbill/traffic/embedded"
)

// No recording makes the reader or the checker fail, and every problem has a file, a code and a message.
func FuzzRead(f *testing.F) {
	for _, text := range recordings {
		f.Add([]byte(text), "")
		f.Add([]byte(zip(text)), "")
	}
	f.Add([]byte(page), "Budgets_List")
	use, newer, err := embedded.Find()
	if err != nil {
		f.Fatal(err)
	}
	checker := traffic.NewChecker(use, newer)
	f.Fuzz(func(t *testing.T, text []byte, operation string) {
		drift := traffic.NewDrift()
		for x, p := range traffic.Read("f", bytes.NewReader(text), traffic.ReadOptions{Operation: operation}) {
			if p != nil {
				if p.File != "f" || p.Code == "" || p.Message == "" {
					t.Errorf("an incomplete problem: %#v", p)
				}
				drift.AddProblem(p)
				continue
			}
			checker.Check(x, drift)
		}
		for _, e := range drift.Report().Drift {
			if e.Class == traffic.Lossy {
				t.Errorf("decoding and encoding changes a value: %s", lines(drift.Report()))
			}
		}
	})
}

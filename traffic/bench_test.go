package traffic_test

import (
	"bytes"
	"os"
	"testing"

	"github.com/azbill/azbill/traffic"
	"github.com/azbill/azbill/traffic/embedded"
)

func BenchmarkPage(b *testing.B) {
	text, err := os.ReadFile(os.Getenv("AZBILL_PAGE"))
	if err != nil {
		b.Skip("AZBILL_PAGE names no page")
	}
	use, newer, err := embedded.Find("consumption@2024-08-01")
	if err != nil {
		b.Fatal(err)
	}
	checker := traffic.NewChecker(use, newer)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		drift := traffic.NewDrift()
		for x, problem := range traffic.Read("page", bytes.NewReader(text), traffic.ReadOptions{}) {
			if problem != nil {
				b.Fatal(problem)
			}
			checker.Check(x, drift)
		}
		if !drift.Report().OK() {
			b.Fatal("drift")
		}
	}
}

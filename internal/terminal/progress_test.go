package terminal

import (
	"bytes"
	"strings"
	"testing"
	"time"
)

// Progress repeats one line and leaves it empty.
func TestProgress(t *testing.T) {
	p := &Progress{quit: make(chan struct{}), gone: make(chan struct{})}
	shown := make(chan string, 100)
	go p.show(writerFunc(func(b []byte) { shown <- string(b) }), func() string { return "gen: 2 of 3 documents" }, time.Millisecond)
	if got := <-shown; got != "\rgen: 2 of 3 documents" {
		t.Errorf("shown %q", got)
	}
	p.Stop()
	close(shown)
	last := ""
	for got := range shown {
		last = got
	}
	if strings.Trim(last, "\r ") != "" || !strings.HasSuffix(last, "\r") {
		t.Errorf("at the end %q", last)
	}
}

// A log is not a terminal: only what a script can use belongs there.
func TestNoProgressOffTerminal(t *testing.T) {
	for _, log := range []*bytes.Buffer{nil, {}} {
		var p *Progress
		if log == nil {
			p = NewProgress(nil, func() string { t.Error("asked"); return "" })
		} else {
			p = NewProgress(log, func() string { t.Error("asked"); return "" })
		}
		time.Sleep(2 * time.Millisecond)
		p.Stop()
		if log != nil && log.Len() > 0 {
			t.Errorf("got %q", log)
		}
	}
}

type writerFunc func([]byte)

func (f writerFunc) Write(b []byte) (int, error) { f(b); return len(b), nil }

package terminal

import (
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"
)

// Progress shows on one line of a terminal how far a run is. Anywhere else it is silent.
type Progress struct {
	quit, gone chan struct{}
}

// patience is how long a run takes before it shows progress.
const patience = time.Second

// NewProgress shows what line returns, from the first second of a run on, until Stop. Line is called by another goroutine.
// A nil w shows nothing.
func NewProgress(w io.Writer, line func() string) *Progress {
	if w == nil || !Is(w) {
		return nil
	}
	p := &Progress{quit: make(chan struct{}), gone: make(chan struct{})}
	go p.show(w, line, patience)
	return p
}

func (p *Progress) show(w io.Writer, line func() string, wait time.Duration) {
	defer close(p.gone)
	shown := 0
	for {
		select {
		case <-time.After(wait):
			text := line()
			fmt.Fprintf(w, "\r%-*s", shown, text)
			shown, wait = utf8.RuneCountInString(text), 200*time.Millisecond
		case <-p.quit:
			if shown > 0 {
				fmt.Fprintf(w, "\r%s\r", strings.Repeat(" ", shown))
			}
			return
		}
	}
}

// Stop clears the line, so that what follows starts on an empty one. It may be called on nil.
func (p *Progress) Stop() {
	if p != nil {
		close(p.quit)
		<-p.gone
	}
}

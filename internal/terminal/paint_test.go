package terminal

import (
	"bytes"
	"errors"
	"testing"
)

// Lines are painted whole, in however many pieces they arrive.
func TestPainter(t *testing.T) {
	var b bytes.Buffer
	p := &painter{w: &b, colour: Diff}
	for _, piece := range []string{"@@\n-go", "es\n+com", "es\n", " stays\n"} {
		if n, err := p.Write([]byte(piece)); n != len(piece) || err != nil {
			t.Fatal(n, err)
		}
	}
	if want := "@@\n\x1b[31m-goes\x1b[0m\n\x1b[32m+comes\x1b[0m\n stays\n"; b.String() != want {
		t.Errorf("got %q, want %q", &b, want)
	}
	p.w = writerError{}
	if _, err := p.Write([]byte("x\n")); err == nil {
		t.Error("a failing write goes unnoticed")
	}
}

// What is not a terminal gets what is written, unchanged.
func TestNotPainted(t *testing.T) {
	var b bytes.Buffer
	if w := Painted(&b, Diff); w != &b {
		t.Errorf("got %T", w)
	}
}

type writerError struct{}

func (writerError) Write([]byte) (int, error) { return 0, errors.New("no space left") }

package measure

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"

	"github.com/azbill/azbill/bench/internal/gentool"
	"github.com/azbill/azbill/bench/payload"
)

// Stream is one peer on a long page of charges, in a process of its own, so that the peak of its
// memory is its own too.
type Stream struct {
	Peer, How string
	Bytes     int64
	Elements  int
	Usage     gentool.Usage
	Err       string // why it did not finish; empty when it did
}

// WritePage writes a page of charges of at least size bytes to a file.
func WritePage(path string, size int64) error {
	f, err := os.Create(path)
	if err != nil {
		return fmt.Errorf("make page: %w", err)
	}
	w := bufio.NewWriterSize(f, 1<<20)
	_, err = io.Copy(w, payload.ChargesStream(size))
	for _, e := range []error{err, w.Flush(), f.Close()} {
		if e != nil {
			return fmt.Errorf("write page: %w", e)
		}
	}
	return nil
}

// Streams has every peer read the page in the file, of size bytes. program gives the path of the program that serves the
// named peer.
func Streams(ctx context.Context, bin string, peers []Peer, page string, size int64, program func(peer string) string) []Stream {
	var out []Stream
	for _, p := range peers {
		if p.Stream == nil {
			continue
		}
		s := Stream{Peer: p.Name, How: p.StreamNote, Bytes: size}
		printed, usage, err := gentool.Output(bin, exec.CommandContext(ctx, program(p.Name), "stream", p.Name, page))
		s.Usage = usage
		if err == nil {
			s.Elements, err = strconv.Atoi(strings.TrimSpace(string(printed)))
		}
		if err != nil {
			s.Err = err.Error()
		}
		out = append(out, s)
	}
	return out
}

package serve

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"time"

	"github.com/azbill/azbill/bench/codec"
)

// Main is the main function of a program that serves these peers: it answers requests until its standard input ends.
//
//	PROGRAM                     answer requests
//	PROGRAM stream PEER FILE    read a long page and print the number of its elements
func Main(peers []*codec.Peer) {
	l := &Local{Peers: peers}
	if err := l.run(os.Args[1:], os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, filepath.Base(os.Args[0])+":", err)
		os.Exit(1)
	}
}

func (l *Local) run(args []string, r io.Reader, w io.Writer) error {
	if len(args) == 0 {
		return l.serve(r, w)
	}
	if len(args) != 3 || args[0] != "stream" {
		return errors.New("give no arguments, or: stream PEER FILE")
	}
	n, err := l.Stream(args[1], args[2])
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(w, n)
	return err
}

// request asks for one call of a Runner; reply is its answer.
type request struct {
	Call string // "calibrate", "sample", "output"
	Task Task
	Want time.Duration
	N    int
}

type reply struct {
	N      int
	Sample Sample
	Output []byte
	Err    string
}

// heldBesides is what a program holds besides the values that are measured, as a service does. In a program that holds
// nothing, a collection comes every 4 MB, and the fixed sum that it takes, of the order of a millisecond of two cores, is
// most of what a small message costs, whoever reads it.
const heldBesides = 64 << 20

func (l *Local) serve(r io.Reader, w io.Writer) error {
	held := make([]byte, heldBesides) // never touched, so that it takes no memory and no marking
	defer runtime.KeepAlive(held)
	in, out := json.NewDecoder(r), json.NewEncoder(w)
	for {
		var q request
		if err := in.Decode(&q); err != nil {
			if errors.Is(err, io.EOF) {
				return nil
			}
			return fmt.Errorf("read request: %w", err)
		}
		if err := out.Encode(l.answer(q)); err != nil {
			return fmt.Errorf("write reply: %w", err)
		}
	}
}

func (l *Local) answer(q request) (a reply) {
	var err error
	switch q.Call {
	case "calibrate":
		a.N, err = l.Calibrate(q.Task, q.Want)
	case "sample":
		a.Sample, err = l.Sample(q.Task, q.N)
	case "output":
		a.Output, err = l.Output(q.Task)
	default:
		err = fmt.Errorf("no call named %q", q.Call)
	}
	if err != nil {
		a.Err = err.Error()
	}
	return a
}

// Client is a Runner over the peers of a running program.
type Client struct {
	cmd    *exec.Cmd
	in     io.WriteCloser
	out    *json.Decoder
	stderr bytes.Buffer
	ended  error // why there are no more answers
}

// Start starts a program whose main function is Main. It ends with the context, or when it is closed.
func Start(ctx context.Context, program string) (*Client, error) {
	c := &Client{cmd: exec.CommandContext(ctx, program)}
	c.cmd.Stderr = &c.stderr
	out, err := c.cmd.StdoutPipe()
	if err == nil {
		c.out = json.NewDecoder(out)
		c.in, err = c.cmd.StdinPipe()
	}
	if err == nil {
		err = c.cmd.Start()
	}
	if err != nil {
		return nil, fmt.Errorf("start %s: %w", program, err)
	}
	return c, nil
}

// Close ends the program. One that has ended by itself has said so in the answer that it did not give.
func (c *Client) Close() error {
	if c.ended != nil {
		return nil
	}
	c.ended = errors.New("closed")
	err := c.in.Close()
	if wait := c.cmd.Wait(); err == nil {
		err = wait
	}
	return err
}

// Calibrate implements Runner.
func (c *Client) Calibrate(t Task, want time.Duration) (int, error) {
	a, err := c.ask(request{Call: "calibrate", Task: t, Want: want})
	return a.N, err
}

// Sample implements Runner.
func (c *Client) Sample(t Task, n int) (Sample, error) {
	a, err := c.ask(request{Call: "sample", Task: t, N: n})
	return a.Sample, err
}

// Output implements Runner.
func (c *Client) Output(t Task) ([]byte, error) {
	a, err := c.ask(request{Call: "output", Task: t})
	return a.Output, err
}

func (c *Client) ask(q request) (a reply, err error) {
	if c.ended != nil {
		return a, c.ended
	}
	if err = json.NewEncoder(c.in).Encode(q); err == nil {
		err = c.out.Decode(&a)
	}
	if err != nil {
		_ = c.in.Close() // ends it, if it has not ended already
		c.ended = fmt.Errorf("program %s ended: %w\n%s", filepath.Base(c.cmd.Path), errors.Join(c.cmd.Wait(), err), c.stderr.Bytes())
		return a, c.ended
	}
	if a.Err != "" {
		return a, errors.New(a.Err)
	}
	return a, nil
}

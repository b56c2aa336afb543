package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/azbill/azbill/bench/internal/measure"
	"github.com/azbill/azbill/bench/internal/serve"
	"github.com/azbill/azbill/bench/peers"
)

// field is the peers and the floors, each in its running program; empty when no part needs them.
type field struct {
	peers, floors []measure.Peer
	program       map[string]string // path, by peer
	dir           string            // for payloads
	running       []*serve.Client
}

// start builds the programs and starts them.
func start(ctx context.Context, out string) (*field, error) {
	bin, err := filepath.Abs(filepath.Join(out, "programs"))
	if err != nil {
		return nil, fmt.Errorf("resolve %s: %w", out, err)
	}
	build := exec.CommandContext(ctx, "go", "build", "-tags", peers.Tag, "-o", bin+string(filepath.Separator), "./programs/...")
	if said, err := build.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("build the peers' programs: %w\n%s", err, said)
	}
	f := &field{program: map[string]string{}}
	if f.dir, err = os.MkdirTemp("", "bench-payloads-"); err != nil {
		return nil, fmt.Errorf("make folder: %w", err)
	}
	for _, p := range peers.Programs() {
		served, err := f.serve(ctx, bin, p)
		if err != nil {
			return nil, errors.Join(err, f.close())
		}
		f.peers = append(f.peers, served...)
	}
	if f.floors, err = f.serve(ctx, bin, peers.Floors()); err != nil {
		return nil, errors.Join(err, f.close())
	}
	return f, nil
}

func (f *field) serve(ctx context.Context, bin string, p peers.Program) ([]measure.Peer, error) {
	path := filepath.Join(bin, p.Name)
	client, err := serve.Start(ctx, path)
	if err != nil {
		return nil, err
	}
	f.running = append(f.running, client)
	var served []measure.Peer
	for _, peer := range p.Peers {
		served = append(served, measure.Peer{Peer: peer, Run: client})
		f.program[peer.Name] = path
	}
	return served, nil
}

func (f *field) close() error {
	var errs []error
	for _, c := range f.running {
		errs = append(errs, c.Close())
	}
	return errors.Join(append(errs, os.RemoveAll(f.dir))...)
}

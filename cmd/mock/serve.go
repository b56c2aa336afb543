package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/azbill/azbill/generator"
	"github.com/azbill/azbill/internal/plan"
	"github.com/azbill/azbill/mock"
	"github.com/azbill/azbill/mock/document"
	"github.com/azbill/azbill/openapi/diag"
	"github.com/azbill/azbill/specs"
	"github.com/azbill/azbill/wire/rest"
)

// Limits of the server.
const (
	maxConnections = 4096
	maxHeader      = 64 << 10 // bytes
	headerTimeout  = 10 * time.Second
	readTimeout    = time.Minute
	idleTimeout    = 2 * time.Minute
	stopTimeout    = 5 * time.Second
	saveInterval   = time.Second
)

// serve answers requests until ctx ends.
func (o *options) serve(ctx context.Context, say io.Writer) error {
	h, about, err := o.handler()
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", o.listen)
	if err != nil {
		return fmt.Errorf("-listen: %w", err)
	}
	address := listener.Addr().(*net.TCPAddr)
	server := &http.Server{
		Handler: h, MaxHeaderBytes: maxHeader, ReadHeaderTimeout: headerTimeout, ReadTimeout: readTimeout, IdleTimeout: idleTimeout,
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	saved := make(chan error, 1)
	if o.state.file != "" {
		if err := h.Restore(o.state.file); err != nil && !errors.Is(err, fs.ErrNotExist) {
			listener.Close()
			return err
		}
		go func() { saved <- h.KeepSaved(ctx, o.state.file, saveInterval) }()
	}
	for _, line := range append(about, fmt.Sprintf("listening on http://%s/ (stop with Ctrl-C)", address)) {
		fmt.Fprintf(say, "mock: %s\n", line)
	}
	if !address.IP.IsLoopback() {
		fmt.Fprintf(say, "mock: warning: %s can be reached from other machines, without any credential\n", address)
	}
	served := make(chan error, 1)
	go func() {
		served <- server.Serve(&limited{Listener: listener, free: make(chan struct{}, maxConnections)})
	}()
	select {
	case err = <-served:
	case err = <-saved:
		saved <- nil
	case <-ctx.Done():
	}
	stopping, done := context.WithTimeout(context.Background(), stopTimeout)
	defer done()
	if stop := server.Shutdown(stopping); stop != nil {
		server.Close() // what is not answered by now is cut off
	}
	cancel()
	if o.state.file != "" {
		err = errors.Join(err, <-saved)
	}
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}

// handler makes the handler of the documents that the flags name, and says what it serves and what it does not.
func (o *options) handler() (h *mock.Handler, about []string, err error) {
	packages, err := o.packages()
	if err != nil {
		return nil, nil, err
	}
	opts, err := o.options()
	if err != nil {
		return nil, nil, err
	}
	var tables []*rest.Table
	for _, p := range packages {
		d, err := document.Read(p)
		if err != nil {
			return nil, nil, err
		}
		tables = append(tables, d.Table)
		if len(tables) > 1 {
			opts = append(opts, mock.API(d.Table))
		}
		opts = append(opts, mock.With(d.Samples...))
		for _, problem := range d.Problems {
			about = append(about, "left out: "+problem.Error())
		}
		about = append(about, fmt.Sprintf("%s: %d operations, %d examples of the document", p.Source, len(d.Table.Operations), len(d.Samples)))
	}
	if len(tables) == 0 {
		return nil, nil, errors.New("there is no document to serve")
	}
	h = mock.New(tables[0], opts...)
	for _, problem := range h.Problems() {
		about = append(about, "left out: "+problem.Error())
	}
	return h, about, nil
}

// packages are the packages whose documents are served: those that come with azbill, if no flag names any.
func (o *options) packages() ([]generator.Package, error) {
	var problems diag.List
	var out []generator.Package
	limits := generator.DefaultLimits()
	if len(o.apis)+len(o.specs) == 0 && o.config == "" {
		for _, d := range specs.Documents() {
			o.apis = append(o.apis, d.API())
		}
	}
	for _, api := range o.apis {
		out = append(out, plan.One(plan.Entry{API: api, Out: "mock", Where: "-api " + api}, "", limits, &problems).Packages...)
	}
	for _, spec := range o.specs {
		out = append(out, plan.One(plan.Entry{Specs: []string{spec}, Out: "mock/{file}", Root: o.root, Lenient: o.lenient, Where: "-spec " + spec}, o.names, limits, &problems).Packages...)
	}
	if o.config != "" {
		out = append(out, plan.Read(o.config, limits, &problems).Packages...)
	}
	return out, problems.Err()
}

// limited accepts no more connections than there is room for.
type limited struct {
	net.Listener
	free chan struct{}
}

func (l *limited) Accept() (net.Conn, error) {
	l.free <- struct{}{}
	c, err := l.Listener.Accept()
	if err != nil {
		<-l.free
		return nil, err
	}
	return &counted{Conn: c, leave: sync.OnceFunc(func() { <-l.free })}, nil
}

// counted is a connection that gives its room back when it is closed.
type counted struct {
	net.Conn
	leave func()
}

func (c *counted) Close() error {
	c.leave()
	return c.Conn.Close()
}

// SetLinger lets a fault reset the connection.
func (c *counted) SetLinger(seconds int) error {
	if tcp, ok := c.Conn.(*net.TCPConn); ok {
		return tcp.SetLinger(seconds)
	}
	return nil
}

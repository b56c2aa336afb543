package guard

import (
	"os"
	"runtime/debug"
	"syscall"
	"testing"
	"unsafe"
)

// Memory is some pages between two that cannot be accessed.
type Memory struct{ pages []byte }

// New returns at least that many bytes, until the test ends.
func New(t testing.TB, bytes int) *Memory {
	t.Helper()
	page := os.Getpagesize()
	size := (bytes + page - 1) / page * page
	all, err := syscall.Mmap(-1, 0, size+2*page, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_ANON|syscall.MAP_PRIVATE)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := syscall.Munmap(all); err != nil {
			t.Error(err)
		}
	})
	for _, edge := range [][]byte{all[:page], all[page+size:]} {
		if err := syscall.Mprotect(edge, syscall.PROT_NONE); err != nil {
			t.Fatal(err)
		}
	}
	return &Memory{pages: all[page : page+size : page+size]}
}

// Last returns the last n bytes. Nothing can be accessed behind them.
func (m *Memory) Last(n int) []byte { return m.pages[len(m.pages)-n:] }

// First returns the first n bytes. Nothing can be accessed before them.
func (m *Memory) First(n int) []byte { return m.pages[:n:n] }

// Text returns a copy of s as the last bytes.
func (m *Memory) Text(s string) []byte {
	b := m.Last(len(s))
	copy(b, s)
	return b
}

// String is Text as a string, which changes with the memory.
func (m *Memory) String(s string) string {
	b := m.Text(s)
	return unsafe.String(unsafe.SliceData(b), len(b))
}

// Access runs f and fails the test if f accesses memory that it may not.
func Access(t testing.TB, f func(), format string, args ...any) {
	t.Helper()
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		fault := recover()
		if fault == nil {
			return
		}
		if _, ok := fault.(interface{ Addr() uintptr }); !ok {
			panic(fault)
		}
		t.Fatalf(format+": accesses memory outside of its text", args...)
	}()
	f()
}

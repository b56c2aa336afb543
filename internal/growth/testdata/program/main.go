// Command work runs each operation of generated types on hostile inputs of three sizes and reports what that takes. It is
// built with -cover, so that the blocks of statements executed are counted: unlike time they are the same on every machine.
//
//	work [-run REGEXP] [-scale N]
//
// A line is printed for each run: the name, the size, the steps, the bytes allocated, and nanoseconds.
package main

import (
	"bytes"
	"encoding/binary"
	"flag"
	"fmt"
	"os"
	"regexp"
	"runtime"
	"runtime/coverage"
	"time"
)

// A run is one operation on one input, which has been made before.
type run func()

// A kase makes an input of size n and returns what to measure.
type kase struct {
	name string
	n    int
	make func(n int) run
}

// deep is more levels than decoding allows: smaller sizes may count levels, which cannot be scaled.
const deep = 100

func main() {
	pattern := flag.String("run", "", "a regular expression of names")
	scale := flag.Int("scale", 1, "how many times as large the inputs are that can be")
	flag.Parse()
	re := regexp.MustCompile(*pattern)
	for _, k := range cases() {
		if !re.MatchString(k.name) {
			continue
		}
		if k.n >= deep {
			k.n *= *scale
		}
		k.make(k.n / 4)() // what is made once, such as compiled patterns and the order of members
		for _, factor := range []int{1, 4, 16} {
			measure(k, factor)
		}
	}
}

func measure(k kase, factor int) {
	do := k.make(factor * k.n)
	runtime.GC()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	check(coverage.ClearCounters())
	start := time.Now()
	do()
	took := time.Since(start)
	var counters bytes.Buffer
	runtime.ReadMemStats(&after)
	check(coverage.WriteCounters(&counters))
	fmt.Printf("%s\t%d\t%d\t%d\t%d\n", k.name, factor*k.n, steps(counters.Bytes()), after.TotalAlloc-before.TotalAlloc, took.Nanoseconds())
}

// steps adds the counters up. They come as a header of 32 bytes, one of a segment, of which the number of functions and the
// lengths of two tables to pass are what counts here, and for each function the number of its counters, two numbers that
// name it, and the counters.
func steps(b []byte) (sum uint64) {
	const raw = 1 // the flavor that has numbers of four bytes
	functions := binary.LittleEndian.Uint64(b[32:])
	flavor := b[24]
	b = b[48+binary.LittleEndian.Uint32(b[40:])+binary.LittleEndian.Uint32(b[44:]):]
	next := func() uint64 {
		if flavor == raw {
			v := binary.LittleEndian.Uint32(b)
			b = b[4:]
			return uint64(v)
		}
		v, n := binary.Uvarint(b)
		b = b[n:]
		return v
	}
	for range functions {
		n := next()
		next()
		next()
		for range n {
			sum += next()
		}
	}
	return sum
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

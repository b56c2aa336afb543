// Package jsondiff tells what a round trip did to a JSON value: nothing, or which kinds of loss.
package jsondiff

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math/big"
	"strconv"
	"strings"
	"time"
)

// Kind is a kind of difference between what went in and what came out.
type Kind string

// The kinds, the gravest last.
const (
	Literal Kind = "number respelled" // 500.0 came back as 500: the same number
	Date    Kind = "date respelled"   // another spelling of the same instant
	Null    Kind = "null dropped"     // an explicit null came back absent
	Added   Kind = "member added"
	Dropped Kind = "member dropped"
	Number  Kind = "number changed"
	String  Kind = "string changed"
	Other   Kind = "value changed" // another type, or a list of another length
)

// Kinds lists all kinds in the order of the tables.
var Kinds = []Kind{Dropped, Null, Added, Number, String, Other, Date, Literal}

// Difference is one place at which two values differ.
type Difference struct {
	Pointer string // RFC 6901
	Kind    Kind
	In, Out string // JSON texts; empty where there is none
}

// Diff compares two JSON texts as values; members' order and white space do not count. An error
// says which of them is malformed.
func Diff(in, out []byte) ([]Difference, error) {
	a, err := parse(in)
	if err != nil {
		return nil, fmt.Errorf("parse what went in: %w", err)
	}
	b, err := parse(out)
	if err != nil {
		return nil, fmt.Errorf("parse what came out: %w", err)
	}
	var d differ
	d.values("", a, b)
	return d.found, nil
}

func parse(data []byte) (any, error) {
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	var v any
	if err := dec.Decode(&v); err != nil {
		return nil, err
	}
	if _, err := dec.Token(); err != io.EOF {
		return nil, fmt.Errorf("more than one value")
	}
	return v, nil
}

type differ struct{ found []Difference }

func (d *differ) add(at string, k Kind, in, out any) {
	d.found = append(d.found, Difference{at, k, text(in), text(out)})
}

// absent stands for a member that is not there; nil is JSON null.
type absent struct{}

func text(v any) string {
	if _, ok := v.(absent); ok {
		return ""
	}
	b, err := json.Marshal(v)
	if err != nil {
		return err.Error()
	}
	return string(b)
}

func (d *differ) values(at string, a, b any) {
	switch a := a.(type) {
	case map[string]any:
		if b, ok := b.(map[string]any); ok {
			d.objects(at, a, b)
			return
		}
	case []any:
		if b, ok := b.([]any); ok && len(a) == len(b) {
			for i := range a {
				d.values(at+"/"+strconv.Itoa(i), a[i], b[i])
			}
			return
		}
	case json.Number:
		if b, ok := b.(json.Number); ok {
			d.numbers(at, a, b)
			return
		}
	case string:
		if b, ok := b.(string); ok {
			d.strings(at, a, b)
			return
		}
	default: // true, false, null
		if a == b {
			return
		}
	}
	d.add(at, Other, a, b)
}

func (d *differ) objects(at string, a, b map[string]any) {
	for k, va := range a {
		p := at + "/" + strings.ReplaceAll(strings.ReplaceAll(k, "~", "~0"), "/", "~1")
		vb, ok := b[k]
		switch {
		case ok:
			d.values(p, va, vb)
		case va == nil:
			d.add(p, Null, va, absent{})
		default:
			d.add(p, Dropped, va, absent{})
		}
	}
	for k, vb := range b {
		if _, ok := a[k]; !ok {
			d.add(at+"/"+k, Added, absent{}, vb)
		}
	}
}

func (d *differ) numbers(at string, a, b json.Number) {
	if a == b {
		return
	}
	ra, okA := rat(a)
	rb, okB := rat(b)
	if okA && okB && ra.Cmp(rb) == 0 {
		d.add(at, Literal, a, b)
		return
	}
	d.add(at, Number, a, b)
}

// rat reads a literal exactly; one with an exponent beyond any amount of money is not read, since
// it would be expanded to that many digits.
func rat(n json.Number) (*big.Rat, bool) {
	if _, exp, ok := strings.Cut(strings.ToLower(n.String()), "e"); ok {
		if e, err := strconv.Atoi(exp); err != nil || e > 400 || e < -400 {
			return nil, false
		}
	}
	return new(big.Rat).SetString(n.String())
}

func (d *differ) strings(at, a, b string) {
	if a == b {
		return
	}
	ta, errA := time.Parse(time.RFC3339Nano, a)
	tb, errB := time.Parse(time.RFC3339Nano, b)
	if errA == nil && errB == nil && ta.Equal(tb) {
		d.add(at, Date, a, b)
		return
	}
	d.add(at, String, a, b)
}

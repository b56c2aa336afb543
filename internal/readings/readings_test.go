package readings

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/azbill/azbill/wire"
)

// thing stands for a generated struct.
type thing struct{ Name wire.Optional[string] }

// lenient is a member that reads anything as a number, which wrong has to notice.
type lenient struct {
	err      error
	mismatch bool
}

func (l lenient) Value() (int32, error)        { return 5, l.err }
func (l lenient) ValueOr(int32) (int32, error) { return 5, l.err }
func (l lenient) Get() (int32, bool)           { return 5, l.err == nil }
func (l lenient) OrZero() int32                { return 5 }
func (l lenient) IsZero() bool                 { return false }
func (l lenient) IsNull() bool                 { return false }
func (l lenient) IsMismatch() bool             { return l.mismatch }

func TestWrong(t *testing.T) {
	text := probe{`"x"`, []kind{text}}
	for _, c := range []struct {
		member lenient
		want   []string // what the problems begin with
	}{
		{lenient{}, []string{"the state is there", "Value returns 5", "ValueOr returns 5", "Get returns 5", "OrZero returns 5"}},
		{lenient{errors.New("other"), true}, []string{"Value returns 5", "ValueOr returns 5", "Get returns 5", "OrZero returns 5"}},
		{lenient{wire.ErrMismatch, true}, []string{"Value returns 5", "ValueOr returns 5", "Get returns 5", "OrZero returns 5"}},
	} {
		got := wrong(reflect.ValueOf(c.member), reflect.TypeFor[int32](), integer, text)
		if !slices.EqualFunc(got, c.want, strings.HasPrefix) {
			t.Errorf("%v: %q, want %q", c.member, got, c.want)
		}
	}
	if got := wrong(reflect.ValueOf(lenient{err: wire.ErrMismatch}), reflect.TypeFor[int32](), integer, probe{`7`, []kind{integer}}); len(got) != 3 {
		t.Errorf("a value that is not read: %q", got)
	}
}

func TestFits(t *testing.T) {
	for _, c := range []struct {
		typ  reflect.Type
		want string // the probes that fit
	}{
		{reflect.TypeFor[int32](), `"5" 7 5e0 0`},
		{reflect.TypeFor[bool](), `true false`},
		{reflect.TypeFor[wire.Decimal](), `"12.50" "5" 1.5 1e999 9223372036854775808 7 5e0 0`},
		{reflect.TypeFor[[]string](), `[]`},
		{reflect.TypeFor[[][]int32](), `[] [[0.0]]`},
		{reflect.TypeFor[[][]string](), `[]`},
		{reflect.TypeFor[[]thing](), `[] [[0.0]] [null] [{}]`},
		{reflect.TypeFor[map[string]string](), `{}`},
		{reflect.TypeFor[map[string]wire.Raw](), `{} {"a":[1.0]} {"a":null}`},
		{reflect.TypeFor[*thing](), `{} {"a":[1.0]} {"a":null}`},
	} {
		var got []string
		for _, p := range probes {
			if fits(p, c.typ, kindOf(c.typ)) {
				got = append(got, p.text)
			}
		}
		if got := strings.Join(got, " "); got != c.want {
			t.Errorf("%v: %s, want %s", c.typ, got, c.want)
		}
	}
}

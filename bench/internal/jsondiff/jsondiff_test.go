package jsondiff

import "testing"

func TestDiffNamesTheLoss(t *testing.T) {
	for _, c := range []struct {
		in, out string
		want    Kind // empty: no difference
	}{
		{`{"a":1,"b":[true,null]}`, `{ "b":[true,null], "a":1 }`, ""},
		{`{"a":500.0}`, `{"a":500}`, Literal},
		{`{"a":1e3}`, `{"a":1000}`, Literal},
		{`{"a":0.1}`, `{"a":0.10000000149011612}`, Number},
		{`{"a":1e999999999}`, `{"a":1e999999998}`, Number},
		{`{"a":null}`, `{}`, Null},
		{`{"a":"x"}`, `{}`, Dropped},
		{`{}`, `{"a":""}`, Added},
		{`{"a":"2019-03-01T00:00:00.0000000Z"}`, `{"a":"2019-03-01T00:00:00Z"}`, Date},
		{`{"a":"x"}`, `{"a":"y"}`, String},
		{`{"a":"1"}`, `{"a":1}`, Other},
		{`[1,2]`, `[1]`, Other},
		{`{"a":null}`, `{"a":false}`, Other},
	} {
		got, err := Diff([]byte(c.in), []byte(c.out))
		if err != nil {
			t.Errorf("%s: %v", c.in, err)
			continue
		}
		switch {
		case c.want == "" && len(got) == 0:
		case len(got) == 1 && got[0].Kind == c.want:
		default:
			t.Errorf("%s -> %s: %v, want %q", c.in, c.out, got, c.want)
		}
	}
}

func TestDiffRefusesMalformedText(t *testing.T) {
	for _, pair := range [][2]string{{`{`, `{}`}, {`{}`, `{"a":1,}`}, {`{}`, `{} {}`}} {
		if _, err := Diff([]byte(pair[0]), []byte(pair[1])); err == nil {
			t.Errorf("%q, %q: no error", pair[0], pair[1])
		}
	}
}

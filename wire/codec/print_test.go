package codec_test

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/azbill/azbill/wire"
)

func TestPrint(t *testing.T) {
	x := decode(t, `{"s":"a b","i":5,"d":"12.50","t":"2019-09-01","b":"1","names":["a","b"],"ratio":null,"z":[1.0],"y":"q","amount":7,"status":"Active"}`)
	for _, c := range []struct{ format, want string }{
		{fmt.Sprint(x.S, "|", x.I, x.L, x.Ratio), "a b|5 <absent> <null>"},
		{fmt.Sprintf("%q %05d %.1f %v", x.S, x.I, x.D, x.T), `"a b" 00005 12.5 2019-09-01`},
		{fmt.Sprintf("%v %+v %s", x.B, x.Amount, x.Self), `<mismatch: "1"> <mismatch: 7> <absent>`},
		{fmt.Sprint(x.Names, x.Status), "[a b] Active"},
		{fmt.Sprintf("%v %s", x.Extra, wire.Extra{}), `{"z":[1.0],"y":"q"} {}`},
		{fmt.Sprintf("%q", x.Extra), `"{\"z\":[1.0],\"y\":\"q\"}"`},
		{x.S.String() + x.L.String() + x.Amount.String(), "a b<absent><mismatch: 7>"},
		{fmt.Sprint(wire.Some(wire.Raw{}), wire.Null[wire.Raw]()), "null <null>"},
	} {
		if c.format != c.want {
			t.Errorf("printed %s, want %s", c.format, c.want)
		}
	}
}

func TestLog(t *testing.T) {
	x := decode(t, `{"s":"a b","i":5,"d":12.50,"t":"2019-09-01","r":{"a":1},"b":"1","names":["a","b"],"ratio":null,"z":[1.0]}`)
	args := []any{"s", x.S, "i", x.I, "d", x.D, "t", x.T, "r", x.R, "b", x.B, "names", x.Names, "ratio", x.Ratio, "self", x.Self, "extra", x.Extra}
	for _, c := range []struct {
		handler func(*bytes.Buffer) slog.Handler
		want    string
	}{
		{
			func(b *bytes.Buffer) slog.Handler { return slog.NewTextHandler(b, nil) },
			`msg=m s="a b" i=5 d=12.50 t=2019-09-01 r="{\"a\":1}" b="<mismatch: \"1\">" names="[a b]" ratio=<null> self=<absent> extra="{\"z\":[1.0]}"`,
		},
		{
			func(b *bytes.Buffer) slog.Handler { return slog.NewJSONHandler(b, nil) },
			`"msg":"m","s":"a b","i":5,"d":"12.50","t":"2019-09-01","r":"{\"a\":1}","b":"<mismatch: \"1\">","names":"[a b]","ratio":"<null>","self":"<absent>","extra":"{\"z\":[1.0]}"}`,
		},
	} {
		var b bytes.Buffer
		slog.New(c.handler(&b)).Info("m", args...)
		if got := strings.TrimSpace(b.String()); !strings.HasSuffix(got, c.want) {
			t.Errorf("logged %s\nwant %s", got, c.want)
		}
	}
}

// TestSecret prints secrets in every way.
func TestSecret(t *testing.T) {
	const text = "hunter2"
	secret := wire.Secret(text)
	member := wire.Some(secret)
	var mismatch wire.Optional[wire.Secret]
	if err := mismatch.UnmarshalJSON([]byte(`["hunter2"]`)); err != nil {
		t.Fatal(err)
	}
	_, err := mismatch.Value()
	if !errors.Is(err, wire.ErrMismatch) {
		t.Errorf("a list reads as a secret: %v", err)
	}
	list := wire.Some([]wire.Secret{secret})
	type user struct {
		Password wire.Optional[wire.Secret]
		Plain    wire.Secret
	}
	for _, v := range []any{secret, &secret, member, &member, mismatch, list, []wire.Secret{secret}, map[string]wire.Secret{"a": secret}, user{member, secret}, &user{member, secret}, err} {
		for _, verb := range strings.Split("v +v #v s q d x X T t b c o U e f g", " ") {
			if got := fmt.Sprintf("%"+verb, v); strings.Contains(got, text) || strings.Contains(got, fmt.Sprintf("%x", text)) {
				t.Errorf("%%%s of %T prints %s", verb, v, got)
			}
		}
		for _, handler := range []func(*bytes.Buffer) slog.Handler{
			func(b *bytes.Buffer) slog.Handler { return slog.NewTextHandler(b, nil) },
			func(b *bytes.Buffer) slog.Handler { return slog.NewJSONHandler(b, nil) },
		} {
			if _, isValuer := v.(slog.LogValuer); !isValuer {
				continue // package slog encodes it as JSON, which has the text
			}
			var b bytes.Buffer
			if slog.New(handler(&b)).Info("m", "v", v); strings.Contains(b.String(), text) {
				t.Errorf("%T is logged: %s", v, &b)
			}
		}
	}
	if got, err := member.MarshalJSON(); err != nil || string(got) != `"hunter2"` {
		t.Errorf("JSON has %s, %v", got, err)
	}
	if v, err := member.Value(); string(v) != text || err != nil {
		t.Errorf("the text is %q, %v", string(v), err)
	}
}

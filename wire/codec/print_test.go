package codec_test

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/azbill/azbill/wire"
	"github.com/azbill/azbill/wire/internal/sample"
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

// printed prints v with every verb, in its methods, and through package slog.
func printed(v any) []string {
	var out []string
	for _, verb := range strings.Split("v +v #v s q d x X T t b c o U e f g", " ") {
		out = append(out, fmt.Sprintf("%"+verb, v), fmt.Sprintf("%"+verb, []any{v}))
	}
	out = append(out, v.(fmt.Stringer).String(), fmt.Sprint(v.(slog.LogValuer).LogValue()))
	var b bytes.Buffer
	slog.New(slog.NewTextHandler(&b, nil)).Info("m", "v", v, slog.Group("g", "v", v))
	slog.New(slog.NewJSONHandler(&b, nil)).Info("m", "v", v, slog.Group("g", "v", v))
	return append(out, b.String())
}

// TestSecretsOfGeneratedTypes prints generated types with a secret in each place.
func TestSecretsOfGeneratedTypes(t *testing.T) {
	const s = `"hunter2"`
	for _, text := range []string{
		`"password":` + s, `"password":[` + s + `]`, `"level":` + s, `"level":{"a":` + s + `}`, `"keys":[` + s + `]`, `"keys":[null,[` + s + `]]`, `"keys":` + s,
		`"tokens":["a",` + s + `]`, `"tokens":[` + s + `,null]`, `"named":{"a":[` + s + `]}`, `"named":{"a":[` + s + `,1],"b":[[` + s + `]]}`, `"named":{"a":` + s + `}`,
		`"pin":` + s, `"pin":[` + s + `]`, `"since":` + s, `"since":{"a":` + s + `}`, `"blob":` + s, `"blob":{"a":[` + s + `]}`, `"owner":{"code":` + s + `}`, `"owner":` + s,
		`"free":{"password":` + s + `}`, `"free":[{"a":{"keys":[` + s + `]}}]`, `"unknown":{"password":` + s + `}`, `"unknown":[1,{"secretKey":` + s + `}]`,
		`"doors":[{"opens":"key","secretKey":` + s + `}]`, `"doors":[{"opens":"new","secretKey":` + s + `}]`, `"doors":[{"opens":"new","a":[{"pin":` + s + `}]}]`,
		`"doors":{"secretKey":` + s + `}`, `"inner":{"password":` + s + `}`, `"inner":{"inner":{"named":{"a":[` + s + `]}}}`, `"inner":[{"password":` + s + `}]`,
		`"doors":[[{"secretKey":` + s + `}]]`, `"doors":[{"opens":"key","unknown":{"level":` + s + `}}]`,
	} {
		text = `{"name":"n",` + text + `}`
		x, err := sample.DecodeVault([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		values := []any{*x, x, wire.SomeObject(*x), wire.Some([]sample.Vault{*x}), wire.Some(map[string]sample.Vault{"a": *x}), x.Password, x.Level, x.Keys, x.Tokens, x.Named, x.Pin, x.Since, x.Blob, x.Owner, &x.Owner, x.Inner, x.Doors}
		for _, err := range []error{
			second(x.Password.Value()), second(x.Level.Value()), second(x.Keys.Value()), second(x.Named.Value()), second(x.Pin.Value()), second(x.Since.Value()),
			second(x.Blob.Value()), second(x.Owner.Value()), second(x.Owner.ValueOr(nil)), second(x.Pin.ValueOr(wire.Decimal{})), second(x.Inner.Value()), second(x.Doors.Value()),
		} {
			if got := fmt.Sprintf("%v %+v", err, err); strings.Contains(got, "hunter2") {
				t.Errorf("an error of %s: %s", text, got)
			}
		}
		for _, door := range x.Doors.OrZero() {
			values = append(values, door, &door)
			if door.Variant != nil {
				values = append(values, door.Variant)
			}
		}
		for _, v := range values[:5] {
			if got := fmt.Sprint(v); !strings.Contains(got, "name:n") {
				t.Errorf("%T of %s prints as %s", v, text, got)
			}
		}
		for _, v := range values {
			for _, got := range printed(v) {
				if strings.Contains(got, "hunter2") || strings.Contains(strings.ToLower(got), fmt.Sprintf("%x", "hunter2")) {
					t.Errorf("%T of %s prints as %s", v, text, got)
				}
			}
		}
		encodes(t, x, string(x.AppendJSON(nil)))
		sameValue(t, x.AppendJSON(nil), []byte(text))
	}
	for _, text := range []string{`"pin":98765432101`, `"pin":"98765432101"`, `"pin":["98765432101"]`, `"since":"98765432101-01-01"`, `"blob":98765432101`, `"blob":[{"a":98765432101}]`, `"owner":{"code":98765432101}`, `"owner":[98765432101]`} {
		x, err := sample.DecodeVault([]byte(`{` + text + `}`))
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range []any{*x, x.Pin, x.Since, x.Blob, x.Owner, &x.Pin} {
			for _, got := range printed(v) {
				if strings.Contains(got, "98765432101") || strings.Contains(got, "16fee0e525") {
					t.Errorf("%T of %s prints as %s", v, text, got)
				}
			}
		}
	}
	set := sample.Vault{Pin: wire.SecretOptional[wire.Decimal]{Optional: wire.Some(wire.DecimalOf(98765432101))}}
	set.Owner.Ensure().Code = wire.Some("98765432101")
	if got := fmt.Sprint(set, set.Pin, set.Owner, wire.SecretOptional[bool]{}, wire.SecretObject[sample.Amount]{Object: wire.NullObject[sample.Amount]()}); got != "{pin:REDACTED owner:REDACTED} REDACTED REDACTED <absent> <null>" {
		t.Errorf("secrets that were set print as %s", got)
	}
	if got := string(set.AppendJSON(nil)); got != `{"pin":98765432101,"owner":{"code":"98765432101"}}` {
		t.Errorf("secrets that were set are encoded as %s", got)
	}
	other := sample.Vault{Pin: set.Pin, Owner: wire.SecretObject[sample.VaultOwner]{Object: wire.SomeObject(set.Owner.OrZero())}}
	if !set.Pin.Equal(other.Pin) || !set.Owner.Equal(other.Owner) || set.Pin.Equal(wire.SecretOptional[wire.Decimal]{}) || set.Owner.Equal(wire.SecretObject[sample.VaultOwner]{}) {
		t.Error("equal secrets differ, or different ones are equal")
	}
	x, err := sample.DecodeVault([]byte(`{"name":"n","pin":1,"keys":["a"],"free":{"password":1,"a":[{"b":null}]},"doors":[{"opens":"new","secretKey":[1],"b":{"c":2}}]}`))
	if want := `{name:n keys:[REDACTED] pin:REDACTED free:{"password":"REDACTED","a":[{"b":null}]} doors:[UnknownDoor{Opens:new Raw:{"opens":"new","secretKey":"REDACTED","b":{"c":2}}}]}`; err != nil || x.String() != want {
		t.Errorf("printed %v, %v\nwant %s", x, err, want)
	}
}

func second[T any](_ T, err error) error { return err }

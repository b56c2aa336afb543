// Package plain is a peer written by hand, through three JSON libraries.
package plain

import (
	stdjson "encoding/json"
	"fmt"
	"io"

	"github.com/azbill/azbill/bench/codec"
	"github.com/azbill/azbill/bench/codec/jsonlib"
	"github.com/azbill/azbill/bench/payload"
	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// lib is a JSON library as the plain structs use it.
type lib jsonlib.Library

// Peers returns the structs, as each of the libraries reads and writes them.
func Peers() []*codec.Peer {
	const note = "structs written by hand for these payloads, float64 amounts; a union's properties are decoded in a second step, by kind"
	v1, v2, son := lib(jsonlib.V1), lib(jsonlib.V2), lib(jsonlib.Sonic)
	return []*codec.Peer{{
		Name: codec.PlainV1, Note: note, Codecs: v1.codecs(), Stream: streamV1, StreamNote: "by element, json.Decoder",
	}, {
		Name: codec.PlainV2, Note: note + "; go-json-experiment/json", Codecs: v2.codecs(),
		Stream: streamV2, StreamNote: "by element, jsontext.Decoder",
	}, {
		Name: codec.PlainSon, Note: note + "; ConfigDefault, which neither validates UTF-8 nor escapes HTML; just-in-time assembly on amd64, encoding/json's pace elsewhere", Codecs: son.codecs(),
		Stream: codec.WholePage(son.chargesPage()), StreamNote: "whole page",
	}}
}

func (l lib) codecs() map[payload.Shape]codec.Codec {
	return map[payload.Shape]codec.Codec{
		payload.ChargesPage:  l.chargesPage(),
		payload.OneCharge:    l.oneCharge(),
		payload.AccountsPage: newCodec[accountsPage](l, nil, nil),
		payload.UsagePage: newCodec(l,
			func(p *page[usage]) error {
				return each(p.Value, func(u *usage) error { return u.resolve(l) })
			},
			func(p *page[usage]) error {
				return each(p.Value, func(u *usage) error { return u.dissolve(l) })
			}),
	}
}

func (l lib) chargesPage() codec.Codec {
	return newCodec(l,
		func(p *page[charge]) error {
			return each(p.Value, func(c *charge) error { return c.resolve(l) })
		},
		func(p *page[charge]) error {
			return each(p.Value, func(c *charge) error { return c.dissolve(l) })
		})
}

func (l lib) oneCharge() codec.Codec {
	return newCodec(l,
		func(c *charge) error { return c.resolve(l) },
		func(c *charge) error { return c.dissolve(l) })
}

func newCodec[T any](l lib, after, before func(*T) error) codec.Codec {
	return codec.Of[T]{
		Dec: func(data []byte) (*T, error) {
			v := new(T)
			if err := l.Unmarshal(data, v); err != nil {
				return nil, err
			}
			if after == nil {
				return v, nil
			}
			return v, after(v)
		},
		Enc: func(v *T) ([]byte, error) {
			if before != nil {
				if err := before(v); err != nil {
					return nil, err
				}
			}
			return l.Marshal(v)
		},
	}
}

func each[T any](s []T, f func(*T) error) error {
	for i := range s {
		if err := f(&s[i]); err != nil {
			return fmt.Errorf("element %d: %w", i, err)
		}
	}
	return nil
}

// resolve decodes the properties by kind; those of an unknown kind stay raw.
func (c *charge) resolve(l lib) error {
	if len(c.Properties) == 0 {
		return nil
	}
	switch c.Kind {
	case "legacy":
		c.Legacy = new(legacyCharge)
		return l.Unmarshal(c.Properties, c.Legacy)
	case "modern":
		c.Modern = new(modernCharge)
		return l.Unmarshal(c.Properties, c.Modern)
	}
	return nil
}

func (c *charge) dissolve(l lib) (err error) {
	switch {
	case c.Legacy != nil:
		c.Properties, err = l.Marshal(c.Legacy)
	case c.Modern != nil:
		c.Properties, err = l.Marshal(c.Modern)
	}
	return err
}

func (u *usage) resolve(l lib) error {
	if len(u.Properties) == 0 {
		return nil
	}
	switch u.Kind {
	case "legacy":
		u.Legacy = new(legacyUsage)
		return l.Unmarshal(u.Properties, u.Legacy)
	case "modern":
		u.Modern = new(modernUsage)
		return l.Unmarshal(u.Properties, u.Modern)
	}
	return nil
}

func (u *usage) dissolve(l lib) (err error) {
	switch {
	case u.Legacy != nil:
		u.Properties, err = l.Marshal(u.Legacy)
	case u.Modern != nil:
		u.Properties, err = l.Marshal(u.Modern)
	}
	return err
}

func streamV1(r io.Reader) (int, error) {
	dec := stdjson.NewDecoder(r)
	for range 3 { // {, "value", [
		if _, err := dec.Token(); err != nil {
			return 0, err
		}
	}
	n := 0
	l := lib(jsonlib.V1)
	for ; dec.More(); n++ {
		c := new(charge)
		if err := dec.Decode(c); err != nil {
			return n, err
		}
		if err := c.resolve(l); err != nil {
			return n, err
		}
	}
	return n, nil
}

func streamV2(r io.Reader) (int, error) {
	dec := jsontext.NewDecoder(r)
	for range 3 { // {, "value", [
		if _, err := dec.ReadToken(); err != nil {
			return 0, err
		}
	}
	n := 0
	l := lib(jsonlib.V2)
	for ; dec.PeekKind() != ']'; n++ {
		c := new(charge)
		if err := json.UnmarshalDecode(dec, c); err != nil {
			return n, err
		}
		if err := c.resolve(l); err != nil {
			return n, err
		}
	}
	return n, nil
}

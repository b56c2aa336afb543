package rest

import (
	"encoding/json"

	"github.com/azbill/azbill/wire"
	"github.com/azbill/azbill/wire/internal"
	"github.com/azbill/azbill/wire/internal/scan"
)

// Value is a parameter that is written as text, or a list of such values. Only generated code calls its methods, which name
// the place of the parameter and the type of its field.
type Value[T any] struct {
	c    *Codec
	name string
	item item[T]
}

// Text is a parameter whose values are strings.
func (c *Codec) Text(name string) Value[string] { return Value[string]{c, name, textItem{}} }

// Bool is a parameter whose values are booleans.
func (c *Codec) Bool(name string) Value[bool] { return Value[bool]{c, name, boolItem{}} }

// Int32 is a parameter whose values are integers of 32 bits.
func (c *Codec) Int32(name string) Value[int32] { return Value[int32]{c, name, int32Item{}} }

// Int64 is a parameter whose values are integers of 64 bits.
func (c *Codec) Int64(name string) Value[int64] { return Value[int64]{c, name, int64Item{}} }

// Decimal is a parameter whose values are numbers.
func (c *Codec) Decimal(name string) Value[wire.Decimal] {
	return Value[wire.Decimal]{c, name, decimalItem{}}
}

// Time is a parameter whose values are dates or times.
func (c *Codec) Time(name string) Value[wire.Time] { return Value[wire.Time]{c, name, timeItem{}} }

// Enum is a parameter whose values are those of an enumeration. Only generated code calls it.
func Enum[T ~string](c *Codec, name string) Value[T] { return Value[T]{c, name, enumItem[T]{}} }

// Path visits a path parameter that is a single value.
func (f Value[T]) Path(v *T) {
	c, item := f.c, f.item
	p := c.next(f.name)
	if c.mode == reading {
		whole := c.values[c.at-1]
		if text, ok := p.scalarOf(whole); ok && p.style() != StyleNone {
			if got, fits := item.parse(text); fits {
				*v = got
				c.scratch = item.appendText(c.scratch[:0], got)
				c.spelled(p, whole, p.scalarText)
				return
			}
		}
		c.mismatches(p, []string{whole})
		return
	}
	if text, ok := c.mismatch(p); ok && isZero(item, *v) {
		c.writePath(p, text)
		c.checkMismatch(p, text)
		return
	}
	c.scratch = item.appendText(c.scratch[:0], *v)
	text := string(c.scratch)
	if given, ok := c.params[p.Name]; ok && isZero(item, *v) {
		text = given
	}
	c.write(p, c.spelling(p, p.scalarText(text)), text != "")
	c.checkText(p, text, item.quoted())
}

// isZero tells a path value that was not set: its text is that of T's zero value.
func isZero[T any](item item[T], v T) bool {
	var zero T
	return string(item.appendText(nil, v)) == string(item.appendText(nil, zero))
}

// Optional visits a parameter outside the path that is a single value.
func (f Value[T]) Optional(v *wire.Optional[T]) {
	c, item := f.c, f.item
	p := c.next(f.name)
	if c.mode == reading {
		whole, ok := c.read(p)
		if !ok {
			return
		}
		got, fits := item.parse(whole)
		if !fits || p.style() == StyleNone {
			c.mismatches(p, []string{whole})
			mark(c, p, v)
			return
		}
		*v = wire.Some(got)
		c.scratch = item.appendText(c.scratch[:0], got)
		c.spelled(p, whole, nil)
		return
	}
	got, ok := v.Get()
	if !ok {
		unset(c, p, v)
		return
	}
	c.scratch = item.appendText(c.scratch[:0], got)
	text := string(c.scratch)
	c.write(p, c.spelling(p, text), true)
	c.checkText(p, text, item.quoted())
}

// List visits a parameter outside the path that is a list of texts. An empty text is an empty list, so that a list of one
// empty element cannot be written unless each element is a parameter of its own; then an empty list is not written at all.
func (f Value[T]) List(v *wire.Optional[[]T]) {
	c := f.c
	p := c.next(f.name)
	if c.mode == reading {
		list, ok := readList(c, p, elementsOf(f.item))
		if *v = wire.Some(list); !ok {
			mark(c, p, v)
		}
		return
	}
	list, ok := v.Get()
	if !ok {
		unset(c, p, v)
		return
	}
	writeList(c, p, list, elementsOf(f.item))
}

// PathList visits a path parameter that is a list of texts.
func (f Value[T]) PathList(v *[]T) {
	c := f.c
	p := c.next(f.name)
	if c.mode == reading {
		if list, ok := readList(c, p, elementsOf(f.item)); ok {
			*v = list
		}
		return
	}
	if len(*v) == 0 {
		c.unset(p, false)
		return
	}
	writeList(c, p, *v, elementsOf(f.item))
}

// Lists visits a parameter that is a list of lists of texts, whose inner lists have a separator of their own.
func (f Value[T]) Lists(v *wire.Optional[[][]T]) {
	c := f.c
	p := c.next(f.name)
	inner := elementsOf(f.item)
	separator := layout{between: separatorOf(p.ItemStyle)}
	e := elements[[]T]{
		parse: func(text string) ([]T, bool) {
			pieces, _ := separator.split(text)
			list := make([]T, len(pieces))
			for i, piece := range pieces {
				var ok bool
				if list[i], ok = inner.parse(piece); !ok {
					return nil, false
				}
			}
			return list, true
		},
		text: func(list []T) (string, bool) {
			pieces := make([]string, len(list))
			for i, e := range list {
				pieces[i], _ = inner.text(e)
			}
			text, bad, ok := separator.join(pieces)
			if !ok {
				return bad, false
			}
			return text, true
		},
		appendJSON: func(b []byte, list []T) []byte { return appendListJSON(b, list, inner.appendJSON) },
	}
	if c.mode == reading {
		lists, ok := readList(c, p, e)
		if *v = wire.Some(lists); !ok {
			mark(c, p, v)
		}
		return
	}
	lists, ok := v.Get()
	if !ok {
		unset(c, p, v)
		return
	}
	writeList(c, p, lists, e)
}

// mark makes a field the mismatch that its texts are, if they were kept as one; else absent.
func mark[T any](c *Codec, p *Param, v *wire.Optional[T]) {
	*v = wire.Optional[T]{}
	if texts := c.mismatchTexts(p); texts != nil {
		_, s := v.Access(internal.NotForPublicUse{})
		*s = internal.Mismatch(textsAsJSON(texts))
	}
}

// unset handles a field without a value: a mismatch is sent as it was received.
func unset[T any](c *Codec, p *Param, v *wire.Optional[T]) {
	if !v.IsMismatch() {
		c.unsent(p, v.IsNull())
		return
	}
	_, s := v.Access(internal.NotForPublicUse{})
	for _, text := range textsFromJSON((*s).Text) {
		c.send(p, text)
		c.checkMismatch(p, text)
	}
}

// textsAsJSON is the JSON value that a mismatch of a parameter is: a string, or an array of the strings of one that repeats.
func textsAsJSON(texts []string) string {
	b := scan.AppendQuoted(nil, texts[0])
	if len(texts) == 1 {
		return string(b)
	}
	b = append([]byte{'['}, b...)
	for _, text := range texts[1:] {
		b = scan.AppendQuoted(append(b, ','), text)
	}
	return string(append(b, ']'))
}

// textsFromJSON returns the texts of a mismatch; one that was not read from a request is its JSON text.
func textsFromJSON(text string) (texts []string) {
	var one string
	switch {
	case json.Unmarshal([]byte(text), &one) == nil:
		return []string{one}
	case json.Unmarshal([]byte(text), &texts) == nil:
		return texts
	}
	return []string{text}
}

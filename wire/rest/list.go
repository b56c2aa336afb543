package rest

import "github.com/azbill/azbill/wire/schema"

// elements is how the elements of a list are read and written.
type elements[T any] struct {
	parse      func(string) (T, bool)
	text       func(T) (string, bool) // false: it cannot be told apart from something else
	appendJSON func([]byte, T) []byte
}

func elementsOf[T any](item item[T]) elements[T] {
	return elements[T]{
		parse:      item.parse,
		text:       func(v T) (string, bool) { return string(item.appendText(nil, v)), true },
		appendJSON: func(b []byte, v T) []byte { return appendItem(b, string(item.appendText(nil, v)), item.quoted()) },
	}
}

func appendListJSON[T any](b []byte, list []T, element func([]byte, T) []byte) []byte {
	b = append(b, '[')
	for i, e := range list {
		if i > 0 {
			b = append(b, ',')
		}
		b = element(b, e)
	}
	return append(b, ']')
}

func writeList[T any](c *Codec, p *Param, list []T, e elements[T]) {
	if p.style() == StyleNone {
		c.refuse(p)
		return
	}
	if c.mode == checking {
		var elem *schema.Schema
		if s := resolveSchema(c.op.Model, &p.Schema); s.Elem != nil {
			elem = resolveSchema(c.op.Model, s.Elem)
		}
		c.checkValue(pointerTo(p.In, p.Name), &p.Schema, appendListJSON(nil, list, func(b []byte, v T) []byte {
			return append(b, c.meaning(elem, e.appendJSON(nil, v))...)
		}))
	}
	if p.repeats() {
		for _, v := range list {
			text, ok := e.text(v)
			if !ok {
				c.inseparable(p, text, separatorOf(p.ItemStyle))
			}
			c.send(p, text)
		}
		return
	}
	text, bad, separator := listText(p, list, e)
	if separator != "" {
		c.inseparable(p, bad, separator)
		return
	}
	c.send(p, c.spelling(p, text))
}

// listText writes a list as one text. Where an element cannot be told apart from the others, bad is that element and
// separator what it holds.
func listText[T any](p *Param, list []T, e elements[T]) (text, bad, separator string) {
	l := p.layout(false)
	pieces := make([]string, len(list))
	for i, v := range list {
		var ok bool
		if pieces[i], ok = e.text(v); !ok {
			return "", pieces[i], separatorOf(p.ItemStyle)
		}
	}
	text, bad, ok := l.join(pieces)
	if !ok {
		return "", bad, l.between
	}
	return text, "", ""
}

// inseparable records an element that holds the separator, or is empty and alone.
func (c *Codec) inseparable(p *Param, element, separator string) {
	c.fail(p.In, p.Name, "element "+quote(element)+" cannot be told apart in a list separated by "+quote(separator), ErrMalformed)
}

// readList reads a list; false when there is none or an element does not fit, which is kept then.
func readList[T any](c *Codec, p *Param, e elements[T]) ([]T, bool) {
	texts, whole, ok := c.readTexts(p)
	if !ok {
		return nil, false
	}
	list := make([]T, len(texts))
	usual := true
	for i, text := range texts {
		var fits bool
		if list[i], fits = e.parse(text); !fits {
			c.mismatches(p, whole)
			return nil, false
		}
		again, _ := e.text(list[i])
		usual = usual && again == text
	}
	if p.repeats() {
		if !usual { // the spelling of one text among several cannot be told from another's
			c.mismatches(p, whole)
		}
		return list, usual
	}
	text, _, separator := listText(p, list, e)
	if separator != "" {
		c.mismatches(p, whole)
		return nil, false
	}
	c.scratch = append(c.scratch[:0], text...)
	c.spelled(p, whole[0], nil)
	return list, true
}

// readTexts returns the elements of a list as sent, and the parameter's values they come from. It is false when the
// parameter is absent, or when its text is not of the style, which is kept then.
func (c *Codec) readTexts(p *Param) (texts, whole []string, ok bool) {
	switch {
	case p.style() == StyleNone && p.In == InPath:
		c.mismatches(p, []string{c.values[c.at-1]})
		return nil, nil, false
	case p.style() == StyleNone:
		if texts = c.readAll(p); len(texts) > 0 {
			c.mismatches(p, texts)
		}
		return nil, nil, false
	case p.repeats():
		texts = c.readAll(p)
		return texts, texts, len(texts) > 0
	}
	var text string
	if p.In == InPath {
		text = c.values[c.at-1]
	} else if text, ok = c.read(p); !ok {
		return nil, nil, false
	}
	whole = []string{text}
	if texts, ok = p.layout(false).split(text); !ok {
		c.mismatches(p, whole)
	}
	return texts, whole, ok
}

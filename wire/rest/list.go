package rest

import (
	"net/http"
	"strings"

	"github.com/azbill/azbill/wire"
)

// multi is the collection format that repeats the parameter; the others write a list with a separator.
const multi = "multi"

var separators = map[string]byte{"": ',', "csv": ',', "ssv": ' ', "tsv": '\t', "pipes": '|'}

// List visits a query or header parameter that is a list. An empty text is an empty list, so that a list of one empty
// element cannot be written but in the multi format; an empty list in that format is not written at all.
func List[T any](c *Codec, name string, v *wire.Optional[[]T], item Item[T]) {
	p := c.next(name)
	if c.mode == reading {
		readList(c, p, v, item)
		return
	}
	list, ok := v.Get()
	if !ok {
		c.unset(p, v.IsNull())
		return
	}
	c.checkList(p, len(list), item.quoted(), func(i int) []byte {
		c.scratch = item.appendText(c.scratch[:0], list[i])
		return c.scratch
	})
	if p.Collection == multi {
		for _, e := range list {
			c.scratch = item.appendText(c.scratch[:0], e)
			c.write(p, string(c.scratch))
		}
		return
	}
	c.write(p, c.spelling(p, joinList(c, p, list, item)))
}

// joinList writes a list with its separator, which no element can hold.
func joinList[T any](c *Codec, p *Param, list []T, item Item[T]) string {
	sep := separators[p.Collection]
	var b []byte
	for i, e := range list {
		if i > 0 {
			b = append(b, sep)
		}
		start := len(b)
		b = item.appendText(b, e)
		if text := string(b[start:]); strings.IndexByte(text, sep) >= 0 || text == "" && len(list) == 1 {
			c.fail(p.In, p.Name, "element "+quote(text)+" cannot be told apart in a list separated by "+quote(string(sep)), ErrMalformed)
		}
	}
	return string(b)
}

func readList[T any](c *Codec, p *Param, v *wire.Optional[[]T], item Item[T]) {
	texts, whole, ok := c.readTexts(p)
	if !ok {
		return
	}
	list := make([]T, 0, len(texts))
	usual := true
	for _, text := range texts {
		e, fits := item.parse(text)
		if !fits {
			c.misfits(p, whole)
			return
		}
		c.scratch = item.appendText(c.scratch[:0], e)
		usual = usual && string(c.scratch) == text
		list = append(list, e)
	}
	switch {
	case usual:
	case p.Collection == multi: // the spelling of one text among several cannot be told from another's
		c.misfits(p, whole)
		return
	default:
		c.scratch = append(c.scratch[:0], joinList(c, p, list, item)...)
		c.spelled(p, whole[0], false)
	}
	*v = wire.Some(list)
}

// readTexts returns the elements of a list as sent, and the parameter's values they come from.
func (c *Codec) readTexts(p *Param) (texts, whole []string, ok bool) {
	if p.Collection != multi {
		text, ok := c.read(p)
		if !ok || text == "" {
			return nil, []string{text}, ok
		}
		return strings.Split(text, string(separators[p.Collection])), []string{text}, true
	}
	if p.In == InHeader {
		texts = c.header[http.CanonicalHeaderKey(p.Name)]
	} else {
		for i := range c.query {
			if q := &c.query[i]; q.name == p.Name {
				q.used = true
				texts = append(texts, q.value)
			}
		}
	}
	return texts, texts, len(texts) > 0
}

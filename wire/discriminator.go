package wire

import "bytes"

const (
	longContainer = 1 << 10 // looking past one this long remembers where the containers in it end
	worthKeeping  = 1 << 7
)

// Discriminator looks ahead in the next value for the member of that name and returns the text of its value, valid
// until the next call; empty when the value is no object, or has no string there. It passes nothing and checks
// nothing: whoever decodes the value then finds what is wrong with it.
func (d *Decoder) Discriminator(name string) []byte {
	if d.peek() != '{' {
		return nil
	}
	i := d.near(name)
	if i < 0 {
		i = d.find(d.pos+1, name)
	}
	if i < 0 || i >= len(d.data) || d.data[i] != '"' {
		return nil
	}
	end := passString(d.data, i)
	if end < 0 {
		return nil
	}
	text := d.data[i+1 : end-1]
	if hasEscape(text) {
		d.kind = appendUnescaped(d.kind[:0], text)
		return d.kind
	}
	return text
}

// near is find for the usual object, where no object opens or ends before the member and no space stands before the
// colon; -1 when it is not sure. A quote that no backslash precedes begins or ends a string, and of what ends one nothing
// but a name has a colon behind it: so the member is there if the text is well-formed.
func (d *Decoder) near(name string) int {
	const far = 512
	text := d.data[d.pos+1:]
	text = text[:min(far, len(text))]
	latest := &d.kinds[uint(d.depth)%depths] // ids of a kind have a length, so the next member is often at the same place
	end := *latest
	if !isNameAt(text, end, name) {
		for end = 0; ; end++ {
			i := bytes.IndexByte(text[end:], ':')
			if i < 0 {
				return -1
			}
			if end += i; isNameAt(text, end, name) {
				break
			}
		}
		*latest = end
	}
	before := text[:end-len(name)-2]
	if bytes.IndexByte(before, '{') >= 0 || bytes.IndexByte(before, '}') >= 0 || bytes.HasSuffix(before, []byte{'\\'}) {
		return -1
	}
	return passSpace(d.data, d.pos+end+2)
}

// isNameAt reports whether the name stands in quotes before the colon at i.
func isNameAt(text []byte, i int, name string) bool {
	open := i - len(name) - 2
	return open >= 0 && i < len(text) && text[i] == ':' && text[i-1] == '"' && text[open] == '"' && string(text[open+1:i-1]) == name
}

// find returns where the value of the member of that name begins in the object whose members begin at i; -1 if there
// is none or the text is malformed.
func (d *Decoder) find(i int, name string) int {
	for data := d.data; ; i++ {
		if i = passSpace(data, i); i >= len(data) || data[i] != '"' {
			return -1
		}
		key := i + 1
		if i = passString(data, i); i < 0 {
			return -1
		}
		text := data[key : i-1]
		if i = passSpace(data, i); i >= len(data) || data[i] != ':' {
			return -1
		}
		i = passSpace(data, i+1)
		if string(text) == name || hasEscape(text) && string(appendUnescaped(nil, text)) == name {
			return i
		}
		if i = d.past(i); i < 0 {
			return -1
		}
		if i = passSpace(data, i); i >= len(data) || data[i] != ',' {
			return -1
		}
	}
}

func hasEscape(text []byte) bool { return bytes.IndexByte(text, '\\') >= 0 }

// past is passValue in time that stays linear in the text when unions nest: each level looks past the values of the
// level below, so where long ones end is remembered.
func (d *Decoder) past(i int) int {
	if len(d.ends) > 0 {
		if end, ok := d.ends[i]; ok {
			return end
		}
	}
	end := passValue(d.data, i)
	if end-i >= longContainer && (d.data[i] == '{' || d.data[i] == '[') {
		d.remember(i, end)
	}
	return end
}

// remember notes the ends of the containers between i and end.
func (d *Decoder) remember(i, end int) {
	if d.ends == nil {
		d.ends = map[int]int{}
	}
	var starts []int
	for i < end {
		switch d.data[i] {
		case '"':
			i = passString(d.data, i)
			continue
		case '{', '[':
			starts = append(starts, i)
		case '}', ']':
			last := len(starts) - 1
			if i-starts[last] >= worthKeeping {
				d.ends[starts[last]] = i + 1
			}
			starts = starts[:last]
		}
		i++
	}
}

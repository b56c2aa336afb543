package pattern

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// span is a range of code points, both included.
type span struct{ low, high rune }

const lastRune = 0x10ffff

// The classes of ECMA 262.
var (
	digits = []span{{'0', '9'}}
	word   = []span{{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}}
	space  = []span{
		{'\t', '\r'}, {' ', ' '}, {0xa0, 0xa0}, {0x1680, 0x1680}, {0x2000, 0x200a}, {0x2028, 0x2029}, {0x202f, 0x202f},
		{0x205f, 0x205f}, {0x3000, 0x3000}, {0xfeff, 0xfeff},
	}
)

// set is a class of characters: ranges, and Unicode properties by name.
type set struct {
	spans      []span
	properties []string // \p{L}, \P{Lu}
}

func classOf(letter rune) ([]span, bool) {
	var spans []span
	switch letter {
	case 'd', 'D':
		spans = digits
	case 'w', 'W':
		spans = word
	case 's', 'S':
		spans = space
	default:
		return nil, false
	}
	if letter < 'a' {
		spans = complement(spans)
	}
	return spans, true
}

// complement returns all other code points. The spans are sorted and apart.
func complement(spans []span) []span {
	var out []span
	next := rune(0)
	for _, s := range spans {
		if s.low > next {
			out = append(out, span{next, s.low - 1})
		}
		next = s.high + 1
	}
	if next <= lastRune {
		out = append(out, span{next, lastRune})
	}
	return out
}

// text writes the class. One without characters matches nothing.
func (s set) text(negated bool) string {
	slices.SortFunc(s.spans, func(a, b span) int { return int(a.low - b.low) })
	var merged []span
	for _, next := range s.spans {
		if n := len(merged); n > 0 && next.low <= merged[n-1].high+1 {
			merged[n-1].high = max(merged[n-1].high, next.high)
			continue
		}
		merged = append(merged, next)
	}
	if len(s.properties) == 0 && negated {
		merged, negated = complement(merged), false
	}
	if len(s.properties) == 0 && len(merged) == 0 {
		return `[^\x00-` + string(rune(lastRune)) + `]`
	}
	var b strings.Builder
	b.WriteByte('[')
	if negated {
		b.WriteByte('^')
	}
	for _, r := range merged {
		b.WriteString(bound(r.low))
		if r.high > r.low {
			b.WriteString("-" + bound(r.high))
		}
	}
	b.WriteString(strings.Join(s.properties, "") + "]")
	return b.String()
}

// bound writes the bound of a range. Half a surrogate pair is not a character of a string; the next one beside it is.
func bound(c rune) string {
	if 0xd800 <= c && c <= 0xdfff {
		c = 0xe000
	}
	return quote(c)
}

// class translates a class, whose opening bracket has been read.
func (t *translator) class() error {
	negated := t.peek(0) == '^'
	if negated {
		t.pos++
	}
	var s set
	for {
		if t.pos >= len(t.in) {
			return errors.New("a class is not closed")
		}
		if t.peek(0) == ']' {
			t.pos++
			t.write(s.text(negated), true)
			return nil
		}
		low, single, err := t.classItem(&s)
		if err != nil {
			return err
		}
		if t.peek(0) != '-' || t.peek(1) == ']' || t.peek(1) < 0 {
			if single {
				s.spans = append(s.spans, span{low, low})
			}
			continue
		}
		t.pos++
		high, alsoSingle, err := t.classItem(&s)
		switch {
		case err != nil:
			return err
		case !single || !alsoSingle: // a class is not a bound of a range: the hyphen stands for itself
			s.spans = append(s.spans, span{'-', '-'})
			for _, c := range []struct {
				char rune
				ok   bool
			}{{low, single}, {high, alsoSingle}} {
				if c.ok {
					s.spans = append(s.spans, span{c.char, c.char})
				}
			}
		case high < low:
			return fmt.Errorf("the range %c-%c is out of order", low, high)
		default:
			s.spans = append(s.spans, span{low, high})
		}
	}
}

// classItem reads a character of a class, or adds a class within it.
func (t *translator) classItem(s *set) (char rune, single bool, err error) {
	c := t.in[t.pos]
	t.pos++
	if c != '\\' {
		return c, true, nil
	}
	e := t.peek(0)
	if e < 0 {
		return 0, false, errors.New("the pattern ends in a backslash")
	}
	t.pos++
	if spans, ok := classOf(e); ok {
		s.spans = append(s.spans, spans...)
		return 0, false, nil
	}
	switch e {
	case 'b':
		return '\b', true, nil
	case '-':
		return '-', true, nil
	case 'p', 'P':
		name, err := t.property(e)
		s.properties = append(s.properties, name)
		return 0, false, err
	}
	char, err = t.character(e)
	return char, true, err
}

// escape translates an escape outside of classes, whose backslash has been read.
func (t *translator) escape() error {
	e := t.peek(0)
	if e < 0 {
		return errors.New("the pattern ends in a backslash")
	}
	t.pos++
	if spans, ok := classOf(e); ok {
		t.write(set{spans: slices.Clone(spans)}.text(false), true)
		return nil
	}
	switch {
	case e == 'b' || e == 'B':
		t.write("\x00"+string(e), false)
	case e == 'p' || e == 'P':
		name, err := t.property(e)
		t.write("["+name+"]", true)
		return err
	case e == 'k' && len(t.named) > 0:
		name, rest, ok := strings.Cut(string(t.in[t.pos:]), ">")
		number := t.named[strings.TrimPrefix(name, "<")]
		if !ok || number == 0 {
			return errors.New(`\k names no group`)
		}
		t.pos = len(t.in) - len([]rune(rest))
		t.reference(number)
	case '1' <= e && e <= '9':
		end := t.pos
		for end < len(t.in) && '0' <= t.in[end] && t.in[end] <= '9' {
			end++
		}
		if n, err := strconv.Atoi(string(t.in[t.pos-1 : end])); err == nil && n <= t.groups {
			t.pos = end
			t.reference(n)
			return nil
		}
		fallthrough
	default:
		c, err := t.character(e)
		if err != nil {
			return err
		}
		t.literal(c)
	}
	return nil
}

func (t *translator) reference(group int) {
	t.backtracks = true
	t.write(`(?:\`+strconv.Itoa(group)+`)`, true)
}

// property reads the name of a Unicode property, a general category or a script.
func (t *translator) property(letter rune) (string, error) {
	name, rest, ok := strings.Cut(string(t.in[t.pos:]), "}")
	if !ok || !strings.HasPrefix(name, "{") {
		return "", fmt.Errorf(`\%c without the name of a property`, letter)
	}
	t.pos = len(t.in) - len([]rune(rest))
	name = name[1:]
	if kind, value, ok := strings.Cut(name, "="); ok {
		switch kind {
		case "Script", "sc", "General_Category", "gc":
			name = value
		default:
			return "", fmt.Errorf(`\%c{%s} is not supported`, letter, name)
		}
	}
	if short := categories[name]; short != "" {
		name = short
	}
	return `\` + string(letter) + "{" + name + "}", nil
}

// categories are the long names of general categories.
var categories = map[string]string{
	"Letter": "L", "Uppercase_Letter": "Lu", "Lowercase_Letter": "Ll", "Titlecase_Letter": "Lt", "Modifier_Letter": "Lm",
	"Other_Letter": "Lo", "Mark": "M", "Nonspacing_Mark": "Mn", "Number": "N", "Decimal_Number": "Nd", "Letter_Number": "Nl",
	"Other_Number": "No", "Punctuation": "P", "Symbol": "S", "Separator": "Z", "Space_Separator": "Zs", "Other": "C", "Control": "Cc",
}

// character reads the rest of an escape that stands for one character.
func (t *translator) character(e rune) (rune, error) {
	switch e {
	case 't':
		return '\t', nil
	case 'n':
		return '\n', nil
	case 'v':
		return '\v', nil
	case 'f':
		return '\f', nil
	case 'r':
		return '\r', nil
	case 'c':
		if c := t.peek(0); 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' {
			t.pos++
			return c % 32, nil
		}
		t.pos-- // the backslash stands for itself, and the letter after it
		return '\\', nil
	case 'x':
		return t.hex(2, e), nil
	case 'u':
		return t.unicode()
	}
	if '0' <= e && e <= '7' {
		return t.octal(e), nil
	}
	return e, nil
}

// hex reads a number of hexadecimal digits; without them the letter stands for itself.
func (t *translator) hex(digits int, letter rune) rune {
	if t.pos+digits > len(t.in) {
		return letter
	}
	n, err := strconv.ParseUint(string(t.in[t.pos:t.pos+digits]), 16, 32)
	if err != nil {
		return letter
	}
	t.pos += digits
	return rune(n)
}

// unicode reads \u0041, \u{1f600} and a surrogate pair.
func (t *translator) unicode() (rune, error) {
	if t.peek(0) == '{' {
		digits, rest, ok := strings.Cut(string(t.in[t.pos+1:]), "}")
		n, err := strconv.ParseUint(digits, 16, 32)
		if ok && err == nil && n <= lastRune {
			t.pos = len(t.in) - len([]rune(rest))
			return rune(n), nil
		}
		return 'u', nil
	}
	c := t.hex(4, 'u')
	if c < 0xd800 || c > 0xdbff {
		return c, nil
	}
	if t.peek(0) == '\\' && t.peek(1) == 'u' {
		start := t.pos
		t.pos += 2
		if low := t.hex(4, 'u'); 0xdc00 <= low && low <= 0xdfff {
			return (c-0xd800)<<10 + (low - 0xdc00) + 0x10000, nil
		}
		t.pos = start
	}
	return c, nil
}

// octal reads the rest of an octal escape of up to three digits, as old patterns have them.
func (t *translator) octal(first rune) rune {
	n := first - '0'
	for i := 0; i < 2; i++ {
		c := t.peek(0)
		if c < '0' || c > '7' || n*8+c-'0' > 0o377 {
			break
		}
		n = n*8 + c - '0'
		t.pos++
	}
	return n
}

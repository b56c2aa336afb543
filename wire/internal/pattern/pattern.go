// Package pattern translates the regular expressions of ECMA 262, which OpenAPI documents are written in, for engines that
// read another syntax. What is translated matches the same strings, taken as code points: the classes \s, \d, \w and the
// dot, $ before a final line end, \u0041, empty classes and the escapes of letters all mean something else, or nothing,
// elsewhere.
package pattern

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Translation is a translated pattern.
type Translation struct {
	text string
	// Backtracks reports that the pattern has look-around or back references, which Go's regexp does not read.
	Backtracks bool
}

// MaxLength is the length in bytes of the longest pattern that is translated.
const MaxLength = 1 << 16

// Translate translates a pattern. The error says what is not ECMA 262, or is not supported.
func Translate(source string) (Translation, error) {
	if len(source) > MaxLength {
		return Translation{}, fmt.Errorf("the pattern has %d bytes, more than %d", len(source), MaxLength)
	}
	if !utf8.ValidString(source) {
		return Translation{}, errors.New("the pattern is not UTF-8")
	}
	t := translator{in: []rune(source)}
	t.count()
	if err := t.pattern(); err != nil {
		return Translation{}, fmt.Errorf("at character %d: %w", t.pos, err)
	}
	return Translation{t.out.String(), t.backtracks}, nil
}

// Linear returns the translation for Go's regexp, if that can read it.
func (t Translation) Linear() string { return linear.Replace(t.text) }

// Backtracking returns the translation for an engine that follows .NET: its \z, $ and \b are other things.
func (t Translation) Backtracking() string { return backtracking.Replace(t.text) }

// What the engines write differently is marked by a character that a translation has no other use for.
const (
	endMark    = "\x00$"
	borderMark = "\x00b"
	insideMark = "\x00B"

	wordClass = "[0-9A-Z_a-z]"
)

var (
	linear       = strings.NewReplacer(endMark, `\z`, borderMark, `\b`, insideMark, `\B`)
	backtracking = strings.NewReplacer(
		endMark, `(?![\x00-`+string(rune(lastRune))+`])`,
		borderMark, "(?:(?<!"+wordClass+")(?="+wordClass+")|(?<="+wordClass+")(?!"+wordClass+"))",
		insideMark, "(?:(?<!"+wordClass+")(?!"+wordClass+")|(?<="+wordClass+")(?="+wordClass+"))",
	)
)

type translator struct {
	in         []rune
	pos        int
	out        strings.Builder
	groups     int // capturing groups of the pattern
	named      map[string]int
	open       int // groups that are open
	backtracks bool
	atom       bool // what is before can be repeated
}

// count finds the capturing groups: a back reference may precede its group.
func (t *translator) count() {
	t.named = map[string]int{}
	for i, class := 0, false; i < len(t.in); i++ {
		switch {
		case t.in[i] == '\\':
			i++
		case class:
			class = t.in[i] != ']'
		case t.in[i] == '[':
			class = true
		case t.in[i] == '(' && (i+1 >= len(t.in) || t.in[i+1] != '?'):
			t.groups++
		case t.in[i] == '(' && i+3 < len(t.in) && t.in[i+2] == '<' && t.in[i+3] != '=' && t.in[i+3] != '!':
			t.groups++
			name, _, _ := strings.Cut(string(t.in[i+3:]), ">")
			t.named[name] = t.groups
		}
	}
}

func (t *translator) peek(ahead int) rune {
	if t.pos+ahead >= len(t.in) {
		return -1
	}
	return t.in[t.pos+ahead]
}

func (t *translator) pattern() error {
	for t.pos < len(t.in) {
		if err := t.next(); err != nil {
			return err
		}
	}
	if t.open > 0 {
		return errors.New("a group is not closed")
	}
	return nil
}

// next translates one character, escape, class or the opening of a group.
func (t *translator) next() error {
	c := t.in[t.pos]
	t.pos++
	switch c {
	case '\\':
		return t.escape()
	case '[':
		return t.class()
	case '(':
		return t.group()
	case ')':
		if t.open == 0 {
			return errors.New("a group is closed that is not open")
		}
		t.open--
		t.write(")", true)
	case '|':
		t.write("|", false)
	case '^':
		t.write("^", false)
	case '$':
		t.write(endMark, false)
	case '.':
		t.write("[^\n\r\u2028\u2029]", true)
	case '*', '+', '?':
		return t.repeat(string(c))
	case '{':
		if counts, ok := t.counts(); ok {
			return t.repeat(counts)
		}
		t.write(`\{`, true)
	default:
		t.literal(c)
	}
	return nil
}

// write writes a translated piece.
func (t *translator) write(text string, atom bool) {
	t.out.WriteString(text)
	t.atom = atom
}

func (t *translator) literal(c rune) { t.write(quote(c), true) }

// quote writes a character that stands for itself, in a class as well as outside.
func quote(c rune) string {
	switch {
	case c == 0:
		return `\x00`
	case c < utf8.RuneSelf && !isWord(c) && c > ' ' && c != 0x7f:
		return `\` + string(c)
	}
	return string(c)
}

func isWord(c rune) bool {
	return c == '_' || '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}

// counts reads the rest of {n}, {n,} or {n,m}; anything else is text.
func (t *translator) counts() (string, bool) {
	end := t.pos
	for end < len(t.in) && t.in[end] != '}' {
		end++
	}
	if end == len(t.in) {
		return "", false
	}
	body := string(t.in[t.pos:end])
	low, high, ranged := strings.Cut(body, ",")
	if !isNumber(low) || ranged && high != "" && !isNumber(high) {
		return "", false
	}
	t.pos = end + 1
	return "{" + body + "}", true
}

func isNumber(s string) bool {
	return s != "" && len(s) < 10 && strings.Trim(s, "0123456789") == ""
}

func (t *translator) repeat(counts string) error {
	if !t.atom {
		return fmt.Errorf("nothing to repeat before %s", counts)
	}
	if t.peek(0) == '?' {
		t.pos++
		counts += "?"
	}
	if low, high, ok := strings.Cut(strings.Trim(counts, "{}?"), ","); ok && high != "" {
		a, _ := strconv.Atoi(low)
		if b, _ := strconv.Atoi(high); b < a {
			return fmt.Errorf("%s: the bounds are out of order", counts)
		}
	}
	t.write(counts, false)
	return nil
}

// group translates what opens a group.
func (t *translator) group() error {
	t.open++
	if t.peek(0) != '?' {
		t.write("(", false)
		return nil
	}
	for _, look := range []string{"?=", "?!", "?<=", "?<!"} {
		if strings.HasPrefix(string(t.in[t.pos:min(t.pos+3, len(t.in))]), look) {
			t.pos += len(look)
			t.backtracks = true
			t.write("("+look, false)
			return nil
		}
	}
	switch {
	case t.peek(1) == ':':
		t.pos += 2
		t.write("(?:", false)
	case t.peek(1) == '<':
		name, _, closed := strings.Cut(string(t.in[t.pos+2:]), ">")
		if !closed || name == "" {
			return errors.New("the name of a group is not closed")
		}
		t.pos += 3 + utf8.RuneCountInString(name)
		t.write("(", false) // by its number
	default:
		return fmt.Errorf("(?%s is not ECMA 262", string(max(t.peek(1), ' ')))
	}
	return nil
}

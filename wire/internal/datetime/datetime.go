// Package datetime reads the dates and times that the service writes, for wire.Time and for the formats of schemas.
package datetime

import (
	"strings"
	"time"
)

// Parse reads a date, or a date and time, in a form that wire.Time documents.
func Parse(text string) (time.Time, bool) {
	s := scanner{rest: text}
	year, month, day, slashes := s.date()
	var v clock
	if s.rest != "" {
		v = s.clock(slashes)
	}
	if s.bad || s.rest != "" || !validDate(year, month, day) {
		return time.Time{}, false
	}
	zone := time.UTC
	if v.offset != 0 {
		zone = time.FixedZone("", v.offset)
	}
	return time.Date(year, time.Month(month), day, v.hour, v.minute, v.second, v.nano, zone), true
}

// clock is a time of day, in a zone that is offset seconds east of UTC.
type clock struct{ hour, minute, second, nano, offset int }

// scanner reads a time from the front of rest; bad sticks.
type scanner struct {
	rest string
	bad  bool
}

// number reads low to high digits.
func (s *scanner) number(low, high int) (n int) {
	i := 0
	for i < len(s.rest) && i < high && s.rest[i]-'0' <= 9 {
		n = n*10 + int(s.rest[i]-'0')
		i++
	}
	s.bad = s.bad || i < low
	s.rest = s.rest[i:]
	return n
}

// take passes one byte if it is among chars and returns it, else 0.
func (s *scanner) take(chars string) byte {
	if s.rest == "" || strings.IndexByte(chars, s.rest[0]) < 0 {
		return 0
	}
	c := s.rest[0]
	s.rest = s.rest[1:]
	return c
}

func (s *scanner) must(chars string) {
	s.bad = s.take(chars) == 0 || s.bad
}

func (s *scanner) date() (year, month, day int, slashes bool) {
	if len(s.rest) > 2 && (s.rest[1] == '/' || s.rest[2] == '/') {
		month = s.number(1, 2)
		s.must("/")
		day = s.number(1, 2)
		s.must("/")
		return s.number(4, 4), month, day, true
	}
	year = s.number(4, 4)
	s.must("-")
	month = s.number(2, 2)
	s.must("-")
	return year, month, s.number(2, 2), false
}

// clock reads what follows the date. slashes: in the form of the service's own.
func (s *scanner) clock(slashes bool) (v clock) {
	least := 2
	if slashes {
		s.must(" ")
		least = 1
	} else {
		s.must("Tt ")
	}
	v.hour = s.number(least, 2)
	s.must(":")
	v.minute = s.number(2, 2)
	s.must(":")
	v.second = s.number(2, 2)
	if s.take(".") != 0 {
		v.nano = s.fraction()
	}
	switch {
	case !slashes:
		s.zone(&v)
	case s.take(" ") != 0:
		s.half(&v)
	}
	s.bad = s.bad || v.hour > 23 || v.minute > 59 || v.second > 60
	return v
}

// fraction reads digits after the point, as nanoseconds.
func (s *scanner) fraction() (nano int) {
	s.bad = s.bad || s.rest == "" || s.rest[0]-'0' > 9
	for scale := 100_000_000; s.rest != "" && s.rest[0]-'0' <= 9; scale /= 10 {
		nano += int(s.rest[0]-'0') * scale
		s.rest = s.rest[1:]
	}
	return nano
}

func (s *scanner) zone(v *clock) {
	if s.rest == "" || s.take("Zz") != 0 {
		return
	}
	sign := 1
	switch s.take("+-") {
	case 0:
		s.bad = true
		return
	case '-':
		sign = -1
	}
	hours := s.number(2, 2)
	s.must(":")
	minutes := s.number(2, 2)
	s.bad = s.bad || hours > 23 || minutes > 59
	v.offset = sign * (hours*3600 + minutes*60)
}

// half reads AM or PM.
func (s *scanner) half(v *clock) {
	s.bad = s.bad || v.hour < 1 || v.hour > 12
	v.hour %= 12
	switch s.take("AaPp") {
	case 'P', 'p':
		v.hour += 12
	case 0:
		s.bad = true
	}
	s.must("Mm")
}

func validDate(year, month, day int) bool {
	if month < 1 || month > 12 || day < 1 {
		return false
	}
	last := time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
	return day <= last
}

// IsDateTime reports whether s is date-time of RFC 3339.
func IsDateTime(s string) bool {
	return len(s) > 11 && (s[10] == 'T' || s[10] == 't') && IsDate(s[:10]) && IsTime(s[11:])
}

// IsDate reports whether s is full-date of RFC 3339.
func IsDate(s string) bool {
	t := scanner{rest: s}
	year, month, day, slashes := t.date()
	return !t.bad && t.rest == "" && !slashes && validDate(year, month, day)
}

// IsTime reports whether s is full-time of RFC 3339, which demands a zone. A leap second ends a day in UTC.
func IsTime(s string) bool {
	if len(s) < len("00:00:00Z") || strings.ContainsAny(s, "Tt ") {
		return false
	}
	t := scanner{rest: "T" + s}
	c := t.clock(false)
	zoned := strings.ContainsAny(s, "Zz+-")
	if t.bad || t.rest != "" || !zoned {
		return false
	}
	if c.second == 60 {
		minute := c.hour*60 + c.minute - c.offset/60
		return (minute%1440+1440)%1440 == 1439
	}
	return true
}

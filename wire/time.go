package wire

import (
	"database/sql/driver"
	"fmt"
	"log/slog"
	"strings"
	"time"
	"unicode/utf8"
)

// Time is a date, or a date and time, as the service wrote it. It may hold any text, since decoding refuses none;
// [Time.Time] reads it and [Validate] checks it. The zero value is the empty text. Times compare with == by text.
type Time struct{ text string }

// ParseTime returns s as a Time if Time.Time can read it.
func ParseTime(s string) (Time, error) {
	t := Time{s}
	if _, err := t.Time(); err != nil {
		return Time{}, err
	}
	return t, nil
}

// TimeOf returns t in RFC 3339, with its zone and as many fractional digits as it needs.
func TimeOf(t time.Time) Time { return Time{t.Format(time.RFC3339Nano)} }

// DateOf returns a date without a time of day, as in 2018-04-30.
func DateOf(year int, month time.Month, day int) Time {
	return Time{time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)}
}

// String returns the text as it was written.
func (t Time) String() string { return t.text }

// Equal reports whether both have the same text. To compare instants, compare what Time returns.
func (t Time) Equal(u Time) bool { return t.text == u.text }

// Time reads the text. It takes
//
//   - RFC 3339, as in 2018-04-30T21:47:31.123Z and 2018-04-30 21:47:31+02:00, with T and Z in either case,
//   - the same without a zone, or without a time of day,
//   - the service's own 09/18/2019 21:47:31 and 10/11/2019: month, day, year, also with AM or PM.
//
// Without a zone the time is in UTC; a leap second is the first second of the next minute. Digits beyond nanoseconds
// are dropped.
func (t Time) Time() (time.Time, error) {
	s := timeScanner{rest: t.text}
	year, month, day, slashes := s.date()
	var v clock
	if s.rest != "" {
		v = s.clock(slashes)
	}
	if s.bad || s.rest != "" || !validDate(year, month, day) {
		return time.Time{}, fmt.Errorf("wire: %q is not a date or time in a form of RFC 3339 or of the service", t.text)
	}
	zone := time.UTC
	if v.offset != 0 {
		zone = time.FixedZone("", v.offset)
	}
	return time.Date(year, time.Month(month), day, v.hour, v.minute, v.second, v.nano, zone), nil
}

// Compare orders times by instant, for [slices.SortFunc]: -1 when t is before u, 0 when both are the same instant, or +1.
// Texts that Time.Time does not read come after all times, in order of their text.
func (t Time) Compare(u Time) int {
	a, errA := t.Time()
	b, errB := u.Time()
	switch {
	case errA != nil && errB != nil:
		return strings.Compare(t.text, u.text)
	case errA != nil:
		return 1
	case errB != nil:
		return -1
	}
	return a.Compare(b)
}

// MarshalJSON encodes the text as a string.
func (t Time) MarshalJSON() ([]byte, error) { return appendQuoted(nil, t.text), nil }

// UnmarshalJSON keeps the text of a string; null changes nothing. Malformed text, a lone surrogate for example, is a
// [*SyntaxError].
func (t *Time) UnmarshalJSON(data []byte) error {
	r, err := ParseRaw(data)
	if err != nil || r.Kind() == KindNull {
		return err
	}
	if r.Kind() != KindString {
		return fmt.Errorf("wire: expected a string with a time, found %.40s", r)
	}
	t.text = r.text()
	return nil
}

// MarshalText returns the text as it was written.
func (t Time) MarshalText() ([]byte, error) { return []byte(t.text), nil }

// UnmarshalText keeps the text, as decoding does; [ParseTime] refuses what cannot be read.
func (t *Time) UnmarshalText(text []byte) error {
	if !utf8.Valid(text) {
		return fmt.Errorf("wire: %.40q is not UTF-8", text)
	}
	t.text = string(text)
	return nil
}

// Value returns the instant for a database, or the error of Time.Time.
func (t Time) Value() (driver.Value, error) { return t.Time() }

// Scan takes a time from a database: an instant, or a text that Time.Time reads. NULL is an error; scan into
// sql.Null[wire.Time] where it may occur.
func (t *Time) Scan(src any) error {
	var text string
	switch v := src.(type) {
	case time.Time:
		*t = TimeOf(v)
		return nil
	case string:
		text = v
	case []byte:
		text = string(v)
	default:
		return fmt.Errorf("wire: scan %T into a Time: expected a time or text", src)
	}
	v, err := ParseTime(text)
	if err != nil {
		return fmt.Errorf("wire: scan into a Time: %w", err)
	}
	*t = v
	return nil
}

// LogValue returns the text.
func (t Time) LogValue() slog.Value { return slog.StringValue(t.text) }

// clock is a time of day, in a zone that is offset seconds east of UTC.
type clock struct{ hour, minute, second, nano, offset int }

// timeScanner reads a time from the front of rest; bad sticks.
type timeScanner struct {
	rest string
	bad  bool
}

// number reads low to high digits.
func (s *timeScanner) number(low, high int) (n int) {
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
func (s *timeScanner) take(chars string) byte {
	if s.rest == "" || strings.IndexByte(chars, s.rest[0]) < 0 {
		return 0
	}
	c := s.rest[0]
	s.rest = s.rest[1:]
	return c
}

func (s *timeScanner) must(chars string) {
	s.bad = s.take(chars) == 0 || s.bad
}

func (s *timeScanner) date() (year, month, day int, slashes bool) {
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
func (s *timeScanner) clock(slashes bool) (v clock) {
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
func (s *timeScanner) fraction() (nano int) {
	s.bad = s.bad || s.rest == "" || s.rest[0]-'0' > 9
	for scale := 100_000_000; s.rest != "" && s.rest[0]-'0' <= 9; scale /= 10 {
		nano += int(s.rest[0]-'0') * scale
		s.rest = s.rest[1:]
	}
	return nano
}

func (s *timeScanner) zone(v *clock) {
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
func (s *timeScanner) half(v *clock) {
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

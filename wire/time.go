package wire

import (
	"database/sql/driver"
	"fmt"
	"log/slog"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/azbill/azbill/wire/internal"
	"github.com/azbill/azbill/wire/internal/datetime"
	"github.com/azbill/azbill/wire/internal/scan"
)

// Time is a date, or a date and time, as the service wrote it. It may hold any text, since decoding refuses none;
// [Time.Time] reads it and validation checks it. The zero value is the empty text. Times compare with == by text.
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
	at, ok := datetime.Parse(t.text)
	if !ok {
		return time.Time{}, fmt.Errorf("wire: %q is not a date or time in a form of RFC 3339 or of the service", t.text)
	}
	return at, nil
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
func (t Time) MarshalJSON() ([]byte, error) { return scan.AppendQuoted(nil, t.text), nil }

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

// Access gives package codec the text.
func (t *Time) Access(internal.NotForPublicUse) *string { return &t.text }

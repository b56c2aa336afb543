package rest

import (
	"strconv"
	"strings"

	"github.com/azbill/azbill/wire"
)

// Item is how a parameter of type T is written: [Text], [Enum], [Bool], [Int32], [Int64], [Decimal] or [Time].
type Item[T any] interface {
	parse(text string) (v T, fits bool)
	appendText(b []byte, v T) []byte
	quoted() bool // whether the value is a string in JSON, too
}

// Text is the item of a string.
type Text struct{}

// Enum is the item of an enumeration; like its type, it takes any text.
type Enum[T ~string] struct{}

// Bool is the item of a boolean: true or false, in any case, as services read it.
type Bool struct{}

// Int32 is the item of an integer of 32 bits.
type Int32 struct{}

// Int64 is the item of an integer of 64 bits.
type Int64 struct{}

// Decimal is the item of a number, whose literal is kept.
type Decimal struct{}

// Time is the item of a date or a time, whose text is kept.
type Time struct{}

func (Text) parse(text string) (string, bool)        { return text, true }
func (Text) appendText(b []byte, v string) []byte    { return append(b, v...) }
func (Text) quoted() bool                            { return true }
func (Enum[T]) parse(text string) (T, bool)          { return T(text), true }
func (Enum[T]) appendText(b []byte, v T) []byte      { return append(b, v...) }
func (Enum[T]) quoted() bool                         { return true }
func (Bool) appendText(b []byte, v bool) []byte      { return strconv.AppendBool(b, v) }
func (Bool) quoted() bool                            { return false }
func (Int32) appendText(b []byte, v int32) []byte    { return strconv.AppendInt(b, int64(v), 10) }
func (Int32) quoted() bool                           { return false }
func (Int64) appendText(b []byte, v int64) []byte    { return strconv.AppendInt(b, v, 10) }
func (Int64) quoted() bool                           { return false }
func (Decimal) quoted() bool                         { return false }
func (Time) appendText(b []byte, v wire.Time) []byte { return append(b, v.String()...) }
func (Time) quoted() bool                            { return true }

func (Bool) parse(text string) (bool, bool) {
	switch {
	case strings.EqualFold(text, "true"):
		return true, true
	case strings.EqualFold(text, "false"):
		return false, true
	}
	return false, false
}

func (Int32) parse(text string) (int32, bool) {
	n, err := strconv.ParseInt(text, 10, 32)
	return int32(n), err == nil
}

func (Int64) parse(text string) (int64, bool) {
	n, err := strconv.ParseInt(text, 10, 64)
	return n, err == nil
}

func (Decimal) parse(text string) (wire.Decimal, bool) {
	d, err := wire.ParseDecimal(text)
	return d, err == nil
}

func (Decimal) appendText(b []byte, v wire.Decimal) []byte { return append(b, v.String()...) }

func (Time) parse(text string) (wire.Time, bool) {
	t, err := wire.ParseTime(text)
	return t, err == nil
}

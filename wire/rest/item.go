package rest

import (
	"strconv"
	"strings"

	"github.com/azbill/azbill/wire"
)

// item is how a value of type T is written as text.
type item[T any] interface {
	parse(text string) (v T, fits bool)
	appendText(b []byte, v T) []byte
	quoted() bool // whether the value is a string in JSON, too
}

type (
	textItem            struct{}
	enumItem[T ~string] struct{} // takes any text, as its type does
	boolItem            struct{} // true or false, in any case, as services read it
	int32Item           struct{}
	int64Item           struct{}
	decimalItem         struct{} // keeps the literal
	timeItem            struct{} // keeps the text
)

func (textItem) parse(text string) (string, bool)        { return text, true }
func (textItem) appendText(b []byte, v string) []byte    { return append(b, v...) }
func (textItem) quoted() bool                            { return true }
func (enumItem[T]) parse(text string) (T, bool)          { return T(text), true }
func (enumItem[T]) appendText(b []byte, v T) []byte      { return append(b, v...) }
func (enumItem[T]) quoted() bool                         { return true }
func (boolItem) appendText(b []byte, v bool) []byte      { return strconv.AppendBool(b, v) }
func (boolItem) quoted() bool                            { return false }
func (int32Item) appendText(b []byte, v int32) []byte    { return strconv.AppendInt(b, int64(v), 10) }
func (int32Item) quoted() bool                           { return false }
func (int64Item) appendText(b []byte, v int64) []byte    { return strconv.AppendInt(b, v, 10) }
func (int64Item) quoted() bool                           { return false }
func (decimalItem) quoted() bool                         { return false }
func (timeItem) appendText(b []byte, v wire.Time) []byte { return append(b, v.String()...) }
func (timeItem) quoted() bool                            { return true }

func (boolItem) parse(text string) (bool, bool) {
	switch {
	case strings.EqualFold(text, "true"):
		return true, true
	case strings.EqualFold(text, "false"):
		return false, true
	}
	return false, false
}

func (int32Item) parse(text string) (int32, bool) {
	n, err := strconv.ParseInt(text, 10, 32)
	return int32(n), err == nil
}

func (int64Item) parse(text string) (int64, bool) {
	n, err := strconv.ParseInt(text, 10, 64)
	return n, err == nil
}

func (decimalItem) parse(text string) (wire.Decimal, bool) {
	d, err := wire.ParseDecimal(text)
	return d, err == nil
}

func (decimalItem) appendText(b []byte, v wire.Decimal) []byte { return append(b, v.String()...) }

func (timeItem) parse(text string) (wire.Time, bool) {
	t, err := wire.ParseTime(text)
	return t, err == nil
}

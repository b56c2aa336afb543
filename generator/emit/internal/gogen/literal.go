package gogen

import (
	"strconv"
	"strings"

	"github.com/azbill/azbill/wire/codec"
	"github.com/dave/jennifer/jen"
)

// Fields are the "Name: value" parts of a composite literal; what is zero is left out.
type Fields []jen.Code

func (p *Fields) Add(name string, value jen.Code) {
	*p = append(*p, jen.Id(name).Op(":").Add(value))
}

func (p *Fields) Flag(name string, on bool) {
	if on {
		p.Add(name, jen.True())
	}
}

func (p *Fields) Text(name, text string) {
	if text != "" {
		p.Add(name, Literal(text))
	}
}

// Literal renders a Go string literal, raw where that reads better and hides nothing.
func Literal(text string) *jen.Statement {
	hidden := func(r rune) bool { return !strconv.IsPrint(r) }
	if strconv.CanBackquote(text) && !strings.ContainsFunc(text, hidden) {
		return jen.Op("`" + text + "`")
	}
	return jen.Lit(text)
}

// QuoteJSON writes a JSON string the way generated code sends it: nothing escaped that need not be.
func QuoteJSON(text string) string { return string(codec.EncodeString(&text, nil)) }

// Multiline lays out a composite literal an element a line.
var Multiline = jen.Options{Open: "{", Close: "}", Separator: ",", Multi: true}

// Positions renders a block of iota constants.
func Positions(f *jen.File, doc string, n int, name func(int) string) {
	if n == 0 {
		return
	}
	f.Add(Comment(doc)).Const().DefsFunc(func(g *jen.Group) {
		for i := range n {
			id := g.Id(name(i))
			if i == 0 {
				id.Op("=").Iota()
			}
		}
	}).Line()
}

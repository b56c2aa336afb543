package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/azbill/azbill/wire"
	"github.com/azbill/azbill/wire/codec"
	"growth.test/hostile"
)

// payloads are bodies of about n things, for the type Node unless the name says otherwise.
var payloads = []struct {
	name string
	n    int
	text func(n int) string
}{
	{"a mismatch at each level of lists", 20, func(n int) string { return nested(`{"grid":[[`, n, `],0],`) }},
	{"a null at each level of lists", 20, func(n int) string { return nested(`{"grid":[[`, n, `],null],`) }},
	{"a mismatch at each level of maps", 20, func(n int) string { return nested(`{"lists":{"a":[`, n, `],"b":0},`) }},
	{"an array at each level of maps", 20, func(n int) string { return nested(`{"byName":{"a":`, n, `,"b":[]},`) }},
	{"objects at each level", 60, func(n int) string { return nested(`{"next":`, n, `,`) }},
	{"unions at each level", 30, func(n int) string { return `{"shape":` + nested(`{"of":`, n, `,"kind":"Group",`) + `}` }},
	{"unknown unions at each level", 30, func(n int) string { return `{"shape":` + nested(`{"of":`, n, `,"kind":"None",`) + `}` }},
	{"unique items at each level", 30, func(n int) string { return nested(`{"set":[`, n, `],`) }},
	{"unique items side by side", 500, func(n int) string { return `{"set":[` + numbered(n, `{"n32":%d}`) + `]}` }},
	{"unique items that are equal", 500, func(n int) string { return `{"set":[` + numbered(n, `{"n32":1,"x":%[1]d}`) + `]}` }},
	{"digits of an exponent", 10000, func(n int) string { return `{"price":1e` + strings.Repeat("9", n) + `}` }},
	{"digits of a negative exponent", 10000, func(n int) string { return `{"price":1e-` + strings.Repeat("9", n) + `}` }},
	{"digits of a price", 10000, func(n int) string { return `{"price":` + strings.Repeat("9", n) + `.5}` }},
	{"digits of a number", 10000, func(n int) string { return `{"range":` + strings.Repeat("9", n) + `}` }},
	{"digits of an integer", 10000, func(n int) string { return `{"n32":` + strings.Repeat("9", n) + `}` }},
	{"zeros of an integer", 10000, func(n int) string { return `{"n32":1` + strings.Repeat("0", n) + `e-` + fmt.Sprint(n) + `}` }},
	{"unknown members", 500, func(n int) string { return `{` + numbered(n, `"x%05d":0`) + `}` }},
	{"unknown members with escapes", 500, func(n int) string { return `{` + numbered(n, `"\u0078%05d":0`) + `}` }},
	{"members in other cases", 500, func(n int) string { return `{"list":[` + numbered(n, `{"NEXT":0,"Color":0,"gRID":%d}`) + `]}` }},
	{"unknown members that nest", 60, func(n int) string { return nested(`{"x":`, n, `,`) }},
	{"names of a map", 500, func(n int) string { return `{"tags":{` + numbered(n, `"x%05d":""`) + `}}` }},
	{"names of a map that share a beginning", 500, func(n int) string { return `{"tags":{` + numbered(n, `"`+strings.Repeat("x", 60)+`%05d":""`) + `}}` }},
	{"names of a map that are one another's beginning", 500, func(n int) string {
		var names []string
		for i := range n {
			names = append(names, `"`+strings.Repeat("x", i%100)+fmt.Sprint(i)+`":""`)
		}
		return `{"tags":{` + strings.Join(names, ",") + `}}`
	}},
	{"names of any value", 500, func(n int) string { return `{"any":{` + numbered(n, `"x%05d":""`) + `}}` }},
	{"names of a map with escapes", 500, func(n int) string { return `{"tags":{` + numbered(n, `"\u0078%05d":""`) + `}}` }},
	{"values of another type in a map", 500, func(n int) string { return `{"tags":{` + numbered(n, `"x%05d":%[1]d`) + `}}` }},
	{"values of another type in a list", 500, func(n int) string { return `{"names":[` + numbered(n, `%d`) + `]}` }},
	{"text that a pattern matches", 20000, func(n int) string { return `{"word":"` + strings.Repeat("ab ", n) + `"}` }},
	{"text that a pattern does not match", 20000, func(n int) string { return `{"word":"` + strings.Repeat("ab ", n) + `!"}` }},
	{"violations below a long name", 5000, func(n int) string {
		return `{"byName":{"` + strings.Repeat("x", n) + `":{"list":[` + strings.Repeat("0,", 1500) + `0]}}}`
	}},
	{"values outside an enumeration", 500, func(n int) string { return `{"list":[` + numbered(n, `{"color":"x%05d"}`) + `]}` }},
	{"one value outside an enumeration", 10000, func(n int) string { return `{"color":"` + strings.Repeat("x", n) + `"}` }},
	{"empty objects", 500, func(n int) string { return `{"list":[` + strings.Repeat(`{},`, n) + `{}]}` }},
	{"empty unions", 500, func(n int) string { return `{"shape":{"kind":"Group","shapes":[` + strings.Repeat(`{},`, n) + `{}]}}` }},
	{"white space", 10000, func(n int) string {
		return `{"list":[` + strings.Repeat(" \n", n) + `],"any":[` + strings.Repeat(" \t", n) + `]}`
	}},
	{"any value that nests", 60, func(n int) string { return `{"any":` + nested(`{"any":`, n-1, `,`) + `}` }},
	{"escapes in a string", 2500, func(n int) string { return `{"color":"` + strings.Repeat(`\ud83d\ude00`, n) + `"}` }},
	{"unknown members of a type of 600", 500, func(n int) string { return `{"wide":{` + numbered(n, `"x%05d":0`) + `}}` }},
	{"unknown members of a closed type of 600", 500, func(n int) string { return `{"closed":{` + numbered(n, `"x%05d":0`) + `}}` }},
	{"members in other cases of a type of 600", 60, func(n int) string {
		element := `{"MEMBER599":"","Member1":"%05d"`
		for i := range 50 {
			element += fmt.Sprintf(`,"MEMBER%d":""`, 100+i)
		}
		return `{"wides":[` + numbered(n, element+"}") + `]}`
	}},
	{"members in reverse of a type of 600", 10, func(n int) string {
		var members []string
		for i := range 600 {
			members = append(members, fmt.Sprintf(`"member%d":""`, 599-i))
		}
		return `{"wides":[` + strings.Repeat(`{`+strings.Join(members, ",")+`},`, n) + `{}]}`
	}},
	{"sizes at each level", 30, func(n int) string {
		return `{"sized":` + strings.Repeat(`{"`+strings.Repeat("x y ", 100)+`":[`, n) + `{}` + strings.Repeat(`]}`, n) + `}`
	}},
	{"alternatives at each level", 30, func(n int) string {
		return `{"either":` + strings.Repeat(`{"v":{"pad":"`+strings.Repeat("x y ", 100)+`","e":`, n) + `{}` + strings.Repeat(`}}`, n) + `}`
	}},
	{"values of an enumeration of objects", 250, func(n int) string { return `{"either":{"value":[` + numbered(n, `{"b":%d}`) + `]}}` }},
	{"any value that nests out of order", 30, func(n int) string { return `{"any":` + nested(`{"z":`, n, `,`) + `}` }},
	{"unions that do not end", 30, func(n int) string {
		return `{"shape":` + strings.Repeat(`{"pad":"`+strings.Repeat("x y ", 200)+`","of":`, n)
	}},
	{"strings of numbers", 500, func(n int) string { return `{"list":[` + numbered(n, `{"n32":"%d","price":"%[1]d"}`) + `]}` }},
}

// nested has n levels of some text each.
func nested(before string, n int, after string) string {
	return strings.Repeat(before, n) + `{}` + strings.Repeat(after+`"pad":"`+strings.Repeat("x y ", 100)+`"}`, n)
}

func numbered(n int, format string) string {
	var b strings.Builder
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, format, i)
	}
	return b.String()
}

// operations are what is done with a body.
var operations = []struct {
	name string
	make func(text []byte) run
}{
	{"decode", func(text []byte) run { return func() { _, _ = hostile.DecodeNode(text) } }},
	{"encode", func(text []byte) run {
		node := decode(text)
		return func() { node.AppendJSON(nil) }
	}},
	{"validate", func(text []byte) run {
		node := decode(text)
		return func() { _ = node.Validate(wire.UnknownMembers(), wire.AsRequest()) }
	}},
	{"equal", func(text []byte) run {
		a := decode(text).AppendJSON(nil)
		var plain any // encoding/json sorts the names
		d := json.NewDecoder(bytes.NewReader(a))
		d.UseNumber()
		check(d.Decode(&plain))
		b, err := json.Marshal(plain)
		check(err)
		return func() { _ = codec.Equal(a, b) }
	}},
	{"compare members", func(text []byte) run {
		a, b := decode(text), decode(text)
		return func() {
			if !equalMembers(a, b) {
				panic("not equal")
			}
		}
	}},
	{"print", func(text []byte) run {
		node := decode(text)
		return func() { _ = fmt.Sprint(*node) }
	}},
	{"encoding/json", func(text []byte) run {
		return func() {
			var node hostile.Node
			if json.Unmarshal(text, &node) != nil {
				return
			}
			_, err := json.Marshal(node)
			check(err)
		}
	}},
}

// decode returns an empty node for text that is malformed.
func decode(text []byte) *hostile.Node {
	node, err := hostile.DecodeNode(text)
	if err != nil {
		return new(hostile.Node)
	}
	return node
}

func equalMembers(a, b *hostile.Node) bool {
	return a.Next.Equal(b.Next) && a.List.Equal(b.List) && a.Grid.Equal(b.Grid) && a.ByName.Equal(b.ByName) && a.Lists.Equal(b.Lists) &&
		a.Shape.Equal(b.Shape) && a.Set.Equal(b.Set) && a.Price.Equal(b.Price) && a.Names.Equal(b.Names) && a.Tags.Equal(b.Tags) && a.Any.Equal(b.Any) && a.Extra.Equal(b.Extra)
}

func cases() []kase {
	var all []kase
	for _, p := range payloads {
		for _, op := range operations {
			all = append(all, kase{p.name + ": " + op.name, p.n, func(n int) run { return op.make([]byte(p.text(n))) }})
		}
	}
	return append(all, requestCases()...)
}

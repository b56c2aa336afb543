package main

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"strings"

	"golang.org/x/tools/go/packages"
)

// finder finds the mutants of one package, file by file.
type finder struct {
	pkg     *packages.Package
	skip    map[int]bool // mutants that do not compile
	mutants []*Mutant
	alike   map[Mutant]int

	name string // of the file, relative to the module's root
	src  []byte
	file *ast.File
	edits
}

// scope is what the statements of a function or a loop are in.
type scope struct {
	fn      string
	results []ast.Expr // the type of each result
	loop    bool       // break leaves a loop
	ends    bool       // and that loop has an end of its own, so that one break more is not an error
	inner   bool       // a statement in a list, which may be dropped
}

// find adds the mutants of a file and returns its source with all of them in it.
func (f *finder) find(file *ast.File, name string, src []byte) []byte {
	f.file, f.name, f.src, f.edits = file, name, src, edits{}
	for _, decl := range file.Decls {
		switch d := decl.(type) {
		case *ast.FuncDecl:
			if d.Body != nil {
				f.stmts(d.Body.List, scope{fn: funcName(d), results: resultTypes(d.Type)})
			}
		case *ast.GenDecl:
			f.vars(d, scope{})
		}
	}
	return f.apply(src)
}

func funcName(d *ast.FuncDecl) string {
	if d.Recv == nil || len(d.Recv.List) == 0 {
		return d.Name.Name
	}
	recv := types.ExprString(d.Recv.List[0].Type)
	recv, _, _ = strings.Cut(strings.TrimPrefix(recv, "*"), "[")
	return recv + "." + d.Name.Name
}

func resultTypes(t *ast.FuncType) (list []ast.Expr) {
	if t.Results == nil {
		return nil
	}
	for _, field := range t.Results.List {
		for range max(1, len(field.Names)) {
			list = append(list, field.Type)
		}
	}
	return list
}

// vars visits the values of variables. Constants have no place for a condition; where they are used has.
func (f *finder) vars(d *ast.GenDecl, sc scope) {
	for _, spec := range d.Specs {
		if v, ok := spec.(*ast.ValueSpec); ok && d.Tok == token.VAR {
			f.exprs(v.Values, sc)
		}
	}
}

// add makes a mutant of the code of a node and returns its number; 0 for one that cannot be had.
func (f *finder) add(sc scope, n ast.Node, to string) int {
	place := f.pkg.Fset.Position(n.Pos())
	m := &Mutant{
		ID: len(f.mutants) + 1, File: f.name, Line: place.Line, Col: place.Column, Func: sc.fn, From: oneLine(f.code(n)), To: oneLine(to),
	}
	alike := Mutant{Func: m.Func, From: m.From, To: m.To, File: m.File}
	f.alike[alike]++
	m.Nth = f.alike[alike]
	f.mutants = append(f.mutants, m)
	if f.skip[m.ID] {
		return 0
	}
	return m.ID
}

// code returns the source of a node.
func (f *finder) code(n ast.Node) string { return string(f.src[f.offset(n.Pos()):f.offset(n.End())]) }

func (f *finder) offset(p token.Pos) int { return f.pkg.Fset.Position(p).Offset }

// around wraps a node.
func (f *finder) around(n ast.Node, before, after string) {
	f.wrap(f.offset(n.Pos()), f.offset(n.End()), before, after)
}

// call makes a call of one argument of an expression.
func (f *finder) call(e ast.Expr, name string, typ string, id int) {
	f.around(e, fmt.Sprintf("%s[%s](%d, ", name, typ, id), ")")
}

// callBinary makes a call of two arguments of a binary expression.
func (f *finder) callBinary(e *ast.BinaryExpr, name, types string, id int) {
	f.around(e, fmt.Sprintf("%s[%s](%d, ", name, types, id), ")")
	f.replace(f.offset(e.OpPos), len(e.Op.String()), ",")
}

// spell returns a type as the file may write it; "" if it cannot.
func (f *finder) spell(t types.Type) string {
	if b, ok := t.(*types.Basic); ok && b.Info()&types.IsUntyped != 0 {
		t = types.Default(t)
	}
	if _, ok := types.Unalias(t).(*types.TypeParam); ok {
		return ""
	}
	known := true
	text := types.TypeString(t, func(p *types.Package) string {
		if p == f.pkg.Types {
			return ""
		}
		for _, spec := range f.file.Imports {
			if strings.Trim(spec.Path.Value, `"`) != p.Path() {
				continue
			}
			if spec.Name != nil {
				return spec.Name.Name
			}
			return p.Name()
		}
		known = false
		return p.Name()
	})
	if !known || strings.ContainsAny(text, "\n") {
		return ""
	}
	return text
}

func (f *finder) typeOf(e ast.Expr) types.Type { return f.pkg.TypesInfo.TypeOf(e) }

// basic returns what kind of basic type an expression has, and how the type is spelled.
func (f *finder) basic(e ast.Expr) (types.BasicInfo, string) {
	t := f.typeOf(e)
	if t == nil {
		return 0, ""
	}
	b, ok := t.Underlying().(*types.Basic)
	if !ok || b.Kind() == types.Uintptr || b.Kind() == types.UnsafePointer {
		return 0, ""
	}
	text := f.spell(t)
	if text == "" {
		return 0, ""
	}
	return b.Info(), text
}

// isBool reports whether the type of an expression is bool itself.
func (f *finder) isBool(e ast.Expr) bool {
	t := f.typeOf(e)
	return t != nil && types.Identical(types.Default(types.Unalias(t)), types.Typ[types.Bool])
}

func (f *finder) constant(e ast.Expr) bool {
	tv := f.pkg.TypesInfo.Types[e]
	return tv.Value != nil
}

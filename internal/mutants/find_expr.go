package main

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
)

func (f *finder) exprs(list []ast.Expr, sc scope) {
	for _, e := range list {
		f.expr(e, sc)
	}
}

// expr visits an expression.
func (f *finder) expr(e ast.Expr, sc scope) {
	tv := f.pkg.TypesInfo.Types[e]
	switch {
	case e == nil, tv.IsType():
		return
	case tv.Value != nil:
		f.literal(e, sc, true)
		return
	}
	sc.inner = false
	switch e := e.(type) {
	case *ast.BinaryExpr:
		f.binary(e, sc)
	case *ast.UnaryExpr:
		if e.Op == token.NOT {
			f.cond(e, sc, true, true)
			return
		}
		f.expr(e.X, sc)
	case *ast.ParenExpr:
		f.expr(e.X, sc)
	case *ast.StarExpr:
		f.expr(e.X, sc)
	case *ast.SelectorExpr:
		f.expr(e.X, sc)
	case *ast.TypeAssertExpr:
		f.expr(e.X, sc)
	case *ast.IndexExpr:
		f.expr(e.X, sc)
		f.expr(e.Index, sc)
	case *ast.SliceExpr:
		f.exprs([]ast.Expr{e.X, e.Low, e.High, e.Max}, sc)
	case *ast.CallExpr:
		f.expr(e.Fun, sc)
		f.exprs(f.arguments(e), sc)
	case *ast.CompositeLit:
		f.elements(e, sc)
	case *ast.FuncLit:
		f.stmts(e.Body.List, scope{fn: sc.fn, results: resultTypes(e.Type)})
	}
}

// arguments returns the arguments that matter: how much room make reserves is a matter of speed.
func (f *finder) arguments(e *ast.CallExpr) []ast.Expr {
	if id, ok := e.Fun.(*ast.Ident); ok && id.Name == "make" && len(e.Args) > 1 {
		if _, slice := f.typeOf(e.Args[0]).Underlying().(*types.Slice); slice {
			return e.Args[1:2]
		}
		return nil
	}
	return e.Args
}

// elements visits the values of a composite literal, and the keys of a map.
func (f *finder) elements(e *ast.CompositeLit, sc scope) {
	_, isMap := f.typeOf(e).Underlying().(*types.Map)
	for _, elem := range e.Elts {
		if kv, ok := elem.(*ast.KeyValueExpr); ok {
			if isMap {
				f.expr(kv.Key, sc)
			}
			elem = kv.Value
		}
		f.expr(elem, sc)
	}
}

// literal changes a constant: a number by one, a truth value to the other. Those of named types, which name one of
// several things, remain.
func (f *finder) literal(e ast.Expr, sc scope, bothWays bool) {
	info, typ := f.basic(e)
	_, named := types.Unalias(f.typeOf(e)).(*types.Named)
	switch {
	case named:
	case info&types.IsBoolean != 0:
		f.flip(e, sc)
	case info&types.IsInteger != 0:
		if lit, ok := e.(*ast.BasicLit); ok && lit.Kind == token.CHAR {
			bothWays = false
		}
		up := f.add(sc, e, f.code(e)+"+1")
		if !bothWays {
			if up != 0 {
				f.call(e, "mutantUp", typ, up)
			}
			return
		}
		if down := f.add(sc, e, f.code(e)+"-1"); up != 0 && down != 0 {
			f.call(e, "mutantUpDown", typ, up)
		}
	}
}

func (f *finder) flip(e ast.Expr, sc scope) {
	if id := f.add(sc, e, "!"+f.code(e)); id != 0 {
		f.around(e, "(", fmt.Sprintf(" != mutantAt(%d))", id))
	}
}

// replacements lists the function that each arithmetic operator becomes a call of, and the operator it stands for.
var replacements = map[token.Token]struct {
	name string
	to   token.Token
}{
	token.ADD: {"mutantAdd", token.SUB}, token.SUB: {"mutantSub", token.ADD},
	token.MUL: {"mutantMul", token.QUO}, token.QUO: {"mutantQuo", token.MUL}, token.REM: {"mutantRem", token.QUO},
	token.AND: {"mutantAnd", token.OR}, token.OR: {"mutantOr", token.AND}, token.XOR: {"mutantXor", token.AND},
	token.AND_NOT: {"mutantAndNot", token.AND}, token.SHL: {"mutantShl", token.SHR}, token.SHR: {"mutantShr", token.SHL},
}

func (f *finder) binary(e *ast.BinaryExpr, sc scope) {
	switch e.Op {
	case token.LAND, token.LOR, token.EQL, token.NEQ, token.LSS, token.LEQ, token.GTR, token.GEQ:
		f.cond(e, sc, true, true)
		return
	}
	f.operator(e, sc)
	f.expr(e.X, sc)
	f.expr(e.Y, sc)
}

// operator exchanges an arithmetic operator.
func (f *finder) operator(e *ast.BinaryExpr, sc scope) {
	r, ok := replacements[e.Op]
	info, typ := f.basic(e)
	if !ok || info&types.IsNumeric == 0 || info&types.IsComplex != 0 {
		return
	}
	if e.Op == token.SHL || e.Op == token.SHR {
		_, by := f.basic(e.Y)
		if by == "" {
			return
		}
		typ += ", " + by
	}
	if id := f.add(sc, e, f.code(e.X)+" "+r.to.String()+" "+f.code(e.Y)); id != 0 {
		f.callBinary(e, r.name, typ, id)
	}
}

// cond visits a condition, of which each part is made true and false, as far as that matters: an operand of && that
// is false makes the whole false.
func (f *finder) cond(e ast.Expr, sc scope, toTrue, toFalse bool) {
	if f.constant(e) {
		return
	}
	switch x := e.(type) {
	case *ast.ParenExpr:
		f.cond(x.X, sc, toTrue, toFalse)
		return
	case *ast.UnaryExpr:
		if x.Op == token.NOT {
			f.cond(x.X, sc, toFalse, toTrue)
			return
		}
	case *ast.BinaryExpr:
		switch x.Op {
		case token.LAND:
			f.force(e, sc, false, toFalse)
			f.cond(x.X, sc, true, false)
			f.cond(x.Y, sc, true, false)
			return
		case token.LOR:
			f.force(e, sc, toTrue, false)
			f.cond(x.X, sc, false, true)
			f.cond(x.Y, sc, false, true)
			return
		}
		f.force(e, sc, toTrue, toFalse)
		f.compare(x, sc)
		return
	}
	f.force(e, sc, toTrue, toFalse)
	f.expr(e, sc)
}

// force makes a condition true, or false, whatever it is.
func (f *finder) force(e ast.Expr, sc scope, toTrue, toFalse bool) {
	if !f.isBool(e) {
		return
	}
	before := "("
	if toTrue {
		if id := f.add(sc, e, "true"); id != 0 {
			before += fmt.Sprintf("mutantAt(%d) || ", id)
		}
	}
	if toFalse {
		if id := f.add(sc, e, "false"); id != 0 {
			before += fmt.Sprintf("!mutantAt(%d) && ", id)
		}
	}
	f.around(e, before+"(", "))")
}

// bounds lists the function that a comparison becomes a call of, the comparison with the bound moved one way, and how
// to write it with the bound moved the other way.
var bounds = map[token.Token]struct {
	name     string
	to       token.Token
	otherWay string
}{
	token.LSS: {"mutantLess", token.LEQ, "%s + 1 < %s"},
	token.LEQ: {"mutantMost", token.LSS, "%s - 1 <= %s"},
	token.GTR: {"mutantMore", token.GEQ, "%s - 1 > %s"},
	token.GEQ: {"mutantLeast", token.GTR, "%s + 1 >= %s"},
}

// compare moves the bound of a comparison by one, both ways.
func (f *finder) compare(e *ast.BinaryExpr, sc scope) {
	b, ordered := bounds[e.Op]
	operand := e.X
	if f.constant(operand) {
		operand = e.Y
	}
	info, typ := f.basic(operand)
	if !ordered || info&types.IsOrdered == 0 {
		f.operand(e.X, sc, false)
		f.operand(e.Y, sc, false)
		return
	}
	integer := info&types.IsInteger != 0
	x, y := f.code(e.X), f.code(e.Y)
	id, name := f.add(sc, e, x+" "+b.to.String()+" "+y), b.name
	if integer {
		name += "Int"
		if f.add(sc, e, fmt.Sprintf(b.otherWay, x, y)) == 0 {
			id = 0
		}
	}
	if id != 0 {
		f.callBinary(e, name, typ, id)
	}
	f.operand(e.X, sc, integer)
	f.operand(e.Y, sc, integer)
}

// operand visits one side of a comparison. A constant is not changed: the comparison is. Nor is one that is added to
// what is compared in order, since it is the bound.
func (f *finder) operand(e ast.Expr, sc scope, inOrder bool) {
	if f.constant(e) {
		return
	}
	if sum, ok := e.(*ast.BinaryExpr); ok && inOrder && (sum.Op == token.ADD || sum.Op == token.SUB) {
		f.operator(sum, sc)
		f.operand(sum.X, sc, true)
		f.operand(sum.Y, sc, true)
		return
	}
	f.expr(e, sc)
}

package main

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"strings"
)

// stmts visits the statements of a block.
func (f *finder) stmts(list []ast.Stmt, sc scope) {
	sc.inner = true
	for _, s := range list {
		f.stmt(s, sc)
	}
}

// stmt visits a statement.
func (f *finder) stmt(s ast.Stmt, sc scope) {
	if sc.inner && f.droppable(s) {
		f.drop(s, sc, "dropped")
	}
	list := sc
	sc.inner = false
	switch s := s.(type) {
	case *ast.ExprStmt:
		f.expr(s.X, sc)
	case *ast.AssignStmt:
		f.exprs(s.Lhs, sc)
		f.exprs(s.Rhs, sc)
	case *ast.IncDecStmt:
		f.expr(s.X, sc)
	case *ast.SendStmt:
		f.expr(s.Value, sc)
	case *ast.GoStmt:
		f.expr(s.Call, sc)
	case *ast.DeferStmt:
		f.expr(s.Call, sc)
	case *ast.DeclStmt:
		if d, ok := s.Decl.(*ast.GenDecl); ok {
			f.vars(d, sc)
		}
	case *ast.ReturnStmt:
		f.results(s, sc)
	case *ast.BranchStmt:
		f.branch(s, list)
	case *ast.BlockStmt:
		f.stmts(s.List, sc)
	case *ast.LabeledStmt:
		f.stmt(s.Stmt, sc)
	default:
		f.nested(s, sc)
	}
}

// nested visits a statement that has statements in it.
func (f *finder) nested(s ast.Stmt, sc scope) {
	switch s := s.(type) {
	case *ast.IfStmt:
		f.init(s.Init, sc)
		f.cond(s.Cond, sc, true, true)
		f.stmts(s.Body.List, sc)
		if s.Else != nil {
			f.stmt(s.Else, sc)
		}
	case *ast.ForStmt:
		f.init(s.Init, sc)
		if s.Cond != nil {
			f.cond(s.Cond, sc, false, true) // true would be a loop without end, of which there are enough
		}
		f.init(s.Post, sc)
		sc.loop, sc.ends = true, s.Cond != nil
		f.stmts(s.Body.List, sc)
	case *ast.RangeStmt:
		f.expr(s.X, sc)
		sc.loop, sc.ends = true, true
		if len(s.Body.List) > 0 {
			if id := f.add(sc, s.X, "no iteration"); id != 0 {
				at := f.offset(s.Body.Lbrace) + 1
				f.wrap(at, at, fmt.Sprintf(" if mutantAt(%d) { break };", id), "")
			}
		}
		f.stmts(s.Body.List, sc)
	case *ast.SwitchStmt:
		f.init(s.Init, sc)
		f.expr(s.Tag, sc)
		f.clauses(s.Body, sc, s.Tag)
	case *ast.TypeSwitchStmt:
		f.init(s.Init, sc)
		f.init(s.Assign, sc)
		sc.loop = false
		for _, c := range s.Body.List {
			f.body(c.(*ast.CaseClause), sc)
		}
	case *ast.SelectStmt:
		sc.loop = false
		for _, c := range s.Body.List {
			f.stmts(c.(*ast.CommClause).Body, sc)
		}
	}
}

func (f *finder) init(s ast.Stmt, sc scope) {
	if s != nil {
		f.stmt(s, sc)
	}
}

// droppable reports whether a statement may be left out: calls, assignments and the like, but no declaration, and nothing
// that the compiler wants at the end of a function.
func (f *finder) droppable(s ast.Stmt) bool {
	switch s := s.(type) {
	case *ast.ExprStmt:
		call, ok := s.X.(*ast.CallExpr)
		if !ok {
			return true
		}
		id, ok := call.Fun.(*ast.Ident)
		return !ok || id.Name != "panic"
	case *ast.AssignStmt:
		if len(s.Lhs) == 1 {
			if id, ok := s.Lhs[0].(*ast.Ident); ok && id.Name == "_" {
				return false
			}
		}
		return s.Tok != token.DEFINE
	case *ast.IncDecStmt, *ast.SendStmt, *ast.GoStmt, *ast.DeferStmt:
		return true
	}
	return false
}

func (f *finder) drop(n ast.Node, sc scope, what string) {
	if id := f.add(sc, n, what); id != 0 {
		f.around(n, fmt.Sprintf("if !mutantAt(%d) { ", id), " }")
	}
}

// branch leaves out break and continue, and exchanges them.
func (f *finder) branch(s *ast.BranchStmt, sc scope) {
	if !sc.inner || s.Tok != token.BREAK && s.Tok != token.CONTINUE {
		return
	}
	other := token.CONTINUE
	if s.Tok == token.CONTINUE {
		other = token.BREAK
	}
	label := ""
	if s.Label != nil {
		label = " " + s.Label.Name
	}
	if sc.loop && sc.ends && s.Label == nil {
		if id := f.add(sc, s, other.String()+label); id != 0 {
			f.around(s, fmt.Sprintf("if mutantAt(%d) { %s%s }; ", id, other, label), "")
		}
	}
	f.drop(s, sc, "dropped")
}

// clauses visits the clauses of a switch.
func (f *finder) clauses(body *ast.BlockStmt, sc scope, tag ast.Expr) {
	sc.loop = false
	for _, c := range body.List {
		clause := c.(*ast.CaseClause)
		for _, e := range clause.List {
			if tag == nil {
				f.cond(e, sc, true, true)
			} else {
				f.caseValue(e, sc)
			}
		}
		f.body(clause, sc)
	}
}

// caseValue makes a case of a switch one for another value.
func (f *finder) caseValue(e ast.Expr, sc scope) {
	if !f.constant(e) {
		f.expr(e, sc)
		return
	}
	info, typ := f.basic(e)
	var name string
	switch {
	case info&types.IsInteger != 0:
		name = "mutantUp"
	case info&types.IsString != 0:
		name = "mutantText"
	default:
		return
	}
	if id := f.add(sc, e, "case of another value"); id != 0 {
		f.call(e, name, typ, id)
	}
}

// body visits the statements of a clause, and leaves them out all together where control goes on after the switch.
func (f *finder) body(c *ast.CaseClause, sc scope) {
	if n := len(c.Body); n > 0 {
		switch last := c.Body[n-1].(type) {
		case *ast.AssignStmt, *ast.IncDecStmt, *ast.RangeStmt:
			if n > 1 || !f.droppable(last) {
				first := f.offset(c.Body[0].Pos())
				if id := f.add(sc, c.Body[0], "empty clause"); id != 0 {
					f.wrap(first, f.offset(c.Body[n-1].End()), fmt.Sprintf("if !mutantAt(%d) { ", id), " }")
				}
			}
		}
	}
	f.stmts(c.Body, sc)
}

// results exchanges what is returned for the zero value.
func (f *finder) results(s *ast.ReturnStmt, sc scope) {
	for i, e := range s.Results {
		tv := f.pkg.TypesInfo.Types[e]
		info, _ := f.basic(e)
		switch {
		case tv.IsNil():
		case tv.Value != nil && info&types.IsString == 0:
			f.literal(e, sc, false)
		case f.isBool(e):
			f.cond(e, sc, true, true)
		case len(s.Results) != len(sc.results): // those of a call
			f.expr(e, sc)
		default:
			if !isEmpty(e) {
				f.zero(e, sc, f.code(sc.results[i]))
			}
			f.expr(e, sc)
		}
	}
}

func (f *finder) zero(e ast.Expr, sc scope, typ string) {
	if strings.Contains(typ, "\n") {
		return
	}
	if id := f.add(sc, e, "zero value"); id != 0 {
		f.call(e, "mutantZero", typ, id)
	}
}

// isEmpty reports whether an expression is a zero value, or as good as one: T{}, "".
func isEmpty(e ast.Expr) bool {
	switch e := e.(type) {
	case *ast.CompositeLit:
		return len(e.Elts) == 0
	case *ast.BasicLit:
		return e.Value == `""` || e.Value == "``"
	}
	return false
}

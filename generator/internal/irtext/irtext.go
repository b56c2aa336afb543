// Package irtext writes IR as text, for the tests of the stages that make it: one line for a declaration or an operation,
// one below it for each of its parts, with every field that is not zero.
package irtext

import (
	"fmt"
	"reflect"
	"strings"

	"github.com/azbill/azbill/generator/ir"
	"github.com/azbill/azbill/openapi/diag"
)

// Package returns the text of a package.
func Package(pkg *ir.Package) string {
	w := &writer{}
	flat := *pkg
	flat.Decls, flat.Groups, flat.Operations = nil, nil, nil
	w.line("package", reflect.ValueOf(flat))
	for _, d := range pkg.Decls {
		w.line(fmt.Sprintf("%T", d)[len("*ir."):], reflect.ValueOf(d).Elem())
	}
	for _, g := range pkg.Groups {
		w.line("group", reflect.ValueOf(*g))
	}
	for _, op := range pkg.Operations {
		w.line("operation", reflect.ValueOf(*op))
	}
	return w.String()
}

type writer struct {
	strings.Builder
	within []reflect.Value // pointers being written, to stop at those that contain themselves
}

// line writes a struct: its fields on one line, then each part of its lists of structs on one of its own.
func (w *writer) line(title string, v reflect.Value) {
	fmt.Fprintf(w, "%s%s\n", title, w.fields(v, true))
	w.parts(v)
}

func (w *writer) parts(v reflect.Value) {
	for i := range v.NumField() {
		f := v.Field(i)
		if v.Type().Field(i).Anonymous {
			w.parts(f)
			continue
		}
		if rule, ok := f.Interface().(*ir.Schema); ok && rule != nil && rule.Object != nil {
			for _, m := range rule.Object.List {
				fmt.Fprintf(w, "  Rule %s\n", w.value(reflect.ValueOf(m)))
			}
		}
		if !isParts(f) {
			continue
		}
		for j := range f.Len() {
			fmt.Fprintf(w, "  %s %s\n", v.Type().Field(i).Name, w.value(f.Index(j)))
		}
	}
}

// isParts reports whether a field is a list of structs, or of pointers to them.
func isParts(f reflect.Value) bool {
	if f.Kind() != reflect.Slice {
		return false
	}
	elem := f.Type().Elem()
	return elem.Kind() == reflect.Struct || elem.Kind() == reflect.Pointer
}

// fields writes the fields that are not zero; those that have lines of their own are left out at the top.
func (w *writer) fields(v reflect.Value, top bool) string {
	var b strings.Builder
	for i := range v.NumField() {
		f := v.Field(i)
		if f.IsZero() || top && isParts(f) {
			continue
		}
		if v.Type().Field(i).Anonymous {
			b.WriteString(w.fields(f, top))
			continue
		}
		if rule, ok := f.Interface().(*ir.Schema); ok && top && rule.Object != nil { // whose members have lines
			whole, members := *rule, *rule.Object
			members.List, whole.Object = nil, &members
			f = reflect.ValueOf(&whole)
		}
		fmt.Fprintf(&b, " %s=%s", v.Type().Field(i).Name, w.value(f))
	}
	return b.String()
}

var builtins = map[ir.Builtin]string{
	ir.String: "String", ir.Bool: "Bool", ir.Int32: "Int32", ir.Int64: "Int64", ir.Decimal: "Decimal", ir.Time: "Time", ir.Raw: "Raw", ir.Secret: "Secret",
}

func (w *writer) value(v reflect.Value) string {
	switch x := v.Interface().(type) {
	case diag.At:
		return "@" + x.Pointer
	case ir.Builtin:
		return builtins[x]
	case ir.Decl:
		return "→" + name(x.Common())
	case ir.Named:
		return "→" + name(x.Decl.Common())
	case *ir.Field:
		if len(w.within) > 0 {
			return "→" + x.Wire
		}
	case *ir.Group:
		return "→" + x.Wire
	}
	switch v.Kind() {
	case reflect.Pointer:
		for _, p := range w.within {
			if p.Pointer() == v.Pointer() {
				return "…"
			}
		}
		w.within = append(w.within, v)
		defer func() { w.within = w.within[:len(w.within)-1] }()
		return w.value(v.Elem())
	case reflect.Interface:
		return w.value(v.Elem())
	case reflect.Struct:
		return v.Type().Name() + "{" + strings.TrimPrefix(w.fields(v, false), " ") + "}"
	case reflect.Slice:
		var list []string
		for i := range v.Len() {
			list = append(list, w.value(v.Index(i)))
		}
		return "[" + strings.Join(list, " ") + "]"
	case reflect.String:
		if s := v.String(); strings.ContainsAny(s, " \n\"]}") || s == "" {
			return fmt.Sprintf("%q", s)
		}
		return v.String()
	}
	return fmt.Sprint(v.Interface())
}

func name(h *ir.Head) string {
	if h.Name != "" {
		return h.Name
	}
	return strings.Join(h.Path, "/")
}

// Names returns the Go names of a package: a line for each declaration, group and operation, one below it for each of
// its parts.
func Names(pkg *ir.Package) string {
	var b strings.Builder
	for _, d := range pkg.Decls {
		fmt.Fprintf(&b, "%T %s:%s\n", d, strings.Join(d.Common().Path, "/"), goNames(reflect.ValueOf(d).Elem()))
		switch d := d.(type) {
		case *ir.Struct:
			for _, f := range d.Fields {
				fmt.Fprintf(&b, "  %s: %s\n", f.Wire, f.Name)
			}
			if d.Stream != nil {
				fmt.Fprintf(&b, "  stream: %s\n", d.Stream.Name)
			}
		case *ir.Enum:
			for _, v := range d.Values {
				fmt.Fprintf(&b, "  %s: %s\n", v.Wire, v.Name)
			}
		case *ir.Union:
			for _, v := range d.Variants {
				if v.Holder != nil {
					fmt.Fprintf(&b, "  %s: %s %s\n", v.Value, v.Holder.Name, v.Holder.Decoder)
				}
			}
		case *ir.Alias:
			for _, a := range d.Alternatives {
				fmt.Fprintf(&b, "  %s: %s\n", a.Type.Common().Name, a.Func)
			}
		}
	}
	for _, g := range pkg.Groups {
		fmt.Fprintf(&b, "group %s:%s\n", g.Wire, goNames(reflect.ValueOf(*g)))
	}
	for _, op := range pkg.Operations {
		fmt.Fprintf(&b, "operation %s:%s\n", op.ID, goNames(reflect.ValueOf(*op)))
		for _, p := range op.Params {
			fmt.Fprintf(&b, "  %s %s: %s\n", p.In, p.Wire, p.Name)
		}
	}
	return b.String()
}

// goNames writes the fields of a struct that are Go names.
func goNames(v reflect.Value) string {
	var b strings.Builder
	for i := range v.NumField() {
		field := v.Type().Field(i)
		switch field.Name {
		case "Head", "Funcs":
			b.WriteString(goNames(v.Field(i)))
		case "Name", "Position", "Decode", "Decoder", "Message", "Members", "Interface", "Seal", "Unknown", "PropertyName", "ValuesFunc", "Request", "Parse":
			fmt.Fprintf(&b, " %s=%s", field.Name, v.Field(i))
		}
	}
	return b.String()
}

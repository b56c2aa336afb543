// Package fakes makes the official SDK's fake servers answer every operation, with values in every member of the SDK's
// own models.
package fakes

import (
	"net/http"
	"reflect"
	"strings"
	"sync"
	"time"
)

// Pages is how many pages a list has.
const Pages = 3

// Server is a fake server factory and what its handlers were called with.
type Server struct {
	Transport interface {
		Do(*http.Request) (*http.Response, error)
	}
	statuses map[string]int // by API name
	variants []reflect.Type

	mu   sync.Mutex
	args map[string][]string // by API name: the texts that the last call was given
}

// New fills in the functions of a server factory, such as *fake.ServerFactory of armconsumption. Statuses are those to
// answer with, by API name; variants are types that stand for the SDK's interfaces.
func New(factory any, statuses map[string]int, variants ...any) *Server {
	s := &Server{statuses: statuses, args: map[string][]string{}}
	for _, v := range variants {
		s.variants = append(s.variants, reflect.TypeOf(v))
	}
	servers := reflect.ValueOf(factory).Elem()
	for i := range servers.NumField() {
		server := servers.Field(i)
		client := strings.TrimSuffix(server.Type().Name(), "Server") + "Client."
		for j := range server.NumField() {
			name := client + server.Type().Field(j).Name
			server.Field(j).Set(reflect.MakeFunc(server.Field(j).Type(), s.handler(name, server.Field(j).Type())))
		}
	}
	return s
}

// Args returns the texts that the handler of an API was given when it was called last.
func (s *Server) Args(api string) []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.args[api]
}

// handler answers one API.
func (s *Server) handler(api string, t reflect.Type) func([]reflect.Value) []reflect.Value {
	return func(args []reflect.Value) []reflect.Value {
		var texts []string
		for _, a := range args {
			if a.Kind() == reflect.String {
				texts = append(texts, a.String())
			}
		}
		s.mu.Lock()
		s.args[api] = texts
		s.mu.Unlock()
		out := make([]reflect.Value, t.NumOut())
		for i := range out {
			out[i] = reflect.New(t.Out(i))
		}
		s.answer(api, out[0])
		for i := range out {
			out[i] = out[i].Elem()
		}
		return out
	}
}

// answer fills in a responder of azcore/fake: of a value, of pages, or of a long-running operation.
func (s *Server) answer(api string, responder reflect.Value) {
	status := reflect.ValueOf(s.statuses[api])
	add := func(name string, status reflect.Value) {
		m := responder.MethodByName(name)
		m.Call([]reflect.Value{status, s.value(m.Type().In(1)), reflect.Zero(m.Type().In(2))})
	}
	switch {
	case responder.MethodByName("AddPage").IsValid():
		for range Pages {
			add("AddPage", status)
		}
	case responder.MethodByName("SetTerminalResponse").IsValid():
		m := responder.MethodByName("AddNonTerminalResponse")
		m.Call([]reflect.Value{status, reflect.Zero(m.Type().In(1))})
		add("SetTerminalResponse", reflect.ValueOf(http.StatusOK))
	default:
		add("SetResponse", status)
	}
}

func (s *Server) value(t reflect.Type) reflect.Value {
	v := reflect.New(t).Elem()
	s.fill(v, 0)
	return v
}

var instant = time.Date(2024, 8, 1, 12, 30, 15, 0, time.UTC)

// fill sets every member that v reaches, to a depth that recursive models do not pass.
func (s *Server) fill(v reflect.Value, depth int) {
	const deepest = 9
	if depth > deepest {
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		s.fill(v.Elem(), depth+1)
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			v.Set(reflect.ValueOf(instant))
			return
		}
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.IsExported() && f.Name != "NextLink" { // the fake servers write the links
				s.fill(v.Field(i), depth)
			}
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range 2 {
			s.fill(v.Index(i), depth+1)
		}
	case reflect.Map:
		e := reflect.New(v.Type().Elem()).Elem()
		s.fill(e, depth+1)
		v.Set(reflect.MakeMap(v.Type()))
		v.SetMapIndex(reflect.ValueOf("key").Convert(v.Type().Key()), e)
	case reflect.String:
		v.SetString("text")
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int32, reflect.Int64:
		v.SetInt(7)
	case reflect.Float32, reflect.Float64:
		v.SetFloat(1234.56)
	case reflect.Interface:
		s.fillInterface(v, depth)
	}
}

func (s *Server) fillInterface(v reflect.Value, depth int) {
	if v.NumMethod() == 0 {
		v.Set(reflect.ValueOf(map[string]any{"any": 1.5}))
		return
	}
	for _, t := range s.variants {
		if t.Implements(v.Type()) {
			variant := reflect.New(t).Elem()
			s.fill(variant, depth)
			v.Set(variant)
			return
		}
	}
}

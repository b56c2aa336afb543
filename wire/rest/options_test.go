package rest_test

import (
	"reflect"
	"testing"

	"github.com/azbill/azbill/wire/rest"
	"github.com/azbill/azbill/wire/rest/internal/sample"
)

// TestOptionsOfPagingDoNotBuild asks what the compiler asks: r.HTTPRequest(ctx, endpoint, rest.MaxPages(1)) must not
// compile, and options of building serve pages as well.
func TestOptionsOfPagingDoNotBuild(t *testing.T) {
	lastParam := func(method any) reflect.Type {
		f := reflect.TypeOf(method)
		return f.In(f.NumIn() - 1).Elem()
	}
	build := lastParam((*sample.BudgetsListRequest).HTTPRequest)
	pages := lastParam((*sample.BudgetsListRequest).Pages)
	items := lastParam((*sample.BudgetsListRequest).Items)
	for name, test := range map[string]struct {
		option any
		builds bool
	}{
		"WithReadOnly":  {rest.WithReadOnly, true},
		"WithParameter": {rest.WithParameter, true},
		"AllowHosts":    {rest.AllowHosts, false},
		"MaxPages":      {rest.MaxPages, false},
		"From":          {rest.From, false},
	} {
		option := reflect.TypeOf(test.option).Out(0)
		if got := option.AssignableTo(build); got != test.builds {
			t.Errorf("HTTPRequest takes rest.%s: %v", name, got)
		}
		if !option.AssignableTo(pages) || !option.AssignableTo(items) {
			t.Errorf("Pages and Items do not take rest.%s", name)
		}
	}
}

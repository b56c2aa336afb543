package table_test

import (
	"reflect"
	"testing"

	billing20191001preview "github.com/azbill/azbill/generated/billing/2019-10-01-preview"
	billing20200501 "github.com/azbill/azbill/generated/billing/2020-05-01"
	consumption20230301 "github.com/azbill/azbill/generated/consumption/2023-03-01"
	consumption20240801 "github.com/azbill/azbill/generated/consumption/2024-08-01"
	"github.com/azbill/azbill/generator"
	"github.com/azbill/azbill/internal/plan"
	"github.com/azbill/azbill/openapi/diag"
	"github.com/azbill/azbill/wire/rest"
	"github.com/azbill/azbill/wire/schema"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// TestGenerated holds that the tables made at run time are those that the generated packages declare, but for the types
// that requests and replies are read into.
func TestGenerated(t *testing.T) {
	for api, generated := range map[string]*rest.Table{
		"billing@2019-10-01-preview": billing20191001preview.Operations(), "billing@2020-05-01": billing20200501.Operations(),
		"consumption@2023-03-01": consumption20230301.Operations(), "consumption@2024-08-01": consumption20240801.Operations(),
	} {
		t.Run(api, func(t *testing.T) {
			var problems diag.List
			p := plan.One(plan.Entry{API: api, Out: "x"}, "", generator.DefaultLimits(), &problems)
			if err := problems.Err(); err != nil {
				t.Fatal(err)
			}
			tables, _, err := generator.Table(p.Packages[0])
			if err != nil {
				t.Fatal(err)
			}
			same := cmp.Options{
				cmpopts.IgnoreUnexported(rest.Table{}, rest.Operation{}),
				cmp.FilterPath(func(p cmp.Path) bool {
					return p.Last().Type().Kind() == reflect.Func
				}, cmp.Comparer(func(a, b any) bool { return reflect.ValueOf(a).IsNil() == reflect.ValueOf(b).IsNil() })),
				cmpopts.EquateEmpty(),
				cmpopts.IgnoreFields(schema.Model{}, "Engine"),
			}
			if len(generated.Operations) != len(tables.Operations) || len(tables.Operations) == 0 {
				t.Fatalf("%d operations, generated %d", len(tables.Operations), len(generated.Operations))
			}
			for i := range generated.Operations {
				want, got := &generated.Operations[i], &tables.Operations[i]
				if diff := cmp.Diff(want, got, same, cmpopts.IgnoreFields(rest.Operation{}, "Model")); diff != "" {
					t.Errorf("%s:\n%s", want.ID, diff)
				}
			}
			if diff := cmp.Diff(generated.Model, tables.Model, same); diff != "" {
				t.Error(diff)
			}
		})
	}
}

package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const tabled = `Things - Get

GET https://h/providers/Microsoft.A/things?api-version=1&$top={$top}

Paramètres

Nom Dans Type
api-version
query True
 • string

La version.

$top
query
 • integer

Exemple

GET https://h/providers/Microsoft.A/things?api-version=1

Réponse

{
 "id": "1"
}

Définitions

Colour

La couleur.

Thing

Une chose.

Colour

La couleur.

Description
Red
Blue

Thing

Une chose.

Nom Type Description
colour

Colour

Sa couleur.

kind string:

thing

Le genre.

parts

Thing[]

Ses parties.

properties.weight

Son poids.

size

number (decimal)

`

// Tables are found in any language: by names and layout alone.
func TestTablesOf(t *testing.T) {
	page, err := ReadPage([]byte(tabled))
	if err != nil {
		t.Fatal(err)
	}
	table, ok := tablesOf(page, []byte(tabled))
	if !ok {
		t.Fatal("no tables found")
	}
	got, err := json.Marshal(table)
	if err != nil {
		t.Fatal(err)
	}
	const want = `{"page":"things-get","service":"a","version":"1","operation":"Things_Get","parameters":[{"name":"api-version","in":"query","required":true,"line":8},{"name":"$top","in":"query","required":false,"line":14}],` +
		`"definitions":[{"name":"Colour","line":38,"rows":[{"name":"Red"},{"name":"Blue"}]},{"name":"Thing","line":46,"rows":[{"name":"colour","type":"Colour"},{"name":"kind","type":"string"},{"name":"parts","type":"Thing[]"},{"name":"properties.weight"},{"name":"size","type":"number (decimal)"}]}]}`
	if string(got) != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if _, ok := tablesOf(page, []byte("{\n}\nNothing\n")); ok {
		t.Error("tables on a page without any")
	}
}

// The tables beside the samples are of the pages of the index, and have what the three reference pages list.
func TestTablesAreThere(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(examples, tablesName))
	if err != nil {
		t.Fatal(err)
	}
	var all struct{ Tables []Table }
	if err := json.Unmarshal(text, &all); err != nil {
		t.Fatal(err)
	}
	pages := map[string]bool{}
	for _, p := range readIndex(t) {
		pages[p.Name] = true
	}
	want := map[string][3]int{"billing-accounts-list": {2, 25, 138}, "billing-accounts-get": {3, 24, 136}, "charges-list": {6, 10, 54}}
	for _, table := range all.Tables {
		rows := 0
		for _, d := range table.Definitions {
			rows += len(d.Rows)
		}
		if got := [3]int{len(table.Parameters), len(table.Definitions), rows}; got != want[table.Page] || !pages[table.Page] {
			t.Errorf("%s: %d parameters, %d types, %d rows, want %v", table.Page, got[0], got[1], got[2], want[table.Page])
		}
		delete(want, table.Page)
	}
	if len(want) > 0 {
		t.Errorf("no tables of %v", want)
	}
	again, err := Tables(all.Tables)
	if err != nil || !bytes.Equal(again, text) || strings.Contains(string(text), "\r") {
		t.Errorf("%s is not as the command writes it (%v)", tablesName, err)
	}
}

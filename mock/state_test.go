package mock_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	billing "github.com/azbill/azbill/generated/billing/2020-05-01"
	consumption20230301 "github.com/azbill/azbill/generated/consumption/2023-03-01"
	consumption "github.com/azbill/azbill/generated/consumption/2024-08-01"
	"github.com/azbill/azbill/mock"
)

const budgets = "/subscriptions/S/providers/Microsoft.Consumption/budgets"

func budget(amount string) string {
	return `{"properties":{"category":"Cost","amount":` + amount + `,"timeGrain":"Monthly","timePeriod":{"startDate":"2017-10-01T00:00:00Z"}}}`
}

// TestState: what is written is read and listed, one step per line.
func TestState(t *testing.T) {
	h := mock.New(consumption.Operations(), mock.API(consumption20230301.Operations()), mock.State(), mock.PageSize(2), mock.LimitState(6, 1<<20))
	lower := strings.ToLower(budgets)
	etag := ""
	for _, c := range []struct {
		name, request string
		status        int
		has           string
	}{
		{"nothing yet", "GET " + budgets + "/a" + v2024, 404, "ResourceNotFound"},
		{"an empty list", "GET " + budgets + v2024, 200, `"value":[]`},
		{"PUT creates", "PUT " + budgets + "/a" + v2024 + "\n\n" + budget("100.50"), 201, `"amount":100.50`},
		{"GET reads, whatever the case", "GET " + lower + "/A" + v2024, 200, `"id":"` + budgets + `/a"`},
		{"in another api-version", "GET " + lower + "/A?api-version=2023-03-01", 200, `"amount":100.50`},
		{"the list has it", "GET " + lower + v2024, 200, `"name":"a"`},
		{"another scope has not", "GET /subscriptions/T/providers/Microsoft.Consumption/budgets" + v2024, 200, `"value":[]`},
		{"PUT replaces", "PUT " + budgets + "/A" + v2024 + "\n\n" + budget("7"), 200, `"amount":7,`},
		{"under the first id", "GET " + budgets + "/A" + v2024, 200, `"name":"a"`},
		{"If-Match of another version", "PUT " + budgets + "/a" + v2024 + "\nIf-Match: \"0\"\n\n" + budget("8"), 412, "PreconditionFailed"},
		{"the same in the body", "PUT " + budgets + "/a" + v2024 + "\n\n" + strings.Replace(budget("8"), "{", `{"eTag":"0",`, 1), 412, "PreconditionFailed"},
		{"If-Match of this", "PUT " + budgets + "/a" + v2024 + "\nIf-Match: ETAG\n\n" + budget("8"), 200, `"amount":8,`},
		{"If-None-Match: *", "PUT " + budgets + "/a" + v2024 + "\nIf-None-Match: *\n\n" + budget("9"), 412, "PreconditionFailed"},
		{"If-Match: * of nothing", "PUT " + budgets + "/b" + v2024 + "\nIf-Match: *\n\n" + budget("9"), 412, "PreconditionFailed"},
		{"If-None-Match of this", "GET " + budgets + "/a" + v2024 + "\nIf-None-Match: ETAG", 304, ""},
		{"a second", "PUT " + budgets + "/b" + v2024 + "\n\n" + budget("9"), 201, ""},
		{"a third", "PUT " + budgets + "/c" + v2024 + "\n\n" + budget("9"), 201, ""},
		{"pages", "GET " + budgets + v2024, 200, "azbill-2"},
		{"the second page", "GET " + budgets + v2024 + "&$skiptoken=azbill-2", 200, `"name":"c"`},
		{"read-only members are not what was sent", "PUT " + budgets + "/c" + v2024 + "\n\n" + strings.Replace(budget("9"), "{", `{"name":"x","id":"/y","properties2":1,`, 1), 200, `"name":"c"`},
		{"DELETE", "DELETE " + lower + "/a" + v2024, 200, ""},
		{"gone", "GET " + budgets + "/a" + v2024, 404, "ResourceNotFound"},
		{"DELETE again", "DELETE " + lower + "/a" + v2024, 200, ""},
		{"If-Match on nothing", "DELETE " + lower + "/a" + v2024 + "\nIf-Match: *", 412, ""},
		{"d", "PUT " + budgets + "/d" + v2024 + "\n\n" + budget("9"), 201, ""},
		{"e", "PUT " + budgets + "/e" + v2024 + "\n\n" + budget("9"), 201, ""},
		{"f", "PUT " + budgets + "/f" + v2024 + "\n\n" + budget("9"), 201, ""},
		{"g", "PUT " + budgets + "/g" + v2024 + "\n\n" + budget("9"), 201, ""},
		{"one too many", "PUT " + budgets + "/h" + v2024 + "\n\n" + budget("9"), 409, "QuotaExceeded"},
		{"what is read only is answered as ever", "GET " + account + charges + v2024, 200, `"kind"`},
	} {
		w := send(h, strings.ReplaceAll(c.request, "ETAG", etag))
		if w.Code != c.status || !strings.Contains(w.Body.String(), c.has) {
			t.Errorf("%s: %d, expected %d\n%s", c.name, w.Code, c.status, w.Body)
		}
		if tag := w.Header().Get("ETag"); tag != "" {
			etag = tag
			if w.Code < 300 && !strings.Contains(w.Body.String(), strings.Trim(tag, `"`)) {
				t.Errorf("%s: the tag %s is not in the body %s", c.name, tag, w.Body)
			}
		}
	}
}

// TestMergePatch: PATCH merges as RFC 7396 has it.
func TestMergePatch(t *testing.T) {
	h := mock.New(billing.Operations(), mock.With(examples()...), mock.State(), mock.Polls(0, 0))
	path := "/providers/Microsoft.Billing/billingAccounts/"
	list := values(t, send(h, "GET "+path[:len(path)-1]+"?api-version=2020-05-01"))["value"].([]any)
	if len(list) == 0 {
		t.Fatal("the samples' accounts are not there")
	}
	name := list[0].(map[string]any)["name"].(string)
	w := send(h, "PATCH "+path+name+"?api-version=2020-05-01\n\n"+`{"properties":{"displayName":"New","soldTo":{"country":"DE","addressLine1":"1","city":null}}}`)
	got := values(t, send(h, "GET "+path+name+"?api-version=2020-05-01"))["properties"].(map[string]any)
	sold, _ := got["soldTo"].(map[string]any)
	if w.Code != 200 && w.Code != 202 {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	if got["displayName"] != "New" || sold["country"] != "DE" || sold["city"] != nil || len(got) < 4 {
		t.Errorf("%v", got)
	}
	if w := send(h, "PATCH "+path+"nobody?api-version=2020-05-01\n\n{}"); w.Code != 404 {
		t.Errorf("PATCH of nothing: %d %s", w.Code, w.Body)
	}
}

// TestSave: what was saved is restored, and a file that is not whole changes nothing.
func TestSave(t *testing.T) {
	file := filepath.Join(t.TempDir(), "state.json")
	h := mock.New(consumption.Operations(), mock.State())
	for i := range 5 {
		send(h, fmt.Sprintf("PUT %s/b%d%s\n\n%s", budgets, i, v2024, budget("12345678901234567890.10")))
	}
	if err := h.Save(file); err != nil {
		t.Fatal(err)
	}
	list := send(h, "GET "+budgets+v2024).Body.String()
	again := mock.New(consumption.Operations(), mock.State())
	if err := again.Restore(file); err != nil {
		t.Fatal(err)
	}
	if got := send(again, "GET "+budgets+v2024).Body.String(); got != list || !strings.Contains(got, "12345678901234567890.10") {
		t.Errorf("restored\n%s\nsaved\n%s", got, list)
	}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, broken := range [][]byte{text[:len(text)/2], []byte(`{}`), []byte(`{"format":"azbill mock state 1"}`), []byte(`{"format":"azbill mock state 1","resources":[{"id":"/x"}]}`), nil} {
		if err := os.WriteFile(file, broken, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := again.Restore(file); err == nil {
			t.Errorf("%q is restored", broken)
		}
		if got := send(again, "GET "+budgets+v2024).Body.String(); got != list {
			t.Errorf("after a file that is not whole the state is\n%s", got)
		}
	}
	if err := mock.New(consumption.Operations()).Save(file); err == nil {
		t.Error("a handler without state is saved")
	}
}

// TestWriters: 500 writers at once, over HTTP on loopback, lose nothing: each writes resources of its own and shared ones,
// and what was acknowledged last is what is read, by each writer and at the end from the list.
func TestWriters(t *testing.T) {
	writers, writes := 500, 4
	if testing.Short() {
		writers = 50
	}
	h := mock.New(consumption.Operations(), mock.State(), mock.PageSize(100_000))
	server := httptest.NewServer(h)
	defer server.Close()
	client := server.Client()
	client.Transport.(*http.Transport).MaxIdleConnsPerHost = writers
	model := map[string]string{} // amounts of the writers' own resources, by lower-case name
	var mu sync.Mutex
	var wait sync.WaitGroup
	for i := range writers {
		wait.Go(func() {
			rng := rand.New(rand.NewPCG(1, uint64(i)))
			own := map[string]string{}
			for k := range writes {
				name := fmt.Sprintf("Own-%d-%d", i, rng.IntN(4))
				if rng.IntN(2) == 0 {
					name = strings.ToLower(name)
				}
				amount := fmt.Sprintf("%d.%03d", i, k)
				method, body := http.MethodPut, budget(amount)
				if rng.IntN(4) == 0 {
					method, body, amount = http.MethodDelete, "", ""
				}
				if status, text := do(t, client, method, server.URL+budgets+"/"+name+v2024, body); status != 200 && status != 201 {
					t.Errorf("%s %s: %d %s", method, name, status, text)
					return
				}
				own[strings.ToLower(name)] = amount
				status, text := do(t, client, http.MethodGet, server.URL+budgets+"/"+strings.ToUpper(name)+v2024, "")
				if (status == 200) != (amount != "") || amount != "" && !strings.Contains(text, `"amount":`+amount+",") {
					t.Errorf("%s after %s of %s: %d %s", name, method, amount, status, text)
					return
				}
				do(t, client, http.MethodPut, server.URL+budgets+"/shared"+v2024, budget(amount+"1"))
			}
			mu.Lock()
			defer mu.Unlock()
			for name, amount := range own {
				if amount != "" {
					model[name] = amount
				}
			}
		})
	}
	wait.Wait()
	status, text := do(t, client, http.MethodGet, server.URL+budgets+v2024, "")
	var page struct {
		Value []struct {
			Name       string
			Properties struct{ Amount json.Number }
		}
	}
	if err := json.Unmarshal([]byte(text), &page); err != nil || status != 200 {
		t.Fatalf("%d %v", status, err)
	}
	got := map[string]string{}
	for _, b := range page.Value {
		if b.Name != "shared" {
			got[strings.ToLower(b.Name)] = b.Properties.Amount.String()
		}
	}
	if len(got) != len(model) || len(got)+1 != len(page.Value) {
		t.Errorf("%d resources are listed (of them %d of the writers), the model has %d", len(page.Value), len(got), len(model))
	}
	for name, amount := range model {
		if got[name] != amount {
			t.Errorf("%s is %s, acknowledged was %s", name, got[name], amount)
		}
	}
	t.Logf("%d writers, %d writes: %d resources agree", writers, writers*writes, len(model))
}

func do(t *testing.T, client *http.Client, method, url, body string) (int, string) {
	req, err := http.NewRequest(method, url, strings.NewReader(body))
	if err != nil {
		t.Error(err)
		return 0, ""
	}
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	resp, err := client.Do(req)
	if err != nil {
		t.Error(err)
		return 0, ""
	}
	defer resp.Body.Close()
	var out strings.Builder
	buffer := make([]byte, 32<<10)
	for {
		n, err := resp.Body.Read(buffer)
		out.Write(buffer[:n])
		if err != nil {
			return resp.StatusCode, out.String()
		}
	}
}

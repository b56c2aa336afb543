package payload

import (
	"bytes"
	"encoding/json"
	"io"
	"testing"
)

func TestPayloadsAreValidAndRepeatable(t *testing.T) {
	again := All()
	for i, p := range All() {
		if !json.Valid(p.Data) {
			t.Errorf("%s: not JSON", p.Name)
		}
		if !bytes.Equal(p.Data, again[i].Data) {
			t.Errorf("%s: another run makes other bytes", p.Name)
		}
		var page struct{ Value []json.RawMessage }
		if err := json.Unmarshal(p.Data, &page); err != nil {
			t.Errorf("%s: %v", p.Name, err)
		}
		if p.Shape != OneCharge && len(page.Value) != p.Items {
			t.Errorf("%s: %d elements, want %d", p.Name, len(page.Value), p.Items)
		}
	}
}

func TestElementsVary(t *testing.T) {
	var page struct{ Value []struct{ ID string } }
	if err := json.Unmarshal(Charges(500), &page); err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, c := range page.Value {
		if seen[c.ID] {
			t.Fatalf("id %s occurs twice", c.ID)
		}
		seen[c.ID] = true
	}
}

func TestStreamIsThePageOfItsLength(t *testing.T) {
	data, err := io.ReadAll(ChargesStream(100_000))
	if err != nil {
		t.Fatal(err)
	}
	var page struct{ Value []json.RawMessage }
	if err := json.Unmarshal(data, &page); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(data, Charges(len(page.Value))) {
		t.Error("the stream differs from the page with as many elements")
	}
	if len(data) < 100_000 {
		t.Errorf("stream of %d bytes, want at least 100,000", len(data))
	}
}

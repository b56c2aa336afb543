package main

import (
	"bytes"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"
	"time"
	"unicode"
)

// print writes the report: the accounts in order of their currencies, then what is wrong with the pages.
func (l *ledger) print(w io.Writer) error {
	var b bytes.Buffer
	fmt.Fprintf(&b, "Credit on %s\n", l.at.Format(time.DateOnly))
	if len(l.accounts) == 0 {
		fmt.Fprintf(&b, "\nnone\n")
	}
	for _, currency := range slices.Sorted(maps.Keys(l.accounts)) {
		l.accounts[currency].print(&b, currency)
	}
	if len(l.problems) > 0 {
		fmt.Fprintf(&b, "\nProblems\n")
		for _, problem := range l.problems {
			fmt.Fprintf(&b, "  %s\n", printable(problem))
		}
	}
	_, err := b.WriteTo(w)
	return err
}

func (a *account) print(b *bytes.Buffer, currency string) {
	fmt.Fprintf(b, "\n%s", printable(currency))
	if len(a.lots) > 0 {
		fmt.Fprintf(b, " %s available%s, in %d of %d lots", a.available, estimate(a.estimated), a.active, len(a.lots))
	}
	fmt.Fprintln(b)
	for _, billing := range slices.Sorted(maps.Keys(a.converted)) {
		c := a.converted[billing]
		fmt.Fprintf(b, "  converted: %s %s, for %d of those lots\n", printable(billing), c.sum, c.lots)
	}
	if len(a.lots) > 0 {
		fmt.Fprintf(b, "  lots\n")
		table(b, a.lots, func(l lot) []string {
			return []string{l.name, l.balance.value.String(), l.state + estimate(l.estimated), l.source}
		})
	}
	if len(a.transactions) > 0 {
		fmt.Fprintf(b, "  transactions\n")
		table(b, a.sorted(), transaction.row)
	}
}

func (t transaction) row() []string {
	date := t.written
	if !t.date.IsZero() {
		date = t.date.UTC().Format(time.DateOnly)
	}
	changes := "no change"
	if len(t.changes) > 0 {
		texts := make([]string, len(t.changes))
		for i, c := range t.changes {
			texts[i] = c.String()
		}
		changes = strings.Join(texts, ", ")
	}
	balance := "balance not told"
	if t.balance != nil {
		balance = "balance " + t.balance.amounts() + estimate(t.estimated)
	}
	return []string{date, changes, balance, t.kind, t.description}
}

func (c change) String() string { return c.member + " " + c.amounts() }

func (c change) amounts() string {
	if c.converted == nil {
		return c.amount.value.String()
	}
	return fmt.Sprintf("%s (%s %s)", c.amount.value, c.converted.currency, c.converted.value)
}

func estimate(yes bool) string {
	if yes {
		return " (estimated)"
	}
	return ""
}

// table writes one line for each record, in columns.
func table[T any](b *bytes.Buffer, records []T, row func(T) []string) {
	var t bytes.Buffer
	w := tabwriter.NewWriter(&t, 0, 0, 2, ' ', 0)
	for _, record := range records {
		cells := row(record)
		for i := range cells {
			cells[i] = printable(cells[i])
		}
		fmt.Fprintf(w, "    %s\n", strings.Join(cells, "\t"))
	}
	_ = w.Flush() // a buffer takes everything
	for line := range strings.Lines(t.String()) {
		fmt.Fprintln(b, strings.TrimRight(line, " \n"))
	}
}

// printable keeps texts of the service from breaking lines, or from talking to the terminal.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return unicode.ReplacementChar
	}, text)
}

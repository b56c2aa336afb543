package report

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"

	"github.com/azbill/azbill/conformance"
)

// The elements of JUnit's XML that continuous integration systems agree on.
type (
	junitSuites struct {
		XMLName  xml.Name     `xml:"testsuites"`
		Name     string       `xml:"name,attr"`
		Tests    int          `xml:"tests,attr"`
		Failures int          `xml:"failures,attr"`
		Errors   int          `xml:"errors,attr"`
		Suites   []junitSuite `xml:"testsuite"`
	}
	junitSuite struct {
		Name     string      `xml:"name,attr"`
		Hostname string      `xml:"hostname,attr"`
		Tests    int         `xml:"tests,attr"`
		Failures int         `xml:"failures,attr"`
		Errors   int         `xml:"errors,attr"`
		Skipped  int         `xml:"skipped,attr"`
		Time     string      `xml:"time,attr"`
		Cases    []junitCase `xml:"testcase"`
		Out      string      `xml:"system-out,omitempty"`
	}
	junitCase struct {
		Name      string        `xml:"name,attr"`
		Class     string        `xml:"classname,attr"`
		Time      string        `xml:"time,attr"`
		Skipped   *junitMessage `xml:"skipped,omitempty"`
		Failure   *junitFailure `xml:"failure,omitempty"`
		SystemOut string        `xml:"system-out,omitempty"`
	}
	junitMessage struct {
		Message string `xml:"message,attr"`
	}
	junitFailure struct {
		Message string `xml:"message,attr"`
		Type    string `xml:"type,attr"`
		Text    string `xml:",chardata"`
	}
)

// JUnit renders the cases as JUnit XML, a suite for each document. A known failure is a skipped test, with the reason.
//
// The report of a run depends on nothing but what was run: times are 0, the host is always localhost, and there is no
// timestamp, for none would be true of every run. Jenkins' schema has timestamp as an option; the older one of Ant's
// task, which demands it, also has no place for what a skipped test has to say.
func JUnit(out io.Writer, run *conformance.Run) error {
	all := junitSuites{Name: "conformance", Suites: []junitSuite{}}
	index := map[string]int{}
	for _, c := range run.Cases {
		name, rest := splitCase(c.ID)
		i, ok := index[name]
		if !ok {
			i = len(all.Suites)
			index[name] = i
			all.Suites = append(all.Suites, junitSuite{Name: name, Hostname: "localhost", Time: "0"})
		}
		s := &all.Suites[i]
		s.Cases = append(s.Cases, junitTest(c, name, rest))
		s.Tests++
		all.Tests++
		switch {
		case c.Verdict == conformance.Known:
			s.Skipped++
		case !c.Verdict.Green():
			s.Failures++
			all.Failures++
		}
	}
	for _, d := range run.Documents {
		if i, ok := index[d.Name()]; ok && len(d.Unchecked) > 0 {
			all.Suites[i].Out = clean("not checked: " + strings.Join(d.Unchecked, ", "))
		}
	}
	return writeJUnit(out, all)
}

// writeJUnit writes the XML.
func writeJUnit(out io.Writer, all junitSuites) error {
	if _, err := io.WriteString(out, xml.Header); err != nil {
		return fmt.Errorf("write the JUnit report: %w", err)
	}
	enc := xml.NewEncoder(out)
	enc.Indent("", "  ")
	if err := enc.Encode(all); err != nil {
		return fmt.Errorf("write the JUnit report: %w", err)
	}
	_, err := io.WriteString(out, "\n")
	return err
}

// splitCase cuts a case's name into document and the rest.
func splitCase(id string) (document, rest string) {
	parts := strings.SplitN(id, "/", 3)
	if len(parts) < 3 {
		return "conformance", id
	}
	return parts[0] + "/" + parts[1], parts[2]
}

func junitTest(c conformance.Case, document, rest string) junitCase {
	operation, name, _ := strings.Cut(rest, "/")
	t := junitCase{Name: name, Class: strings.ReplaceAll(document, "/", ".") + "." + operation, Time: "0"}
	switch {
	case c.Verdict == conformance.Known:
		t.Skipped = &junitMessage{"known: " + c.Reason}
		t.SystemOut = clean(c.Report())
	case !c.Verdict.Green():
		message := c.Verdict.String()
		if len(c.Findings) > 0 {
			message += ": " + c.Findings[0].Text()
		}
		t.Failure = &junitFailure{Message: message, Type: c.Verdict.String(), Text: clean(c.Report())}
	}
	return t
}

// clean removes what XML cannot hold, even escaped.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		if r < 0x20 && r != '\n' && r != '\t' || r == 0xfffe || r == 0xffff {
			return '\uFFFD'
		}
		return r
	}, s)
}

package report

import (
	"encoding/xml"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

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
		Time     string       `xml:"time,attr"`
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
		Date     string      `xml:"timestamp,attr,omitempty"`
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
// Unless the run is stamped the report depends on nothing but what was run: times are 0 and there is no timestamp. Jenkins'
// schema has timestamp as an option; the older one of Ant's task, which demands it, also has no place for what a skipped
// test has to say.
func JUnit(out io.Writer, run *conformance.Run) error {
	all := junitSuites{Name: "conformance", Suites: []junitSuite{}}
	index, elapsed := map[string]int{}, map[int]time.Duration{}
	clock := junitClock(run.Stamp)
	for _, c := range run.Cases {
		name, rest := splitCase(c.ID)
		i, ok := index[name]
		if !ok {
			i = len(all.Suites)
			index[name] = i
			all.Suites = append(all.Suites, junitSuite{Name: name, Hostname: "localhost"})
		}
		s := &all.Suites[i]
		s.Cases = append(s.Cases, junitTest(c, name, rest, clock))
		elapsed[i] += c.Elapsed
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
	total := time.Duration(0)
	for i := range all.Suites {
		total += elapsed[i]
		all.Suites[i].Time = clock(elapsed[i])
		if run.Stamp != nil {
			all.Suites[i].Date = strings.TrimSuffix(run.Stamp.Date, "Z")
		}
	}
	all.Time = clock(total)
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

// junitClock renders times in seconds; all of them are 0 in the report of a run without a stamp.
func junitClock(stamp *conformance.Stamp) func(time.Duration) string {
	if stamp == nil {
		return func(time.Duration) string { return "0" }
	}
	return func(d time.Duration) string { return strconv.FormatFloat(d.Seconds(), 'f', 6, 64) }
}

func junitTest(c conformance.Case, document, rest string, clock func(time.Duration) string) junitCase {
	operation, name, _ := strings.Cut(rest, "/")
	t := junitCase{Name: name, Class: strings.ReplaceAll(document, "/", ".") + "." + operation, Time: clock(c.Elapsed)}
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

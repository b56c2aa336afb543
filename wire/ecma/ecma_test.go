package ecma_test

import (
	"encoding/json"
	"math/rand/v2"
	"os/exec"
	"strings"
	"testing"

	"github.com/azbill/azbill/wire/ecma"
)

// Each line is one rule of ECMA 262 that another syntax breaks.
func TestMatch(t *testing.T) {
	for _, tt := range []struct {
		pattern, text string
		want          bool
	}{
		{"b", "abc", true},                 // not anchored
		{"^a$", "a\n", false},              // $ is the end, not before a final line end
		{"^(?!x)a$", "a\n", false},         // also with the engine that backtracks
		{"^.$", "\r", false},               // the dot matches no line end
		{"^.$", "\u2028", false},           // of any kind
		{"^.$", "😀", true},                 // one code point
		{`^\s$`, "\u00a0", true},           // space is that of Unicode
		{`^\s$`, "\ufeff", true},           // and the byte order mark
		{`^\S$`, "\v", false},              // and the vertical tab
		{`^\d$`, "٣", false},               // digits are those of ASCII
		{`^\w$`, "é", false},               // words, too
		{`^(?=.)\w$`, "é", false},          // also with the engine that backtracks
		{`a\b(?=é)`, "aé", true},           // and their borders
		{`^[\u0041-\u005A]+$`, "z", false}, // \u escapes
		{`^\uD83D\uDE00$`, "😀", true},      // and pairs of them
		{`^\u{1F600}$`, "😀", true},
		{`^\x41\cA\0$`, "A\x01\x00", true},
		{`^\A\Z\z$`, "AZz", true}, // an escaped letter is the letter
		{`^a{,2}$`, "a{,2}", true},
		{`^[]$`, "", false},
		{`^[^]$`, "\n", true},
		{`^[\w-.]+$`, "a-.", true}, // a class is no bound of a range
		{`^[a-z-[aeiou]]$`, "b", false},
		{`^[a-z-[aeiou]]$`, "-]", true}, // there is no subtraction
		{`^[\b]$`, "\b", true},
		{`^(a)\1$`, "aa", true},
		{`^(a)\1$`, "ab", false},
		{`^(a)?\1b$`, "b", true}, // a group that matched nothing is empty
		{`^(?<n>a)\k<n>$`, "aa", true},
		{`^\1$`, "\x01", true}, // without such a group it is an octal escape
		{`^(?!bad).*$`, "bad", false},
		{`(?<=a)b`, "ab", true},
		{`^[a-z]{0,4096}$`, "123", false},
		{`^[a-z]{0,4096}$`, strings.Repeat("a", 4096), true},
		{`^\p{L}\P{L}$`, "é1", true},
		{`^\p{Script=Greek}$`, "α", true},
		{`^[\p{Lu}1]$`, "É", true},
		{"#{1}", "#", true},
	} {
		p, err := ecma.Compile(tt.pattern)
		if err != nil {
			t.Errorf("%s: %v", tt.pattern, err)
			continue
		}
		if got, err := p.Match(tt.text); got != tt.want || err != nil {
			t.Errorf("%s on %q: %t, %v", tt.pattern, tt.text, got, err)
		}
	}
}

func TestCompileRefuses(t *testing.T) {
	for _, source := range []string{"(", ")", "[", "[a", `\`, "*a", "a**", "(?i)a", "(?P<n>a)", "a{3,1}", "[b-a]", "(?<n", `\p{Nonsense}`, `\p`, "a\xff", strings.Repeat("a", 1<<17)} {
		if _, err := ecma.Compile(source); err == nil {
			t.Errorf("%.20q compiles", source)
		}
	}
}

// A match that takes exponential time is given up, and says so.
func TestTimeLimit(t *testing.T) {
	p, err := ecma.Compile(`^(?=a)(a+)+$`)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.Match(strings.Repeat("a", 60) + "b"); err == nil || !strings.Contains(err.Error(), "no verdict within") {
		t.Errorf("got %v", err)
	}
	if linear, err := ecma.Compile(`^(a+)+$`); err != nil || linear.Backtracks() {
		t.Errorf("a pattern that needs no engine that backtracks uses one: %v", err)
	}
}

var pieces = strings.Fields(`a b 1 _ - . \d \D \w \W \s \S \b \B ^ $ | [a-c] [^a] [\d-x] [\w.-] [] [^] [\s\S] [\D] [^\s] (a) (?:b) (a|b) (?=a)
(?!b) (?<=a) (?<!b) \1 \2 * + ? {2} {0,3} {1,} *? { } ] \u0041 \x41 \. \/ \- \n \t \cA \0 \A \z (b)? (?<n>a) \k<n> \u00e9 é & ~ # ! % @ ' " < >
: ; , = [&&] [a-b-c] [-a] [a-] [[a] {0,1200}`)

var texts = []string{
	"", "a", "b", "ab", "aa", "aab", "1", "a1", " ", "\n", "a\n", "\r", "a\r", "\u2028", "\u00a0", "\ufeff", "_", "-", ".", "A", "z", "é", "bad",
	"a-b", "a.b", "\x00", "\x01", "{", "}", "]", "a{", "abab", "bb", "ba", "1a_", "É", "\\", "/", "b\nA", "  ", "\t", "\v", "&", "[a", "x-", "d",
}

// Random patterns match what node's regular expressions match, and are refused only if node refuses them, too.
func TestAgainstNode(t *testing.T) {
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("node is not installed")
	}
	if testing.Short() {
		t.Skip("left out for -short")
	}
	type row struct {
		Pattern string
		Refused bool
		Matches []bool
	}
	random := rand.New(rand.NewPCG(262, 1))
	rows := make([]row, 20_000)
	for i := range rows {
		for range 1 + random.IntN(6) {
			rows[i].Pattern += pieces[random.IntN(len(pieces))]
		}
		p, err := ecma.Compile(rows[i].Pattern)
		if rows[i].Refused = err != nil; err != nil {
			continue
		}
		for _, text := range texts {
			ok, err := p.Match(text)
			if err != nil {
				t.Fatal(err)
			}
			rows[i].Matches = append(rows[i].Matches, ok)
		}
	}
	input, err := json.Marshal(map[string]any{"rows": rows, "texts": texts})
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(node, "-e", `
const {rows, texts} = JSON.parse(require('fs').readFileSync(0, 'utf8'));
let verdicts = 0;
for (const r of rows) {
  let re;
  for (const flags of ['u', '']) try { re ||= new RegExp(r.Pattern, flags) } catch {}
  if (!re) continue;
  if (r.Refused) { console.log('refused', r.Pattern); continue }
  texts.forEach((text, i) => { verdicts++; if (re.test(text) != r.Matches[i]) console.log('differs', r.Pattern, JSON.stringify(text)) });
}
console.log(verdicts);`)
	cmd.Stdin = strings.NewReader(string(input))
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	lines := strings.Fields(strings.TrimSpace(string(out)))
	if len(lines) != 1 {
		t.Errorf("node disagrees:\n%.2000s", out)
	}
	t.Logf("%s verdicts", lines[len(lines)-1])
}

// No pattern makes the translation panic.
func FuzzCompile(f *testing.F) {
	for _, p := range pieces {
		f.Add(p, "a")
	}
	f.Fuzz(func(t *testing.T, source, text string) {
		if p, err := ecma.Compile(source); err == nil {
			_, _ = p.Match(text)
		}
	})
}

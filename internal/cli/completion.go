package cli

import (
	"flag"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/azbill/azbill/internal/suggest"
)

var shells = []string{"bash", "zsh", "fish"}

// loading is how each shell loads its script.
func (t *Tool) loading() map[string]string {
	name := t.Name()
	return map[string]string{
		"bash": fmt.Sprintf("source <(%s completion bash)", name),
		"zsh":  fmt.Sprintf("source <(%s completion zsh)", name),
		"fish": fmt.Sprintf("%s completion fish | source", name),
	}
}

// completion prints the script by which a shell completes the command.
func (t *Tool) completion(args []string, w io.Writer) error {
	if len(args) != 1 || !slices.Contains(shells, args[0]) {
		found := strings.Join(args, " ")
		if found == "" {
			found = "nothing"
		}
		return fmt.Errorf("completion: expected one of %s behind it, found %s%s", strings.Join(shells, ", "), found, suggest.Hint("", found, shells))
	}
	fmt.Fprintf(w, "# %s completion of %s; load it with: %s\n", args[0], t.Name(), t.loading()[args[0]])
	switch args[0] {
	case "bash":
		t.bash(w)
	case "zsh":
		t.zsh(w)
	case "fish":
		t.fish(w)
	}
	return ErrDone
}

// completed is a flag as scripts complete it.
type completed struct {
	name, help string
	what       string   // name of its value; empty: it takes none
	values     []string // none: files
}

func (t *Tool) completed() []completed {
	var out []completed
	t.VisitAll(func(f *flag.Flag) {
		what, help := flag.UnquoteUsage(f)
		if boolean, ok := f.Value.(interface{ IsBoolFlag() bool }); ok && boolean.IsBoolFlag() {
			what = ""
		} else if what == "" {
			what = "value"
		}
		help, _, _ = strings.Cut(strings.ReplaceAll(help, "\n", " "), ";")
		out = append(out, completed{f.Name, help, what, t.values[f.Name]})
	})
	return out
}

func (t *Tool) bash(w io.Writer) {
	var words []string
	for _, f := range t.completed() {
		words = append(words, "-"+f.name)
	}
	fn := "_azbill_" + t.Name()
	fmt.Fprintf(w, `%s() {
	local line=${COMP_LINE:0:$COMP_POINT}
	local cur=${line##*[[:space:]]} before prev
	before=${line%%"$cur"}
	before=${before%%"${before##*[![:space:]]}"}
	prev=${before##*[[:space:]]}
	COMPREPLY=()
	case $prev in
`, fn)
	for _, f := range t.completed() {
		switch {
		case len(f.values) > 0: // of a list, the part behind the last comma
			fmt.Fprintf(w, "\t-%[1]s | --%[1]s) COMPREPLY=($(compgen -P \"${cur%%\"${cur##*,}\"}\" -W '%[2]s' -- \"${cur##*,}\")) ;;\n", f.name, strings.Join(f.values, " "))
		case f.what != "":
			fmt.Fprintf(w, "\t-%[1]s | --%[1]s) ;;\n", f.name)
		}
	}
	fmt.Fprintf(w, `	*)
		case $cur in
		-*) COMPREPLY=($(compgen -W '%s' -- "$cur")) ;;
		*) [[ ${before//[[:space:]]/} == "$prev" ]] && COMPREPLY=($(compgen -W 'completion' -- "$cur")) ;;
		esac
		[[ $prev == completion ]] && COMPREPLY=($(compgen -W '%s' -- "$cur")) ;;
	esac
	# Only what follows the last of these characters is replaced.
	local kept=${cur%%"${cur##*[@:=]}"}
	COMPREPLY=("${COMPREPLY[@]#"$kept"}")
}
complete -o default -o bashdefault -F %s %s
`, strings.Join(words, " "), strings.Join(shells, " "), fn, t.Name())
}

func (t *Tool) zsh(w io.Writer) {
	quote := strings.NewReplacer("'", `'\''`, "[", `\[`, "]", `\]`, ":", `\:`)
	fmt.Fprintf(w, "_azbill_%s() {\n\t_arguments \\\n", t.Name())
	for _, f := range t.completed() {
		spec := "-" + f.name + "[" + quote.Replace(f.help) + "]"
		switch {
		case len(f.values) > 0:
			spec += ":" + f.what + ":_sequence -s , compadd - " + strings.Join(f.values, " ")
		case f.what != "":
			spec += ":" + f.what + ":_files"
		}
		fmt.Fprintf(w, "\t\t'*%s' \\\n", spec)
	}
	fmt.Fprintf(w, "\t\t'1:file or completion:{ compadd completion; _files }' '*:file:{ [[ $words[2] == completion ]] && compadd %s || _files }'\n}\ncompdef _azbill_%s %s\n",
		strings.Join(shells, " "), t.Name(), t.Name())
}

func (t *Tool) fish(w io.Writer) {
	quote := strings.NewReplacer(`\`, `\\`, "'", `\'`)
	name := t.Name()
	fmt.Fprintf(w, "complete -c %s -n '__fish_is_first_arg' -a completion -d 'print a completion script'\n", name)
	fmt.Fprintf(w, "complete -c %s -n '__fish_seen_subcommand_from completion' -f -a '%s'\n", name, strings.Join(shells, " "))
	for _, f := range t.completed() {
		value := ""
		switch {
		case len(f.values) > 0:
			value = " -x -a '" + strings.Join(f.values, " ") + "'"
		case f.what != "":
			value = " -r -F"
		}
		option := "-o"
		if len(f.name) == 1 {
			option = "-s"
		}
		fmt.Fprintf(w, "complete -c %s %s %s%s -d '%s'\n", name, option, f.name, value, quote.Replace(f.help))
	}
}

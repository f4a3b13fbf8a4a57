#!/usr/bin/env bash
# make install: the program, configs, documents and scripts find each other, away from the repository; manual pages are
# right, and what the program names is there.
# shellcheck source=tests/cli/check.bash
source "$(dirname "$0")/check.bash"

# The program is taken as it is (-o): other flags here would build it anew.
check "make install" make -s -o "$regrun" PROGRAM="$regrun" DESTDIR="$tmp" PREFIX=/usr install
share=$tmp/usr/share/regrun
mkdir "$tmp/elsewhere"
for config in configs/*.json; do
  name=$(basename "$config")
  [ "$name" != mnist_bn_vs_dropout.json ] || continue # its data is fetched
  (cd "$tmp/elsewhere" && "$tmp/usr/bin/regrun" check --quiet --config "$share/configs/$name") >"$tmp/out" 2>"$tmp/err"
  code=$?
  exits 0 "$name as installed"
  (cd "$tmp/elsewhere" && "$tmp/usr/bin/regrun" check --quiet --config "$name") >"$tmp/out" 2>"$tmp/err"
  code=$?
  exits 0 "$name by its bare name"
done

# --- Manual pages
there() { # ARGUMENTS...: as run, by the program as installed
  (cd "$tmp/elsewhere" && "$tmp/usr/bin/regrun" "$@") >"$tmp/out" 2>"$tmp/err"
  code=$?
}
page=$tmp/usr/share/man/man1/regrun.1 config_page=$tmp/usr/share/man/man5/regrun-config.5
if command -v mandoc >/dev/null; then
  check_same "mandoc on the pages" "$(mandoc -Tlint -Wwarning "$page" "$config_page" 2>&1)" ""
else
  skip "mandoc is not installed"
fi
if command -v groff >/dev/null; then
  check_same "groff on the pages" "$(groff -mandoc -ww -z -Tutf8 "$page" "$config_page" 2>&1)" ""
else
  skip "groff is not installed"
fi
check "their date is the version's" grep -qF ".Dd $(sed -n 's/.*REGRUN_DATE "\(.*\)".*/\1/p' src/base/version.h)" "$page"
there help
mapfile -t commands < <(sed -n '/^commands/,/^$/s/^  \([a-z]*\) .*/\1/p' "$tmp/out")
check "there are commands" [ ${#commands[@]} -gt 15 ]
for command in "${commands[@]}"; do
  check "regrun(1) has $command" grep -qF ".Ss \"\\&$command\"" "$page"
done
check "regrun(1) has the flags of data write" grep -qF '.It Fl p , Fl "\&\-part"' "$page"
there options
sed -nE 's/^  ([a-z]+\.[a-z0-9_.]+) .*/.It Cm "\\\&\1"/p' "$tmp/out" >"$tmp/keys"
check_same "keys of regrun-config(5)" "$(grep -cxFf "$tmp/keys" "$config_page")" "$(wc -l <"$tmp/keys")"
for key in $(sed -n '/^const char \*const top_level_keys/,/;/p' src/config/options.c | grep -o '"[^"]*"' | tr -d '"'); do
  check "regrun-config(5) has $key" grep -qF ".It Cm \"\\&$key\"" "$config_page"
done

# --- Everything else that is brought
for file in bash-completion/completions/regrun zsh/site-functions/_regrun fish/vendor_completions.d/regrun.fish \
  doc/regrun/{README.md,CHANGELOG.md,LICENSE} regrun/data/{README.md,moons.csv,students.csv}; do
  check "share/$file" [ -s "$tmp/usr/share/$file" ]
done
check "plot.py can be run" [ -x "$share/scripts/plot.py" ]
there options --schema
check "the schema is the program's" cmp -s "$tmp/out" "$share/schema.json"
there help config
check "help shows the installed document" cmp -s "$tmp/out" "$share/docs/config.md"
there help
check "help says where documents are" grep -qF "topics ($share/docs)" "$tmp/out"
there data show mnist
exits 4 "no MNIST here"
says "run $share/scripts/get_mnist.sh"
(cd "$tmp/elsewhere" && "$share/scripts/sweep.sh") >"$tmp/out" 2>"$tmp/err"
says "$share/scripts/sweep.sh bn_vs_dropout.json"

# --- Data that came with regrun are found where nothing here has their name.
there data show data/students.csv
exits 0 "data show of its own table"
check "... says which" grep -qF "$share/data/students.csv" "$tmp/out"
of_students=(--config - --out "$tmp/students" --quiet --set data.source=csv --set data.file=data/students.csv
  --set data.impute=median --set 'data.columns.ignore=["student","enrolled"]' --set train.epochs=1 --set train.save=last
  --seeds 1)
there "${of_students[@]}" <<<'{ "name": "students" }'
trained "a run on its own table"
there check --config "$tmp/students/config.json"
exits 0 "its resolved config, which names the table"
there check "${of_students[@]:0:2}" "${of_students[@]:5}" <<<'{}'
check "check tells whose table it is" grep -qF "it is the one that came with regrun, $share/data/students.csv" "$tmp/out"
there predict --model "$tmp/students/runs/base/seed-1/model.safetensors" data/students.csv
exits 0 "predict of its own table"
mkdir "$tmp/elsewhere/data"
touch "$tmp/elsewhere/data/students.csv"
there data show data/students.csv
exits 4 "a table here goes before"
rm -r "$tmp/elsewhere/data"
there data show data/none.csv
says 'there is no "data/none.csv"'

# --- A checkout is called from other folders, by its path and by a link: it finds what is beside the program.
mkdir -p "$tmp/checkout" "$tmp/work/configs"
cp "$regrun" "$tmp/checkout/regrun"
cp -r configs docs data "$tmp/checkout"
ln -s ../checkout/regrun "$tmp/work/link"
from_work() { # PROGRAM ARGUMENTS...: as run, from $tmp/work
  (cd "$tmp/work" && "$@") >"$tmp/out" 2>"$tmp/err"
  code=$?
}
for program in ../checkout/regrun ./link; do
  for config in bn_vs_dropout.json csv_bn_vs_dropout.json claims/bn_suffers_below_16.json; do
    from_work $program check --quiet --config $config
    exits 0 "$program finds $config"
  done
  from_work $program check --config - --set data.source=csv --set data.file=data/moons.csv --set data.label=moon <<<'{}'
  exits 0 "$program finds its table"
  from_work $program help probes
  check "$program finds its documents" cmp -s "$tmp/out" docs/probes.md
  from_work $program claims --json
  check "$program finds its claims" grep -q '"dropout_for_wide_nets"' "$tmp/out"
done
from_work ./link check --config norm.json
says "nor in $tmp/checkout/configs; did you mean norms.json?"
echo '{ "name": "mine" }' >"$tmp/work/bn_vs_dropout.json"
echo '{ "name": "mine_too" }' >"$tmp/work/configs/norms.json"
from_work ./link check --config bn_vs_dropout.json
check "a config here goes before" grep -qx 'experiment  mine' "$tmp/out"
from_work ./link check --config norms.json
check "and one in configs/ here" grep -qx 'experiment  mine_too' "$tmp/out"

# What texts of the program name: a document as `regrun help TOPIC`, a script by installed_path alone, configs by name.
cat src/*/*.[ch] | grep -v '^#' | grep -oE '"([^"\\]|\\.)*"' >"$tmp/texts"
# Those of plot.py: in a Python file all but comments and what a file, class or function says of itself.
if ! /usr/bin/python3 -c '
import ast, sys
for name in sys.argv[1:]:
    tree = ast.parse(open(name, encoding="utf-8").read())
    own = {id(node.body[0].value) for node in ast.walk(tree) if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef))
           and ast.get_docstring(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in own:
            print("\n".join(f"\"{line}\"" for line in node.value.split("\n")))' scripts/plot/*.py scripts/plot.py >"$tmp/texts.py" 2>/dev/null; then
  skip "texts of plot.py: python3 is not installed"
else
  check "texts of plot.py are there" grep -q 'regrun help pictures' "$tmp/texts.py"
fi
cat "$tmp/texts.py" >>"$tmp/texts"
check "texts are there" [ "$(wc -l <"$tmp/texts")" -gt 2000 ]
check_same "texts that name what is nowhere" \
  "$(grep -E '(^|[^a-z])(docs|scripts|tests)/[a-z]' "$tmp/texts" | grep -vE '^"scripts/[a-z_.]+"$')" ""
mapfile -t scripts < <(grep -E '^"scripts/' "$tmp/texts" | tr -d '"')
for script in "${scripts[@]}"; do check "$script" [ -x "$share/$script" ]; done
mapfile -t topics < <(grep -oE 'regrun help [a-z]+' "$tmp/texts" | cut -d ' ' -f 3 | grep -vx lists | sort -u)
check "texts name topics" [ ${#topics[@]} -gt 5 ]
for topic in "${topics[@]}"; do
  there help "$topic"
  exits 0 "regrun help $topic"
done
mapfile -t configs < <(grep -oE -- '--config [a-z_/]+\.json' "$tmp/texts" | cut -d ' ' -f 2 | grep -vx my.json | sort -u)
for config in "${configs[@]}"; do
  check "$config is installed" [ -e "$share/configs/$config" ]
done
# Documents that link to each other, or to pictures, configs and scripts.
for document in "$share"/docs/*.md "$tmp"/usr/share/doc/regrun/*.md; do
  mapfile -t links < <(grep -oE '\]\([^)#: ]+' "$document" | sed 's/^](//' | sort -u)
  for link in "${links[@]}"; do
    case $link in
      http* | x) continue ;; # elsewhere; an example in a formula
      src/* | ../src/* | tests/* | ../tests/* | bench/* | ../bench/* | .ci/*) continue ;; # the repository's
    esac
    check "the link $link in $(basename "$document")" [ -e "$(dirname "$document")/$link" ]
  done
done

# Nothing that is compiled depends on where it is installed: only then does another PREFIX build nothing anew.
make -pn BUILD="$tmp/none" 2>/dev/null | grep -E '^(CPPFLAGS|CFLAGS|WARNINGS|EXACT|LDFLAGS|LDLIBS) ' >"$tmp/flags"
check "the flags are known" [ "$(grep -c '^C' "$tmp/flags")" -eq 2 ]
check "no PREFIX in them" bash -c "! grep PREFIX '$tmp/flags'"

# Whatever CFLAGS ask for, results stay exact: the last word has a flag that turns fast mathematics off, also at the link,
# where it would bring start-up code that flushes subnormals.
make -nB CFLAGS='-O1 -ffast-math -flto' 2>/dev/null | grep -- '-ffast-math' >"$tmp/commands"
check "commands with them" [ "$(grep -c 'main.o .*libregrun.a' "$tmp/commands")" -eq 1 ]
check "fast mathematics is off in each" \
  bash -c "! grep -vE -- '-ffast-math.*-fno-lto.*-fno-fast-math' '$tmp/commands'"

check "make uninstall" make -s PROGRAM="$regrun" DESTDIR="$tmp" PREFIX=/usr uninstall
check_same "what uninstall leaves" "$(find "$tmp/usr" ! -type d)" ""

finish install

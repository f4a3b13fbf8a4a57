#!/usr/bin/env bash
# Broken configs and data (tests/bad-input/cases.txt): each is refused with its message and exit code, by `check` and by
# a plain run alike, before anything is written.
# shellcheck source=tests/cli/check.bash
source "$(dirname "$0")/check.bash"
cases=$PWD/tests/bad-input/cases.txt
mkdir "$tmp/case"
cd "$tmp/case" || exit 1

# The first line of stderr is "regrun: " and the message; "..." at the end stands for anything.
message_fits() {
    local got want="regrun: $1"
    IFS= read -r got <"$tmp/err"
    [ "$got" = "$want" ] || { [[ $want == *... ]] && [[ $got == "${want%...}"?* ]]; } || {
        printf '  got  %s\n  want %s\n' "$got" "$want"
        false
    }
}

# refused COMMAND...: runs the program on the case at hand.
refused() {
    # shellcheck disable=SC2086 # $arguments are words
    run "$@" --config t.json $arguments
    exits "$want_code" "$name: $*"
    check "$name: $*: the message" message_fits "$want_text"
    check "$name: $*: nothing on stdout" [ ! -s "$tmp/out" ]
    check "$name: $*: nothing written" [ "$(ls)" = "$(printf '%s\n' "${files[@]}" | sort)" ]
}

try_case() {
    [ -n "$name" ] || return
    refused check
    refused run
    rm -rf "$tmp/case/"*
}

count=0 name='' arguments=''
while IFS= read -r line || [ -n "$line" ]; do
    case $line in
    "=== "*)
        try_case
        name=${line#=== } arguments='' want_code='' want_text='' files=(t.json)
        count=$((count + 1))
        : >t.json
        ;;
    "exit: "*) want_code=${line#exit: } ;;
    "says: "*) want_text=${line#says: } ;;
    "args: "*) arguments=${line#args: } ;;
    "bytes:"*) content=${line#bytes:} && printf '%b' "${content# }" >t.json ;;
    "file: "*)
        read -r _ file content <<<"$line"
        content=${line#"file: $file"}
        printf '%b' "${content# }" >"$file"
        files+=("$file")
        ;;
    '') ;;
    *) [ -z "$name" ] || printf '%s\n' "$line" >>t.json ;;
    esac
done <"$cases"
try_case
check "there are cases" [ "$count" -ge 60 ]

# The folder for the results belongs to somebody else, or cannot be written.
echo '{ "train.epochs": 1, "data.train_size": 9, "data.test_size": 9, "seeds": 1, "model.hidden": [3] }' >t.json
: >results
run --config t.json
exits 5 "results is a file"
check "the file is as it was" [ ! -s results ]

# A table is no config, but a config can be made of it; a name with an umlaut may be a file's, too.
printf 'size,price\n1,2\n' >houses.csv
for command in check run; do
    run $command --config houses.csv
    exits 3 "$command: a table"
    says "houses.csv: is a table, and a config is what says how to train on one; \`regrun data show houses.csv\` prints a config to begin with"
done
echo '{}' >'zwölf.json'
run check --config 'zwölf.json'
exits 3 "a file whose name makes no folder's"
says "zwölf.json: name: the file's name does not do for the results folder; add a \"name\": \"zwolf\""

run check --config missing.json
exits 5 "a config that is not there"
says "missing.json: no such config"
finish bad_input

#!/usr/bin/env bash
# `regrun claims` and scripts/book.sh on two small claims and what else may stand beside them; and the project's own book:
# every claim can be run and stands on its page.
# shellcheck source=tests/cli/check.bash
source "$(dirname "$0")/check.bash"
project=$PWD golden=$PWD/$golden
mkdir -p "$tmp/home/configs/claims/mnist" "$tmp/elsewhere"
cp "$regrun" "$tmp/regrun" && regrun=$tmp/regrun # a program beside which there are no claims
cd "$tmp/home" || exit 1

small='"data": { "train_size": 60, "test_size": 60 }, "model.hidden": [8], "train": { "epochs": 2, "batch_size": 16 }, "seeds": 2'
cat >configs/claims/dropout_curbs.json <<END
{ "about": "60 digits, with and without.", "primary": "test_loss", $small,
  "claim": { "chapter": "dropout", "says": "Dropout curbs over_fitting.", "by": "Srivastava et al. 2014", "picture": "curves" },
  "settings": [ { "name": "plain" }, { "name": "dropout", "regularize.dropout": 0.5 } ],
  "expect": [ { "say": "less, of course", "that": "dropout.gap < plain.gap" },
              { "say": "in time", "that": "dropout.seconds_per_epoch < plain.seconds_per_epoch" },
              { "say": "equal", "that": "dropout.gap = plain.gap" } ] }
END
cat >configs/claims/bn_is_noise.json <<END
{ "claim": { "chapter": "noise", "says": "Batch norm is noise.", "picture": "bn_mean_noise by depth" }, "probe": "bn_noise", $small, "regularize.batch_norm": true,
  "expect": [ { "say": "noise", "that": "base.probe.bn_mean_noise > 0" } ] }
END
names() { # FOLDER: of what is in it
  (cd "$1" && echo *)
}
expected='say,that,verdict,seeds,mean,low,high,p,p_holm,seeds_needed'
judged() { # VERDICT VERDICT VERDICT: of dropout_curbs, by hand
  printf '%s\n' "$expected" "\"less, of course\",dropout.gap < plain.gap,$1,2,-0.25,-0.375,-0.125,0.01,0.02," \
    "in time,dropout.seconds_per_epoch < plain.seconds_per_epoch,$2,2,0.00012345,-1e-05,0.1,0.5,0.5,17" \
    "equal,dropout.gap = plain.gap,$3,2,0,0,0,,," >results/claims/dropout_curbs/expectations.csv
}

# --- The list

run claims
exits 0 "the list"
check_same "the list, by chapters" "$(cat "$tmp/out")" "Batch norm as noise (noise)
  bn_is_noise
      Batch norm is noise.

Dropout (dropout)
  dropout_curbs
      Dropout curbs over_fitting. (Srivastava et al. 2014)

2 claims: 2 without a verdict
Run one by its name, some by a pattern ('bn_*') or a chapter's name, or --all of them."
check "nothing is written by it" [ ! -e results ]

wrong() { # MESSAGE ARGUMENTS...: refused as a mistake in the arguments
  local message=$1
  shift
  run claims "$@"
  exits 2 "claims $*"
  says "$message"
  check "claims $*: nothing is run" [ ! -e results ]
}
wrong 'no claim "dropout_curb"; did you mean dropout_curbs?' bn_is_noise dropout_curb
wrong 'no claim "configs/claims/bn_noise.json"; did you mean bn_is_noise?' configs/claims/bn_noise.json
wrong 'no claim "optimizr"; did you mean optimizer?' optimizr
wrong "no claim \"x*\"; regrun claims lists all of them" 'x*'
wrong "nothing is run: name a claim, a chapter (dropout) or a pattern ('bn_*'), or say --all" --jobs 2
wrong '--all are all claims; leave it out, or "dropout"' --all dropout
wrong "--json lists and runs nothing; leave it out to run claims" --json --all --quiet
wrong "--out needs the name of a folder" --out ''

# --- Running

run check --config configs/claims/dropout_curbs.json
check "check shows the claim" grep -q "^claim  *Dropout curbs over_fitting. (Srivastava et al. 2014)$" "$tmp/out"
run claims dropout --jobs 1
trained "a chapter"
check_same "its results, and no others" "$(names results/claims)" dropout_curbs
check_has "its verdict" "$(cat "$tmp/out")" "  dropout_curbs: cannot tell" "      Dropout curbs over_fitting. (S" "1 claim: 1 cannot tell"
check "as regrun --config has them" "$regrun" --config configs/claims/dropout_curbs.json -o plain --quiet
check "the same log" cmp -s plain/log.csv results/claims/dropout_curbs/log.csv
run claims --all --quiet
trained "all of them"
check "--quiet says nothing" [ ! -s "$tmp/out" ]
check_same "the results of all" "$(names results/claims)" "bn_is_noise dropout_curbs"
run claims 'bn*' --seeds 3 --set train.epochs=3 --out others
trained "a pattern, other seeds and epochs, another folder"
check_same "its runs" "$(names others/bn_is_noise/runs/base) $(tail -n 1 others/bn_is_noise/log.csv | cut -d, -f 3)" "seed-1 seed-2 seed-3 3"

# A verdict is that of all expectations together.
verdict() { # WANT VERDICT VERDICT VERDICT
  local want=$1
  shift
  judged "$@"
  run claims
  exits 0 "a list with a verdict"
  check_has "the verdict" "$(cat "$tmp/out")" "  dropout_curbs: $want" "2 claims: "
}
verdict supported supported supported supported
verdict "cannot tell" supported "cannot tell" supported
verdict refuted supported refuted "cannot tell"

run claims --json
exits 0 "the list as JSON"
check_has "what JSON says" "$(cat "$tmp/out")" '"verdict": "refuted"' '"by": "Srivastava et al. 2014"' '"primary": "test_loss"' \
  '{"say": "less, of course", "that": "dropout.gap < plain.gap", "verdict": "supported", "seeds": 2, "mean": -0.25, "low": -0.375, "high": -0.125, "p": 0.01, "p_holm": 0.02, "seeds_needed": null}' \
  '"picture": {"kind": "curves"}' '"picture": {"probe": "bn_mean_noise", "by": "depth"}' '"config": "configs/claims/bn_is_noise.json"' '"results": "results/claims/bn_is_noise"' '{"name": "together", "title": "Together"}'
run claims --json dropout
check "JSON of a chapter alone" [ "$(grep -c '"config"' "$tmp/out")" -eq 1 ]

rm -r results/claims/bn_is_noise
run claims
check_has "how many" "$(cat "$tmp/out")" "2 claims: 1 refuted, 1 without a verdict"
sed -i 's/dropout.gap = plain.gap/dropout.gap > plain.gap/' configs/claims/dropout_curbs.json
run claims
check_has "a config that has changed since" "$(cat "$tmp/out")" "  dropout_curbs: its config or its results have changed since; run it again" "2 claims: 2 without a verdict"
run claims --json dropout
check_has "no verdict stands in JSON either" "$(cat "$tmp/out")" '"verdict": null' '{"say": "equal", "that": "dropout.gap > plain.gap", "verdict": null, "seeds": null, "mean": null,'
sed -i 's/dropout.gap > plain.gap/dropout.gap = plain.gap/' configs/claims/dropout_curbs.json

damaged() { # MESSAGE LINE...: another file in the place of expectations.csv
  local message=$1
  shift
  printf '%s\n' "$@" >results/claims/dropout_curbs/expectations.csv
  run claims
  exits 4 "a damaged file"
  says "results/claims/dropout_curbs/expectations.csv:$message"
}
damaged '1: there is no column "verdict"; ' "say,that" "a,b"
damaged '2: no verdict: "maybe"; ' "$expected" "a,b,maybe,1,1,1,1,1,1,1"
damaged '3: another number of cells than in the first line; ' "$expected" "a,b,refuted,1,1,1,1,1,1,1" "a,b,refuted"
judged supported supported supported

# What a run finds is what is read.
echo "{ \"claim\": { \"chapter\": \"together\", \"says\": \"Losses are below 0.\" }, $small, \"seeds\": 3," \
  '"expect": [ { "that": "base.test_loss < 0" }, { "that": "base.train_loss > 0" } ] }' | sed 's/"seeds": 2, //' >configs/claims/loss.json
run claims loss --quiet
exits 0 "a claim that expects something"
run claims loss --expect
exits 1 "--expect, where it is refuted"
check_has "its verdict" "$(cat "$tmp/out")" "  loss: refuted" "1 claim: 1 refuted"
run claims --json loss
check_has "what it was" "$(cat "$tmp/out")" '"that": "base.train_loss > 0", "verdict": "supported", "seeds": 3, "mean": 2'
rm -r configs/claims/loss.json results/claims/loss

# --- What else stands in the folder

echo '{ "train.epochs": 1 }' >configs/claims/base.json
run claims
exits 0 "a config that claims nothing"
says 'note: configs/claims/base.json has no "claim", and is not listed'
check "the claims are listed" grep -q "^2 claims" "$tmp/out"
run claims --all --quiet
trained "all claims"
check_same "what claims nothing is none of them" "$(names results/claims)" "bn_is_noise dropout_curbs"
run claims base
exits 3 "a config that claims nothing, by its name"
says 'configs/claims/base.json has no "claim"; regrun --config configs/claims/base.json runs it all the same'
echo '{ "train.epoch": 1 }' >configs/claims/base.json
run claims
exits 3 "a config that cannot be read"
says "configs/claims/base.json:1:3: train.epoch: unknown option; did you mean train.epochs?"
check "the claims are listed nevertheless" grep -q "^2 claims" "$tmp/out"
run claims dropout --quiet
trained "others are run nevertheless"
run claims --all --quiet
exits 3 "but not all"
echo '{ "name": "bn_is_noise" }' >configs/claims/base.json
run claims
exits 2 "two of one name"
says 'configs/claims/base.json and configs/claims/bn_is_noise.json are both named "bn_is_noise", and their results would be in one folder'
rm configs/claims/base.json

# Variants on other data take the claim from the config that they extend.
run claims --mnist
exits 5 "no variants"
says "there are no configs in configs/claims/mnist, neither here nor in "
echo '{ "extends": "../bn_is_noise.json", "data": { "source": "moons", "train_size": 40, "test_size": 40 } }' \
  >configs/claims/mnist/bn_is_noise.json
run claims --mnist bn_is_noise --quiet
trained "a variant"
check_same "where its results are" "$(wc -l <results/claims/mnist/bn_is_noise/log.csv)" 7
run claims --mnist
check "its claim" grep -qxF '      Batch norm is noise.' "$tmp/out"

# --- Installed, and claims of one's own beside those

make -s -C "$project" -o "$regrun" PROGRAM="$regrun" DESTDIR="$tmp/root" PREFIX=/usr install
mkdir -p "$tmp/root/usr/share/regrun/configs/claims"
cp configs/claims/*.json "$tmp/root/usr/share/regrun/configs/claims"
mkdir -p "$tmp/elsewhere/configs/claims"
echo '{ "claim": { "chapter": "together", "says": "Mine." } }' >"$tmp/elsewhere/configs/claims/bn_is_noise.json"
(cd "$tmp/elsewhere" && "$tmp/root/usr/bin/regrun" claims --json) >"$tmp/out" 2>"$tmp/err"
code=$?
exits 0 "installed"
check_has "one's own goes before an installed one" "$(cat "$tmp/out")" '"says": "Mine."' '"says": "Dropout curbs over_fitting."'
check "which is hidden" bash -c "! grep -q 'Batch norm is noise' '$tmp/out'"

# --- The page

if ! /usr/bin/python3 -c 'import pandas, matplotlib, PIL' 2>/dev/null; then
  skip "scripts/book.sh: python3-pandas or python3-matplotlib is not installed"
else
  export MPLCONFIGDIR=$tmp/matplotlib PYTHONDONTWRITEBYTECODE=1 REGRUN=$regrun
  printf '%s\n' "$expected" "noise,base.probe.bn_mean_noise > 0,supported,2,0.25,0.125,0.375,0.01,0.01," >results/claims/bn_is_noise/expectations.csv
  judged supported "cannot tell" supported
  page() { "$project/scripts/book.sh" "$@" >"$tmp/out" 2>"$tmp/err"; }
  check "book.sh writes the page" page --no-run
  sed 's/regrun [0-9][0-9.]*[0-9]/regrun VERSION/' docs/claims.md >"$tmp/claims.md"
  same "$tmp/claims.md" claims.md
  check_same "its pictures" "$(names docs/images/claims)" "bn_is_noise.png dropout_curbs.png"
  cp -r docs before
  check "again" page --no-run other/claims.md
  check "the same page in another folder" cmp -s before/claims.md other/claims.md
  check "the same picture" cmp -s before/images/claims/dropout_curbs.png other/images/claims/dropout_curbs.png
  rm -r results
  check "it runs what is not there" page docs/claims.md -- --quiet --jobs 1
  check_same "all claims" "$(names results/claims)" "bn_is_noise dropout_curbs"
  sed -i 's/bn_mean_noise by depth/sweep/' configs/claims/bn_is_noise.json
  check "a picture that cannot be drawn is told" bash -c "! '$project/scripts/book.sh' --no-run 2>'$tmp/err'"
  check "the page is written without it" grep -q '^### bn_is_noise' docs/claims.md
  says 'book.py: bn_is_noise: no picture; the "picture" in configs/claims/bn_is_noise.json asks for it'
  check "an argument that is none" bash -c "! '$project/scripts/book.sh' --norun 2>'$tmp/err'"
  says "book.sh: unknown argument --norun"
fi

# --- The project's own book

cd "$project" || exit 1
kinds=$(sed -n 's/.*pictures\[\] = {\(.*\)};/\1/p' src/config/claim.c | tr -d '",')
check "there are pictures of claims" [ -n "$kinds" ]
for kind in $kinds; do check "the picture $kind of a claim is a kind of plot.py" grep -q "^    \"$kind\": Kind(" scripts/plot/kinds.py; done
shopt -s nullglob
configs=(configs/claims/*.json)
if [ ${#configs[@]} -eq 0 ]; then
  skip "the project's book: there are no configs/claims"
else
  run check --quiet "${configs[@]/#/--config=}"
  exits 0 "every claim can be run"
  run claims --json
  check_same "each is a claim" "$(grep -c '"config":' "$tmp/out")" "${#configs[@]}"
  sed -n 's/^      "name": "\(.*\)",$/\1/p' "$tmp/out" | sort >"$tmp/names"
  sed -nE 's/^\| \[(.*)\]\(#.*$/\1/p' docs/claims.md | sed 's/\\//g' | sort >"$tmp/rows"
  check "docs/claims.md has a row for each claim; scripts/book.sh makes it anew" diff "$tmp/names" "$tmp/rows"
  sed -nE 's/^!\[.*\]\((.*)\)$/\1/p' docs/claims.md | sort >"$tmp/shown"
  check "it shows each picture there is" diff <(cd docs && find images -path '*/claims/*.png' | sort) "$tmp/shown"
  check "they are small" [ "$(find docs/images -path '*/claims/*.png' -exec cat {} + | wc -c)" -lt 1000000 ]
fi

finish claims

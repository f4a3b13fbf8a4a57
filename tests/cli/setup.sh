#!/usr/bin/env bash
# scripts/setup.sh on made-up systems: a PATH of stand-ins whose apt-get installs stand-ins and writes down its calls.
# shellcheck source=tests/cli/check.bash
source "$(dirname "$0")/check.bash"

bash=$(command -v bash)
bin=$tmp/bin calls=$tmp/calls
export DYGRAPHS=$tmp/dygraphs NPM_FOLDER=$tmp/npm

stand_in() { # NAME [SCRIPT]: a program in the made-up PATH
  printf '#!%s\n%s\n' "$bash" "${2:-exit 0}" >"$bin/$1"
  chmod +x "$bin/$1"
}

# A system with all that is needed, apt-get and root. "library-NAME" stands for a library, "headers" for the C headers.
system() {
  rm -rf "$bin" "$DYGRAPHS" "$calls" "$NPM_FOLDER"
  mkdir "$bin" "$DYGRAPHS"
  : >"$calls"
  for tool in cat chmod touch env grep mkdir mv; do ln -s "$(command -v $tool)" "$bin/$tool"; done
  for program in make curl git python3; do stand_in $program; done
  touch "$bin"/library-{libcjson,zlib,openblas} "$bin/headers" "$DYGRAPHS/dygraph.min.js"
  stand_in cc "[ -e '$bin/headers' ]"
  stand_in pkg-config "[ -e \"$bin/library-\$2\" ]"
  stand_in id 'echo 0'
  stand_in apt-cache "[ \"\$2\" != valgrind ]"
  stand_in apt-get "
echo \"apt-get \$*\" >>'$calls'
[ \"\$1\" = install ] || exit 0
for package; do [ ! -e '$bin/broken-'\$package ] || exit 100; done
for package; do
  case \$package in
    libcjson-dev) touch '$bin/library-libcjson' ;;
    zlib1g-dev) touch '$bin/library-zlib' ;;
    libc6-dev) touch '$bin/headers' ;;
    curl) touch '$bin/curl' && chmod +x '$bin/curl' ;;
    npm) mv '$bin/npm-to-come' '$bin/npm' ;;
  esac
done"
  stand_in npm-to-come "
echo \"npm \$*\" >>'$calls'
mkdir -p '$NPM_FOLDER/node_modules/axe-core'
module=\${*: -1}
echo \"  \\\"version\\\": \\\"\${module##*@}\\\",\" >'$NPM_FOLDER/node_modules/axe-core/package.json'"
}

setup() { # ARGUMENTS...: sets got (both outputs) and status
  got=$(PATH=$bin "$bash" scripts/setup.sh "$@" 2>&1)
  status=$?
}

system
setup
check_same "all is there: status" "$status" 0
check_same "all is there: no call of apt-get" "$(cat "$calls")" ""
check_has "all is there" "$got" "all that is needed is there"

system
rm "$bin/library-libcjson" "$bin/curl" "$bin/headers"
setup
check_same "three things missing: status" "$status" 0
check_same "only what is missing is installed" "$(cat "$calls")" "apt-get update
apt-get install -y --no-install-recommends libc6-dev libcjson-dev curl"
setup
check_same "a second time: nothing more" "$(wc -l <"$calls")" 2

system
rm "$bin/library-zlib"
stand_in id 'echo 1000'
setup
check_same "neither root nor sudo: status" "$status" 1
check_has "neither root nor sudo" "$got" "as root, run: apt-get install zlib1g-dev"
check_same "neither root nor sudo: no call" "$(cat "$calls")" ""
stand_in sudo "echo sudo >>'$calls'; exec \"\$@\""
setup
check_same "by sudo: status" "$status" 0
check_same "by sudo" "$(cat "$calls")" "sudo
apt-get update
sudo
apt-get install -y --no-install-recommends zlib1g-dev"

system
rm "$bin/apt-get" "$bin/make" "$DYGRAPHS/dygraph.min.js"
setup
check_same "no apt-get: status" "$status" 1
check_has "no apt-get" "$got" "make" "libjs-dygraphs" "this system has no apt-get"

system
rm "$bin/make"
setup --check
check_same "--check: status" "$status" 1
check_same "--check: no call" "$(cat "$calls")" ""
check_has "--check" "$got" "missing" "make"

setup # the stand-in of apt-get knows no make
check_same "an installation that does not help: status" "$status" 1
check_has "an installation that does not help" "$got" "still missing: make"

system
setup --all
check_same "--all, on a system without the extras: status" "$status" 0
check_has "--all" "$(cat "$calls")" " chromium" " r-base-core" " gnuplot-nox"
check_has "--all" "$got" "this system has no package valgrind" "tests that use them are skipped"
check "a package that the system does not know is not asked for" test "$(grep -c ' valgrind' "$calls")" -eq 0
check_has "a module of npm's, once npm is there" "$(tail -n 1 "$calls")" \
  "npm install --prefix $NPM_FOLDER --no-save --ignore-scripts" "axe-core@"
: >"$calls"
setup --all
check_same "which is not asked for again" "$(grep -c '^npm' "$calls")" 0
sed -i 's/[0-9]/&1/' "$NPM_FOLDER/node_modules/axe-core/package.json"
setup --all
check_same "unless it is of another version" "$(grep -c '^npm' "$calls")" 1

system
touch "$bin/broken-gnuplot-nox" "$bin/broken-npm"
setup --all
check_same "packages that cannot be installed: status" "$status" 0
check_has "the others are" "$(cat "$calls")" "--no-install-recommends r-base-core"$'\n'
check_has "what they would bring" "$got" "one by one" "there is no npm, which brings axe-core@" "tests that use them are skipped: "

system # its python3 says that every module is there
setup --bench
check_same "--bench: status" "$status" 0
check_same "--bench: nothing to install" "$(cat "$calls")" ""
setup --bench --all
check_has "--bench takes nothing away from --all" "$(cat "$calls")" " chromium" " r-base-core"
modules=$(sed -nE 's/^(from|import) (sklearn|pandas|torch)\>.*/module:\2/p' bench/*.py | sort -u)
check "bench/ takes modules" [ "$(wc -l <<<"$modules")" -eq 3 ]
check_same "they are those of --bench" "$modules" \
  "$(sed -n '/^compared=/,/"$/p' scripts/setup.sh | grep -o 'module:[a-z]*' | sort -u)"

system
setup --portable
check_has "--portable" "$(cat "$calls")" " musl-tools gcc-aarch64-linux-gnu"
compilers=$(sed -nE 's/^declare -A (compiler|emulator)=//p' scripts/portable.sh | grep -oE '=[a-z0-9-]+' | tr -d =)
check "scripts/portable.sh has compilers" [ "$(wc -w <<<"$compilers")" -ge 4 ]
for program in $compilers; do
  check "--portable knows of $program" grep -qx "program:$program .*" scripts/setup.sh
done

setup --al
check_same "an unknown argument: status" "$status" 2
check_has "--help" "$(scripts/setup.sh --help)" "Usage:" "--all" "--bench" "--portable" "--check"
finish setup

#!/usr/bin/env bash
# Builds the program for other systems and compares what it learns there, byte by byte: see --help.
# shellcheck source=tests/cli/check.bash
source "$(dirname "$0")/../tests/cli/check.bash"

usage() {
  cat <<END
Usage: scripts/portable.sh [TARGET...]

Builds regrun for each target, does the experiments of tests/everything there, and compares log.csv and the networks that
were learned with those of \$PROGRAM (by default ./regrun). Targets, by default all of them:

  clang     this system, built by clang
  musl      another C library, linked statically: a program that runs on any Linux of this machine's kind
  aarch64   64-bit ARM, built by a cross compiler and run by qemu where this machine is no such

scripts/setup.sh --portable installs what that needs. What is built stays in build/portable, zlib and cJSON for musl and
aarch64 as well: Debian packages neither for another C library, so that both are made from Debian's source packages, which
apt-get brings once. Where there is no apt-get, put their unpacked sources at build/portable/sources/zlib-* and cjson-*.
The last line counts; a target that cannot be had here is skipped with the reason.
END
}

folder=$PWD/build/portable
sources=$folder/sources
# Each target's compiler, what it is linked with, and what it runs by elsewhere.
declare -A compiler=([clang]=clang [musl]=musl-gcc [aarch64]=aarch64-linux-gnu-gcc)
declare -A link=([musl]=-static [aarch64]=-static)
declare -A emulator=([aarch64]=qemu-aarch64)

targets=()
for argument; do
  case $argument in
    --help | -h) usage && exit 0 ;;
    *)
      [ -n "${compiler[$argument]:-}" ] ||
        { echo "portable.sh: unknown target $argument (--help shows what there is)" >&2 && exit 2; }
      targets+=("$argument")
      ;;
  esac
done
[ ${#targets[@]} -gt 0 ] || targets=(clang musl aarch64)
unset MAKEFLAGS MFLAGS MAKELEVEL CFLAGS # the builds' own, not those of the make that called

# fetch: the sources of zlib and cJSON, of the packages that this system's own come from. apt-get may know no sources
# here; it is told of them in a folder of its own, which needs no root and changes nothing.
fetch() {
  local apt=$sources/apt options
  if compgen -G "$sources/zlib-*/" >/dev/null && compgen -G "$sources/cjson-*/" >/dev/null; then return; fi
  mkdir -p "$apt/lists/partial" "$apt/parts"
  # shellcheck disable=SC2016 # apt-get's own variables
  apt-get indextargets --format 'deb-src $(REPO_URI) $(RELEASE) $(COMPONENT)' 'Created-By: Packages' |
    awk '!seen[$0]++' >"$apt/sources.list"
  options=(-qq -o Dir::Etc::SourceList="$apt/sources.list" -o Dir::Etc::SourceParts="$apt/parts"
    -o Dir::State::Lists="$apt/lists" -o Dir::Cache="$apt/cache" -o APT::Sandbox::User=)
  apt-get "${options[@]}" update
  (cd "$sources" && apt-get "${options[@]}" source --only-source zlib cjson >apt/log 2>&1) ||
    { cat "$apt/log" && return 1; }
  rm -rf "$apt"
}

# libraries TARGET: both of them, in build/portable/TARGET/usr, with what pkg-config says of them.
libraries() {
  local cc=${compiler[$1]} prefix=$folder/$1/usr work ar
  [ ! -e "$prefix/lib/pkgconfig/libcjson.pc" ] || return 0
  work=$(mktemp -d -p "$tmp") && ar=$("$cc" -print-prog-name=ar) &&
    cp -r "$sources"/zlib-*/ "$work/zlib" && cp -r "$sources"/cjson-*/ "$work/cjson" &&
    cd "$work/zlib" && CC=$cc AR=$ar RANLIB=$ar\ s ./configure --static --prefix="$prefix" && make -s install &&
    cd "$work/cjson" && "$cc" -O2 -c cJSON.c && "$ar" rcs "$prefix/lib/libcjson.a" cJSON.o &&
    install -D -m 644 cJSON.h "$prefix/include/cjson/cJSON.h" &&
    printf '%s\n' 'Name: libcjson' 'Description: JSON' 'Version: 1' "Cflags: -I$prefix/include" \
      "Libs: -L$prefix/lib -lcjson" >"$prefix/lib/pkgconfig/libcjson.pc"
}

# build TARGET: its program, build/portable/TARGET/regrun.
build() {
  local variables=(BUILD="build/portable/$1" PROGRAM="build/portable/$1/regrun" CC="${compiler[$1]}")
  if [ -n "${link[$1]:-}" ]; then
    (fetch && libraries "$1") >"$tmp/said" 2>&1 || { cat "$tmp/said" && return 1; }
    export PKG_CONFIG_LIBDIR=$folder/$1/usr/lib/pkgconfig
    variables+=(LDFLAGS="${link[$1]}")
  fi
  make -s -j "$(nproc)" WERROR=1 "${variables[@]}" "build/portable/$1/regrun"
}

# sums FOLDER: the sums of the logs and the networks in it, one a line.
sums() {
  (cd "$1" && find . \( -name log.csv -o -name '*.safetensors' \) -print0 | sort -z | xargs -0 sha256sum)
}

# learn NAME COMMAND...: does the experiments into $tmp/NAME; their sums go to $tmp/NAME.sums.
learn() {
  local name=$1 experiment
  shift
  for experiment in tests/everything/*.json; do
    # Not every run learns something in so few epochs, which is code 1.
    "$@" --config "$experiment" --out "$tmp/$name/$(basename "$experiment" .json)" --set train.save=last --quiet \
      2>"$tmp/said" || [ $? -eq 1 ] || { cat "$tmp/said" && return 1; }
  done
  sums "$tmp/$name" >"$tmp/$name.sums"
}

# lacks TARGET: what keeps it from being had here, in words; nothing if it can be had. Sets `command` to what runs it.
lacks() {
  local cc=${compiler[$1]} by=${emulator[$1]:-} program
  command=("$folder/$1/regrun")
  [ -z "$by" ] || [ "$(uname -m)" = "$1" ] || command=("$by" "${command[@]}")
  for program in "$cc" "${command[0]}"; do
    [ "$program" = "$folder/$1/regrun" ] || command -v "$program" >/dev/null ||
      { echo "no $program; scripts/setup.sh --portable installs it" && return; }
  done
  [ -z "${link[$1]:-}" ] || compgen -G "$sources/zlib-*/" >/dev/null || command -v apt-get >/dev/null ||
    echo "no sources of zlib and cJSON in build/portable/sources, and no apt-get"
}

check "the experiments run here" learn here "$regrun"
for target in "${targets[@]}"; do
  began=$SECONDS
  lacks "$target" >"$tmp/lacks"
  if [ -s "$tmp/lacks" ]; then
    skip "$target: $(cat "$tmp/lacks")"
    continue
  fi
  check "$target: it builds" build "$target"
  built=$((SECONDS - began))
  check "$target: the experiments run" learn "$target" "${command[@]}"
  check "$target: the bytes are those of $regrun" diff "$tmp/here.sums" "$tmp/$target.sums"
  echo "$target: $(wc -l <"$tmp/$target.sums") files compared; built in $built s, learned in $((SECONDS - began - built)) s"
done
finish portable

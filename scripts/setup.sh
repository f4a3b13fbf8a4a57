#!/usr/bin/env bash
# Installs what regrun needs, by apt-get (Debian, Ubuntu): see --help.
set -u
[[ $0 != */* ]] || cd "${0%/*}/.." || exit 1

usage() {
  cat <<END
Usage: scripts/setup.sh [--all] [--bench] [--portable] [--check]

Installs what is missing to build regrun and to test it, as root or through sudo. Does nothing when all is there.
Where there is no apt-get it names what is missing and stops.

  --all     also what only some tests and "make lint" use: a browser for the report page, Python with pandas and
            matplotlib for scripts/plot.py, R and gnuplot for the readers in docs/, LaTeX for the tables, a second compiler
            with its linters, shellcheck, valgrind, an emulator of smaller CPUs, the reference of the random numbers, a
            locale, Slurm, GNU parallel and an SSH server (the tests start their own; those of the system need not run),
            zsh, fish, mandoc and groff for completions and manual pages, what builds and looks through a Debian package
            and makes a bare system; by npm, into build/npm, what looks for barriers in the report page. A test whose tool
            is missing is skipped with a word.
  --bench   also what "make bench" and bench/tables.py compare with: Python with pandas, PyTorch and scikit-learn, and
            OpenBLAS
  --portable  also what "make portable" builds with and runs by: clang, musl, a cross compiler for 64-bit ARM and its
            emulator (210 MB)
  --check   installs nothing; names what is missing, with status 1 if anything is
END
}

# What is looked for, and the Debian package that brings it: a program, a library known to pkg-config, a module of
# Python, a file, that a C program with headers compiles, or that clang has libFuzzer. "npm:" is a module of Node in the
# project's own folder, in the one version that npm then brings.
needed="
program:cc gcc
compiles:c libc6-dev
program:make make
program:pkg-config pkg-config
library:libcjson libcjson-dev
library:zlib zlib1g-dev
file:${DYGRAPHS:-/usr/share/javascript/dygraphs}/dygraph.min.js libjs-dygraphs
program:curl curl
program:git git
program:python3 python3"
optional="
program:clang clang
fuzzer:clang libclang-rt-dev
program:clang-format clang-format
program:clang-tidy clang-tidy
program:shellcheck shellcheck
program:g++ g++
file:/usr/include/pcg_random.hpp libpcg-cpp-dev
program:valgrind valgrind
program:qemu-x86_64 qemu-user
program:chromium chromium
program:chromedriver chromium-driver
module:pandas python3-pandas
module:matplotlib python3-matplotlib
module:jsonschema python3-jsonschema
program:Rscript r-base-core
program:gnuplot gnuplot-nox
file:/usr/share/i18n/locales/de_DE locales
program:pdflatex texlive-latex-base
file:/usr/share/texlive/texmf-dist/tex/latex/booktabs/booktabs.sty texlive-latex-recommended
program:zsh zsh
program:fish fish
program:mandoc mandoc
program:groff groff-base
program:dpkg-buildpackage dpkg-dev
program:dh debhelper
program:fakeroot fakeroot
program:lintian lintian
program:mmdebstrap mmdebstrap
program:ps procps
file:/usr/sbin/slurmctld slurm-wlm
file:/usr/sbin/munged munge
program:parallel parallel
file:/usr/sbin/sshd openssh-server
program:npm npm
npm:axe-core axe-core@4.14.1"

compared="
module:pandas python3-pandas
module:sklearn python3-sklearn
module:torch python3-torch
library:openblas libopenblas-dev"

ported="
program:clang clang
program:musl-gcc musl-tools
program:aarch64-linux-gnu-gcc gcc-aarch64-linux-gnu
file:/usr/aarch64-linux-gnu/include/stdio.h libc6-dev-arm64-cross
program:qemu-aarch64 qemu-user
program:dpkg-source dpkg-dev"

npm=${NPM_FOLDER:-build/npm} # where tests find node_modules

there() { # KIND:NAME PACKAGE
  local name=${1#*:} python
  case $1 in
    program:*) command -v "$name" >/dev/null ;;
    library:*) pkg-config --exists "$name" 2>/dev/null ;;
    fuzzer:*)
      "$name" -fsanitize=fuzzer -x c -o /dev/null - 2>/dev/null <<<'int LLVMFuzzerTestOneInput(void) { return 0; }'
      ;;
    file:*) [ -e "$name" ] ;;
    compiles:*) cc -x "$name" -fsyntax-only - 2>/dev/null <<<'#include <stdio.h>' ;;
    module:*)
      for python in python3 /usr/bin/python3; do # the one in the PATH may not see Debian's modules
        "$python" -c "import $name" 2>/dev/null && return
      done
      return 1
      ;;
    npm:*) grep -qsF "\"version\": \"${2##*@}\"" "$npm/node_modules/$name/package.json" ;;
  esac
}

missing_of() { # LIST: the packages that are missing, one by one
  local what package
  while read -r what package; do
    [ -z "$what" ] || there "$what" "$package" || printf '%s ' "$package"
  done <<<"$1"
}

wanted=$needed only_check=no
for argument; do
  case $argument in
    --all) wanted+=$optional ;;
    --bench) wanted+=$compared ;;
    --portable) wanted+=$ported ;;
    --check) only_check=yes ;;
    --help | -h) usage && exit 0 ;;
    *) echo "setup.sh: unknown argument $argument (--help shows what there is)" >&2 && exit 2 ;;
  esac
done


# What may install: nothing in front of it for root, sudo for others; without either it ends here.
become_root() { # PACKAGES...
  if ! command -v apt-get >/dev/null; then
    echo "setup: this system has no apt-get; please install them by its own means, then run this again" >&2
    exit 1
  fi
  as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    as_root=(sudo)
    if ! command -v sudo >/dev/null; then
      echo "setup: neither root nor sudo; as root, run: apt-get install $*" >&2
      exit 1
    fi
  fi
}

apt_install() { # PACKAGES...
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@"
}

install_debian() { # PACKAGES...
  local package known=()
  become_root "$@"
  "${as_root[@]}" apt-get update || echo "setup: the package lists could not be brought up to date; trying with the old ones" >&2
  for package; do # one unknown name would stop apt-get altogether
    if apt-cache show "$package" >/dev/null 2>&1; then
      known+=("$package")
    else
      echo "setup: this system has no package $package" >&2
    fi
  done
  [ ${#known[@]} -gt 0 ] || return
  apt_install "${known[@]}" && return
  [ ${#known[@]} -gt 1 ] || return
  echo "setup: not all of them together; one by one" >&2 # one that cannot be installed here stops the others, too
  for package in "${known[@]}"; do apt_install "$package"; done
}

install_npm() { # MODULES...: into the project's folder, as whoever calls; scripts of theirs are not run
  if ! command -v npm >/dev/null; then
    echo "setup: there is no npm, which brings $*" >&2
    return
  fi
  npm install --prefix "$npm" --no-save --ignore-scripts --no-audit --no-fund "$@" ||
    echo "setup: npm could not bring $*" >&2
}

read -r -a missing <<<"$(missing_of "$wanted")"
if [ ${#missing[@]} -eq 0 ]; then
  echo "setup: all that is needed is there"
  exit 0
fi
echo "setup: missing (by the names of Debian's packages; NAME@VERSION by those of npm's): ${missing[*]}"
[ "$only_check" = no ] || exit 1
debian=() modules=()
for package in "${missing[@]}"; do
  case $package in
    *@*) modules+=("$package") ;;
    *) debian+=("$package") ;;
  esac
done
[ ${#debian[@]} -eq 0 ] || install_debian "${debian[@]}"
[ ${#modules[@]} -eq 0 ] || install_npm "${modules[@]}"

read -r -a missing <<<"$(missing_of "$needed")"
if [ ${#missing[@]} -gt 0 ]; then
  echo "setup: still missing: ${missing[*]}" >&2
  exit 1
fi
read -r -a missing <<<"$(missing_of "$wanted")"
[ ${#missing[@]} -eq 0 ] || echo "setup: still missing, tests that use them are skipped: ${missing[*]}"
echo "setup: done"

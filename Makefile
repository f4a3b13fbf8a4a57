# make            builds ./regrun
# make demo       builds and runs the default experiment
# make test       tests everything (asan, ubsan, sanitize: the same under a sanitizer, or both)
# make test-slurm regrun slurm on a Slurm that is started for it
# make bench      measures speed against this machine's peak, PyTorch, scikit-learn and OpenBLAS where installed, and
#                 BEFORE=FOLDER, the checkout of another version
# make fuzz       FUZZ_SECONDS=60: damaged tables, images, configs, logs and models by the million (needs clang)
# make portable   the same bytes from clang, musl and 64-bit ARM (needs scripts/setup.sh --portable)
# make soak       kills regrun 1000 times and has it go on (SOAK="--kills 100 --seed 7")
# make lint       looks for mistakes; coverage, mutants, compdb, hooks, format: see CONTRIBUTING.md
# make install    PREFIX=/usr/local
# make dist       a tarball of what is committed, the same bytes for everybody: build/dist
# make deb        Debian packages of it, tried: build/deb
# make bare       a bare Debian, and ./scripts/setup.sh && make demo && make test in it (as root; BARE="what else")
# Variables: CC, CFLAGS (-O3 -g), PREFIX, WERROR=1, SANITIZE=address|undefined, BUILD (folder for what is built)

CC       ?= cc
PREFIX   ?= /usr/local
BUILD    ?= build
PROGRAM  ?= regrun
PKG      := pkg-config
# Those of the compiler's own target, also where it builds for another system.
ifeq ($(origin AR),default)
AR       := $(shell $(CC) -print-prog-name=ar)
endif
OBJCOPY  ?= $(shell $(CC) -print-prog-name=objcopy)

# What the person who builds may choose; everything below holds whatever that is.
CFLAGS   ?= -O3 -g
CPPFLAGS += -Isrc -D_GNU_SOURCE $(shell $(PKG) --cflags libcjson zlib)
LDLIBS   += $(shell $(PKG) --libs libcjson zlib) -lm
WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wvla -Wundef -Wcast-align -Wno-psabi
# Exactness: no contraction of a * b + c, no reassociation, also where CFLAGS ask for them. The last two change no
# value; they let sqrt and comparisons vectorize. At the link as well: there -ffast-math would bring start-up code that
# flushes subnormals. (-fno-lto: objcopy renames no symbols in code that is not compiled yet.)
EXACT    := -std=gnu11 -fno-lto -fno-fast-math -ffp-contract=off -fno-math-errno -fno-trapping-math
ifdef WERROR
WARNINGS += -Werror
endif
ifdef SANITIZE
SANITIZER := -fsanitize=$(SANITIZE) -fno-sanitize-recover=all -fno-omit-frame-pointer
endif
COMPILE  = $(CC) $(CPPFLAGS) $(CFLAGS) $(WARNINGS) $(EXACT) $(SANITIZER)
LINK     = $(CC) $(CFLAGS) $(EXACT) $(SANITIZER) $(LDFLAGS)

# The mathematics is compiled once per instruction set (a "kernel"), and once in double precision for the tests that
# check gradients. These sources, and only these, include math/build.h.
HOT      := $(sort $(shell grep -l 'include "math/build.h"' src/*/*.c 2>/dev/null))
COLD     := $(filter-out $(HOT) src/cli/main.c src/cli/commit.c,$(sort $(wildcard src/*/*.c)))
MACHINE  := $(shell $(CC) -dumpmachine)
ifneq (,$(filter x86_64%,$(MACHINE)))
KERNELS  := avx512 avx2 plain
else
KERNELS  := plain
endif
FLAGS_avx512 := -march=x86-64-v4 -mprefer-vector-width=512
FLAGS_avx2   := -march=x86-64-v3
FLAGS_plain  :=
FLAGS_double := -DREAL=double

hot_objects = $(HOT:src/%.c=$(BUILD)/$(1)/%.o)
OBJECTS  := $(COLD:src/%.c=$(BUILD)/cold/%.o) $(KERNELS:%=$(BUILD)/kernel-%.o)
# The report page's template, styles, scripts and charting library, as one object of the program.
DYGRAPHS ?= /usr/share/javascript/dygraphs
PAGE     := $(BUILD)/cold/report/page/template.o
LIBRARY  := $(BUILD)/libregrun.a
LIBRARY_DOUBLE := $(BUILD)/libregrun-double.a

TESTS    := $(patsubst tests/unit/%.c,$(BUILD)/tests/%,$(wildcard tests/unit/*.c))

.DELETE_ON_ERROR:
.PHONY: all demo test asan ubsan sanitize bench portable soak check-layers install uninstall clean format
all: $(PROGRAM)

$(PROGRAM): $(BUILD)/cold/cli/main.o $(BUILD)/cold/cli/commit.o $(LIBRARY)
	$(LINK) -o $@ $^ $(LDLIBS)

$(LIBRARY): $(OBJECTS) $(PAGE)
	@rm -f $@
	$(AR) rcs $@ $^

$(LIBRARY_DOUBLE): $(call hot_objects,double)
	@rm -f $@
	$(AR) rcs $@ $^

$(BUILD)/cold/%.o: src/%.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(COMPILE) $(DEFINES) $(KERNELS:%=-DKERNEL_%) -MMD -MP -c -o $@ $<

# The commit, which `regrun --version` says: one small object is built anew at each.
COMMIT ?= $(shell scripts/commit.sh)
$(BUILD)/commit: FORCE
	@mkdir -p $(@D)
	@commit='$(COMMIT)'; echo "$$commit" | cmp -s - $@ || echo "$$commit" > $@
$(BUILD)/cold/cli/commit.o: DEFINES = '-DREGRUN_COMMIT="'"$$(cat $(BUILD)/commit)"'"'
$(BUILD)/cold/cli/commit.o: $(BUILD)/commit

$(PAGE): scripts/embed.sh $(wildcard src/report/page/*) $(BUILD)/flags
	@mkdir -p $(@D)
	scripts/embed.sh src/report/page $(DYGRAPHS) $(@:.o=.S)
	$(CC) -c -o $@ $(@:.o=.S)

# gcc's -O3 moves the sums of the product's tiles out of their registers; -O2 leaves them there (docs/performance.md).
TILE_OPT := $(if $(filter -O3,$(CFLAGS)),-O2 -ftree-vectorize)
define kernel_rules
$(BUILD)/$(1)/math/matmul.o: OPT_FILE = $(TILE_OPT)
$(BUILD)/$(1)/%.o: src/%.c $(BUILD)/flags
	@mkdir -p $$(@D)
	$$(COMPILE) $$(OPT_FILE) $(FLAGS_$(1)) -DKERNEL_NAME='"$(1)"' -MMD -MP -c -o $$@ $$<
# One object, of which only the engine is seen from outside: kernels share their names, never their code.
$(BUILD)/kernel-$(1).o: $(call hot_objects,$(1))
	$$(CC) -r -nostdlib -o $$@ $$^
	$$(OBJCOPY) --redefine-sym engine=engine_$(1) --keep-global-symbol=engine_$(1) $$@
endef
$(foreach k,$(KERNELS) double,$(eval $(call kernel_rules,$(k))))

# Tests that include math/build.h see the double build; all others the program's own.
$(BUILD)/tests/%: tests/unit/%.c $(LIBRARY) $(LIBRARY_DOUBLE) $(BUILD)/flags
	@mkdir -p $(@D)
	$(COMPILE) -Itests -DREAL=double -MMD -MP -o $@ $< $(LIBRARY_DOUBLE) $(LIBRARY) $(LDFLAGS) $(LDLIBS)

ALL_FLAGS = $(COMPILE) $(LDFLAGS) $(TILE_OPT) $(FLAGS_avx512) $(FLAGS_avx2) $(FLAGS_double)
# What was built with other flags or another compiler is built anew.
$(BUILD)/flags: FORCE
	@mkdir -p $(@D)
	@echo '$(ALL_FLAGS)' | cmp -s - $@ || echo '$(ALL_FLAGS)' > $@
.PHONY: FORCE

demo: $(PROGRAM)
	$(if $(filter /%,$(PROGRAM)),,./)$(PROGRAM) --config bn_vs_dropout.json

test: $(PROGRAM) $(TESTS)
	@BUILD='$(BUILD)' PROGRAM='$(PROGRAM)' CC='$(CC)' SANITIZE='$(SANITIZE)' tests/run

# Slurm, started for the test: munged, slurmctld and two slurmd as Debian's slurm-wlm has them.
.PHONY: test-slurm
test-slurm: $(PROGRAM)
	@PROGRAM='$(PROGRAM)' tests/slurm/run

# A sanitizer sees nothing of kernels that this CPU does not run.
RUN_HERE = $(foreach k,$(KERNELS),$(if $(or $(filter plain,$(k)),$(shell grep -ow $(k:avx512=avx512vl) /proc/cpuinfo)),$(k)))
asan:
	$(MAKE) BUILD=build/asan PROGRAM=build/asan/regrun SANITIZE=address CFLAGS='-O1 -g' KERNELS='$(RUN_HERE)' test
ubsan:
	$(MAKE) BUILD=build/ubsan PROGRAM=build/ubsan/regrun SANITIZE=undefined CFLAGS='-O1 -g' KERNELS='$(RUN_HERE)' test
sanitize:
	$(MAKE) BUILD=build/sanitize PROGRAM=build/sanitize/regrun SANITIZE=address,undefined CFLAGS='-O1 -g' \
	    KERNELS='$(RUN_HERE)' test

# Everything anew in a folder of its own: libFuzzer wants clang. No target trains or has a command line, so none needs
# the kernels, which take the longest under a sanitizer. Comparisons are not traced, as UBSan's own would be, too: that
# is twice the inputs in the same time.
FUZZ_SECONDS ?= 60
FUZZ_CC      ?= clang
FUZZ_CFLAGS  := -O2 -g -fno-sanitize-coverage=trace-cmp
FUZZ_CHECKS  := fuzzer-no-link,address,undefined
.PHONY: fuzz fuzz-targets
fuzz:
	@echo 'int LLVMFuzzerTestOneInput(void) { return 0; }' | \
	    $(FUZZ_CC) -fsanitize=fuzzer,address,undefined -x c -o /dev/null - 2>/dev/null || \
	    { echo 'fuzz: needs clang with libFuzzer; scripts/setup.sh --all installs both' >&2; exit 2; }
	$(MAKE) BUILD=build/fuzz CC='$(FUZZ_CC)' CFLAGS='$(FUZZ_CFLAGS)' SANITIZE=$(FUZZ_CHECKS) fuzz-targets
	@BUILD=build/fuzz FUZZ_SECONDS='$(FUZZ_SECONDS)' tests/fuzz/run

FUZZED := $(BUILD)/libfuzzed.a
$(FUZZED): $(patsubst src/%.c,$(BUILD)/cold/%.o,$(filter-out src/cli/%,$(COLD))) $(PAGE)
	@rm -f $@
	$(AR) rcs $@ $^

$(BUILD)/fuzz-%: tests/fuzz/%.c $(FUZZED) $(BUILD)/flags
	$(COMPILE) -Itests -fsanitize=fuzzer -MMD -MP -o $@ $< $(FUZZED) $(LDFLAGS) $(LDLIBS)

fuzz-targets: $(patsubst tests/fuzz/%.c,$(BUILD)/fuzz-%,$(wildcard tests/fuzz/*.c))

bench: $(PROGRAM)
	BUILD='$(BUILD)' CC='$(CC)' bench/run

portable: $(PROGRAM)
	PROGRAM='$(PROGRAM)' scripts/portable.sh

soak: $(PROGRAM)
	PROGRAM='$(PROGRAM)' tests/soak $(SOAK)

check-layers:
	scripts/check_layers.sh

# What is installed, by the program where it is made from its own tables. Below share/regrun things lie as they do here,
# so that their links hold; share/doc/regrun shows them by links of its own. RUNS: a program that runs on this machine,
# where $(PROGRAM) is built for another.
RUNS    ?= $(if $(filter /%,$(PROGRAM)),,./)$(PROGRAM)
TO       = $(DESTDIR)$(PREFIX)
SHARED   = configs/*.json configs/claims/*.json configs/claims/*/*.json data/README.md data/moons.csv data/students.csv \
             docs/*.md docs/images/* docs/images/*/* scripts/plot/*.py scripts/plot/*/*.py
SCRIPTS  = scripts/plot.py scripts/sweep.sh scripts/get_mnist.sh
SEEN     = README.md CHANGELOG.md CONTRIBUTING.md LICENSE
BASH_COMPLETION ?= share/bash-completion/completions/regrun
ZSH_COMPLETION  ?= share/zsh/site-functions/_regrun
FISH_COMPLETION ?= share/fish/vendor_completions.d/regrun.fish
# $(call made,ARGUMENTS,FILE): what the program prints, as an installed file.
made     = $(RUNS) $(1) > "$(TO)/$(2)" && chmod 644 "$(TO)/$(2)"
install: $(PROGRAM)
	install -d $(addprefix "$(TO)"/,bin share/regrun/scripts share/doc/regrun share/man/man1 share/man/man5)
	install -m 755 $(PROGRAM) "$(TO)/bin/regrun"
	for file in $(SHARED); do \
	    [ ! -f "$$file" ] || install -D -m 644 "$$file" "$(TO)/share/regrun/$$file" || exit; \
	done
	install -m 755 $(SCRIPTS) "$(TO)/share/regrun/scripts"
	$(call made,options --schema,share/regrun/schema.json)
	$(call made,help --man regrun,share/man/man1/regrun.1)
	$(call made,help --man regrun-config,share/man/man5/regrun-config.5)
	install -D -m 644 scripts/completions/regrun.bash "$(TO)/$(BASH_COMPLETION)"
	install -D -m 644 scripts/completions/_regrun "$(TO)/$(ZSH_COMPLETION)"
	install -D -m 644 scripts/completions/regrun.fish "$(TO)/$(FISH_COMPLETION)"
	install -m 644 $(SEEN) "$(TO)/share/doc/regrun"
	for file in $(filter %.md,$(SEEN)); do ln -sfn "../doc/regrun/$$file" "$(TO)/share/regrun/$$file" || exit; done
	for folder in configs data docs scripts; do \
	    ln -sfn "../../regrun/$$folder" "$(TO)/share/doc/regrun/$$folder" || exit; \
	done

uninstall:
	rm -f $(addprefix "$(TO)"/,bin/regrun share/man/man1/regrun.1 share/man/man5/regrun-config.5 \
	    $(BASH_COMPLETION) $(ZSH_COMPLETION) $(FISH_COMPLETION))
	rm -rf "$(TO)/share/regrun" "$(TO)/share/doc/regrun"

.PHONY: dist deb bare
dist:
	scripts/dist.sh
deb:
	scripts/deb.sh
export BARE ?= ./scripts/setup.sh && make demo && make test
bare:
	scripts/bare.sh "$$BARE"

format:
	clang-format -i src/*/*.[ch] tests/*.h tests/unit/*.c tests/fuzz/*.[ch] bench/*.c

# The workshop: see CONTRIBUTING.md.
.PHONY: lint compdb coverage hooks mutants
lint:
	scripts/lint.sh

compdb:
	$(MAKE) -nB --no-print-directory test fuzz-targets | scripts/compdb.sh > compile_commands.json

# Without optimization, which would merge lines. Tests that fail do not matter here; what libgcov has to say does not
# belong on a tested program's stderr.
COVERAGE := build/coverage
coverage:
	@mkdir -p $(COVERAGE)
	find $(COVERAGE) -name '*.gcda' -delete
	$(CC) -c -o $(COVERAGE)/exit.o tests/coverage.c
	-GCOV_ERROR_FILE=/dev/null $(MAKE) BUILD=$(COVERAGE) PROGRAM=$(COVERAGE)/regrun CFLAGS='-O0 -g --coverage' \
	    LDFLAGS='--coverage -Wl,--wrap=_exit $(COVERAGE)/exit.o' test
	scripts/coverage.py $(COVERAGE)

hooks:
	scripts/hooks.sh

mutants:
	scripts/mutants.sh

clean:
	rm -rf build regrun

-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)

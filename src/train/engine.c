#include "train/engine.h"

#include <stdbool.h>
#include <string.h>
#if defined(__x86_64__)
#include <cpuid.h>
#endif

extern const Engine engine_plain;

#if defined(__x86_64__)
extern const Engine engine_avx512, engine_avx2;

// What x86-64-v3 has beside AVX2 and cannot be asked for by name in all compilers: MOVBE, F16C, LZCNT.
static bool has_v3_rest(void) {
    unsigned a, b, c, d, extended;
    return __get_cpuid(1, &a, &b, &c, &d) && __get_cpuid(0x80000001, &a, &b, &extended, &d) && (c & bit_MOVBE) &&
           (c & bit_F16C) && (extended & bit_LZCNT);
}

// What each build was compiled for (the Makefile's FLAGS_...), asked of the CPU and the system.
__attribute__((unused)) static bool has_avx2(void) {
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("bmi") &&
           __builtin_cpu_supports("bmi2") && has_v3_rest();
}

__attribute__((unused)) static bool has_avx512(void) {
    return has_avx2() && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
           __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("avx512dq") &&
           __builtin_cpu_supports("avx512vl");
}
#endif

static bool has_plain(void) {
    return true;
}

// Those that the Makefile's KERNELS names.
static const struct {
    const Engine *engine;
    bool (*runs_here)(void);
} builds[] = {
#ifdef KERNEL_avx512
    {&engine_avx512, has_avx512},
#endif
#ifdef KERNEL_avx2
    {&engine_avx2, has_avx2},
#endif
    {&engine_plain, has_plain},
};
#define BUILDS (sizeof builds / sizeof builds[0])

const Engine *const *engine_list(void) {
    static const Engine *list[BUILDS + 1];
    size_t n = 0;
    for (size_t i = 0; i < BUILDS; i++)
        if (builds[i].runs_here()) list[n++] = builds[i].engine;
    list[n] = NULL;
    return list;
}

const Engine *engine_choose(const char *name, Error *e) {
    const Engine *const *list = engine_list();
    if (!name || !*name) return list[0];
    for (int i = 0; list[i]; i++)
        if (strcmp(list[i]->name, name) == 0) return list[i];
    // NOLINTBEGIN(clang-analyzer-core.NullDereference): the plain build runs everywhere
    for (size_t i = 0; i < BUILDS; i++)
        if (strcmp(builds[i].engine->name, name) == 0) {
            error_set(e, ERR_USAGE, "REGRUN_KERNEL=%s: this CPU cannot run that build; unset it to use %s", name,
                      list[0]->name);
            return NULL;
        }
    // NOLINTEND(clang-analyzer-core.NullDereference)
    error_set(e, ERR_USAGE, "REGRUN_KERNEL=%s: there is no such kernel build; it may be avx512, avx2 or plain", name);
    return NULL;
}

#include "base/spec_problem.h"

#include <stdarg.h>
#include <stdio.h>

bool spec_refuse(SpecProblem *problem, const char *key, const char *format, ...) {
    va_list args;
    va_start(args, format);
    vsnprintf(problem->text, sizeof problem->text, format, args);
    va_end(args);
    problem->key = key;
    return false;
}

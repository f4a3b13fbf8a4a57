#include "compare/primary.h"

int comparison_primary(const Comparison *c) {
    return c->judged.index[0];
}

#include "compare/pairing.h"

int *pair_runs(const SettingLog *one, const SettingLog *other, Arena *a) {
    int *partner = arena_take(a, (size_t)one->run_count, sizeof *partner);
    for (int i = 0, j = 0; partner && i < one->run_count; i++) {
        const RunLog *own = one->by_replicate[i];
        while (j < other->run_count && replicate_order(other->by_replicate[j]->replicate, own->replicate) < 0) j++;
        bool same = j < other->run_count && replicate_same(other->by_replicate[j]->replicate, own->replicate);
        partner[own - one->runs] = same ? (int)(other->by_replicate[j] - other->runs) : -1;
    }
    return partner;
}

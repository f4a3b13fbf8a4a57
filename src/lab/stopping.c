#include "lab/stopping.h"

#include <math.h>

bool stopping_open(Stopping *s, const StopSpec *spec, const Engine *engine, const Trainer *t, int extra,
                   int32_t classes, Arena *arena) {
    *s = (Stopping){.spec = spec, .kept_best = spec->patience > 0 && spec->keep == STOP_KEEP_BEST};
    stop_start(&s->state);
    if (!s->kept_best) return true;
    s->row.extra_count = extra;
    s->row.extra = arena_take(arena, (size_t)extra, sizeof *s->row.extra);
    return s->row.extra && confusion_take(&s->confusion, classes, arena) && best_open(&s->best, engine, t, arena);
}

void stopping_look(Stopping *s, EpochRow *row, const Confusion *confusion) {
    const bool on = s->spec->patience > 0, by_test = on && s->spec->select_on == STOP_ON_TEST;
    const double loss = by_test ? row->test_loss : row->val_loss;
    int64_t kept = row->epoch;
    bool lowest = false;
    if (on && row->epoch > 0 && isfinite(loss)) { // the untrained network is no candidate, a diverged one neither
        s->ended = stop_tell(s->spec, &s->state, loss);
        lowest = s->kept_best && best_tell(&s->best, row->epoch, loss);
        if (s->kept_best) kept = s->best.epoch;
    }
    row->kept_epoch = on && !by_test ? kept : KEPT_NONE;
    row->kept_epoch_by_test = by_test ? kept : KEPT_NONE;
    if (!lowest) return;
    row_copy(&s->row, row);
    confusion_copy(&s->confusion, confusion);
}

void stopping_end(const Stopping *s, EpochRow *row, Confusion *confusion) {
    if (!s->kept_best || s->best.epoch == 0) return;
    best_restore(&s->best);
    row_copy(row, &s->row);
    confusion_copy(confusion, &s->confusion);
}

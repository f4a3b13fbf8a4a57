#include "report/matched.h"

#include <math.h>
#include <string.h>

#include "report/curve.h"
#include "report/difference.h"

#define GAP 0 // index in compared_metrics

static double last_step(const RunLog *run) {
    return (double)run->rows[run->row_count - 1].step;
}

static const char *gap_at_equal_loss(const Difference *d) {
    if (d->high < 0) return "smaller gap at equal train loss";
    if (d->low > 0) return "larger gap at equal train loss";
    return "no difference at equal train loss";
}

// What the match adds to the verdict on the final gap.
static Status read_match(Comparison *c, int setting, Error *e) {
    const Difference *final = &c->against[setting].difference[GAP];
    MatchedFit *m = &c->against[setting].matched;
    const Difference *equal = &m->equal_loss;
    bool behind =
        c->settings[setting].metric[METRIC_TRAIN_LOSS].mean > c->settings[c->baseline].metric[METRIC_TRAIN_LOSS].mean;
    bool less = final->verdict == VERDICT_LESS, holds = equal->high < 0;
    m->only_slower = less && !holds && behind;
    Text t = {0};
    if (c->against[setting].other_data < DATA_FACTS)
        text_add(&t, "other data: not comparable");
    else if (equal->n < VERDICT_PAIRS)
        text_add(&t, "too few seeds to tell");
    else if (m->only_slower)
        text_add(&t, "only slower: no smaller gap at equal train loss");
    else if (less && holds && behind)
        text_add(&t, "not only slower: smaller gap also at equal train loss");
    else
        text_add(&t, gap_at_equal_loss(equal));
    if (equal->n > 0) {
        text_add(&t, " (gap ");
        difference_add(&t, equal);
        // Outside of Holm's family: who reads a difference out of the interval should know.
        bool differs = equal->n >= VERDICT_PAIRS && (equal->low > 0 || equal->high < 0);
        text_add(&t, differs ? "; not corrected)" : ")");
    }
    m->words = text_keep(&t, &c->arena);
    return m->words ? OK : error_memory(e);
}

Status matched_fit(Comparison *c, int setting, Error *e) {
    const SettingLog *base = c->settings[c->baseline].log, *own = c->settings[setting].log;
    MatchedFit *m = &c->against[setting].matched;
    m->train_loss = m->steps = NAN;
    m->words = "";
    if (setting == c->baseline) return OK;
    double *loss = arena_take(&c->arena, (size_t)base->run_count, sizeof *loss);
    double *steps = arena_take(&c->arena, (size_t)base->run_count, sizeof *steps);
    if (!loss || !steps) return error_memory(e);
    int n = 0;
    double loss_sum = 0, step_sum = 0;
    bool same_data = c->against[setting].other_data == DATA_FACTS;
    for (int i = 0; same_data && i < base->run_count; i++) {
        const RunLog *a = &base->runs[i], *b = setting_run(own, a->replicate);
        if (!run_usable(a) || !b) continue;
        double reached = fmax(curve_lowest_train(a), curve_lowest_train(b));
        double step = fmin(last_step(a), last_step(b));
        loss[n] = curve_gap_at_loss(b, reached) - curve_gap_at_loss(a, reached);
        steps[n] = curve_gap_at_step(b, step) - curve_gap_at_step(a, step);
        loss_sum += reached;
        step_sum += step;
        n++;
    }
    m->equal_loss = (Difference){.n = n, .values = loss, .words = ""};
    m->equal_steps = (Difference){.n = n, .values = steps, .words = ""};
    difference_interval(&m->equal_loss);
    difference_interval(&m->equal_steps);
    m->train_loss = n > 0 ? loss_sum / n : NAN;
    m->steps = n > 0 ? step_sum / n : NAN;
    return read_match(c, setting, e);
}

#include "compare/matched.h"

#include <math.h>

#include "compare/curve.h"
#include "compare/difference.h"

static double last_step(const RunLog *run) {
    return (double)run->rows[run->row_count - 1].step;
}

static Match read_match(const Comparison *c, int setting) {
    const Against *against = &c->against[setting];
    const Difference *equal = &against->matched.equal_loss;
    int train_loss = metric_find("train_loss"), gap = 0;
    while (c->judged.index[gap] != metric_find("gap")) gap++;
    bool less = against->difference[gap].verdict == VERDICT_LESS;
    bool behind = c->settings[setting].metric[train_loss].mean > c->settings[c->baseline].metric[train_loss].mean;
    if (against->other_data < DATA_FACTS) return MATCH_OTHER_DATA;
    if (equal->n < VERDICT_PAIRS) return MATCH_TOO_FEW;
    if (less && behind) return equal->high < 0 ? MATCH_NOT_ONLY_SLOWER : MATCH_ONLY_SLOWER;
    return equal->high < 0 ? MATCH_SMALLER : equal->low > 0 ? MATCH_LARGER : MATCH_SAME;
}

Status matched_fit(Comparison *c, int setting, Error *e) {
    const SettingLog *base = c->settings[c->baseline].log, *own = c->settings[setting].log;
    MatchedFit *m = &c->against[setting].matched;
    m->train_loss = m->steps = NAN;
    if (setting == c->baseline) return OK;
    double *loss = arena_take(&c->arena, (size_t)base->run_count, sizeof *loss);
    double *steps = arena_take(&c->arena, (size_t)base->run_count, sizeof *steps);
    if (!loss || !steps) return error_memory(e);
    int n = 0;
    double loss_sum = 0, step_sum = 0;
    bool same_data = c->against[setting].other_data == DATA_FACTS;
    for (int i = 0; same_data && i < base->run_count; i++) {
        int partner = c->against[setting].partner[i];
        if (partner < 0) continue;
        if (!run_usable(&base->runs[i]) || !run_usable(&own->runs[partner])) continue;
        const RunLog a = run_kept(&base->runs[i]), b = run_kept(&own->runs[partner]);
        double reached = fmax(curve_lowest_train(&a), curve_lowest_train(&b));
        double step = fmin(last_step(&a), last_step(&b));
        loss[n] = curve_gap_at_loss(&b, reached) - curve_gap_at_loss(&a, reached);
        steps[n] = curve_gap_at_step(&b, step) - curve_gap_at_step(&a, step);
        loss_sum += reached;
        step_sum += step;
        n++;
    }
    double overlap = c->against[setting].overlap;
    m->equal_loss = (Difference){.n = n, .values = loss, .overlap = overlap};
    m->equal_steps = (Difference){.n = n, .values = steps, .overlap = overlap};
    difference_interval(&m->equal_loss);
    difference_interval(&m->equal_steps);
    m->train_loss = n > 0 ? loss_sum / n : NAN;
    m->steps = n > 0 ? step_sum / n : NAN;
    m->match = read_match(c, setting);
    return OK;
}

#include "report/stopping.h"

#include <inttypes.h>

enum { NAMES_SHOWN = 3 };

const char selection_note[] =
    "epochs were selected on the test data, so that test losses are optimistic; select on a validation part "
    "(data.validation_fraction) for a fair comparison";

typedef struct Range {
    int64_t low, high;
} Range;

static void widen(Range *range, int64_t epoch) {
    if (epoch < range->low) range->low = epoch;
    if (epoch > range->high) range->high = epoch;
}

// "epoch 18", "epochs 18 to 25"
static void add_epochs(Text *out, Range range) {
    if (range.low == range.high)
        text_printf(out, "epoch %" PRId64, range.low);
    else
        text_printf(out, "epochs %" PRId64 " to %" PRId64, range.low, range.high);
}

void words_ends(Text *out, const SettingLog *log) {
    Range last = {INT64_MAX, -1}, kept = last;
    bool taken_back = false;
    for (int i = 0; i < log->run_count; i++) {
        const RunLog *run = &log->runs[i];
        if (!run_usable(run)) continue;
        widen(&last, run->rows[run->row_count - 1].epoch);
        widen(&kept, run_final(run)->epoch);
        taken_back |= run->taken_back > 0;
    }
    if (!taken_back && last.low >= last.high) return;
    if (!log->stops) {
        text_printf(out,
                    "runs end at different epochs, from %" PRId64 " to %" PRId64
                    "; each counts by its last row, and mean curves rest on fewer runs towards their end",
                    last.low, last.high);
        return;
    }
    text_add(out, "stopped at ");
    add_epochs(out, last);
    if (taken_back) {
        text_add(out, " and kept the weights of ");
        add_epochs(out, kept);
    }
    if (last.low < last.high) text_add(out, "; in mean curves a run that has stopped counts on by what it kept");
}

bool selects_on_test(const Comparison *c) {
    bool some = false;
    for (int s = 0; s < c->setting_count; s++) some |= c->settings[s].log->selects_on_test;
    return some;
}

void words_selection(Text *out, const Comparison *c) {
    int count = 0;
    if (!selects_on_test(c)) return;
    for (int s = 0; s < c->setting_count; s++) count += c->settings[s].log->selects_on_test;
    text_add(out, "; epochs");
    if (count < c->setting_count && count > NAMES_SHOWN) text_printf(out, " of %d settings", count);
    for (int s = 0, n = 0; s < c->setting_count && count < c->setting_count && count <= NAMES_SHOWN; s++) {
        const SettingLog *log = c->settings[s].log;
        if (!log->selects_on_test) continue;
        text_printf(out, "%s\"%s\"", n == 0 ? " of " : n == count - 1 ? " and " : ", ", log->name);
        n++;
    }
    text_add(out, " selected on the test data (optimistic)");
}

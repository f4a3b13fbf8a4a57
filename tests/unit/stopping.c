// Early stopping: after which losses a run ends, worked by hand, and with which row and weights.
#include "train/early_stopping.h"

#include "lab/stopping.h"

#include "test.h"

// The loss after each epoch, and which of these ends the run; 0: none.
static void test_when_it_ends(void) {
    static const struct {
        StopSpec spec;
        double loss[8];
        int end;
    } cases[] = {
        {{.patience = 2}, {9, 8, 7, 6, 5, 4, 3, 2}, 0},
        {{.patience = 2}, {9, 8, 8.5, 8.2, 1, 1, 1, 1}, 4},   // two in a row that are no lower than 8
        {{.patience = 2}, {9, 8, 8.5, 7, 7.5, 7.2, 1, 1}, 6}, // an improvement begins anew
        {{.patience = 2}, {9, 8, 8, 8, 1, 1, 1, 1}, 4},       // as low is not lower
        {{.patience = 1}, {9, 9, 1, 1, 1, 1, 1, 1}, 2},
        {{.patience = 1}, {NAN, 1, 1, 1, 1, 1, 1, 1}, 1}, // the first is lower than infinity, whatever it is but nan
        {{.patience = 7}, {1, 2, 3, 4, 5, 6, 7, 8}, 8},
        {{.patience = 8}, {1, 2, 3, 4, 5, 6, 7, 8}, 0},
        // More than 1 lower than at the last improvement, over as many epochs as that takes.
        {{.patience = 2, .min_improvement = 1}, {9, 8.5, 7.9, 7, 6.8, 5.9, 5, 4.9}, 0},
        {{.patience = 2, .min_improvement = 1}, {9, 8, 8, 1, 1, 1, 1, 1}, 3}, // 1 lower is not more than 1
        {{.patience = 3, .min_improvement = 1}, {9, 8.4, 7.8, 7.2, 6.9, 6.85, 1, 1}, 6},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        StopState state;
        int end = 0;
        stop_start(&state);
        for (int i = 0; i < 8 && !end; i++)
            if (stop_tell(&cases[k].spec, &state, cases[k].loss[i])) end = i + 1;
        CHECK(end == cases[k].end, "case %d ends after epoch %d, not %d", (int)k, end, cases[k].end);
    }
}

// A network of one weight, whose value is the epoch; what the optimizer keeps of it is more than that by 100.
struct Trainer {
    float weight, velocity;
    Span spans[2];
};

static const Span *spans_of(const Trainer *t, int *count) {
    *count = 2;
    return t->spans;
}

static const Engine engine = {.spans = spans_of};

// A run with these losses, until it ends: rows, weights, a confusion matrix of one class.
typedef struct Run {
    Trainer trainer;
    Stopping stopping;
    EpochRow row;
    Confusion confusion;
    int64_t kept[8], kept_by_test[8];
    int rows;
} Run;

static void run(Run *r, const StopSpec *spec, const double *val_loss, const double *test_loss, Arena *arena) {
    Trainer *t = &r->trainer;
    static double extra[1];
    *t = (Trainer){.spans = {{.name = "0.weight", .role = ROLE_WEIGHT, .at = &t->weight, .size = sizeof t->weight},
                             {.name = "v", .role = SPAN_SLAB, .at = &t->velocity, .size = sizeof t->velocity}}};
    CHECK(confusion_take(&r->confusion, 1, arena));
    CHECK(stopping_open(&r->stopping, spec, &engine, t, 1, 1, arena));
    r->rows = 0;
    for (int epoch = 0; epoch < 8 && !r->stopping.ended; epoch++) {
        t->weight = (float)epoch, t->velocity = 100 + (float)epoch;
        r->row = (EpochRow){.epoch = epoch, .val_loss = val_loss[epoch], .test_loss = test_loss[epoch]};
        r->row.extra = extra, r->row.extra_count = 1;
        extra[0] = 10 * epoch;
        r->confusion.count[0] = epoch;
        stopping_look(&r->stopping, &r->row, &r->confusion);
        r->kept[epoch] = r->row.kept_epoch, r->kept_by_test[epoch] = r->row.kept_epoch_by_test;
        r->rows++;
    }
    stopping_end(&r->stopping, &r->row, &r->confusion);
}

// The untrained network (here the best of all) is no candidate; of equal losses the earlier is kept.
static const double val_loss[] = {0.1, 5, 4, 4, 4.5, 3, 3.5, 9}, test_loss[] = {0.1, 5, 6, 4, 7, 8, 1, 1};

static void check_run(const StopSpec *spec, int rows, const int64_t *kept, int end) {
    Arena arena = {0};
    Run r;
    run(&r, spec, val_loss, test_loss, &arena);
    const bool by_test = spec->select_on == STOP_ON_TEST;
    CHECK(r.rows == rows, "%d rows, not %d", r.rows, rows);
    for (int i = 0; i < rows; i++) {
        CHECK((by_test ? r.kept_by_test : r.kept)[i] == kept[i], "row %d keeps %d", i, (int)r.kept[i]);
        CHECK((by_test ? r.kept : r.kept_by_test)[i] == KEPT_NONE, "row %d has it in the other column, too", i);
    }
    CHECK(r.row.epoch == end && r.row.val_loss == val_loss[end] && r.row.extra[0] == 10 * end, "epoch %d",
          (int)r.row.epoch);
    CHECK(r.trainer.weight == (float)end && r.confusion.count[0] == end, "the weight of epoch %g", r.trainer.weight);
    CHECK(r.trainer.velocity == 99 + (float)rows, "the optimizer stays where it is");
    arena_free(&arena);
}

static void test_what_is_kept(void) {
    check_run(&(StopSpec){.patience = 2}, 5, (const int64_t[]){0, 1, 2, 2, 2}, 2);
    check_run(&(StopSpec){.patience = 3}, 8, (const int64_t[]){0, 1, 2, 2, 2, 5, 5, 5}, 5);
    check_run(&(StopSpec){.patience = 2, .keep = STOP_KEEP_LAST}, 5, (const int64_t[]){0, 1, 2, 3, 4}, 4);
    check_run(&(StopSpec){.patience = 2, .select_on = STOP_ON_TEST}, 6, (const int64_t[]){0, 1, 1, 3, 3, 3}, 3);
    // Too small an improvement to go on for is one to keep.
    check_run(&(StopSpec){.patience = 2, .min_improvement = 1.5}, 4, (const int64_t[]){0, 1, 2, 2}, 2);
    check_run(&(StopSpec){0}, 8, (const int64_t[]){-1, -1, -1, -1, -1, -1, -1, -1}, 7);
}

// A loss that is not finite ends the run as diverged, and not here: its row keeps itself.
static void test_divergence(void) {
    static const double loss[] = {5, 4, 3, NAN, 2, 1, 1, 1};
    Arena arena = {0};
    Run r;
    run(&r, &(StopSpec){.patience = 4}, loss, loss, &arena);
    CHECK(r.kept[2] == 2 && r.kept[3] == 3 && r.kept[4] == 4, "row 3 keeps %d", (int)r.kept[3]);
    arena_free(&arena);
}

int main(void) {
    test_when_it_ends();
    test_what_is_kept();
    test_divergence();
    return test_end("stopping");
}

#include "cli/guessing.h"

#include <math.h>

#include "data/baseline.h"
#include "report/number.h"

enum { SEEDS_MOST = 100, NUMBERS_MOST = 100000000 }; // that are looked at, a sample's inputs and its answer

typedef struct Guessing {
    const Dataset *data;
    int seeds;
    int32_t class;    // the commonest of the first seed ...
    bool same_class;  // ... and of all others
    bool same_scores; // under each seed
    double *sum;      // [scores] over the seeds
    double *first;    // [scores]
} Guessing;

static int scores_of(const Dataset *data) {
    return data->classes ? 1 : data->targets;
}

// Adds what guessing scores under one seed.
static Status guess(Guessing *g, const Split *split, Error *e) {
    int32_t class = 0;
    double accuracy = 0;
    if (g->data->classes && baseline_accuracy(split, &class, &accuracy, e)) return e->status;
    if (g->seeds == 0) g->class = class;
    g->same_class &= class == g->class;
    for (int k = 0; k < scores_of(g->data); k++) {
        const double score = g->data->classes ? accuracy : baseline_rmse(split, k);
        if (g->seeds == 0) g->first[k] = score;
        g->same_scores &= score == g->first[k];
        g->sum[k] += score;
    }
    g->seeds++;
    return OK;
}

static void add_guess(const Guessing *g, int seeds, Text *out) {
    if (!g->data->classes)
        text_add(out, "always the mean scores a test RMSE of ");
    else if (g->same_class)
        text_printf(out, "always \"%s\" scores a test accuracy of ", g->data->class_names[g->class]);
    else
        text_add(out, "always the training part's commonest class scores a test accuracy of ");
    for (int k = 0; k < scores_of(g->data); k++) {
        if (k > 0) text_add(out, ", ");
        number_add(out, g->same_scores ? g->first[k] : g->sum[k] / g->seeds, NAN);
    }
    if (g->seeds < seeds)
        text_printf(out, g->seeds == 1 ? ", under the first seed" : ", the mean over the first %d seeds", g->seeds);
    else if (!g->same_scores)
        text_add(out, ", the mean over the seeds");
    text_add(out, "\n");
}

Status guessing_add(const Experiment *x, const Source *source, const Split *first, Text *out, Error *e) {
    Arena arena = {0};
    Guessing g = {.data = first->test.data, .same_class = true, .same_scores = true};
    g.sum = arena_take(&arena, (size_t)scores_of(g.data), sizeof *g.sum);
    g.first = arena_take(&arena, (size_t)scores_of(g.data), sizeof *g.first);
    const int64_t samples = (int64_t)first->train.size + first->validation.size + first->test.size;
    const int64_t numbers = samples * (g.data->values ? g.data->features + 1 : 10);
    const int64_t most = numbers > 0 && NUMBERS_MOST / numbers < SEEDS_MOST ? NUMBERS_MOST / numbers : SEEDS_MOST;
    Status s = g.sum && g.first ? guess(&g, first, e) : error_memory(e);
    for (int i = 1; !s && i < x->seed_count && i < most; i++) {
        Arena passing = {0};
        Split split;
        s = source_split_answers(source, x->seeds[i], &passing, &split, e);
        if (!s) s = guess(&g, &split, e);
        arena_free(&passing);
    }
    if (!s) add_guess(&g, x->seed_count, out);
    arena_free(&arena);
    return s;
}

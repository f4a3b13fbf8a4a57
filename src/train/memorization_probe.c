// Memorization: whether a network that is given labels redrawn at random (data.label_noise) learns them by heart, or
// sees through them. Over the sample in evaluation, where the given label is not the true one: the loss of the given
// label and that of the true one, and which share is taken for the one and for the other; beside it the loss of the
// samples whose label is true. (C. Zhang et al. 2017, "Understanding deep learning requires rethinking generalization";
// Arpit et al. 2017, "A closer look at memorization in deep networks", of which comes first.) A label that was redrawn
// and came out as it was is a true one. Where no label of the sample is another, there is nothing to say.
#include "data/label_noise.h"
#include "math/build.h"
#include "train/trainer.h"

// The samples by the labels that they were given, and by their true ones.
typedef struct Scores {
    Score given, truth;
} Scores;

// Those of t->probes.order from `first` on.
static Scores score(Trainer *t, int first, int count) {
    const Part *train = &t->split->train;
    const int32_t *order = t->probes.order;
    Scores sum = {0};
    for (int at = first, rows; at < first + count; at += rows) {
        rows = first + count - at < PROBE_ROWS ? first + count - at : PROBE_ROWS;
        batch_gather(&t->batch, t->split, train, order, at, rows);
        const real *z = network_forward(t->net, (Pass){.rows = rows, .first_sample = (uint64_t)at}, t->batch.x);
        const Score given = trainer_score(t, z);
        for (int r = 0; r < rows; r++) t->batch.label[r] = label_noise_true(train, order[at + r]);
        const Score truth = trainer_score(t, z);
        sum.given.loss += given.loss;
        sum.given.correct += given.correct;
        sum.truth.loss += truth.loss;
        sum.truth.correct += truth.correct;
    }
    return sum;
}

// The sample, first those whose label is not the true one; how many these are.
static int noisy_first(Trainer *t, int samples) {
    const Probes *p = &t->probes;
    const Part *train = &t->split->train;
    int noisy = 0, n = 0;
    for (int clean = 0; clean < 2; clean++) {
        for (int i = 0; i < samples; i++)
            if ((train->label[p->sample[i]] == label_noise_true(train, p->sample[i])) == clean)
                p->order[n++] = p->sample[i];
        if (!clean) noisy = n;
    }
    return noisy;
}

static void memorization_look(Trainer *t, ProbeSink *sink) {
    const int samples = t->probes.evaluated;
    if (t->split->train.data->classes == 0) return;
    const int noisy = noisy_first(t, samples), clean = samples - noisy;
    if (noisy == 0) return;
    const Scores s = score(t, 0, noisy);
    probe_say(sink, PROBE_NOISY_GIVEN_LOSS, PROBE_WHOLE, s.given.loss / noisy);
    probe_say(sink, PROBE_NOISY_TRUE_LOSS, PROBE_WHOLE, s.truth.loss / noisy);
    probe_say(sink, PROBE_NOISY_AS_GIVEN, PROBE_WHOLE, (double)s.given.correct / noisy);
    probe_say(sink, PROBE_NOISY_AS_TRUE, PROBE_WHOLE, (double)s.truth.correct / noisy);
    if (clean > 0) probe_say(sink, PROBE_CLEAN_LOSS, PROBE_WHOLE, score(t, noisy, clean).given.loss / clean);
}

const ProbeKind probe_memorization = {.look = memorization_look};

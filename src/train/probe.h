// Instruments that look at a network while it learns. One is a file and a row of PROBES (train/spec.h); what it may say
// stands in train/probe_value.h. It reads parameters and sends a fixed sample of the training part through the network;
// parameters and statistics are put by before it looks and put back afterwards, so that training goes on as if nobody
// had looked. Sums are in double and in a fixed order: what instruments say has the same bytes everywhere.
#ifndef TRAIN_PROBE_H
#define TRAIN_PROBE_H

#include <string.h>

#include "nn/network.h"
#include "train/engine.h"
#include "train/network_copy.h"
#include "train/probe_value.h"

#define PROBE_SAMPLES 1024 // of the training part ...
#define PROBE_BATCHES 8    // ... or as many as so many batches have
#define PROBE_TESTED 1024  // of the test part, at most
#define PROBE_ROWS 64      // samples at a time where it does not matter how many; a network takes so many always

struct Trainer;

typedef struct ProbeKind {
    // At the weights that training starts from. NULL: nothing to do.
    void (*start)(struct Trainer *t);
    void (*look)(struct Trainer *t, ProbeSink *sink);
} ProbeKind;

// Each `name` is probe_name in train/name_probe.c.
#define PROBE_DECLARE(constant, name) extern const ProbeKind probe_##name;
PROBES(PROBE_DECLARE)
#undef PROBE_DECLARE

#define PROBE_SUMS 5
#define PROBE_SLABS 2

// What they share: the sample, and room.
typedef struct Probes {
    NetworkCopy aside;
    int samples;
    int32_t *sample, *order; // [train.size] places in the training part, drawn by the run's seed, of which the first
                             // are the sample; room for another order of it
    int evaluated;           // the first of the sample, at most PROBE_SAMPLES: what evaluations go over
    double *start_norm;      // [layers] of the weights
    double *layer_sum;       // [layers]
    real *gradient;          // [net->param_count] of a batch
    double *mean;            // [net->param_count] of batches
    real *slab[PROBE_SLABS]; // [net->param_count] room for more of them, or other parameters; NULL where no instrument
                             // that is on wants it
    double *bias_sum;        // [units of all linear layers]; likewise
    real *values;            // [PROBE_SAMPLES x the widest layer]
    double *sum[PROBE_SUMS]; // [the widest layer]
    int32_t *unit;           // [the widest layer]
    int tested;
    int32_t *test;      // [test.size] places in the test part, of which the first `tested` are looked at; all in their
                        // own order where there are no more, else drawn by the run's seed
    double *prediction; // [PROBE_ROWS x outputs]
} Probes;

// Where nobody wants an instrument, nothing is taken. False without memory.
bool probes_take(struct Trainer *t);
// The most rows of a pass that the instruments which `spec` wants make; 0: as many as training.
int probes_rows(const TrainSpec *spec, const Split *split);
void probes_start(struct Trainer *t);
// Engine.probe
void probes_look(struct Trainer *t, int probe, ProbeSink *sink);
// Engine.probe_share
void probes_share(struct Trainer *t, double share);

// --- What instruments are made of

// Says a value of a layer, or of the whole (PROBE_WHOLE).
static inline void probe_say(ProbeSink *sink, ProbeValue value, int layer, double number) {
    sink->take(sink, value, layer, number);
}

static inline bool probe_is(const Layer *layer, const char *kind) {
    return strcmp(layer->kind->name, kind) == 0;
}

static inline bool probe_is_activation(const Layer *layer) {
    for (const char *const *name = activation_names; *name; name++)
        if (probe_is(layer, *name)) return true;
    return false;
}

// The sample in batches of the size that is trained with; a rest that fills none is left out. Of a sample smaller than
// a batch there is one, of all.
int probe_batch_rows(const struct Trainer *t);
int probe_batches(const struct Trainer *t);
// Gathers batch number `batch` of `order` (the sample, or another order of it), and returns the pass of training over
// it.
Pass probe_batch(struct Trainer *t, const int32_t *order, int batch);
// What dear instruments look at: as many of the batches as PROBE_SAMPLES samples make, but two at least, where there
// are so many.
int probe_few_batches(const struct Trainer *t);
// The gradient of the batch at hand in a pass, into `gradient` [net->param_count]; the sum of its losses.
double probe_gradient(struct Trainer *t, Pass pass, real *gradient);
// The mean of the gradients of all batches of the sample, into t->probes.gradient. square[layer]: the mean of the
// squared norms of its weights' gradients; NULL: nobody asks. `watch` sees each batch's way back; or NULL.
void probe_mean_gradient(struct Trainer *t, double *square, GradientWatch *watch);
// The layer's weights; NULL: it has none.
const Param *probe_weights_of(const Layer *layer);

// Sum of the products of two gradients, or weights, of a parameter that are laid out as the network's slab.
double probe_dot(const Param *param, const real *a, const real *b);
// The same over all that is trained.
double probe_dot_all(const Network *net, const real *a, const real *b);

// What layer number `layer` (the number of layers: the loss) is given in evaluation by each of the first samples, at
// most PROBE_SAMPLES; those of a unit stand together: values[unit * samples + sample]. How many samples.
int probe_inputs(struct Trainer *t, int layer, real *values);
// The number of units there.
int probe_width(const struct Trainer *t, int layer);

#endif

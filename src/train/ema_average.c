// Exponential moving average of the weights (EMA; Polyak & Juditsky 1992, "Acceleration of Stochastic Approximation by
// Averaging", with the weights of the past falling as Kingma & Ba 2015, "Adam", section 7.2, have it): after the n-th
// step
//     ema = d ema + (1 - d) w,   d = min(decay, (1 + n) / (10 + n))
// from the weights that training starts at; without warm-up d = decay. Running statistics go likewise. The warm-up is
// that of TensorFlow's ExponentialMovingAverage with num_updates: a decay of 0.999 remembers a thousand steps, which is
// all of a short run, and without it the average would be made of the initial weights until then.
//
// What is averaged are the parameters that are stored: with weight norm directions and lengths by themselves.
#include "math/build.h"
#include "train/trainer.h"

static int ema_networks(const TrainSpec *spec) {
    (void)spec;
    return 1;
}

static void ema_start(Trainer *t, NetworkCopy *kept) {
    network_copy_from(kept, t->net);
}

// In this form weights that do not move stay in the average, to the bit.
static void follow(real rest, const real *restrict w, real *restrict mean, size_t n) {
    for (size_t i = 0; i < n; i++) mean[i] = fma_real(rest, w[i] - mean[i], mean[i]);
}

static void ema_step(Trainer *t, NetworkCopy *kept) {
    const double n = (double)t->steps, first = (1 + n) / (10 + n);
    const double decay = t->spec.ema_warmup && first < t->spec.ema ? first : t->spec.ema;
    const Network *net = t->net;
    follow((real)(1 - decay), net->params, kept->params, net->param_count);
    follow((real)(1 - decay), net->statistics, kept->statistics, net->statistic_count);
}

// Where evaluation goes by the population's statistics, so does this.
static void ema_refresh(Trainer *t, NetworkCopy *kept) {
    if (trainer_wants_population(t)) average_population(t, kept);
}

static int ema_members(const Trainer *t) {
    (void)t;
    return 1;
}

static Pass ema_member(Trainer *t, const NetworkCopy *kept, int m) {
    (void)m;
    network_copy_into(kept, t->net);
    return (Pass){0};
}

const AverageKind average_ema = {.networks = ema_networks,
                                 .start = ema_start,
                                 .step = ema_step,
                                 .refresh = ema_refresh,
                                 .members = ema_members,
                                 .member = ema_member};

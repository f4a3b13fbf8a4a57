// What each loss makes of a network's outputs as a prediction, and what a prediction loses. In the double build.
#include <float.h>

#include "nn/loss.h"
#include "train/trainer.h"

#include "test.h"

#define PANELS __attribute__((aligned(ARENA_ALIGN))) // panel matrices on the stack
#define CLASSES 3

static const LossKind *const classifiers[] = {&loss_cross_entropy, &loss_sigmoid_cross_entropy, &loss_squared_error};

static double loss_of_outputs(const LossKind *kind, const double *outputs, int32_t label) {
    static PANELS real z[PANEL], scratch[PANEL * PANEL];
    real loss;
    int32_t best;
    for (int k = 0; k < CLASSES; k++) z[k] = outputs[k];
    const LossPass pass = {
        .rows = 1, .outputs = CLASSES, .z = z, .label = &label, .loss = &loss, .best = &best, .scratch = scratch};
    kind->apply(&pass);
    return loss;
}

static void predict(const LossKind *kind, const double *outputs, double *p) {
    static PANELS real z[PANEL];
    for (int k = 0; k < CLASSES; k++) z[k] = outputs[k];
    kind->predict(z, 1, CLASSES, 0, p);
}

static void test_predictions_by_hand(void) {
    static const double softmax[] = {1 / 8.0, 2 / 8.0, 5 / 8.0}, logistic[] = {1 / 2.0, 2 / 3.0, 5 / 6.0};
    const double z[] = {0, log(2), log(5)};
    double p[CLASSES];
    predict(&loss_cross_entropy, z, p);
    for (int k = 0; k < CLASSES; k++) CHECK_NEAR(p[k], softmax[k], 1e-12);
    predict(&loss_sigmoid_cross_entropy, z, p);
    for (int k = 0; k < CLASSES; k++) CHECK_NEAR(p[k], logistic[k], 1e-12);
    predict(&loss_squared_error, z, p);
    for (int k = 0; k < CLASSES; k++) CHECK_NEAR(p[k], z[k], 0);
}

static void test_that_a_prediction_loses_what_its_outputs_lose(void) {
    static const double z[][CLASSES] = {{0.3, -1, 2}, {-7, 5, 0}, {20, -20, 3}};
    double p[CLASSES];
    for (size_t kind = 0; kind < 3; kind++)
        for (size_t i = 0; i < sizeof z / sizeof *z; i++)
            for (int32_t label = 0; label < CLASSES; label++) {
                predict(classifiers[kind], z[i], p);
                const double loss = loss_of_outputs(classifiers[kind], z[i], label);
                CHECK_NEAR(classifiers[kind]->of(p, CLASSES, label, NULL), loss, 1e-6 * (1 + loss));
            }
    const real target[] = {1, 2};
    CHECK_NEAR(loss_squared_error.of((const double[]){1.5, 4}, 2, 0, target), (0.25 + 4) / 2, 1e-12);
}

// What is taken for impossible and is so all the same costs much, and not infinitely much.
static void test_that_losses_are_finite(void) {
    const double p[] = {1, 0, 0};
    CHECK_NEAR(loss_cross_entropy.of(p, CLASSES, 1, NULL), 126 * log(2), 1e-4);
    CHECK_NEAR(loss_sigmoid_cross_entropy.of(p, CLASSES, 1, NULL), (126 + 53) * log(2), 1e-4);
    CHECK(loss_cross_entropy.of(p, CLASSES, 0, NULL) == 0 && loss_sigmoid_cross_entropy.of(p, CLASSES, 0, NULL) == 0,
          "what is right and certain costs nothing");
}

// One sample of one feature and three classes, before training, where all outputs are 0 but the last, which its bias
// has moved.
static void test_what_a_trainer_tells(void) {
    static const uint8_t pixel[] = {255};
    static const int32_t label[] = {0}, row[] = {0};
    static const float shift[] = {0}, scale[] = {1.0f / 255};
    static const Dataset data = {.samples = 1, .features = 1, .classes = CLASSES, .pixels = pixel, .label = label};
    static const Part one = {.data = &data, .row = row, .size = 1, .label = label};
    const Split split = {.train = one, .test = one, .shift = shift, .scale = scale};
    const ModelSpec model = {.init = INIT_NORMAL, .init_sd = 0, .dropout_count = 1};
    const double bias = -log(4), want[][2] = {{4 / 9.0, 1 / 9.0}, {1 / 2.0, 1 / 5.0}, {0, 0}};
    for (int kind = 0; kind < 3; kind++) {
        const TrainSpec spec = {.batch_size = 1, .loss = LOSS_CROSS_ENTROPY + kind, .metrics = 1};
        Trainer *t;
        Error e;
        CHECK(engine.open(&t, &model, &spec, &split, 1, &e) == OK, "%s", e.text);
        t->net->layer[0]->param[1].at[2] = bias;
        const Measure m = engine.measure(t, &split.test);
        CHECK_NEAR(m.output[0], want[kind][0], 1e-7);
        CHECK_NEAR(m.output[2], want[kind][1], 1e-7); // of a squared error held at 0
        engine.close(t);
    }
}

int main(void) {
    test_predictions_by_hand();
    test_that_a_prediction_loses_what_its_outputs_lose();
    test_that_losses_are_finite();
    test_what_a_trainer_tells();
    return test_end("predictions");
}

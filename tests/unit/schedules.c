// The learning rate of each epoch, by schedule, warm-up and ramp, against numbers worked out by hand, and against
// PyTorch's (tests/make_schedule_fixtures.py).
#include "train/schedule.h"

#include <math.h>

#include "fixtures/schedules.h"
#include "test.h"

#define EPOCHS_SHOWN 9

static void test_factors(void) {
    static const struct {
        ScheduleSpec spec;
        double want[EPOCHS_SHOWN]; // of 10 epochs
    } cases[] = {
        {{.kind = SCHEDULE_CONSTANT}, {1, 1, 1, 1, 1, 1, 1, 1, 1}},
        {{.kind = SCHEDULE_STEP, .drop = 0.5, .every = 3}, {1, 1, 1, 0.5, 0.5, 0.5, 0.25, 0.25, 0.25}},
        {{.kind = SCHEDULE_EXPONENTIAL, .decay = 0.5},
         {1, 0.5, 0.25, 0.125, 0.0625, 0.03125, 1.0 / 64, 1.0 / 128, 1.0 / 256}},
        {{.kind = SCHEDULE_INVERSE_TIME, .slowing = 0.5},
         {1, 1 / 1.5, 1 / 2.0, 1 / 2.5, 1 / 3.0, 1 / 3.5, 1 / 4.0, 1 / 4.5, 1 / 5.0}},
        {{.kind = SCHEDULE_LINEAR}, {1, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2}},
        {{.kind = SCHEDULE_LINEAR, .last = 0.5}, {1, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.65, 0.6}},
        // cos(pi t / 10), cos(36 degrees) = 0.809...
        {{.kind = SCHEDULE_COSINE, .stretch = 1},
         {1, 0.97552825814757680, 0.90450849718747373, 0.79389262614623657, 0.65450849718747373, 0.5,
          0.34549150281252627, 0.20610737385376343, 0.095491502812526274}},
        // Cycles of 2, 4 and 8 epochs.
        {{.kind = SCHEDULE_COSINE, .restart = 2, .stretch = 2},
         {1, 0.5, 1, 0.85355339059327376, 0.5, 0.14644660940672624, 1, 0.96193976625564337, 0.85355339059327376}},
        {{.kind = SCHEDULE_COSINE, .restart = 2, .stretch = 1, .last = 0.5}, {1, 0.75, 1, 0.75, 1, 0.75, 1, 0.75, 1}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const TrainSpec spec = {.epochs = 10, .learning_rate = 0.25, .schedule = cases[i].spec};
        ScheduleState state;
        schedule_start(&state);
        for (int epoch = 0; epoch < EPOCHS_SHOWN; epoch++)
            for (int step = 0; step < 3; step++)
                CHECK_NEAR(schedule_rate(&spec, &state, epoch, step, 3), 0.25 * cases[i].want[epoch], 1e-16);
    }
}

// The n-th of the N steps of a warm-up has n / N of the rate; then the schedule has it alone.
static void test_warmup(void) {
    const TrainSpec spec = {
        .epochs = 4, .learning_rate = 8, .warmup = 1.5, .schedule = {.kind = SCHEDULE_STEP, .drop = 0.5, .every = 1}};
    static const double want[] = {8 * 1 / 6.0, 8 * 2 / 6.0, 8 * 3 / 6.0, 8 * 4 / 6.0, 4 * 5 / 6.0, 4, 4, 4, 2};
    ScheduleState state;
    schedule_start(&state);
    for (int n = 0; n < 9; n++) CHECK_NEAR(schedule_rate(&spec, &state, n / 4, n % 4, 4), want[n], 1e-15);
}

static void test_ramp(void) {
    const TrainSpec spec = {.momentum = 0.9, .momentum_start = 0.5, .momentum_ramp = 4};
    static const double want[] = {0.5, 0.6, 0.7, 0.8, 0.9, 0.9};
    for (int epoch = 0; epoch < 6; epoch++) CHECK_NEAR(schedule_momentum(&spec, epoch), want[epoch], 1e-15);
    const TrainSpec none = {.momentum = 0.9, .momentum_start = 0.5};
    CHECK(schedule_momentum(&none, 0) == 0.9, "without a ramp");
}

// Two evaluations without improvement are borne; less than a tenth is none.
static void test_plateau(void) {
    const TrainSpec spec = {.learning_rate = 1,
                            .schedule = {SCHEDULE_PLATEAU, .drop = 0.5, .patience = 2, .least = 0.1}};
    static const struct {
        double loss, rate;
    } steps[] = {{10, 1},    {8, 1},      {7.9, 1},    {7.5, 1},  {7.3, 0.5},   {7.1, 0.5},   {7.3, 0.5},
                 {7.3, 0.5}, {7.3, 0.25}, {NAN, 0.25}, {1, 0.25}, {0.95, 0.25}, {0.95, 0.25}, {0.95, 0.125}};
    ScheduleState state;
    schedule_start(&state);
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        schedule_tell(&spec.schedule, &state, steps[i].loss);
        CHECK_NEAR(schedule_rate(&spec, &state, (int64_t)i, 0, 1), steps[i].rate, 0);
    }
}

// PyTorch works some of them out from epoch to epoch, and so with more rounding.
static void test_pytorch(void) {
    for (size_t i = 0; i < sizeof schedule_rates / sizeof *schedule_rates; i++) {
        const TrainSpec spec = {.epochs = SCHEDULE_EPOCHS, .learning_rate = 1, .schedule = schedule_rates[i].spec};
        ScheduleState state;
        schedule_start(&state);
        for (int epoch = 0; epoch < SCHEDULE_EPOCHS; epoch++)
            CHECK_NEAR(schedule_rate(&spec, &state, epoch, 0, 1), schedule_rates[i].rate[epoch], 2e-15);
    }
    for (size_t i = 0; i < sizeof plateau_rates / sizeof *plateau_rates; i++) {
        const TrainSpec spec = {.epochs = SCHEDULE_LOSSES, .learning_rate = 1, .schedule = plateau_rates[i].spec};
        ScheduleState state;
        schedule_start(&state);
        for (int epoch = 0; epoch < SCHEDULE_LOSSES; epoch++) {
            schedule_tell(&spec.schedule, &state, schedule_losses[epoch]);
            CHECK_NEAR(schedule_rate(&spec, &state, epoch + 1, 0, 1), plateau_rates[i].rate[epoch], 1e-16);
        }
    }
}

int main(void) {
    test_pytorch();
    test_factors();
    test_warmup();
    test_ramp();
    test_plateau();
    return test_end("schedules");
}

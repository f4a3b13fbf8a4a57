// Snapshot ensemble: Huang et al. 2017, "Snapshot Ensembles: Train 1, Get M for Free", section 3: at the end of each
// cycle of a learning rate with warm restarts (train/cosine_schedule.c) the network is kept, and the most recent M of
// them predict together:
//     p = 1/M sum_m p_m
// An unfinished last cycle adds nothing.
#include "math/build.h"
#include "train/trainer.h"

static int snapshots_networks(const TrainSpec *spec) {
    return spec->snapshots;
}

// Where evaluation goes by the population's statistics, those of this moment are kept.
static void snapshots_epoch(Trainer *t, NetworkCopy *kept) {
    const int64_t cycles = schedule_cycles(&t->spec.schedule, t->epoch);
    if (cycles == schedule_cycles(&t->spec.schedule, t->epoch - 1)) return;
    if (trainer_wants_population(t)) population_refresh(t);
    network_copy_from(&kept[(cycles - 1) % t->spec.snapshots], t->net);
}

static int snapshots_members(const Trainer *t) {
    const int64_t cycles = schedule_cycles(&t->spec.schedule, t->epoch);
    return cycles < t->spec.snapshots ? (int)cycles : t->spec.snapshots;
}

// From the oldest to the newest.
static Pass snapshots_member(Trainer *t, const NetworkCopy *kept, int m) {
    const int64_t oldest = schedule_cycles(&t->spec.schedule, t->epoch) - snapshots_members(t);
    network_copy_into(&kept[(oldest + m) % t->spec.snapshots], t->net);
    return (Pass){0};
}

const AverageKind average_snapshots = {
    .networks = snapshots_networks, .epoch = snapshots_epoch, .members = snapshots_members, .member = snapshots_member};

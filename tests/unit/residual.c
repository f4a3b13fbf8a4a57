// Residual blocks: their gradients in whole networks against finite differences (gradient_check.h), what their layers
// and the rules for their branches do by hand, and what their two branches draw.
#include "gradient_check.h"
#include "math/build.h"
#include "nn/block.h"
#include "nn/kinds.h"

#define ROWS 7

static const ModelSpec base = {
    .hidden_count = 5, .hidden = {9, 9, 9, 9, 9}, .activation = ACTIVATION_TANH, .dropout_count = 1, .skip = 2};

// The blocks of a network in their order; returns how many.
static int blocks_of(const Network *net, Block **blocks) {
    int n = 0;
    for (int l = 0; l < net->layer_count; l++)
        if (net->layer[l]->kind == &layer_fork) blocks[n++] = ((BlockLayer *)net->layer[l])->block;
    return n;
}

// A rule's own share, which the gradient takes, too: else the gradient is not that of what was computed.
static void (*share_of_rule)(real mean, const real *number, real *forward, real *backward);
static void share_alike(real mean, const real *number, real *forward, real *backward) {
    share_of_rule(mean, number, forward, backward);
    *backward = *forward;
}

static void make_alike(Network *net) {
    static BranchRule rule;
    Block *blocks[MAX_HIDDEN];
    const int n = blocks_of(net, blocks);
    CHECK(n > 0 && blocks[0]->rule, "no block, or no rule in it");
    for (int i = 0; i < n && blocks[i]->rule; i++) {
        if (i == 0) rule = *blocks[0]->rule, share_of_rule = rule.share;
        rule.share = share_alike;
        blocks[i]->rule = &rule;
    }
}

static void test_gradients(void) {
    const BatchNormSpec batch_norm = {.on = true, .stat_decay = 0.9, .eps = 1e-5, .affine = true};
    ModelSpec m = base;
    check_prepared("skip 2", &m, ROWS, NULL);
    m.skip = 1, m.hidden_count = 3;
    check_prepared("skip 1", &m, 1, NULL);
    m.batch_norm = batch_norm, m.dropout[0] = 0.3, m.input_dropout = 0.2;
    check_prepared("skip 1, batch norm, dropout", &m, ROWS, NULL);
    m.dropout_placement = DROPOUT_BEFORE_NORM, m.batch_norm.placement = AFTER_ACTIVATION;
    check_prepared("skip 1, batch norm after the activation", &m, ROWS, NULL);
    m = base, m.hidden[1] = 4, m.hidden[3] = 40, m.activation = ACTIVATION_GELU;
    check_prepared("skip 2 over layers of other widths", &m, ROWS, NULL);
    m.batch_norm = batch_norm, m.stochastic_depth = 0.6;
    check_prepared("stochastic depth", &m, ROWS, NULL);
    m.stochastic_depth = 0, m.shake_drop = 0.8;
    check_prepared("ShakeDrop, alike in both directions", &m, ROWS, make_alike);
    m.shake_drop = 0, m.shake_shake = true;
    check_prepared("Shake-Shake, alike in both directions", &m, ROWS, make_alike);
    m.batch_norm.on = false, m.weight_norm = true, m.dropout[0] = 0.3, m.hidden_noise[0] = 0.2;
    check_prepared("Shake-Shake, weight norm, dropout, noise", &m, ROWS, make_alike);
    m.skip = 1, m.hidden_count = 2, m.hidden[0] = m.hidden[1] = 33, m.weight_norm = false, m.drop_connect[0] = 0.3;
    check_prepared("Shake-Shake of single layers, DropConnect", &m, ROWS, make_alike);
}

// A draw of 0.25 forward and 0.75 backward.
static void quarter(real mean, const real *number, real *forward, real *backward) {
    (void)mean, (void)number;
    *forward = 0.25, *backward = 0.75;
}

// One unit, x = 3: F1 = 10, F2 = 100 give 3 + 0.25 10 + 0.75 100. Backward dy = 8: the second branch gets 0.25 8, and
// says dx = 5; the first gets 0.75 8, and says dx = 7; x gets 8 + 5 + 7. In evaluation both count half.
static void test_a_block_by_hand(void) {
    BranchRule rule = branch_rule_shake_shake;
    Arena arena = {0};
    Block block = {.number = 1, .count = 1, .first = 1, .last = 1, .rule = &rule};
    const ModelSpec spec = {.shake_shake = true};
    Place place = {.arena = &arena, .spec = &spec, .slot = SLOT_HEAD, .hidden = 1, .block = &block};
    place.in = place.out = place.max_rows = 1;
    rule.share = quarter;
    CHECK(layer_fork.stands(&place) && !layer_turn.stands(&place) && !layer_join.stands(&place), "before the block");
    Layer *fork = layer_fork.make(&place);
    place.branch = 1;
    CHECK(layer_turn.stands(&place) && !layer_fork.stands(&place), "between the branches");
    Layer *turn = layer_turn.make(&place);
    place.branch = 0, place.slot = SLOT_JOIN;
    CHECK(layer_join.stands(&place) && !layer_turn.stands(&place), "behind them");
    Layer *join = layer_join.make(&place);
    PANELS real x[8] = {3}, first[8] = {10}, second[8] = {100}, dy[8] = {8};
    Pass pass = {.rows = 1, .training = true};
    CHECK(layer_fork.forward(fork, &pass, x) == x && layer_turn.forward(turn, &pass, first) == x, "each is given x");
    CHECK_NEAR(*layer_join.forward(join, &pass, second), 3 + 0.25 * 10 + 0.75 * 100, 1e-12);
    CHECK_NEAR(x[0], 3, 0);
    CHECK_NEAR(*layer_join.backward(join, &pass, second, dy, NULL), 0.25 * 8, 1e-12);
    dy[0] = 5;
    CHECK_NEAR(*layer_turn.backward(turn, &pass, first, dy, NULL), 0.75 * 8, 1e-12);
    dy[0] = 7;
    CHECK_NEAR(*layer_fork.backward(fork, &pass, x, dy, NULL), 8 + 5 + 7, 1e-12);
    pass.training = false;
    second[0] = 100;
    CHECK_NEAR(*layer_join.forward(join, &pass, second), 3 + 5 + 50, 1e-12);
    pass.refresh = true; // neither does a pass that only looks for statistics draw
    second[0] = 100;
    CHECK_NEAR(*layer_join.forward(join, &pass, second), 3 + 5 + 50, 1e-12);
    arena_free(&arena);
}

enum { SAMPLES = 20000 };

// The shares of so many samples in the last of four blocks, `rows` at a time, and what evaluation takes.
static double draw_shares(const ModelSpec *spec, const BranchRule *rule, int rows, double *forward, double *backward) {
    Arena arena = {0};
    Block block = {.number = 4, .count = 4, .first = 1, .last = 1, .rule = rule};
    Place place = {.arena = &arena, .spec = spec, .slot = SLOT_HEAD, .hidden = 1, .block = &block};
    place.in = place.out = 1, place.max_rows = rows;
    Layer *fork = layer_fork.make(&place);
    place.slot = SLOT_JOIN;
    Layer *join = layer_join.make(&place);
    real *x = arena_take(&arena, panel_size(rows, 1), sizeof *x),
         *f = arena_take(&arena, panel_size(rows, 1), sizeof *x);
    block.first_branch = x;
    Pass pass = {.rows = rows, .training = true, .seed = 4};
    layer_fork.forward(fork, &pass, x);
    for (; pass.first_sample < SAMPLES; pass.first_sample += (uint64_t)rows) {
        layer_join.forward(join, &pass, f);
        for (int r = 0; r < rows; r++) *forward++ = (double)block.forward[r], *backward++ = (double)block.backward[r];
    }
    pass.training = false;
    layer_join.forward(join, &pass, f);
    const double expected = (double)block.forward[0];
    arena_free(&arena);
    return expected;
}

// Mean of the numbers between two bounds, and how many there are.
static double mean_between(const double *x, double low, double high, int *count) {
    double sum = 0;
    *count = 0;
    for (int i = 0; i < SAMPLES; i++)
        if (x[i] >= low && x[i] <= high) sum += x[i], (*count)++;
    return sum / *count;
}

// How the shares are spread: `kept` of them are 1; the others lie between `low` and `high` forward, between 0 and `top`
// backward, and are uniform there.
static void test_what_rules_draw(void) {
    static const struct {
        const BranchRule *rule;
        ModelSpec spec;
        double expected, kept, low, high, top;
    } cases[] = {
        {&branch_rule_stochastic_depth, {.stochastic_depth = 0.3}, 0.7, 0.7, 0, 0, 0},
        {&branch_rule_shake_drop, {.shake_drop = 0.4}, 0.6, 0.6, -1, 1, 1},
        {&branch_rule_shake_shake, {.shake_shake = true}, 0.5, 0, 0, 1, 1},
    };
    static double forward[SAMPLES], backward[SAMPLES], again[SAMPLES], unused[SAMPLES];
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *name = cases[i].rule->name;
        const double expected = draw_shares(&cases[i].spec, cases[i].rule, 50, forward, backward);
        draw_shares(&cases[i].spec, cases[i].rule, 1, again, unused);
        CHECK(memcmp(forward, again, sizeof forward) == 0, "%s: other draws for another batch size", name);
        CHECK_NEAR(expected, cases[i].expected, 1e-12);
        int kept, others, gradients, wrong = 0;
        const double error = 1 / sqrt(SAMPLES);
        mean_between(forward, 1, 1, &kept);
        CHECK_NEAR((double)kept / SAMPLES, cases[i].kept, 4 * 0.5 * error);
        const double mean =
            mean_between(forward, cases[i].low, cases[i].high == 1 ? 0.9999999 : cases[i].high, &others);
        const double slope = mean_between(backward, 0, cases[i].top == 1 ? 0.9999999 : cases[i].top, &gradients);
        CHECK(kept + others == SAMPLES && kept + gradients == SAMPLES, "%s: out of its bounds", name);
        CHECK_NEAR(mean, (cases[i].low + cases[i].high) / 2, 4 * error);
        CHECK_NEAR(slope, cases[i].top / 2, 4 * error);
        for (int k = 0; k < SAMPLES; k++)
            wrong += (forward[k] == backward[k]) != (forward[k] == 1 || cases[i].top == 0);
        CHECK(wrong == 0, "%s: %d samples go back as they went, or do not", name, wrong);
    }
}

// Blocks are kept ever less often, evenly, down to the last.
static void test_that_later_blocks_are_dropped_more(void) {
    for (int number = 1; number <= 4; number++) {
        const Block block = {.number = number, .count = 4};
        const ModelSpec spec = {.stochastic_depth = 0.6, .shake_drop = 0.2};
        CHECK_NEAR(branch_rule_stochastic_depth.mean(&spec, &block), 1 - 0.15 * number, 1e-12);
        CHECK_NEAR(branch_rule_shake_drop.mean(&spec, &block), 1 - 0.05 * number, 1e-12);
    }
}

static Network *open_network(Arena *arena, const ModelSpec *spec) {
    Network *net = network_new(arena, spec, 6, 3, ROWS);
    network_init(net, 2);
    return net;
}

// The linear layers of a network; returns how many.
static int linears_of(const Network *net, Layer **linears) {
    int n = 0;
    for (int l = 0; l < net->layer_count; l++)
        if (net->layer[l]->kind == &layer_linear) linears[n++] = net->layer[l];
    return n;
}

static bool starts_alike(const Layer *a, const Layer *b) {
    return memcmp(a->param[0].at, b->param[0].at, panel_size(a->in, a->out) * sizeof(real)) == 0;
}

// The second branch starts elsewhere; everything else starts as it does without it, and as it does without blocks.
static void test_where_branches_start(void) {
    static const int at[] = {0, 1, 2, -1, -1, 3, 4, -1, -1, 5}; // where the linear layer stands without branches
    Arena arena = {0};
    ModelSpec m = base;
    Layer *with[32], *without[32], *plain[32];
    m.dropout[0] = 0.5;
    const int fewer = linears_of(open_network(&arena, &m), without);
    m.skip = 0;
    CHECK(linears_of(open_network(&arena, &m), plain) == fewer && fewer == 6, "%d linear layers", fewer);
    m.skip = 2, m.shake_shake = true;
    Network *net = open_network(&arena, &m);
    CHECK(linears_of(net, with) == 10, "two branches are twice the layers");
    for (int i = 0; i < 10; i++) {
        if (at[i] >= 0)
            CHECK(starts_alike(with[i], without[at[i]]) && starts_alike(with[i], plain[at[i]]), "layer %d", i);
        else
            CHECK(!starts_alike(with[i], with[i - 2]), "layer %d starts as its like in the first branch", i);
    }
    arena_free(&arena);
}

static void test_that_branches_drop_other_units(void) {
    Arena arena = {0};
    ModelSpec m = base;
    m.dropout[0] = 0.5, m.shake_shake = true;
    const Network *net = open_network(&arena, &m);
    Layer *drop[8];
    int drops = 0, differ = 0;
    for (int l = 0; l < net->layer_count; l++)
        if (net->layer[l]->kind == &layer_dropout) drop[drops++] = net->layer[l];
    CHECK(drops == 7, "%d: the stem's, and of each block the inner layer's in both branches and the outer one's",
          drops);
    real *ones = arena_take(&arena, panel_size(ROWS, 9), sizeof *ones);
    for (size_t i = 0; i < panel_size(ROWS, 9); i++) ones[i] = 1;
    const Pass pass = {.rows = ROWS, .training = true, .seed = 5};
    const real *first = layer_dropout.forward(drop[1], &pass, ones);
    const real *second = layer_dropout.forward(drop[2], &pass, ones);
    for (size_t i = 0; i < panel_size(ROWS, 9); i++) differ += first[i] != second[i];
    CHECK(differ > 10, "both branches drop the same units");
    arena_free(&arena);
}

// The greatest network that the options allow has room for its layers.
static void test_that_the_largest_stack_fits(void) {
    const BatchNormSpec batch_norm = {.on = true, .stat_decay = 0.9, .eps = 1e-5};
    ModelSpec m = {.hidden_count = MAX_HIDDEN,
                   .batch_norm = batch_norm,
                   .skip = 1,
                   .shake_shake = true,
                   .dropout_count = 1,
                   .dropout = {0.5},
                   .dropout_placement = DROPOUT_BEFORE_NORM,
                   .hidden_noise_count = 1,
                   .hidden_noise = {0.1},
                   .input_noise = 0.1,
                   .input_dropout = 0.1};
    for (int i = 0; i < MAX_HIDDEN; i++) m.hidden[i] = 2;
    for (m.skip = 1; m.skip < MAX_HIDDEN; m.skip++) {
        if ((MAX_HIDDEN - 1) % m.skip) continue;
        Arena arena = {0};
        const Network *net = network_new(&arena, &m, 3, 2, 4);
        CHECK(net && net->layer_count < MAX_LAYERS, "blocks of %d do not fit", m.skip);
        arena_free(&arena);
    }
}

int main(void) {
    test_gradients();
    test_a_block_by_hand();
    test_what_rules_draw();
    test_that_later_blocks_are_dropped_more();
    test_where_branches_start();
    test_that_branches_drop_other_units();
    test_that_the_largest_stack_fits();
    return test_end("residual");
}

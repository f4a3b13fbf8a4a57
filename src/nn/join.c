// Where a residual block's branches end (nn/block.h): F(x) becomes x + F(x), or x and the shares of the branches that a
// rule draws (nn/branch_rule.h). In place, since no kind that may stand before it asks for its own output once more.
// Backward: dy stays for the shortcut, and the branch (the second, where there are two) gets its share of it.
#include "math/build.h"
#include "math/panel.h"
#include "math/vector.h"
#include "nn/block.h"
#include "nn/draws.h"
#include "nn/kinds.h"

typedef struct Join {
    BlockLayer own;
    // Under a rule:
    bool two;     // branches
    real mean;    // of its share
    real *number; // [max_rows x rule->draws], what was drawn
    Draws draws;
} Join;

static bool join_stands(const Place *place) {
    return place->slot == SLOT_JOIN && place->block && place->hidden == place->block->last;
}

static bool take_rule(Join *j, const Place *place) {
    Block *block = place->block;
    Place numbers = *place;
    numbers.out = block->rule->draws;
    j->two = model_branches(place->spec) == 2;
    j->mean = (real)block->rule->mean(place->spec, block);
    j->number = arena_take(place->arena, panel_size(place->max_rows, numbers.out), sizeof(real));
    block->forward = arena_take(place->arena, (size_t)place->max_rows, sizeof(real));
    block->backward = arena_take(place->arena, (size_t)place->max_rows, sizeof(real));
    return j->number && block->forward && block->backward && draws_take(&j->draws, &numbers, block->rule->name);
}

static Layer *join_make(const Place *place) {
    Join *j = block_layer_new(place, &layer_join, sizeof *j);
    return j && (!place->block->rule || take_rule(j, place)) ? &j->own.layer : NULL;
}

// Fills the shares of the batch's samples.
static void find_shares(Join *j, const Pass *pass) {
    const Block *block = j->own.block;
    const BranchRule *rule = block->rule;
    if (pass->training) draws_uniform(&j->draws, pass->seed, draws_of(&j->draws, pass), pass->rows, j->number);
    for (int r = 0; r < pass->rows; r++) {
        block->forward[r] = j->mean;
        if (pass->training)
            rule->share(j->mean, j->number + panel_index(pass->rows, rule->draws, r, 0), &block->forward[r],
                        &block->backward[r]);
    }
}

// f becomes x + s f, or with a first branch x + s first + (1 - s) f.
INLINE void join_panel(int rows, int width, const real *restrict share, const real *restrict x,
                       const real *restrict first, real *restrict f) {
    for (int r = 0; r < rows; r++)
        for (int c = 0; c < width; c++) {
            const int i = r * width + c;
            f[i] = first ? fma_real(1 - share[r], f[i], fma_real(share[r], first[i], x[i]))
                         : fma_real(share[r], f[i], x[i]);
        }
}

static real *join_forward(Layer *layer, const Pass *pass, real *restrict f) {
    Join *j = (Join *)layer;
    const Block *block = j->own.block;
    const real *restrict x = block->x;
    if (!block->rule) {
        const size_t n = panel_size(pass->rows, layer->out);
        for (size_t i = 0; i < n; i++) f[i] += x[i];
        return f;
    }
    find_shares(j, pass);
    for (int p = 0; p < panel_count(layer->out); p++) {
        const size_t at = panel_offset(pass->rows, p);
        FOR_WIDTH(w, panel_width(layer->out, p),
                  join_panel(pass->rows, w, block->forward, x + at, j->two ? block->first_branch + at : NULL, f + at));
    }
    return f;
}

// dy becomes s' dy, or (1 - s') dy for the second branch.
INLINE void share_panel(int rows, int width, const real *restrict share, bool second, real *restrict dy) {
    for (int r = 0; r < rows; r++)
        for (int c = 0; c < width; c++) dy[r * width + c] *= second ? 1 - share[r] : share[r];
}

static real *join_backward(Layer *layer, const Pass *pass, const real *x, real *restrict dy, real *other) {
    (void)x, (void)other;
    const Join *j = (const Join *)layer;
    const Block *block = j->own.block;
    real *restrict kept = block->kept;
    const size_t n = panel_size(pass->rows, layer->out);
    for (size_t i = 0; i < n; i++) kept[i] = dy[i];
    for (int p = 0; block->rule && p < panel_count(layer->out); p++)
        FOR_WIDTH(w, panel_width(layer->out, p),
                  share_panel(pass->rows, w, block->backward, j->two, dy + panel_offset(pass->rows, p)));
    return dy;
}

const LayerKind layer_join = {
    .name = "join", .stands = join_stands, .make = join_make, .forward = join_forward, .backward = join_backward};

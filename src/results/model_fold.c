// Batch norm in evaluation is y = s x + t for each unit, with s = gamma / sqrt(var + eps) and t = beta - s mean. Where
// x is what a linear layer put out, x = W^T a + b, it is a linear layer itself:
//     W' = W diag(s),    b' = s b + t.
// Where it stands behind the activation, it goes into the linear layer that reads it:
//     W' = diag(s) W,    b' = b + W^T t.
// Layers that evaluation passes through unchanged may stand between. Sums are in double.
#include "results/model_fold.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/version.h"
#include "config/resolved.h"
#include "lab/model_tensors.h"
#include "math/panel.h"

#define NORM "batch_norm"
#define LINEAR "linear"
enum { NOWHERE = -1 };

// A network and its state.
typedef struct Stack {
    Trainer *trainer;
    const Span *spans;
    int count;
} Stack;

// Folding under way, place after place: `new` is `old` without its batch norms.
typedef struct Fold {
    const Model *from;
    const Engine *engine;
    Stack old, new;
    Arena arena;
    int linear; // place in `new` of the linear layer whose outputs come here; NOWHERE
    double *s;  // [units] of the batch norm that waits for the next linear layer; NULL: none does
    double *t;
    int norm;  // its place in `old`
    int norms; // met so far
} Fold;

static Span *span_at(const Stack *stack, int place, const char *name) {
    char full[sizeof((Span){0}).name + 16];
    snprintf(full, sizeof full, "%d.%s", place, name);
    for (int i = 0; i < stack->count; i++)
        if (strcmp(stack->spans[i].name, full) == 0) return (Span *)&stack->spans[i];
    return NULL;
}

static float *at(const Span *span, int r, int c) {
    return (float *)span->at + panel_index(span->rows, span->cols, r, c);
}

// --- Layers as they are

// The weights that weight norm makes of those that are stored, w = g v / |v|, in their place.
static void apply_weight_norm(const Span *g, const Span *v) {
    for (int c = 0; c < v->cols; c++) {
        double square = 0;
        for (int r = 0; r < v->rows; r++) square += (double)*at(v, r, c) * (double)*at(v, r, c);
        const double scale = square > 0 ? (double)*at(g, 0, c) / sqrt(square) : 0;
        for (int r = 0; r < v->rows; r++) *at(v, r, c) = (float)(scale * (double)*at(v, r, c));
    }
}

// All that the layer has in both networks. A bias that the old one had not starts at 0.
static void copy_layer(const Fold *f, int old, int new) {
    const Span *bias = span_at(&f->new, new, "bias"), *g = span_at(&f->old, old, "weight_g");
    if (bias) memset(bias->at, 0, bias->size);
    for (int i = 0; i < f->old.count; i++) {
        const Span *from = &f->old.spans[i];
        if (from->role > ROLE_STATISTIC || strtol(from->name, NULL, 10) != old) continue;
        const Span *to = span_at(&f->new, new, strchr(from->name, '.') + 1);
        if (to) memcpy(to->at, from->at, from->size);
    }
    if (g) apply_weight_norm(g, span_at(&f->new, new, "weight"));
}

// --- Batch norm

// s and t of the batch norm at a place of the old network; false without memory.
static bool read_norm(Fold *f, int place) {
    const double eps = (double)(float)model_spec(f->from)->model.batch_norm.eps;
    const Span *mean = span_at(&f->old, place, "running_mean"), *var = span_at(&f->old, place, "running_var");
    const Span *gamma = span_at(&f->old, place, "gamma"), *beta = span_at(&f->old, place, "beta");
    f->s = arena_take(&f->arena, (size_t)mean->cols, sizeof *f->s);
    f->t = arena_take(&f->arena, (size_t)mean->cols, sizeof *f->t);
    for (int c = 0; f->s && f->t && c < mean->cols; c++) {
        f->s[c] = (gamma ? (double)*at(gamma, 0, c) : 1) / sqrt((double)*at(var, 0, c) + eps);
        f->t[c] = (beta ? (double)*at(beta, 0, c) : 0) - f->s[c] * (double)*at(mean, 0, c);
    }
    return f->s && f->t;
}

// Into the linear layer before it.
static void fold_back(const Fold *f) {
    const Span *w = span_at(&f->new, f->linear, "weight"), *b = span_at(&f->new, f->linear, "bias");
    for (int c = 0; c < w->cols; c++) {
        for (int r = 0; r < w->rows; r++) *at(w, r, c) = (float)(f->s[c] * (double)*at(w, r, c));
        *at(b, 0, c) = (float)(f->s[c] * (double)*at(b, 0, c) + f->t[c]);
    }
}

// Into the linear layer behind it.
static void fold_on(const Fold *f) {
    const Span *w = span_at(&f->new, f->linear, "weight"), *b = span_at(&f->new, f->linear, "bias");
    for (int c = 0; c < w->cols; c++) {
        double sum = (double)*at(b, 0, c);
        for (int r = 0; r < w->rows; r++) {
            sum += f->t[r] * (double)*at(w, r, c);
            *at(w, r, c) = (float)(f->s[r] * (double)*at(w, r, c));
        }
        *at(b, 0, c) = (float)sum;
    }
}

// --- The network

static Status refuse(const Fold *f, const char *kind, Error *e) {
    return error_set(e, ERR_DATA,
                     "%s: between the batch norm of its layer %d and the next linear layer stands more than evaluation "
                     "passes through (%s), so that neither can take it; only a batch norm beside a linear layer can be "
                     "folded",
                     f->from->path, f->norm, kind);
}

static Status fold_layer(Fold *f, int old, const LayerPlace *layer, int new, Error *e) {
    if (strcmp(layer->kind, NORM) == 0) {
        if (f->s) return refuse(f, layer->kind, e);
        if (!read_norm(f, old)) return error_memory(e);
        f->norm = old;
        f->norms++;
        if (f->linear == NOWHERE) return OK;
        fold_back(f);
        f->s = NULL;
        return OK;
    }
    copy_layer(f, old, new);
    if (layer->training_only) return OK;
    const bool linear = strcmp(layer->kind, LINEAR) == 0;
    f->linear = linear ? new : NOWHERE;
    if (!f->s) return OK;
    if (!linear) return refuse(f, layer->kind, e);
    fold_on(f);
    f->s = NULL;
    return OK;
}

static Status fold_all(Fold *f, Error *e) {
    LayerPlace layer;
    Status s = OK;
    f->linear = NOWHERE;
    for (int old = 0; !s && f->engine->layer(f->old.trainer, old, &layer); old++)
        s = fold_layer(f, old, &layer, old - f->norms, e);
    return s;
}

static void open_spans(const Fold *f, Stack *stack) {
    stack->spans = f->engine->spans(stack->trainer, &stack->count);
}

// The old network with its tensors, and the new one as its config has it.
static Status open_both(Fold *f, const Model *to, Split *split, Error *e) {
    const TrainSpec none = {.batch_size = 1, .eval_every = 1};
    Status s = model_split(f->from, &f->arena, split, e);
    if (!s) s = model_trainer(f->from, f->engine, split, 0, &f->old.trainer, e);
    if (!s) s = f->engine->open(&f->new.trainer, &model_spec(to)->model, &none, split, f->from->file.seed, e);
    if (s) return s;
    open_spans(f, &f->old);
    open_spans(f, &f->new);
    return OK;
}

static Status write_folded(Fold *f, const Model *to, const char *path, Error *e) {
    ModelFile file = f->from->file;
    Text config = {0};
    experiment_resolved_run(&to->experiment, 0, file.seed, &config);
    file.version = REGRUN_VERSION;
    file.config = text_keep(&config, &f->arena);
    if (!file.config || !model_layers(&file, f->engine, f->new.trainer, &f->arena)) return error_memory(e);
    Status s = tensors_of(f->engine, f->new.trainer, &file.tensors, &file.tensor_count, &f->arena, e);
    return s ? s : model_write(&file, &store_anywhere, path, e);
}

static Status check_foldable(const Model *m, Folded *folded, Error *e) {
    const ModelSpec *spec = &model_spec(m)->model;
    *folded = (Folded){.weight_norm = spec->weight_norm};
    if ((spec->batch_norm.on && spec->hidden_count > 0) || spec->weight_norm) return OK;
    return error_set(e, ERR_DATA, "%s: has neither batch norm nor weight norm; there is nothing to fold", m->path);
}

Status model_fold(const char *from, const char *to, Folded *folded, Error *e) {
    static const char *off[] = {"regularize.batch_norm=false", "regularize.weight_norm=false"};
    const Overrides overrides = {.set_count = 2, .set = off};
    Model old = {0}, new = {0};
    Split split;
    Fold f = {.from = &old, .engine = *engine_list()};
    Status s = model_read(&old, from, NULL, e);
    if (!s) s = check_foldable(&old, folded, e);
    if (!s) s = model_read(&new, from, &overrides, e);
    if (!s) s = open_both(&f, &new, &split, e);
    if (!s) s = fold_all(&f, e);
    if (!s) s = write_folded(&f, &new, to, e);
    folded->norms = f.norms;
    if (f.old.trainer) f.engine->close(f.old.trainer);
    if (f.new.trainer) f.engine->close(f.new.trainer);
    arena_free(&f.arena);
    model_close(&new);
    model_close(&old);
    return s;
}

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/files.h"
#include "base/installed.h"
#include "base/near_path.h"
#include "data/dataset.h"
#include "data/impute.h"
#include "data/label_noise.h"
#include "data/scale.h"
#include "data/sizes.h"
#include "data/source_type.h"
#include "data/split.h"

void source_sizes(DataSpec *spec) {
    const SourceType *type = source_types[spec->source];
    if (spec->train_size < 0) spec->train_size = type->train_size;
    if (spec->test_size < 0) spec->test_size = type->test_size;
    if (spec->dimensions < 0 && type->dimensions > 0) spec->dimensions = type->dimensions;
    if (spec->classes < 0 && type->classes > 0) spec->classes = type->classes;
}

bool source_is_table(int source) {
    return source_types[source]->scaling == SCALING_ZSCORE;
}

bool source_check(const DataSpec *spec, SpecProblem *problem) {
    const SourceType *type = source_types[spec->source];
    return sizes_check(spec, problem) && (!type->check || type->check(spec, problem));
}

BytesBound source_bound(const DataSpec *spec) {
    const long pages = sysconf(_SC_PHYS_PAGES), page = sysconf(_SC_PAGESIZE);
    size_t most = pages > 0 && page > 0 ? (size_t)pages / 4 * (size_t)page : SIZE_MAX;
    if (spec->max_bytes > 0) most = (size_t)spec->max_bytes;
    return (BytesBound){.most = most, .option = "data.max_bytes"};
}

Status source_path(Arena *arena, const char *config_folder, const char *given, const char **found, Error *e) {
    static const char below[] = "data/";
    *found = given;
    if (file_exists(given)) return OK;
    const char *beside = path_join(arena, config_folder, given);
    if (!beside) return error_memory(e);
    bool there = file_exists(beside);
    *found = beside;
    if (!there && strncmp(given, below, strlen(below)) == 0) *found = installed_path(arena, given, &there);
    if (!there) *found = NULL;
    return OK;
}

static Status not_there(Source *s, const Opening *o, const char *key, const char *path, const char *beside) {
    const bool same = strcmp(beside, path) == 0;
    const char *near = path_suggestion(&s->arena, path);
    if (!*near) near = path_suggestion(&s->arena, beside);
    return error_set(o->e, ERR_DATA, "%s: there is no \"%s\"%s%s%s%s", key, path, same ? "" : ", nor is there \"",
                     same ? "" : beside, same ? "" : "\"", near);
}

void source_say_found(Notes *notes, const char *key, const char *given, const char *found) {
    notes_add(notes, "%s: there is no \"%s\" here; it is the one that came with regrun, %s", key, given, found);
}

Status source_locate(Source *s, const Opening *o, const char *key, const char **path) {
    const char *found, *given = *path;
    if (!*given || strcmp(given, "-") == 0) return OK;
    Status status = source_path(&s->arena, o->config_folder, given, &found, o->e);
    const char *beside = status == OK ? path_join(&s->arena, o->config_folder, given) : NULL;
    if (!beside) return error_memory(o->e);
    if (!found) return not_there(s, o, key, given, beside);
    if (strcmp(found, given) != 0 && strcmp(found, beside) != 0) source_say_found(&s->notes, key, given, found);
    *path = found;
    if (folder_exists(found)) return error_set(o->e, ERR_DATA, "%s: \"%s\" is a folder, not a file", key, found);
    if (access(found, R_OK) == 0) return OK;
    return error_set(o->e, ERR_DATA, "%s: \"%s\" must not be read: %s", key, found, strerror(errno));
}

static bool target_changes(const Dataset *d, int32_t target) {
    const size_t targets = (size_t)d->targets;
    const float *first = d->target + target;
    for (size_t i = 1; i < (size_t)d->samples; i++)
        if (first[i * targets] != *first) return true;
    return false;
}

// Whether there is something to learn: two classes, or targets that change. An images' file tells by itself, and what
// is drawn has no answers yet.
static Status check_labels(const Source *s, Error *e) {
    const Dataset *d = &s->train;
    if (d->classes == 1)
        return error_set(e, ERR_DATA, "%s: every row has the label \"%.60s\"; at least two classes are needed",
                         s->spec.file, d->class_names[0]);
    for (int32_t k = 0; d->target && k < d->targets; k++) {
        if (target_changes(d, k)) continue;
        const bool several = d->targets > 1;
        return error_set(e, ERR_DATA, "%s: the target%s%s is %g in every row; there is nothing to learn", s->spec.file,
                         several ? " " : "", several ? d->target_names[k] : "", (double)d->target[k]);
    }
    return OK;
}

static void resolve_scaling(DataSpec *spec) {
    if (spec->scaling == SCALING_DEFAULT) spec->scaling = (int)source_types[spec->source]->scaling;
    if (spec->target_scaling == SCALING_DEFAULT) spec->target_scaling = SCALING_ZSCORE;
}

static Status look(Source *s, const DataSpec *spec, const char *config_folder, const Source *like, Error *e) {
    *s = (Source){.spec = *spec, .notes.arena = &s->arena};
    Opening o = {.config_folder = config_folder ? config_folder : "", .like = like, .e = e};
    hash_start(&o.hash);
    Status status = source_types[spec->source]->open(s, &o);
    if (status == OK && s->notes.failed) status = error_memory(e);
    if (status != OK) {
        source_close(s);
        return status;
    }
    hash_end(&o.hash, s->hash);
    if (like) memcpy(s->hash, like->hash, sizeof s->hash);
    return OK;
}

Status source_look(Source *s, const DataSpec *spec, const char *config_folder, Error *e) {
    return look(s, spec, config_folder, NULL, e);
}

Status source_open(Source *s, const DataSpec *spec, const char *config_folder, Error *e) {
    return source_open_like(s, spec, config_folder, NULL, e);
}

Status source_open_like(Source *s, const DataSpec *spec, const char *config_folder, const Source *like, Error *e) {
    Status status = look(s, spec, config_folder, like, e);
    if (status != OK) return status;
    status = check_labels(s, e);
    if (status == OK && s->train.classes == 0 && s->spec.label_noise > 0)
        status = error_set(e, ERR_CONFIG, "data.label_noise: redraws classes, and this is a regression; leave it out%s",
                           source_types[spec->source]->draw ? ""
                                                            : ", or say data.task classification if the numbers are "
                                                              "classes");
    if (status == OK) status = sizes_resolve(s, e);
    if (status != OK) {
        source_close(s);
        return status;
    }
    resolve_scaling(&s->spec);
    return OK;
}

void source_close(Source *s) {
    arena_free(&s->arena);
}

// Without `inputs` they are drawn for the answers alone: images not at all, values into one row.
static Dataset *draw(const Source *s, uint64_t seed, uint64_t first, int32_t size, bool inputs, Arena *arena) {
    const size_t n = (size_t)size, features = (size_t)s->train.features, rows = inputs ? n : 1;
    const bool images = s->train.width > 0, classes = s->train.classes > 0;
    const SourceType *type = source_types[s->spec.source];
    const Drawing drawing = {&s->spec, seed, type->prepare ? type->prepare(&s->spec, seed, arena) : NULL};
    if (type->prepare && !drawing.state) return NULL;
    Dataset *d = arena_take(arena, 1, sizeof *d);
    Sample at = {.pixels = images && inputs ? arena_take(arena, n, features) : NULL,
                 .values = images ? NULL : arena_take(arena, rows * features, sizeof *at.values),
                 .label = classes ? arena_take(arena, n, sizeof *at.label) : NULL,
                 .target = classes ? NULL : arena_take(arena, n, sizeof *at.target)};
    const bool has_inputs = images ? at.pixels || !inputs : at.values != NULL;
    if (!d || !has_inputs || !(classes ? (void *)at.label : (void *)at.target)) return NULL;
    *d = s->train;
    d->samples = size;
    d->pixels = at.pixels, d->values = inputs ? at.values : NULL, d->label = at.label, d->target = at.target;
    for (size_t i = 0; i < n; i++) {
        const size_t row = inputs ? i : 0;
        const Sample sample = {.pixels = at.pixels ? at.pixels + row * features : NULL,
                               .values = images ? NULL : at.values + row * features,
                               .label = classes ? at.label + i : NULL,
                               .target = classes ? NULL : at.target + i};
        type->draw(&drawing, first + i, sample);
    }
    return d;
}

Dataset *source_draw(const Source *s, uint64_t seed, uint64_t first, int32_t size, Arena *arena) {
    return draw(s, seed, first, size, true, arena);
}

static Status all_rows(Part *part, Arena *arena, Error *e) {
    int32_t *row = arena_take(arena, (size_t)part->size, sizeof *row);
    if (!row) return error_memory(e);
    for (int32_t i = 0; i < part->size; i++) row[i] = i;
    part->row = row;
    return split_answers(part, arena, e);
}

// All of a part that is drawn.
static Status draw_part(const Source *s, uint64_t seed, uint64_t first, bool inputs, Part *part, Arena *arena,
                        Error *e) {
    part->data = draw(s, seed, first, part->size, inputs, arena);
    return part->data ? all_rows(part, arena, e) : error_memory(e);
}

// The test part comes first, so that no other size moves it, and the validation part before what is trained on: it is
// taken out of the training samples.
static Status choose_parts(const Source *s, uint64_t seed, int fold, Arena *arena, Split *out, Error *e) {
    Part *const all[] = {&out->test, &out->validation, &out->train};
    const int folds = s->spec.folds;
    Choosing from = {.pool = &s->train,
                     .stratify = s->spec.stratify,
                     .folds = folds,
                     .fold = fold,
                     .rng = folds > 0 ? rng_stream(seed, "folds", 0) : rng_stream(seed, "split", 0)};
    if (s->test.samples == 0) return split_choose(&from, all, 3, arena, e);
    Status status = split_choose(&from, all + 1, 2, arena, e);
    if (status != OK) return status;
    from.pool = &s->test;
    from.rng = rng_stream(seed, "split", 1);
    return split_choose(&from, all, 1, arena, e);
}

// Where a column says what each sample is for.
static Status choose_by_column(const Source *s, uint64_t seed, Arena *arena, Split *out, Error *e) {
    Part *const train[] = {&out->validation, &out->train}, *const test[] = {&out->test};
    Choosing from = {.pool = &s->train, .by_part = true, .stratify = s->spec.stratify};
    const bool own = split_count(&s->train, PART_VALIDATION) > 0; // else it is taken out of the training samples
    from.part = PART_TRAIN;
    from.rng = rng_stream(seed, "split", 0);
    Status status = split_choose(&from, train + own, 2 - own, arena, e);
    from.part = PART_TEST;
    from.rng = rng_stream(seed, "split", 1);
    if (status == OK) status = split_choose(&from, test, 1, arena, e);
    from.part = PART_VALIDATION;
    from.rng = rng_stream(seed, "split", 2);
    return status == OK && own ? split_choose(&from, train, 1, arena, e) : status;
}

// The parts of a source that draws are numbered from places of their own, so that no size moves another part.
static Status draw_parts(const Source *s, uint64_t seed, bool inputs, Arena *arena, Split *out, Error *e) {
    Status status = draw_part(s, seed, 0, inputs, &out->train, arena, e);
    if (status == OK) status = draw_part(s, seed, DRAWN_FIRST_TEST, inputs, &out->test, arena, e);
    if (status == OK) status = draw_part(s, seed, DRAWN_FIRST_VALIDATION, inputs, &out->validation, arena, e);
    return status;
}

// The parts with their answers; what is drawn has inputs only where they are asked for. Nothing is fitted yet.
static Status split_parts(const Source *s, uint64_t seed, bool inputs, Arena *arena, Split *out, Error *e) {
    const Sizes sizes = sizes_of(s, seed);
    const int fold = fold_of(s, seed);
    if (s->spec.folds > 0) seed /= (uint64_t)s->spec.folds; // the repeat
    if (s->spec.seed >= 0) seed = (uint64_t)s->spec.seed;
    *out = (Split){.train.size = sizes.train, .validation.size = sizes.validation, .test.size = sizes.test};
    Status status;
    if (source_types[s->spec.source]->draw)
        status = draw_parts(s, seed, inputs, arena, out, e);
    else if (s->train.part)
        status = choose_by_column(s, seed, arena, out, e);
    else
        status = choose_parts(s, seed, fold, arena, out, e);
    if (status == OK && s->spec.label_noise > 0)
        status = label_noise_add(&out->train, s->spec.label_noise, seed, arena, e);
    return status;
}

Status source_split_answers(const Source *s, uint64_t seed, Arena *arena, Split *out, Error *e) {
    return split_parts(s, seed, false, arena, out, e);
}

Status source_split(const Source *s, uint64_t seed, Arena *arena, Split *out, Error *e) {
    Status status = split_parts(s, seed, true, arena, out, e);
    if (status == OK) status = impute_fit(out, &s->spec, arena, e);
    return status == OK ? scale_fit(out, &s->spec, arena, e) : status;
}

Status source_whole(const Source *s, uint64_t seed, int32_t samples, Arena *arena, Split *out, Error *e) {
    const bool drawn = source_types[s->spec.source]->draw;
    DataSpec spec = s->spec;
    resolve_scaling(&spec);
    *out = (Split){.train = {.data = &s->train, .size = drawn ? samples : s->train.samples}};
    if (drawn && spec.seed >= 0) seed = (uint64_t)spec.seed;
    Status status = drawn ? draw_part(s, seed, 0, true, &out->train, arena, e) : all_rows(&out->train, arena, e);
    out->test = out->validation = (Part){.data = out->train.data, .row = out->train.row};
    if (status == OK) status = impute_fit(out, &spec, arena, e);
    return status == OK ? scale_fit(out, &spec, arena, e) : status;
}

#include "results/model.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/files.h"
#include "config/json.h"
#include "config/recipe_json.h"
#include "lab/model_tensors.h"
#include "results/model_files.h"
#include "results/safetensors_read.h"
#include "train/metric.h"

#define LEVELS 5 // results/NAME/runs/SETTING/seed-N: from the file's folder up to where the run was started
#define CHANGED "it was damaged, or changed by another program"

// --- Metadata

static Status refuse(const Model *m, const char *key, const char *why, Error *e) {
    return error_set(e, ERR_DATA, "%s: \"%s\" in its metadata %s; " CHANGED, m->path, key, why);
}

// The list of a field as JSON; its items are as many as they should be.
static Status read_list(Model *m, const ModelField *field, const char *text, JsonDoc *doc, Error *e) {
    Error why = {0};
    Status s = json_read(doc, &m->arena, NULL, text, strlen(text), &why);
    if (s == ERR_IO) *e = why;
    if (s) return s == ERR_IO ? s : refuse(m, field->key, "is no JSON", e);
    if (cJSON_IsArray(doc->root) && (uint64_t)cJSON_GetArraySize(doc->root) == model_count(&m->file, field)) return OK;
    return refuse(m, field->key, "is no list of the right length", e);
}

static Status read_names(Model *m, const ModelField *field, const cJSON *list, Error *e) {
    const char **names = arena_take(&m->arena, (size_t)cJSON_GetArraySize(list), sizeof *names), **at = names;
    const cJSON *item;
    if (!names) return error_memory(e);
    cJSON_ArrayForEach(item, list) {
        if (!cJSON_IsString(item)) return refuse(m, field->key, "is no list of texts", e);
        if (!(*at++ = arena_text(&m->arena, item->valuestring))) return error_memory(e);
    }
    memcpy((char *)&m->file + field->offset, &names, sizeof names);
    return OK;
}

static Status read_numbers(Model *m, const ModelField *field, const cJSON *list, Error *e) {
    float *numbers = arena_take(&m->arena, (size_t)cJSON_GetArraySize(list), sizeof *numbers), *at = numbers;
    const cJSON *item;
    if (!numbers) return error_memory(e);
    cJSON_ArrayForEach(item, list) {
        if (!cJSON_IsNumber(item) || !isfinite((float)item->valuedouble))
            return refuse(m, field->key, "is no list of numbers", e);
        *at++ = (float)item->valuedouble;
    }
    memcpy((char *)&m->file + field->offset, &numbers, sizeof numbers);
    return OK;
}

static Status read_field(Model *m, const ModelField *field, const char *text, Error *e) {
    char *at = (char *)&m->file + field->offset;
    uint64_t whole = MODEL_NO_FOLD;
    if (!text && !field->optional) return refuse(m, field->key, "is missing", e);
    if (field->kind == MODEL_WHOLE) {
        if (text && !whole_read(text, &whole)) return refuse(m, field->key, "is no whole number", e);
        memcpy(at, &whole, sizeof whole);
        return OK;
    }
    if (field->kind == MODEL_TEXT) memcpy(at, &text, sizeof text);
    if (field->kind == MODEL_TEXT || !text) return OK;
    JsonDoc doc = {0};
    Status s = read_list(m, field, text, &doc, e);
    if (!s) s = (field->kind == MODEL_NAMES ? read_names : read_numbers)(m, field, doc.root, e);
    json_free(&doc);
    return s;
}

static Status read_metadata(Model *m, const TensorFile *f, Error *e) {
    const char *format = tensors_note(f, model_fields[0].key), *version = tensors_note(f, model_fields[1].key);
    Status s = OK;
    if (!format || !version)
        return error_set(e, ERR_DATA,
                         "%s: holds tensors, but not what regrun says of its models; train.save writes such files",
                         m->path);
    if (strcmp(format, MODEL_FORMAT) != 0)
        return error_set(
            e, ERR_DATA,
            "%s: was written by regrun %.20s as a model of format %.20s, and this regrun reads format " MODEL_FORMAT
            "; read it with that version",
            m->path, version, format);
    for (const ModelField *field = model_fields; !s && field->key; field++)
        s = read_field(m, field, tensors_note(f, field->key), e);
    return s;
}

// --- The config, and whether all of it is of one network

static Status read_config(Model *m, const Overrides *overrides, Error *e) {
    Text name = {0};
    char *full = realpath(m->path, NULL), *text = arena_text(&m->arena, m->file.config);
    const char *folder = path_folder(&m->arena, full ? full : m->path);
    for (int i = 0; folder && i < LEVELS; i++) folder = path_folder(&m->arena, folder);
    free(full);
    text_printf(&name, "%s (its config)", m->path);
    ConfigText config = {.name = text_keep(&name, &m->arena), .folder = folder, .text = text};
    if (!config.name || !folder || !text) return error_memory(e);
    config.size = strlen(text);
    return experiment_read_text(&m->experiment, &config, overrides, e);
}

// Sizes that any network can have; the lists of the metadata are as long.
static Status check_sizes(const Model *m, Error *e) {
    const ModelFile *f = &m->file;
    const Experiment *x = &m->experiment;
    const bool classes = f->classes > 0;
    if (f->features == 0 || f->features > INT_MAX) return refuse(m, "features", "is no number of features", e);
    if (f->classes > INT_MAX || f->targets > INT_MAX || classes == (f->targets > 0))
        return refuse(m, "classes", "and \"targets\" are not one of them 0 and one at least 1", e);
    if (classes != (f->class_names != NULL)) return refuse(m, "class_names", "is not of the classes", e);
    if (classes == (f->target_shift != NULL) || classes == (f->target_scale != NULL))
        return refuse(m, "target_scale", "(or \"target_shift\") is not of the targets", e);
    for (uint64_t k = 0; k < f->targets; k++)
        if (f->target_scale[k] == 0) return refuse(m, "target_scale", "holds a 0", e);
    if (!classes && loss_wants_classes[model_spec(m)->train.loss])
        return refuse(m, "config", "has a loss of classes, and there are none", e);
    for (int k = 0; k < METRIC_COUNT; k++)
        if (model_spec(m)->train.metrics >> k & 1 && metric_kinds[k]->regression == classes)
            return refuse(m, "config", "has metrics that are not of such answers", e);
    if (x->setting_count == 1 && x->seed_count == 1 && x->seeds[0] == f->seed &&
        strcmp(x->settings[0].name, f->setting) == 0)
        return OK;
    return refuse(m, "config", "is not of that setting and seed alone", e);
}

// A config that asks for more weights than the file has would have memory taken for them.
static Status check_weights(const Model *m, Error *e) {
    const ModelSpec *spec = &model_spec(m)->model;
    const double outputs = (double)(m->file.classes + m->file.targets);
    double in = (double)m->file.features, wanted = 0, found = 0;
    for (int i = 0; i < spec->hidden_count; i++) {
        wanted += in * spec->hidden[i];
        in = spec->hidden[i];
    }
    wanted += in * outputs;
    for (int i = 0; i < m->file.tensor_count; i++) found += (double)m->file.tensors[i].size / sizeof(float);
    if (found >= wanted) return OK;
    return error_set(e, ERR_DATA,
                     "%s: the network of its config has %.0f weights, and the file holds %.0f numbers; " CHANGED,
                     m->path, wanted, found);
}

Status model_read(Model *m, const char *path, const Overrides *overrides, Error *e) {
    TensorFile f;
    *m = (Model){.path = path};
    if (model_is_file(path, e)) return e->status;
    Status s = tensors_read(&f, &m->bytes, path, &m->arena, e);
    if (!s) s = read_metadata(m, &f, e);
    m->file.tensor_count = f.tensor_count;
    m->file.tensors = f.tensors;
    if (!s) s = read_config(m, overrides, e);
    if (!s) s = check_sizes(m, e);
    return s ? s : check_weights(m, e);
}

void model_close(Model *m) {
    experiment_free(&m->experiment);
    bytes_close(&m->bytes);
    arena_free(&m->arena);
    *m = (Model){0};
}

const RunSpec *model_spec(const Model *m) {
    return &m->experiment.settings[0].spec;
}

Status model_recipe(Model *m, Recipe *r, Error *e) {
    const ModelFile *f = &m->file;
    if (!f->columns)
        return error_set(e, ERR_DATA,
                         "%s: does not say which columns of a table its network takes; regrun %.20s wrote it", m->path,
                         f->version);
    Status s =
        recipe_from_json(r, m->path, f->columns, strlen(f->columns), f->class_names, (int32_t)f->classes, &m->arena, e);
    if (s) return s;
    if ((uint64_t)r->features != f->features || (f->targets > 0 && (uint64_t)r->labels != f->targets))
        return refuse(m, "columns", "is not of as many features and targets as its network has", e);
    return OK;
}

// --- The network

Status model_split(const Model *m, Arena *arena, Split *split, Error *e) {
    const ModelFile *f = &m->file;
    Dataset *data = arena_take(arena, 1, sizeof *data);
    if (!data) return error_memory(e);
    *data = (Dataset){.features = (int32_t)f->features,
                      .classes = (int32_t)f->classes,
                      .targets = (int32_t)f->targets,
                      .feature_names = f->feature_names,
                      .class_names = f->class_names,
                      .target_names = f->target_names};
    const Part none = {.data = data};
    *split = (Split){.train = none,
                     .test = none,
                     .validation = none,
                     .shift = f->shift,
                     .scale = f->scale,
                     .target_shift = f->target_shift,
                     .target_scale = f->target_scale};
    return OK;
}

Status model_trainer(const Model *m, const Engine *engine, const Split *split, unsigned metrics, Trainer **t,
                     Error *e) {
    const RunSpec *spec = model_spec(m);
    // Nothing is trained, so all that is about training is left out.
    const TrainSpec train = {
        .batch_size = spec->train.batch_size, .loss = spec->train.loss, .eval_every = 1, .metrics = metrics};
    Status s = engine->open(t, &spec->model, &train, split, m->file.seed, e);
    if (s) return s;
    s = tensors_into(engine, *t, m->file.tensors, m->file.tensor_count, m->path, e);
    if (!s) return OK;
    engine->close(*t);
    *t = NULL;
    return s;
}

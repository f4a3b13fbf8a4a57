#include "lab/model_file.h"

#include <inttypes.h>
#include <string.h>

#include "base/json_writer.h"
#include "base/version.h"
#include "config/recipe_json.h"
#include "config/resolved.h"
#include "lab/model_tensors.h"

#define AT(field) offsetof(ModelFile, field)
#define LIST(field, length) AT(field), AT(length)

const ModelField model_fields[] = {
    {"regrun_model", MODEL_TEXT, AT(format), 0, false},
    {"regrun", MODEL_TEXT, AT(version), 0, false},
    {"setting", MODEL_TEXT, AT(setting), 0, false},
    {"seed", MODEL_WHOLE, AT(seed), 0, false},
    {"fold", MODEL_WHOLE, AT(fold), 0, true},
    {"epoch", MODEL_WHOLE, AT(epoch), 0, false},
    {"config", MODEL_TEXT, AT(config), 0, false},
    {"data_sha256", MODEL_TEXT, AT(data_hash), 0, false},
    {"features", MODEL_WHOLE, AT(features), 0, false},
    {"classes", MODEL_WHOLE, AT(classes), 0, false},
    {"targets", MODEL_WHOLE, AT(targets), 0, false},
    {"feature_names", MODEL_NAMES, LIST(feature_names, features), true},
    {"class_names", MODEL_NAMES, LIST(class_names, classes), true},
    {"target_names", MODEL_NAMES, LIST(target_names, targets), true},
    {"input_shift", MODEL_NUMBERS, LIST(shift, features), false},
    {"input_scale", MODEL_NUMBERS, LIST(scale, features), false},
    {"target_shift", MODEL_NUMBERS, LIST(target_shift, targets), true},
    {"target_scale", MODEL_NUMBERS, LIST(target_scale, targets), true},
    {"columns", MODEL_TEXT, AT(columns), 0, true},
    {"layer_count", MODEL_WHOLE, AT(layer_count), 0, false},
    {"layers", MODEL_NAMES, LIST(layers, layer_count), false},
    {NULL, MODEL_TEXT, 0, 0, false},
};
#define FIELDS (sizeof model_fields / sizeof *model_fields)

uint64_t model_count(const ModelFile *m, const ModelField *field) {
    uint64_t count;
    memcpy(&count, (const char *)m + field->count, sizeof count);
    return count;
}

bool model_layers(ModelFile *m, const Engine *engine, const Trainer *t, Arena *arena) {
    int count = 0;
    LayerPlace layer;
    while (engine->layer(t, count, &layer)) count++;
    const char **kinds = arena_take(arena, (size_t)count, sizeof *kinds);
    for (int i = 0; kinds && engine->layer(t, i, &layer); i++) kinds[i] = layer.kind;
    m->layer_count = (uint64_t)count;
    m->layers = kinds;
    return kinds;
}

static Status add_columns(ModelFile *m, const ModelRun *run, Arena *arena, Error *e) {
    Recipe recipe;
    Text columns = {0};
    JsonWriter w = {.out = &columns};
    Status s = recipe_of(&recipe, plan_source(run->plan, run->run->setting), run->split, arena, e);
    if (s) return s;
    recipe_write_json(&recipe, &w);
    m->columns = text_keep(&columns, arena);
    return m->columns ? OK : error_memory(e);
}

Status model_of(ModelFile *m, const ModelRun *run, Arena *arena, Error *e) {
    const Plan *plan = run->plan;
    const Experiment *x = plan->experiment;
    const Dataset *data = run->split->train.data;
    Text config = {0};
    experiment_resolved_run(x, run->run->setting, run->run->replicate.seed, &config);
    *m = (ModelFile){
        .format = MODEL_FORMAT,
        .version = REGRUN_VERSION,
        .config = text_keep(&config, arena),
        .setting = x->settings[run->run->setting].name,
        .seed = run->run->replicate.seed,
        .fold = plan->folds > 0 ? (uint64_t)run->run->replicate.fold : MODEL_NO_FOLD,
        .epoch = (uint64_t)run->epoch,
        .data_hash = plan_source(plan, run->run->setting)->hash,
        .features = (uint64_t)data->features,
        .classes = (uint64_t)data->classes,
        .targets = (uint64_t)data->targets,
        .feature_names = data->feature_names,
        .class_names = data->class_names,
        .target_names = data->target_names,
        .shift = run->split->shift,
        .scale = run->split->scale,
        .target_shift = run->split->target_shift,
        .target_scale = run->split->target_scale,
    };
    if (!m->config || !model_layers(m, run->engine, run->trainer, arena)) return error_memory(e);
    Status s = add_columns(m, run, arena, e);
    return s ? s : tensors_of(run->engine, run->trainer, &m->tensors, &m->tensor_count, arena, e);
}

// --- The metadata

static void add_names(const char *const *names, uint64_t count, Text *out) {
    JsonWriter w = {.out = out};
    json_list(&w, JSON_DENSE);
    for (uint64_t i = 0; i < count; i++) json_text(&w, names[i]);
    json_end(&w);
}

static void add_numbers(const float *numbers, uint64_t count, Text *out) {
    JsonWriter w = {.out = out};
    json_list(&w, JSON_DENSE);
    for (uint64_t i = 0; i < count; i++) json_number(&w, (double)numbers[i]);
    json_end(&w);
}

// The value of a field as text; nothing where there is none.
static void add_value(const ModelFile *m, const ModelField *field, Text *out) {
    const char *base = (const char *)m, *text = NULL;
    const uint64_t count = model_count(m, field);
    uint64_t whole;
    switch (field->kind) {
    case MODEL_WHOLE:
        memcpy(&whole, base + field->offset, sizeof whole);
        if (whole != MODEL_NO_FOLD || !field->optional) text_printf(out, "%" PRIu64, whole);
        break;
    case MODEL_TEXT:
        memcpy(&text, base + field->offset, sizeof text);
        if (text) text_add(out, text);
        break;
    case MODEL_NAMES: {
        const char *const *names;
        memcpy(&names, base + field->offset, sizeof names);
        if (names) add_names(names, count, out);
        break;
    }
    case MODEL_NUMBERS: {
        const float *numbers;
        memcpy(&numbers, base + field->offset, sizeof numbers);
        if (numbers) add_numbers(numbers, count, out);
        break;
    }
    }
}

Status model_write(const ModelFile *m, const Store *store, const char *path, Error *e) {
    Arena arena = {0};
    TensorNote notes[FIELDS] = {{"format", "pt"}}; // whose tensors they are, as other programs ask
    TensorFile file = {.note_count = 1, .notes = notes, .tensor_count = m->tensor_count, .tensors = m->tensors};
    Status s = OK;
    for (const ModelField *field = model_fields; !s && field->key; field++) {
        Text value = {0};
        add_value(m, field, &value);
        if (!value.size && !value.failed) continue;
        const char *text = text_keep(&value, &arena);
        if (!text) s = error_memory(e);
        notes[file.note_count++] = (TensorNote){field->key, text};
    }
    if (!s) s = tensors_write(&file, store, path, e);
    arena_free(&arena);
    return s;
}

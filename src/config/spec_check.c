#include "config/spec_check.h"

#include "config/option_type.h"

#define PARAMETERS_MOST 2147483647.0
#define CLASSES_NAMED 20 // in a message

static bool check_model(const ModelSpec *m, int32_t features, SpecProblem *p) {
    double weights = m->hidden_count > 0 ? (double)features * m->hidden[0] : 0;
    const int branches = m->skip > 0 ? model_branches(m) : 1;
    for (int i = 1; i < m->hidden_count; i++) weights += (double)branches * m->hidden[i - 1] * m->hidden[i];
    if (weights > PARAMETERS_MOST)
        return spec_refuse(p, "model.hidden", "asks for %.3g weights; at most %.3g are possible", weights,
                           PARAMETERS_MOST);
    return true;
}

// Lists of numbers are about the hidden layers.
static bool check_lists(const RunSpec *spec, SpecProblem *p) {
    const int layers = spec->model.hidden_count;
    for (const Option *o = options; o < options + option_count; o++) {
        const int count = o->type == OPTION_NUMBERS ? option_count_of(o, spec) : 1;
        if (count > 1 && count != layers)
            return spec_refuse(p, o->key, "has %d numbers for %d hidden layer%s; give one for each, or a single number",
                               count, layers, layers == 1 ? "" : "s");
    }
    return true;
}

// What is on in a setting cannot be on together with another.
static bool check_rivals(const RunSpec *spec, SpecProblem *p) {
    static const struct {
        const char *key, *other, *why;
    } rivals[] = {
        {"regularize.gaussian_dropout", "regularize.dropout", "both put random factors on the same units"},
        {"regularize.weight_norm", "regularize.drop_connect", "weights have one rule"},
        {"regularize.alpha_dropout", "regularize.dropout", "both drop the same units"},
        {"regularize.alpha_dropout", "regularize.gaussian_dropout", "both put random factors on the same units"},
        {"regularize.shake_drop", "regularize.stochastic_depth", "both draw the shares of the same blocks"},
        {"regularize.shake_shake", "regularize.stochastic_depth", "both draw the shares of the same blocks"},
        {"regularize.shake_shake", "regularize.shake_drop", "both draw the shares of the same blocks"},
    };
    for (size_t i = 0; i < sizeof rivals / sizeof *rivals; i++)
        if (option_on(rivals[i].key, spec) && option_on(rivals[i].other, spec))
            return spec_refuse(p, rivals[i].key, "cannot be had together with %s: %s; leave one of them out",
                               rivals[i].other, rivals[i].why);
    return true;
}

static bool check_one_norm(const ModelSpec *m, SpecProblem *p) {
    const struct {
        const char *key;
        bool on;
    } norms[] = {
        {"regularize.batch_norm", m->batch_norm.on},
        {"regularize.layer_norm", m->layer_norm.on},
        {"regularize.group_norm", m->group_norm.groups > 0},
        {"regularize.rms_norm", m->rms_norm.on},
    };
    const char *first = NULL;
    for (size_t i = 0; m->hidden_count > 0 && i < sizeof norms / sizeof *norms; i++) {
        if (!norms[i].on) continue;
        if (first)
            return spec_refuse(p, norms[i].key,
                               "cannot be on together with %s: of two normalizations the later one undoes what the "
                               "other did; switch one off",
                               first);
        first = norms[i].key;
    }
    return true;
}

// What is taken away from a group must leave something: two units at least.
static bool check_groups(const ModelSpec *m, SpecProblem *p) {
    for (int i = 0; i < m->hidden_count; i++) {
        const int width = m->hidden[i], groups = m->group_norm.groups;
        if (m->layer_norm.on && width == 1)
            return spec_refuse(
                p, "regularize.layer_norm",
                "leaves nothing but 0 of a hidden layer of one unit (model.hidden); at least 2 units, or "
                "regularize.rms_norm");
        if (groups > 0 && (width % groups || width == groups))
            return spec_refuse(p, "regularize.group_norm",
                               "%d does not divide the %d units of hidden layer %d (model.hidden) into groups of the "
                               "same size, of at least 2 units; give a number of groups that divides every width",
                               groups, width, i + 1);
    }
    return true;
}

// Residual blocks are whole, and what they add to what they are given has the same features.
static bool check_skip(const ModelSpec *m, SpecProblem *p) {
    const int behind = m->hidden_count - 1, k = m->skip;
    if (k == 0 || m->hidden_count == 0) return true;
    if (behind == 0 || behind % k)
        return spec_refuse(
            p, "model.skip",
            "%d makes no whole blocks of the %d hidden layer%s behind the first (model.hidden); give 1 + "
            "a multiple of %d hidden layers, or another number here",
            k, behind, behind == 1 ? "" : "s", k);
    for (int first = 1; first <= behind; first += k) {
        const int given = m->hidden[first - 1], made = m->hidden[first + k - 1];
        if (given != made)
            return spec_refuse(
                p, "model.skip",
                "cannot add the %d units of hidden layer %d to the %d of hidden layer %d (model.hidden): "
                "a block gives as many as it is given; give both the same width",
                given, first, made, first + k);
    }
    return true;
}

static bool check_batches(const RunSpec *spec, SpecProblem *p) {
    const TrainSpec *t = &spec->train;
    bool batch_norm = spec->model.batch_norm.on && spec->model.hidden_count > 0;
    if (batch_norm && t->batch_size == 1)
        return spec_refuse(p, "train.batch_size", "1 leaves regularize.batch_norm nothing to average over; at least 2");
    if (batch_norm && spec->data.train_size == 1)
        return spec_refuse(p, "data.train_size", "1 leaves regularize.batch_norm nothing to average over; at least 2");
    if (batch_norm && spec->model.batch_norm.virtual_batch == 1)
        return spec_refuse(p, "regularize.batch_norm.virtual_batch",
                           "1 leaves nothing to average over; at least 2, or 0 for the whole batch");
    if (t->last_batch == LAST_DROP && spec->data.train_size > 0 && spec->data.train_size < t->batch_size)
        return spec_refuse(
            p, "train.batch_size",
            "%d is more than the %lld training samples, and train.last_batch drop would drop that only batch; "
            "at most %lld, or train.last_batch keep",
            t->batch_size, (long long)spec->data.train_size, (long long)spec->data.train_size);
    return true;
}

// What is about labels has no meaning for a number.
static bool check_classes(const RunSpec *spec, SpecProblem *p) {
    const struct {
        const char *key;
        bool on;
        const char *value; // where not the whole option needs them
    } options_of_classes[] = {
        {"train.loss", loss_wants_classes[spec->train.loss], loss_names[spec->train.loss]},
        {"train.class_weights", spec->train.class_weights.choice != CLASS_WEIGHTS_NONE, ""},
        {"regularize.label_smoothing", spec->train.label_smoothing > 0, ""},
    };
    for (size_t i = 0; i < sizeof options_of_classes / sizeof *options_of_classes; i++) {
        const char *value = options_of_classes[i].value;
        if (options_of_classes[i].on)
            return spec_refuse(p, options_of_classes[i].key,
                               "%s%sneeds classes, and this is a regression; leave it out, or say "
                               "data.task classification",
                               value, *value ? " " : "");
    }
    return true;
}

// A list of weights has one for each class.
static bool check_class_weights(const ChoiceOrNumbers *weights, const Dataset *data, SpecProblem *p) {
    if (weights->choice != CHOICE_NUMBERS || weights->count == data->classes) return true;
    Text names = {0};
    for (int32_t k = 0; k < data->classes && k < CLASSES_NAMED; k++)
        text_printf(&names, "%s%s", k ? ", " : "", data->class_names[k]);
    if (data->classes > CLASSES_NAMED) text_add(&names, ", ...");
    spec_refuse(p, "train.class_weights", "has %d number%s for %d classes; give one for each, in this order: %s",
                weights->count, weights->count == 1 ? "" : "s", (int)data->classes, names.data ? names.data : "");
    text_free(&names);
    return false;
}

static bool check_with_data(const RunSpec *spec, const Dataset *data, SpecProblem *p) {
    if (spec->train.schedule.kind == SCHEDULE_PLATEAU && spec->data.validation_size == 0)
        return spec_refuse(p, "train.schedule",
                           "plateau needs a validation part: say data.validation_fraction (0.2, "
                           "say) outside of the settings, or take another schedule");
    if (spec->train.stop.patience > 0 && spec->train.stop.select_on == STOP_ON_VALIDATION &&
        spec->data.validation_size == 0)
        return spec_refuse(p, "regularize.early_stopping",
                           "needs a validation part to go by: say data.validation_fraction (0.2, say) outside of the "
                           "settings; or let it look at the test part (regularize.early_stopping.select_on test), and "
                           "every table will say so");
    if (spec->train.save >= SAVE_BEST && spec->data.validation_size == 0)
        return spec_refuse(p, "train.save",
                           "%s needs a validation part, on whose loss it is seen which weights are the best: say "
                           "data.validation_fraction (0.2, say) outside of the settings, or save the last ones",
                           spec->train.save == SAVE_BEST ? "best" : "both");
    return data->classes > 0 ? check_class_weights(&spec->train.class_weights, data, p) : check_classes(spec, p);
}

// What is averaged must be there.
static bool check_averages(const RunSpec *spec, SpecProblem *p) {
    static const char *const drops[] = {"regularize.dropout", "regularize.input_dropout", "regularize.gaussian_dropout",
                                        "regularize.alpha_dropout", "regularize.drop_connect"};
    const ScheduleSpec *schedule = &spec->train.schedule;
    bool dropped = false;
    for (size_t i = 0; i < sizeof drops / sizeof *drops; i++) dropped |= option_on(drops[i], spec);
    if (spec->train.mc_dropout > 0 && !dropped)
        return spec_refuse(p, "regularize.mc_dropout",
                           "finds nothing that drops at random: give regularize.dropout (or input_dropout, "
                           "gaussian_dropout, alpha_dropout, drop_connect) a rate above 0, or leave it out");
    if (spec->train.snapshots == 0) return true;
    if (schedule->kind != SCHEDULE_COSINE || schedule->restart == 0)
        return spec_refuse(p, "regularize.snapshots",
                           "takes the network at the end of each cycle of the learning rate, and there are none: say "
                           "train.schedule cosine and train.schedule.restart (15, say), or leave it out");
    if (schedule->restart > spec->train.epochs && spec->train.epochs > 0)
        return spec_refuse(p, "regularize.snapshots",
                           "takes the network at the end of each cycle of the learning rate, and the first one, of "
                           "%d epochs (train.schedule.restart), does not end within %d (train.epochs); give more "
                           "epochs or shorter cycles",
                           schedule->restart, spec->train.epochs);
    return true;
}

bool spec_check(const RunSpec *spec, const Dataset *data, SpecProblem *problem) {
    if (data && !check_with_data(spec, data, problem)) return false;
    return source_check(&spec->data, problem) && check_model(&spec->model, data ? data->features : 0, problem) &&
           check_lists(spec, problem) && check_rivals(spec, problem) && check_one_norm(&spec->model, problem) &&
           check_groups(&spec->model, problem) && check_skip(&spec->model, problem) && check_batches(spec, problem) &&
           check_averages(spec, problem);
}

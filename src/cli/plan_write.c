// The runs of a plan for programs: as a list of IDs, as a table, as JSON. There may be a million of them.
#include <inttypes.h>
#include <math.h>
#include <stdio.h>

#include "base/json_writer.h"
#include "cli/cost.h"
#include "cli/plan.h"
#include "config/asked.h"
#include "config/options.h"
#include "config/resolved.h"
#include "lab/pool.h"
#include "lab/run_id.h"

enum { PIECE = 1 << 16 };

// Writes what has gathered where it is worth it, or all of it.
static Status put(Text *out, bool all, Error *e) {
    if (out->failed) return error_memory(e);
    if (out->size == 0 || (out->size < PIECE && !all)) return OK;
    const size_t written = fwrite(out->data, 1, out->size, stdout);
    const bool fine = written == out->size && (!all || fflush(stdout) == 0);
    out->size = 0;
    return fine ? OK : error_errno(e, "cannot write to standard output");
}

// The end of what a function writes: the rest of it, if all went well.
static Status put_rest(Text *out, Status s, Error *e) {
    if (!s) s = put(out, true, e);
    text_free(out);
    return s;
}

Status plan_list(const Planning *p, Error *e) {
    const Plan *plan = &p->session.plan;
    Text out = {0};
    Status s = OK;
    for (int i = 0; !s && i < plan->run_count; i++) {
        if (!p->chosen[i] || run_status_complete(p->states[i].status)) continue;
        text_add(&out, run_id(plan, i).text);
        text_add(&out, "\n");
        s = put(&out, false, e);
    }
    return put_rest(&out, s, e);
}

// --- The table

static void add_header(const Plan *plan, Text *out) {
    const Experiment *x = plan->experiment;
    text_add(out, plan->folds > 0 ? "id,setting,seed,fold" : "id,setting,seed");
    for (int k = 0; k < x->varied_count; k++) text_printf(out, ",%s", x->varied[k]);
    text_add(out, ",parameters,steps,status\n");
}

// What all runs of a setting have alike: its name, and what stands behind the seed.
static void add_setting(const Planning *p, int setting, Text *name, Text *rest) {
    const Experiment *x = p->session.plan.experiment;
    const SettingCost *cost = &p->cost.setting[setting];
    Text value = {0};
    name->size = rest->size = 0;
    text_add_csv(name, x->settings[setting].name);
    for (int k = 0; k < x->varied_count; k++) {
        value.size = 0;
        text_add(&value, "");
        experiment_value(x, setting, x->varied[k], &value);
        text_add(rest, ",");
        if (value.size > 0) text_add_csv(rest, value.data);
    }
    text_printf(rest, ",%" PRId64 ",%" PRId64 ",", cost->parameters, cost->steps);
    rest->failed |= value.failed;
    text_free(&value);
}

Status plan_csv(const Planning *p, Error *e) {
    const Plan *plan = &p->session.plan;
    Text out = {0}, name = {0}, rest = {0};
    Status s = OK;
    add_header(plan, &out);
    for (int i = 0, setting = -1; !s && i < plan->run_count; i++) {
        const Run *run = &plan->runs[i];
        if (!p->chosen[i]) continue;
        if (run->setting != setting) add_setting(p, run->setting, &name, &rest);
        setting = run->setting;
        if (name.failed || rest.failed) s = error_memory(e);
        if (s) break;
        text_printf(&out, "%s,%s,%" PRIu64, run_id(plan, i).text, name.data, run->replicate.seed);
        if (plan->folds > 0) text_printf(&out, ",%d", run->replicate.fold);
        text_add_n(&out, rest.data, rest.size);
        text_add(&out, run_status_seen(p->states[i].status));
        text_add(&out, "\n");
        s = put(&out, false, e);
    }
    text_free(&name);
    text_free(&rest);
    return put_rest(&out, s, e);
}

// --- JSON

static void add_counts(JsonWriter *w, const Planning *p) {
    const Experiment *x = p->session.plan.experiment;
    json_key(w, "name");
    json_text(w, x->name);
    json_key(w, "folder");
    json_text(w, p->session.lab.folder);
    json_key(w, "settings");
    json_whole(w, x->setting_count);
    json_key(w, "seeds");
    json_whole(w, x->seed_count);
    json_key(w, "total");
    json_whole(w, p->chosen_count);
    for (RunStatus i = 0; i < RUN_STATUSES; i++) {
        if (i == RUN_RUNNING) continue; // none of this process
        json_key(w, i == RUN_LEARNED_NOTHING ? "learned_nothing" : run_status_seen(i));
        json_whole(w, p->count[i]);
    }
}

static void add_instruments(JsonWriter *w, const TrainSpec *train) {
    if (!train->probes) return;
    json_key(w, "probe");
    asked_json(&asked_probes, train->probes, w);
    json_key(w, "probe_every");
    json_whole(w, train->probe_every);
}

// Of the runs that are left. Seconds are null where they are not known.
static void add_estimate(JsonWriter *w, const Planning *p) {
    const Estimate *cost = &p->cost;
    const int jobs = cost_at_once(cost, p->left, p->jobs), processors = pool_processors();
    const Times all = jobs > 0 ? estimate_runs(cost, p->left, jobs < processors ? jobs : processors) : (Times){0};
    json_key(w, "estimate");
    json_object(w, JSON_LINES);
    json_key(w, "jobs");
    json_whole(w, jobs);
    json_key(w, "seconds");
    json_float(w, (float)all.about);
    json_key(w, "seconds_least");
    json_float(w, (float)all.least);
    json_key(w, "seconds_most");
    json_float(w, (float)all.most);
    json_key(w, "memory_bytes");
    json_whole(w, (int64_t)estimate_memory(cost, jobs));
    json_key(w, "data_bytes");
    json_whole(w, (int64_t)cost->data_memory);
    json_key(w, "kinds");
    json_whole(w, cost->kind_count);
    json_key(w, "kinds_timed");
    json_whole(w, cost->calibrated);
    json_key(w, "load");
    json_float(w, (float)cost->load);
    json_end(w);
}

// What all runs of a setting have alike, as members that are made once: ", " and all but the braces of an object.
typedef struct Alike {
    int setting; // -1: none yet
    Text members;
} Alike;

// The options that vary; null for one that has no effect.
static void add_options(JsonWriter *w, const Experiment *x, const RunSpec *spec) {
    json_key(w, "options");
    json_object(w, JSON_INLINE);
    for (int k = 0; k < x->varied_count; k++) {
        const Option *o = option_find(x->varied[k]);
        json_key(w, o->key);
        if (option_used(o, spec))
            option_json(o, spec, w);
        else
            json_null(w);
    }
    json_end(w);
}

static Status make_alike(const Planning *p, int setting, Alike *alike, Error *e) {
    const Experiment *x = p->session.plan.experiment;
    Text object = {0};
    JsonWriter w = {.out = &object};
    if (alike->setting == setting) return OK;
    alike->setting = setting;
    json_object(&w, JSON_INLINE);
    json_key(&w, "setting");
    json_text(&w, x->settings[setting].name);
    add_options(&w, x, &x->settings[setting].spec);
    json_key(&w, "parameters");
    json_whole(&w, p->cost.setting[setting].parameters);
    json_key(&w, "steps");
    json_whole(&w, p->cost.setting[setting].steps);
    json_key(&w, "seconds");
    json_float(&w, (float)estimate_run(&p->cost, setting).about);
    json_end(&w);
    alike->members.size = 0;
    text_add(&alike->members, ", ");
    if (!object.failed) text_add_n(&alike->members, object.data + 1, object.size - 2);
    const bool failed = object.failed || alike->members.failed;
    text_free(&object);
    return failed ? error_memory(e) : OK;
}

static void add_run(JsonWriter *w, const Planning *p, const Alike *alike, int number) {
    const Plan *plan = &p->session.plan;
    const Run *run = &plan->runs[number];
    const RunState *state = &p->states[number];
    json_object(w, JSON_INLINE);
    json_key(w, "id");
    json_text(w, run_id(plan, number).text);
    json_key(w, "seed");
    json_unsigned(w, run->replicate.seed);
    if (plan->folds > 0) {
        json_key(w, "fold");
        json_whole(w, run->replicate.fold);
    }
    json_key(w, "status");
    json_text(w, run_status_seen(state->status));
    if (state->message) {
        json_key(w, "message");
        json_text(w, state->message);
    }
    text_add_n(w->out, alike->members.data, alike->members.size);
    json_end(w);
}

Status plan_json(const Planning *p, Error *e) {
    Text out = {0};
    JsonWriter w = {.out = &out};
    Alike alike = {.setting = -1};
    Status s = OK;
    json_object(&w, JSON_LINES);
    add_counts(&w, p);
    add_instruments(&w, &p->session.plan.experiment->settings[0].spec.train);
    add_estimate(&w, p);
    json_key(&w, "runs");
    json_list(&w, JSON_LINES);
    for (int i = 0; !s && i < p->session.plan.run_count; i++) {
        if (!p->chosen[i]) continue;
        s = make_alike(p, p->session.plan.runs[i].setting, &alike, e);
        if (!s) add_run(&w, p, &alike, i);
        if (!s) s = put(&out, false, e);
    }
    text_free(&alike.members);
    json_end(&w);
    json_end(&w);
    text_add(&out, "\n");
    return put_rest(&out, s, e);
}

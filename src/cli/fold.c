// `regrun fold F --out G`: a trained network without its batch norms.
#include "base/files.h"
#include "cli/args.h"
#include "cli/commands.h"
#include "results/model_fold.h"

typedef struct Options {
    ArgList models;
    const char *out;
    bool force, help;
} Options;

static Status fold(const Options *o, Text *told, Error *e) {
    Folded folded;
    if (o->models.count != 1) return error_set(e, ERR_USAGE, "fold takes one model: regrun fold FILE --out FILE");
    if (!o->out || !*o->out) return error_set(e, ERR_USAGE, "--out FILE is missing: where should it be written?");
    if (args_out_file(o->out, "folded.safetensors", e)) return e->status;
    if (!o->force && file_exists(o->out))
        return error_set(e, ERR_IO, "%s is there already; choose another --out, or overwrite it with --force", o->out);
    Status s = model_fold(o->models.item[0], o->out, &folded, e);
    if (s) return s;
    text_printf(told, "%s: ", o->out);
    if (folded.norms > 0) text_printf(told, "%d batch norm%s", folded.norms, folded.norms == 1 ? "" : "s");
    if (folded.weight_norm) text_printf(told, "%sweight norm", folded.norms > 0 ? " and " : "");
    text_add(told, " folded\n");
    return OK;
}

static const char help[] =
    "usage: regrun fold FILE --out FILE [options]\n\n"
    "Writes a trained network (train.save) as one of fewer layers that gives the same outputs, within\n"
    "rounding: each batch norm goes into the linear layer beside it, weight norm becomes plain weights.\n"
    "regrun eval and PyTorch read it as any other.\n\noptions\n";

int command_fold(int argc, char **argv) {
    Options o = {0};
    const Arg table[] = {
        {"model", 'm', ARG_LIST, &o.models, "FILE", "a model.safetensors; --model may be left out"},
        {"out", 'o', ARG_TEXT, &o.out, "FILE", "where to"},
        {"force", 'f', ARG_FLAG, &o.force, NULL, "overwrite what exists"},
        {"help", 'h', ARG_FLAG, &o.help, NULL, "print this"},
    };
    enum { COUNT = sizeof table / sizeof *table };
    Arena arena = {0};
    Text told = {0};
    Error e = {0};
    Status s = args_read(table, COUNT, argc, argv, &o.models, &arena, &e);
    if (!s && !o.help) s = fold(&o, &told, &e);
    int code = s ? command_fail(&e) : o.help ? command_help(help, table, COUNT, "") : command_print(&told);
    arena_free(&arena);
    return code;
}

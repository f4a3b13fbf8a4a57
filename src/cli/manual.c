// regrun(1).
#include "cli/manual.h"

#include <string.h>

#include "cli/help.h"
#include "cli/mdoc.h"
#include "cli/pages.h"
#include "lab/names.h"

typedef struct Manual {
    HelpListener listener;
    Text *out;
} Manual;

static void add_option(Text *out, const Arg *arg) {
    text_add(out, ".It");
    if (arg->letter) text_printf(out, " Fl %c ,", arg->letter);
    text_add(out, " Fl");
    Text dashed = {0};
    text_printf(&dashed, "-%s", arg->name);
    mdoc_argument(out, dashed.data ? dashed.data : "");
    out->failed |= dashed.failed;
    text_free(&dashed);
    if (arg->value) {
        text_add(out, " Ar");
        mdoc_argument(out, arg->value);
    }
    text_add(out, "\n");
    mdoc_text(out, arg->help, strlen(arg->help));
}

// Paragraphs with lines that are indented are examples.
static void add_paragraph(Text *out, Stretch paragraph) {
    const char *indented = strstr(paragraph.at, "\n  ");
    if (indented && indented < paragraph.at + paragraph.size) {
        text_add(out, ".Bd -literal -offset indent\n");
        mdoc_literal(out, paragraph.at, paragraph.size);
        text_add(out, ".Ed\n");
    } else {
        text_add(out, ".Pp\n");
        mdoc_text(out, paragraph.at, paragraph.size);
    }
}

static void add_page(HelpListener *own, const HelpPage *page) {
    Text *out = ((Manual *)own)->out;
    const char *rest = page->before;
    Stretch stretch;
    for (bool first = true; page_usage(&rest, &stretch); first = false) {
        text_add(out, first ? "" : ".br\n");
        mdoc_text(out, stretch.at, stretch.size);
    }
    while (page_paragraph(&rest, &stretch)) add_paragraph(out, stretch);
    if (page->n > 0) mdoc_list(out);
    for (size_t i = 0; i < page->n; i++) add_option(out, &page->table[i]);
    if (page->n > 0) mdoc_list_end(out);
    rest = page->after;
    while (page_paragraph(&rest, &stretch)) add_paragraph(out, stretch);
}

static void add_command(Text *out, const Command *c) {
    Manual manual = {{add_page}, out};
    mdoc_section(out, "Ss", c->name);
    page_of(c, NULL, &manual.listener);
    for (const char *const *part = c->parts; part && *part; part++) {
        text_add(out, ".Pp\n");
        page_of(c, *part, &manual.listener);
    }
}

static void add_entries(Text *out, const char *heading, const char *macro, const HelpEntry *entry) {
    mdoc_section(out, "Sh", heading);
    mdoc_list(out);
    for (; entry->term; entry++) mdoc_item(out, macro, entry->term, entry->text);
    mdoc_list_end(out);
}

void manual_commands(Text *out) {
    mdoc_begin(out, "regrun", 1, "train small networks under several settings, and say which overfits less");
    text_add(out, ".Sh SYNOPSIS\n.Nm\n.Fl \\-config Ar FILE\n.Op Ar options\n.Nm\n.Ar COMMAND\n.Op Ar arguments\n"
                  ".Sh DESCRIPTION\n");
    mdoc_text(out, help_about, strlen(help_about));
    text_add(out,
             ".Pp\nA config is looked for as given, then in\n.Pa configs/ ,\nthen among those that came with regrun.\n"
             ".Xr regrun-config 5\nlists what it may hold.\nResults go to\n.Pa results/NAME/ .\n"
             ".Sh COMMANDS\n");
    for (const Command *c = commands; c->name; c++)
        if (c->about) add_command(out, c);
    add_entries(out, "ENVIRONMENT", "Ev", help_variables);
    text_add(out, ".Sh FILES\nIn the results folder:\n");
    mdoc_list(out);
    for (const Written *w = written; w->name; w++) mdoc_item(out, "Pa", w->name, w->about);
    mdoc_list_end(out);
    add_entries(out, "EXIT STATUS", "Li", help_exits);
    add_entries(out, "EXAMPLES", "Li", help_examples);
    text_add(out,
             ".Sh SEE ALSO\n.Xr regrun-config 5\n.Pp\nregrun help lists the documents that came with the program.\n");
}

Status manual_page(const char *name, Text *out, Error *e) {
    static const struct {
        const char *name;
        void (*add)(Text *out);
    } pages[] = {{"regrun", manual_commands}, {"regrun-config", manual_config}};
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        if (strcmp(pages[i].name, name) != 0) continue;
        pages[i].add(out);
        return OK;
    }
    return error_set(e, ERR_USAGE, "--man %s: there are regrun and regrun-config", name);
}

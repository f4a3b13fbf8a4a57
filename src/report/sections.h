// The sections of a comparison in their order, whatever the format.
#ifndef REPORT_SECTIONS_H
#define REPORT_SECTIONS_H

#include "report/instruments.h"
#include "report/lines.h"
#include "report/report.h"
#include "report/table.h"

// How a format writes what a section holds, at the end of `out`. No table, list or text is empty.
typedef struct Writer Writer;
struct Writer {
    Text *out;
    const ReportStyle *style; // the terminal's; NULL in other formats
    bool whole;               // tables have every column that there is, whatever was chosen
    bool paper;               // tables are for a paper: no wider than they must be
    const void *format;       // what it writes differently from others of its kind
    void *own;                // what it gathers
    void (*questions)(Writer *w, const Lines *lines);
    void (*heading)(Writer *w, const char *title);
    void (*table)(Writer *w, const Comparison *c, const TextTable *t); // with its title and note
    void (*lines)(Writer *w, const Lines *lines);
    void (*words)(Writer *w, const char *words);
};

// The question, the table of settings, what was left out, the verdicts and expectations; `brief`: and of many settings
// what each swept option does; else the tables of everything. With c->focus.columns tables alone, and of these the
// columns that it names.
void sections_write(Writer *w, const Comparison *c, bool brief);

// What instruments said: a table for each wanted value, or one of many; and how these are read.
void sections_instruments(Writer *w, const InstrumentView *v);

#endif

// What instruments said, as tables and for programs: `regrun compare --probe`.
#ifndef REPORT_INSTRUMENTS_H
#define REPORT_INSTRUMENTS_H

#include "compare/instruments.h"
#include "report/report.h"
#include "report/table.h"

// What of it is wanted.
typedef struct InstrumentView {
    Instruments in;
    bool wanted[PROBE_VALUE_COUNT];
    bool full; // a table for each value, however many there are
} InstrumentView;

#define INSTRUMENT_TABLES 8 // of more values there is one table, unless `full`

// A value over the settings in focus that say it: of each a row for the first look and one for the last, a column for
// each layer.
TextTable view_instrument(const Instruments *in, int value, Arena *a);
// Many values over these settings: a row for each value that is wanted, a column for each setting, the mean over layers
// at the last look.
TextTable view_instruments(const InstrumentView *v, Arena *a);
bool instruments_brief(const InstrumentView *v);
// How these tables are read, and which settings they leave out.
void words_instruments(Text *out, const InstrumentView *v);

// Where instruments looked, how to see what they saw; nothing where none did.
void words_looked(Text *out, const Comparison *c);

// The tables of the wanted values; appended to `out`.
void instruments_text(Text *out, const InstrumentView *v, const ReportStyle *style);
void instruments_markdown(Text *out, const InstrumentView *v);
void instruments_latex(Text *out, const InstrumentView *v);

// Of all settings, epochs and layers. One row for each:
// setting,probe,layer,kind,nth,epoch,n,mean,sd,low,high.
void instruments_csv(Text *out, const InstrumentView *v);
void instruments_json(Text *out, const InstrumentView *v);

#endif

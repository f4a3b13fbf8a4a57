// The parts of `regrun data`.
#ifndef CLI_DATA_H
#define CLI_DATA_H

#include <stdint.h>

#include "base/error.h"
#include "base/text.h"
#include "cli/args.h"
#include "config/run_spec.h"
#include "data/dataset.h"

// argv[0] is the part's name, the rest are its arguments. Returns the exit code.
extern const char *const data_parts[]; // their names, NULL at the end
int data_show(int argc, char **argv);
int data_write(int argc, char **argv);

// Reads the value of --`name`, a whole number from 0 to 2^53; ERR_USAGE otherwise.
Status data_whole(const char *name, const char *text, uint64_t *value, Error *e);

// Sets an option of the data as a config would, where a value is given; `flag`: what gave it. What a config could not
// say is ERR_USAGE here: an option that the source does not take, for one.
Status data_set(RunSpec *spec, const char *flag, const char *key, const char *value, Arena *arena, Error *e);
// The same for each --set data.KEY=VALUE.
Status data_set_list(const ArgList *list, RunSpec *spec, Arena *arena, Error *e);

// How figures are drawn: in ASCII characters from light to dark, in half blocks, or in half blocks and shades of grey.
typedef enum FigureStyle { FIGURE_ASCII, FIGURE_BLOCKS, FIGURE_SHADES } FigureStyle;

// Draws the images first, ..., first + count - 1 of `d` side by side in at most `columns` columns, each under a line
// with its number (that of the first one is shown as `number`) and its class.
void data_figures(const Dataset *d, int32_t first, int32_t count, uint64_t number, int columns, FigureStyle style,
                  Text *out);

// Draws the samples as points, a letter for each class (A, B, ...): the first feature to the right, the second (or the
// target, in regression) upwards. Where several fall into one cell, the first one is seen. Values, not pixels.
void data_scatter(const Dataset *d, Text *out);

// The samples of a built-in task as a table, one line for each of its columns: least, mean, most, SD, and the first
// rows beside each other.
Status data_columns(const Dataset *d, int rows, int columns, bool color, Text *out, Error *e);

#endif

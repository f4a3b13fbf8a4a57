// A recipe (table/recipe.h) as JSON, as it stands in a model's file:
//
//     {"header": true, "decimal": ".", "columns": 4,
//      "features": [{"column": 1, "name": "age", "fill": 38, "indicator": true},
//                   {"column": 2, "name": "city", "categories": ["Oslo", "Rome"], "fill": "Rome"}],
//      "labels": [{"column": 4, "name": "hired"}]}
//
// "decimal" is the mark before the fraction of its numbers, where they have one ("decimal_guessed": true where nothing
// proved it). Columns count from 1. "name" is not there where the column has none; "same" says how many columns of that
// name stand before it, where there are some. "fill" is not there where missing cells are refused; of a column of
// categories null means none of them. The names of the classes stand in the model's file already.
#ifndef CONFIG_RECIPE_JSON_H
#define CONFIG_RECIPE_JSON_H

#include "base/json_writer.h"
#include "table/recipe.h"

// Writes it as the value that is due.
void recipe_write_json(const Recipe *r, JsonWriter *w);

// Reads it; `classes` (count 0: a regression) are those of the model. Anybody may have written the text: what cannot be
// is refused with ERR_DATA, "NAME: the columns: ..." and what is wrong. Memory from `arena`; ERR_IO without.
Status recipe_from_json(Recipe *r, const char *name, const char *text, size_t size, const char *const *classes,
                        int32_t count, Arena *arena, Error *e);

#endif

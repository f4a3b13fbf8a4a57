// A book of claims: the configs of a folder that say what they claim, by chapters, each with the verdict of its
// results.
#ifndef CLI_CLAIMS_H
#define CLI_CLAIMS_H

#include "base/arena.h"
#include "base/error.h"
#include "base/text.h"
#include "config/claim.h"
#include "config/experiment.h"
#include "results/verdicts.h"

typedef struct BookClaim {
    const char *name; // the experiment's; of a config that could not be read, the file's
    const char *path;
    const char *results; // its folder, which may not be there yet
    bool begun;          // it is
    Experiment *asked;   // as its config says it; NULL: that could not be read
    ClaimSpec says;      // without a chapter: it claims nothing, or could not be read
    const Error *error;  // why it could not be read; NULL: it could
    bool outdated;       // the results are of other expectations, settings or seeds than the config's: no verdicts
    Verdicts verdicts;
    bool chosen; // it is listed, or run
} BookClaim;

typedef struct Book {
    int count;
    BookClaim *claim; // [count] chapter by chapter, in a chapter by name; last those without one
    Arena arena;
} Book;

// Reads the configs that stand in `below` ("claims") wherever configs are looked for, and what stands in the folders
// RESULTS/<name>. All are chosen. ERR_IO where there is none, ERR_USAGE where two have one name; what is wrong with a
// single one, stands in it.
Status book_read(Book *book, const char *below, const char *results, Error *e);
// The verdicts of those that are chosen, anew.
Status book_judge(Book *book, Error *e);
void book_free(Book *book);

// What is chosen: the claims of such names ('bn_*'), and of chapters. ERR_USAGE, with the nearest, for a word that fits
// none; for a config that cannot be read, its error; ERR_CONFIG for one that claims nothing.
Status book_choose(Book *book, const char *const *words, int count, Error *e);

// Those that are chosen: as text at most `columns` wide (0: no limit), with how many are supported; as JSON.
void book_text(const Book *book, int columns, bool color, Text *out);
void book_json(const Book *book, Text *out);

#endif

// The verdicts on what a config expects, as expectations.csv in the results folder has them.
#ifndef RESULTS_VERDICTS_H
#define RESULTS_VERDICTS_H

#include "base/arena.h"
#include "base/error.h"

// The numbers of a row, by the columns' names.
typedef enum VerdictNumber {
    VERDICT_SEEDS,
    VERDICT_MEAN,
    VERDICT_LOW,
    VERDICT_HIGH,
    VERDICT_P,
    VERDICT_P_HOLM,
    VERDICT_SEEDS_NEEDED,
    VERDICT_NUMBERS,
} VerdictNumber;
extern const char *const verdict_numbers[VERDICT_NUMBERS];

typedef enum Judgement { JUDGED_SUPPORTED, JUDGED_REFUTED, JUDGED_CANNOT_TELL, JUDGEMENTS } Judgement;
extern const char *const judgement_words[JUDGEMENTS];

typedef struct VerdictRow {
    const char *say, *that;
    Judgement verdict;
    double number[VERDICT_NUMBERS]; // NAN: the cell is empty, or no number
} VerdictRow;

typedef struct Verdicts {
    int count; // 0: nothing was expected, or it was not judged yet
    VerdictRow *row;
} Verdicts;

// Nothing where the folder or the file is not there. ERR_DATA, with file and line, for a file that is another one;
// ERR_IO when it cannot be read. In the arena.
Status verdicts_read(Verdicts *v, const char *folder, Arena *arena, Error *e);

// Of all together, where there are some: refuted where one is, supported where all are.
Judgement verdicts_overall(const Verdicts *v);

#endif

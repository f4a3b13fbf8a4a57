// How many cells the rows of a table have, where that is not the same number everywhere, or where it cannot be read for
// another reason: for messages, and for those who look at it.
#ifndef TABLE_SURVEY_H
#define TABLE_SURVEY_H

#include <stdint.h>

#define SURVEY_WIDTHS 16   // different numbers of cells that are told apart
#define SURVEY_ROWS 8      // first rows that are kept
#define SURVEY_LETTERS 400 // of a row

typedef struct SurveyRow {
    int32_t line;
    const char *text; // as it stands there, up to the end of its first line, and no more than SURVEY_LETTERS of it
} SurveyRow;

typedef struct SurveyWidth {
    int32_t cells, rows;
    SurveyRow first; // of them
} SurveyWidth;

typedef struct Survey {
    SurveyWidth width[SURVEY_WIDTHS]; // the most frequent first, then as they come
    int32_t widths;
    int32_t others; // rows of yet other widths
    int32_t rows;   // all that can be read
    SurveyRow row[SURVEY_ROWS];
} Survey;

#endif

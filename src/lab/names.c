#include "lab/names.h"

#include <stddef.h>

const char *const row_files[ROW_FILES] = {RUN_EPOCHS, FILE_TIMING, RUN_PROBES};
const char *const row_logs[ROW_FILES] = {FILE_LOG, FILE_TIMING, FILE_PROBES};

const Written written[] = {
    {FILE_REPORT, "the comparison as a page"},
    {FILE_SUMMARY, "one row for each setting"},
    {FILE_RUNS, "one row for each run"},
    {FILE_EXPECTATIONS, "what was expected, and the verdicts"},
    {FILE_LOG, "one row for each run and epoch"},
    {FILE_PROBES, "what instruments saw, where they look"},
    {FILE_TIMING, "seconds and samples per second"},
    {FILE_CONFIG, "every option, defaults included"},
    {FILE_MANIFEST, "what made these results"},
    {FOLDER_RUNS, "a folder for each run"},
    {FOLDER_ATTEMPTS, "runs that did not come to their end"},
    {FOLDER_CONFLICTS, "runs whose second copy is not the first"},
    {NULL, NULL},
};

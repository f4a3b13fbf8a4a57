// The names of what an experiment leaves behind; docs/results.md describes each.
#ifndef LAB_NAMES_H
#define LAB_NAMES_H

// In the results folder.
#define FILE_CONFIG "config.json"
#define FILE_LOG "log.csv"
#define FILE_PROBES "probe.csv" // where instruments look
#define FILE_MANIFEST "manifest.json"
#define FILE_EXPECTATIONS "expectations.csv" // where the config expects something
#define FILE_REPORT "report.html"
#define FILE_RUNS "runs.csv"
#define FILE_SUMMARY "summary.csv"
#define FILE_TIMING "timing.csv"     // a run's own part of it has the same name, in the run's folder
#define FOLDER_RUNS "runs"           // with a folder for each run that came to its end
#define FOLDER_ATTEMPTS "attempts"   // those that are under way, and those that failed or were stopped
#define FOLDER_SLURM "slurm"         // with a folder for each call of `regrun slurm`
#define FOLDER_CONFLICTS "conflicts" // second copies of a run that are not the same as the first

// In a run's folder.
#define RUN_EPOCHS "epochs.csv" // the run's part of log.csv
#define RUN_PROBES "probes.csv" // the run's part of probe.csv
#define RUN_RESULT "result.json"
#define RUN_MODEL "model.safetensors" // where train.save asks for it
#define RUN_BEST "best.safetensors"   // beside it, where it asks for both
#define RUN_CHECKPOINT "checkpoint"   // what it goes on from (lab/checkpoint.h)
#define ATTEMPT_FILE "attempt.json"   // of an attempt: whose it is

// The files of rows that a run writes as it goes; what stands before a checkpoint belongs to it.
typedef enum RowFile { ROWS_EPOCHS, ROWS_TIMING, ROWS_PROBES, ROW_FILES } RowFile;
extern const char *const row_files[ROW_FILES]; // in a run's folder ...
extern const char *const row_logs[ROW_FILES];  // ... and all runs' in the results folder

// All that regrun writes into a results folder, in the order of interest; a NULL name ends them. Whatever is made anew,
// listed or removed goes by it.
typedef struct Written {
    const char *name, *about;
} Written;
extern const Written written[];

#endif

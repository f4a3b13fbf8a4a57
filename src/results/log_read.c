#include "results/log_read.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

#include "base/files.h"
#include "base/text.h"
#include "data/csv.h"

// The columns that fill an EpochRow. Every other column of a log is an option that varies, or is ignored.
static const struct {
    const char *name;
    size_t offset; // of the double in EpochRow
    bool required;
    bool score, validation;
} measures[] = {
    {"lr", offsetof(EpochRow, lr), false, false, false},
    {"running_loss", offsetof(EpochRow, running_loss), false, false, false},
    {"train_loss", offsetof(EpochRow, train_loss), true, false, false},
    {"test_loss", offsetof(EpochRow, test_loss), true, false, false},
    {"gap", offsetof(EpochRow, gap), false, false, false},
    {"train_acc", offsetof(EpochRow, train_score), false, false, false},
    {"test_acc", offsetof(EpochRow, test_score), false, false, false},
    {"train_rmse", offsetof(EpochRow, train_score), false, true, false},
    {"test_rmse", offsetof(EpochRow, test_score), false, true, false},
    {"val_loss", offsetof(EpochRow, val_loss), false, false, true},
    {"val_acc", offsetof(EpochRow, val_score), false, false, true},
    {"val_rmse", offsetof(EpochRow, val_score), false, true, true},
};
enum { RUNNING_LOSS = 1 }; // its index above
#define MEASURE_COUNT ((int)(sizeof measures / sizeof *measures))

// What a column means: an index into `measures`, or one of these.
enum { COLUMN_SETTING = -1, COLUMN_SEED = -2, COLUMN_EPOCH = -3, COLUMN_STEP = -4, COLUMN_OTHER = -5 };
static const char *const keys[] = {"setting", "seed", "epoch", "step"}; // COLUMN_SETTING - i; all but step required
#define KEY_COUNT ((int)(sizeof keys / sizeof *keys))
#define REQUIRED_KEYS 3

typedef struct Reader {
    Log *log;
    Arena *arena;
    Error *e;
    const char *path;
    CsvRows table;
    int line; // of the row taken last
    int column_count;
    int *meaning;          // [column_count]
    const CsvCell *header; // [column_count]
    const CsvCell *field;  // [column_count] of the row taken last
    bool *constant;        // [column_count] an unknown column has one value per setting so far
    EpochRow *rows;        // of the whole file
    int row_count;
    RunLog *runs;        // [run_count], in file order
    int *run_setting;    // [run_count]
    const char ***value; // [setting_count][column_count], the cells of the setting's first row
    int run_count;
} Reader;

static Status broken(Reader *r, const char *what, const char *detail) {
    return error_set(r->e, ERR_DATA, "%s:%d: %s%s", r->path, r->line, what, detail);
}

// Goes to a row of the table; its cells must be as many as the header's.
static Status take_row(Reader *r, int row) {
    size_t first = r->table.first[row], count = r->table.first[row + 1] - first;
    r->field = &r->table.cell[first];
    r->line = r->field[0].line;
    if (count == (size_t)r->column_count) return OK;
    return error_set(r->e, ERR_DATA, "%s:%d: the row has %zu fields, the header %d%s", r->path, r->line, count,
                     r->column_count, row + 1 == r->table.count ? "; was the file cut off?" : "");
}

static int key_column(const Reader *r, int meaning) {
    for (int i = 0; i < r->column_count; i++)
        if (r->meaning[i] == meaning) return i;
    return -1;
}

static int meaning_of(const char *name) {
    for (int i = 0; i < KEY_COUNT; i++)
        if (strcmp(name, keys[i]) == 0) return COLUMN_SETTING - i;
    for (int i = 0; i < MEASURE_COUNT; i++)
        if (strcmp(name, measures[i].name) == 0) return i;
    return COLUMN_OTHER;
}

static Status require_columns(Reader *r) {
    for (int i = 0; i < REQUIRED_KEYS; i++)
        if (key_column(r, COLUMN_SETTING - i) < 0) return broken(r, "not a log of regrun: no column ", keys[i]);
    for (int i = 0; i < MEASURE_COUNT; i++)
        if (measures[i].required && key_column(r, i) < 0)
            return broken(r, "not a log of regrun: no column ", measures[i].name);
    return OK;
}

static Status read_header(Reader *r) {
    r->column_count = (int)r->table.first[1];
    r->header = r->table.cell;
    r->meaning = arena_take(r->arena, (size_t)r->column_count, sizeof *r->meaning);
    r->constant = arena_take(r->arena, (size_t)r->column_count, sizeof *r->constant);
    if (!r->meaning || !r->constant) return error_memory(r->e);
    for (int i = 0; i < r->column_count; i++) {
        r->meaning[i] = meaning_of(r->header[i].text);
        r->constant[i] = true;
        for (int j = 0; j < i; j++)
            if (strcmp(r->header[j].text, r->header[i].text) == 0)
                return broken(r, "two columns are named ", r->header[i].text);
        if (r->meaning[i] < 0) continue;
        r->log->regression |= measures[r->meaning[i]].score;
        r->log->has_validation |= measures[r->meaning[i]].validation;
    }
    return require_columns(r);
}

// A measure's cell: a number, nan, inf, -inf or nothing.
static bool read_measure(const char *text, double *value) {
    if (!*text || strcmp(text, "nan") == 0)
        *value = NAN;
    else if (strcmp(text, "inf") == 0)
        *value = INFINITY;
    else if (strcmp(text, "-inf") == 0)
        *value = -INFINITY;
    else
        return number_read(text, strlen(text), value);
    return true;
}

static bool read_whole(const char *text, uint64_t *value) {
    size_t n = strspn(text, "0123456789");
    if (n == 0 || text[n]) return false;
    *value = 0;
    for (; *text; text++)
        if (__builtin_mul_overflow(*value, 10, value) || __builtin_add_overflow(*value, *text - '0', value))
            return false;
    return true;
}

static Status read_row(Reader *r, EpochRow *row, uint64_t *seed) {
    double *const all[] = {&row->lr,          &row->running_loss, &row->train_loss, &row->test_loss, &row->gap,
                           &row->train_score, &row->test_score,   &row->val_loss,   &row->val_score};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) *all[i] = NAN;
    for (int i = 0; i < r->column_count; i++) {
        const char *text = r->field[i].text;
        int meaning = r->meaning[i];
        uint64_t whole = 0;
        if (meaning == COLUMN_OTHER || meaning == COLUMN_SETTING) continue;
        bool good = meaning >= 0 ? read_measure(text, (double *)((char *)row + measures[meaning].offset))
                                 : read_whole(text, &whole) && (meaning == COLUMN_SEED || whole <= INT64_MAX);
        if (!good)
            return error_set(r->e, ERR_DATA, "%s:%d: column %s: \"%.60s\" is not %s", r->path, r->line,
                             r->header[i].text, text, meaning >= 0 ? "a number" : "a whole number from 0 up");
        if (meaning == COLUMN_SEED) *seed = whole;
        if (meaning == COLUMN_EPOCH) row->epoch = (int64_t)whole;
        if (meaning == COLUMN_STEP) row->step = (int64_t)whole;
    }
    if (isnan(row->gap)) row->gap = row->test_loss - row->train_loss;
    return OK;
}

// The index of the setting named `name`, taken up now if it is new; -1 without memory. Room for it there is: at most
// one setting per row.
static int setting_index(Reader *r, const char *name) {
    Log *log = r->log;
    for (int i = log->setting_count - 1; i >= 0; i--)
        if (strcmp(log->settings[i].name, name) == 0) return i;
    const char **value = arena_take(r->arena, (size_t)r->column_count, sizeof *value);
    if (!value) return -1;
    for (int i = 0; i < r->column_count; i++) value[i] = r->field[i].text;
    r->value[log->setting_count] = value;
    log->settings[log->setting_count] = (SettingLog){.name = name, .own_name = name};
    return log->setting_count++;
}

// Adds the row taken last to the run it belongs to: the last one, or a new one.
static Status add_row(Reader *r) {
    EpochRow *row = &r->rows[r->row_count];
    uint64_t seed = 0;
    if (read_row(r, row, &seed)) return r->e->status;
    int setting = setting_index(r, r->field[key_column(r, COLUMN_SETTING)].text);
    if (setting < 0) return error_memory(r->e);
    for (int i = 0; i < r->column_count; i++)
        if (r->meaning[i] == COLUMN_OTHER && strcmp(r->field[i].text, r->value[setting][i]) != 0)
            r->constant[i] = false;
    // NOLINTBEGIN(clang-analyzer-core.NullDereference): memory for the rows and runs is taken before the first row
    RunLog *run = r->run_count > 0 ? &r->runs[r->run_count - 1] : NULL;
    if (!run || r->run_setting[r->run_count - 1] != setting || run->replicate.seed != seed) {
        for (int i = 0; i < r->run_count; i++)
            if (r->run_setting[i] == setting && r->runs[i].replicate.seed == seed)
                return broken(r, "this run's rows stand in two places; setting ", r->log->settings[setting].name);
        r->run_setting[r->run_count] = setting;
        run = &r->runs[r->run_count++];
        *run = (RunLog){.replicate = {.seed = seed}, .rows = row};
        r->log->settings[setting].run_count++;
    } else if (row->epoch <= row[-1].epoch) {
        return broken(r, "the epochs of a run must ascend", "");
    }
    run->row_count++;
    // NOLINTEND(clang-analyzer-core.NullDereference)
    r->row_count++;
    if (!isfinite(row->train_loss) || !isfinite(row->test_loss)) run->diverged = true;
    if (row->epoch > 0 && key_column(r, RUNNING_LOSS) >= 0 && !isfinite(row->running_loss)) run->diverged = true;
    return OK;
}

// Gives each setting its runs and the values of its options.
static Status gather(Reader *r) {
    Log *log = r->log;
    int *column = arena_take(r->arena, (size_t)r->column_count, sizeof *column);
    log->options = arena_take(r->arena, (size_t)r->column_count, sizeof *log->options);
    if (!column || !log->options) return error_memory(r->e);
    for (int i = 0; i < r->column_count; i++) {
        if (r->meaning[i] != COLUMN_OTHER || !r->constant[i]) continue;
        column[log->option_count] = i;
        log->options[log->option_count++] = r->header[i].text;
    }
    for (int s = 0; s < log->setting_count; s++) {
        SettingLog *setting = &log->settings[s];
        setting->runs = arena_take(r->arena, (size_t)setting->run_count, sizeof *setting->runs);
        setting->values = arena_take(r->arena, (size_t)log->option_count, sizeof *setting->values);
        if (!setting->runs || !setting->values) return error_memory(r->e);
        for (int i = 0, n = 0; i < r->run_count; i++)
            if (r->run_setting[i] == s) setting->runs[n++] = r->runs[i];
        for (int i = 0; i < log->option_count; i++) setting->values[i] = r->value[s][column[i]];
    }
    return OK;
}

Status log_read(Log *log, const char *path, Arena *arena, Error *e) {
    *log = (Log){0};
    Reader r = {.log = log, .arena = arena, .e = e, .path = path, .line = 1};
    char *data;
    size_t size;
    if (file_read(arena, path, &data, &size, e)) return e->status;
    if (csv_split(&r.table, arena, data, size, ',', path, e)) return e->status;
    size_t rows = (size_t)r.table.count;
    if (rows == 0) return broken(&r, "the log is empty", "");
    r.rows = arena_take(arena, rows, sizeof *r.rows);
    r.runs = arena_take(arena, rows, sizeof *r.runs);
    r.run_setting = arena_take(arena, rows, sizeof *r.run_setting);
    r.value = arena_take(arena, rows, sizeof *r.value);
    log->settings = arena_take(arena, rows, sizeof *log->settings);
    if (!r.rows || !r.runs || !r.run_setting || !r.value || !log->settings) return error_memory(e);
    if (read_header(&r)) return e->status;
    for (int row = 1; row < r.table.count; row++)
        if (take_row(&r, row) || add_row(&r)) return e->status;
    if (r.row_count == 0) return broken(&r, "the log has no rows: no epoch was finished yet", "");
    return gather(&r);
}

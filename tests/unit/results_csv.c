// Splitting CSV into cells: own cases, and csv-spectrum's where it is at hand.
#include <cjson/cJSON.h>
#include <dirent.h>

#include "base/text.h"
#include "results/csv.h"
#include "unit/data_test.h"

// The cells joined by | and the rows by /, each row led by the line it begins on.
static void join(const CsvRows *rows, Text *out) {
    for (int32_t i = 0; i < rows->count; i++) {
        text_printf(out, "%s%d:", i ? "/" : "", rows->cell[rows->first[i]].line);
        for (size_t c = rows->first[i]; c < rows->first[i + 1]; c++) {
            const CsvCell *cell = &rows->cell[c];
            CHECK(strlen(cell->text) == cell->length, "cell \"%s\" of %u bytes", cell->text, cell->length);
            text_printf(out, "%s%s", c > rows->first[i] ? "|" : "", cell->text);
        }
    }
}

static Status split(CsvRows *rows, const char *csv, size_t size, char separator, Error *e) {
    char *copy = arena_text_n(&data_arena, csv, size);
    return csv_split(rows, &data_arena, copy, size, separator, "t.csv", e);
}

static void check_cells(void) {
    static const struct {
        const char *csv, *cells;
        char separator;
    } cases[] = {
        {"", "", ','},
        {"a", "1:a", ','},
        {"a,b\nc,d\n", "1:a|b/2:c|d", ','},
        {"a,b\r\nc,d", "1:a|b/2:c|d", ','},
        {"a,b\rc,d\r", "1:a|b/2:c|d", ','},
        {"\xef\xbb\xbf"
         "a,b",
         "1:a|b", ','},
        {"a\n\xef\xbb\xbf"
         "b",
         "1:a/2:\xef\xbb\xbf"
         "b",
         ','},
        {",", "1:|", ','},
        {",\n,,\n", "1:|/2:||", ','},
        {"a,\n", "1:a|", ','},
        {"a,", "1:a|", ','},
        {"\n\na\n\r\n\nb\n\n", "3:a/6:b", ','},
        {"\"\"\n", "1:", ','},
        {"\"\",\"\"", "1:|", ','},
        {"\"a,b\",c", "1:a,b|c", ','},
        {"\"a\"\"b\"\"\"", "1:a\"b\"", ','},
        {"\"\"\"\"", "1:\"", ','},
        {"\"a\nb\",c\nd,e", "1:a\nb|c/3:d|e", ','},
        {"\"a\r\nb\rc\"\r\nd", "1:a\r\nb\rc/4:d", ','},
        {"a\"b,c\"\n", "1:a\"b|c\"", ','},
        {" \"a\",b", "1: \"a\"|b", ','},
        {" a , b ", "1: a | b ", ','},
        {"a;b,c", "1:a|b,c", ';'},
        {"a\tb\t\n", "1:a|b|", '\t'},
        {"\xc3\xa9,\xe2\x82\xac", "1:\xc3\xa9|\xe2\x82\xac", ','},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        CsvRows rows;
        Error e = {0};
        Text got = {0};
        text_add(&got, "");
        Status status = split(&rows, cases[i].csv, strlen(cases[i].csv), cases[i].separator, &e);
        CHECK(status == OK, "%s: %s", cases[i].csv, e.text);
        if (status == OK) join(&rows, &got);
        CHECK_TEXT(got.data ? got.data : "", cases[i].cells);
        text_free(&got);
    }
}

static void check_errors(void) {
    static const struct {
        const char *csv;
        size_t size;
        const char *message;
    } cases[] = {
        {"\"", 1, "t.csv:1: column 1: the quote that opens here is never closed"},
        {"a,\"b\n\n", 6, "t.csv:1: column 2: the quote"},
        {"\"a\"\"", 4, "t.csv:1: column 1: the quote"},
        {"a\n\"b\"c", 6, "t.csv:2: column 1: text after the closing quote"},
        {"\"b\" ", 4, "t.csv:1: column 1: text after the closing quote"},
        {"a\0b", 3, "t.csv:1: a NUL byte"},
        {"a\r\nb\n\"\0\"", 8, "t.csv:3: a NUL byte"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        CsvRows rows;
        Error e = {0};
        CHECK(split(&rows, cases[i].csv, cases[i].size, ',', &e) == ERR_DATA, "case %zu", i);
        CHECK(strstr(e.text, cases[i].message), "got \"%s\", want \"%s\"", e.text, cases[i].message);
    }
}

// Whatever the bytes, splitting ends, and every cell lies inside the data.
static void check_noise(void) {
    static const char letters[] = "a1\",\n\r ;\xc3";
    uint32_t state = 1;
    for (int round = 0; round < 20000; round++) {
        char text[24];
        size_t n = (state >> 8) % sizeof text;
        for (size_t i = 0; i < n; i++) {
            state = state * 1664525 + 1013904223;
            text[i] = letters[(state >> 16) % (sizeof letters - 1)];
        }
        state = state * 1664525 + 1013904223;
        Arena arena = {0};
        CsvRows rows;
        Error e = {0};
        char *copy = arena_text_n(&arena, text, n);
        if (csv_split(&rows, &arena, copy, n, ',', "t.csv", &e) == OK) {
            bool inside = true;
            for (size_t c = 0; c < rows.first[rows.count]; c++)
                inside = inside && rows.cell[c].text >= copy && rows.cell[c].text + rows.cell[c].length <= copy + n;
            if (!inside) CHECK(inside, "round %d", round);
        }
        arena_free(&arena);
    }
}

// `object` gives each cell of row `row` by the header's name for it.
static void check_row(const CsvRows *rows, int32_t row, const cJSON *object, const char *name) {
    size_t first = rows->first[row], count = rows->first[row + 1] - first;
    CHECK(count == (size_t)cJSON_GetArraySize(object), "%s: row %d has %zu cells", name, row, count);
    if (count != rows->first[1]) return;
    for (size_t c = 0; c < count; c++) {
        // The collection's own two files disagree about one telephone number.
        if (strcmp(rows->cell[c].text, "Contact Phone Number") == 0) continue;
        const cJSON *want = cJSON_GetObjectItemCaseSensitive(object, rows->cell[c].text);
        CHECK(want, "%s: no %s", name, rows->cell[c].text);
        if (want) CHECK_TEXT(rows->cell[first + c].text, cJSON_GetStringValue(want));
    }
}

// The JSON holds one object for each row below the header, in a list unless there is only one.
static void check_meaning(const CsvRows *rows, const cJSON *json, const char *name) {
    int objects = cJSON_IsArray(json) ? cJSON_GetArraySize(json) : 1;
    CHECK(rows->count == objects + 1, "%s: %d rows", name, rows->count);
    for (int i = 0; i < objects && i + 1 < rows->count; i++)
        check_row(rows, i + 1, cJSON_IsArray(json) ? cJSON_GetArrayItem(json, i) : json, name);
}

static void check_file(const char *folder, const char *name) {
    char path[1024], *csv, *json;
    size_t csv_size, json_size;
    CsvRows rows;
    Error e = {0};
    int base = (int)(strrchr(name, '.') - name);
    snprintf(path, sizeof path, "%s/json/%.*s.json", folder, base, name);
    Status status = file_read(&data_arena, path, &json, &json_size, &e);
    snprintf(path, sizeof path, "%s/csvs/%s", folder, name);
    if (status == OK) status = file_read(&data_arena, path, &csv, &csv_size, &e);
    if (status == OK) status = csv_split(&rows, &data_arena, csv, csv_size, ',', name, &e);
    CHECK(status == OK, "%s", e.text);
    if (status != OK) return;
    cJSON *meaning = cJSON_Parse(json);
    CHECK(meaning, "%s: its JSON can be read", name);
    if (meaning) check_meaning(&rows, meaning, name);
    cJSON_Delete(meaning);
}

static void check_spectrum(void) {
    const char *folder = data_real("csv-spectrum");
    DIR *files = opendir(path_join(&data_arena, folder, "csvs"));
    if (!files) {
        SKIP("csv-spectrum is not at hand");
        return;
    }
    int count = 0;
    for (struct dirent *f; (f = readdir(files));) {
        if (f->d_name[0] == '.') continue;
        check_file(folder, f->d_name);
        count++;
    }
    closedir(files);
    CHECK(count >= 12, "only %d files", count);
}

int main(void) {
    data_test_begin();
    check_cells();
    check_errors();
    check_noise();
    check_spectrum();
    return data_test_end("results_csv");
}

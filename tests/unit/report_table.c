// Tables: blocks for a narrow terminal, long keys, as many columns as a view wants, and the three formats.
#include "report/table.h"

#include "report/latex.h"
#include "report/views.h"
#include "report_test.h"

static void check_text(Text *t, const char *want) {
    CHECK(!t->failed);
    CHECK_TEXT(t->data ? t->data : "", want);
    text_free(t);
}

static TextTable small_table(Arena *a) {
    TextTable t = table_begin(a, "Title & more", 1);
    const char *const cells[] = {"plain", "0.5 (0.1)", "1", "a|b_\033[1m\xc2\x9b", "10", "-0.25"};
    table_column(&t, "setting", true);
    table_column(&t, "test loss", false);
    table_column(&t, "gap", false);
    for (int i = 0; i < 6; i++) table_cell_text(&t, cells[i]);
    return t;
}

// A heat map's cells: colours on a terminal that has them, the same widths, and no column without a shade.
static void test_shades(void) {
    Arena arena = {0};
    Text out = {0};
    TextTable t = small_table(&arena);
    t.shade = (const double[]){NAN, 0, 1, NAN, 0.5, NAN};
    table_terminal(&out, &t, 0, true, true);
    check_text(&out, "\033[1msetting    test loss    gap\033[0m\n"
                     "plain     \033[48;5;195;38;5;16m 0.5 (0.1)\033[0m \033[48;5;18;38;5;231m     1\033[0m\n"
                     "a|b_?[1m? \033[48;5;69;38;5;16m        10\033[0m  -0.25\n");
    table_terminal(&out, &t, 0, false, true);
    check_text(&out, "setting    test loss    gap\n"
                     "plain      0.5 (0.1)      1\n"
                     "a|b_?[1m?         10  -0.25\n");
    arena_free(&arena);
}

static void test_tables(void) {
    Arena arena = {0};
    Text out = {0};
    TextTable t = small_table(&arena);
    table_terminal(&out, &t, 0, false, true);
    check_text(&out, "setting    test loss    gap\n"
                     "plain      0.5 (0.1)      1\n"
                     "a|b_?[1m?         10  -0.25\n");
    table_terminal(&out, &t, 20, false, true); // too narrow: a second block repeats the name
    check_text(&out, "setting    test loss\n"
                     "plain      0.5 (0.1)\n"
                     "a|b_?[1m?         10\n"
                     "\n"
                     "setting      gap\n"
                     "plain          1\n"
                     "a|b_?[1m?  -0.25\n");
    table_terminal(&out, &t, 0, true, true);
    CHECK(strncmp(out.data, "\033[1msetting", 11) == 0 && strstr(out.data, "gap\033[0m\n"));
    text_free(&out);
    table_markdown(&out, &t);
    check_text(&out, "| setting | test loss | gap |\n"
                     "|:---|---:|---:|\n"
                     "| plain | 0.5 (0.1) | 1 |\n"
                     "| a\\|b\\_?\\[1m? | 10 | -0.25 |\n");
    table_latex(&out, &t, ". 3 runs.", "tab:x", false); // 10 leaves room for ".5 (0.1)", 1 for ".25"
    check_text(&out, "\\begin{table}[tbp]\n\\centering\n\\caption{Title \\& more. 3 runs.}\n\\label{tab:x}\n"
                     "\\smallskip\n\\normalsize\\setlength{\\tabcolsep}{0.5em}%\n"
                     "\\begin{tabular}{@{}lrr@{}}\n\\toprule\nsetting & test loss & gap \\\\\n\\midrule\n"
                     "plain & 0.5 (0.1) & 1\\phantom{00.} \\\\\n"
                     "a\\textbar{}b\\_?{[}1m? & 10\\phantom{000..()~} & $-$0.25 \\\\\n"
                     "\\bottomrule\n\\end{tabular}\n\\end{table}\n");
    arena_free(&arena);
}

// What a paper has no room for is set smaller, then broken, then set below: in each case no line is wider than it may
// be.
static void test_latex_widths(void) {
    static const struct {
        const char *name;
        int columns;
        const char *first, *second; // what it is set in, and what else stands there
    } cases[] = {{"a", 2, "\\normalsize", "a & 0.5 (0.1) & 0.5 (0.1) \\\\"},
                 {"a", 6, "\\normalsize", "lrrrrrr"},    // "setting" and 6 times 3.67 em and a gap of 1: 31.1 of 32.5
                 {"abcdefghi", 6, "\\small", "lrrrrrr"}, // 32.9 of 35.2
                 {"a", 7, "\\footnotesize", "lrrrrrrr"}, // 35.8, and with gaps of 0.8 34.4 of 38.5
                 {"a long name that is broken so that it fits", 5, "\\footnotesize", "\n\\quad that it fits & "},
                 {"a", 13, "\\footnotesize", "\\par\\medskip\n\\begin{tabular}{@{}lrrrrrr@"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Arena arena = {0};
        Text out = {0};
        TextTable t = table_begin(&arena, "T", 1);
        table_column(&t, "setting", true);
        for (int c = 0; c < cases[i].columns; c++) table_column(&t, "0.5 (0.1)", false);
        table_cell_text(&t, cases[i].name);
        for (int c = 0; c < cases[i].columns; c++) table_cell_text(&t, "0.5 (0.1)");
        table_latex(&out, &t, "", "tab:x", false);
        CHECK(strstr(out.data, cases[i].first) && strstr(out.data, cases[i].second), "case %zu: %s", i, out.data);
        text_free(&out);
        arena_free(&arena);
    }
    CHECK(latex_width("0.5 (0.1)", 9) == 4 * 500 + 2 * 278 + 2 * 389 + 333);
    CHECK(latex_width("-1", 2) == 778 + 500 && latex_width("a-1", 3) == 500 + 333 + 500, "a sign, a hyphen");
}

// A long table goes on in a float of its own; a key that is repeated stands once, and details stand where they are
// asked for.
static void test_latex_rows(void) {
    Arena arena = {0};
    Text out = {0};
    TextTable t = table_begin(&arena, "T", 2);
    t.note = "How it is read: 5 %.";
    table_column(&t, "setting", true);
    table_column(&t, "metric", true);
    table_column(&t, "p", false);
    table_column(&t, "noise floor", false);
    table_column_is(&t, NULL, true);
    for (int row = 0; row < 40; row++) {
        Text name = {0};
        text_printf(&name, "s%d", row / 2);
        table_cell(&t, &name);
        table_cell_text(&t, row % 2 ? "loss" : "gap");
        table_cell_text(&t, "0.5");
        table_cell_text(&t, "7");
    }
    table_latex(&out, &t, ". 3 runs.", "tab:x", false);
    CHECK(strstr(out.data, "s0 & gap & 0.5 \\\\\n & loss & 0.5 \\\\\n\\addlinespace\ns1 & gap"), "%s", out.data);
    CHECK(strstr(out.data, "\\end{table}\n\n\\begin{table}[tbp]\n\\centering\n\\caption{T (continued). 3 runs.}\n"
                           "\\label{tab:x-2}"));
    CHECK(strstr(out.data, "{\\footnotesize\\raggedright How it is read: 5 \\%.}\n\\end{table}\n"));
    text_free(&out);
    table_latex(&out, &t, "", "tab:x", true);
    CHECK(strstr(out.data, "noise floor") || strstr(out.data, "floor"), "details");
    text_free(&out);
    arena_free(&arena);
}

// As many columns as a view wants: with a validation split, or with metrics to come.
static void test_many_columns(void) {
    enum { COLUMNS = 100 };
    Arena arena = {0};
    Text out = {0}, want = {0}, line = {0};
    TextTable t = table_begin(&arena, "", 1);
    for (int i = 0; i < COLUMNS; i++) table_column(&t, "c", false);
    for (int i = 0; i < 2 * COLUMNS; i++) table_cell_text(&t, "1");
    for (int i = 0; i < COLUMNS; i++) {
        text_add(&want, i ? "  c" : "c");
        text_add(&line, i ? "  1" : "1");
    }
    text_printf(&want, "\n%s\n%s\n", line.data, line.data);
    CHECK(t.column_count == COLUMNS && t.cell_count == 2 * COLUMNS);
    table_terminal(&out, &t, 0, false, true);
    check_text(&out, want.data);
    text_free(&want);
    text_free(&line);
    arena_free(&arena);
}

// The table of settings has every metric of the logs, validation among them, in the order of its rows' places.
static void test_settings_table(void) {
    static const char *const headings[] = {"setting",      "test loss",     "best test loss",
                                           "train loss",   "gap",           "test accuracy",
                                           "best epoch",   "overfit onset", "epochs to train loss 1",
                                           "running loss", "gap area",      "train accuracy",
                                           "val loss",     "val accuracy",  "runs"};
    enum { COUNT = sizeof headings / sizeof *headings };
    Arena arena = {0};
    Results r;
    Comparison c;
    report_compare(&c, &r,
                   "setting,seed,epoch,train_loss,test_loss,val_loss,val_acc\na,1,0,2,2,2,0\na,1,1,1,1.5,1.25,0.75\n",
                   NULL);
    TextTable whole = view_settings(&c, false, &arena), brief = view_settings(&c, true, &arena);
    CHECK(!whole.failed && whole.column_count == COUNT && brief.column_count == 8);
    CHECK_TEXT(brief.column[6].heading, "val loss");
    for (int i = 0; i < COUNT && i < whole.column_count; i++) CHECK_TEXT(whole.column[i].heading, headings[i]);
    CHECK_TEXT(whole.cells[12], "1.25");
    CHECK_TEXT(whole.cells[13], "0.75");
    report_free(&c, &r);
    arena_free(&arena);
}

// A curve in numbers: means by epoch over the runs that have a value there; the first of equal minima, or maxima.
static void test_curve_table(void) {
    static const struct {
        const char *column;
        bool higher;
        const char *cells[5];
    } cases[] = {{"running_loss", false, {"a", "3", "0.5", "2", "0.5"}},
                 {"test_loss", false, {"a", "3", "1", "1", "1"}},
                 {"train_loss", true, {"a", "2", "2", "0", "1"}}};
    Arena arena = {0};
    Results r;
    Comparison c;
    report_compare(&c, &r,
                   "setting,seed,epoch,running_loss,train_loss,test_loss\n"
                   "a,1,0,3,2,2\na,1,1,1,1,1\na,1,2,0.5,1,1\n" // the second run has no epoch 1
                   "a,2,0,,2,4\na,2,2,1.5,1,3\n",
                   NULL);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        TextTable t = view_curve(&c, column_find(cases[i].column), cases[i].higher, &arena);
        CHECK(!t.failed && t.cell_count == 5);
        CHECK_TEXT(t.column[2].heading, cases[i].higher ? "highest" : "lowest");
        for (int k = 0; k < 5 && k < t.cell_count; k++) CHECK_TEXT(t.cells[k], cases[i].cells[k]);
    }
    report_free(&c, &r);
    arena_free(&arena);
}

static void test_wide_text(void) {
    Arena arena = {0};
    Text out = {0};
    TextTable t = table_begin(&arena, "", 1);
    table_column(&t, "s", true);
    table_column(&t, "n", false);
    table_cell_text(&t, "\xe6\xb7\xb1\xe5\xad\xa6"); // two characters, two columns each
    table_cell_text(&t, "1");
    table_cell_text(&t, "\xc3\xa9");
    table_cell_text(&t, "2");
    table_terminal(&out, &t, 0, false, true);
    check_text(&out, "s     n\n\xe6\xb7\xb1\xe5\xad\xa6  1\n\xc3\xa9     2\n");
    arena_free(&arena);
}

// Long keys lose their middle where the terminal is narrow, but never what tells them apart.
static void test_long_keys(void) {
    const char *const names[] = {"a setting of a very long name, the first of two",
                                 "a setting of quite another name, the second",
                                 "two that agree in beginning and end: bn 0.1, dropout 0.2, weight decay",
                                 "two that agree in beginning and end: bn 0.9, dropout 0.2, weight decay"};
    Arena arena = {0};
    Text out = {0};
    TextTable t = table_begin(&arena, "", 1);
    table_column(&t, "setting", true);
    table_column(&t, "gap", false);
    for (int i = 0; i < 2; i++) {
        table_cell_text(&t, names[i]);
        table_cell_text(&t, "1");
    }
    table_terminal(&out, &t, 60, false, true);
    check_text(&out, "setting               gap\n"
                     "a setting …st of two    1\n"
                     "a setting …he second    1\n");
    table_terminal(&out, &t, 60, false, false);
    check_text(&out, "setting               gap\n"
                     "a setting...t of two    1\n"
                     "a setting...e second    1\n");
    table_terminal(&out, &t, 0, false, true);
    CHECK(strstr(out.data, names[0]) && strstr(out.data, names[1]), "no limit: %s", out.data);
    text_free(&out);
    for (int i = 2; i < 4; i++) {
        table_cell_text(&t, names[i]);
        table_cell_text(&t, "1");
    }
    table_terminal(&out, &t, 60, false, true);
    CHECK(strstr(out.data, "…1, dropout") && strstr(out.data, "…9, dropout"), "%s", out.data);
    text_free(&out);
    table_markdown(&out, &t);
    CHECK(strstr(out.data, names[0]) && strstr(out.data, names[3]), "%s", out.data);
    text_free(&out);
    text_add_shortened(&out, "\xe6\xb7\xb1\xe5\xad\xa6\xe6\xb7\xb1\xe5\xad\xa6", 6, true); // two columns each
    check_text(&out, "\xe6\xb7\xb1…\xe5\xad\xa6");
    arena_free(&arena);
}

// By what --columns knows a column: every heading has something.
static void test_keys(void) {
    static const char *const cases[][2] = {
        {"p (Holm)", "p_holm"}, {"95 % interval", "interval"}, {"0.5", "0.5"}, {"\u5e74", "\u5e74"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Text key = {0};
        table_column_key(&key, &(TextColumn){.heading = cases[i][0]});
        check_text(&key, cases[i][1]);
    }
}

int main(void) {
    report_begin();
    test_tables();
    test_shades();
    test_keys();
    test_latex_widths();
    test_latex_rows();
    test_many_columns();
    test_settings_table();
    test_curve_table();
    test_wide_text();
    test_long_keys();
    return report_end("report_table");
}

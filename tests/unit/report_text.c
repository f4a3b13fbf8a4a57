// How numbers and whole comparisons are written: digits, and names that mean something in a format.
#include <cjson/cJSON.h>

#include "report/latex.h"
#include "report/number.h"
#include "report/report.h"
#include "report/table.h"
#include "report/ticks.h"
#include "report_test.h"

static void check_text(Text *t, const char *want) {
    CHECK(!t->failed);
    CHECK_TEXT(t->data ? t->data : "", want);
    text_free(t);
}

static void test_numbers(void) {
    static const struct {
        double value, uncertainty;
        const char *plain, *with_sign;
    } cases[] = {
        {0.61234, 0.0312, "0.612", "+0.612"},
        {0.61234, 0.0354, "0.612", "+0.612"},
        {0.61234, 0.0356, "0.61", "+0.61"},
        {0.61234, 0.0951, "0.61", "+0.61"},
        {-0.2104, 0.0401, "-0.21", "-0.21"},
        {123.456, 20, "123", "+123"},
        {123.456, 3.1, "123.5", "+123.5"},
        {1234567, 50000, "1234567", "+1234567"},
        {0.00001234, 0.000001, "0.0000123", "+0.0000123"},
        {0.61234, 0, "0.6123", "+0.6123"},
        {0.61234, NAN, "0.6123", "+0.6123"},
        {0.61234, 1e-16, "0.6123", "+0.6123"},
        {1e-17, 1e-17, "0", "0"},
        {-0.001, 0.1, "0.00", "0.00"},
        {0, 0, "0", "0"},
        {0, 0.02, "0.000", "0.000"},
        {20, 0, "20", "+20"},
        {0.5, NAN, "0.5", "+0.5"},
        {1000000, NAN, "1000000", "+1000000"},
        {1106078246, 1913540249, "1.1e+09", "+1.1e+09"},
        {-3.1e38, 5e36, "-3.10e+38", "-3.10e+38"},
        {12345678, NAN, "1.235e+07", "+1.235e+07"},
        {23456789, 1e9, "2e+07", "+2e+07"},
        {NAN, 0.1, "-", "-"},
        {INFINITY, 1, "inf", "inf"},
        {-INFINITY, NAN, "-inf", "-inf"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Text t = {0};
        number_add(&t, cases[i].value, cases[i].uncertainty);
        check_text(&t, cases[i].plain);
        number_add_signed(&t, cases[i].value, cases[i].uncertainty);
        check_text(&t, cases[i].with_sign);
    }
}

static void test_numbers_together(void) {
    Text t = {0};
    // An interval's end shows on which side of 0 it lies.
    number_add_bound(&t, -0.171, 0.08);
    text_add(&t, " to ");
    number_add_bound(&t, -0.00412, 0.08);
    text_add(&t, "; ");
    number_add_bound(&t, 0.0312, 0.02);
    text_add(&t, "; ");
    number_add_bound(&t, 0, 0.08);
    check_text(&t, "-0.17 to -0.004; +0.031; 0.00");
    number_add_sd(&t, 0.61234, 0.0312);
    text_add(&t, "; ");
    number_add_sd(&t, 0.61234, NAN);
    text_add(&t, "; ");
    number_add_sd(&t, NAN, NAN);
    check_text(&t, "0.612 (0.031); 0.6123; -");
    const double p[] = {NAN, 0.00001, 0.0001, 0.01234, 0.5, 1};
    for (int i = 0; i < 6; i++) {
        number_add_p(&t, p[i]);
        text_add(&t, " ");
    }
    check_text(&t, "- <0.0001 0.0001 0.012 0.5 1 ");
}

static void test_data_numbers(void) {
    const struct {
        double value;
        const char *text;
    } cases[] = {{74 * 1e-5, "0.00074"},
                 {0.1 + 0.2, "0.3"},
                 {2.3854325, "2.3854325"},
                 {-16777216, "-16777216"},
                 {1.0 / 3, "0.333333333333"},
                 {0, "0"},
                 {1e300, "1e300"},
                 {1.7976931348623157e308, "1.79769313486e308"},
                 {NAN, "nan"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Text t = {0};
        number_add_data(&t, cases[i].value);
        check_text(&t, cases[i].text);
    }
}

// Directions of writing, hidden characters and bytes that are no text are not shown; joiners of emoji are.
static void test_misleading(void) {
    static const struct {
        const char *raw, *shown;
    } cases[] = {
        {"a\xe2\x80\xaetxt.exe", "a?txt.exe"}, // U+202E
        {"\xe2\x81\xa6x\xe2\x81\xa9", "?x?"},  // U+2066, U+2069
        {"\xe2\x80\xa8\xd8\x9c\xef\xbb\xbf", "???"},
        {"\x7f\n\xc2\x85\xff", "????"},
        {"\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x94\xac \xc3\xa9",
         "\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x94\xac \xc3\xa9"},
    };
    void (*const writers[])(Text *, const char *) = {text_add_plain, text_add_markdown, text_add_latex};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (size_t k = 0; k < sizeof writers / sizeof *writers; k++) {
            Text out = {0};
            writers[k](&out, cases[i].raw);
            check_text(&out, cases[i].shown);
        }
}

static void test_escapes(void) {
    Text out = {0};
    text_add_markdown(&out, "<b>&`x`*y*[z](u)#\\\n|~");
    check_text(&out, "&lt;b&gt;&amp;\\`x\\`\\*y\\*\\[z\\](u)\\#\\\\?\\|\\~");
    text_add_latex(&out, "a|b`c`--d λ±2 short.words regularize.dropout.by_layer abcdefghijklmnopqrstuvwxyzab");
    check_text(&out, "a\\textbar{}b\\textasciigrave{}c\\textasciigrave{}-{}-d $\\lambda$$\\pm$2 short.words "
                     "regularize.\\allowbreak{}dropout.\\allowbreak{}by\\_\\allowbreak{}layer "
                     "abcdefghijklmnopqrstuvwx\\allowbreak{}yzab");
    text_add_latex(&out, "[*] a\\b{c}$d&e#f %g_h^i~j<k>l lr-3 -3 (-4 -x");
    check_text(
        &out,
        "{[}{*}] a\\textbackslash{}b\\{c\\}\\$d\\&e\\#f \\%g\\_h\\textasciicircum{}i\\textasciitilde{}j$<$k$>$l lr-3 "
        "$-$3 ($-$4 -x");
}

// Two settings, one of a hostile name, one run diverged; six seeds.
static void hostile_log(Text *log) {
    text_add(log, "setting,seed,epoch,step,running_loss,train_loss,test_loss,test_acc,a.b\n");
    for (int seed = 1; seed <= 6; seed++)
        for (int epoch = 0; epoch < 6; epoch++)
            text_printf(log, "plain,%d,%d,%d,1,%g,%g,0.5,\"x,y\"\n", seed, epoch, epoch, 2.0 / (epoch + 1),
                        2.5 / (epoch + 1) + 0.01 * seed);
    for (int seed = 1; seed <= 6; seed++)
        for (int epoch = 0; epoch < 6; epoch++)
            text_printf(log, "\"<script>\"\"|&_\",%d,%d,%d,1,%g,%s,0.5,z\n", seed, epoch, epoch, 2.0 / (epoch + 1),
                        seed == 3 && epoch == 5 ? "nan" : "0.5");
}

static const cJSON *at(const cJSON *json, const char *path) {
    char part[64];
    for (const char *end; *path && json; path = *end ? end + 1 : end) {
        end = path + strcspn(path, ".");
        snprintf(part, sizeof part, "%.*s", (int)(end - path), path);
        json = *part >= '0' && *part <= '9' ? cJSON_GetArrayItem(json, atoi(part))
                                            : cJSON_GetObjectItemCaseSensitive(json, part);
    }
    return json;
}

static void test_json(const Comparison *c) {
    Text out = {0};
    report_json(&out, c);
    cJSON *json = cJSON_ParseWithOpts(out.data, NULL, true);
    CHECK(json != NULL, "%s", out.data);
    CHECK_TEXT(cJSON_GetStringValue(at(json, "settings.1.name")), "<script>\"|&_");
    CHECK(cJSON_IsTrue(at(json, "settings.0.baseline")) && cJSON_IsNull(at(json, "settings.0.against")));
    CHECK(cJSON_GetNumberValue(at(json, "settings.1.diverged")) == 1);
    CHECK(cJSON_GetArraySize(at(json, "settings.1.metrics.gap.values")) == 6);
    CHECK(cJSON_IsNull(at(json, "settings.1.metrics.gap.values.2")));
    CHECK_NEAR(cJSON_GetNumberValue(at(json, "settings.1.metrics.gap.mean")),
               c->settings[1].metric[metric_find("gap")].mean, 1e-12);
    CHECK_TEXT(cJSON_GetStringValue(at(json, "settings.1.metrics.onset_epoch.values.0")), "never");
    CHECK_NEAR(cJSON_GetNumberValue(at(json, "settings.1.against.gap.p")), c->against[1].difference[0].p, 1e-12);
    CHECK(cJSON_IsNull(at(json, "settings.1.against.other_data")));
    CHECK(cJSON_IsNull(at(json, "settings.1.against.gap.p_permutation")), "five pairs are left");
    CHECK_TEXT(cJSON_GetStringValue(at(json, "settings.1.against.gap.words")), report_verdict(c, 1, 0));
    CHECK(cJSON_IsFalse(at(json, "settings.1.against.matched.only_slower")));
    CHECK_TEXT(cJSON_GetStringValue(at(json, "settings.0.options")->child), "x,y");
    CHECK(cJSON_IsNull(at(json, "factorial")));
    cJSON_Delete(json);
    text_free(&out);
}

static size_t count(const char *text, const char *part) {
    size_t n = 0;
    for (; (text = strstr(text, part)); text += strlen(part)) n++;
    return n;
}

static void test_csv(const Comparison *c) {
    static const char begin[] = "setting,seeds,diverged,learned_nothing,test_loss_mean,test_loss_sd,test_loss_values,"
                                "best_test_loss_mean,";
    Text out = {0};
    summary_csv(&out, c);
    CHECK(strncmp(out.data, begin, strlen(begin)) == 0, "%s", out.data);
    CHECK(count(out.data, "\n") == 3);
    CHECK(strstr(out.data, "\nplain,1 2 3 4 5 6,0,") != NULL);
    CHECK(strstr(out.data, "\n\"<script>\"\"|&_\",1 2 3 4 5 6,1,,0.5,0,0.5 0.5 nan 0.5 0.5 0.5,0.5,") != NULL, "%s",
          out.data);
    CHECK(strstr(out.data, ",never never nan never never never,") != NULL);
    CHECK(strstr(out.data, "val_loss") == NULL);
    text_free(&out);
    report_csv(&out, c);
    const char *row = strchr(out.data, '\n') + 1;
    size_t header = 0, commas = 0;
    bool quoted = false;
    for (const char *p = out.data; p < row; p++) header += *p == ',';
    for (const char *p = row; *p != '\n'; p++) commas += *p == ','; // the baseline's row holds no text with commas
    CHECK(header == commas, "%zu columns, %zu cells", header, commas);
    commas = 0;
    for (const char *p = strchr(row, '\n') + 1; *p != '\n'; p++) {
        if (*p == '"') quoted = !quoted;
        commas += *p == ',' && !quoted;
    }
    CHECK(header == commas, "%zu columns, %zu cells", header, commas);
    text_free(&out);
}

// Names that a spreadsheet would take for formulas come out as texts, all others as they are.
static void test_formula_names(void) {
    static const struct {
        const char *name, *field;
    } cases[] = {{"=1+1", "'=1+1"}, {"+bn", "+bn"},     {"-0.5", "-0.5"}, {"-x(1)", "'-x(1)"},
                 {"@a", "'@a"},     {"bn+do", "bn+do"}, {"'q'", "'q'"}};
    enum { COUNT = sizeof cases / sizeof *cases };
    Text log = {0}, out = {0};
    Results r;
    Comparison c;
    text_add(&log, "setting,seed,epoch,train_loss,test_loss\n");
    for (int i = 0; i < COUNT; i++) text_printf(&log, "%s,1,0,2,2\n", cases[i].name);
    report_compare(&c, &r, log.data, NULL);
    summary_csv(&out, &c);
    const char *row = strchr(out.data, '\n') + 1;
    for (int i = 0; i < COUNT; i++, row = strchr(row, '\n') + 1) {
        size_t n = strlen(cases[i].field);
        CHECK(strncmp(row, cases[i].field, n) == 0 && row[n] == ',', "%s: %.20s", cases[i].name, row);
    }
    report_free(&c, &r);
    text_free(&log);
    text_free(&out);
}

static void test_terminal(const Comparison *c) {
    Text out = {0};
    for (int columns = 20; columns <= 140; columns += 40) {
        report_text(&out, c, &(ReportStyle){.columns = columns, .unicode = true, .plot = true});
        CHECK(strchr(out.data, '\033') == NULL, "no colours were asked for");
        for (const char *line = columns > 60 ? out.data : ""; *line; line += strcspn(line, "\n") + 1) {
            char text[1024];
            snprintf(text, sizeof text, "%.*s", (int)strcspn(line, "\n"), line);
            CHECK((int)text_columns(text) <= columns, "%d columns: %s", columns, text);
        }
        text_free(&out);
    }
    report_text(&out, c, &(ReportStyle){.columns = 100, .plot = true, .axis = AXIS_LOG});
    for (const char *p = out.data; *p; p++)
        if ((unsigned char)*p >= 0x80) CHECK(0, "not ASCII");
    CHECK(strstr(out.data, "1 of 6 runs diverged and is left out: seed 3") != NULL);
    CHECK(strstr(out.data, "b <script>") != NULL, "the plot's legend");
    text_free(&out);
    report_brief(&out, c, &(ReportStyle){.columns = 100, .color = true});
    CHECK(strstr(out.data, "\033[1m") &&
          count(out.data, "\033[3") + count(out.data, "\033[1m") == count(out.data, "\033[0m"));
    text_free(&out);
}

// The axis suits the losses unless one is asked for.
static void test_axes(void) {
    static const struct {
        double last;
        PlotAxis axis;
        bool logarithmic;
    } cases[] = {{0.5, AXIS_AUTO, false}, {0.1, AXIS_AUTO, true},
                 {0.2, AXIS_AUTO, false}, // ten times is not more than ten times
                 {0, AXIS_AUTO, false},   {0.1, AXIS_LINEAR, false},
                 {0.5, AXIS_LOG, true}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Text log = {0}, out = {0};
        Results r;
        Comparison c;
        text_printf(&log, "setting,seed,epoch,train_loss,test_loss\na,1,0,2,2\na,1,1,1,1\na,1,2,0.5,%g\n",
                    cases[i].last);
        report_compare(&c, &r, log.data, NULL);
        report_text(&out, &c, &(ReportStyle){.columns = 100, .plot = true, .axis = cases[i].axis});
        const char *want =
            cases[i].logarithmic ? "Test loss, mean over seeds, logarithmic\n" : "Test loss, mean over seeds\n";
        CHECK(strstr(out.data, want), "case %zu: %s", i, out.data);
        report_free(&c, &r);
        text_free(&log);
        text_free(&out);
    }
}

// Numbers beside rows differ, however near to each other they are.
static void test_near_ticks(void) {
    static const char *const cases[][3] = {{"0.5000011", "0.500001", " 0.500001 "}, // losses; a tick
                                           {"1234571", "1234567", "\n1234569 +"},
                                           {"1e15", "1", " 8e+14 "}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Text log = {0}, out = {0};
        Results r;
        Comparison c;
        text_printf(&log, "setting,seed,epoch,train_loss,test_loss\na,1,0,%s,%s\na,1,1,%s,%s\n", cases[i][0],
                    cases[i][0], cases[i][1], cases[i][1]);
        report_compare(&c, &r, log.data, NULL);
        report_text(&out, &c, &(ReportStyle){.columns = 60, .plot = true, .axis = AXIS_LINEAR});
        const char *tick = strstr(out.data, cases[i][2]);
        CHECK(tick, "case %zu: %s", i, out.data);
        report_free(&c, &r);
        text_free(&log);
        text_free(&out);
    }
}

// Names stand in the order of the curves' ends, also where those are too near for a row each; at the bottom they are
// pushed up.
static void test_plot_names(void) {
    Text log = {0}, out = {0};
    Results r;
    Comparison c;
    text_add(&log, "setting,seed,epoch,train_loss,test_loss\n");
    text_add(&log, "lower,1,0,1,1\nlower,1,1,1,0\nupper,1,0,1,1\nupper,1,1,1,0.01\nmiddle,1,0,1,1\n");
    text_add(&log, "middle,1,1,1,0.001\n");
    report_compare(&c, &r, log.data, NULL);
    report_text(&out, &c, &(ReportStyle){.columns = 100, .plot = true, .axis = AXIS_LINEAR});
    const char *plot = strstr(out.data, "Test loss, mean over seeds\n");
    const char *upper = plot ? strstr(plot, "upper") : NULL, *middle = upper ? strstr(upper, "middle") : NULL;
    CHECK(middle && strstr(middle, "lower") && strstr(middle, "lower") < strstr(plot, "Train loss"), "%s", out.data);
    report_free(&c, &r);
    text_free(&log);
    text_free(&out);
}

// On a logarithmic axis a loss of 0 has no place of its own: it stands at the bottom, and the axis ends at the lowest
// loss above it, wherever among the curves the 0 comes.
static void test_zero_loss(void) {
    static const char *const logs[] = {"a,1,0,1,1\na,1,1,1,0.1\na,1,2,1,0\nb,1,0,1,1\nb,1,2,1,1\n",
                                       "a,1,0,1,0\na,1,1,1,1\na,1,2,1,1\nb,1,0,1,1\nb,1,2,1,0.1\n"};
    for (int i = 0; i < 2; i++) {
        Text log = {0}, out = {0};
        Results r;
        Comparison c;
        text_printf(&log, "setting,seed,epoch,train_loss,test_loss\n%s", logs[i]);
        report_compare(&c, &r, log.data, NULL);
        report_text(&out, &c, &(ReportStyle){.columns = 60, .plot = true, .axis = AXIS_LOG});
        const char *title = strstr(out.data, "Test loss, mean over seeds, logarithmic\n");
        CHECK(title != NULL, "%s", out.data);
        const char *row = title ? strchr(title, '\n') + 1 : "";
        CHECK(strncmp(row, "      1 +", 9) == 0, "the top: %.40s", row);
        for (int k = 0; k < 13 && *row; k++) {
            CHECK(memchr(row, 'a', strcspn(row, "\n")) || (i == 0 && k > 0), "a line leads to the 0: %.60s", row);
            row = strchr(row, '\n') + 1;
        }
        CHECK(strncmp(row, "    0.1 +", 9) == 0, "the bottom: %.40s", row);
        char drawn[61];
        snprintf(drawn, sizeof drawn, "%.*s", (int)strcspn(row, "\n"), row);
        CHECK(drawn[9 + (i == 0 ? 43 : 0)] == 'a', "the 0 is drawn at the bottom: %s", drawn);
        report_free(&c, &r);
        text_free(&log);
        text_free(&out);
    }
}

// Braille's dots, worked by hand: of 40 across and 56 down, the line from the lower left to the upper right corner goes
// through (0,0), (0.7,1), (1.4,2), (2.1,3) from below, and through (39,55), (38.3,54), (37.6,53), (36.9,52) at its end.
static void test_dots(void) {
    static const struct {
        const char *log, *top, *bottom;
    } cases[] = {{"a,1,0,1,0\na,1,1,1,1\n", "                  \u2880\u280e a", "\u2870\u2801                  "}, // up
                 {"a,1,0,1,1\na,1,1,1,1\nb,1,0,1,0\nb,1,1,1,0\n", // two lines along the edges
                  "\u2809\u2809\u2809\u2809\u2809\u2809\u2809\u2809\u2809\u2809\u2809\u2809\u2809\u2809\u2809\u2809"
                  "\u2809\u2809\u2809\u2809"
                  " a",
                  "\u28c0\u28c0\u28c0\u28c0\u28c0\u28c0\u28c0\u28c0\u28c0\u28c0\u28c0\u28c0\u28c0\u28c0\u28c0\u28c0"
                  "\u28c0\u28c0\u28c0\u28c0"
                  " b"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        static const char *const curve[] = {"test_loss"};
        Text log = {0}, out = {0}, top = {0}, bottom = {0};
        Results r;
        Comparison c;
        text_printf(&log, "setting,seed,epoch,train_loss,test_loss\n%s", cases[i].log);
        report_compare(&c, &r, log.data, NULL);
        report_text(&out, &c,
                    &(ReportStyle){.columns = 36, // 9 for the axis, 7 for names
                                   .plot = true,
                                   .dots = DOTS_BRAILLE,
                                   .axis = AXIS_LINEAR,
                                   .curves = curve,
                                   .curve_count = 1});
        text_printf(&top, "Test loss, mean over seeds\n      1 \u2524%s\n", cases[i].top);
        text_printf(&bottom, "      0 \u2524%s\n        \u2514\u252c\u2500", cases[i].bottom);
        CHECK(strstr(out.data, top.data), "case %zu, top: %s", i, strstr(out.data, "Test loss, mean"));
        CHECK(strstr(out.data, bottom.data), "case %zu, bottom: %s", i, strstr(out.data, "Test loss, mean"));
        CHECK(!strstr(out.data, "Train loss, mean"), "only what was asked for");
        report_free(&c, &r);
        text_free(&log);
        text_free(&out);
        text_free(&top);
        text_free(&bottom);
    }
}

// Numbers of few digits on both kinds of axis, the ends among them where they are such.
static void test_ticks(void) {
    static const struct {
        bool log;
        double low, high;
        int most;
        const char *want;
    } cases[] = {{false, 0, 20, 10, "0 2 4 6 8 10 12 14 16 18 20"},
                 {false, 0, 20, 9, "0 5 10 15 20"},
                 {false, 0.31, 2.33, 6, "0.5 1 1.5 2"},
                 {false, -0.3, 0.3, 6, "-0.3 -0.2 -0.1 0 0.1 0.2 0.3"},
                 {false, 1, 1, 6, ""},
                 {false, 0, INFINITY, 6, ""},
                 {true, -1, 0, 6, "0.1 0.2 0.5 1"},
                 {true, -8, 0, 6, "1e-08 1e-06 0.0001 0.01 1"},
                 {true, -2.1, 0.4, 6, "0.01 0.1 1"},
                 {true, 0, 0.30103, 6, "1 1.2 1.4 1.6 1.8 2"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        double tick[TICKS_MOST];
        Text t = {0};
        const int count = (cases[i].log ? ticks_log : ticks_linear)(tick, cases[i].low, cases[i].high, cases[i].most);
        for (int k = 0; k < count; k++) text_printf(&t, "%s%.6g", k > 0 ? " " : "", tick[k]);
        check_text(&t, cases[i].want);
    }
}

static void test_after_run(const char *folder) {
    char *summary, *page;
    size_t size, read;
    char printed[8192];
    FILE *out = tmpfile();
    CHECK(out && report_after_run(folder, out, false, 80, NULL, &report_error) == OK, "%s", report_error.text);
    rewind(out);
    read = fread(printed, 1, sizeof printed - 1, out);
    printed[read] = 0;
    fclose(out);
    CHECK(strstr(printed, "Settings: mean (SD) over seeds") && strstr(printed, "Against plain"), "%s", printed);
    CHECK(file_read(&report_arena, path_join(&report_arena, folder, "summary.csv"), &summary, &size, &report_error) ==
          OK);
    CHECK(strncmp(summary, "setting,seeds,", 14) == 0);
    CHECK(file_read(&report_arena, path_join(&report_arena, folder, "report.html"), &page, &size, &report_error) == OK);
    CHECK(strstr(page, "<html") != NULL);
    FILE *full = fopen("/dev/full", "w");
    CHECK(full && report_after_run(folder, full, false, 80, NULL, &report_error) == ERR_IO);
    if (full) fclose(full);
}

// The page of an experiment that is at work says so, and no other does.
static void test_page_at_work(void) {
    static const char says[] = "\"unfinished\":{\"done\":2,\"total\":6}";
    const char *folder =
        report_write("at-work", "log.csv", "setting,seed,epoch,train_loss,test_loss\na,1,1,1,2\nb,1,1,1,3\n");
    char *page;
    size_t size;
    CHECK(report_while_running(folder, 2, 6, &report_error) == OK, "%s", report_error.text);
    CHECK(file_read(&report_arena, path_join(&report_arena, folder, "report.html"), &page, &size, &report_error) == OK);
    CHECK(strstr(page, says), "it does not say so");
    CHECK(!file_exists(path_join(&report_arena, folder, "summary.csv")), "more than the page is written");
    FILE *out = fopen("/dev/null", "w");
    CHECK(out && report_after_run(folder, out, false, 80, NULL, &report_error) == OK, "%s", report_error.text);
    if (out) fclose(out);
    CHECK(file_read(&report_arena, path_join(&report_arena, folder, "report.html"), &page, &size, &report_error) == OK);
    CHECK(!strstr(page, "\"unfinished\":{"), "it is over");
}

int main(void) {
    Text log = {0};
    Results r;
    Comparison c;
    report_begin();
    test_numbers();
    test_numbers_together();
    test_data_numbers();
    test_misleading();
    test_escapes();
    test_axes();
    test_near_ticks();
    test_plot_names();
    test_zero_loss();
    test_dots();
    test_ticks();
    test_formula_names();
    hostile_log(&log);
    report_compare(&c, &r, log.data, NULL);
    test_json(&c);
    test_csv(&c);
    test_terminal(&c);
    test_after_run(r.experiments[0].folder);
    report_free(&c, &r);
    text_free(&log);
    test_page_at_work();
    return report_end("report_text");
}

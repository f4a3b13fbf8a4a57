#include "report/plot.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "report/mean_curve.h"
#include "report/stopping.h"
#include "report/ticks.h"

#define HEIGHT PLOT_LINES // rows of text in a plot
#define AXIS_LEAST 9      // columns for the numbers left of it
#define NAME_LEAST 7      // columns for the names right of it, and for "epoch" below them
#define NAME_MOST 20
#define WIDTH_LEAST 20 // columns of the plot itself
#define WIDTH_DEFAULT 100
#define TICK_ROWS 2    // between two numbers at its left, at least
#define TICK_COLUMNS 8 // between two below it
#define DIGITS_LEAST 6 // of the numbers at its left, where they have so many
#define DIGITS_MOST 15

typedef struct Canvas {
    int axis;           // columns left of it
    int width;          // in characters; the height is HEIGHT
    int names;          // columns right of it
    bool braille;       // dots, and lines that are drawn; else letters
    int across, down;   // dots per character: 2 x 4 in Braille, 1 x 1 in ASCII
    unsigned char *ink; // [HEIGHT][width] Braille's dots, or a letter
    int *owner;         // [HEIGHT][width] the curve that drew there last
    double left, right; // epochs
    double low, high;   // values, or their logarithms
    bool log_axis;
    char label[HEIGHT][32]; // the number beside each row; "": none
} Canvas;

static const char *const colors[] = {"\033[34m", "\033[33m", "\033[32m", "\033[31m", "\033[35m", "\033[36m",
                                     "\033[94m", "\033[93m", "\033[92m", "\033[91m", "\033[95m", "\033[96m"};
#define COLOR_COUNT ((int)(sizeof colors / sizeof *colors))

#define LOG_SPAN 10 // from here on the beginning of training would push all that follows to the bottom

static bool choose_log(PlotAxis axis, const MeanCurve *curves, int count) {
    double least = INFINITY, most = -INFINITY;
    for (int s = 0; s < count; s++) {
        for (int i = 0; i < curves[s].count; i++) {
            least = fmin(least, curves[s].value[i]);
            most = fmax(most, curves[s].value[i]);
        }
    }
    return axis == AXIS_LOG || (axis == AXIS_AUTO && least > 0 && most > LOG_SPAN * least);
}

// On a logarithmic axis a loss of 0 stands at the bottom.
static double height_of(const Canvas *canvas, double loss) {
    if (!canvas->log_axis || isnan(loss)) return loss;
    return loss > 0 ? log10(loss) : canvas->low;
}

static void fit(Canvas *canvas, const MeanCurve *curves, int count) {
    canvas->left = canvas->low = INFINITY;
    canvas->right = canvas->high = -INFINITY;
    for (int s = 0; s < count; s++) {
        for (int i = 0; i < curves[s].count; i++) {
            canvas->left = fmin(canvas->left, curves[s].epoch[i]);
            canvas->right = fmax(canvas->right, curves[s].epoch[i]);
            if (isnan(curves[s].value[i]) || (canvas->log_axis && !(curves[s].value[i] > 0))) continue;
            double height = height_of(canvas, curves[s].value[i]);
            canvas->low = fmin(canvas->low, height);
            canvas->high = fmax(canvas->high, height);
        }
    }
    if (!(canvas->high >= canvas->low)) canvas->low = canvas->high = 0; // no value above 0 at all
}

static double scaled(double value, double low, double high, int dots) {
    return high > low ? (value - low) / (high - low) * (dots - 1) : 0;
}

static void put_dot(Canvas *canvas, double x, double y, int owner) {
    static const unsigned char braille[4][2] = {{0x01, 0x08}, {0x02, 0x10}, {0x04, 0x20}, {0x40, 0x80}};
    const int column = (int)lround(x), row = HEIGHT * canvas->down - 1 - (int)lround(y);
    const int at = row / canvas->down * canvas->width + column / canvas->across;
    if (!canvas->braille)
        canvas->ink[at] = (unsigned char)('a' + owner % 26);
    else
        canvas->ink[at] |= braille[row % 4][column % 2];
    canvas->owner[at] = owner;
}

static double height_in_dots(const Canvas *canvas, double height) {
    return scaled(height, canvas->low, canvas->high, HEIGHT * canvas->down);
}

// A line through all values that there are.
static void draw(Canvas *canvas, const MeanCurve *curve, int owner) {
    double x0 = NAN, y0 = NAN;
    for (int i = 0; i < curve->count; i++) {
        if (isnan(curve->value[i])) continue;
        double x = scaled(curve->epoch[i], canvas->left, canvas->right, canvas->width * canvas->across);
        double y = height_in_dots(canvas, height_of(canvas, curve->value[i]));
        int steps = isnan(x0) ? 0 : (int)ceil(fmax(fabs(x - x0), fabs(y - y0)));
        for (int k = 1; k < steps; k++) put_dot(canvas, x0 + (x - x0) * k / steps, y0 + (y - y0) * k / steps, owner);
        put_dot(canvas, x, y, owner);
        x0 = x;
        y0 = y;
    }
}

static double last_of(const MeanCurve *curve) {
    for (int i = curve->count - 1; i >= 0; i--)
        if (!isnan(curve->value[i])) return curve->value[i];
    return NAN;
}

static double end_height(const Canvas *canvas, const MeanCurve *curve) {
    return height_of(canvas, last_of(curve));
}

// The row in which something of that height stands.
static int row_of(const Canvas *canvas, double height) {
    return (HEIGHT * canvas->down - 1 - (int)lround(height_in_dots(canvas, height))) / canvas->down;
}

// Gives each curve's name a row near the curve's end, in the order of the ends from the top.
static void place_names(const Canvas *canvas, const MeanCurve *curves, int count, int named[HEIGHT]) {
    int order[HEIGHT], row[HEIGHT], n = 0;
    for (int s = 0; s < count && n < HEIGHT; s++) {
        if (isnan(last_of(&curves[s]))) continue;
        int i = n++;
        for (; i > 0 && end_height(canvas, &curves[order[i - 1]]) < end_height(canvas, &curves[s]); i--)
            order[i] = order[i - 1];
        order[i] = s;
    }
    for (int i = 0; i < n; i++) {
        int wanted = row_of(canvas, end_height(canvas, &curves[order[i]])), next = i > 0 ? row[i - 1] + 1 : 0;
        row[i] = wanted > next ? wanted : next;
    }
    for (int i = n - 1, most = HEIGHT - 1; i >= 0; i--, most = row[i + 1] - 1) // back up from the bottom
        if (row[i] > most) row[i] = most;
    for (int i = 0; i < HEIGHT; i++) named[i] = -1;
    for (int i = 0; i < n; i++) named[row[i]] = order[i];
}

// --- The axes

// As many digits as tell the ticks apart: the last one is that of the step. More than a double keeps are none.
static int digits_of(const double *tick, int count) {
    double step = INFINITY, largest = 0;
    for (int i = 0; i < count; i++) {
        largest = fmax(largest, fabs(tick[i]));
        if (i > 0) step = fmin(step, tick[i] - tick[i - 1]);
    }
    const double digits = step > 0 && largest > 0 ? 1 + floor(log10(largest)) - floor(log10(step) + 1e-9) : 0;
    return digits > DIGITS_MOST ? DIGITS_MOST : digits > DIGITS_LEAST ? (int)digits : DIGITS_LEAST;
}

// Numbers of few digits beside the rows in which they stand, or else those of the ends.
static void label_rows(Canvas *canvas) {
    double tick[TICKS_MOST];
    const int most = HEIGHT / TICK_ROWS - 1;
    const int count = (canvas->log_axis ? ticks_log : ticks_linear)(tick, canvas->low, canvas->high, most);
    const int digits = digits_of(tick, count);
    for (int i = 0; i < count && count > 1; i++) {
        const int row = row_of(canvas, canvas->log_axis ? log10(tick[i]) : tick[i]);
        const bool near = (row > 0 && *canvas->label[row - 1]) || (row + 1 < HEIGHT && *canvas->label[row + 1]);
        if (!near) snprintf(canvas->label[row], sizeof canvas->label[row], "%.*g", digits, tick[i]);
    }
    const double ends[] = {canvas->log_axis ? pow(10, canvas->low) : canvas->low,
                           canvas->log_axis ? pow(10, canvas->high) : canvas->high};
    const int few = digits_of(ends, 2) > DIGITS_LEAST ? digits_of(ends, 2) : 3;
    for (int end = 0; end < 2 && count < 2; end++) {
        const int row = row_of(canvas, end == 0 ? canvas->low : canvas->high);
        snprintf(canvas->label[row], sizeof canvas->label[row], "%.*g", few, ends[end]);
    }
    canvas->axis = AXIS_LEAST;
    for (int row = 0; row < HEIGHT; row++)
        if ((int)strlen(canvas->label[row]) + 2 > canvas->axis) canvas->axis = (int)strlen(canvas->label[row]) + 2;
}

static void add_axis(Text *out, const Canvas *canvas, int row) {
    const char *label = canvas->label[row];
    const char *const lines[] = {" |", " +", " \u2502", " \u2524"};
    text_printf(out, "%*s%s", canvas->axis - 2, label, lines[2 * canvas->braille + (*label != 0)]);
}

// The columns of the ticks below, and their numbers.
static void add_epochs(Text *out, const Canvas *canvas) {
    double tick[TICKS_MOST];
    int most = canvas->width / TICK_COLUMNS, at = 0, used = 0;
    if (most > TICKS_MOST - 1) most = TICKS_MOST - 1;
    if (most > canvas->right - canvas->left) most = (int)(canvas->right - canvas->left); // epochs are whole
    int count = ticks_linear(tick, canvas->left, canvas->right, most > 0 ? most : 1);
    if (count == 0) tick[count++] = canvas->left;
    text_printf(out, "%*s%s", canvas->axis - 1, "", canvas->braille ? "\u2514" : "+");
    for (int i = 0, next = 0; i < canvas->width; i++) {
        const bool mark = next < count && lround(scaled(tick[next], canvas->left, canvas->right, canvas->width)) == i;
        next += mark;
        text_add(out, mark ? (canvas->braille ? "\u252c" : "+") : canvas->braille ? "\u2500" : "-");
    }
    text_printf(out, "\n%*s", canvas->axis - 1, "");
    for (int i = 0; i < count; i++) {
        char label[32];
        const int size = snprintf(label, sizeof label, "%.15g", tick[i]);
        at = 1 + (int)lround(scaled(tick[i], canvas->left, canvas->right, canvas->width)) - (size - 1) / 2;
        if (at < used + (i > 0)) at = used + (i > 0);
        text_printf(out, "%*s%s", at - used, "", label);
        used = at + size;
    }
    const int rest = 1 + canvas->width - used;
    text_printf(out, "%*s  epoch\n", rest > 0 ? rest : 0, "");
}

// --- What is written

static void add_cell(Text *out, const Canvas *canvas, int at) {
    unsigned char ink = canvas->ink[at];
    if (!ink)
        text_add(out, " ");
    else if (!canvas->braille)
        text_add_n(out, (const char *)&ink, 1);
    else
        text_add_n(out, (const char[]){(char)0xE2, (char)(0xA0 | ink >> 6), (char)(0x80 | (ink & 0x3F))}, 3); // U+28xx
}

static void add_row(Text *out, const Canvas *canvas, int row, bool color) {
    add_axis(out, canvas, row);
    int before = -1;
    for (int i = 0; i < canvas->width; i++) {
        int at = row * canvas->width + i, own = canvas->ink[at] ? canvas->owner[at] % COLOR_COUNT : -1;
        if (color && own != before && own >= 0) text_add(out, colors[own]);
        if (own >= 0) before = own;
        add_cell(out, canvas, at);
    }
    if (color && before >= 0) text_add(out, "\033[0m");
}

// Blanks, and the letter of a line that is drawn in letters, before its name.
static int name_lead(const Canvas *canvas) {
    return canvas->braille ? 1 : 3;
}

static void add_name(Text *out, const Canvas *canvas, const char *name, int line, const ReportStyle *style) {
    if (style->color) text_add(out, colors[line % COLOR_COUNT]);
    text_add(out, " ");
    if (!canvas->braille) text_printf(out, "%c ", 'a' + line % 26);
    text_add_shortened(out, name, canvas->names - name_lead(canvas), canvas->braille);
    if (style->color) text_add(out, "\033[0m");
}

// The lines of a plot.
typedef struct Drawn {
    int count;
    int setting[PLOT_LINES];
    MeanCurve curve[PLOT_LINES];
} Drawn;

// The first of the settings that are shown, the baseline among them.
static void choose_lines(Drawn *drawn, const Comparison *c) {
    const Focus *f = &c->focus;
    bool baseline = false;
    for (int i = 0; i < f->count && drawn->count < PLOT_LINES; i++) {
        drawn->setting[drawn->count++] = f->setting[i];
        baseline |= f->setting[i] == c->baseline;
    }
    if (!baseline && drawn->count > 0) drawn->setting[drawn->count - 1] = c->baseline;
}

// Takes the memory of a canvas for curves that fit() has seen; false without it.
static bool canvas_open(Canvas *canvas, const Comparison *c, const Drawn *drawn, const ReportStyle *style, Arena *a) {
    int columns = style->columns > 0 ? style->columns : WIDTH_DEFAULT;
    canvas->names = NAME_LEAST;
    for (int i = 0; i < drawn->count; i++) {
        const int own = name_lead(canvas) + (int)text_columns(c->settings[drawn->setting[i]].log->name);
        if (own > canvas->names) canvas->names = own < NAME_MOST ? own : NAME_MOST;
    }
    canvas->across = canvas->braille ? 2 : 1;
    canvas->down = canvas->braille ? 4 : 1;
    label_rows(canvas);
    canvas->width = columns - canvas->axis - canvas->names;
    if (canvas->width < WIDTH_LEAST) canvas->width = WIDTH_LEAST;
    canvas->ink = arena_take(a, (size_t)(canvas->width * HEIGHT), sizeof *canvas->ink);
    canvas->owner = arena_take(a, (size_t)(canvas->width * HEIGHT), sizeof *canvas->owner);
    return canvas->ink && canvas->owner;
}

// "Test loss": what the metric of that name is called, or else the column.
static void add_title(Text *out, const Comparison *c, const char *column) {
    const char *title = strcmp(column, "lr") == 0 ? "learning rate" : column;
    for (int k = 0; k < c->metrics.count; k++) {
        const MetricNames *names = comparison_names(c, c->metrics.index[k]);
        if (strcmp(names->key, column) == 0) title = names->title;
    }
    text_printf(out, "%c", toupper((unsigned char)*title));
    text_add_plain(out, title + 1);
}

static void add_heading(Text *out, const Comparison *c, const Column *column, const Canvas *canvas, bool color) {
    Text selection = {0};
    text_add(out, color ? "\n\033[1m" : "\n");
    add_title(out, c, column->name);
    text_printf(out, ", mean over seeds%s", canvas->log_axis ? ", logarithmic" : "");
    words_selection(&selection, c);
    if (selection.data) text_add_plain(out, selection.data);
    out->failed |= selection.failed;
    text_free(&selection);
    text_add(out, color ? "\033[0m\n" : "\n");
}

static void plot(Text *out, const Comparison *c, const Column *column, const ReportStyle *style, Arena *a) {
    int named[HEIGHT];
    Canvas canvas = {.braille = style->dots == DOTS_BRAILLE || (style->dots == DOTS_AUTO && style->unicode)};
    Drawn drawn = {0};
    choose_lines(&drawn, c);
    for (int i = 0; i < drawn.count; i++)
        out->failed |= !mean_curve(&drawn.curve[i], c->settings[drawn.setting[i]].log, column, a);
    if (out->failed) return;
    canvas.log_axis = choose_log(style->axis, drawn.curve, drawn.count);
    fit(&canvas, drawn.curve, drawn.count);
    if (!isfinite(canvas.left)) return; // no usable run
    if (!canvas_open(&canvas, c, &drawn, style, a)) {
        out->failed = true;
        return;
    }
    for (int i = drawn.count - 1; i >= 0; i--) draw(&canvas, &drawn.curve[i], i); // the first on top
    place_names(&canvas, drawn.curve, drawn.count, named);
    add_heading(out, c, column, &canvas, style->color);
    for (int row = 0; row < HEIGHT; row++) {
        const int line = named[row];
        add_row(out, &canvas, row, style->color);
        if (line >= 0) add_name(out, &canvas, c->settings[drawn.setting[line]].log->name, line, style);
        text_add(out, "\n");
    }
    add_epochs(out, &canvas);
    if (c->focus.count > drawn.count)
        text_printf(out, "(%d of %d settings: compare --settings or --top draws others)\n", drawn.count,
                    c->focus.count);
}

// --- Which columns

// The columns that these logs have something in but epoch and step; a NULL name ends them. NULL without memory.
static const Column *all_columns(const Comparison *c, Arena *a) {
    const Column *all = results_columns(c->results, a);
    Column *had = NULL;
    int count = 0;
    while (all && all[count].name) count++;
    if (!all || !(had = arena_take(a, (size_t)count + 1, sizeof *had))) return NULL;
    for (int i = 0, n = 0; i < count; i++) {
        bool some = false;
        for (int s = 0; s < c->setting_count && !some && all[i].kind != COLUMN_WHOLE; s++)
            for (int k = 0; k < c->settings[s].log->run_count; k++) {
                const RunLog *run = &c->settings[s].log->runs[k];
                some |= isfinite(column_value(&run->rows[run->row_count - 1], &all[i]));
            }
        if (some) had[n++] = all[i];
    }
    return had;
}

static const Column *column_named(const Column *all, const char *name, size_t n) {
    for (; all->name; all++)
        if (strlen(all->name) == n && memcmp(all->name, name, n) == 0) return all;
    return NULL;
}

static Status no_such_curve(const Column *all, const char *name, Arena *a, Error *e) {
    size_t count = 0;
    while (all[count].name) count++;
    const char **names = arena_take(a, count, sizeof *names);
    if (!names || !name) return error_memory(e);
    for (size_t i = 0; i < count; i++) names[i] = all[i].name;
    const char *near = nearest_word(name, names, count);
    if (near) return error_set(e, ERR_USAGE, "--curve %s: no column of the log; did you mean \"%s\"?", name, near);
    Text list = {0};
    for (size_t i = 0; i < count; i++) text_printf(&list, "%s%s", i > 0 ? ", " : "", names[i]);
    const Status s = list.failed ? error_memory(e)
                                 : error_set(e, ERR_USAGE, "--curve %s: no column of the log; there are %s", name,
                                             list.data ? list.data : "none");
    text_free(&list);
    return s;
}

// Finds every column that is named, and draws it to `out` (NULL: nothing is drawn).
static Status find_curves(const Comparison *c, const ReportStyle *style, Text *out, Arena *a, Error *e) {
    static const char *const losses[] = {"test_loss", "train_loss"};
    const char *const *names = style->curve_count > 0 ? style->curves : losses;
    const int count = style->curve_count > 0 ? style->curve_count : 2;
    const Column *all = all_columns(c, a);
    if (!all) return error_memory(e);
    for (int i = 0; i < count; i++) {
        for (const char *name = names[i];;) {
            const bool whole = column_named(all, name, strlen(name)) != NULL; // a target's name may have a comma
            const size_t n = whole ? strlen(name) : strcspn(name, ",");
            const Column *column = column_named(all, name, n);
            if (!column && style->curve_count > 0) return no_such_curve(all, arena_text_n(a, name, n), a, e);
            if (column && out) plot(out, c, column, style, a);
            if (!name[n]) break;
            name += n + 1;
        }
    }
    return OK;
}

void plot_curves(Text *out, const Comparison *c, const ReportStyle *style) {
    Arena arena = {0};
    Error e = {0};
    out->failed |= find_curves(c, style, out, &arena, &e) != OK;
    arena_free(&arena);
}

Status plot_check(const Comparison *c, const ReportStyle *style, Error *e) {
    Arena arena = {0};
    const Status s = find_curves(c, style, NULL, &arena, e);
    arena_free(&arena);
    return s;
}

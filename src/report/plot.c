#include "report/plot.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "report/mean_curve.h"
#include "report/stopping.h"

#define HEIGHT 14      // rows of text in a plot
#define AXIS_LEAST 9   // columns for the numbers left of it
#define NAME_MOST 20   // columns for the names right of it
#define WIDTH_LEAST 20 // columns of the plot itself
#define WIDTH_DEFAULT 100

typedef struct Canvas {
    int axis;           // columns left of it
    int width;          // in characters; the height is HEIGHT
    int across, down;   // dots per character: 2 x 4 in Braille, 1 x 1 in ASCII
    unsigned char *ink; // [HEIGHT][width] Braille's dots, or a letter
    int *owner;         // [HEIGHT][width] the curve that drew there last
    double left, right; // epochs
    double low, high;   // losses, or their logarithms
    bool log_axis;
} Canvas;

static const char *const colors[] = {"\033[34m", "\033[33m", "\033[32m", "\033[31m", "\033[35m", "\033[36m"};
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
    if (!canvas->log_axis) return loss;
    return loss > 0 ? log10(loss) : canvas->low;
}

static void fit(Canvas *canvas, const MeanCurve *curves, int count) {
    canvas->left = canvas->low = INFINITY;
    canvas->right = canvas->high = -INFINITY;
    for (int s = 0; s < count; s++) {
        for (int i = 0; i < curves[s].count; i++) {
            canvas->left = fmin(canvas->left, curves[s].epoch[i]);
            canvas->right = fmax(canvas->right, curves[s].epoch[i]);
            if (canvas->log_axis && !(curves[s].value[i] > 0)) continue;
            double height = height_of(canvas, curves[s].value[i]);
            canvas->low = fmin(canvas->low, height);
            canvas->high = fmax(canvas->high, height);
        }
    }
    if (!(canvas->high >= canvas->low)) canvas->low = canvas->high = 0; // no loss above 0 at all
}

static double scaled(double value, double low, double high, int dots) {
    return high > low ? (value - low) / (high - low) * (dots - 1) : 0;
}

static void put_dot(Canvas *canvas, double x, double y, int owner) {
    static const unsigned char braille[4][2] = {{0x01, 0x08}, {0x02, 0x10}, {0x04, 0x20}, {0x40, 0x80}};
    int column = (int)lround(x), row = HEIGHT * canvas->down - 1 - (int)lround(y);
    int at = row / canvas->down * canvas->width + column / canvas->across;
    if (canvas->down == 1)
        canvas->ink[at] = (unsigned char)('a' + owner % 26);
    else
        canvas->ink[at] |= braille[row % 4][column % 2];
    canvas->owner[at] = owner;
}

static void draw(Canvas *canvas, const MeanCurve *curve, int owner) {
    double x0 = 0, y0 = 0;
    for (int i = 0; i < curve->count; i++) {
        double x = scaled(curve->epoch[i], canvas->left, canvas->right, canvas->width * canvas->across);
        double y = scaled(height_of(canvas, curve->value[i]), canvas->low, canvas->high, HEIGHT * canvas->down);
        int steps = i == 0 ? 0 : (int)ceil(fmax(fabs(x - x0), fabs(y - y0)));
        for (int k = 1; k < steps; k++) put_dot(canvas, x0 + (x - x0) * k / steps, y0 + (y - y0) * k / steps, owner);
        put_dot(canvas, x, y, owner);
        x0 = x;
        y0 = y;
    }
}

static double end_height(const Canvas *canvas, const MeanCurve *curve) {
    return height_of(canvas, curve->value[curve->count - 1]);
}

// The row on which a curve ends.
static int end_row(const Canvas *canvas, const MeanCurve *curve) {
    return HEIGHT - 1 - (int)lround(scaled(end_height(canvas, curve), canvas->low, canvas->high, HEIGHT));
}

// Gives each curve's name a row near the curve's end, in the order of the ends from the top; of more curves than there
// are rows, the first ones have their names.
static void place_names(const Canvas *canvas, const MeanCurve *curves, int count, int named[HEIGHT]) {
    int order[HEIGHT], row[HEIGHT], n = 0;
    for (int s = 0; s < count && n < HEIGHT; s++) {
        if (curves[s].count == 0) continue;
        int i = n++;
        for (; i > 0 && end_height(canvas, &curves[order[i - 1]]) < end_height(canvas, &curves[s]); i--)
            order[i] = order[i - 1];
        order[i] = s;
    }
    for (int i = 0; i < n; i++) {
        int wanted = end_row(canvas, &curves[order[i]]), next = i > 0 ? row[i - 1] + 1 : 0;
        row[i] = wanted > next ? wanted : next;
    }
    for (int i = n - 1, most = HEIGHT - 1; i >= 0; i--, most = row[i + 1] - 1) // back up from the bottom
        if (row[i] > most) row[i] = most;
    for (int i = 0; i < HEIGHT; i++) named[i] = -1;
    for (int i = 0; i < n; i++) named[row[i]] = order[i];
}

// The number beside a row; "" where none stands.
static void axis_label(char out[32], const Canvas *canvas, int row) {
    *out = 0;
    if (row != 0 && row != HEIGHT / 2 && row != HEIGHT - 1) return;
    double height = canvas->high - (canvas->high - canvas->low) * row / (HEIGHT - 1);
    snprintf(out, 32, "%.3g", canvas->log_axis ? pow(10, height) : height);
}

static int axis_width(const Canvas *canvas) {
    int width = AXIS_LEAST;
    char label[32];
    for (int row = 0; row < HEIGHT; row++) {
        axis_label(label, canvas, row);
        if ((int)strlen(label) + 2 > width) width = (int)strlen(label) + 2;
    }
    return width;
}

static void add_axis(Text *out, const Canvas *canvas, int row, bool unicode) {
    char label[32];
    axis_label(label, canvas, row);
    text_printf(out, "%*s%s", canvas->axis - 2, label, unicode ? " \u2502" : " |");
}

static void add_cell(Text *out, const Canvas *canvas, int at) {
    unsigned char ink = canvas->ink[at];
    if (!ink)
        text_add(out, " ");
    else if (canvas->down == 1)
        text_add_n(out, (const char *)&ink, 1);
    else
        text_add_n(out, (const char[]){(char)0xE2, (char)(0xA0 | ink >> 6), (char)(0x80 | (ink & 0x3F))}, 3); // U+28xx
}

static void add_row(Text *out, const Canvas *canvas, int row, const ReportStyle *style) {
    add_axis(out, canvas, row, style->unicode);
    int color = -1;
    for (int i = 0; i < canvas->width; i++) {
        int at = row * canvas->width + i, own = canvas->ink[at] ? canvas->owner[at] % COLOR_COUNT : -1;
        if (style->color && own != color && own >= 0) text_add(out, colors[own]);
        if (own >= 0) color = own;
        add_cell(out, canvas, at);
    }
    if (style->color && color >= 0) text_add(out, "\033[0m");
}

static void add_name(Text *out, const Comparison *c, int setting, const ReportStyle *style) {
    if (setting < 0) return;
    if (style->color) text_add(out, colors[setting % COLOR_COUNT]);
    text_add(out, " ");
    if (!style->unicode) text_printf(out, "%c ", 'a' + setting % 26);
    text_add_shortened(out, c->settings[setting].log->name, NAME_MOST - (style->unicode ? 1 : 3), style->unicode);
    if (style->color) text_add(out, "\033[0m");
}

// Takes the memory of a canvas for curves that fit() has seen; false without it.
static bool canvas_open(Canvas *canvas, const ReportStyle *style, Arena *a) {
    int columns = style->columns > 0 ? style->columns : WIDTH_DEFAULT;
    canvas->axis = axis_width(canvas);
    canvas->width = columns - canvas->axis - NAME_MOST;
    if (canvas->width < WIDTH_LEAST) canvas->width = WIDTH_LEAST;
    canvas->across = style->unicode ? 2 : 1;
    canvas->down = style->unicode ? 4 : 1;
    canvas->ink = arena_take(a, (size_t)(canvas->width * HEIGHT), sizeof *canvas->ink);
    canvas->owner = arena_take(a, (size_t)(canvas->width * HEIGHT), sizeof *canvas->owner);
    return canvas->ink && canvas->owner;
}

static void plot(Text *out, const Comparison *c, const char *title, const Column *column, const ReportStyle *style,
                 Arena *a) {
    int named[HEIGHT];
    Canvas canvas = {0};
    MeanCurve *curves = arena_take(a, (size_t)c->setting_count, sizeof *curves);
    bool good = curves != NULL;
    for (int s = 0; good && s < c->setting_count; s++) good = mean_curve(&curves[s], c->settings[s].log, column, a);
    if (good) {
        canvas.log_axis = choose_log(style->axis, curves, c->setting_count);
        fit(&canvas, curves, c->setting_count);
        if (!isfinite(canvas.left)) return; // no usable run
        good = canvas_open(&canvas, style, a);
    }
    if (!good) {
        out->failed = true;
        return;
    }
    for (int s = c->setting_count - 1; s >= 0; s--) draw(&canvas, &curves[s], s); // the first, the baseline, on top
    place_names(&canvas, curves, c->setting_count, named);
    text_printf(out, "\n%s%s, mean over seeds%s", style->color ? "\033[1m" : "", title,
                canvas.log_axis ? ", logarithmic" : "");
    Text selection = {0};
    words_selection(&selection, c);
    if (selection.data) text_add_plain(out, selection.data);
    out->failed |= selection.failed;
    text_free(&selection);
    text_add(out, style->color ? "\033[0m\n" : "\n");
    for (int row = 0; row < HEIGHT; row++) {
        add_row(out, &canvas, row, style);
        add_name(out, c, named[row], style);
        text_add(out, "\n");
    }
    char last[32];
    snprintf(last, sizeof last, "%.0f", canvas.right);
    text_printf(out, "%*s%-*.0f%s  epoch\n", canvas.axis, "", canvas.width - (int)strlen(last), canvas.left, last);
}

void plot_losses(Text *out, const Comparison *c, const ReportStyle *style) {
    Arena arena = {0};
    plot(out, c, "Test loss", column_find("test_loss"), style, &arena);
    plot(out, c, "Train loss", column_find("train_loss"), style, &arena);
    arena_free(&arena);
}

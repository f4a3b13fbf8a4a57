// Images as text: one character stands for two pixels, one above the other.
#include <inttypes.h>

#include "cli/data.h"

enum { GAP = 2, INK_LEAST = 90, GREY_FIRST = 232, GREYS = 24 }; // GREY_...: the grey ramp of the 256-colour palette

static void add_ascii(int upper, int lower, Text *out) {
    static const char shades[] = " .:-=+*#%@";
    const int last = sizeof shades - 2;
    text_add_n(out, &shades[((upper + lower) * last + 255) / 510], 1);
}

static void add_block(int upper, int lower, Text *out) {
    static const char *const blocks[] = {" ", "\u2580", "\u2584", "\u2588"};
    text_add(out, blocks[(upper >= INK_LEAST) + 2 * (lower >= INK_LEAST)]);
}

static int grey(int value) {
    return GREY_FIRST + value * (GREYS - 1) / 255;
}

static void add_shades(int upper, int lower, Text *out) {
    text_printf(out, "\033[38;5;%d;48;5;%dm\u2580", grey(upper), grey(lower));
}

// A line of characters of one image; pixels below its last row count as empty.
static void add_line(const Dataset *d, int32_t sample, int32_t line, FigureStyle style, Text *out) {
    static void (*const add[])(int upper, int lower, Text *out) = {
        [FIGURE_ASCII] = add_ascii, [FIGURE_BLOCKS] = add_block, [FIGURE_SHADES] = add_shades};
    const uint8_t *upper = d->pixels + (size_t)sample * (size_t)d->features + 2 * (size_t)line * (size_t)d->width;
    bool last = 2 * line + 1 >= d->height;
    for (int32_t x = 0; x < d->width; x++) add[style](upper[x], last ? 0 : upper[d->width + x], out);
    if (style == FIGURE_SHADES) text_add(out, "\033[0m");
}

static void add_caption(const Dataset *d, int32_t sample, uint64_t number, bool pad, Text *out) {
    size_t start = out->size;
    text_printf(out, "%" PRIu64 ": %s", number, d->class_names[d->label[sample]]);
    int used = (int)(out->size - start);
    if (pad) text_printf(out, "%*s", d->width + GAP > used ? d->width + GAP - used : 1, "");
}

void data_figures(const Dataset *d, int32_t first, int32_t count, uint64_t number, int columns, FigureStyle style,
                  Text *out) {
    int32_t beside = (columns + GAP) / (d->width + GAP);
    if (beside < 1) beside = 1;
    for (int32_t left = first; left < first + count; left += beside) {
        int32_t end = left + beside < first + count ? left + beside : first + count;
        if (left > first) text_add(out, "\n");
        for (int32_t i = left; i < end; i++) add_caption(d, i, number + (uint64_t)(i - first), i + 1 < end, out);
        text_add(out, "\n");
        for (int32_t line = 0; 2 * line < d->height; line++) {
            for (int32_t i = left; i < end; i++) {
                add_line(d, i, line, style, out);
                if (i + 1 < end) text_printf(out, "%*s", GAP, "");
            }
            text_add(out, "\n");
        }
    }
}

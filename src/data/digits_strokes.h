// How the figures are written: for each class several styles, each a list of points along one or more pen strokes.
#ifndef DATA_DIGITS_STROKES_H
#define DATA_DIGITS_STROKES_H

#include <stdint.h>

// What happens at a point: the pen runs smoothly through, turns sharply, or is lifted.
typedef enum PenMark { PEN_SMOOTH, PEN_CORNER, PEN_LIFT } PenMark;

// In percent of the figure's box: x to the right, y down.
typedef struct PenPoint {
    uint8_t x, y;
    uint8_t mark; // PenMark
} PenPoint;

#define STYLE_POINTS_MAX 20

typedef struct DigitStyle {
    int count;              // <= STYLE_POINTS_MAX; the last point is PEN_LIFT
    const PenPoint *points; // [count]
} DigitStyle;

#define DIGIT_STYLES 4

extern const DigitStyle digit_styles[10][DIGIT_STYLES];

#endif

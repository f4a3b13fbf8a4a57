// The built-in source "digits": handwritten-like figures 0 to 9, drawn from strokes.
//
// A sample is its seed and its number, nothing else: any of them can be made alone, in any order, and is the same bytes
// on every machine (only + - * / and sqrt are used). The class of sample i is i mod 10, so that every run of
// consecutive samples is balanced to within one.
#ifndef DATA_DIGITS_H
#define DATA_DIGITS_H

#include <stdint.h>

#define DIGITS_SIDE 28
#define DIGITS_PIXELS (DIGITS_SIDE * DIGITS_SIDE)
#define DIGITS_CLASSES 10

// What the manifest's data hash is made of. Raise the number with every change that moves a pixel.
#define DIGITS_VERSION "regrun digits 1"

// Draws sample `index` of `seed`: row-major, 0 is paper, 255 is ink.
void digits_draw(uint64_t seed, uint64_t index, uint8_t pixels[DIGITS_PIXELS]);

int32_t digits_class(uint64_t index);

#endif

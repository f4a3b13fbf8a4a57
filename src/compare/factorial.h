// The factorial view: main effects and interactions of the options that the settings cross.
#ifndef COMPARE_FACTORIAL_H
#define COMPARE_FACTORIAL_H

#include "compare/comparison.h"

#define EFFECT_ORDER_MAX 3 // higher interactions are not read by anybody

// Fills c->factorial. Where the settings do not make up a full crossing of two or more options, or differ in their
// data, it stays empty.
Status factorial_make(Comparison *c, Error *e);

#endif

// A word out of a few, or a list of numbers in its place.
#ifndef BASE_CHOICE_OR_NUMBERS_H
#define BASE_CHOICE_OR_NUMBERS_H

#define CHOICE_NUMBERS -1

typedef struct ChoiceOrNumbers {
    int choice; // index of the word; CHOICE_NUMBERS: the numbers
    int count;
    const double *number; // [count]
} ChoiceOrNumbers;

#endif

// A list of texts that somebody gave.
#ifndef BASE_TEXT_LIST_H
#define BASE_TEXT_LIST_H

typedef struct TextList {
    const char *const *item; // [count]; NULL where no list was given at all
    int count;
} TextList;

#endif

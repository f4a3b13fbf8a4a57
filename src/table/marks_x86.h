// The vector ways of table/marks.h on x86-64; elsewhere there are none.
#ifndef TABLE_MARKS_X86_H
#define TABLE_MARKS_X86_H

#include <stdbool.h>

#include "table/marks.h"

#ifdef __x86_64__
#define MARKS_X86_WAYS 2
extern const Marks marks_x86[MARKS_X86_WAYS];
bool marks_x86_runs(int way); // on this CPU
#else
#define MARKS_X86_WAYS 0
#define marks_x86 ((const Marks *)NULL)
#define marks_x86_runs(way) ((void)(way), false)
#endif

#endif

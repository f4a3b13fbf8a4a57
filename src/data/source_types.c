#include "data/source_type.h"

#define SOURCE_ROW(kind, name) extern const SourceType source_##name;
SOURCE_TYPES(SOURCE_ROW)
#undef SOURCE_ROW

#define SOURCE_ROW(kind, name) &source_##name,
const SourceType *const source_types[] = {SOURCE_TYPES(SOURCE_ROW)};
#undef SOURCE_ROW

#define SOURCE_ROW(kind, name) #name,
const char *const source_names[] = {SOURCE_TYPES(SOURCE_ROW) NULL};
#undef SOURCE_ROW

// The option table as a JSON Schema (draft 7) for editors: `regrun options --schema`.
#ifndef CONFIG_SCHEMA_H
#define CONFIG_SCHEMA_H

#include "base/json_writer.h"
#include "base/text.h"

void options_schema(Text *out);

// --- Pieces that the types of options use: members of the schema at hand

// "type": "..."
void schema_type(const char *type, JsonWriter *out);
// "type": "object" without other members than those of "properties", which is begun: two json_end close it.
void schema_object(JsonWriter *out);
// Properties: the options whose keys begin with `group` and a dot ("": all), each as a reference to its definition. Of
// a setting those that are one for all settings are left out.
void schema_references(const char *group, bool setting, JsonWriter *out);

#endif

// `regrun options --schema`: the option table as a JSON Schema (draft 7, which editors know).
#include <string.h>

#include "config/experiment.h"
#include "config/options.h"
#include "config/seeds.h"

static void add_bounds(const Option *o, Text *out) {
    char number[NUMBER_TEXT_SIZE];
    text_printf(out, ", \"%s\": %s", o->above_low ? "exclusiveMinimum" : "minimum", number_text_double(number, o->low));
    text_printf(out, ", \"%s\": %s", o->below_high ? "exclusiveMaximum" : "maximum",
                number_text_double(number, o->high));
}

static void add_number(const Option *o, const char *type, Text *out) {
    text_printf(out, "\"type\": \"%s\"", type);
    add_bounds(o, out);
}

static void add_choices(const Option *o, Text *out) {
    text_add(out, "\"enum\": [");
    for (size_t i = 0; o->choices[i]; i++) text_printf(out, "%s\"%s\"", i ? ", " : "", o->choices[i]);
    for (size_t i = 0; o->choices[i]; i++) {
        bool word = strcmp(o->choices[i], "true") == 0 || strcmp(o->choices[i], "false") == 0;
        if (word) text_printf(out, ", %s", o->choices[i]);
    }
    text_add(out, "]");
}

// The names and references of the options below `group` ("" for all), as members of "properties".
static void add_references(const char *group, const char **gap, Text *out) {
    size_t n = strlen(group);
    for (const Option *o = options; o < options + OPTION_COUNT; o++) {
        if (strncmp(o->key, group, n) != 0 || (n && o->key[n] != '.')) continue;
        text_printf(out, "%s\"%s\": { \"$ref\": \"#/definitions/%s\" }", *gap, o->key + n + (n > 0), o->key);
        *gap = ", ";
    }
}

static void add_switch(const Option *o, Text *out) {
    const char *gap = ", ";
    text_add(out, "\"anyOf\": [{ \"type\": \"boolean\" }, { \"type\": \"object\", \"additionalProperties\": false, "
                  "\"properties\": { \"on\": { \"type\": \"boolean\" }");
    add_references(o->key, &gap, out);
    text_add(out, " } }]");
}

static void add_type(const Option *o, Text *out) {
    switch (o->type) {
    case OPTION_BOOL:
        text_add(out, "\"type\": \"boolean\"");
        break;
    case OPTION_SWITCH:
        add_switch(o, out);
        break;
    case OPTION_INT:
        add_number(o, "integer", out);
        break;
    case OPTION_SIZE:
        text_add(out, "\"anyOf\": [{ \"enum\": [0, \"all\", null] }, { ");
        add_number(o, "integer", out);
        text_add(out, " }]");
        break;
    case OPTION_SEED:
        text_add(out, "\"anyOf\": [{ \"type\": \"null\" }, { ");
        add_number(o, "integer", out);
        text_add(out, " }]");
        break;
    case OPTION_NUMBER:
        add_number(o, "number", out);
        break;
    case OPTION_TEXT:
    case OPTION_PATH:
        text_add(out, "\"type\": \"string\"");
        break;
    case OPTION_COLUMN:
        text_add(out, "\"type\": [\"string\", \"integer\"], \"not\": { \"const\": 0 }");
        add_bounds(o, out);
        break;
    case OPTION_CHOICE:
        add_choices(o, out);
        break;
    case OPTION_INTS:
        text_printf(out, "\"type\": \"array\", \"maxItems\": %d, \"items\": { ", o->capacity);
        add_number(o, "integer", out);
        text_add(out, " }");
        break;
    case OPTION_NUMBERS:
        text_add(out, "\"anyOf\": [{ ");
        add_number(o, "number", out);
        text_printf(out, " }, { \"type\": \"array\", \"minItems\": 1, \"maxItems\": %d, \"items\": { ", o->capacity);
        add_number(o, "number", out);
        text_add(out, " } }]");
        break;
    }
}

static void add_definitions(Text *out) {
    text_add(out, "  \"definitions\": {\n");
    for (const Option *o = options; o < options + OPTION_COUNT; o++) {
        text_printf(out, "%s    \"%s\": { \"description\": ", o == options ? "" : ",\n", o->key);
        text_add_json(out, o->help);
        text_printf(out, ", \"default\": %s, ", o->fallback);
        add_type(o, out);
        text_add(out, " }");
    }
    text_add(out, "\n  },\n");
}

// The members of "properties" that a config and a setting have in common: sections, and dotted keys.
static void add_properties(const char *indent, Text *out) {
    const char *section = "", *gap = "";
    text_printf(out, "%s\"name\": { \"type\": \"string\", \"minLength\": 1 }", indent);
    for (const Option *o = options; o < options + OPTION_COUNT; o++) {
        char name[32] = "";
        size_t n = strcspn(o->key, ".");
        if (strncmp(section, o->key, n + 1) == 0) continue;
        section = o->key;
        strncat(name, section, n < sizeof name ? n : sizeof name - 1);
        text_printf(out, ",\n%s\"%s\": { \"type\": \"object\", \"additionalProperties\": false, \"properties\": { ",
                    indent, name);
        gap = "";
        add_references(name, &gap, out);
        text_add(out, " } }");
    }
    text_printf(out, ",\n%s", indent);
    gap = "";
    add_references("", &gap, out);
}

void options_schema(Text *out) {
    text_add(out, "{\n  \"$schema\": \"http://json-schema.org/draft-07/schema#\",\n"
                  "  \"title\": \"regrun experiment\",\n  \"type\": \"object\",\n  \"additionalProperties\": false,\n");
    add_definitions(out);
    text_add(out, "  \"properties\": {\n    \"$schema\": { \"type\": \"string\" },\n"
                  "    \"about\": { \"type\": \"string\", \"description\": \"the question\" },\n");
    text_printf(out,
                "    \"seeds\": { \"description\": \"how many, or which\", \"default\": %d, \"anyOf\": [{ \"type\": "
                "\"integer\", \"minimum\": 1, \"maximum\": %d }, { \"type\": \"array\", \"minItems\": 1, \"maxItems\": "
                "%d, \"uniqueItems\": true, \"items\": { \"type\": \"integer\", \"minimum\": 0 } }] },\n",
                SEEDS_DEFAULT, SEEDS_MOST, SEEDS_MOST);
    add_properties("    ", out);
    text_add(out, ",\n    \"settings\": { \"type\": \"array\", \"minItems\": 1, \"items\": { \"type\": \"object\", "
                  "\"required\": [\"name\"], \"additionalProperties\": false, \"properties\": {\n");
    add_properties("      ", out);
    text_add(out, "\n    } } }\n  }\n}\n");
}

#include "report/fields.h"

#include <math.h>

#include "report/number.h"

void field_add_value(Text *out, double value) {
    if (isinf(value))
        text_add(out, "never");
    else
        number_add_data(out, value);
}

void field_add_heading(Text *out, const char *key, const char *end) {
    Text name = {0};
    text_printf(&name, "%s%s", key, end);
    text_add(out, ",");
    text_add_csv(out, name.data ? name.data : "");
    out->failed |= name.failed;
    text_free(&name);
}

void field_add_name(Text *out, const char *name) {
    Text text = {0};
    text_printf(&text, "%s%s", text_is_formula(name) ? "'" : "", name);
    text_add_csv(out, text.data ? text.data : "");
    out->failed |= text.failed;
    text_free(&text);
}

// The confusion matrix, worked by hand: rows are what samples are, columns what they are taken for.
#include "lab/confusion.h"

#include "test.h"

static const char *const names[] = {"cat", "a \"dog\"", "eel"};
static const Dataset data = {.classes = 3, .class_names = names};

static const char *written(const Confusion *c) {
    static char text[256];
    Text t = {0};
    JsonWriter w = {.out = &t};
    json_object(&w, JSON_INLINE);
    confusion_json(c, &data, &w);
    json_end(&w);
    snprintf(text, sizeof text, "%s", t.data);
    text_free(&t);
    return text;
}

static void counts(void) {
    static const int32_t label[] = {0, 0, 0, 0, 1}, best[] = {0, 2, 2, 1, 1}, later[] = {0, 0, 0, 0, 0};
    const Part part = {.data = &data, .size = 5, .label = label};
    Arena arena = {0};
    Confusion c;
    CHECK(confusion_take(&c, 3, &arena), "memory");
    CHECK_TEXT(written(&c), "{}");
    confusion_count(&c, &part, NULL);
    CHECK_TEXT(written(&c), "{}");
    confusion_count(&c, &part, best);
    CHECK_TEXT(written(&c), "{\"classes\": [\"cat\", \"a \\\"dog\\\"\", \"eel\"], \"confusion\": [\n"
                            "    [1, 1, 2],\n    [0, 1, 0],\n    [0, 0, 0]\n  ], \"recall\": [0.25, 1, null]}");
    confusion_count(&c, &part, later);
    CHECK(strstr(written(&c), "[4, 0, 0],\n    [1, 0, 0]"), "counted anew: %s", written(&c));
    arena_free(&arena);
}

// None of a regression, none where nobody would read it.
static void bounds(void) {
    Arena arena = {0};
    Confusion c;
    CHECK(confusion_take(&c, 0, &arena) && c.classes == 0, "a regression");
    CHECK(confusion_take(&c, CONFUSION_CLASSES, &arena) && c.classes == CONFUSION_CLASSES, "the most");
    CHECK(confusion_take(&c, CONFUSION_CLASSES + 1, &arena) && c.classes == 0, "too many");
    confusion_count(&c, &(Part){.data = &data, .size = 1}, (const int32_t[]){0});
    CHECK_TEXT(written(&c), "{}");
    arena_free(&arena);
}

int main(void) {
    counts();
    bounds();
    return test_end("lab_confusion");
}

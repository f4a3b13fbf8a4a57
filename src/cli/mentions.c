#include "cli/mentions.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/files.h"

enum { PLACES_MOST = 1024, HEADINGS_SHOWN = 4, NAME_COLUMNS = 16 };

// Lines that belong together: a paragraph, an item, a row of a table.
typedef struct Block {
    const char *at;
    size_t size;
} Block;

// Where reading a document stands.
typedef struct Scan {
    Mentions *m;
    Sought sought;
    const Topic *topic;
    const char *heading; // for people
    Block block;
    bool fenced;
    Arena *a;
    Error *e;
} Scan;

// --- Words

static bool is_part(char c) {
    return isalnum((unsigned char)c) || c == '_';
}

// Where the word stands in the text as a whole one, or with an s behind it; NULL: nowhere. In `code`: between ` alone.
static const char *find_word(const char *text, size_t size, const char *word, bool code) {
    const size_t n = strlen(word);
    bool quoted = false;
    for (size_t i = 0; word[0] && i + n <= size; i++) {
        quoted ^= text[i] == '`';
        if ((code && !quoted) || strncasecmp(text + i, word, n) != 0) continue;
        if (i > 0 && (is_part(text[i - 1]) || (text[i - 1] == '.' && code))) continue;
        const size_t end = i + n + (!code && i + n < size && text[i + n] == 's');
        if (end < size && (is_part(text[end]) || (text[end] == '.' && end + 1 < size && is_part(text[end + 1]))))
            continue;
        return text + i;
    }
    return NULL;
}

static const char *find(const Scan *s, const char *text, size_t size) {
    const char *at = find_word(text, size, s->sought.word, false);
    return at || !s->sought.name ? at : find_word(text, size, s->sought.name, true);
}

// --- Headings

// "`gap` ([x](y))" as "gap": without marks, and without the files that a heading may name at its end.
static const char *heading_text(const char *line, size_t n, Arena *a) {
    Text text = {0};
    for (size_t i = 0; i < n && strncmp(line + i, " (`", 3) != 0; i++)
        if (line[i] != '`' && line[i] != '*') text_add_n(&text, line + i, 1);
    if (!text.data) text_add(&text, "");
    return text_keep(&text, a);
}

// Whether a heading is the word, or has it as code: "Folds", "`input_noise`, `hidden_noise`".
static bool is_heading_of(const Scan *s, const char *line, size_t n) {
    const char *name = s->sought.name ? s->sought.name : s->sought.word;
    if (find_word(line, n, name, true) || find_word(line, n, s->sought.word, true)) return true;
    return !s->sought.name && strcasecmp(s->heading, s->sought.word) == 0;
}

// The end of the section that begins with this heading: the next one of its level or above.
static const char *section_end(const char *heading) {
    const size_t level = strspn(heading, "#");
    bool fenced = false;
    for (const char *line = strchr(heading, '\n'); line; line = strchr(line, '\n')) {
        line++;
        fenced ^= strncmp(line, "```", 3) == 0;
        const size_t marks = fenced ? 0 : strspn(line, "#");
        if (marks > 0 && marks <= level && line[marks] == ' ') return line;
    }
    return heading + strlen(heading);
}

static void take_section(Scan *s, const char *heading) {
    if (s->m->section.text) return;
    size_t size = (size_t)(section_end(heading) - heading);
    while (size > 0 && heading[size - 1] == '\n') size--;
    s->m->section = (Passage){s->topic, NULL, heading, size};
}

// The anchor of a heading, as links have it: small letters, - for each blank, without punctuation.
static bool is_anchor(const char *heading, size_t n, const char *anchor, size_t size) {
    size_t at = 0;
    const size_t marks = strspn(heading, "# ");
    for (size_t i = marks; i < n; i++) {
        const char c = heading[i] == ' ' ? '-' : (char)tolower((unsigned char)heading[i]);
        if (!is_part(c) && c != '-') continue;
        if (at == size || anchor[at++] != c) return false;
    }
    return at == size;
}

// A link of the option's name that leads to a section of its own page: [`train.loss`](#losses).
static Status follow_link(Scan *s, const char *text) {
    const char *const names[] = {s->sought.word, s->sought.name};
    for (size_t i = 0; s->sought.name && i < 2 && !s->m->section.text; i++) {
        Text link = {0};
        text_printf(&link, "[`%s`](#", names[i]);
        const char *at = link.data ? strstr(text, link.data) : NULL;
        const char *anchor = at ? at + link.size : NULL;
        const bool failed = link.failed;
        text_free(&link);
        if (failed) return error_memory(s->e);
        for (const char *line = anchor ? text : NULL; line; line = strchr(line, '\n')) {
            line += *line == '\n';
            const size_t n = strcspn(line, "\n");
            if (*line != '#' || !is_anchor(line, n, anchor, strcspn(anchor, ")"))) continue;
            s->heading = heading_text(line + strspn(line, "# "), n - strspn(line, "# "), s->a);
            if (!s->heading) return error_memory(s->e);
            take_section(s, line);
            break;
        }
    }
    return OK;
}

// --- Blocks

// Whether the block says what the word is: it begins with it, in the first cell of a row or as the name of an item, or
// has it in bold.
static bool defines(const Scan *s, Block block) {
    const char *text = block.at + strspn(block.at, " ");
    const size_t size = block.size - (size_t)(text - block.at);
    if (*text == '|') {
        const char *cell = memchr(text + 1, '|', size - 1);
        return cell && find(s, text + 1, (size_t)(cell - text - 1));
    }
    const char *at = find(s, text, size);
    if (!at) return false;
    if (strncmp(text, "- ", 2) == 0 && at <= text + strlen("- **`")) return true;
    const char *bold = find_word(text, size, s->sought.word, false);
    for (; bold; bold = find_word(bold + 1, size - (size_t)(bold + 1 - text), s->sought.word, false))
        if (bold - text >= 2 && strncmp(bold - 2, "**", 2) == 0) return true;
    return false;
}

static void end_block(Scan *s) {
    Mentions *m = s->m;
    const Block block = s->block;
    s->block = (Block){0};
    if (!block.at || !find(s, block.at, block.size)) return;
    const Passage here = {s->topic, s->heading, block.at, block.size};
    const Passage *last = m->count > 0 ? &m->place[m->count - 1] : NULL;
    if (m->count < PLACES_MOST && !(last && last->topic == here.topic && last->heading == here.heading))
        m->place[m->count++] = here;
    if (m->defined < MENTIONS_DEFINED && defines(s, block)) m->definition[m->defined++] = here;
}

static bool begins_block(const char *line) {
    const char *text = line + strspn(line, " ");
    return *text == '|' || strncmp(text, "- ", 2) == 0;
}

static Status take_line(Scan *s, const char *line, size_t n) {
    const bool fence = strncmp(line + strspn(line, " "), "```", 3) == 0;
    s->fenced ^= fence;
    if (fence || s->fenced || n == 0 || strncmp(line, "<!--", 4) == 0) {
        end_block(s);
    } else if (*line == '#') {
        end_block(s);
        s->heading = heading_text(line + strspn(line, "# "), n - strspn(line, "# "), s->a);
        if (!s->heading) return error_memory(s->e);
        if (is_heading_of(s, line, n)) take_section(s, line);
    } else {
        if (begins_block(line)) end_block(s);
        if (!s->block.at) s->block.at = line;
        s->block.size = (size_t)(line + n - s->block.at);
    }
    return OK;
}

static Status scan(Scan *s) {
    char *text;
    size_t size;
    Error why;
    if (file_read(s->a, s->topic->path, &text, &size, &why)) return OK; // says nothing
    Status status = follow_link(s, text);
    s->heading = s->topic->title;
    for (const char *line = text; !status && *line;) {
        const size_t n = strcspn(line, "\n");
        status = take_line(s, line, n);
        line += n + (line[n] == '\n');
    }
    end_block(s);
    return status;
}

Status mentions_find(Mentions *m, const Topics *topics, Sought sought, Arena *a, Error *e) {
    *m = (Mentions){.place = arena_take(a, PLACES_MOST, sizeof *m->place)};
    Status s = m->place ? OK : error_memory(e);
    for (int i = 0; !s && i < topics->count; i++)
        if (strcmp(topics->topic[i].name, TOPICS_LIST) != 0)
            s = scan(&(Scan){.m = m, .sought = sought, .topic = &topics->topic[i], .a = a, .e = e});
    return s;
}

// --- Shown

void mentions_text(const Passage *p, Text *out) {
    if (*p->text != '|') {
        text_add_n(out, p->text, p->size);
        text_add(out, "\n");
        return;
    }
    int cells = 0;
    for (const char *at = p->text + 1, *end = p->text + p->size; at < end;) {
        const char *bar = at;
        while (bar < end && (*bar != '|' || bar[-1] == '\\')) bar++; // "\|" is a bar of the cell's own
        at += strspn(at, " ");
        const char *last = bar;
        while (last > at && last[-1] == ' ') last--;
        if (last > at) text_add(out, cells == 0 ? "" : cells == 1 ? ": " : "; "), cells++;
        for (; at < last; at++)
            if (at[0] != '\\' || at[1] != '|') text_add_n(out, at, 1);
        at = bar + 1;
    }
    text_add(out, "\n");
}

void mentions_places(const Mentions *m, int columns, Text *out) {
    const Topic *topic = NULL;
    size_t at = 0;
    int shown = 0;
    for (int i = 0; i < m->count; i++) {
        const char *heading = m->place[i].heading;
        if (m->place[i].topic != topic) {
            topic = m->place[i].topic;
            if (i > 0) text_add(out, "\n");
            text_printf(out, "  %-*s", NAME_COLUMNS - 2, topic->name);
            at = NAME_COLUMNS;
            shown = 0;
        }
        if (++shown > HEADINGS_SHOWN) {
            if (shown == HEADINGS_SHOWN + 1) text_add(out, "; ...");
            continue;
        }
        const size_t wide = text_columns(heading) + 2;
        const bool breaks = shown > 1 && at + wide > (size_t)columns;
        text_printf(out, "%s%*s%s", shown == 1 ? "" : breaks ? ";\n" : "; ", breaks ? NAME_COLUMNS : 0, "", heading);
        at = (breaks ? NAME_COLUMNS : at) + wide;
    }
    if (m->count > 0) text_add(out, "\n");
}

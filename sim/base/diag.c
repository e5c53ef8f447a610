#include "base/diag.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum {
    EXCERPT_MAX = 100, /* bytes shown of a source line */
    NAME_MAX_BYTES = 64,
};

/* How many bytes are drawn as one character; 0 when they are none (a stray byte, a cut one, a
 * control character). Whether the text is right is for its reader to say: here it only has to be
 * safe on a terminal, and one column wide. */
static size_t glyph_length(const char *bytes, size_t left) {
    unsigned char first = (unsigned char)bytes[0];
    if (first < 0x80) return first >= 0x20 && first != 0x7F;
    size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    if (first < 0xC2 || first > 0xF4 || length > left) return 0;
    for (size_t i = 1; i < length; i++) {
        if (((unsigned char)bytes[i] & 0xC0) != 0x80) return 0;
    }
    bool is_control = first == 0xC2 && (unsigned char)bytes[1] < 0xA0;
    return is_control ? 0 : length;
}

/* Adds the character at the start of `bytes`, or `?` for what must not reach a terminal. Returns
 * how many bytes it stood for. */
static size_t add_glyph(struct text *out, const char *bytes, size_t left) {
    size_t length = *bytes == '\t' ? 1 : glyph_length(bytes, left);
    if (length > 0) text_add_bytes(out, bytes, length);
    else text_add(out, "?");
    return length > 0 ? length : 1;
}

static void add_printable(struct text *out, const char *bytes, size_t length) {
    for (size_t at = 0; at < length;) at += add_glyph(out, bytes + at, length - at);
}

void diags_init(struct diags *d, struct source source) {
    *d = (struct diags){.source = source};
}

void diags_free(struct diags *d) {
    for (size_t i = 0; i < d->count; i++) free(d->list[i].message);
    *d = (struct diags){.source = d->source};
}

static bool is_known(const struct diags *d, size_t offset, const char *message) {
    for (size_t i = 0; i < d->count; i++) {
        if (d->list[i].offset == offset && strcmp(d->list[i].message, message) == 0) return true;
    }
    return false;
}

/* Takes the message. Keeps the list sorted by offset, equal ones in the order they came;
 * DIAG_NOWHERE, the greatest offset, comes last. */
static void insert(struct diags *d, size_t offset, char *message) {
    size_t place = d->count++;
    for (; place > 0 && d->list[place - 1].offset > offset; place--) {
        d->list[place] = d->list[place - 1];
    }
    d->list[place] = (struct diag){.offset = offset, .message = message};
}

/* A complaint for which there is no memory is at least counted. */
static void add(struct diags *d, size_t offset, const char *format, va_list arguments) {
    struct text message = {0};
    text_addv(&message, format, arguments);
    text_add(&message, "");
    if (!message.failed && is_known(d, offset, message.bytes)) {
        text_free(&message);
    } else if (message.failed || d->count == DIAG_MAX) {
        text_free(&message);
        d->dropped++;
    } else {
        insert(d, offset, message.bytes);
    }
}

void diag_at(struct diags *d, size_t offset, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    add(d, offset, format, arguments);
    va_end(arguments);
}

void diag_file(struct diags *d, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    add(d, DIAG_NOWHERE, format, arguments);
    va_end(arguments);
}

static size_t line_begin(const struct source *s, size_t offset) {
    while (offset > 0 && s->text[offset - 1] != '\n') offset--;
    return offset;
}

static size_t line_end(const struct source *s, size_t offset) {
    size_t begin = offset;
    while (offset < s->length && s->text[offset] != '\n') offset++;
    if (offset > begin && s->text[offset - 1] == '\r') offset--;
    return offset;
}

void source_place(const struct source *s, size_t offset, size_t *line, size_t *column) {
    if (offset > s->length) offset = s->length;
    *line = 1;
    for (size_t i = 0; i < offset; i++) *line += s->text[i] == '\n';
    *column = offset - line_begin(s, offset) + 1;
}

/* The part of a source line that is shown: bytes begin .. end of the text, with the place inside.
 */
struct excerpt {
    size_t begin, end;
    bool cut_before, cut_after;
};

static bool is_continuation(const struct source *s, size_t offset) {
    return ((unsigned char)s->text[offset] & 0xC0) == 0x80;
}

/* A line that is too long keeps as much before the place as behind it. No character is cut. */
static struct excerpt excerpt_around(const struct source *s, size_t offset) {
    size_t begin = line_begin(s, offset), end = line_end(s, offset);
    struct excerpt e = {.begin = begin, .end = end};
    if (end - begin <= EXCERPT_MAX) return e;
    size_t half = EXCERPT_MAX / 2;
    if (offset > begin + half) e.begin = offset - half;
    if (e.begin + EXCERPT_MAX > end) e.begin = end - EXCERPT_MAX;
    e.end = e.begin + EXCERPT_MAX;
    while (e.begin < offset && is_continuation(s, e.begin)) e.begin++;
    while (e.end < end && e.end > offset && is_continuation(s, e.end)) e.end--;
    e.cut_before = e.begin > begin;
    e.cut_after = e.end < end;
    return e;
}

/* Stands below the line that was added with add_printable: one column a character, and a tab below
 * a tab, so that the caret is right however wide the terminal's tabs are. */
static void add_caret(struct text *out, const struct source *s, struct excerpt e, size_t offset) {
    if (e.cut_before) text_add(out, "   ");
    for (size_t at = e.begin; at < offset && at < e.end;) {
        size_t length = glyph_length(s->text + at, e.end - at);
        if (length == 0) length = 1;
        if (at + length > offset) break; /* the place is inside this character */
        text_add(out, s->text[at] == '\t' ? "\t" : " ");
        at += length;
    }
    text_add(out, "^\n");
}

static void add_source_line(struct text *out, const struct source *s, size_t offset) {
    if (offset > s->length) offset = s->length;
    struct excerpt e = excerpt_around(s, offset);
    if (e.cut_before) text_add(out, "...");
    add_printable(out, s->text + e.begin, e.end - e.begin);
    text_add(out, e.cut_after ? "...\n" : "\n");
    add_caret(out, s, e, offset);
}

static void add_name(struct text *out, const struct source *s) {
    add_printable(out, s->name, strlen(s->name));
}

/* A further line begins with a tab; other ends of lines come from names in the input. */
static void add_message(struct text *out, const char *message) {
    for (const char *more; (more = strstr(message, "\n\t")) != NULL; message = more + 1) {
        add_printable(out, message, (size_t)(more - message));
        text_add(out, "\n");
    }
    add_printable(out, message, strlen(message));
    text_add(out, "\n");
}

static void add_diag(struct text *out, const struct source *s, const struct diag *diag) {
    bool has_place = diag->offset != DIAG_NOWHERE;
    add_name(out, s);
    if (has_place) {
        size_t line, column;
        source_place(s, diag->offset, &line, &column);
        text_addf(out, ":%zu:%zu", line, column);
    }
    text_add(out, ": ");
    add_message(out, diag->message);
    if (has_place) add_source_line(out, s, diag->offset);
}

void diags_text(const struct diags *d, struct text *out) {
    for (size_t i = 0; i < d->count; i++) add_diag(out, &d->source, &d->list[i]);
    if (d->dropped == 0) return;
    add_name(out, &d->source);
    text_addf(out, ": %zu more problem%s\n", d->dropped, d->dropped == 1 ? "" : "s");
}

static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static size_t least(size_t a, size_t b) {
    return a < b ? a : b;
}

/* Three rows of the table of distances between the beginnings of two words; the rows take turns. */
struct distances {
    size_t row[3][NAME_MAX_BYTES + 1];
};

/* Fills the row of the i-th letter of `a` from the two rows before it. */
static void fill_row(struct distances *t, size_t i, const char *a, const char *b) {
    size_t *now = t->row[i % 3];
    const size_t *last = t->row[(i + 2) % 3];
    const size_t *before_last = t->row[(i + 1) % 3];
    now[0] = i;
    for (size_t j = 1; b[j - 1]; j++) {
        bool same = lower(a[i - 1]) == lower(b[j - 1]);
        size_t best = least(last[j - 1] + !same, least(last[j], now[j - 1]) + 1);
        bool swapped = i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) &&
                       lower(a[i - 2]) == lower(b[j - 1]);
        now[j] = swapped ? least(best, before_last[j - 2] + 1) : best;
    }
}

/* Damerau-Levenshtein: how many letters to add, drop, change, or swap with the next (each only
 * once). Neither word is longer than NAME_MAX_BYTES. */
static size_t word_distance(const char *a, const char *b) {
    struct distances t;
    size_t a_length = strlen(a), b_length = strlen(b);
    for (size_t j = 0; j <= b_length; j++) t.row[0][j] = j;
    for (size_t i = 1; i <= a_length; i++) fill_row(&t, i, a, b);
    return t.row[a_length % 3][b_length];
}

const char *nearest_name(const char *word, const char *const *names) {
    const char *nearest = NULL;
    size_t nearest_distance = 0;
    size_t word_length = strlen(word);
    if (word_length > NAME_MAX_BYTES) return NULL;
    for (; *names; names++) {
        size_t length = strlen(*names);
        if (length > NAME_MAX_BYTES) continue;
        size_t limit = (length > word_length ? length : word_length) / 3;
        size_t distance = word_distance(word, *names);
        if (distance > limit || (nearest && distance >= nearest_distance)) continue;
        nearest = *names;
        nearest_distance = distance;
    }
    return nearest;
}

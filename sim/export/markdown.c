#include "export/markdown.h"

#include <stdint.h>
#include <string.h>

#include "base/utf8.h"

enum { TICKS_LEAST = 3 };

/* ---- characters ---- */

/* The next character of a string, as it may be written: never a control character but a tab. */
static uint32_t next_rune(const char **at) {
    uint32_t rune;
    const uint8_t *bytes = (const uint8_t *)*at;
    *at += utf8_decode(bytes, strnlen(*at, UTF8_MAX), &rune);
    bool control = (rune < ' ' && rune != '\t' && rune != '\n' && rune != '\r') || rune == 0x7f ||
                   (rune >= 0x80 && rune < 0xa0);
    return control ? RUNE_ERROR : rune;
}

static void add_rune(struct text *out, uint32_t rune) {
    char bytes[UTF8_MAX];
    text_add_bytes(out, bytes, utf8_encode(rune, bytes));
}

static bool is_space(uint32_t rune) {
    return rune == ' ' || rune == '\t' || rune == '\n' || rune == '\r';
}

/* ---- words ---- */

/* Markup wherever it stands: of CommonMark (a heading may end with marks, too), and of tables,
 * struck out and mathematical text as some readers have them. */
static bool is_markup(uint32_t rune) {
    return rune < 0x80 && rune && strchr("\\`*_[]<>&|~$#", (char)rune);
}

/* Markup where a line begins: lists, rules, and what underlines a heading. */
static bool begins_block(uint32_t rune) {
    return rune < 0x80 && rune && strchr("+-=:", (char)rune);
}

/* The dot or bracket behind the number that words begin with, which would make it a list; NULL: no
 * such number. */
static const char *list_mark(const char *words) {
    size_t digits = strspn(words, "0123456789");
    const char *mark = words + digits;
    return digits > 0 && digits <= 9 && (*mark == '.' || *mark == ')') ? mark : NULL;
}

void markdown_words(struct text *out, const char *words) {
    bool first = true, space = false;
    while (*words && is_space((uint8_t)*words)) words++;
    const char *mark = list_mark(words);
    while (*words) {
        bool is_mark = words == mark;
        uint32_t rune = next_rune(&words);
        if (is_space(rune)) {
            space = true;
            continue;
        }
        if (space) text_add(out, " ");
        if (is_mark || is_markup(rune) || (first && begins_block(rune))) text_add(out, "\\");
        add_rune(out, rune);
        first = space = false;
    }
}

/* ---- code ---- */

static unsigned longest_ticks(const char *code) {
    unsigned longest = 0, run = 0;
    for (; *code; code++) {
        run = *code == '`' ? run + 1 : 0;
        if (run > longest) longest = run;
    }
    return longest;
}

static void add_ticks(struct text *out, unsigned count) {
    for (unsigned i = 0; i < count; i++) text_add(out, "`");
}

static void add_code(struct text *out, const char *code, bool cell) {
    while (*code && is_space((uint8_t)*code)) code++;
    size_t length = strlen(code);
    while (length > 0 && is_space((uint8_t)code[length - 1])) length--;
    if (length == 0) return;
    unsigned ticks = longest_ticks(code) + 1;
    bool pad = *code == '`' || code[length - 1] == '`';
    const char *end = code + length;
    add_ticks(out, ticks);
    if (pad) text_add(out, " ");
    while (code < end) {
        uint32_t rune = next_rune(&code);
        if (cell && rune == '|') text_add(out, "\\");
        add_rune(out, is_space(rune) ? ' ' : rune);
    }
    if (pad) text_add(out, " ");
    add_ticks(out, ticks);
}

void markdown_code(struct text *out, const char *code) {
    add_code(out, code, false);
}

void markdown_cell_code(struct text *out, const char *code) {
    add_code(out, code, true);
}

/* ---- paths ---- */

static bool is_plain(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           (c && strchr("-_./~", c));
}

void markdown_path(struct text *out, const char *path) {
    for (; *path; path++) {
        if (is_plain(*path)) text_add_bytes(out, path, 1);
        else text_addf(out, "%%%02X", (uint8_t)*path);
    }
}

/* ---- blocks of code ---- */

void markdown_fence_see(struct markdown_fence *fence, const char *line) {
    unsigned ticks = longest_ticks(line) + 1;
    if (fence->ticks < TICKS_LEAST) fence->ticks = TICKS_LEAST;
    if (fence->ticks < ticks) fence->ticks = ticks;
}

void markdown_fence_begin(const struct markdown_fence *fence, struct text *out,
                          const char *language) {
    add_ticks(out, fence->ticks < TICKS_LEAST ? TICKS_LEAST : fence->ticks);
    text_addf(out, "%s\n", language);
}

void markdown_fence_add(struct text *out, const char *line) {
    while (*line) {
        uint32_t rune = next_rune(&line);
        if (rune == '\r' && (*line == '\0' || *line == '\n')) continue;
        add_rune(out, rune == '\r' ? RUNE_ERROR : rune);
    }
    text_add(out, "\n");
}

void markdown_fence_end(const struct markdown_fence *fence, struct text *out) {
    markdown_fence_begin(fence, out, "");
}

void markdown_block(struct text *out, const char *language, const char *lines) {
    struct markdown_fence fence = {0};
    size_t length = strlen(lines);
    markdown_fence_see(&fence, lines);
    markdown_fence_begin(&fence, out, language);
    if (length > 0 && lines[length - 1] == '\n') {
        struct text body = {0};
        text_add_bytes(&body, lines, length - 1);
        markdown_fence_add(out, text_string(&body));
        text_free(&body);
    } else {
        markdown_fence_add(out, lines);
    }
    markdown_fence_end(&fence, out);
}

#include "support/xml.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

enum { DEPTH_MAX = 64, ATTRIBUTES_MAX = 32 };

struct word {
    const char *at;
    size_t length;
};

struct xml {
    const char *name, *start, *at, *end;
    struct word open[DEPTH_MAX];
    size_t depth;
};

static void wrong(const struct xml *x, const char *what) {
    fail_msg("%s: byte %ld: %s, at \"%.40s\"", x->name, (long)(x->at - x->start), what,
             x->at < x->end ? x->at : "");
}

static bool begins(const struct xml *x, const char *with) {
    size_t length = strlen(with);
    return (size_t)(x->end - x->at) >= length && memcmp(x->at, with, length) == 0;
}

static void take(struct xml *x, const char *expected) {
    if (!begins(x, expected)) wrong(x, expected);
    x->at += strlen(expected);
}

/* ---- characters ---- */

static uint32_t continued(struct xml *x, uint32_t bits, int more) {
    for (; more > 0; more--) {
        unsigned char byte = x->at < x->end ? (unsigned char)*x->at : 0;
        if ((byte & 0xc0) != 0x80) wrong(x, "UTF-8 that is cut off");
        bits = bits << 6 | (byte & 0x3fu);
        x->at++;
    }
    return bits;
}

static uint32_t take_rune(struct xml *x) {
    unsigned char first = (unsigned char)*x->at++;
    if (first < 0x80) return first;
    if (first >= 0xc2 && first < 0xe0) return continued(x, first & 0x1fu, 1);
    if (first >= 0xe0 && first < 0xf0) return continued(x, first & 0x0fu, 2);
    if (first >= 0xf0 && first < 0xf5) return continued(x, first & 0x07u, 3);
    wrong(x, "a byte that begins no character");
    return 0;
}

/* The production Char. */
static void take_character(struct xml *x) {
    uint32_t rune = take_rune(x);
    bool fine = rune == 9 || rune == 10 || rune == 13 || (rune >= 0x20 && rune < 0xd800) ||
                (rune >= 0xe000 && rune <= 0xfffd) || (rune >= 0x10000 && rune <= 0x10ffff);
    if (!fine) wrong(x, "a character that XML does not have");
}

static void take_entity(struct xml *x) {
    static const char *const ENTITIES[] = {"&amp;", "&lt;", "&gt;", "&quot;", "&apos;"};
    for (size_t i = 0; i < sizeof ENTITIES / sizeof ENTITIES[0]; i++)
        if (begins(x, ENTITIES[i])) {
            x->at += strlen(ENTITIES[i]);
            return;
        }
    wrong(x, "an entity");
}

/* Text up to one of the characters. */
static void take_text(struct xml *x, const char *ends) {
    while (x->at < x->end && !strchr(ends, *x->at)) {
        if (*x->at == '&') take_entity(x);
        else if (begins(x, "]]>")) wrong(x, "the end of a section");
        else if (*x->at == '<') wrong(x, "a tag");
        else take_character(x);
    }
}

/* ---- tags ---- */

static bool is_name(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == ':' || c == '_' || c == '.';
}

static struct word take_name(struct xml *x) {
    struct word name = {x->at, 0};
    while (x->at < x->end && is_name(*x->at)) x->at++;
    name.length = (size_t)(x->at - name.at);
    if (name.length == 0 || (*name.at >= '0' && *name.at <= '9')) wrong(x, "a name was expected");
    return name;
}

static bool same(struct word a, struct word b) {
    return a.length == b.length && memcmp(a.at, b.at, a.length) == 0;
}

static void take_attributes(struct xml *x) {
    struct word names[ATTRIBUTES_MAX];
    for (size_t count = 0; begins(x, " "); count++) {
        x->at++;
        if (count == ATTRIBUTES_MAX) wrong(x, "too many attributes for this test");
        names[count] = take_name(x);
        for (size_t i = 0; i < count; i++)
            if (same(names[i], names[count])) wrong(x, "an attribute that is there already");
        take(x, "=\"");
        take_text(x, "\"<");
        take(x, "\"");
    }
}

static void take_start(struct xml *x) {
    take(x, "<");
    struct word name = take_name(x);
    take_attributes(x);
    if (begins(x, "/>")) {
        take(x, "/>");
        return;
    }
    take(x, ">");
    if (x->depth == DEPTH_MAX) wrong(x, "too deep for this test");
    x->open[x->depth++] = name;
}

static void take_end(struct xml *x) {
    take(x, "</");
    struct word name = take_name(x);
    if (!same(name, x->open[x->depth - 1])) wrong(x, "the end of another element");
    take(x, ">");
    x->depth--;
}

void xml_check(const char *name, const char *text, size_t length) {
    struct xml x = {.name = name, .start = text, .at = text, .end = text + length};
    take(&x, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    take_start(&x);
    while (x.depth > 0 && x.at < x.end) {
        if (begins(&x, "</")) take_end(&x);
        else if (begins(&x, "<")) take_start(&x);
        else take_text(&x, "<");
    }
    if (x.depth > 0) wrong(&x, "elements that do not end");
    while (x.at < x.end && *x.at == '\n') x.at++;
    if (x.at < x.end) wrong(&x, "something behind the end");
}

size_t xml_count(const char *text, const char *element) {
    size_t count = 0, length = strlen(element);
    for (const char *at = text; (at = strchr(at, '<')); at++)
        count += strncmp(at + 1, element, length) == 0 && !is_name(at[1 + length]);
    return count;
}

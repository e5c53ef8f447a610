#include "trace/line.h"

#include <stdlib.h>
#include <string.h>

/* ---- lists that grow ---- */

static void *grown(void *list, size_t count, size_t size) {
    bool is_full = count == 0 || (count & (count - 1)) == 0;
    return is_full ? realloc(list, (count ? count * 2 : 1) * size) : list;
}

static void add_pair_part(struct step_line *l, int64_t number) {
    int64_t *list = grown(l->delta, l->delta_count, sizeof *list);
    if (!list) {
        l->failed = true;
        return;
    }
    l->delta = list;
    list[l->delta_count++] = number;
}

static void end_word(struct step_line *l) {
    size_t *ends = grown(l->word_ends, l->word_count, sizeof *ends);
    if (!ends) {
        l->failed = true;
        return;
    }
    l->word_ends = ends;
    ends[l->word_count++] = l->words.length;
}

/* ---- events ---- */

/* Up to five numbers; how many there are, and 6 if there are more. */
static uint32_t read_numbers(struct scan_of_json *s, bool first, uint64_t numbers[5]) {
    uint32_t count = 0;
    while (scan_another(s, ']', &first)) {
        uint64_t number = scan_number(s);
        if (count < 5) numbers[count] = number;
        if (count < 6) count++;
    }
    return count;
}

/* [address, value], [address, value, size], [address, value, size, old] */
static bool read_word(struct scan_of_json *s, struct event *e) {
    uint64_t n[5] = {0};
    uint32_t count = read_numbers(s, true, n);
    *e = (struct event){.kind = EVENT_WORD, .a = n[0], .b = n[3], .c = n[1], .d = n[2]};
    if (count == 2) e->d = WORD;
    e->step = count < 4 ? LINE_OLD_UNKNOWN : LINE_PLAIN;
    return count >= 2 && count <= 4 && e->d <= WORD;
}

static int find_kind(const char *name, size_t length) {
    char copy[64];
    if (length >= sizeof copy) return -1;
    memcpy(copy, name, length);
    copy[length] = '\0';
    return event_find(copy);
}

static bool read_named(struct scan_of_json *s, struct event *e) {
    const char *name;
    uint64_t n[5] = {0};
    size_t length = scan_word(s, &name);
    int kind = s->bad ? -1 : find_kind(name, length);
    uint32_t count = read_numbers(s, false, n);
    if (kind < 0 || count > 5) return false;
    *e = (struct event){.kind = (uint16_t)kind, .a = n[0], .b = n[1], .c = n[2], .d = n[3]};
    e->step = count == 5 ? LINE_NO_WORDS : LINE_PLAIN;
    return true;
}

static char peek(const struct scan_of_json *s) {
    return s->at < s->end ? *s->at : '\0';
}

static void read_event(struct step_line *l, struct scan_of_json *s) {
    struct event e;
    const char *from = s->at;
    scan_expect(s, '[');
    bool fine = peek(s) == '"' ? read_named(s, &e) : read_word(s, &e);
    if (!fine && !s->bad) s->bad = from;
    if (fine && !s->bad) frame_add_event(&l->frame, &e);
}

static void read_events(struct step_line *l, struct scan_of_json *s) {
    bool first = true;
    scan_expect(s, '[');
    while (scan_another(s, ']', &first)) read_event(l, s);
}

/* ---- the other members ---- */

static void read_delta(struct step_line *l, struct scan_of_json *s) {
    bool first = true;
    scan_expect(s, '[');
    while (scan_another(s, ']', &first)) add_pair_part(l, scan_signed(s));
    if (l->delta_count % 2 && !s->bad) s->bad = s->at;
}

static void read_words(struct step_line *l, struct scan_of_json *s) {
    bool first = true;
    scan_expect(s, '[');
    while (scan_another(s, ']', &first)) {
        scan_string(s, &l->words);
        end_word(l);
    }
}

static uint32_t read_small(struct scan_of_json *s, uint64_t limit) {
    const char *from = s->at;
    uint64_t number = scan_number(s);
    if (number > limit && !s->bad) s->bad = from;
    return (uint32_t)number;
}

static void read_member(struct step_line *l, struct scan_of_json *s) {
    const char *key;
    size_t length = scan_key(s, &key);
    struct frame_of_step *f = &l->frame;
    if (s->bad) return;
    if (scan_is(key, length, "step")) f->step = scan_number(s);
    else if (scan_is(key, length, "what")) read_events(l, s);
    else if (scan_is(key, length, "state")) read_delta(l, s);
    else if (scan_is(key, length, "actor")) f->actor = read_small(s, 65535), l->has_actor = true;
    else if (scan_is(key, length, "processor"))
        f->processor = read_small(s, PROCS_MAX - 1), l->has_processor = true;
    else if (scan_is(key, length, "now")) f->now = scan_number(s), l->has_now = true;
    else if (scan_is(key, length, "ticks")) f->ticks = scan_number(s), l->has_ticks = true;
    else if (scan_is(key, length, "output")) read_words(l, s), l->output_count = l->word_count;
    else if (scan_is(key, length, "gctrace")) read_words(l, s);
    else scan_skip(s);
}

static void line_clear(struct step_line *l) {
    l->frame.event_count = l->delta_count = 0;
    l->frame.step = UINT64_MAX;
    l->has_actor = l->has_processor = l->has_now = l->has_ticks = false;
    l->output_count = l->word_count = 0;
    text_clear(&l->words);
}

bool line_read(struct step_line *l, const char *bytes, size_t length, const char **bad) {
    struct scan_of_json s = {.at = bytes, .end = bytes + length};
    bool first = true;
    line_clear(l);
    scan_expect(&s, '{');
    while (scan_another(&s, '}', &first)) read_member(l, &s);
    bool ended = scan_ended(&s);
    *bad = s.bad ? s.bad : s.at;
    return ended && !l->failed && !l->frame.failed && !l->words.failed;
}

void line_free(struct step_line *l) {
    frame_free(&l->frame);
    text_free(&l->words);
    free(l->delta);
    free(l->word_ends);
    *l = (struct step_line){0};
}

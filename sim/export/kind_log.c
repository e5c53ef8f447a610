#include "export/kind_log.h"

#include <stdio.h>
#include <string.h>

#include "session/again.h"

enum { FORWARD_MAX = 16384 }; /* steps: what lies farther on is looked for backward */

void kind_log_free(struct kind_log *log) {
    sentences_free(&log->hearing);
    *log = (struct kind_log){0};
}

/* ---- rows ---- */

/* The rows belong to their words, wherever they are moved. */
static void settle(struct kind_log *log) {
    for (uint32_t i = 0; i < log->count; i++) log->rows[i].sentence.what = log->rows[i].what;
}

static void keep_words(struct kind_row *row, const char *words) {
    size_t length = strlen(words);
    if (length >= KIND_WORDS_MAX)
        for (length = KIND_WORDS_MAX - 1; ((unsigned char)words[length] & 0xc0) == 0x80;) length--;
    snprintf(row->what, sizeof row->what, "%.*s", (int)length, words);
}

/* Of the step that has just been heard. */
static void fill(struct kind_log *log, const struct machine *m, struct kind_row *row) {
    struct text words = {0};
    sentences_tell(&log->hearing, m, log->language, &words);
    row->sentence = sentences_step(&log->hearing, m);
    keep_words(row, text_string(&words));
    text_free(&words);
}

/* Does the next step; whether it has such an event. */
static bool try_step(struct kind_log *log, struct session *s, const struct machine **m) {
    sentences_begin_step(&log->hearing);
    *m = again_step(s, (struct sink){sentences_hear, &log->hearing});
    return event_set_has(&(*m)->s->clock.events, (enum event_kind)(log->kind - 1));
}

/* ---- farther on ---- */

static void drop_first(struct kind_log *log) {
    log->from = log->rows[0].sentence.step;
    memmove(log->rows, log->rows + 1, (KIND_ROWS_MAX - 1) * sizeof log->rows[0]);
    log->count--;
}

static void go_forward(struct kind_log *log, struct session *s, uint64_t last) {
    const struct machine *m;
    if (!again_go_to(s, log->last)) return;
    for (; log->last < last; log->last++) {
        if (!try_step(log, s, &m)) continue;
        if (log->count == KIND_ROWS_MAX) drop_first(log);
        fill(log, m, &log->rows[log->count++]);
    }
    settle(log);
}

static void begin(struct kind_log *log, uint64_t last) {
    log->from = log->last = last;
    log->count = 0;
}

void kind_log_set(struct kind_log *log, struct session *s, const struct narration *language,
                  uint32_t kind, uint64_t last) {
    bool same = log->kind == kind && log->language == language && log->changes == s->future.changes;
    log->kind = kind;
    log->language = language;
    log->changes = s->future.changes;
    bool far = last < log->from || (last > log->last && last - log->last > FORWARD_MAX);
    if (!same || far) begin(log, last);
    if (last > log->last) go_forward(log, s, last);
    while (log->count && log->rows[log->count - 1].sentence.step > last) log->count--;
    log->last = last;
}

/* ---- backward ---- */

static void insert(struct kind_log *log, const struct kind_row *found, uint32_t count) {
    memmove(log->rows + count, log->rows, log->count * sizeof log->rows[0]);
    memcpy(log->rows, found, count * sizeof log->rows[0]);
    log->count += count;
    settle(log);
}

/* The steps behind `start` and up to `from`: as many of the last as there is room for. */
static void look_back(struct kind_log *log, struct session *s, uint64_t start) {
    struct kind_row found[KIND_ROWS_MAX];
    uint32_t room = KIND_ROWS_MAX - log->count, count = 0;
    const struct machine *m;
    uint64_t step = start, dropped = start;
    if (!again_go_to(s, start)) return;
    for (; step < log->from; step++) {
        if (!try_step(log, s, &m)) continue;
        if (count == room) {
            dropped = found[0].sentence.step;
            memmove(found, found + 1, (room - 1) * sizeof found[0]);
            count--;
        }
        fill(log, m, &found[count++]);
    }
    log->from = dropped;
    insert(log, found, count);
}

bool kind_log_go_on(struct kind_log *log, struct session *s, uint64_t budget) {
    const struct timeline *t = &s->timeline;
    while (log->kind && log->count < KIND_ROWS_MAX && log->from > 0 && budget > 0) {
        uint32_t bucket = timeline_bucket_of(t, log->from);
        uint64_t start = bucket * t->width;
        if (event_set_has(&t->buckets[bucket].events, (enum event_kind)(log->kind - 1))) {
            uint64_t steps = log->from - start;
            budget = steps < budget ? budget - steps : 0;
            look_back(log, s, start);
        } else {
            log->from = start;
        }
    }
    return log->kind && log->count < KIND_ROWS_MAX && log->from > 0;
}

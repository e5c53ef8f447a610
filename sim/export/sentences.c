#include "export/sentences.h"

#include <stdlib.h>

#include "session/again.h"

void sentences_free(struct sentences *all) {
    for (uint32_t i = 0; i < SENTENCES_BLOCKS; i++) text_free(&all->blocks[i].text);
    free(all->events);
    *all = (struct sentences){0};
}

void sentences_forget(struct sentences *all) {
    for (uint32_t i = 0; i < SENTENCES_BLOCKS; i++) all->blocks[i].first = 0;
}

/* ---- a step ---- */

void sentences_hear(void *user, const struct event *e) {
    struct sentences *all = user;
    if (all->events && all->event_count < EVENTS_MAX) all->events[all->event_count++] = *e;
}

bool sentences_begin_step(struct sentences *all) {
    if (!all->events) all->events = calloc(EVENTS_MAX, sizeof *all->events);
    all->event_count = 0;
    return all->events;
}

/* Of the step that a machine has just done. */
void sentences_tell(const struct sentences *all, const struct machine *m,
                    const struct narration *language, struct text *out) {
    struct text why = {0};
    narrate_step_in(language, m, all->events, all->event_count, out, &why);
    text_free(&why);
}

struct sentence sentences_step(const struct sentences *all, const struct machine *m) {
    const struct event *headline = narrate_headline(all->events, all->event_count);
    return (struct sentence){.step = m->s->clock.step,
                             .what = "",
                             .actor = m->s->clock.last_actor,
                             .line = machine_line(m),
                             .kind = headline ? headline->kind : EVENT_COUNT,
                             .events = m->s->clock.events};
}

/* ---- blocks ---- */

/* The scout's next step. */
static void add_step(struct sentences *all, struct sentence_block *b, struct session *s) {
    all->event_count = 0;
    const struct machine *m = again_step(s, (struct sink){sentences_hear, all});
    struct text sentence = {0};
    sentences_tell(all, m, all->language, &sentence);
    b->words[b->count] = b->text.length;
    text_add_bytes(&b->text, text_string(&sentence), sentence.length + 1);
    text_free(&sentence);
    b->list[b->count++] = sentences_step(all, m);
}

static bool fill(struct sentences *all, struct sentence_block *b, struct session *s,
                 uint64_t first) {
    uint64_t last = first + SENTENCES_BLOCK - 1;
    if (last > session_steps(s)) last = session_steps(s);
    text_clear(&b->text);
    b->first = b->count = 0;
    if (!sentences_begin_step(all) || !again_go_to(s, first - 1)) return false;
    while (first + b->count <= last) add_step(all, b, s);
    if (b->text.failed) return false;
    for (uint32_t i = 0; i < b->count; i++) b->list[i].what = b->text.bytes + b->words[i];
    b->first = first;
    return true;
}

static bool has(const struct sentence_block *b, uint64_t step) {
    return b->first && step >= b->first && step < b->first + b->count;
}

/* The one that has the step, or is to have it: one that begins there too, or the one that was used
 * longest ago. */
static struct sentence_block *block_for(struct sentences *all, uint64_t first) {
    struct sentence_block *best = &all->blocks[0];
    for (uint32_t i = 0; i < SENTENCES_BLOCKS; i++) {
        struct sentence_block *b = &all->blocks[i];
        if (b->first == first) return b;
        if (b->used < best->used) best = b;
    }
    return best;
}

const struct sentence *sentences_at(struct sentences *all, struct session *s,
                                    const struct narration *language, uint64_t step) {
    if (step == 0 || step > session_steps(s)) return NULL;
    if (language != all->language || s->future.changes != all->changes) sentences_forget(all);
    all->language = language;
    all->changes = s->future.changes;
    uint64_t first = (step - 1) / SENTENCES_BLOCK * SENTENCES_BLOCK + 1;
    struct sentence_block *b = block_for(all, first);
    if (!has(b, step) && !fill(all, b, s, first)) return NULL;
    b->used = ++all->uses;
    return &b->list[step - b->first];
}

#include "export/biography.h"

#include <string.h>

#include "machine/inspect/inspect.h"
#include "machine/memory.h"
#include "session/again.h"

/* ---- which events are about it ---- */

/* Where an event has the object: by its address in `a`, or by its serial number. */
enum by { BY_ADDRESS, BY_SERIAL_B, BY_SERIAL_C };

static const struct row {
    enum event_kind kind;
    enum by by;
    enum meaning { BIRTH, DEATH, COLOUR, OTHER } meaning;
} ROWS[] = {
    {EVENT_ALLOCATE, BY_SERIAL_C, BIRTH},    {EVENT_C_MALLOC, BY_SERIAL_C, BIRTH},
    {EVENT_C_CALLOC, BY_SERIAL_C, BIRTH},    {EVENT_FREE, BY_SERIAL_B, DEATH},
    {EVENT_C_FREE, BY_SERIAL_C, DEATH},      {EVENT_SHADE, BY_ADDRESS, COLOUR},
    {EVENT_BLACKEN, BY_ADDRESS, COLOUR},     {EVENT_TAKE, BY_ADDRESS, OTHER},
    {EVENT_REMEMBER, BY_ADDRESS, OTHER},     {EVENT_LOST, BY_SERIAL_B, OTHER},
    {EVENT_C_LEAK, BY_ADDRESS, OTHER},       {EVENT_C_REALLOC, BY_ADDRESS, OTHER},
    {EVENT_C_USE_FREED, BY_SERIAL_C, OTHER}, {EVENT_C_USE_REUSED, BY_SERIAL_C, OTHER},
    {EVENT_C_OVERFLOW, BY_SERIAL_B, OTHER},
};

static const struct row *row_of(uint16_t kind) {
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++)
        if (ROWS[i].kind == kind) return &ROWS[i];
    return NULL;
}

static bool is_subject(const struct biography *b, const struct event *e, enum by by) {
    const struct life_subject *s = &b->subject;
    if (by == BY_SERIAL_B) return e->b == s->serial;
    if (by == BY_SERIAL_C) return e->c == s->serial;
    return b->alive && (e->a == s->address || e->a == s->slot);
}

static bool is_write(const struct biography *b, const struct event *e) {
    const struct life_subject *s = &b->subject;
    if (e->kind != EVENT_WORD || (s->serial && !b->alive)) return false;
    return e->a < s->address + s->size && s->address < e->a + (e->d ? e->d : WORD);
}

static bool is_of_span(const struct biography *b, const struct machine *m, uint64_t span) {
    struct object o;
    return heap_find_slot(m, b->subject.slot, &o) && page_address(o.span) == span;
}

/* Whether marking begins with it white, or the sweep has made it white again. */
static bool is_whitening(const struct biography *b, const struct machine *m,
                         const struct event *e) {
    bool begins = e->kind == EVENT_MARK_START || e->kind == EVENT_MARK_STOPPED;
    bool swept = e->kind == EVENT_SWEEP && is_of_span(b, m, e->a);
    return b->alive && (begins || swept) && inspect_colour(m, b->subject.slot) == COLOUR_WHITE;
}

/* ---- noting ---- */

static const char *tell(struct biography *b, const struct machine *m) {
    struct text words = {0};
    sentences_tell(&b->hearing, m, b->language, &words);
    const char *kept = pool_string(&b->pool, text_string(&words));
    text_free(&words);
    return kept ? kept : "";
}

/* "next = Node 3": of an object, without its own name. */
static const char *tell_word(struct biography *b, const struct machine *m, const struct event *e) {
    struct text words = {0}, name = {0};
    inspect_place(m, e->a, &words);
    if (b->subject.serial) inspect_object_name(m, b->subject.address, &name);
    size_t own = name.length;
    bool begins = own && words.length > own && strncmp(words.bytes, name.bytes, own) == 0;
    text_free(&name);
    text_add(&words, " = ");
    if (inspect_is_linkage(m, e->a)) text_addf(&words, "0x%llx", (unsigned long long)e->c);
    else inspect_value(m, e->a, e->c, &words);
    const char *kept = pool_string(&b->pool, text_string(&words) + (begins ? own : 0));
    text_free(&words);
    return kept ? kept : "";
}

static void note(struct biography *b, const struct machine *m, const struct event *e) {
    bool write = e->kind == EVENT_WORD;
    uint32_t *count = write ? &b->writes : &b->turns;
    if (++*count > (write ? (uint32_t)WRITES_MAX : (uint32_t)TURNS_MAX)) return;
    struct turn *moment = &b->list[b->count++];
    *moment = (struct turn){.step = e->step, .kind = e->kind, .actor = e->actor};
    moment->what = tell(b, m);
    moment->word = write ? tell_word(b, m, e) : "";
}

static void live(struct biography *b, const struct event *e, enum meaning meaning) {
    if (meaning == BIRTH) {
        b->born = e->step;
        b->asked = (uint32_t)e->b;
        b->alive = true;
    } else if (meaning == DEATH) {
        b->ended = e->step;
        b->alive = false;
    }
}

static void look_at(struct biography *b, const struct machine *m, const struct event *e) {
    const struct row *row = b->subject.serial ? row_of(e->kind) : NULL;
    if (is_write(b, e) || (b->subject.serial && is_whitening(b, m, e))) note(b, m, e);
    if (!row || !is_subject(b, e, row->by)) return;
    live(b, e, row->meaning);
    note(b, m, e);
}

/* ---- going through the run ---- */

void biography_begin(struct biography *b, const struct session *s,
                     const struct life_subject *subject, const struct narration *language) {
    biography_free(b);
    b->subject = *subject;
    b->language = language;
    b->changes = s->future.changes;
}

void biography_free(struct biography *b) {
    pool_free(&b->pool);
    sentences_free(&b->hearing);
    *b = (struct biography){0};
}

bool biography_is_of(const struct biography *b, const struct session *s,
                     const struct narration *language) {
    return b->language == language && b->changes == s->future.changes;
}

/* No event tells of every word that changes: frames begin with zeroes, stacks are moved. */
static void look_at_word(struct biography *b, const struct machine *m, bool told) {
    uint64_t address = b->subject.address, word = memory_word(m, address, WORD);
    const struct event e = {.step = m->s->clock.step,
                            .kind = EVENT_WORD,
                            .actor = (uint16_t)m->s->clock.last_actor,
                            .a = address,
                            .c = word};
    if (word != b->word && !told) note(b, m, &e);
    b->word = word;
}

static bool look_at_step(struct biography *b, struct session *s) {
    uint32_t writes = b->writes;
    if (!sentences_begin_step(&b->hearing)) return false;
    const struct machine *m = again_step(s, (struct sink){sentences_hear, &b->hearing});
    for (uint32_t i = 0; i < b->hearing.event_count; i++) look_at(b, m, &b->hearing.events[i]);
    if (!b->subject.serial) look_at_word(b, m, b->writes > writes);
    return true;
}

bool biography_go_on(struct biography *b, struct session *s, uint64_t budget) {
    uint64_t end = session_steps(s);
    if (b->at >= end || !again_go_to(s, b->at)) return false;
    if (b->at == 0) b->word = memory_word(&s->scout, b->subject.address, WORD);
    for (; budget > 0 && b->at < end; budget--, b->at++)
        if (!look_at_step(b, s)) return false;
    return b->at < end;
}

/* ---- asking ---- */

static bool is_colour(const struct turn *m) {
    const struct row *row = row_of(m->kind);
    bool white = m->kind == EVENT_MARK_START || m->kind == EVENT_MARK_STOPPED;
    if (white || m->kind == EVENT_SWEEP) return true;
    return row && (row->meaning == COLOUR || row->meaning == BIRTH || row->meaning == DEATH);
}

const struct turn *biography_colour(const struct biography *b, uint64_t step) {
    for (uint32_t i = b->count; i > 0; i--)
        if (b->list[i - 1].step <= step && is_colour(&b->list[i - 1])) return &b->list[i - 1];
    return NULL;
}

uint32_t biography_until(const struct biography *b, uint64_t step) {
    uint32_t count = 0;
    while (count < b->count && b->list[count].step <= step) count++;
    return count;
}

#include "support/manual.h"

#include <stdlib.h>
#include <string.h>

#include "machine/manual/c_heap.h"
#include "support/oracle.h"

static uint8_t *bytes_at(const struct machine *m, uint64_t address) {
    return m->c_memory + (address - C_HEAP_BASE);
}

static uint64_t word_at(const struct machine *m, uint64_t address) {
    uint64_t word;
    memcpy(&word, bytes_at(m, address), 8);
    return word;
}

/* ---- listening ---- */

static struct manual_chunk *find(struct manual_list *l, uint64_t address) {
    for (uint32_t i = 0; i < l->count; i++) {
        uint64_t bytes = l->chunks[i].bytes ? l->chunks[i].bytes : 1;
        if (address - l->chunks[i].address < bytes) return &l->chunks[i];
    }
    return NULL;
}

static void forget(struct manual_chunk *c) {
    free(c->contents);
    free(c->known);
}

static void add(struct manual_list *l, uint64_t address, uint64_t bytes, bool zero) {
    if (l->count == MANUAL_CHUNKS) abort();
    struct manual_chunk *c = &l->chunks[l->count++];
    *c = (struct manual_chunk){.address = address, .bytes = bytes};
    c->contents = calloc(1, bytes + 1);
    c->known = malloc(bytes + 1);
    if (!c->contents || !c->known) abort();
    memset(c->known, zero, bytes);
}

static void take_out(struct manual_list *l, uint64_t address) {
    struct manual_chunk *c = find(l, address);
    if (!c || c->address != address) {
        l->wrong = "something was freed that nobody had";
        return;
    }
    forget(c);
    *c = l->chunks[--l->count];
}

/* The first bytes are the same in the new place, or in the old one, which has another size now. */
static void resize(struct manual_list *l, const struct machine *m, const struct event *e,
                   uint64_t old) {
    struct manual_chunk *c = find(l, old);
    l->word_count = 0; /* the copies, and the allocator's words where it was */
    if (!c || c->address != old) {
        l->wrong = "realloc was given what nobody had";
        return;
    }
    struct manual_chunk had = *c;
    *c = l->chunks[--l->count];
    add(l, e->a, e->b, false);
    c = &l->chunks[l->count - 1];
    uint64_t both = had.bytes < e->b ? had.bytes : e->b;
    memcpy(c->contents, had.contents, both);
    memcpy(c->known, had.known, both);
    for (uint64_t i = 0; i < both; i++)
        if (had.known[i] && !l->spoiled && bytes_at(m, e->a)[i] != had.contents[i])
            l->wrong = "realloc has changed the contents";
    forget(&had);
}

static void hear_word(struct manual_list *l, const struct event *e) {
    for (uint64_t i = 0; i < e->d; i++) {
        struct manual_chunk *c = find(l, e->a + i);
        if (!c) continue;
        c->contents[e->a + i - c->address] = (uint8_t)(e->c >> 8 * i);
        c->known[e->a + i - c->address] = true;
    }
}

static void hear_words(struct manual_list *l) {
    for (uint32_t i = 0; i < l->word_count; i++) hear_word(l, &l->words[i]);
    l->word_count = 0;
}

static void keep_word(struct manual_list *l, const struct event *e) {
    if (e->a < C_HEAP_BASE || e->a >= ARENA_BASE) return;
    if (l->word_count && l->words[0].step != e->step) hear_words(l);
    if (l->word_count == MANUAL_WORDS) abort();
    l->words[l->word_count++] = *e;
}

static void note_leak(struct manual_list *l, const struct event *e) {
    struct manual_chunk *c = find(l, e->a);
    if (!c || c->leak_step) l->wrong = "a leak of nothing, or for the second time";
    else c->leak_step = e->step;
}

void manual_hear(struct manual_list *l, const struct machine *m, const struct event *e) {
    switch (e->kind) {
    case EVENT_WORD: keep_word(l, e); break;
    case EVENT_C_MALLOC:
    case EVENT_C_CALLOC:
        add(l, e->a, e->b, e->kind == EVENT_C_CALLOC);
        l->given++;
        break;
    case EVENT_C_REALLOC: resize(l, m, e, e->a); break;
    case EVENT_C_REALLOC_MOVE: resize(l, m, e, e->c); break;
    case EVENT_C_FREE:
    case EVENT_C_FREE_REUSED:
        take_out(l, e->a);
        l->taken++;
        break;
    case EVENT_C_LEAK: note_leak(l, e); break;
    case EVENT_C_USE_FREED:
    case EVENT_C_USE_REUSED:
    case EVENT_C_OVERFLOW:
    case EVENT_C_UNWRITTEN: l->spoiled = true; break; /* also: pointers may come back */
    default: break;
    }
}

/* ---- the list against the memory ---- */

static const char *check_apart(const struct manual_list *l, const struct machine *m) {
    for (uint32_t i = 0; i < l->count; i++) {
        const struct manual_chunk *c = &l->chunks[i];
        if (c->address % 16) return "a chunk is not aligned";
        if (c->address + c->bytes > C_HEAP_BASE + m->s->c_brk) return "a chunk lies past brk";
        for (uint32_t k = 0; k < i; k++) {
            const struct manual_chunk *o = &l->chunks[k];
            if (c->address < o->address + o->bytes + 8 && o->address < c->address + c->bytes + 8)
                return "two chunks in use overlap";
        }
    }
    return NULL;
}

static const char *check_contents(const struct manual_list *l, const struct machine *m) {
    for (uint32_t i = 0; i < l->count; i++) {
        const struct manual_chunk *c = &l->chunks[i];
        for (uint64_t at = 0; at < c->bytes; at++)
            if (c->known[at] && bytes_at(m, c->address)[at] != c->contents[at])
                return "a chunk holds what nobody wrote";
    }
    return NULL;
}

/* Every chunk in use is one of those that the size words lead to, and large enough. */
static const char *check_walk(const struct manual_list *l, const struct machine *m) {
    uint32_t seen = 0;
    uint64_t end = C_HEAP_BASE + m->s->c_brk;
    for (uint64_t at = C_HEAP_BASE; at < end;) {
        uint64_t size = word_at(m, at + 8) & ~7ull;
        if (size < 32 || size % 16 || size > end - at) return "the size words lead nowhere";
        for (uint32_t i = 0; i < l->count; i++)
            if (l->chunks[i].address == at + 16) {
                seen++;
                if (size - 8 < l->chunks[i].bytes) return "a chunk is smaller than was asked for";
            }
        at += size;
    }
    return seen == l->count ? NULL : "the size words pass by a chunk in use";
}

/* ---- leaks ---- */

struct search {
    const struct manual_list *l;
    bool reached[MANUAL_CHUNKS];
    uint32_t left[MANUAL_CHUNKS], count;
};

static void look_at(struct search *s, uint64_t word) {
    for (uint32_t i = 0; i < s->l->count; i++) {
        const struct manual_chunk *c = &s->l->chunks[i];
        if (s->reached[i] || word - c->address >= (c->bytes > 24 ? c->bytes : 24)) continue;
        s->reached[i] = true;
        s->left[s->count++] = i;
    }
}

static void look_through(struct search *s, const uint8_t *bytes, uint64_t size) {
    for (uint64_t at = 0; at + 8 <= size; at += 8) {
        uint64_t word;
        memcpy(&word, bytes + at, 8);
        look_at(s, word);
    }
}

static void look_through_objects(struct search *s, const struct machine *m) {
    size_t words = (size_t)m->s->heap.pages_used * PAGE_WORDS;
    uint8_t *seen = calloc(1, words + 1);
    if (!seen) abort();
    oracle_reach(m, seen);
    for (size_t i = 0; i < words; i++) {
        if (!seen[i]) continue;
        uint32_t span = m->span_of[i / PAGE_WORDS] - 1;
        look_through(s, m->memory + i * 8, m->spans[span].element_size);
    }
    free(seen);
}

/* Meaningful between operations only: inside one, a pointer may be in a register. */
static const char *check_leaks(const struct manual_list *l, const struct machine *m) {
    static struct search s;
    s = (struct search){.l = l};
    look_through(&s, m->globals, m->program->global_bytes);
    for (uint32_t n = 0; n < m->s->goroutine_count; n++) {
        const struct goroutine *g = &m->goroutines[n];
        if (g->status == GOROUTINE_DEAD) continue;
        if (g->part != 0) return NULL;
        look_through(&s, m->memory + (g->sp - ARENA_BASE), g->stack_high - g->sp);
    }
    look_through_objects(&s, m);
    while (s.count > 0) {
        const struct manual_chunk *c = &l->chunks[s.left[--s.count]];
        for (uint64_t at = 0; at + 8 <= c->bytes;
             at += 8) /* what is left from before is no pointer */
            if (memchr(c->known + at, 0, 8) == NULL)
                look_through(&s, bytes_at(m, c->address) + at, 8);
    }
    for (uint32_t i = 0; i < l->count; i++) {
        if (!s.reached[i] && !l->chunks[i].leak_step) return "a leak was not noticed";
        if (s.reached[i] && l->chunks[i].leak_step == m->s->clock.step)
            return "a chunk that can be reached was called a leak";
    }
    return NULL;
}

const char *manual_check(struct manual_list *l, const struct machine *m) {
    hear_words(l);
    if (l->wrong || !m->c_arena || m->s->c_brk == 0) return l->wrong;
    const char *wrong = check_apart(l, m);
    if (wrong || m->s->outcome == OUTCOME_FAULT) return wrong;
    const struct c_counts *counts = &m->c_arena->counts;
    if (counts->mallocs != l->given || counts->frees != l->taken) return "calls are miscounted";
    if (counts->live != l->count) return "chunks in use are miscounted";
    if (l->spoiled) return NULL;
    wrong = check_contents(l, m);
    if (!wrong) wrong = check_walk(l, m);
    bool simple = m->config.stacks == STACKS_CONTIGUOUS && l->count < 256;
    if (!wrong && simple && m->s->outcome == OUTCOME_RUNNING) wrong = check_leaks(l, m);
    return wrong;
}

void manual_free(struct manual_list *l) {
    for (uint32_t i = 0; i < l->count; i++) forget(&l->chunks[i]);
    l->count = 0;
}

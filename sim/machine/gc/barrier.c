#include "machine/gc/barrier.h"

#include "machine/cost.h"
#include "machine/gc/gc.h"
#include "machine/memory.h"

enum part { PART_NONE, PART_SHADE_OLD, PART_SHADE_NEW, PART_WRITE, PART_FLUSH };

bool barrier_shades_new(const struct machine *m) {
    return m->config.barrier == BARRIER_HYBRID || m->config.barrier == BARRIER_DIJKSTRA;
}

bool barrier_shades_old(const struct machine *m) {
    return m->config.barrier == BARRIER_HYBRID || m->config.barrier == BARRIER_YUASA;
}

bool barrier_begin(struct machine *m, struct goroutine *g) {
    if (!gc_marking(m) || m->config.barrier == BARRIER_NONE) return false;
    m->s->statistics.barriers++;
    charge(m, COST_BARRIER, 1);
    g->old_word = word_read(m, g->target);
    g->part = PART_SHADE_OLD;
    emit(m, EVENT_BARRIER_READ, g->target, g->old_word, g->new_word, 0);
    return true;
}

/* ---- shading at once ---- */

static bool shade_next(struct machine *m, struct goroutine *g) {
    if (g->part == PART_SHADE_OLD) {
        g->part = PART_SHADE_NEW;
        if (barrier_shades_old(m) && g->old_word) {
            gc_shade(m, g->old_word);
            emit(m, EVENT_BARRIER_OLD, g->target, g->old_word, 0, 0);
            return true;
        }
    }
    if (g->part == PART_SHADE_NEW) {
        g->part = PART_WRITE;
        if (barrier_shades_new(m) && g->new_word) {
            gc_shade(m, g->new_word);
            emit(m, EVENT_BARRIER_NEW, g->target, g->new_word, 0, 0);
            return true;
        }
    }
    return false;
}

/* ---- putting it off: mwbbuf.go ---- */

static void note(struct machine *m, uint64_t word) {
    struct processor *p = processor_now(m);
    if (word) barrier_words(m, m->s->on)[p->barrier_count++] = word;
}

bool barrier_flush(struct machine *m, uint32_t number) {
    struct processor *p = &m->processors[number];
    uint64_t *words = barrier_words(m, number), count = p->barrier_count, shaded = 0;
    if (count == 0) return false;
    for (uint64_t i = 0; i < count; i++) {
        if (gc_shade(m, words[i])) shaded++;
        words[i] = 0;
    }
    p->barrier_count = 0;
    charge(m, COST_BARRIER_FLUSH, count);
    emit(m, EVENT_BARRIER_FLUSH, number, count, shaded, 0);
    return true;
}

bool barrier_has(const struct machine *m, uint64_t object) {
    struct object o;
    for (uint32_t number = 0; number < m->config.procs; number++)
        for (uint64_t i = 0; i < m->processors[number].barrier_count; i++)
            if (heap_find(m, barrier_words(m, number)[i], &o) && o.address == object) return true;
    return false;
}

/* Both words go in at once; a full buffer is emptied first. */
static bool note_next(struct machine *m, struct goroutine *g) {
    if (g->part == PART_WRITE) return false;
    bool full = processor_now(m)->barrier_count + 2 > 2 * m->config.barrier_buffer;
    if (full && g->part != PART_FLUSH) {
        g->part = PART_FLUSH;
        return barrier_flush(m, m->s->on);
    }
    g->part = PART_WRITE;
    if (barrier_shades_old(m)) note(m, g->old_word);
    if (barrier_shades_new(m)) note(m, g->new_word);
    emit(m, EVENT_BARRIER_NOTE, g->target, g->old_word, g->new_word,
         processor_now(m)->barrier_count);
    return true;
}

bool barrier_continue(struct machine *m, struct goroutine *g) {
    return m->config.barrier_buffer ? note_next(m, g) : shade_next(m, g);
}

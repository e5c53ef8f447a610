#include "machine/barrier.h"

#include "machine/gc.h"
#include "machine/memory.h"

enum part { PART_NONE, PART_SHADE_OLD, PART_SHADE_NEW, PART_WRITE };

bool barrier_shades_new(const struct machine *m) {
    return m->config.barrier == BARRIER_HYBRID || m->config.barrier == BARRIER_DIJKSTRA;
}

bool barrier_shades_old(const struct machine *m) {
    return m->config.barrier == BARRIER_HYBRID || m->config.barrier == BARRIER_YUASA;
}

bool barrier_begin(struct machine *m, struct goroutine *g) {
    if (!gc_marking(m) || m->config.barrier == BARRIER_NONE) return false;
    m->s->statistics.barriers++;
    g->old_word = word_read(m, g->target);
    g->part = PART_SHADE_OLD;
    emit(m, EVENT_BARRIER_READ, g->target, g->old_word, g->new_word, 0);
    return true;
}

bool barrier_continue(struct machine *m, struct goroutine *g) {
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

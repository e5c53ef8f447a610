#include "machine/image.h"

#include "machine/gc/gc.h"
#include "machine/heap/central.h"
#include "machine/heap/tag.h"
#include "machine/memory.h"
#include "machine/stack/stack_pool.h"

/* ---- objects ---- */

static void copy_pointer_bits(struct machine *m, const struct image *image, uint64_t to,
                              uint64_t from, uint64_t words) {
    for (uint32_t part; words > 0; words -= part, to += part, from += part) {
        part = words < BITS_PART_MAX ? (uint32_t)words : BITS_PART_MAX;
        bits_set_part(m->pointer_bits, to, part, bits_part(image->pointers, from, part));
    }
}

static void load_object(struct machine *m, const struct image *image, const struct image_span *in,
                        const struct image_object *o) {
    const struct span *s = &m->spans[in->page];
    uint64_t offset = (uint64_t)in->page * PAGE_SIZE + (uint64_t)o->slot * s->element_size;
    memcpy(m->memory + offset, image->bytes + o->at, s->element_size);
    if (!s->noscan)
        copy_pointer_bits(m, image, offset / WORD, o->at / WORD, s->element_size / WORD);
    bit_set(span_allocations(m, in->page), o->slot);
    uint32_t serial = m->s->heap.next_serial++;
    if (m->tags) m->tags[offset / WORD] = (struct tag){serial, o->site, o->ordinal};
}

/* Objects of one page differ, and their pointers are looked up word by word. */
static void mix_pages(struct machine *m, const struct image_span *in) {
    for (uint32_t i = 0; i < in->pages && !in->noscan; i++)
        m->heap_pages[in->page + i].pointers = (uint32_t)POINTERS_MIXED;
}

static void load_span(struct machine *m, const struct image *image, const struct image_span *in) {
    struct statistics *stats = &m->s->statistics;
    struct span *s = span_place_heap(m, in->page, in->pages, in->class_index, in->noscan);
    mix_pages(m, in);
    s->used_count = in->count;
    s->need_zero = 1;
    stats->size_mallocs[in->class_index] += in->count;
    stats->heap_alloc += (uint64_t)in->count * s->element_size;
    if (!in->noscan) m->s->gc.pacer.heap_scan += (uint64_t)in->count * s->element_size;
    for (uint32_t i = 0; i < in->count; i++)
        load_object(m, image, in, &image->objects[in->first + i]);
    central_put(m, in->page);
}

/* Ordinals begin at 1 for each label; whoever is born later goes on from there. */
static void count_labels(struct machine *m, const struct image *image) {
    for (uint32_t i = 0; i < image->span_count; i++) {
        const struct image_span *s = &image->spans[i];
        uint32_t site = s->count ? image->objects[s->first].site : 0;
        if (s->count) m->labels[m->program->sites[site].label] += s->count;
    }
}

void image_fit(struct config *c, const struct image *image) {
    enum { ROOM = 64, ARENA_PAGES = 8192 };
    uint32_t pages = (image->pages + ROOM + ARENA_PAGES - 1) / ARENA_PAGES * ARENA_PAGES;
    if (pages > c->pages_max) c->pages_max = pages;
    c->stacks = STACKS_CONTIGUOUS;
}

/* The goal is what the last cycle had marked, and GOGC percent more. */
static void load_goal(struct machine *m, const struct image *image) {
    uint64_t percent = m->config.gogc < 0 ? 100 : (uint64_t)m->config.gogc;
    m->s->gc.heap_live = m->s->statistics.heap_alloc;
    if (image->goal < UINT64_MAX / 200) m->s->gc.heap_marked = image->goal * 100 / (100 + percent);
}

static void load_statistics(struct machine *m, const struct image *image) {
    struct statistics *stats = &m->s->statistics;
    stats->mallocs = image->mallocs;
    stats->frees = image->mallocs - image->object_count;
    stats->total_alloc = stats->total_requested = image->total_alloc;
    load_goal(m, image);
}

/* ---- stacks ---- */

static void load_stack_spans(struct machine *m, const struct image *image) {
    for (uint32_t i = 0; i < image->stack_span_count; i++) {
        const struct image_stack_span *in = &image->stack_spans[i];
        span_place(m, in->page, in->pages, SPAN_STACK);
        stack_pool_adopt(m, in->page, in->size, in->taken);
    }
    for (uint32_t i = 0; i < image->piece_count; i++) {
        const struct image_piece *p = &image->pieces[i];
        memcpy(arena_bytes(m, p->address), image->bytes + p->at, p->size);
    }
}

static void load_goroutine(struct machine *m, const struct image_goroutine *in) {
    struct goroutine *g = goroutine_of(m, ++m->s->goroutine_count);
    *g = (struct goroutine){.stack_low = in->stack_low,
                            .stack_high = in->stack_high,
                            .sp = in->sp,
                            .frame = in->frame,
                            .pc = in->pc,
                            .status = GOROUTINE_WAITING,
                            .wait = WAIT_IMAGE,
                            .function = in->function,
                            .ordinal = in->ordinal,
                            .last_line = in->line};
    m->functions[in->function]++;
    m->s->statistics.goroutines++;
    m->s->statistics.stack_used += in->stack_high - in->sp;
}

void image_load(struct machine *m, const struct image *image) {
    for (uint32_t i = 0; i < image->span_count; i++) load_span(m, image, &image->spans[i]);
    count_labels(m, image);
    load_statistics(m, image);
    if (!m->config.guess_roots) memset(m->globals + image->guesses_offset, 0, image->guesses_bytes);
    load_stack_spans(m, image);
}

void image_load_goroutines(struct machine *m, const struct image *image) {
    for (uint32_t i = 0; i < image->goroutine_count; i++) load_goroutine(m, &image->goroutines[i]);
}

#include "dump/reach.h"

#include <stdlib.h>
#include <string.h>

#include "machine/check/check.h"
#include "machine/heap/heap.h"
#include "machine/memory.h"

static bool is_pointer(const struct dump *d, uint64_t at) {
    return bit_get(d->pointers + at / WORD / 64, (uint32_t)(at / WORD % 64));
}

static bool leads_to_garbage(const struct machine *m, uint64_t word) {
    struct object o;
    return heap_find(m, word, &o) && !check_is_reachable(m, o.address);
}

static bool add_guess(struct dump_layout *l, struct dump_piece piece) {
    l->guesses = pool_grow(&l->dump->pool, l->guesses, l->guess_count, sizeof *l->guesses);
    if (!l->guesses) return layout_lacks_memory(l);
    l->guesses[l->guess_count++] = piece;
    return true;
}

static bool find_guesses(struct dump_layout *l, const struct machine *m) {
    const struct dump *d = l->dump;
    for (uint32_t i = 0; i < d->frame_count; i++) {
        const struct dump_piece *p = &d->frames[i].piece;
        for (uint64_t offset = 0; offset < p->size; offset += WORD) {
            uint64_t word, at = p->at + offset;
            memcpy(&word, d->bytes + at, sizeof word);
            if (is_pointer(d, at) || !leads_to_garbage(m, word)) continue;
            if (!add_guess(l, (struct dump_piece){.address = p->address + offset, .at = at}))
                return false;
        }
    }
    return true;
}

static void count_garbage(const struct machine *m, uint64_t *objects, uint64_t *bytes) {
    const struct image *image = m->program->image;
    *objects = *bytes = 0;
    for (uint32_t i = 0; i < image->span_count; i++) {
        const struct image_span *s = &image->spans[i];
        uint64_t size = m->spans[s->page].element_size;
        for (uint32_t k = 0; k < s->count; k++) {
            uint64_t at = page_address(s->page) + image->objects[s->first + k].slot * size;
            if (check_is_reachable(m, at)) continue;
            ++*objects;
            *bytes += size;
        }
    }
}

/* False when memory is out. */
static bool reach_guesses(const struct dump_layout *l, const struct machine *m) {
    uint64_t *words = calloc(l->guess_count + 1, sizeof *words);
    if (!words) return false;
    for (uint32_t i = 0; i < l->guess_count; i++)
        memcpy(&words[i], l->dump->bytes + l->guesses[i].at, sizeof *words);
    check_reachable_too(m, words, l->guess_count);
    free(words);
    return true;
}

static bool count(struct dump_layout *l, const struct machine *m, struct dump_reach *out) {
    uint64_t objects, bytes;
    check_reachable(m, NULL, NULL);
    count_garbage(m, &out->objects, &out->bytes);
    if (!find_guesses(l, m) || !reach_guesses(l, m)) return layout_lacks_memory(l);
    count_garbage(m, &objects, &bytes);
    out->guessed_objects = out->objects - objects;
    out->guessed_bytes = out->bytes - bytes;
    return true;
}

bool layout_reach(struct dump_layout *l, struct dump_reach *out) {
    struct machine m;
    struct config c = config_default();
    c.tags = false;
    if (!machine_open(&m, l->program, &c)) return layout_lacks_memory(l);
    bool done = count(l, &m, out);
    machine_close(&m);
    return done;
}

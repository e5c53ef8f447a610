/* The data and bss segments, and roots that have no memory of their own, as globals. */
#include <inttypes.h>
#include <string.h>

#include "dump/layout.h"
#include "machine/bits.h"
#include "machine/state.h"

/* Between the segments, in a program of Go's linker, there is next to nothing. */
#define GAP_MAX (16ull << 20)
#define GLOBALS_MAX (1ull << 30)

bool layout_add_root(struct dump_layout *l, const char *what, uint64_t word) {
    struct dump *d = l->dump;
    d->roots = pool_grow(&d->pool, d->roots, d->root_count, sizeof *d->roots);
    if (!d->roots) return layout_lacks_memory(l);
    d->roots[d->root_count++] = (struct dump_root){what, word};
    return true;
}

static uint64_t whole_words(uint64_t size) {
    return (size + WORD - 1) / WORD * WORD;
}

static uint64_t end_of(const struct dump_piece *p) {
    return p->address + whole_words(p->size);
}

/* The segments by address; one may be missing. */
static uint32_t order_segments(struct dump *d, const struct dump_piece *out[2]) {
    uint32_t count = 0;
    if (d->data.size) out[count++] = &d->data;
    if (d->bss.size) out[count++] = &d->bss;
    if (count == 2 && out[1]->address < out[0]->address) {
        out[0] = &d->bss;
        out[1] = &d->data;
    }
    return count;
}

static bool check_segment(struct dump_layout *l, const struct dump_piece *p) {
    uint64_t end = end_of(p);
    bool wraps = end < p->address || p->size > GLOBALS_MAX;
    const uint64_t room = (uint64_t)DUMP_PAGES_MAX * PAGE_SIZE;
    bool in_heap = end > ARENA_BASE && p->address < ARENA_BASE + room;
    if (!wraps && !in_heap && p->address % WORD == 0 && p->address >= PAGE_SIZE) return true;
    return layout_complain(l, p->byte,
                           "a segment of %" PRIu64 " bytes at 0x%" PRIx64
                           "; expected whole words outside the heap",
                           p->size, p->address);
}

static bool check_segments(struct dump_layout *l, const struct dump_piece *const *list,
                           uint32_t count) {
    for (uint32_t i = 0; i < count; i++)
        if (!check_segment(l, list[i])) return false;
    if (count < 2) return true;
    if (list[1]->address >= end_of(list[0]) && list[1]->address - end_of(list[0]) <= GAP_MAX)
        return true;
    return layout_complain(l, list[1]->byte,
                           "a segment at 0x%" PRIx64
                           "; expected it close behind the other one, which ends at 0x%" PRIx64,
                           list[1]->address, end_of(list[0]));
}

static void add_words(struct program *p, const char *name, uint64_t offset, uint64_t words) {
    int32_t word = program_find_type(p, "word");
    if (word == NONE) word = (int32_t)program_add_integer(p, "word", WORD, false);
    uint32_t type = program_array_of(p, (uint32_t)word, (uint32_t)words), bad;
    program_lay_out_types(p, &bad);
    uint32_t global = program_add_global(p, name, type);
    if (!p->pool.failed) p->globals[global].offset = (uint32_t)offset;
}

static bool open_globals(struct dump_layout *l, uint64_t bytes) {
    struct program *p = l->program;
    p->global_bytes = (uint32_t)bytes;
    p->global_data = pool_alloc(&p->pool, bytes + WORD);
    p->global_pointers = pool_alloc(&p->pool, (bytes / WORD + 64) / 64 * sizeof(uint64_t));
    return (p->global_data && p->global_pointers) || layout_lacks_memory(l);
}

/* Nobody stores into these any more. What is nil, or leads to other globals or to code, would be
 * looked at for nothing, ten thousand times in the smallest program. */
static bool leads_to_heap(const struct dump_layout *l, uint64_t at) {
    uint64_t word;
    memcpy(&word, l->dump->bytes + at, sizeof word);
    return word - ARENA_BASE < (uint64_t)l->image->pages * PAGE_SIZE;
}

static void copy_segment(struct dump_layout *l, const struct dump_piece *s) {
    struct program *p = l->program;
    uint64_t offset = s->address - p->globals_base;
    memcpy(p->global_data + offset, l->dump->bytes + s->at, s->size);
    for (uint64_t word = 0; word < s->size / WORD; word++) {
        uint64_t from = s->at / WORD + word;
        bool pointer = l->dump->pointers[from / 64] >> from % 64 & 1;
        if (pointer && leads_to_heap(l, from * WORD))
            bit_set(p->global_pointers, (uint32_t)(offset / WORD + word));
    }
}

/* What leads to the heap is shown word by word, as far as there is a use in it. */
enum { SHOWN_MAX = 256 };

static void name_words(struct program *p, const char *name, uint64_t offset, uint64_t words) {
    uint32_t pointer = program_pointer_to(p, 0);
    for (uint64_t i = 0; i < words && p->global_count < SHOWN_MAX && !p->pool.failed; i++) {
        if (!bit_get(p->global_pointers, (uint32_t)(offset / WORD + i))) continue;
        const char *word = pool_stringf(&p->pool, "%s+%" PRIu64, name, i * WORD);
        if (!word) return;
        uint32_t global = program_add_global(p, word, pointer);
        if (!p->pool.failed) p->globals[global].offset = (uint32_t)(offset + i * WORD);
    }
}

static void put_word(struct program *p, uint64_t offset, uint64_t word) {
    memcpy(p->global_data + offset, &word, WORD);
    bit_set(p->global_pointers, (uint32_t)(offset / WORD));
}

/* Behind the segments, where the runtime has other things. */
static void copy_roots(struct dump_layout *l, uint64_t offset) {
    const struct dump *d = l->dump;
    for (uint32_t i = 0; i < d->root_count; i++)
        put_word(l->program, offset + i * WORD, d->roots[i].word);
    offset += d->root_count * (uint64_t)WORD;
    l->image->guesses_offset = offset;
    l->image->guesses_bytes = l->guess_count * (uint64_t)WORD;
    for (uint32_t i = 0; i < l->guess_count; i++) {
        uint64_t word;
        memcpy(&word, d->bytes + l->guesses[i].at, sizeof word);
        put_word(l->program, offset + i * WORD, word);
    }
}

static void name_segments(struct dump_layout *l, const struct dump_piece *const *list,
                          uint32_t count, uint64_t roots) {
    struct program *p = l->program;
    const uint32_t root_count = l->dump->root_count, guess_count = l->guess_count;
    for (int whole = 0; whole < 2; whole++) {
        void (*name)(struct program *, const char *, uint64_t, uint64_t) =
            whole ? add_words : name_words;
        for (uint32_t i = 0; i < count; i++)
            name(p, list[i] == &l->dump->data ? "data" : "bss", list[i]->address - p->globals_base,
                 whole_words(list[i]->size) / WORD);
        if (root_count) name(p, "roots", roots, root_count);
        if (guess_count) name(p, "guesses", roots + root_count * (uint64_t)WORD, guess_count);
    }
}

bool layout_globals(struct dump_layout *l) {
    struct dump *d = l->dump;
    struct program *p = l->program;
    const struct dump_piece *list[2];
    uint32_t count = order_segments(d, list);
    if (!check_segments(l, list, count)) return false;
    p->globals = NULL;
    p->global_count = 0;
    p->globals_base = count ? list[0]->address : GLOBALS_BASE;
    uint64_t end = count ? end_of(list[count - 1]) - p->globals_base : 0;
    uint64_t more = ((uint64_t)d->root_count + l->guess_count) * WORD;
    if (end > GLOBALS_MAX || !open_globals(l, end + more)) return layout_lacks_memory(l);
    for (uint32_t i = 0; i < count; i++) copy_segment(l, list[i]);
    copy_roots(l, end);
    name_segments(l, list, count, end);
    return !p->pool.failed || layout_lacks_memory(l);
}

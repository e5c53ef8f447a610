/* A heap that begins elsewhere: on other systems than linux/amd64, and from Go 1.26 on anywhere.
 *
 * The machine's arena is where linux/amd64 has it. The whole heap is moved there: every object and
 * frame, and every word that is a pointer or lies on a stack and leads into the heap. */
#include <inttypes.h>
#include <string.h>

#include "dump/layout.h"
#include "machine/bits.h"
#include "machine/state.h"

#define LIMIT (1ull << 48) /* of user addresses */

struct moving {
    struct dump *dump;
    uint64_t low, size, delta;
};

static uint64_t moved(const struct moving *k, uint64_t address) {
    return address - k->low < k->size ? address + k->delta : address;
}

static void move_word(const struct moving *k, uint64_t at) {
    uint64_t word;
    memcpy(&word, k->dump->bytes + at, sizeof word);
    word = moved(k, word);
    memcpy(k->dump->bytes + at, &word, sizeof word);
}

/* Pointers, wherever they lie. */
static void move_pointers(const struct moving *k) {
    const struct dump *d = k->dump;
    for (uint64_t word = 0; word < d->byte_count / WORD; word += 64)
        for (uint64_t bits = d->pointers[word / 64]; bits; bits &= bits - 1) {
            uint64_t at = (word + bits_lowest(bits)) * WORD;
            if (at + WORD <= d->byte_count) move_word(k, at);
        }
}

static bool is_pointer(const struct dump *d, uint64_t at) {
    return bit_get(d->pointers + at / WORD / 64, (uint32_t)(at / WORD % 64));
}

static void move_frames(const struct moving *k) {
    struct dump *d = k->dump;
    for (uint32_t i = 0; i < d->frame_count; i++) {
        struct dump_piece *p = &d->frames[i].piece;
        p->address = moved(k, p->address);
        for (uint64_t at = p->at; at + WORD <= p->at + p->size; at += WORD)
            if (!is_pointer(d, at)) move_word(k, at);
    }
}

bool layout_move(struct dump_layout *l) {
    struct dump *d = l->dump;
    const uint64_t room = (uint64_t)DUMP_PAGES_MAX * PAGE_SIZE;
    if (d->heap_start - ARENA_BASE < room || d->heap_start >= d->heap_end) return true;
    if (d->heap_start % PAGE_SIZE || d->heap_start < PAGE_SIZE || d->heap_end > LIMIT)
        return layout_complain(
            l, 0, "a heap from 0x%" PRIx64 " to 0x%" PRIx64 "; expected whole pages below 0x%llx",
            d->heap_start, d->heap_end, LIMIT);
    struct moving k = {d, d->heap_start, d->heap_end - d->heap_start, ARENA_BASE - d->heap_start};
    move_pointers(&k);
    move_frames(&k);
    for (uint32_t i = 0; i < d->object_count; i++)
        d->objects[i].address = moved(&k, d->objects[i].address);
    for (uint32_t i = 0; i < d->root_count; i++) d->roots[i].word = moved(&k, d->roots[i].word);
    l->moved_from = d->heap_start;
    return true;
}

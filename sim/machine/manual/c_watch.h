/* c_watch.h -- what a C program does not notice: who uses memory that is not its own, and which
 * chunks nobody can free any more. Nothing here changes what the program does; it tells and
 * counts.
 *
 * Every word that may hold a pointer has an origin beside it: the serial number of the chunk the
 * pointer was made for, 0 if it is not known. It is copied with the word by the operations that
 * move words, and forgotten when the word is written in any other way. So a dangling pointer is
 * told from a new one to the same address, which have the same bits.
 *
 * Leaks are looked for when a pointer was lost: when a word that held one was overwritten or went
 * with its stack frame, when a chunk was freed, when a goroutine ended. The search is naive:
 * globals, stacks, chunks word by word, and Go objects if one of them ever got a pointer to a
 * chunk; interior pointers count. With more than C_LEAK_CHUNKS live chunks it is put off until so
 * many pointers were lost that its work stays bounded for each; then the line where a chunk's own
 * last pointer was overwritten is remembered. */
#ifndef TC_C_WATCH_H
#define TC_C_WATCH_H

#include "machine/manual/c_heap.h"

enum { C_LEAK_CHUNKS = 256 };

/* ---- origins ---- */

/* Of the word at an address; NULL where words have none. */
uint32_t *c_origin_place(const struct machine *m, uint64_t address);
/* A stretch of words has been copied to another place, a stack say. */
void c_move_origins(struct machine *m, uint64_t to, uint64_t from, uint64_t bytes);

static inline uint32_t c_origin(const struct machine *m, uint64_t address) {
    const uint32_t *place = m->c_arena ? c_origin_place(m, address) : NULL;
    return place ? *place : 0;
}

static inline void c_set_origin(struct machine *m, uint64_t address, uint32_t serial) {
    uint32_t *place = m->c_arena ? c_origin_place(m, address) : NULL;
    if (place) *place = serial;
}

static inline void c_copy_origin(struct machine *m, uint64_t to, uint64_t from) {
    if (m->c_arena) c_set_origin(m, to, c_origin(m, from));
}

/* ---- words that change ---- */

void c_note_word(struct machine *m, uint64_t address, uint64_t old_word, uint64_t word,
                 uint32_t size);

/* `size` bytes at an address have been written; what was there and what is there now. */
static inline void c_word_changed(struct machine *m, uint64_t address, uint64_t old_word,
                                  uint64_t word, uint32_t size) {
    if (m->c_arena) c_note_word(m, address, old_word, word, size);
}

/* A stack frame goes: the words from `low` up to `high`. */
void c_words_dropped(struct machine *m, uint64_t low, uint64_t high);

/* ---- accesses ---- */

struct c_access {
    uint64_t pointer; /* the base, ... */
    uint32_t origin;  /* ... whose pointer it is */
    uint64_t address; /* what is read or written */
    uint32_t size;
    bool write;
};

/* The program is about to read or write there. */
void c_note_access(struct machine *m, const struct c_access *a);

/* ---- leaks ---- */

void c_search_if_due(struct machine *m);

/* At the end of every step. */
static inline void c_look_for_leaks(struct machine *m) {
    if (m->c_arena && m->c_arena->due) c_search_if_due(m);
}

/* When main has returned: what was never freed. */
void c_tell_left(struct machine *m);

/* A program that is without fault so far: then the checker's counts must be exact. */
bool c_is_undisturbed(const struct machine *m);

#endif

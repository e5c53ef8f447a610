/* c_heap.h -- manual memory: the heap that malloc and free manage, beside the one of Go.
 *
 * It lies where a process has its brk heap, grows upwards, and is managed as glibc 2.36 does it
 * (malloc/malloc.c), with one arena and one thread's cache for all goroutines. A chunk is
 *
 *     | size word: size, and whether the chunk before it is in use | payload ... |
 *       ^ chunk + 8                                                  ^ what malloc returns
 *
 * Sizes count from the size word up to the next one: multiples of 16, at least 32, so the payload
 * is 8 bytes shorter. All that the allocator knows about free chunks lies in the heap itself: the
 * size words, the links of the lists in the first words of free payloads, and a boundary tag (the
 * size once more in the last word of a free chunk, Knuth 1973, 2.5), by which free finds the chunk
 * before. A write through a dangling pointer or past an end can overwrite any of it, as in C.
 *
 * Beside it the machine keeps a table with a granule for every 16 bytes, which the program cannot
 * reach: which chunks there really are, who lives there, which bytes were written, whose pointer a
 * word is. It serves to notice and to name; and the allocator uses a size or a link only where the
 * table agrees, so that overwritten ones end the program (c_abort) and never lead it astray. glibc
 * checks less: it may go on for a while and hand out the same memory twice.
 *
 * Not modelled: arenas for several threads, mmap for large requests, giving memory back. */
#ifndef TC_C_HEAP_H
#define TC_C_HEAP_H

#include "machine/machine.h"

#define C_HEAP_BASE 0x1c3e000ull       /* behind the globals, where brk began in this run */
#define C_ARENA_BASE 0x7ffff7e19c80ull /* main_arena, in libc's own data: heads of lists */

enum {
    C_ALIGN = 16,          /* MALLOC_ALIGNMENT; also the size of a granule */
    C_CHUNK_MIN = 32,      /* MINSIZE */
    C_HEADER = 8,          /* the size word */
    C_IN_USE = 1,          /* PREV_INUSE: the chunk before is in use, or in a cache */
    C_FLAGS = 7,           /* the bits of a size word that are no size */
    C_TCACHE_BINS = 64,    /* TCACHE_MAX_BINS: chunks of 32, 48, ... 1040 bytes */
    C_TCACHE_FILL = 7,     /* TCACHE_FILL_COUNT: chunks in a bin of the cache */
    C_TCACHE_SIZE = 0x290, /* of the chunk that holds the cache: counts, then first chunks */
    C_FAST_BINS = 7,       /* chunks of 32, 48, ... 128 bytes */
    C_FAST_MAX = 128,      /* global_max_fast */
    C_SMALL_MAX = 1008,    /* below MIN_LARGE_SIZE every size has a bin of its own */
    C_BINS = 127,          /* 1: unsorted; 2 to 63: small; 64 to 126: large */
    C_UNSORTED = 1,
    C_CONSOLIDATE = 65536,     /* FASTBIN_CONSOLIDATION_THRESHOLD */
    C_TOP_PAD = 128 << 10,     /* brk is moved by so much more than is needed, ... */
    C_BRK_PAGE = 4096,         /* ... in such pages */
    C_BLOCK = 1024,            /* the regions of the C heap grow in steps of this many bytes */
    C_LIMIT_MAX = 64 << 20,    /* the most the setting allows */
    C_REQUEST_MAX = INT32_MAX, /* larger requests fail at once */
};

enum c_state {
    C_NONE,   /* no chunk begins here */
    C_LIVE,   /* handed out */
    C_CACHED, /* free, in the thread's cache: tcache */
    C_FAST,   /* free, in a fastbin */
    C_BINNED, /* free, in the unsorted bin, a small or a large one */
    C_TOP,    /* free, the rest of the heap */
    C_OWN     /* the allocator's own: the cache */
};

/* Where malloc found a chunk. */
enum c_source {
    C_FROM_CACHE,
    C_FROM_FAST,
    C_FROM_SMALL,
    C_FROM_UNSORTED,
    C_FROM_BIN, /* a larger one was split */
    C_FROM_TOP,
};

/* What the machine knows about 16 bytes of the C heap. */
struct c_granule {
    uint32_t size;      /* of the chunk that begins here; 0: none does */
    uint32_t state;     /* enum c_state */
    uint32_t serial;    /* of the owner, or of the last one (its ghost); 0: never owned */
    uint32_t requested; /* bytes that the owner asked for */
    uint32_t line;      /* live: where a pointer to it was lost last; a ghost: where it was freed */
    uint32_t leaked;    /* nothing leads to it any more, and that has been said */
    uint32_t was_serial; /* the owner before; 0: nobody */
    uint16_t site, ordinal;
    uint16_t was_site, was_ordinal;
    uint32_t written;    /* a bit for each of the 16 bytes */
    uint32_t origins[2]; /* for each word: the serial of the chunk that this pointer was made for */
};
_Static_assert(sizeof(struct c_granule) == 48, "no padding");

/* Counted for statistics; none of it decides anything. */
struct c_counts {
    uint64_t mallocs, frees;     /* chunks handed out, taken back */
    uint64_t live, live_bytes;   /* now; bytes are sizes of chunks */
    uint64_t free_bytes;         /* now, the top included; likewise */
    uint64_t failed, fragmented; /* requests; those that would fit if the pieces lay together */
    uint64_t uses_after_free, overflows, unwritten_reads;
    uint64_t double_frees, invalid_frees;
    uint64_t leaks, leaked_bytes;
    uint64_t corruptions; /* of the allocator's words, noticed as they happen */
};

/* malloc_state: what glibc keeps in its own data, and the table's summary. */
struct c_arena {
    uint64_t top;   /* chunk */
    uint64_t cache; /* address of the thread's cache; 0: nothing was ever allocated */
    uint64_t last_remainder;
    uint64_t fast[C_FAST_BINS];
    uint64_t bins[C_BINS * 2]; /* first and last chunk of each; the head itself if it is empty */
    struct c_counts counts;
    uint32_t abort; /* enum c_abort: why the program was ended */
    uint32_t lost;  /* pointers lost since the last search for leaks */
    uint32_t due;   /* a search for leaks has to be made */
    uint32_t in_go; /* a pointer to a chunk was ever stored in an object of Go's heap */
};
_Static_assert(sizeof(struct c_arena) % 8 == 0, "no padding");

/* ---- what the program calls: c_malloc.c ---- */

/* Payload address of a chunk for `bytes`; 0 when memory is out, or the program was aborted. Its
 * bytes are whatever they were. */
uint64_t c_malloc(struct machine *m, uint64_t bytes);
/* A live chunk's payload, given at least `bytes`, perhaps elsewhere; 0 as above, then it stays. */
uint64_t c_realloc(struct machine *m, uint64_t payload, uint64_t bytes);
/* A live chunk's. */
void c_free(struct machine *m, uint64_t payload);

/* The checks that glibc makes when any address is given to free, in its order: why it would end the
 * program, or ABORT_NONE where it would go on. */
enum c_abort {
#define ABORT(name, fault, message) ABORT_##name,
#include "machine/manual/c_aborts.def"
#undef ABORT
    ABORT_COUNT
};

enum c_abort c_free_would_abort(const struct machine *m, uint64_t payload);
/* Ends the program with glibc's message, about the chunk at an address. Returns false. */
bool c_abort(struct machine *m, enum c_abort why, uint64_t address);
/* ... when it is known to be another fault than the one that glibc finds. */
void c_abort_as(struct machine *m, enum c_abort why, enum fault fault, uint64_t address);
const char *c_abort_message(enum c_abort why);

/* ---- chunks: c_heap.c ---- */

/* Whether the program calls malloc at all: only then there is a C heap. */
bool program_has_c_heap(const struct program *p);

static inline bool address_in_c_heap(const struct machine *m, uint64_t address) {
    return address - C_HEAP_BASE < m->s->c_brk;
}

static inline struct c_granule *c_granule(const struct machine *m, uint64_t address) {
    return &m->granules[(address - C_HEAP_BASE) / C_ALIGN];
}

static inline uint64_t c_payload(uint64_t chunk) {
    return chunk + 2 * C_HEADER;
}

static inline uint64_t c_chunk_of(uint64_t payload) {
    return payload - 2 * C_HEADER;
}

/* The chunk whose size word or payload an address lies in; 0 if there is none. */
uint64_t c_chunk_at(const struct machine *m, uint64_t address);
/* Whether it is the payload of a chunk that begins there. */
bool c_is_payload(const struct machine *m, uint64_t address);
/* The chunk behind, or 0 behind the last. */
uint64_t c_next(const struct machine *m, uint64_t chunk);
/* The first one, or 0 in an empty heap. */
uint64_t c_first(const struct machine *m);

static inline uint32_t c_size(const struct machine *m, uint64_t chunk) {
    return c_granule(m, chunk)->size;
}

static inline uint64_t c_usable(uint32_t size) {
    return size - C_HEADER;
}

/* The chunk size for a request: request2size. */
uint64_t c_chunk_size(uint64_t bytes);

static inline bool c_state_is_free(uint32_t state) {
    return state >= C_CACHED && state <= C_TOP;
}

/* Free memory: how much, the largest piece of it, in how many pieces; payload bytes. */
struct c_free_pieces {
    uint64_t bytes, largest, pieces;
};

struct c_free_pieces c_free_pieces(const struct machine *m);

/* ---- for the allocator's parts ---- */

uint64_t c_word(const struct machine *m, uint64_t address);
void c_set_word(struct machine *m, uint64_t address, uint64_t value);
/* Makes [chunk, chunk + size) a chunk, for the table and in its size word. */
void c_make_chunk(struct machine *m, uint64_t chunk, uint32_t size, enum c_state state,
                  bool before_in_use);
/* A chunk is no more: it has become a part of the one before. */
void c_forget_chunk(struct machine *m, uint64_t chunk);
void c_set_state(struct machine *m, uint64_t chunk, enum c_state state);
/* Whether the size word is as the table has it. */
bool c_size_is_intact(const struct machine *m, uint64_t chunk);
/* Tells the chunk behind whether this one is in use; a free one leaves its size there. */
void c_tell_next(struct machine *m, uint64_t chunk, bool in_use);
/* Moves brk so that the top has `size` bytes and a rest; false when the limit is reached. */
bool c_grow(struct machine *m, uint64_t size);

/* ---- the lists of free chunks: c_bins.c ---- */

void c_bins_init(struct machine *m);
uint32_t c_bin_of(uint64_t size);
static inline uint64_t c_bin_head(uint32_t bin) {
    return C_ARENA_BASE + bin * 16ull;
}

/* Takes a chunk of exactly this size out of the cache; 0 if there is none, or after an abort. */
uint64_t c_cache_take(struct machine *m, uint64_t size);
/* False if the bin of its size is full, or there is none for the size. */
bool c_cache_put(struct machine *m, uint64_t chunk);
/* Whether free would find it in the cache: by its key, unless that was overwritten. */
bool c_is_in_cache(const struct machine *m, uint64_t chunk);
bool c_cache_has(const struct machine *m, uint64_t size);
bool c_cache_has_room(const struct machine *m, uint64_t size);
uint64_t c_fast_take(struct machine *m, uint64_t size);
void c_fast_put(struct machine *m, uint64_t chunk);
bool c_has_fast(const struct machine *m);
uint64_t c_bin_first(const struct machine *m, uint32_t bin);
uint64_t c_bin_last(const struct machine *m, uint32_t bin);
/* The neighbour in its bin: towards the first; the head behind the last one. */
uint64_t c_bin_before(const struct machine *m, uint64_t chunk);
bool c_is_bin_head(uint64_t node);
/* Takes it out of whatever bin it is in; false after an abort. */
bool c_unlink(struct machine *m, uint64_t chunk);
void c_put_unsorted(struct machine *m, uint64_t chunk);
/* Puts it where it belongs by its size. */
bool c_put_sorted(struct machine *m, uint64_t chunk);

/* Calls `each` for the free chunks of every list that has some, in the order in which they would
 * be taken; `list` says which: "tcache", "fastbin", "unsorted", "small bin", "large bin". Stops
 * where a list was overwritten. */
void c_each_free(const struct machine *m,
                 void (*each)(void *user, const char *list, uint64_t chunk), void *user);

#endif

/* read.h -- what runtime/debug.WriteHeapDump writes, record by record.
 *
 * Source: runtime/heapdump.go of Go 1.19; the format is that of Go 1.7, and the same up to Go 1.24.
 * The file is read in a stream. Whatever bytes it has, reading takes time and memory in proportion
 * to their number: a length counts only as far as there are bytes. What a dump holds is kept as it
 * stands there; whether addresses make sense is for layout.h to find out. */
#ifndef TC_DUMP_READ_H
#define TC_DUMP_READ_H

#include <stdio.h>

#include "base/file.h"
#include "base/pool.h"
#include "base/text.h"

/* Memory that the dump has the bytes of: [at, at + size) of dump.bytes; `at` is a multiple of 8.
 * The word at byte n of these holds a pointer if bit n / 8 of dump.pointers is set. */
struct dump_piece {
    uint64_t address, at, size;
    uint64_t byte; /* of the file: where its record begins */
};

struct dump_type {
    uint64_t address, size;
    const char *name;
};

struct dump_itab {
    uint64_t address, type;
};

struct dump_frame {
    struct dump_piece piece; /* from its stack pointer up to the caller's */
    uint64_t depth;          /* 0: the innermost */
    uint64_t entry, pc;
    const char *function;
};

struct dump_goroutine {
    uint64_t byte, address, sp, id, created, status, system, since, context;
    uint64_t defers, panics; /* addresses of the newest records */
    const char *reason;      /* what it waits for; "" */
    uint32_t first_frame, frame_count;
};

/* A pointer that keeps an object alive and lies nowhere in the memory that the dump has. */
struct dump_root {
    const char *what; /* "finalizer", "deferred call", ... */
    uint64_t word;
};

enum dump_number { /* runtime.MemStats, in the order of the file */
                   DUMP_ALLOC,
                   DUMP_TOTAL_ALLOC,
                   DUMP_SYS,
                   DUMP_LOOKUPS,
                   DUMP_MALLOCS,
                   DUMP_FREES,
                   DUMP_HEAP_ALLOC,
                   DUMP_HEAP_SYS,
                   DUMP_HEAP_IDLE,
                   DUMP_HEAP_INUSE,
                   DUMP_HEAP_RELEASED,
                   DUMP_HEAP_OBJECTS,
                   DUMP_STACK_INUSE,
                   DUMP_NEXT_GC = 21,
                   DUMP_NUMBERS = 24
};

struct dump {
    bool big_endian;
    uint64_t heap_start, heap_end, processors;
    const char *architecture, *version;

    struct dump_piece *objects;
    struct dump_type *types;
    struct dump_itab *itabs;
    struct dump_frame *frames;
    struct dump_goroutine *goroutines;
    struct dump_root *roots;
    struct dump_piece data, bss;
    uint32_t object_count, type_count, itab_count, frame_count, goroutine_count, root_count;
    uint32_t finalizers, queued_finalizers, deferred, panics, threads, samples, profiled;

    uint8_t *bytes;
    uint64_t *pointers;
    uint64_t byte_count, byte_capacity;

    bool has_numbers;
    uint64_t numbers[DUMP_NUMBERS]; /* indexed by enum dump_number */
    uint64_t collections;           /* NumGC */
    struct pool pool;
};

/* Reads a dump from its first byte to its last. Unless FILE_OK comes back, `why` is one line: the
 * byte, what is wrong, and what was expected. The caller frees the dump either way. */
enum file_status dump_read(struct dump *d, FILE *file, char *why, size_t why_size);
/* Room for so many bytes more, and a word behind them that may be read. False: memory is out. */
bool dump_grow(struct dump *d, uint64_t more);
void dump_free(struct dump *d);

#endif

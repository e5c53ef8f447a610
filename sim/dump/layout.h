/* layout.h -- from the records of a dump to what a machine begins with.
 *
 * Objects go into spans of their size class, which are worked out from addresses and sizes alone:
 * in a span of a class no two slots lie alike to the boundaries of pages, so one object tells where
 * its span begins. Stack frames stay where they are; the dump does not say how large a stack is, so
 * the smallest size is taken that a stack of Go can have. Whatever does not fit together is told by
 * the byte of its record. */
#ifndef TC_DUMP_LAYOUT_H
#define TC_DUMP_LAYOUT_H

#include "dump/read.h"
#include "machine/image.h"
#include "program/program.h"

/* 8 GiB: what the machine can lay out. */
enum { DUMP_PAGES_MAX = 1 << 20, DUMP_GOROUTINES_MAX = 65534 };

/* Being made: everything lives in the program's pool. */
struct dump_layout {
    struct dump *dump;
    struct program *program;
    struct image *image;
    char *why;
    size_t why_size;
    enum file_status status;
    struct dump_piece *guesses; /* words of stacks that may be pointers: `at` is where they are */
    uint32_t guess_count;
    uint64_t moved_from; /* where the heap began in Go; 0: where it does now */
    uint32_t dropped;    /* what a newer Go writes that is no object: heap.c */
    uint32_t rewritten;  /* return addresses and frame pointers that are not the dump's own */
    uint32_t moved;      /* pointers of stacks that became roots of their own */
};

/* Each returns false with `why` and `status` set. In this order. */
bool layout_move(struct dump_layout *l);
bool layout_heap(struct dump_layout *l);
bool layout_stacks(struct dump_layout *l);
bool layout_globals(struct dump_layout *l);
/* ... and the last once more, when the guesses are known. */

bool layout_complain(struct dump_layout *l, uint64_t byte, const char *format, ...) TC_PRINTF(3, 4);
bool layout_lacks_memory(struct dump_layout *l);
/* A pointer that has no place in memory. */
bool layout_add_root(struct dump_layout *l, const char *what, uint64_t word);

#endif

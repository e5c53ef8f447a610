/* image.h -- what a machine begins with that somebody else's program has left: heap, stacks.
 *
 * A program with an image (program.image) has its first function run on a machine whose memory is
 * already full. The image never changes and outlives its machines. It has been checked by whoever
 * made it (dump/layout.h): spans do not overlap, stacks lie in stack spans, frames lie one above
 * the other. Addresses are page numbers, or bytes from the arena's base on. */
#ifndef TC_IMAGE_H
#define TC_IMAGE_H

#include <stdbool.h>
#include <stdint.h>

struct config;
struct machine;

/* Objects [first, first + count) of the image are in its slots; the other slots are free. */
struct image_span {
    uint32_t page, pages;
    uint32_t first, count;
    uint8_t class_index, noscan;
};

struct image_object {
    uint64_t at; /* of its bytes in the image; a multiple of 8 */
    uint32_t slot;
    uint16_t site, ordinal;
};

/* Bytes of stacks. */
struct image_piece {
    uint64_t address, at, size;
};

/* Memory for stacks of one size; a bit of `taken` for each that is used. */
struct image_stack_span {
    uint32_t page, pages, size, taken;
};

/* A goroutine that waits for ever. */
struct image_goroutine {
    uint64_t stack_low, stack_high, sp, frame;
    uint32_t pc; /* index of an op */
    uint32_t function, ordinal, line;
    const char *reason; /* what it waits for */
};

struct image {
    struct image_span *spans; /* by address */
    struct image_object *objects;
    struct image_stack_span *stack_spans;
    struct image_piece *pieces;
    struct image_goroutine *goroutines;
    uint32_t span_count, stack_span_count, piece_count, goroutine_count;
    uint32_t pages;           /* up to the last one that is used */
    const uint8_t *bytes;     /* of objects and stacks */
    const uint64_t *pointers; /* a bit a word of these: it is a pointer; a word more may be read */
    uint32_t object_count;    /* in the spans; `objects` may have others between them */
    uint64_t total_bytes;     /* of their slots */
    uint64_t mallocs, total_alloc;
    uint64_t goal;           /* of the heap, when the image was taken; 0: not known */
    uint64_t guesses_offset; /* in the globals: words of stacks that may be pointers, ... */
    uint64_t guesses_bytes;  /* ... which are nil unless config.guess_roots */
};

/* Makes a configuration one that the image fits into: memory enough, stacks as they are. */
void image_fit(struct config *c, const struct image *image);
/* Puts heap and stacks into a machine that is being opened, before its first goroutine, ... */
void image_load(struct machine *m, const struct image *image);
/* ... and the image's goroutines, which come behind that one. */
void image_load_goroutines(struct machine *m, const struct image *image);

#endif

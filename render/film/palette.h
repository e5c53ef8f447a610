/* palette.h -- few colours that stand for many.
 *
 * The colours of a picture are counted in a tally. If there are few enough, the palette has them
 * all; else the nearest are merged, two at a time, until they are few enough (pairwise nearest
 * neighbours: W. Equitz, "A new vector quantization clustering algorithm", IEEE Trans. ASSP 37,
 * 1989), each weighing the square root of how often it occurs: the rare edges of letters are not
 * given up for large areas. Colours that are pinned come out exactly, and so do those of large flat
 * areas. Nothing is dithered. The same colours give the same palette, on every compiler. */
#ifndef TC_PALETTE_H
#define TC_PALETTE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { PALETTE_MAX = 256 };

/* Colours are 0x00RRGGBB. */
struct palette {
    uint32_t colours[PALETTE_MAX];
    unsigned count;
};

/* Colours to be kept exactly if they occur; at most half a palette of them. Owned by the caller. */
struct pins {
    const uint32_t *colours;
    size_t count;
};

struct tally_row {
    uint32_t colour; /* TALLY_NONE: a row that is free */
    uint32_t pixels;
    uint8_t index; /* of the palette, once palette_fit has given it */
};

/* How often each colour occurs: a hash table. Zeroed is empty; owns its rows. */
struct tally {
    struct tally_row *rows;
    size_t capacity; /* 0, or a power of two */
    size_t count;
    bool failed; /* no memory: colours are missing */
};

#define TALLY_NONE UINT32_MAX

void tally_clear(struct tally *t);
void tally_free(struct tally *t);
void tally_add(struct tally *t, uint32_t colour, uint32_t pixels);
/* The colour's row; it must have been added. */
const struct tally_row *tally_find(const struct tally *t, uint32_t colour);

/* Fills the palette with at most `most` (1 to PALETTE_MAX) colours for those of the tally, which
 * get their indices. False: no memory. */
bool palette_fit(struct palette *p, struct tally *t, unsigned most, struct pins pins);
/* Gives the tally's colours their indices in a palette there is already, if it has all of them. */
bool palette_has(const struct palette *p, struct tally *t);

/* How different two colours look: squares of the channels' differences, weighted 2, 4 and 3. */
uint32_t colour_distance(uint32_t a, uint32_t b);

#endif

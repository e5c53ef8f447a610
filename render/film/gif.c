#include "film/gif.h"

#include <cgif.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/check.h"

/* A frame that waits to be written: how long it is shown depends on whether another one follows. */
struct waiting {
    uint8_t *indices;
    struct palette palette;
    bool is_shared; /* drawn in the first frame's palette */
    bool is_there;
};

struct gif {
    struct gif_settings settings;
    FILE *to;
    CGIF *writer;    /* from the first frame on */
    uint32_t *shown; /* the pixels of the frame before */
    struct tally changed;
    struct palette first;
    struct waiting waiting;
    uint64_t frames; /* that have been given */
    int error;       /* an errno; 0: none yet */
};

static size_t pixels_of(const struct gif *g) {
    return (size_t)g->settings.width * (size_t)g->settings.height;
}

static bool fails(struct gif *g, int error) {
    if (!g->error) g->error = error ? error : EIO;
    errno = g->error;
    return false;
}

/* ---- the frame as indices ---- */

/* The last index is for what has not changed. */
static unsigned clear_index(const struct palette *p) {
    return p->count;
}

static uint32_t colour_at(const struct frame *f, int x, int y) {
    return f->pixels[(size_t)y * (size_t)f->stride + (size_t)x] & 0xffffff;
}

/* A run of one colour is looked up once. */
static void count_row(struct gif *g, const struct frame *f, int y) {
    const uint32_t *shown = g->shown + (size_t)y * (size_t)f->width;
    uint32_t run = 0, colour = 0;
    for (int x = 0; x < f->width; x++) {
        uint32_t here = colour_at(f, x, y);
        if (g->frames && here == shown[x]) continue;
        if (run && here != colour) {
            tally_add(&g->changed, colour, run);
            run = 0;
        }
        colour = here;
        run++;
    }
    if (run) tally_add(&g->changed, colour, run);
}

static void index_row(struct gif *g, const struct frame *f, int y) {
    size_t start = (size_t)y * (size_t)f->width;
    uint32_t *shown = g->shown + start, colour = TALLY_NONE;
    uint8_t *indices = g->waiting.indices + start;
    uint8_t unchanged = (uint8_t)clear_index(&g->waiting.palette), index = unchanged;
    for (int x = 0; x < f->width; x++) {
        uint32_t here = colour_at(f, x, y);
        if (g->frames && here == shown[x]) {
            indices[x] = unchanged;
            continue;
        }
        if (here != colour) index = tally_find(&g->changed, here)->index;
        indices[x] = index;
        shown[x] = colour = here;
    }
}

static bool choose_palette(struct gif *g) {
    struct waiting *w = &g->waiting;
    w->is_shared = g->frames && palette_has(&g->first, &g->changed);
    if (w->is_shared) w->palette = g->first;
    else if (!palette_fit(&w->palette, &g->changed, PALETTE_MAX - 1, g->settings.pins))
        return fails(g, ENOMEM);
    if (!g->frames) g->first = w->palette;
    return true;
}

/* ---- what the library is told ---- */

/* Red, green and blue of each colour, and black for the index of what has not changed. */
static void table_of(const struct palette *p, uint8_t table[3 * PALETTE_MAX]) {
    memset(table, 0, 3 * PALETTE_MAX);
    for (unsigned i = 0; i < p->count; i++) {
        table[3 * i] = (uint8_t)(p->colours[i] >> 16);
        table[3 * i + 1] = (uint8_t)(p->colours[i] >> 8);
        table[3 * i + 2] = (uint8_t)p->colours[i];
    }
}

static int write_bytes(void *context, const uint8_t *bytes, const size_t count) {
    struct gif *g = context;
    if (!g->to) return -1;
    errno = 0;
    if (fwrite(bytes, 1, count, g->to) == count) return 0;
    fails(g, errno);
    return -1;
}

static bool writer_open(struct gif *g) {
    uint8_t table[3 * PALETTE_MAX];
    table_of(&g->first, table);
    CGIF_Config config = {.pGlobalPalette = table,
                          .numGlobalPaletteEntries = (uint16_t)(g->first.count + 1),
                          .attrFlags = CGIF_ATTR_IS_ANIMATED,
                          .width = (uint16_t)g->settings.width,
                          .height = (uint16_t)g->settings.height,
                          .numLoops = CGIF_INFINITE_LOOP,
                          .pWriteFn = write_bytes,
                          .pContext = g};
    g->writer = cgif_newgif(&config);
    return g->writer || fails(g, ENOMEM);
}

/* Hundredths of a second from the beginning of the film to a frame. */
static uint64_t time_of(const struct gif *g, uint64_t frame) {
    return (frame * 100 + g->settings.rate / 2) / g->settings.rate;
}

/* `rest` is how much longer it is shown than others. */
static bool write_waiting(struct gif *g, unsigned rest) {
    struct waiting *w = &g->waiting;
    uint8_t table[3 * PALETTE_MAX];
    if (!g->writer && !writer_open(g)) return false;
    table_of(&w->palette, table);
    bool is_first = g->frames == 1;
    uint64_t shown = time_of(g, g->frames) - time_of(g, g->frames - 1);
    CGIF_FrameConfig config = {.pImageData = w->indices,
                               .delay = (uint16_t)(shown + rest),
                               .genFlags = CGIF_FRAME_GEN_USE_DIFF_WINDOW};
    if (!is_first) {
        config.attrFlags |= CGIF_FRAME_ATTR_HAS_SET_TRANS;
        config.transIndex = (uint8_t)clear_index(&w->palette);
    }
    if (!is_first && !w->is_shared) {
        config.attrFlags |= CGIF_FRAME_ATTR_USE_LOCAL_TABLE;
        config.pLocalPalette = table;
        config.numLocalPaletteEntries = (uint16_t)(w->palette.count + 1);
    }
    w->is_there = false;
    return cgif_addframe(g->writer, &config) == CGIF_OK || fails(g, g->error);
}

/* ---- the film ---- */

struct gif *gif_begin(FILE *to, const struct gif_settings *settings) {
    CHECK(settings->rate >= 1 && settings->rate <= GIF_RATE_MAX);
    CHECK(settings->width >= 1 && settings->width <= GIF_SIDE_MAX);
    CHECK(settings->height >= 1 && settings->height <= GIF_SIDE_MAX);
    struct gif *g = calloc(1, sizeof *g);
    if (!g) return NULL;
    *g = (struct gif){.settings = *settings, .to = to};
    g->shown = calloc(pixels_of(g), sizeof *g->shown);
    g->waiting.indices = malloc(pixels_of(g));
    if (g->shown && g->waiting.indices) return g;
    gif_close(g);
    return NULL;
}

bool gif_add(struct gif *g, const struct frame *f) {
    CHECK(f->width == g->settings.width && f->height == g->settings.height);
    if (g->error) return fails(g, g->error);
    if (g->waiting.is_there && !write_waiting(g, 0)) return false;
    tally_clear(&g->changed);
    for (int y = 0; y < f->height; y++) count_row(g, f, y);
    if (!choose_palette(g)) return false;
    for (int y = 0; y < f->height; y++) index_row(g, f, y);
    g->waiting.is_there = true;
    g->frames++;
    return true;
}

bool gif_end(struct gif *g) {
    CHECK(g->frames > 0);
    if (g->error) return fails(g, g->error);
    if (!write_waiting(g, GIF_REST)) return false;
    CGIF *writer = g->writer;
    g->writer = NULL; /* freed, even if closing fails */
    return cgif_close(writer) == CGIF_OK || fails(g, g->error);
}

/* The library would write its last frames while it is freed: nobody wants them any more. */
void gif_close(struct gif *g) {
    if (!g) return;
    g->to = NULL;
    if (g->writer) cgif_close(g->writer);
    tally_free(&g->changed);
    free(g->waiting.indices);
    free(g->shown);
    free(g);
}

/* The C heap: its chunks by address, and the lists of the free ones. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "machine/manual/c_heap.h"
#include "machine/memory.h"
#include "view/panels.h"
#include "view/widget.h"

enum { ROW_HEIGHT = 34, NAME_WIDTH = 66, ROW_BYTES_MIN = 256 };

struct map {
    struct draw *d;
    const struct view *v;
    struct box room; /* of the strips, behind their addresses */
    uint64_t first;  /* address of the first byte shown: a size word */
    uint64_t row_bytes;
    uint32_t rows;
};

/* ---- the scale: the same at every step of the run ---- */

/* Behind the last byte that anybody ever owned, in the whole run. */
static uint64_t end_of_owned(const struct machine *m) {
    uint64_t end = 0;
    for (uint64_t at = C_HEAP_BASE; at < C_HEAP_BASE + m->s->c_brk; at += C_ALIGN) {
        const struct c_granule *g = c_granule(m, at);
        uint64_t bytes = g->requested + 2ull * C_HEADER;
        if (bytes < g->size && g->state == C_LIVE) bytes = g->size;
        if ((g->serial || g->was_serial) && at + bytes > end) end = at + bytes;
    }
    return end;
}

static void find_scale(struct map *map, const struct machine *front) {
    map->first = C_HEAP_BASE + C_TCACHE_SIZE + C_HEADER;
    uint64_t end = end_of_owned(front), bytes = end > map->first ? end - map->first : 0;
    uint64_t row = bytes / map->rows / 64 * 64 + 64; /* with some of the top behind it */
    map->row_bytes = row < ROW_BYTES_MIN ? ROW_BYTES_MIN : row;
}

/* ---- chunks ---- */

/* A stretch of memory in a row: clipped to it; false if nothing is left. */
static bool stretch_in_row(const struct map *map, uint32_t row, uint64_t from, uint64_t to,
                           struct box *out) {
    uint64_t start = map->first + row * map->row_bytes, end = start + map->row_bytes;
    if (from < start) from = start;
    if (to > end) to = end;
    if (from >= to) return false;
    float unit = map->room.w / (float)map->row_bytes, height = px(map->v, ROW_HEIGHT);
    *out =
        (struct box){map->room.x + (float)(from - start) * unit, map->room.y + (float)row * height,
                     (float)(to - from) * unit, height - px(map->v, 8)};
    return true;
}

static const char *state_words(const struct view *v, uint32_t state) {
    switch (state) {
    case C_TOP: return say(v, WORD_CHUNK_TOP);
    case C_CACHED: return say(v, WORD_CHUNK_CACHED);
    case C_FAST: return say(v, WORD_CHUNK_FAST);
    case C_BINNED: return say(v, WORD_CHUNK_FREE);
    default: return "";
    }
}

static struct object_look look_of(const struct view *v, uint32_t state) {
    struct object_look look = object_look(v, state == C_LIVE ? COLOUR_MANUAL : COLOUR_FREE);
    if (state != C_LIVE) look.fill = state == C_TOP ? 0 : v->theme->faint;
    if (state != C_LIVE) look.text = v->theme->muted;
    look.outline.width = px(v, 1.5f);
    return look;
}

/* Of the bar in front of a chunk. */
static float bar_width(const struct map *map) {
    return fmaxf(map->room.w / (float)map->row_bytes * (C_HEADER / 2), px(map->v, 2));
}

/* Behind the bar. */
static void draw_words(const struct map *map, struct box b, uint64_t chunk,
                       struct object_look look) {
    const struct c_granule *g = c_granule(map->v->m, chunk);
    struct text words = {0};
    struct point middle = {b.x + (b.w + bar_width(map)) / 2, b.y + b.h * 0.68f};
    struct lettering l = {g->state == C_LIVE ? FONT_SANS_BOLD : FONT_SANS, TEXT_SMALL, look.text};
    if (g->state == C_LIVE) inspect_object_name(map->v->m, c_payload(chunk), &words);
    else text_addf(&words, "%s %u", state_words(map->v, g->state), g->size);
    float room = b.w - bar_width(map) - px(map->v, 2);
    if (label_width(map->d, map->v, l, text_string(&words)) > room && g->state != C_LIVE) {
        text_clear(&words);
        text_addf(&words, "%u", g->size);
    }
    if (label_width(map->d, map->v, l, text_string(&words)) <= room)
        label_centre(map->d, map->v, middle, room, l, text_string(&words));
    text_free(&words);
}

/* The size word stands in front, as a bar. */
static void draw_size_word(const struct map *map, uint32_t row, uint64_t chunk,
                           struct object_look look) {
    struct box b;
    uint64_t at = chunk + C_HEADER;
    if (!stretch_in_row(map, row, at, at + C_HEADER, &b)) return;
    b = (struct box){b.x, b.y + px(map->v, 2), bar_width(map), b.h - px(map->v, 4)};
    draw_box(map->d, b, 0, look.outline.colour, (struct stroke){0});
}

/* Whether there is room for its name or not, it can be asked, and if it lives, selected. */
static void add_chunk_hit(const struct map *map, struct box b, uint64_t chunk) {
    const struct view *v = map->v;
    const struct c_granule *g = c_granule(v->m, chunk);
    bool live = g->state == C_LIVE;
    struct text words = {0};
    if (live) inspect_object_name(v->m, c_payload(chunk), &words);
    else text_add(&words, state_words(v, g->state));
    text_addf(&words, " · %u B · 0x%" PRIx64, g->size, c_payload(chunk));
    draw_hit(map->d, b, live ? COMMAND_SELECT : COMMAND_NONE, c_payload(chunk),
             text_string(&words));
    text_free(&words);
}

static void draw_chunk(const struct map *map, uint64_t chunk) {
    const struct view *v = map->v;
    const struct c_granule *g = c_granule(v->m, chunk);
    struct object_look look = look_of(v, g->state);
    uint64_t from = chunk + C_HEADER, to = from + g->size;
    struct box widest = {0}, b;
    for (uint32_t row = 0; row < map->rows; row++) {
        if (!stretch_in_row(map, row, from, to, &b)) continue;
        float gap = b.w > px(v, 6) ? px(v, 1.5f) : 0;
        b.w -= gap;
        if (changed_object(&v->changes, c_payload(chunk), g->size - C_HEADER))
            cell_glow(map->d, v, b);
        draw_box(map->d, b, px(v, 2.5f), look.fill, look.outline);
        if (v->look->letters && g->state == C_LIVE)
            draw_hatch(map->d, v, box_inset(b, px(v, 2)), HATCH_LEVEL, v->theme->purple);
        add_chunk_hit(map, b, chunk);
        if (g->state == C_LIVE && g->leaked)
            draw_box(map->d, box_inset(b, px(v, 3)), px(v, 2), 0,
                     (struct stroke){v->theme->vermillion, px(v, 1.5f), px(v, 4)});
        draw_size_word(map, row, chunk, look);
        if (b.w > widest.w) widest = b;
    }
    if (widest.w > px(v, 14)) draw_words(map, widest, chunk, look);
}

static void draw_row_name(const struct map *map, uint32_t row, float left) {
    char name[24];
    uint64_t address = map->first + row * map->row_bytes + C_HEADER;
    snprintf(name, sizeof name, "…%04" PRIx64, address & 0xffff);
    float y = map->room.y + ((float)row + 0.5f) * px(map->v, ROW_HEIGHT);
    label_left(map->d, map->v, (struct point){left, y}, px(map->v, NAME_WIDTH),
               (struct lettering){FONT_MONO, TEXT_SMALL, map->v->theme->muted}, name);
}

static void heap_remark(const struct view *v, bool wide, char *out, size_t size) {
    unsigned long long brk = v->m->s->c_brk >> 10, limit = v->m->config.c_limit >> 10;
    int length = 0;
    if (wide && brk) length = snprintf(out, size, "0x%llx · ", C_HEAP_BASE);
    if (brk) snprintf(out + length, size - (size_t)length, say(v, WORD_C_HEAP_OF), brk, limit);
    else snprintf(out, size, say(v, WORD_C_HEAP_EMPTY), limit);
}

void panel_c_heap(struct draw *d, const struct view *v, struct box b) {
    char remark[96];
    heap_remark(v, b.w > px(v, 420), remark, sizeof remark);
    struct box inside = panel_frame(d, v, b, say(v, WORD_PANEL_C_HEAP), remark);
    struct map map = {.d = d, .v = v, .room = inside};
    map.room.x += px(v, NAME_WIDTH);
    map.room.w -= px(v, NAME_WIDTH);
    map.rows = whole(inside.h / px(v, ROW_HEIGHT));
    if (map.rows == 0) return;
    find_scale(&map, &v->session->front);
    for (uint32_t row = 0; row < map.rows; row++) draw_row_name(&map, row, inside.x);
    for (uint64_t chunk = c_first(v->m); chunk; chunk = c_next(v->m, chunk))
        if (c_granule(v->m, chunk)->state != C_OWN) draw_chunk(&map, chunk);
}

/* ---- the lists of free chunks ---- */

struct lists {
    struct draw *d;
    const struct view *v;
    struct box inside;
    struct text line; /* of the list being drawn */
    char list[32];
    float y;
    uint32_t count, fit, shown, left_out; /* chunks of the line; lists */
};

enum { LIST_HEIGHT = 46, MORE_HEIGHT = 22, CHUNKS_IN_A_LINE = 8 };

static void flush_line(struct lists *l) {
    const struct view *v = l->v;
    if (l->count == 0) return;
    if (l->shown == l->fit) {
        l->left_out++;
    } else {
        label_left(l->d, v, (struct point){l->inside.x, l->y + px(v, 16)}, l->inside.w,
                   (struct lettering){FONT_SANS, TEXT_SMALL, v->theme->muted}, l->list);
        label_left(l->d, v, (struct point){l->inside.x, l->y + px(v, 16 + 21)}, l->inside.w,
                   (struct lettering){FONT_SANS_BOLD, TEXT_SMALL, v->theme->text},
                   text_string(&l->line));
        l->y += px(v, LIST_HEIGHT);
        l->shown++;
    }
    l->count = 0;
    text_clear(&l->line);
}

/* A free chunk is called by its ghost. */
static void add_free(void *user, const char *list, uint64_t chunk) {
    struct lists *l = user;
    char name[32];
    snprintf(name, sizeof name, say(l->v, WORD_LIST_OF_SIZE), list, c_size(l->v->m, chunk));
    if (strcmp(name, l->list) != 0) flush_line(l);
    memcpy(l->list, name, sizeof name);
    if (l->count++ >= CHUNKS_IN_A_LINE) return;
    if (l->count > 1) text_add(&l->line, " → ");
    inspect_c_chunk(l->v->m, chunk, &l->line);
}

/* If some have no room, a line says how many. */
static uint32_t lists_that_fit(const struct lists *l, uint32_t all) {
    float height = l->inside.h, list = px(l->v, LIST_HEIGHT);
    if (whole(height / list) < all) height -= px(l->v, MORE_HEIGHT);
    return whole(height / list);
}

static void draw_lists(struct lists *l) {
    l->list[0] = '\0';
    c_each_free(l->v->m, add_free, l);
    flush_line(l);
}

void panel_free_lists(struct draw *d, const struct view *v, struct box b) {
    struct box inside =
        panel_frame(d, v, b, say(v, WORD_PANEL_FREE_LISTS), say(v, WORD_NEXT_FIRST));
    struct lists l = {.d = d, .v = v, .inside = inside, .y = inside.y};
    draw_lists(&l); /* to count them: none fits yet */
    l.fit = lists_that_fit(&l, l.left_out);
    l.left_out = 0;
    draw_lists(&l);
    struct lettering small = {FONT_SANS, TEXT_SMALL, v->theme->muted};
    char more[48];
    snprintf(more, sizeof more, say(v, WORD_MORE_LISTS), l.left_out);
    float bottom = inside.y + inside.h - px(v, 2);
    if (l.left_out) label_left(d, v, (struct point){inside.x, bottom}, inside.w, small, more);
    if (!l.shown && !l.left_out)
        label_left(d, v, (struct point){inside.x, inside.y + px(v, 16)}, inside.w, small,
                   say(v, WORD_NO_FREE_CHUNK));
    text_free(&l.line);
}

/* The heap map: spans by address, a cell a slot. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>

#include "machine/heap/central.h"
#include "machine/memory.h"
#include "view/panels.h"
#include "view/widget.h"

enum { ROW_HEIGHT = 30, NAME_WIDTH = 128, CELL_MIN = 11, CELL_MAX = 48 };
/* At the right: with the number of slots that are not shown, or without. */
enum { REST_WIDTH = 164, PLACE_WIDTH = 96, FEW_SLOTS = 4 };

struct map {
    struct draw *d;
    const struct view *v;
    struct box row; /* of the span being drawn */
    uint32_t span;  /* its first page */
    uint32_t cells; /* shown of it */
    float cell_w;
};

/* `from` and `size`: the part of the slot that is drawn. */
static void draw_slot(struct map *map, uint32_t slot, float from, float size, enum colour colour,
                      bool changed) {
    const struct view *v = map->v;
    struct object_look look = object_look(v, colour);
    float gap = map->cell_w * size > px(v, 6) ? px(v, 1.5f) : 0;
    struct box b = {map->row.x + ((float)slot + from) * map->cell_w, map->row.y,
                    map->cell_w * size - gap, map->row.h};
    if (changed) cell_glow(map->d, v, b);
    if (colour == COLOUR_FREE) {
        look.fill = v->theme->faint;
        look.outline = (struct stroke){0};
    }
    look.outline.width = fminf(look.outline.width, map->cell_w / 8);
    draw_box(map->d, b, px(v, 2.5f), look.fill, look.outline);
    object_mark(map->d, v, b, colour, false);
}

/* Free slots first; then whoever lives there is drawn over them. */
static void draw_free_slots(struct map *map) {
    for (uint32_t slot = 0; slot < map->cells; slot++)
        draw_slot(map, slot, 0, 1, COLOUR_FREE, false);
}

static void draw_object(void *user, const struct object_view *o) {
    struct map *map = user;
    const struct span *span = &map->v->m->spans[map->span];
    uint64_t offset = o->address - page_address(map->span);
    if (offset >= (uint64_t)span->pages * PAGE_SIZE || o->colour == COLOUR_FREE) return;
    uint32_t slot = (uint32_t)(offset / span->element_size);
    if (slot >= map->cells) return;
    float from = (float)(offset % span->element_size) / (float)span->element_size;
    float size = (float)o->size / (float)span->element_size;
    draw_slot(map, slot, from, size, o->colour,
              changed_object(&map->v->changes, o->address, o->size));
}

/* Where a span is: in a processor's cache, or in one of its class's sets. */
static void tell_place(const struct machine *m, uint32_t page, char *out, size_t size) {
    const struct span *s = &m->spans[page];
    uint32_t p = 0;
    while (p < m->config.procs && m->processors[p].current[span_class_of(s)] != page + 1) p++;
    bool unswept = s->set < SETS
                       ? s->set % 2 != set_swept(m)
                       : p < m->config.procs && m->processors[p].flushed != m->s->heap.sweepgen;
    if (p < m->config.procs) snprintf(out, size, unswept ? "P%u, unswept" : "P%u", p);
    else snprintf(out, size, "%s", unswept ? "unswept" : s->set >= SET_FULL ? "full" : "partial");
}

/* At the right: where the span is, and how many slots are not shown. */
static void draw_rest(struct map *map, struct box line) {
    const struct view *v = map->v;
    char place[24], words[48];
    uint32_t more = v->m->spans[map->span].element_count - map->cells;
    tell_place(v->m, map->span, place, sizeof place);
    if (more) snprintf(words, sizeof words, "+%u  %s", more, place);
    else snprintf(words, sizeof words, "%s", place);
    label_right(map->d, v, (struct point){line.x + line.w, line.y + line.h * 0.68f}, 0,
                (struct lettering){FONT_MONO, TEXT_SMALL - 1, v->theme->muted}, words);
}

/* Where a processor goes on looking for a slot. */
static void draw_next(struct map *map) {
    const struct view *v = map->v;
    const struct span *span = &v->m->spans[map->span];
    uint32_t next = span->free_index;
    if (next >= map->cells || span->set != SET_CACHED) return;
    struct box mark = {map->row.x + (float)next * map->cell_w, map->row.y + map->row.h + px(v, 2),
                       map->cell_w - px(v, 1.5f), px(v, 2.5f)};
    draw_box(map->d, mark, 0, v->theme->blue, (struct stroke){0});
}

/* Slots behind the last one anybody has lived in are all alike. */
static uint32_t cells_worth_showing(const struct machine *m, uint32_t page) {
    enum { AT_LEAST = 16, BEHIND = 4 };
    const struct span *s = &m->spans[page];
    uint32_t last = s->free_index;
    for (uint32_t slot = last; slot < s->element_count; slot++)
        if (slot_allocated(m, page, slot)) last = slot;
    uint32_t cells = last + BEHIND > AT_LEAST ? last + BEHIND : AT_LEAST;
    return cells < s->element_count ? cells : s->element_count;
}

static void draw_span(struct map *map, struct box line) {
    const struct view *v = map->v;
    const struct span *span = &v->m->spans[map->span];
    char name[48];
    uint32_t size = span->element_size;
    bool large = size >= 10240 && size % 1024 == 0;
    snprintf(name, sizeof name, "%u %s %s", large ? size / 1024 : size, large ? "KiB" : "B",
             span->noscan ? "noscan" : "scan");
    struct lettering mono = {FONT_MONO, TEXT_SMALL - 1, v->theme->muted};
    label_left(map->d, v, (struct point){line.x, line.y + line.h * 0.68f}, px(v, NAME_WIDTH - 8),
               mono, name);
    float rest = span->element_count > FEW_SLOTS ? REST_WIDTH : PLACE_WIDTH;
    float room = line.w - px(v, NAME_WIDTH + rest);
    map->cells = cells_worth_showing(v->m, map->span);
    map->cell_w = fmaxf(fminf(room / (float)map->cells, px(v, CELL_MAX)), px(v, CELL_MIN));
    uint32_t fit = whole(room / map->cell_w);
    if (map->cells > fit) map->cells = fit;
    map->row =
        (struct box){line.x + px(v, NAME_WIDTH), line.y + px(v, 4), room, line.h - px(v, 10)};
    draw_free_slots(map);
    inspect_slots(v->m, map->span, draw_object, map);
    draw_next(map);
    draw_rest(map, line);
}

struct spans {
    uint32_t count;
    bool all_small; /* with few slots each: two of them fit into a row */
};

static bool is_heap_span(const struct machine *m, uint32_t page) {
    return m->span_of[page] == page + 1 && m->spans[page].state == SPAN_HEAP;
}

static struct spans count_spans(const struct machine *m) {
    struct spans is = {0, true};
    for (uint32_t page = 0; page < m->s->heap.pages_used; page++) {
        if (!is_heap_span(m, page)) continue;
        is.count++;
        if (m->spans[page].element_count > FEW_SLOTS) is.all_small = false;
    }
    return is;
}

void panel_map(struct draw *d, const struct view *v, struct box b) {
    const struct machine *m = v->m;
    struct spans spans = count_spans(m);
    float height = px(v, ROW_HEIGHT), inside_h = b.h - px(v, PANEL_HEAD + PANEL_PADDING / 2);
    uint32_t rows = whole(inside_h / height), shown = 0;
    uint32_t columns = spans.count > rows && spans.all_small ? 2 : 1;
    char remark[64];
    if (spans.count > rows * columns)
        snprintf(remark, sizeof remark, "%u of %u spans", rows * columns, spans.count);
    else snprintf(remark, sizeof remark, "arena 0xc000000000 · 8 KiB pages");
    struct box inside = panel_frame(d, v, b, say(v, WORD_PANEL_MAP), remark);
    struct map map = {.d = d, .v = v};
    float gap = px(v, 24), width = (inside.w - gap * (float)(columns - 1)) / (float)columns;
    for (uint32_t page = 0; page < m->s->heap.pages_used && shown < rows * columns; page++) {
        if (!is_heap_span(m, page)) continue;
        map.span = page;
        draw_span(&map, (struct box){inside.x + (float)(shown / rows) * (width + gap),
                                     inside.y + (float)(shown % rows) * height, width, height});
        shown++;
    }
    if (spans.count == 0)
        label_left(d, v, (struct point){inside.x, inside.y + px(v, 18)}, inside.w,
                   (struct lettering){FONT_SANS, TEXT_SMALL, v->theme->muted}, "no heap spans yet");
}

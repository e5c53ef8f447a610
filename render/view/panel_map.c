/* The heap map: spans by address, a cell a slot. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>

#include "machine/memory.h"
#include "view/panels.h"
#include "view/widget.h"

enum { ROW_HEIGHT = 30, NAME_WIDTH = 128 };

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
    if (changed)
        draw_box(map->d, box_inset(b, -px(v, 3)), px(v, 4), with_alpha(v->theme->blue, 0x50),
                 (struct stroke){v->theme->blue, px(v, 1.5f), 0});
    if (colour == COLOUR_FREE) {
        look.fill = v->theme->faint;
        look.outline = (struct stroke){0};
    }
    look.outline.width = fminf(look.outline.width, map->cell_w / 8);
    draw_box(map->d, b, px(v, 2.5f), look.fill, look.outline);
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

/* The slots for which there is no room, as a number. */
static void tell_rest(struct map *map, struct box line) {
    const struct view *v = map->v;
    char words[24];
    float width = px(v, 58);
    map->cells -= (uint32_t)(width / map->cell_w) + 1;
    snprintf(words, sizeof words, "+ %u", v->m->spans[map->span].element_count - map->cells);
    label_right(map->d, v, (struct point){line.x + line.w, line.y + line.h * 0.68f}, 0,
                (struct lettering){FONT_MONO, TEXT_SMALL - 1, v->theme->muted}, words);
}

static void draw_span(struct map *map, struct box line) {
    const struct view *v = map->v;
    const struct span *span = &v->m->spans[map->span];
    char name[48];
    snprintf(name, sizeof name, "%u B %s", span->element_size, span->noscan ? "noscan" : "scan");
    struct lettering mono = {FONT_MONO, TEXT_SMALL - 1, v->theme->muted};
    label_left(map->d, v, (struct point){line.x, line.y + line.h * 0.68f}, px(v, NAME_WIDTH - 8),
               mono, name);
    float room = line.w - px(v, NAME_WIDTH);
    map->cell_w = fmaxf(fminf(room / (float)span->element_count, px(v, 48)), px(v, 11));
    map->cells = (uint32_t)(room / map->cell_w);
    if (map->cells >= span->element_count) map->cells = span->element_count;
    else tell_rest(map, line);
    map->row =
        (struct box){line.x + px(v, NAME_WIDTH), line.y + px(v, 4), room, line.h - px(v, 10)};
    draw_free_slots(map);
    inspect_objects(v->m, draw_object, map);
}

void panel_map(struct draw *d, const struct view *v, struct box b) {
    const struct machine *m = v->m;
    struct box inside = panel_frame(d, v, b, "Heap map", "arena 0xc000000000 · 8 KiB pages");
    struct map map = {.d = d, .v = v};
    float height = px(v, ROW_HEIGHT);
    uint32_t rows = (uint32_t)(inside.h / height), shown = 0, all = 0;
    for (uint32_t page = 0; page < m->s->heap.pages_used; page++) {
        if (m->span_of[page] != page + 1 || m->spans[page].state != SPAN_HEAP) continue;
        all++;
        if (shown == rows) continue;
        map.span = page;
        draw_span(&map, (struct box){inside.x, inside.y + (float)shown * height, inside.w, height});
        shown++;
    }
    struct lettering small = {FONT_SANS, TEXT_SMALL, v->theme->muted};
    char more[48];
    if (all == 0)
        label_left(d, v, (struct point){inside.x, inside.y + px(v, 18)}, inside.w, small,
                   "no spans yet");
    snprintf(more, sizeof more, "and %u more spans", all - shown);
    if (all > shown)
        label_right(d, v, (struct point){inside.x + inside.w, b.y + b.h - px(v, 6)}, 0, small,
                    more);
}

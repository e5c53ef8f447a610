/* The heap map: from the whole arena down to one slot (map.h). */
#include <stdio.h>

#include "view/map.h"
#include "view/panels.h"

enum { LEGEND_HEIGHT = 26, SCROLL_WIDTH = 10, SCROLL_ROOM = 18 };

static uint64_t average_slot(const struct map *map) {
    const struct colour_count *c = &map->count;
    uint64_t slots = c->white + c->grey + c->black + c->free;
    return slots ? map->v->m->s->statistics.heap_inuse / slots : 0;
}

static uint32_t count_spans(const struct machine *m) {
    uint32_t count = 0;
    for (uint32_t page = 0; page < m->s->heap.pages_used; page = map_next_page(m, page))
        count += inspect_is_heap_span(m, page);
    return count;
}

static void tell_spans(const struct map *map, char *out, size_t size) {
    uint32_t all = count_spans(map->v->m), seen = map_fit_count(map);
    if (seen < all) snprintf(out, size, say(map->v, WORD_MAP_SOME_SPANS), seen, all);
    else snprintf(out, size, "%s", say(map->v, WORD_MAP_CELL));
}

/* What a dot is. */
static void tell_scale(const struct map *map, char *out, size_t size) {
    const struct view *v = map->v;
    uint32_t dots = map->level.wide * map->level.high, bytes = dots ? PAGE_SIZE / dots : 0;
    uint64_t slot = average_slot(map);
    if (map->level.kind == MAP_FIT) tell_spans(map, out, size);
    else if (map->level.kind != MAP_PAGES) snprintf(out, size, "%s", say(v, WORD_MAP_CELL));
    else if (slot && bytes >= 2 * slot)
        snprintf(out, size, say(v, WORD_MAP_DOT_OBJECTS), bytes, (unsigned)(bytes / slot));
    else snprintf(out, size, say(v, WORD_MAP_DOT), bytes);
}

/* The room inside a panel's frame, before the frame is drawn: what its remark says depends on it.
 */
static struct box room_in(const struct view *v, struct box b) {
    float top = px(v, PANEL_HEAD), side = px(v, PANEL_PADDING);
    return (struct box){b.x + side, b.y + top, b.w - 2 * side, b.h - top - px(v, 12)};
}

static void make_room(struct map *map, struct box room) {
    map->inside = room;
    map_find_all(map);
    if (map->level.kind != MAP_FIT || (map->v->map && map->v->map->level)) {
        map->inside.h -= px(map->v, LEGEND_HEIGHT);
        map_find_all(map);
    }
    map_find_level(map);
    if (map->height <= map->inside.h) return;
    map->inside.w -= px(map->v, SCROLL_ROOM);
    map_find_level(map);
}

static void draw_scroll_bar(const struct map *map) {
    const struct view *v = map->v;
    if (map->level.kind == MAP_FIT || map->height <= map->inside.h) return;
    struct box track = {map->inside.x + map->inside.w + px(v, SCROLL_ROOM - SCROLL_WIDTH),
                        map->inside.y, px(v, SCROLL_WIDTH), map->inside.h};
    float part = fmaxf(track.h * map->inside.h / map->height, px(v, 16));
    struct box knob = track;
    knob.h = fminf(part, track.h);
    knob.y += (track.h - knob.h) * map->top / (map->height - map->inside.h);
    draw_box(map->d, track, track.w / 2, v->theme->faint, (struct stroke){0});
    draw_box(map->d, knob, track.w / 2, v->theme->muted, (struct stroke){0});
    draw_hit(map->d, track, COMMAND_MAP_SCROLL, 0, NULL);
}

/* Under all that can be clicked: the map as a whole, for the wheel and for clicks that come before
 * the picture in which the mouse is there. What it says of the mouse's place is filled in later. */
static size_t add_ground(const struct map *map) {
    size_t ground = map->d->hit_count;
    draw_hit(map->d, map->inside, COMMAND_MAP_ZOOM, 0, NULL);
    draw_hit(map->d, map->inside, COMMAND_MAP_LOOK, 0, NULL);
    return ground;
}

/* What is under the mouse. */
static void add_spot(const struct map *map, size_t ground) {
    struct object o;
    struct draw *d = map->d;
    struct text words = {0};
    if (ground < d->hit_count) d->hits[ground].value = map_spot_pack(map_spot(map));
    if (!map->address || !heap_find_slot(map->v->m, map->address, &o)) return;
    map_slot_words(map->v, o.address, &words);
    draw_hit(d, map->over,
             slot_allocated(map->v->m, o.span, o.slot) ? COMMAND_SELECT : COMMAND_NONE, o.address,
             text_string(&words));
    text_free(&words);
}

static void draw_map(struct map *map) {
    switch (map->level.kind) {
    case MAP_PAGES: map_pages_draw(map); break;
    case MAP_ROWS: map_rows_draw(map); break;
    case MAP_SLOTS: map_slots_draw(map); break;
    case MAP_FIT: map_fit_draw(map); break;
    }
}

void panel_map(struct draw *d, const struct view *v, struct box b) {
    char remark[96];
    int dot = (int)v->scale;
    struct map map = {.d = d, .v = v, .dot = dot > 1 ? dot : 1};
    inspect_note_greys(v->m);
    map.count = inspect_count_colours(v->m);
    make_room(&map, room_in(v, b));
    tell_scale(&map, remark, sizeof remark);
    struct box room = panel_frame(d, v, b, say(v, WORD_PANEL_MAP), remark);
    size_t ground = add_ground(&map);
    if (count_spans(v->m) == 0 && map.level.kind == MAP_FIT)
        label_left(d, v, (struct point){room.x, room.y + px(v, 18)}, room.w,
                   (struct lettering){FONT_SANS, TEXT_SMALL, v->theme->muted},
                   say(v, WORD_MAP_EMPTY));
    draw_map(&map);
    draw_scroll_bar(&map);
    if (map.level.kind != MAP_FIT)
        map_legend(&map,
                   (struct box){room.x, map.inside.y + map.inside.h, room.w, px(v, LEGEND_HEIGHT)});
    add_spot(&map, ground);
}

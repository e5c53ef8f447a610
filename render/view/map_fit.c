/* The heap map of a small heap: the spans, a row each, with the slots that were ever lived in. */
#include <stdio.h>

#include "machine/memory.h"
#include "view/map.h"

enum { ROW_HEIGHT = 30, NAME_WIDTH = 128, CELL_MIN = 11, CELL_MAX = 48, COLUMN_GAP = 24 };
/* At the right: with the number of slots that are not shown, or without. */
enum { REST_WIDTH = 164, PLACE_WIDTH = 96, FEW_SLOTS = 4 };

/* The span being drawn. */
struct row {
    struct map *map;
    struct box box;
    uint32_t page;
    uint32_t cells; /* shown of it */
    float cell_w;
};

/* `from` and `size`: the part of the slot that is drawn. */
static struct box slot_box(const struct row *r, uint32_t slot, float from, float size) {
    float gap = r->cell_w * size > px(r->map->v, 6) ? px(r->map->v, 1.5f) : 0;
    return (struct box){r->box.x + ((float)slot + from) * r->cell_w, r->box.y,
                        r->cell_w * size - gap, r->box.h};
}

static void draw_free_slot(struct row *r, uint32_t slot) {
    const struct view *v = r->map->v;
    struct box b = slot_box(r, slot, 0, 1);
    draw_box(r->map->d, b, px(v, 2.5f), v->theme->faint, (struct stroke){0});
    if (!box_contains(b, v->mouse)) return;
    r->map->address = map_slot_address(v->m, r->page, slot);
    r->map->over = b;
}

static void draw_object(void *user, const struct object_view *o) {
    struct row *r = user;
    const struct view *v = r->map->v;
    const struct span *span = &v->m->spans[r->page];
    uint64_t offset = o->address - page_address(r->page);
    if (offset >= (uint64_t)span->pages * PAGE_SIZE || o->colour == COLOUR_FREE) return;
    uint32_t slot = (uint32_t)(offset / span->element_size);
    float from = (float)(offset % span->element_size) / (float)span->element_size;
    struct box b = slot_box(r, slot, from, (float)o->size / (float)span->element_size);
    struct object_look look = object_look(v, o->colour);
    if (changed_object(&v->changes, o->address, o->size)) cell_glow(r->map->d, v, b);
    look.outline.width = fminf(look.outline.width, r->cell_w / 8);
    draw_box(r->map->d, b, px(v, 2.5f), look.fill, look.outline);
    object_mark(r->map->d, v, b, o->colour, false);
    if (v->selected && v->selected - o->address < o->size)
        draw_box(r->map->d, box_inset(b, -px(v, 2)), px(v, 4), 0,
                 (struct stroke){v->theme->blue, px(v, 2.5f), 0});
    draw_hit(r->map->d, b, COMMAND_SELECT, o->address, NULL);
}

/* At the right: where the span is, and how many slots are not shown. */
static void draw_rest(const struct row *r, struct box line) {
    const struct view *v = r->map->v;
    struct text words = {0};
    uint32_t more = v->m->spans[r->page].element_count - r->cells;
    if (more) text_addf(&words, "+%u  ", more);
    map_place_words(v, r->page, &words);
    label_right(r->map->d, v, (struct point){line.x + line.w, line.y + line.h * 0.68f}, 0,
                (struct lettering){FONT_MONO, TEXT_SMALL, v->theme->muted}, text_string(&words));
    text_free(&words);
}

/* Where a processor goes on looking for a slot. */
static void draw_next(const struct row *r) {
    const struct view *v = r->map->v;
    const struct span *span = &v->m->spans[r->page];
    uint32_t next = span->free_index;
    if (next >= r->cells || span->set != SET_CACHED) return;
    struct box mark = {r->box.x + (float)next * r->cell_w, r->box.y + r->box.h + px(v, 2),
                       r->cell_w - px(v, 1.5f), px(v, 2.5f)};
    draw_box(r->map->d, mark, 0, v->theme->blue, (struct stroke){0});
}

static float room_for_cells(const struct map *map, uint32_t page, float width) {
    bool few = map->v->m->spans[page].element_count <= FEW_SLOTS;
    return width - px(map->v, (float)(NAME_WIDTH + (few ? PLACE_WIDTH : REST_WIDTH)));
}

static void draw_name(const struct row *r, struct box line) {
    const struct view *v = r->map->v;
    struct text words = {0};
    struct box name = {line.x, line.y, px(v, NAME_WIDTH - 8), line.h};
    map_class_words(v, r->page, &words);
    label_left(r->map->d, v, (struct point){line.x, line.y + line.h * 0.68f}, name.w,
               (struct lettering){FONT_MONO, TEXT_SMALL, v->theme->muted}, text_string(&words));
    text_clear(&words);
    map_span_words(v, r->page, &words);
    draw_hit(r->map->d, line, COMMAND_NONE, 0, text_string(&words));
    text_free(&words);
}

static void draw_span(struct map *map, uint32_t page, struct box line) {
    const struct view *v = map->v;
    struct row r = {.map = map, .page = page, .cells = map_cells_worth_showing(v->m, page)};
    float room = room_for_cells(map, page, line.w);
    r.cell_w = fmaxf(fminf(room / (float)r.cells, px(v, CELL_MAX)), px(v, CELL_MIN));
    uint32_t fit = whole(room / r.cell_w);
    if (r.cells > fit) r.cells = fit;
    r.box = (struct box){line.x + px(v, NAME_WIDTH), line.y + px(v, 4), room, line.h - px(v, 10)};
    draw_name(&r, line);
    for (uint32_t slot = 0; slot < r.cells; slot++) draw_free_slot(&r, slot);
    inspect_slots_between(v->m, page, 0, r.cells, draw_object, &r);
    draw_next(&r);
    draw_rest(&r, line);
}

/* ---- all of them ---- */

struct spans {
    uint32_t count;
    bool all_small;      /* with few slots each: two of them fit into a row */
    uint64_t slots, fit; /* worth showing, and of these shown */
};

static struct spans count_spans(const struct map *map) {
    const struct machine *m = map->v->m;
    struct spans is = {.all_small = true};
    for (uint32_t page = 0; page < m->s->heap.pages_used; page = map_next_page(m, page)) {
        if (!inspect_is_heap_span(m, page)) continue;
        uint32_t cells = map_cells_worth_showing(m, page);
        uint32_t fit = whole(room_for_cells(map, page, map->inside.w) / px(map->v, CELL_MIN));
        if (m->spans[page].element_count > FEW_SLOTS) is.all_small = false;
        is.slots += cells;
        is.fit += cells < fit ? cells : fit;
        is.count++;
    }
    return is;
}

struct grid {
    uint32_t rows, columns;
};

static struct grid grid_of(const struct map *map, struct spans spans) {
    uint32_t rows = whole(map->inside.h / px(map->v, ROW_HEIGHT));
    return (struct grid){rows, spans.count > rows && spans.all_small ? 2 : 1};
}

uint32_t map_fit_count(const struct map *map) {
    struct spans spans = count_spans(map);
    struct grid g = grid_of(map, spans);
    return spans.count < g.rows * g.columns ? spans.count : g.rows * g.columns;
}

/* As long as most of what is worth showing is seen. */
bool map_fit_all(const struct map *map) {
    struct spans spans = count_spans(map);
    return map_fit_count(map) == spans.count && spans.fit * 2 >= spans.slots;
}

void map_fit_draw(struct map *map) {
    const struct machine *m = map->v->m;
    struct grid g = grid_of(map, count_spans(map));
    uint32_t shown = 0;
    float gap = px(map->v, COLUMN_GAP), height = px(map->v, ROW_HEIGHT);
    float width = (map->inside.w - gap * (float)(g.columns - 1)) / (float)g.columns;
    for (uint32_t page = 0; page < m->s->heap.pages_used && shown < g.rows * g.columns;
         page = map_next_page(m, page)) {
        if (!inspect_is_heap_span(m, page)) continue;
        draw_span(map, page,
                  (struct box){map->inside.x + (float)(shown / g.rows) * (width + gap),
                               map->inside.y + (float)(shown % g.rows) * height, width, height});
        shown++;
    }
}

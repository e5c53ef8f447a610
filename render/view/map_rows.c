/* The heap map from nearer: the spans of each size class together, some dots for each slot. */
#include <math.h>

#include "machine/heap/central.h"
#include "machine/memory.h"
#include "view/map.h"

enum { LABEL_WIDTH = 176, LABEL_HEIGHT = 24, GROUP_GAP = 8, SMALL_CELL = 4 };

/* A span: its slots are written one behind the other like letters, with a gap before the next span.
 * Dots, from the top left of the whole map. */
struct strip {
    uint32_t page;
    int y;          /* of its group */
    int start;      /* places in the group before its first slot */
    int across;     /* places in a line */
    int cell, line; /* from place to place, and from line to line */
};

/* The spans of one class. */
struct group {
    uint32_t first; /* page of its first span */
    uint32_t spans;
    int y, height; /* dots */
};

struct walk {
    const struct map *map;
    void (*each_strip)(void *user, const struct strip *s);
    void (*each_group)(void *user, const struct group *g);
    void *user;
    int y; /* dots */
};

static int cell_of(const struct map *map) {
    return (int)map->level.wide;
}

static int line_of(const struct map *map) {
    return cell_of(map) + (cell_of(map) > SMALL_CELL ? 2 : 1);
}

static int in_dots(const struct map *map, float units) {
    return (int)ceilf(px(map->v, units) / (float)map->dot);
}

static int slots_across(const struct map *map) {
    int room = (int)(map->inside.w / (float)map->dot) - in_dots(map, LABEL_WIDTH);
    return room > cell_of(map) ? room / cell_of(map) : 1;
}

/* ---- where everything is ---- */

static int place_x(const struct strip *s, uint32_t slot) {
    return (s->start + (int)slot) % s->across * s->cell;
}

static int place_y(const struct strip *s, uint32_t slot) {
    return s->y + (s->start + (int)slot) / s->across * s->line;
}

static void place_group(struct walk *w, uint32_t class) {
    const struct machine *m = w->map->v->m;
    struct strip s = {.y = w->y,
                      .across = slots_across(w->map),
                      .cell = cell_of(w->map),
                      .line = line_of(w->map)};
    struct group g = {.y = w->y};
    for (uint32_t page = 0; page < m->s->heap.pages_used; page = map_next_page(m, page)) {
        if (!inspect_is_heap_span(m, page) || span_class_of(&m->spans[page]) != class) continue;
        s.page = page;
        if (w->each_strip) w->each_strip(w->user, &s);
        s.start += (int)m->spans[page].element_count + 1;
        if (g.spans++ == 0) g.first = page;
    }
    g.height = (s.start + s.across - 1) / s.across * s.line;
    if (g.height < in_dots(w->map, LABEL_HEIGHT)) g.height = in_dots(w->map, LABEL_HEIGHT);
    if (w->each_group) w->each_group(w->user, &g);
    w->y += g.height + in_dots(w->map, GROUP_GAP);
}

static void walk(struct walk *w) {
    const struct machine *m = w->map->v->m;
    bool there[SPAN_CLASSES] = {false};
    for (uint32_t page = 0; page < m->s->heap.pages_used; page = map_next_page(m, page))
        if (inspect_is_heap_span(m, page)) there[span_class_of(&m->spans[page])] = true;
    for (uint32_t class = 2; class < SPAN_CLASSES + 2; class ++) /* large ones last */
        if (there[class % SPAN_CLASSES]) place_group(w, class % SPAN_CLASSES);
}

float map_rows_height(const struct map *map) {
    struct walk w = {.map = map};
    walk(&w);
    return (float)(w.y * map->dot);
}

/* ---- an address ---- */

struct search {
    const struct map *map;
    uint32_t page;
    uint64_t address;
    float place;
};

static void find_strip(void *user, const struct strip *s) {
    struct search *f = user;
    const struct span *span = &f->map->v->m->spans[s->page];
    if (s->page != f->page) return;
    uint32_t slot = span_slot(span, f->address - page_address(s->page));
    f->place = (float)(place_y(s, slot) * f->map->dot);
}

float map_rows_place(const struct map *map, uint64_t address) {
    struct search f = {.map = map, .address = address};
    struct walk w = {.map = map, .each_strip = find_strip, .user = &f};
    if (!span_at(map->v->m, address, &f.page)) return 0;
    walk(&w);
    return f.place;
}

/* ---- drawing ---- */

struct picture_of_rows {
    struct map *map;
    struct dots dots;
    int top;             /* dots that have passed above */
    struct point corner; /* of the image, pixels */
    uint32_t colours[COLOUR_MANUAL + 1], outline, selected;
};

static void fill(const struct dots *d, int x, int y, int side, uint32_t colour) {
    for (int row = y < 0 ? 0 : y; row < y + side && row < d->rows; row++)
        for (int column = x < 0 ? 0 : x; column < x + side && column < d->columns; column++)
            d->at[(size_t)row * (size_t)d->columns + (size_t)column] = colour;
}

/* Its outline tells white from the ground, where there is room for one. */
static void draw_cell(const struct picture_of_rows *p, int x, int y, int cell, uint32_t colour,
                      bool is_selected) {
    int side = cell > SMALL_CELL ? cell - 1 : cell > 2 ? cell - 1 : cell;
    bool is_free = colour == p->colours[COLOUR_FREE];
    if (is_selected) fill(&p->dots, x - 1, y - 1, side + 2, p->selected);
    if (cell <= SMALL_CELL || is_free) {
        fill(&p->dots, x, y, side, colour);
        return;
    }
    fill(&p->dots, x, y, side, is_selected ? p->selected : p->outline);
    fill(&p->dots, x + 1, y + 1, side - 2, colour);
}

static bool slot_has(const struct span *span, uint32_t page, uint32_t slot, uint64_t address) {
    uint64_t start = page_address(page) + (uint64_t)slot * span->element_size;
    return address - start < span->element_size;
}

/* The slot that the mouse is over, if it is one of the strip's. */
static void find_over(const struct picture_of_rows *p, const struct strip *s) {
    struct map *map = p->map;
    int x = (int)floorf((map->v->mouse.x - p->corner.x) / (float)map->dot);
    int y = (int)floorf((map->v->mouse.y - p->corner.y) / (float)map->dot) + p->top - s->y;
    if (!box_contains(map->inside, map->v->mouse) || x < 0 || y < 0) return;
    int slot = y / s->line * s->across + x / s->cell - s->start;
    if (x / s->cell >= s->across || slot < 0) return;
    if (slot >= (int)map->v->m->spans[s->page].element_count) return;
    float side = (float)(s->cell * map->dot);
    map->address = map_slot_address(map->v->m, s->page, (uint32_t)slot);
    map->over = (struct box){
        p->corner.x + (float)(place_x(s, (uint32_t)slot) * map->dot),
        p->corner.y + (float)((place_y(s, (uint32_t)slot) - p->top) * map->dot), side, side};
}

/* The first slot at or below a height, in dots; there may be none. */
static uint32_t slot_at(const struct strip *s, int y) {
    int place = y > s->y ? (y - s->y) / s->line * s->across : 0;
    return place > s->start ? (uint32_t)(place - s->start) : 0;
}

static void draw_strip(void *user, const struct strip *s) {
    const struct picture_of_rows *p = user;
    const struct machine *m = p->map->v->m;
    const struct span *span = &m->spans[s->page];
    uint32_t end = slot_at(s, p->top + p->dots.rows + s->line);
    if (end > span->element_count) end = span->element_count;
    for (uint32_t slot = slot_at(s, p->top); slot < end; slot++)
        draw_cell(p, place_x(s, slot), place_y(s, slot) - p->top, s->cell,
                  p->colours[inspect_slot_colour(m, s->page, slot)],
                  slot_has(span, s->page, slot, p->map->v->selected));
    find_over(p, s);
}

/* Beside its group, and in sight as long as any of it is. */
static void draw_label(void *user, const struct group *g) {
    struct map *map = user;
    const struct view *v = map->v;
    float top = map->inside.y - map->top + (float)(g->y * map->dot);
    float bottom = top + (float)(g->height * map->dot);
    float y = fmaxf(top, map->inside.y), end = map->inside.y + map->inside.h;
    if (bottom < y + px(v, LABEL_HEIGHT - 4) || y + px(v, LABEL_HEIGHT - 4) > end) return;
    struct lettering mono = {FONT_MONO, TEXT_SMALL, v->theme->text};
    struct lettering small = {FONT_SANS, TEXT_SMALL, v->theme->muted};
    struct text words = {0};
    float width = px(v, LABEL_WIDTH - 12);
    map_class_words(v, g->first, &words);
    label_left(map->d, v, (struct point){map->inside.x, y + px(v, 16)}, width, mono,
               text_string(&words));
    text_clear(&words);
    text_addf(&words, say(v, WORD_MAP_SPANS), g->spans);
    if (fminf(bottom, end) - y >= px(v, 2 * LABEL_HEIGHT - 4))
        label_left(map->d, v, (struct point){map->inside.x, y + px(v, 36)}, width, small,
                   text_string(&words));
    text_free(&words);
}

void map_rows_draw(struct map *map) {
    const struct view *v = map->v;
    int columns = slots_across(map) * cell_of(map);
    int rows = (int)(fminf(map->inside.h, map->height - map->top) / (float)map->dot);
    float left = floorf(map->inside.x) + (float)(in_dots(map, LABEL_WIDTH) * map->dot);
    struct picture_of_rows p = {.map = map,
                                .top = (int)(map->top / (float)map->dot),
                                .corner = {left, floorf(map->inside.y)},
                                .outline = v->theme->object_outline,
                                .selected = v->theme->blue};
    for (int c = 0; c <= COLOUR_MANUAL; c++) p.colours[c] = map_dot_colour(v, (enum colour)c);
    p.dots = map_image(map, p.corner, columns, rows);
    if (!p.dots.at) return;
    map_clear_dots(&p.dots, 0, rows);
    struct walk strips = {.map = map, .each_strip = draw_strip, .user = &p};
    walk(&strips);
    struct walk labels = {.map = map, .each_group = draw_label, .user = map};
    walk(&labels);
}

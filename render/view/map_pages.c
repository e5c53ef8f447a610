/* The heap map from far: the arena by address, a square for each page, its pixels the objects. */
#include <math.h>

#include "machine/memory.h"
#include "view/map.h"

/* A dot of the image is a piece of a page. */
static uint32_t dots_in_page(const struct map *map) {
    return map->level.wide * map->level.high;
}

/* Dots from one tile to the next: small ones stand close. */
static int gap(const struct map *map) {
    return map->level.wide >= 8;
}

static int pitch_x(const struct map *map) {
    return (int)map->level.wide + gap(map);
}

static int pitch_y(const struct map *map) {
    return (int)map->level.high + gap(map);
}

static int across(const struct map *map) {
    int columns = (int)(map->inside.w / (float)(map->dot * pitch_x(map)));
    return columns > 0 ? columns : 1;
}

/* Of the whole run so far, so that the map keeps its scale when one goes back. */
static uint32_t pages(const struct map *map) {
    return map->v->session->front.s->heap.pages_used;
}

float map_pages_height(const struct map *map) {
    int columns = across(map), lines = ((int)pages(map) + columns - 1) / columns;
    return (float)(lines * pitch_y(map) * map->dot);
}

float map_pages_place(const struct map *map, uint64_t address) {
    if (!address_in_arena(map->v->m, address)) return 0;
    return (float)((int)page_of(address) / across(map) * pitch_y(map) * map->dot);
}

/* ---- one page ---- */

struct tile {
    const struct map *map;
    uint32_t *at; /* its first dot */
    int stride;
    uint32_t page;
};

static uint32_t *row_of(const struct tile *t, uint32_t y) {
    return t->at + (size_t)y * (size_t)t->stride;
}

static void fill(const struct tile *t, uint32_t colour) {
    for (uint32_t y = 0; y < t->map->level.high; y++)
        for (uint32_t x = 0; x < t->map->level.wide; x++) row_of(t, y)[x] = colour;
}

/* A page that belongs to nobody: only the rim of its tile, if there is one. */
static void outline(const struct tile *t, uint32_t colour) {
    struct map_level l = t->map->level;
    for (uint32_t y = 0; y < l.high; y++)
        for (uint32_t x = 0; x < l.wide; x++) {
            bool is_rim = x == 0 || y == 0 || x == l.wide - 1 || y == l.high - 1;
            if (l.high < 4 || is_rim) row_of(t, y)[x] = colour;
        }
}

/* ---- a page of the heap ----
 *
 * Its slots' colours, a byte each, then its dots. Half a million dots are drawn anew for each
 * picture: neither asks what it is about, and takes the other way, for each slot or dot. */

enum { TAIL = COLOUR_BLACK + 1, CODES, SPREAD = 8, SLOTS_MAX = PAGE_WORDS + 2 * 64 };

/* Eight bits to eight bytes that are 0 or 1. */
static uint64_t spread(uint64_t bits) {
    const uint64_t ones = 0x0101010101010101ull, each_its_bit = 0x8040201008040201ull;
    uint64_t there = (bits & 0xff) * ones & each_its_bit;
    return (there + 0x7f7f7f7f7f7f7f7full) >> 7 & ones;
}

struct page_slots {
    uint32_t first, end;       /* of the span's slots: those that have a byte in the page */
    uint8_t colour[SLOTS_MAX]; /* of slot `base` and those behind it; TAIL: there is none */
    uint32_t base;
};

static void read_slots(const struct tile *t, uint32_t span_page, struct page_slots *out) {
    const struct machine *m = t->map->v->m;
    const struct span *span = &m->spans[span_page];
    uint64_t offset = (uint64_t)(t->page - span_page) * PAGE_SIZE;
    out->first = span_slot(span, offset);
    out->end = span_slot(span, offset + PAGE_SIZE - 1) + 1;
    out->base = out->first / 64 * 64;
    uint32_t behind = out->end;
    if (out->end > span->element_count) out->end = span->element_count;
    for (uint32_t slot = out->base; slot < out->end; slot += 64) {
        struct colour_words w = inspect_colour_words(m, span_page, slot / 64);
        for (uint32_t bit = 0; bit < 64; bit += SPREAD) {
            uint64_t eight = spread(w.white >> bit) * COLOUR_WHITE +
                             spread(w.grey >> bit) * COLOUR_GREY +
                             spread(w.black >> bit) * COLOUR_BLACK;
            memcpy(&out->colour[slot - out->base + bit], &eight, sizeof eight);
        }
    }
    for (uint32_t slot = out->end; slot < behind; slot++) out->colour[slot - out->base] = TAIL;
}

/* A byte of a dot's, always the same, but not in step from dot to dot. */
static uint32_t sample(uint32_t dot, uint32_t bytes) {
    return (dot * 0x9e3779b9u >> 16) & (bytes - 1);
}

/* Of several objects in a dot it shows the one to which some byte of the dot belongs: so much of an
 * area is black as of its bytes are. */
static void draw_dots(const struct tile *t, uint32_t span_page, const struct page_slots *slots,
                      const uint32_t colours[CODES]) {
    const struct span *span = &t->map->v->m->spans[span_page];
    uint32_t bytes = PAGE_SIZE / dots_in_page(t->map), dot = 0;
    uint64_t offset = (uint64_t)(t->page - span_page) * PAGE_SIZE;
    const uint8_t *colour = slots->colour - slots->base;
    for (uint32_t y = 0; y < t->map->level.high; y++)
        for (uint32_t *at = row_of(t, y), *end = at + t->map->level.wide; at < end;
             at++, dot++, offset += bytes)
            *at = colours[colour[span_slot(span, offset + sample(dot, bytes))]];
}

/* The same where there are many more slots than dots: it looks only at the slots that are shown. */
static void draw_few_dots(const struct tile *t, uint32_t span_page, const uint32_t colours[CODES]) {
    const struct machine *m = t->map->v->m;
    const struct span *span = &m->spans[span_page];
    uint32_t bytes = PAGE_SIZE / dots_in_page(t->map), dot = 0, word = UINT32_MAX;
    uint64_t offset = (uint64_t)(t->page - span_page) * PAGE_SIZE;
    struct colour_words words = {0, 0, 0};
    for (uint32_t y = 0; y < t->map->level.high; y++)
        for (uint32_t *at = row_of(t, y), *end = at + t->map->level.wide; at < end;
             at++, dot++, offset += bytes) {
            uint32_t slot = span_slot(span, offset + sample(dot, bytes));
            if (slot >= span->element_count) return; /* the tail */
            if (slot / 64 != word) words = inspect_colour_words(m, span_page, slot / 64);
            word = slot / 64;
            *at = colours[inspect_colour_in(&words, slot % 64)];
        }
}

static void draw_grey(const struct tile *t, uint32_t span_page, uint32_t slot, uint32_t grey) {
    uint32_t bytes = PAGE_SIZE / dots_in_page(t->map), wide = t->map->level.wide;
    int64_t size = t->map->v->m->spans[span_page].element_size;
    int64_t from = (int64_t)slot * size - (int64_t)(t->page - span_page) * PAGE_SIZE;
    int64_t last = from + size - 1 < PAGE_SIZE ? from + size - 1 : PAGE_SIZE - 1;
    if (from < 0) from = 0;
    for (uint32_t dot = (uint32_t)from / bytes; last >= 0 && dot <= (uint32_t)last / bytes; dot++)
        row_of(t, dot / wide)[dot % wide] = grey;
}

/* Grey ones are few and matter: each has its dots to itself. */
static void draw_greys(const struct tile *t, uint32_t span_page, uint32_t grey) {
    const struct machine *m = t->map->v->m;
    const struct span *span = &m->spans[span_page];
    uint64_t offset = (uint64_t)(t->page - span_page) * PAGE_SIZE;
    uint32_t first = span_slot(span, offset), last = span_slot(span, offset + PAGE_SIZE - 1);
    if (last >= span->element_count) last = span->element_count - 1;
    for (uint32_t word = first / 64; word <= last / 64; word++)
        for (uint64_t bits = inspect_colour_words(m, span_page, word).grey; bits;
             bits &= bits - 1) {
            uint32_t slot = word * 64 + bits_lowest(bits);
            if (slot >= first && slot <= last) draw_grey(t, span_page, slot, grey);
        }
}

static void draw_heap_page(const struct tile *t) {
    const struct view *v = t->map->v;
    uint32_t span_page = v->m->span_of[t->page] - 1, colours[CODES] = {0};
    uint32_t slots_in_page = PAGE_SIZE / v->m->spans[span_page].element_size;
    for (int c = COLOUR_FREE; c <= COLOUR_BLACK; c++)
        colours[c] = map_dot_colour(v, (enum colour)c);
    if (slots_in_page >= 4 * dots_in_page(t->map)) {
        draw_few_dots(t, span_page, colours);
    } else {
        struct page_slots slots;
        read_slots(t, span_page, &slots);
        draw_dots(t, span_page, &slots, colours);
    }
    if (t->map->count.grey) draw_greys(t, span_page, colours[COLOUR_GREY]);
}

static void draw_page(const struct tile *t) {
    const struct view *v = t->map->v;
    uint32_t span = v->m->span_of[t->page];
    switch (span ? v->m->spans[span - 1].state : SPAN_NONE) {
    case SPAN_HEAP: draw_heap_page(t); break;
    case SPAN_STACK: fill(t, v->theme->blue); break;
    case SPAN_WORKBUF: fill(t, v->theme->orange); break;
    default: outline(t, v->theme->border); break;
    }
}

/* ---- all of them ---- */

/* What is in sight: whole lines of tiles. */
struct sheet {
    struct point corner; /* pixels */
    int first_line, lines;
};

static struct sheet sheet_of(const struct map *map) {
    int step = pitch_y(map) * map->dot, first = (int)(map->top / (float)step);
    int lines = (int)ceilf(map->inside.h / (float)step) + 1;
    int all = ((int)pages(map) + across(map) - 1) / across(map);
    float y = floorf(map->inside.y) + (float)(first * step) - floorf(map->top);
    return (struct sheet){
        {floorf(map->inside.x), y}, first, lines < all - first ? lines : all - first};
}

static struct box dot_box(const struct map *map, const struct sheet *sheet, uint32_t page,
                          uint32_t dot) {
    int x = (int)page % across(map) * pitch_x(map) + (int)(dot % map->level.wide);
    int y =
        ((int)page / across(map) - sheet->first_line) * pitch_y(map) + (int)(dot / map->level.wide);
    float unit = (float)map->dot;
    return (struct box){sheet->corner.x + (float)x * unit, sheet->corner.y + (float)y * unit, unit,
                        unit};
}

/* What the mouse is over. */
static void find_over(struct map *map, const struct sheet *sheet) {
    const struct machine *m = map->v->m;
    int x = (int)floorf((map->v->mouse.x - sheet->corner.x) / (float)map->dot);
    int y = (int)floorf((map->v->mouse.y - sheet->corner.y) / (float)map->dot);
    if (!box_contains(map->inside, map->v->mouse) || x < 0 || y < 0) return;
    int column = x / pitch_x(map), line = y / pitch_y(map) + sheet->first_line;
    int left = x % pitch_x(map), down = y % pitch_y(map);
    uint32_t page = (uint32_t)(line * across(map) + column);
    if (column >= across(map) || page >= m->s->heap.pages_used || !m->span_of[page]) return;
    if (left >= (int)map->level.wide || down >= (int)map->level.high) return;
    uint32_t dot = (uint32_t)down * map->level.wide + (uint32_t)left;
    map->address = page_address(page) + dot * (PAGE_SIZE / dots_in_page(map));
    map->over = dot_box(map, sheet, page, dot);
}

/* A ring around the selected object's first dot: it may be a single pixel. */
static void ring_selected(const struct map *map, const struct sheet *sheet) {
    const struct view *v = map->v;
    if (!v->selected || !address_in_arena(v->m, v->selected)) return;
    uint32_t page = page_of(v->selected);
    uint64_t dot = (v->selected - page_address(page)) / (PAGE_SIZE / dots_in_page(map));
    struct box b = dot_box(map, sheet, page, (uint32_t)dot);
    draw_clip(map->d, map->inside);
    draw_box(map->d, box_inset(b, -px(v, 5)), px(v, 4), 0,
             (struct stroke){v->theme->blue, px(v, 2.5f), 0});
    draw_unclip(map->d);
}

void map_pages_draw(struct map *map) {
    struct sheet sheet = sheet_of(map);
    int columns = across(map) * pitch_x(map);
    struct dots dots = map_image(map, sheet.corner, columns, sheet.lines * pitch_y(map));
    if (!dots.at) return;
    uint32_t page = (uint32_t)(sheet.first_line * across(map));
    for (int line = 0; line < sheet.lines; line++) {
        map_clear_dots(&dots, line * pitch_y(map), pitch_y(map));
        for (int i = 0; i < across(map); i++, page++) {
            size_t at =
                (size_t)(line * pitch_y(map)) * (size_t)columns + (size_t)(i * pitch_x(map));
            struct tile t = {map, dots.at + at, columns, page};
            if (page < map->v->m->s->heap.pages_used) draw_page(&t);
        }
    }
    find_over(map, &sheet);
    ring_selected(map, &sheet);
}

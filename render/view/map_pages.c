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

struct square {
    const struct map *map;
    uint32_t *at; /* its first dot */
    int stride;
    uint32_t page;
};

static void put(const struct square *s, uint32_t dot, uint32_t colour) {
    uint32_t wide = s->map->level.wide;
    s->at[(size_t)(dot / wide) * (size_t)s->stride + dot % wide] = colour;
}

static void fill(const struct square *s, uint32_t colour) {
    for (uint32_t dot = 0; dot < dots_in_page(s->map); dot++) put(s, dot, colour);
}

/* A page that belongs to nobody: only the rim of its tile, if there is one. */
static void outline(const struct square *s, uint32_t colour) {
    struct map_level l = s->map->level;
    for (uint32_t dot = 0; dot < dots_in_page(s->map); dot++) {
        uint32_t x = dot % l.wide, y = dot / l.wide;
        bool is_rim = x == 0 || y == 0 || x == l.wide - 1 || y == l.high - 1;
        if (l.high < 4 || is_rim) put(s, dot, colour);
    }
}

/* Whether one of slots [first, last] is grey. */
static bool has_grey(const struct machine *m, uint32_t span, uint32_t first, uint32_t last) {
    for (uint32_t word = first / 64; word <= last / 64; word++) {
        uint64_t bits = inspect_colour_words(m, span, word).grey;
        if (word == first / 64) bits &= ~bits_low(first % 64);
        if (word == last / 64) bits &= bits_low(last % 64 + 1);
        if (bits) return true;
    }
    return false;
}

/* Of several objects in a dot it shows a grey one if there is one, as those are few and matter;
 * else any of them, always the same: so much of an area is black as of its objects are. */
static enum colour dot_colour(const struct map *map, uint32_t span, uint32_t first, uint32_t last,
                              uint32_t dot) {
    const struct machine *m = map->v->m;
    if (last == first) return inspect_slot_colour(m, span, first);
    if (map->count.grey && has_grey(m, span, first, last)) return COLOUR_GREY;
    return inspect_slot_colour(m, span, first + dot * 5 % (last - first + 1));
}

static void draw_heap_page(const struct square *s) {
    const struct machine *m = s->map->v->m;
    uint32_t first = m->span_of[s->page] - 1, bytes = PAGE_SIZE / dots_in_page(s->map);
    const struct span *span = &m->spans[first];
    uint64_t offset = (uint64_t)(s->page - first) * PAGE_SIZE;
    uint32_t colours[COLOUR_MANUAL + 1];
    for (int c = 0; c <= COLOUR_MANUAL; c++) colours[c] = map_dot_colour(s->map->v, (enum colour)c);
    for (uint32_t dot = 0; dot < dots_in_page(s->map); dot++, offset += bytes) {
        uint32_t from = span_slot(span, offset), to = span_slot(span, offset + bytes - 1);
        if (from >= span->element_count) continue; /* the tail */
        if (to >= span->element_count) to = span->element_count - 1;
        put(s, dot, colours[dot_colour(s->map, first, from, to, dot)]);
    }
}

static void draw_page(const struct square *s) {
    const struct view *v = s->map->v;
    uint32_t span = v->m->span_of[s->page];
    if (span == 0) {
        outline(s, v->theme->border);
        return;
    }
    switch (v->m->spans[span - 1].state) {
    case SPAN_HEAP: draw_heap_page(s); break;
    case SPAN_STACK: fill(s, v->theme->blue); break;
    case SPAN_WORKBUF: fill(s, v->theme->orange); break;
    default: outline(s, v->theme->border); break;
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
    for (int line = 0; line < sheet.lines; line++)
        for (int i = 0; i < across(map); i++, page++) {
            size_t at =
                (size_t)(line * pitch_y(map)) * (size_t)columns + (size_t)(i * pitch_x(map));
            struct square s = {map, dots.at + at, columns, page};
            if (page < map->v->m->s->heap.pages_used) draw_page(&s);
        }
    find_over(map, &sheet);
    ring_selected(map, &sheet);
}

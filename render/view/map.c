#include "view/map.h"

#include <inttypes.h>
#include <stdio.h>

#include "machine/heap/central.h"
#include "machine/heap/size_class.h"
#include "machine/memory.h"

/* From far to near; a level's number is its index + 1. */
static const struct map_level LEVELS[] = {
    {MAP_PAGES, 1, 1},   {MAP_PAGES, 2, 1},    {MAP_PAGES, 2, 2},    {MAP_PAGES, 4, 2},
    {MAP_PAGES, 4, 4},   {MAP_PAGES, 8, 4},    {MAP_PAGES, 8, 8},    {MAP_PAGES, 16, 8},
    {MAP_PAGES, 16, 16}, {MAP_PAGES, 32, 16},  {MAP_PAGES, 32, 32},  {MAP_ROWS, 3, 3},
    {MAP_ROWS, 5, 5},    {MAP_ROWS, 9, 9},     {MAP_FIT, 0, 0},      {MAP_SLOTS, 28, 28},
    {MAP_SLOTS, 60, 52}, {MAP_SLOTS, 120, 52}, {MAP_SLOTS, 240, 78},
};

enum { LEVELS_COUNT = sizeof LEVELS / sizeof LEVELS[0] };

static const struct {
    float (*height)(const struct map *);
    float (*place)(const struct map *, uint64_t);
} KINDS[] = {
    [MAP_PAGES] = {map_pages_height, map_pages_place},
    [MAP_ROWS] = {map_rows_height, map_rows_place},
    [MAP_SLOTS] = {map_slots_height, map_slots_place},
};

/* ---- levels ---- */

static float height_at(const struct map *map, uint32_t number) {
    struct map other = *map;
    other.level = LEVELS[number - 1];
    return other.level.kind == MAP_FIT ? 0 : KINDS[other.level.kind].height(&other);
}

static bool fits(const struct map *map, uint32_t number) {
    if (LEVELS[number - 1].kind == MAP_FIT) return map_fit_all(map);
    return height_at(map, number) <= map->inside.h;
}

static uint32_t nearest_of(const struct map *map, uint32_t from, bool only_pages) {
    for (uint32_t n = from; n > 1; n--) {
        enum map_kind kind = LEVELS[n - 1].kind;
        if (kind == MAP_SLOTS || (only_pages && kind != MAP_PAGES)) continue;
        if (fits(map, n)) return n;
    }
    return 1;
}

void map_find_all(struct map *map) {
    map->all = nearest_of(map, LEVELS_COUNT, false);
    map->level = LEVELS[map->all - 1];
}

/* A level that leaves something out for no reason is passed over. */
static bool is_of_use(const struct map *map, uint32_t number) {
    return LEVELS[number - 1].kind != MAP_FIT || map_fit_all(map);
}

static float scrolled(const struct map *map, const struct map_zoom *zoom) {
    float most = map->height - map->inside.h, top = most * zoom->at;
    if (zoom->address)
        top = KINDS[map->level.kind].place(map, zoom->address) - zoom->at * map->inside.h;
    return most > 0 ? fminf(fmaxf(top, 0), most) : 0;
}

void map_find_level(struct map *map) {
    const struct map_zoom *zoom = map->v->map;
    bool is_chosen = zoom && zoom->level > 0 && zoom->level <= LEVELS_COUNT;
    map->number = is_chosen ? zoom->level : map->all;
    map->level = LEVELS[map->number - 1];
    map->height = height_at(map, map->number);
    map->top = is_chosen && map->level.kind != MAP_FIT ? scrolled(map, zoom) : 0;
}

struct map_spot map_spot(const struct map *map) {
    uint32_t farthest = nearest_of(map, map->all, true);
    uint32_t closer = map->number, farther = map->number;
    while (closer < LEVELS_COUNT && !is_of_use(map, ++closer)) continue;
    while (farther > farthest && !is_of_use(map, --farther)) continue;
    return (struct map_spot){map->number, closer == map->all ? 0 : closer,
                             farther == map->all ? 0 : farther, map->address};
}

uint64_t map_spot_pack(struct map_spot s) {
    return s.address | (uint64_t)s.level << 48 | (uint64_t)s.closer << 53 |
           (uint64_t)s.farther << 58;
}

struct map_spot map_spot_unpack(uint64_t value) {
    return (struct map_spot){value >> 48 & 31, value >> 53 & 31, value >> 58 & 31,
                             value & (((uint64_t)1 << 48) - 1)};
}

/* ---- pictures ---- */

struct dots map_image(const struct map *map, struct point at, int columns, int rows) {
    if (columns <= 0 || rows <= 0) return (struct dots){NULL, 0, 0};
    struct box b = {at.x, at.y, (float)(columns * map->dot), (float)(rows * map->dot)};
    draw_clip(map->d, map->inside);
    uint32_t *dots = draw_image(map->d, b, (uint32_t)columns, (uint32_t)rows);
    draw_unclip(map->d);
    if (!dots) return (struct dots){NULL, 0, 0};
    return (struct dots){dots, columns, rows};
}

void map_clear_dots(const struct dots *d, int first, int rows) {
    size_t columns = (size_t)d->columns;
    memset(d->at + (size_t)first * columns, 0, (size_t)rows * columns * sizeof *d->at);
}

uint32_t map_dot_colour(const struct view *v, enum colour colour) {
    return colour == COLOUR_FREE ? v->theme->faint : object_look(v, colour).fill;
}

/* ---- the legend ---- */

struct legend {
    const struct map *map;
    float x, y;
};

enum { NO_COUNT = -1 };

static void add_entry(struct legend *l, uint32_t colour, enum word which, int64_t count) {
    const struct view *v = l->map->v;
    struct lettering small = {FONT_SANS, TEXT_SMALL, v->theme->muted};
    struct box square = {l->x, l->y - px(v, 13), px(v, 14), px(v, 14)};
    struct text words = {0};
    text_add(&words, say(v, which));
    if (count != NO_COUNT) text_add(&words, " ");
    if (count != NO_COUNT) number_words((uint64_t)count, &words);
    float width = label_width(l->map->d, v, small, text_string(&words));
    if (l->x + px(v, 20) + width <= l->map->inside.x + l->map->inside.w) {
        draw_box(l->map->d, square, px(v, 2), colour,
                 (struct stroke){v->theme->object_outline, px(v, 1), 0});
        label_left(l->map->d, v, (struct point){l->x + px(v, 20), l->y}, 0, small,
                   text_string(&words));
    }
    l->x += px(v, 20 + 22) + width;
    text_free(&words);
}

static bool has_state(const struct machine *m, enum span_state state) {
    for (uint32_t page = 0; page < m->s->heap.pages_used; page = map_next_page(m, page))
        if (m->span_of[page] && m->spans[page].state == state) return true;
    return false;
}

void map_legend(const struct map *map, struct box line) {
    const struct view *v = map->v;
    const struct colour_count *count = &map->count;
    struct legend l = {map, line.x, line.y + px(v, 18)};
    add_entry(&l, map_dot_colour(v, COLOUR_WHITE), WORD_MAP_WHITE, (int64_t)count->white);
    add_entry(&l, map_dot_colour(v, COLOUR_GREY), WORD_MAP_GREY, (int64_t)count->grey);
    add_entry(&l, map_dot_colour(v, COLOUR_BLACK), WORD_MAP_BLACK, (int64_t)count->black);
    add_entry(&l, map_dot_colour(v, COLOUR_FREE), WORD_MAP_FREE, (int64_t)count->free);
    if (map->level.kind == MAP_SLOTS)
        label_left(map->d, v, (struct point){l.x, l.y}, line.x + line.w - l.x,
                   (struct lettering){FONT_SANS, TEXT_SMALL, v->theme->muted},
                   say(v, WORD_MAP_BITS_LEGEND));
    if (map->level.kind != MAP_PAGES) return;
    if (has_state(v->m, SPAN_STACK)) add_entry(&l, v->theme->blue, WORD_MAP_STACKS, NO_COUNT);
    if (has_state(v->m, SPAN_WORKBUF)) add_entry(&l, v->theme->orange, WORD_MAP_WORK, NO_COUNT);
}

/* ---- spans and slots in words ---- */

uint64_t map_slot_address(const struct machine *m, uint32_t page, uint32_t slot) {
    return page_address(page) + (uint64_t)slot * m->spans[page].element_size;
}

/* Slots behind the last one anybody has lived in are all alike. */
uint32_t map_cells_worth_showing(const struct machine *m, uint32_t page) {
    enum { AT_LEAST = 16, BEHIND = 4 };
    const struct span *s = &m->spans[page];
    uint32_t last = s->free_index;
    for (uint32_t slot = last; slot < s->element_count; slot++)
        if (slot_allocated(m, page, slot)) last = slot;
    uint32_t cells = last + BEHIND > AT_LEAST ? last + BEHIND : AT_LEAST;
    return cells < s->element_count ? cells : s->element_count;
}

void map_class_words(const struct view *v, uint32_t page, struct text *out) {
    const struct span *span = &v->m->spans[page];
    uint32_t size = span->element_size;
    bool is_large = size >= 10240 && size % 1024 == 0;
    text_addf(out, "%u %s %s", is_large ? size / 1024 : size, is_large ? "KiB" : "B",
              span->noscan ? "noscan" : "scan");
}

void map_place_words(const struct view *v, uint32_t page, struct text *out) {
    const struct machine *m = v->m;
    const struct span *s = &m->spans[page];
    uint32_t p = 0;
    while (p < m->config.procs && m->processors[p].current[span_class_of(s)] != page + 1) p++;
    bool is_cached = p < m->config.procs;
    bool unswept = s->set < SETS ? s->set % 2 != set_swept(m)
                                 : is_cached && m->processors[p].flushed != m->s->heap.sweepgen;
    if (is_cached) text_addf(out, unswept ? "P%u, " : "P%u", p);
    if (unswept) text_add(out, say(v, WORD_MAP_UNSWEPT));
    else if (!is_cached)
        text_add(out, say(v, s->set >= SET_FULL ? WORD_MAP_FULL : WORD_MAP_PARTIAL));
}

void map_span_words(const struct view *v, uint32_t page, struct text *out) {
    const struct span *s = &v->m->spans[page];
    map_class_words(v, page, out);
    text_addf(out, " · 0x%" PRIx64 " · ", page_address(page));
    text_addf(out, say(v, WORD_MAP_IN_USE), s->used_count, s->element_count);
    text_addf(out, " · ");
    text_addf(out, say(v, WORD_MAP_TAIL), map_tail(s));
    text_addf(out, " · ");
    map_place_words(v, page, out);
}

static enum word colour_word(enum colour colour) {
    static const enum word WORDS[] = {[COLOUR_FREE] = WORD_MAP_FREE,
                                      [COLOUR_WHITE] = WORD_MAP_WHITE,
                                      [COLOUR_GREY] = WORD_MAP_GREY,
                                      [COLOUR_BLACK] = WORD_MAP_BLACK,
                                      [COLOUR_MANUAL] = WORD_MAP_BLACK};
    return WORDS[colour];
}

void map_slot_words(const struct view *v, uint64_t address, struct text *out) {
    struct object o;
    struct object_view resident;
    if (!heap_find_slot(v->m, address, &o)) return;
    enum colour colour = inspect_slot_colour(v->m, o.span, o.slot);
    bool is_known = inspect_object(v->m, o.address, &resident) && resident.serial;
    if (is_known) inspect_object_name(v->m, o.address, out);
    else text_addf(out, "0x%" PRIx64, o.address);
    text_addf(out, " · %u B · %s · ", object_span(v->m, &o)->element_size,
              say(v, colour_word(colour)));
    text_addf(out, say(v, WORD_MAP_BITS_LONG), (unsigned)object_marked(v->m, &o),
              (unsigned)bit_get(span_allocations(v->m, o.span), o.slot));
}

/* Of what is too large for the next smaller class there is only one; of others there may be
 * several, and how many is not kept. */
uint32_t map_rounding(const struct machine *m, const struct object_view *o) {
    if (!o->serial || o->is_part || o->class_index == 0) return 0;
    uint32_t size = m->program->types[m->program->sites[o->site].type].size;
    return size > SIZE_CLASS[o->class_index - 1].size && size <= o->size ? o->size - size : 0;
}

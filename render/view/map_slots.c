/* The heap map from near: span by span, a box for each slot with whoever lives there. */
#include <math.h>
#include <stdio.h>

#include "machine/memory.h"
#include "view/map.h"

enum {
    HEAD_HEIGHT = 28, /* a line of words above each span */
    SPAN_GAP = 14,
    REST_HEIGHT = 26,
    LINE_GAP = 8,
    WITH_LETTERS = 24, /* cells as wide as this have room for a letter, ... */
    WITH_BITS = 56,    /* ... for a name and the bits, ... */
    WITH_SIZES = 224   /* ... for what was asked for */
};

/* A span on the whole map. */
struct block {
    struct map *map;
    uint32_t page;
    float y;         /* of its words, from the top of what is seen */
    uint32_t across; /* slots in a line */
    uint32_t cells;  /* slots that are shown: whole lines; those behind them are all free */
    float cell_w, cell_h;
};

static struct block block_of(const struct map *map, uint32_t page) {
    float width = px(map->v, (float)map->level.wide);
    uint32_t across = whole(map->inside.w / width), all = map->v->m->spans[page].element_count;
    if (across == 0) across = 1;
    uint32_t cells = (map_cells_worth_showing(map->v->m, page) + across - 1) / across * across;
    return (struct block){.page = page,
                          .across = across,
                          .cells = cells < all ? cells : all,
                          .cell_w = width,
                          .cell_h = px(map->v, (float)map->level.high)};
}

/* Behind the slots: how many are not shown, and the tail. */
static bool has_rest(const struct block *b, const struct span *span) {
    return b->cells < span->element_count || map_tail(span) > 0;
}

/* ... beside the last one if there is room, else in a line of its own. */
static bool has_line_of_rest(const struct block *b, const struct span *span) {
    return has_rest(b, span) && b->cells % b->across == 0;
}

static float line_height(const struct block *b, const struct view *v) {
    return b->cell_h + px(v, LINE_GAP);
}

static float block_height(const struct block *b, const struct view *v) {
    const struct span *span = &v->m->spans[b->page];
    uint32_t lines = (b->cells + b->across - 1) / b->across;
    float rest = has_line_of_rest(b, span) ? px(v, REST_HEIGHT) : 0;
    return px(v, HEAD_HEIGHT + SPAN_GAP) + (float)lines * line_height(b, v) + rest;
}

/* How far down page `until` begins; with a page behind the last: the height of all. */
static float height_before(const struct map *map, uint32_t until) {
    const struct machine *m = map->v->m;
    float sum = 0;
    for (uint32_t page = 0; page < m->s->heap.pages_used && page < until;
         page = map_next_page(m, page)) {
        if (!inspect_is_heap_span(m, page)) continue;
        struct block b = block_of(map, page);
        sum += block_height(&b, map->v);
    }
    return sum;
}

float map_slots_height(const struct map *map) {
    return height_before(map, UINT32_MAX);
}

float map_slots_place(const struct map *map, uint64_t address) {
    uint32_t page;
    const struct span *span = span_at(map->v->m, address, &page);
    if (!span || span->state != SPAN_HEAP) return 0;
    struct block b = block_of(map, page);
    uint32_t slot = span_slot(span, address - page_address(page));
    if (slot > b.cells) slot = b.cells;
    return height_before(map, page) + px(map->v, HEAD_HEIGHT) +
           (float)(slot / b.across) * line_height(&b, map->v);
}

/* ---- one slot ---- */

static struct box cell_box(const struct block *b, uint32_t slot) {
    const struct view *v = b->map->v;
    return (struct box){b->map->inside.x + (float)(slot % b->across) * b->cell_w,
                        b->map->inside.y + b->y + px(v, HEAD_HEIGHT) +
                            (float)(slot / b->across) * line_height(b, v),
                        b->cell_w - px(v, 3), b->cell_h};
}

static void draw_free_cell(const struct block *b, uint32_t slot) {
    draw_box(b->map->d, cell_box(b, slot), px(b->map->v, 3), b->map->v->theme->faint,
             (struct stroke){0});
}

/* The part of a slot's box in which one of those lives who share it. */
static struct box part_box(const struct block *b, const struct object_view *o, uint32_t slot) {
    const struct span *span = &b->map->v->m->spans[b->page];
    struct box cell = cell_box(b, slot);
    uint64_t start = map_slot_address(b->map->v->m, b->page, slot);
    float unit = cell.w / (float)span->element_size;
    return (struct box){cell.x + (float)(o->address - start) * unit, cell.y, (float)o->size * unit,
                        cell.h};
}

/* What was rounded up: crossed lines over the right end. */
static void draw_rounding(const struct block *b, const struct object_view *o, struct box box) {
    const struct view *v = b->map->v;
    uint32_t bytes = map_rounding(v->m, o);
    if (bytes == 0 || o->size == 0) return;
    float width = box.w * (float)bytes / (float)o->size, step = px(v, 6);
    struct stroke thin = {v->theme->vermillion, px(v, 1.2f), 0};
    draw_clip(b->map->d, (struct box){box.x + box.w - width, box.y, width, box.h});
    for (float x = box.x + box.w - width - box.h; x < box.x + box.w; x += step)
        draw_line(b->map->d, (struct point){x, box.y + box.h}, (struct point){x + box.h, box.y},
                  thin);
    draw_unclip(b->map->d);
}

static void draw_name(const struct block *b, const struct object_view *o, struct box box,
                      uint32_t colour) {
    const struct view *v = b->map->v;
    struct text words = {0};
    struct lettering l = {FONT_SANS_BOLD, TEXT_SMALL, colour};
    float room = box.w - px(v, 6), middle = box.x + box.w / 2;
    bool is_low = b->map->level.wide < WITH_BITS;
    if (o->serial) inspect_object_name(v->m, o->address, &words);
    if (words.length == 0 || (is_low && label_width(b->map->d, v, l, text_string(&words)) > room)) {
        text_clear(&words);
        if (o->colour != COLOUR_FREE) text_add(&words, colour_letter(v, o->colour));
    }
    l = lettering_to_fit(b->map->d, v, l, TEXT_SMALL - 2, room, text_string(&words));
    float y = box.y + (is_low ? box.h / 2 + px(v, 6) : px(v, 20));
    label_centre(b->map->d, v, (struct point){middle, y}, room, l, text_string(&words));
    text_free(&words);
}

/* The two bits of a slot, as they are: a slot that has been taken since the last sweep has no
 * allocation bit yet. */
static void draw_bits(const struct block *b, uint32_t slot, uint32_t colour) {
    const struct view *v = b->map->v;
    struct box cell = cell_box(b, slot);
    char words[64];
    unsigned mark = bit_get(span_marks(v->m, b->page), slot);
    unsigned allocation = bit_get(span_allocations(v->m, b->page), slot);
    snprintf(words, sizeof words, say(v, WORD_MAP_BITS), mark, allocation);
    label_centre(b->map->d, v,
                 (struct point){
                     cell.x + cell.w / 2,
                     cell.y + (b->map->level.wide >= WITH_SIZES ? px(v, 42) : cell.h - px(v, 10))},
                 cell.w - px(v, 2), (struct lettering){FONT_MONO, TEXT_SMALL, colour}, words);
}

static void draw_size(const struct block *b, const struct object_view *o, struct box box,
                      uint32_t colour) {
    const struct view *v = b->map->v;
    char words[64];
    uint32_t rounding = map_rounding(v->m, o);
    snprintf(words, sizeof words, say(v, WORD_MAP_SIZE), o->size - rounding, o->size);
    label_centre(b->map->d, v, (struct point){box.x + box.w / 2, box.y + box.h - px(v, 12)},
                 box.w - px(v, 4), (struct lettering){FONT_SANS, TEXT_SMALL, colour}, words);
}

static void draw_resident(void *user, const struct object_view *o) {
    const struct block *b = user;
    const struct view *v = b->map->v;
    const struct span *span = &v->m->spans[b->page];
    uint32_t slot = span_slot(span, o->address - page_address(b->page));
    struct object_look look = object_look(v, o->colour);
    struct box box = part_box(b, o, slot);
    if (changed_object(&v->changes, o->address, o->size)) cell_glow(b->map->d, v, box);
    draw_box(b->map->d, box, px(v, 3), look.fill, look.outline);
    draw_rounding(b, o, box);
    object_mark(b->map->d, v, box, o->colour, b->map->level.wide >= WITH_BITS);
    if (o->address - v->selected < o->size || v->selected - o->address < o->size)
        draw_box(b->map->d, box_inset(box, -px(v, 3)), px(v, 5), 0,
                 (struct stroke){v->theme->blue, px(v, 3), 0});
    if (b->map->level.wide >= WITH_LETTERS) draw_name(b, o, box, look.text);
    if (b->map->level.wide >= WITH_SIZES && !o->is_part) draw_size(b, o, box, look.text);
    draw_hit(b->map->d, box, COMMAND_SELECT, o->address, NULL);
}

static uint32_t text_on(const struct view *v, enum colour colour) {
    return colour == COLOUR_FREE ? v->theme->muted : object_look(v, colour).text;
}

static void draw_slot(struct block *b, uint32_t slot) {
    struct map *map = b->map;
    struct box cell = cell_box(b, slot);
    enum colour colour = inspect_slot_colour(map->v->m, b->page, slot);
    draw_free_cell(b, slot);
    inspect_slots_between(map->v->m, b->page, slot, slot + 1, draw_resident, b);
    if (map->level.wide >= WITH_BITS) draw_bits(b, slot, text_on(map->v, colour));
    if (!box_contains(cell, map->v->mouse)) return;
    map->address = map_slot_address(map->v->m, b->page, slot);
    map->over = cell;
}

/* ---- one span ---- */

/* Where a processor goes on looking for a slot. */
static void draw_next(const struct block *b) {
    const struct view *v = b->map->v;
    const struct span *span = &v->m->spans[b->page];
    if (span->free_index >= b->cells || span->set != SET_CACHED) return;
    struct box cell = cell_box(b, span->free_index);
    draw_box(b->map->d, (struct box){cell.x, cell.y + cell.h + px(v, 2), cell.w, px(v, 3)}, 0,
             v->theme->blue, (struct stroke){0});
}

/* Free slots that are not shown are told; so are the bytes behind the last slot, too few for
 * another one. */
static void draw_rest(const struct block *b) {
    const struct view *v = b->map->v;
    const struct span *span = &v->m->spans[b->page];
    struct text words = {0};
    if (!has_rest(b, span)) return;
    if (b->cells < span->element_count)
        text_addf(&words, say(v, WORD_MAP_MORE_FREE), span->element_count - b->cells);
    if (b->cells < span->element_count && map_tail(span)) text_add(&words, " · ");
    if (map_tail(span)) text_addf(&words, say(v, WORD_MAP_TAIL), map_tail(span));
    struct box cell = cell_box(b, b->cells);
    float room = b->map->inside.x + b->map->inside.w - cell.x;
    float y = cell.y + (has_line_of_rest(b, span) ? px(v, 18) : cell.h / 2 + px(v, 6));
    label_left(b->map->d, v, (struct point){cell.x + px(v, 4), y}, room,
               (struct lettering){FONT_SANS, TEXT_SMALL, v->theme->muted}, text_string(&words));
    text_free(&words);
}

static void draw_block(struct block *b) {
    struct map *map = b->map;
    const struct view *v = map->v;
    struct text words = {0};
    map_span_words(v, b->page, &words);
    label_left(map->d, v, (struct point){map->inside.x, map->inside.y + b->y + px(v, 18)},
               map->inside.w, (struct lettering){FONT_SANS, TEXT_SMALL, v->theme->muted},
               text_string(&words));
    text_free(&words);
    float lines = -(b->y + px(v, HEAD_HEIGHT)) / line_height(b, v);
    uint32_t first = whole(lines) * b->across;
    for (uint32_t slot = first; slot < b->cells; slot++) {
        if (cell_box(b, slot).y > map->inside.y + map->inside.h) break;
        draw_slot(b, slot);
    }
    draw_next(b);
    draw_rest(b);
}

void map_slots_draw(struct map *map) {
    const struct machine *m = map->v->m;
    float y = -map->top;
    draw_clip(map->d, map->inside);
    for (uint32_t page = 0; page < m->s->heap.pages_used; page = map_next_page(m, page)) {
        if (!inspect_is_heap_span(m, page)) continue;
        struct block b = block_of(map, page);
        float height = block_height(&b, map->v);
        b.map = map;
        b.y = y;
        if (y + height > 0 && y < map->inside.h) draw_block(&b);
        y += height;
    }
    draw_unclip(map->d);
}

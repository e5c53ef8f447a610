/* The object graph: every object at its place for the whole run, arrows for the pointers. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "machine/check/check.h"
#include "machine/gc/generation.h"
#include "machine/memory.h"
#include "view/panels.h"
#include "view/widget.h"

enum { OBJECT_WIDTH = 136, OBJECT_HEIGHT = 68 };

/* An object of this step, and where it is drawn. */
struct node {
    struct object_view o;
    struct box box;
    bool reachable;
};

struct scene {
    struct draw *d;
    const struct view *v;
    struct box area;
    struct node nodes[CENSUS_OBJECTS];
    uint32_t count;
    float cell_w, cell_h; /* of the grid */
    float w, h;           /* of an object */
};

/* ---- places ---- */

static void find_cell_size(struct scene *s) {
    const struct graph_layout *g = s->v->graph;
    float columns = (float)(g->columns ? g->columns : 1), rows = (float)(g->rows ? g->rows : 1);
    s->cell_w = fminf(s->area.w / columns, px(s->v, OBJECT_WIDTH * 1.75f));
    s->cell_h = fminf(s->area.h / rows, px(s->v, OBJECT_HEIGHT * 1.8f));
    s->w = fminf(px(s->v, OBJECT_WIDTH), s->cell_w * 0.74f);
    s->h = fminf(px(s->v, OBJECT_HEIGHT), s->cell_h * 0.66f);
}

static struct box place_of(const struct scene *s, uint32_t serial) {
    const struct graph_layout *g = s->v->graph;
    struct cell c = g->cells[serial];
    float left = s->area.x + (s->area.w - s->cell_w * (float)g->columns) / 2;
    float top = s->area.y + (s->area.h - s->cell_h * (float)g->rows) / 2;
    return (struct box){left + ((float)c.column + 0.5f) * s->cell_w - s->w / 2,
                        top + ((float)c.row + 0.5f) * s->cell_h - s->h / 2, s->w, s->h};
}

static void add_node(void *user, const struct object_view *o) {
    struct scene *s = user;
    if (o->serial == 0 || o->serial > s->v->graph->objects || s->count == CENSUS_OBJECTS) return;
    s->nodes[s->count++] = (struct node){.o = *o, .box = place_of(s, o->serial)};
}

/* Ghosts of objects whose span is free again are not among the objects; the census knows them. */
static bool has_node(const struct scene *s, uint32_t serial) {
    for (uint32_t i = 0; i < s->count; i++)
        if (s->nodes[i].o.serial == serial) return true;
    return false;
}

static void add_lonely_ghosts(struct scene *s) {
    const struct machine *m = s->v->m;
    if (!m->tags) return;
    for (uint32_t page = 0; page < m->s->heap.pages_used; page++) {
        if (m->span_of[page]) continue;
        for (uint32_t word = 0; word < PAGE_WORDS; word++) {
            struct object_view o;
            uint64_t address = page_address(page) + word * WORD;
            if (m->tags[(size_t)page * PAGE_WORDS + word].serial == 0) continue;
            if (inspect_object(m, address, &o) && !has_node(s, o.serial)) add_node(s, &o);
        }
    }
}

/* Who shares a tiny block is kept by whatever keeps the block. */
static bool is_reachable(const struct machine *m, const struct object_view *o) {
    struct object slot;
    if (o->colour == COLOUR_FREE) return false;
    if (o->manual) return !o->leaked;
    return heap_find(m, o->address, &slot) && check_is_reachable(m, slot.address);
}

static void find_reachable(struct scene *s) {
    check_reachable(s->v->m, NULL, NULL);
    for (uint32_t i = 0; i < s->count; i++)
        s->nodes[i].reachable = is_reachable(s->v->m, &s->nodes[i].o);
}

static const struct node *node_at(const struct scene *s, uint64_t address) {
    for (uint32_t i = 0; i < s->count; i++) {
        const struct object_view *o = &s->nodes[i].o;
        if (address - o->address < (o->size ? o->size : 1)) return &s->nodes[i];
    }
    return NULL;
}

/* ---- objects ---- */

static void draw_glow(struct scene *s, struct box b) {
    float by = px(s->v, 6);
    draw_box(s->d, box_inset(b, -by), px(s->v, 13), with_alpha(s->v->theme->blue, 0x38),
             (struct stroke){s->v->theme->blue, px(s->v, 2.5f), 0});
}

/* A broken ring: nothing leads here any more. */
static void draw_unreachable(struct scene *s, struct box b) {
    draw_box(s->d, box_inset(b, -px(s->v, 5)), px(s->v, 12), 0,
             (struct stroke){s->v->theme->muted, px(s->v, 2), px(s->v, 6)});
}

static const char *letter_of(enum colour colour) {
    return colour == COLOUR_WHITE    ? "W"
           : colour == COLOUR_GREY   ? "G"
           : colour == COLOUR_BLACK  ? "B"
           : colour == COLOUR_MANUAL ? "C"
                                     : "";
}

/* Whether the name needs the upper corner, so that the colour's letter has the lower one. */
static bool is_low(const struct view *v, struct box b) {
    return b.h < px(v, 60);
}

/* Its name; if it is tall enough, what a string says, or the end of the address, below it. */
static void draw_names(struct scene *s, const struct node *n, uint32_t colour, bool tall) {
    const struct view *v = s->v;
    struct text name = {0}, second = {0};
    struct point centre = box_centre(n->box);
    float room = n->box.w - px(v, 12);
    struct lettering bold = {FONT_SANS_BOLD, tall ? TEXT_BODY + 1 : TEXT_SMALL - 1, colour};
    inspect_object_name(v->m, n->o.address, &name);
    bold = lettering_to_fit(s->d, v, bold, TEXT_SMALL - 3, room, text_string(&name));
    if (n->o.colour == COLOUR_FREE || !inspect_bytes(v->m, &n->o, &second))
        text_addf(&second, "…%04" PRIx64, n->o.address & 0xffff);
    label_centre(s->d, v, (struct point){centre.x, centre.y + px(v, tall ? -1 : 5)}, room, bold,
                 text_string(&name));
    if (tall)
        label_centre(s->d, v, (struct point){centre.x, centre.y + px(v, 19)},
                     room - (is_low(v, n->box) ? px(v, 24) : 0), /* beside the colour's letter */
                     (struct lettering){FONT_MONO, TEXT_SMALL - 1, colour}, text_string(&second));
    text_free(&name);
    text_free(&second);
}

/* Generations: a dot in the corner of a young object; an old one that is remembered has a ring. */
static void draw_generation(struct scene *s, struct point at, bool young) {
    const struct view *v = s->v;
    float size = px(v, 11);
    struct box dot = {at.x, at.y, size, size};
    uint32_t colour = young ? v->theme->green : v->theme->vermillion;
    draw_box(s->d, dot, size / 2, young ? colour : v->theme->panel,
             (struct stroke){young ? v->theme->panel : colour, px(v, young ? 1.5f : 3), 0});
}

static void draw_node(struct scene *s, const struct node *n) {
    const struct view *v = s->v;
    struct object_look look = object_look(v, n->o.colour);
    bool tall = n->box.h >= px(v, 44);
    if (n->o.colour != COLOUR_FREE && !n->reachable) draw_unreachable(s, n->box);
    if (changed_object(&v->changes, n->o.address, n->o.size)) draw_glow(s, n->box);
    object_box(s->d, v, n->box, px(v, 9), n->o.colour, true);
    draw_names(s, n, look.text, tall);
    struct point left = {n->box.x - px(v, 4), n->box.y - px(v, 4)};
    if (n->o.young || n->o.remembered) draw_generation(s, left, n->o.young);
    if (!tall || n->box.w <= px(v, 80)) return;
    bool low = is_low(v, n->box);
    struct point corner = {n->box.x + n->box.w - px(v, low ? 5 : 7),
                           low ? n->box.y + n->box.h - px(v, 5) : n->box.y + px(v, 16)};
    label_right(s->d, v, corner, 0, (struct lettering){FONT_SANS, 12, look.text},
                letter_of(n->o.colour));
}

/* ---- arrows ---- */

/* Where the line from `from` to the box's middle meets its edge, a little outside. */
static struct point edge_towards(struct box b, struct point from, float gap) {
    struct point c = box_centre(b);
    float dx = from.x - c.x, dy = from.y - c.y;
    float half_w = b.w / 2 + gap, half_h = b.h / 2 + gap;
    if (dx == 0 && dy == 0) return c;
    float t = fminf(dx != 0 ? half_w / fabsf(dx) : 1e9f, dy != 0 ? half_h / fabsf(dy) : 1e9f);
    return (struct point){c.x + dx * t, c.y + dy * t};
}

static bool between(const struct scene *s, const struct node *a, const struct node *b) {
    struct point p = box_centre(a->box), q = box_centre(b->box);
    for (uint32_t i = 0; i < s->count; i++) {
        const struct node *n = &s->nodes[i];
        if (n == a || n == b) continue;
        for (int k = 1; k < 16; k++) {
            float t = (float)k / 16;
            if (box_contains(n->box, (struct point){p.x + (q.x - p.x) * t, p.y + (q.y - p.y) * t}))
                return true;
        }
    }
    return false;
}

static bool points_back(const struct scene *s, const struct node *from, const struct node *to) {
    if (to->o.colour == COLOUR_FREE || to->o.noscan) return false;
    for (uint32_t at = 0; at < to->o.size; at += WORD) {
        uint64_t place = to->o.address + at;
        if (inspect_place_is_pointer(s->v->m, place) &&
            node_at(s, word_read(s->v->m, place)) == from)
            return true;
    }
    return false;
}

static void self_arrow(struct scene *s, struct box b, struct stroke line, float head) {
    float right = b.x + b.w, top = b.y, by = px(s->v, 26);
    struct point p[4] = {{right - px(s->v, 22), top - px(s->v, 2)},
                         {right - px(s->v, 16), top - by},
                         {right + by, top + px(s->v, 4)},
                         {right + px(s->v, 2), top + px(s->v, 22)}};
    draw_curve(s->d, p, line, head);
}

/* Into the next row, where others stand in the straight way: through the gap between the rows. */
static bool arrow_between_rows(struct scene *s, struct box from, struct box to, struct stroke line,
                               float head) {
    bool down = to.y > from.y;
    float way = fabsf(to.y - from.y), gap = px(s->v, 2);
    if (way < s->cell_h * 0.5f || way > s->cell_h * 1.5f) return false;
    struct point a = {from.x + from.w / 2, down ? from.y + from.h + gap : from.y - gap};
    struct point b = {to.x + to.w / 2, down ? to.y - gap : to.y + to.h + gap};
    float middle = (a.y + b.y) / 2;
    struct point p[4] = {a, {a.x, middle}, {b.x, middle}, b};
    draw_curve(s->d, p, line, fminf(head, fabsf(b.y - a.y) * 0.6f));
    return true;
}

/* Likewise into the next column, through the gap between the columns. */
static bool arrow_between_columns(struct scene *s, struct box from, struct box to,
                                  struct stroke line, float head) {
    bool right = to.x > from.x;
    float way = fabsf(to.x - from.x), gap = px(s->v, 2);
    if (way < s->cell_w * 0.5f || way > s->cell_w * 1.5f) return false;
    struct point a = {right ? from.x + from.w + gap : from.x - gap, from.y + from.h / 2};
    struct point b = {right ? to.x - gap : to.x + to.w + gap, to.y + to.h / 2};
    float middle = (a.x + b.x) / 2;
    struct point p[4] = {a, {middle, a.y}, {middle, b.y}, b};
    draw_curve(s->d, p, line, fminf(head, fabsf(b.x - a.x) * 0.6f));
    return true;
}

/* Straight if nothing is in the way; else, or if there is an arrow back, in a bow. */
static void draw_arrow(struct scene *s, const struct node *from, const struct node *to,
                       struct stroke line) {
    float head = px(s->v, 12), gap = px(s->v, 2);
    if (from == to) {
        self_arrow(s, from->box, line, head);
        return;
    }
    struct point a = box_centre(from->box), b = box_centre(to->box);
    bool blocked = between(s, from, to);
    if (blocked && arrow_between_rows(s, from->box, to->box, line, head)) return;
    if (blocked && arrow_between_columns(s, from->box, to->box, line, head)) return;
    float bow = blocked ? 0.42f : points_back(s, from, to) ? 0.16f : 0;
    struct point middle = {(a.x + b.x) / 2 + (b.y - a.y) * bow,
                           (a.y + b.y) / 2 - (b.x - a.x) * bow};
    float reach = px(s->v, 90) / (fabsf(b.x - a.x) + fabsf(b.y - a.y) + 1);
    if (bow > 0.3f && reach < 1) {
        middle.x = (a.x + b.x) / 2 + (b.y - a.y) * fminf(bow, reach);
        middle.y = (a.y + b.y) / 2 - (b.x - a.x) * fminf(bow, reach);
    }
    struct point start = edge_towards(from->box, middle, gap),
                 end = edge_towards(to->box, middle, gap);
    struct point p[4] = {
        start,
        {start.x + (middle.x - start.x) * 0.66f, start.y + (middle.y - start.y) * 0.66f},
        {end.x + (middle.x - end.x) * 0.66f, end.y + (middle.y - end.y) * 0.66f},
        end};
    draw_curve(s->d, p, line, head);
}

static void draw_pointers(struct scene *s, const struct node *n) {
    const struct view *v = s->v;
    if (n->o.colour == COLOUR_FREE || n->o.noscan) return;
    for (uint32_t at = 0; at < n->o.size; at += WORD) {
        uint64_t place = n->o.address + at;
        if (!inspect_place_is_pointer(v->m, place)) continue;
        const struct node *to = node_at(s, word_read(v->m, place));
        if (!to) continue;
        bool changed = changed_word(&v->changes, place);
        uint32_t colour = changed        ? v->theme->blue
                          : n->reachable ? v->theme->text
                                         : v->theme->ghost;
        draw_arrow(s, n, to, (struct stroke){colour, px(v, changed ? 3.5f : 2), 0});
    }
}

static struct point curve_at(const struct point p[4], float t) {
    float u = 1 - t, a = u * u * u, b = 3 * u * u * t, c = 3 * u * t * t, e = t * t * t;
    return (struct point){a * p[0].x + b * p[1].x + c * p[2].x + e * p[3].x,
                          a * p[0].y + b * p[1].y + c * p[2].y + e * p[3].y};
}

/* How much of a curve runs over objects other than the one it leads to. */
static uint32_t cost_of(const struct scene *s, const struct point p[4], const struct node *to) {
    uint32_t cost = 0;
    for (int k = 1; k < 32; k++) {
        struct point at = curve_at(p, (float)k / 32);
        for (uint32_t i = 0; i < s->count; i++)
            cost +=
                &s->nodes[i] != to && box_contains(box_inset(s->nodes[i].box, -px(s->v, 3)), at);
    }
    return cost;
}

/* The ways into an object: from the left, or through the gap above or below its row. */
enum { WAYS = 5 };

static void way_into(const struct scene *s, struct point from, struct box to, int way,
                     struct point p[4]) {
    float gap = (s->cell_h - s->h) * 0.5f, left = s->area.x - px(s->v, 20);
    struct point end = {to.x - px(s->v, 3), to.y + to.h * (way == 1   ? 0.24f
                                                           : way == 2 ? 0.76f
                                                                      : 0.5f)};
    float reach = fmaxf((end.x - from.x) * 0.5f, px(s->v, 40));
    p[0] = from;
    p[1] = (struct point){from.x + reach, from.y};
    p[2] = (struct point){end.x - reach, end.y};
    p[3] = end;
    if (way < 3 && from.y > s->area.y + s->area.h) { /* up between the panels, past the heap map */
        p[1] = (struct point){from.x + px(s->v, 26), from.y};
        p[2] = (struct point){from.x + px(s->v, 26), end.y};
    }
    if (way < 3) return;
    float side = way == 3 ? -1 : 1, edge = to.y + to.h / 2 + side * to.h / 2;
    p[1] = (struct point){fmaxf(left, from.x + px(s->v, 40)), edge + side * gap * 1.1f};
    p[2] = (struct point){to.x + to.w * 0.2f, edge + side * gap * 1.5f};
    p[3] = (struct point){to.x + to.w * 0.5f, edge + side * px(s->v, 3)};
}

/* From a stack slot or a global, in its goroutine's colour, around other objects where it can. */
static void draw_root_arrow(struct scene *s, const struct anchor *a) {
    const struct node *to = node_at(s, a->word);
    struct point best[4], p[4];
    uint32_t best_cost = UINT32_MAX;
    if (!to) return;
    for (int way = 0; way < WAYS; way++) {
        way_into(s, a->at, to->box, way, p);
        uint32_t cost = cost_of(s, p, to);
        if (cost >= best_cost) continue;
        best_cost = cost;
        for (int i = 0; i < 4; i++) best[i] = p[i];
    }
    struct stroke line = {a->colour, px(s->v, a->changed ? 4 : 2), 0};
    if (a->dangling)
        line =
            (struct stroke){s->v->theme->vermillion, px(s->v, a->changed ? 4 : 2.5f), px(s->v, 8)};
    draw_curve(s->d, best, line, px(s->v, 12));
}

/* ---- the pointer that the barrier saves ---- */

static void draw_barrier(struct scene *s) {
    const struct session *session = s->v->session;
    for (uint32_t i = 0; i < session->event_count; i++) {
        const struct event *e = &session->events[i];
        if (e->kind != EVENT_BARRIER_OLD && e->kind != EVENT_BARRIER_NEW) continue;
        const struct node *to = node_at(s, e->b);
        if (!to) continue;
        const char *words = e->kind == EVENT_BARRIER_OLD ? "barrier shades the old value"
                                                         : "barrier shades the new value";
        struct lettering l = {FONT_SANS_BOLD, TEXT_SMALL, s->v->theme->orange};
        label_centre(s->d, s->v,
                     (struct point){to->box.x + to->box.w / 2, to->box.y - px(s->v, 14)}, 0, l,
                     words);
        draw_box(s->d, box_inset(to->box, -px(s->v, 6)), px(s->v, 13), 0,
                 (struct stroke){s->v->theme->orange, px(s->v, 3), px(s->v, 7)});
    }
}

static void draw_lost(struct scene *s) {
    const struct machine *m = s->v->m;
    for (uint32_t i = 0; i < m->program->reference_count; i++) {
        const struct node *n = node_at(s, m->watches[i].address);
        if (!n || !(m->watches[i].flags & WATCH_LOST) || n->o.serial != m->watches[i].serial)
            continue;
        struct box b = box_inset(n->box, -px(s->v, 5));
        struct stroke line = {s->v->theme->vermillion, px(s->v, 4), 0};
        draw_line(s->d, (struct point){b.x, b.y}, (struct point){b.x + b.w, b.y + b.h}, line);
        draw_line(s->d, (struct point){b.x, b.y + b.h}, (struct point){b.x + b.w, b.y}, line);
        label_centre(s->d, s->v, (struct point){b.x + b.w / 2, b.y + b.h + px(s->v, 20)}, 0,
                     (struct lettering){FONT_SANS_BOLD, TEXT_SMALL, s->v->theme->vermillion},
                     "lost: in use, but not marked");
    }
}

/* ---- the legend ---- */

static void legend_entry(struct scene *s, float *x, float y, enum colour colour, bool ring,
                         const char *words) {
    const struct view *v = s->v;
    struct object_look look = object_look(v, colour);
    struct lettering l = {FONT_SANS, TEXT_SMALL, v->theme->muted};
    struct box b = {*x, y - px(v, 13), px(v, 22), px(v, 15)};
    if (ring) b = box_inset(b, px(v, 1));
    draw_box(s->d, b, px(v, 4), look.fill, look.outline);
    if (ring)
        draw_box(s->d, box_inset(b, -px(v, 3.5f)), px(v, 6), 0,
                 (struct stroke){v->theme->muted, px(v, 1.5f), px(v, 4)});
    label_left(s->d, v, (struct point){*x + px(v, 30), y}, 0, l, words);
    *x += px(v, 30) + label_width(s->d, v, l, words) + px(v, 20);
}

static void legend_generation(struct scene *s, float *x, float y, bool young, const char *words) {
    const struct view *v = s->v;
    struct lettering l = {FONT_SANS, TEXT_SMALL, v->theme->muted};
    draw_generation(s, (struct point){*x, y - px(v, 11)}, young);
    label_left(s->d, v, (struct point){*x + px(v, 18), y}, 0, l, words);
    *x += px(v, 18) + label_width(s->d, v, l, words) + px(v, 20);
}

/* Behind the title. */
static void draw_generations(struct scene *s, struct box b) {
    float x = b.x + px(s->v, 180), y = b.y + px(s->v, 32);
    legend_generation(s, &x, y, true, "young");
    legend_generation(s, &x, y, false, "remembered");
}

/* At the right: at the left, arrows from the stacks come in. */
static void draw_legend(struct scene *s, struct box b) {
    enum { LEGEND_WIDTH = 480, MANUAL_WIDTH = 340, BOTH_WIDTH = 600 };
    bool manual = s->v->m->c_arena, go = view_shows_go_heap(s->v);
    float width = !manual ? LEGEND_WIDTH : go ? BOTH_WIDTH : MANUAL_WIDTH;
    float x = b.x + b.w - px(s->v, width), y = b.y + b.h - px(s->v, 4);
    if (manual) legend_entry(s, &x, y, COLOUR_MANUAL, false, "malloc");
    if (go) {
        legend_entry(s, &x, y, COLOUR_WHITE, false, "white");
        legend_entry(s, &x, y, COLOUR_GREY, false, "grey");
        legend_entry(s, &x, y, COLOUR_BLACK, false, "black");
    }
    legend_entry(s, &x, y, go ? COLOUR_WHITE : COLOUR_MANUAL, true, "unreachable");
    legend_entry(s, &x, y, COLOUR_FREE, false, "freed");
}

static void count_colours(const struct scene *s, char *out, size_t size) {
    uint32_t live = 0, grey = 0;
    for (uint32_t i = 0; i < s->count; i++) {
        live += s->nodes[i].o.colour != COLOUR_FREE;
        grey += s->nodes[i].o.colour == COLOUR_GREY;
    }
    int length = snprintf(out, size, "%u object%s", live, live == 1 ? "" : "s");
    if (gc_marking(s->v->m)) snprintf(out + length, size - (size_t)length, ", %u grey", grey);
}

void panel_heap(struct draw *d, const struct view *v, struct box b) {
    const struct anchors *anchors = v->anchors;
    struct scene s = {.d = d, .v = v};
    char remark[64];
    bool too_many = v->session->census.overflow;
    s.area = (struct box){b.x + px(v, 40), b.y + px(v, PANEL_HEAD + 8), b.w - px(v, 64),
                          b.h - px(v, PANEL_HEAD + 48)};
    find_cell_size(&s);
    if (!too_many) {
        inspect_objects(v->m, add_node, &s);
        add_lonely_ghosts(&s);
        find_reachable(&s);
    }
    count_colours(&s, remark, sizeof remark);
    struct box inside = panel_frame(d, v, b, say(v, WORD_PANEL_HEAP), too_many ? "" : remark);
    draw_legend(&s, inside);
    if (is_generational(v->m)) draw_generations(&s, b);
    if (too_many)
        label_left(d, v, (struct point){inside.x, inside.y + px(v, 24)}, inside.w,
                   (struct lettering){FONT_SANS, TEXT_BODY, v->theme->muted},
                   "More objects than can be read as a graph: see the heap map.");
    else if (s.count == 0)
        label_centre(d, v, box_centre(s.area), 0,
                     (struct lettering){FONT_SANS, TEXT_BODY, v->theme->muted},
                     "nothing on the heap");
    for (uint32_t i = 0; i < s.count; i++) draw_pointers(&s, &s.nodes[i]);
    for (uint32_t i = 0; i < s.count; i++) draw_node(&s, &s.nodes[i]);
    for (uint32_t i = 0; i < anchors->count; i++) draw_root_arrow(&s, &anchors->list[i]);
    draw_barrier(&s);
    draw_lost(&s);
}

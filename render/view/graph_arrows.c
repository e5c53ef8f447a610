/* Arrows of the object graph: who points to whom, along ways that nobody stands in. */
#include <math.h>
#include <stdlib.h>

#include "machine/memory.h"
#include "view/graph_scene.h"

enum { ARROWS_MAX = 384, LANES_MAX = 3 * ARROWS_MAX };
/* In units. */
enum { HEAD = 12, PORT_APART = 13, LANE_APART = 8, ROUND = 11, GAP = 3, OUTSIDE = 14 };

enum arrow_kind { ARROW_HEAP, ARROW_ROOT };

struct arrow {
    const struct node *from; /* NULL: an anchor */
    const struct anchor *anchor;
    const struct node *to;
    uint64_t place; /* of the pointer; 0: unknown */
    struct stroke line;
    bool barrier;
    struct route route;
    float start, end;       /* where it leaves and reaches its objects: x or y at their side */
    float lanes[BENDS_MAX]; /* x of its upright parts, y of its level ones, in between */
};

struct web {
    struct scene *s;
    struct lattice lattice;
    struct arrow arrows[ARROWS_MAX];
    uint32_t count;
};

/* ---- geometry ---- */

static bool is_level(enum heading h) {
    return h == HEADING_RIGHT || h == HEADING_LEFT;
}

static float column_x(const struct scene *s, uint32_t column) {
    return s->left + (float)column * s->cell_w / 2;
}

static float row_y(const struct scene *s, uint32_t row) {
    return s->top + (float)row * s->cell_h / 2;
}

static uint32_t parts_of(const struct arrow *a) {
    return a->route.count - 1;
}

/* ---- gathering ---- */

static struct arrow *find_arrow(struct web *w, const struct node *from, const struct node *to) {
    for (uint32_t i = 0; i < w->count; i++)
        if (w->arrows[i].from == from && w->arrows[i].to == to) return &w->arrows[i];
    return NULL;
}

static void add_arrow(struct web *w, struct arrow a) {
    if (w->count < ARROWS_MAX) w->arrows[w->count++] = a;
}

static struct stroke heap_line(const struct scene *s, const struct node *from, bool changed) {
    struct stroke line = arrow_stroke(s->v, changed ? ARROW_WRITTEN : ARROW_IN_HEAP);
    if (!changed && !from->reachable) line.colour = s->v->theme->ghost;
    return line;
}

/* Several pointers from one object to another are one arrow. */
static void gather_from_node(struct web *w, const struct node *n) {
    struct scene *s = w->s;
    const struct machine *m = s->v->m;
    if (is_ghost(n) || n->o.noscan) return;
    for (uint32_t at = 0; at < n->o.size; at += WORD) {
        uint64_t place = n->o.address + at;
        if (!inspect_place_is_pointer(m, place)) continue;
        const struct node *to = node_at(s, word_read(m, place));
        if (!to) continue;
        bool changed = changed_word(&s->v->changes, place);
        struct arrow *same = find_arrow(w, n, to);
        if (same && changed) same->line = heap_line(s, n, true);
        if (same) continue;
        add_arrow(w, (struct arrow){
                         .from = n, .to = to, .place = place, .line = heap_line(s, n, changed)});
    }
}

static void gather_from_anchor(struct web *w, const struct anchor *a) {
    const struct view *v = w->s->v;
    const struct node *to = node_at(w->s, a->word);
    if (!to) return;
    struct stroke line = arrow_stroke(v, a->dangling ? ARROW_DANGLING : ARROW_FROM_STACK);
    if (!a->dangling) line.colour = a->colour;
    if (a->changed) line.width = px(v, 4);
    add_arrow(w, (struct arrow){.anchor = a, .to = to, .place = a->place, .line = line});
}

/* The arrow that a place has, or had, or is about to have: drawn as the barrier's. */
static void gather_barrier(struct web *w, uint64_t place, const struct node *to) {
    const struct view *v = w->s->v;
    const struct anchors *anchors = w->s->anchors;
    struct arrow a = {.from = node_at(w->s, place), .to = to, .place = place};
    for (uint32_t i = 0; anchors && !a.from && i < anchors->count; i++)
        if (anchors->list[i].place == place) a.anchor = &anchors->list[i];
    for (uint32_t i = 0; i < w->count; i++) {
        struct arrow *b = &w->arrows[i];
        if (b->to != to || (a.from ? b->from != a.from : b->place != place)) continue;
        b->line = arrow_stroke(v, ARROW_OF_BARRIER);
        b->barrier = true;
        return;
    }
    a.line = arrow_stroke(v, ARROW_OF_BARRIER);
    a.barrier = true;
    if (a.from || a.anchor) add_arrow(w, a);
}

static void gather_barriers(struct web *w) {
    const struct session *session = w->s->v->session;
    for (uint32_t i = 0; i < session->event_count; i++) {
        const struct event *e = &session->events[i];
        if (e->kind != EVENT_BARRIER_OLD && e->kind != EVENT_BARRIER_NEW) continue;
        const struct node *to = node_at(w->s, e->b);
        if (to) gather_barrier(w, e->a, to);
    }
}

static void gather(struct web *w) {
    struct scene *s = w->s;
    const struct anchors *anchors = s->anchors;
    for (uint32_t i = 0; i < s->count; i++) gather_from_node(w, &s->nodes[i]);
    for (uint32_t i = 0; anchors && i < anchors->count; i++)
        gather_from_anchor(w, &anchors->list[i]);
    if (!s->v->uncoloured) gather_barriers(w);
}

/* ---- what the user wants to see ---- */

enum touches { TOUCHES_NOTHING, LEAVES_SELECTED, ENTERS_SELECTED };

/* What an arrow has to do with what is selected: an object, or a word that holds a pointer. */
static enum touches touches(const struct scene *s, const struct arrow *a) {
    if (!s->v->selected) return TOUCHES_NOTHING;
    if (a->place == s->v->selected || (a->from && is_selected(s, a->from))) return LEAVES_SELECTED;
    return is_selected(s, a->to) ? ENTERS_SELECTED : TOUCHES_NOTHING;
}

static bool is_wanted(const struct scene *s, const struct arrow *a) {
    if (a->barrier) return true;
    switch (s->v->look->arrows) {
    case ARROWS_OF_SELECTED: return touches(s, a) != TOUCHES_NOTHING;
    case ARROWS_FROM_ROOTS: return !a->from;
    case ARROWS_NONE: return false;
    default: return true;
    }
}

static void leave_out(struct web *w) {
    uint32_t kept = 0;
    for (uint32_t i = 0; i < w->count; i++)
        if (is_wanted(w->s, &w->arrows[i])) w->arrows[kept++] = w->arrows[i];
    w->count = kept;
}

/* Out of the selected: thick. Into it: thick, in long dashes. All others are faint then. */
static void show_selected(struct web *w) {
    const struct view *v = w->s->v;
    bool any = false;
    for (uint32_t i = 0; i < w->count; i++) any |= touches(w->s, &w->arrows[i]) != TOUCHES_NOTHING;
    for (uint32_t i = 0; any && i < w->count; i++) {
        struct arrow *a = &w->arrows[i];
        enum touches how = touches(w->s, a);
        if (a->barrier) continue;
        if (how == LEAVES_SELECTED) a->line = arrow_stroke(v, ARROW_FROM_SELECTED);
        else if (how == ENTERS_SELECTED) a->line = arrow_stroke(v, ARROW_TO_SELECTED);
        else a->line.colour = with_alpha(v->theme->ghost, 0x70);
    }
}

/* ---- ways ---- */

static bool comes_from_right(const struct scene *s, const struct anchor *a) {
    return a->at.x > s->panel.x + s->panel.w;
}

/* Whether an arrow can lead straight up or down: there is room for its head. */
static bool is_next_row(const struct scene *s, const struct arrow *a) {
    struct cell from = a->from->cell, to = a->to->cell;
    return from.column == to.column && abs(from.row - to.row) == 1 &&
           s->cell_h - s->h > px(s->v, HEAD);
}

static void find_route(struct web *w, struct arrow *a) {
    const struct scene *s = w->s;
    if (a->from == a->to) return;
    if (a->from && is_next_row(s, a)) {
        a->route = (struct route){{knot_of(a->from->cell), knot_of(a->to->cell)}, 2};
    } else if (a->from) route_between(&w->lattice, a->from->cell, a->to->cell, &a->route);
    else
        route_from_outside(&w->lattice, comes_from_right(s, a->anchor),
                           (a->anchor->at.y - s->top) / (s->cell_h / 2), a->to->cell, &a->route);
}

/* ---- ports: several arrows at one side of an object stand apart ---- */

struct port {
    const struct node *node;
    enum heading side; /* seen from the middle of the object */
    float key;         /* their order along the side */
    float *place;
};

/* Where an arrow goes from its end, along the side: `near`, `next` are its second and third knot
 * from there. */
static float port_key(enum heading side, struct knot near, struct knot next) {
    return is_level(side) ? (near.row == next.row ? near.row : next.row)
                          : (near.column == next.column ? near.column : next.column);
}

static struct port start_port(struct arrow *a) {
    const struct route *r = &a->route;
    enum heading side = route_heading(r, 0);
    struct knot next = r->knots[r->count > 2 ? 2 : 1];
    return (struct port){a->from, side, port_key(side, r->knots[1], next), &a->start};
}

static struct port end_port(const struct scene *s, struct arrow *a) {
    const struct route *r = &a->route;
    enum heading side = (route_heading(r, parts_of(a) - 1) + 2) % 4;
    struct knot next = r->knots[r->count > 2 ? r->count - 3 : 0];
    float key = port_key(side, r->knots[r->count - 2], next);
    if (!a->from && r->count == 2) key = (a->anchor->at.y - s->top) / (s->cell_h / 2);
    return (struct port){a->to, side, key, &a->end};
}

static bool is_before(const struct port *ports, uint32_t a, uint32_t b) {
    return ports[a].key != ports[b].key ? ports[a].key < ports[b].key : a < b;
}

static void place_port(const struct scene *s, const struct port *ports, uint32_t count,
                       uint32_t which) {
    const struct port *p = &ports[which];
    uint32_t all = 0, rank = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (ports[i].node != p->node || ports[i].side != p->side) continue;
        all++;
        rank += is_before(ports, i, which);
    }
    struct box b = p->node->box;
    bool level = is_level(p->side);
    float apart = fminf(px(s->v, PORT_APART), (level ? b.h : b.w) * 0.74f / (float)all);
    float middle = level ? b.y + b.h / 2 : b.x + b.w / 2;
    *p->place = middle + ((float)rank - (float)(all - 1) / 2) * apart;
}

static void place_ports(struct web *w) {
    struct port ports[2 * ARROWS_MAX];
    uint32_t count = 0;
    for (uint32_t i = 0; i < w->count; i++) {
        struct arrow *a = &w->arrows[i];
        if (a->route.count < 2) continue;
        if (a->from) ports[count++] = start_port(a);
        ports[count++] = end_port(w->s, a);
    }
    for (uint32_t i = 0; i < count; i++) place_port(w->s, ports, count, i);
}

/* ---- lanes: several arrows in one channel run beside each other ---- */

struct lane {
    float *place;
    bool level;
    uint32_t channel;   /* row or column of the lattice */
    uint32_t low, high; /* from where to where in it */
    float key;          /* their order across the channel */
    uint32_t number;
};

/* So that those who leave the channel early do not cross those who go on. */
static float lane_key(const struct scene *s, const struct arrow *a, uint32_t part) {
    const struct route *r = &a->route;
    if (part == 0) return a->anchor->at.y / s->cell_h;
    enum heading h = route_heading(r, part), before = route_heading(r, part - 1);
    float start = is_level(h) ? r->knots[part].column : r->knots[part].row;
    bool forward = h == HEADING_RIGHT || h == HEADING_DOWN;
    bool from_low = before == HEADING_RIGHT || before == HEADING_DOWN;
    return forward == from_low ? -start : start;
}

static struct lane lane_of(const struct scene *s, struct arrow *a, uint32_t part) {
    struct knot from = a->route.knots[part], to = a->route.knots[part + 1];
    bool level = from.row == to.row;
    uint32_t x = level ? from.column : from.row, y = level ? to.column : to.row;
    return (struct lane){.place = &a->lanes[part],
                         .level = level,
                         .channel = level ? from.row : from.column,
                         .low = x < y ? x : y,
                         .high = x < y ? y : x,
                         .key = lane_key(s, a, part)};
}

static int by_channel(const void *a, const void *b) {
    const struct lane *x = a, *y = b;
    if (x->level != y->level) return x->level - y->level;
    if (x->channel != y->channel) return x->channel < y->channel ? -1 : 1;
    if (x->key != y->key) return x->key < y->key ? -1 : 1;
    return x->place < y->place ? -1 : 1; /* the order of the arrows */
}

/* Numbers those of a channel; returns how many lanes there are. */
static uint32_t number_lanes(struct lane *lanes, uint32_t count) {
    uint32_t most = 0;
    for (uint32_t i = 0; i < count; i++) {
        lanes[i].number = 0;
        for (uint32_t k = 0; k < i; k++)
            if (lanes[k].low <= lanes[i].high && lanes[i].low <= lanes[k].high &&
                lanes[k].number >= lanes[i].number)
                lanes[i].number = lanes[k].number + 1;
        if (lanes[i].number > most) most = lanes[i].number;
    }
    return most + 1;
}

static void place_lanes(const struct scene *s, struct lane *lanes, uint32_t count) {
    uint32_t all = number_lanes(lanes, count);
    bool level = lanes[0].level, between = lanes[0].channel % 2 == 0;
    float width = level ? s->cell_h - s->h : s->cell_w - s->w;
    if (!between) width = level ? s->h : s->w; /* through places that nobody ever has */
    float room = width - px(s->v, 2 * GAP + 6), middle;
    float apart = fminf(px(s->v, LANE_APART), fmaxf(room, 0) / (float)all);
    middle = level ? row_y(s, lanes[0].channel) : column_x(s, lanes[0].channel) - px(s->v, 3);
    for (uint32_t i = 0; i < count; i++)
        *lanes[i].place = middle + ((float)lanes[i].number - (float)(all - 1) / 2) * apart;
}

static uint32_t list_lanes(struct web *w, struct lane *lanes) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < w->count; i++) {
        struct arrow *a = &w->arrows[i];
        for (uint32_t part = a->from ? 1 : 0; part + 2 < a->route.count; part++)
            if (count < LANES_MAX) lanes[count++] = lane_of(w->s, a, part);
    }
    return count;
}

static void find_lanes(struct web *w) {
    struct lane lanes[LANES_MAX];
    uint32_t count = list_lanes(w, lanes);
    qsort(lanes, count, sizeof lanes[0], by_channel);
    for (uint32_t i = 0, end; i < count; i = end) {
        for (end = i; end < count && lanes[end].level == lanes[i].level &&
                      lanes[end].channel == lanes[i].channel;)
            end++;
        place_lanes(w->s, lanes + i, end - i);
    }
}

/* ---- lines ---- */

struct polyline {
    struct point at[BENDS_MAX + 4];
    uint32_t count;
};

static void add_point(struct polyline *p, float x, float y) {
    p->at[p->count++] = (struct point){x, y};
}

/* A little outside of an object's side, where its port is. */
static struct point at_side(const struct scene *s, struct box b, enum heading side, float port) {
    float gap = px(s->v, GAP);
    switch (side) {
    case HEADING_RIGHT: return (struct point){b.x + b.w + gap, port};
    case HEADING_LEFT: return (struct point){b.x - gap, port};
    case HEADING_DOWN: return (struct point){port, b.y + b.h + gap};
    case HEADING_UP: break;
    }
    return (struct point){port, b.y - gap};
}

/* x of an upright part, y of a level one. */
static float part_place(const struct arrow *a, uint32_t part) {
    if (part + 1 == parts_of(a)) return a->end;
    return part == 0 && a->from ? a->start : a->lanes[part];
}

static void add_bends(const struct arrow *a, struct polyline *p) {
    for (uint32_t i = 1; i + 1 < a->route.count; i++) {
        float before = part_place(a, i - 1), behind = part_place(a, i);
        bool level = is_level(route_heading(&a->route, i));
        add_point(p, level ? before : behind, level ? behind : before);
    }
}

static float distance(struct point a, struct point b) {
    return fabsf(a.x - b.x) + fabsf(a.y - b.y);
}

static struct point towards(struct point from, struct point to, float by) {
    float way = distance(from, to);
    if (way <= 0) return from;
    return (struct point){from.x + (to.x - from.x) * by / way, from.y + (to.y - from.y) * by / way};
}

static void draw_corner(struct scene *s, struct point a, struct point corner, struct point b,
                        struct stroke line) {
    struct point p[4] = {a, towards(corner, a, distance(corner, a) * 0.45f),
                         towards(corner, b, distance(corner, b) * 0.45f), b};
    draw_curve(s->d, p, line, 0);
}

/* With round corners, and a head at the end. */
static void draw_polyline(struct scene *s, const struct polyline *p, struct stroke line) {
    struct point at = p->at[0];
    for (uint32_t i = 1; i + 1 < p->count; i++) {
        struct point corner = p->at[i], next = p->at[i + 1];
        float ahead = distance(corner, next), straight = fminf(px(s->v, HEAD), ahead * 0.75f);
        float way = i + 2 < p->count ? ahead / 2 : ahead - straight; /* for the head */
        float by = fminf(px(s->v, ROUND), fminf(distance(p->at[i - 1], corner) / 2, way));
        struct point before = towards(corner, at, by), behind = towards(corner, next, by);
        if (distance(at, before) > 0.5f) draw_line(s->d, at, before, line);
        draw_corner(s, before, corner, behind, line);
        at = behind;
    }
    struct point end = p->at[p->count - 1];
    float head = fminf(px(s->v, HEAD), distance(at, end));
    draw_curve(s->d, (struct point[4]){at, at, end, end}, line, head);
}

/* Level at both ends, or upright. */
static void draw_bow(struct scene *s, struct point a, struct point b, bool level, float middle,
                     struct stroke line, float head) {
    struct point c = {level ? middle : a.x, level ? a.y : middle};
    struct point d = {level ? middle : b.x, level ? b.y : middle};
    draw_curve(s->d, (struct point[4]){a, c, d, b}, line, head);
}

/* ---- from object to object ---- */

/* At the upper right corner. */
static void draw_self(struct scene *s, struct box b, struct stroke line) {
    float right = b.x + b.w, by = px(s->v, 26);
    float room = fminf(by, (s->cell_w - s->w) * 0.9f), up = fminf(by, (s->cell_h - s->h) * 0.9f);
    struct point p[4] = {{right - px(s->v, 22), b.y - px(s->v, GAP)},
                         {right - px(s->v, 16), b.y - up},
                         {right + room, b.y + px(s->v, 2)},
                         {right + px(s->v, GAP), b.y + fminf(px(s->v, 18), b.h * 0.6f)}};
    draw_curve(s->d, p, line, px(s->v, HEAD));
}

/* Whether both ends lie at the one channel that the way goes through, and it is not much longer
 * than wide: then it needs no corners. */
static bool is_short_bow(const struct arrow *a) {
    const struct route *r = &a->route;
    if (r->count != 4 || route_heading(r, 0) != route_heading(r, 2)) return false;
    struct knot from = r->knots[0], to = r->knots[3];
    if (is_level(route_heading(r, 0))) return abs(from.column - to.column) == 2;
    return abs(from.row - to.row) == 2 && fabsf(a->start - a->end) < 1;
}

static void draw_between(struct scene *s, const struct arrow *a) {
    const struct route *r = &a->route;
    uint32_t last = parts_of(a) - 1;
    struct point start = at_side(s, a->from->box, route_heading(r, 0), a->start);
    struct point end = at_side(s, a->to->box, (route_heading(r, last) + 2) % 4, a->end);
    bool level = is_level(route_heading(r, 0));
    if (r->count == 2 || is_short_bow(a)) {
        float from = level ? start.x : start.y, to = level ? end.x : end.y;
        float head = fminf(px(s->v, HEAD), fabsf(to - from) * 0.6f);
        float apart = fabsf(level ? start.y - end.y : start.x - end.x);
        if (apart < 1) draw_curve(s->d, (struct point[4]){start, start, end, end}, a->line, head);
        else draw_bow(s, start, end, level, (from + to) / 2, a->line, head);
        return;
    }
    struct polyline p = {.count = 0};
    add_point(&p, start.x, start.y);
    add_bends(a, &p);
    add_point(&p, end.x, end.y);
    draw_polyline(s, &p, a->line);
}

/* ---- from stacks and globals ---- */

/* Where arrows from outside come in: at the panel's edge. */
static float entrance(const struct scene *s, bool right) {
    float by = px(s->v, OUTSIDE);
    return right ? s->panel.x + s->panel.w - by : s->area.x - 2 * by;
}

static void draw_from_outside(struct scene *s, const struct arrow *a) {
    const struct route *r = &a->route;
    bool right = comes_from_right(s, a->anchor);
    struct point at = a->anchor->at;
    float in = entrance(s, right), y = part_place(a, 0);
    struct point end = at_side(s, a->to->box, (route_heading(r, parts_of(a) - 1) + 2) % 4, a->end);
    struct polyline p = {.count = 0};
    if (at.y < s->panel.y || at.y > s->panel.y + s->panel.h) { /* up or down between the panels */
        float x = s->panel.x + (right ? s->panel.w + px(s->v, 7) : -px(s->v, 7));
        add_point(&p, at.x, at.y);
        add_point(&p, x, at.y);
        add_point(&p, x, y);
    } else if (r->count == 2 && a->to->cell.column == (right ? s->columns - 1 : 0)) {
        draw_bow(s, at, end, true, (at.x + end.x) / 2, a->line, px(s->v, HEAD));
        return;
    } else {
        draw_bow(s, at, (struct point){in, y}, true, (at.x + in) / 2, a->line, 0);
        add_point(&p, in, y);
    }
    add_bends(a, &p);
    add_point(&p, end.x, end.y);
    draw_polyline(s, &p, a->line);
}

static void draw_arrow(struct scene *s, const struct arrow *a) {
    if (a->from == a->to) draw_self(s, a->to->box, a->line);
    else if (a->route.count < 2) return;
    else if (a->from) draw_between(s, a);
    else draw_from_outside(s, a);
}

void graph_draw_arrows(struct scene *s) {
    struct web w = {.s = s};
    lattice_make(&w.lattice, s->v->graph, s->columns, s->rows);
    w.lattice.low = s->cell_h - s->h < px(s->v, 3 * HEAD);
    gather(&w);
    leave_out(&w);
    show_selected(&w);
    for (uint32_t i = 0; i < w.count; i++) find_route(&w, &w.arrows[i]);
    place_ports(&w);
    find_lanes(&w);
    for (uint32_t i = 0; i < w.count; i++) draw_arrow(s, &w.arrows[i]);
}

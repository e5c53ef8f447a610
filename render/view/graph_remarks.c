/* What is said about objects of the graph: in words, where nothing else is drawn. */
#include <math.h>

#include "machine/memory.h"
#include "view/graph_scene.h"

/* ---- room ---- */

static bool overlap(struct box a, struct box b) {
    return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

static bool curve_meets(const struct draw_command *c, struct box b) {
    enum { SAMPLES = 80 };
    for (int i = 0; i <= SAMPLES; i++)
        if (box_contains(b, curve_at(c->p, (float)i / SAMPLES))) return true;
    return false;
}

static struct box text_box(const struct draw *d, const struct draw_command *c) {
    const char *string = text_string(&d->strings) + c->text;
    float width = draw_text_width(d, c->font, c->size, string);
    return (struct box){c->p[0].x, c->p[0].y - c->size * 0.8f, width, c->size};
}

/* Whether anything of the graph is drawn there; arrows alone may be covered. */
enum room { ROOM_FREE, ROOM_ARROWS, ROOM_NONE };

static enum room room_at(const struct scene *s, struct box b) {
    enum room room = ROOM_FREE;
    if (b.x < s->panel.x || b.x + b.w > s->panel.x + s->panel.w) return ROOM_NONE;
    if (b.y + b.h > s->panel.y + s->panel.h) return ROOM_NONE;
    for (size_t i = s->first_command; i < s->d->count; i++) {
        const struct draw_command *c = &s->d->commands[i];
        if (c->kind == DRAW_BOX && overlap(c->box, b)) return ROOM_NONE;
        if (c->kind == DRAW_TEXT && overlap(text_box(s->d, c), b)) return ROOM_NONE;
        if (c->kind == DRAW_CURVE && curve_meets(c, box_inset(b, -px(s->v, 3)))) room = ROOM_ARROWS;
    }
    return room;
}

/* ---- places for words about an object ---- */

enum { PLACES = 13 };

/* Above, below, shifted to either side, beside; at last in the panel's head. */
static struct box place_for_words(const struct scene *s, struct box about, float width,
                                  uint32_t which) {
    float height = px(s->v, TEXT_SMALL + 4), gap = px(s->v, 8);
    float middle = about.x + (about.w - width) / 2, right = about.x + about.w - width;
    const struct box places[PLACES] = {
        {middle, about.y - height - gap, width, height},
        {about.x, about.y - height - gap, width, height},
        {right, about.y - height - gap, width, height},
        {middle, about.y + about.h + gap, width, height},
        {about.x, about.y + about.h + gap, width, height},
        {right, about.y + about.h + gap, width, height},
        {about.x + about.w + gap, about.y + (about.h - height) / 2, width, height},
        {about.x - gap - width, about.y + (about.h - height) / 2, width, height},
        {middle, about.y - 2 * height - gap, width, height},
        {middle, about.y + about.h + height + gap, width, height},
        {about.x, about.y - 2 * height - gap, width, height},
        {right, about.y - 2 * height - gap, width, height},
        {s->panel.x + (s->panel.w - width) * 0.55f, s->panel.y + px(s->v, 16), width, height},
    };
    return places[which];
}

static bool find_room(const struct scene *s, struct box about, float width, bool must,
                      enum room most, struct box *out) {
    for (uint32_t i = 0; i < (must ? PLACES : PLACES - 1); i++) {
        bool in_head = i == PLACES - 1;
        *out = place_for_words(s, about, width, i);
        if (!in_head && out->y < s->panel.y + px(s->v, PANEL_HEAD - 4)) continue;
        if (room_at(s, *out) <= most) return true;
    }
    return false;
}

/* Where nothing is drawn; if there is no such place and it `must` be said, over arrows, on a ground
 * of its own. */
static bool say_about(struct scene *s, struct box about, struct lettering l, bool must,
                      const char *words) {
    struct box b;
    float width = label_width(s->d, s->v, l, words) + px(s->v, 6);
    if (!find_room(s, about, width, must, ROOM_FREE, &b)) {
        if (!must) return false;
        if (!find_room(s, about, width, must, ROOM_ARROWS, &b)) return false;
        draw_box(s->d, b, px(s->v, 4), s->v->theme->panel, (struct stroke){0});
    }
    label_left(s->d, s->v, (struct point){b.x + px(s->v, 3), b.y + px(s->v, TEXT_SMALL - 1)}, 0, l,
               words);
    return true;
}

/* ---- remarks ---- */

static void say_barrier(struct scene *s) {
    const struct session *session = s->v->session;
    struct lettering l = {FONT_SANS_BOLD, TEXT_SMALL, s->v->theme->orange};
    for (uint32_t i = 0; i < session->event_count; i++) {
        const struct event *e = &session->events[i];
        if (e->kind != EVENT_BARRIER_OLD && e->kind != EVENT_BARRIER_NEW) continue;
        const struct node *to = node_at(s, e->b);
        if (!to) continue;
        bool old = e->kind == EVENT_BARRIER_OLD;
        say_about(s, to->box, l, true,
                  say(s->v, old ? WORD_BARRIER_SHADES_OLD : WORD_BARRIER_SHADES_NEW));
    }
}

static void cross_out(struct scene *s, struct box b) {
    struct stroke line = {s->v->theme->vermillion, px(s->v, 4), 0};
    draw_line(s->d, (struct point){b.x, b.y}, (struct point){b.x + b.w, b.y + b.h}, line);
    draw_line(s->d, (struct point){b.x, b.y + b.h}, (struct point){b.x + b.w, b.y}, line);
}

static void say_lost(struct scene *s) {
    const struct machine *m = s->v->m;
    struct lettering l = {FONT_SANS_BOLD, TEXT_SMALL, s->v->theme->vermillion};
    for (uint32_t i = 0; i < m->program->reference_count; i++) {
        const struct node *n = node_at(s, m->watches[i].address);
        if (!n || !(m->watches[i].flags & WATCH_LOST) || n->o.serial != m->watches[i].serial)
            continue;
        cross_out(s, box_inset(n->box, -px(s->v, 5)));
        say_about(s, n->box, l, true, say(s->v, WORD_LOST_IN_USE));
    }
}

/* Whether another object, which is unreachable itself, still points to it. */
static bool is_pointed_to(const struct scene *s, const struct node *n) {
    for (uint32_t i = 0; i < s->count; i++) {
        const struct object_view *o = &s->nodes[i].o;
        if (&s->nodes[i] == n || is_ghost(&s->nodes[i]) || o->noscan) continue;
        for (uint64_t place = o->address; place < o->address + o->size; place += WORD)
            if (inspect_place_is_pointer(s->v->m, place) &&
                word_read(s->v->m, place) - n->o.address < n->o.size)
                return true;
    }
    return false;
}

/* Once, where there is room: the ring says it of every one. */
static void say_unreachable(struct scene *s) {
    struct lettering l = {FONT_SANS, TEXT_SMALL, s->v->theme->muted};
    for (uint32_t i = s->count; i > 0; i--) {
        const struct node *n = &s->nodes[i - 1];
        if (n->reachable || is_ghost(n)) continue;
        const char *words =
            say(s->v, is_pointed_to(s, n) ? WORD_NO_ROOT_LEADS_HERE : WORD_UNREACHABLE_HERE);
        if (say_about(s, box_inset(n->box, -px(s->v, 3)), l, false, words)) return;
    }
}

void graph_draw_remarks(struct scene *s) {
    if (s->v->uncoloured) return;
    say_barrier(s);
    say_lost(s);
    say_unreachable(s);
}

/* The object graph: every object at its place for the whole run, arrows for the pointers. */
#include <math.h>

#include "machine/gc/generation.h"
#include "view/graph_scene.h"
#include "view/panels.h"

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
    object_generation(s->d, s->v, (struct point){*x, y - px(v, 11)}, young);
    label_left(s->d, v, (struct point){*x + px(v, 18), y}, 0, l, words);
    *x += px(v, 18) + label_width(s->d, v, l, words) + px(v, 20);
}

/* Behind the title. */
static void draw_generations(struct scene *s, struct box b) {
    float x = b.x + px(s->v, 180), y = b.y + px(s->v, 32);
    legend_generation(s, &x, y, true, say(s->v, WORD_OBJECT_YOUNG));
    legend_generation(s, &x, y, false, say(s->v, WORD_OBJECT_REMEMBERED));
}

/* At the right: at the left, arrows from the stacks come in. */
static void draw_legend(struct scene *s, struct box b, bool readable) {
    enum { LEGEND_WIDTH = 480, MANUAL_WIDTH = 340, BOTH_WIDTH = 600 };
    bool manual = s->v->m->c_arena, go = view_shows_go_heap(s->v);
    float width = !manual ? LEGEND_WIDTH : go ? BOTH_WIDTH : MANUAL_WIDTH;
    float x = b.x + b.w - px(s->v, width), y = b.y + b.h - px(s->v, 4);
    if (manual) legend_entry(s, &x, y, COLOUR_MANUAL, false, say(s->v, WORD_OBJECT_MANUAL));
    if (go) {
        legend_entry(s, &x, y, COLOUR_WHITE, false, say(s->v, WORD_OBJECT_WHITE));
        legend_entry(s, &x, y, COLOUR_GREY, false, say(s->v, WORD_OBJECT_GREY));
        legend_entry(s, &x, y, COLOUR_BLACK, false, say(s->v, WORD_OBJECT_BLACK));
    }
    if (!readable) return;
    struct box dead = {x - px(s->v, 6), y - px(s->v, 20), b.x + b.w - x + px(s->v, 6),
                       px(s->v, 26)};
    draw_hit(s->d, dead, COMMAND_DEAD, 0, NULL);
    legend_entry(s, &x, y, go ? COLOUR_WHITE : COLOUR_MANUAL, true,
                 say(s->v, WORD_OBJECT_UNREACHABLE));
    legend_entry(s, &x, y, COLOUR_FREE, false, say(s->v, WORD_OBJECT_FREED));
}

/* ---- the remark: how many there are, and what is left out ---- */

static void count_objects(const struct scene *s, struct text *out) {
    uint32_t live = 0, grey = 0;
    for (uint32_t i = 0; i < s->count; i++) {
        live += !is_ghost(&s->nodes[i]);
        grey += s->nodes[i].o.colour == COLOUR_GREY;
    }
    text_addf(out, say(s->v, live == 1 ? WORD_COUNT_ONE_OBJECT : WORD_COUNT_OBJECTS), live);
    if (gc_marking(s->v->m)) text_addf(out, say(s->v, WORD_COUNT_GREY), grey);
}

static void say_left_out(const struct scene *s, struct text *out) {
    static const enum word ARROWS[] = {[ARROWS_OF_SELECTED] = WORD_ARROWS_OF_SELECTED,
                                       [ARROWS_FROM_ROOTS] = WORD_ARROWS_FROM_ROOTS,
                                       [ARROWS_NONE] = WORD_ARROWS_NONE};
    enum arrows_shown arrows = s->v->look->arrows;
    if (s->v->look->hides_dead) text_add(out, " · ");
    if (s->v->look->hides_dead) text_addf(out, say(s->v, WORD_COUNT_HIDDEN), s->hidden);
    if (arrows != ARROWS_ALL) text_addf(out, " · %s", say(s->v, ARROWS[arrows]));
}

static void draw_graph(struct scene *s) {
    if (s->count == 0)
        label_centre(s->d, s->v, box_centre(s->area), 0,
                     (struct lettering){FONT_SANS, TEXT_BODY, s->v->theme->muted},
                     say(s->v, WORD_NOTHING_ON_HEAP));
    if (graph_roots_width(s->v, s->panel.w) > 0) {
        graph_draw_roots(s);
        s->anchors = &s->roots;
    }
    graph_draw_arrows(s);
    graph_draw_nodes(s);
    graph_draw_remarks(s);
    graph_add_hits(s);
}

void panel_heap(struct draw *d, const struct view *v, struct box b) {
    struct scene s = {.d = d, .v = v, .panel = b, .anchors = v->anchors};
    struct text remark = {0};
    float roots = graph_roots_width(v, b.w);
    s.area = (struct box){b.x + px(v, 40) + roots, b.y + px(v, PANEL_HEAD + 8),
                          b.w - px(v, 64) - roots, b.h - px(v, PANEL_HEAD + 48)};
    bool readable = scene_find(&s);
    if (readable) count_objects(&s, &remark);
    if (readable) say_left_out(&s, &remark);
    struct box inside = panel_frame(d, v, b, say(v, WORD_PANEL_HEAP), text_string(&remark));
    struct box side = {b.x + b.w / 2, b.y, b.w / 2, px(v, PANEL_HEAD)};
    draw_hit(d, side, COMMAND_ARROWS, 0, NULL);
    text_free(&remark);
    s.first_command = d->count;
    draw_legend(&s, inside, readable);
    if (is_generational(v->m)) draw_generations(&s, b);
    if (readable) draw_graph(&s);
    else graph_draw_crowd(&s, inside);
}

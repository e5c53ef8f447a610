/* The object graph: every object at its place for the whole run, arrows for the pointers. */
#include <math.h>

#include "view/graph_scene.h"
#include "view/panels.h"

/* ---- the remark: how many there are, and what is left out ---- */

static void count_objects(const struct scene *s, struct text *out) {
    uint32_t live = 0, grey = 0;
    for (uint32_t i = 0; i < s->count; i++) {
        live += !is_ghost(&s->nodes[i]);
        grey += s->nodes[i].o.colour == COLOUR_GREY;
    }
    text_addf(out, say(s->v, live == 1 ? WORD_COUNT_ONE_OBJECT : WORD_COUNT_OBJECTS), live);
    if (gc_marking(s->v->m) && !s->v->uncoloured) text_addf(out, say(s->v, WORD_COUNT_GREY), grey);
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

/* Where objects have their places: arrows from stacks come in at the left, below is the legend. */
static struct box area_of(const struct view *v, struct box b, bool legend) {
    float left = px(v, 40) + graph_roots_width(v, b.w), top = px(v, PANEL_HEAD + 8);
    return (struct box){b.x + left, b.y + top, b.w - left - px(v, 24),
                        b.h - top - px(v, legend ? 40 : 16)};
}

/* When the interface is enlarged, objects are as far as all have room: but never smaller than they
 * would be if it were not. */
static struct view view_of_graph(const struct view *v, struct box area) {
    enum { GOOD_WIDTH = 120, GOOD_HEIGHT = 44 };
    struct view inner = *v;
    float across = px(v, GOOD_WIDTH) * (float)v->graph->columns;
    float down = px(v, GOOD_HEIGHT) * (float)v->graph->rows;
    float by = 1;
    if (across > area.w) by = area.w / across;
    if (down * by > area.h) by = area.h / down;
    inner.scale *= fminf(fmaxf(by, 1 / v->look->zoom), 1);
    return inner;
}

void panel_heap(struct draw *d, const struct view *v, struct box b) {
    struct scene s = {.d = d, .v = v, .panel = b, .anchors = v->anchors};
    struct text remark = {0};
    bool legend = graph_has_legend(d, v, b);
    const char *title = say(v, WORD_PANEL_HEAP);
    s.area = area_of(v, b, legend);
    struct view inner = view_of_graph(v, s.area);
    s.v = &inner;
    bool readable = scene_find(&s);
    s.v = v;
    if (readable) count_objects(&s, &remark);
    if (readable) say_left_out(&s, &remark);
    struct box inside = panel_frame(d, v, b, title, text_string(&remark));
    struct box side = {b.x + b.w / 2, b.y, b.w / 2, px(v, PANEL_HEAD)};
    draw_hit(d, side, COMMAND_ARROWS, 0, NULL);
    text_free(&remark);
    s.first_command = d->count;
    if (legend && readable) graph_draw_legend(&s, inside);
    struct lettering head = {FONT_SANS_BOLD, TEXT_TITLE, v->theme->text};
    if (!v->uncoloured) graph_draw_generations(&s, label_width(d, v, head, title));
    s.v = readable ? &inner : v;
    if (readable) draw_graph(&s);
    else graph_draw_crowd(&s, inside);
}

#include "view/thumbnail.h"

#include "view/gallery.h"
#include "view/panels.h"
#include "view/widget.h"

/* ---- how much there is to see ---- */

struct sight {
    uint32_t objects, colours; /* colours: a set */
};

static void see_object(void *user, const struct object_view *o) {
    struct sight *s = user;
    if (o->serial == 0) return;
    s->objects++;
    s->colours |= 1u << o->colour;
}

static uint32_t count_bits(uint32_t set) {
    uint32_t count = 0;
    for (; set; set &= set - 1) count++;
    return count;
}

static bool has_lost(const struct machine *m) {
    for (uint32_t i = 0; i < m->program->reference_count; i++)
        if (m->watches[i].flags & WATCH_LOST) return true;
    return false;
}

/* Bytes in use of the deepest stack. */
static uint64_t deepest(const struct machine *m) {
    uint64_t most = 0;
    for (uint32_t i = 1; i <= m->s->goroutine_count; i++) {
        const struct goroutine *g = goroutine_of(m, i);
        uint64_t used = g->stack_high - g->sp;
        if (g->stack_high && used > most) most = used;
    }
    return most;
}

uint32_t thumbnail_score(const struct session *s) {
    struct sight sight = {0, 0};
    inspect_objects(&s->now, see_object, &sight);
    uint32_t shown = sight.objects < 12 ? sight.objects : 12;
    uint64_t depth = deepest(&s->now) / 64;
    return count_bits(sight.colours) * 100 + shown * 10 + (has_lost(&s->now) ? 200 : 0) +
           (uint32_t)(depth < 9 ? depth : 9);
}

/* ---- the picture ---- */

/* Panels are drawn larger than the picture, so that their heads and feet lie outside of it. */
struct crop {
    float left, top, right, bottom;
};

static struct box box_of(struct crop c) {
    return (struct box){-c.left, -c.top, (float)THUMBNAIL_WIDTH + c.left + c.right,
                        (float)THUMBNAIL_HEIGHT + c.top + c.bottom};
}

static void draw_what_there_is(struct draw *d, const struct view *v) {
    enum { GRAPH_MOST = 32 }; /* objects that can be told apart in so small a picture */
    static const struct crop GRAPH = {26, 44, 8, 38}, MAP = {4, 44, 4, 8}, STACKS = {4, 44, 4, 8};
    const struct census *c = &v->session->census;
    if (c->objects == 0) panel_stacks(d, v, box_of(STACKS));
    else if (!c->overflow && c->objects <= GRAPH_MOST) panel_heap(d, v, box_of(GRAPH));
    else if (v->m->c_arena && !view_shows_go_heap(v)) panel_c_heap(d, v, box_of(MAP));
    else panel_map(d, v, box_of(MAP));
}

static bool is_inside(const struct draw_command *c) {
    float below = c->size * 0.3f, above = c->size * 0.8f;
    return c->p[0].x >= 0 && c->p[0].y - above >= 0 && c->p[0].y + below <= THUMBNAIL_HEIGHT;
}

/* Words at the edge, of which only a part would be seen. */
static void drop_cut_words(struct draw *d) {
    size_t kept = 0;
    for (size_t i = 0; i < d->count; i++)
        if (d->commands[i].kind != DRAW_TEXT || is_inside(&d->commands[i]))
            d->commands[kept++] = d->commands[i];
    d->count = kept;
}

void thumbnail_draw(struct draw *d, const struct session *s, const struct graph_layout *graph,
                    const struct look *look) {
    struct anchors anchors = {.count = 0};
    struct prompt prompt = {.kind = PROMPT_NONE};
    struct view v;
    struct box all = {0, 0, THUMBNAIL_WIDTH, THUMBNAIL_HEIGHT};
    view_begin(&v, s, look, all);
    v.scale = 1;
    v.graph = graph;
    v.anchors = &anchors;
    v.prompt = &prompt;
    draw_clip(d, all);
    draw_what_there_is(d, &v);
    draw_unclip(d);
    drop_cut_words(d);
    d->hit_count = 0;
    view_end(&v);
}

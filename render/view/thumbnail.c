#include "view/thumbnail.h"

#include <stdlib.h>

#include "view/gallery.h"
#include "view/graph_scene.h"
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

/* What is too much for the picture is drawn larger, and made smaller. */
struct canvas {
    struct draw *d;
    const struct view *v;
    float w, h;
};

/* Panels are drawn so that their heads and feet lie outside of the picture. */
static struct box beyond(const struct canvas *c, float foot) {
    enum { SIDE = 4, HEAD = 44 };
    return (struct box){-SIDE, -HEAD, c->w + 2 * SIDE, c->h + HEAD + foot};
}

/* The object graph without its frame; false if it cannot be read in so small a picture. */
static bool draw_graph(const struct canvas *c) {
    struct scene *s = calloc(1, sizeof *s);
    if (!s) return false;
    *s =
        (struct scene){.d = c->d, .v = c->v, .panel = {0, 0, c->w, c->h}, .anchors = c->v->anchors};
    s->area = (struct box){18, 14, c->w - 36, c->h - 32};
    bool readable = scene_find(s) && s->count > 0;
    if (readable) {
        graph_draw_arrows(s);
        graph_draw_nodes(s);
        graph_draw_remarks(s);
    }
    free(s);
    return readable;
}

static bool draw_stacks(const struct canvas *c) {
    panel_stacks(c->d, c->v, beyond(c, 8));
    return true;
}

static bool draw_map(const struct canvas *c) {
    bool manual = c->v->m->c_arena && !view_shows_go_heap(c->v);
    (manual ? panel_c_heap : panel_map)(c->d, c->v, beyond(c, 36)); /* where its legend is */
    return true;
}

/* Words at the edge, of which only a part would be seen. */
static void drop_cut_words(const struct canvas *c) {
    size_t kept = 0;
    for (size_t i = 0; i < c->d->count; i++) {
        const struct draw_command *w = &c->d->commands[i];
        bool inside =
            w->p[0].x >= 0 && w->p[0].y - w->size * 0.8f >= 0 && w->p[0].y + w->size * 0.3f <= c->h;
        if (w->kind != DRAW_TEXT || inside) c->d->commands[kept++] = *w;
    }
    c->d->count = kept;
}

static bool draw_scaled(struct draw *d, const struct view *v, bool (*draws)(const struct canvas *),
                        float scale) {
    struct draw large;
    draw_init(&large, d->measure);
    draw_reset(&large);
    const struct canvas c = {&large, v, THUMBNAIL_WIDTH / scale, THUMBNAIL_HEIGHT / scale};
    bool fine = draws(&c);
    drop_cut_words(&c);
    if (fine) draw_append(d, &large, (struct point){0, 0}, scale, 8);
    d->failed |= large.failed;
    draw_free(&large);
    return fine;
}

static void draw_what_there_is(struct draw *d, const struct view *v) {
    static const float SCALES[] = {1, 0.75f, 0.56f, 0.42f};
    const struct census *c = &v->session->census;
    if (c->objects == 0) {
        draw_scaled(d, v, draw_stacks, 1);
        return;
    }
    for (size_t i = 0; i < sizeof SCALES / sizeof SCALES[0] && !c->overflow; i++)
        if (draw_scaled(d, v, draw_graph, SCALES[i])) return;
    draw_scaled(d, v, draw_map, 0.7f);
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
    view_end(&v);
}

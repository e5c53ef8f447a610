/* Where the panel of stacks is not in sight, the graph has its own list of roots: the variables on
 * stacks and among the globals that hold a pointer to an object. */
#include "machine/memory.h"
#include "view/graph_scene.h"

/* In units. */
enum { LIST_WIDTH = 190, PANEL_LEAST = 700, ROOT_ROW = 27 };

float graph_roots_width(const struct view *v, float panel_width) {
    const struct arrangement *a = &v->look->arrangement;
    bool stacks = a->enlarged == PANEL_COUNT && !a->hidden[PANEL_STACKS];
    return stacks || panel_width < px(v, PANEL_LEAST) ? 0 : px(v, LIST_WIDTH);
}

/* ---- who holds a pointer ---- */

/* Of several variables of a goroutine that lead to one object, the oldest stack frame's is shown:
 * the others have it from there. */
static struct anchor *find_root(struct scene *s, uint64_t word, uint32_t colour) {
    struct anchors *roots = &s->roots;
    const struct node *to = node_at(s, word);
    for (uint32_t i = 0; i < roots->count; i++)
        if (roots->list[i].colour == colour && node_at(s, roots->list[i].word) == to)
            return &roots->list[i];
    return NULL;
}

static void add_root(struct scene *s, uint64_t place, uint32_t colour) {
    const struct view *v = s->v;
    struct anchors *roots = &s->roots;
    uint64_t word = word_read(v->m, place);
    if (!word || !node_at(s, word)) return;
    struct anchor root = {.place = place,
                          .word = word,
                          .colour = colour,
                          .changed = changed_word(&v->changes, place),
                          .dangling = inspect_is_dangling(v->m, place)};
    struct anchor *same = find_root(s, word, colour);
    if (same) *same = root;
    else if (roots->count < ANCHORS_MAX) roots->list[roots->count++] = root;
}

static void add_globals(struct scene *s) {
    const struct program *p = s->v->m->program;
    for (uint32_t word = 0; word < p->global_bytes / WORD; word++)
        if (bit_get(p->global_pointers, word))
            add_root(s, program_globals(p) + (uint64_t)word * WORD, s->v->theme->muted);
}

/* What has no name is in a register, or about to be passed on. */
static void add_frame(struct scene *s, const struct frame *f, uint32_t colour) {
    const struct machine *m = s->v->m;
    const struct function *function = &m->program->functions[f->function];
    for (uint32_t i = 0; i < function->pointer_slot_count; i++) {
        int32_t slot = function->pointer_slots[i];
        const struct variable *v = inspect_variable(m, f->function, slot);
        if (v && v->name[0]) add_root(s, slot_address(f->address, slot), colour);
    }
}

static void add_stacks(struct scene *s) {
    const struct machine *m = s->v->m;
    for (uint32_t n = 1; n <= m->s->goroutine_count; n++) {
        const struct goroutine *g = goroutine_of(m, n);
        struct frame f;
        if (g->status == GOROUTINE_DEAD) continue;
        for (bool more = frame_innermost(m, g, &f); more; more = frame_caller(m, &f))
            add_frame(s, &f, actor_colour(s->v, n));
    }
}

/* ---- the list ---- */

static void draw_root(struct scene *s, const struct anchor *root) {
    const struct view *v = s->v;
    struct text name = {0};
    float radius = px(v, 4);
    struct point at = root->at;
    inspect_place(v->m, root->place, &name);
    label_right(s->d, v, (struct point){at.x - px(v, 12), at.y + px(v, 6)}, px(v, LIST_WIDTH - 30),
                (struct lettering){FONT_MONO, TEXT_SMALL, root->colour}, text_string(&name));
    draw_box(s->d, (struct box){at.x - radius, at.y - radius, 2 * radius, 2 * radius}, radius,
             root->colour, (struct stroke){0});
    text_free(&name);
}

static void draw_more(struct scene *s, struct point at, uint32_t count) {
    struct text more = {0};
    text_addf(&more, say(s->v, WORD_MORE_ROOTS), count);
    label_right(s->d, s->v, (struct point){at.x, at.y + px(s->v, 6)}, 0,
                (struct lettering){FONT_SANS, TEXT_SMALL, s->v->theme->muted}, text_string(&more));
    text_free(&more);
}

void graph_draw_roots(struct scene *s) {
    struct point at = {s->area.x - px(s->v, 50), s->area.y + px(s->v, 12)};
    float row = px(s->v, ROOT_ROW);
    uint32_t fit = whole((s->area.h - row) / row);
    add_globals(s);
    add_stacks(s);
    uint32_t all = s->roots.count, shown = all < fit ? all : fit;
    for (uint32_t i = 0; i < shown; i++, at.y += row) {
        s->roots.list[i].at = at;
        draw_root(s, &s->roots.list[i]);
    }
    s->roots.count = shown;
    if (shown < all) draw_more(s, at, all - shown);
}

/* What the looks of objects mean: a line at the bottom of the panel, if it has room there. */
#include "machine/gc/generation.h"
#include "view/graph_scene.h"

/* In units. */
enum { SAMPLE = 22, BEHIND_SAMPLE = 8, APART = 20, ENTRIES_MAX = 6 };

struct entry {
    enum colour colour;
    bool ring; /* unreachable */
    enum word word;
};

static uint32_t list_entries(const struct view *v, struct entry out[ENTRIES_MAX]) {
    uint32_t count = 0;
    bool go = view_shows_go_heap(v);
    if (v->m->c_arena) out[count++] = (struct entry){COLOUR_MANUAL, false, WORD_OBJECT_MANUAL};
    if (go) {
        out[count++] = (struct entry){COLOUR_WHITE, false, WORD_OBJECT_WHITE};
        out[count++] = (struct entry){COLOUR_GREY, false, WORD_OBJECT_GREY};
        out[count++] = (struct entry){COLOUR_BLACK, false, WORD_OBJECT_BLACK};
    }
    out[count++] = (struct entry){go ? COLOUR_WHITE : COLOUR_MANUAL, true, WORD_OBJECT_UNREACHABLE};
    out[count++] = (struct entry){COLOUR_FREE, false, WORD_OBJECT_FREED};
    return count;
}

static struct lettering letters(const struct view *v) {
    return (struct lettering){FONT_SANS, TEXT_SMALL, v->theme->muted};
}

static float entry_width(const struct draw *d, const struct view *v, const struct entry *e) {
    return px(v, SAMPLE + BEHIND_SAMPLE + APART) + label_width(d, v, letters(v), say(v, e->word));
}

static float all_width(const struct draw *d, const struct view *v) {
    struct entry entries[ENTRIES_MAX];
    uint32_t count = list_entries(v, entries);
    float width = 0;
    for (uint32_t i = 0; i < count; i++) width += entry_width(d, v, &entries[i]);
    return width - px(v, APART);
}

bool graph_has_legend(const struct draw *d, const struct view *v, struct box panel) {
    if (v->uncoloured) return false;
    return all_width(d, v) <= panel.w - px(v, 2 * PANEL_PADDING) && panel.h >= px(v, 200);
}

static void draw_entry(struct scene *s, struct point at, const struct entry *e) {
    const struct view *v = s->v;
    struct object_look look = object_look(v, e->colour);
    struct box b = {at.x, at.y - px(v, 13), px(v, SAMPLE), px(v, 15)};
    if (e->ring) b = box_inset(b, px(v, 1));
    draw_box(s->d, b, px(v, 4), look.fill, look.outline);
    if (e->ring)
        draw_box(s->d, box_inset(b, -px(v, 3.5f)), px(v, 6), 0,
                 (struct stroke){v->theme->muted, px(v, 1.5f), px(v, 4)});
    at.x += px(v, SAMPLE + BEHIND_SAMPLE);
    label_left(s->d, v, at, 0, letters(v), say(v, e->word));
}

/* At the right: at the left, arrows from the stacks come in. */
void graph_draw_legend(struct scene *s, struct box b) {
    struct entry entries[ENTRIES_MAX];
    uint32_t count = list_entries(s->v, entries);
    struct point at = {b.x + b.w - all_width(s->d, s->v), b.y + b.h - px(s->v, 4)};
    for (uint32_t i = 0; i < count; i++) {
        struct box place = {at.x - px(s->v, 6), at.y - px(s->v, 20),
                            entry_width(s->d, s->v, &entries[i]), px(s->v, 26)};
        bool dead = entries[i].ring || entries[i].colour == COLOUR_FREE;
        if (dead) draw_hit(s->d, place, COMMAND_DEAD, 0, NULL);
        draw_entry(s, at, &entries[i]);
        at.x += place.w;
    }
}

/* ---- young and remembered: behind the title ---- */

static void draw_generation(struct scene *s, struct point *at, bool young, enum word word) {
    const struct view *v = s->v;
    object_generation(s->d, v, (struct point){at->x, at->y - px(v, 11)}, young);
    label_left(s->d, v, (struct point){at->x + px(v, 18), at->y}, 0, letters(v), say(v, word));
    at->x += px(v, 18 + APART) + label_width(s->d, v, letters(v), say(v, word));
}

void graph_draw_generations(struct scene *s, float title_width) {
    const struct view *v = s->v;
    struct point at = {s->panel.x + px(v, PANEL_PADDING + APART) + title_width,
                       s->panel.y + px(v, 32)};
    float room = s->panel.x + s->panel.w - at.x;
    if (!is_generational(v->m) || room < px(v, 360)) return;
    draw_generation(s, &at, true, WORD_OBJECT_YOUNG);
    draw_generation(s, &at, false, WORD_OBJECT_REMEMBERED);
}

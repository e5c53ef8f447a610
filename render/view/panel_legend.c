/* The legend over the picture: what colours, rings, arrows and strips mean. Each sample is drawn by
 * what draws the real thing. */
#include "machine/gc/generation.h"
#include "view/panels.h"
#include "view/widget.h"

enum { ROW = 46, SAMPLE = 108, GAP = 16, WORDS_MOST = 470, BETWEEN = 40, AROUND = 80 };

struct entry;
typedef void sample(struct draw *d, const struct view *v, struct box b, uint32_t which);
typedef bool condition(const struct view *v);

/* ---- samples ---- */

static struct box object_in(const struct view *v, struct box b) {
    float w = px(v, 64), h = px(v, 30);
    return (struct box){b.x + (b.w - w) / 2, b.y + (b.h - h) / 2, w, h};
}

static void sample_object(struct draw *d, const struct view *v, struct box b, uint32_t colour) {
    object_box(d, v, object_in(v, b), px(v, 7), (enum colour)colour, true);
}

static void sample_unreachable(struct draw *d, const struct view *v, struct box b,
                               uint32_t colour) {
    object_unreachable(d, v, object_in(v, b));
    sample_object(d, v, b, colour);
}

static void sample_changed(struct draw *d, const struct view *v, struct box b, uint32_t colour) {
    object_glow(d, v, object_in(v, b));
    sample_object(d, v, b, colour);
}

static void sample_selected(struct draw *d, const struct view *v, struct box b, uint32_t colour) {
    sample_object(d, v, b, colour);
    object_selected(d, v, object_in(v, b));
}

static void sample_generation(struct draw *d, const struct view *v, struct box b, uint32_t young) {
    struct box object = object_in(v, b);
    sample_object(d, v, b, young ? COLOUR_WHITE : COLOUR_GREY);
    object_generation(d, v, (struct point){object.x - px(v, 4), object.y - px(v, 4)}, young);
}

static void sample_arrow(struct draw *d, const struct view *v, struct box b, uint32_t which) {
    float y = b.y + b.h / 2, left = b.x + px(v, 8), right = b.x + b.w - px(v, 8);
    struct point p[4] = {{left, y}, {left, y}, {right, y}, {right, y}};
    struct stroke line = arrow_stroke(v, (enum arrow_look)which);
    if (which == ARROW_FROM_STACK) line.colour = actor_colour(v, 1);
    draw_curve(d, p, line, px(v, 12));
}

static void sample_phase(struct draw *d, const struct view *v, struct box b, uint32_t phase) {
    struct box strip = {b.x + px(v, 8), b.y + b.h / 2 - px(v, 12), b.w - px(v, 16), px(v, 24)};
    draw_box(d, strip, px(v, 3), phase_colour(v, (enum phase)phase), (struct stroke){0});
    if (v->look->letters)
        draw_hatch(d, v, strip, phase_hatch((enum phase)phase), v->theme->on_accent);
}

static void sample_actors(struct draw *d, const struct view *v, struct box b, uint32_t which) {
    float w = (b.w - px(v, 16)) / ACTOR_COLOURS, y = b.y + b.h / 2 - px(v, 4);
    if (which)
        for (uint32_t i = 0; i < ACTOR_COLOURS; i++)
            draw_box(d, (struct box){b.x + px(v, 8) + w * (float)i, y, w - px(v, 3), px(v, 8)}, 0,
                     actor_colour(v, i + 1), (struct stroke){0});
    else
        draw_box(d, (struct box){b.x + px(v, 8), y, b.w - px(v, 16), px(v, 8)}, 0,
                 actor_colour(v, ACTOR_COLLECTOR), (struct stroke){0});
}

/* ---- the list ---- */

static bool always(const struct view *v) {
    (void)v;
    return true;
}

static bool has_c_heap(const struct view *v) {
    return v->m->c_arena != NULL;
}

static bool has_generations(const struct view *v) {
    return is_generational(v->m);
}

static const struct entry {
    sample *draw;
    uint32_t which;
    condition *there;
    enum word words;
} ENTRIES[] = {
    {sample_object, COLOUR_WHITE, view_shows_go_heap, WORD_LEGEND_WHITE},
    {sample_object, COLOUR_GREY, view_shows_go_heap, WORD_LEGEND_GREY},
    {sample_object, COLOUR_BLACK, view_shows_go_heap, WORD_LEGEND_BLACK},
    {sample_object, COLOUR_MANUAL, has_c_heap, WORD_LEGEND_MANUAL},
    {sample_object, COLOUR_FREE, always, WORD_LEGEND_FREED},
    {sample_unreachable, COLOUR_WHITE, view_shows_go_heap, WORD_LEGEND_UNREACHABLE},
    {sample_unreachable, COLOUR_MANUAL, has_c_heap, WORD_LEGEND_LEAKED},
    {sample_changed, COLOUR_GREY, always, WORD_LEGEND_CHANGED},
    {sample_selected, COLOUR_WHITE, always, WORD_LEGEND_SELECTED},
    {sample_generation, true, has_generations, WORD_LEGEND_YOUNG},
    {sample_generation, false, has_generations, WORD_LEGEND_REMEMBERED},
    {sample_arrow, ARROW_IN_HEAP, always, WORD_LEGEND_POINTER},
    {sample_arrow, ARROW_FROM_STACK, always, WORD_LEGEND_FROM_STACK},
    {sample_arrow, ARROW_WRITTEN, always, WORD_LEGEND_WRITTEN},
    {sample_arrow, ARROW_OF_BARRIER, view_shows_go_heap, WORD_LEGEND_BARRIER},
    {sample_arrow, ARROW_DANGLING, always, WORD_LEGEND_DANGLING},
    {sample_arrow, ARROW_FROM_SELECTED, always, WORD_LEGEND_FROM_SELECTED},
    {sample_arrow, ARROW_TO_SELECTED, always, WORD_LEGEND_TO_SELECTED},
    {sample_actors, true, always, WORD_LEGEND_GOROUTINES},
    {sample_actors, false, view_shows_go_heap, WORD_LEGEND_COLLECTOR},
    {sample_phase, PHASE_OFF, always, WORD_LEGEND_PROGRAM},
    {sample_phase, PHASE_SWEEP_TERM, view_shows_go_heap, WORD_LEGEND_STOPS},
    {sample_phase, PHASE_MARK, view_shows_go_heap, WORD_LEGEND_MARK},
    {sample_phase, PHASE_SWEEP, view_shows_go_heap, WORD_LEGEND_SWEEP},
};
enum { ENTRY_COUNT = sizeof ENTRIES / sizeof ENTRIES[0] };

static uint32_t count_entries(const struct view *v) {
    uint32_t count = 0;
    for (size_t i = 0; i < ENTRY_COUNT; i++) count += ENTRIES[i].there(v);
    return count;
}

/* ---- drawing ---- */

static float widest_words(const struct draw *d, const struct view *v) {
    struct lettering l = {FONT_SANS, TEXT_SMALL + 1, 0};
    float widest = 0;
    for (size_t i = 0; i < ENTRY_COUNT; i++)
        if (ENTRIES[i].there(v))
            widest = fmaxf(widest, label_width(d, v, l, say(v, ENTRIES[i].words)));
    return fminf(widest / v->scale + 4, WORDS_MOST);
}

static void draw_entry(struct draw *d, const struct view *v, struct box b, const struct entry *e) {
    struct lettering l = {FONT_SANS, TEXT_SMALL + 1, v->theme->text};
    float x = b.x + px(v, SAMPLE + GAP), room = b.x + b.w - x;
    bool two = label_width(d, v, l, say(v, e->words)) > room;
    e->draw(d, v, (struct box){b.x, b.y, px(v, SAMPLE), b.h}, e->which);
    label_lines(d, v, (struct point){x, b.y + b.h / 2 + px(v, two ? -4 : 6)}, room,
                (struct paragraph){l, 21, 2}, say(v, e->words));
}

static float column_width(const struct view *v, float words) {
    return px(v, SAMPLE + GAP + words);
}

/* Columns, and a scale at which all have room. */
static uint32_t fit(struct view *v, float words, uint32_t count) {
    for (;; v->scale *= 0.96f) {
        float gap = px(v, BETWEEN), room = v->area.w - px(v, AROUND);
        uint32_t columns = whole((room + gap) / (column_width(v, words) + gap));
        if (columns > 2) columns = 2;
        float rows = ceilf((float)count / (float)(columns ? columns : 1));
        if (columns && px(v, PANEL_HEAD + ROW * rows + AROUND) <= v->area.h) return columns;
        if (v->scale < 0.1f) return 1;
    }
}

void panel_legend(struct draw *d, const struct view *whole) {
    struct view fitting = *whole;
    const struct view *v = &fitting;
    float words = widest_words(d, v);
    uint32_t count = count_entries(v), columns = fit(&fitting, words, count);
    uint32_t rows = (count + columns - 1) / columns, at = 0;
    float width = column_width(v, words), between = px(v, BETWEEN);
    float w = (width + between) * (float)columns - between + px(v, 2 * PANEL_PADDING);
    float h = px(v, PANEL_HEAD + 18 + ROW * (float)rows);
    struct box b = {v->area.x + (v->area.w - w) / 2, v->area.y + (v->area.h - h) / 2, w, h};
    draw_box(d, v->area, 0, with_alpha(v->theme->ground, 0xa0), (struct stroke){0});
    draw_hit(d, v->area, COMMAND_LEGEND, 0, "");
    struct box inside = panel_frame(d, v, b, say(v, WORD_LEGEND_TITLE), say(v, WORD_LEGEND_CLOSES));
    for (size_t i = 0; i < ENTRY_COUNT; i++) {
        if (!ENTRIES[i].there(v)) continue;
        struct box row = {inside.x + (width + between) * (float)(at / rows),
                          inside.y + px(v, ROW) * (float)(at % rows), width, px(v, ROW)};
        draw_entry(d, v, row, &ENTRIES[i]);
        at++;
    }
}

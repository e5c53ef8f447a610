/* The line below the head: what each processor does, and how far the heap is on its way to the next
 * collection. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>

#include "view/panels.h"
#include "view/widget.h"

/* ---- processors ---- */

enum { CELL_MIN = 205, CELL_MAX = 330 };

static uint32_t processor_colour(const struct view *v, const struct processor_view *p) {
    switch (p->runs) {
    case RUNS_GOROUTINE:
    case RUNS_ASSIST: return actor_colour(v, p->goroutine);
    case RUNS_WORKER: return v->theme->orange;
    case RUNS_COLLECTOR: return phase_colour(v, machine_phase(v->m));
    case RUNS_STOPPED: return v->theme->vermillion;
    case RUNS_NOTHING: break;
    }
    return v->theme->border;
}

static void processor_words(const struct view *v, const struct processor_view *p,
                            struct text *out) {
    if (p->runs == RUNS_NOTHING) text_add(out, say(v, WORD_STATUS_IDLE));
    else if (p->runs == RUNS_STOPPED) text_add(out, say(v, WORD_LIFE_STOPPED));
    else {
        inspect_processor_words(v->m, p, out);
        view_translate(v, out);
    }
}

/* A lamp, "P0", what it does; its clock if there is room. */
static void draw_processor(struct draw *d, const struct view *v, struct box b, uint32_t number) {
    const struct theme *t = v->theme;
    struct processor_view p = inspect_processor(v->m, number);
    struct lettering bold = {FONT_SANS_BOLD, TEXT_SMALL, t->text},
                     plain = {FONT_SANS, TEXT_SMALL, p.runs == RUNS_NOTHING ? t->muted : t->text},
                     mono = {FONT_MONO, TEXT_SMALL, t->muted};
    char name[16];
    struct text words = {0}, clock = {0};
    snprintf(name, sizeof name, "P%u", number);
    processor_words(v, &p, &words);
    inspect_time(p.ticks, &clock);
    bool filled = p.runs != RUNS_NOTHING;
    float y = b.y + b.h * 0.5f, baseline = y + px(v, 5.5f), r = px(v, 6);
    uint32_t colour = processor_colour(v, &p);
    draw_box(d, (struct box){b.x, y - r, 2 * r, 2 * r}, r, filled ? colour : 0,
             (struct stroke){colour, px(v, 2), 0});
    float x = b.x + px(v, 20), right = b.x + b.w - px(v, 16);
    label_left(d, v, (struct point){x, baseline}, 0, bold, name);
    x += label_width(d, v, bold, name) + px(v, 8);
    float width = label_width(d, v, plain, text_string(&words));
    float time = label_width(d, v, mono, text_string(&clock));
    if (x + width + px(v, 12) + time <= right)
        label_left(d, v, (struct point){x + width + px(v, 12), baseline}, 0, mono,
                   text_string(&clock));
    label_left(d, v, (struct point){x, baseline}, right - x, plain, text_string(&words));
    draw_hit(d, b, p.goroutine ? COMMAND_FRONT : COMMAND_NONE, p.goroutine, text_string(&words));
    text_free(&words);
    text_free(&clock);
}

/* Which are shown, if there is room for `room` of them: those that do something, then idle ones. */
static uint32_t choose_processors(const struct view *v, uint32_t room, bool chosen[PROCS_MAX]) {
    uint32_t procs = v->m->config.procs, count = 0;
    for (int idle = 0; idle < 2; idle++)
        for (uint32_t p = 0; p < procs && count < room; p++) {
            if ((inspect_processor(v->m, p).runs == RUNS_NOTHING) != (idle == 1)) continue;
            chosen[p] = true;
            count++;
        }
    return count;
}

static void draw_processors(struct draw *d, const struct view *v, struct box b) {
    uint32_t procs = v->m->config.procs, room = procs;
    bool chosen[PROCS_MAX] = {false};
    float more = px(v, 60);
    float width = fminf(fmaxf(b.w / (float)procs, px(v, CELL_MIN)), px(v, CELL_MAX));
    if (width * (float)procs > b.w + 1) room = whole((b.w - more) / width);
    uint32_t shown = choose_processors(v, room, chosen);
    struct box cell = {b.x, b.y, width, b.h};
    for (uint32_t p = 0; p < procs; p++) {
        if (!chosen[p]) continue;
        draw_processor(d, v, cell, p);
        cell.x += width;
    }
    if (shown == procs) return;
    char words[24];
    snprintf(words, sizeof words, "+ %u", procs - shown);
    label_left(d, v, (struct point){cell.x, b.y + b.h * 0.5f + px(v, 5.5f)}, more,
               (struct lettering){FONT_SANS, TEXT_SMALL, v->theme->muted}, words);
}

/* ---- the pacer ---- */

static void add_part(const struct view *v, struct text *out, enum word name, uint64_t bytes) {
    text_addf(out, "%s%s ", out->length ? " · " : "", say(v, name));
    size_words(out, bytes);
}

static void pacer_words(const struct view *v, struct text *out) {
    const struct collector *gc = &v->m->s->gc;
    add_part(v, out, WORD_STATUS_HEAP, gc->heap_live);
    if (gc->goal == UINT64_MAX) {
        text_addf(out, " · %s", say(v, WORD_PACER_NO_GOAL));
        return;
    }
    add_part(v, out, WORD_PACER_TRIGGER, gc->trigger);
    add_part(v, out, WORD_PACER_GOAL, gc->goal);
    if (v->m->config.memory_limit != UINT64_MAX)
        add_part(v, out, WORD_PACER_LIMIT, v->m->config.memory_limit);
    if (gc_marking(v->m) && gc->pacer.credit)
        add_part(v, out, WORD_STATUS_CREDIT, gc->pacer.credit);
}

static void notch(struct draw *d, const struct view *v, struct box bar, double at,
                  uint32_t colour) {
    if (at > 1) return;
    float x = bar.x + bar.w * (float)at - px(v, 1.5f);
    draw_box(d, (struct box){x, bar.y - px(v, 4), px(v, 3), bar.h + px(v, 8)}, 0, colour,
             (struct stroke){0});
}

/* The whole bar is a little more than the goal, or than the heap if that has passed it. */
static void draw_bar(struct draw *d, const struct view *v, struct box bar) {
    const struct collector *gc = &v->m->s->gc;
    double most = (double)(gc->heap_live > gc->goal ? gc->heap_live : gc->goal) * 1.08;
    struct box live = bar;
    draw_box(d, bar, px(v, 4), v->theme->strip, (struct stroke){0});
    if (gc->goal == UINT64_MAX || most <= 0) return;
    live.w = bar.w * (float)((double)gc->heap_live / most);
    if (live.w > 0) draw_box(d, live, px(v, 4), v->theme->blue, (struct stroke){0});
    notch(d, v, bar, (double)gc->trigger / most, v->theme->orange);
    notch(d, v, bar, (double)gc->goal / most, v->theme->vermillion);
}

/* At the right; returns its left end. */
static float draw_pacer(struct draw *d, const struct view *v, struct box b) {
    struct text words = {0};
    pacer_words(v, &words);
    struct lettering small = {FONT_SANS, TEXT_SMALL, v->theme->muted};
    float y = b.y + b.h * 0.5f, right = b.x + b.w;
    label_right(d, v, (struct point){right, y + px(v, 5.5f)}, 0, small, text_string(&words));
    float left = right - label_width(d, v, small, text_string(&words)) - px(v, 16);
    text_free(&words);
    draw_hit(d, (struct box){left, b.y, right - left, b.h}, COMMAND_NONE, 0,
             say(v, WORD_STATUS_TIP_PACER));
    if (v->m->s->gc.goal == UINT64_MAX) return left;
    left -= px(v, 180);
    draw_bar(d, v, (struct box){left, y - px(v, 5), px(v, 180), px(v, 10)});
    return left;
}

void panel_status(struct draw *d, const struct view *v, struct box b) {
    float left = b.x + b.w;
    if (view_shows_go_heap(v)) left = draw_pacer(d, v, b) - px(v, 20);
    draw_processors(d, v, (struct box){b.x + px(v, 2), b.y, left - b.x, b.h});
}

/* A goroutine: what it is called, what it does or waits for, its stack. */
#include <inttypes.h>
#include <stdio.h>

#include "machine/values/channel.h"
#include "view/scheduling.h"
#include "view/stacks.h"

/* ---- what it does ---- */

/* The processor may be lent to the collector. */
static bool is_running(const struct view *v, const struct goroutine *g) {
    if (!g->processor) return false;
    enum runs runs = inspect_processor(v->m, g->processor - 1).runs;
    return runs == RUNS_GOROUTINE || runs == RUNS_ASSIST;
}

enum life goroutine_life(const struct view *v, uint32_t number) {
    if (number > v->m->s->goroutine_count) return LIFE_UNBORN;
    const struct goroutine *g = goroutine_of(v->m, number);
    if (g->status == GOROUTINE_DEAD) return LIFE_ENDED;
    if (g->status == GOROUTINE_WAITING) return LIFE_WAITING;
    if (g->suspended || v->m->s->gc.stopped) return LIFE_STOPPED;
    return is_running(v, g) || g->part == PART_ASSIST ? LIFE_RUNNING : LIFE_RUNNABLE;
}

/* The channels it waits for, by its sudogs; a select may have several. */
static void channel_words(const struct view *v, uint32_t number, struct text *out) {
    enum { SHOWN = 3 };
    const struct goroutine *g = goroutine_of(v->m, number);
    uint64_t sudog = g->waiting;
    for (uint32_t i = 0; i < SHOWN && sudog_is_sound(v->m, sudog, number); i++) {
        uint64_t channel = word_read(v->m, sudog + SUDOG_CHANNEL);
        text_add(out, i ? ", " : ": ");
        inspect_object_name(v->m, channel, out);
        sudog = word_read(v->m, sudog + SUDOG_WAITLINK);
    }
}

static void wait_words(const struct view *v, uint32_t number, struct text *out) {
    const struct goroutine *g = goroutine_of(v->m, number);
    switch ((enum wait)g->wait) {
    case WAIT_MARKED:
    case WAIT_SWEPT: text_add(out, say(v, WORD_LIFE_WAITS_GC)); return;
    case WAIT_SEND:
    case WAIT_RECEIVE:
    case WAIT_SELECT:
        text_add(out, wait_name((enum wait)g->wait));
        channel_words(v, number, out);
        return;
    case WAIT_SLEEP:
        text_add(out, say(v, WORD_LIFE_SLEEPS));
        inspect_time(g->wake_at, out);
        return;
    case WAIT_SEMAPHORE:
        text_addf(out, "%s: ", wait_name(WAIT_SEMAPHORE));
        inspect_place(v->m, g->semaphore, out);
        return;
    default: text_add(out, inspect_wait(v->m, number));
    }
}

void life_words(const struct view *v, uint32_t number, struct text *out) {
    switch (goroutine_life(v, number)) {
    case LIFE_UNBORN: text_add(out, say(v, WORD_LIFE_UNBORN)); return;
    case LIFE_ENDED:
        text_add(out, say(v, number == 1 ? WORD_LIFE_RETURNED : WORD_LIFE_ENDED));
        return;
    case LIFE_WAITING: wait_words(v, number, out); return;
    case LIFE_STOPPED: {
        bool scan = goroutine_of(v->m, number)->suspended;
        text_add(out, say(v, scan ? WORD_LIFE_STOPPED_SCAN : WORD_LIFE_STOPPED_WORLD));
        return;
    }
    case LIFE_RUNNING: {
        bool assists = goroutine_of(v->m, number)->part == PART_ASSIST;
        text_add(out, say(v, assists ? WORD_LIFE_ASSISTS : WORD_LIFE_RUNNING));
        return;
    }
    case LIFE_RUNNABLE: text_add(out, say(v, WORD_LIFE_RUNNABLE)); return;
    }
}

/* Running and runnable are triangles, full and empty; waiting, two bars; stopped, a square; ended,
 * a cross; not started, a broken ring. */
void draw_life(struct column *c, enum life life, struct point at, uint32_t colour) {
    const struct view *v = c->v;
    float s = px(v, 5.5f), thin = px(v, 2);
    struct stroke line = {colour, thin, 0};
    struct point corners[3] = {
        {at.x - s * 0.8f, at.y - s}, {at.x + s, at.y}, {at.x - s * 0.8f, at.y + s}};
    switch (life) {
    case LIFE_RUNNING: draw_shape(c->d, corners, 3, colour); break;
    case LIFE_RUNNABLE:
        for (int i = 0; i < 3; i++) draw_line(c->d, corners[i], corners[(i + 1) % 3], line);
        break;
    case LIFE_WAITING:
        draw_box(c->d, (struct box){at.x - s * 0.8f, at.y - s, s * 0.6f, 2 * s}, 0, colour,
                 (struct stroke){0});
        draw_box(c->d, (struct box){at.x + s * 0.3f, at.y - s, s * 0.6f, 2 * s}, 0, colour,
                 (struct stroke){0});
        break;
    case LIFE_STOPPED:
        draw_box(c->d, (struct box){at.x - s * 0.8f, at.y - s * 0.8f, s * 1.6f, s * 1.6f}, 0,
                 colour, (struct stroke){0});
        break;
    case LIFE_ENDED:
        draw_line(c->d, (struct point){at.x - s * 0.8f, at.y - s * 0.8f},
                  (struct point){at.x + s * 0.8f, at.y + s * 0.8f}, line);
        draw_line(c->d, (struct point){at.x - s * 0.8f, at.y + s * 0.8f},
                  (struct point){at.x + s * 0.8f, at.y - s * 0.8f}, line);
        break;
    case LIFE_UNBORN:
        draw_box(c->d, (struct box){at.x - s, at.y - s, 2 * s, 2 * s}, s, 0,
                 (struct stroke){colour, thin, px(v, 3)});
        break;
    }
}

/* One that is not born yet is known from the run ahead. */
void goroutine_name(const struct view *v, uint32_t number, struct text *out) {
    bool born = number <= v->m->s->goroutine_count;
    text_addf(out, "G%u ", number);
    inspect_actor(born ? v->m : &v->session->front, number, out);
}

/* ---- its head ---- */

static void head_tip(const struct view *v, uint32_t number, struct text *out) {
    goroutine_name(v, number, out);
    text_add(out, ": ");
    life_words(v, number, out);
    text_add(out, "\n");
    uint64_t born = goroutine_of(&v->session->front, number)->born;
    text_addf(out, say(v, WORD_STACK_TIP_BORN), (unsigned long long)born);
    text_add(out, "\n");
    text_add(out, say(v, v->goroutine == number ? WORD_STACK_TIP_BACK : WORD_STACK_TIP_FRONT));
}

static uint32_t life_colour(const struct column *c, enum life life) {
    bool there = life != LIFE_UNBORN && life != LIFE_ENDED;
    return there ? c->colour : c->v->theme->muted;
}

/* Whether the user, who is asked who goes next, has come to this one. */
static bool is_offered(const struct view *v, uint32_t number) {
    const struct scheduling *s = v->scheduling;
    return s && s->shown && s->count && s->offers[s->chosen].who.choice.actor == number;
}

/* Who did the step stands on a bright ground; who is to the front, in a frame; who may go next, in
 * a broken one. */
static void draw_name_ground(struct column *c, uint32_t number, struct box b) {
    const struct view *v = c->v;
    bool acted = v->m->s->clock.last_actor == number, front = v->goroutine == number;
    bool offered = is_offered(v, number);
    struct stroke line = {v->theme->blue, px(v, offered ? 3 : 2), px(v, offered ? 5 : 0)};
    if (!acted && !front && !offered) return;
    draw_box(c->d, b, px(v, 5), acted ? v->theme->highlight : 0,
             front || offered ? line : (struct stroke){0});
}

/* Sign, name, and what it does at the right. */
static void draw_title(struct column *c, uint32_t number, float right) {
    const struct view *v = c->v;
    struct text name = {0}, words = {0}, tip = {0};
    enum life life = goroutine_life(v, number);
    goroutine_name(v, number, &name);
    life_words(v, number, &words);
    head_tip(v, number, &tip);
    struct lettering bold = {FONT_SANS_BOLD, TEXT_BODY, life_colour(c, life)},
                     small = {FONT_SANS, TEXT_SMALL, v->theme->muted};
    float left = c->x + px(v, 20), baseline = c->y + px(v, 18);
    float width = fminf(label_width(c->d, v, bold, text_string(&name)), (right - left) * 0.62f);
    draw_name_ground(c, number,
                     (struct box){left - px(v, 4), c->y + px(v, 1), width + px(v, 9), px(v, 23)});
    draw_life(c, life, (struct point){c->x + px(v, 7), c->y + px(v, 12.5f)}, life_colour(c, life));
    label_left(c->d, v, (struct point){left, baseline}, width + 1, bold, text_string(&name));
    float room = right - left - width - px(v, 14);
    if (room > px(v, TEXT_SMALL))
        label_right(c->d, v, (struct point){right, baseline}, room, small, text_string(&words));
    draw_hit(c->d, (struct box){c->x, c->y, c->w, px(v, HEAD_LINE)}, COMMAND_FRONT, number,
             text_string(&tip));
    text_free(&name);
    text_free(&words);
    text_free(&tip);
}

/* Nothing there yet, or nothing any more: an empty frame says so. */
static void draw_nothing(struct column *c, enum word why) {
    const struct view *v = c->v;
    struct box b = {c->x, c->y, c->w, fminf(px(v, FRAME_HEAD + 4), c->bottom - c->y)};
    if (b.h < px(v, FRAME_HEAD)) return;
    draw_box(c->d, b, px(v, 7), 0, (struct stroke){v->theme->ghost, px(v, 1.5f), px(v, 5)});
    label_centre(c->d, v, (struct point){b.x + b.w / 2, b.y + px(v, 21)}, b.w - px(v, 20),
                 (struct lettering){FONT_SANS, TEXT_SMALL, v->theme->muted}, say(v, why));
}

void draw_goroutine(struct column *c, uint32_t number) {
    enum life life = goroutine_life(c->v, number);
    if (!has_line(c, HEAD_LINE)) return;
    draw_title(c, number, c->x + c->w);
    c->y += px(c->v, HEAD_LINE);
    if (life == LIFE_UNBORN) {
        draw_nothing(c, WORD_STACK_NO_STACK_YET);
    } else if (life == LIFE_ENDED) {
        draw_nothing(c, WORD_STACK_GIVEN_BACK);
    } else {
        draw_gauge(c, number);
        draw_frames(c, number);
    }
}

void draw_goroutine_line(struct column *c, uint32_t number) {
    const struct view *v = c->v;
    struct text bytes = {0};
    float right = c->x + c->w;
    if (!has_line(c, HEAD_LINE)) return;
    if (goroutine_life(v, number) != LIFE_UNBORN && goroutine_life(v, number) != LIFE_ENDED) {
        const struct goroutine *g = goroutine_of(v->m, number);
        struct lettering mono = {FONT_MONO, TEXT_SMALL, v->theme->muted};
        text_addf(&bytes, "%" PRIu64 " B", stack_used(v->m, g));
        label_right(c->d, v, (struct point){right, c->y + px(v, 18)}, 0, mono, text_string(&bytes));
        right -= label_width(c->d, v, mono, text_string(&bytes)) + px(v, 12);
    }
    draw_title(c, number, right);
    text_free(&bytes);
    c->y += px(v, HEAD_LINE);
}

/* The event log: a line a step, up to the one that is looked at, and what that one did. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "view/panels.h"
#include "view/widget.h"

enum { ROW_HEIGHT = 25, DETAILS_FROM_ROWS = 8, TIP_EVENTS_MAX = 12 };

/* "barrier read". */
static void kind_words(uint32_t kind, struct text *out) {
    for (const char *c = event_describe((enum event_kind)kind)->name; *c; c++)
        text_add_bytes(out, *c == '_' ? " " : c, 1);
}

/* Likewise; of a word what it is now: "main.p = Node 3". */
static void event_words(const struct machine *m, const struct event *e, struct text *out) {
    if (e->kind == EVENT_WORD) {
        inspect_place(m, e->a, out);
        text_add(out, " = ");
        if (inspect_is_linkage(m, e->a)) text_addf(out, "0x%" PRIx64, e->c);
        else inspect_value(m, e->a, e->c, out);
        return;
    }
    kind_words(e->kind, out);
}

/* Whose step it was, in few words. */
static void actor_words(const struct view *v, struct text *out) {
    uint32_t actor = v->m->s->clock.last_actor;
    if (v->m->s->clock.step == 0) return;
    if (actor == ACTOR_COLLECTOR && inspect_several_workers(v->m))
        text_addf(out, "worker, P%u", v->m->s->on);
    else inspect_actor(v->m, actor, out);
    view_translate(v, out);
}

/* ---- the head ---- */

/* The kind that e and E go to; a click lets it go. */
static void draw_kind(struct draw *d, const struct view *v, struct box b) {
    struct text words = {0}, tip = {0};
    kind_words(v->log->kind - 1, &words);
    text_add(&words, " ×");
    float right = b.x + b.w - px(v, PANEL_PADDING), middle = b.y + px(v, 26);
    float x = pill_right(d, v, (struct point){right, middle}, v->theme->blue, text_string(&words));
    text_addf(&tip, "%s", say(v, WORD_LOG_KIND_CHOSEN));
    draw_hit(d, (struct box){x, middle - px(v, 13), right - x, px(v, 26)}, COMMAND_LOG_KIND, 0,
             text_string(&tip));
    text_free(&words);
    text_free(&tip);
}

static struct box draw_frame(struct draw *d, const struct view *v, struct box b) {
    struct text remark = {0};
    bool chosen = v->log && v->log->kind;
    if (v->log && v->log->words[0]) text_addf(&remark, "/%s", v->log->words);
    else actor_words(v, &remark);
    struct box inside =
        panel_frame(d, v, b, say(v, WORD_PANEL_LOG), chosen ? "" : text_string(&remark));
    if (chosen) draw_kind(d, v, b);
    text_free(&remark);
    return inside;
}

/* ---- the events of the step ---- */

/* Where each of a number of lines comes. */
struct rows {
    struct draw *d;
    const struct view *v;
    struct box inside;
    float height;
    uint32_t count;
    float steps, actors; /* where the numbers end, and the sentences' column of actors begins */
};

static struct box row_box(const struct rows *r, uint32_t row) {
    float spare = r->v->scale * 8;
    return (struct box){r->inside.x - spare, r->inside.y + (float)row * r->height,
                        r->inside.w + 2 * spare, r->height};
}

static float baseline_of(const struct box *row) {
    return row->y + row->h * 0.7f;
}

static bool is_detail(const struct event *e) {
    return e->kind != EVENT_LINE;
}

/* Events of weight come first when there is no room for all. */
static const struct event *detail(const struct session *s, uint32_t index, bool crowded) {
    for (uint32_t k = 0; k < s->event_count * (1 + crowded); k++) {
        const struct event *e = &s->events[k % s->event_count];
        if (!is_detail(e)) continue;
        if (crowded && (e->kind == EVENT_WORD) != (k >= s->event_count)) continue;
        if (index-- == 0) return e;
    }
    return NULL;
}

static uint32_t count_details(const struct session *s) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < s->event_count; i++) count += is_detail(&s->events[i]);
    return count;
}

static void draw_detail(struct rows *r, const struct event *e, struct box row, float indent) {
    const struct view *v = r->v;
    struct text words = {0};
    const struct event_description *kind = event_describe((enum event_kind)e->kind);
    uint32_t colour = kind->weight >= 4 ? v->theme->text : v->theme->muted;
    event_words(v->m, e, &words);
    label_left(r->d, v, (struct point){r->inside.x + indent, baseline_of(&row)},
               r->inside.w - indent, (struct lettering){FONT_MONO, TEXT_SMALL, colour},
               text_string(&words));
    draw_hit(r->d, row, COMMAND_LOG_KIND, e->kind + 1u, NULL);
    text_free(&words);
}

static void draw_details(struct rows *r, uint32_t first_row, float indent) {
    uint32_t room = r->count - first_row;
    bool crowded = count_details(r->v->session) > room;
    for (uint32_t i = 0; i < room; i++) {
        const struct event *e = detail(r->v->session, i, crowded);
        if (!e) return;
        draw_detail(r, e, row_box(r, first_row + i), indent);
    }
}

/* ---- a step ---- */

static void draw_actor(struct rows *r, const struct sentence *s, float baseline) {
    char name[16];
    snprintf(name, sizeof name, s->actor == ACTOR_COLLECTOR ? "GC" : "G%u", s->actor);
    struct lettering l = {FONT_SANS_BOLD, TEXT_SMALL, actor_colour(r->v, s->actor)};
    label_left(r->d, r->v, (struct point){r->actors, baseline}, 0, l, name);
}

/* What the step is about, to be looked for, where the sentence leaves room for it. */
static void draw_kind_of_row(struct rows *r, const struct sentence *s, struct box row, float left) {
    const struct view *v = r->v;
    float right = r->inside.x + r->inside.w;
    struct text words = {0};
    if (s->kind == EVENT_COUNT) return;
    kind_words(s->kind, &words);
    float x = right - pill_width(r->d, v, text_string(&words));
    if (x > left + px(v, 12)) {
        pill_right(r->d, v, (struct point){right, row.y + row.h / 2}, v->theme->muted,
                   text_string(&words));
        draw_hit(r->d, (struct box){x, row.y, right - x, row.h}, COMMAND_LOG_KIND, s->kind + 1u,
                 NULL);
    }
    text_free(&words);
}

/* All of the sentence; of the step that is looked at its events, too. */
static void draw_tip_of_step(struct rows *r, const struct sentence *s, struct box row, bool now) {
    const struct session *session = r->v->session;
    struct text tip = {0};
    text_add(&tip, s->what);
    for (uint32_t i = 0; now && i < session->event_count && i < TIP_EVENTS_MAX; i++) {
        if (!is_detail(&session->events[i])) continue;
        text_add(&tip, "\n· ");
        event_words(r->v->m, &session->events[i], &tip);
    }
    draw_hit(r->d, row, COMMAND_SEEK, s->step, text_string(&tip));
    text_free(&tip);
}

static void draw_step(struct rows *r, const struct sentence *s, uint32_t at) {
    const struct view *v = r->v;
    const struct theme *t = v->theme;
    struct box row = row_box(r, at);
    bool now = s->step == session_step(v->session), future = s->step > session_step(v->session);
    float baseline = baseline_of(&row), right = r->inside.x + r->inside.w;
    char number[24];
    if (now) draw_box(r->d, row, px(v, 4), t->highlight, (struct stroke){0});
    draw_tip_of_step(r, s, row, now);
    snprintf(number, sizeof number, "%" PRIu64, s->step);
    struct lettering mono = {FONT_MONO, TEXT_SMALL, t->muted};
    struct lettering words = {FONT_SANS, TEXT_SMALL, future ? t->muted : t->text};
    label_right(r->d, v, (struct point){r->steps, baseline}, 0, mono, number);
    draw_actor(r, s, baseline);
    float x = r->actors + px(v, 40);
    if (now && !v->log->filtered)
        draw_kind_of_row(r, s, row, x + label_width(r->d, v, words, s->what));
    label_left(r->d, v, (struct point){x, baseline}, right - x, words, s->what);
}

static void set_columns(struct rows *r) {
    char widest[24];
    const struct sentence *last = &r->v->log->rows[r->v->log->count - 1];
    snprintf(widest, sizeof widest, "%" PRIu64, last->step);
    struct lettering mono = {FONT_MONO, TEXT_SMALL, 0};
    r->steps = r->inside.x + label_width(r->d, r->v, mono, widest);
    r->actors = r->steps + px(r->v, 12);
}

/* The last lines that there is room for; below the step that is looked at, its events. */
static void draw_steps(struct rows *r) {
    const struct log_page *log = r->v->log;
    uint32_t details = 0;
    if (!log->scrolled && !log->filtered && r->count >= DETAILS_FROM_ROWS)
        details = count_details(r->v->session);
    if (details > r->count / 2) details = r->count / 2;
    uint32_t room = r->count - details, count = log->count < room ? log->count : room;
    set_columns(r);
    for (uint32_t i = 0; i < count; i++) draw_step(r, &log->rows[log->count - count + i], i);
    if (details) draw_details(r, count, r->actors + px(r->v, 40) - r->inside.x);
}

void panel_log(struct draw *d, const struct view *v, struct box b) {
    struct box inside = draw_frame(d, v, b);
    struct rows r = {.d = d, .v = v, .inside = inside, .height = px(v, ROW_HEIGHT)};
    r.inside.y -= px(v, 4);
    r.inside.h += px(v, 10);
    r.count = whole(r.inside.h / r.height);
    if (v->log && v->log->count) {
        draw_hit(d, inside, COMMAND_SCROLL_LOG, v->log->rows[v->log->count - 1].step, NULL);
        if (r.count) draw_steps(&r);
    } else if (v->log && v->log->filtered) {
        struct lettering l = {FONT_SANS, TEXT_SMALL, v->theme->muted};
        const char *words = v->log->incomplete ? "…" : say(v, WORD_LOG_NONE_YET);
        label_left(d, v, (struct point){inside.x, inside.y + px(v, 14)}, inside.w, l, words);
    } else {
        draw_details(&r, 0, 0);
    }
}

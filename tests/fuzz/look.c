/* What opening a scenario does, in little. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/check.h"
#include "export/narrate.h"
#include "export/trace.h"
#include "fuzz.h"
#include "lesson/answer.h"
#include "machine/image.h"
#include "session/seek.h"
#include "view/picture.h"

enum { STEPS = 200, PAGES_MAX = 64, C_LIMIT = 1 << 18, NARRATED = 100 };

void fuzz_bound(struct scenario *s) {
    struct config *c = &s->config;
    if (s->tape) return;                          /* what is played has the memory that it had */
    const struct image *image = s->program.image; /* a dump needs what it has, and a little more */
    uint32_t pages = image ? image->pages + PAGES_MAX : PAGES_MAX;
    if (c->pages_max > pages) c->pages_max = pages;
    if (c->c_limit > C_LIMIT) c->c_limit = C_LIMIT;
}

static void narrate(struct session *s) {
    static const struct narration *const LANGUAGES[] = {&NARRATION_ENGLISH, &NARRATION_GERMAN};
    struct text what = {0}, why = {0};
    for (int i = 0; i < 2; i++)
        narrate_step_in(LANGUAGES[i], &s->now, s->events, s->event_count, &what, &why);
    text_free(&what);
    text_free(&why);
}

static void narrate_all(struct session *s) {
    uint64_t last = session_steps(s) < NARRATED ? session_steps(s) : NARRATED;
    for (uint64_t step = 0; step <= last; step++) {
        session_seek(s, step);
        narrate(s);
    }
}

void fuzz_picture(struct session *s, uint64_t step, const struct look *look) {
    static struct log_page log; /* large */
    struct draw d;
    struct view v;
    struct graph_layout graph;
    struct prompt prompt = {PROMPT_NONE, ""};
    struct sentences sentences = {0};
    session_seek(s, step);
    draw_init(&d, text_measure_plain());
    graph_layout_make(&graph, &s->census);
    view_begin(&v, s, look, (struct box){0, 0, 1280, 720});
    log = (struct log_page){.words = ""};
    log_page_fill(&log, &sentences, s, view_narration(&v), session_step(s));
    v.graph = &graph;
    v.prompt = &prompt;
    v.log = &log;
    picture_draw(&d, &v);
    view_end(&v);
    sentences_free(&sentences);
    draw_free(&d);
}

static void answer(struct session *s) {
    for (uint32_t i = 0; i < s->scenario->question_count; i++) {
        struct answer a;
        struct text words = {0};
        const struct question *q = &s->scenario->questions[i];
        if (question_answer(s, q, &NARRATION_ENGLISH, &a)) answer_text(s, q, &a, &words);
        answer_free(&a);
        text_free(&words);
    }
}

/* In a session of its own: a trace is written while the run goes on ahead. */
static void trace(const struct scenario *scenario) {
    static const volatile sig_atomic_t never;
    struct session s;
    if (!session_open(&s, scenario)) return;
    s.steps_max = STEPS;
    FILE *nowhere = fopen("/dev/null", "w");
    CHECK(nowhere);
    trace_write(&s, nowhere, &never);
    fclose(nowhere);
    session_close(&s);
}

void fuzz_look(struct scenario *scenario) {
    struct session s;
    struct text wrong = {0};
    struct look look = look_default();
    if (scenario->log) return; /* the bytes were those of another kind of file: nothing runs */
    fuzz_bound(scenario);
    trace(scenario);
    if (!session_open(&s, scenario)) return;
    s.steps_max = STEPS;
    while (session_run(&s, STEPS) == STOP_BUDGET) continue;
    narrate_all(&s);
    answer(&s);
    fuzz_picture(&s, session_steps(&s) * 2 / 3, &look);
    session_check(&s, &wrong);
    text_free(&wrong);
    session_close(&s);
}

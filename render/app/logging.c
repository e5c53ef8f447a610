#include "app/logging.h"

#include <math.h>
#include <stdio.h>

#include "app/does.h"
#include "app/searching.h"
#include "app/typing.h"
#include "session/seek.h"

enum { WHEEL_STEPS = 3, WORDS_PORTION = 1024, KIND_PORTION = 16384, ROWS_AT_ONCE = 8 };

static const struct narration *language_of(const struct app *app) {
    struct view v = {.look = &app->look};
    return view_narration(&v);
}

void logging_forget(struct app *app) {
    sentences_forget(&app->logging.sentences);
    kind_log_free(&app->logging.kinds);
    app->logging.page = (struct log_page){.words = app->logging.words.words};
    app->logging.words.words[0] = '\0';
}

void logging_free(struct app *app) {
    sentences_free(&app->logging.sentences);
    kind_log_free(&app->logging.kinds);
}

/* ---- the lines that are read ---- */

static uint64_t last_row(const struct app *app) {
    const struct logging *l = &app->logging;
    uint64_t now = session_step(&app->open.session);
    return l->page.scrolled && l->scrolled_at == now ? l->bottom : now;
}

/* Only steps that have an event of the chosen kind. */
static void fill_filtered(struct app *app, uint64_t last) {
    struct logging *l = &app->logging;
    struct log_page *page = &l->page;
    struct kind_log *kinds = &l->kinds;
    kind_log_set(kinds, &app->open.session, language_of(app), page->kind, last);
    if (kinds->count < ROWS_AT_ONCE) kind_log_go_on(kinds, &app->open.session, KIND_PORTION);
    page->incomplete = kinds->count < KIND_ROWS_MAX && kinds->from > 0;
    for (; page->count < kinds->count; page->count++)
        page->rows[page->count] = kinds->rows[page->count].sentence;
}

bool logging_goes_on(const struct app *app) {
    const struct log_page *page = &app->logging.page;
    return page->filtered && page->incomplete && !app->player.playing;
}

void logging_tick(struct app *app) {
    if (!logging_goes_on(app)) return;
    kind_log_go_on(&app->logging.kinds, &app->open.session, KIND_PORTION);
    app->dirty = true;
}

void logging_prepare(struct app *app) {
    struct logging *l = &app->logging;
    struct log_page *page = &l->page;
    uint64_t last = last_row(app);
    page->count = 0;
    page->words = l->words.words;
    page->scrolled = last != session_step(&app->open.session);
    page->filtered = page->kind != 0;
    page->incomplete = false;
    /* whoever cannot see the log need not wait for its sentences */
    if (!arrangement_shows(&app->look.arrangement, PANEL_LOG)) page->filtered = false;
    else if (page->filtered) fill_filtered(app, last);
    else log_page_fill(page, &l->sentences, &app->open.session, language_of(app), last);
}

/* Some rows up; or down, to the step that is looked at. */
static int64_t filtered_bottom(const struct app *app) {
    const struct log_page *page = &app->logging.page;
    uint32_t rows = (uint32_t)lroundf(fabsf(app->mouse.wheel) * WHEEL_STEPS);
    if (app->mouse.wheel <= 0 || page->count <= rows)
        return (int64_t)session_step(&app->open.session);
    return (int64_t)page->rows[page->count - 1 - rows].step;
}

/* The value is the step of the last row. */
void do_scroll_log(struct app *app, uint64_t value) {
    struct logging *l = &app->logging;
    bool asked = app->predicting.open != NO_QUESTION; /* then the log does not tell the answer */
    const struct session *s = &app->open.session;
    int64_t last = (int64_t)(asked ? session_step(s) : session_steps(s));
    int64_t bottom = (int64_t)value - (int64_t)lroundf(app->mouse.wheel * WHEEL_STEPS);
    if (l->page.filtered) bottom = filtered_bottom(app);
    l->bottom = (uint64_t)(bottom < 1 ? 1 : bottom > last ? last : bottom);
    l->page.scrolled = true;
    l->scrolled_at = session_step(&app->open.session);
}

/* ---- events of a kind ---- */

/* The value is the kind + 1; the same one again lets it go, as 0 does. */
void do_log_kind(struct app *app, uint64_t value) {
    uint32_t *kind = &app->logging.page.kind;
    *kind = *kind == value ? 0 : (uint32_t)value;
}

/* If none has been chosen, what the step is about. */
static bool choose_kind(struct app *app) {
    const struct session *s = &app->open.session;
    const struct event *headline = narrate_headline(s->events, s->event_count);
    uint32_t *kind = &app->logging.page.kind;
    if (*kind == 0 && headline) *kind = headline->kind + 1u;
    return *kind != 0;
}

static void go_to_kind(struct app *app, bool forward) {
    if (!choose_kind(app)) {
        app_say(app, word(app->look.language, WORD_LOG_NO_KIND));
        return;
    }
    const struct sought what = sought_event((enum event_kind)(app->logging.page.kind - 1));
    searching_begin(app, &what, forward, WORD_LOG_NO_EVENT);
}

void do_kind_forward(struct app *app, uint64_t value) {
    (void)value;
    go_to_kind(app, true);
}

void do_kind_back(struct app *app, uint64_t value) {
    (void)value;
    go_to_kind(app, false);
}

/* ---- words ---- */

static void look_for_words(struct app *app, bool forward) {
    struct word_search *w = &app->logging.words;
    if (!w->words[0]) return;
    w->language = language_of(app);
    w->sentences = &app->logging.sentences;
    const struct sought what = sought_words(w);
    searching_begin_slow(app, &what, forward, WORDS_PORTION);
}

void logging_look_for(struct app *app, const char *text) {
    struct word_search *w = &app->logging.words;
    snprintf(w->words, sizeof w->words, "%s", text);
    look_for_words(app, true);
}

void do_find(struct app *app, uint64_t value) {
    (void)value;
    typing_begin(app, PROMPT_WORDS);
}

void do_find_forward(struct app *app, uint64_t value) {
    (void)value;
    look_for_words(app, true);
}

void do_find_back(struct app *app, uint64_t value) {
    (void)value;
    look_for_words(app, false);
}

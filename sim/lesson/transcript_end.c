/* What a transcript ends with: how the run ends, what was expected, and the numbers. */
#include <inttypes.h>
#include <string.h>

#include "export/markdown.h"
#include "lesson/transcribing.h"
#include "machine/inspect/inspect.h"
#include "machine/inspect/statistics.h"

/* ---- how it ends ---- */

static void add_failure(struct transcript *t) {
    struct text words = {0};
    inspect_failure(&t->session->now, &words);
    if (words.length) {
        text_add(&t->text, "\n\n");
        markdown_block(&t->text, "text", text_string(&words));
    }
    text_free(&words);
}

static void add_outcome(struct transcript *t) {
    const struct session *s = t->session;
    unsigned long long step = session_step(s), all = session_steps(s);
    if (step < all) SAY(t, TRANSCRIPT_WORD_GOES_ON, step, all);
    else if (s->now.s->outcome == OUTCOME_RUNNING) SAY(t, TRANSCRIPT_WORD_STOPPED, step);
    else {
        SAY(t, TRANSCRIPT_WORD_ENDED, step);
        text_add(&t->text, " ");
        markdown_code(&t->text, inspect_outcome(&s->now));
        text_add(&t->text, ".");
        add_failure(t);
    }
    if (s->now.s->gc.lost) {
        text_add(&t->text, "\n\n");
        SAY(t, TRANSCRIPT_WORD_LOST, (unsigned long long)s->now.s->gc.lost);
    }
    bool line_ended = t->text.length && t->text.bytes[t->text.length - 1] == '\n';
    text_add(&t->text, line_ended ? "\n" : "\n\n");
}

/* Up to the last step. */
static void add_printed(struct transcript *t) {
    const struct session *s = t->session;
    size_t length = session_screen_length(s);
    struct text printed = {0};
    if (length == 0) return;
    text_add_bytes(&printed, text_string(&s->screen), length);
    text_addf(&t->text, "%s\n\n", transcript_word(t, TRANSCRIPT_WORD_PRINTED));
    markdown_block(&t->text, "text", text_string(&printed));
    text_add(&t->text, "\n");
    text_free(&printed);
}

/* ---- expectations ---- */

static void add_object_check(struct transcript *t, const struct expected *x,
                             enum transcript_word which) {
    const struct program *p = &t->session->scenario->program;
    const struct reference *r = &p->references[x->object];
    const struct label *label = &p->labels[r->label];
    struct text name = {0}, words = {0};
    text_add(&name, label->name);
    if (!label->given || r->ordinal != 1) text_addf(&name, " %u", r->ordinal);
    markdown_words(&words, text_string(&name));
    SAY(t, which, text_string(&words));
    text_free(&name);
    text_free(&words);
}

static void add_string_check(struct transcript *t, const char *string, enum transcript_word which) {
    struct text code = {0};
    markdown_code(&code, string);
    SAY(t, which, code.length ? text_string(&code) : "“”");
    text_free(&code);
}

static void add_number_check(struct transcript *t, const struct expected *x) {
    struct text code = {0};
    markdown_code(&code, x->string);
    SAY(t, TRANSCRIPT_WORD_NUMBER_IS, text_string(&code), (unsigned long long)x->number);
    text_free(&code);
}

static void add_check(struct transcript *t, const struct expected *x) {
    switch (x->kind) {
    case CHECK_LIVE: add_object_check(t, x, TRANSCRIPT_WORD_LIVES); break;
    case CHECK_FREED: add_object_check(t, x, TRANSCRIPT_WORD_IS_FREED); break;
    case CHECK_LOST: add_object_check(t, x, TRANSCRIPT_WORD_IS_LOST); break;
    case CHECK_WHITE: add_object_check(t, x, TRANSCRIPT_WORD_IS_WHITE); break;
    case CHECK_GREY: add_object_check(t, x, TRANSCRIPT_WORD_IS_GREY); break;
    case CHECK_BLACK: add_object_check(t, x, TRANSCRIPT_WORD_IS_BLACK); break;
    case CHECK_LEAKED: add_object_check(t, x, TRANSCRIPT_WORD_IS_LEAKED); break;
    case CHECK_OUTCOME: add_string_check(t, x->string, TRANSCRIPT_WORD_OUTCOME); break;
    case CHECK_OUTPUT: add_string_check(t, x->string, TRANSCRIPT_WORD_OUTPUT); break;
    case CHECK_NUMBER: add_number_check(t, x); break;
    }
}

static void add_moment(struct transcript *t, uint32_t i) {
    const struct session *s = t->session;
    uint64_t step = s->expectation_steps[i];
    if (s->scenario->expectations[i].at_end)
        text_add(&t->text, transcript_word(t, TRANSCRIPT_WORD_AT_END));
    else if (step == NEVER) text_add(&t->text, transcript_word(t, TRANSCRIPT_WORD_NEVER_CAME));
    else SAY(t, TRANSCRIPT_WORD_AT_STEP, (unsigned long long)step);
}

/* "- At the end: A lives; B is freed. It holds." */
static void add_expectation(struct transcript *t, uint32_t i) {
    const struct expectation *e = &t->session->scenario->expectations[i];
    const char *failure = t->session->expectation_failures[i];
    bool came = t->session->expectation_steps[i] != NEVER;
    text_add(&t->text, "- ");
    add_moment(t, i);
    for (uint32_t k = 0; k < e->check_count; k++) {
        text_add(&t->text, k == 0 ? ": " : "; ");
        add_check(t, &e->checks[k]);
    }
    text_add(&t->text, ". ");
    if (came && !failure) text_addf(&t->text, "**%s**", transcript_word(t, TRANSCRIPT_WORD_HOLDS));
    if (came && failure) {
        text_addf(&t->text, "**%s** ", transcript_word(t, TRANSCRIPT_WORD_FAILS));
        markdown_words(&t->text, failure);
    }
    text_add(&t->text, "\n");
}

/* Of a part of the run, those whose moment lies in it; of the whole one, all. */
static bool is_told(const struct transcript *t, uint32_t i) {
    uint64_t step = t->session->expectation_steps[i];
    bool whole = t->request.from == 0 && t->request.to >= session_steps(t->session);
    return whole || (step != NEVER && step >= t->request.from && step <= t->request.to);
}

static void add_expectations(struct transcript *t) {
    bool first = true;
    for (uint32_t i = 0; i < t->session->scenario->expectation_count; i++) {
        if (!is_told(t, i)) continue;
        if (first) text_addf(&t->text, "%s\n\n", transcript_word(t, TRANSCRIPT_WORD_EXPECTED));
        add_expectation(t, i);
        first = false;
    }
}

/* ---- numbers ---- */

static void add_statistics(struct transcript *t) {
    const struct machine *m = &t->session->now;
    transcript_heading(t, "##", transcript_word(t, TRANSCRIPT_WORD_NUMBERS));
    SAY(t, TRANSCRIPT_WORD_NUMBERS_AT, (unsigned long long)session_step(t->session));
    text_addf(&t->text, "\n\n| %s | %s |\n| --- | ---: |\n",
              transcript_word(t, TRANSCRIPT_WORD_STATISTIC),
              transcript_word(t, TRANSCRIPT_WORD_VALUE));
    for (const struct statistic *s = STATISTICS; s->name; s++) {
        uint64_t value = s->value(m);
        if (value == 0) continue;
        text_add(&t->text, "| ");
        markdown_cell_code(&t->text, s->name);
        text_addf(&t->text, " | %" PRIu64 " |\n", value);
    }
}

void transcript_end(struct transcript *t) {
    session_seek(t->session, t->request.to);
    transcript_heading(t, "##", transcript_word(t, TRANSCRIPT_WORD_END));
    add_outcome(t);
    add_printed(t);
    add_expectations(t);
    add_statistics(t);
}

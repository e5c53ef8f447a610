#include "lesson/transcribing.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "export/markdown.h"
#include "machine/inspect/inspect.h"

/* ---- words ---- */

static const char *const WORDS[TRANSCRIPT_WORD_COUNT][2] = {
#define TRANSCRIPT(name, english, german) {english, german},
#include "lesson/transcript_words.def"
#undef TRANSCRIPT
};

const char *transcript_word(const struct transcript *t, enum transcript_word which) {
    return WORDS[which][t->request.language == &NARRATION_GERMAN];
}

const char *transcript_choice(const struct transcript *t, const char *name) {
    for (int i = TRANSCRIPT_WORD_CHOICE_WHITE; i <= TRANSCRIPT_WORD_CHOICE_STAYS; i++)
        if (strcmp(WORDS[i][0], name) == 0) return transcript_word(t, (enum transcript_word)i);
    return name;
}

/* Whether an empty line has just been written, perhaps in the portion before. */
static bool is_blank(const struct transcript *t) {
    size_t length = t->text.length;
    if (length == 0) return t->blank;
    return length > 1 && strcmp(t->text.bytes + length - 2, "\n\n") == 0;
}

void transcript_heading(struct transcript *t, const char *marks, const char *words) {
    text_addf(&t->text, "%s%s %s\n\n", is_blank(t) ? "" : "\n", marks, words);
}

void transcript_actor(struct transcript *t, const struct machine *m, uint32_t actor,
                      struct text *out) {
    struct text english = {0}, words = {0};
    inspect_actor(m, actor, &english);
    narrate_phrase(t->request.language, text_string(&english), &words);
    markdown_words(out, text_string(&words));
    text_free(&english);
    text_free(&words);
}

void transcript_phase(struct transcript *t, enum phase phase) {
    enum transcript_word word = (enum transcript_word)(TRANSCRIPT_WORD_PHASE_OFF + (int)phase);
    text_addf(&t->text, "%s %s", transcript_word(t, TRANSCRIPT_WORD_PHASE),
              transcript_word(t, word));
}

/* ---- stops ---- */

static bool add_stop(struct transcript *t, uint64_t step, enum stop_kind kind, uint32_t index) {
    if (step == NEVER || step < t->request.from || step > t->request.to) return true;
    t->stops = pool_grow(&t->pool, t->stops, t->stop_count, sizeof *t->stops);
    if (!t->stops) return false;
    t->stops[t->stop_count++] = (struct transcript_stop){step, kind, index};
    return true;
}

/* The caption in force where the part begins; none is so before the first. */
static uint32_t caption_in_force(const struct transcript *t) {
    const struct session *s = t->session;
    uint32_t best = (uint32_t)NONE;
    for (uint32_t i = 0; i < s->scenario->caption_count; i++) {
        uint64_t step = s->caption_steps[i];
        if (step > t->request.from) continue;
        if (best == (uint32_t)NONE || step >= s->caption_steps[best]) best = i;
    }
    return best;
}

static bool comes_at_start(const struct transcript *t) {
    const struct session *s = t->session;
    for (uint32_t i = 0; i < s->scenario->caption_count; i++)
        if (s->caption_steps[i] == t->request.from) return true;
    return false;
}

static int by_step(const void *a, const void *b) {
    const struct transcript_stop *x = a, *y = b;
    if (x->step != y->step) return x->step < y->step ? -1 : 1;
    if (x->kind != y->kind) return x->kind < y->kind ? -1 : 1;
    return (x->index > y->index) - (x->index < y->index);
}

static bool find_stops(struct transcript *t) {
    const struct session *s = t->session;
    uint32_t first = caption_in_force(t);
    bool fine = true;
    if (first != (uint32_t)NONE && !comes_at_start(t))
        fine = add_stop(t, t->request.from, STOPS_AT_RANGE, first);
    for (uint32_t i = 0; i < s->scenario->caption_count; i++)
        fine = fine && add_stop(t, s->caption_steps[i], STOPS_AT_CAPTION, i);
    for (uint32_t i = 0; i < s->scenario->question_count; i++)
        fine = fine && add_stop(t, s->question_steps[i], STOPS_AT_QUESTION, i);
    if (fine && t->stop_count == 0)
        fine = add_stop(t, t->request.to, STOPS_AT_RANGE, (uint32_t)NONE);
    if (fine) qsort(t->stops, t->stop_count, sizeof *t->stops, by_step);
    return fine;
}

uint64_t transcript_picture(const struct transcript *t, uint32_t i) {
    for (uint32_t k = 0; k < t->stop_count; k++) {
        if (k > 0 && t->stops[k].step == t->stops[k - 1].step) continue;
        if (i-- == 0) return t->stops[k].step;
    }
    return NEVER;
}

void transcript_picture_name(uint64_t step, char name[PICTURE_NAME_MAX]) {
    snprintf(name, PICTURE_NAME_MAX, "step-%" PRIu64 ".png", step);
}

/* ---- life ---- */

bool transcript_begin(struct transcript *t, struct session *s, FILE *out,
                      const struct transcript_request *request) {
    uint32_t questions = s->scenario->question_count;
    *t = (struct transcript){.session = s, .out = out, .request = *request, .shown = NEVER};
    if (request->from == NEVER) t->request.from = 0;
    if (request->to == NEVER) t->request.to = session_steps(s);
    t->at = t->request.from;
    t->answers = pool_alloc(&t->pool, questions * sizeof *t->answers);
    t->asked = pool_alloc(&t->pool, questions * sizeof *t->asked);
    t->lines = pool_alloc(&t->pool, (s->scenario->program.line_count + 1) * sizeof *t->lines);
    return find_stops(t) && sentences_begin_step(&t->hearing) && !t->pool.failed;
}

void transcript_free(struct transcript *t) {
    for (uint32_t i = 0; t->asked && i < t->session->scenario->question_count; i++)
        if (t->asked[i]) answer_free(&t->answers[i]);
    transcript_tallies_free(t);
    text_free(&t->group.words);
    text_free(&t->group.what);
    text_free(&t->text);
    sentences_free(&t->hearing);
    pool_free(&t->pool);
}

/* ---- a stop ---- */

/* What the step does, in a sentence, for who cannot see the picture. */
static void add_alternative(struct transcript *t, uint64_t step) {
    struct text what = {0}, why = {0};
    struct session *s = t->session;
    session_seek(s, step);
    narrate_step_in(t->request.language, &s->now, s->events, s->event_count, &what, &why);
    SAY(t, TRANSCRIPT_WORD_PICTURE, (unsigned long long)step);
    markdown_words(&t->text,
                   step == 0 ? transcript_word(t, TRANSCRIPT_WORD_BEGINNING) : text_string(&what));
    text_free(&what);
    text_free(&why);
}

static void add_picture(struct transcript *t, uint64_t step) {
    char name[PICTURE_NAME_MAX];
    if (!t->request.pictures) return;
    transcript_picture_name(step, name);
    text_add(&t->text, "![");
    add_alternative(t, step);
    text_add(&t->text, "](");
    markdown_path(&t->text, t->request.pictures);
    text_addf(&t->text, "/%s)\n\n", name);
}

static void begin_step(struct transcript *t, uint64_t step) {
    struct text heading = {0};
    if (t->shown == step) return;
    text_addf(&heading, transcript_word(t, TRANSCRIPT_WORD_STEP), (unsigned long long)step);
    transcript_heading(t, "###", text_string(&heading));
    text_free(&heading);
    add_picture(t, step);
    t->shown = step;
}

static void add_notes(struct transcript *t, const struct caption *c) {
    if (!t->request.notes || !c->notes[0]) return;
    text_addf(&t->text, "> **%s** ", transcript_word(t, TRANSCRIPT_WORD_NOTES));
    markdown_words(&t->text, c->notes);
    text_add(&t->text, "\n\n");
}

static void add_caption(struct transcript *t, const struct caption *c) {
    struct text words = {0}, more = {0};
    markdown_words(&words, c->say);
    markdown_words(&more, c->more);
    if (words.length) text_addf(&t->text, "**%s**", text_string(&words));
    if (words.length && more.length) text_add(&t->text, " ");
    text_add(&t->text, text_string(&more));
    if (words.length || more.length) text_add(&t->text, "\n\n");
    text_free(&words);
    text_free(&more);
    add_notes(t, c);
}

static void stop_here(struct transcript *t) {
    const struct transcript_stop *stop = &t->stops[t->stop++];
    const struct scenario *scenario = t->session->scenario;
    begin_step(t, stop->step);
    if (stop->kind == STOPS_AT_QUESTION) transcript_ask(t, stop->index);
    else if (stop->index != (uint32_t)NONE) add_caption(t, &scenario->captions[stop->index]);
}

/* ---- portions ---- */

static uint64_t next_stop(const struct transcript *t) {
    return t->stop < t->stop_count ? t->stops[t->stop].step : t->request.to;
}

static void after_head(struct transcript *t) {
    transcript_heading(t, "##", transcript_word(t, TRANSCRIPT_WORD_RUN));
    t->part = PART_STOPS;
}

/* The stops here, one a portion; then the stretch up to the next one. */
static void at_stops(struct transcript *t) {
    if (t->stop < t->stop_count && t->stops[t->stop].step <= t->at) stop_here(t);
    else t->part = t->at < t->request.to ? PART_STEPS : PART_ANSWERS;
}

static bool through_steps(struct transcript *t, uint64_t budget) {
    uint64_t upto = next_stop(t);
    if (!transcript_steps(t, upto, budget)) return false;
    if (t->at < upto) return true;
    transcript_stretch_end(t);
    t->part = PART_STOPS;
    return true;
}

/* One a portion: the next question that was asked. */
static void through_answers(struct transcript *t) {
    uint32_t count = t->session->scenario->question_count;
    bool first = true;
    for (uint32_t i = 0; i < t->answer; i++) first = first && !t->asked[i];
    while (t->answer < count && !t->asked[t->answer]) t->answer++;
    if (t->answer == count) {
        t->part = PART_END;
        return;
    }
    if (first) transcript_heading(t, "##", transcript_word(t, TRANSCRIPT_WORD_ANSWERS));
    transcript_answer(t, t->answer++);
}

static bool portion(struct transcript *t, uint64_t budget) {
    switch (t->part) {
    case PART_HEAD:
        transcript_head(t);
        after_head(t);
        break;
    case PART_STOPS: at_stops(t); break;
    case PART_STEPS: return through_steps(t, budget);
    case PART_ANSWERS: through_answers(t); break;
    case PART_END:
        transcript_end(t);
        t->part = PART_OVER;
        break;
    case PART_OVER: break;
    }
    return true;
}

enum transcript_state transcript_go_on(struct transcript *t, uint64_t budget) {
    if (!portion(t, budget) || t->text.failed || t->pool.failed) return TRANSCRIPT_NO_MEMORY;
    size_t length = t->text.length;
    if (length > 0 && fwrite(t->text.bytes, 1, length, t->out) != length) return TRANSCRIPT_NO_ROOM;
    t->blank = is_blank(t);
    text_clear(&t->text);
    return t->part == PART_OVER ? TRANSCRIPT_DONE : TRANSCRIPT_GOES_ON;
}

unsigned transcript_permille(const struct transcript *t) {
    uint64_t all = t->request.to - t->request.from, done = t->at - t->request.from;
    if (t->part >= PART_ANSWERS) return t->part == PART_OVER ? 1000 : 950;
    return all ? (unsigned)((double)done * 950 / (double)all) : 0;
}

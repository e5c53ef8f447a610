/* What a transcript begins with: title, settings, the listing. */
#include <string.h>

#include "export/markdown.h"
#include "lesson/transcribing.h"
#include "scenario/settings.h"
#include "session/future.h"

static void add_titles(struct transcript *t) {
    const struct scenario *s = t->session->scenario;
    text_add(&t->text, "# ");
    markdown_words(&t->text, s->title);
    text_add(&t->text, "\n\n");
    if (!s->summary[0]) return;
    markdown_words(&t->text, s->summary);
    text_add(&t->text, "\n\n");
}

static void add_teaches(struct transcript *t) {
    const struct scenario *s = t->session->scenario;
    if (s->teaches_count == 0) return;
    text_addf(&t->text, "%s:\n\n", transcript_word(t, TRANSCRIPT_WORD_TEACHES));
    for (uint32_t i = 0; i < s->teaches_count; i++) {
        text_add(&t->text, "- ");
        markdown_words(&t->text, s->teaches[i]);
        text_add(&t->text, "\n");
    }
    text_add(&t->text, "\n");
}

/* How to read it, and which part of which run it is. */
static void add_remarks(struct transcript *t) {
    uint64_t from = t->request.from, to = t->request.to, all = session_steps(t->session);
    uint64_t future = session_future(t->session);
    text_add(&t->text, "> ");
    _Static_assert(TRANSCRIPT_VISITS == 2, "the row says twice");
    SAY(t, TRANSCRIPT_WORD_HOW, (unsigned long long)TRANSCRIPT_STRETCH);
    if (from > 0 || to < all) {
        text_add(&t->text, "\n>\n> ");
        SAY(t, TRANSCRIPT_WORD_PART, (unsigned long long)from, (unsigned long long)to,
            (unsigned long long)all);
    }
    if (future != NEVER && future < to) {
        text_add(&t->text, "\n>\n> ");
        SAY(t, TRANSCRIPT_WORD_INTERFERED, (unsigned long long)future);
    }
    text_add(&t->text, "\n");
}

/* ---- settings ---- */

/* What a reader asks for first, whatever its value. */
static bool is_told_always(const struct setting *s) {
    static const char *const KEYS[] = {"GOGC",   "GOMEMLIMIT", "GOMAXPROCS", "barrier",
                                       "stacks", "collector",  "seed"};
    for (size_t i = 0; i < sizeof KEYS / sizeof KEYS[0]; i++)
        if (strcmp(KEYS[i], s->key) == 0) return true;
    return false;
}

static void add_setting(struct transcript *t, const struct setting *s) {
    struct text value = {0};
    const struct config *c = &t->session->front.config;
    bool differs = setting_differs(s, c);
    if (!differs && !is_told_always(s)) return;
    s->show(c, &value);
    text_addf(&t->text, "| %s", differs ? "**" : "");
    markdown_words(&t->text, s->key);
    text_addf(&t->text, "%s | ", differs ? "**" : "");
    markdown_words(&t->text, text_string(&value));
    text_add(&t->text, " |\n");
    text_free(&value);
}

static void add_settings(struct transcript *t) {
    transcript_heading(t, "##", transcript_word(t, TRANSCRIPT_WORD_SETTINGS));
    text_addf(&t->text, "| %s | %s |\n| --- | --- |\n", transcript_word(t, TRANSCRIPT_WORD_SETTING),
              transcript_word(t, TRANSCRIPT_WORD_VALUE));
    for (const struct setting *s = SETTINGS; s->key; s++) add_setting(t, s);
    text_addf(&t->text, "\n%s\n", transcript_word(t, TRANSCRIPT_WORD_OTHERS));
}

/* ---- the listing ---- */

static void add_program(struct transcript *t) {
    const struct program *p = &t->session->scenario->program;
    struct markdown_fence fence = {0};
    if (p->line_count == 0) return;
    transcript_heading(t, "##", transcript_word(t, TRANSCRIPT_WORD_PROGRAM));
    for (uint32_t i = 0; i < p->line_count; i++) markdown_fence_see(&fence, p->lines[i]);
    markdown_fence_begin(&fence, &t->text, p->file ? "go" : "text");
    for (uint32_t i = 0; i < p->line_count; i++) markdown_fence_add(&t->text, p->lines[i]);
    markdown_fence_end(&fence, &t->text);
}

void transcript_head(struct transcript *t) {
    add_titles(t);
    add_teaches(t);
    add_remarks(t);
    add_settings(t);
    add_program(t);
}

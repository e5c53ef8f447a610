/* The questions of a transcript: where they are asked, and, at its end, what is right and why. */
#include <inttypes.h>

#include "export/markdown.h"
#include "lesson/transcribing.h"

enum { ITEMS_SHOWN = 16 };

static const struct question *question_of(const struct transcript *t, uint32_t question) {
    return &t->session->scenario->questions[question];
}

static void add_name(struct transcript *t, const struct question *q, const char *name) {
    bool of_machine = q->form == QUESTION_CHOICE && q->choice_count == 0;
    markdown_words(&t->text, of_machine ? transcript_choice(t, name) : name);
}

/* ---- asking ---- */

static void add_label(struct transcript *t, enum transcript_word which) {
    text_addf(&t->text, "%s\n\n", transcript_word(t, which));
}

static void add_choices(struct transcript *t, const struct question *q, const struct answer *a) {
    for (uint32_t i = 0; i < a->item_count && i < ITEMS_SHOWN; i++) {
        text_add(&t->text, "- ");
        add_name(t, q, a->items[i].name);
        text_add(&t->text, "\n");
    }
    text_add(&t->text, "\n");
}

/* What there is to choose from. */
static void add_form(struct transcript *t, const struct question *q, const struct answer *a) {
    if (q->form == QUESTION_NUMBER) add_label(t, TRANSCRIPT_WORD_NUMBER);
    if (a->item_count == 0) return;
    if (q->form == QUESTION_PICK && a->item_count > ITEMS_SHOWN) {
        SAY(t, TRANSCRIPT_WORD_PICK_MANY, (unsigned long long)a->item_count);
        text_add(&t->text, "\n\n");
        return;
    }
    if (q->form == QUESTION_PICK) add_label(t, TRANSCRIPT_WORD_PICK);
    if (q->form == QUESTION_ORDER) add_label(t, TRANSCRIPT_WORD_ORDER);
    add_choices(t, q, a);
}

static void add_hint(struct transcript *t, const struct question *q) {
    if (!q->hint[0]) return;
    text_addf(&t->text, "*%s* ", transcript_word(t, TRANSCRIPT_WORD_HINT));
    markdown_words(&t->text, q->hint);
    text_add(&t->text, "\n\n");
}

void transcript_ask(struct transcript *t, uint32_t question) {
    const struct question *q = question_of(t, question);
    struct answer *a = &t->answers[question];
    if (!t->asked[question]) question_answer(t->session, q, t->request.language, a);
    t->asked[question] = true;
    text_add(&t->text, "**");
    SAY(t, TRANSCRIPT_WORD_QUESTION, (unsigned long long)question + 1);
    text_add(&t->text, ".** ");
    markdown_words(&t->text, q->ask);
    text_add(&t->text, "\n\n");
    add_form(t, q, a);
    add_hint(t, q);
    text_addf(&t->text, "[→ %s](#answer-%" PRIu32 ")\n\n",
              transcript_word(t, TRANSCRIPT_WORD_TO_ANSWER), question + 1);
}

/* ---- what is right ---- */

static void add_right_items(struct transcript *t, const struct question *q,
                            const struct answer *a) {
    uint32_t shown = 0, right = 0;
    for (uint32_t i = 0; i < a->item_count; i++) {
        if (!a->items[i].right) continue;
        if (right++ >= ITEMS_SHOWN) continue;
        if (shown++ > 0) text_add(&t->text, ", ");
        add_name(t, q, a->items[i].name);
    }
    if (right == 0) text_add(&t->text, transcript_word(t, TRANSCRIPT_WORD_NOTHING));
    if (right == shown) return;
    text_add(&t->text, ", ");
    SAY(t, TRANSCRIPT_WORD_MORE_ITEMS, (unsigned long long)(right - shown));
}

/* By rank: what comes in the same step has the same. */
static void add_ordered_items(struct transcript *t, const struct answer *a) {
    bool first = true;
    for (uint32_t rank = 1; rank <= a->item_count; rank++)
        for (uint32_t i = 0; i < a->item_count; i++) {
            const struct answer_item *item = &a->items[i];
            if (item->rank != rank) continue;
            text_add(&t->text, first ? "" : " → ");
            markdown_words(&t->text, item->name);
            text_add(&t->text, " (");
            SAY(t, TRANSCRIPT_WORD_ONE_STEP, (unsigned long long)item->step);
            text_add(&t->text, ")");
            first = false;
        }
}

static void add_right(struct transcript *t, const struct question *q, const struct answer *a) {
    text_addf(&t->text, "**%s** ", transcript_word(t, TRANSCRIPT_WORD_RIGHT));
    if (q->form == QUESTION_NUMBER) text_addf(&t->text, "%" PRIu64, a->number);
    else if (q->form == QUESTION_ORDER) add_ordered_items(t, a);
    else add_right_items(t, q, a);
    text_add(&t->text, "\n\n");
}

/* ---- why ---- */

static void add_paragraph(struct transcript *t, const char *words) {
    if (!words[0]) return;
    markdown_words(&t->text, words);
    text_add(&t->text, "\n\n");
}

static void add_reasons(struct transcript *t, const struct question *q, struct answer *a) {
    uint32_t told = 0;
    if (q->form != QUESTION_PICK) return;
    for (uint32_t i = 0; i < a->item_count && told < ITEMS_SHOWN; i++) {
        const char *why = question_explain(t->session, q, a, i);
        if (!why[0]) continue;
        text_addf(&t->text, "- %s ", a->items[i].right ? "✓" : "✗");
        markdown_words(&t->text, why);
        text_add(&t->text, "\n");
        told++;
    }
    if (told > 0) text_add(&t->text, "\n");
}

void transcript_answer(struct transcript *t, uint32_t question) {
    const struct question *q = question_of(t, question);
    struct answer *a = &t->answers[question];
    struct text heading = {0};
    text_addf(&heading, "<a id=\"answer-%" PRIu32 "\"></a>", question + 1);
    text_addf(&heading, transcript_word(t, TRANSCRIPT_WORD_QUESTION),
              (unsigned long long)question + 1);
    transcript_heading(t, "###", text_string(&heading));
    text_free(&heading);
    add_paragraph(t, q->ask);
    if (a->problem) {
        text_addf(&t->text, "%s ", transcript_word(t, TRANSCRIPT_WORD_NO_ANSWER));
        add_paragraph(t, a->problem);
        return;
    }
    add_right(t, q, a);
    if (a->answered != a->asked) {
        SAY(t, TRANSCRIPT_WORD_KNOWN, (unsigned long long)a->answered);
        text_add(&t->text, "\n\n");
    }
    add_reasons(t, q, a);
    add_paragraph(t, a->why);
    add_paragraph(t, q->why);
}

/* What a transcript says of a stretch that is too long to be told: who did how many steps where,
 * what they were, and of each kind of event the first one. */
#include <stdlib.h>
#include <string.h>

#include "export/markdown.h"
#include "lesson/transcribing.h"
#include "machine/inspect/inspect.h"

enum {
    ROWS_SHOWN = 12,
    KINDS_SHOWN = 4,
    SEVERAL = UINT16_MAX + 1, /* actors */
    WEIGHT_TOLD = 5           /* lighter events only move values about */
};

/* The steps at a line, or of the collector in a phase. */
struct tally {
    uint32_t actor; /* 0: the collector */
    uint32_t line, phase;
    uint64_t steps;
    uint64_t kinds[EVENT_COUNT + 1]; /* by headline */
};

struct transcript_tallies {
    uint64_t first, last; /* steps */
    struct tally *list;
    uint32_t count, room;
    uint32_t *of_line; /* index + 1; 0: not yet */
    uint32_t of_phase[PHASE_COUNT];
    struct text firsts[EVENT_COUNT]; /* "- step 12: ..." */
    uint64_t first_steps[EVENT_COUNT];
    bool failed;
};

void transcript_tallies_free(struct transcript *t) {
    struct transcript_tallies *all = t->tallies;
    if (!all) return;
    for (int i = 0; i < EVENT_COUNT; i++) text_free(&all->firsts[i]);
    free(all->list);
    free(all->of_line);
    free(all);
    t->tallies = NULL;
}

static struct transcript_tallies *tallies(struct transcript *t) {
    if (t->tallies) return t->tallies;
    struct transcript_tallies *all = calloc(1, sizeof *all);
    uint32_t lines = t->session->scenario->program.line_count;
    t->tallies = all;
    if (!all) return NULL;
    all->of_line = calloc(lines + 1u, sizeof *all->of_line);
    if (all->of_line) return all;
    transcript_tallies_free(t);
    return NULL;
}

static struct tally *add_tally(struct transcript_tallies *all, uint32_t *index) {
    if (all->count == all->room) {
        uint32_t room = all->room ? 2 * all->room : 16;
        struct tally *list = realloc(all->list, room * sizeof *list);
        if (!list) return NULL;
        all->list = list;
        all->room = room;
    }
    *index = ++all->count;
    struct tally *tally = &all->list[*index - 1];
    *tally = (struct tally){0};
    return tally;
}

static struct tally *tally_of(struct transcript *t, const struct machine *m,
                              const struct sentence *step) {
    struct transcript_tallies *all = t->tallies;
    enum phase phase = machine_phase(m);
    uint32_t lines = t->session->scenario->program.line_count;
    uint32_t line = step->line <= lines ? step->line : 0;
    uint32_t *index = step->actor ? &all->of_line[line] : &all->of_phase[phase];
    if (*index) return &all->list[*index - 1];
    struct tally *tally = add_tally(all, index);
    if (!tally) return NULL;
    tally->actor = step->actor;
    tally->line = line;
    tally->phase = phase;
    return tally;
}

static void keep_first(struct transcript *t, const struct machine *m, const struct sentence *step) {
    struct text what = {0};
    struct transcript_tallies *all = t->tallies;
    if (step->kind == EVENT_COUNT || all->firsts[step->kind].length) return;
    if (event_describe((enum event_kind)step->kind)->weight < WEIGHT_TOLD) return;
    sentences_tell(&t->hearing, m, t->request.language, &what);
    markdown_words(&all->firsts[step->kind], text_string(&what));
    all->first_steps[step->kind] = step->step;
    text_free(&what);
}

bool transcript_count(struct transcript *t, const struct machine *m, const struct sentence *step) {
    struct transcript_tallies *all = tallies(t);
    struct tally *tally = all ? tally_of(t, m, step) : NULL;
    if (!tally) return false;
    if (!all->first) all->first = step->step;
    all->last = step->step;
    if (tally->actor != step->actor) tally->actor = SEVERAL;
    tally->steps++;
    tally->kinds[step->kind]++;
    keep_first(t, m, step);
    return true;
}

/* ---- as a table ---- */

static int by_steps(const void *a, const void *b) {
    const struct tally *x = a, *y = b;
    if (x->steps != y->steps) return x->steps > y->steps ? -1 : 1;
    if (x->line != y->line) return x->line < y->line ? -1 : 1;
    return (x->phase > y->phase) - (x->phase < y->phase);
}

/* The collector behind the goroutines. */
static int by_place(const void *a, const void *b) {
    const struct tally *x = a, *y = b;
    if (!x->actor != !y->actor) return x->actor ? -1 : 1;
    if (x->line != y->line) return x->line < y->line ? -1 : 1;
    return (x->phase > y->phase) - (x->phase < y->phase);
}

static void add_who(struct transcript *t, const struct tally *tally) {
    if (tally->actor == SEVERAL) text_add(&t->text, transcript_word(t, TRANSCRIPT_WORD_SEVERAL));
    else transcript_actor(t, &t->session->scout, tally->actor, &t->text);
}

static void add_where(struct transcript *t, const struct tally *tally) {
    const struct program *p = &t->session->scenario->program;
    if (!tally->actor) {
        transcript_phase(t, (enum phase)tally->phase);
    } else if (!tally->line) {
        text_add(&t->text, transcript_word(t, TRANSCRIPT_WORD_ELSEWHERE));
    } else {
        SAY(t, TRANSCRIPT_WORD_LINE, (unsigned long long)tally->line);
        text_add(&t->text, " ");
        markdown_cell_code(&t->text, p->lines[tally->line - 1]);
    }
}

/* "barrier read": as the event log calls it. */
static void add_kind(struct transcript *t, uint32_t kind, uint64_t count) {
    const char *name = event_describe((enum event_kind)kind)->name;
    for (; *name; name++) text_add_bytes(&t->text, *name == '_' ? " " : name, 1);
    text_addf(&t->text, " %llu", (unsigned long long)count);
}

/* The kind that there is most of but for those that are shown; EVENT_COUNT: none. */
static uint32_t most(const struct tally *tally, const bool *shown) {
    uint32_t best = EVENT_COUNT;
    for (uint32_t k = 0; k < EVENT_COUNT; k++)
        if (!shown[k] && tally->kinds[k] &&
            (best == EVENT_COUNT || tally->kinds[k] > tally->kinds[best]))
            best = k;
    return best;
}

static void add_kinds(struct transcript *t, const struct tally *tally) {
    bool shown[EVENT_COUNT] = {false};
    for (int i = 0;; i++) {
        uint32_t kind = most(tally, shown);
        if (kind == EVENT_COUNT) return;
        if (i > 0) text_add(&t->text, ", ");
        if (i == KINDS_SHOWN) break;
        add_kind(t, kind, tally->kinds[kind]);
        shown[kind] = true;
    }
    text_add(&t->text, "…");
}

static void add_row(struct transcript *t, const struct tally *tally) {
    text_add(&t->text, "| ");
    add_who(t, tally);
    text_add(&t->text, " | ");
    add_where(t, tally);
    text_addf(&t->text, " | %llu | ", (unsigned long long)tally->steps);
    add_kinds(t, tally);
    text_add(&t->text, " |\n");
}

static void add_others(struct transcript *t, uint32_t shown) {
    const struct transcript_tallies *all = t->tallies;
    uint64_t steps = 0;
    if (shown == all->count) return;
    for (uint32_t i = shown; i < all->count; i++) steps += all->list[i].steps;
    text_add(&t->text, "| | ");
    SAY(t, TRANSCRIPT_WORD_PLACES, (unsigned long long)(all->count - shown));
    text_addf(&t->text, " | %llu | |\n", (unsigned long long)steps);
}

static void add_table(struct transcript *t) {
    struct transcript_tallies *all = t->tallies;
    uint32_t shown = all->count < ROWS_SHOWN ? all->count : ROWS_SHOWN;
    text_addf(&t->text, "\n\n| %s | %s | %s | %s |\n| --- | --- | ---: | --- |\n",
              transcript_word(t, TRANSCRIPT_WORD_WHO), transcript_word(t, TRANSCRIPT_WORD_WHERE),
              transcript_word(t, TRANSCRIPT_WORD_HOW_MANY),
              transcript_word(t, TRANSCRIPT_WORD_WHAT));
    qsort(all->list, all->count, sizeof *all->list, by_steps);
    qsort(all->list, shown, sizeof *all->list, by_place);
    for (uint32_t i = 0; i < shown; i++) add_row(t, &all->list[i]);
    add_others(t, shown);
}

/* ---- the first of each kind, in order ---- */

static uint32_t next_first(const struct transcript_tallies *all, uint64_t after) {
    uint32_t best = EVENT_COUNT;
    for (uint32_t k = 0; k < EVENT_COUNT; k++)
        if (all->first_steps[k] > after &&
            (best == EVENT_COUNT || all->first_steps[k] < all->first_steps[best]))
            best = k;
    return best;
}

static void add_firsts(struct transcript *t) {
    const struct transcript_tallies *all = t->tallies;
    uint32_t kind = next_first(all, 0);
    if (kind == EVENT_COUNT) return;
    text_addf(&t->text, "\n%s\n\n", transcript_word(t, TRANSCRIPT_WORD_FIRSTS));
    for (; kind != EVENT_COUNT; kind = next_first(all, all->first_steps[kind])) {
        text_add(&t->text, "- ");
        SAY(t, TRANSCRIPT_WORD_ONE_STEP, (unsigned long long)all->first_steps[kind]);
        text_addf(&t->text, ": %s\n", text_string(&all->firsts[kind]));
    }
}

void transcript_counted(struct transcript *t) {
    const struct transcript_tallies *all = t->tallies;
    if (!all || all->count == 0) return;
    SAY(t, TRANSCRIPT_WORD_COUNTED, (unsigned long long)all->first, (unsigned long long)all->last,
        (unsigned long long)(all->last - all->first + 1));
    add_table(t);
    add_firsts(t);
    transcript_tallies_free(t);
}

/* What a transcript tells of the steps between two stops. */
#include <string.h>

#include "export/markdown.h"
#include "lesson/transcribing.h"
#include "machine/inspect/inspect.h"
#include "session/again.h"

/* ---- reasons are told once ---- */

static uint64_t hash_of(const char *words) {
    uint64_t hash = 0xcbf29ce484222325ull; /* FNV-1a */
    for (; *words; words++) hash = (hash ^ (uint8_t)*words) * 0x100000001b3ull;
    return hash ? hash : 1;
}

/* When the set is full, or the group has told too many, reasons are told again. */
static void note_reason(struct transcript *t, uint64_t *place, uint64_t hash) {
    struct transcript_group *g = &t->group;
    if (t->why_count >= TRANSCRIPT_WHYS / 2 || g->why_count == GROUP_WHYS) return;
    *place = hash;
    t->why_count++;
    g->whys[g->why_count++] = place;
}

static bool is_told(struct transcript *t, const char *why) {
    uint64_t hash = hash_of(why);
    uint64_t *place = &t->whys[hash % TRANSCRIPT_WHYS];
    while (*place && *place != hash)
        if (++place == t->whys + TRANSCRIPT_WHYS) place = t->whys;
    if (*place) return true;
    note_reason(t, place, hash);
    return false;
}

/* The group is not written: what it has noted last has not been told. */
static void forget_reasons(struct transcript *t) {
    struct transcript_group *g = &t->group;
    for (uint32_t i = 0; i < g->why_count; i++) *g->whys[i] = 0;
    t->why_count -= g->why_count;
}

/* ---- groups ---- */

static void add_times(struct transcript *t) {
    struct transcript_group *g = &t->group;
    if (g->times > 1)
        text_addf(&g->words, transcript_word(t, TRANSCRIPT_WORD_TIMES),
                  (unsigned long long)g->times);
    g->times = 0;
}

static void add_sentence(struct transcript *t, const char *what, const char *why) {
    struct transcript_group *g = &t->group;
    if (g->times > 0 && strcmp(text_string(&g->what), what) == 0 && g->what.length) {
        g->times++;
        return;
    }
    add_times(t);
    text_clear(&g->what);
    text_add(&g->what, what);
    g->times = 1;
    if (g->words.length) text_add(&g->words, "\n  ");
    markdown_words(&g->words, what);
    if (!why[0] || is_told(t, why)) return;
    text_add(&g->words, " *");
    markdown_words(&g->words, why);
    text_add(&g->words, "*");
    g->times = 0; /* the next one is told again, behind the reason */
}

/* " `to.next = from.next`". */
static void add_line(struct transcript *t, uint32_t line) {
    const struct program *p = &t->session->scenario->program;
    SAY(t, TRANSCRIPT_WORD_LINE, (unsigned long long)line);
    if (line > p->line_count || !p->lines[line - 1][0]) return;
    text_add(&t->text, " ");
    markdown_code(&t->text, p->lines[line - 1]);
}

static void add_where(struct transcript *t) {
    struct transcript_group *g = &t->group;
    if (g->actor) {
        if (g->line) text_add(&t->text, ", ");
        if (g->line) add_line(t, g->line);
        return;
    }
    text_add(&t->text, ", ");
    transcript_phase(t, (enum phase)g->phase);
}

static void add_step_numbers(struct transcript *t, uint64_t first, uint64_t last) {
    if (first == last) SAY(t, TRANSCRIPT_WORD_ONE_STEP, (unsigned long long)first);
    else SAY(t, TRANSCRIPT_WORD_STEPS, (unsigned long long)first, (unsigned long long)last);
}

/* "**main**, line 3 `a`, steps 5–8: ..." */
static void add_group(struct transcript *t) {
    const struct transcript_group *g = &t->group;
    text_add(&t->text, "- **");
    transcript_actor(t, &t->session->scout, g->actor, &t->text);
    text_add(&t->text, "**");
    add_where(t);
    text_add(&t->text, ", ");
    add_step_numbers(t, g->first, g->last);
    if (g->words.length) text_addf(&t->text, ":\\\n  %s", text_string(&g->words));
    text_add(&t->text, "\n");
}

/* ---- lines that come again and again ---- */

static bool is_within(const struct event_set *part, const struct event_set *all) {
    for (int i = 0; i < EVENT_SET_WORDS; i++)
        if (part->words[i] & ~all->words[i]) return false;
    return true;
}

static bool tells_nothing_new(struct transcript *t) {
    const struct transcript_group *g = &t->group;
    if (!g->actor || g->line > t->session->scenario->program.line_count) return false;
    struct transcript_line *line = &t->lines[g->line];
    bool old = line->visits >= TRANSCRIPT_VISITS && is_within(&g->events, &line->events);
    line->visits++;
    event_set_join(&line->events, &g->events);
    return old;
}

static void repeat(struct transcript *t) {
    struct transcript_repeats *r = &t->repeats;
    const struct transcript_group *g = &t->group;
    if (!r->first) *r = (struct transcript_repeats){g->first, g->last, g->line, g->line};
    r->last = g->last;
    if (g->line < r->lowest) r->lowest = g->line;
    if (g->line > r->highest) r->highest = g->line;
}

/* "steps 84–139: lines 8 to 30 again, as before." */
static void end_repeats(struct transcript *t) {
    const struct transcript_repeats *r = &t->repeats;
    if (!r->first) return;
    text_add(&t->text, "- ");
    add_step_numbers(t, r->first, r->last);
    text_add(&t->text, ": ");
    if (r->lowest < r->highest)
        SAY(t, TRANSCRIPT_WORD_AGAIN_LINES, (unsigned long long)r->lowest,
            (unsigned long long)r->highest);
    else SAY(t, TRANSCRIPT_WORD_AGAIN_LINE, (unsigned long long)r->lowest);
    text_addf(&t->text, ", %s\n", transcript_word(t, TRANSCRIPT_WORD_AS_BEFORE));
    t->repeats = (struct transcript_repeats){0};
}

static void end_group(struct transcript *t) {
    struct transcript_group *g = &t->group;
    if (!g->open) return;
    add_times(t);
    if (tells_nothing_new(t)) {
        forget_reasons(t);
        repeat(t);
    } else {
        end_repeats(t);
        add_group(t);
    }
    text_clear(&g->words);
    text_clear(&g->what);
    g->events = (struct event_set){0};
    g->why_count = 0;
    g->open = false;
}

static void join_group(struct transcript *t, const struct sentence *step, uint32_t phase) {
    struct transcript_group *g = &t->group;
    bool same = g->open && g->actor == step->actor && g->line == step->line &&
                (step->actor || g->phase == phase);
    if (!same) {
        end_group(t);
        g->actor = step->actor;
        g->line = step->line;
        g->phase = phase;
        g->first = step->step;
        g->open = true;
    }
    g->last = step->step;
    event_set_join(&g->events, &step->events);
}

static void tell(struct transcript *t, const struct machine *m, const struct sentence *step) {
    struct text what = {0}, why = {0};
    join_group(t, step, machine_phase(m));
    narrate_step_in(t->request.language, m, t->hearing.events, t->hearing.event_count, &what, &why);
    if (what.length) add_sentence(t, text_string(&what), text_string(&why));
    text_free(&what);
    text_free(&why);
}

/* ---- a stretch ---- */

/* How many steps there are between the stops around a step: whether they are told or counted. */
static bool is_counted(const struct transcript *t, uint64_t upto) {
    uint64_t from = t->stop > 0 ? t->stops[t->stop - 1].step : t->request.from;
    return upto - from > TRANSCRIPT_STRETCH;
}

bool transcript_steps(struct transcript *t, uint64_t upto, uint64_t budget) {
    bool counted = is_counted(t, upto);
    if (!again_go_to(t->session, t->at)) return false;
    for (; t->at < upto && budget > 0; budget--, t->at++) {
        if (!sentences_begin_step(&t->hearing)) return false;
        struct sink sink = {sentences_hear, &t->hearing};
        const struct machine *m = again_step(t->session, sink);
        struct sentence step = sentences_step(&t->hearing, m);
        if (!counted) tell(t, m, &step);
        else if (!transcript_count(t, m, &step)) return false;
    }
    return !t->group.words.failed && !t->group.what.failed;
}

void transcript_stretch_end(struct transcript *t) {
    uint32_t lines = t->session->scenario->program.line_count;
    end_group(t);
    end_repeats(t);
    memset(t->lines, 0, (lines + 1) * sizeof *t->lines);
    transcript_counted(t);
}

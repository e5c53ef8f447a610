#include "view/verdicts.h"

#include <stdio.h>
#include <string.h>

static enum verdict_where where_of(const struct site *s) {
    return s->manual ? VERDICT_MANUAL : s->heap ? VERDICT_HEAP : VERDICT_STACK;
}

static bool is_of_line(const struct program *p, const struct site *s, uint32_t line) {
    return !s->incidental && p->op_lines[s->op] == line;
}

struct verdicts verdicts_of_line(const struct program *p, uint32_t line) {
    struct verdicts all = {0};
    for (uint32_t i = 0; i < p->site_count; i++) {
        const struct site *s = &p->sites[i];
        struct tagged *verdict = &all.of[where_of(s)];
        if (is_of_line(p, s, line) && verdict->count++ == 0) verdict->first = s;
    }
    return all;
}

static bool is_moved(const struct site *s) {
    static const char MOVED[] = "moved to heap: ";
    return s->verdict && strncmp(s->verdict, MOVED, sizeof MOVED - 1) == 0;
}

uint32_t verdict_words(const struct tagged *verdict, enum verdict_where where,
                       char words[VERDICT_WORDS_MAX][VERDICT_LENGTH_MAX]) {
    static const char *const NAMES[] = {"heap", "stack", "C heap"};
    const struct site *s = verdict->first;
    const char *why = s->brief ? s->brief : s->why;
    char name[24];
    uint32_t count = 0;
    snprintf(name, sizeof name, verdict->count > 1 ? "%s ×%u" : "%s", NAMES[where], verdict->count);
    if (verdict->count == 1 && is_moved(s))
        snprintf(words[count++], VERDICT_LENGTH_MAX, "%s", s->verdict);
    if (why[0]) snprintf(words[count++], VERDICT_LENGTH_MAX, "%s: %s", name, why);
    snprintf(words[count++], VERDICT_LENGTH_MAX, "%s", name);
    return count;
}

void verdict_of_site(const struct site *site, struct text *out) {
    if (site->verdict) text_add(out, site->verdict);
    if (site->flow) text_addf(out, "\n%s", site->flow);
    if (site->why[0] && !site->flow) text_addf(out, "%s%s", out->length ? "\n" : "", site->why);
}

void verdict_story(const struct program *p, uint32_t line, enum verdict_where where,
                   struct text *out) {
    for (uint32_t i = 0; i < p->site_count; i++) {
        const struct site *s = &p->sites[i];
        if (where_of(s) != where || !is_of_line(p, s, line)) continue;
        struct text one = {0};
        verdict_of_site(s, &one);
        if (one.length) text_addf(out, "%s%s", out->length ? "\n" : "", text_string(&one));
        text_free(&one);
    }
}

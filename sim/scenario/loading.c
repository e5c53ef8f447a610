#include "scenario/loading.h"

#include <stdlib.h>
#include <string.h>

#include "machine/inspect/inspect.h"
#include "machine/inspect/statistics.h"

/* ---- references to objects by name: "A", "Node 3" ---- */

static int32_t find_reference_label(const struct program *p, const char *name, uint32_t *ordinal) {
    *ordinal = 1;
    int32_t label = program_find_label(p, name);
    const char *space = strrchr(name, ' ');
    if (label != NONE || !space || space - name > 63) return label;
    char *end;
    unsigned long number = strtoul(space + 1, &end, 10);
    if (*end != '\0' || number == 0 || number > 65534) return NONE;
    char base[64];
    memcpy(base, name, (size_t)(space - name));
    base[space - name] = '\0';
    *ordinal = (uint32_t)number;
    return program_find_label(p, base);
}

int32_t read_reference(struct loading *l, const cJSON *node) {
    struct program *p = &l->scenario->program;
    if (!expect_kind(&l->reader, node, cJSON_IsString(node), "the name of an object")) return NONE;
    uint32_t ordinal;
    if (!has_room(&l->reader, node, p->reference_count, REFERENCES_MAX, "names of objects"))
        return NONE;
    int32_t label = find_reference_label(p, node->valuestring, &ordinal);
    if (label != NONE)
        return (int32_t)program_add_reference(p, (struct reference){(uint32_t)label, ordinal});
    const char *names[65] = {0};
    for (uint32_t i = 0; i < p->label_count && i < 64; i++) names[i] = p->labels[i].name;
    const char *near = guess_name(&l->reader, node->valuestring, names);
    if (near)
        problem_at(&l->reader, node, "there is no object \"%s\"; did you mean \"%s\"?",
                   node->valuestring, near);
    else
        problem_at(&l->reader, node, "there is no object \"%s\"; expected the name of a \"new\"",
                   node->valuestring);
    return NONE;
}

uint32_t read_function(struct loading *l, const cJSON *node) {
    const struct program *p = &l->scenario->program;
    if (!expect_kind(&l->reader, node, cJSON_IsString(node), "the name of a function")) return 0;
    int32_t function = program_find_function(p, node->valuestring);
    if (function != NONE) return (uint32_t)function + 1;
    problem_at(&l->reader, node, "there is no function \"%s\"", node->valuestring);
    return 0;
}

bool expect_statistic(struct loading *l, const char *name, size_t at) {
    const char *names[STATISTICS_MAX + 1] = {0};
    if (statistic_exists(name)) return true;
    for (int i = 0; STATISTICS[i].name && i < STATISTICS_MAX; i++) names[i] = STATISTICS[i].name;
    const char *near = guess_name(&l->reader, name, names);
    diag_at(l->reader.diags, at,
            near ? "unknown statistic \"%s\"; did you mean \"%s\"?" : "unknown statistic \"%s\"",
            name, near);
    return false;
}

/* ---- conditions ---- */

static void read_label_condition(struct loading *l, const cJSON *node, struct condition *c) {
    if (!expect_kind(&l->reader, node, cJSON_IsString(node), "a label")) return;
    for (uint32_t i = 0; i < l->labels.count; i++)
        if (strcmp(l->labels.list[i].name, node->valuestring) == 0)
            c->line = l->labels.list[i].line;
    if (!c->line)
        problem_at(&l->reader, node, "no statement has the label \"%s\"", node->valuestring);
}

static void read_phase_condition(struct loading *l, const cJSON *node, struct condition *c) {
    static const char *const PHASES[] = {
        "off", "sweep termination", "mark", "mark termination", "sweep", NULL};
    int phase = read_choice(&l->reader, node, PHASES, "a phase");
    if (phase >= 0) c->phase = (uint32_t)phase + 1;
}

int read_event(struct loading *l, const cJSON *node) {
    return read_choice(&l->reader, node, event_names(), "an event");
}

static void read_event_condition(struct loading *l, const cJSON *node, struct condition *c) {
    int event = read_event(l, node);
    if (event >= 0) c->event = (uint32_t)event + 1;
}

static void read_object_condition(struct loading *l, const cJSON *node, struct condition *c) {
    int32_t reference = read_reference(l, node);
    if (c->object) problem_at(&l->reader, node, "a condition can be about one object only");
    if (reference == NONE) return;
    c->object = (uint32_t)reference + 1;
    const char *key = node->string;
    c->freed = strcmp(key, "freed") == 0;
    c->lost = strcmp(key, "lost") == 0;
    c->leaked = strcmp(key, "leaked") == 0;
    c->allocated = strcmp(key, "allocated") == 0;
    if (strcmp(key, "white") == 0) c->colour = COLOUR_IS_WHITE;
    if (strcmp(key, "grey") == 0) c->colour = COLOUR_IS_GREY;
    if (strcmp(key, "black") == 0) c->colour = COLOUR_IS_BLACK;
}

struct condition read_condition(struct loading *l, const cJSON *node) {
    static const char *const KEYS[] = {
        "line", "at",    "step",  "cycle", "phase",  "event",   "allocated", "white",
        "grey", "black", "freed", "lost",  "leaked", "scanned", "finished",  NULL};
    struct condition c = {0};
    struct reader *r = &l->reader;
    if (!expect_kind(r, node, cJSON_IsObject(node), "a condition like {\"phase\": \"mark\"}"))
        return c;
    read_keys(r, node, KEYS);
    if (!node->child) problem_at(r, node, "an empty condition; expected a key like \"phase\"");
    c.line = (uint32_t)read_integer(r, node, "line", 1, l->scenario->program.line_count, 0);
    c.step = (uint64_t)read_integer(r, node, "step", 0, INT64_C(1) << 53, 0);
    c.cycle = (uint32_t)read_integer(r, node, "cycle", 1, 1 << 30, 0);
    for (const cJSON *member = node->child; member; member = member->next) {
        const char *key = member->string;
        if (strcmp(key, "at") == 0) read_label_condition(l, member, &c);
        else if (strcmp(key, "phase") == 0) read_phase_condition(l, member, &c);
        else if (strcmp(key, "event") == 0) read_event_condition(l, member, &c);
        else if (strcmp(key, "scanned") == 0) c.scanned = read_function(l, member);
        else if (strcmp(key, "finished") == 0) c.finished = read_function(l, member);
        else if (strcmp(key, "allocated") == 0 || strcmp(key, "white") == 0 ||
                 strcmp(key, "grey") == 0 || strcmp(key, "black") == 0 ||
                 strcmp(key, "freed") == 0 || strcmp(key, "lost") == 0 ||
                 strcmp(key, "leaked") == 0)
            read_object_condition(l, member, &c);
    }
    return c;
}

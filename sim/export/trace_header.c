#include "export/trace_header.h"

#include <inttypes.h>
#include <string.h>

#include "base/file.h"
#include "machine/cost.h"
#include "export/trace_counters.h"
#include "scenario/settings.h"
#include "trace/tables.h"
#include "trace/words.h"
#include "export/trace.h"

static void add_text(struct text *out, const char *key, const char *string) {
    add_key(out, key);
    add_string(out, string, strlen(string));
}

/* ---- lists of names ---- */

static const char *line_name(const struct program *p, uint32_t i) {
    return p->lines[i];
}

static const char *type_name(const struct program *p, uint32_t i) {
    return p->types[i].name;
}

static const char *function_name(const struct program *p, uint32_t i) {
    return p->functions[i].name;
}

static void add_names(struct text *out, const char *key, uint32_t count, const struct program *p,
                      const char *(*name)(const struct program *p, uint32_t i)) {
    bool first = true;
    add_key(out, key);
    text_add(out, "[");
    for (uint32_t i = 0; i < count; i++) {
        const char *string = name(p, i);
        add_comma(out, &first);
        add_string(out, string, strlen(string));
    }
    text_add(out, "]");
}

static void add_counters(struct text *out) {
    const struct statistic *counted[STATISTICS_MAX];
    uint32_t count = trace_counters(counted);
    bool first = true;
    text_add(out, ",\"counters\":[");
    for (uint32_t i = 0; i < count; i++) {
        add_comma(out, &first);
        add_string(out, counted[i]->name, strlen(counted[i]->name));
    }
    text_add(out, "]");
}

/* Where objects come from: an allocation's site is its index here. */
static void add_sites(struct text *out, const struct program *p) {
    bool first = true;
    text_add(out, ",\"sites\":[");
    for (uint32_t i = 0; i < p->site_count; i++) {
        add_comma(out, &first);
        text_addf(out, "{\"type\":%u,\"heap\":%s,\"why\":", p->sites[i].type,
                  p->sites[i].heap ? "true" : "false");
        const char *why = p->sites[i].why ? p->sites[i].why : "";
        add_string(out, why, strlen(why));
        text_add(out, "}");
    }
    text_add(out, "]");
}

/* The keys of each kind of event, in the order of its numbers. */
static void add_event_keys(struct text *out) {
    bool first = true;
    text_add(out, ",\"events\":{");
    for (int kind = 0; kind < EVENT_COUNT; kind++) {
        const struct event_description *d = event_describe((enum event_kind)kind);
        add_comma(out, &first);
        text_addf(out, "\"%s\":[", d->name);
        bool first_key = true;
        for (const char *key = d->keys; *key;) {
            size_t length = strcspn(key, " ");
            add_comma(out, &first_key);
            add_string(out, key, length);
            key += length + (key[length] == ' ');
        }
        text_add(out, "]");
    }
    text_add(out, "}");
}

/* ---- the scenario ---- */

/* Those that are not as usual; each as a scenario and the command line take it. */
static void add_settings(struct text *out, const struct config *c) {
    bool first = true;
    text_add(out, ",\"settings\":{");
    for (const struct setting *s = SETTINGS; s->key; s++) {
        if (!setting_differs(s, c)) continue;
        struct text value = {0};
        s->show(c, &value);
        add_comma(out, &first);
        text_addf(out, "\"%s\":", s->key);
        add_string(out, text_string(&value), value.length);
        text_free(&value);
    }
    text_add(out, "}");
}

static void add_scenario(struct text *out, const struct scenario *s) {
    bool beside = s->program_text && strcmp(s->kind, "program") == 0;
    add_text(out, "title", s->title ? s->title : "");
    add_text(out, "kind", s->kind);
    add_text(out, "file", file_base_name(s->path));
    add_text(out, "scenario", s->text ? s->text : "");
    if (!beside) return;
    add_text(out, "program_file", file_base_name(s->program_path));
    add_text(out, "program", s->program_text);
}

static void add_layout(struct text *out, const struct machine *m) {
    text_addf(
        out, ",\"seed\":%" PRIu64 ",\"ticks\":%u,\"state_words\":%zu,\"tables\":\"%016" PRIx64 "\"",
        m->config.seed, COST_TICKS[COST_OPERATION], m->layout.size / WORD, tables_hash(m->program));
}

/* What somebody has changed in the run: session/future.h. */
static void add_decisions(struct text *out, const struct future *future) {
    bool first = true;
    if (future->count == 0) return;
    text_add(out, ",\"decisions\":[");
    for (uint32_t i = 0; i < future->count; i++) {
        const struct decision *d = &future->list[i];
        const uint64_t numbers[] = {d->step, d->kind, d->value, d->other};
        add_comma(out, &first);
        for (int k = 0; k < 4; k++) {
            text_add(out, k ? "," : "[");
            add_number(out, numbers[k]);
        }
        text_add(out, "]");
    }
    text_add(out, "]");
}

void header_add(struct text *out, const struct session *s, const struct machine *m) {
    const struct program *p = m->program;
    text_addf(out, "{\"tricolor\":\"trace\",\"format\":%d,\"version\":\"%s\",\"go\":\"1.19\"",
              TRACE_FORMAT, TC_VERSION);
    add_scenario(out, s->scenario);
    add_settings(out, &m->config);
    add_decisions(out, &s->future);
    add_layout(out, m);
    text_addf(out, ",\"interval\":%d", TRACE_INTERVAL);
    add_names(out, "types", p->type_count, p, type_name);
    add_names(out, "functions", p->function_count, p, function_name);
    add_sites(out, p);
    add_names(out, "lines", p->line_count, p, line_name);
    add_counters(out);
    add_event_keys(out);
    text_add(out, "}\n");
}

#include "export/trace.h"

#include <inttypes.h>
#include <string.h>

#include "export/narrate.h"
#include "machine/gc/generation.h"
#include "machine/inspect/inspect.h"
#include "machine/inspect/statistics.h"
#include "machine/memory.h"
#include "scenario/settings.h"

enum { COUNTERS_MAX = 128 };

struct trace {
    struct session *s;
    const struct machine *m; /* the run ahead */
    FILE *out;
    struct text line;
    uint64_t checksum;
    uint64_t since_full;             /* bytes written since the last full frame, ... */
    uint64_t full_size;              /* ... and how many that one took */
    struct event events[EVENTS_MAX]; /* of the step being written */
    uint32_t event_count;
    uint64_t counters[COUNTERS_MAX]; /* as last written */
};

/* FNV-1a, Fowler, Noll and Vo. */
static uint64_t fnv(uint64_t hash, const char *bytes, size_t length) {
    for (size_t i = 0; i < length; i++) hash = (hash ^ (uint8_t)bytes[i]) * 0x100000001b3ull;
    return hash;
}

static bool write_line(struct trace *t) {
    text_add(&t->line, "\n");
    if (t->line.failed) return false;
    t->checksum = fnv(t->checksum, t->line.bytes, t->line.length);
    bool fine = fwrite(t->line.bytes, 1, t->line.length, t->out) == t->line.length;
    t->since_full += t->line.length;
    text_clear(&t->line);
    return fine;
}

/* ---- pieces ---- */

static void add_hex(struct trace *t, uint64_t word) {
    text_addf(&t->line, "\"0x%" PRIx64 "\"", word);
}

static void add_key(struct trace *t, const char *key, size_t length) {
    text_addf(&t->line, ",\"%.*s\":", (int)length, key);
}

/* An event as an object; its numbers under the keys that events.def gives them. */
static void add_event(struct trace *t, const struct event *e) {
    const struct event_description *d = event_describe((enum event_kind)e->kind);
    const uint64_t values[] = {e->a, e->b, e->c, e->d};
    const char *key = d->keys;
    text_addf(&t->line, "{\"event\":\"%s\"", d->name);
    for (int i = 0; *key && i < 4; i++) {
        size_t length = strcspn(key, " ");
        add_key(t, key, length);
        if (values[i] >= 1u << 20) add_hex(t, values[i]);
        else text_addf(&t->line, "%" PRIu64, values[i]);
        key += length + (key[length] == ' ');
    }
    text_add(&t->line, "}");
}

static bool is_detail(const struct event *e) {
    return e->kind == EVENT_WORD || e->kind == EVENT_LINE;
}

static void add_events(struct trace *t) {
    const struct event *headline = narrate_headline(t->events, t->event_count);
    bool first = true;
    if (headline) {
        text_add(&t->line, ",\"what\":");
        add_event(t, headline);
    }
    for (uint32_t i = 0; i < t->event_count; i++) {
        const struct event *e = &t->events[i];
        if (e == headline || is_detail(e)) continue;
        text_add(&t->line, first ? ",\"also\":[" : ",");
        add_event(t, e);
        first = false;
    }
    if (!first) text_add(&t->line, "]");
}

static void add_word(struct trace *t, uint64_t address, bool *first) {
    text_add(&t->line, *first ? ",\"words\":[[" : ",[");
    add_hex(t, address);
    text_add(&t->line, ",");
    add_hex(t, word_read(t->m, address));
    text_add(&t->line, "]");
    *first = false;
}

/* malloc hands out whatever is there. */
static void add_chunk_words(struct trace *t, const struct event *e, bool *first) {
    if (e->kind != EVENT_C_MALLOC && e->kind != EVENT_C_CALLOC && e->kind != EVENT_C_REALLOC &&
        e->kind != EVENT_C_REALLOC_MOVE)
        return;
    for (uint64_t at = 0; at < e->b; at += WORD) add_word(t, e->a + at, first);
}

/* Whole words, as they are now: a store may have written a part of one only. */
static void add_words(struct trace *t) {
    bool first = true;
    for (uint32_t i = 0; i < t->event_count; i++) {
        const struct event *e = &t->events[i];
        if (e->kind == EVENT_WORD) add_word(t, e->a / WORD * WORD, &first);
        else add_chunk_words(t, e, &first);
    }
    if (!first) text_add(&t->line, "]");
}

/* ---- colours ---- */

struct colour_list {
    struct trace *t;
    uint64_t from, to; /* only objects in [from, to) */
    bool first;
};

static void add_colour(void *user, const struct object_view *o) {
    struct colour_list *list = user;
    if (o->address < list->from || o->address >= list->to) return;
    text_add(&list->t->line, list->first ? ",\"colours\":[[" : ",[");
    add_hex(list->t, o->address);
    text_addf(&list->t->line, ",\"%s\"]", colour_name(o->colour));
    list->first = false;
}

/* Everybody in a slot has the same colour. */
static void add_colour_at(struct colour_list *list, uint64_t address) {
    list->from = 0;
    list->to = UINT64_MAX;
    inspect_slot(list->t->m, address, add_colour, list);
}

/* A cycle of the whole heap forgets which objects are old: all have become white. */
static void add_all_colours(struct colour_list *list) {
    list->from = 0;
    list->to = UINT64_MAX;
    inspect_objects(list->t->m, add_colour, list);
}

/* All objects of a swept span: the marked ones have become white. */
static void add_span_colours(struct colour_list *list, uint64_t start) {
    uint32_t page;
    const struct span *span = span_at(list->t->m, start, &page);
    if (!span) return;
    list->from = start;
    list->to = start + (uint64_t)span->pages * PAGE_SIZE;
    inspect_objects(list->t->m, add_colour, list);
}

static void add_colours(struct trace *t) {
    struct colour_list list = {.t = t, .first = true};
    for (uint32_t i = 0; i < t->event_count; i++) {
        const struct event *e = &t->events[i];
        switch (e->kind) {
        case EVENT_ALLOCATE:
        case EVENT_SHADE:
        case EVENT_BLACKEN:
        case EVENT_TAKE:
        case EVENT_C_MALLOC:
        case EVENT_C_CALLOC:
        case EVENT_C_REALLOC:
        case EVENT_C_REALLOC_MOVE:
        case EVENT_C_FREE:
        case EVENT_C_FREE_REUSED:
        case EVENT_REMEMBERED:
        case EVENT_FREE: add_colour_at(&list, e->a); break;
        case EVENT_MARK_START:
            if (is_generational(t->m)) add_all_colours(&list);
            break;
        case EVENT_SWEEP: add_span_colours(&list, e->a); break;
        default: break;
        }
    }
    if (!list.first) text_add(&t->line, "]");
}

/* ---- stacks ---- */

/* A segmented stack goes on in other places, from the innermost out. */
static void add_outer_segments(struct trace *t, const struct goroutine *g) {
    struct piece p;
    bool first = true;
    if (!piece_innermost(t->m, g, &p)) return;
    while (piece_outer(t->m, &p)) {
        text_add(&t->line, first ? ",\"outer\":[[" : ",[");
        add_hex(t, p.low);
        text_add(&t->line, ",");
        add_hex(t, p.high);
        text_add(&t->line, "]");
        first = false;
    }
    if (!first) text_add(&t->line, "]");
}

static void add_stack(struct trace *t, uint32_t number) {
    const struct goroutine *g = goroutine_of(t->m, number);
    struct frame f;
    bool first = true;
    text_addf(&t->line, "{\"goroutine\":%u,\"low\":", number);
    add_hex(t, g->stack_low);
    text_add(&t->line, ",\"high\":");
    add_hex(t, g->stack_high);
    add_outer_segments(t, g);
    text_add(&t->line, ",\"frames\":[");
    for (bool more = frame_innermost(t->m, g, &f); more; more = frame_caller(t->m, &f)) {
        text_addf(&t->line, "%s{\"function\":\"%s\",\"frame\":", first ? "" : ",",
                  t->m->program->functions[f.function].name);
        add_hex(t, f.address);
        text_add(&t->line, ",\"low\":");
        add_hex(t, f.low);
        text_add(&t->line, "}");
        first = false;
    }
    text_add(&t->line, "]}");
}

/* The goroutine whose stack has changed; 0: none. */
static uint32_t changed_stack(const struct event *e) {
    switch (e->kind) {
    case EVENT_CALL:
    case EVENT_RETURN:
    case EVENT_STACK_GROW:
    case EVENT_SEGMENT_LINK:
    case EVENT_SEGMENT_RELEASE: return e->actor;
    case EVENT_STACK_SHRINK: return (uint32_t)e->d;
    case EVENT_GO: return (uint32_t)e->a;
    default: return 0;
    }
}

static void add_changed_stacks(struct trace *t) {
    for (uint32_t i = 0; i < t->event_count; i++) {
        uint32_t number = changed_stack(&t->events[i]);
        if (!number) continue;
        text_add(&t->line, ",\"stacks\":[");
        add_stack(t, number);
        text_add(&t->line, "]");
        return; /* one operation changes one stack */
    }
}

/* ---- counters ---- */

static void add_counters(struct trace *t, bool all) {
    bool first = true;
    for (int i = 0; STATISTICS[i].name && i < COUNTERS_MAX; i++) {
        uint64_t value = STATISTICS[i].value(t->m);
        bool is_step = strcmp(STATISTICS[i].name, "steps") == 0;
        if ((value == t->counters[i] && !all) || is_step) continue;
        text_addf(&t->line, "%s\"%s\":%" PRIu64, first ? ",\"counters\":{" : ",",
                  STATISTICS[i].name, value);
        t->counters[i] = value;
        first = false;
    }
    if (!first) text_add(&t->line, "}");
}

/* ---- full frames ---- */

struct object_list {
    struct trace *t;
    bool first;
};

/* A word, or the bytes that are left of an object in a tiny block. */
static uint64_t value_at(const struct machine *m, uint64_t address, uint32_t left) {
    uint64_t value = 0;
    if (address_in_c_heap(m, address)) return word_read(m, address);
    memcpy(&value, arena_bytes(m, address), left < WORD ? left : WORD);
    return value;
}

static void add_object(void *user, const struct object_view *o) {
    struct object_list *list = user;
    struct trace *t = list->t;
    text_add(&t->line, list->first ? "" : ",");
    text_add(&t->line, "{\"address\":");
    add_hex(t, o->address);
    text_addf(&t->line, ",\"size\":%u,\"colour\":\"%s\",\"serial\":%u,\"name\":", o->size,
              colour_name(o->colour), o->serial);
    struct text name = {0};
    inspect_object_name(t->m, o->address, &name);
    text_add_json(&t->line, text_string(&name));
    text_free(&name);
    text_add(&t->line, ",\"words\":[");
    for (uint32_t at = 0; at < o->size; at += WORD) {
        if (at) text_add(&t->line, ",");
        add_hex(t, value_at(t->m, o->address + at, o->size - at));
    }
    text_add(&t->line, "]}");
    list->first = false;
}

static void add_grey(void *user, uint64_t object) {
    struct object_list *list = user;
    text_add(&list->t->line, list->first ? "" : ",");
    add_hex(list->t, object);
    list->first = false;
}

static void add_full_frame(struct trace *t) {
    struct object_list list = {t, true};
    size_t before = t->line.length;
    text_add(&t->line, ",\"full\":{\"objects\":[");
    inspect_objects(t->m, add_object, &list);
    text_add(&t->line, "],\"work\":[");
    list.first = true;
    work_each(t->m, add_grey, &list);
    text_add(&t->line, "],\"globals\":[");
    for (uint32_t at = 0; at < t->m->program->global_bytes; at += WORD) {
        if (at) text_add(&t->line, ",");
        add_hex(t, word_read(t->m, program_globals(t->m->program) + at));
    }
    text_add(&t->line, "],\"stacks\":[");
    bool first = true;
    for (uint32_t n = 1; n <= t->m->s->goroutine_count; n++) {
        if (goroutine_of(t->m, n)->status == GOROUTINE_DEAD) continue;
        if (!first) text_add(&t->line, ",");
        add_stack(t, n);
        first = false;
    }
    text_add(&t->line, "]}");
    t->full_size = t->line.length - before;
}

/* ---- lines ---- */

static void add_list(struct trace *t, const char *key, uint32_t count,
                     const char *(*name)(const struct program *p, uint32_t i)) {
    text_addf(&t->line, ",\"%s\":[", key);
    for (uint32_t i = 0; i < count; i++) {
        if (i) text_add(&t->line, ",");
        text_add_json(&t->line, name(t->m->program, i));
    }
    text_add(&t->line, "]");
}

static const char *line_name(const struct program *p, uint32_t i) {
    return p->lines[i];
}

static const char *type_name(const struct program *p, uint32_t i) {
    return p->types[i].name;
}

static const char *function_name(const struct program *p, uint32_t i) {
    return p->functions[i].name;
}

/* Those that are not as usual; each as a scenario and the command line take it. */
static void add_settings(struct trace *t) {
    bool first = true;
    text_add(&t->line, ",\"settings\":{");
    for (const struct setting *s = SETTINGS; s->key; s++) {
        if (!setting_differs(s, &t->m->config)) continue;
        struct text value = {0};
        s->show(&t->m->config, &value);
        text_addf(&t->line, "%s\"%s\":", first ? "" : ",", s->key);
        text_add_json(&t->line, text_string(&value));
        text_free(&value);
        first = false;
    }
    text_add(&t->line, "}");
}

static bool write_header(struct trace *t) {
    const struct scenario *s = t->s->scenario;
    text_addf(&t->line,
              "{\"tricolor\":\"trace\",\"format\":%d,\"go\":\"1.19\",\"title\":", TRACE_FORMAT);
    text_add_json(&t->line, s->title);
    text_addf(&t->line, ",\"kind\":\"%s\",\"interval\":%d", s->kind, TRACE_INTERVAL);
    add_settings(t);
    add_list(t, "types", t->m->program->type_count, type_name);
    add_list(t, "functions", t->m->program->function_count, function_name);
    add_list(t, "lines", t->m->program->line_count, line_name);
    text_add(&t->line, "}");
    return write_line(t);
}

static void add_actor(struct trace *t) {
    const struct clock *clock = &t->m->s->clock;
    struct text actor = {0};
    if (clock->last_actor == ACTOR_COLLECTOR) text_add(&actor, "collector");
    else inspect_actor(t->m, clock->last_actor, &actor);
    text_add(&t->line, ",\"actor\":");
    text_add_json(&t->line, text_string(&actor));
    text_free(&actor);
    text_addf(&t->line, ",\"processor\":%u,\"now\":%" PRIu64, t->m->s->on, clock->now);
}

static void add_sentences(struct trace *t) {
    struct text what = {0}, why = {0};
    narrate_step(t->m, t->events, t->event_count, &what, &why);
    text_add(&t->line, ",\"say\":");
    text_add_json(&t->line, text_string(&what));
    text_free(&what);
    text_free(&why);
}

/* At the next multiple of the interval, but not before as much has been written as a full frame
 * takes: so full frames never make up more than half of a trace, however large the heap. */
static bool full_frame_is_due(const struct trace *t) {
    return t->m->s->clock.step % TRACE_INTERVAL == 0 && t->since_full >= t->full_size;
}

static bool write_step(struct trace *t) {
    const struct clock *clock = &t->m->s->clock;
    text_addf(&t->line, "{\"step\":%" PRIu64, clock->step);
    if (clock->step > 0) {
        add_actor(t);
        text_addf(&t->line, ",\"phase\":\"%s\"", phase_name(machine_phase(t->m)));
        if (clock->last_actor) text_addf(&t->line, ",\"line\":%u", machine_line(t->m));
        add_events(t);
        add_words(t);
        add_colours(t);
        add_changed_stacks(t);
        add_sentences(t);
    }
    bool full = full_frame_is_due(t);
    add_counters(t, full);
    if (full) add_full_frame(t);
    text_add(&t->line, "}");
    bool fine = write_line(t);
    if (full) t->since_full = 0;
    return fine;
}

static bool write_end(struct trace *t) {
    const struct machine *m = t->m;
    text_addf(&t->line,
              "{\"end\":\"%s\",\"steps\":%" PRIu64 ",\"lost\":%u,\"hash\":\"%016" PRIx64
              "\",\"checksum\":\"%016" PRIx64 "\"}",
              inspect_outcome(m), m->s->clock.step, m->s->gc.lost, machine_hash(m), t->checksum);
    return write_line(t);
}

static void keep_event(void *user, const struct event *e) {
    struct trace *t = user;
    if (t->event_count < EVENTS_MAX) t->events[t->event_count++] = *e;
}

static bool write_steps(struct trace *t, const volatile sig_atomic_t *stop) {
    enum stop stopped = STOP_BUDGET;
    bool fine = write_header(t) && write_step(t);
    while (fine && !*stop) {
        t->event_count = 0;
        uint64_t before = session_steps(t->s);
        stopped = session_run(t->s, 1);
        if (session_steps(t->s) == before) break;
        fine = write_step(t);
    }
    return fine && !*stop && stopped != STOP_MEMORY && write_end(t);
}

bool trace_write(struct session *s, FILE *out, const volatile sig_atomic_t *stop) {
    struct trace *t = pool_alloc(&s->pool, sizeof *t);
    if (!t) return false;
    *t = (struct trace){.s = s, .m = &s->front, .out = out, .checksum = 0xcbf29ce484222325ull};
    session_listen(s, (struct sink){keep_event, t});
    bool fine = write_steps(t, stop);
    session_listen(s, (struct sink){0});
    text_free(&t->line);
    return fine;
}

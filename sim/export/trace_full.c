#include "export/trace_full.h"

#include <inttypes.h>
#include <string.h>

#include "machine/inspect/inspect.h"
#include "export/trace_counters.h"
#include "machine/memory.h"
#include "export/trace_changes.h"
#include "trace/delta.h"
#include "trace/words.h"

struct list {
    struct text *out;
    const struct machine *m;
    bool first;
};

/* A word, or the bytes that are left of an object in a tiny block. */
static uint64_t value_at(const struct machine *m, const struct object_view *o, uint32_t at) {
    uint32_t left = o->size - at;
    return memory_word(m, o->address + at, left < WORD ? left : WORD);
}

/* Zeroes at the end are left out. */
static void add_words(struct list *l, const struct object_view *o) {
    uint32_t end = o->size;
    while (end > 0 && value_at(l->m, o, (end - 1) / WORD * WORD) == 0)
        end = (end - 1) / WORD * WORD;
    bool first = true;
    text_add(l->out, ",\"words\":[");
    for (uint32_t at = 0; at < end; at += WORD) {
        add_comma(l->out, &first);
        add_number(l->out, value_at(l->m, o, at));
    }
    text_add(l->out, "]");
}

static void add_object(void *user, const struct object_view *o) {
    struct list *l = user;
    struct text name = {0};
    add_comma(l->out, &l->first);
    text_add(l->out, "{\"address\":");
    add_number(l->out, o->address);
    text_addf(l->out, ",\"size\":%u,\"colour\":\"%s\",\"serial\":%u,\"site\":%u,\"name\":", o->size,
              colour_name(o->colour), o->serial, o->site);
    inspect_object_name(l->m, o->address, &name);
    add_string(l->out, text_string(&name), name.length);
    text_free(&name);
    add_words(l, o);
    text_add(l->out, "}");
}

static void add_grey(void *user, uint64_t object) {
    struct list *l = user;
    add_comma(l->out, &l->first);
    add_number(l->out, object);
}

static void add_globals(struct list *l) {
    text_add(l->out, "],\"globals\":[");
    l->first = true;
    for (uint32_t at = 0; at < l->m->program->global_bytes; at += WORD) {
        add_comma(l->out, &l->first);
        add_number(l->out, word_read(l->m, program_globals(l->m->program) + at));
    }
}

static void add_stacks(struct list *l) {
    text_add(l->out, "],\"stacks\":[");
    l->first = true;
    for (uint32_t n = 1; n <= l->m->s->goroutine_count; n++) {
        if (goroutine_of(l->m, n)->status == GOROUTINE_DEAD) continue;
        add_comma(l->out, &l->first);
        changes_add_stack(l->out, l->m, n);
    }
}

static void add_spans(struct list *l) {
    static const char *const STATES[] = {"", "heap", "stack", "work"};
    text_add(l->out, "],\"spans\":[");
    l->first = true;
    for (uint32_t page = 0; page < l->m->s->heap.pages_used; page++) {
        const struct span *s = &l->m->spans[page];
        if (l->m->span_of[page] != page + 1 || s->state == SPAN_NONE) continue;
        add_comma(l->out, &l->first);
        text_add(l->out, "[");
        add_number(l->out, page_address(page));
        text_addf(l->out, ",%u,\"%s\",%u]", s->pages, STATES[s->state], s->element_size);
    }
}

static void add_counters(struct list *l) {
    text_add(l->out, "],\"counters\":[");
    l->first = true;
    const struct statistic *counted[STATISTICS_MAX];
    uint32_t count = trace_counters(counted);
    for (uint32_t i = 0; i < count; i++) {
        add_comma(l->out, &l->first);
        add_number(l->out, counted[i]->value(l->m));
    }
}

static void add_state(struct list *l) {
    size_t last = 0;
    l->first = true;
    for (int r = 0; r < REGION_COUNT; r++) {
        size_t at = 0, size, offset = l->m->layout.offset[r];
        for (; (size = machine_piece(l->m, (enum region)r, &at)) > 0; at += size)
            for (size_t i = (offset + at) / 8; i < (offset + at + size + 7) / 8; i++) {
                uint64_t word = delta_seen(l->m, i);
                if (word == 0 || i < last) continue;
                add_comma(l->out, &l->first);
                add_signed(l->out, (int64_t)i - (int64_t)last);
                text_add_bytes(l->out, ",", 1);
                add_signed(l->out, (int64_t)word);
                last = i;
            }
    }
}

void full_add(struct text *out, const struct machine *m) {
    struct list l = {out, m, true};
    text_add(out, ",\"full\":{\"objects\":[");
    inspect_objects(m, add_object, &l);
    text_add(out, "],\"work\":[");
    l.first = true;
    work_each(m, add_grey, &l);
    add_globals(&l);
    add_stacks(&l);
    add_spans(&l);
    add_counters(&l);
    text_addf(out, "],\"hash\":\"%016" PRIx64 "\",\"state\":[", machine_hash(m));
    add_state(&l);
    text_add(out, "]}");
}

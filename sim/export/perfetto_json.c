#include "export/perfetto_json.h"

#include <inttypes.h>
#include <string.h>

#include "base/utf8.h"
#include "machine/cost.h"

enum { FLUSH_AT = 1 << 16 };

bool trace_out_flush(struct trace_out *o) {
    if (o->text.failed ||
        fwrite(text_string(&o->text), 1, o->text.length, o->out) != o->text.length)
        o->failed = true;
    text_clear(&o->text);
    return !o->failed;
}

/* ---- pieces ---- */

static void add_number(struct trace_out *o, const char *key, uint64_t number) {
    text_add(&o->text, key);
    text_add_number(&o->text, number);
}

/* Whatever the bytes are; what is no text becomes a replacement character. */
static void add_string(struct trace_out *o, const char *string) {
    const uint8_t *at = (const uint8_t *)string;
    size_t left = strlen(string);
    text_add(&o->text, "\"");
    while (left > 0) {
        char bytes[UTF8_MAX];
        uint32_t rune, length = utf8_decode(at, left, &rune);
        if (rune == '"' || rune == '\\') text_add(&o->text, "\\");
        if (rune < ' ' || rune == 0x7f) rune = RUNE_ERROR;
        text_add_bytes(&o->text, bytes, utf8_encode(rune, bytes));
        at += length;
        left -= length;
    }
    text_add(&o->text, "\"");
}

/* Microseconds, with as many decimals as there are. */
static void add_time(struct trace_out *o, uint64_t ticks) {
    uint64_t rest = ticks % TICKS_PER_MICROSECOND;
    add_number(o, ",\"ts\":", ticks / TICKS_PER_MICROSECOND);
    if (rest == 0) return;
    const char digits[] = {'.', (char)('0' + rest / 100), (char)('0' + rest / 10 % 10),
                           (char)('0' + rest % 10)};
    text_add_bytes(&o->text, digits, sizeof digits);
}

static void add_details(struct trace_out *o, const struct details *d) {
    const char *between = ",\"args\":{";
    if (!d->step && !d->address && !d->size) return;
    if (d->step) {
        text_add(&o->text, between);
        add_number(o, "\"step\":", d->step);
        between = ",";
    }
    if (d->address) {
        text_addf(&o->text, "%s\"address\":\"0x%" PRIx64 "\"", between, d->address);
        between = ",";
    }
    if (d->size) {
        text_add(&o->text, between);
        add_number(o, "\"bytes\":", d->size);
    }
    text_add(&o->text, "}");
}

/* ---- events ---- */

static void begin_event(struct trace_out *o, char phase, struct thread thread) {
    if (o->text.length >= FLUSH_AT) trace_out_flush(o);
    text_add(&o->text, o->begun ? ",\n{\"ph\":\"" : "\n{\"ph\":\"");
    text_add_bytes(&o->text, &phase, 1);
    add_number(o, "\",\"pid\":", thread.pid);
    if (thread.tid) add_number(o, ",\"tid\":", thread.tid);
    o->begun = true;
}

static void end_event(struct trace_out *o) {
    text_add(&o->text, "}");
}

static void add_name(struct trace_out *o, const char *name, const char *category) {
    text_add(&o->text, ",\"name\":");
    add_string(o, name);
    if (!category) return;
    text_add(&o->text, ",\"cat\":");
    add_string(o, category);
}

static void name_event(struct trace_out *o, struct thread thread, const char *what,
                       const char *name) {
    begin_event(o, 'M', thread);
    add_name(o, what, NULL);
    text_add(&o->text, ",\"args\":{\"name\":");
    add_string(o, name);
    text_add(&o->text, "}");
    end_event(o);
}

/* Rows stand in the order of their numbers. */
static void order_event(struct trace_out *o, struct thread thread, const char *what,
                        uint32_t place) {
    begin_event(o, 'M', thread);
    add_name(o, what, NULL);
    add_number(o, ",\"args\":{\"sort_index\":", place);
    text_add(&o->text, "}");
    end_event(o);
}

void trace_process(struct trace_out *o, uint32_t pid, const char *name) {
    name_event(o, (struct thread){pid, 0}, "process_name", name);
    order_event(o, (struct thread){pid, 0}, "process_sort_index", pid);
}

void trace_thread(struct trace_out *o, struct thread thread, const char *name) {
    name_event(o, thread, "thread_name", name);
    order_event(o, thread, "thread_sort_index", thread.tid);
}

void trace_begin(struct trace_out *o, struct thread thread, uint64_t ticks, const char *name,
                 const char *category) {
    begin_event(o, 'B', thread);
    add_time(o, ticks);
    add_name(o, name, category);
    end_event(o);
}

void trace_end(struct trace_out *o, struct thread thread, uint64_t ticks, const char *name) {
    begin_event(o, 'E', thread);
    add_time(o, ticks);
    add_name(o, name, NULL);
    end_event(o);
}

void trace_instant(struct trace_out *o, struct thread thread, uint64_t ticks, const char *name,
                   const char *category, char scope, const struct details *details) {
    begin_event(o, 'i', thread);
    add_time(o, ticks);
    add_name(o, name, category);
    text_add(&o->text, ",\"s\":\"");
    text_add_bytes(&o->text, &scope, 1);
    text_add(&o->text, "\"");
    add_details(o, details);
    end_event(o);
}

void trace_counter(struct trace_out *o, struct thread thread, uint64_t ticks, const char *name,
                   const char *unit, uint64_t value) {
    begin_event(o, 'C', thread);
    add_time(o, ticks);
    add_name(o, name, NULL);
    text_add(&o->text, ",\"args\":{");
    add_string(o, unit);
    add_number(o, ":", value);
    text_add(&o->text, "}");
    end_event(o);
}

static void flow_event(struct trace_out *o, char phase, uint64_t id, const char *name,
                       struct flow_end end) {
    begin_event(o, phase, end.thread);
    add_time(o, end.ticks);
    add_name(o, name, "flow");
    add_number(o, ",\"id\":", id);
    if (phase == 'f') text_add(&o->text, ",\"bp\":\"e\"");
    end_event(o);
}

void trace_flow(struct trace_out *o, uint64_t id, const char *name, struct flow_end from,
                struct flow_end to) {
    flow_event(o, 's', id, name, from);
    flow_event(o, 'f', id, name, to);
}

/* ---- the whole ---- */

void trace_out_begin(struct trace_out *o, FILE *out) {
    *o = (struct trace_out){.out = out};
    text_add(&o->text, "{\"traceEvents\":[");
}

void trace_out_end(struct trace_out *o, const char *title, uint64_t from, uint64_t to,
                   const char *outcome) {
    text_add(&o->text, "\n],\"otherData\":{\"program\":");
    add_string(o, title);
    text_addf(&o->text, ",\"written by\":\"tricolor %s\"", TC_VERSION);
    add_number(o, ",\"from step\":", from);
    add_number(o, ",\"to step\":", to);
    text_add(&o->text, ",\"outcome\":");
    add_string(o, outcome);
    text_add(&o->text, "}}\n");
}

/* A frame trace is whole, well-formed, and tells everything: replaying what changed from one full
 * frame on gives the next one, and in the end what the machine holds. The reader here knows only the
 * format. */
#include <inttypes.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>
#include <cmocka.h>

#include "base/random.h"
#include "export/trace.h"
#include "machine/inspect/inspect.h"
#include "machine/inspect/statistics.h"
#include "machine/memory.h"
#include "scenario/settings.h"
#include "support/build.h"
#include "support/golden.h"
#include "support/program.h"

/* ---- writing ---- */

static struct session session;
static struct scenario scenario;

/* The trace of the scenario that is loaded; the session stays at its end. */
static struct text write_trace(uint64_t steps_max) {
    static const volatile sig_atomic_t go_on;
    char *bytes = NULL;
    size_t length = 0;
    struct text trace = {0};
    assert_true(session_open(&session, &scenario));
    session.steps_max = steps_max;
    FILE *f = open_memstream(&bytes, &length);
    assert_non_null(f);
    assert_true(trace_write(&session, f, &go_on));
    assert_int_equal(fclose(f), 0);
    text_add_bytes(&trace, bytes, length);
    free(bytes);
    return trace;
}

static void load_text(const char *members) {
    struct text text = {0}, complaints = {0};
    struct diags diags;
    text_addf(&text, "{'format': 1, 'title': 'test',\n%s}", members);
    for (size_t i = 0; i < text.length; i++)
        if (text.bytes[i] == '\'') text.bytes[i] = '"';
    bool fine = scenario_parse(&scenario, "test.json", text.bytes, text.length, &diags);
    diags_text(&diags, &complaints);
    if (!fine) fail_msg("%s", text_string(&complaints));
    diags_free(&diags);
    text_free(&complaints);
}

static void load_file(const char *path) {
    struct text complaints = {0};
    if (scenario_load(&scenario, path, &complaints) != FILE_OK)
        fail_msg("%s", text_string(&complaints));
    text_free(&complaints);
}

static void close_all(void) {
    session_close(&session);
    scenario_free(&scenario);
}

/* ---- the reader ---- */

enum {
    OBJECTS_MAX = 20000,
    STACKS_MAX = 256,
    FRAMES_MAX = 256,
    GLOBALS_MAX = 64,
    COUNTERS_MAX = 64,
    EVENTS_MAX_KINDS = 256
};
#define PAGE 8192u

struct seen_object {
    uint64_t address;
    uint8_t *bytes;
    uint32_t size;
    char colour[8];
    bool manual; /* a chunk of the C heap: what it held before is in the trace's "state" only */
};

/* A stack: where it is, and its frames from the innermost out: function, frame, lowest address. */
struct seen_stack {
    bool is;
    uint64_t low, high;
    size_t count;
    uint64_t frames[FRAMES_MAX][3];
};

/* What the header says the numbers of an event are. */
struct event_keys {
    char name[32];
    char keys[4][24];
};

struct replay {
    struct seen_object objects[OBJECTS_MAX];
    size_t object_count;
    struct seen_stack stacks[STACKS_MAX]; /* by goroutine */
    uint64_t globals[GLOBALS_MAX];
    size_t global_count;
    uint64_t counters[COUNTERS_MAX];
    size_t counter_count;
    const char *names[COUNTERS_MAX];
    struct event_keys keys[EVENTS_MAX_KINDS];
    size_t kind_count;
    size_t full_frames;
    bool have_full;
};

static struct replay replay;

static const cJSON *member(const cJSON *object, const char *key) {
    return cJSON_GetObjectItemCaseSensitive(object, key);
}

static uint64_t word_of(const cJSON *node) {
    if (cJSON_IsNumber(node)) return (uint64_t)node->valuedouble;
    assert_true(cJSON_IsString(node) && strncmp(node->valuestring, "0x", 2) == 0);
    return strtoull(node->valuestring + 2, NULL, 16);
}

static struct seen_object *object_at(uint64_t address) {
    for (size_t i = 0; i < replay.object_count; i++)
        if (address - replay.objects[i].address < replay.objects[i].size) return &replay.objects[i];
    return NULL;
}

static void forget_object(struct seen_object *o) {
    free(o->bytes);
    *o = replay.objects[--replay.object_count];
}

static struct seen_object *new_object(uint64_t address, uint32_t size) {
    struct seen_object *old = object_at(address);
    if (old) forget_object(old);
    assert_true(replay.object_count < OBJECTS_MAX);
    struct seen_object *o = &replay.objects[replay.object_count++];
    *o = (struct seen_object){.address = address, .size = size};
    o->bytes = calloc(1, size);
    assert_non_null(o->bytes);
    return o;
}

/* The value of what a word of `bytes` holds, of which `left` belong to the object. */
static uint64_t value_of(const uint8_t *bytes, uint32_t left) {
    uint64_t value = 0;
    memcpy(&value, bytes, left < 8 ? left : 8);
    return value;
}

static void poison(struct seen_object *o) {
    static const uint8_t PATTERN[] = {0xef, 0xbe, 0xad, 0xde};
    for (uint32_t i = 0; i < o->size; i++) o->bytes[i] = PATTERN[(o->address + i) % 4];
}

static void forget_range(uint64_t start, uint64_t size) {
    for (size_t i = 0; i < replay.object_count;) {
        if (replay.objects[i].address - start < size) forget_object(&replay.objects[i]);
        else i++;
    }
}

static void forget_all(void) {
    while (replay.object_count > 0) forget_object(&replay.objects[0]);
    replay = (struct replay){0};
}

/* ---- events ---- */

/* An event of a line: its name, and its numbers by the keys that the header gives them. */
struct told {
    const char *name;
    uint64_t numbers[5];
    int count;
};

static struct told told_of(const cJSON *list) {
    struct told t = {.name = cJSON_GetArrayItem(list, 0)->valuestring};
    t.count = cJSON_GetArraySize(list) - 1;
    assert_true(t.count <= 5);
    for (int i = 0; i < t.count; i++) t.numbers[i] = word_of(cJSON_GetArrayItem(list, i + 1));
    return t;
}

static uint64_t number_of(const struct told *t, const char *key) {
    for (size_t i = 0; i < replay.kind_count; i++) {
        if (strcmp(replay.keys[i].name, t->name) != 0) continue;
        for (int k = 0; k < 4; k++)
            if (strcmp(replay.keys[i].keys[k], key) == 0) return t->numbers[k];
    }
    fail_msg("the header has no key %s for %s", key, t->name);
    return 0;
}

static uint32_t found_size; /* of the chunk that malloc has found */

/* The chunks and ghosts that begin in [from, to). */
static void forget_between(uint64_t from, uint64_t to) {
    forget_range(from + 16, to - from);
}

/* A chunk of the C heap is as large as was asked for, in whole words. */
static void place_chunk(const struct told *t, uint64_t chunk_size) {
    uint64_t address = number_of(t, "address");
    uint32_t size = (uint32_t)(number_of(t, "size") + 7) / 8 * 8;
    forget_between(address - 16, address - 16 + chunk_size);
    assert_true(replay.object_count < OBJECTS_MAX);
    struct seen_object *o = &replay.objects[replay.object_count++];
    *o = (struct seen_object){.address = address, .size = size, .manual = true};
    o->bytes = calloc(1, size + 1);
    assert_non_null(o->bytes);
}

static void apply_manual(const struct told *t) {
    if (strcmp(t->name, "chunk_found") == 0) found_size = (uint32_t)number_of(t, "size");
    if (strcmp(t->name, "malloc") == 0 || strcmp(t->name, "calloc") == 0)
        place_chunk(t, found_size);
    if (strcmp(t->name, "realloc_move") == 0) {
        uint64_t old = number_of(t, "old") - 16;
        forget_between(old, old + 1);
    }
    if (strncmp(t->name, "realloc", 7) == 0) place_chunk(t, number_of(t, "chunk"));
}

static void set_colour(uint64_t address, const char *colour) {
    struct seen_object *o = object_at(address);
    if (o) snprintf(o->colour, sizeof o->colour, "%s", colour);
}

static void set_bytes(uint64_t address, uint64_t value, uint64_t size) {
    for (uint32_t i = 0; i < size; i++) {
        struct seen_object *o = object_at(address + i);
        if (o) o->bytes[address + i - o->address] = (uint8_t)(value >> (8 * i));
    }
    uint64_t offset = address - program_globals(&scenario.program);
    if (offset < replay.global_count * 8) memcpy((uint8_t *)replay.globals + offset, &value, size);
}

/* ---- stacks ---- */

/* The innermost frame is the first. */
static void push_frame(struct seen_stack *s, uint64_t function, uint64_t frame, uint64_t low) {
    assert_true(s->count < FRAMES_MAX);
    memmove(s->frames[1], s->frames[0], s->count++ * sizeof s->frames[0]);
    s->frames[0][0] = function;
    s->frames[0][1] = frame;
    s->frames[0][2] = low;
}

static void pop_frame(struct seen_stack *s) {
    if (s->count == 0) return; /* of a goroutine that is about to end */
    memmove(s->frames[0], s->frames[1], --s->count * sizeof s->frames[0]);
}

static void read_stack(const cJSON *stack, struct seen_stack *s) {
    const cJSON *frame;
    *s = (struct seen_stack){.is = true};
    s->low = word_of(member(stack, "low"));
    s->high = word_of(member(stack, "high"));
    cJSON_ArrayForEach(frame, member(stack, "frames")) {
        assert_true(s->count < FRAMES_MAX);
        for (int i = 0; i < 3; i++) s->frames[s->count][i] = word_of(cJSON_GetArrayItem(frame, i));
        s->count++;
    }
}

static void apply_stacks(const cJSON *list) {
    const cJSON *stack;
    cJSON_ArrayForEach(stack, list) {
        size_t number = (size_t)word_of(member(stack, "goroutine"));
        assert_true(number > 0 && number < STACKS_MAX);
        read_stack(stack, &replay.stacks[number]);
    }
}

/* A frame is as large as the call says, parameters and links included. */
static void apply_frames(const struct told *t, uint64_t actor) {
    struct seen_stack *s = actor < STACKS_MAX ? &replay.stacks[actor] : NULL;
    if (!s || !s->is) return;
    bool calls = strcmp(t->name, "call") == 0 || strcmp(t->name, "defer_call") == 0;
    if (calls && s->count > 0) {
        uint64_t top = s->frames[0][2]; /* parameters lie directly below what calls */
        push_frame(s, number_of(t, "function"), number_of(t, "frame"), top - number_of(t, "size"));
    }
    if (strcmp(t->name, "return") == 0) pop_frame(s);
}

/* ---- what a reader knows of each kind ---- */

/* A word goes without saying before some events, unless they have five numbers. */
static void apply_implied(const struct told *t) {
    if (t->count == 5) return;
    if (strcmp(t->name, "store") == 0) set_bytes(number_of(t, "address"), number_of(t, "new"), 8);
    if (strcmp(t->name, "set") == 0) set_bytes(number_of(t, "address"), number_of(t, "value"), 8);
}

static void apply_named(const struct told *t) {
    const char *name = t->name;
    apply_manual(t);
    apply_implied(t);
    if (strcmp(name, "allocate") == 0) {
        new_object(number_of(t, "address"), (uint32_t)number_of(t, "size"));
        set_colour(number_of(t, "address"), "white");
    } else if (strcmp(name, "shade") == 0 || strcmp(name, "remembered") == 0) {
        set_colour(number_of(t, "object"), "grey");
    } else if (strcmp(name, "blacken") == 0) {
        set_colour(number_of(t, "object"), "black");
    } else if (strcmp(name, "free") == 0) {
        struct seen_object *o = object_at(number_of(t, "object"));
        assert_non_null(o);
        poison(o);
        set_colour(number_of(t, "object"), "free");
    } else if (strcmp(name, "tiny") == 0) { /* a block is begun: its ghosts are gone */
        if (number_of(t, "used") == number_of(t, "size")) forget_range(number_of(t, "block"), 16);
    } else if (strcmp(name, "span_free") == 0 || strcmp(name, "span_new") == 0) {
        forget_range(number_of(t, "span"), number_of(t, "pages") * PAGE);
    } else if (strcmp(name, "exit") == 0) {
        replay.stacks[number_of(t, "goroutine")].is = false;
    }
}

/* [address, value], with its size and what was there before where they are not as usual. */
static void apply_word(const cJSON *list) {
    int count = cJSON_GetArraySize(list);
    assert_true(count >= 2 && count <= 4);
    uint64_t size = count > 2 ? word_of(cJSON_GetArrayItem(list, 2)) : 8;
    assert_true(size <= 8);
    set_bytes(word_of(cJSON_GetArrayItem(list, 0)), word_of(cJSON_GetArrayItem(list, 1)), size);
}

static uint64_t actor; /* as of the last line that says so */

static void apply_events(const cJSON *step) {
    const cJSON *one;
    cJSON_ArrayForEach(one, member(step, "what")) {
        if (!cJSON_IsString(cJSON_GetArrayItem(one, 0))) {
            apply_word(one);
            continue;
        }
        struct told t = told_of(one);
        apply_named(&t);
        if (actor > 0 && scenario.config.stacks == STACKS_CONTIGUOUS) apply_frames(&t, actor);
    }
}

static void apply_colours(const cJSON *step) {
    const cJSON *list;
    cJSON_ArrayForEach(list, member(step, "colours")) {
        const char *colour = cJSON_GetArrayItem(list, 0)->valuestring;
        for (int i = 1; i < cJSON_GetArraySize(list); i++)
            set_colour(word_of(cJSON_GetArrayItem(list, i)), colour);
    }
}

static int64_t signed_of(const cJSON *node) {
    if (cJSON_IsNumber(node)) return (int64_t)node->valuedouble;
    return (int64_t)word_of(node);
}

static void apply_counters(const cJSON *step) {
    const cJSON *list = member(step, "counters");
    for (int i = 0; i + 1 < cJSON_GetArraySize(list); i += 2) {
        size_t counter = (size_t)word_of(cJSON_GetArrayItem(list, i));
        assert_true(counter < replay.counter_count);
        replay.counters[counter] += (uint64_t)signed_of(cJSON_GetArrayItem(list, i + 1));
    }
}

/* ---- full frames ---- */

static void read_full(const cJSON *full) {
    const cJSON *object, *word;
    cJSON_ArrayForEach(object, member(full, "objects")) {
        struct seen_object *o = new_object(word_of(member(object, "address")),
                                           (uint32_t)word_of(member(object, "size")));
        size_t i = 0;
        snprintf(o->colour, sizeof o->colour, "%s", member(object, "colour")->valuestring);
        o->manual = strcmp(o->colour, "manual") == 0;
        cJSON_ArrayForEach(word, member(object, "words")) {
            uint64_t value = word_of(word);
            memcpy(o->bytes + i, &value, o->size - i < 8 ? o->size - i : 8);
            i += 8;
        }
    }
    replay.global_count = 0;
    cJSON_ArrayForEach(word, member(full, "globals")) {
        assert_true(replay.global_count < GLOBALS_MAX);
        replay.globals[replay.global_count++] = word_of(word);
    }
    apply_stacks(member(full, "stacks"));
    for (size_t i = 0; i < replay.counter_count; i++)
        replay.counters[i] = word_of(cJSON_GetArrayItem(member(full, "counters"), (int)i));
    replay.have_full = true;
}

static void compare_objects(const cJSON *full, uint64_t step) {
    const cJSON *object, *word;
    size_t count = 0;
    cJSON_ArrayForEach(object, member(full, "objects")) {
        uint64_t address = word_of(member(object, "address"));
        const struct seen_object *o = object_at(address);
        size_t i = 0;
        count++;
        if (!o || o->address != address || o->size != word_of(member(object, "size")))
            fail_msg("step %" PRIu64 ": the object at %" PRIx64 " was not replayed", step, address);
        if (strcmp(o->colour, member(object, "colour")->valuestring) != 0)
            fail_msg("step %" PRIu64 ": %s is %s, replayed %s", step,
                     member(object, "name")->valuestring, member(object, "colour")->valuestring,
                     o->colour);
        if (o->manual) continue;
        cJSON_ArrayForEach(word, member(object, "words")) {
            uint64_t value = value_of(o->bytes + i, o->size - (uint32_t)i);
            if (value != word_of(word))
                fail_msg("step %" PRIu64 ": byte %zu of %s is %" PRIx64 ", replayed %" PRIx64, step,
                         i, member(object, "name")->valuestring, word_of(word), value);
            i += 8;
        }
        for (; i < o->size; i++) assert_int_equal(o->bytes[i], 0); /* zeroes are left out */
    }
    if (count != replay.object_count)
        fail_msg("step %" PRIu64 ": %zu objects, replayed %zu", step, count, replay.object_count);
}

static void compare_stack(const struct seen_stack *is, const struct seen_stack *replayed,
                          uint64_t step) {
    assert_true(replayed->is);
    assert_true(is->low == replayed->low && is->high == replayed->high);
    if (scenario.config.stacks != STACKS_CONTIGUOUS) return;
    if (is->count != replayed->count)
        fail_msg("step %" PRIu64 ": %zu frames, replayed %zu", step, is->count, replayed->count);
    for (size_t i = 0; i < is->count; i++)
        for (int k = 0; k < 3; k++)
            if (is->frames[i][k] != replayed->frames[i][k])
                fail_msg("step %" PRIu64 ": frame %zu has %" PRIx64 ", replayed %" PRIx64, step, i,
                         is->frames[i][k], replayed->frames[i][k]);
}

static void compare_rest(const cJSON *full, uint64_t step) {
    const cJSON *node;
    size_t i = 0, stacks = 0;
    cJSON_ArrayForEach(node, member(full, "globals")) {
        if (replay.globals[i] != word_of(node))
            fail_msg("step %" PRIu64 ": global word %zu is %" PRIx64 ", replayed %" PRIx64, step, i,
                     word_of(node), replay.globals[i]);
        i++;
    }
    cJSON_ArrayForEach(node, member(full, "stacks")) {
        struct seen_stack is;
        size_t number = (size_t)word_of(member(node, "goroutine"));
        read_stack(node, &is);
        compare_stack(&is, &replay.stacks[number], step);
        stacks++;
    }
    for (i = 0; i < STACKS_MAX; i++) stacks -= replay.stacks[i].is;
    assert_int_equal(stacks, 0);
    for (i = 0; i < replay.counter_count; i++)
        if (replay.counters[i] != word_of(cJSON_GetArrayItem(member(full, "counters"), (int)i)))
            fail_msg("step %" PRIu64 ": %s was not replayed", step, replay.names[i]);
    cJSON_ArrayForEach(node, member(full, "work")) {
        const struct seen_object *o = object_at(word_of(node));
        assert_non_null(o);
        assert_string_equal(o->colour, "grey");
    }
}

/* ---- a whole trace ---- */

static uint64_t fnv_1a(const char *bytes, size_t length) {
    uint64_t hash = 14695981039346656037ull;
    for (size_t i = 0; i < length; i++) {
        hash ^= (unsigned char)bytes[i];
        hash *= 1099511628211ull;
    }
    return hash;
}

/* As text: what is between the members of a configuration is anything. */
static void expect_same_setting(const struct setting *s, const struct config *c) {
    struct text ours = {0}, theirs = {0};
    s->show(c, &ours);
    s->show(&scenario.config, &theirs);
    assert_string_equal(text_string(&ours), text_string(&theirs));
    text_free(&ours);
    text_free(&theirs);
}

/* The usual settings with these are the scenario's. */
static void expect_settings(const cJSON *settings) {
    struct config c = config_default();
    for (const cJSON *one = settings->child; one; one = one->next) {
        const struct setting *setting = setting_by_key(one->string);
        assert_non_null(setting);
        assert_true(setting_differs(setting, &scenario.config));
        assert_true(setting->apply(&c, one->valuestring));
    }
    for (const struct setting *s = SETTINGS; s->key; s++) expect_same_setting(s, &c);
}

static void read_names(const cJSON *header) {
    const cJSON *kind, *name;
    cJSON_ArrayForEach(kind, member(header, "events")) {
        struct event_keys *k = &replay.keys[replay.kind_count++];
        int at = 0;
        snprintf(k->name, sizeof k->name, "%s", kind->string);
        cJSON_ArrayForEach(name, kind)
            snprintf(k->keys[at++], sizeof k->keys[0], "%s", name->valuestring);
    }
    cJSON_ArrayForEach(name, member(header, "counters")) {
        const struct statistic *s = statistic_find(name->valuestring);
        assert_non_null(s);
        replay.names[replay.counter_count++] = s->name;
    }
}

static void check_header(const cJSON *header) {
    assert_string_equal(member(header, "tricolor")->valuestring, "trace");
    assert_true(word_of(member(header, "format")) == 2);
    assert_string_equal(member(header, "title")->valuestring, scenario.title);
    assert_string_equal(member(header, "kind")->valuestring, scenario.kind);
    assert_true(word_of(member(header, "interval")) == TRACE_INTERVAL);
    expect_settings(member(header, "settings"));
    assert_int_equal(cJSON_GetArraySize(member(header, "types")), scenario.program.type_count);
    assert_int_equal(cJSON_GetArraySize(member(header, "functions")),
                     scenario.program.function_count);
    assert_int_equal(cJSON_GetArraySize(member(header, "lines")), scenario.program.line_count);
    if (scenario.text) assert_string_equal(member(header, "scenario")->valuestring, scenario.text);
    read_names(header);
}

/* A step leaves out what is as before; what is told is never out of range, and time never goes
 * back. */
static void read_clock(const cJSON *line, uint64_t step) {
    static uint64_t last;
    const cJSON *now = member(line, "now"), *who = member(line, "actor");
    if (step == 0) actor = 0;
    if (step == 0) last = 0;
    if (who) actor = word_of(who);
    if (member(line, "processor"))
        assert_true(word_of(member(line, "processor")) < scenario.config.procs);
    if (!now) return;
    assert_true(word_of(now) >= last);
    last = word_of(now);
}

/* A reader can start here: what the frame says of the state is the state, but for what the clock keeps
 * to itself, which the hash does not look at. */
static void state_is_complete(const cJSON *full) {
    struct machine m;
    char hex[32];
    uint64_t *words, at = 0;
    const cJSON *node = member(full, "state")->child;
    assert_true(machine_open(&m, &scenario.program, &scenario.config));
    free(m.block);
    machine_attach(&m, calloc(1, m.layout.size));
    assert_non_null(m.block);
    words = (uint64_t *)(void *)m.block;
    for (; node; node = node->next->next) {
        assert_non_null(node->next);
        at += (uint64_t)signed_of(node);
        assert_true(at < m.layout.size / 8);
        words[at] = (uint64_t)signed_of(node->next);
    }
    snprintf(hex, sizeof hex, "%016" PRIx64, machine_hash(&m));
    assert_string_equal(member(full, "hash")->valuestring, hex);
    machine_close(&m);
}

static void read_step(const cJSON *line, uint64_t step) {
    const cJSON *full = member(line, "full");
    assert_true(word_of(member(line, "step")) == step);
    read_clock(line, step);
    apply_events(line);
    apply_colours(line);
    apply_stacks(member(line, "stacks"));
    apply_counters(line);
    if (step == 0) assert_non_null(full);
    if (!full) return;
    assert_true(step % TRACE_INTERVAL == 0);
    if (step > 0)
        assert_true(member(line, "now") && member(line, "actor") && member(line, "phase"));
    if (replay.have_full) {
        compare_objects(full, step);
        compare_rest(full, step);
    } else {
        read_full(full);
    }
    replay.full_frames++;
    if (replay.full_frames < 3) state_is_complete(full);
}

static void check_end(const cJSON *end, uint64_t steps, uint64_t checksum) {
    char hex[32];
    snprintf(hex, sizeof hex, "%016" PRIx64, checksum);
    assert_string_equal(member(end, "checksum")->valuestring, hex);
    snprintf(hex, sizeof hex, "%016" PRIx64, machine_hash(&session.front));
    assert_string_equal(member(end, "hash")->valuestring, hex);
    assert_true(word_of(member(end, "steps")) == steps);
    assert_true(word_of(member(end, "lost")) == session.front.s->gc.lost);
}

/* Reads every line; the replayed state is left behind. */
static void read_trace(const struct text *trace) {
    uint64_t step = 0;
    bool ended = false;
    forget_all();
    for (size_t at = 0, number = 0; at < trace->length; number++) {
        size_t length = strcspn(trace->bytes + at, "\n");
        assert_int_equal(trace->bytes[at + length], '\n');
        const char *parsed;
        trace->bytes[at + length] = '\0';
        cJSON *line = cJSON_ParseWithOpts(trace->bytes + at, &parsed, true);
        trace->bytes[at + length] = '\n';
        if (!line)
            fail_msg("line %zu is no JSON: %.*s", number + 1, (int)length, trace->bytes + at);
        assert_false(ended);
        ended = member(line, "end") != NULL;
        if (number == 0) check_header(line);
        else if (ended) check_end(line, step - 1, fnv_1a(trace->bytes, at));
        else read_step(line, step++);
        cJSON_Delete(line);
        at += length + 1;
    }
    assert_true(ended);
}

/* ---- what was replayed is what the machine holds ---- */

static void compare_with_view(void *user, const struct object_view *view) {
    size_t *count = user;
    const struct seen_object *o = object_at(view->address);
    assert_non_null(o);
    assert_true(o->address == view->address && o->size == view->size);
    assert_string_equal(o->colour, colour_name(view->colour));
    if (!o->manual)
        assert_memory_equal(o->bytes, memory_to_read(&session.front, view->address, view->size),
                            o->size);
    (*count)++;
}

static void compare_with_machine(void) {
    size_t count = 0;
    inspect_objects(&session.front, compare_with_view, &count);
    assert_int_equal(count, replay.object_count);
    for (size_t i = 0; i < replay.global_count; i++)
        assert_true(replay.globals[i] ==
                    word_read(&session.front, program_globals(&scenario.program) + i * 8));
    for (size_t i = 0; i < replay.counter_count; i++)
        assert_true(replay.counters[i] == statistic_find(replay.names[i])->value(&session.front));
}

/* ---- tests ---- */

static void every_scenario_can_be_replayed(void **state) {
    (void)state;
    struct shell_result files = shell("ls scenarios/*.json tests/bad/[enw]*.json | grep -v schema");
    for (char *path = strtok(files.out, "\n"); path; path = strtok(NULL, "\n")) {
        struct text complaints = {0};
        if (build_is_crowd(path)) continue;
        bool fine = scenario_load(&scenario, path, &complaints) == FILE_OK;
        text_free(&complaints);
        if (!fine) continue; /* of tests/bad */
        struct text trace = write_trace(3000);
        read_trace(&trace);
        compare_with_machine();
        text_free(&trace);
        close_all();
    }
    shell_free(&files);
}

/* Spans that empty and are used again, large objects, numbers of every size, stacks that grow,
 * goroutines that come and go, collections that run meanwhile. */
static const char BUSY[] =
    "'runtime': {'memory': '1MiB', 'GOGC': 1}, 'script': {'types': {'Node': {'next': '*Node', 'a': "
    "'int8', 'b': 'byte',"
    "'c': 'int16', 'd': 'uint32', 'e': 'int'}, 'Large': {'p': '*Node', 'w': '[5000]int'}}, "
    "'globals': {'small': 'int8',"
    "'medium': 'uint16', 'head': '*Node', 'n': 'int', 'large': '*Large'}, 'functions': {'main': ["
    "{'repeat': 12, 'do': [{'go': 'worker', 'with': [3]}, {'call': 'list', 'with': [6]}, {'call': "
    "'down', 'with': [40]},"
    "{'new': 'Large', 'to': 'large', 'escape': 'heap'}, {'set': 'large.w[4999]', 'to': 7}, "
    "{'new': 'int8', 'to': 'b', 'escape': 'heap'}, {'new': '[3]byte', 'to': 't', 'escape': "
    "'heap'}, "
    "{'new': 'int32', 'to': 'w', 'escape': 'heap'}, {'set': 't[1]', 'to': 77}, {'set': "
    "'large.p', 'to': 'head'},"
    "{'set': 'small', 'to': 'small - 3'}, {'set': 'medium', 'to': 70000}, {'gc': 'start'}, {'set': "
    "'head', 'to': 'nil'},"
    "{'set': 'large', 'to': 'nil'}, {'gc': 'finish'}]}, {'gc': 'run'}],"
    "'list': {'takes': {'k': 'int'}, 'do': [{'while': 'k > 0', 'do': [{'new': 'Node', 'to': 'x', "
    "'escape': 'heap'},"
    "{'set': 'x.next', 'to': 'head'}, {'set': 'x.a', 'to': -1}, {'set': 'x.b', 'to': 255}, {'set': "
    "'x.c', 'to': -2},"
    "{'set': 'x.d', 'to': -3}, {'set': 'x.e', 'to': -4}, {'set': 'head', 'to': 'x'}, {'set': 'k', "
    "'to': 'k - 1'}]}]},"
    "'down': {'takes': {'k': 'int'}, 'do': [{'new': 'Node', 'to': 'y', 'escape': 'stack'}, {'set': "
    "'y.c', 'to': 'y.c'},"
    "{'if': 'k > 0', 'do': [{'call': 'down', 'with': ['k - 1']}]}]},"
    "'worker': {'takes': {'k': 'int'}, 'do': [{'while': 'k > 0', 'do': [{'new': 'Node', 'to': 'z', "
    "'escape': 'heap'},"
    "{'set': 'z.next', 'to': 'head'}, {'set': 'head', 'to': 'z'}, {'set': 'k', 'to': 'k - 1'}, "
    "{'yield': true}]}]}}}";

static void a_long_run_can_be_replayed_from_frame_to_frame(void **state) {
    (void)state;
    for (uint64_t seed = 1; seed <= 4; seed++) {
        load_text(BUSY);
        scenario.config.seed = seed;
        scenario.config.procs = (uint32_t)seed;
        scenario.config.minimum_heap = 4096; /* collect all the time */
        scenario.config.nursery = 512;
        if (seed % 2 == 0) scenario.config.collector = COLLECTOR_GENERATIONAL;
        struct text trace = write_trace(20000);
        read_trace(&trace);
        compare_with_machine();
        assert_int_equal(session.front.s->outcome, OUTCOME_DONE);
        assert_true(session_steps(&session) > 3000);
        assert_true(replay.full_frames >= 2);
        assert_true(session.front.s->gc.completed >= 12);
        assert_true(session.front.s->statistics.stack_copies > 0);
        text_free(&trace);
        close_all();
    }
    forget_all();
}

static void names_and_texts_are_escaped(void **state) {
    (void)state;
    load_text("'summary': 'x', 'script': {'functions': {'main': [{'new': 'int', 'to': 'p', "
              "'escape': 'heap', 'name': "
              "'a \\\" b \\\\ \\n \\u0007 \xC3\xA4'}, {'print': 'q \\\" \\t \\u001f'}]}}");
    struct text trace = write_trace(100);
    read_trace(&trace);
    compare_with_machine();
    text_free(&trace);
    close_all();
}

/* A reader can tell: the last line is not the end, or the checksum is not that of what came before. */
static bool is_whole(const char *bytes, size_t length) {
    if (length == 0 || bytes[length - 1] != '\n') return false;
    size_t at = length - 1;
    while (at > 0 && bytes[at - 1] != '\n') at--;
    cJSON *last = cJSON_ParseWithLength(bytes + at, length - at);
    const cJSON *checksum = member(last, "checksum");
    char hex[32];
    snprintf(hex, sizeof hex, "%016" PRIx64, fnv_1a(bytes, at));
    bool whole = cJSON_IsString(member(last, "end")) && cJSON_IsString(checksum) &&
                 strcmp(checksum->valuestring, hex) == 0;
    cJSON_Delete(last);
    return whole;
}

static void a_trace_that_was_cut_off_or_changed_is_told(void **state) {
    (void)state;
    uint64_t random = 3;
    load_file("scenarios/03-lost-object-barrier-on.json");
    struct text trace = write_trace(1000);
    assert_true(is_whole(trace.bytes, trace.length));
    for (int i = 0; i < 300; i++)
        assert_false(is_whole(trace.bytes, random_next(&random) % trace.length));
    for (int i = 0; i < 300; i++) {
        size_t end = trace.length - 1, at;
        while (trace.bytes[end - 1] != '\n') end--;
        at = random_next(&random) % end;
        trace.bytes[at] ^= 1;
        assert_false(is_whole(trace.bytes, trace.length));
        trace.bytes[at] ^= 1;
    }
    text_free(&trace);
    close_all();
}

static void a_run_that_is_stopped_has_no_end(void **state) {
    (void)state;
    static const volatile sig_atomic_t stop = 1;
    load_file("scenarios/03-lost-object-barrier-on.json");
    assert_true(session_open(&session, &scenario));
    FILE *nowhere = fopen("/dev/null", "w");
    assert_false(trace_write(&session, nowhere, &stop));
    fclose(nowhere);
    close_all();
}

/* Takes a member out of all lines: from its comma up to one of the characters of `stop`, which goes
 * as well if it is a bracket. */
static void leave_out(char *bytes, const char *key, char stop) {
    char start[32];
    snprintf(start, sizeof start, ",\"%s\":", key);
    for (char *at; (at = strstr(bytes, start));) {
        char *end = strchr(at + strlen(start), stop);
        assert_non_null(end);
        if (stop == ']') end++;
        memmove(at, end, strlen(end) + 1);
    }
}

/* What follows from how the machine keeps its state changes with that, and is compared elsewhere. */
static void assert_golden_trace(const char *path, const char *name) {
    load_file(path);
    struct text trace = write_trace(1000);
    leave_out(trace.bytes, "state", ']');
    leave_out(trace.bytes, "checksum", '}');
    leave_out(trace.bytes, "hash", '}');
    leave_out(trace.bytes, "tables", ',');
    leave_out(trace.bytes, "state_words", ',');
    leave_out(trace.bytes, "version", ',');
    golden_check(name, trace.bytes);
    text_free(&trace);
    close_all();
}

static void small_traces_are_as_recorded(void **state) {
    (void)state;
    assert_golden_trace("scenarios/03-lost-object-barrier-on.json", "lost-object.jsonl");
    assert_golden_trace("scenarios/06-textbook-graph.json", "textbook-graph.jsonl");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_scenario_can_be_replayed),
        cmocka_unit_test(a_long_run_can_be_replayed_from_frame_to_frame),
        cmocka_unit_test(names_and_texts_are_escaped),
        cmocka_unit_test(a_trace_that_was_cut_off_or_changed_is_told),
        cmocka_unit_test(a_run_that_is_stopped_has_no_end),
        cmocka_unit_test(small_traces_are_as_recorded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}

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

enum { OBJECTS_MAX = 20000, STACKS_MAX = 256, GLOBALS_MAX = 64, COUNTERS_MAX = 64 };
#define PAGE 8192u

struct seen_object {
    uint64_t address;
    uint8_t *bytes;
    uint32_t size;
    char colour[8];
};

struct replay {
    struct seen_object objects[OBJECTS_MAX];
    size_t object_count;
    char *stacks[STACKS_MAX]; /* by goroutine: the trace's own words; NULL: none */
    uint64_t globals[GLOBALS_MAX];
    size_t global_count;
    cJSON *counters;
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
    for (size_t i = 0; i < STACKS_MAX; i++) free(replay.stacks[i]);
    cJSON_Delete(replay.counters);
    replay = (struct replay){0};
}

/* ---- events ---- */

static uint32_t found_size; /* of the chunk that malloc has found */

/* The chunks and ghosts that begin in [from, to). */
static void forget_between(uint64_t from, uint64_t to) {
    forget_range(from + 16, to - from);
}

/* A chunk of the C heap is as large as was asked for, in whole words; what is there is told. */
static void place_chunk(const cJSON *event, uint64_t chunk_size) {
    uint64_t address = word_of(member(event, "address"));
    uint32_t size = (uint32_t)(word_of(member(event, "size")) + 7) / 8 * 8;
    forget_between(address - 16, address - 16 + chunk_size);
    assert_true(replay.object_count < OBJECTS_MAX);
    struct seen_object *o = &replay.objects[replay.object_count++];
    *o = (struct seen_object){.address = address, .size = size};
    o->bytes = calloc(1, size + 1);
    assert_non_null(o->bytes);
}

static void apply_manual(const cJSON *event, const char *name) {
    if (strcmp(name, "chunk_found") == 0) found_size = (uint32_t)word_of(member(event, "size"));
    if (strcmp(name, "malloc") == 0 || strcmp(name, "calloc") == 0) place_chunk(event, found_size);
    if (strcmp(name, "realloc_move") == 0) {
        uint64_t old = word_of(member(event, "old")) - 16;
        forget_between(old, old + 1);
    }
    if (strncmp(name, "realloc", 7) == 0) place_chunk(event, word_of(member(event, "chunk")));
}

static void apply_event(const cJSON *event) {
    const char *name = member(event, "event")->valuestring;
    apply_manual(event, name);
    if (strcmp(name, "allocate") == 0) {
        new_object(word_of(member(event, "address")), (uint32_t)word_of(member(event, "size")));
    } else if (strcmp(name, "free") == 0) {
        struct seen_object *o = object_at(word_of(member(event, "object")));
        assert_non_null(o);
        poison(o);
    } else if (strcmp(name, "tiny") == 0) { /* a block is begun: its ghosts are gone */
        if (word_of(member(event, "used")) == word_of(member(event, "size")))
            forget_range(word_of(member(event, "block")), 16);
    } else if (strcmp(name, "span_free") == 0 || strcmp(name, "span_new") == 0) {
        forget_range(word_of(member(event, "span")), word_of(member(event, "pages")) * PAGE);
    } else if (strcmp(name, "exit") == 0) {
        uint64_t number = word_of(member(event, "goroutine"));
        free(replay.stacks[number]);
        replay.stacks[number] = NULL;
    }
}

/* `also` is in order; what the step is about comes last: sweeping makes room before it allocates. */
static void apply_events(const cJSON *step) {
    const cJSON *what = member(step, "what"), *event;
    cJSON_ArrayForEach(event, member(step, "also")) apply_event(event);
    if (what) apply_event(what);
}

static void set_byte(uint64_t address, uint8_t value) {
    struct seen_object *o = object_at(address);
    if (o) o->bytes[address - o->address] = value;
}

static void apply_words(const cJSON *step) {
    const cJSON *pair;
    cJSON_ArrayForEach(pair, member(step, "words")) {
        uint64_t address = word_of(cJSON_GetArrayItem(pair, 0)),
                 word = word_of(cJSON_GetArrayItem(pair, 1));
        assert_int_equal(address % 8, 0); /* else a reader would not know how much was written */
        for (uint32_t i = 0; i < 8; i++) set_byte(address + i, (uint8_t)(word >> (8 * i)));
        if (address - GLOBALS_BASE < replay.global_count * 8)
            replay.globals[(address - GLOBALS_BASE) / 8] = word;
    }
}

static void apply_colours(const cJSON *step) {
    const cJSON *pair;
    cJSON_ArrayForEach(pair, member(step, "colours")) {
        struct seen_object *o = object_at(word_of(cJSON_GetArrayItem(pair, 0)));
        if (o)
            snprintf(o->colour, sizeof o->colour, "%s", cJSON_GetArrayItem(pair, 1)->valuestring);
    }
}

static void apply_stacks(const cJSON *list) {
    const cJSON *stack;
    cJSON_ArrayForEach(stack, list) {
        size_t number = (size_t)word_of(member(stack, "goroutine"));
        assert_true(number > 0 && number < STACKS_MAX);
        free(replay.stacks[number]);
        replay.stacks[number] = cJSON_PrintUnformatted(stack);
    }
}

static void apply_counters(const cJSON *step) {
    const cJSON *counter;
    if (!replay.counters) replay.counters = cJSON_CreateObject();
    cJSON_ArrayForEach(counter, member(step, "counters")) {
        cJSON_DeleteItemFromObjectCaseSensitive(replay.counters, counter->string);
        cJSON_AddNumberToObject(replay.counters, counter->string, counter->valuedouble);
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
        cJSON_ArrayForEach(word, member(object, "words")) {
            uint64_t value = value_of(o->bytes + i, o->size - (uint32_t)i);
            if (value != word_of(word))
                fail_msg("step %" PRIu64 ": byte %zu of %s is %s, replayed %" PRIx64, step, i,
                         member(object, "name")->valuestring, word->valuestring, value);
            i += 8;
        }
    }
    if (count != replay.object_count)
        fail_msg("step %" PRIu64 ": %zu objects, replayed %zu", step, count, replay.object_count);
}

static void compare_rest(const cJSON *full, uint64_t step) {
    const cJSON *node;
    size_t i = 0, stacks = 0;
    cJSON_ArrayForEach(node, member(full, "globals")) {
        if (replay.globals[i] != word_of(node))
            fail_msg("step %" PRIu64 ": global word %zu is %s, replayed %" PRIx64, step, i,
                     node->valuestring, replay.globals[i]);
        i++;
    }
    cJSON_ArrayForEach(node, member(full, "stacks")) {
        char *is = cJSON_PrintUnformatted(node);
        size_t number = (size_t)word_of(member(node, "goroutine"));
        if (!replay.stacks[number] || strcmp(replay.stacks[number], is) != 0)
            fail_msg("step %" PRIu64 ": the stack is\n%s\nreplayed\n%s", step, is,
                     replay.stacks[number] ? replay.stacks[number] : "none");
        free(is);
        stacks++;
    }
    for (i = 0; i < STACKS_MAX; i++) stacks -= replay.stacks[i] != NULL;
    assert_int_equal(stacks, 0);
    cJSON_ArrayForEach(node, member(full, "work")) {
        const struct seen_object *o = object_at(word_of(node));
        assert_non_null(o);
        assert_string_equal(o->colour, "grey");
    }
}

/* Beside a full frame stand all counters, for readers who begin there. */
static void expect_all_counters(const cJSON *step) {
    for (int i = 0; STATISTICS[i].name; i++)
        if (strcmp(STATISTICS[i].name, "steps") != 0)
            assert_true(cJSON_IsNumber(member(member(step, "counters"), STATISTICS[i].name)));
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

static void check_header(const cJSON *header) {
    assert_string_equal(member(header, "tricolor")->valuestring, "trace");
    assert_true(word_of(member(header, "format")) == 1);
    assert_string_equal(member(header, "title")->valuestring, scenario.title);
    assert_string_equal(member(header, "kind")->valuestring, scenario.kind);
    assert_true(word_of(member(header, "interval")) == TRACE_INTERVAL);
    expect_settings(member(header, "settings"));
    assert_int_equal(cJSON_GetArraySize(member(header, "types")), scenario.program.type_count);
    assert_int_equal(cJSON_GetArraySize(member(header, "functions")),
                     scenario.program.function_count);
    assert_int_equal(cJSON_GetArraySize(member(header, "lines")), scenario.program.line_count);
}

/* Time never goes back. */
static void read_clock(const cJSON *line, uint64_t step) {
    static uint64_t last;
    if (step == 0) last = 0;
    if (step == 0) return;
    assert_true(word_of(member(line, "processor")) < scenario.config.procs);
    assert_true(word_of(member(line, "now")) >= last);
    last = word_of(member(line, "now"));
}

static void read_step(const cJSON *line, uint64_t step) {
    const cJSON *full = member(line, "full");
    assert_true(word_of(member(line, "step")) == step);
    assert_true(step == 0 || cJSON_IsString(member(line, "actor")));
    assert_true(step == 0 || cJSON_IsString(member(line, "say")));
    read_clock(line, step);
    apply_events(line);
    apply_words(line);
    apply_colours(line);
    apply_stacks(member(line, "stacks"));
    if (full) expect_all_counters(line);
    apply_counters(line);
    if (step == 0) assert_non_null(full);
    if (!full) return;
    assert_true(step % TRACE_INTERVAL == 0);
    if (replay.have_full) {
        compare_objects(full, step);
        compare_rest(full, step);
    } else {
        read_full(full);
    }
    replay.full_frames++;
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
    assert_memory_equal(o->bytes, memory_to_read(&session.front, view->address, view->size),
                        o->size);
    (*count)++;
}

static void compare_with_machine(void) {
    size_t count = 0;
    inspect_objects(&session.front, compare_with_view, &count);
    assert_int_equal(count, replay.object_count);
    for (size_t i = 0; i < replay.global_count; i++)
        assert_true(replay.globals[i] == word_read(&session.front, GLOBALS_BASE + i * 8));
    for (int i = 0; STATISTICS[i].name; i++)
        if (strcmp(STATISTICS[i].name, "steps") != 0)
            assert_true(member(replay.counters, STATISTICS[i].name)->valuedouble ==
                        (double)STATISTICS[i].value(&session.front));
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
        assert_true(replay.full_frames >= 4);
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

/* The hash changes with every change of the machine's state, and is compared elsewhere. */
static void assert_golden_trace(const char *path, const char *name) {
    load_file(path);
    struct text trace = write_trace(1000);
    char *hash = strstr(trace.bytes, ",\"hash\":");
    assert_non_null(hash);
    memcpy(hash, "}\n", 3);
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

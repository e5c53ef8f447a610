/* Maps: what they allocate, when they grow, and that every entry is found wherever it is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "machine/memory.h"
#include "machine/values/key.h"
#include "machine/values/map.h"
#include "support/build.h"
#include "support/run.h"

static struct scenario s;
static struct run r;

static const char *const TYPES =
    "'types': {'Node': {'next': '*Node', 'value': 'int'}, 'Empty': {}, 'P': {'x': 'int', 'y': "
    "'byte', 'z': 'int'}, 'Big': {'n': 'int', 'a': '[24]int'}, 'B128': {'a': '[128]byte'}, "
    "'B129': {'a': '[129]byte'}}, 'globals': {'g': 'map[int]int', 'n': 'int', 'k': 'int'},";

static void open_script(const char *functions) {
    char script[8192];
    snprintf(script, sizeof script, "%s'functions': {%s}", TYPES, functions);
    build_script(&s, script);
    run_open(&r, &s);
}

static void close_run(void) {
    run_close(&r);
    scenario_free(&s);
}

static void require_output(const char *functions, const char *output) {
    open_script(functions);
    run_require_output(&r, output);
    close_run();
}

static void require_allocated(const char *statements, uint64_t objects, uint64_t bytes) {
    char text[1024];
    snprintf(text, sizeof text, "'main': [%s]", statements);
    open_script(text);
    run_to_end(&r);
    assert_int_equal(r.m.s->outcome, OUTCOME_DONE);
    assert_int_equal(run_statistic(&r, "Mallocs"), objects);
    assert_int_equal(run_statistic(&r, "TotalAlloc"), bytes);
    close_run();
}

/* ---- sizes ---- */

static void make_allocates_what_go_measured(void **state) {
    (void)state;
    require_allocated("{'make': 'map[int]int', 'to': 'm'}", 1, 48);
    require_allocated("{'make': 'map[int]int', 'hint': 8, 'to': 'm'}", 1, 48);
    require_allocated("{'make': 'map[int]int', 'hint': 9, 'to': 'm'}", 2, 48 + 288);
    require_allocated("{'make': 'map[int]int', 'hint': 100, 'to': 'm'}", 3, 48 + 24 + 2688);
    require_allocated("{'make': 'map[int]int', 'hint': -5, 'to': 'm'}", 1, 48);
    require_allocated("{'make': 'map[int]int', 'to': 'm'}, {'put': 1, 'into': 'm', 'key': 1}", 2,
                      48 + 144);
    require_allocated("{'make': 'map[int]int', 'to': 'm', 'escape': 'stack'}, {'put': 1, 'into': "
                      "'m', 'key': 1}",
                      0, 0);
    require_allocated("{'make': 'map[int]int', 'hint': 9, 'to': 'm', 'escape': 'stack'}", 1, 288);
}

static void buckets_are_as_large_as_in_go(void **state) {
    (void)state;
    static const struct {
        const char *type;
        uint32_t size;
    } rows[] = {
        {"map[int]int", 144},    {"map[string]int", 208}, {"map[int]Empty", 80},
        {"map[uint8]uint8", 32}, {"map[int]B128", 1104},  {"map[int]B129", 144},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char text[256];
        snprintf(text, sizeof text, "'main': [{'make': '%s', 'to': 'm'}]", rows[i].type);
        open_script(text);
        const struct type *t = build_type(&s, rows[i].type);
        assert_int_equal(s.program.types[t->runtime[MAP_BUCKET]].size, rows[i].size);
        close_run();
    }
}

/* Scripts cannot move values that large; here an access is bent to a map that boxes them. */
static void large_keys_and_values_are_boxed(void **state) {
    (void)state;
    static const char *const MAPS[] = {"map[int]B129", "map[Big]int"};
    for (int large_key = 0; large_key < 2; large_key++) {
        char script[1024];
        snprintf(
            script, sizeof script,
            "%s'functions': {'main': [{'make': 'map[int]int', 'to': 'q'}, {'make': '%s', 'to': "
            "'m'}, {'var': 'b', 'type': 'Big'}, {'put': 7, 'into': 'q', 'key': 3}, {'put': 8, "
            "'into': 'q', 'key': 3}, {'set': 'n', 'to': 'len(m)'}, {'gc': 'run'}]}",
            TYPES, MAPS[large_key]);
        build_script(&s, script);
        const struct function *f = &s.program.functions[0];
        for (uint32_t i = 0; i < f->variable_count; i++)
            for (uint32_t k = 0; k < 2; k++) {
                struct map_access *access = &s.program.map_accesses[k];
                if (strcmp(f->variables[i].name, "m") == 0) {
                    access->map = f->variables[i].slot;
                    access->type = f->variables[i].type;
                }
                if (large_key && strcmp(f->variables[i].name, "b") == 0)
                    access->key = f->variables[i].slot;
            }
        run_open(&r, &s);
        run_to_line(&r, 1, "n = len(m)");
        assert_int_equal(run_statistic(&r, "Mallocs"), 2 + 2);
        assert_int_equal(run_statistic(&r, "TotalAlloc"), 48 + 48 + 144 + (large_key ? 208 : 144));
        run_to_end(&r);
        assert_int_equal(r.m.s->outcome, OUTCOME_DONE);
        assert_int_equal(run_global(&r, "n"), 1);
        assert_int_equal(run_statistic(&r, "Frees"), 0);
        close_run();
    }
}

/* map[int]int, one entry after the other: the new array comes with these insertions. */
static void arrays_come_when_go_allocates_them(void **state) {
    (void)state;
    static const struct {
        uint64_t insertion, bytes;
    } rows[] = {{1, 144},    {9, 288},     {14, 576},    {27, 1152},  {53, 2688},
                {105, 5376}, {209, 10240}, {417, 20480}, {833, 40960}};
    open_script("'main': [{'make': 'map[int]int', 'to': 'm', 'name': 'm'}, {'set': 'n', 'to': 0}, "
                "{'while': 'n < 840', 'do': [{'set': 'n', 'to': 'n + 1'}, {'put': 1, 'into': 'm', "
                "'key': 'n'}]}]");
    r.check_every = 50;
    size_t row = 0;
    while (machine_running(&r.m)) {
        run_next(&r);
        for (uint32_t i = 0; i < r.event_count; i++) {
            const struct event *e = &r.events[i];
            if (e->kind != EVENT_ALLOCATE) continue;
            const char *label = s.program.labels[s.program.sites[e->d].label].name;
            if (strcmp(label, "m.buckets") != 0) continue;
            assert_in_range(row, 0, sizeof rows / sizeof rows[0] - 1);
            assert_int_equal(run_global(&r, "n"), rows[row].insertion);
            assert_int_equal(e->b, rows[row].bytes);
            row++;
        }
    }
    assert_int_equal(row, sizeof rows / sizeof rows[0]);
    close_run();
}

/* ---- entries ---- */

static const char *const FILL =
    "{'set': 'i', 'to': 0}, {'while': 'i < 200', 'do': [{'put': 'i + 1000', 'into': 'm', 'key': "
    "'i'}, {'set': 'i', 'to': 'i + 1'}]},";

static void what_was_put_is_found(void **state) {
    (void)state;
    char text[2048];
    snprintf(
        text, sizeof text,
        "'main': [{'make': 'map[int]int', 'to': 'm'}, %s {'set': 'i', 'to': 0}, {'while': 'i < "
        "210', 'do': [{'get': 'm', 'key': 'i', 'to': 'v', 'ok': 'ok'}, {'if': 'ok == 1', 'do': "
        "[{'set': 'n', 'to': 'n + v'}], 'else': [{'set': 'k', 'to': 'k + 1'}]}, {'set': 'i', "
        "'to': 'i + 1'}]}, {'print': '{n} {k} {len(m)}'}]",
        FILL);
    require_output(text, "219900 10 200\n");
}

static void what_was_deleted_is_gone_and_its_place_used_again(void **state) {
    (void)state;
    char text[2048];
    snprintf(
        text, sizeof text,
        "'main': [{'make': 'map[int]int', 'to': 'm'}, %s {'set': 'i', 'to': 0}, {'while': 'i < "
        "200', 'do': [{'delete': 'm', 'key': 'i'}, {'delete': 'm', 'key': 'i'}, {'set': 'i', "
        "'to': 'i + 2'}]}, {'print': '{len(m)}'}, {'get': 'm', 'key': 4, 'to': 'a', 'ok': "
        "'b'}, {'get': 'm', 'key': 5, 'to': 'c', 'ok': 'd'}, {'print': '{a} {b} {c} {d}'}, %s "
        "{'print': '{len(m)}'}, {'set': 'i', 'to': 0}, {'while': 'i < 200', 'do': [{'delete': "
        "'m', 'key': 'i'}, {'set': 'i', 'to': 'i + 1'}]}, {'print': '{len(m)}'}]",
        FILL, FILL);
    require_output(text, "100\n0 false 1005 true\n200\n0\n");
}

static void an_assignment_overwrites(void **state) {
    (void)state;
    require_output(
        "'main': [{'make': 'map[int8]int16', 'to': 'm'}, {'put': -2, 'into': 'm', 'key': "
        "-1}, {'put': -3, 'into': 'm', 'key': -1}, {'get': 'm', 'key': -1, 'to': 'v'}, "
        "{'print': '{v} {len(m)}'}]",
        "-3 1\n");
}

static void keys_can_be_structs_pointers_and_channels(void **state) {
    (void)state;
    require_output(
        "'main': [{'make': 'map[P]int', 'to': 'm'}, {'var': 'p', 'type': 'P'}, {'var': 'q', "
        "'type': "
        "'P'}, {'set': 'p.y', 'to': 7}, {'set': 'q.y', 'to': 7}, {'put': 5, 'into': 'm', 'key': "
        "'p'},"
        "{'get': 'm', 'key': 'q', 'to': 'a'}, {'set': 'q.z', 'to': 1}, {'get': 'm', 'key': 'q', "
        "'to': 'b'}, {'print': '{a} {b}'},"
        "{'make': 'map[*Node]chan int', 'to': 'w'}, {'new': 'Node', 'to': 'x', 'escape': 'heap'},"
        "{'make': 'chan int', 'cap': 3, 'to': 'c'}, {'put': 'c', 'into': 'w', 'key': 'x'}, {'get': "
        "'w', 'key': 'x', 'to': 'd'}, {'print': '{cap(d)}'},"
        "{'make': 'map[[2]int]Empty', 'to': 'e'}, {'make': 'map[chan int]int', 'to': 'f'},"
        "{'put': 8, 'into': 'f', 'key': 'c'}, {'get': 'f', 'key': 'd', 'to': 'o'}, {'print': "
        "'{o}'}]",
        "5 0\n3\n8\n");
}

static uint64_t hash_at(const struct type *t, uint64_t at) {
    struct key_result result = key_hash(&r.m, t, at, 3);
    assert_int_equal(result.trouble, KEY_FINE);
    return result.hash;
}

static void strings_with_the_same_bytes_are_the_same_key(void **state) {
    (void)state;
    uint8_t block[64] = "hello wohello wo";
    open_script("'main': [{'make': 'map[string]int', 'to': 'm'}, {'make': '[]byte', 'len': 64, "
                "'to': 'b', 'escape': 'heap', 'name': 'b'}, {'yield': true}]");
    run_to_line(&r, 1, "runtime.Gosched()");
    uint64_t b = run_object(&r, "b"), one = 0, other = 0;
    memcpy(memory_bytes(&r.m, b, sizeof block), block, sizeof block);
    uint64_t headers[4] = {b, 8, b + 8, 8};
    memcpy(memory_bytes(&r.m, b + 32, sizeof headers), headers, sizeof headers);
    const struct type *t = build_type(&s, "string");
    one = hash_at(t, b + 32);
    other = hash_at(t, b + 48);
    assert_int_equal(one, other);
    assert_true(key_equal(&r.m, t, b + 32, b + 48));
    headers[3] = 7;
    memcpy(memory_bytes(&r.m, b + 32, sizeof headers), headers, sizeof headers);
    other = hash_at(t, b + 48);
    assert_int_not_equal(one, other);
    assert_false(key_equal(&r.m, t, b + 32, b + 48));
    headers[2] = 16; /* leads nowhere */
    memcpy(memory_bytes(&r.m, b + 32, sizeof headers), headers, sizeof headers);
    assert_int_equal(key_hash(&r.m, t, b + 48, 3).trouble, KEY_UNREADABLE);
    run_to_end(&r);
    close_run();
}

static void words_can_be_counted(void **state) {
    (void)state;
    require_output(
        "'main': [{'make': 'map[string]int', 'to': 'm'}, {'call': 'add', 'with': ['m', "
        "'`go`']}, {'call': 'add', 'with': ['m', '`gc`']}, {'call': 'add', 'with': ['m', "
        "'`go`']}, {'get': 'm', 'key': '`g` + `o`', 'to': 'a'}, {'get': 'm', 'key': "
        "'`gc`', 'to': 'b'}, {'get': 'm', 'key': '``', 'to': 'c', 'ok': 'd'}, {'print': "
        "'{a} {b} {c} {d} {len(m)}'}], 'add': {'takes': {'m': 'map[string]int', 'w': "
        "'string'}, 'do': [{'get': 'm', 'key': 'w', 'to': 'n'}, {'put': 'n + 1', 'into': "
        "'m', 'key': 'w'}]}",
        "2 1 0 false 2\n");
}

static void a_nil_map_can_be_read_but_not_written(void **state) {
    (void)state;
    require_output(
        "'main': [{'get': 'g', 'key': 3, 'to': 'v', 'ok': 'ok'}, {'delete': 'g', 'key': "
        "3}, {'range': 'g', 'key': 'x', 'do': [{'print': 'never'}]}, {'print': '{v} {ok} "
        "{len(g)}'}]",
        "0 false 0\n");
    open_script("'main': [{'put': 1, 'into': 'g', 'key': 1}]");
    run_require_failure(&r, FAULT_NIL_MAP, "panic: assignment to entry in nil map\n\n");
    close_run();
}

/* ---- range ---- */

static void every_entry_is_seen_once_though_the_map_grows(void **state) {
    (void)state;
    for (uint64_t seed = 0; seed < 12; seed++) {
        open_script(
            "'main': [{'make': 'map[int]int', 'to': 'm'}, {'set': 'i', 'to': 1}, {'while': "
            "'i <= 53', 'do': [{'put': 1, 'into': 'm', 'key': 'i'}, {'set': 'i', 'to': 'i + "
            "1'}]}, {'set': 'j', 'to': 1000}, {'range': 'm', 'key': 'x', 'value': 'y', 'do': "
            "[{'if': 'x < 1000', 'do': [{'set': 'n', 'to': 'n + x'}, {'set': 'k', 'to': 'k "
            "+ y'}, {'put': 0, 'into': 'm', 'key': 'j'}, {'set': 'j', 'to': 'j + 1'}]}]}, "
            "{'print': '{n} {k} {len(m)}'}]");
        r.check_every = 7;
        r.m.s->random = seed;
        run_to_end(&r);
        assert_string_equal(text_string(&r.output), "1431 53 106\n");
        close_run();
    }
}

static void range_begins_somewhere_else_each_time(void **state) {
    (void)state;
    uint32_t firsts = 0;
    for (uint64_t seed = 0; seed < 40; seed++) {
        open_script("'main': [{'make': 'map[int]int', 'to': 'm'}, {'set': 'i', 'to': 0}, {'while': "
                    "'i < 8', 'do': [{'put': 1, 'into': 'm', 'key': 'i'}, {'set': 'i', 'to': 'i + "
                    "1'}]}, {'range': 'm', 'key': 'x', 'do': [{'if': 'n == 0', 'do': [{'set': 'k', "
                    "'to': 'x'}]}, {'set': 'n', 'to': 1}]}]");
        r.m.s->random = seed;
        run_to_end(&r);
        firsts |= 1u << run_global(&r, "k");
        close_run();
    }
    assert_int_equal(firsts, 0xff);
}

static void entries_deleted_on_the_way_are_not_seen(void **state) {
    (void)state;
    require_output(
        "'main': [{'make': 'map[int]int', 'to': 'm'}, {'set': 'i', 'to': 0}, {'while': 'i "
        "< 40', 'do': [{'put': 1, 'into': 'm', 'key': 'i'}, {'set': 'i', 'to': 'i + 1'}]},"
        "{'range': 'm', 'key': 'x', 'do': [{'set': 'n', 'to': 'n + 1'}, {'set': 'i', "
        "'to': 0}, {'while': 'i < 40', 'do': [{'delete': 'm', 'key': 'i'}, {'set': 'i', "
        "'to': 'i + 1'}]}]}, {'print': '{n} {len(m)}'}]",
        "1 0\n");
}

/* ---- the same size, overflow ---- */

/* Many entries come and go: the buckets fill with holes, so they are rebuilt as they are. */
static void too_many_overflow_buckets_are_cleared_out(void **state) {
    (void)state;
    open_script(
        "'main': [{'make': 'map[int]int', 'to': 'm'}, {'set': 'i', 'to': 0}, {'while': 'i < "
        "4000', 'do': [{'put': 1, 'into': 'm', 'key': 'i'}, {'set': 'j', 'to': 'i - 51'}, "
        "{'delete': 'm', 'key': 'j'}, {'set': 'i', 'to': 'i + 1'}]}, {'print': "
        "'{len(m)}'}]");
    r.check_every = 101;
    bool same = false;
    while (machine_running(&r.m)) {
        run_next(&r);
        const struct event *e = run_event(&r, EVENT_MAP_GROW);
        same = same || (e && e->d);
    }
    assert_true(same);
    assert_string_equal(text_string(&r.output), "51\n");
    close_run();
}

/* ---- others ---- */

static void two_writers_at_once_are_a_fault(void **state) {
    (void)state;
    static const struct {
        const char *statement, *words;
    } rows[] = {
        {"{'put': 1, 'into': 'g', 'key': 5}", "fatal error: concurrent map writes\n"},
        {"{'get': 'g', 'key': 5, 'to': 'n'}", "fatal error: concurrent map read and map write\n"}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char text[1024];
        struct text failure = {0};
        snprintf(
            text, sizeof text,
            "'main': [{'make': 'map[int]int', 'to': 'g'}, {'go': 'f'}, {'set': 'i', 'to': 0}, "
            "{'while': 'i < 20', 'do': [{'put': 1, 'into': 'g', 'key': 'i'}, {'set': 'i', 'to': "
            "'i + 1'}]}], 'f': [%s]",
            rows[i].statement);
        open_script(text);
        r.m.config.procs = 2;
        run_to_event(&r, 1, EVENT_MAP_GROW);
        while (machine_running(&r.m)) run_step(&r, 2);
        assert_int_equal(r.m.s->fault, FAULT_MAP_RACE);
        inspect_failure(&r.m, &failure);
        assert_memory_equal(text_string(&failure), rows[i].words, strlen(rows[i].words));
        text_free(&failure);
        close_run();
    }
}

static void pointers_in_maps_survive_growth_while_marking(void **state) {
    (void)state;
    static const char *const TYPES_OF_MAPS[] = {"map[int]*Node", "map[*Node]int"};
    for (uint32_t seed = 0; seed < 24; seed++) {
        char text[2048];
        bool by_key = seed % 2;
        snprintf(
            text, sizeof text,
            "'main': [{'make': '%s', 'to': 'm'}, {'set': 'i', 'to': 0}, {'while': 'i < 60', "
            "'do': [{'new': 'Node', 'to': 'a', 'escape': 'heap'}, {'set': 'a.value', 'to': 'i'},"
            "{'put': '%s', 'into': 'm', 'key': '%s'}, {'set': 'a', 'to': 'nil'}, {'gc': "
            "'start'}, {'set': 'i', 'to': 'i + 1'}]}, {'gc': 'run'}, {'range': 'm', 'key': "
            "'x', 'value': 'y', 'do': [{'set': 'v', 'to': '%s.value'}, {'set': 'n', 'to': 'n + "
            "v'}]}, {'print': '{n}'}]",
            TYPES_OF_MAPS[by_key], by_key ? "i" : "a", by_key ? "a" : "i", by_key ? "x" : "y");
        open_script(text);
        r.m.config.barrier =
            (uint32_t[]){BARRIER_HYBRID, BARRIER_DIJKSTRA, BARRIER_YUASA}[seed / 2 % 3];
        r.m.s->clock.random = seed;
        r.check_every = 3;
        run_to_end(&r);
        assert_string_equal(text_string(&r.output), "1770\n");
        assert_int_equal(run_statistic(&r, "LostObjects"), 0);
        close_run();
    }
}

static void a_map_in_the_frame_moves_with_its_stack(void **state) {
    (void)state;
    require_output(
        "'main': [{'make': 'map[int]*Node', 'to': 'm', 'escape': 'stack'}, {'new': 'Node', "
        "'to': 'a', 'escape': 'heap'}, {'set': 'a.value', 'to': 4}, {'put': 'a', 'into': "
        "'m', 'key': 1}, {'set': 'a', 'to': 'nil'}, {'call': 'deep', 'with': ['m', 60]}, "
        "{'gc': 'run'}, {'get': 'm', 'key': 1, 'to': 'b'}, {'set': 'v', 'to': 'b.value'}, "
        "{'print': '{v} {len(m)}'}], 'deep': {'takes': {'m': 'map[int]*Node', 'i': "
        "'int'}, 'do': [{'if': 'i > 0', 'do': [{'put': 'nil', 'into': 'm', 'key': 'i + "
        "1'}, {'call': 'deep', 'with': ['m', 'i - 1']}]}]}",
        "4 61\n");
}

/* The chain is whole although nothing is on the heap. */
static void a_map_in_the_frame_overflows_onto_an_empty_heap(void **state) {
    (void)state;
    require_output(
        "'main': [{'make': 'map[int]int', 'to': 'm', 'escape': 'stack'}, {'set': 'i', 'to': 0}, "
        "{'while': 'i < 8', 'do': [{'put': 'i', 'into': 'm', 'key': 'i'}, {'set': 'i', 'to': "
        "'i + 1'}]}, {'delete': 'm', 'key': 50}, {'put': 8, 'into': 'm', 'key': 8}, {'get': 'm', "
        "'key': 8, 'to': 'v'}, {'print': '{v} {len(m)}'}]",
        "8 9\n");
}

/* escape/call.go: what delete is given is discarded. */
static void delete_keeps_no_key(void **state) {
    (void)state;
    require_output("'main': [{'make': 'map[*Node]int', 'to': 'm'}, {'new': 'Node', 'to': 'x', "
                   "'escape': 'stack'}, {'new': 'Node', 'to': 'y', 'escape': 'heap'}, {'put': 1, "
                   "'into': 'm', 'key': 'y'}, {'delete': 'm', 'key': 'x'}, {'print': '{len(m)}'}]",
                   "1\n");
}

/* ---- hostile memory ---- */

static void overwritten_maps_do_no_harm(void **state) {
    (void)state;
    static const uint64_t JUNK[] = {0,
                                    1,
                                    0x0909090909090909,
                                    0x7fffffffffffffff,
                                    POISON,
                                    ARENA_BASE + 8,
                                    ARENA_BASE + 0x8000,
                                    UINT64_MAX,
                                    GLOBALS_BASE};
    for (uint32_t at = 0; at < 48 + 3 * 144; at += WORD)
        for (size_t junk = 0; junk < sizeof JUNK / sizeof JUNK[0]; junk++) {
            open_script(
                "'main': [{'make': 'map[int]*Node', 'to': 'm', 'name': 'm'}, {'set': 'i', "
                "'to': 0}, {'while': 'i < 14', 'do': [{'new': 'Node', 'to': 'a', 'escape': "
                "'heap'}, {'put': 'a', 'into': 'm', 'key': 'i'}, {'set': 'i', 'to': 'i + "
                "1'}]}, {'yield': true}, {'get': 'm', 'key': 3, 'to': 'a'}, {'while': 'i < "
                "40', 'do': [{'put': 'a', 'into': 'm', 'key': 'i'}, {'set': 'i', 'to': 'i + "
                "1'}]}, {'range': 'm', 'key': 'x', 'value': 'b', 'do': [{'delete': 'm', "
                "'key': 'x'}]}, {'gc': 'run'}]");
            r.check_every = 1000;
            run_to_line(&r, 1, "runtime.Gosched()");
            r.m.s->statistics.uses_freed = 1; /* so that the oracle expects broken maps */
            uint64_t m = run_object(&r, "m"), buckets = word_read(&r.m, m + MAP_BUCKETS);
            word_write(&r.m, at < 48 ? m + at : buckets + at - 48, JUNK[junk]);
            for (int step = 0; step < 3000 && machine_running(&r.m); step++) run_next(&r);
            close_run();
        }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(make_allocates_what_go_measured),
        cmocka_unit_test(buckets_are_as_large_as_in_go),
        cmocka_unit_test(large_keys_and_values_are_boxed),
        cmocka_unit_test(arrays_come_when_go_allocates_them),
        cmocka_unit_test(what_was_put_is_found),
        cmocka_unit_test(what_was_deleted_is_gone_and_its_place_used_again),
        cmocka_unit_test(an_assignment_overwrites),
        cmocka_unit_test(keys_can_be_structs_pointers_and_channels),
        cmocka_unit_test(strings_with_the_same_bytes_are_the_same_key),
        cmocka_unit_test(words_can_be_counted),
        cmocka_unit_test(a_nil_map_can_be_read_but_not_written),
        cmocka_unit_test(every_entry_is_seen_once_though_the_map_grows),
        cmocka_unit_test(range_begins_somewhere_else_each_time),
        cmocka_unit_test(entries_deleted_on_the_way_are_not_seen),
        cmocka_unit_test(too_many_overflow_buckets_are_cleared_out),
        cmocka_unit_test(two_writers_at_once_are_a_fault),
        cmocka_unit_test(pointers_in_maps_survive_growth_while_marking),
        cmocka_unit_test(a_map_in_the_frame_moves_with_its_stack),
        cmocka_unit_test(a_map_in_the_frame_overflows_onto_an_empty_heap),
        cmocka_unit_test(delete_keeps_no_key),
        cmocka_unit_test(overwritten_maps_do_no_harm),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}

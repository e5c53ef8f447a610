/* The tiny allocator, against what was recorded of Go: places, bytes, counts; and that a block is
 * one object for the collector and several for people. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "machine/memory.h"
#include "support/build.h"
#include "support/run.h"

#define NEW(type, to) "{'new': '" type "', 'to': '" to "', 'escape': 'heap'},"
#define YIELD "{'yield': true}"

static struct scenario scenario;
static struct run run;

static void open_script(const char *script) {
    build_script(&scenario, script);
    scenario.config.procs = 1;
    run_open(&run, &scenario);
}

static void close_script(void) {
    run_close(&run);
    scenario_free(&scenario);
}

static void run_until_yield(void) {
    do run_next(&run);
    while (!run_event(&run, EVENT_YIELD));
}

static uint64_t next_allocation(void) {
    do run_next(&run);
    while (!run_event(&run, EVENT_ALLOCATE));
    return run_event(&run, EVENT_ALLOCATE)->a;
}

/* ---- places ---- */

struct place {
    uint32_t block, offset; /* the n-th block that is begun, and where in it */
};

/* The places of all allocations of a script. */
static void require_places(const char *statements, const struct place *places, uint32_t count) {
    struct text script = {0};
    uint64_t blocks[16];
    text_addf(&script, "'functions': {'main': [%s" YIELD "]}", statements);
    open_script(text_string(&script));
    for (uint32_t i = 0; i < count; i++) {
        uint64_t address = next_allocation();
        if (places[i].offset == 0) blocks[places[i].block] = address;
        assert_int_equal(address, blocks[places[i].block] + places[i].offset);
    }
    for (uint32_t i = 0; i < count; i++) /* slots of span class 5, one behind the other */
        assert_int_equal(blocks[places[i].block], blocks[0] + 16 * places[i].block);
    close_script();
    text_free(&script);
}

static void objects_are_packed_where_go_packs_them(void **state) {
    (void)state;
    static const struct place PLACES[] = {{0, 0}, {0, 2}, {0, 4}, {0, 8},
                                          {1, 0}, {1, 1}, {1, 4}, {2, 0}};
    require_places(NEW("int8", "a") NEW("int16", "b") NEW("int32", "c") NEW("int64", "d")
                       NEW("int8", "e") NEW("[3]int8", "f") NEW("[12]int8", "g") NEW("int32", "h"),
                   PLACES, 8);
}

static void the_block_with_more_room_is_kept(void **state) {
    (void)state;
    static const struct place PLACES[] = {{0, 0}, {1, 0}, {0, 8}, {2, 0}, {2, 8}};
    require_places(NEW("int64", "a") NEW("[9]int8", "b") NEW("int64", "c") NEW("int64", "d")
                       NEW("int64", "e"),
                   PLACES, 5);
}

static void of_two_blocks_with_the_same_room_the_first_is_kept(void **state) {
    (void)state;
    static const struct place PLACES[] = {{0, 0}, {1, 0}, {0, 9}};
    require_places(NEW("[9]int8", "a") NEW("[9]int8", "b") NEW("int8", "c"), PLACES, 3);
}

static void the_last_byte_of_a_block_is_used(void **state) {
    (void)state;
    static const struct place PLACES[] = {{0, 0}, {0, 1}, {1, 0}};
    require_places(NEW("int8", "a") NEW("[15]int8", "b") NEW("int8", "c"), PLACES, 3);
}

/* ---- bytes ---- */

static void sizes_take_as_many_blocks_as_in_go(void **state) {
    (void)state;
    static const uint32_t BYTES[16] = {0,   64,   128,  208,  256,  352,  512,  512,
                                       512, 1024, 1024, 1024, 1024, 1024, 1024, 1024};
    for (uint32_t size = 1; size < 16; size++) {
        char script[200];
        snprintf(script, sizeof script,
                 "'functions': {'main': [{'repeat': 64, 'do': [{'new': '[%u]byte', 'to': 'x', "
                 "'escape': 'heap'}]}, " YIELD "]}",
                 size);
        open_script(script);
        run_until_yield();
        assert_int_equal(run_statistic(&run, "TotalAlloc"), BYTES[size]);
        assert_int_equal(run_statistic(&run, "Mallocs"), 64);
        assert_int_equal(run_statistic(&run, "HeapObjects"), BYTES[size] / 16);
        assert_int_equal(run_statistic(&run, "Frees"), 64 - BYTES[size] / 16);
        close_script();
    }
}

/* Objects and bytes of one allocation that opens a block, or none. */
static void require_cost(const char *types, const char *type, uint32_t objects, uint32_t bytes) {
    char script[300];
    snprintf(script, sizeof script,
             "'types': {%s}, 'functions': {'main': [{'new': '%s', 'to': 'x', "
             "'escape': 'heap'}, " YIELD "]}",
             types, type);
    open_script(script);
    run_until_yield();
    assert_int_equal(run_statistic(&run, "Mallocs"), objects);
    assert_int_equal(run_statistic(&run, "TotalAlloc"), bytes);
    close_script();
}

static void single_allocations_take_what_was_measured(void **state) {
    (void)state;
    require_cost("", "int8", 1, 16);
    require_cost("", "int16", 1, 16);
    require_cost("", "int32", 1, 16);
    require_cost("", "int", 1, 16);
    require_cost("'B': {'a': '[8]byte'}", "B", 1, 16);
    require_cost("'P': {'a': 'int', 'b': 'int'}", "P", 1, 16); /* not tiny */
    require_cost("'N': {'a': 'int', 'b': '*N'}", "N", 1, 16);
    require_cost("'Q': {'p': '*Q'}", "Q", 1, 8); /* pointers are never packed */
    require_cost("", "[3]int", 1, 24);
    require_cost("'E': {}", "E", 0, 0);
    require_cost("", "[0]int", 0, 0);
}

static void everything_without_a_size_is_at_one_address(void **state) {
    (void)state;
    open_script("'types': {'E': {}}, 'globals': {'a': '*E', 'b': '*[0]int'},"
                "'functions': {'main': [" NEW("E", "a") NEW("[0]int", "b") YIELD "]}");
    run_until_yield();
    assert_int_equal(run_global(&run, "a"), ZERO_BASE);
    assert_int_equal(run_global(&run, "b"), ZERO_BASE);
    assert_int_equal(run_statistic(&run, "HeapInuse"), 0);
    close_script();
}

static void objects_of_16_bytes_are_not_packed(void **state) {
    (void)state;
    open_script("'functions': {'main': [" NEW("int8", "a") NEW("[16]byte", "b") NEW("int8", "c")
                    YIELD "]}");
    uint64_t a = next_allocation(), b = next_allocation(), c = next_allocation();
    assert_int_equal(b, a + 16); /* a slot of the same span class */
    assert_int_equal(c, a + 1);
    close_script();
}

/* ---- life and death ---- */

#define KEEP_ONE                                                                                   \
    "'globals': {'kept': '*int16'}, 'functions': {"                                                \
    "'main': [{'call': 'fill'}, {'gc': 'run'}, " YIELD ", {'set': 'kept', 'to': 'nil'},"           \
    "{'gc': 'run'}, " YIELD                                                                        \
    ", {'new': '[16]byte', 'to': 'x', 'escape': 'heap', 'name': 'new'}," YIELD "],"                \
    "'fill': [{'new': 'int8', 'to': 'a', 'escape': 'heap', 'name': 'first'},"                      \
    "{'new': 'int16', 'to': 'kept', 'escape': 'heap', 'name': 'second'},"                          \
    "{'new': 'int32', 'to': 'c', 'escape': 'heap', 'name': 'third'}]}"

static void one_lives_all_live(void **state) {
    (void)state;
    open_script(KEEP_ONE);
    run_until_yield();
    assert_int_equal(run_statistic(&run, "HeapObjects"), 1);
    assert_int_equal(run_statistic(&run, "HeapAlloc"), 16);
    uint64_t first = run_object(&run, "first");
    assert_int_not_equal(first, 0);
    assert_int_equal(run_object(&run, "second"), first + 2);
    assert_int_equal(run_object(&run, "third"), first + 4);
    close_script();
}

static void all_die_at_once(void **state) {
    (void)state;
    uint32_t freed = 0;
    open_script(KEEP_ONE);
    run_until_yield();
    uint64_t block = run_object(&run, "first");
    do {
        run_next(&run);
        for (uint32_t i = 0; i < run.event_count; i++) {
            if (run.events[i].kind != EVENT_FREE) continue;
            static const uint64_t OFFSETS[] = {0, 2, 4};
            assert_in_range(freed, 0, 2);
            assert_int_equal(run.events[i].a, block + OFFSETS[freed]);
            assert_int_equal(run.events[i].b, freed + 1); /* serial */
            freed++;
        }
    } while (!run_event(&run, EVENT_YIELD));
    assert_int_equal(freed, 3);
    assert_int_equal(run_object(&run, "first"), 0);
    assert_int_equal(run_statistic(&run, "HeapObjects"), 0);
    assert_int_equal(run_statistic(&run, "Frees"), 3);
    close_script();
}

static void the_ghosts_of_a_block_stay_until_its_slot_is_taken(void **state) {
    (void)state;
    struct object_view o;
    open_script("'globals': {'kept': '*[16]byte'}, 'functions': {'main': [{'call': 'fill'}," YIELD
                ", {'gc': 'run'}, {'gc': 'run'}, " YIELD
                ", {'new': '[16]byte', 'to': 'x', 'escape': 'heap', 'name': 'new'}," YIELD "],"
                "'fill': [" NEW("[16]byte", "kept") "{'new': 'int8', 'to': 'a', 'escape': 'heap', "
                                                    "'name': 'first'}," NEW("int16", "b") NEW(
                                                        "int32", "c") "{'set': 'c', 'to': 'c'}]}");
    run_until_yield();
    uint64_t block = run_object(&run, "first");
    run_until_yield();
    assert_true(inspect_object(&run.m, block + 3, &o)); /* the second byte of the second */
    assert_int_equal(o.address, block + 2);
    assert_int_equal(o.serial, 3);
    assert_int_equal(o.colour, COLOUR_FREE);
    run_until_yield();
    assert_int_equal(run_object(&run, "new"), block);
    assert_true(inspect_object(&run.m, block + 3, &o));
    assert_int_equal(o.serial, 5);
    assert_int_equal(o.size, 16);
    assert_false(o.is_part);
    close_script();
}

static void every_byte_of_a_block_belongs_to_the_last_before_it(void **state) {
    (void)state;
    static const uint32_t SERIAL[16] = {1, 1, 2, 2, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3};
    open_script(KEEP_ONE);
    run_until_yield();
    uint64_t block = run_object(&run, "first");
    for (uint32_t i = 0; i < 16; i++) {
        struct object_view o;
        assert_true(inspect_object(&run.m, block + i, &o));
        assert_int_equal(o.serial, SERIAL[i]);
        assert_int_equal(o.colour, COLOUR_WHITE);
        assert_true(o.is_part && o.noscan);
    }
    close_script();
}

static void places_in_a_block_have_names(void **state) {
    (void)state;
    struct text words = {0};
    open_script("'types': {'T': {'a': 'int16', 'b': 'int16'}}, 'functions': {'main': ["
                "{'new': 'int8', 'to': 'x', 'escape': 'heap', 'name': 'one'},"
                "{'new': 'T', 'to': 'y', 'escape': 'heap', 'name': 'two'}, " YIELD "]}");
    run_until_yield();
    uint64_t block = run_object(&run, "one");
    inspect_place(&run.m, block + 6, &words);
    assert_string_equal(text_string(&words), "two.b");
    text_clear(&words);
    inspect_word(&run.m, block + 4, true, &words);
    assert_string_equal(text_string(&words), "two");
    text_free(&words);
    close_script();
}

/* ---- the collector ---- */

static void an_open_block_is_black_when_marking_begins(void **state) {
    (void)state;
    open_script("'functions': {'main': [" NEW(
        "int8",
        "a") "{'set': 'a', 'to': 'nil'},"
             "{'gc': 'start'}, {'new': 'int8', 'to': 'b', 'escape': 'heap', 'name': 'late'},"
             "{'gc': 'finish'}, " YIELD "]}");
    uint64_t a = next_allocation();
    run_to_event(&run, 1, EVENT_GC_REQUEST);
    run_to_event(&run, ACTOR_COLLECTOR, EVENT_MARK_START);
    assert_int_equal(inspect_colour(&run.m, a), COLOUR_BLACK);
    run_to_event(&run, 1, EVENT_ALLOCATE);
    assert_int_equal(run_object(&run, "late"), a + 1);
    assert_int_equal(run_colour(&run, "late"), COLOUR_BLACK);
    close_script();
}

static void a_collection_closes_the_block(void **state) {
    (void)state;
    open_script("'globals': {'a': '*int8'}, 'functions': {'main': [" NEW(
        "int8", "a") "{'gc': 'run'}, " NEW("int8", "b") YIELD "]}");
    uint64_t a = next_allocation();
    assert_int_equal(next_allocation(), a + 16);
    close_script();
}

/* ---- limits ---- */

static void blocks_work_without_names_when_there_are_too_many(void **state) {
    (void)state;
    open_script(
        "'types': {'L': {'a': '[4000]*int8'}}, 'globals': {'l': '*L', 'i': 'int'},"
        "'functions': {'main': [" NEW(
            "L",
            "l") "{'repeat': 3, 'do': [{'call': 'many'},"
                 "{'gc': 'run'}]}, " YIELD "],"
                 "'many': [{'repeat': 2000, 'do': [{'new': 'int8', 'to': 'p', 'escape': 'heap'},"
                 "{'set': 'l.a[3]', 'to': 'p'}]}]}");
    run.check_every = 500;
    run_until_yield();
    assert_int_equal(run_statistic(&run, "Mallocs"), 6001);
    close_script();
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(objects_are_packed_where_go_packs_them),
        cmocka_unit_test(the_block_with_more_room_is_kept),
        cmocka_unit_test(of_two_blocks_with_the_same_room_the_first_is_kept),
        cmocka_unit_test(the_last_byte_of_a_block_is_used),
        cmocka_unit_test(sizes_take_as_many_blocks_as_in_go),
        cmocka_unit_test(single_allocations_take_what_was_measured),
        cmocka_unit_test(everything_without_a_size_is_at_one_address),
        cmocka_unit_test(objects_of_16_bytes_are_not_packed),
        cmocka_unit_test(one_lives_all_live),
        cmocka_unit_test(all_die_at_once),
        cmocka_unit_test(the_ghosts_of_a_block_stay_until_its_slot_is_taken),
        cmocka_unit_test(every_byte_of_a_block_belongs_to_the_last_before_it),
        cmocka_unit_test(places_in_a_block_have_names),
        cmocka_unit_test(an_open_block_is_black_when_marking_begins),
        cmocka_unit_test(a_collection_closes_the_block),
        cmocka_unit_test(blocks_work_without_names_when_there_are_too_many),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}

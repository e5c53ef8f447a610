/* The heap: addresses, spans, reuse of slots and pages, and what happens when memory is out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "machine/heap/heap.h"
#include "machine/memory.h"
#include "support/build.h"
#include "support/run.h"

#define NODE "'types': {'Node': {'next': '*Node', 'value': 'int'}},"
#define COUNT(array) (sizeof(array) / sizeof(array)[0])

/* The allocations of a whole run, in order. */
enum { ALLOCATIONS_MAX = 4096 };

struct allocations {
    uint64_t addresses[ALLOCATIONS_MAX], serials[ALLOCATIONS_MAX];
    uint32_t count;
    uint64_t frees, freed_bytes, bytes;
};

static void note(struct allocations *list, const struct run *r) {
    for (uint32_t i = 0; i < r->event_count; i++) {
        const struct event *e = &r->events[i];
        if (e->kind == EVENT_FREE) list->frees++;
        if (e->kind != EVENT_ALLOCATE) continue;
        assert_in_range(list->count, 0, ALLOCATIONS_MAX - 1);
        list->addresses[list->count] = e->a;
        list->serials[list->count++] = e->c;
        list->bytes += e->b;
    }
}

static void run_noting(struct run *r, struct allocations *list) {
    *list = (struct allocations){0};
    while (machine_running(&r->m)) {
        run_next(r);
        note(list, r);
    }
}

static void require_done(const struct run *r) {
    if (r->m.s->outcome != OUTCOME_DONE) fail_msg("the outcome is %s", inspect_outcome(&r->m));
}

/* ---- places ---- */

static void objects_of_one_kind_follow_each_other(void **state) {
    (void)state;
    static struct allocations list;
    struct scenario s;
    struct run r;
    build_script(&s, NODE "'functions': {'main': [{'repeat': 600, 'do': ["
                          "{'new': 'Node', 'to': 'n', 'escape': 'heap'}]}]}");
    run_open(&r, &s);
    r.check_every = 10;
    run_noting(&r, &list);
    require_done(&r);
    assert_int_equal(list.count, 600);
    for (uint32_t i = 1; i < 512; i++)
        assert_int_equal(list.addresses[i], list.addresses[i - 1] + 16);
    assert_int_equal(list.addresses[0] % PAGE_SIZE, 0);
    assert_int_equal(list.addresses[512], list.addresses[0] + PAGE_SIZE); /* the next span */
    assert_true(list.addresses[0] >= ARENA_BASE);
    run_close(&r);
    scenario_free(&s);
}

static void objects_with_and_without_pointers_are_kept_apart(void **state) {
    (void)state;
    static struct allocations list;
    struct scenario s;
    struct run r;
    build_script(&s, "'types': {'P': {'a': '*P', 'b': 'int'}, 'N': {'a': 'int', 'b': 'int'}},"
                     "'functions': {'main': [{'repeat': 50, 'do': ["
                     "{'new': 'P', 'to': 'p', 'escape': 'heap'},"
                     "{'new': 'N', 'to': 'n', 'escape': 'heap'}]}]}");
    run_open(&r, &s);
    run_noting(&r, &list);
    uint64_t page_of_p = list.addresses[0] / PAGE_SIZE, page_of_n = list.addresses[1] / PAGE_SIZE;
    assert_int_not_equal(page_of_p, page_of_n);
    for (uint32_t i = 0; i < list.count; i++) {
        struct object o;
        assert_int_equal(list.addresses[i] / PAGE_SIZE, i % 2 ? page_of_n : page_of_p);
        assert_true(heap_find(&r.m, list.addresses[i], &o));
        assert_int_equal(object_span(&r.m, &o)->noscan, i % 2);
    }
    run_close(&r);
    scenario_free(&s);
}

static void every_byte_of_an_object_belongs_to_it(void **state) {
    (void)state;
    struct scenario s;
    struct run r;
    struct object o;
    build_script(&s,
                 "'types': {'T': {'p': '*T', 'x': '[4]int'}}," /* 40 bytes in a slot of 48 */
                 "'functions': {'main': [{'new': 'T', 'to': 'a', 'escape': 'heap', 'name': 'A'},"
                 "{'new': 'T', 'to': 'b', 'escape': 'heap', 'name': 'B'}, {'yield': true}]}");
    run_open(&r, &s);
    run_to_event(&r, 1, EVENT_YIELD);
    uint64_t a = run_object(&r, "A"), b = run_object(&r, "B");
    assert_int_equal(b, a + 48);
    for (uint64_t at = a; at < b; at++) {
        assert_true(heap_find(&r.m, at, &o));
        assert_int_equal(o.address, a);
    }
    assert_true(heap_find(&r.m, b + 47, &o));
    assert_int_equal(o.address, b);
    assert_false(heap_find(&r.m, b + 48, &o));            /* free */
    assert_true(heap_find_slot(&r.m, b + 48, &o));        /* but a slot */
    assert_false(heap_find_slot(&r.m, a + 170 * 48, &o)); /* the tail of the span: 32 bytes */
    assert_false(heap_find(&r.m, 0, &o));
    assert_false(heap_find(&r.m, UINT64_MAX, &o));
    assert_false(heap_find(&r.m, ARENA_BASE - 1, &o));
    run_close(&r);
    scenario_free(&s);
}

/* ---- reuse ---- */

enum { KEPT = 24 };

/* Fills a global array with `KEPT` objects, forgets every third, collects, allocates again. */
static void build_holes(struct scenario *s) {
    struct text t = {0};
    text_add(&t,
             "'types': {'T': {'p': '*T', 'x': '[5]int'}}, 'globals': {'a': '[24]*T', 'b': '[8]*T'},"
             "'functions': {'main': [");
    for (int i = 0; i < KEPT; i++)
        text_addf(&t,
                  "{'new': 'T', 'to': 'a[%d]', 'escape': 'heap'}, {'set': 'a[%d].x[3]', 'to': 77},",
                  i, i);
    for (int i = 2; i < KEPT; i += 3) text_addf(&t, "{'set': 'a[%d]', 'to': 'nil'},", i);
    text_add(&t, "{'gc': 'run'},");
    for (int i = 0; i < 8; i++) text_addf(&t, "{'new': 'T', 'to': 'b[%d]', 'escape': 'heap'},", i);
    text_add(&t, "{'yield': true}]}");
    build_script(s, text_string(&t));
    text_free(&t);
}

static void holes_are_filled_in_ascending_order_after_a_collection(void **state) {
    (void)state;
    static struct allocations list;
    struct scenario s;
    struct run r;
    build_holes(&s);
    run_open(&r, &s);
    run_noting(&r, &list);
    require_done(&r);
    assert_int_equal(list.count, KEPT + 8);
    assert_int_equal(list.frees, 8);
    for (uint32_t i = 0; i < 8; i++) /* slots 2, 5, 8, ... of the same span */
        assert_int_equal(list.addresses[KEPT + i], list.addresses[0] + (2 + 3 * i) * 48);
    run_close(&r);
    scenario_free(&s);
}

static void serial_numbers_are_never_used_again(void **state) {
    (void)state;
    static struct allocations list;
    struct scenario s;
    struct run r;
    build_holes(&s);
    run_open(&r, &s);
    run_noting(&r, &list);
    for (uint32_t i = 0; i < list.count; i++) assert_int_equal(list.serials[i], i + 1);
    run_close(&r);
    scenario_free(&s);
}

static void freed_objects_are_poisoned_and_new_ones_are_zero(void **state) {
    (void)state;
    struct scenario s;
    struct run r;
    uint32_t freed = 0, made = 0;
    build_holes(&s);
    run_open(&r, &s);
    while (machine_running(&r.m)) {
        run_next(&r);
        for (uint32_t i = 0; i < r.event_count; i++) {
            const struct event *e = &r.events[i];
            bool is_new = e->kind == EVENT_ALLOCATE;
            if (!is_new && e->kind != EVENT_FREE) continue;
            for (uint32_t word = 0; word < 6; word++)
                assert_int_equal(word_read(&r.m, e->a + word * WORD), is_new ? 0 : POISON);
            freed += !is_new;
            made += is_new;
        }
    }
    assert_int_equal(freed, 8);
    assert_int_equal(made, KEPT + 8);
    run_close(&r);
    scenario_free(&s);
}

static void a_ghost_keeps_its_name_until_its_slot_is_taken(void **state) {
    (void)state;
    struct scenario s;
    struct run r;
    struct object_view o;
    build_holes(&s);
    run_open(&r, &s);
    while (!run_event(&r, EVENT_FREE)) run_next(&r);
    uint64_t hole = run_event(&r, EVENT_FREE)->a;
    assert_true(inspect_object(&r.m, hole, &o));
    assert_int_equal(o.colour, COLOUR_FREE);
    assert_int_equal(o.serial, 3);
    while (!run_event(&r, EVENT_ALLOCATE)) run_next(&r);
    assert_int_equal(run_event(&r, EVENT_ALLOCATE)->a, hole);
    assert_true(inspect_object(&r.m, hole, &o));
    assert_int_equal(o.serial, KEPT + 1);
    run_close(&r);
    scenario_free(&s);
}

static void an_empty_span_is_given_back_and_its_pages_used_first(void **state) {
    (void)state;
    struct scenario s;
    struct run r;
    build_script(
        &s,
        NODE "'functions': {'main': [{'call': 'waste'}, {'gc': 'run'}, {'yield': true},"
             "{'new': '[8000]byte', 'to': 'x', 'escape': 'heap', 'name': 'X'}, {'yield': true}],"
             "'waste': [{'repeat': 400, 'do': [{'new': 'Node', 'to': 'n', 'escape': 'heap'}]}]}");
    run_open(&r, &s);
    run_to_event(&r, 1, EVENT_ALLOCATE);
    uint64_t first = run_event(&r, EVENT_ALLOCATE)->a;
    while (!run_event(&r, EVENT_YIELD)) run_next(&r);
    assert_int_equal(run_statistic(&r, "HeapInuse"), 0);
    assert_int_equal(run_statistic(&r, "HeapObjects"), 0);
    do run_next(&r);
    while (!run_event(&r, EVENT_YIELD));
    assert_int_equal(run_object(&r, "X"), first); /* 8000 bytes: a span of one page */
    run_close(&r);
    scenario_free(&s);
}

/* ---- large objects ---- */

static void large_objects_take_whole_pages(void **state) {
    (void)state;
    static const struct {
        uint32_t size, slot;
    } cases[] = {
        {32768, 32768}, {32769, 40960}, {40960, 40960}, {40961, 49152}, {(1 << 20) + 1, 1056768}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        char script[256];
        struct scenario s;
        struct run r;
        snprintf(script, sizeof script,
                 "'functions': {'main': [{'new': '[%u]byte', 'to': 'x', "
                 "'escape': 'heap', 'name': 'X'}, {'yield': true}, {'set': 'x', 'to': 'nil'},"
                 "{'gc': 'run'}, {'yield': true}]}",
                 cases[i].size);
        build_script(&s, script);
        s.config.pages_max = 256;
        run_open(&r, &s);
        run_to_event(&r, 1, EVENT_YIELD);
        struct object o;
        assert_true(heap_find(&r.m, run_object(&r, "X"), &o));
        assert_int_equal(object_span(&r.m, &o)->element_size, cases[i].slot);
        assert_int_equal(run_statistic(&r, "HeapInuse"), cases[i].slot);
        assert_int_equal(run_statistic(&r, "HeapAlloc"), cases[i].slot);
        assert_true(heap_find(&r.m, o.address + cases[i].slot - 1, &o));
        do run_next(&r);
        while (!run_event(&r, EVENT_YIELD));
        assert_int_equal(run_statistic(&r, "HeapInuse"), 0);
        run_close(&r);
        scenario_free(&s);
    }
}

static void pointers_of_large_objects_are_followed(void **state) {
    (void)state;
    struct scenario s;
    struct run r;
    build_script(&s, "'types': {'T': {'p': '*T'}}, 'globals': {'big': '*[5000]*T'},"
                     "'functions': {'main': [{'call': 'fill'}, {'gc': 'run'}],"
                     "'fill': [{'new': '[5000]*T', 'to': 'big', 'escape': 'heap'},"
                     "{'new': 'T', 'to': 'big[0]', 'escape': 'heap', 'name': 'First'},"
                     "{'new': 'T', 'to': 'big[4999]', 'escape': 'heap', 'name': 'Last'},"
                     "{'new': 'T', 'to': 'x', 'escape': 'heap', 'name': 'Nobodys'}]}");
    run_open(&r, &s);
    r.check_every = 100;
    run_to_end(&r);
    require_done(&r);
    assert_int_not_equal(run_object(&r, "First"), 0);
    assert_int_not_equal(run_object(&r, "Last"), 0);
    assert_int_equal(run_object(&r, "Nobodys"), 0);
    assert_int_equal(r.terminations, 1);
    run_close(&r);
    scenario_free(&s);
}

/* ---- no memory left ---- */

/* Heap and stacks stay below the limit; only work buffers may lie behind it. */
static void require_within_limit(const struct run *r) {
    const struct machine *m = &r->m;
    for (uint32_t page = 0; page < m->s->heap.pages_used; page++)
        if (m->span_of[page] == page + 1 && m->spans[page].state != SPAN_WORKBUF)
            assert_true(page + m->spans[page].pages <= m->config.pages_max);
    assert_true(m->s->heap.pages_used <= m->config.pages_max * 2 + WORKBUF_SPAN_PAGES);
}

static void require_out_of_memory(const char *script, uint32_t pages) {
    struct scenario s;
    struct run r;
    struct text words = {0};
    build_script(&s, script);
    s.config.pages_max = pages;
    s.config.minimum_heap = 16384;
    run_open(&r, &s);
    r.check_every = 1000;
    run_to_end(&r);
    assert_int_equal(r.m.s->outcome, OUTCOME_FAULT);
    assert_int_equal(r.m.s->fault, FAULT_OUT_OF_MEMORY);
    inspect_failure(&r.m, &words);
    assert_non_null(strstr(text_string(&words), "runtime: out of memory: cannot allocate"));
    text_free(&words);
    require_within_limit(&r);
    run_close(&r);
    scenario_free(&s);
}

static void a_list_without_end_ends_with_out_of_memory(void **state) {
    (void)state;
    static const char *const script =
        NODE "'globals': {'head': '*Node'}, 'functions': {'main': [{'while': '0 == 0', 'do': ["
             "{'new': 'Node', 'to': 'n', 'escape': 'heap'}, {'set': 'n.next', 'to': 'head'},"
             "{'set': 'head', 'to': 'n'}]}]}";
    require_out_of_memory(script, 8);
    require_out_of_memory(script, 13);
    require_out_of_memory(script, 32);
}

static void large_objects_without_end_end_with_out_of_memory(void **state) {
    (void)state;
    require_out_of_memory(
        "'types': {'Big': {'next': '*Big', 'data': '[40000]byte'}},"
        "'globals': {'head': '*Big'}, 'functions': {'main': [{'while': '0 == 0', 'do': ["
        "{'new': 'Big', 'to': 'n', 'escape': 'heap'}, {'set': 'n.next', 'to': 'head'},"
        "{'set': 'head', 'to': 'n'}]}]}",
        64);
}

static void goroutines_without_end_end_with_out_of_memory(void **state) {
    (void)state;
    require_out_of_memory("'functions': {'main': [{'while': '0 == 0', 'do': [{'go': 'f'}]}],"
                          "'f': [{'while': '0 == 0', 'do': [{'yield': true}]}]}",
                          8);
}

static void goroutines_beyond_the_machines_number_are_an_outcome(void **state) {
    (void)state;
    struct scenario s;
    struct run r;
    build_script(&s, "'functions': {'main': [{'repeat': 64, 'do': [{'go': 'f'}]}],"
                     "'f': [{'yield': true}]}");
    run_open(&r, &s);
    run_to_end(&r);
    assert_int_equal(r.m.s->fault, FAULT_GOROUTINES);
    assert_int_equal(r.m.s->goroutine_count, BUILD_GOROUTINES);
    run_close(&r);
    scenario_free(&s);
}

static void an_object_larger_than_memory_ends_with_out_of_memory(void **state) {
    (void)state;
    require_out_of_memory(
        "'functions': {'main': [{'new': '[4000000]byte', 'to': 'x', 'escape': 'heap'}]}", 64);
}

/* Every object is 8 bytes with a pointer, so the work list grows as large as it can. */
static void the_work_list_fits_even_when_memory_is_full(void **state) {
    (void)state;
    struct text t = {0};
    struct scenario s;
    struct run r;
    text_add(
        &t,
        "'types': {'T': {'p': '*T'}, 'Row': {'a': '[1000]*T'}}, 'globals': {'rows': '[40]*Row'},"
        "'functions': {'main': [");
    for (int i = 0; i < 40; i++) text_addf(&t, "{'call': 'row', 'to': 'rows[%d]'},", i);
    text_add(&t, "{'gc': 'run'}], 'row': {'returns': '*Row', 'do': [{'new': 'Row', 'to': 'x', "
                 "'escape': 'heap'},");
    for (int i = 0; i < 1000; i++)
        text_addf(&t, "{'new': 'T', 'to': 'x.a[%d]', 'escape': 'heap'},", i);
    text_add(&t, "{'return': 'x'}]}}");
    build_script(&s, text_string(&t));
    text_free(&t);
    s.config.pages_max = 40 + 40 + 4; /* rows, what they point to, stacks */
    run_open(&r, &s);
    r.check_every = 50000;
    run_to_end(&r);
    require_done(&r);
    assert_int_equal(run_statistic(&r, "HeapObjects"), 40 * 1001);
    assert_int_equal(run_statistic(&r, "NumGC"), 1);
    assert_true(r.m.s->heap.pages_used > s.config.pages_max); /* buffers lay behind the limit */
    run_close(&r);
    scenario_free(&s);
}

static void garbage_without_end_never_runs_out_of_memory(void **state) {
    (void)state;
    struct scenario s;
    struct run r;
    build_script(&s, "'types': {'T': {'p': '*T', 'data': '[500]byte'}}, 'functions': {'main': ["
                     "{'repeat': 2000, 'do': [{'new': 'T', 'to': 't', 'escape': 'heap'}]}]}");
    s.config.pages_max = 64; /* half of it the most that lives, at GOGC=100 */
    s.config.minimum_heap = 65536;
    run_open(&r, &s);
    r.check_every = 1000;
    run_to_end(&r);
    require_done(&r);
    assert_true(run_statistic(&r, "NumGC") > 4);
    require_within_limit(&r);
    run_close(&r);
    scenario_free(&s);
}

/* ---- numbers ---- */

static void the_numbers_are_the_sums_of_the_events(void **state) {
    (void)state;
    static struct allocations list;
    struct scenario s;
    struct run r;
    build_holes(&s);
    run_open(&r, &s);
    run_noting(&r, &list);
    assert_int_equal(run_statistic(&r, "Mallocs"), list.count);
    assert_int_equal(run_statistic(&r, "Frees"), list.frees);
    assert_int_equal(run_statistic(&r, "TotalAlloc"), list.bytes);
    assert_int_equal(run_statistic(&r, "HeapAlloc"), list.bytes - list.frees * 48);
    assert_int_equal(run_statistic(&r, "HeapObjects"), list.count - list.frees);
    run_close(&r);
    scenario_free(&s);
}

static void objects_on_the_stack_do_not_count(void **state) {
    (void)state;
    struct scenario s;
    struct run r;
    build_script(&s, NODE
                 "'functions': {'main': [{'repeat': 10, 'do': ["
                 "{'new': 'Node', 'to': 'n', 'escape': 'stack'}, {'set': 'n.value', 'to': 3}]},"
                 "{'print': '{n.value}'}]}");
    run_open(&r, &s);
    run_to_end(&r);
    assert_int_equal(run_statistic(&r, "Mallocs"), 0);
    assert_int_equal(run_statistic(&r, "StackAllocations"), 10);
    assert_string_equal(text_string(&r.output), "3\n");
    run_close(&r);
    scenario_free(&s);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(objects_of_one_kind_follow_each_other),
        cmocka_unit_test(objects_with_and_without_pointers_are_kept_apart),
        cmocka_unit_test(every_byte_of_an_object_belongs_to_it),
        cmocka_unit_test(holes_are_filled_in_ascending_order_after_a_collection),
        cmocka_unit_test(serial_numbers_are_never_used_again),
        cmocka_unit_test(freed_objects_are_poisoned_and_new_ones_are_zero),
        cmocka_unit_test(a_ghost_keeps_its_name_until_its_slot_is_taken),
        cmocka_unit_test(an_empty_span_is_given_back_and_its_pages_used_first),
        cmocka_unit_test(large_objects_take_whole_pages),
        cmocka_unit_test(pointers_of_large_objects_are_followed),
        cmocka_unit_test(a_list_without_end_ends_with_out_of_memory),
        cmocka_unit_test(large_objects_without_end_end_with_out_of_memory),
        cmocka_unit_test(goroutines_without_end_end_with_out_of_memory),
        cmocka_unit_test(goroutines_beyond_the_machines_number_are_an_outcome),
        cmocka_unit_test(an_object_larger_than_memory_ends_with_out_of_memory),
        cmocka_unit_test(the_work_list_fits_even_when_memory_is_full),
        cmocka_unit_test(garbage_without_end_never_runs_out_of_memory),
        cmocka_unit_test(the_numbers_are_the_sums_of_the_events),
        cmocka_unit_test(objects_on_the_stack_do_not_count),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}

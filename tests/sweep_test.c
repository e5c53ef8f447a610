/* Which span an allocation gets, and who sweeps what when: mcentral.go, mgcsweep.go. The collector
 * does not run here: the test sets mark bits itself, and says when marking is over. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "machine/check/check.h"
#include "machine/cost.h"
#include "machine/heap/central.h"
#include "machine/heap/heap.h"
#include "machine/heap/sweep.h"
#include "machine/memory.h"
#include "support/build.h"
#include "support/oracle.h"

/* A site for each type, in the order of the statements. */
enum { PAIR, NUMBERS, BLOCK, PAGE, LARGE, HUGE };

static struct scenario scenario;
static struct machine machine;
static uint64_t swept[4096]; /* spans, in the order in which they were swept */
static uint32_t swept_count;

static void hear(void *user, const struct event *e) {
    (void)user;
    if (e->kind != EVENT_SWEEP) return;
    assert_in_range(swept_count, 0, 4095);
    swept[swept_count++] = page_of(e->a);
}

static int open_machine(void **state) {
    build_script(
        &scenario,
        "'types': {'Pair': {'p': '*Pair', 'n': 'int'}, 'Numbers': {'a': 'int', 'b': 'int'},"
        "'Block': {'p': '*Block', 'd': '[4000]byte'}, 'Page': {'p': '*Page', 'd': '[8000]byte'},"
        "'Large': {'p': '*Large', 'd': '[40000]byte'}, 'Huge': {'d': '[400000]byte'}},"
        "'functions': {"
        "'main': [], 'f': [{'var': 'a', 'type': '*Pair'}, {'new': 'Pair', 'to': 'a', 'escape': "
        "'heap'}, {'new': 'Numbers', 'to': 'b', 'escape': 'heap'}, {'new': 'Block', 'to': 'c', "
        "'escape': 'heap'}, {'new': 'Page', 'to': 'd', 'escape': 'heap'}, {'new': 'Large', 'to': "
        "'e', 'escape': 'heap'}, {'new': 'Huge', 'to': 'h', 'escape': 'heap'}]}");
    scenario.config.pages_max = 8192;
    scenario.config.procs = 2;
    scenario.config.gogc = -1;
    swept_count = 0;
    *state = &machine;
    if (!machine_open(&machine, &scenario.program, &scenario.config)) return 1;
    machine.sink = (struct sink){hear, NULL};
    return 0;
}

static int close_machine(void **state) {
    machine_close(*state);
    scenario_free(&scenario);
    return 0;
}

static void require_sound(const struct machine *m) {
    const char *wrong = check_heap(m);
    if (!wrong) wrong = oracle_heap(m);
    if (wrong) fail_msg("%s", wrong);
}

static uint64_t make(struct machine *m, uint32_t site) {
    uint64_t address = heap_allocate(m, site);
    assert_int_not_equal(address, 0);
    require_sound(m);
    return address;
}

static uint64_t make_many(struct machine *m, uint32_t site, uint32_t count) {
    uint64_t first = make(m, site);
    for (uint32_t i = 1; i < count; i++) heap_allocate(m, site);
    require_sound(m);
    return first;
}

static uint32_t span_of_object(const struct machine *m, uint64_t address) {
    return m->span_of[page_of(address)] - 1;
}

static void mark(struct machine *m, uint64_t address) {
    struct object o;
    assert_true(heap_find(m, address, &o));
    bit_set(span_marks(m, o.span), o.slot);
}

/* Marking is over: what was not marked is garbage. */
static void end_marking(struct machine *m) {
    swept_count = 0;
    sweep_begin(m);
    require_sound(m);
}

/* Everybody gives back the spans he held: only sets are left. */
static void give_back(struct machine *m) {
    for (uint32_t i = 0; i < m->config.procs; i++) cache_flush(m, &m->processors[i]);
    require_sound(m);
}

static uint32_t set_size(const struct machine *m, uint64_t object, uint32_t set) {
    uint32_t count = 0;
    const struct span *s = &m->spans[span_of_object(m, object)];
    uint32_t span = m->s->heap.central[span_class_of(s)].sets[set].head;
    for (; span; span = m->spans[span - 1].next) count++;
    return count;
}

/* ---- places ---- */

static void full_spans_wait_in_their_set(void **state) {
    struct machine *m = *state;
    uint64_t first = make_many(m, BLOCK, 5); /* two in a span */
    assert_int_equal(set_size(m, first, SET_FULL + set_swept(m)), 2);
    assert_int_equal(set_size(m, first, SET_PARTIAL + set_swept(m)), 0);
    const struct span *held = &m->spans[m->processors[0].current[44 * 2] - 1];
    assert_int_equal(held->set, SET_CACHED);
    assert_int_equal(held->sweepgen, m->s->heap.sweepgen + 3);
    assert_int_equal(held->used_count, 1);
}

static void the_sets_change_roles_when_sweeping_begins(void **state) {
    struct machine *m = *state;
    uint64_t first = make_many(m, BLOCK, 5);
    uint32_t was_swept = set_swept(m), h = m->s->heap.sweepgen;
    end_marking(m);
    assert_int_equal(m->s->heap.sweepgen, h + 2);
    assert_int_equal(set_swept(m), 1 - was_swept);
    assert_int_equal(set_size(m, first, SET_FULL + was_swept), 2); /* unswept now */
    assert_int_equal(m->spans[m->processors[0].current[44 * 2] - 1].sweepgen,
                     m->s->heap.sweepgen + 1);
    assert_false(sweep_complete(m));
    sweep_finish(m);
    require_sound(m);
    assert_true(sweep_complete(m));
    assert_int_equal(m->s->statistics.heap_inuse, 0);
}

static void large_objects_wait_among_the_full(void **state) {
    struct machine *m = *state;
    uint64_t large = make(m, LARGE);
    assert_int_equal(set_size(m, large, SET_FULL + set_swept(m)), 1);
    assert_int_equal(m->spans[span_of_object(m, large)].class_index, 0);
    mark(m, large);
    end_marking(m);
    sweep_finish(m);
    assert_int_equal(set_size(m, large, SET_FULL + set_swept(m)), 1);
    end_marking(m);
    sweep_finish(m);
    assert_int_equal(m->span_of[page_of(large)], 0);
}

/* ---- where the next slot comes from: mcentral.go, cacheSpan ---- */

/* Three spans of two Blocks each, of which the second of each may die; nothing is cached. */
struct blocks {
    uint64_t first[3];
};

static struct blocks make_blocks(struct machine *m) {
    struct blocks b;
    for (uint32_t i = 0; i < 3; i++) {
        b.first[i] = make(m, BLOCK);
        make(m, BLOCK);
    }
    make(m, BLOCK); /* so that the third span is full and given back, too */
    return b;
}

static void a_swept_span_with_room_is_taken_first(void **state) {
    struct machine *m = *state;
    struct blocks b = make_blocks(m);
    for (uint32_t i = 0; i < 3; i++) mark(m, b.first[i]);
    end_marking(m);
    give_back(m); /* sweeps the fourth span, which goes back to the heap as a whole */
    assert_true(gc_sweep_step(m));
    assert_int_equal(swept[1], span_of_object(m, b.first[0]));
    assert_int_equal(make(m, BLOCK), b.first[0] + 4096);
    assert_int_equal(swept_count, 2); /* nothing more had to be swept */
}

static void then_an_unswept_one_with_room_is_swept_and_taken(void **state) {
    struct machine *m = *state;
    uint64_t full = make(m, BLOCK);
    make(m, BLOCK);
    uint64_t partial = make(m, BLOCK);
    mark(m, full);
    mark(m, partial);
    end_marking(m);
    sweep_finish(m); /* now the second has room; the first as well */
    mark(m, full);
    mark(m, partial);
    end_marking(m);
    assert_int_equal(set_size(m, full, SET_PARTIAL + 1 - set_swept(m)), 2);
    swept_count = 0;
    make(m, BLOCK);
    assert_int_equal(swept_count, 1);
}

static void then_full_ones_are_swept_in_the_order_they_came(void **state) {
    struct machine *m = *state;
    struct blocks b = make_blocks(m);
    for (uint32_t i = 0; i < 3; i++) mark(m, b.first[i]);
    mark(m, b.first[0] + 4096); /* nothing dies in the first */
    end_marking(m);
    give_back(m);
    swept_count = 0;
    assert_int_equal(make(m, BLOCK), b.first[1] + 4096);
    assert_int_equal(swept_count, 2);
    assert_int_equal(swept[0], span_of_object(m, b.first[0]));
    assert_int_equal(swept[1], span_of_object(m, b.first[1]));
    assert_int_equal(set_size(m, b.first[0], SET_FULL + set_swept(m)), 1);
}

static void at_most_a_hundred_and_one_are_tried(void **state) {
    struct machine *m = *state;
    enum { PAGES = 150 };
    uint64_t pages[PAGES];
    for (uint32_t i = 0; i < PAGES; i++) pages[i] = heap_allocate(m, PAGE); /* a span each */
    for (uint32_t i = 0; i < PAGES; i++) mark(m, pages[i]);
    end_marking(m);
    give_back(m);
    swept_count = 0;
    make(m, PAGE);
    assert_int_equal(swept_count, 101); /* spanBudget: from 100 down to 0 */
}

static void a_span_that_is_all_free_can_be_kept(void **state) {
    struct machine *m = *state;
    uint64_t first = make_many(m, BLOCK, 3);
    end_marking(m);
    give_back(m);
    assert_int_equal(make(m, BLOCK),
                     first); /* preserved: not given to the heap and fetched again */
}

static void slots_are_taken_in_ascending_order_across_words_of_the_bitmap(void **state) {
    struct machine *m = *state;
    uint64_t first = make_many(m, PAIR, 512);
    for (uint32_t i = 0; i < 512; i++)
        if (i % 3 && i != 64 && i != 127 && i != 511) mark(m, first + 16 * i);
    end_marking(m);
    for (uint32_t i = 0; i < 512; i++)
        if (i % 3 == 0 || i == 64 || i == 127 || i == 511)
            assert_int_equal(make(m, PAIR), first + 16 * i);
    uint64_t next = make(m, PAIR);
    assert_int_not_equal(next / PAGE_SIZE, first / PAGE_SIZE);
}

static void objects_with_and_without_pointers_have_spans_of_their_own(void **state) {
    struct machine *m = *state;
    uint64_t pair = make(m, PAIR), numbers = make(m, NUMBERS);
    assert_int_not_equal(span_of_object(m, pair), span_of_object(m, numbers));
    assert_int_equal(make(m, PAIR), pair + 16);
    assert_int_equal(make(m, NUMBERS), numbers + 16);
}

/* ---- processors ---- */

static void every_processor_has_spans_of_its_own(void **state) {
    struct machine *m = *state;
    uint64_t mine = make(m, PAIR);
    m->s->on = 1;
    uint64_t other = make(m, PAIR);
    assert_int_not_equal(span_of_object(m, mine), span_of_object(m, other));
    m->s->on = 0;
    assert_int_equal(make(m, PAIR), mine + 16);
}

static void a_processor_sweeps_what_it_held_before_it_allocates(void **state) {
    struct machine *m = *state;
    uint64_t mine = make(m, PAIR);
    m->s->on = 1;
    uint64_t other = make(m, PAIR);
    mark(m, mine);
    mark(m, other);
    end_marking(m);
    make(m, PAIR);
    assert_int_equal(swept_count, 1);
    assert_int_equal(swept[0], span_of_object(m, other));
    assert_true(gc_sweep_step(m)); /* the idle one's comes with the background sweep */
    assert_int_equal(swept[1], span_of_object(m, mine));
    assert_false(gc_sweep_step(m));
    assert_true(sweep_complete(m));
}

/* ---- the background: sweepClass ---- */

static void spans_are_swept_by_class_the_full_ones_first(void **state) {
    struct machine *m = *state;
    uint64_t page = make_many(m, PAGE, 2), large = make(m, LARGE), block = make_many(m, BLOCK, 5);
    uint64_t numbers = make(m, NUMBERS), pair = make(m, PAIR);
    uint64_t all[] = {page, page + 8192, large, numbers, pair};
    for (size_t i = 0; i < 5; i++) mark(m, all[i]);
    for (uint32_t i = 0; i < 5; i++) mark(m, block + 4096 * i);
    end_marking(m);
    sweep_finish(m); /* now nothing is cached */
    for (size_t i = 0; i < 5; i++) mark(m, all[i]);
    for (uint32_t i = 0; i < 5; i++) mark(m, block + 4096 * i);
    end_marking(m);
    sweep_finish(m);
    require_sound(m);
    const uint64_t order[] = {large,
                              pair,
                              numbers,
                              block,
                              block + 8192,
                              block + 16384,
                              page + 8192 /* was cached, and so came first into the set */,
                              page};
    assert_int_equal(swept_count, 8);
    for (size_t i = 0; i < 8; i++) assert_int_equal(swept[i], span_of_object(m, order[i]));
}

/* ---- what is owed ---- */

static void set_pace(struct machine *m, uint64_t pages, uint64_t bytes) {
    m->s->heap.pace = (struct sweep_pace){
        .pages = pages, .bytes = bytes, .live_basis = m->s->gc.heap_live, .swept_basis = 0};
}

static void debt_is_paid_in_proportion_to_what_is_taken(void **state) {
    struct machine *m = *state;
    enum { PAGES = 60 };
    for (uint32_t i = 0; i < PAGES; i++) mark(m, heap_allocate(m, PAGE));
    end_marking(m);
    give_back(m);                   /* sweeps one */
    set_pace(m, 59, 59 * 8192 / 5); /* five pages swept for one taken */
    for (uint32_t i = 1; i <= 8; i++) {
        uint64_t before = m->s->heap.pages_swept;
        sweep_pay_debt(m, 8192, 0);
        m->s->gc.heap_live += 8192;
        assert_in_range(m->s->heap.pages_swept, before, before + 5);
        assert_int_equal(m->s->heap.pages_swept, 5 * i); /* the one from before counts */
    }
    sweep_pay_debt(m, 0, 1000); /* nothing: pages that will be reclaimed count as well */
    assert_int_equal(m->s->heap.pages_swept, 40);
    sweep_pay_debt(m, 1 << 20, 0);
    assert_int_equal(m->s->heap.pages_swept, 60);
    assert_int_equal(m->s->heap.pace.pages, 0); /* all is swept: nothing is owed any more */
}

/* mgcsweep.go, gcPaceSweeper: what is in use, over the way to the trigger less 1 MiB. */
static void the_pace_follows_from_the_trigger(void **state) {
    struct machine *m = *state;
    make_many(m, PAGE, 30);
    m->s->gc.heap_live = 500000;
    m->s->gc.trigger = 3000000;
    sweep_begin(m);
    assert_int_equal(m->s->heap.pace.pages, 30);
    assert_int_equal(m->s->heap.pace.bytes, 3000000 - 500000 - 1048576);
    assert_int_equal(m->s->heap.pace.live_basis, 500000);
    sweep_finish(m);
    m->s->gc.trigger = 1000000; /* nearer than the margin: at least a page */
    sweep_begin(m);
    assert_int_equal(m->s->heap.pace.bytes, 8192);
}

static void the_margin_is_in_proportion_to_the_minimum_heap(void **state) {
    struct machine *m = *state;
    make(m, PAGE);
    m->config.minimum_heap = 65536;
    m->s->gc.heap_live = 10000;
    m->s->gc.trigger = 60000;
    sweep_begin(m);
    assert_int_equal(m->s->heap.pace.bytes, 60000 - 10000 - 16384);
}

/* ---- the page reclaimer: mheap.go, reclaim ---- */

static void whole_free_spans_are_reclaimed_before_the_heap_grows(void **state) {
    struct machine *m = *state;
    uint64_t huge = make(m, HUGE), kept = make(m, HUGE);
    mark(m, kept);
    end_marking(m);
    uint64_t next = make(m, HUGE);
    assert_int_equal(next, huge);
    assert_int_equal(swept_count, 1); /* the marked one was left alone */
}

static void what_was_found_too_much_is_remembered(void **state) {
    struct machine *m = *state;
    for (uint32_t i = 0; i < 4; i++) make(m, LARGE); /* five pages each, in one chunk of 512 */
    end_marking(m);
    make(m, LARGE);
    assert_int_equal(swept_count, 4);
    assert_int_equal(m->s->heap.reclaim_credit, 15);
    make(m, LARGE);
    assert_int_equal(m->s->heap.reclaim_credit, 10);
    assert_int_equal(swept_count, 4);
}

static void what_is_left_over_counts_with_the_next_chunk(void **state) {
    struct machine *m = *state;
    for (uint32_t i = 0; i < 10; i++) make(m, HUGE);
    end_marking(m);
    m->s->heap.reclaim_credit = 3;
    make(m, HUGE);
    assert_int_equal(m->s->heap.reclaim_credit, 3 + swept_count * 49 - 49);
}

static void reclaiming_stops_when_enough_is_found(void **state) {
    struct machine *m = *state;
    for (uint32_t i = 0; i < 40; i++) make(m, HUGE); /* 49 pages each, about ten in a chunk */
    end_marking(m);
    make(m, HUGE);
    assert_in_range(swept_count, 9, 11);
    assert_in_range(m->s->heap.reclaim_page, 512, 512);
}

/* ---- clearing memory ---- */

static uint64_t words_cleared(const struct machine *m) {
    return m->s->clock.units[COST_ZERO];
}

static void fresh_memory_is_not_cleared(void **state) {
    struct machine *m = *state;
    make_many(m, PAIR, 600);
    make(m, LARGE);
    assert_int_equal(words_cleared(m), 0);
}

static void used_memory_is_cleared_when_a_slot_is_taken(void **state) {
    struct machine *m = *state;
    uint64_t kept = make(m, PAIR), freed = make(m, PAIR);
    memset(arena_bytes(m, freed), 0xff, 16);
    mark(m, kept);
    end_marking(m);
    assert_int_equal(make(m, PAIR), freed);
    assert_int_equal(words_cleared(m), 2);
    assert_int_equal(word_read(m, freed) | word_read(m, freed + 8), 0);
    make(m, PAIR); /* this slot was never used, but the span does not know */
    assert_int_equal(words_cleared(m), 4);
}

static void a_span_in_which_nothing_died_stays_clean(void **state) {
    struct machine *m = *state;
    uint64_t kept = make(m, PAIR);
    mark(m, kept);
    end_marking(m);
    make(m, PAIR);
    assert_int_equal(words_cleared(m), 0);
}

static void pages_that_were_used_are_dirty(void **state) {
    struct machine *m = *state;
    uint64_t old = make(m, HUGE);
    memset(arena_bytes(m, old), 0xff, 400000);
    end_marking(m);
    sweep_finish(m);
    assert_int_equal(make(m, HUGE), old);
    assert_int_equal(words_cleared(m), 401408 / 8); /* 49 pages */
    for (uint32_t at = 0; at < 401408; at += 8) assert_int_equal(word_read(m, old + at), 0);
}

/* ---- heap_live ---- */

static void a_span_counts_as_full_when_it_is_taken(void **state) {
    struct machine *m = *state;
    uint64_t live = m->s->gc.heap_live;
    uint64_t first = make(m, PAIR);
    assert_int_equal(m->s->gc.heap_live - live, 8192);
    make_many(m, PAIR, 511);
    assert_int_equal(m->s->gc.heap_live - live, 8192);
    make(m, LARGE);
    assert_int_equal(m->s->gc.heap_live - live, 8192 + 40960);
    for (uint32_t i = 0; i < 500; i++) mark(m, first + 16 * i);
    end_marking(m);
    live = m->s->gc.heap_live;
    make(m, PAIR); /* a swept span with twelve free slots */
    assert_int_equal(m->s->gc.heap_live - live, 12 * 16);
}

/* ---- no memory left ---- */

static void free_slots_of_another_processor_are_used_before_memory_is_out(void **state) {
    struct machine *m = *state;
    uint64_t other = make(m, PAIR);
    m->config.pages_max = m->s->heap.pages_mapped = 5; /* the stack's and this one */
    m->processors[0].pages.free = 0;
    m->s->on = 1;
    assert_int_equal(heap_allocate(m, PAIR), other + 16);
    assert_int_equal(heap_allocate(m, NUMBERS), 0);
    assert_int_equal(heap_allocate(m, LARGE), 0);
}

#define SWEEP_TEST(name) cmocka_unit_test_setup_teardown(name, open_machine, close_machine)

int main(void) {
    const struct CMUnitTest tests[] = {
        SWEEP_TEST(full_spans_wait_in_their_set),
        SWEEP_TEST(the_sets_change_roles_when_sweeping_begins),
        SWEEP_TEST(large_objects_wait_among_the_full),
        SWEEP_TEST(a_swept_span_with_room_is_taken_first),
        SWEEP_TEST(then_an_unswept_one_with_room_is_swept_and_taken),
        SWEEP_TEST(then_full_ones_are_swept_in_the_order_they_came),
        SWEEP_TEST(at_most_a_hundred_and_one_are_tried),
        SWEEP_TEST(a_span_that_is_all_free_can_be_kept),
        SWEEP_TEST(slots_are_taken_in_ascending_order_across_words_of_the_bitmap),
        SWEEP_TEST(objects_with_and_without_pointers_have_spans_of_their_own),
        SWEEP_TEST(every_processor_has_spans_of_its_own),
        SWEEP_TEST(a_processor_sweeps_what_it_held_before_it_allocates),
        SWEEP_TEST(spans_are_swept_by_class_the_full_ones_first),
        SWEEP_TEST(debt_is_paid_in_proportion_to_what_is_taken),
        SWEEP_TEST(the_pace_follows_from_the_trigger),
        SWEEP_TEST(the_margin_is_in_proportion_to_the_minimum_heap),
        SWEEP_TEST(whole_free_spans_are_reclaimed_before_the_heap_grows),
        SWEEP_TEST(what_was_found_too_much_is_remembered),
        SWEEP_TEST(what_is_left_over_counts_with_the_next_chunk),
        SWEEP_TEST(reclaiming_stops_when_enough_is_found),
        SWEEP_TEST(fresh_memory_is_not_cleared),
        SWEEP_TEST(used_memory_is_cleared_when_a_slot_is_taken),
        SWEEP_TEST(a_span_in_which_nothing_died_stays_clean),
        SWEEP_TEST(pages_that_were_used_are_dirty),
        SWEEP_TEST(a_span_counts_as_full_when_it_is_taken),
        SWEEP_TEST(free_slots_of_another_processor_are_used_before_memory_is_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}

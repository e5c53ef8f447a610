/* Which pages a request gets, in sequences worked out by hand from the rules of Go's page allocator:
 * the lowest run that is long enough; requests for fewer than 16 pages from the processor's cache of
 * a block of 64; growth by 512. The stack of main has the first four pages, outside of any cache. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "machine/heap/heap.h"
#include "machine/heap/page.h"
#include "support/build.h"

static struct scenario scenario;
static struct machine machine;

static int open_machine(void **state) {
    build_script(&scenario, "'functions': {'main': []}");
    scenario.config.pages_max = 8192;
    scenario.config.procs = 3;
    *state = &machine;
    return !machine_open(&machine, &scenario.program, &scenario.config);
}

static int close_machine(void **state) {
    machine_close(*state);
    scenario_free(&scenario);
    return 0;
}

enum { NO_PAGES = -1 };

/* The first page of a new span. */
static int take(struct machine *m, uint32_t pages) {
    return (int)span_allocate(m, pages, SPAN_STACK) - 1;
}

static void require(struct machine *m, uint32_t pages, int first) {
    assert_int_equal(take(m, pages), first);
}

/* As many requests for one page, which get pages in a row. */
static void require_singles(struct machine *m, int first, int last) {
    for (int page = first; page <= last; page++) require(m, 1, page);
}

/* Memory ends where it does from now on: as in a smaller machine. */
static void limit(struct machine *m, uint32_t pages) {
    m->config.pages_max = pages;
    m->s->heap.pages_mapped = pages;
}

static void the_first_span_is_at_the_beginning_of_the_arena(void **state) {
    struct machine *m = *state;
    assert_int_equal(m->spans[0].pages, STACK_SPAN_PAGES);
    assert_int_equal(m->s->heap.pages_mapped, 512);
    assert_int_equal(m->processors[0].pages.free, 0); /* there was nothing yet to cache */
}

static void small_requests_come_from_a_block_of_64(void **state) {
    struct machine *m = *state;
    require(m, 1, 4);
    require(m, 3, 5);
    require(m, 1, 8);
    require(m, 15, 9);
    require(m, 1, 24);
}

static void large_requests_pass_the_cached_block_by(void **state) {
    struct machine *m = *state;
    require(m, 16, 4); /* nothing is cached yet */
    require(m, 1, 20);
    require(m, 16, 64);
    require(m, 1, 21);
    require(m, 100, 80);
    require(m, 1, 22);
}

static void a_hole_is_taken_by_the_first_that_fits(void **state) {
    struct machine *m = *state;
    require(m, 1, 4);
    require(m, 16, 64);
    require(m, 16, 80);
    span_free(m, 64);
    require(m, 17, 96);
    require(m, 16, 64);
    require(m, 16, 113);
}

static void freed_pages_do_not_go_into_the_cache(void **state) {
    struct machine *m = *state;
    require_singles(m, 4, 10);
    span_free(m, 6);
    require(m, 1, 11);
    require_singles(m, 12, 63); /* to the end of the block ... */
    require(m, 1, 6);           /* ... then the block with the lowest free page is cached again */
    require(m, 1, 64);
}

static void what_the_cache_cannot_give_comes_from_the_heap(void **state) {
    struct machine *m = *state;
    require(m, 15, 4);
    require(m, 15, 19);
    require(m, 15, 34);
    require(m, 10, 49); /* 59 to 63 are left */
    require(m, 6, 64);
    require(m, 5, 59);
    require(m, 1, 70); /* the block of 64 to 127 is cached, behind the six */
}

static void runs_go_across_blocks(void **state) {
    struct machine *m = *state;
    require(m, 50, 4);
    require(m, 64, 54);
    require(m, 128, 118);
    span_free(m, 54);
    require(m, 65, 246);
    require(m, 64, 54);
}

static void the_arena_grows_by_4_MiB_at_least(void **state) {
    struct machine *m = *state;
    require(m, 600, 4); /* 508 pages were free: 1024 more */
    assert_int_equal(m->s->heap.pages_mapped, 1536);
    require(m, 512, 604);
    require(m, 420, 1116);
    assert_int_equal(m->s->heap.pages_mapped, 1536);
    require(m, 16, 1536);
    assert_int_equal(m->s->heap.pages_mapped, 2048);
    require(m, 1, 1552);
}

static void processors_take_blocks_of_their_own(void **state) {
    struct machine *m = *state;
    require(m, 1, 4);
    m->s->on = 1;
    require(m, 1, 64);
    m->s->on = 2;
    require(m, 1, 128);
    m->s->on = 0;
    require(m, 2, 5);
    m->s->on = 1;
    require(m, 2, 65);
    require(m, 16, 192);
}

static void a_flushed_cache_is_free_for_all(void **state) {
    struct machine *m = *state;
    require(m, 1, 4);
    page_cache_flush(m, &m->processors[0]);
    assert_int_equal(m->processors[0].pages.free, 0);
    require(m, 16, 5);
    require(m, 1, 21);
}

static void no_page_is_held_back_when_memory_is_out(void **state) {
    struct machine *m = *state;
    limit(m, 40);
    require(m, 1, 4); /* the first processor holds the others now */
    m->s->on = 1;
    require(m, 1, 5);
    require(m, 20, 6);
    require(m, 15, NO_PAGES);
    require(m, 14, 26);
    require(m, 1, NO_PAGES);
    m->s->on = 0;
    require(m, 1, NO_PAGES);
    span_free(m, 5);
    require(m, 1, 5);
}

static void memory_ends_inside_a_block(void **state) {
    struct machine *m = *state;
    limit(m, 70);
    require_singles(m, 4, 69);
    require(m, 1, NO_PAGES);
}

static void work_buffers_may_lie_behind_the_end(void **state) {
    struct machine *m = *state;
    limit(m, 8);
    require(m, 4, 4);
    assert_int_equal(span_allocate(m, WORKBUF_SPAN_PAGES, SPAN_WORKBUF), 8 + 1);
    require(m, 1, NO_PAGES);
    span_free(m, 8);
    require(m, 1, NO_PAGES);
}

static void pages_count_as_used_up_to_the_last_one_touched(void **state) {
    struct machine *m = *state;
    require(m, 1, 4);
    assert_int_equal(m->s->heap.pages_used, 5);
    m->s->on = 1;
    require(m, 1, 64);
    assert_int_equal(m->s->heap.pages_used, 65);
    assert_int_equal(m->s->heap.pages_touched, 6);
    assert_false(m->spans[64].need_zero);
    m->s->on = 0;
    require(m, 1, 5); /* below the mark: Go cannot tell that it is still zero */
    assert_true(m->spans[5].need_zero);
    assert_int_equal(m->s->heap.pages_touched, 7);
    span_free(m, 64);
    page_cache_flush(m, &m->processors[1]);
    require(m, 16, 64);
    assert_true(m->spans[64].need_zero);
    assert_int_equal(m->s->heap.pages_touched, 22);
}

#define PAGES_TEST(name) cmocka_unit_test_setup_teardown(name, open_machine, close_machine)

int main(void) {
    const struct CMUnitTest tests[] = {
        PAGES_TEST(the_first_span_is_at_the_beginning_of_the_arena),
        PAGES_TEST(small_requests_come_from_a_block_of_64),
        PAGES_TEST(large_requests_pass_the_cached_block_by),
        PAGES_TEST(a_hole_is_taken_by_the_first_that_fits),
        PAGES_TEST(freed_pages_do_not_go_into_the_cache),
        PAGES_TEST(what_the_cache_cannot_give_comes_from_the_heap),
        PAGES_TEST(runs_go_across_blocks),
        PAGES_TEST(the_arena_grows_by_4_MiB_at_least),
        PAGES_TEST(processors_take_blocks_of_their_own),
        PAGES_TEST(a_flushed_cache_is_free_for_all),
        PAGES_TEST(no_page_is_held_back_when_memory_is_out),
        PAGES_TEST(memory_ends_inside_a_block),
        PAGES_TEST(work_buffers_may_lie_behind_the_end),
        PAGES_TEST(pages_count_as_used_up_to_the_last_one_touched),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}

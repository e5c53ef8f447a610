/* Marking at full speed against marking step by step, on random heaps: after the same number of
 * units the two must be in the same state, to the last byte, in both orders. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/random.h"
#include "machine/check/check.h"
#include "machine/gc/gc.h"
#include "machine/heap/heap.h"
#include "machine/memory.h"
#include "support/build.h"
#include "support/run.h"

/* Small and large, with pointers first, last, in between and nowhere; two of a size. */
static const char SCRIPT[] =
    "'types': {'Leaf': {'a': 'int', 'b': 'int'}, 'List': {'next': '*List', 'value': 'int'},"
    "'Tree': {'left': '*Tree', 'right': '*Tree', 'id': 'int'},"
    "'Late': {'a': 'int', 'b': 'int', 'next': '*Tree'},"
    "'Odd': {'a': '*Tree', 'n': 'int', 'b': '*List', 'm': 'int', 'c': '*Leaf', 'd': '*Late',"
    "'k': '[40]int', 'e': '*Tree'}, 'Far': {'k': '[60]int', 'e': '*Tree', 'f': '*List'},"
    "'Six': {'next': '[6]*Tree'}, 'Row': {'all': '[300]*Tree'},"
    "'Huge': {'all': '[20000]*Tree'}, 'Ints': {'all': '[5000]int'}},"
    "'globals': {'roots': '[40]*Tree'},"
    "'functions': {'make': ["
    "{'var': 'a', 'type': '*Leaf'}, {'new': 'Leaf', 'to': 'a', 'escape': 'heap'},"
    "{'var': 'b', 'type': '*List'}, {'new': 'List', 'to': 'b', 'escape': 'heap'},"
    "{'var': 'c', 'type': '*Tree'}, {'new': 'Tree', 'to': 'c', 'escape': 'heap'},"
    "{'var': 'd', 'type': '*Late'}, {'new': 'Late', 'to': 'd', 'escape': 'heap'},"
    "{'var': 'e', 'type': '*Odd'}, {'new': 'Odd', 'to': 'e', 'escape': 'heap'},"
    "{'var': 'f', 'type': '*Far'}, {'new': 'Far', 'to': 'f', 'escape': 'heap'},"
    "{'var': 'g', 'type': '*Six'}, {'new': 'Six', 'to': 'g', 'escape': 'heap'},"
    "{'var': 'h', 'type': '*Row'}, {'new': 'Row', 'to': 'h', 'escape': 'heap'},"
    "{'var': 'i', 'type': '*Huge'}, {'new': 'Huge', 'to': 'i', 'escape': 'heap'},"
    "{'var': 'j', 'type': '*Ints'}, {'new': 'Ints', 'to': 'j', 'escape': 'heap'}],"
    "'main': [{'yield': true}]}";

enum { OBJECTS = 3000, PAGES = 1024 };

struct heap_of {
    struct scenario scenario;
    struct machine m;
    uint64_t random;
    uint64_t objects[OBJECTS];
};

/* Mostly small ones: the last sites are the large ones. */
static uint32_t random_site(struct heap_of *h) {
    uint32_t sites = h->m.program->site_count;
    uint64_t roll = random_next(&h->random);
    if (roll % 200 == 0) return (uint32_t)(roll >> 8) % sites;
    return (uint32_t)(roll >> 8) % (sites - 3);
}

/* A pointer to an object, as a rule; or into one, to nowhere, to the globals, to a stack, into a
 * free slot. Neighbours are likely. */
static uint64_t random_word(struct heap_of *h, uint32_t i) {
    uint64_t roll = random_next(&h->random), which = roll >> 32;
    uint64_t near = h->objects[(i + which % 8) % OBJECTS], any = h->objects[which % OBJECTS];
    switch (roll % 16) {
    case 0: return any + 8 * (roll >> 8 & 3);
    case 1: return roll;
    case 2: return GLOBALS_BASE + (roll >> 8) % 512;
    case 3: return goroutine_of(&h->m, 1)->sp;
    case 4: return ARENA_BASE + (roll >> 8) % ((uint64_t)PAGES * PAGE_SIZE);
    case 5:
    case 6: return 0;
    default: return roll >> 8 & 1 ? near : any;
    }
}

static void fill(struct heap_of *h, uint32_t i) {
    struct object o;
    assert_true(heap_find(&h->m, h->objects[i], &o));
    uint32_t words = object_span(&h->m, &o)->element_size / WORD;
    if (words > 2000) words = 2000;
    for (uint32_t word = 0; word < words; word++) {
        uint64_t value = random_word(h, i);
        memcpy(arena_bytes(&h->m, o.address + word * WORD), &value, sizeof value);
    }
}

static void set_roots(struct heap_of *h, uint32_t count) {
    for (uint32_t i = 0; i < count; i++) {
        uint64_t value = h->objects[random_next(&h->random) % OBJECTS];
        memcpy(h->m.globals + i * WORD, &value, sizeof value);
    }
}

/* Half of the objects die between the two halves of the making, so that slots are used again. */
static void make(struct heap_of *h, uint64_t seed, enum order order) {
    build_script(&h->scenario, SCRIPT);
    struct config c = h->scenario.config;
    c.pages_max = PAGES;
    c.gogc = -1;
    c.order = order;
    c.checkmark = false;
    c.procs = seed % 2 ? 1 : 4;
    assert_true(machine_open(&h->m, &h->scenario.program, &c));
    h->random = seed;
    for (uint32_t half = 0; half < 2; half++) {
        for (uint32_t i = 0; i < OBJECTS; i++) {
            if (half && random_next(&h->random) % 2) continue;
            h->objects[i] = heap_allocate(&h->m, random_site(h));
            assert_true(h->objects[i]);
        }
        for (uint32_t i = 0; i < OBJECTS; i++) fill(h, i);
        set_roots(h, 1 + (uint32_t)(seed % 40));
        if (half) break;
        gc_request(&h->m, GC_START);
        while (h->m.s->gc.stage != STAGE_IDLE) gc_run(&h->m, UINT64_MAX);
        for (uint32_t i = 0; i < OBJECTS; i++) {
            struct object o;
            if (!heap_find(&h->m, h->objects[i], &o)) h->objects[i] = heap_allocate(&h->m, 0);
        }
    }
}

static void unmake(struct heap_of *h) {
    machine_close(&h->m);
    scenario_free(&h->scenario);
}

static void require_equal(const struct machine *a, const struct machine *b, uint64_t seed) {
    for (int i = 0; i < COST_COUNT; i++)
        if (a->s->clock.units[i] != b->s->clock.units[i])
            fail_msg("seed %d: cost %d: %d and %d units", (int)seed, i, (int)a->s->clock.units[i],
                     (int)b->s->clock.units[i]);
    if (a->s->gc.grey_count != b->s->gc.grey_count)
        fail_msg("seed %d: %d and %d grey", (int)seed, (int)a->s->gc.grey_count,
                 (int)b->s->gc.grey_count);
    for (uint32_t p = 0; p < a->config.procs; p++)
        assert_int_equal(a->s->clock.ticks[p], b->s->clock.ticks[p]);
    if (machine_hash(a) != machine_hash(b)) fail_msg("seed %d: the states differ", (int)seed);
}

static void ignore(void *user, const struct event *e) {
    (void)user;
    (void)e;
}

/* One cycle, `fast` in leaps of random size and `slow` unit by unit behind it: whoever has a sink
 * gets no whole objects. */
static void compare_cycle(struct heap_of *fast, struct heap_of *slow, uint64_t seed) {
    uint64_t random = seed, leaps = 0;
    slow->m.sink = (struct sink){ignore, NULL};
    gc_request(&fast->m, GC_START);
    gc_request(&slow->m, GC_START);
    while (fast->m.s->gc.stage != STAGE_IDLE) {
        uint64_t roll = random_next(&random);
        uint64_t budget = roll % 4 ? roll >> 8 & 0xfff : UINT64_MAX;
        if (seed % 5 == 0) budget = UINT64_MAX;
        uint64_t spent = gc_run(&fast->m, budget);
        assert_true(budget == UINT64_MAX || spent < budget + 2 * BITS_PART_MAX + 1);
        for (uint64_t i = 0; i < spent; i++) assert_int_equal(gc_run(&slow->m, 1), 1);
        require_equal(&fast->m, &slow->m, seed);
        const char *wrong = leaps++ % 16 == 0 ? check_state(&fast->m) : NULL;
        if (wrong) fail_msg("seed %d: %s", (int)seed, wrong);
    }
    assert_int_equal(slow->m.s->gc.stage, STAGE_IDLE);
}

static void compare(uint64_t seed, enum order order) {
    struct heap_of fast, slow;
    make(&fast, seed, order);
    make(&slow, seed, order);
    require_equal(&fast.m, &slow.m, seed);
    for (int cycle = 0; cycle < 2; cycle++) compare_cycle(&fast, &slow, seed);
    assert_null(check_state(&fast.m));
    unmake(&fast);
    unmake(&slow);
}

static void full_speed_and_steps_agree_in_go_s_order(void **state) {
    (void)state;
    for (uint64_t seed = 0; seed < 20; seed++) compare(seed, ORDER_STACK);
}

static void full_speed_and_steps_agree_in_the_near_order(void **state) {
    (void)state;
    for (uint64_t seed = 0; seed < 20; seed++) compare(seed, ORDER_NEAR);
}

/* ---- what the orders are ---- */

static void both_orders_mark_the_same(void **state) {
    (void)state;
    for (uint64_t seed = 0; seed < 6; seed++) {
        struct heap_of a, b;
        make(&a, seed, ORDER_STACK);
        make(&b, seed, ORDER_NEAR);
        for (int i = 0; i < 2; i++) {
            struct machine *m = i ? &b.m : &a.m;
            gc_request(m, GC_START);
            while (m->s->gc.stage != STAGE_IDLE) gc_run(m, UINT64_MAX);
        }
        assert_int_equal(a.m.s->gc.heap_marked, b.m.s->gc.heap_marked);
        assert_int_equal(a.m.s->statistics.frees, b.m.s->statistics.frees);
        unmake(&a);
        unmake(&b);
    }
}

static void nothing_is_lost_in_the_near_order(void **state) {
    (void)state;
    for (const char *const *path = build_scenario_paths(); *path; path++) {
        struct scenario s;
        struct run r;
        build_load(&s, *path);
        s.config.order = ORDER_NEAR;
        s.config.pages_max = 64;
        s.config.goroutines_max = 16;
        s.program.directive_count = 0;
        for (uint64_t seed = 0; seed < 4 && s.config.barrier != BARRIER_NONE; seed++) {
            s.config.seed = seed;
            run_open(&r, &s);
            r.steps_max = 100000;
            run_to_end(&r);
            assert_int_equal(r.m.s->gc.lost, 0);
            run_close(&r);
        }
        scenario_free(&s);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(full_speed_and_steps_agree_in_go_s_order),
        cmocka_unit_test(full_speed_and_steps_agree_in_the_near_order),
        cmocka_unit_test(both_orders_mark_the_same),
        cmocka_unit_test(nothing_is_lost_in_the_near_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}

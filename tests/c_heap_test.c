/* The allocator of the C heap against numbers recorded from glibc 2.36, and under random calls; the
 * list of who lives where is kept here a second time. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/random.h"
#include "machine/check/check.h"
#include "machine/manual/c_heap.h"
#include "machine/memory.h"
#include "support/build.h"

/* A machine at step 0 whose program could call malloc; the tests call in its place. */
struct bench {
    struct scenario s;
    struct machine m;
};

static void bench_open(struct bench *b, uint32_t limit) {
    build_script(&b->s, "'functions': {'main': [{'malloc': 'int', 'to': 'p'}]}");
    b->s.config.c_limit = limit;
    assert_true(machine_open(&b->m, &b->s.program, &b->s.config));
}

static void bench_close(struct bench *b) {
    machine_close(&b->m);
    scenario_free(&b->s);
}

static uint64_t get(struct bench *b, uint64_t bytes) {
    uint64_t payload = c_malloc(&b->m, bytes);
    assert_int_not_equal(payload, 0);
    assert_int_equal(payload % 16, 0);
    return payload;
}

static uint64_t usable(struct bench *b, uint64_t payload) {
    return c_usable(c_size(&b->m, c_chunk_of(payload)));
}

static void require_sound(struct bench *b) {
    const char *wrong = check_state(&b->m);
    if (wrong) fail_msg("%s", wrong);
}

/* ---- recorded ---- */

static void usable_sizes_are_those_of_glibc(void **state) {
    (void)state;
    static const struct {
        uint64_t bytes, usable;
    } ROWS[] = {{0, 24},      {1, 24},      {24, 24},     {25, 40},     {40, 40},
                {41, 56},     {56, 56},     {57, 72},     {100, 104},   {1000, 1000},
                {4096, 4104}, {1032, 1032}, {1033, 1048}, {2000, 2008}, {65536, 65544}};
    struct bench b;
    bench_open(&b, 1 << 20);
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++)
        assert_int_equal(usable(&b, get(&b, ROWS[i].bytes)), ROWS[i].usable);
    require_sound(&b);
    bench_close(&b);
}

static void consecutive_small_chunks_are_32_bytes_apart(void **state) {
    (void)state;
    struct bench b;
    bench_open(&b, 1 << 20);
    uint64_t first = get(&b, 24);
    assert_int_equal(first, C_HEAP_BASE + 0x2a0); /* behind the cache, as in any process */
    for (uint64_t i = 1; i < 100; i++) assert_int_equal(get(&b, 24), first + 32 * i);
    assert_int_equal(c_word(&b.m, first - 8), 0x21); /* the size word: 32, the one before in use */
    bench_close(&b);
}

static void the_chunk_freed_last_comes_back_first(void **state) {
    (void)state;
    struct bench b;
    bench_open(&b, 1 << 20);
    uint64_t a = get(&b, 24), c = get(&b, 24);
    c_free(&b.m, a);
    c_free(&b.m, c);
    assert_int_equal(get(&b, 24), c);
    assert_int_equal(get(&b, 20), a);
    bench_close(&b);
}

static void twelve_frees_come_back_as_from_cache_and_fastbin(void **state) {
    (void)state;
    static const int ORDER[12] = {6, 5, 4, 3, 2, 1, 0, 11, 7, 8, 9, 10};
    struct bench b;
    uint64_t chunks[12];
    bench_open(&b, 1 << 20);
    for (int i = 0; i < 12; i++) chunks[i] = get(&b, 24);
    for (int i = 0; i < 12; i++) c_free(&b.m, chunks[i]);
    require_sound(&b);
    for (int i = 0; i < 12; i++) assert_int_equal(get(&b, 24), chunks[ORDER[i]]);
    require_sound(&b);
    bench_close(&b);
}

static void free_overwrites_the_first_sixteen_bytes(void **state) {
    (void)state;
    struct bench b;
    bench_open(&b, 1 << 20);
    uint64_t a = get(&b, 40), c = get(&b, 40);
    for (uint64_t at = 0; at < 40; at += 8) word_write(&b.m, c + at, 0x4141414141414141);
    c_free(&b.m, a);
    c_free(&b.m, c);
    assert_int_equal(c_word(&b.m, c), c >> 12 ^ a); /* mangled: safe-linking */
    assert_int_not_equal(c_word(&b.m, c + 8), 0x4141414141414141);
    for (uint64_t at = 16; at < 40; at += 8)
        assert_int_equal(c_word(&b.m, c + at), 0x4141414141414141);
    bench_close(&b);
}

/* 2000 blocks of 1500 bytes, every second freed: holes of 1520 bytes each, and 100,000 bytes do not
 * fit into any of them. */
static void holes_cannot_be_used_for_something_larger(void **state) {
    (void)state;
    static uint64_t blocks[2000];
    struct bench b;
    bench_open(&b, 8 << 20);
    for (int i = 0; i < 2000; i++) blocks[i] = get(&b, 1500);
    for (int i = 0; i < 2000; i += 2) c_free(&b.m, blocks[i]);
    struct c_free_pieces p = c_free_pieces(&b.m);
    assert_int_equal(p.pieces, 1001); /* the holes and the top */
    assert_true(get(&b, 100000) > blocks[1999]);
    require_sound(&b);
    bench_close(&b);
}

/* ---- splitting and joining ---- */

static void neighbours_are_joined_when_they_are_freed(void **state) {
    (void)state;
    struct bench b;
    bench_open(&b, 1 << 20);
    uint64_t a = get(&b, 2000), c = get(&b, 2000), d = get(&b, 2000), fence = get(&b, 24);
    c_free(&b.m, a);
    c_free(&b.m, d);
    assert_int_equal(c_free_pieces(&b.m).pieces, 3);
    c_free(&b.m, c);
    assert_int_equal(c_free_pieces(&b.m).pieces, 2);
    assert_int_equal(c_size(&b.m, c_chunk_of(a)), 3 * 2016);
    assert_int_equal(c_word(&b.m, c_chunk_of(fence)), 3 * 2016); /* the boundary tag */
    require_sound(&b);
    uint64_t half = get(&b, 3000), rest = get(&b, 3000);
    assert_int_equal(half, a); /* split */
    assert_int_equal(rest, a + 3008);
    require_sound(&b);
    bench_close(&b);
}

static void the_last_chunk_joins_the_top(void **state) {
    (void)state;
    struct bench b;
    bench_open(&b, 1 << 20);
    uint64_t a = get(&b, 2000);
    uint32_t top = c_size(&b.m, b.m.c_arena->top);
    c_free(&b.m, a);
    assert_int_equal(b.m.c_arena->top, c_chunk_of(a));
    assert_int_equal(c_size(&b.m, b.m.c_arena->top), top + 2016);
    require_sound(&b);
    bench_close(&b);
}

static void fast_chunks_are_joined_when_a_large_request_needs_them(void **state) {
    (void)state;
    struct bench b;
    uint64_t chunks[20];
    bench_open(&b, 1 << 20);
    for (int i = 0; i < 20; i++) chunks[i] = get(&b, 100);
    uint64_t fence = get(&b, 24);
    for (int i = 0; i < 20; i++) c_free(&b.m, chunks[i]); /* 7 cached, 13 in a fastbin */
    assert_true(c_has_fast(&b.m));
    assert_int_equal(get(&b, 13 * 112 - 8), chunks[7]);
    assert_false(c_has_fast(&b.m));
    assert_true(fence > chunks[19]);
    require_sound(&b);
    bench_close(&b);
}

/* largebin_index of glibc, at the borders of its ranges. */
static void every_size_has_its_bin(void **state) {
    (void)state;
    static const struct {
        uint64_t size;
        uint32_t bin;
    } ROWS[] = {{32, 2},       {48, 3},       {1008, 63},   {1024, 64},    {1072, 64},
                {1088, 65},    {3072, 96},    {3120, 96},   {3136, 97},    {10736, 111},
                {10752, 112},  {45040, 120},  {45056, 120}, {163824, 123}, {163840, 124},
                {786416, 126}, {1 << 20, 126}};
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++)
        assert_int_equal(c_bin_of(ROWS[i].size), ROWS[i].bin);
}

/* ---- the limit ---- */

static void a_full_heap_gives_nothing_and_goes_on(void **state) {
    (void)state;
    struct bench b;
    uint32_t count = 0;
    uint64_t last = 0, payload;
    bench_open(&b, 16384);
    while ((payload = c_malloc(&b.m, 1000)) != 0) {
        last = payload;
        count++;
    }
    assert_int_equal(count, (16384 - 0x290 - 32) / 1008);
    assert_int_equal(b.m.s->c_brk, 16384);
    assert_int_equal(c_malloc(&b.m, UINT64_MAX), 0);
    assert_int_equal(c_malloc(&b.m, 1ull << 40), 0);
    assert_true(machine_running(&b.m));
    c_free(&b.m, last);
    assert_int_equal(get(&b, 1000), last);
    require_sound(&b);
    bench_close(&b);
}

static void a_heap_too_small_for_the_cache_gives_nothing(void **state) {
    (void)state;
    struct bench b;
    bench_open(&b, 0);
    assert_int_equal(c_malloc(&b.m, 1), 0);
    assert_int_equal(c_malloc(&b.m, 1), 0);
    require_sound(&b);
    bench_close(&b);
}

static void brk_grows_by_what_is_needed_and_128_kilobytes(void **state) {
    (void)state;
    struct bench b;
    bench_open(&b, 1 << 20);
    get(&b, 24);
    assert_int_equal(b.m.s->c_brk, 0x21000); /* as in any process */
    get(&b, 200000);
    assert_int_equal(b.m.s->c_brk % 4096, 0);
    require_sound(&b);
    bench_close(&b);
}

/* ---- realloc ---- */

static void realloc_grows_into_the_top_and_shrinks_in_place(void **state) {
    (void)state;
    struct bench b;
    bench_open(&b, 1 << 20);
    uint64_t a = get(&b, 24);
    assert_int_equal(c_realloc(&b.m, a, 5000), a);
    assert_int_equal(usable(&b, a), 5000);
    assert_int_equal(c_realloc(&b.m, a, 100), a);
    assert_int_equal(usable(&b, a), 104);
    require_sound(&b);
    bench_close(&b);
}

static void realloc_takes_the_free_chunk_behind_or_moves(void **state) {
    (void)state;
    struct bench b;
    bench_open(&b, 1 << 20);
    uint64_t a = get(&b, 2000), c = get(&b, 2000), d = get(&b, 24);
    word_write(&b.m, a, 4711);
    word_write(&b.m, a + 1992, 4712);
    c_free(&b.m, c);
    assert_int_equal(c_realloc(&b.m, a, 3000), a); /* and the rest behind it stays free */
    require_sound(&b);
    uint64_t moved = c_realloc(&b.m, a, 30000);
    assert_true(moved > d);
    assert_int_equal(c_word(&b.m, moved), 4711);
    assert_int_equal(c_word(&b.m, moved + 1992), 4712);
    require_sound(&b);
    assert_int_equal(c_realloc(&b.m, moved, 1 << 30), 0); /* no room: it stays */
    assert_int_equal(c_word(&b.m, moved), 4711);
    require_sound(&b);
    bench_close(&b);
}

/* ---- random calls, with a list of our own ---- */

enum { SLOTS = 200 };

struct mine {
    uint64_t payload, bytes, seed;
};

static uint64_t stamp(const struct mine *c, uint64_t at) {
    return c->seed * 0x9e3779b97f4a7c15ull + at;
}

static void fill(struct bench *b, struct mine *c) {
    for (uint64_t at = 0; at + 8 <= c->bytes; at += 8)
        word_write(&b->m, c->payload + at, stamp(c, at));
}

static void require_filled(struct bench *b, const struct mine *c, uint64_t bytes) {
    for (uint64_t at = 0; at + 8 <= bytes; at += 8)
        assert_int_equal(c_word(&b->m, c->payload + at), stamp(c, at));
}

static void require_apart(const struct mine *list, const struct mine *c) {
    for (int i = 0; i < SLOTS; i++) {
        const struct mine *o = &list[i];
        if (o == c || !o->payload) continue;
        assert_true(o->payload + o->bytes + 8 <= c->payload ||
                    c->payload + c->bytes + 8 <= o->payload);
    }
}

static uint64_t random_size(uint64_t *random) {
    uint64_t kind = random_next(random) % 10;
    if (kind < 6) return random_next(random) % 200;
    return kind < 9 ? random_next(random) % 3000 : random_next(random) % 40000;
}

static void one_call(struct bench *b, struct mine *list, struct mine *c, uint64_t *random) {
    uint64_t what = random_next(random) % 4, bytes = random_size(random), had = c->bytes;
    if (!c->payload) {
        *c = (struct mine){c_malloc(&b->m, bytes), bytes, random_next(random)};
    } else if (what < 3) {
        require_filled(b, c, c->bytes);
        c_free(&b->m, c->payload);
        c->payload = 0;
        return;
    } else {
        uint64_t now = c_realloc(&b->m, c->payload, bytes);
        if (!now) return;
        c->payload = now;
        c->bytes = bytes;
        require_filled(b, c, had < bytes ? had : bytes);
    }
    if (!c->payload) return;
    assert_int_equal(c->payload % 16, 0);
    assert_true(usable(b, c->payload) >= bytes);
    require_apart(list, c);
    fill(b, c);
}

static void thousands_of_random_calls_keep_every_chunk_whole(void **state) {
    (void)state;
    for (uint64_t seed = 0; seed < 6; seed++) {
        static struct mine list[SLOTS];
        struct bench b;
        uint64_t random = seed;
        bench_open(&b, seed % 2 ? 1 << 20 : 96 << 10);
        memset(list, 0, sizeof list);
        for (int i = 0; i < 4000; i++) {
            one_call(&b, list, &list[random_next(&random) % SLOTS], &random);
            assert_true(machine_running(&b.m));
            if (i % 50 == 0) require_sound(&b);
        }
        for (int i = 0; i < SLOTS; i++)
            if (list[i].payload) c_free(&b.m, list[i].payload);
        require_sound(&b);
        assert_int_equal(b.m.c_arena->counts.live, 0);
        assert_int_equal(b.m.c_arena->counts.live_bytes, 0);
        bench_close(&b);
    }
}

/* ---- whatever was overwritten, the machine survives ---- */

static void spoil(struct bench *b, uint64_t *random) {
    uint64_t at = C_HEAP_BASE + random_next(random) % (b->m.s->c_brk / 8) * 8;
    uint64_t old = c_word(&b->m, at);
    static const uint64_t WORDS[] = {0, 1, 0x21, 0x31, 0x4141414141414141, UINT64_MAX, 0x1000};
    uint64_t kind = random_next(random) % 10;
    uint64_t chunk = C_HEAP_BASE + random_next(random) % b->m.s->c_brk / 16 * 16;
    uint64_t word = kind < 7    ? WORDS[kind]
                    : kind == 7 ? old ^ 1ull << random_next(random) % 64
                                : chunk;
    memcpy(memory_bytes(&b->m, at, 8), &word, 8);
}

static void random_damage_ends_the_program_and_never_the_machine(void **state) {
    (void)state;
    uint32_t ended = 0;
    for (uint64_t seed = 0; seed < 300; seed++) {
        uint64_t random = seed, list[64] = {0};
        struct bench b;
        bench_open(&b, 64 << 10);
        for (int i = 0; i < 600 && machine_running(&b.m); i++) {
            uint64_t *c = &list[random_next(&random) % 64];
            if (i > 200 && i % 20 == 0) spoil(&b, &random);
            if (!*c) *c = c_malloc(&b.m, random_size(&random) % 4000);
            else if (random_next(&random) % 4 == 0) {
                uint64_t now = c_realloc(&b.m, *c, random_size(&random) % 4000);
                if (now) *c = now;
            } else {
                c_free(&b.m, *c);
                *c = 0;
            }
        }
        ended += b.m.s->outcome == OUTCOME_FAULT;
        b.m.c_arena->counts.corruptions = 1;
        require_sound(&b);
        bench_close(&b);
    }
    assert_in_range(ended, 50, 300); /* where it hit something that was used again */
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(usable_sizes_are_those_of_glibc),
        cmocka_unit_test(consecutive_small_chunks_are_32_bytes_apart),
        cmocka_unit_test(the_chunk_freed_last_comes_back_first),
        cmocka_unit_test(twelve_frees_come_back_as_from_cache_and_fastbin),
        cmocka_unit_test(free_overwrites_the_first_sixteen_bytes),
        cmocka_unit_test(holes_cannot_be_used_for_something_larger),
        cmocka_unit_test(neighbours_are_joined_when_they_are_freed),
        cmocka_unit_test(the_last_chunk_joins_the_top),
        cmocka_unit_test(fast_chunks_are_joined_when_a_large_request_needs_them),
        cmocka_unit_test(every_size_has_its_bin),
        cmocka_unit_test(a_full_heap_gives_nothing_and_goes_on),
        cmocka_unit_test(a_heap_too_small_for_the_cache_gives_nothing),
        cmocka_unit_test(brk_grows_by_what_is_needed_and_128_kilobytes),
        cmocka_unit_test(realloc_grows_into_the_top_and_shrinks_in_place),
        cmocka_unit_test(realloc_takes_the_free_chunk_behind_or_moves),
        cmocka_unit_test(thousands_of_random_calls_keep_every_chunk_whole),
        cmocka_unit_test(random_damage_ends_the_program_and_never_the_machine),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}

/* What keeps objects alive, and how much, against the plain meaning of it: an object, a root or a
 * group of roots is taken away, and what cannot be reached any more is what it has kept. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "bench/workload.h"
#include "export/retained_table.h"
#include "machine/inspect/inspect_c.h"
#include "machine/manual/c_watch.h"
#include "machine/memory.h"
#include "session/session.h"
#include "support/build.h"
#include "support/run.h"

/* ---- the heap as plain lists, by the types ---- */

enum { THINGS_MAX = 4096, EDGES_MAX = 4 * THINGS_MAX };

struct thing {
    uint64_t address, size;
    uint32_t type; /* 2 * type + array; UINT32_MAX: not known */
    bool scanned;  /* such as a channel of numbers is not, though it has pointers to goroutines */
};

/* A root's word or record: whose it is. */
struct origin {
    uint64_t place, frame;
    uint32_t goroutine, global, target;
};

struct heap_lists {
    const struct machine *m;
    struct thing things[THINGS_MAX];
    uint32_t count;
    uint32_t first_edge[THINGS_MAX + 1], to[EDGES_MAX], edges;
    struct origin origins[THINGS_MAX];
    uint32_t origin_count;
};

#define NOT_ONE UINT32_MAX

static uint32_t thing_at(const struct heap_lists *h, uint64_t address) {
    for (uint32_t i = 0; i < h->count; i++)
        if (address - h->things[i].address < h->things[i].size) return i;
    return NOT_ONE;
}

static void add_thing(struct heap_lists *h, uint64_t address, uint64_t size, uint32_t site,
                      bool scanned) {
    const struct site *s = &h->m->program->sites[site == NOT_ONE ? 0 : site];
    uint32_t type = site == NOT_ONE ? NOT_ONE : 2 * s->type + s->array;
    assert_true(h->count < THINGS_MAX);
    h->things[h->count++] = (struct thing){address, size, type, scanned};
}

static void list_slots(struct heap_lists *h) {
    const struct machine *m = h->m;
    for (uint32_t page = 0; page < m->s->heap.pages_used; page++) {
        const struct span *s = &m->spans[page];
        if (m->span_of[page] != page + 1 || s->state != SPAN_HEAP) continue;
        for (uint32_t slot = 0; slot < s->element_count; slot++) {
            if (!slot_allocated(m, page, slot)) continue;
            uint64_t at = page_address(page) + (uint64_t)slot * s->element_size;
            const struct tag *tag = &m->tags[(at - ARENA_BASE) / WORD];
            add_thing(h, at, s->element_size, tag->serial ? tag->site : NOT_ONE, !s->noscan);
        }
    }
}

static void list_chunk(void *user, const struct object_view *o) {
    struct heap_lists *h = user;
    if (!o->manual || o->colour != COLOUR_MANUAL) return;
    add_thing(h, o->address, c_size(h->m, c_chunk_of(o->address)) - C_HEADER, o->site, true);
}

static void add_edge(struct heap_lists *h, uint64_t word) {
    uint32_t to = thing_at(h, word);
    assert_true(h->edges < EDGES_MAX);
    if (to != NOT_ONE) h->to[h->edges++] = to;
}

static void list_edges(struct heap_lists *h) {
    const struct machine *m = h->m;
    for (uint32_t i = 0; i < h->count; i++) {
        const struct thing *t = &h->things[i];
        bool manual = address_in_c_heap(m, t->address);
        h->first_edge[i] = h->edges;
        for (uint64_t at = t->address; at + WORD <= t->address + t->size; at += WORD) {
            bool holds = manual
                             ? (c_granule(m, at)->written >> at % C_ALIGN & 0xff) == 0xff
                             : t->scanned && t->type != NOT_ONE && inspect_place_is_pointer(m, at);
            if (holds) add_edge(h, word_read(m, at));
        }
    }
    h->first_edge[h->count] = h->edges;
}

static void add_origin(struct heap_lists *h, struct origin o, uint64_t word) {
    o.target = thing_at(h, word);
    assert_true(h->origin_count < THINGS_MAX);
    if (o.target != NOT_ONE) h->origins[h->origin_count++] = o;
}

/* The first that has the word. */
static const struct global *global_of(const struct program *p, uint64_t offset) {
    for (uint32_t i = 0; i < p->global_count; i++)
        if (offset - p->globals[i].offset < p->types[p->globals[i].type].size)
            return &p->globals[i];
    return NULL;
}

/* In the segments of a dump it is not the types that say where pointers are. */
static bool global_holds_pointer(const struct program *p, const struct global *g, uint32_t word) {
    bool is = g && type_word_is_pointer(&p->types[g->type], word - g->offset / WORD);
    if (p->global_count < 200) assert_int_equal(is, p->global_pointers[word / 64] >> word % 64 & 1);
    return p->global_pointers[word / 64] >> word % 64 & 1;
}

static void list_globals(struct heap_lists *h) {
    const struct program *p = h->m->program;
    for (uint32_t word = 0; word < p->global_bytes / WORD; word++) {
        const struct global *g = global_of(p, word * (uint64_t)WORD);
        uint64_t at = program_globals(p) + word * (uint64_t)WORD;
        if (!global_holds_pointer(p, g, word)) continue;
        bool named = type_word_is_pointer(&p->types[g->type], word - g->offset / WORD);
        struct origin o = {.place = at, .global = named ? (uint32_t)(g - p->globals) + 1 : 0};
        add_origin(h, o, word_read(h->m, at));
    }
}

static void list_variable(struct heap_lists *h, uint32_t goroutine, const struct frame *f,
                          const struct variable *v) {
    const struct type *t = &h->m->program->types[v->type];
    for (uint32_t word = 0; word < type_words(t); word++) {
        uint64_t at = slot_address(f->address, v->slot + (int32_t)word);
        if (type_word_is_pointer(t, word))
            add_origin(h, (struct origin){.place = at, .frame = f->address, .goroutine = goroutine},
                       word_read(h->m, at));
    }
}

static void list_goroutine(struct heap_lists *h, uint32_t number) {
    const struct goroutine *g = goroutine_of(h->m, number);
    struct frame f;
    for (bool more = frame_innermost(h->m, g, &f); more; more = frame_caller(h->m, &f)) {
        const struct function *function = &h->m->program->functions[f.function];
        for (uint32_t i = 0; i < function->variable_count; i++)
            list_variable(h, number, &f, &function->variables[i]);
    }
    add_origin(h, (struct origin){.goroutine = number}, g->waiting);
    add_origin(h, (struct origin){.goroutine = number}, g->defers);
}

static void list_reserves(struct heap_lists *h) {
    for (uint32_t n = 0; n < h->m->config.procs; n++) {
        const struct processor *p = &h->m->processors[n];
        for (uint32_t i = 0; i < p->sudog_count; i++)
            add_origin(h, (struct origin){0}, p->sudogs[i]);
        for (uint32_t i = 0; i < p->defer_count; i++)
            add_origin(h, (struct origin){0}, p->defers[i]);
    }
}

static void list_heap(struct heap_lists *h, const struct machine *m) {
    h->m = m;
    h->count = h->edges = h->origin_count = 0;
    list_slots(h);
    if (m->c_arena) inspect_chunks(m, list_chunk, h);
    list_edges(h);
    list_globals(h);
    for (uint32_t n = 1; n <= m->s->goroutine_count; n++) list_goroutine(h, n);
    list_reserves(h);
}

/* ---- what is left when something is taken away ---- */

/* What is: an object, or the roots that have all the marks that are set. */
struct taken {
    uint32_t thing;
    struct origin roots;
    bool by_roots;
};

static bool is_taken(const struct taken *t, const struct origin *o) {
    const struct origin *r = &t->roots;
    return t->by_roots && (!r->place || r->place == o->place) &&
           (!r->frame || r->frame == o->frame) && (!r->goroutine || r->goroutine == o->goroutine) &&
           (!r->global || r->global == o->global);
}

static void reach(const struct heap_lists *h, const struct taken *t, uint8_t *reached) {
    static uint32_t list[THINGS_MAX];
    uint32_t depth = 0;
    memset(reached, 0, h->count);
    for (uint32_t i = 0; i < h->origin_count + h->edges; i++) {
        uint32_t to = i < h->origin_count ? h->origins[i].target : NOT_ONE;
        if (to == NOT_ONE || reached[to] || to == t->thing || is_taken(t, &h->origins[i])) continue;
        reached[list[depth++] = to] = 1;
        while (depth > 0) {
            uint32_t from = list[--depth];
            for (uint32_t e = h->first_edge[from]; e < h->first_edge[from + 1]; e++)
                if (!reached[h->to[e]] && h->to[e] != t->thing)
                    reached[list[depth++] = h->to[e]] = 1;
        }
    }
}

/* What has been kept, in bytes and objects. A chunk's own size word counts, too. */
struct kept {
    uint64_t bytes, objects;
};

static struct kept kept_by(const struct heap_lists *h, const struct taken *t, const uint8_t *all,
                           uint8_t *left) {
    struct kept k = {0};
    reach(h, t, left);
    for (uint32_t i = 0; i < h->count; i++) {
        if (!all[i] || left[i]) continue;
        k.objects++;
        k.bytes += h->things[i].size;
        if (address_in_c_heap(h->m, h->things[i].address)) k.bytes += C_HEADER;
    }
    return k;
}

/* ---- the comparison ---- */

static struct heap_lists lists;
static uint8_t all[THINGS_MAX], left[THINGS_MAX];
static uint64_t compared; /* in this test */

static void require_kept(const struct retained *r, uint32_t number, const struct taken *t) {
    struct kept k = kept_by(&lists, t, all, left);
    struct holder h = {0};
    if (number != NO_VERTEX) h = retained_holder(r, number);
    compared++;
    if (h.bytes != k.bytes || h.objects != k.objects) {
        struct text name = {0};
        retained_name(r->m, &h, &name);
        fail_msg("%s keeps %lu bytes in %lu, not %lu in %lu", text_string(&name),
                 (unsigned long)k.bytes, (unsigned long)k.objects, (unsigned long)h.bytes,
                 (unsigned long)h.objects);
    }
}

/* Types that are met on the way up are not counted again. */
static bool is_below_its_type(const struct retained *r, uint32_t number, uint32_t type) {
    while ((number = retained_dominator(r, number))) {
        struct holder h = retained_holder(r, number);
        uint32_t thing = h.kind == HOLDER_OBJECT ? thing_at(&lists, h.address) : NOT_ONE;
        if (thing != NOT_ONE && lists.things[thing].type == type) return true;
    }
    return false;
}

static void require_types(const struct retained *r) {
    for (uint32_t type = 0; type < r->type_count; type++) {
        struct retained_group g = {0};
        for (uint32_t i = 0; i < lists.count; i++) {
            uint32_t is =
                lists.things[i].type == NOT_ONE ? r->type_count - 1 : lists.things[i].type;
            if (!all[i] || is != type) continue;
            struct holder h = retained_holder(r, retained_number(r, lists.things[i].address));
            g.objects++;
            g.own += h.size;
            if (!is_below_its_type(r, retained_number(r, h.address), lists.things[i].type))
                g.bytes += h.bytes;
        }
        assert_int_equal(r->types[type].objects, g.objects);
        assert_int_equal(r->types[type].own, g.own);
        assert_int_equal(r->types[type].bytes, g.bytes);
        assert_int_equal(r->types[type].open, 0);
    }
}

static void require_objects(const struct retained *r, uint32_t some) {
    uint32_t every = 1 + lists.count / some;
    for (uint32_t i = 0; i < lists.count; i++) {
        uint32_t number = retained_number(r, lists.things[i].address);
        assert_int_equal(number != NO_VERTEX, all[i]);
        assert_int_equal(retained_number(r, lists.things[i].address + lists.things[i].size - 1),
                         number);
        if (i % every == 0) require_kept(r, number, &(struct taken){.thing = i});
    }
}

static void require_roots(const struct retained *r, uint32_t some) {
    uint32_t every = 1 + lists.origin_count / some;
    for (uint32_t i = 0; i < lists.origin_count; i += every) {
        struct taken t = {.thing = NOT_ONE, .by_roots = true};
        const struct origin *o = &lists.origins[i];
        t.roots = (struct origin){.place = o->place};
        if (o->place) require_kept(r, retained_number(r, o->place), &t);
        t.roots = (struct origin){.frame = o->frame};
        if (o->frame) require_kept(r, retained_root_number(r, HOLDER_FRAME, o->frame), &t);
        t.roots = (struct origin){.global = o->global};
        if (o->global) require_kept(r, retained_root_number(r, HOLDER_GLOBAL, o->global - 1), &t);
        t.roots = (struct origin){.goroutine = o->goroutine};
        if (o->goroutine)
            require_kept(r, retained_root_number(r, HOLDER_GOROUTINE, o->goroutine), &t);
    }
}

static void require_sums(const struct retained *r) {
    struct holder shared = retained_shared(r), roots = retained_holder(r, 0);
    uint64_t bytes = shared.bytes, objects = shared.objects, own = 0;
    for (uint32_t v = 1; v < r->tree.count; v++) {
        struct holder h = retained_holder(r, v);
        assert_true(retained_dominator(r, v) < v);
        own += h.size;
        if (!retained_is_root(r, v)) continue;
        bytes += h.bytes;
        objects += h.objects;
    }
    assert_int_equal(bytes, roots.bytes);
    assert_int_equal(objects, roots.objects);
    assert_int_equal(own, roots.bytes);
}

/* `some`: so many objects, and roots, are taken away in turn. */
static void require_retained(const struct machine *m, uint32_t some) {
    struct retained r;
    const struct taken nothing = {.thing = NOT_ONE};
    list_heap(&lists, m);
    reach(&lists, &nothing, all);
    assert_true(retained_begin(&r, m));
    for (uint32_t portion = 1 + some % 5, before = 0; retained_go_on(&r, portion);) {
        assert_true(retained_progress(&r) >= before);
        before = retained_progress(&r);
    }
    assert_true(r.done && retained_progress(&r) == 1000);
    require_objects(&r, some);
    require_roots(&r, some);
    require_types(&r);
    require_sums(&r);
    retained_free(&r);
}

static void require_retained_in(const char *path, uint32_t states, uint32_t some) {
    struct scenario scenario;
    struct session s;
    build_load(&scenario, path);
    assert_true(session_open(&s, &scenario));
    session_run(&s, 20000);
    uint64_t steps = session_steps(&s);
    for (uint32_t i = 0; i <= states; i++) {
        session_seek(&s, steps * i / states);
        if (s.now.s->statistics.mallocs - s.now.s->statistics.frees < THINGS_MAX / 4)
            require_retained(&s.now, some);
    }
    session_close(&s);
    scenario_free(&scenario);
}

static void scenarios_keep_what_would_be_garbage_without_it(void **state) {
    (void)state;
    compared = 0;
    const char *const *paths = build_scenario_paths();
    for (uint32_t i = 0; paths[i]; i++) require_retained_in(paths[i], 16, 24);
    assert_true(compared > 5000);
}

/* Of real Go, whose globals lie elsewhere. */
static void heap_dumps_keep_what_would_be_garbage_without_it(void **state) {
    (void)state;
    static const char *const PATHS[] = {"tests/dumps/finalizers.dump",
                                        "tests/dumps/goroutines.dump", "tests/dumps/list.dump"};
    compared = 0;
    for (size_t i = 0; i < sizeof PATHS / sizeof PATHS[0]; i++)
        require_retained_in(PATHS[i], 2, 24);
    assert_true(compared > 100);
}

/* ---- graphs made at random, by a program ---- */

static const char RANDOM_GRAPHS[] = "package main\n"
                                    "type node struct {\n"
                                    "\ta, b *node\n"
                                    "\tvalue int\n"
                                    "\tinside *int\n"
                                    "\tpart []*node\n"
                                    "}\n"
                                    "var roots [3]*node\n"
                                    "var whole []*node\n"
                                    "var seed uint32 = 7\n"
                                    "func random(n int) int {\n"
                                    "\tseed = seed*1664525 + 1013904223\n"
                                    "\treturn int(seed>>8) % n\n"
                                    "}\n"
                                    "func build(count int) *node {\n"
                                    "\tall := make([]*node, count)\n"
                                    "\tfor i := range all {\n"
                                    "\t\tall[i] = &node{value: i}\n"
                                    "\t}\n"
                                    "\tfor i := 0; i < count*3/2; i++ {\n"
                                    "\t\tfrom, to := all[random(count)], all[random(count)]\n"
                                    "\t\tswitch random(5) {\n"
                                    "\t\tcase 0:\n"
                                    "\t\t\tfrom.a = to\n"
                                    "\t\tcase 1:\n"
                                    "\t\t\tfrom.b = to\n"
                                    "\t\tcase 2:\n"
                                    "\t\t\tfrom.inside = &to.value\n"
                                    "\t\tcase 3:\n"
                                    "\t\t\tfrom.part = make([]*node, 3)\n"
                                    "\t\t\tfrom.part[random(3)] = to\n"
                                    "\t\tcase 4:\n"
                                    "\t\t\tto.part = from.part[len(from.part)/2:]\n"
                                    "\t\t}\n"
                                    "\t}\n"
                                    "\tfor i := range roots {\n"
                                    "\t\troots[i] = all[random(count)]\n"
                                    "\t}\n"
                                    "\twhole = all[random(count):]\n"
                                    "\tif random(2) == 0 {\n"
                                    "\t\twhole = nil\n"
                                    "\t}\n"
                                    "\treturn all[random(count)]\n"
                                    "}\n"
                                    "func main() {\n"
                                    "\tfor i := 0; i < 40; i++ {\n"
                                    "\t\tn := build(3 + random(30))\n"
                                    "\t\trandom(n.value + 1)\n"
                                    "\t}\n"
                                    "}\n";

static void random_heaps_keep_what_would_be_garbage_without_it(void **state) {
    (void)state;
    struct scenario scenario;
    struct session s;
    build_go(&scenario, RANDOM_GRAPHS);
    scenario.config.gogc = 20;
    scenario.config.minimum_heap = 16384;
    assert_true(session_open(&s, &scenario));
    assert_int_equal(session_run(&s, 1000000), STOP_END);
    compared = 0;
    for (uint64_t i = 1; i <= 60; i++) {
        session_seek(&s, session_steps(&s) * i / 60);
        require_retained(&s.now, 40);
    }
    assert_true(compared > 1500);
    session_close(&s);
    scenario_free(&scenario);
}

/* ---- what one knows ---- */

static struct holder holder_called(const struct retained *r, const char *name) {
    for (uint32_t v = 0; v < r->tree.count; v++) {
        struct holder h = retained_holder(r, v);
        struct text is = {0};
        retained_name(r->m, &h, &is);
        bool found = strcmp(text_string(&is), name) == 0;
        text_free(&is);
        if (found) return h;
    }
    fail_msg("nobody is called %s", name);
    return (struct holder){0};
}

static void a_shared_object_is_kept_by_what_both_ways_lead_through(void **state) {
    (void)state;
    struct scenario scenario;
    struct run run;
    build_script(&scenario,
                 "'types': {'Node': {'next': '*Node', 'other': '*Node'}}, 'globals': {'head': "
                 "'*Node', 'tail': '*Node'}, 'functions': {'main': ["
                 "{'new': 'Node', 'to': 'head', 'escape': 'heap', 'name': 'A'},"
                 "{'new': 'Node', 'to': 'head.next', 'escape': 'heap', 'name': 'B'},"
                 "{'new': 'Node', 'to': 'head.other', 'escape': 'heap', 'name': 'C'},"
                 "{'new': 'Node', 'to': 'head.next.next', 'escape': 'heap', 'name': 'D'},"
                 "{'set': 'head.other.next', 'to': 'head.next.next'}, {'yield': true},"
                 "{'set': 'tail', 'to': 'head.next.next'}, {'yield': true}]}");
    run_open(&run, &scenario);
    struct retained r;
    do run_next(&run);
    while (!run_event(&run, EVENT_YIELD));
    assert_true(retained_find(&r, &run.m));
    uint32_t d = retained_number(&r, holder_called(&r, "D").address);
    assert_int_equal(retained_holder(&r, retained_dominator(&r, d)).address,
                     holder_called(&r, "A").address);
    assert_int_equal(holder_called(&r, "head").bytes, 4 * 16);
    assert_int_equal(holder_called(&r, "B").objects, 1);
    retained_free(&r);
    do run_next(&run);
    while (!run_event(&run, EVENT_YIELD));
    assert_true(retained_find(&r, &run.m));
    d = retained_number(&r, holder_called(&r, "D").address);
    assert_int_equal(retained_holder(&r, retained_dominator(&r, d)).kind, HOLDER_GLOBALS);
    assert_int_equal(holder_called(&r, "head").bytes, 3 * 16);
    assert_int_equal(holder_called(&r, "tail").bytes, 0);
    assert_int_equal(holder_called(&r, "several globals").bytes, 4 * 16);
    retained_free(&r);
    run_close(&run);
    scenario_free(&scenario);
}

/* Long lists and deep trees of the benchmark: nothing is recursive, and all adds up. */
static void a_long_list_is_kept_by_its_first(void **state) {
    (void)state;
    static const struct {
        const char *name;
        uint64_t size;
    } LARGE[] = {{"list-seq", 200000}, {"list-shuf", 50000}, {"tree", 14}, {"graph", 20000}};
    for (size_t i = 0; i < sizeof LARGE / sizeof LARGE[0]; i++) {
        struct mutator u;
        struct config c = config_default();
        struct retained r;
        assert_true(mutator_open(&u, &c));
        workload_find(LARGE[i].name)->build(&u, LARGE[i].size);
        mutator_collect(&u);
        mutator_settle(&u);
        assert_true(retained_find(&r, &u.m));
        uint32_t largest[2];
        assert_int_equal(r.objects[0], mutator_objects(&u));
        assert_int_equal(r.bytes[0], u.m.s->statistics.heap_alloc);
        assert_true(retained_largest(&r, retained_is_topmost, largest, 2) > 0);
        if (strncmp(LARGE[i].name, "graph", 5) != 0)
            assert_int_equal(r.objects[largest[0]], mutator_objects(&u));
        retained_free(&r);
        mutator_close(&u);
    }
}

static void the_table_names_what_holds_the_memory(void **state) {
    (void)state;
    struct scenario scenario;
    struct session s;
    struct text table = {0};
    build_load(&scenario, "scenarios/93-cache-that-leaks.json");
    assert_true(session_open(&s, &scenario));
    session_run(&s, 1000000);
    assert_true(retained_table(&s.front, 1, &table));
    const char *cache = strstr(text_string(&table), "\n  cache  ");
    assert_non_null(cache);
    assert_non_null(strstr(cache, "100.0 %"));
    assert_null(strstr(text_string(&table), "nan"));
    text_free(&table);
    session_close(&s);
    scenario_free(&scenario);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(scenarios_keep_what_would_be_garbage_without_it),
        cmocka_unit_test(heap_dumps_keep_what_would_be_garbage_without_it),
        cmocka_unit_test(random_heaps_keep_what_would_be_garbage_without_it),
        cmocka_unit_test(a_shared_object_is_kept_by_what_both_ways_lead_through),
        cmocka_unit_test(a_long_list_is_kept_by_its_first),
        cmocka_unit_test(the_table_names_what_holds_the_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

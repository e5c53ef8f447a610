#include "bench/mutator.h"

#include "machine/inspect/statistics.h"

/* ---- its program ---- */

/* `pointers` pointers, then words of no pointers. */
static void add_shape(struct program *p, const char *name, uint32_t pointers, uint32_t words) {
    uint32_t number = (uint32_t)program_find_type(p, "int");
    uint32_t type = program_begin_struct(p, name);
    uint32_t edges = program_array_of(p, program_pointer_to(p, type), pointers);
    program_add_field(p, type, "edges", edges);
    if (words > pointers)
        program_add_field(p, type, "values", program_array_of(p, number, words - pointers));
    struct site site = {
        .type = type, .heap = true, .why = "", .label = program_add_label(p, name, false)};
    program_add_site(p, site);
}

static void add_shapes(struct program *p) {
    static const struct {
        const char *name;
        uint32_t pointers, words;
    } SHAPES[SHAPE_COUNT] = {
        [SHAPE_TREE] = {"Tree", 2, 3},          [SHAPE_LIST] = {"List", 1, 2},
        [SHAPE_CELL] = {"Cell", 1, 4},          [SHAPE_PAIR] = {"Pair", 2, 2},
        [SHAPE_GRAPH_32] = {"Graph32", 4, 4},   [SHAPE_GRAPH_48] = {"Graph48", 4, 6},
        [SHAPE_GRAPH_64] = {"Graph64", 4, 8},   [SHAPE_GRAPH_96] = {"Graph96", 4, 12},
        [SHAPE_GRAPH_128] = {"Graph128", 4, 16}};
    program_add_integer(p, "int", WORD, true);
    for (int i = 0; i < SHAPE_COUNT; i++)
        add_shape(p, SHAPES[i].name, SHAPES[i].pointers, SHAPES[i].words);
}

/* main does nothing: all that happens is done from outside. */
static bool build_program(struct program *p) {
    add_shapes(p);
    uint32_t tree = (uint32_t)program_find_type(p, "Tree");
    program_add_global(p, "roots", program_array_of(p, program_pointer_to(p, tree), MUTATOR_ROOTS));
    uint32_t main = program_add_function(p, "main");
    uint32_t line = program_add_line(p, "return");
    program_add_op(p, (struct op){.code = OP_RETURN, .a = NO_SLOT}, main, line + 1);
    uint32_t bad;
    if (p->pool.failed || !program_lay_out_types(p, &bad)) return false;
    p->functions[main].op_count = 1;
    program_lay_out_globals(p);
    return program_finish(p);
}

/* ---- its life ---- */

bool mutator_open(struct mutator *u, const struct config *config) {
    *u = (struct mutator){.random = 42};
    struct config c = *config;
    c.tags = c.checkmark = c.poison = false;
    if (build_program(&u->program) && machine_open(&u->m, &u->program, &c)) {
        for (uint32_t i = 0; i < SHAPE_COUNT; i++)
            u->words[i] = u->program.types[u->program.sites[i].type].size / WORD;
        return true;
    }
    program_free(&u->program);
    return false;
}

void mutator_close(struct mutator *u) {
    machine_close(&u->m);
    program_free(&u->program);
}

void mutator_settle(struct mutator *u) {
    for (int i = 0; i < SHAPE_COUNT; i++) lease_settle(&u->m, &u->leases[i]);
}

/* Two shapes of the same size share a span. */
uint64_t mutator_new_slowly(struct mutator *u, enum shape shape) {
    if (u->m.s->gc.stage != STAGE_IDLE) mutator_run_collector(u);
    for (int i = 0; i < SHAPE_COUNT; i++)
        if (u->words[i] == u->words[shape]) lease_settle(&u->m, &u->leases[i]);
    uint64_t address = lease_begin(&u->m, &u->leases[shape], shape);
    CHECK(address);
    return address;
}

void mutator_run_collector(struct mutator *u) {
    mutator_settle(u);
    while (u->m.s->gc.stage != STAGE_IDLE) gc_run(&u->m, UINT64_MAX);
}

void mutator_collect(struct mutator *u) {
    mutator_run_collector(u);
    gc_request(&u->m, GC_RUN);
    mutator_run_collector(u);
}

uint64_t mutator_objects(struct mutator *u) {
    mutator_settle(u);
    return statistic_find("HeapObjects")->value(&u->m);
}

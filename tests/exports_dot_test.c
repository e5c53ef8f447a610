/* Object graphs for Graphviz: a parser of our own for the part of the language that is used, each
 * node and edge against the machine; and Graphviz itself, where it is installed. */
#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "export/dot.h"
#include "machine/check/check.h"
#include "machine/inspect/inspect.h"
#include "machine/memory.h"
#include "support/build.h"
#include "support/exporting.h"
#include "support/folder.h"

enum { NODES_MAX = 4096, EDGES_MAX = 8192, TOKEN_MAX = 4096, ID_MAX = 32 };

/* ---- a parser ---- */

struct node {
    char id[ID_MAX];
    char *label, *attributes;
};

struct edge {
    char from[ID_MAX], port[ID_MAX], to[ID_MAX];
    char *label;
};

struct parser {
    const char *at;
    char token[TOKEN_MAX]; /* an identifier, what was in quotes, or a sign */
    bool quoted;
    struct node nodes[NODES_MAX];
    struct edge edges[EDGES_MAX];
    int node_count, edge_count, depth;
};

static bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

static void skip_blanks(struct parser *p) {
    for (;;) {
        p->at += strspn(p->at, " \n");
        if (strncmp(p->at, "//", 2) != 0) return;
        p->at += strcspn(p->at, "\n");
    }
}

/* In quotes only \" is special; every other backslash is left for the label. */
static void next(struct parser *p) {
    size_t length = 0;
    skip_blanks(p);
    p->quoted = *p->at == '"';
    if (p->quoted) {
        for (p->at++; *p->at != '"'; p->at++) {
            assert_true((uint8_t)*p->at >= ' ' && length < TOKEN_MAX - 3);
            if (*p->at == '\\') p->token[length++] = *p->at++;
            p->token[length++] = *p->at;
        }
        p->at++;
    } else if (is_letter(*p->at)) {
        while (is_letter(*p->at) && length < TOKEN_MAX - 1) p->token[length++] = *p->at++;
    } else if (strncmp(p->at, "->", 2) == 0) {
        memcpy(p->token, p->at, length = 2);
        p->at += 2;
    } else if (*p->at) {
        p->token[length++] = *p->at++;
    }
    p->token[length] = '\0';
}

static bool is(const struct parser *p, const char *sign) {
    return !p->quoted && strcmp(p->token, sign) == 0;
}

static void expect(struct parser *p, const char *sign) {
    if (!is(p, sign)) fail_msg("expected %s before: %.60s", sign, p->at);
    next(p);
}

static void take_id(struct parser *p, char out[ID_MAX]) {
    assert_true(!p->quoted && is_letter(p->token[0]) && strlen(p->token) < ID_MAX);
    memcpy(out, p->token, strlen(p->token) + 1);
    next(p);
}

/* [a=b, c=d]; the label, and all else in one string. */
static void read_attributes(struct parser *p, char **label, char **others) {
    struct text rest = {0};
    *label = NULL;
    for (expect(p, "["); !is(p, "]"); next(p)) {
        char name[ID_MAX];
        take_id(p, name);
        if (!is(p, "=")) fail_msg("no value before: %.60s", p->at);
        next(p);
        if (strcmp(name, "label") == 0) *label = strdup(p->token);
        else text_addf(&rest, "%s=%s;", name, p->token);
        skip_blanks(p);
        if (*p->at == ',') next(p);
    }
    next(p);
    *others = strdup(text_string(&rest));
    text_free(&rest);
}

static void read_edge(struct parser *p, const char *from, const char *port) {
    struct edge *e = &p->edges[p->edge_count++];
    char *others = NULL;
    assert_true(p->edge_count < EDGES_MAX && p->depth == 1); /* not in a cluster */
    memcpy(e->from, from, ID_MAX);
    memcpy(e->port, port, ID_MAX);
    next(p);
    take_id(p, e->to);
    e->label = NULL;
    if (is(p, "[")) read_attributes(p, &e->label, &others);
    free(others);
}

static void read_node(struct parser *p, const char *id) {
    struct node *n = &p->nodes[p->node_count++];
    assert_true(p->node_count < NODES_MAX);
    for (int i = 0; i + 1 < p->node_count; i++) assert_string_not_equal(p->nodes[i].id, id);
    memcpy(n->id, id, ID_MAX);
    read_attributes(p, &n->label, &n->attributes);
}

static void read_statements(struct parser *p);

static void read_statement(struct parser *p) {
    char id[ID_MAX], port[ID_MAX] = "", *label, *others;
    take_id(p, id);
    if (strcmp(id, "subgraph") == 0) {
        take_id(p, id);
        assert_int_equal(strncmp(id, "cluster_", 8), 0);
        read_statements(p);
        return;
    }
    if (is(p, "=")) {
        next(p);
        next(p);
    } else if (strcmp(id, "node") == 0 || strcmp(id, "edge") == 0) {
        read_attributes(p, &label, &others);
        free(others);
    } else {
        if (is(p, ":")) {
            next(p);
            take_id(p, port);
        }
        if (is(p, "->")) read_edge(p, id, port);
        else read_node(p, id);
    }
    expect(p, ";");
}

static void read_statements(struct parser *p) {
    expect(p, "{");
    p->depth++;
    while (!is(p, "}")) read_statement(p);
    p->depth--;
    next(p);
}

/* ---- what a graph must be ---- */

static const struct node *find(const struct parser *p, const char *id) {
    for (int i = 0; i < p->node_count; i++)
        if (strcmp(p->nodes[i].id, id) == 0) return &p->nodes[i];
    fail_msg("no node %s", id);
    return NULL;
}

static bool has_port(const struct node *n, const char *port) {
    char wanted[ID_MAX + 3];
    snprintf(wanted, sizeof wanted, "<%s>", port);
    return strstr(n->label, wanted) != NULL;
}

/* Signs of a record's label that are no names' have their places: <port> begins a cell. */
static void check_label(const char *label) {
    bool begins = true;
    for (const char *c = label; *c; c++) {
        if (*c == '\\') {
            assert_true(c[1] != '\0');
            c++;
        } else if (*c == '<') {
            assert_true(begins);
            c = strchr(c, '>');
            assert_non_null(c);
        } else {
            assert_false(*c == '{' || *c == '}' || *c == '>');
        }
        if (*c == '&') assert_memory_equal(c, "&amp;", 5);
        begins = *c == '|';
    }
}

static struct parser *parse(const char *bytes) {
    struct parser *p = calloc(1, sizeof *p);
    assert_non_null(p);
    p->at = bytes;
    next(p);
    expect(p, "digraph");
    expect(p, "tricolor");
    read_statements(p);
    assert_string_equal(p->token, "");
    for (int i = 0; i < p->node_count; i++) check_label(p->nodes[i].label);
    for (int i = 0; i < p->edge_count; i++) {
        const struct edge *e = &p->edges[i];
        find(p, e->to);
        const struct node *from = find(p, e->from);
        if (e->port[0]) assert_true(has_port(from, e->port));
    }
    return p;
}

static void parser_free(struct parser *p) {
    for (int i = 0; i < p->node_count; i++) {
        free(p->nodes[i].label);
        free(p->nodes[i].attributes);
    }
    for (int i = 0; i < p->edge_count; i++) free(p->edges[i].label);
    free(p);
}

/* ---- against the machine ---- */

static char *dot_of(const struct machine *m) {
    char *bytes = NULL;
    size_t length;
    FILE *f = open_memstream(&bytes, &length);
    assert_non_null(f);
    assert_true(dot_write(m, "test", f));
    assert_int_equal(fclose(f), 0);
    return bytes;
}

struct recount {
    const struct machine *m;
    const struct parser *p;
    int objects, pointers;
};

static bool says(const struct node *n, const char *words) {
    return strstr(n->label, words) != NULL;
}

/* The checker's walk has been done on this state. */
static void check_object(void *user, const struct object_view *o) {
    struct recount *c = user;
    struct object slot;
    char id[ID_MAX];
    if (o->colour == COLOUR_FREE) return;
    c->objects++;
    snprintf(id, sizeof id, "o%" PRIx64, o->address);
    const struct node *n = find(c->p, id);
    assert_true(says(n, o->manual ? "malloc" : colour_name(o->colour)));
    if (o->colour == COLOUR_WHITE) assert_non_null(strstr(n->attributes, "fillcolor=#ffffff"));
    if (o->colour == COLOUR_GREY) assert_non_null(strstr(n->attributes, "fillcolor=#767676"));
    if (o->colour == COLOUR_BLACK) assert_non_null(strstr(n->attributes, "fillcolor=#111111"));
    assert_int_equal(says(n, "unreachable"), strstr(n->attributes, "dashed") != NULL);
    if (o->manual || !heap_find(c->m, o->address, &slot)) return;
    assert_int_equal(says(n, "unreachable"), !check_is_reachable(c->m, slot.address));
    uint32_t first = (uint32_t)((slot.address - ARENA_BASE) / WORD);
    for (uint32_t i = 0; !o->noscan && !o->is_part && i < o->size / WORD; i++) {
        uint64_t to = word_read(c->m, slot.address + i * WORD);
        if (bit_get(c->m->pointer_bits, first + i) && heap_find(c->m, to, &slot)) c->pointers++;
        heap_find(c->m, o->address, &slot);
    }
}

static bool ends_in(const char *words, const char *end) {
    size_t length = strlen(words), tail = strlen(end);
    return length >= tail && strcmp(words + length - tail, end) == 0;
}

/* Pointers from object to object that the collector follows, as far as they lead to who lives. */
static void check_graph(struct session *s) {
    char *bytes = dot_of(&s->now), *again = dot_of(&s->now);
    struct parser *p = parse(bytes);
    assert_string_equal(bytes, again);
    int nodes = 0, edges = 0;
    for (int i = 0; i < p->node_count; i++)
        nodes += p->nodes[i].id[0] == 'o' && !says(&p->nodes[i], "\\nfreed");
    for (int i = 0; i < p->edge_count; i++)
        edges += p->edges[i].from[0] == 'o' && p->edges[i].from[1] == 'c' &&
                 !ends_in(p->edges[i].label, "(not followed)") &&
                 !ends_in(p->edges[i].label, "(dangling)");
    check_reachable(&s->now, NULL, NULL);
    struct recount c = {&s->now, p, 0, 0};
    /* inspect_objects uses the scratch memory of check_reachable */
    uint64_t *seen = malloc((size_t)s->now.s->heap.pages_used * PAGE_BIT_WORDS * 8 + 8);
    assert_non_null(seen);
    memcpy(seen, s->now.scratch, (size_t)s->now.s->heap.pages_used * PAGE_BIT_WORDS * 8);
    uint64_t *scratch = s->now.scratch;
    struct machine view = s->now;
    view.scratch = seen;
    c.m = &view;
    inspect_objects(&s->now, check_object, &c);
    s->now.scratch = scratch;
    free(seen);
    assert_int_equal(nodes, c.objects);
    assert_int_equal(edges, c.pointers);
    parser_free(p);
    free(bytes);
    free(again);
}

static void each_node_and_edge_is_what_the_machine_says(void **state) {
    static const char *const PATHS[] = {"scenarios/01-mark-and-sweep.json",
                                        "scenarios/02-unreachable-cycle.json",
                                        "scenarios/04-lost-object-no-barrier.json",
                                        "scenarios/28-shared-tail-malloc.json",
                                        "scenarios/44-closures.json",
                                        "scenarios/50-tiny-objects.json",
                                        "scenarios/60-channel-rendezvous.json",
                                        "scenarios/65-map-growth.json",
                                        "scenarios/94-deferred-and-recovered.go",
                                        "tests/dumps/goroutines.dump"};
    (void)state;
    for (size_t i = 0; i < sizeof PATHS / sizeof PATHS[0]; i++) {
        struct scenario scenario;
        struct session s;
        build_load(&scenario, PATHS[i]);
        assert_true(session_open(&s, &scenario));
        for (uint64_t step = 0; !session_ended(&s) && step < 600; step += 7) {
            session_seek(&s, step);
            check_graph(&s);
        }
        session_close(&s);
        scenario_free(&scenario);
    }
}

static void whatever_the_program_calls_things_the_graph_can_be_parsed(void **state) {
    static const char ODD[] = "a \"b\" \\ {c} <d> |&amp; \\N \n\x01\xff ä \\";
    struct scenario scenario;
    struct session s;
    (void)state;
    build_load(&scenario, "scenarios/01-mark-and-sweep.json");
    struct program *program = &scenario.program;
    for (uint32_t i = 0; i < program->function_count; i++) program->functions[i].name = ODD;
    for (uint32_t i = 0; i < program->label_count; i++) program->labels[i].name = ODD;
    for (uint32_t i = 0; i < program->global_count; i++) program->globals[i].name = ODD;
    for (uint32_t i = 0; i < program->type_count; i++) program->types[i].name = ODD;
    assert_true(session_open(&s, &scenario));
    session_seek(&s, 30);
    check_graph(&s);
    session_close(&s);
    scenario_free(&scenario);
}

static void of_a_large_heap_the_nearest_objects_are_drawn_and_that_is_said(void **state) {
    struct scenario scenario;
    size_t length;
    (void)state;
    build_go(&scenario, "package main\n"
                        "type node struct { next *node }\n"
                        "var head *node\n"
                        "func main() { for i := 0; i < 3000; i++ { head = &node{head} } }\n");
    scenario.config = config_default();
    char *bytes = exporting_all(&scenario, "a.dot", &length);
    struct parser *p = parse(bytes);
    int objects = 0;
    for (int i = 0; i < p->node_count; i++) objects += p->nodes[i].id[0] == 'o';
    assert_int_equal(objects, DOT_OBJECTS);
    assert_non_null(strstr(bytes, "3000 objects, of which the 2000 nearest to the roots are here; "
                                  "pointers to others: 1\n"));
    assert_non_null(strstr(bytes, "2000 of 3000 objects: the nearest to the roots\";"));
    parser_free(p);
    free(bytes);
    scenario_free(&scenario);
}

/* ---- Graphviz ---- */

static void graphviz_draws_it_without_a_complaint(void **state) {
    static const char *const PATHS[] = {"scenarios/03-lost-object-barrier-on.json",
                                        "scenarios/21-dangling-pointer.json",
                                        "scenarios/60-channel-rendezvous.json",
                                        "scenarios/65-map-growth.json", "tests/dumps/list.dump"};
    (void)state;
    if (system("dot -V >/dev/null 2>&1") != 0) skip();
    for (size_t i = 0; i < sizeof PATHS / sizeof PATHS[0]; i++) {
        struct scenario scenario;
        struct export_request r = export_request_to(folder_path("a.dot"));
        char command[1200];
        size_t length;
        build_load(&scenario, PATHS[i]);
        r.step = 10;
        free(exporting(&scenario, &r, &length));
        snprintf(command, sizeof command, "test -z \"$(dot -Tsvg -o%s %s 2>&1)\"",
                 folder_path("a.svg"), r.output);
        if (system(command) != 0) fail_msg("%s: %s", PATHS[i], command);
        scenario_free(&scenario);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_node_and_edge_is_what_the_machine_says),
        cmocka_unit_test(whatever_the_program_calls_things_the_graph_can_be_parsed),
        cmocka_unit_test(of_a_large_heap_the_nearest_objects_are_drawn_and_that_is_said),
        cmocka_unit_test(graphviz_draws_it_without_a_complaint),
    };
    return cmocka_run_group_tests(tests, folder_make, folder_remove) != 0;
}

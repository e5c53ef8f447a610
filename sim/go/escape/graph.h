/* graph.h -- what escape analysis thinks in: locations, and the edges of values that flow.
 *
 * A location stands for a variable or for what an expression allocates. An edge says that the value
 * of one flows into another; its weight counts dereferences: -1 for dst = &src, 0 for dst = src,
 * 1 for dst = *src. A hole is where the value of an expression goes (cmd/compile's
 * escape/graph.go). */
#ifndef TC_GO_ESCAPE_GRAPH_H
#define TC_GO_ESCAPE_GRAPH_H

#include "go/escape/escape.h"

struct report;

/* Why an edge is there, outermost last: an expression or a captured variable, and a word. */
struct note {
    const struct note *next;
    const struct ir_node *where;
    const struct ir_variable *variable; /* instead of where */
    uint32_t pos;
    const char *why;
};

struct edge {
    struct ir_location *source;
    int32_t derefs;
    const struct note *notes;
};

struct ir_location {
    struct ir_node *node;         /* the allocating expression ... */
    struct ir_variable *variable; /* ... or the variable; both NULL: a temporary of ours */
    struct ir_function *function;
    struct edge *edges; /* coming in */
    uint32_t edge_count;
    uint32_t loop_depth;
    uint32_t result; /* of results: which, from 1 */
    struct escape_tag leaks;
    bool escapes;
    bool transient; /* its address does not outlive the statement */
    bool captured, reassigned, address_taken;
    bool queued;
    /* one walk */
    uint32_t walk;
    uint32_t rooted; /* the last walk that began here */
    int32_t derefs;
    struct ir_location *to; /* next on the way to the root, by its edge ... */
    uint32_t to_edge;
    uint32_t explained; /* the explanation that has passed here */
};

struct hole {
    struct ir_location *to;
    int32_t derefs;
    const struct note *notes;
    bool address_taken; /* the address of what flows here is taken, wherever it goes */
};

/* A literal, and where what it captures goes: decided when all bodies have been seen. */
struct closure {
    struct hole hole;
    struct ir_node *node;
};

struct stack {
    void **items;
    uint32_t count, capacity;
};

/* Functions that are analysed at once: they call each other. */
struct batch {
    struct ir_program *program;
    struct pool *pool;
    struct report *report;
    struct ir_function **functions;
    uint32_t function_count;
    struct ir_location heap;
    struct ir_location blank; /* what flows here is forgotten */
    struct ir_location **locations;
    uint32_t location_count;
    struct closure *closures;
    uint32_t closure_count;
    struct stack spine; /* expressions whose first operand is being visited */
    uint32_t walks, explanations;
    bool library;
};

/* Where in a function the construction of the graph is. */
struct visit {
    struct batch *batch;
    struct ir_function *function;
    uint32_t loop_depth;
};

/* ---- graph.c ---- */

/* Without memory the item is dropped. */
void escape_push(struct pool *pool, struct stack *stack, void *item);
void *escape_pop(struct stack *stack);

/* Without memory the blank location is returned: it swallows what flows into it. */
struct ir_location *escape_location(struct visit *v, struct ir_node *node,
                                    struct ir_variable *variable, bool transient);
struct ir_location *escape_location_of(struct batch *b, const struct ir_variable *variable);

struct hole escape_hole(struct ir_location *to);
struct hole escape_heap_hole(struct visit *v);
struct hole escape_blank_hole(struct visit *v);
struct hole escape_noted(struct batch *b, struct hole k, const struct ir_node *where,
                         const char *why);
struct hole escape_noted_variable(struct batch *b, struct hole k,
                                  const struct ir_variable *variable, uint32_t pos,
                                  const char *why);
struct hole escape_shifted(struct hole k, int32_t by);
struct hole escape_dereferenced(struct batch *b, struct hole k, const struct ir_node *where,
                                const char *why);
struct hole escape_addressed(struct batch *b, struct hole k, const struct ir_node *where,
                             const char *why);
/* Out of an interface: one dereference unless values of the type lie in it directly. */
struct hole escape_unboxed(struct batch *b, struct hole k, const struct go_type *type,
                           const struct ir_node *where, const char *why);
/* A hole that flows into all of them. */
struct hole escape_tee(struct visit *v, const struct hole *holes, uint32_t count);
/* A hole that flows into k, but not at once. */
struct hole escape_later(struct visit *v, struct hole k);
/* What an expression allocates: its address flows into k; the hole is for what is stored there. */
struct hole escape_spill(struct visit *v, struct hole k, struct ir_node *node);
void escape_flow(struct batch *b, struct hole k, struct ir_location *source);

/* ---- expression.c ---- */

void escape_expression(struct visit *v, struct hole k, struct ir_node *n);
void escape_discard(struct visit *v, struct ir_node *n);
void escape_discards(struct visit *v, struct ir_node *list);

/* ---- call.c ---- */

/* `holes`: one for each result; NULL: they are dropped. */
void escape_call(struct visit *v, const struct hole *holes, struct ir_node *call);
/* What becomes of an argument for a parameter; a NULL function is not known. */
struct hole escape_parameter_hole(struct visit *v, const struct hole *holes,
                                  struct ir_function *function, uint32_t parameter);

/* A go or defer statement whose call is moved into a function of its own. */
struct wrapping {
    struct ir_function *wrapper;
    struct ir_node **last; /* of the statement's list, which takes the temporaries */
};

void escape_call_wrapped(struct visit *v, struct ir_node *call, struct wrapping *w);
/* Replaces an argument by a temporary that the wrapper captures; `receiver`: of a call of an
 * interface's method, must not be nil. */
void escape_wrap_argument(struct visit *v, struct ir_node **slot, const struct ir_node *call,
                          struct wrapping *w, bool receiver);

/* ---- statement.c ---- */

void escape_statement(struct visit *v, struct ir_node *n);
void escape_statements(struct visit *v, struct ir_node *list);
void escape_body(struct batch *b, struct ir_function *f);

/* ---- assign.c ---- */

/* The hole of an assignment to n. */
struct hole escape_target(struct visit *v, struct ir_node *n);
void escape_assign(struct visit *v, struct ir_node *targets, struct ir_node *sources,
                   const char *why, struct ir_node *statement);
/* One for each target, in the pool. */
struct hole *escape_targets(struct visit *v, struct ir_node *targets);
void escape_mark_reassigned(const struct ir_node *targets, const struct hole *holes,
                            const struct ir_node *statement);
/* Sets the loop depth of a variable that comes to be here. */
struct hole escape_declare(struct visit *v, struct ir_variable *variable);

/* ---- self_assign.c ---- */

/* Whether an assignment stores nothing that is not there already: x.f = x.f[1:], x[i] = x[j]. */
bool escape_is_self_assignment(const struct ir_node *target, const struct ir_node *source);

/* ---- defer.c ---- */

void escape_go_or_defer(struct visit *v, struct ir_node *n);

/* ---- solve.c ---- */

void escape_solve(struct batch *b);
/* Why a location must be on the heap whatever flows; NULL: it need not. */
const char *escape_reason(const struct ir_location *l);

/* ---- tags.c ---- */

void escape_tag_function(struct batch *b, struct ir_function *f);
/* Those of a function that has no body here. */
const struct escape_tag *escape_tags_of(struct batch *b, struct ir_function *f);

/* ---- batches.c ---- */

/* Whether a function is a literal inside another, and analysed with it. */
bool escape_is_inner(const struct ir_function *f);
/* Whether f is analysed in the batch at work, so that its parameters are locations. */
bool escape_in_batch(const struct ir_function *f);
void escape_plan(struct ir_function *f);
void escape_set_tagged(struct ir_function *f);

/* Visits nodes in the compiler's order, what is around before what is inside. Bodies of literals
 * are not visited. */
void escape_each_node(struct pool *pool, struct ir_node *list, struct ir_visitor visitor);

typedef void batch_analysis(struct ir_program *p, struct report *report,
                            struct ir_function **functions, uint32_t count);
/* Calls `analyse` for each batch of the program, callees first. */
void escape_each_batch(struct ir_program *p, struct report *report, batch_analysis *analyse);

#endif

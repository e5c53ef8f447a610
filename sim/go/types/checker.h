/* checker.h -- what the files of the type checker share; nobody else includes it.
 *
 * The order of work, the cases in which something is reported, and the words are those of Go 1.19's
 * types2; file names in comments are its. */
#ifndef TC_GO_CHECKER_H
#define TC_GO_CHECKER_H

#include "go/types/check.h"

/* What a checked expression is (types2: operand). */
struct operand {
    uint8_t mode;    /* enum go_mode; NONE: an error was reported */
    uint8_t builtin; /* BUILTIN */
    struct go_node *node;
    const struct go_type *type;      /* never NULL */
    const struct go_constant *value; /* CONSTANT; NULL: unknown, an error was reported */
};

/* What an expression may stand for in a statement (types2: exprKind). */
enum use { USE_CONVERSION, USE_EXPRESSION, USE_STATEMENT };

enum declaration_state { STATE_NEW, STATE_STARTED, STATE_DONE };

/* An object of a package, or a local type, and how far its check has come (types2: declInfo). */
struct go_declaration {
    struct go_object *object;
    struct go_declaration *shared; /* `var a, b = f()`: of a; it has the uses of all */
    struct go_node *node, *name;   /* CONST, VAR, TYPE, FUNC; NAME */
    struct go_node *type, *value;  /* written, or NULL */
    struct go_object **group;      /* all variables of `var a, b = f()`; else NULL */
    uint32_t group_count;
    const struct go_constant *iota;
    struct go_scope *scope; /* where its names are looked up */
    bool inherited;         /* the value is an earlier constant's */
    bool alias, local;
    bool broken;                   /* an alias whose type is not known yet */
    bool valid;                    /* TYPE: is known not to contain itself */
    uint32_t nesting;              /* of types by value in it */
    uint8_t state;                 /* enum declaration_state */
    uint32_t path_index;           /* STARTED: in checker.path */
    uint32_t alias_depth;          /* TYPE, alias: how many aliases it is made of */
    const struct go_type *written; /* TYPE: the right-hand side */
    struct go_object **methods;    /* TYPE: not yet attached */
    uint32_t method_count;
    struct go_declaration **uses; /* what it mentions, at package level */
    uint32_t use_count;
    const struct go_declaration *last_user;
    /* check_order.c */
    uint32_t order;                /* in the source */
    struct go_declaration **users; /* rings that mention it */
    uint32_t user_count, waiting;  /* for so many uses */
    struct go_declaration *ring;   /* first of those that mention each other */
    struct go_declaration *next_in_ring;
    uint32_t ring_size;
    const struct go_object *mentioned; /* which of `var a, b = f()` was mentioned last */
    uint32_t number, low, next_use;
    uint32_t search, row;
    bool on_stack;
};

/* Where an expression stands (types2: environment). */
struct go_environment {
    struct go_declaration *declaration; /* whose uses are noted; NULL: nobody's */
    struct go_scope *scope;
    const struct go_constant *iota; /* NULL: outside constant declarations */
    uint32_t error_pos;             /* of a constant with an inherited value; 0 */
    const struct go_type *signature;
    struct go_node *function; /* FUNC or FUNCTION around it; NULL: package level */
    struct go_object **results;
    bool has_call; /* a call or a receive was met */
};

/* What has to wait until types are complete. */
enum delayed_kind {
    DELAYED_BODY,
    DELAYED_VALID_TYPE,
    DELAYED_SIZE,
    DELAYED_MAP_KEY,
    DELAYED_EMBEDDED,
    DELAYED_RECEIVER,
    DELAYED_FIELDS,
    DELAYED_INTERFACE
};

struct delayed {
    enum delayed_kind kind;
    struct go_node *node;
    const struct go_type *type;
    struct go_object *object;
    struct go_environment at;
};

struct complaint {
    uint32_t pos;
    uint32_t order;
    const char *message;
};

struct go_checker {
    struct pool *pool;
    struct diags *diags;
    struct go_checked *checked;
    uint32_t next_base; /* position of the next file's first byte */
    struct go_package *package;
    struct go_scope *universe, *file_scope;
    const struct go_type *no_results, *empty_interface;
    struct go_environment at;
    struct complaint *complaints;
    uint32_t complaint_count;
    struct go_declaration **declarations; /* of the package, in source order */
    uint32_t declaration_count;
    struct go_object **imports;
    uint32_t import_count;
    /* stacks */
    struct delayed *delayed;
    uint32_t delayed_count, delayed_capacity;
    struct go_object **path; /* declarations that are under way */
    uint32_t path_count, path_capacity;
    struct go_object **locals;
    uint32_t local_count, local_capacity;
    struct go_node **untyped; /* that had no final type when they were met */
    uint32_t untyped_count, untyped_capacity;
    struct spine { /* check_constant.c: operators, from the outermost inwards */
        struct go_node *node, *outer;
    } * spine;
    uint32_t spine_count, spine_capacity;
    struct go_type **open; /* interfaces without their embedded ones' methods */
    uint32_t open_count, open_capacity;
    uint32_t depth, alias_depth;
    uint32_t searches;   /* check_order.c: how many there were */
    uint64_t text_bytes; /* of constant strings made so far */
};

/* ---- check_complain.c ---- */

/* Words for messages; they live in the pool. */
const char *go_check_type_words(struct go_checker *c, const struct go_type *t);
const char *go_check_node_words(struct go_checker *c, const struct go_node *n);
const char *go_check_words(struct go_checker *c, const struct operand *x);
const char *go_check_constant_words(struct go_checker *c, const struct go_constant *value);
/* FILE:LINE:COL */
const char *go_check_place(struct go_checker *c, uint32_t pos);
void go_check_complain(struct go_checker *c, uint32_t pos, const char *format, ...) TC_PRINTF(3, 4);
/* In source order, each once, to the diagnostics. False if there are any. */
bool go_check_emit(struct go_checker *c);
/* The first byte of an expression or statement as types2's messages have it: syntax.StartPos. */
uint32_t go_check_start(const struct go_node *n);
/* types2 has a node for parentheses: what is said of x itself in (x) is said without them. Takes
 * their flag away, and says what was there. */
uint16_t go_check_open_parentheses(struct go_node *n);
static inline void go_check_close_parentheses(struct go_node *n, uint16_t flag) {
    n->flags |= flag;
}
/* From the pool. Without memory of the host the program ends: a tree with holes would have to be
 * looked at everywhere. */
void *go_check_take(struct pool *pool, size_t size);
void *go_check_grow(struct pool *pool, void *array, uint32_t count, size_t size);
struct go_type *go_check_new_type(struct pool *pool, enum go_kind kind);
/* Makes room behind `count` elements of a stack. */
void *go_check_room(struct go_checker *c, void *array, uint32_t count, uint32_t *capacity,
                    size_t size);
/* False, with a complaint, when things nest too deep; otherwise go_check_leave must follow. */
bool go_check_enter(struct go_checker *c, uint32_t pos);
void go_check_leave(struct go_checker *c);

/* ---- check_scope.c ---- */

struct go_scope *go_scope_new(struct pool *pool, struct go_scope *outer);
/* The object that has the name already, or NULL. */
struct go_object *go_scope_add(struct pool *pool, struct go_scope *scope, struct go_object *o);
/* Outwards; *where (if not NULL) is the scope it was found in. */
struct go_object *go_scope_search(struct go_scope *scope, const char *name,
                                  struct go_scope **where);
struct go_scope *go_scope_outer(struct go_scope *scope);

/* ---- check_collect.c ---- */

void go_check_collect(struct go_checker *c);
struct go_object *go_check_new_object(struct go_checker *c, enum go_object_kind kind,
                                      struct go_node *name);
/* Puts it into a scope (not if it is _), and notes it in its NAME node. False, with a complaint, if
 * the scope has the name. */
bool go_check_declare(struct go_checker *c, struct go_scope *scope, struct go_object *o,
                      struct go_node *name);
void go_check_arity(struct go_checker *c, struct go_node *spec, struct go_node *values,
                    bool inherited);
/* An import's package, checked; NULL after a complaint. */
struct go_package *go_check_import(struct go_checker *c, const char *path, uint32_t pos);

/* ---- check_declaration.c ---- */

/* Gives an object its type, if it has none yet (objDecl). */
void go_check_object(struct go_checker *c, struct go_object *o, struct go_type *defined);
void go_check_cycle(struct go_checker *c, struct go_object **cycle, uint32_t count);
void go_check_local_declarations(struct go_checker *c, struct go_node *list);
void go_check_delay(struct go_checker *c, struct delayed action);
void go_check_run_delayed(struct go_checker *c, uint32_t from);
void go_check_function_body(struct go_checker *c, const struct delayed *action);

/* ---- check_type.c, check_struct.c, check_interface.c, check_valid.c ---- */

const struct go_type *go_check_type(struct go_checker *c, struct go_node *n);
/* `defined` (or NULL) is the named type that the expression is the right-hand side of. */
const struct go_type *go_check_defined_type(struct go_checker *c, struct go_node *n,
                                            struct go_type *defined);
/* A function's type. `body` (or NULL) gets the scope of the parameters, which become objects. */
void go_check_signature(struct go_checker *c, struct go_type *into, struct go_node *type,
                        struct go_node *receiver, struct delayed *body);
void go_check_struct(struct go_checker *c, struct go_type *t, struct go_node *n);
void go_check_embedded_field(struct go_checker *c, const struct delayed *action);
void go_check_unique_fields(struct go_checker *c, const struct go_type *named);
void go_check_receiver(struct go_checker *c, const struct delayed *action);
void go_check_interface(struct go_checker *c, struct go_type *t, struct go_node *n);
/* Adds embedded interfaces' methods wherever they are known by now. */
void go_check_complete_interfaces(struct go_checker *c);
void go_check_interface_methods(struct go_checker *c, const struct delayed *action);
void go_check_valid_type(struct go_checker *c, const struct go_type *named);
void go_check_size(struct go_checker *c, const struct delayed *action);

/* ---- check_method.c ---- */

enum lookup { LOOKUP_NONE, LOOKUP_FOUND, LOOKUP_AMBIGUOUS, LOOKUP_NEEDS_POINTER };

enum lookup go_check_lookup(struct go_checker *c, const struct go_type *t, bool addressable,
                            const char *name, struct go_selection *out);
bool go_check_is_interface_pointer(const struct go_type *t);
/* Why a type does not implement an interface; NULL if it does. */
const char *go_check_implements(struct go_checker *c, const struct go_type *t,
                                const struct go_type *interface);
/* "(missing M method)" and such when an interface's value can never be of type t; else NULL. */
const char *go_check_impossible(struct go_checker *c, const struct go_type *interface,
                                const struct go_type *t);

/* ---- check_expression.c, check_name.c, check_operator.c ---- */

/* Any expression; a complaint if it is more or less than one value. */
void go_check_expression(struct go_checker *c, struct operand *x, struct go_node *n);
void go_check_expression_hint(struct go_checker *c, struct operand *x, struct go_node *n,
                              const struct go_type *hint);
void go_check_multiple(struct go_checker *c, struct operand *x, struct go_node *n);
void go_check_expression_or_type(struct go_checker *c, struct operand *x, struct go_node *n);
enum use go_check_raw(struct go_checker *c, struct operand *x, struct go_node *n,
                      const struct go_type *hint);
/* Names in it count as used; its value does not matter. */
void go_check_use(struct go_checker *c, struct go_node *n);
void go_check_use_list(struct go_checker *c, struct go_node *list);
void go_check_single_value(struct go_checker *c, struct operand *x);
void go_check_record(struct go_checker *c, const struct operand *x);
void go_check_name(struct go_checker *c, struct operand *x, struct go_node *n,
                   struct go_type *defined, bool want_type);
void go_check_selector(struct go_checker *c, struct operand *x, struct go_node *n,
                       struct go_type *defined);
void go_check_unary(struct go_checker *c, struct operand *x, struct go_node *n);
void go_check_binary_chain(struct go_checker *c, struct operand *x, struct go_node *n);
/* x op y; `n` is the BINARY, or NULL in x op= y, whose ASSIGN is `assign`. */
struct binary {
    enum go_token op;
    struct go_node *node, *assign;
};
void go_check_binary(struct go_checker *c, struct operand *x, struct operand *y,
                     const struct binary *b);
void go_check_comparison(struct go_checker *c, struct operand *x, struct operand *y,
                         enum go_token op, bool in_switch);
void go_check_assertion(struct go_checker *c, struct go_node *n, const struct operand *x,
                        const struct go_type *t, bool in_switch);
bool go_check_is_comparison(enum go_token op);

/* ---- check_constant.c ---- */

enum misfit { MISFIT_NONE, MISFIT_TRUNCATED, MISFIT_OVERFLOWS, MISFIT_OTHER };

/* Makes a constant one of the basic type, or says why not. */
void go_check_representable(struct go_checker *c, struct operand *x, const struct go_type *t);
bool go_check_fits(struct go_checker *c, const struct go_constant *value, const struct go_type *t,
                   const struct go_constant **rounded);
void go_check_overflow(struct go_checker *c, struct operand *x, bool too_large);
/* The type that an untyped operand gets where `target` is wanted, and its value (or NULL). */
const struct go_type *go_check_implicit_type(struct go_checker *c, const struct operand *x,
                                             const struct go_type *target,
                                             const struct go_constant **value, enum misfit *misfit);
void go_check_convert_untyped(struct go_checker *c, struct operand *x,
                              const struct go_type *target);
/* Notes the type of an expression that was untyped in all parts that get their type from it. */
void go_check_update_type(struct go_checker *c, struct go_node *n, const struct go_type *type,
                          bool final);
void go_check_finish_untyped(struct go_checker *c);

/* ---- check_seen.c: constants that were met before ---- */

struct seen_constant {
    const struct go_constant *value;
    const struct go_type *type;
    uint32_t pos;
};
struct seen {
    struct seen_constant *rows;
    uint32_t count, capacity;
};
/* The earlier one that is equal and of identical type, or NULL; then it is added. */
const struct seen_constant *go_check_seen(struct go_checker *c, struct seen *s,
                                          struct seen_constant row);

/* ---- check_literal.c, check_index.c ---- */

enum use go_check_composite(struct go_checker *c, struct operand *x, struct go_node *n,
                            const struct go_type *hint);
void go_check_index(struct go_checker *c, struct operand *x, struct go_node *n);
void go_check_slice(struct go_checker *c, struct operand *x, struct go_node *n);
/* An index; `limit` < 0: any. Its type (invalid after a complaint) and value, or -1. */
const struct go_type *go_check_index_value(struct go_checker *c, struct go_node *n, int64_t limit,
                                           int64_t *value);

/* ---- check_call.c, check_builtin.c, check_conversion.c ---- */

struct operands {
    struct operand *list;
    uint32_t count;
    bool comma_ok;
};

enum use go_check_call(struct go_checker *c, struct operand *x, struct go_node *n);
/* Expressions, or all results of a single call, or (`allow_comma_ok`) value and bool. */
struct operands go_check_list(struct go_checker *c, struct go_node *list, bool allow_comma_ok);
void go_check_arguments(struct go_checker *c, struct go_node *call, const struct go_type *signature,
                        struct operands arguments);
const char *go_check_summary(struct go_checker *c, struct operands values);
bool go_check_builtin(struct go_checker *c, struct operand *x, struct go_node *call);
enum use go_check_builtin_use(enum go_builtin builtin);
void go_check_conversion(struct go_checker *c, struct operand *x, const struct go_type *t);

/* ---- check_assign.c ---- */

/* Whether x may be assigned to t; *reason (if not NULL) gets a cause where there is more to say. */
bool go_check_assignable(struct go_checker *c, const struct operand *x, const struct go_type *t,
                         const char **reason);
/* Converts x, if it is untyped; t NULL: to its default type. `context` as in "in %s". */
void go_check_assignment(struct go_checker *c, struct operand *x, const struct go_type *t,
                         const char *context);
void go_check_init_constant(struct go_checker *c, struct go_object *o, struct operand *x);
bool go_check_init_variable(struct go_checker *c, struct go_object *o, struct operand *x,
                            const char *context);
struct objects {
    struct go_object **list;
    uint32_t count;
};
/* `statement`: the RETURN, or NULL. */
void go_check_init_variables(struct go_checker *c, struct objects variables, struct go_node *values,
                             struct go_node *statement);
bool go_check_assign_variable(struct go_checker *c, struct go_node *target, struct operand *x);
void go_check_assign(struct go_checker *c, struct go_node *n);

/* ---- check_statement.c, check_switch.c, check_range.c, check_return.c ---- */

void go_check_statement(struct go_checker *c, struct go_node *n);
void go_check_statements(struct go_checker *c, struct go_node *list);
void go_check_condition(struct go_checker *c, struct go_node *n, const char *what);
void go_check_switch(struct go_checker *c, struct go_node *n);
void go_check_type_switch(struct go_checker *c, struct go_node *n);
void go_check_select(struct go_checker *c, struct go_node *n);
void go_check_range(struct go_checker *c, struct go_node *n);
void go_check_open_scope(struct go_checker *c);
void go_check_close_scope(struct go_checker *c);
/* A local variable that must be used. */
void go_check_declare_local(struct go_checker *c, struct go_object *o, struct go_node *name);
void go_check_unused(struct go_checker *c, uint32_t from);
bool go_check_terminates(const struct go_node *n);

/* ---- check_order.c ---- */

void go_check_order(struct go_checker *c);

#endif

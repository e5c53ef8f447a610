/* context.h -- what lowering knows: the program that is made, and the function at work.
 *
 * Values and places are as in the scripts' front end. Numbers and pointers are one slot, small
 * numbers extended to a word; everything else lies in consecutive slots as in memory. Temporaries
 * with pointers are cleared by the operation that uses them, so that they keep nothing alive.
 *
 * Variables are read as late as possible, calls are made as early as possible, in order: that is
 * how cmd/compile resolves what the specification leaves open (order.go). lower_hoist does it. */
#ifndef TC_LOWER_CONTEXT_H
#define TC_LOWER_CONTEXT_H

#include "base/check.h"
#include "base/lines.h"
#include "go/ir/ir.h"
#include "go/lower/lower.h"
#include "program/program.h"

enum {
    LOWER_WORDS_MAX = 4,         /* values of more words are moved as blocks */
    LOWER_FRAME_MAX = 1 << 22,   /* words: 32 MiB, since Go keeps variables of 10 MiB there */
    LOWER_GLOBALS_MAX = 8 << 20, /* bytes */
    LOWER_ELEMENTS_MAX = INT32_MAX,
    LOWER_OPS_MAX = 1 << 20,
    LOWER_STACK_MAX = 64 << 10, /* bytes of an implicit variable: ir.MaxImplicitStackVarSize */
    LOWER_BOX_MAX = 1024,       /* likewise, of what an interface holds: walk/convert.go */
    LOWER_NOWHERE = INT32_MAX   /* a target: nobody wants the result of the call */
};

/* ---- the program ---- */

/* A Go type and its row in program.types; in a hash table by address, and listed for comparing. */
struct lower_row {
    const struct go_type *type;
    uint32_t index, hash;
};

struct lower_method_name {
    const char *name;
    const struct go_type *type; /* FUNCTION: two methods of one name may differ in it */
    uint32_t index;             /* of program.method_names */
};

/* A function of the program whose operations are still to be made. */
enum lower_body {
    LOWER_DECLARED,     /* ir */
    LOWER_BOUND_METHOD, /* what a method value leads to */
    LOWER_INTRINSIC,    /* a library function without a body, as a value */
    LOWER_START
};

struct lower_pending {
    enum lower_body body;
    uint32_t function;
    struct ir_function *ir;         /* the function, or the method that is called */
    const struct go_type *receiver; /* BOUND_METHOD: what the method takes */
    const struct go_type *type;     /* BOUND_METHOD: FUNCTION, without the receiver */
    const char *name;               /* of an interface's method; NULL */
};

/* A type that interfaces may hold. */
struct lower_boxed {
    const struct go_type *type;
    uint32_t index;
    uint32_t names_done; /* of unit.names */
};

struct lower_unit {
    struct ir_program *ir;
    struct program *program;
    struct pool *pool; /* of the compilation: what is not needed once the program is made */
    struct diags *diags;
    const struct source *source;
    const struct lower_options *options;
    struct lines lines;
    struct lower_row *rows, *table;
    uint32_t row_count, table_size, table_used;
    uint32_t basic[GO_KIND_STRING + 1];
    uint32_t bytes_type, pointer_type;
    uint32_t type_depth; /* types being made inside each other */
    struct lower_method_name *names;
    uint32_t name_count;
    const struct go_type **looked_at; /* types that interfaces hold, and what is in them */
    uint32_t looked_at_count;
    struct lower_boxed *boxed;
    uint32_t boxed_count;
    struct lower_pending *pending;
    uint32_t pending_count;
    uint32_t measure[LOWER_MEASURED + 1]; /* globals that get statistics behind each call */
    uint32_t pos;                         /* where lowering is, in the source, from 1 */
    bool too_large;                       /* a complaint was made */
};

/* ---- values and places ---- */

struct lower_value {
    bool constant;
    bool temporary; /* the slots die with the operation that uses them */
    int32_t slot;
    uint32_t type;
    uint64_t first, second; /* constant: its words; any others are zero */
};

enum lower_place_kind { LOWER_SLOT, LOWER_GLOBAL, LOWER_MEMORY, LOWER_MAP, LOWER_BLANK };

struct lower_place {
    enum lower_place_kind kind;
    int32_t slot;            /* SLOT: itself; MEMORY: holds the base address; MAP: holds the map */
    bool packed;             /* SLOT: a part of what lies there as in memory */
    uint32_t offset;         /* bytes; but of a MAP */
    uint32_t type;           /* MAP: of the element */
    struct lower_value root; /* the temporary that is `slot`; MAP: likewise */
    struct lower_value key;  /* MAP */
    uint32_t map;            /* MAP: its type */
};

/* ---- the function ---- */

/* Where jumps go: uses are chained through the jumps' operand until the label is placed. */
struct lower_label {
    uint32_t target, last_use; /* + 1; 0: none yet */
};

struct lower_flow { /* a statement that break and continue may name */
    const struct ir_node *statement;
    struct lower_label *end, *next;
    struct lower_flow *outer;
};

struct lower_named_label { /* of a goto */
    const struct ir_node *label;
    struct lower_label at;
};

struct lower_temporary {
    uint32_t type, words;
    int32_t slot;
    bool free;
};

struct lower_done { /* a call that was made before the expression around it */
    const struct ir_node *node;
    struct lower_value value;
};

struct lower {
    struct lower_unit *unit;
    struct program *program;
    struct ir_function *ir; /* NULL: made by the compiler */
    uint32_t function;
    uint32_t line;  /* of the listing; 0: none */
    uint32_t words; /* of the frame so far */
    struct lower_temporary *temporaries;
    uint32_t temporary_count;
    struct lower_done *done;
    uint32_t done_count;
    struct lower_flow *flow;
    struct lower_named_label **labels;
    uint32_t label_count;
    int32_t code_slot;            /* of the code pointers of func values; 0: none yet */
    int32_t result_slot;          /* of all results in turn; NO_SLOT: they have no storage */
    struct lower_value arguments; /* the array of the last `... argument` in the frame */
    struct lower_label *fall_through;
};

/* ---- context.c: emitting, temporaries ---- */

uint32_t lower_op(struct lower *f, struct op op);
void lower_at(struct lower *f, uint32_t pos); /* what follows belongs to this line */
void lower_jump(struct lower *f, struct op op, struct lower_label *to);
void lower_place_label(struct lower *f, struct lower_label *label);
int32_t lower_words(struct lower *f, uint32_t words);
int32_t lower_variable(struct lower *f, const char *name, uint32_t type);
struct lower_value lower_temporary(struct lower *f, uint32_t type);
/* The slots may be used for something else; they have been cleared. */
void lower_release(struct lower *f, struct lower_value v);
/* They are in use again, or still. */
void lower_retain(struct lower *f, struct lower_value v);
/* As lower_release, of a value that nothing has used: its pointers are cleared. */
void lower_drop(struct lower *f, struct lower_value v);
uint32_t lower_add_site(struct lower *f, uint32_t type, bool heap, const char *label,
                        const struct ir_reason *why);
void lower_complain(struct lower_unit *u, uint32_t pos, const char *words);
const struct type *lower_type_at(const struct lower *f, uint32_t type);
uint32_t lower_slots(const struct lower *f, uint32_t type);
bool lower_has_pointers(const struct lower *f, uint32_t type);

/* ---- lower_type.c ---- */

void lower_begin_types(struct lower_unit *u);
uint32_t lower_type(struct lower_unit *u, const struct go_type *t);
uint32_t lower_pointer(struct lower_unit *u, uint32_t type);
uint32_t lower_array(struct lower_unit *u, uint32_t element, uint64_t length);
uint32_t lower_slice(struct lower_unit *u, uint32_t element);
/* What a function returns: nothing (NONE), a type, or a struct of all results. */
uint32_t lower_result(struct lower_unit *u, const struct go_type *tuple);
/* Slots before the n-th result, or parameter. */
uint32_t lower_slot_of(const struct go_field *fields, uint32_t n);
/* An index of program.method_names. */
uint32_t lower_method_name(struct lower_unit *u, const char *name, const struct go_type *type);
/* Sizes of all types so far. */
void lower_lay_out(struct lower_unit *u);

/* ---- lower_value.c ---- */

struct lower_value lower_constant(uint32_t type, uint64_t first);
struct lower_value lower_in_slot(int32_t slot, uint32_t type);
struct lower_value lower_go_constant(struct lower *f, const struct go_constant *c, uint32_t type);
bool lower_is_small(struct lower_value v); /* fits an operand of an operation */
/* A constant in a temporary; others as they are. */
struct lower_value lower_to_slot(struct lower *f, struct lower_value v);
/* Where a result goes: the target, if there is one. */
struct lower_value lower_made(struct lower *f, uint32_t type, int32_t target);
void lower_set(struct lower *f, int32_t slot, uint64_t word);
/* Moves a value of a type to slots. */
void lower_into(struct lower *f, struct lower_value v, int32_t slot, uint32_t type);
/* The same value, in a temporary that nobody else changes. */
struct lower_value lower_copied(struct lower *f, struct lower_value v);
/* One word of a value as the next argument of an operation; its first argument's index. */
uint32_t lower_word(struct lower *f, struct lower_value v, uint32_t word);
uint32_t lower_number(struct lower *f, int64_t number);
/* The flags for an operation that uses a value up as its base, or source. */
uint8_t lower_kill_base(const struct lower *f, struct lower_value v);
uint8_t lower_kill_source(const struct lower *f, struct lower_value v);
/* A part of a value that is in slots, whole words of it. */
struct lower_value lower_word_value(struct lower_value v, uint32_t word, uint32_t type);
void lower_zero(struct lower *f, int32_t slot, uint32_t type);

/* ---- lower_place.c ---- */

struct lower_place lower_slot_place(int32_t slot, uint32_t type);
/* What a pointer leads to. */
struct lower_place lower_memory(struct lower_value pointer, uint32_t type);
struct lower_place lower_value_place(struct lower_value v);
struct lower_place lower_part(struct lower_place p, uint32_t offset, uint32_t type);
/* The slots that a place is, if it is whole slots of the frame; NO_SLOT. */
int32_t lower_place_slot(const struct lower *f, struct lower_place p);
struct lower_value lower_load(struct lower *f, struct lower_place p, int32_t target);
/* Stores a value and uses it up, and the temporary that the place is found by. */
void lower_store(struct lower *f, struct lower_place p, struct lower_value v);
struct lower_value lower_address(struct lower *f, struct lower_place p, int32_t target);
void lower_clear_place(struct lower *f, struct lower_place p);
void lower_drop_place(struct lower *f, struct lower_place p);
struct lower_place lower_place_of(struct lower *f, const struct ir_node *n);
/* Likewise, of what has fields or elements. */
struct lower_place lower_whole(struct lower *f, const struct ir_node *n);
struct lower_place lower_variable_place(struct lower *f, struct ir_variable *v);
/* Where a variable's address is: the slot of a pointer to it, or it is made. */
struct lower_value lower_variable_address(struct lower *f, struct ir_variable *v, int32_t target);
void lower_check_nil(struct lower *f, struct lower_value pointer);

/* ---- lower_expression.c ---- */

/* The value of an expression, in the target slots if they suit: then it is no temporary. */
struct lower_value lower_expression(struct lower *f, const struct ir_node *n, int32_t target);
struct lower_value lower_value_of(struct lower *f, const struct ir_node *n);
/* Evaluates to slots. */
void lower_expression_into(struct lower *f, const struct ir_node *n, int32_t slot);
/* Evaluates and drops. */
void lower_evaluate(struct lower *f, const struct ir_node *n);
uint32_t lower_node_type(struct lower *f, const struct ir_node *n);

/* ---- lower_order.c ---- */

/* Does the calls in an expression that is part of a larger one. */
void lower_hoist(struct lower *f, const struct ir_node *n);
/* Likewise for several that are evaluated one after the other, if a later one has calls. */
void lower_hoist_pair(struct lower *f, const struct ir_node *first, const struct ir_node *second);
void lower_hoist_list(struct lower *f, const struct ir_node *list);
void lower_hoist_operands(struct lower *f, const struct ir_node *x, const struct ir_node *list);
/* Whether it is to be noticed that some come before others; operands are added in order. */
struct lower_turns {
    uint8_t before;
    bool any, matters;
};
void lower_turn(struct lower_turns *t, const struct ir_node *n);
void lower_turn_list(struct lower_turns *t, const struct ir_node *list);
/* Evaluates an expression before its turn: it is found in a temporary then. */
void lower_keep(struct lower *f, const struct ir_node *n);
bool lower_has_effect(const struct ir_node *n);
bool lower_has_parts(const struct ir_node *n);
/* Operations that lean to the left, x + y + z, from the last to the first: there may be thousands.
 * All with the same operator, or any but && and ||. */
struct lower_spine {
    const struct ir_node **nodes, *bottom;
    uint32_t count;
};
struct lower_spine lower_spine_of(struct lower *f, const struct ir_node *n, bool same);
bool lower_take_done(struct lower *f, const struct ir_node *n, struct lower_value *out);

/* ---- lower_operator.c ---- */

struct lower_value lower_binary(struct lower *f, const struct ir_node *n, int32_t target);
struct lower_value lower_unary(struct lower *f, const struct ir_node *n, int32_t target);
struct lower_value lower_arithmetic(struct lower *f, enum go_token op, struct lower_value left,
                                    struct lower_value right, int32_t target);
struct lower_value lower_convert(struct lower *f, struct lower_value v, uint32_t type,
                                 int32_t target);
/* Jumps if the condition is as wanted. */
void lower_condition(struct lower *f, const struct ir_node *n, bool wanted, struct lower_label *to);
struct lower_side { /* of a comparison */
    struct lower_value v;
    const struct go_type *type;
    bool nil;
};
/* An interface may be compared with what is none. */
void lower_compare(struct lower *f, enum go_token op, struct lower_side left,
                   struct lower_side right, bool wanted, struct lower_label *to);

/* ---- lower_literal.c ---- */

struct lower_value lower_struct_or_array(struct lower *f, const struct ir_node *n, int32_t target);
/* Fills storage that is zero. */
void lower_fill(struct lower *f, const struct ir_node *literal, struct lower_place to);
struct lower_value lower_slice_literal(struct lower *f, const struct ir_node *n, int32_t target);
struct lower_value lower_map_literal(struct lower *f, const struct ir_node *n, int32_t target);
struct lower_value lower_pointer_literal(struct lower *f, const struct ir_node *n, int32_t target);
struct lower_value lower_new(struct lower *f, const struct ir_node *n, int32_t target);
/* A zeroed object, on the heap or in the frame; a pointer to it. */
struct lower_value lower_object(struct lower *f, uint32_t type, bool heap, const char *label,
                                const struct ir_reason *why, int32_t target);

/* ---- lower_slice.c ---- */

struct lower_place lower_index(struct lower *f, const struct ir_node *n);
struct lower_value lower_slicing(struct lower *f, const struct ir_node *n, int32_t target);
/* (*[n]T)(slice) */
struct lower_value lower_slice_to_array(struct lower *f, const struct ir_node *n, int32_t target);
struct lower_value lower_make_slice(struct lower *f, const struct ir_node *n, int32_t target);
struct lower_value lower_append(struct lower *f, const struct ir_node *n, int32_t target);
struct lower_value lower_copy(struct lower *f, const struct ir_node *n, int32_t target);
struct lower_value lower_extent(struct lower *f, const struct ir_node *n, int32_t target);
struct lower_place lower_element(struct lower *f, struct lower_value pointer,
                                 struct lower_value index, struct lower_value length,
                                 uint32_t element);

/* ---- lower_string.c ---- */

struct lower_value lower_string(struct lower *f, const char *bytes, uint32_t length);
struct lower_value lower_concat(struct lower *f, const struct ir_node *n, int32_t target);
/* x += y of strings. */
struct lower_value lower_concat_to(struct lower *f, struct lower_value left,
                                   const struct ir_node *n, int32_t target);
struct lower_value lower_to_string(struct lower *f, const struct ir_node *n, int32_t target);
struct lower_value lower_from_string(struct lower *f, const struct ir_node *n, int32_t target);
/* string(b) where it is only looked at: the bytes themselves; other strings as they are. */
struct lower_value lower_string_seen(struct lower *f, const struct ir_node *n);
/* []byte(s), likewise. */
struct lower_value lower_bytes_seen(struct lower *f, const struct ir_node *n);
int64_t lower_buffer(struct lower *f, uint32_t bytes, bool heap, const char *label);

/* ---- lower_map.c ---- */

struct lower_value lower_make_map(struct lower *f, const struct ir_node *n, int32_t target);
/* A map that was made for a literal of so many entries. */
struct lower_value lower_new_map(struct lower *f, const struct ir_node *n, uint64_t entries,
                                 int32_t target);
struct lower_place lower_map_place(struct lower *f, const struct ir_node *n, bool read_only);
struct lower_value lower_map_get(struct lower *f, struct lower_place p, struct lower_value ok,
                                 int32_t target);
void lower_map_store(struct lower *f, struct lower_place p, struct lower_value v);
void lower_delete(struct lower *f, const struct ir_node *n);

/* ---- lower_channel.c ---- */

struct lower_value lower_make_channel(struct lower *f, const struct ir_node *n, int32_t target);
struct lower_value lower_receive(struct lower *f, const struct ir_node *n, int32_t ok,
                                 int32_t target);
void lower_send(struct lower *f, const struct ir_node *n);
void lower_select(struct lower *f, const struct ir_node *n);

/* ---- lower_interface.c ---- */

struct lower_value lower_box(struct lower *f, const struct ir_node *n, int32_t target);
/* Where an interface finds a constant: in the read-only data. */
uint64_t lower_constant_data(struct lower *f, struct lower_value v);
/* A value that is not on its way to the heap, or is, as one of an interface's type. */
struct lower_value lower_as_interface(struct lower *f, struct lower_value v,
                                      const struct go_type *from, const struct go_type *to);
/* x.(T); with ok (a slot, or NO_SLOT) it does not panic. */
struct lower_value lower_assert(struct lower *f, const struct ir_node *n, int32_t ok,
                                int32_t target);
/* Jumps unless the interface in slots holds what a case of a type switch says. */
void lower_unless_type(struct lower *f, struct lower_value interface, const struct go_type *t,
                       struct lower_label *to);
/* What an interface holds, which is known to be of a type. */
struct lower_value lower_unboxed(struct lower *f, struct lower_value interface,
                                 const struct go_type *t, int32_t target);
/* Interfaces may hold values of the type: its methods are wanted. */
void lower_holds(struct lower_unit *u, const struct go_type *t);
/* Methods that have become wanted since; false if there are none. */
bool lower_more_methods(struct lower_unit *u);

/* ---- lower_call.c ---- */

struct lower_callee {
    enum { LOWER_BY_NAME, LOWER_BY_VALUE, LOWER_BY_METHOD } kind;
    uint32_t function;        /* NAME */
    uint32_t method;          /* METHOD: name */
    struct lower_value value; /* VALUE: func value; METHOD: interface */
    uint32_t result;          /* type, or NONE */
};

/* One result: its value. Several, or none: those that follow each other in the slots. */
struct lower_value lower_call(struct lower *f, const struct ir_node *n, int32_t target);
/* Emits a call; its arguments' words begin with values[0]. */
struct lower_value lower_call_with(struct lower *f, const struct lower_callee *c,
                                   const struct lower_value *values, uint32_t count,
                                   int32_t target);
uint32_t lower_function_of(struct lower_unit *u, struct ir_function *ir);
uint32_t lower_pend(struct lower_unit *u, struct lower_pending p, const char *name,
                    const char *symbol);
/* go and defer. */
void lower_go(struct lower *f, const struct ir_node *n);
void lower_defer(struct lower *f, const struct ir_node *n);

/* ---- lower_intrinsic.c ---- */

bool lower_is_intrinsic(const struct ir_function *f);
struct lower_value lower_intrinsic(struct lower *f, const struct ir_function *what,
                                   struct lower_value *values, uint32_t count, int32_t target);
void lower_print(struct lower *f, const struct ir_node *n);

/* ---- lower_closure.c ---- */

struct lower_value lower_closure(struct lower *f, const struct ir_node *n, int32_t target);
struct lower_value lower_function_value(struct lower *f, struct ir_function *ir, uint32_t type);
struct lower_value lower_method_value(struct lower *f, const struct ir_node *n, int32_t target);
/* The captured variable's place, or where its address is. */
bool lower_captured(struct lower *f, const struct ir_variable *v, struct lower_place *out);
bool lower_captured_address(struct lower *f, const struct ir_variable *v, struct lower_place *out);
uint32_t lower_closure_type(struct lower_unit *u, struct ir_function *ir);

/* ---- lower_statement.c, lower_assign.c, lower_range.c, lower_switch.c ---- */

void lower_block(struct lower *f, const struct ir_node *list);
void lower_statement(struct lower *f, const struct ir_node *n);
void lower_declare(struct lower *f, struct ir_variable *v, bool zero);
void lower_assign(struct lower *f, const struct ir_node *n);
void lower_assign_operation(struct lower *f, const struct ir_node *n);
void lower_assign_list(struct lower *f, const struct ir_node *targets,
                       const struct ir_node *values);
void lower_assign_results(struct lower *f, const struct ir_node *n);
void lower_assign_ok(struct lower *f, const struct ir_node *n);
/* Stores a value in a target that is evaluated now. */
void lower_assign_value(struct lower *f, const struct ir_node *target, struct lower_value v);
/* Likewise, when the target may be an interface where the value is none. */
void lower_assign_converted(struct lower *f, const struct ir_node *target, struct lower_value v,
                            const struct go_type *from);
/* Two at once; NULL: not wanted. What the second target is found by is from before the first. */
struct lower_given {
    const struct ir_node *target;
    struct lower_value value;
    const struct go_type *type;
};
void lower_assign_two(struct lower *f, struct lower_given first, struct lower_given second);
void lower_return(struct lower *f, const struct ir_node *n);
void lower_range(struct lower *f, const struct ir_node *n);
void lower_switch(struct lower *f, const struct ir_node *n);
void lower_type_switch(struct lower *f, const struct ir_node *n);

/* ---- lower_function.c ---- */

/* Whether an init function has any statements. */
bool lower_does_something(const struct ir_function *ir);
void lower_pending_function(struct lower_unit *u, const struct lower_pending *p);
/* What a function takes and returns; its parameters become its first variables. */
void lower_set_parameters(struct lower_unit *u, uint32_t function, const struct ir_function *ir);
void lower_set_signature(struct lower_unit *u, uint32_t function, const struct go_type *type);

/* ---- lower_static.c ---- */

void lower_globals(struct lower_unit *u);

#endif

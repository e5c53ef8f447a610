/* ir.h -- a checked Go program in intermediate form, between syntax and operations.
 *
 * Built from the checked syntax tree (ir_build), completed by escape analysis (escape.h), then
 * lowered (lower.h). Everything lives in the pool of the compilation. */
#ifndef TC_GO_IR_H
#define TC_GO_IR_H

#include "go/types/check.h"

enum ir_op {
#define IR(name, parts) IR_##name,
#include "go/ir/ir.def"
#undef IR
    IR_COUNT
};

/* Beside those of go_flag that ir.def names. */
enum ir_flag {
    FLAG_IMPLICIT = 1 << 10, /* not in the source: prints as its operand */
    FLAG_METHOD = 1 << 11,
    FLAG_VARIADIC = 1 << 12,
    FLAG_LOOP = 1 << 13,
    FLAG_LINE = 1 << 14,
    FLAG_DEVIRTUALIZED = 1 << 15, /* CALL: was a call of an interface's method */
    FLAG_UNPACKED = 1 << 16       /* a call: prints as x.f(a, b), not T.f(x, ... argument...) */
};

struct ir_location; /* sim/go/escape's */

/* What escape analysis says of what is allocated; NULL where it says nothing. */
struct ir_reason {
    const char *why;     /* what forced it to the heap, in a sentence for a person */
    const char *brief;   /* ... and in a word or two: "returned" */
    const char *flow;    /* ... and as -m=2 has it, several lines without the file's name */
    const char *verdict; /* as -m has it: "moved to heap: x" */
};

enum ir_variable_class { VARIABLE_GLOBAL, VARIABLE_PARAMETER, VARIABLE_RESULT, VARIABLE_LOCAL };

struct ir_variable {
    const char *name; /* "x", "~r0", "~b0", ".autotmp_3"; "_" */
    const struct go_type *type;
    struct go_object *object;     /* NULL for those of the compiler */
    struct ir_function *function; /* the declared function or literal it belongs to; NULL: global */
    uint8_t class;                /* enum ir_variable_class */
    bool receiver;
    bool blank;          /* parameters: unnamed or _ */
    bool assigned_again; /* anywhere but in its declaration, closures included */
    bool address_taken;  /* by &, a method call on a pointer, slicing of an array */
    bool captured;       /* by a literal inside its function */
    uint32_t pos;
    uint64_t assigned_fields; /* a bit each, where only that is assigned; else all bits */
    struct ir_node *value; /* of the declaration `x := e`, `var x T = e`; NULL if none or a tuple */
    /* escape analysis */
    struct ir_location *location;
    bool escapes; /* moved to heap */
    struct ir_reason *why;
    /* lowering */
    int32_t slot;    /* of the variable, or of the pointer to it */
    uint32_t global; /* index + 1 of the program's global */
    uint32_t site;   /* + 1; escapes */
    bool lowered;
    bool begins_zero; /* var x T */
};

struct ir_capture {
    struct ir_variable *variable; /* the canonical one, of the outermost function */
    uint32_t pos;                 /* of its first mention in the literal */
    bool by_reference;            /* escape analysis decides */
};

struct ir_function {
    const char *name;           /* in messages: "run", "(*stack).pop", "run.func1" */
    const char *symbol;         /* in traces of goroutines: "main.(*stack).pop", "main.run.func1" */
    const struct go_type *type; /* FUNCTION, without the receiver */
    struct go_object *object;   /* NULL: literal, init, wrapper */
    struct go_package *package;
    uint32_t pos, end;               /* the name, or func of a literal; the closing brace */
    struct ir_variable **parameters; /* the receiver first */
    uint32_t parameter_count;
    struct ir_variable **results;
    uint32_t result_count;
    struct ir_variable **locals; /* all others, temporaries too, in order of declaration */
    uint32_t local_count;
    uint32_t name_count;  /* of its variables, but for blank and unnamed parameters [Func.Dcl] */
    struct ir_node *body; /* list, an empty BLOCK at least; NULL with `intrinsic` */
    bool intrinsic;       /* a library function without a body */
    bool library;
    bool wrapper; /* made by ir_method (then `library` is set), or for a go or defer statement */
    struct ir_function *wrapped; /* by ir_method: the method; NULL: an interface's */
    bool has_defer, has_recover, has_loop_defer;
    bool called_on_the_spot; /* a literal: func(){...}() */
    bool used;               /* reachable from main and inits; others are not lowered */
    /* literals */
    struct ir_function *outer;   /* around it; NULL: declared, or in a package variable's value */
    struct ir_node *closure;     /* its CLOSURE */
    struct ir_capture *captures; /* in order of first use */
    uint32_t capture_count;
    struct ir_function **literals; /* directly inside, in source order */
    uint32_t literal_count;
    uint32_t literal_number; /* how many literals have been named inside the declared one */
    /* escape analysis: a row a parameter, how it leaks (escape.h) */
    struct escape_tag *tags;
    uint32_t index; /* of ir_program.functions */
    uint32_t mark;  /* scratch of graph walks */
    /* lowering */
    uint32_t program_function; /* + 1 */
    struct ir_location *location;
};

struct ir_node {
    uint8_t op;       /* enum ir_op */
    uint8_t operator; /* enum go_token: UNARY, BINARY, ASSIGN_OPERATION, BRANCH */
    uint32_t flags;
    uint32_t pos;
    const struct go_type *type;
    struct ir_node *x, *y, *z, *w;
    struct ir_node *list, *list2;
    struct ir_node *next;
    struct ir_node *init;     /* statements to be done before it (ir.def) */
    struct ir_node *original; /* what messages print instead: f(g()), not f(.autotmp_1) */
    struct ir_variable *variable;
    struct ir_function *function;
    const struct go_constant *constant;
    const char *name, *text;
    uint64_t index;
    struct ir_node *target; /* BRANCH */
    /* escape analysis */
    struct ir_location *location;
    bool escapes; /* of allocating expressions: heap */
    struct ir_reason *why;
    uint32_t mark; /* scratch */
};

/* A package variable whose value is data, needs no code and allocates nothing. */
struct ir_static {
    struct ir_variable *variable;
    struct ir_node *value;
};

struct ir_program {
    struct pool *pool;
    struct ir_function *
        *functions; /* all with a body, literals too, in source order; library ones first */
    uint32_t function_count;
    struct ir_function **wrappers; /* made by ir_method; those of method expressions are in
                                      `functions`, too */
    uint32_t wrapper_count;
    struct ir_function *main;
    struct ir_function *
        *inits; /* in order: each package's variables ("init"), then its func init's */
    uint32_t init_count;
    struct ir_variable **globals;
    uint32_t global_count;
    struct ir_static *statics;
    uint32_t static_count;
    struct escape_verdict *verdicts; /* escape.h */
    uint32_t verdict_count;
};

/* From a checked program. Never fails but for host memory (pool->failed). */
void ir_build(const struct go_checked *checked, struct pool *pool, struct ir_program *out);

/* As the compiler prints it in messages: from the tree, not the source (print.c). */
void ir_node_text(const struct ir_node *n, struct text *out);

/* The function that takes a receiver of exactly this type: the declared method, or a wrapper around
 * it that is made now (for *T when the method takes T; for promoted ones). Nothing in a wrapper
 * allocates, so it needs no analysis. The method must exist. */
struct ir_function *ir_method(struct ir_program *p, const struct go_type *receiver,
                              const char *name, const char *package);

/* Visits a node and everything in it, what stands before first, but operands from right to left.
 * False from `visit`: nothing inside. Bodies of literals are not visited. */
struct ir_visitor {
    bool (*visit)(struct ir_node *n, void *context);
    void *context;
};
void ir_walk(struct ir_node *n, struct ir_visitor visitor);
void ir_walk_list(struct ir_node *list, struct ir_visitor visitor);

struct ir_node *ir_new(struct pool *pool, enum ir_op op, uint32_t pos, const struct go_type *type);
/* A new local of a function, behind its others. */
struct ir_variable *ir_add_local(struct pool *pool, struct ir_function *f, const char *name,
                                 const struct go_type *type, uint32_t pos);
/* The next `.autotmp_N`: N counts the function's names so far. */
struct ir_variable *ir_add_temporary(struct pool *pool, struct ir_function *f,
                                     const struct go_type *type, uint32_t pos);

#endif

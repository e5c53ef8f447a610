/* build.h -- what the parts of the builder share.
 *
 * The builder goes through the tree in the order in which cmd/compile's noder does, since names of
 * temporaries and literals are numbered as they come, and implicit conversions stand at "the
 * current position". */
#ifndef TC_GO_IR_BUILD_H
#define TC_GO_IR_BUILD_H

#include "go/ir/ir.h"

struct ir_list {
    struct ir_node *first, *last;
};

/* A statement that break or continue may leave or repeat. */
struct ir_enclosing {
    struct ir_node *statement;
    const char *label; /* NULL: none */
    bool loop;
    struct ir_enclosing *outer;
};

/* Where branches of a function lead. */
struct ir_branches {
    const char *label; /* of the statement to come */
    struct ir_enclosing *enclosing;
    struct ir_node **labels, **gotos; /* LABELs, and BRANCHes to them */
    uint32_t label_count, goto_count;
};

struct ir_builder {
    struct pool *pool;
    struct ir_program *program;
    struct go_package *package;
    struct ir_function *function;   /* whose body it is */
    struct ir_function *initialise; /* "init": the values of the package's variables */
    struct ir_function **built;     /* those not inside others, as they get ready */
    uint32_t built_count;
    bool global;       /* a package variable's value: function is `initialise` */
    uint32_t position; /* base.Pos: of the expression entered last */
    uint32_t global_literals;
    struct ir_branches branches;
};

/* node.c */
void *ir_take(struct pool *pool, size_t size);
void *ir_append(struct pool *pool, void *array, uint32_t *count, const void *element, size_t size);
struct ir_variable *ir_new_variable(struct pool *pool, enum ir_variable_class class,
                                    const char *name, const struct go_type *type, uint32_t pos);
struct ir_node *ir_new_name(struct pool *pool, struct ir_variable *v, uint32_t pos);
struct ir_node *ir_new_declare(struct pool *pool, struct ir_variable *v, uint32_t pos);
void ir_list_add(struct ir_list *list, struct ir_node *n);
void ir_list_join(struct ir_list *list, struct ir_node *nodes);
uint32_t ir_list_count(const struct ir_node *list);

/* build_function.c */
void ir_build_body(struct ir_builder *b, struct ir_function *f, const struct go_node *type,
                   const struct go_node *receiver, const struct go_node *body);
struct ir_node *ir_build_literal(struct ir_builder *b, const struct go_node *n);
/* A mention of a variable: noted in every literal between here and its function. */
struct ir_node *ir_build_use(struct ir_builder *b, struct ir_variable *v, uint32_t pos);

/* build_statement.c, build_control.c, build_assign.c */
void ir_build_statement(struct ir_builder *b, const struct go_node *n, struct ir_list *out);
struct ir_node *ir_build_block(struct ir_builder *b, const struct go_node *statements);
void ir_build_control(struct ir_builder *b, const struct go_node *n, struct ir_list *out);
void ir_build_branch(struct ir_builder *b, const struct go_node *n, struct ir_list *out);
void ir_build_label(struct ir_builder *b, const struct go_node *n, struct ir_list *out);
void ir_build_gotos(struct ir_builder *b);
void ir_build_assign(struct ir_builder *b, const struct go_node *n, struct ir_list *out);
void ir_build_variables(struct ir_builder *b, const struct go_node *spec, struct ir_list *out);
/* The target that a name on the left of := is; declared if it is new. */
struct ir_node *ir_build_target(struct ir_builder *b, const struct go_node *name,
                                struct ir_list *declarations);

/* build_expression.c */
struct ir_node *ir_build_expression(struct ir_builder *b, const struct go_node *n);
struct ir_node *ir_build_expressions(struct ir_builder *b, const struct go_node *list);
const char *ir_build_name(struct ir_builder *b, const struct go_node *n);
bool ir_build_is_blank(const struct go_node *n);
struct ir_node *ir_build_address(struct ir_builder *b, struct ir_node *x, uint32_t pos);
struct ir_node *ir_build_follow(struct ir_builder *b, struct ir_node *x, uint32_t pos);
/* x, or what it points to when that is an array. */
struct ir_node *ir_build_array(struct ir_builder *b, struct ir_node *x);
struct ir_node *ir_build_int(struct ir_builder *b, int64_t value, const struct go_type *type,
                             uint32_t pos);

/* build_constant.c */
struct ir_node *ir_build_constant(struct ir_builder *b, const struct go_node *n);
const struct go_type *ir_build_concrete(const struct go_type *t);

/* build_selector.c */
struct ir_node *ir_build_selector(struct ir_builder *b, const struct go_node *n);
struct ir_node *ir_new_function_name(struct pool *pool, struct ir_function *f, uint32_t pos);
/* x.name as a METHOD_VALUE, with what has to be put before x. */
struct ir_node *ir_select_method(struct pool *pool, struct ir_node *x,
                                 const struct go_selection *selection, uint32_t pos);

/* build_convert.c */
struct ir_node *ir_build_conversion(struct ir_builder *b, const struct go_type *type,
                                    struct ir_node *x, uint32_t pos);
/* For assignment to `type`: an implicit conversion at the current position, or x itself. */
struct ir_node *ir_build_assignable(struct ir_builder *b, struct ir_node *x,
                                    const struct go_type *type);
/* Whether a CONVERT changes no bits [OCONVNOP]. */
bool ir_is_renaming(const struct ir_node *n);

/* build_call.c, build_builtin.c */
struct ir_node *ir_build_call(struct ir_builder *b, const struct go_node *n);
struct ir_node *ir_build_builtin(struct ir_builder *b, const struct go_node *n);
/* The arguments of a call or values of a return: those of f(g()) go to temporaries first. */
void ir_build_spread(struct ir_builder *b, struct ir_node *n, struct ir_node **list);
/* Conversion of each to its parameter's or result's type; `variadic`: see go_type. */
struct ir_node *ir_build_passed(struct ir_builder *b, struct ir_node *list,
                                const struct go_type *types, bool variadic);
/* A call of a METHOD_VALUE with arguments that fit. */
struct ir_node *ir_new_method_call(struct pool *pool, struct ir_node *call, struct ir_node *value,
                                   struct ir_node *arguments);
bool ir_is_tuple(const struct go_type *t);

/* build_literal.c */
struct ir_node *ir_build_composite(struct ir_builder *b, const struct go_node *n);
/* []rune("text") */
struct ir_node *ir_build_runes(struct ir_builder *b, const struct go_type *type,
                               const struct ir_node *constant);

/* What is done to the whole tree, in this order. ir_mark first removes dead code, here and in the
 * literals that are left. */
void ir_mark(struct ir_builder *b, struct ir_function *f);
void ir_remove_dead(struct pool *pool, struct ir_function *f);
void ir_devirtualize(struct pool *pool, struct ir_function *f);
void ir_split_statics(struct ir_builder *b, struct ir_function *initialise);
void ir_mark_used(struct ir_program *program);

/* wrapper.c */
const char *ir_method_name(struct pool *pool, const struct go_type *receiver, const char *name);

#endif

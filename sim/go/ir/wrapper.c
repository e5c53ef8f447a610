/* Functions that the source does not have: methods with another receiver. */
#include "go/ir/build.h"

#include <string.h>

#include "base/check.h"

/* "T.m", "(*T).m" */
const char *ir_method_name(struct pool *pool, const struct go_type *receiver, const char *name) {
    struct text text = {0};
    bool pointer = receiver->kind == GO_KIND_POINTER;
    if (pointer) text_add(&text, "(");
    go_type_text(receiver, QUALIFY_OTHERS, &text);
    if (pointer) text_add(&text, ")");
    text_addf(&text, ".%s", name);
    const char *copy = pool_string(pool, text_string(&text));
    text_free(&text);
    CHECK(copy && "the host's memory");
    return copy;
}

/* ".this" and the method's parameters, all of them named since they are passed on. */
static void add_parameters(struct pool *pool, struct ir_function *f,
                           const struct go_type *receiver) {
    struct ir_variable *v = ir_new_variable(pool, VARIABLE_PARAMETER, ".this", receiver, f->pos);
    v->receiver = true;
    for (uint32_t i = 0;; i++) {
        v->function = f;
        f->parameters = ir_append(pool, f->parameters, &f->parameter_count, &v, sizeof v);
        if (i == f->type->field_count) break;
        const char *name = pool_stringf(pool, ".p%u", i);
        v = ir_new_variable(pool, VARIABLE_PARAMETER, name, f->type->fields[i].type, f->pos);
    }
    const struct go_type *results = f->type->result;
    for (uint32_t i = 0; results && i < results->field_count; i++) {
        const char *name = pool_stringf(pool, "~r%u", i);
        v = ir_new_variable(pool, VARIABLE_RESULT, name, results->fields[i].type, f->pos);
        v->function = f;
        f->results = ir_append(pool, f->results, &f->result_count, &v, sizeof v);
    }
}

static const struct go_type *call_type(const struct go_type *signature) {
    const struct go_type *results = signature->result;
    return results && results->field_count == 1 ? results->fields[0].type : results;
}

/* t1, t2 = call; return t1, t2 */
static struct ir_node *return_several(struct pool *pool, struct ir_function *f,
                                      struct ir_node *call) {
    struct ir_node *statement = ir_new(pool, IR_ASSIGN_RESULTS, f->pos, NULL);
    struct ir_list targets = {0};
    for (uint32_t i = 0; i < f->result_count; i++)
        ir_list_add(&targets, ir_new_name(pool, f->results[i], f->pos));
    statement->list = targets.first;
    statement->x = call;
    statement->next = ir_new(pool, IR_RETURN, f->pos, NULL);
    return statement;
}

static struct ir_node *wrapper_body(struct pool *pool, struct ir_function *f,
                                    const struct go_selection *selection) {
    struct ir_list arguments = {0};
    for (uint32_t i = 1; i < f->parameter_count; i++)
        ir_list_add(&arguments, ir_new_name(pool, f->parameters[i], f->pos));
    struct ir_node *call = ir_new(pool, IR_CALL, f->pos, call_type(f->type));
    if (f->type->variadic) call->flags |= FLAG_DOTS;
    struct ir_node *receiver = ir_new_name(pool, f->parameters[0], f->pos);
    struct ir_node *value = ir_select_method(pool, receiver, selection, f->pos);
    call = ir_new_method_call(pool, call, value, arguments.first);
    if (f->result_count > 1) return return_several(pool, f, call);
    bool result = f->result_count;
    struct ir_node *statement = ir_new(pool, result ? IR_RETURN : IR_EVALUATE, f->pos, NULL);
    if (result) statement->list = call;
    else statement->x = call;
    return statement;
}

static struct ir_function *find_wrapper(const struct ir_program *p, const struct go_type *receiver,
                                        const char *name) {
    for (uint32_t i = 0; i < p->wrapper_count; i++) {
        struct ir_function *f = p->wrappers[i];
        size_t length = strlen(f->name), wanted = strlen(name);
        if (length <= wanted || strcmp(f->name + length - wanted, name) != 0) continue;
        if (f->name[length - wanted - 1] != '.') continue;
        if (go_identical(f->parameters[0]->type, receiver)) return f;
    }
    return NULL;
}

static struct ir_function *new_wrapper(struct ir_program *p, const struct go_type *receiver,
                                       const struct go_selection *selection) {
    const struct go_object *method = selection->method;
    struct pool *pool = p->pool;
    struct ir_function *f = ir_take(pool, sizeof *f);
    f->wrapper = f->library = f->used = true;
    f->name = ir_method_name(pool, receiver, method ? method->name : selection->abstract->name);
    f->symbol = f->name;
    f->type = go_underlying(method ? method->type : selection->abstract->type);
    f->pos = method ? method->pos : selection->abstract->pos;
    if (method) f->wrapped = method->ir;
    if (method) f->package = method->ir->package;
    add_parameters(pool, f, receiver);
    f->body = wrapper_body(pool, f, selection);
    p->wrappers = ir_append(pool, p->wrappers, &p->wrapper_count, &f, sizeof f);
    return f;
}

struct ir_function *ir_method(struct ir_program *p, const struct go_type *receiver,
                              const char *name, const char *package) {
    struct go_selection selection = {0};
    bool ambiguous;
    CHECK(go_lookup(p->pool, receiver, name, package, &selection, &ambiguous));
    bool pointer = go_underlying(receiver)->kind == GO_KIND_POINTER;
    bool exact =
        selection.method && !selection.path_length && selection.method->pointer_receiver == pointer;
    if (exact) return selection.method->ir;
    struct ir_function *f = find_wrapper(p, receiver, name);
    return f ? f : new_wrapper(p, receiver, &selection);
}

/* Functions and literals: parameters, bodies, what a literal captures. */
#include "go/ir/build.h"

#include "base/check.h"

static const char *format(struct ir_builder *b, const char *pattern, const char *text,
                          uint32_t number) {
    const char *string = pool_stringf(b->pool, pattern, text, number);
    CHECK(string && "the host's memory");
    return string;
}

static struct ir_variable *add_parameter(struct ir_builder *b, struct ir_function *f,
                                         const struct go_node *field, const struct go_type *type,
                                         enum ir_variable_class class) {
    const char *name = field->x ? ir_build_name(b, field->x) : "_";
    uint32_t pos = field->x ? field->x->pos : field->pos;
    struct ir_variable *v = ir_new_variable(b->pool, class, name, type, pos);
    v->function = f;
    if (field->x) v->object = field->x->object;
    if (v->object) v->object->variable = v;
    if (class == VARIABLE_RESULT || !v->blank) f->name_count++;
    return v;
}

static void add_parameters(struct ir_builder *b, struct ir_function *f,
                           const struct go_node *fields) {
    uint32_t index = 0;
    for (; fields; fields = fields->next, index++) {
        CHECK(index < f->type->field_count);
        const struct go_type *type = f->type->fields[index].type;
        struct ir_variable *v = add_parameter(b, f, fields, type, VARIABLE_PARAMETER);
        f->parameters = ir_append(b->pool, f->parameters, &f->parameter_count, &v, sizeof v);
    }
}

/* Results always have names, so that the analysis can talk of them (object.go). */
static void add_results(struct ir_builder *b, struct ir_function *f, const struct go_node *fields) {
    uint32_t index = 0;
    for (; fields; fields = fields->next, index++) {
        CHECK(f->type->result && index < f->type->result->field_count);
        const struct go_type *type = f->type->result->fields[index].type;
        struct ir_variable *v = add_parameter(b, f, fields, type, VARIABLE_RESULT);
        if (v->blank) v->name = format(b, "~%s%u", fields->x ? "b" : "r", index);
        f->results = ir_append(b->pool, f->results, &f->result_count, &v, sizeof v);
    }
}

static void add_receiver(struct ir_builder *b, struct ir_function *f,
                         const struct go_node *receiver) {
    const struct go_type *type = f->object->receiver;
    if (!type) type = receiver->y->type; /* a method _ belongs to nobody */
    else if (f->object->pointer_receiver) type = go_pointer_to(b->pool, type);
    struct ir_variable *v = add_parameter(b, f, receiver, type, VARIABLE_PARAMETER);
    v->receiver = true;
    f->parameters = ir_append(b->pool, f->parameters, &f->parameter_count, &v, sizeof v);
}

void ir_build_body(struct ir_builder *b, struct ir_function *f, const struct go_node *type,
                   const struct go_node *receiver, const struct go_node *body) {
    const struct ir_builder outer = *b;
    b->function = f;
    b->global = false;
    b->branches = (struct ir_branches){0};
    if (receiver) add_receiver(b, f, receiver);
    add_parameters(b, f, type->list);
    add_results(b, f, type->list2);
    if (body) {
        f->end = body->end ? body->end - 1 : 0;
        f->body = ir_build_block(b, body->list);
        if (!f->body) f->body = ir_new(b->pool, IR_BLOCK, body->pos, NULL);
        ir_build_gotos(b);
    }
    b->function = outer.function;
    b->global = outer.global;
    b->branches = outer.branches;
}

/* func.go: closureName. */
static void name_literal(struct ir_builder *b, struct ir_function *f) {
    struct ir_function *outer = b->global ? NULL : b->function;
    bool shared =
        !outer || (outer->object && outer->object->name[0] == '_' && !outer->object->name[1]);
    uint32_t number = shared ? ++b->global_literals : ++outer->literal_number;
    const char *pattern = outer && outer->closure ? "%s.%u" : "%s.func%u";
    const char *glob = format(b, "%s.glob.", b->package->path, 0);
    f->name = format(b, pattern, outer ? outer->name : "glob.", number);
    f->symbol = format(b, pattern, outer ? outer->symbol : glob, number);
    f->outer = outer;
}

static void note_capture(struct ir_builder *b, struct ir_function *f, struct ir_variable *v,
                         uint32_t pos) {
    for (uint32_t i = 0; i < f->capture_count; i++)
        if (f->captures[i].variable == v) return;
    struct ir_capture capture = {v, pos, false};
    f->captures = ir_append(b->pool, f->captures, &f->capture_count, &capture, sizeof capture);
}

struct ir_node *ir_build_use(struct ir_builder *b, struct ir_variable *v, uint32_t pos) {
    bool outside = v->class != VARIABLE_GLOBAL && v->function != b->function;
    if (outside) note_capture(b, b->function, v, pos);
    return ir_new_name(b->pool, v, pos);
}

/* What a literal captures from further out its function captures, too, when the literal ends. */
static void pass_captures(struct ir_builder *b, const struct ir_function *f) {
    for (uint32_t i = 0; i < f->capture_count; i++) {
        struct ir_variable *v = f->captures[i].variable;
        if (v->function != b->function) note_capture(b, b->function, v, f->pos);
    }
}

struct ir_node *ir_build_literal(struct ir_builder *b, const struct go_node *n) {
    struct ir_function *f = ir_take(b->pool, sizeof *f);
    f->type = go_underlying(n->type);
    f->package = b->package;
    f->library = b->package->library;
    f->pos = n->pos;
    f->closure = ir_new(b->pool, IR_CLOSURE, n->pos, n->type);
    f->closure->function = f;
    name_literal(b, f);
    bool global = b->global;
    ir_build_body(b, f, n->x, NULL, n->y);
    if (global) b->built = ir_append(b->pool, b->built, &b->built_count, &f, sizeof f);
    else pass_captures(b, f);
    return f->closure;
}

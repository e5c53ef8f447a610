/* Function literals, functions as values, method values. */
#include "go/lower/context.h"

#include <string.h>

/* ---- captured variables ---- */

static uint32_t pointer_or_value(struct lower_unit *u, const struct ir_capture *c) {
    uint32_t type = lower_type(u, c->variable->type);
    return c->by_reference ? lower_pointer(u, type) : type;
}

static const struct ir_node *call_in(const struct ir_function *ir) {
    const struct ir_node *n = ir->wrapper ? ir->body : NULL;
    while (n && n->op == IR_BLOCK) n = n->list;
    const struct ir_node *call = n ? n->x : NULL;
    return call && call->op == IR_CALL && call->x->op == IR_FUNCTION ? call : NULL;
}

/* The function that a go or defer statement calls, if it is called by name. */
static const struct ir_function *called_by(const struct ir_function *ir) {
    const struct ir_node *call = call_in(ir);
    return call ? call->x->function : NULL;
}

/* Of a captured variable, as people are told it. The arguments of a go or defer statement are
 * called what the function calls them. */
static const char *field_name(struct lower_unit *u, const struct ir_function *ir, uint32_t index) {
    const struct ir_variable *v = ir->captures[index].variable;
    if (v->name[0] != '.') return v->name;
    const struct ir_function *callee = called_by(ir);
    const struct ir_node *argument = callee ? call_in(ir)->list : NULL;
    for (uint32_t i = 0; argument && i < callee->parameter_count; i++, argument = argument->next) {
        const char *name = callee->parameters[i]->name;
        bool shown = name && name[0] && !strchr("._~", name[0]);
        if (argument->op == IR_VARIABLE && argument->variable == v && shown) return name;
    }
    return pool_stringf(u->pool, "argument%u", index + 1);
}

/* What a func value of the function leads to: a code pointer, then what it captures. */
uint32_t lower_closure_type(struct lower_unit *u, struct ir_function *ir) {
    struct program *p = u->program;
    uint32_t function = lower_function_of(u, ir);
    uint32_t known = p->functions[function].closure_type;
    if (known || ir->capture_count == 0) return known;
    const struct ir_function *callee = called_by(ir);
    const char *name = callee ? pool_stringf(&p->pool, "call of %s", callee->name)
                              : pool_stringf(&p->pool, "func %s", ir->name);
    uint32_t made = program_begin_struct(p, name ? name : "");
    u->type_depth++; /* it has no size before it has fields */
    program_add_field(p, made, "F", u->basic[GO_KIND_UINTPTR]);
    for (uint32_t i = 0; i < ir->capture_count; i++) {
        uint32_t type = pointer_or_value(u, &ir->captures[i]);
        const char *field = pool_string(&p->pool, field_name(u, ir, i));
        program_add_field(p, made, field, type);
    }
    u->type_depth--;
    lower_lay_out(u);
    return p->functions[function].closure_type = made;
}

static const struct ir_capture *find(const struct lower *f, const struct ir_variable *v,
                                     uint32_t *index) {
    for (uint32_t i = 0; f->ir && i < f->ir->capture_count; i++) {
        if (f->ir->captures[i].variable != v) continue;
        *index = i;
        return &f->ir->captures[i];
    }
    return NULL;
}

static struct lower_place in_record(struct lower *f, uint32_t index) {
    const struct function *function = &f->program->functions[f->function];
    const struct field *field = &lower_type_at(f, function->closure_type)->fields[index + 1];
    struct lower_value record = lower_in_slot(function->context_slot, f->unit->pointer_type);
    return lower_part(lower_memory(record, function->closure_type), field->offset, field->type);
}

bool lower_captured(struct lower *f, const struct ir_variable *v, struct lower_place *out) {
    uint32_t index;
    const struct ir_capture *c = find(f, v, &index);
    if (!c) return false;
    *out = in_record(f, index);
    if (!c->by_reference) return true;
    *out = lower_memory(lower_load(f, *out, NO_SLOT), lower_type(f->unit, v->type));
    return true;
}

bool lower_captured_address(struct lower *f, const struct ir_variable *v, struct lower_place *out) {
    uint32_t index;
    const struct ir_capture *c = find(f, v, &index);
    if (!c || !c->by_reference) return false;
    *out = in_record(f, index);
    return true;
}

/* ---- func values ---- */

struct lower_value lower_function_value(struct lower *f, struct ir_function *ir, uint32_t type) {
    uint32_t function = lower_function_of(f->unit, ir);
    return lower_constant(type, program_function_value(f->program, function));
}

static void store_code(struct lower *f, struct lower_place record, uint32_t function) {
    uint32_t type = f->unit->basic[GO_KIND_UINTPTR]; /* by that people see that it is code */
    if (!f->code_slot) f->code_slot = lower_variable(f, "", type);
    struct lower_value code = lower_in_slot(f->code_slot, type);
    lower_op(f, (struct op){.code = OP_CODE, .a = code.slot, .b = (int32_t)function});
    record.root.temporary = false;
    lower_store(f, lower_part(record, 0, code.type), code);
}

static struct lower_value captured_value(struct lower *f, const struct ir_capture *c) {
    if (c->by_reference) return lower_variable_address(f, c->variable, NO_SLOT);
    return lower_load(f, lower_variable_place(f, c->variable), NO_SLOT);
}

struct lower_value lower_closure(struct lower *f, const struct ir_node *n, int32_t target) {
    struct ir_function *ir = n->function;
    uint32_t type = lower_node_type(f, n), record = lower_closure_type(f->unit, ir);
    (void)target;
    if (!record) return lower_function_value(f, ir, type);
    uint32_t function = lower_function_of(f->unit, ir);
    struct lower_value v =
        lower_object(f, record, n->escapes, lower_type_at(f, record)->name, n->why, NO_SLOT);
    struct lower_place to = lower_memory(v, record);
    to.root.temporary = false;
    store_code(f, to, function);
    for (uint32_t i = 0; i < ir->capture_count; i++) {
        const struct field field = lower_type_at(f, record)->fields[i + 1];
        lower_store(f, lower_part(to, field.offset, field.type),
                    captured_value(f, &ir->captures[i]));
    }
    v.type = type;
    return v;
}

/* ---- method values ---- */

static bool is_same_method(const struct lower_pending *p, const struct lower_pending *wanted) {
    return p->body == LOWER_BOUND_METHOD && p->ir == wanted->ir &&
           go_identical(p->receiver, wanted->receiver) &&
           (p->name == wanted->name ||
            (p->name && wanted->name && strcmp(p->name, wanted->name) == 0));
}

static const char *bound_name(struct lower *f, const struct ir_node *n) {
    if (n->function) return pool_stringf(f->unit->pool, "%s-fm", n->function->name);
    struct text text = {0};
    go_type_text(n->x->type, QUALIFY_OTHERS, &text);
    const char *name = pool_stringf(f->unit->pool, "%s.%s-fm", text_string(&text), n->name);
    text_free(&text);
    return name;
}

/* The function that a method value leads to: it calls the method with the receiver it finds. */
static uint32_t bound_function(struct lower *f, const struct ir_node *n, uint32_t receiver) {
    const struct lower_pending p = {.body = LOWER_BOUND_METHOD,
                                    .ir = n->function,
                                    .receiver = n->x->type,
                                    .type = go_underlying(n->type),
                                    .name = n->function ? NULL : n->name};
    struct lower_unit *u = f->unit;
    struct program *program = f->program;
    for (uint32_t i = 0; i < u->pending_count; i++)
        if (is_same_method(&u->pending[i], &p)) return u->pending[i].function;
    const char *name = bound_name(f, n);
    uint32_t made = lower_pend(u, p, name, pool_stringf(u->pool, "main.%s", name));
    lower_set_signature(u, made, p.type);
    uint32_t type = program_begin_struct(program, pool_stringf(&program->pool, "func %s", name));
    program_add_field(program, type, "F", u->basic[GO_KIND_UINTPTR]);
    program_add_field(program, type, "R", receiver);
    lower_lay_out(u);
    program->functions[made].closure_type = type;
    program->functions[made].library = true;
    program->functions[made].wrapper = true;
    return made;
}

/* The receiver is put into the object when that is there: walk/closure.go. */
struct lower_value lower_method_value(struct lower *f, const struct ir_node *n, int32_t target) {
    (void)target;
    lower_hoist(f, n->x);
    struct lower_value interface = lower_constant(0, 0);
    if (!n->function) { /* of a nil interface: it panics now */
        interface = lower_to_slot(f, lower_value_of(f, n->x));
        lower_check_nil(f, lower_in_slot(interface.slot, f->unit->pointer_type));
    }
    uint32_t function = bound_function(f, n, lower_node_type(f, n->x));
    uint32_t record = f->program->functions[function].closure_type;
    struct lower_value v =
        lower_object(f, record, n->escapes, lower_type_at(f, record)->name, n->why, NO_SLOT);
    struct lower_place to = lower_memory(v, record);
    to.root.temporary = false;
    store_code(f, to, function);
    const struct field field = lower_type_at(f, record)->fields[1];
    lower_store(f, lower_part(to, field.offset, field.type),
                n->function ? lower_value_of(f, n->x) : interface);
    v.type = lower_node_type(f, n);
    return v;
}

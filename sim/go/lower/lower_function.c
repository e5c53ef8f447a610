/* Functions: parameters, results, what comes before and behind the statements. */
#include "go/lower/context.h"

#include <string.h>

#include "base/text.h"

/* ---- signatures ---- */

/* What the compiler has named is a temporary to people. */
static const char *shown_name(const struct ir_variable *v) {
    return v->name && v->name[0] != '.' && v->name[0] != '~' ? v->name : "";
}

static bool is_small_number(const struct type *t) {
    return (t->kind == TYPE_INTEGER || t->kind == TYPE_FLOAT) && t->size < WORD;
}

static void set_results(struct lower_unit *u, uint32_t function, const struct go_type *results) {
    uint32_t type = lower_result(u, results);
    struct function *f = &u->program->functions[function];
    f->result_type = type;
    f->result_words =
        type == (uint32_t)NONE ? 0 : lower_slot_of(results->fields, results->field_count);
}

static int32_t add_parameter(struct lower_unit *u, uint32_t function, struct variable v) {
    struct function *f = &u->program->functions[function];
    v.parameter = true;
    v.slot = 2 + (int32_t)f->parameter_words;
    f->parameter_words += type_slots(&u->program->types[v.type]);
    f->parameter_count++;
    program_add_variable(u->program, function, v);
    return v.slot;
}

void lower_set_parameters(struct lower_unit *u, uint32_t function, const struct ir_function *ir) {
    for (uint32_t i = 0; i < ir->parameter_count; i++) {
        struct ir_variable *p = ir->parameters[i];
        struct variable v = {.name = pool_string(&u->program->pool, shown_name(p))};
        v.type = lower_type(u, p->type);
        v.addressed = p->address_taken && is_small_number(&u->program->types[v.type]);
        if (p->escapes) v.name = "";
        p->slot = add_parameter(u, function, v);
        p->lowered = true;
    }
    set_results(u, function, ir->type->result);
}

void lower_set_signature(struct lower_unit *u, uint32_t function, const struct go_type *type) {
    for (uint32_t i = 0; i < type->field_count; i++)
        add_parameter(u, function,
                      (struct variable){.name = "", .type = lower_type(u, type->fields[i].type)});
    set_results(u, function, type->result);
}

/* ---- variables ---- */

static void allocate(struct lower *f, struct ir_variable *v, uint32_t type) {
    static const struct ir_reason MOVED = {.why = "moved to heap", .brief = "moved"};
    if (!v->site) v->site = lower_add_site(f, type, true, v->name, v->why ? v->why : &MOVED) + 1;
    lower_op(f, (struct op){.code = OP_NEW, .a = v->slot, .b = (int32_t)v->site - 1});
}

static void add_row(struct lower *f, struct ir_variable *v, uint32_t type, int32_t slot) {
    struct variable row = {.name = pool_string(&f->program->pool, shown_name(v)), .type = type};
    row.slot = slot;
    row.addressed = v->address_taken && is_small_number(lower_type_at(f, type));
    program_add_variable(f->program, f->function, row);
}

void lower_declare(struct lower *f, struct ir_variable *v, bool zero) {
    uint32_t type = lower_type(f->unit, v->type);
    uint32_t held = v->escapes ? lower_pointer(f->unit, type) : type;
    if (!v->lowered) {
        v->slot = lower_words(f, lower_slots(f, held));
        add_row(f, v, held, v->slot);
        v->lowered = true;
    }
    if (v->escapes) allocate(f, v, type);
    else if (zero) lower_zero(f, v->slot, type);
}

/* A parameter that has moved to the heap is copied there first of all. */
static void move_parameter(struct lower *f, struct ir_variable *v) {
    uint32_t type = lower_type(f->unit, v->type);
    struct lower_value given = lower_in_slot(v->slot, type);
    v->lowered = false;
    lower_declare(f, v, false);
    given.temporary = true; /* it is cleared, not to keep anything alive */
    struct lower_value pointer = lower_in_slot(v->slot, lower_pointer(f->unit, type));
    lower_store(f, lower_memory(pointer, type), given);
}

/* ---- results ---- */

static bool has_storage(const struct ir_function *ir) {
    for (uint32_t i = 0; i < ir->result_count; i++)
        if (ir->results[i]->name[0] != '~' || ir->results[i]->escapes) return true;
    return ir->has_defer || (ir->wrapper && ir->result_count > 1);
}

static int32_t slot_of_result(const struct lower *f, uint32_t n) {
    return f->result_slot + (int32_t)lower_slot_of(f->ir->type->result->fields, n);
}

static void add_results(struct lower *f) {
    const struct ir_function *ir = f->ir;
    if (ir->result_count == 0 || !has_storage(ir)) return;
    f->result_slot = lower_words(f, f->program->functions[f->function].result_words);
    for (uint32_t i = 0; i < ir->result_count; i++) {
        struct ir_variable *v = ir->results[i];
        uint32_t type = lower_type(f->unit, v->type);
        int32_t slot = slot_of_result(f, i);
        if (v->escapes) {
            program_add_variable(f->program, f->function,
                                 (struct variable){.name = "", .type = type, .slot = slot});
            lower_declare(f, v, false);
            continue;
        }
        v->slot = slot;
        v->lowered = true;
        add_row(f, v, type, slot);
    }
}

/* Results that live elsewhere, or whose upper bytes do not count, are put where RETURN finds them.
 */
static void gather_results(struct lower *f) {
    for (uint32_t i = 0; i < f->ir->result_count; i++) {
        struct ir_variable *v = f->ir->results[i];
        uint32_t type = lower_type(f->unit, v->type);
        struct lower_place p = lower_variable_place(f, v);
        if (!v->escapes && !p.packed) continue;
        int32_t slot = slot_of_result(f, i);
        lower_into(f, lower_load(f, p, slot), slot, type);
    }
}

/* Deferred calls may change what is returned. */
static void leave(struct lower *f) {
    if (f->ir->has_defer) lower_op(f, (struct op){.code = OP_RUN_DEFERS});
    if (f->result_slot != NO_SLOT) gather_results(f);
    lower_op(f, (struct op){.code = OP_RETURN, .a = f->result_slot});
}

static void return_one(struct lower *f, const struct ir_node *value) {
    struct lower_value v = lower_value_of(f, value);
    bool word = f->program->functions[f->function].result_words == 1;
    struct op op = {.code = OP_RETURN};
    if (!word || !lower_is_small(v)) v = lower_to_slot(f, v);
    op.a = v.constant ? (int32_t)v.first : v.slot;
    if (v.constant) op.flags = OP_CONSTANT;
    lower_op(f, op);
    lower_release(f, v);
}

static void return_several(struct lower *f, const struct ir_node *list) {
    struct lower_value all = lower_temporary(f, f->program->functions[f->function].result_type);
    uint32_t n = 0;
    lower_hoist_list(f, list);
    for (; list; list = list->next, n++)
        lower_expression_into(f, list,
                              all.slot + (int32_t)lower_slot_of(f->ir->type->result->fields, n));
    lower_op(f, (struct op){.code = OP_RETURN, .a = all.slot});
    lower_release(f, all);
}

static void assign_results(struct lower *f, const struct ir_node *list) {
    struct ir_node *targets = NULL, **last = &targets;
    for (uint32_t i = 0; i < f->ir->result_count; i++) {
        struct ir_node *n = ir_new(f->unit->pool, IR_VARIABLE, 0, f->ir->results[i]->type);
        if (!n) return;
        n->variable = f->ir->results[i];
        *last = n;
        last = &n->next;
    }
    lower_assign_list(f, targets, list);
}

void lower_return(struct lower *f, const struct ir_node *n) {
    if (f->result_slot != NO_SLOT || !n->list) {
        if (n->list) assign_results(f, n->list);
        leave(f);
    } else if (n->list->next) {
        return_several(f, n->list);
    } else {
        return_one(f, n->list);
    }
}

/* ---- whole functions ---- */

static struct lower begin(struct lower_unit *u, const struct lower_pending *p) {
    struct lower f = {.unit = u,
                      .program = u->program,
                      .ir = p->ir,
                      .function = p->function,
                      .result_slot = NO_SLOT};
    struct function *function = &u->program->functions[p->function];
    function->first_op = u->program->op_count;
    if (!function->closure_type) return f;
    uint32_t type = lower_pointer(u, function->closure_type);
    int32_t slot = lower_variable(&f, "closure", type);
    u->program->functions[p->function].context_slot = slot;
    return f;
}

static void end(struct lower *f) {
    struct function *function = &f->program->functions[f->function];
    function->op_count = f->program->op_count - function->first_op;
    function->frame_words = f->words;
}

/* ---- wrappers of methods ---- */

/* Whether the function takes a pointer to what the method takes. */
static bool wraps_value_method(const struct ir_function *ir) {
    if (!ir->wrapper || !ir->wrapped || ir->wrapped->parameter_count == 0) return false;
    const struct go_type *receiver = go_underlying(ir->parameters[0]->type);
    return receiver->kind == GO_KIND_POINTER &&
           go_identical(receiver->element, ir->wrapped->parameters[0]->type);
}

static const char *behind_dot(const char *name) {
    const char *dot = strrchr(name, '.');
    return dot ? dot + 1 : name;
}

static struct lower_value nil_receiver_text(struct lower *f) {
    struct text name = {0};
    uint32_t type = lower_type(f->unit, f->ir->wrapped->parameters[0]->type);
    type_full_name(f->program, type, &name);
    const char *whole = text_string(&name), *method = behind_dot(f->ir->name);
    const char *words =
        pool_stringf(f->unit->pool, "value method %s.%s called using nil *%s pointer", whole,
                     method, behind_dot(whole));
    text_free(&name);
    return lower_string(f, words ? words : "", words ? (uint32_t)strlen(words) : 0);
}

/* runtime/error.go, panicwrap. */
static void check_receiver(struct lower *f) {
    struct lower_label fine = {0};
    uint32_t plain = f->program->panics.error_types[ERROR_PLAIN];
    struct lower_value text = nil_receiver_text(f);
    struct lower_value panic = lower_temporary(f, lower_type(f->unit, go_any_type()));
    text.type = plain;
    lower_jump(
        f,
        (struct op){.code = OP_JUMP_UNEQUAL, .flags = OP_CONSTANT, .a = f->ir->parameters[0]->slot},
        &fine);
    lower_set(f, panic.slot, program_descriptor(f->program, plain));
    lower_set(f, panic.slot + 1, lower_constant_data(f, text));
    lower_op(f, (struct op){.code = OP_PANIC, .a = panic.slot});
    lower_release(f, panic);
    lower_place_label(f, &fine);
}

static void lower_declared(struct lower *f) {
    struct ir_function *ir = f->ir;
    lower_at(f, ir->pos);
    for (uint32_t i = 0; i < ir->parameter_count; i++)
        if (ir->parameters[i]->escapes) move_parameter(f, ir->parameters[i]);
    add_results(f);
    if (wraps_value_method(ir)) check_receiver(f);
    lower_block(f, ir->body);
    lower_at(f, ir->end ? ir->end : ir->pos);
    if (ir->has_defer) f->program->functions[f->function].recovery_op = f->program->op_count + 1;
    leave(f);
}

/* The parameters as values to be passed on. */
static struct lower_value *given(struct lower *f, uint32_t *count) {
    const struct function *function = &f->program->functions[f->function];
    *count = function->parameter_count;
    struct lower_value *values = pool_alloc(f->unit->pool, (*count + 1) * sizeof *values);
    for (uint32_t i = 0; i < *count && values; i++)
        values[i + 1] = lower_in_slot(function->variables[i].slot, function->variables[i].type);
    return values;
}

static void return_value(struct lower *f, struct lower_value v) {
    bool none = f->program->functions[f->function].result_type == (uint32_t)NONE;
    if (!none) v = lower_to_slot(f, v);
    lower_op(f, (struct op){.code = OP_RETURN, .a = none ? NO_SLOT : v.slot});
}

static void lower_bound(struct lower *f, const struct lower_pending *p) {
    uint32_t count;
    struct lower_value *values = given(f, &count), receiver;
    const struct function *function = &f->program->functions[f->function];
    uint32_t record = function->closure_type;
    const struct field field = lower_type_at(f, record)->fields[1];
    struct lower_value context = lower_in_slot(function->context_slot, f->unit->pointer_type);
    if (!values) return;
    receiver =
        lower_load(f, lower_part(lower_memory(context, record), field.offset, field.type), NO_SLOT);
    struct lower_callee c = {.kind = LOWER_BY_NAME, .result = function->result_type};
    values[0] = receiver;
    if (p->ir) {
        c.function = lower_function_of(f->unit, p->ir);
    } else {
        c.kind = LOWER_BY_METHOD;
        c.value = receiver;
        c.method = lower_method_name(f->unit, p->name, p->type);
    }
    return_value(f, p->ir ? lower_call_with(f, &c, values, count + 1, NO_SLOT)
                          : lower_call_with(f, &c, values + 1, count, NO_SLOT));
}

static void lower_as_function(struct lower *f, const struct lower_pending *p) {
    uint32_t count;
    struct lower_value *values = given(f, &count);
    if (values) return_value(f, lower_intrinsic(f, p->ir, values + 1, count, NO_SLOT));
}

static void call_plain(struct lower *f, struct ir_function *ir) {
    const struct lower_callee c = {.kind = LOWER_BY_NAME,
                                   .function = lower_function_of(f->unit, ir),
                                   .result = lower_result(f->unit, ir->type->result)};
    lower_drop(f, lower_call_with(f, &c, NULL, 0, NO_SLOT));
}

static void note_memory(struct lower *f, uint32_t global) {
    const struct global *g = &f->program->globals[global];
    struct lower_place p = {.kind = LOWER_GLOBAL, .offset = g->offset, .type = g->type};
    struct lower_value at = lower_address(f, p, NO_SLOT);
    lower_op(f, (struct op){.code = OP_MEMORY_STATISTICS, .a = at.slot, .b = (int32_t)p.type});
    lower_drop(f, at);
}

bool lower_does_something(const struct ir_function *ir) {
    return ir->body && (ir->body->op != IR_BLOCK || ir->body->list || ir->body->next);
}

/* Initialises the packages, then calls main, or what is to be measured, some times. */
static void lower_start(struct lower *f, const struct lower_pending *p) {
    struct ir_program *ir = f->unit->ir;
    f->ir = NULL;
    for (uint32_t i = 0; i < ir->init_count; i++)
        if (lower_does_something(ir->inits[i])) call_plain(f, ir->inits[i]);
    uint32_t calls = f->unit->options->measure ? LOWER_MEASURED + 1 : 1;
    for (uint32_t call = 0; call < calls; call++) {
        call_plain(f, p->ir);
        if (calls == 1) continue;
        lower_op(f, (struct op){.code = OP_YIELD}); /* what it has started comes to an end */
        note_memory(f, f->unit->measure[call]);
    }
    lower_op(f, (struct op){.code = OP_RETURN, .a = NO_SLOT});
}

void lower_pending_function(struct lower_unit *u, const struct lower_pending *p) {
    struct lower f = begin(u, p);
    switch (p->body) {
    case LOWER_DECLARED: lower_declared(&f); break;
    case LOWER_BOUND_METHOD:
        f.ir = NULL;
        lower_bound(&f, p);
        break;
    case LOWER_INTRINSIC: lower_as_function(&f, p); break;
    case LOWER_START: lower_start(&f, p); break;
    }
    end(&f);
}

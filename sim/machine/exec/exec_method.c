/* Methods of what interfaces hold: iface.go of Go 1.19. There are no itabs: an interface's first
 * word leads to the type, and the program's table says which function a type's method is. */
#include "machine/cost.h"
#include "machine/exec/exec.h"
#include "machine/exec/operand.h"

/* Arguments before those that are passed: the method's name, how many words there are behind the
 * receiver, and how many come back. */
enum { METHOD_HEAD = 3 };

/* ---- asking ---- */

static bool has_method(const struct program *p, uint32_t type, const char *name) {
    const struct method *end = p->methods + p->method_count;
    for (const struct method *m = program_methods_of(p, type); m && m < end && m->type == type; m++)
        if (strcmp(p->method_names[m->name], name) == 0) return true;
    return false;
}

const char *method_missing(const struct program *p, uint32_t type, uint32_t interface) {
    const struct type *wanted = &p->types[interface];
    const char *missing = NULL;
    for (uint32_t i = 0; i < wanted->field_count; i++) {
        const char *name = wanted->fields[i].name;
        if (has_method(p, type, name)) continue;
        if (!missing || strcmp(name, missing) < 0) missing = name;
    }
    return missing;
}

void exec_implements(struct machine *m, struct goroutine *g, const struct op *op) {
    int32_t type = program_described_type(m->program, slot_read(m, g, op->b));
    bool implements = type != NONE && !method_missing(m->program, (uint32_t)type, (uint32_t)op->c);
    charge(m, COST_METHOD_TABLE, 1);
    if (op->flags & OP_KILL_BASE && op->b != op->a) slot_write(m, g, op->b, 0);
    slot_set(m, g, op->a, implements);
    g->pc++;
}

/* ---- calling ---- */

static const struct method *find(const struct program *p, uint32_t type, uint32_t name) {
    const struct method *end = p->methods + p->method_count;
    for (const struct method *m = program_methods_of(p, type); m && m < end && m->type == type; m++)
        if (m->name == name) return m;
    return NULL;
}

static bool fits(const struct function *f, const struct argument *head) {
    return f->parameter_words == 1 + head[1].value && f->result_words == head[2].value;
}

/* A nil interface has no itab; Go reads the method's address at this offset of it. */
enum { ITAB_METHODS = 24 };

bool method_find(struct machine *m, const struct goroutine *g, const struct op *op,
                 struct callee *out) {
    const struct program *p = m->program;
    const struct argument *head = &p->arguments[(uint32_t)op->b];
    uint64_t word = slot_read(m, g, op->a);
    int32_t type = program_described_type(p, word);
    if (word == 0) {
        machine_fault(m, FAULT_NIL, ITAB_METHODS);
        return false;
    }
    const struct method *method =
        type == NONE ? NULL : find(p, (uint32_t)type, (uint32_t)head[0].value);
    if (!method || !fits(&p->functions[method->function], head)) {
        machine_fault(m, FAULT_ADDRESS, word);
        return false;
    }
    *out = (struct callee){.function = method->function,
                           .first_argument = (uint32_t)op->b + METHOD_HEAD,
                           .has_receiver = true,
                           .receiver = slot_read(m, g, op->a + 1)};
    charge(m, COST_METHOD, 1);
    emit(m, EVENT_METHOD, (uint64_t)type, method->function, 0, 0);
    return true;
}

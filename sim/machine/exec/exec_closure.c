/* Func values: a pointer to a code pointer, with the captured variables behind it. */
#include "machine/exec/exec.h"
#include "machine/exec/operand.h"

/* Arguments before those that are passed: how many words there are, and how many come back. */
enum { CLOSURE_HEAD = 2 };

/* The function whose code begins at an address. */
static bool function_at(const struct machine *m, uint64_t code, uint32_t *function) {
    uint64_t offset = code - CODE_BASE, op = offset / sizeof(struct op);
    if (offset % sizeof(struct op) || op >= m->program->op_count) return false;
    *function = m->program->op_functions[op];
    return m->program->functions[*function].first_op == op;
}

/* A dangling pointer may have written over the func value, or what it leads to. */
static bool fits(const struct machine *m, const struct op *op, uint32_t function) {
    const struct argument *head = &m->program->arguments[(uint32_t)op->b];
    const struct function *f = &m->program->functions[function];
    return head[0].value == f->parameter_words && head[1].value == f->result_words;
}

bool closure_function(struct machine *m, uint64_t closure, uint32_t *function) {
    uint64_t code = 0;
    const uint8_t *bytes = memory_to_read(m, closure, WORD);
    if (bytes && !may_access(m, closure)) return false;
    if (bytes) memcpy(&code, bytes, WORD);
    if (bytes && function_at(m, code, function)) return true;
    machine_fault(m, FAULT_ADDRESS, code);
    return false;
}

bool callee_find(struct machine *m, struct goroutine *g, const struct op *op, struct callee *out) {
    if (op->code == OP_CALL || op->code == OP_GO) {
        *out = (struct callee){.function = (uint32_t)op->a, .first_argument = (uint32_t)op->b};
        return true;
    }
    if (op->code == OP_CALL_METHOD) return method_find(m, g, op, out);
    uint64_t closure = slot_read(m, g, op->a), code = 0;
    const uint8_t *bytes = memory_to_read(m, closure, WORD);
    if (bytes && !may_access(m, closure)) return false;
    if (bytes) memcpy(&code, bytes, WORD);
    *out = (struct callee){.first_argument = (uint32_t)op->b + CLOSURE_HEAD, .closure = closure};
    if (bytes && function_at(m, code, &out->function) && fits(m, op, out->function)) return true;
    machine_fault(m, closure ? FAULT_ADDRESS : FAULT_NIL, closure ? code : 0);
    return false;
}

void exec_code(struct machine *m, struct goroutine *g, const struct op *op) {
    const struct function *f = &m->program->functions[op->b];
    slot_set(m, g, op->a, CODE_BASE + f->first_op * sizeof(struct op));
    g->pc++;
}

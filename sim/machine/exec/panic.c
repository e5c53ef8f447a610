#include "machine/exec/panic.h"

#include <inttypes.h>

/* {x} is the number that was wrong, {y} what it should not have passed. Negative numbers have words
 * of their own: runtime/error.go:boundsErrorFmts, boundsNegErrorFmts. */
static const char *const BOUNDS[][2] = {
    [BOUNDS_INDEX] = {"index out of range [x] with length y", "index out of range [x]"},
    [BOUNDS_SLICE_LENGTH] = {"slice bounds out of range [:x] with length y",
                             "slice bounds out of range [:x]"},
    [BOUNDS_SLICE_CAPACITY] = {"slice bounds out of range [:x] with capacity y",
                               "slice bounds out of range [:x]"},
    [BOUNDS_SLICE_ORDER] = {"slice bounds out of range [x:y]", "slice bounds out of range [x:]"},
    [BOUNDS_SLICE3_LENGTH] = {"slice bounds out of range [::x] with length y",
                              "slice bounds out of range [::x]"},
    [BOUNDS_SLICE3_CAPACITY] = {"slice bounds out of range [::x] with capacity y",
                                "slice bounds out of range [::x]"},
    [BOUNDS_SLICE3_HIGH] = {"slice bounds out of range [:x:y]", "slice bounds out of range [:x:]"},
    [BOUNDS_SLICE3_LOW] = {"slice bounds out of range [x:y:]", "slice bounds out of range [x::]"},
};

/* The numbers stand before a bracket, a colon or the end. */
static void add_filled(struct text *out, const char *format, int64_t x, int64_t y) {
    for (const char *at = format; *at; at++) {
        bool alone = at[1] == '\0' || at[1] == ']' || at[1] == ':';
        if (*at == 'x' && alone) text_addf(out, "%" PRId64, x);
        else if (*at == 'y' && alone) text_addf(out, "%" PRId64, y);
        else text_add_bytes(out, at, 1);
    }
}

static const char *unmakeable(uint32_t detail) {
    static const char *const WORDS[] = {[UNMAKEABLE_LENGTH] = "makeslice: len out of range",
                                        [UNMAKEABLE_CAPACITY] = "makeslice: cap out of range",
                                        [UNMAKEABLE_GROWTH] = "growslice: cap out of range"};
    return WORDS[detail];
}

/* A type's name with its package, as reflection has it. */
static void add_type(const struct program *p, uint32_t type, struct text *out) {
    const struct type *t = &p->types[type];
    if (t->kind == TYPE_POINTER || t->kind == TYPE_SLICE) {
        text_add(out, t->kind == TYPE_POINTER ? "*" : "[]");
        add_type(p, t->element, out);
        return;
    }
    if (t->kind == TYPE_STRUCT) text_add(out, "main.");
    text_add(out, t->name);
}

/* runtime/error.go:TypeAssertionError. */
static void assertion_message(const struct machine *m, struct text *out) {
    const struct constant *c = program_constant_at(m->program, m->s->fault_address);
    text_add(out, "panic: interface conversion: interface {} is ");
    if (c && c->kind == CONSTANT_TYPE) add_type(m->program, c->index, out);
    else text_add(out, "nil");
    text_add(out, ", not ");
    add_type(m->program, m->s->fault_detail, out);
    text_add(out, "\n");
}

void panic_message(const struct machine *m, struct text *out) {
    const struct state *s = m->s;
    int64_t x = (int64_t)s->fault_address, y = (int64_t)s->fault_limit;
    if (s->fault == FAULT_ASSERTION) {
        assertion_message(m, out);
        return;
    }
    text_add(out, "panic: runtime error: ");
    switch ((enum fault)s->fault) {
    case FAULT_INDEX: add_filled(out, BOUNDS[s->fault_detail][x < 0], x, y); break;
    case FAULT_MAKE: text_add(out, unmakeable(s->fault_detail)); break;
    case FAULT_DIVIDE: text_add(out, "integer divide by zero"); break;
    case FAULT_SHIFT: text_add(out, "negative shift amount"); break;
    default: break;
    }
    text_add(out, "\n");
}

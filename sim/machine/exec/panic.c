#include "machine/exec/panic.h"

#include <inttypes.h>
#include <string.h>

#include "machine/exec/exec.h"

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

/* runtime/error.go:TypeAssertionError. Asked for an interface, nil has no type to complain of. */
static void assertion_message(const struct machine *m, struct text *out) {
    const struct program *p = m->program;
    uint32_t wanted = m->s->fault_detail, asked = (uint32_t)m->s->fault_limit;
    bool to_interface = p->types[wanted].kind == TYPE_INTERFACE;
    int32_t found = program_described_type(p, m->s->fault_address);
    text_add(out, "panic: interface conversion: ");
    if (found == NONE || !to_interface) {
        if (found == NONE && to_interface) text_add(out, "interface");
        else if (asked) type_full_name(p, asked - 1, out);
        else text_add(out, "interface {}");
        text_add(out, " is ");
    }
    if (found == NONE) text_add(out, "nil");
    else type_full_name(p, (uint32_t)found, out);
    text_add(out, found != NONE && to_interface ? " is not " : ", not ");
    type_full_name(p, wanted, out);
    const char *missing =
        found != NONE && to_interface ? method_missing(p, (uint32_t)found, wanted) : NULL;
    if (missing) text_add(out, ": missing method ");
    if (missing) text_add_bytes(out, missing, strcspn(missing, "("));
    text_add(out, "\n");
}

static void add_with_type(const struct machine *m, const char *words, struct text *out) {
    text_add(out, words);
    type_full_name(m->program, m->s->fault_detail, out);
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
    case FAULT_UNCOMPARABLE: add_with_type(m, "comparing uncomparable type ", out); break;
    case FAULT_UNHASHABLE: add_with_type(m, "hash of unhashable type ", out); break;
    default: break;
    }
    text_add(out, "\n");
}

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
    [BOUNDS_CONVERT] = {"cannot convert slice with length x to pointer to array with length y",
                        "cannot convert slice"},
};

/* The numbers stand behind a bracket, a colon or a space. */
static void add_filled(struct text *out, const char *format, int64_t x, int64_t y) {
    for (const char *at = format; *at; at++) {
        bool alone = at > format && strchr(" [:", at[-1]);
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

void panic_bounds_text(uint64_t bounds, int64_t x, int64_t y, struct text *out) {
    if (bounds < BOUNDS_COUNT) add_filled(out, BOUNDS[bounds][x < 0], x, y);
}

static bool have_one_name(const struct program *p, uint32_t a, uint32_t b) {
    struct text first = {0}, second = {0};
    type_full_name(p, a, &first);
    type_full_name(p, b, &second);
    bool same = strcmp(text_string(&first), text_string(&second)) == 0;
    text_free(&first);
    text_free(&second);
    return same;
}

/* runtime/error.go:TypeAssertionError. Asked for an interface, nil has no type to complain of. */
void panic_assertion_text(const struct program *p, const struct assertion *a, struct text *out) {
    bool to_interface = p->types[a->wanted].kind == TYPE_INTERFACE;
    text_add(out, "interface conversion: ");
    if (a->found == NONE || !to_interface) {
        if (a->found == NONE && to_interface) text_add(out, "interface");
        else if (a->asked != NONE) type_full_name(p, (uint32_t)a->asked, out);
        else text_add(out, "interface {}");
        text_add(out, " is ");
    }
    if (a->found == NONE) text_add(out, "nil");
    else type_full_name(p, (uint32_t)a->found, out);
    text_add(out, a->found != NONE && to_interface ? " is not " : ", not ");
    type_full_name(p, a->wanted, out);
    const char *missing =
        a->found != NONE && to_interface ? method_missing(p, (uint32_t)a->found, a->wanted) : NULL;
    if (missing) text_add(out, ": missing method ");
    if (missing) text_add_bytes(out, missing, strcspn(missing, "("));
    if (!to_interface && a->found != NONE && have_one_name(p, (uint32_t)a->found, a->wanted))
        text_add(out, " (types from different scopes)");
}

static void assertion_message(const struct machine *m, struct text *out) {
    struct assertion a = {.asked = (int32_t)m->s->fault_limit - 1,
                          .found = program_described_type(m->program, m->s->fault_address),
                          .wanted = m->s->fault_detail};
    text_add(out, "panic: ");
    panic_assertion_text(m->program, &a, out);
    text_add(out, "\n");
}

void panic_type_text(const struct program *p, enum fault fault, uint32_t type, struct text *out) {
    bool compares = fault == FAULT_UNCOMPARABLE;
    text_add(out, compares ? "comparing uncomparable type " : "hash of unhashable type ");
    type_full_name(p, type, out);
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
    case FAULT_INDEX: panic_bounds_text(s->fault_detail, x, y, out); break;
    case FAULT_MAKE: text_add(out, unmakeable(s->fault_detail)); break;
    case FAULT_DIVIDE: text_add(out, "integer divide by zero"); break;
    case FAULT_SHIFT: text_add(out, "negative shift amount"); break;
    case FAULT_UNCOMPARABLE:
    case FAULT_UNHASHABLE:
        panic_type_text(m->program, (enum fault)s->fault, s->fault_detail, out);
        break;
    default: break;
    }
    text_add(out, "\n");
}

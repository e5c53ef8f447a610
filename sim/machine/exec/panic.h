/* panic.h -- what Go says when a program panics. */
#ifndef TC_PANIC_H
#define TC_PANIC_H

#include "base/text.h"
#include "machine/machine.h"

/* "panic: runtime error: ...", with a newline. Only for the faults that are panics
 * of the runtime: index, make, divide, shift, assertion, comparing, hashing. */
void panic_message(const struct machine *m, struct text *out);

/* ---- texts of errors, without a newline ---- */

/* "index out of range [5] with length 3" */
void panic_bounds_text(uint64_t bounds, int64_t x, int64_t y, struct text *out);

/* A type assertion that has failed. */
struct assertion {
    int32_t asked; /* the static type of the interface; NONE: interface {} */
    int32_t found; /* the type of what it holds; NONE: nil */
    uint32_t wanted;
};
void panic_assertion_text(const struct program *p, const struct assertion *a, struct text *out);
/* "comparing uncomparable type []int" */
void panic_type_text(const struct program *p, enum fault fault, uint32_t type, struct text *out);

#endif

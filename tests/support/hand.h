/* hand.h -- programs for tests that are made by hand, an operation at a time.
 *
 * hand_begin; types; hand_lay_out; variables and operations of main, or of other functions; then
 * hand_run, which stops before the RETURN of main, so that its variables can be looked at. */
#ifndef TC_TEST_HAND_H
#define TC_TEST_HAND_H

#include "scenario/scenario.h"
#include "support/run.h"

struct hand {
    struct scenario s;
    struct run r;
    uint32_t function; /* that operations go to */
    uint32_t integer, boolean, byte, rune, float64, float32, string, any, bytes, runes;
};

void hand_begin(struct hand *h);
void hand_lay_out(struct hand *h);
/* Another function: its parameters are variables that are added before hand_body. */
uint32_t hand_function(struct hand *h, const char *name, uint32_t result);
int32_t hand_parameter(struct hand *h, const char *name, uint32_t type);
/* Further operations belong to main. */
void hand_main(struct hand *h);
/* The slot of a new variable. */
int32_t hand_variable(struct hand *h, const char *name, uint32_t type);
void hand_op(struct hand *h, struct op op);
void hand_constant(struct hand *h, int32_t slot, uint64_t value);
/* Slots of a string, with these bytes. */
void hand_string(struct hand *h, int32_t slot, const char *bytes, uint32_t length);
/* Slots of an interface, with a word of data. */
void hand_interface(struct hand *h, int32_t slot, uint32_t type, uint64_t data);
/* Arguments: slots, up to NO_SLOT. */
int32_t hand_slots(struct hand *h, const int32_t *slots, uint32_t count);
int32_t hand_arguments(struct hand *h, const struct argument *arguments, uint32_t count);
/* A site of the heap. */
int32_t hand_site(struct hand *h, uint32_t type, bool array);
/* The program is complete: a machine is made for it. */
void hand_open(struct hand *h);
/* ... and runs to the RETURN of main. */
void hand_run(struct hand *h);
/* ... to a fault, in Go's words. */
void hand_fail(struct hand *h, enum fault fault, const char *words);
uint64_t hand_word(const struct hand *h, int32_t slot);
void hand_end(struct hand *h);

#endif

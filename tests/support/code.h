/* code.h -- programs made of operations by hand: for what no script can say.
 *
 * A program is begun with main, which may be given its operations last: each function gets all of
 * its own at once. Functions that defer end with `code_end`, which runs what was deferred. Values
 * of `int` and `string` can be put into interfaces without an object. */
#ifndef TC_TEST_CODE_H
#define TC_TEST_CODE_H

#include "program/panics.h"
#include "scenario/scenario.h"

struct code {
    struct scenario s;    /* program and configuration, for run_open */
    uint32_t now;         /* the function that gets operations */
    uint64_t check_every; /* as in struct run, for code_require_output_everywhere */
    uint32_t int_type, string_type, any_type, pointer_type;
    uint32_t error_name; /* of methods */
};

void code_begin(struct code *h);
/* Finished, and ready for run_open. */
void code_finish(struct code *h);
void code_free(struct code *h);

/* Declares a function that takes so many words. */
uint32_t code_function(struct code *h, const char *name, uint32_t parameters);
/* The operations that follow are its own; below its frame pointer it has `words`. */
void code_in(struct code *h, uint32_t function, uint32_t words);
void code_variable(struct code *h, uint32_t type, int32_t slot);
/* It returns the int, or string, in its variables. */
void code_returns(struct code *h, uint32_t type);

/* Each returns the index of the operation. */
uint32_t code_op(struct code *h, enum op_code code, int32_t a, int32_t b, int32_t c);
uint32_t code_op_with(struct code *h, struct op op);
uint32_t code_const(struct code *h, int32_t slot, uint64_t word);
/* A jump or the like that is to go to the next operation. */
void code_land(struct code *h, uint32_t op);
uint32_t code_next(const struct code *h);

/* A call with arguments from consecutive slots; its result goes to `result`, or NO_SLOT. */
void code_call(struct code *h, uint32_t function, int32_t first, int32_t result);
/* Defers a function without captured variables; the func value passes through `slot`. The record
 * is at `record`, or NO_SLOT. */
void code_defer(struct code *h, uint32_t function, int32_t slot, int32_t record);
/* RUN_DEFERS and RETURN of `result` or NO_SLOT: where recovered panics go on. */
void code_end(struct code *h, int32_t result);

/* An interface at two slots: an int from 0 to 255, or a string. */
void code_any_int(struct code *h, int32_t slot, uint32_t number);
void code_any_string(struct code *h, int32_t slot, const char *text);

/* Print a line. */
void code_print(struct code *h, const char *text);
void code_print_slot(struct code *h, const char *before, int32_t slot, uint32_t type);
/* Prints what Error returns for the runtime's error at two slots, through two more. */
void code_print_error(struct code *h, enum runtime_error kind, int32_t slot, int32_t text);

/* Runs the finished program with every kind of stack, collector and barrier, with stacks that move
 * at every call and with a cycle at every allocation, each step checked: it must print this. */
void code_require_output_everywhere(struct code *h, const char *output);

#endif

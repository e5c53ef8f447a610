/* statement.h -- the statements of a script, lowered to operations.
 *
 * One function a verb, and a table of verbs. Each statement writes its line of the listing first,
 * and the operations that follow belong to that line. */
#ifndef TC_STATEMENT_H
#define TC_STATEMENT_H

#include "scenario/value.h"

enum { PARAMETERS_MAX = 16 }; /* of a function, and so arguments of a call */

/* Lowers a list of statements behind what the function has so far. */
void script_block(struct lowering *f, const cJSON *statements);

/* Adds a line to the listing; the operations that follow belong to it. */
void list_line(struct lowering *f, const char *format, ...) TC_PRINTF(2, 3);

/* ---- for the files of statements ---- */

/* A value, a list of values as they stand in the listing. */
const char *listed(struct lowering *f, const cJSON *node);
const char *listed_all(struct lowering *f, const cJSON *values);
/* ":=" for the first assignment to a local variable, "=" afterwards. */
const char *assigns(const struct lowering *f, const char *target);
/* Whether the target is a name that nothing has yet; a variable of this function. */
bool is_new_local(const struct lowering *f, const char *target);
bool local_target(const struct lowering *f, const char *target, int32_t *slot, uint32_t *type);
/* A type, with its size. */
uint32_t type_read(struct lowering *f, const cJSON *node);
/* The statement as a place that allocates; its objects are called `what` unless it has a "name". */
uint32_t read_site(struct lowering *f, uint32_t type, bool heap, const char *what);
/* Storage in the stack frame, zeroed each time the statement runs; its address goes to a slot. */
void emit_new_stack(struct lowering *f, uint32_t site, uint32_t type, int32_t slot);
/* Patches a jump to go on here. */
void patch(struct lowering *f, uint32_t jump);

/* The statements under a key, indented. */
void script_body(struct lowering *f, const cJSON *statement, const char *key);
/* A jump to an op that is known. */
void emit_jump(struct lowering *f, uint32_t target);

/* Where the result of an operation goes: a new variable, one that exists, or a temporary that is
 * stored in a place afterwards. */
struct result {
    const cJSON *target; /* NULL: nowhere */
    int32_t slot;        /* the first; NO_SLOT */
    uint32_t type;
    bool store;
};

struct result result_begin(struct lowering *f, const cJSON *target, uint32_t type);
void result_end(struct lowering *f, struct result r);
/* The string under a key, or NULL: where a result goes. */
const cJSON *read_target(struct lowering *f, const cJSON *statement, const char *key);
/* A value that is a number; of type TYPE_BAD after a problem. */
struct value read_number_value(struct lowering *f, const cJSON *node);
/* A value of a type, in slots even if it is a constant: the machine reads it from there. */
struct value value_read_slots(struct lowering *f, const cJSON *node, uint32_t type);

/* ---- verbs that have a file of their own ---- */

/* Calls and func values: call_statements.c. */
void script_call(struct lowering *f, const cJSON *statement);
void script_go(struct lowering *f, const cJSON *statement);
void script_closure(struct lowering *f, const cJSON *statement);

/* Manual memory: manual.c. */
void script_malloc(struct lowering *f, const cJSON *statement);
void script_calloc(struct lowering *f, const cJSON *statement);
void script_realloc(struct lowering *f, const cJSON *statement);
void script_free(struct lowering *f, const cJSON *statement);
/* Channels: channel_statement.c. */
void script_make_channel(struct lowering *f, const cJSON *statement, uint32_t type);
void script_send(struct lowering *f, const cJSON *statement);
void script_receive(struct lowering *f, const cJSON *statement);
void script_close(struct lowering *f, const cJSON *statement);
void script_select(struct lowering *f, const cJSON *statement);
void script_range(struct lowering *f, const cJSON *statement);

/* Maps: map_statement.c. */
void script_make_map(struct lowering *f, const cJSON *statement, uint32_t type);
void script_get(struct lowering *f, const cJSON *statement);
void script_put(struct lowering *f, const cJSON *statement);
void script_delete(struct lowering *f, const cJSON *statement);
void script_range_map(struct lowering *f, const cJSON *statement, struct value map);

/* Slices: slice_statements.c. */
void script_make(struct lowering *f, const cJSON *statement);
void script_append(struct lowering *f, const cJSON *statement);
void script_copy(struct lowering *f, const cJSON *statement);
/* Copies the elements of one slice to another; how many goes to a slot, or NO_SLOT. */
void emit_copy(struct lowering *f, struct value to, struct value from, uint32_t element,
               int32_t result);

#endif

/* value.h -- the small expressions inside a script's strings, lowered to operations.
 *
 * A `struct lowering` is the function being lowered. Temporaries hold intermediate pointers and
 * numbers; each dies (is cleared) with the operation that uses it, so that it never keeps an object
 * alive that the script has already forgotten. */
#ifndef TC_VALUE_H
#define TC_VALUE_H

#include "scenario/script.h"

struct lowering {
    struct reader *reader;
    struct program *program;
    struct script_labels *labels;
    uint32_t function;
    uint32_t line;                /* of the listing, for the next op */
    uint32_t words;               /* of the frame so far */
    const cJSON *node;            /* the string being read, for problems */
    uint32_t indent;              /* of the listing */
    uint32_t temporaries_free[2]; /* bit sets by kind: [1] hold pointers */
    int32_t temporary_slots[2][8];
    uint32_t temporary_count[2];
};

#define TYPE_NIL ((uint32_t)-2)    /* of the value nil, which fits every pointer */
#define TYPE_NUMBER ((uint32_t)-3) /* of a constant, which fits every integer */
#define TYPE_BAD ((uint32_t)-4)    /* a problem was reported */

/* Where a value is or goes. */
enum place_kind { PLACE_SLOT, PLACE_GLOBAL, PLACE_MEMORY };

struct place {
    enum place_kind kind;
    int32_t slot; /* SLOT: itself; MEMORY: holds the base address */
    bool base_is_temporary;
    uint32_t offset; /* GLOBAL, MEMORY: bytes */
    uint32_t type;   /* TYPE_BAD after a problem */
};

/* An operand: a constant or a slot. */
struct value {
    bool constant, temporary;
    int64_t number;
    int32_t slot;
    uint32_t type;
};

uint32_t parse_type(struct reader *r, struct program *p, const cJSON *node);

struct place place_read(struct lowering *f, const char *string);
struct value value_read(struct lowering *f, const cJSON *node);
/* Evaluates straight into a slot, whose type is `type` or (TYPE_BAD) still unknown. Returns the
 * value's type. */
uint32_t value_read_into(struct lowering *f, const cJSON *node, int32_t slot, uint32_t type);
/* Emits the test and returns the index of a jump that is taken when it is false, to be patched. */
uint32_t test_read(struct lowering *f, const cJSON *node);

void place_store(struct lowering *f, struct place to, struct value v);
void value_release(struct lowering *f, struct value v);
bool type_accepts(struct lowering *f, uint32_t to, uint32_t from);

int32_t variable_find(const struct lowering *f, const char *name); /* index, or NONE */
/* A new local variable with a name; its slot. */
int32_t variable_add(struct lowering *f, const char *name, uint32_t type);
int32_t words_add(struct lowering *f, uint32_t words);
int32_t temporary_take(struct lowering *f, bool pointer);
void temporary_give_back(struct lowering *f, int32_t slot);

uint32_t emit_op(struct lowering *f, struct op op);
const char *type_words_for(const struct lowering *f, uint32_t type); /* "*Node", "nil" */

#endif

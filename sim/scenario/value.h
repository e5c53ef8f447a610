/* value.h -- the small expressions inside a script's strings, lowered to operations.
 *
 * A `struct lowering` is the function being lowered. Temporaries hold intermediate pointers and
 * numbers; each dies (is cleared) with the operation that uses it, so that it never keeps an object
 * alive that the script has already forgotten. */
#ifndef TC_VALUE_H
#define TC_VALUE_H

#include "scenario/script.h"

enum {
    WIDE_MAX = 16,
    VALUE_WORDS_MAX = 16, /* of a value that is moved as a whole */
};

/* A temporary of several words. */
struct wide {
    uint32_t type;
    int32_t slot;
    bool free;
};

struct binary;

struct lowering {
    struct reader *reader;
    struct program *program;
    struct script_labels *labels;
    uint32_t function;
    uint32_t line;                /* of the listing, for the next op */
    uint32_t words;               /* of the frame so far */
    const cJSON *node;            /* the string being read, for problems */
    uint32_t indent;              /* of the listing */
    const cJSON *statement;       /* being lowered: its allocations are named and explained there */
    const cJSON *body;            /* of the function */
    uint32_t temporaries_free[2]; /* bit sets by kind: [1] hold pointers */
    int32_t temporary_slots[2][8];
    uint32_t temporary_count[2];
    struct wide wide[WIDE_MAX];
    uint32_t wide_count;
};

#define TYPE_NIL ((uint32_t)-2)    /* of the value nil */
#define TYPE_NUMBER ((uint32_t)-3) /* of a constant, which fits every integer */
#define TYPE_BAD ((uint32_t)-4)    /* a problem was reported */

/* Where a value is or goes. */
enum place_kind { PLACE_SLOT, PLACE_GLOBAL, PLACE_MEMORY };

struct place {
    enum place_kind kind;
    int32_t slot; /* SLOT: itself; MEMORY: holds the base address */
    bool base_is_temporary;
    bool packed;     /* SLOT: a part of a variable, which lies there as in memory */
    bool temporary;  /* SLOT: no variable: what was sliced */
    bool fixed;      /* cannot be assigned to: a byte of a string */
    uint32_t offset; /* bytes */
    uint32_t type;   /* TYPE_BAD after a problem */
};

/* An operand: a constant or slots. Numbers and pointers are one slot, small numbers extended to a
 * word; everything else lies in its slots as in memory, the first word in `slot`. */
struct value {
    bool constant, temporary;
    int64_t number, second; /* a constant's first and second word; the others are 0 */
    int32_t slot;
    uint32_t type;
};

uint32_t script_type(struct reader *r, struct program *p, const cJSON *node);
/* A type, with its size, at the beginning of a longer text. */
uint32_t take_type_text(struct reader *r, struct program *p, const cJSON *node, const char **at);

/* ---- types ---- */

const struct type *type_at(const struct lowering *f, uint32_t type);
bool is_real(uint32_t type); /* none of the TYPE_ constants above */
bool is_number(const struct lowering *f, uint32_t type);
bool has_nil(const struct lowering *f, uint32_t type);
uint32_t function_type_of(struct lowering *f, uint32_t function);
uint32_t slots_of(const struct lowering *f, uint32_t type);
/* Whether a value may be assigned to a place; a problem if not. */
bool type_accepts(struct lowering *f, uint32_t to, uint32_t from);
const char *type_words_for(const struct lowering *f, uint32_t type); /* "*Node", "nil" */

/* ---- places ---- */

/* A place to assign to. */
struct place place_read(struct lowering *f, const char *string);
/* Any place, at the beginning of a longer text. */
struct place take_place(struct lowering *f, const char **at);
struct place place_named(struct lowering *f, const char *name);
bool place_is_slots(const struct lowering *f, struct place p);
int32_t place_slot(struct place p);
/* A pointer to a place, in a temporary. */
struct value place_address(struct lowering *f, struct place p);
/* The first words of a place that is a header, to be read one by one. */
struct value place_header(struct lowering *f, struct place p, uint32_t words);
/* An element of an array, slice or string; a part of one. */
struct place place_element(struct lowering *f, struct place p, struct value index);
struct place take_slicing(struct lowering *f, const char **at, struct place p, struct value low);
/* All words of a place to consecutive slots, and back. */
void place_load(struct lowering *f, struct place from, int32_t slot);
void place_store(struct lowering *f, struct place to, struct value v);
bool expect_end(struct lowering *f, const char *at);

/* ---- values ---- */

struct value value_read(struct lowering *f, const cJSON *node);
/* A value at the beginning of a longer text. */
struct value take_value(struct lowering *f, const char **at);
struct value take_operand(struct lowering *f, const char **at);
/* The value as one of the type it is assigned to; a problem if it cannot be. */
struct value value_as(struct lowering *f, struct value v, uint32_t type);
struct value value_of_constant(int64_t number, uint32_t type);
int64_t constant_word(struct value v, uint32_t word);
struct value value_in_slot(int32_t slot, uint32_t type);
struct value value_of_place(struct lowering *f, struct place p);
/* Evaluates straight into the slots of a type. Returns the value's type. */
uint32_t value_read_into(struct lowering *f, const cJSON *node, int32_t slot, uint32_t type);
/* ... into new slots, for a variable that does not exist yet. */
uint32_t value_read_new(struct lowering *f, const cJSON *node, int32_t *slot);
/* Moves a value of so many words to slots. */
void value_into(struct lowering *f, struct value v, int32_t slot, uint32_t words);
void value_release(struct lowering *f, struct value v);
/* Notes a value of one word as the next argument of an operation. */
uint32_t value_argument(struct lowering *f, struct value v);
/* ---- strings: string_value.c ---- */

bool is_string(const struct lowering *f, uint32_t type);
/* "`text`" or "\"text\""; false if none begins here. */
bool take_literal(struct lowering *f, const char **at, struct value *out);
/* "string(b)" or "[]byte(s)"; likewise. */
bool take_string_conversion(struct lowering *f, const char **at, struct value *out);
/* first + second + ...; `at` is behind the first "+". */
struct value take_concatenation(struct lowering *f, const char **at, struct value first);
/* -1, 0 or 1, as a number. */
struct value emit_comparison(struct lowering *f, struct value left, struct value right);

/* ---- interfaces: interface_value.c ---- */

bool is_interface(const struct lowering *f, uint32_t type);
/* A value put into an interface of a type. */
struct value value_boxed(struct lowering *f, struct value v, uint32_t interface);
struct place take_assertion(struct lowering *f, const char **at, struct place p);
struct value take_type_word(struct lowering *f, const char **at);

/* ---- operators ---- */

/* left OP right into a slot; its type. The sign is one of those take_operator knows. */
const struct binary *take_operator(const char **at);
uint32_t emit_binary(struct lowering *f, const struct binary *o, struct value left,
                     struct value right, int32_t slot);
/* A constant in a temporary; others as they are. */
struct value value_to_slot(struct lowering *f, struct value v);
/* Emits the test and returns the index of a jump that is taken when it is false, to be patched. */
uint32_t test_read(struct lowering *f, const cJSON *node);

/* ---- variables and temporaries ---- */

int32_t variable_find(const struct lowering *f, const char *name); /* index, or NONE */
bool is_captured(const struct lowering *f, const char *name);
/* A new local variable with a name; its slot. */
int32_t variable_add(struct lowering *f, const char *name, uint32_t type);
/* Whether a small number's address is taken anywhere in a function's body. */
bool is_addressed(const struct lowering *f, uint32_t type, const char *name);
int32_t words_add(struct lowering *f, uint32_t words);
int32_t temporary_take(struct lowering *f, bool pointer);
int32_t temporary_for(struct lowering *f, uint32_t type);
void temporary_give_back(struct lowering *f, int32_t slot);

uint32_t emit_op(struct lowering *f, struct op op);
void move_slots(struct lowering *f, int32_t to, int32_t from, uint32_t count, bool kill);

#endif

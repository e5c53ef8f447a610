/* script.h -- hand-written operations to a program.
 *
 * A script has types, globals and functions; a function is a list of statements, each a JSON object
 * with one verb. The grammar of the strings inside:
 *
 *     type  = "*" type | "[" number "]" type | "[]" type | "map[" type "]" type | "chan" type
 *           | "func(" [ type { "," type } ] ")" [ type ] | name
 *     place = "*" place | name { "." name | "[" number "]" }    pointers are followed
 *     value = number | "nil" | "&" name | place [ ("+" | "-") (number | place) ]
 *     test  = value ("==" | "!=" | "<" | ">=" | ">" | "<=") value
 *
 * The listing that the window shows is written while the statements are lowered, a line a
 * statement. */
#ifndef TC_SCRIPT_H
#define TC_SCRIPT_H

#include "program/program.h"
#include "scenario/reader.h"

/* A statement's "label", for conditions: {"at": "label"}. */
struct script_label {
    const char *name;
    uint32_t line;
};

struct script_labels {
    struct script_label *list;
    uint32_t count;
};

/* Builds types, globals, functions and listing into `p`. */
void script_read(struct reader *r, const cJSON *script, struct program *p,
                 struct script_labels *labels);

/* The basic types every program has: int, int8, ..., bool. */
void script_add_basic_types(struct program *p);

#endif

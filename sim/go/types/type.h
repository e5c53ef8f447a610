/* type.h -- Go's types: what they are made of, when two are the same, sizes, methods.
 *
 * Types live in the pool of the compilation and are never changed once they are complete. byte and
 * uint8, rune and int32, any and interface{} are different objects that are identical types: each
 * prints as it was written. Sizes and offsets are those of amd64. */
#ifndef TC_GO_TYPE_H
#define TC_GO_TYPE_H

#include "go/types/constant.h"

enum go_kind {
    GO_KIND_INVALID, /* an error was reported */
    GO_KIND_BOOL,
    GO_KIND_INT,
    GO_KIND_INT8,
    GO_KIND_INT16,
    GO_KIND_INT32,
    GO_KIND_INT64,
    GO_KIND_UINT,
    GO_KIND_UINT8,
    GO_KIND_UINT16,
    GO_KIND_UINT32,
    GO_KIND_UINT64,
    GO_KIND_UINTPTR,
    GO_KIND_FLOAT32,
    GO_KIND_FLOAT64,
    GO_KIND_STRING,
    GO_KIND_UNTYPED_BOOL,
    GO_KIND_UNTYPED_INT,
    GO_KIND_UNTYPED_RUNE,
    GO_KIND_UNTYPED_FLOAT,
    GO_KIND_UNTYPED_STRING,
    GO_KIND_UNTYPED_NIL,
    GO_KIND_POINTER,
    GO_KIND_SLICE,
    GO_KIND_ARRAY,
    GO_KIND_STRUCT,
    GO_KIND_MAP,
    GO_KIND_CHANNEL,
    GO_KIND_FUNCTION,
    GO_KIND_INTERFACE,
    GO_KIND_NAMED,
    GO_KIND_TUPLE /* of several results */
};

struct go_field {     /* of a struct; a parameter or result of a function or tuple */
    const char *name; /* NULL: none */
    const struct go_type *type;
    uint64_t offset;
    uint32_t pos;
    bool embedded;
    const char *tag; /* with its quotes; NULL: none */
};

struct go_method { /* of an interface */
    const char *name;
    const struct go_type *type; /* FUNCTION */
    uint32_t pos;
    bool embedded; /* comes from an embedded interface */
};

struct go_type {
    uint8_t kind;      /* enum go_kind */
    uint8_t direction; /* CHANNEL: FLAG_SEND, FLAG_RECEIVE, or 0 */
    bool variadic;     /* FUNCTION: the last parameter's type is the slice */
    bool sized;        /* size, alignment and offsets are known */
    bool being_asked;  /* for its size or such, just now; what was answered: size.c */
    bool open;         /* INTERFACE: embedded ones' methods are still to be added; the checker's */
    uint8_t pointers, comparable;
    const char
        *name; /* basic types, any, and what stands for one in the universe; NAMED: object's */
    const struct go_type *element; /* POINTER, SLICE, ARRAY, MAP, CHANNEL */
    const struct go_type *key;     /* MAP */
    uint64_t length;               /* ARRAY */
    struct go_field *fields;       /* STRUCT, TUPLE; FUNCTION: parameters */
    uint32_t field_count;
    const struct go_type *result; /* FUNCTION: a TUPLE of any length */
    struct go_method *methods;    /* INTERFACE: all, embedded ones too, sorted by name */
    uint32_t method_count;
    const struct go_type **embedded; /* INTERFACE: as written */
    uint32_t embedded_count;
    struct go_object *object;         /* NAMED */
    const struct go_type *underlying; /* NAMED: never NAMED itself; others: themselves */
    struct go_object **declared;      /* NAMED: methods, FUNCTION objects, in source order */
    uint32_t declared_count;
    uint64_t size, alignment;
    uint32_t program_type; /* of the machine, + 1; sim/go/lower's */
};

enum go_object_kind {
    OBJECT_VARIABLE,
    OBJECT_CONSTANT,
    OBJECT_TYPE,
    OBJECT_FUNCTION, /* methods too */
    OBJECT_PACKAGE,
    OBJECT_BUILTIN,
    OBJECT_NIL,
    OBJECT_LABEL
};

enum go_builtin {
    BUILTIN_APPEND,
    BUILTIN_CAP,
    BUILTIN_CLOSE,
    BUILTIN_COPY,
    BUILTIN_DELETE,
    BUILTIN_LEN,
    BUILTIN_MAKE,
    BUILTIN_NEW,
    BUILTIN_PANIC,
    BUILTIN_PRINT,
    BUILTIN_PRINTLN,
    BUILTIN_RECOVER
};

struct ir_variable;
struct ir_function;

/* What a name stands for. */
struct go_object {
    uint8_t kind; /* enum go_object_kind */
    uint8_t builtin;
    bool global;    /* declared at package level */
    bool parameter; /* receivers too */
    bool result;
    bool used;
    bool exported;
    bool pointer_receiver; /* FUNCTION: a method of *T */
    const char *name;
    const char *package; /* "main", "fmt"; NULL: the universe */
    uint32_t pos;
    const struct go_type *type;
    const struct go_constant *value; /* CONSTANT */
    const struct go_type *receiver;  /* FUNCTION: T, also for *T; NULL: no method */
    struct go_node *node;     /* FUNCTION: FUNC; VARIABLE: its VAR, if it has one; TYPE: TYPE */
    struct go_node *function; /* VARIABLE, local: the FUNC or FUNCTION literal it belongs to */
    struct go_scope *scope;   /* PACKAGE: its names */
    struct go_declaration *declaration; /* the checker's */
    struct ir_variable *variable;       /* sim/go/ir's */
    struct ir_function *ir;
};

/* How x.f was found: the embedded fields on the way, and what is at the end. */
enum go_selection_kind { SELECT_FIELD, SELECT_METHOD_VALUE, SELECT_METHOD_EXPRESSION };

struct go_selection {
    enum go_selection_kind kind;
    const struct go_type *receiver; /* type of x, or the type that x is */
    uint32_t *path;                 /* indices of embedded fields, then (FIELD) of the field */
    uint32_t path_length;
    bool indirect;                    /* a pointer is followed somewhere: x or an embedded one */
    const struct go_field *field;     /* FIELD */
    struct go_object *method;         /* a declared method; NULL: of an interface, ... */
    const struct go_method *abstract; /* ... this one */
};

/* ---- the universe ---- */

/* Types of the universe are constants: nothing may be written to them (program_type neither).
 * go_basic: basic and untyped types by kind. */
const struct go_type *go_basic(enum go_kind kind);
const struct go_type *go_error_type(void);
const struct go_type *go_byte_type(void);
const struct go_type *go_rune_type(void);
const struct go_type *go_any_type(void);
/* All objects that are declared everywhere, new ones: types, true, false, iota (0, an untyped int:
 * the checker puts in its value), nil, builtins. */
struct go_object **go_universe(struct pool *pool, uint32_t *count);

/* ---- making types; all from the pool ---- */

struct go_type *go_type_new(struct pool *pool, enum go_kind kind);
const struct go_type *go_pointer_to(struct pool *pool, const struct go_type *element);
const struct go_type *go_slice_of(struct pool *pool, const struct go_type *element);
const struct go_type *
go_default_type(const struct go_type *t); /* of an untyped constant; others: t */

/* ---- questions ---- */

const struct go_type *go_underlying(const struct go_type *t);
bool go_is_named(const struct go_type *t); /* NAMED or basic: a type name */
bool go_is_interface(const struct go_type *t);
bool go_is_boolean(
    const struct go_type *t); /* these look at the underlying type, untyped included */
bool go_is_integer(const struct go_type *t);
bool go_is_unsigned(const struct go_type *t);
bool go_is_float(const struct go_type *t);
bool go_is_number(const struct go_type *t);
bool go_is_string(const struct go_type *t);
bool go_is_untyped(const struct go_type *t);
bool go_has_nil(const struct go_type *t);
bool go_is_bytes_or_runes(const struct go_type *t); /* []byte, []rune */
bool go_identical(const struct go_type *a, const struct go_type *b);
bool go_identical_without_tags(const struct go_type *a, const struct go_type *b);
uint32_t go_type_hash(const struct go_type *t); /* of identical types the same */
/* Whether a value of type `from` may be assigned, or converted, to `to`. `from` is not untyped,
 * except nil (untyped constants: go_represent). */
bool go_assignable(struct pool *pool, const struct go_type *from, const struct go_type *to);
bool go_convertible(struct pool *pool, const struct go_type *from, const struct go_type *to);
/* The constant as a value of basic type t: converted to its kind, rounded if a float. NULL when t
 * has no such value; *truncated: t is an integer type, and the constant a float. Untyped types have
 * all values of their kind. */
const struct go_constant *go_represent(struct pool *pool, const struct go_constant *c,
                                       const struct go_type *t, bool *truncated);
bool go_comparable(const struct go_type *t); /* strictly: no slice, map, func inside */
bool go_ordered(const struct go_type *t);
bool go_has_pointers(const struct go_type *t); /* as the collector sees it */
bool go_is_direct(const struct go_type *t);    /* lies in an interface's data word itself */

/* Sizes on amd64, computed once; structs get their offsets. UINT64_MAX when it is too large. */
uint64_t go_size(const struct go_type *t);
uint64_t go_alignment(const struct go_type *t);

bool go_is_exported(const char *name); /* begins with a capital letter */

/* A field or method by name, for the package that asks: embedded structs are searched breadth
 * first, as the specification has it. False when there is none, or *ambiguous. Methods of *T are
 * found in T, too: out->method->pointer_receiver without out->indirect asks for an address. */
bool go_lookup(struct pool *pool, const struct go_type *t, const char *name, const char *package,
               struct go_selection *out, bool *ambiguous);
/* Whether a value of type t has the methods of an interface; *missing is the first (by name) that
 * it has not, or has with another type, *pointer_only whether *t has it. */
bool go_implements(struct pool *pool, const struct go_type *t, const struct go_type *interface,
                   const struct go_method **missing, bool *pointer_only);

/* ---- words ---- */

enum go_qualify {
    QUALIFY_OTHERS, /* main's names bare, others as "sync.Mutex": compiler's messages */
    QUALIFY_ALL,    /* "main.T", uint8 for byte: what fmt and panics print */
    QUALIFY_ERRORS  /* as OTHERS, in types2's way: interface{}, struct{a int}, func(n int) int */
};

/* As cmd/compile prints it: interface {}, struct { a int; b int }, func(int, ...string) (int,
 * error); complaints of the type checker: QUALIFY_ERRORS. */
void go_type_text(const struct go_type *t, enum go_qualify qualify, struct text *out);
/* A field's tag, in whichever quotes it was written, in double ones. */
void go_tag_text(const char *literal, struct text *out);

#endif

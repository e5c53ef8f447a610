/* program.h -- what the machine runs: types, functions, operations and where they came from.
 *
 * The narrow waist of tricolor: scripts, object graphs and Go sources all become a `struct
 * program`. It is built once, checked by `program_verify`, and never changes while it runs, so it
 * may hold pointers; the machine's state refers to it by index only. Owns everything it points to.
 */
#ifndef TC_PROGRAM_H
#define TC_PROGRAM_H

#include <stdbool.h>
#include <stdint.h>

#include "base/pool.h"
#include "base/text.h"

enum { WORD = 8, NO_SLOT = INT32_MIN, NONE = -1 };

/* Where a small static binary has its code (return addresses are CODE_BASE + 16 * op), the data
 * that nobody may write, and the globals. */
#define CODE_BASE 0x482000ull
#define RODATA_BASE 0x4a0000ull
#define GLOBALS_BASE 0x52f000ull
enum { RODATA_MAX = 512 << 10, STRING_BUFFER = 32 /* string.go:tmpStringBufSize */ };
enum { RUNE_BUFFER = 32, RUNE_SIZE = 4 };

/* ---- types: sizes and offsets as Go's compiler lays them out on amd64 ---- */

enum type_kind {
    TYPE_INTEGER,
    TYPE_FLOAT, /* of 4 or 8 bytes */
    TYPE_POINTER,
    TYPE_STRUCT,
    TYPE_ARRAY,
    TYPE_SLICE,     /* ptr, len, cap */
    TYPE_STRING,    /* ptr, len */
    TYPE_MAP,       /* a pointer to the header */
    TYPE_CHANNEL,   /* likewise */
    TYPE_INTERFACE, /* type or itab, data */
    TYPE_FUNCTION   /* a pointer to code pointer and captured variables */
};

struct field {
    const char *name;
    uint32_t type;
    uint32_t offset; /* structs: bytes from the start */
};

struct type {
    const char *name; /* as written in Go: "Node", "*Node", "[4]int", "map[string]int" */
    enum type_kind kind;
    bool is_signed;           /* integers */
    uint8_t layout;           /* how far program_lay_out_types has come with it */
    uint32_t size, alignment; /* bytes */
    uint32_t pointer_data;    /* bytes up to and including the last pointer word; 0: no pointers */
    uint32_t element;         /* the type pointed to, repeated, or kept in a map or channel */
    uint32_t length;          /* arrays */
    uint32_t key;             /* maps */
    uint32_t runtime[4];      /* channels, maps: what they point to (runtime_types.h); 0: not yet */
    uint32_t result;          /* functions: a type, or (uint32_t)NONE */
    const char *full_name;    /* with its package, as reflection has it: "main.Node"; NULL: name */
    bool is_bool, is_named;   /* a boolean; it was declared, and is no basic type */
    struct field *fields;     /* structs; functions: parameters; interfaces: methods */
    uint32_t field_count;
    const uint64_t *pointers; /* one bit a word of pointer_data; NULL if there are none */
};

/* ---- functions and their variables ---- */

struct variable {
    const char *name; /* "" for a temporary of the compiler */
    uint32_t type;
    int32_t slot; /* of its first word */
    bool parameter;
    bool stack_object; /* storage of an allocation that stays on the stack */
    bool addressed;    /* a small number that pointers may write: only its own bytes count */
};

struct function {
    const char *name;
    uint32_t first_op, op_count;
    uint32_t frame_words;     /* below the frame pointer: variables and temporaries */
    uint32_t parameter_words; /* above it, behind the return address */
    uint32_t parameter_count; /* the first variables */
    uint32_t result_type;     /* index of a type, or (uint32_t)NONE */
    uint32_t result_words;    /* what a RETURN copies to the caller */
    int32_t context_slot;     /* gets the func value a closure is called through; 0: no closure */
    uint32_t closure_type;    /* what it leads to: a code pointer, then the captured variables */
    struct variable *variables;
    uint32_t variable_count;
    int32_t *pointer_slots; /* the words of a frame that hold pointers: its stack map */
    uint32_t pointer_slot_count;
    uint32_t named_pointer_slots; /* so many of them, the first, belong to variables with a name */
    bool leaf;                    /* it calls nothing, the runtime neither */
    bool wrapper;                 /* made by the compiler around a call: recover looks through it */
    bool library;                 /* of a library package: its ops have no line (0) */
    uint32_t recovery_op;         /* + 1: where a recovered panic goes on: a RUN_DEFERS; 0: none */
    const char *symbol; /* in traces of goroutines: "main.(*stack).pop"; NULL: main.name */
};

/* ---- operations ---- */

enum op_code {
#define OP(name, doc) OP_##name,
#include "program/ops.def"
#undef OP
    OP_COUNT
};

enum op_flag {
    OP_GLOBAL = 1,    /* LOAD, STORE: c is an offset into the globals, there is no base slot */
    OP_POINTER = 2,   /* the word moved is a pointer */
    OP_CONSTANT = 4,  /* the source operand (b; c of ADD and SUBTRACT; a of RETURN) is a constant */
    OP_KILL_BASE = 8, /* the base slot is a temporary that dies here: it is cleared */
    OP_KILL_SOURCE = 16,  /* likewise the source slot */
    OP_FLOAT = 2,         /* arithmetic: of floats of op.size bytes */
    OP_SIGNED = 32,       /* LOAD: extend the sign */
    OP_SIGNED_COUNT = 32, /* shifts: the count is signed; a negative one is a fault */
    OP_FRAME = 64,    /* LOAD, STORE: the base slot is itself the memory: a part of a variable */
    OP_UNSIGNED = 128 /* arithmetic, JUMP_LESS, JUMP_NOT_LESS: of unsigned numbers */
};

struct op {
    uint16_t code;
    uint8_t flags;
    uint8_t size; /* LOAD, STORE: bytes moved, 1 to 8; arithmetic: bytes of the result; 0: a word;
                     SLICE: enum sliced */
    int32_t a, b, c;
};
_Static_assert(sizeof(struct op) == 16, "ops are dense: their address is a program counter");

/* What a SLICE takes a part of, and whether it has a third index. */
enum sliced {
    SLICED_SLICE,
    SLICED_SLICE3,
    SLICED_ARRAY,
    SLICED_ARRAY3,
    SLICED_STRING,
    SLICED_CONVERT /* as an array, of `high` elements: there must be so many */
};

/* Which function of fmt. The library's sources know the numbers. */
enum format {
    FORMAT_PRINT,
    FORMAT_PRINTLN,
    FORMAT_PRINTF,
    FORMAT_SPRINT,
    FORMAT_SPRINTLN,
    FORMAT_SPRINTF,
    FORMAT_ERROR_TEXT, /* as SPRINTF, with %w */
    FORMAT_QUOTE,      /* strconv.Quote of the format itself */
    FORMAT_COUNT
};

/* Arguments of OP_FORMAT and OP_FORMAT_NEXT, from op.b on. */
enum format_argument {
    FORMAT_KIND, /* a constant */
    FORMAT_SITE, /* a constant: of the string that is made; 0 when it is printed */
    FORMAT_TEXT, /* the format: pointer, length */
    FORMAT_VALUES = FORMAT_TEXT + 2,  /* []any: pointer, length */
    FORMAT_GIVEN = FORMAT_VALUES + 2, /* []string, what methods gave: pointer, length */
    FORMAT_ARGUMENTS = FORMAT_GIVEN + 2
};

/* What a PRINT is, and the event that tells of it. */
enum print_form {
    PRINT_LINE,   /* of a script: to the output, and a new line behind it */
    PRINT_FORMAT, /* of fmt: the operation is a FORMAT */
    PRINT_PLAIN   /* Go's print and println: to the error output, as it is */
};

enum gc_request { GC_RUN, GC_START, GC_FINISH };

/* One argument of an operation that takes many: a slot, a constant, or (PRINT) a string. */
struct argument {
    int64_t value; /* slot or constant */
    const char *string;
    bool constant, pointer;
    bool kill;     /* the slot is a temporary that dies with the call */
    uint8_t words; /* PRINT: slots from there on that hold the value; 0: one */
    uint32_t type; /* PRINT: of the value */
};

/* What a piece of the read-only data is. */
enum constant_kind {
    CONSTANT_STRING,
    CONSTANT_BYTES,    /* a word for each byte: iface.go:staticuint64s */
    CONSTANT_ZERO,     /* a value of any type that is zero: map.go:zeroVal */
    CONSTANT_TYPE,     /* the descriptor of type `index`, what an interface's first word leads to */
    CONSTANT_FUNCTION, /* what a func value without captured variables leads to: a code pointer */
    CONSTANT_VALUE     /* a constant that an interface holds */
};

struct constant {
    enum constant_kind kind;
    uint32_t index;  /* of the type or function */
    uint32_t offset; /* bytes from RODATA_BASE */
    uint32_t size;
    uint32_t hash; /* of the bytes; program_constant sets it */
};

/* A place in the program that allocates. */
struct site {
    uint32_t type;
    bool heap;  /* the escape tag */
    bool array; /* allocates any number of values of the type, one behind the other */
    bool tail;  /* ... of the type's element, behind one value of the type: a channel's buffer */
    const char *why; /* the reason for the tag, in the author's or the compiler's words; or "" */
    /* of Go programs; each may be NULL */
    const char *brief;   /* the reason in a word or two: "returned" */
    const char *flow;    /* what forced it to the heap, as `escape --why` has it; several lines */
    const char *verdict; /* as `escape` has it: "moved to heap: x" */
    uint32_t label;      /* what its objects are called */
    bool manual;         /* it is a malloc, calloc or realloc */
    bool incidental;     /* the runtime's own: nothing that the line of `op` says */
    uint32_t op;
};

/* One side of a channel operation: a case of a SELECT, or all there is to a SEND or RECEIVE. */
enum communication_kind { COMMUNICATION_SEND, COMMUNICATION_RECEIVE, COMMUNICATION_DEFAULT };

struct communication {
    uint8_t kind;
    bool kill_channel, kill_value; /* slots that are temporaries and die with the op */
    uint32_t type;                 /* of the channel */
    int32_t channel;               /* slot */
    int32_t value;                 /* the first slot of what is sent, or where it goes; NO_SLOT */
    int32_t ok;                    /* RECEIVE: slot of whether it was sent; NO_SLOT */
};

/* What an operation does with a map: slots; NO_SLOT where there is none. */
struct map_access {
    uint32_t type;           /* of the map */
    int32_t map;             /* the map */
    int32_t key;             /* the first slot of the key */
    int32_t value;           /* GET: where the value goes; ASSIGN: where its address goes */
    int32_t ok;              /* GET: whether the key is there */
    bool kill_map, kill_key; /* slots that are temporaries and die with the op */
};

/* A method of a type, for calls through interfaces. The function takes the interface's data word as
 * its first parameter. A type's rows are sorted by name. */
struct method {
    uint32_t type; /* of the value in the interface */
    uint32_t name; /* index in program.method_names */
    uint32_t function;
};

/* What the machine needs for deferred calls and panics: panics.h. */
enum runtime_error {
    ERROR_BOUNDS,    /* runtime.boundsError: an index is out of range */
    ERROR_STRING,    /* runtime.errorString: "runtime error: " and a text */
    ERROR_PLAIN,     /* runtime.plainError: a text */
    ERROR_ASSERTION, /* *runtime.TypeAssertionError */
    RUNTIME_ERRORS
};

enum { FIXED_ERRORS_MAX = 16 };

struct panics {
    uint32_t record_type; /* of the three slots of a DEFER */
    uint32_t record_site; /* of a record on the heap */
    uint32_t error_types[RUNTIME_ERRORS];
    uint32_t error_sites[RUNTIME_ERRORS]; /* of what their data words lead to */
    uint32_t text_site;                   /* of texts that are made while the program runs */
    uint64_t fixed[FIXED_ERRORS_MAX];     /* data words of errors whose text is fixed */
    uint32_t error_name, string_name;     /* methods whose text is printed, + 1; 0: nobody has it */
};

struct label {
    const char *name;
    bool given; /* by the author: the first object bears it without a number */
};

struct global {
    const char *name;
    uint32_t type;
    uint32_t offset; /* bytes from the start of the globals */
};

/* An object that a condition refers to by name: the ordinal-th one of a label, counted from 1. */
struct reference {
    uint32_t label, ordinal;
};

/* ---- conditions on a state, for schedules, captions and expectations ---- */

enum condition_colour { COLOUR_ANY, COLOUR_IS_WHITE, COLOUR_IS_GREY, COLOUR_IS_BLACK };

/* All parts that are set must hold. Zero parts are not set; an empty condition always holds. */
struct condition {
    uint32_t line;     /* some goroutine is about to run an op of this line */
    uint32_t cycle;    /* the number of the collection, from 1 */
    uint32_t phase;    /* enum phase + 1 */
    uint32_t event;    /* enum event_kind + 1 happened in the step before */
    uint64_t step;     /* this many steps have been done */
    uint32_t object;   /* index of a reference + 1, which ... */
    uint32_t colour;   /* enum condition_colour */
    bool freed, lost;  /* ... has been freed; was lost: in use, yet unmarked */
    bool leaked;       /* ... has leaked, as a chunk of the C heap */
    bool allocated;    /* ... has been allocated */
    uint32_t scanned;  /* function + 1: the stack of its first goroutine was scanned this cycle */
    uint32_t finished; /* function + 1: its first goroutine has ended */
};

/* A line of a schedule: let `actor` go on until the condition holds or `steps` are done. */
struct directive {
    uint32_t actor; /* 0: the collector; else function + 1: the first goroutine started in it */
    uint64_t steps; /* 0: no bound */
    struct condition until;
    bool has_until;
};

/* What a return address leads to, where it is none of CODE_BASE + 16 * op: of an image. */
struct return_address {
    uint64_t address;
    uint32_t op;
};

struct image;

struct program {
    struct pool pool;
    struct type *types;
    uint32_t type_count;
    struct function *functions; /* the first is main */
    uint32_t function_count;
    struct op *ops;
    uint32_t *op_lines;     /* line of the listing, from 1 */
    uint32_t *op_functions; /* whose op it is */
    uint32_t op_count;
    struct argument *arguments; /* of calls, in one pool */
    uint32_t argument_count;
    struct communication *communications;
    uint32_t communication_count;
    struct map_access *map_accesses;
    uint32_t map_access_count;
    struct site *sites;
    uint32_t site_count;
    uint32_t sudog_site; /* of the records of goroutines that wait for a channel, + 1; 0: none */
    struct label *labels;
    uint32_t label_count;
    struct global *globals;
    uint32_t global_count, global_bytes;
    uint64_t *global_pointers; /* one bit a word */
    uint8_t *global_data;      /* what the globals begin with; NULL: zero */
    struct method *methods;    /* by type */
    uint32_t method_count;
    const char **method_names; /* with the signature where two differ: "Area", "Area() int" */
    uint32_t method_name_count;
    uint32_t gopanic; /* function + 1 that runs deferred calls in a panic; 0: there is none */
    struct panics panics;
    const char *file; /* the Go source's name, for traces of goroutines; NULL: a script */
    struct reference *references;
    uint32_t reference_count;
    struct directive *directives;
    uint32_t directive_count;
    struct constant *constants; /* by offset */
    uint32_t constant_count;
    uint8_t *rodata;
    uint32_t rodata_bytes;
    const struct image *image; /* what the machine begins with: machine/image.h; NULL: nothing */
    uint64_t globals_base;     /* where an image has its globals; 0: GLOBALS_BASE */
    struct return_address *returns; /* by address */
    uint32_t return_count;
    const char **lines; /* the listing, as shown beside the machine */
    uint32_t line_count;
};

void program_free(struct program *p);

/* The address of the first global. */
static inline uint64_t program_globals(const struct program *p) {
    return p->globals_base ? p->globals_base : GLOBALS_BASE;
}

/* The op of a return address of an image; NONE if it is none. */
int32_t program_returns_to(const struct program *p, uint64_t address);

/* Each returns the new index; on host memory exhaustion pool.failed is set and 0 comes back. */
uint32_t program_add_integer(struct program *p, const char *name, uint32_t size, bool is_signed);
uint32_t program_add_float(struct program *p, const char *name, uint32_t size);
/* A declared type that is no struct, before what it is made of is known: program_set_element, or
 * program_add_field. No derived type is ever found to be it. */
uint32_t program_add_named(struct program *p, const char *name, enum type_kind kind);
void program_set_element(struct program *p, uint32_t type, uint32_t element, uint32_t length);
/* uintptr, which only programs have that look at code pointers or type words. */
uint32_t program_uintptr(struct program *p);
uint32_t program_pointer_to(struct program *p, uint32_t type);
uint32_t program_array_of(struct program *p, uint32_t element, uint32_t length);
uint32_t program_slice_of(struct program *p, uint32_t element);
uint32_t program_map_of(struct program *p, uint32_t key, uint32_t element);
uint32_t program_channel_of(struct program *p, uint32_t element);
uint32_t program_add_string(struct program *p, const char *name);
uint32_t program_add_interface(struct program *p, const char *name);
/* func(parameters) result; the result may be (uint32_t)NONE. */
uint32_t program_function_type(struct program *p, const uint32_t *parameters, uint32_t count,
                               uint32_t result);
uint32_t program_begin_struct(struct program *p, const char *name);
void program_add_field(struct program *p, uint32_t type, const char *name, uint32_t field_type);
/* Sizes and pointer maps of all structs and arrays that have none yet; false if one contains itself
 * or is too large, then *bad is its index. */
bool program_lay_out_types(struct program *p, uint32_t *bad);
uint32_t program_add_label(struct program *p, const char *name, bool given);
uint32_t program_add_site(struct program *p, struct site site);
uint32_t program_add_global(struct program *p, const char *name, uint32_t type);
void program_lay_out_globals(struct program *p);
uint32_t program_add_argument(struct program *p, struct argument argument);
uint32_t program_add_communication(struct program *p, struct communication communication);
uint32_t program_add_map_access(struct program *p, struct map_access access);
uint32_t program_add_reference(struct program *p, struct reference reference);
/* In any order: program_finish sorts them. */
uint32_t program_add_method(struct program *p, struct method method);
/* The index of a name in method_names, which may be new. */
uint32_t program_method_name(struct program *p, const char *name);
/* The address of read-only data: a piece that is there already, or a new one. `bytes` may be NULL
 * for zeroes. 0 if more than RODATA_MAX bytes would be needed. */
uint64_t program_constant(struct program *p, struct constant wanted, const void *bytes);
uint64_t program_string(struct program *p, const char *bytes, uint32_t length);
uint64_t program_byte_table(struct program *p);
uint64_t program_zero_value(struct program *p);
/* What an interface's first word is for values of a type. */
uint64_t program_descriptor(struct program *p, uint32_t type);
/* The first method of a type, for calls through interfaces; NULL if it has none. */
const struct method *program_methods_of(const struct program *p, uint32_t type);
/* The type whose descriptor an interface's first word is; NONE if it is none. */
int32_t program_described_type(const struct program *p, uint64_t word);
/* What the func value of a function without captured variables is. */
uint64_t program_function_value(struct program *p, uint32_t function);
/* Writes the code pointers, once it is known where each function begins. */
void program_fill_functions(struct program *p);
/* The piece an address lies in; NULL if none. */
const struct constant *program_constant_at(const struct program *p, uint64_t address);
/* Where a kind of data is, if the program has it; 0 if not. */
uint64_t program_find_constant(const struct program *p, enum constant_kind kind, uint32_t index);
uint32_t program_add_line(struct program *p, const char *text);
uint32_t program_add_function(struct program *p, const char *name);
uint32_t program_add_variable(struct program *p, uint32_t function, struct variable variable);
uint32_t program_add_op(struct program *p, struct op op, uint32_t function, uint32_t line);

/* Index of a thing by its name, or NONE. */
int32_t program_find_type(const struct program *p, const char *name);
int32_t program_find_function(const struct program *p, const char *name);
int32_t program_find_global(const struct program *p, const char *name);
int32_t program_find_label(const struct program *p, const char *name);
/* The function of a type's method, once the program is finished. */
int32_t program_find_method(const struct program *p, uint32_t type, uint32_t name);
int32_t program_find_field(const struct type *type, const char *name);

/* Numbers and pointers: what one slot holds. Everything else is held as it lies in memory, in
 * consecutive slots. */
bool program_uses_heap(const struct program *p); /* whether it allocates on Go's heap at all */
bool type_is_word(const struct type *t);
/* Slots that a variable of the type takes: its words, and at least one. */
uint32_t type_slots(const struct type *t);
/* Whether the data word of an interface is the value itself: types.IsDirectIface. */
bool type_is_direct(const struct program *p, const struct type *t);
/* Whether == may be used on values of the type; interfaces may still hold what it may not. */
bool type_is_comparable(const struct program *p, const struct type *t);
/* A type's name with its package, as reflection and panics have it: "*main.Node". */
void type_full_name(const struct program *p, uint32_t type, struct text *out);
/* Whether nil is a value of the type. */
bool type_has_nil(const struct type *t);
bool type_has_pointers(const struct type *t);
uint32_t type_words(const struct type *t); /* rounded up */
bool type_word_is_pointer(const struct type *t, uint32_t word);

/* Makes the stack maps of the functions; the last step of building. False when memory is out. */
bool program_finish(struct program *p);
/* Checks what the machine relies on: operands in range, slots inside frames, jumps inside
 * functions. A failure is a mistake of the front end that built the program, so it is an assertion.
 */
void program_verify(const struct program *p);

#endif

/* inspect.h -- read-only questions about a machine: the one header that views, exports and the
 * narration use. Nothing here changes a byte. */
#ifndef TC_INSPECT_H
#define TC_INSPECT_H

#include "base/text.h"
#include "machine/gc/gc.h"
#include "machine/heap/heap.h"
#include "machine/machine.h"
#include "machine/stack/stack.h"

/* MANUAL: a chunk of the C heap in use, of which the collector knows nothing. */
enum colour { COLOUR_FREE, COLOUR_WHITE, COLOUR_GREY, COLOUR_BLACK, COLOUR_MANUAL };

/* The colour of the object at an address, derived from mark bits, work list and the collector's
 * hands. Asking about one object walks the work list; for many use inspect_objects. */
enum colour inspect_colour(const struct machine *m, uint64_t address);
const char *colour_name(enum colour colour);

/* Somebody who lives in a slot, or the ghost of one who was freed; on the C heap, a chunk or the
 * ghost of one. Several may share a slot. */
struct object_view {
    uint64_t address;
    uint32_t serial, site, ordinal;
    uint32_t size; /* of the slot, or of the object if it shares a tiny block */
    uint32_t class_index;
    bool noscan;
    bool young, remembered; /* generation.h */
    bool manual;            /* on the C heap */
    bool leaked;            /* ... and no pointer leads to it */
    bool is_part;           /* it shares a tiny block, whose colour it has */
    enum colour colour;     /* COLOUR_FREE: a ghost */
};

typedef void object_fn(void *user, const struct object_view *o);

/* Calls `each` for every object and ghost, by address. Works out all colours at once. */
void inspect_objects(const struct machine *m, object_fn *each, void *user);
/* Likewise for those in a span's slots. */
void inspect_slots(const struct machine *m, uint32_t span, object_fn *each, void *user);
/* Likewise for those in the slot that an address lies in. */
void inspect_slot(const struct machine *m, uint64_t address, object_fn *each, void *user);
/* One object or ghost; false if nobody ever lived there. */
bool inspect_object(const struct machine *m, uint64_t address, struct object_view *out);

/* Where the object or ghost begins that an address lies in; 0: nobody ever lived there. Unlike the
 * above it does not look at the work list. */
uint64_t inspect_beginning(const struct machine *m, uint64_t address);

/* ---- names, added to a text ---- */

/* "A", "Node 3": what the object at an address is called; its address if it has no name. */
void inspect_object_name(const struct machine *m, uint64_t address, struct text *out);
/* What the ordinal-th object of a site is called. */
void inspect_site_name(const struct machine *m, uint32_t site, uint32_t ordinal, struct text *out);
/* "main.p", "Node 3.next", "head": the place in memory that an address is. */
void inspect_place(const struct machine *m, uint64_t address, struct text *out);
/* Likewise for a value of so many bytes: "main.v", not its first field. */
void inspect_whole(const struct machine *m, uint64_t address, uint64_t size, struct text *out);
/* ".next", "[3].value", ".len": the part of a value of type `t` at `offset`. */
void inspect_path(const struct program *p, const struct type *t, uint64_t offset, struct text *out);
/* The number, pointer or header that an offset of a value of type `t` is in, and where in it. */
const struct type *inspect_leaf(const struct program *p, const struct type *t, uint64_t *offset);
/* ".next", "[3].value": what lies at an offset of an object that is known by its site. */
void inspect_member(const struct machine *m, const struct object_view *o, uint64_t offset,
                    struct text *out);
/* The number, pointer or header that an address is in, and where in it; NULL: nobody has a type for
 * what lies there. In the padding of a struct *offset is behind it. */
const struct type *inspect_type_at(const struct machine *m, uint64_t address, uint64_t *offset);
/* What an array of bytes says, in quotes: the bytes of a string. False, and nothing is added, for
 * other objects, and for bytes that are no plain text. */
bool inspect_bytes(const struct machine *m, const struct object_view *o, struct text *out);
/* Whether a place holds a return address or a saved frame pointer. */
bool inspect_is_linkage(const struct machine *m, uint64_t address);
/* Whether the word at a place points to a chunk that has been freed, whoever lives there now. */
bool inspect_is_dangling(const struct machine *m, uint64_t place);
/* The chunk of the C heap that had this serial number, as far as it is still known: "A", "a chunk
 * that was freed". */
void inspect_c_serial(const struct machine *m, uint32_t serial, struct text *out);
/* What a chunk is called: by its owner, by the last one it had, or by its address. */
void inspect_c_chunk(const struct machine *m, uint64_t chunk, struct text *out);
/* What of a neighbour lies at an address: "the size word of B", "B.value", "free memory". */
void inspect_c_neighbour(const struct machine *m, uint64_t address, struct text *out);
/* What lies at an address that malloc never returned: "it lies inside A", "it is on a stack". */
void inspect_territory(const struct machine *m, uint64_t address, struct text *out);
/* A word: "nil", an object's name, "&main.p", or the number. */
void inspect_word(const struct machine *m, uint64_t word, bool is_pointer, struct text *out);
/* A word that is, or was, at an address: as its type says. */
void inspect_value(const struct machine *m, uint64_t address, uint64_t word, struct text *out);
/* Bytes as text; what is no text is shown as a replacement character. */
/* A float64, or a float32 in the lower half, as println prints it. */
void inspect_float(uint64_t word, uint32_t size, struct text *out);
void inspect_text(const uint8_t *bytes, uint64_t length, struct text *out);
/* Whether the word at a place holds a pointer, by the types. */
bool inspect_place_is_pointer(const struct machine *m, uint64_t address);
/* "main", "worker 2", "the collector", "the worker on P3". */
void inspect_actor(const struct machine *m, uint32_t actor, struct text *out);
/* The function that a goroutine is for which begins in this one: what a wrapper calls. */
uint32_t inspect_started(const struct machine *m, uint32_t function);
/* The line a PRINT event prints, without the newline; ask while the event is emitted. */
void inspect_print(const struct machine *m, const struct event *e, struct text *out);

/* "10 ms", "1.5 s", "250 ns": so many ticks. */
void inspect_time(uint64_t ticks, struct text *out);
/* The line that GODEBUG=gctrace=1 prints for the last cycle, without the newline; ask while the
 * event GC_TRACE is emitted. */
void inspect_gctrace(const struct machine *m, struct text *out);

/* ---- processors ---- */

/* STOPPED: the world is. COLLECTOR: it does what is not marking. */
enum runs { RUNS_NOTHING, RUNS_STOPPED, RUNS_GOROUTINE, RUNS_ASSIST, RUNS_WORKER, RUNS_COLLECTOR };

struct processor_view {
    enum runs runs;
    enum worker_mode mode;   /* of its mark worker in this cycle */
    uint32_t goroutine;      /* that has it; 0: nobody */
    const struct scan *scan; /* what it has in its hands; NULL: nothing */
    uint64_t ticks;          /* its clock */
};

struct processor_view inspect_processor(const struct machine *m, uint32_t processor);
/* "G1 main", "marks (dedicated): Node 3", "idle". */
void inspect_processor_words(const struct machine *m, const struct processor_view *view,
                             struct text *out);
/* "Node 3", "the globals", "the stack of G1". */
void inspect_scan(const struct machine *m, const struct scan *scan, struct text *out);
/* Whether more than one mark worker has done something in this cycle, which is still marking. */
bool inspect_several_workers(const struct machine *m);
/* "the collector"; when several mark workers are at work, "the worker on P3". */
void inspect_collector(const struct machine *m, struct text *out);
const char *worker_name(enum worker_mode mode);

const char *phase_name(enum phase phase);
/* What the panic whose runtime.gopanic has this frame is about, as Go prints it. */
/* The panics of a goroutine from the oldest on, as they are printed; `last` is the newest one's
 * frame. */
void inspect_panics(const struct machine *m, uint64_t last, struct text *out);
/* The frame of the panic that has ended the program; 0: something else has. */
uint64_t inspect_last_panic(const struct machine *m);
/* As the runtime tells of it when it came from an Error method: the rest of the line, and more. */
void inspect_panic_inside(const struct machine *m, uint64_t frame, struct text *out);
void inspect_panic_value(const struct machine *m, uint64_t frame, struct text *out);
/* What a goroutine waits for: as wait_name has it, or in the words of its program's image. */
const char *inspect_wait(const struct machine *m, uint32_t goroutine);
const char *wait_name(enum wait wait); /* as Go's tracebacks have it: "chan receive" */

/* How the run ended, as `expect` and traces call it: "done", "nil dereference"; or "running". */
const char *inspect_outcome(const struct machine *m);
const char *const *outcome_names(void); /* all but "running", ended by NULL */
const char *fault_name(enum fault fault);
/* How Go words the failure of the program; several lines. "" if it did not fail. */
void inspect_failure(const struct machine *m, struct text *out);

/* The variable a slot belongs to; NULL for temporaries and linkage. */
const struct variable *inspect_variable(const struct machine *m, uint32_t function, int32_t slot);

#endif

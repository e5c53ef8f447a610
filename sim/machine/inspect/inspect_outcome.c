#include <assert.h>
#include <inttypes.h>

#include "machine/exec/panic.h"
#include "machine/inspect/inspect.h"
#include "machine/inspect/statistics.h"
#include "machine/memory.h"
#include "program/panics.h"

/* ---- in a word ---- */

/* Those of enum outcome; OUTCOME_FAULT has those of enum fault instead, from FAULT_NIL on. */
static const char *const WORDS[] = {
    "running",
    "done",
    "deadlock",
#define FAULT(name, words) words,
#include "machine/faults.def"
#undef FAULT
    NULL,
};

_Static_assert(sizeof WORDS / sizeof *WORDS == OUTCOME_FAULT + FAULT_COUNT, "a word for each");

const char *const *outcome_names(void) {
    return WORDS + OUTCOME_DONE;
}

const char *fault_name(enum fault fault) {
    CHECK(fault != FAULT_NONE);
    return WORDS[OUTCOME_FAULT + fault - FAULT_NIL];
}

const char *inspect_outcome(const struct machine *m) {
    if (m->s->outcome == OUTCOME_FAULT) return fault_name((enum fault)m->s->fault);
    return WORDS[m->s->outcome];
}

/* ---- as Go says it ---- */

/* In Go's words: stack.go:newstack. */
static void add_overflow(const struct machine *m, struct text *out) {
    const struct goroutine *g = goroutine_of(m, m->s->fault_actor);
    text_addf(out,
              "runtime: goroutine stack exceeds %" PRIu64 "-byte limit\n"
              "runtime: sp=0x%" PRIx64 " stack=[0x%" PRIx64 ", 0x%" PRIx64 "]\n"
              "fatal error: stack overflow\n",
              stack_limit(m), m->s->fault_address, g->stack_low, g->stack_high);
}

/* mheap.go, grow: the arena would have to grow, by multiples of 4 MiB. */
static void add_out_of_memory(const struct machine *m, struct text *out) {
    const uint64_t step = (uint64_t)GROWTH_PAGES * PAGE_SIZE;
    uint64_t block = m->s->fault_address / step * step + (m->s->fault_address % step ? step : 0);
    text_addf(out,
              "runtime: out of memory: cannot allocate %" PRIu64 "-byte block (%" PRIu64
              " in use)\nfatal error: out of memory\n",
              block, statistic_find("HeapSys")->value(m));
}

static void add_map_race(const struct machine *m, struct text *out) {
    static const char *const RACES[] = {"concurrent map read and map write",
                                        "concurrent map writes",
                                        "concurrent map iteration and map write"};
    text_addf(out, "fatal error: %s\n", RACES[m->s->fault_detail]);
}

/* panic.go:preprintpanics: a panic in the Error method of what a panic is about. */
static void add_fatal(const struct machine *m, struct text *out) {
    uint64_t panic = inspect_last_panic(m);
    text_add(out, "fatal error: ");
    if (m->s->fault_detail != (uint32_t)NONE) {
        text_add(out, m->program->arguments[m->s->fault_detail].string);
    } else if (panic) {
        text_add(out, "panic while printing panic value: ");
        inspect_panic_inside(m, panic, out);
        return;
    }
    text_add(out, "\n");
}

static void add_fault(const struct machine *m, struct text *out) {
    uint64_t address = m->s->fault_address;
    switch ((enum fault)m->s->fault) {
    case FAULT_NIL:
    case FAULT_ADDRESS:
        text_addf(out,
                  "panic: runtime error: invalid memory address or nil pointer dereference\n"
                  "[signal SIGSEGV: segmentation violation code=0x1 addr=0x%" PRIx64 "]\n",
                  address);
        break;
    case FAULT_OUT_OF_MEMORY: add_out_of_memory(m, out); break;
    case FAULT_STACK_OVERFLOW: add_overflow(m, out); break;
    case FAULT_STACK_ESCAPE:
        text_addf(out,
                  "fatal error: the stack address 0x%" PRIx64
                  " is stored where it outlives its stack frame: the escape tag is wrong\n",
                  address);
        break;
    case FAULT_STACK_CORRUPT:
        text_addf(out,
                  "fatal error: the return address at 0x%" PRIx64
                  " was overwritten through a dangling pointer\n",
                  address + WORD);
        break;
    case FAULT_GOROUTINES:
        text_addf(out, "fatal error: more than %u goroutines\n", m->config.goroutines_max);
        break;
    case FAULT_DOUBLE_FREE:
    case FAULT_INVALID_FREE:
    case FAULT_HEAP_CORRUPT:
        text_addf(out, "%s\nSIGABRT: abort\n", c_abort_message((enum c_abort)m->c_arena->abort));
        break;
    case FAULT_INDEX:
    case FAULT_MAKE:
    case FAULT_DIVIDE:
    case FAULT_ASSERTION:
    case FAULT_UNCOMPARABLE:
    case FAULT_UNHASHABLE:
    case FAULT_SHIFT: panic_message(m, out); break;
    case FAULT_MAKE_CHANNEL: text_add(out, "panic: makechan: size out of range\n"); break;
    case FAULT_SEND_CLOSED:
    case FAULT_CLOSE_CLOSED:
    case FAULT_CLOSE_NIL: text_addf(out, "panic: %s\n", fault_name((enum fault)m->s->fault)); break;
    case FAULT_CHANNEL:
        text_addf(out,
                  "fatal error: the channel at 0x%" PRIx64
                  " was overwritten through a dangling pointer\n",
                  address);
        break;
    case FAULT_SEGMENTATION:
        text_addf(out,
                  "Segmentation fault: the stack of %" PRIu64 " bytes is full, and 0x%" PRIx64
                  " lies in the guard page below it\n",
                  m->config.stack_size, address);
        break;
    case FAULT_PANIC: break; /* inspect_panics */
    case FAULT_FATAL: add_fatal(m, out); break;
    case FAULT_DEFER:
        text_addf(out,
                  "fatal error: the record of a deferred call at 0x%" PRIx64
                  " was overwritten through a dangling pointer\n",
                  address);
        break;
    case FAULT_NIL_MAP: text_add(out, "panic: assignment to entry in nil map\n"); break;
    case FAULT_MAP_RACE: add_map_race(m, out); break;
    case FAULT_MAP:
        text_addf(out,
                  "fatal error: the map at 0x%" PRIx64
                  " was overwritten through a dangling pointer\n",
                  address);
        break;
    case FAULT_NONE:
    case FAULT_COUNT: break;
    }
}

/* ---- where goroutines are: traceback.go ---- */

enum { TRACEBACK_FRAMES_MAX = 100 }; /* traceback.go:_TracebackMaxFrames */

static void add_script_frame(const struct program *p, const struct frame *f, struct text *out) {
    text_addf(out, "main.%s(...)\n\tline %u\n", p->functions[f->function].name, p->op_lines[f->pc]);
}

/* "main.go:12", or for a function of the library, which has no lines, the file of its package. */
static void add_position(const struct program *p, uint32_t op, const char *symbol,
                         struct text *out) {
    size_t length = strcspn(symbol, ".");
    if (p->op_lines[op]) text_addf(out, "\t%s:%u\n", p->file, p->op_lines[op]);
    else text_addf(out, "\t%.*s/%.*s.go\n", (int)length, symbol, (int)length, symbol);
}

static void add_symbol(const struct function *f, struct text *out) {
    if (f->symbol) text_add(out, f->symbol);
    else text_addf(out, "main.%s", f->name);
}

/* A caller's frame goes on behind the call; a wrapper is not shown, nor is the frame of the panic
 * that is just being printed. */
static void add_frame(const struct machine *m, const struct frame *f, bool innermost,
                      struct text *out) {
    const struct program *p = m->program;
    const struct function *function = &p->functions[f->function];
    bool panic = f->function + 1 == p->gopanic;
    if (function->wrapper || (panic && innermost)) return;
    if (panic) {
        bool goexit = word_read(m, slot_address(f->address, PANIC_STATE)) & PANIC_IS_GOEXIT;
        text_add(out, goexit ? "runtime.Goexit()" : "panic(...)");
        text_add(out, "\n\truntime/panic.go\n");
        return;
    }
    add_symbol(function, out);
    text_add(out, function->parameter_words ? "(...)\n" : "()\n");
    add_position(p, innermost ? f->pc : f->pc - 1, function->symbol ? function->symbol : "main.",
                 out);
}

static void add_creator(const struct program *p, uint32_t op, struct text *out) {
    const struct function *f = &p->functions[p->op_functions[op]];
    text_add(out, "created by ");
    add_symbol(f, out);
    text_add(out, "\n");
    add_position(p, op, f->symbol ? f->symbol : "main.", out);
}

static void add_traceback(const struct machine *m, uint32_t number, const char *state,
                          struct text *out) {
    const struct goroutine *g = goroutine_of(m, number);
    struct frame f;
    text_addf(out, "\ngoroutine %u [%s]:\n", number, state);
    bool more = frame_innermost(m, g, &f);
    for (int i = 0; more && i < TRACEBACK_FRAMES_MAX; i++) {
        if (m->program->file) add_frame(m, &f, i == 0, out);
        else add_script_frame(m->program, &f, out);
        more = frame_caller(m, &f);
    }
    if (more) text_add(out, "...additional frames elided...\n");
    if (m->program->file && g->creator) add_creator(m->program, g->creator - 1, out);
}

static void add_deadlock(const struct machine *m, struct text *out) {
    bool nobody = m->s->statistics.goroutines == 0;
    text_addf(out, "fatal error: %s - deadlock!\n",
              nobody ? "no goroutines (main called runtime.Goexit)" : "all goroutines are asleep");
    for (uint32_t n = 1; n <= m->s->goroutine_count; n++) {
        const struct goroutine *g = goroutine_of(m, n);
        if (g->status != GOROUTINE_DEAD) add_traceback(m, n, inspect_wait(m, n), out);
    }
}

void inspect_failure(const struct machine *m, struct text *out) {
    if (m->s->outcome == OUTCOME_DEADLOCK) add_deadlock(m, out);
    if (m->s->outcome != OUTCOME_FAULT) return;
    uint64_t panic = inspect_last_panic(m);
    if (panic && m->s->fault != FAULT_FATAL) inspect_panics(m, panic, out);
    else add_fault(m, out);
    if (m->s->fault_actor) add_traceback(m, m->s->fault_actor, "running", out);
}

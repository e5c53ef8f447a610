#include <assert.h>
#include <inttypes.h>

#include "machine/exec/panic.h"
#include "machine/inspect/inspect.h"
#include "machine/inspect/statistics.h"
#include "machine/memory.h"

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
              m->config.stack_limit, m->s->fault_address, g->stack_low, g->stack_high);
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

enum { TRACEBACK_FRAMES_MAX = 100 }; /* traceback.go:_TracebackMaxFrames */

static void add_traceback(const struct machine *m, uint32_t number, const char *state,
                          struct text *out) {
    struct frame f;
    text_addf(out, "\ngoroutine %u [%s]:\n", number, state);
    bool more = frame_innermost(m, goroutine_of(m, number), &f);
    for (int i = 0; more && i < TRACEBACK_FRAMES_MAX; i++) {
        text_addf(out, "%s.%s(...)\n\tline %u\n", "main", m->program->functions[f.function].name,
                  m->program->op_lines[f.pc]);
        more = frame_caller(m, &f);
    }
    if (more) text_add(out, "...additional frames elided...\n");
}

static void add_deadlock(const struct machine *m, struct text *out) {
    text_add(out, "fatal error: all goroutines are asleep - deadlock!\n");
    for (uint32_t n = 1; n <= m->s->goroutine_count; n++) {
        const struct goroutine *g = goroutine_of(m, n);
        if (g->status != GOROUTINE_DEAD) add_traceback(m, n, wait_name((enum wait)g->wait), out);
    }
}

void inspect_failure(const struct machine *m, struct text *out) {
    if (m->s->outcome == OUTCOME_DEADLOCK) add_deadlock(m, out);
    if (m->s->outcome != OUTCOME_FAULT) return;
    add_fault(m, out);
    if (m->s->fault_actor) add_traceback(m, m->s->fault_actor, "running", out);
}

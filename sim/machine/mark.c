/* Marking: roots, then grey objects, a word at a time. Sources: mgcmark.go, mgcwork.go. */
#include "machine/gc.h"
#include "machine/memory.h"
#include "machine/stack.h"

/* ---- colours ---- */

bool gc_is_white(const struct machine *m, uint64_t address) {
    struct object o;
    return heap_find(m, address, &o) && !object_marked(m, &o);
}

static void set_mark(struct machine *m, const struct object *o) {
    const struct span *span = object_span(m, o);
    bit_set(span_bits(m, o->span, span->mark_plane), o->slot);
    m->s->gc.marked_bytes += span->element_size;
}

bool gc_shade(struct machine *m, uint64_t address) {
    struct object o;
    if (!heap_find(m, address, &o) || object_marked(m, &o)) return false;
    set_mark(m, &o);
    if (object_span(m, &o)->noscan) {
        emit(m, EVENT_BLACKEN, o.address, 0, 0, 0);
        return true;
    }
    work_put(m, o.address);
    emit(m, EVENT_SHADE, o.address, 0, 0, 0);
    return true;
}

void gc_mark_new(struct machine *m, const struct object *o) {
    if (!gc_marking(m)) return;
    set_mark(m, o);
    emit(m, EVENT_BLACKEN, o->address, 0, 0, 0);
}

/* ---- what is being scanned ---- */

static bool scan_ended(const struct machine *m) {
    const struct scan *scan = &m->s->gc.scan;
    return scan->kind != SCAN_STACK ? scan->next == scan->limit : scan->frame == 0;
}

static bool word_is_pointer(const struct machine *m, const struct scan *scan) {
    if (scan->kind == SCAN_GLOBALS)
        return m->program->global_pointers[scan->next / 64] >> (scan->next % 64) & 1;
    uint64_t word = (scan->object - ARENA_BASE) / WORD + scan->next;
    return m->pointer_bits[word / 64] >> (word % 64) & 1;
}

/* Moves on to the next frame that has a stack map, from `f` on. */
static void scan_frame(const struct machine *m, struct frame f, bool there_is_one) {
    struct scan *scan = &m->s->gc.scan;
    while (there_is_one && m->program->functions[f.function].pointer_slot_count == 0)
        there_is_one = frame_caller(m, &f);
    scan->frame = there_is_one ? f.address : 0;
    scan->pc = there_is_one ? f.pc : 0;
    scan->next = 0;
}

/* A temporary that holds nil is not live: Go's stack maps, made for each pc, would not list it. */
static bool is_dead_temporary(const struct machine *m, const struct function *f) {
    const struct scan *scan = &m->s->gc.scan;
    return scan->next >= f->named_pointer_slots && scan->next < f->pointer_slot_count &&
           word_read(m, slot_address(scan->frame, f->pointer_slots[scan->next])) == 0;
}

static void skip_to_stack_pointer(const struct machine *m) {
    struct scan *scan = &m->s->gc.scan;
    while (scan->frame) {
        const struct function *f = &m->program->functions[m->program->op_functions[scan->pc]];
        while (is_dead_temporary(m, f)) scan->next++;
        if (scan->next < f->pointer_slot_count) return;
        struct frame caller =
            frame_at(m, goroutine_of(m, scan->goroutine), scan->frame, (uint32_t)scan->pc);
        bool more = frame_caller(m, &caller);
        scan_frame(m, caller, more);
    }
}

static void skip_to_pointer(const struct machine *m) {
    struct scan *scan = &m->s->gc.scan;
    if (scan->kind == SCAN_STACK) {
        skip_to_stack_pointer(m);
        return;
    }
    while (scan->next < scan->limit && !word_is_pointer(m, scan)) scan->next++;
}

/* The place of the n-th word, or stack-map entry, of what is being scanned. */
static uint64_t scan_address(const struct machine *m, uint64_t n) {
    const struct scan *scan = &m->s->gc.scan;
    if (scan->kind == SCAN_OBJECT) return scan->object + n * WORD;
    if (scan->kind == SCAN_GLOBALS) return GLOBALS_BASE + n * WORD;
    const struct function *f = &m->program->functions[m->program->op_functions[scan->pc]];
    return slot_address(scan->frame, f->pointer_slots[n]);
}

/* ---- ends ---- */

static void finish_scan(struct machine *m) {
    struct scan *scan = &m->s->gc.scan;
    struct scan done = *scan;
    *scan = (struct scan){0};
    if (done.kind == SCAN_OBJECT) emit(m, EVENT_BLACKEN, done.object, 0, 0, 0);
    if (done.kind == SCAN_GLOBALS) emit(m, EVENT_GLOBALS_BLACK, 0, 0, 0, 0);
    if (done.kind == SCAN_STACK) {
        struct goroutine *g = goroutine_of(m, done.goroutine);
        g->scanned = 1;
        g->suspended = 0;
        emit(m, EVENT_STACK_BLACK, done.goroutine, 0, 0, 0);
    }
}

/* Ends the scan as soon as its last pointer has been dealt with, in the same step. The place of a
 * pending pointer stays the one before `next`. */
static void advance(struct machine *m) {
    if (m->s->gc.scan.pending) return;
    skip_to_pointer(m);
    if (scan_ended(m)) finish_scan(m);
}

/* ---- beginnings ---- */

static void begin_globals(struct machine *m) {
    uint32_t words = m->program->global_bytes / WORD;
    m->s->gc.scan = (struct scan){.kind = SCAN_GLOBALS, .limit = words};
    emit(m, EVENT_SCAN_GLOBALS, words, 0, 0, 0);
    advance(m);
}

static void begin_stack(struct machine *m, uint32_t number) {
    struct goroutine *g = goroutine_of(m, number);
    g->suspended = 1;
    m->s->gc.scan = (struct scan){.kind = SCAN_STACK, .goroutine = number};
    emit(m, EVENT_SCAN_STACK, number, 0, 0, 0);
    stack_scan_begins(m, g);
    struct frame f;
    bool alive = frame_innermost(m, g, &f);
    scan_frame(m, f, alive);
    advance(m);
}

static void begin_object(struct machine *m, uint64_t address) {
    struct object o;
    bool found = heap_find(m, address, &o);
    CHECK_AT(found, machine_place(m));
    uint32_t words = object_span(m, &o)->element_size / WORD;
    m->s->gc.scan = (struct scan){.kind = SCAN_OBJECT, .object = address, .limit = words};
    emit(m, EVENT_TAKE, address, work_count(m), 0, 0);
    advance(m);
}

/* Stacks of goroutines that have ended are no roots. */
static uint32_t next_root(const struct machine *m) {
    const struct collector *gc = &m->s->gc;
    uint32_t root = gc->next_root;
    while (root > 0 && root <= gc->root_count && goroutine_of(m, root)->status == GOROUTINE_DEAD)
        root++;
    return root;
}

static bool begin_next(struct machine *m) {
    struct collector *gc = &m->s->gc;
    gc->next_root = next_root(m);
    if (gc->next_root == 0) {
        gc->next_root = 1;
        begin_globals(m);
        return true;
    }
    if (gc->next_root <= gc->root_count) {
        begin_stack(m, gc->next_root++);
        return true;
    }
    uint64_t object = work_take(m);
    if (object) begin_object(m, object);
    return object != 0;
}

/* ---- one unit ---- */

enum verdict { VERDICT_NOTHING, VERDICT_WHITE, VERDICT_MARKED, VERDICT_ELSEWHERE };

static enum verdict judge(const struct machine *m, uint64_t word) {
    struct object o;
    if (word == 0) return VERDICT_NOTHING;
    if (!heap_find(m, word, &o)) return VERDICT_ELSEWHERE;
    return object_marked(m, &o) ? VERDICT_MARKED : VERDICT_WHITE;
}

static void read_word(struct machine *m) {
    struct scan *scan = &m->s->gc.scan;
    uint64_t address = scan_address(m, scan->next), word = word_read(m, address);
    enum verdict verdict = judge(m, word);
    if (verdict == VERDICT_WHITE) scan->pending = word;
    scan->next++;
    emit(m, EVENT_SCAN_READ, address, word, verdict, 0);
}

bool gc_mark_step(struct machine *m) {
    struct scan *scan = &m->s->gc.scan;
    if (scan->kind == SCAN_NOTHING) return begin_next(m);
    if (scan->pending) {
        uint64_t word = scan->pending;
        scan->pending = 0;
        /* Somebody else's barrier may have shaded it since it was read. */
        if (!gc_shade(m, word))
            emit(m, EVENT_SCAN_READ, scan_address(m, scan->next - 1), word, VERDICT_MARKED, 0);
    } else {
        read_word(m);
    }
    advance(m);
    return true;
}

bool gc_roots_done(const struct machine *m) {
    uint32_t root = next_root(m);
    return m->s->gc.scan.kind == SCAN_NOTHING && root > 0 && root > m->s->gc.root_count;
}

void gc_roots_again(struct machine *m) {
    struct collector *gc = &m->s->gc;
    gc->next_root = 1;
    gc->root_count = m->s->goroutine_count;
    for (uint32_t n = 1; n <= gc->root_count; n++) goroutine_of(m, n)->scanned = 0;
}

bool gc_mark_must_wait(const struct machine *m) {
    const struct collector *gc = &m->s->gc;
    if (gc->scan.kind != SCAN_NOTHING) return false;
    uint32_t root = next_root(m);
    return root > 0 && root <= gc->root_count && goroutine_of(m, root)->part != 0;
}

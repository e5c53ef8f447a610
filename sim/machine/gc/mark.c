/* Marking: roots, then grey objects, a word at a time. Sources: mgcmark.go, mgcwork.go. */
#include "machine/cost.h"
#include "machine/gc/barrier.h"
#include "machine/gc/gc.h"
#include "machine/memory.h"
#include "machine/sched.h"
#include "machine/stack/stack.h"

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

/* Which of the objects that an object points to is followed first: the last of them, or with the
 * order `near` the first. */
static void put_shaded(struct machine *m, uint64_t object, struct scan *scan) {
    bool behind = m->config.order == ORDER_NEAR && scan && scan->shaded;
    if (scan) scan->shaded++;
    if (behind) work_put_second(m, object);
    else work_put(m, object);
}

/* `scan`: who has read the address, out of an object; or NULL. */
static bool shade(struct machine *m, uint64_t address, struct scan *scan) {
    struct object o;
    if (!heap_find(m, address, &o) || object_marked(m, &o)) return false;
    charge(m, COST_MARK, 1);
    set_mark(m, &o);
    if (object_span(m, &o)->noscan) {
        emit(m, EVENT_BLACKEN, o.address, 0, 0, 0);
        return true;
    }
    put_shaded(m, o.address, scan);
    emit(m, EVENT_SHADE, o.address, 0, 0, 0);
    return true;
}

bool gc_shade(struct machine *m, uint64_t address) {
    return shade(m, address, NULL);
}

void gc_mark_new(struct machine *m, const struct object *o) {
    if (!gc_marking(m)) return;
    set_mark(m, o);
    emit(m, EVENT_BLACKEN, o->address, 0, 0, 0);
}

/* ---- what is being scanned ---- */

static bool scan_ended(const struct scan *scan) {
    return scan->kind != SCAN_STACK ? scan->next == scan->limit : scan->frame == 0;
}

static bool word_is_pointer(const struct machine *m, const struct scan *scan) {
    if (scan->kind == SCAN_GLOBALS)
        return m->program->global_pointers[scan->next / 64] >> (scan->next % 64) & 1;
    uint64_t word = (scan->object - ARENA_BASE) / WORD + scan->next;
    return m->pointer_bits[word / 64] >> (word % 64) & 1;
}

/* Moves on to the next frame that has a stack map, from `f` on. */
static void scan_frame(struct machine *m, struct scan *scan, struct frame f, bool there_is_one) {
    while (there_is_one && m->program->functions[f.function].pointer_slot_count == 0)
        there_is_one = frame_caller(m, &f);
    if (there_is_one) charge(m, COST_SCAN_FRAME, 1);
    scan->frame = there_is_one ? f.address : 0;
    scan->pc = there_is_one ? f.pc : 0;
    scan->next = 0;
}

static const struct function *scanned_function(const struct machine *m, const struct scan *scan) {
    return &m->program->functions[m->program->op_functions[scan->pc]];
}

/* A temporary that holds nil is not live: Go's stack maps, made for each pc, would not list it. */
static bool is_dead_temporary(const struct machine *m, const struct scan *scan,
                              const struct function *f) {
    return scan->next >= f->named_pointer_slots && scan->next < f->pointer_slot_count &&
           word_read(m, slot_address(scan->frame, f->pointer_slots[scan->next])) == 0;
}

static void skip_to_stack_pointer(struct machine *m, struct scan *scan) {
    while (scan->frame) {
        const struct function *f = scanned_function(m, scan);
        while (is_dead_temporary(m, scan, f)) scan->next++;
        if (scan->next < f->pointer_slot_count) return;
        struct frame caller =
            frame_at(m, goroutine_of(m, scan->goroutine), scan->frame, (uint32_t)scan->pc);
        bool more = frame_caller(m, &caller);
        scan_frame(m, scan, caller, more);
    }
}

static void skip_to_pointer(struct machine *m, struct scan *scan) {
    if (scan->kind == SCAN_STACK) {
        skip_to_stack_pointer(m, scan);
        return;
    }
    uint64_t from = scan->next;
    while (scan->next < scan->limit && !word_is_pointer(m, scan)) scan->next++;
    charge(m, COST_SCAN_WORD, scan->next - from);
}

/* The place of the n-th word, or stack-map entry, of what is being scanned. */
static uint64_t scan_address(const struct machine *m, const struct scan *scan, uint64_t n) {
    if (scan->kind == SCAN_OBJECT) return scan->object + n * WORD;
    if (scan->kind == SCAN_GLOBALS) return program_globals(m->program) + n * WORD;
    return slot_address(scan->frame, scanned_function(m, scan)->pointer_slots[n]);
}

/* ---- ends ---- */

static void finish_stack(struct machine *m, uint32_t number) {
    struct goroutine *g = goroutine_of(m, number);
    g->scanned = 1;
    g->suspended = 0;
    emit(m, EVENT_STACK_BLACK, number, 0, 0, 0);
}

/* An object that is scanned in pieces is black when the last of them is through. */
static void finish_object(struct machine *m, uint64_t object) {
    uint32_t page;
    bool in_pieces = span_at(m, object, &page)->element_size > OBLET_BYTES;
    if (!in_pieces || !gc_is_grey(m, object)) emit(m, EVENT_BLACKEN, object, 0, 0, 0);
}

static void finish_scan(struct machine *m, struct scan *scan) {
    struct scan done = *scan;
    *scan = (struct scan){0};
    if (done.kind == SCAN_OBJECT) finish_object(m, done.object);
    if (done.kind == SCAN_GLOBALS) emit(m, EVENT_GLOBALS_BLACK, 0, 0, 0, 0);
    if (done.kind == SCAN_STACK) finish_stack(m, done.goroutine);
}

/* Ends the scan as soon as its last pointer has been dealt with, in the same step. The place of a
 * pending pointer stays the one before `next`. */
static void advance(struct machine *m, struct scan *scan) {
    if (scan->pending) return;
    skip_to_pointer(m, scan);
    if (scan_ended(scan)) finish_scan(m, scan);
}

/* ---- root jobs: mgcmark.go, gcMarkRootPrepare and markroot ----
 *
 * Job n is block n of the globals, from the last block on the stack of a goroutine each, in the
 * order of their birth. */

static uint32_t global_blocks(const struct machine *m) {
    uint32_t blocks = (m->program->global_bytes + ROOT_BLOCK_BYTES - 1) / ROOT_BLOCK_BYTES;
    return blocks ? blocks : 1;
}

static uint32_t goroutine_of_job(const struct machine *m, uint32_t job) {
    uint32_t blocks = global_blocks(m);
    return job < blocks ? 0 : job - blocks + 1;
}

void gc_prepare_roots(struct machine *m, bool globals) {
    struct collector *gc = &m->s->gc;
    gc->next_root = globals ? 0 : global_blocks(m);
    gc->root_count = global_blocks(m) + m->s->goroutine_count;
    for (uint32_t n = 1; n <= m->s->goroutine_count; n++) goroutine_of(m, n)->scanned = 0;
}

/* Stacks of goroutines that have ended are no roots. */
static uint32_t next_root(const struct machine *m) {
    const struct collector *gc = &m->s->gc;
    uint32_t job = gc->next_root;
    for (; job < gc->root_count; job++) {
        uint32_t number = goroutine_of_job(m, job);
        if (number == 0 || goroutine_of(m, number)->status != GOROUTINE_DEAD) break;
    }
    return job;
}

static void begin_globals(struct machine *m, struct scan *scan, uint32_t block) {
    const uint64_t block_words = ROOT_BLOCK_BYTES / WORD;
    uint64_t words = m->program->global_bytes / WORD, from = block * block_words;
    uint64_t to = from + block_words < words ? from + block_words : words;
    *scan = (struct scan){.kind = SCAN_GLOBALS, .next = from, .limit = to};
    m->s->gc.pacer.globals_scan_work += (to - from) * WORD;
    emit(m, EVENT_SCAN_GLOBALS, to - from, 0, 0, 0);
    advance(m, scan);
}

static void begin_stack(struct machine *m, struct scan *scan, uint32_t number) {
    struct goroutine *g = goroutine_of(m, number);
    sched_suspend(m, number);
    *scan = (struct scan){.kind = SCAN_STACK, .goroutine = number};
    m->s->gc.pacer.stack_scan_work += stack_used(m, g);
    emit(m, EVENT_SCAN_STACK, number, 0, 0, 0);
    stack_scan_begins(m, g);
    struct frame f;
    bool alive = frame_innermost(m, g, &f);
    scan_frame(m, scan, f, alive);
    advance(m, scan);
}

static void begin_root(struct machine *m, struct scan *scan, uint32_t job) {
    charge(m, COST_ROOT_JOB, 1);
    uint32_t number = goroutine_of_job(m, job);
    if (number) begin_stack(m, scan, number);
    else begin_globals(m, scan, job);
}

bool gc_roots_done(const struct machine *m) {
    if (next_root(m) < m->s->gc.root_count) return false;
    for (uint32_t p = 0; p < m->config.procs; p++) {
        enum scan_kind kind = (enum scan_kind)m->processors[p].scan.kind;
        if (kind == SCAN_GLOBALS || kind == SCAN_STACK) return false;
    }
    return true;
}

/* A stack is scanned at a safe point of its goroutine only. */
static bool root_is_ready(const struct machine *m) {
    uint32_t job = next_root(m);
    if (job >= m->s->gc.root_count) return false;
    uint32_t number = goroutine_of_job(m, job);
    return number == 0 || goroutine_of(m, number)->part == 0;
}

static uint64_t block_of(uint64_t global_word) {
    return global_word * WORD / ROOT_BLOCK_BYTES;
}

/* A block is black as a whole, when the last of its words has been dealt with. */
bool gc_word_is_black(const struct machine *m, uint32_t global_word) {
    uint64_t block = block_of(global_word);
    if (!gc_marking(m) || block >= m->s->gc.next_root) return false;
    for (uint32_t p = 0; p < m->config.procs; p++) {
        const struct scan *scan = &m->processors[p].scan;
        if (scan->kind == SCAN_GLOBALS && block_of(scan->limit - 1) == block) return false;
    }
    return true;
}

/* ---- grey objects ---- */

/* One past the last word of the arena that holds a pointer, from `first` on and before `end`. Go
 * stops there, too: the scan bits of the heap bitmap. */
static uint64_t pointers_end(const struct machine *m, uint64_t first, uint64_t end) {
    while (end > first && !(m->pointer_bits[(end - 1) / 64] >> ((end - 1) % 64) & 1)) end--;
    return end;
}

uint64_t gc_words_to_scan(const struct machine *m, uint64_t object) {
    struct object o;
    if (!heap_find(m, object, &o) || object_span(m, &o)->noscan) return 0;
    uint64_t first = (o.address - ARENA_BASE) / WORD;
    return pointers_end(m, first, first + object_span(m, &o)->element_size / WORD) - first;
}

/* The other pieces of an object that is too large to be scanned at once. */
static void put_oblets(struct machine *m, const struct object *o) {
    uint32_t size = object_span(m, o)->element_size;
    for (uint64_t at = OBLET_BYTES; at < size; at += OBLET_BYTES) work_put(m, o->address + at);
}

void gc_begin_object(struct machine *m, uint64_t address) {
    struct scan *scan = &processor_now(m)->scan;
    struct object o;
    bool found = heap_find(m, address, &o);
    CHECK_AT(found, machine_place(m));
    uint64_t first = (o.address - ARENA_BASE) / WORD, from = (address - o.address) / WORD;
    uint64_t words = object_span(m, &o)->element_size / WORD, to = from + OBLET_BYTES / WORD;
    if (address == o.address) put_oblets(m, &o);
    to = pointers_end(m, first + from, first + (to < words ? to : words)) - first;
    charge(m, COST_TAKE, 1);
    m->s->gc.pacer.heap_scan_work += (to - from) * WORD;
    *scan = (struct scan){.kind = SCAN_OBJECT, .object = o.address, .next = from, .limit = to};
    emit(m, EVENT_TAKE, o.address, work_count(m), 0, 0);
    advance(m, scan);
}

bool gc_in_hands(const struct machine *m, uint64_t object) {
    for (uint32_t p = 0; p < m->config.procs; p++) {
        const struct scan *scan = &m->processors[p].scan;
        if (scan->kind == SCAN_OBJECT && scan->object == object) return true;
    }
    return false;
}

struct grey_search {
    const struct machine *m;
    uint64_t object;
    bool found;
};

static void note_piece(void *user, uint64_t work) {
    struct grey_search *search = user;
    struct object o;
    if (work == search->object) search->found = true;
    else if (heap_find(search->m, work, &o) && o.address == search->object) search->found = true;
}

bool gc_is_grey(const struct machine *m, uint64_t object) {
    struct grey_search search = {m, object, gc_in_hands(m, object)};
    if (!search.found) work_each(m, note_piece, &search);
    return search.found;
}

/* ---- one unit ---- */

enum verdict { VERDICT_NOTHING, VERDICT_WHITE, VERDICT_MARKED, VERDICT_ELSEWHERE };

static enum verdict judge(const struct machine *m, uint64_t word) {
    struct object o;
    if (word == 0) return VERDICT_NOTHING;
    if (!heap_find(m, word, &o)) return VERDICT_ELSEWHERE;
    return object_marked(m, &o) ? VERDICT_MARKED : VERDICT_WHITE;
}

static void read_word(struct machine *m, struct scan *scan) {
    uint64_t address = scan_address(m, scan, scan->next), word = word_read(m, address);
    enum verdict verdict = judge(m, word);
    if (verdict == VERDICT_WHITE) scan->pending = word;
    scan->next++;
    charge(m, COST_SCAN_WORD, 1);
    emit(m, EVENT_SCAN_READ, address, word, verdict, 0);
}

static void go_on(struct machine *m, struct scan *scan) {
    if (scan->pending) {
        uint64_t word = scan->pending;
        scan->pending = 0;
        /* Somebody else may have shaded it since it was read. */
        if (!shade(m, word, scan->kind == SCAN_OBJECT ? scan : NULL))
            emit(m, EVENT_SCAN_READ, scan_address(m, scan, scan->next - 1), word, VERDICT_MARKED,
                 0);
    } else if (!scan_ended(scan)) { /* it has, if the last pointer was passed over: by_hand.h */
        read_word(m, scan);
    }
    advance(m, scan);
}

static bool take_root(struct machine *m, struct scan *scan) {
    if (!root_is_ready(m)) return false;
    uint32_t job = next_root(m);
    m->s->gc.next_root = job + 1;
    begin_root(m, scan, job);
    return true;
}

/* Run dry, a worker looks into the write barrier's buffer of its processor. */
static bool take_object(struct machine *m) {
    if (!m->s->gc.full) work_balance(m);
    uint64_t object = work_take(m);
    if (!object) return barrier_flush(m, m->s->on);
    gc_begin_object(m, object);
    return true;
}

static bool begins_work(struct machine *m, struct scan *scan, enum drain drain) {
    if (drain == DRAIN_OBJECTS_FIRST) return take_object(m) || take_root(m, scan);
    if (next_root(m) < m->s->gc.root_count) return take_root(m, scan);
    return drain == DRAIN_ROOTS_ONLY ? false : take_object(m);
}

bool gc_mark_step(struct machine *m, enum drain drain) {
    struct scan *scan = &processor_now(m)->scan;
    if (scan->kind == SCAN_NOTHING) return begins_work(m, scan, drain);
    go_on(m, scan);
    return true;
}

bool gc_can_drain(const struct machine *m) {
    return processor_now(m)->scan.kind == SCAN_NOTHING && next_root(m) == m->s->gc.root_count;
}

bool gc_can_mark(const struct machine *m, uint32_t p, enum drain drain) {
    const struct processor *processor = &m->processors[p];
    if (processor->scan.kind != SCAN_NOTHING) return true;
    if (next_root(m) < m->s->gc.root_count && drain != DRAIN_OBJECTS_FIRST) return root_is_ready(m);
    if (drain == DRAIN_ROOTS_ONLY) return false;
    if (work_is_local(m, processor) || m->s->gc.full || processor->barrier_count) return true;
    return root_is_ready(m);
}

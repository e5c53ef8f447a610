#include "support/oracle.h"

#include <stdlib.h>
#include <string.h>

#include "machine/check/check.h"

/* ---- raw memory ---- */

static uint64_t arena_size(const struct machine *m) {
    return (uint64_t)m->s->heap.pages_used * PAGE_SIZE;
}

/* Stacks of threads lie elsewhere; what they have touched is in the arena. */
static uint64_t in_arena(const struct machine *m, uint64_t address) {
    if (address < THREADS_LOW) return address;
    uint64_t number = (THREADS_TOP - 1 - address) / (m->config.stack_size + 4096);
    const struct goroutine *g = &m->goroutines[number];
    return g->block_high - (g->stack_high - address);
}

static uint64_t word_at(const struct machine *m, uint64_t address) {
    uint64_t word;
    address = in_arena(m, address);
    if (address >= ARENA_BASE) memcpy(&word, m->memory + (address - ARENA_BASE), 8);
    else memcpy(&word, m->globals + (address - GLOBALS_BASE), 8);
    return word;
}

static size_t index_of(uint64_t address) {
    return (size_t)((address - ARENA_BASE) / WORD);
}

static bool bit(const uint64_t *bits, uint32_t span, uint32_t slot) {
    return bits[(size_t)span * PAGE_BIT_WORDS + slot / 64] >> (slot % 64) & 1;
}

/* ---- objects ---- */

struct thing {
    uint64_t address;
    uint32_t size;
    bool marked, noscan;
};

/* The object an address points into; false if there is none. */
static bool find(const struct machine *m, uint64_t address, struct thing *out) {
    if (address < ARENA_BASE || address - ARENA_BASE >= arena_size(m)) return false;
    uint32_t owner = m->span_of[(address - ARENA_BASE) / PAGE_SIZE];
    if (owner == 0 || m->spans[owner - 1].state != SPAN_HEAP) return false;
    const struct span *s = &m->spans[owner - 1];
    uint64_t start = ARENA_BASE + (owner - 1) * (uint64_t)PAGE_SIZE;
    uint32_t slot = (uint32_t)((address - start) / s->element_size);
    if (slot >= s->element_count) return false;
    if (slot >= s->free_index && !bit(m->bits[!s->mark_plane], owner - 1, slot)) return false;
    *out = (struct thing){start + (uint64_t)slot * s->element_size, s->element_size,
                          bit(m->bits[s->mark_plane], owner - 1, slot), s->noscan};
    return true;
}

static const struct type *type_of(const struct machine *m, const struct thing *o) {
    return &m->program->types[m->program->sites[m->tags[index_of(o->address)].site].type];
}

static bool is_array(const struct machine *m, const struct thing *o) {
    return m->program->sites[m->tags[index_of(o->address)].site].array;
}

static bool is_pointer_word(const struct machine *m, const struct type *t, uint32_t offset) {
    if (t->kind == TYPE_INTERFACE) return offset == 8;
    if (t->kind != TYPE_ARRAY && t->kind != TYPE_STRUCT)
        return t->kind != TYPE_INTEGER && offset == 0;
    if (t->kind == TYPE_ARRAY) {
        const struct type *e = &m->program->types[t->element];
        return e->size && offset < t->size && is_pointer_word(m, e, offset % e->size);
    }
    for (uint32_t i = 0; i < t->field_count; i++) {
        const struct type *f = &m->program->types[t->fields[i].type];
        uint32_t at = t->fields[i].offset;
        if (offset >= at && offset - at < f->size) return is_pointer_word(m, f, offset - at);
    }
    return false;
}

/* ---- walking: calls `each` for every pointer of something ---- */

struct walk {
    const struct machine *m;
    uint8_t *seen;
    uint64_t count;
    uint32_t goroutine; /* whose stack is walked */
    bool white_only;    /* reach: do not go through marked objects */
    bool past;          /* frames_of has come past the frame that is being scanned */
    const char *wrong;
    const char *complaint; /* what is wrong when a pointer does not fit */
};

typedef void each_pointer(struct walk *w, uint64_t pointer);

static void pointers_of(struct walk *w, const struct thing *o, uint32_t from, uint32_t to,
                        each_pointer *each) {
    const struct type *t = type_of(w->m, o);
    uint32_t period = t->size ? t->size : WORD,
             end = is_array(w->m, o) ? o->size / period * period : t->size;
    for (uint32_t offset = from; offset < to && offset < end; offset += WORD)
        if (is_pointer_word(w->m, t, offset % period)) each(w, word_at(w->m, o->address + offset));
}

static void pointers_of_globals(struct walk *w, uint64_t from, uint64_t to, each_pointer *each) {
    for (uint32_t i = 0; i < w->m->program->global_count; i++) {
        const struct global *g = &w->m->program->globals[i];
        const struct type *t = &w->m->program->types[g->type];
        for (uint32_t offset = 0; offset < t->size; offset += WORD)
            if (is_pointer_word(w->m, t, offset) && (g->offset + offset) / WORD >= from &&
                (g->offset + offset) / WORD < to)
                each(w, word_at(w->m, GLOBALS_BASE + g->offset + offset));
    }
}

static void pointers_of_frame(struct walk *w, uint64_t frame, uint32_t function,
                              each_pointer *each) {
    const struct function *f = &w->m->program->functions[function];
    for (uint32_t i = 0; i < f->variable_count; i++) {
        const struct type *t = &w->m->program->types[f->variables[i].type];
        for (uint32_t offset = 0; offset < t->size; offset += WORD)
            if (is_pointer_word(w->m, t, offset))
                each(w, word_at(w->m,
                                frame + (uint64_t)((int64_t)f->variables[i].slot * WORD) + offset));
    }
}

static uint32_t function_at(const struct machine *m, uint64_t pc) {
    for (uint32_t i = 0; i < m->program->function_count; i++) {
        const struct function *f = &m->program->functions[i];
        if (pc >= f->first_op && pc < f->first_op + f->op_count) return i;
    }
    return 0;
}

/* The segment that an address lies in: its record is at the first page of it. */
static const struct segment *segment_of(const struct machine *m, uint64_t address) {
    uint64_t page = (address - ARENA_BASE) / PAGE_SIZE;
    while (address - m->segments[page].low >= m->segments[page].high - m->segments[page].low)
        page--;
    return &m->segments[page];
}

/* Frames from the innermost out; `each_frame` sees frame pointer and function. */
typedef void each_frame(struct walk *w, uint64_t frame, uint32_t function, each_pointer *each);

static void frames_of(struct walk *w, const struct goroutine *g, each_frame *visit,
                      each_pointer *each) {
    if (g->status == GOROUTINE_DEAD) return;
    uint64_t frame = g->frame, pc = g->pc;
    w->past = false;
    for (;;) {
        visit(w, frame, function_at(w->m, pc), each);
        uint64_t back = word_at(w->m, frame + WORD);
        if (back == CODE_GOEXIT) return;
        if (back == CODE_LESSSTACK) {
            const struct segment *s = segment_of(w->m, frame);
            pc = s->pc;
            frame = s->frame;
            continue;
        }
        pc = (back - CODE_BASE) / 16;
        frame = word_at(w->m, frame);
    }
}

/* ---- reachability ---- */

static void reach(struct walk *w, uint64_t pointer) {
    struct thing o;
    if (!find(w->m, pointer, &o) || w->seen[index_of(o.address)]) return;
    if (w->white_only && o.marked) return;
    w->seen[index_of(o.address)] = 1;
    w->count++;
    if (!o.noscan) pointers_of(w, &o, 0, o.size, reach);
}

/* Goroutines and processors keep the records of who waits for a channel, and of deferred calls. */
static void pointers_of_runtime(struct walk *w, each_pointer *each) {
    for (uint32_t n = 0; n < w->m->s->goroutine_count; n++) {
        each(w, w->m->goroutines[n].waiting);
        each(w, w->m->goroutines[n].defers);
    }
    for (uint32_t p = 0; p < w->m->config.procs; p++) {
        const struct processor *processor = &w->m->processors[p];
        for (uint32_t i = 0; i < processor->sudog_count; i++) each(w, processor->sudogs[i]);
        for (uint32_t i = 0; i < processor->defer_count; i++) each(w, processor->defers[i]);
    }
}

uint64_t oracle_reach(const struct machine *m, uint8_t *seen) {
    struct walk w = {.m = m, .seen = seen};
    pointers_of_globals(&w, 0, UINT64_MAX, reach);
    for (uint32_t n = 0; n < m->s->goroutine_count; n++)
        frames_of(&w, &m->goroutines[n], pointers_of_frame, reach);
    pointers_of_runtime(&w, reach);
    return w.count;
}

/* A zeroed byte for every word of the arena in use; one array that is used again and again. */
static uint8_t *words_new(const struct machine *m) {
    static uint8_t *words;
    static size_t capacity;
    size_t count = (size_t)m->s->heap.pages_used * PAGE_WORDS + 1;
    if (count > capacity) {
        free(words);
        words = malloc(capacity = 2 * count);
        if (!words) abort();
    }
    return memset(words, 0, count);
}

struct lost_list {
    uint64_t addresses[64];
    uint32_t count;
};

static void note_lost(void *user, uint64_t address) {
    struct lost_list *list = user;
    if (list->count < 64) list->addresses[list->count] = address;
    list->count++;
}

static const char *compare(const struct machine *m, const uint8_t *seen,
                           const struct lost_list *list) {
    uint32_t lost = 0;
    for (uint64_t at = 0; at < arena_size(m); at += WORD) {
        struct thing o;
        uint64_t address = ARENA_BASE + at;
        bool starts = find(m, address, &o) && o.address == address;
        if (check_is_reachable(m, address) != (starts && seen[index_of(address)]))
            return "engine and oracle do not agree on what can be reached";
        if (!starts || !seen[index_of(address)] || o.marked) continue;
        if (lost < 64 && list->addresses[lost] != address) return "another object was called lost";
        lost++;
    }
    return lost == list->count ? NULL : "engine and oracle do not agree on what is lost";
}

const char *oracle_agrees(const struct machine *m) {
    struct lost_list list = {0};
    uint8_t *seen = words_new(m);
    uint64_t theirs = check_reachable(m, note_lost, &list), ours = oracle_reach(m, seen);
    const char *wrong = theirs != ours ? "engine and oracle do not count as many reachable objects"
                                       : compare(m, seen, &list);
    return wrong;
}

/* ---- the work list, buffer by buffer ---- */

enum { IS_GREY = 1, IS_LISTED = 2 };

static const char *note_entry(const struct machine *m, uint64_t address, uint8_t *grey) {
    struct thing o;
    if (!find(m, address, &o)) return "the work list holds no object";
    if ((address - o.address) % OBLET_BYTES) return "the work list holds no piece of an object";
    if (!o.marked) return "the work list holds a white object";
    if (o.noscan) return "the work list holds an object without pointers";
    if (grey[index_of(address)] & IS_LISTED) return "the work list holds an object twice";
    grey[index_of(address)] |= IS_LISTED;
    grey[index_of(o.address)] |= IS_GREY;
    return NULL;
}

static const char *note_buffer(const struct machine *m, uint64_t buffer, uint8_t *grey) {
    if (buffer == 0) return NULL;
    uint64_t count = word_at(m, buffer + 8);
    if (count > WORKBUF_CAPACITY) return "a work buffer holds more than it can";
    const char *wrong = NULL;
    for (uint64_t i = 0; i < count && !wrong; i++)
        wrong = note_entry(m, word_at(m, buffer + WORKBUF_HEADER + i * WORD), grey);
    return wrong;
}

static const char *note_queue(const struct machine *m, const struct work_queue *q, uint8_t *grey) {
    const char *wrong = q->count > WORK_QUEUE ? "a queue holds more than it can" : NULL;
    for (uint32_t i = 0; i < WORK_QUEUE && !wrong; i++) {
        uint64_t entry = q->objects[(q->first + i) % WORK_QUEUE];
        if (i < q->count) wrong = note_entry(m, entry, grey);
        else if (entry) wrong = "a queue holds something that it does not count";
    }
    return wrong;
}

static const char *note_work(const struct machine *m, uint8_t *grey) {
    const char *wrong = NULL;
    for (uint32_t p = 0; p < m->config.procs && !wrong; p++) {
        wrong = note_buffer(m, m->processors[p].buffer1, grey);
        if (!wrong) wrong = note_buffer(m, m->processors[p].buffer2, grey);
        if (!wrong) wrong = note_queue(m, &m->processors[p].ahead, grey);
    }
    for (uint64_t at = m->s->gc.full; at && !wrong; at = word_at(m, at))
        wrong = note_buffer(m, at, grey);
    return wrong;
}

/* ---- the tri-colour invariant ---- */

/* Word i of what a processor's write barrier has put off. */
static uint64_t put_off(const struct machine *m, uint32_t p, uint64_t i) {
    return m->barriers[(uint64_t)p * 2 * m->config.barrier_buffer + i];
}

/* Read by a worker or an assist, and about to be shaded; or in a buffer of the write barrier. */
static bool is_pending(const struct machine *m, uint64_t pointer) {
    struct thing o, other;
    for (uint32_t p = 0; p < m->config.procs; p++) {
        if (m->processors[p].scan.pending == pointer) return true;
        for (uint64_t i = 0; i < m->processors[p].barrier_count; i++)
            if (find(m, pointer, &o) && find(m, put_off(m, p, i), &other) &&
                o.address == other.address)
                return true;
    }
    return false;
}

/* What scans something of a kind, and of an object or a goroutine if that is not 0. */
static const struct scan *scan_of(const struct machine *m, enum scan_kind kind, uint64_t object,
                                  uint32_t goroutine) {
    for (uint32_t p = 0; p < m->config.procs; p++) {
        const struct scan *s = &m->processors[p].scan;
        if (s->kind == kind && (!object || s->object == object) &&
            (!goroutine || s->goroutine == goroutine))
            return s;
    }
    return NULL;
}

static void require_marked(struct walk *w, uint64_t pointer) {
    struct thing o;
    if (find(w->m, pointer, &o) && !o.marked && !is_pending(w->m, pointer)) w->wrong = w->complaint;
}

static void require_protected(struct walk *w, uint64_t pointer) {
    struct thing o;
    if (find(w->m, pointer, &o) && !o.marked && !w->seen[index_of(o.address)])
        w->wrong = "a scanned stack holds an unprotected white object";
}

/* Splits the stack that is being scanned: inner frames and the first entries of the current one
 * have been read. `each` gets those that have not, require_protected those that have. */
static void pointers_of_current(struct walk *w, uint64_t frame, uint32_t function,
                                each_pointer *each) {
    const struct scan *scan = scan_of(w->m, SCAN_STACK, 0, w->goroutine);
    const struct function *f = &w->m->program->functions[function];
    bool read = each == require_protected, here = frame == scan->frame;
    for (uint32_t i = 0; i < f->pointer_slot_count; i++) {
        bool was_read = scan->frame == 0 || (here ? i < scan->next : !w->past);
        if (was_read == read)
            each(w, word_at(w->m, frame + (uint64_t)((int64_t)f->pointer_slots[i] * WORD)));
    }
    if (here) w->past = true;
}

static uint64_t globals_read(const struct machine *m) {
    const struct scan *scan = scan_of(m, SCAN_GLOBALS, 0, 0);
    if (scan) return scan->next;
    return m->s->gc.next_root == 0 ? 0 : UINT64_MAX;
}

/* Objects, each once, by address. */
static void each_object(struct walk *w, void (*each)(struct walk *w, const struct thing *o)) {
    for (uint32_t page = 0; page < w->m->s->heap.pages_used; page++) {
        if (w->m->span_of[page] != page + 1 || w->m->spans[page].state != SPAN_HEAP) continue;
        const struct span *s = &w->m->spans[page];
        for (uint32_t slot = 0; slot < s->element_count; slot++) {
            struct thing o;
            uint64_t at =
                ARENA_BASE + page * (uint64_t)PAGE_SIZE + (uint64_t)slot * s->element_size;
            if (find(w->m, at, &o)) each(w, &o);
        }
    }
}

/* In `seen`: 1 for a grey object; every white one protected by something grey is added. */
static void protect_from_grey(struct walk *w, const struct thing *o) {
    if (o->noscan || !o->marked) return;
    const struct scan *scan = scan_of(w->m, SCAN_OBJECT, o->address, 0);
    if (scan) pointers_of(w, o, (uint32_t)scan->next * WORD, o->size, reach);
    else if (w->seen[index_of(o->address)] & IS_GREY) pointers_of(w, o, 0, o->size, reach);
}

static void require_strong(struct walk *w, const struct thing *o) {
    if (o->noscan || !o->marked) return;
    w->complaint = "a black object points to a white one";
    const struct scan *scan = scan_of(w->m, SCAN_OBJECT, o->address, 0);
    if (scan && o->size <= OBLET_BYTES)
        pointers_of(w, o, 0, (uint32_t)scan->next * WORD, require_marked);
    else if (scan) return;
    else if (!(w->seen[index_of(o->address)] & IS_GREY))
        pointers_of(w, o, 0, o->size, require_marked);
}

static bool being_scanned(const struct machine *m, uint32_t goroutine) {
    return scan_of(m, SCAN_STACK, 0, goroutine) != NULL;
}

static void protect_from_stacks(struct walk *w) {
    for (uint32_t n = 1; n <= w->m->s->goroutine_count; n++) {
        const struct goroutine *g = &w->m->goroutines[n - 1];
        w->goroutine = n;
        if (being_scanned(w->m, n)) frames_of(w, g, pointers_of_current, reach);
        else if (!g->scanned) frames_of(w, g, pointers_of_frame, reach);
    }
}

static void require_stacks(struct walk *w) {
    for (uint32_t n = 1; n <= w->m->s->goroutine_count; n++) {
        const struct goroutine *g = &w->m->goroutines[n - 1];
        w->goroutine = n;
        if (being_scanned(w->m, n)) frames_of(w, g, pointers_of_current, require_protected);
        else if (g->scanned) frames_of(w, g, pointers_of_frame, require_protected);
    }
}

static const char *tricolour(const struct machine *m, uint8_t *grey) {
    struct walk w = {.m = m, .seen = grey};
    each_object(&w, require_strong);
    w.complaint = "a scanned global points to a white object";
    pointers_of_globals(&w, 0, globals_read(m), require_marked);
    w.complaint = "the record of a waiting goroutine is white";
    pointers_of_runtime(&w, require_marked);
    w.white_only = true;
    each_object(&w, protect_from_grey);
    for (uint32_t p = 0; p < m->config.procs; p++) {
        reach(&w, m->processors[p].scan.pending);
        for (uint64_t i = 0; i < m->processors[p].barrier_count; i++) reach(&w, put_off(m, p, i));
    }
    pointers_of_globals(&w, globals_read(m), UINT64_MAX, reach);
    protect_from_stacks(&w);
    require_stacks(&w);
    return w.wrong;
}

/* ---- generations ---- */

static bool is_remembered(const struct machine *m, const struct thing *o) {
    uint32_t span = m->span_of[(o->address - ARENA_BASE) / PAGE_SIZE] - 1;
    uint64_t start = ARENA_BASE + span * (uint64_t)PAGE_SIZE;
    return bit(m->remembered, span, (uint32_t)((o->address - start) / o->size));
}

/* Between collections old is what is marked, and all that is marked: so a plain look at every
 * object will do. Objects that are not old and not reachable may point anywhere. */
static void require_remembered(struct walk *w, const struct thing *o) {
    bool remembered = is_remembered(w->m, o);
    w->count += remembered;
    if (remembered && !o->marked) w->wrong = "a young object is remembered";
    if (o->noscan || !o->marked || remembered) return;
    w->complaint = "an old object that is not remembered points to a young one";
    pointers_of(w, o, 0, o->size, require_marked);
}

static const char *check_generations(const struct machine *m) {
    struct walk w = {.m = m};
    bool lossy = m->config.barrier == BARRIER_NONE || m->s->gc.lost;
    if (m->config.collector != COLLECTOR_GENERATIONAL || lossy) return NULL;
    if (m->s->gc.barrier_on) return NULL; /* then the tri-colour invariant says more */
    each_object(&w, require_remembered);
    if (!w.wrong && w.count != m->s->gc.remembered) w.wrong = "the remembered set is miscounted";
    return w.wrong;
}

/* ---- books ---- */

struct books {
    uint64_t heap_inuse, stack_inuse, workbuf_pages;
};

static const char *check_pages(const struct machine *m, struct books *b) {
    for (uint32_t page = 0; page < m->s->heap.pages_used;) {
        uint32_t owner = m->span_of[page];
        if (owner == 0) {
            page++;
            continue;
        }
        const struct span *s = &m->spans[page];
        if (owner != page + 1 || s->pages == 0) return "the page table is broken";
        for (uint32_t i = 0; i < s->pages; i++)
            if (m->span_of[page + i] != owner) return "spans overlap";
        if (s->state == SPAN_HEAP) b->heap_inuse += (uint64_t)s->pages * PAGE_SIZE;
        if (s->state == SPAN_STACK) b->stack_inuse += (uint64_t)s->pages * PAGE_SIZE;
        if (s->state == SPAN_WORKBUF) b->workbuf_pages += s->pages;
        if (s->state == SPAN_NONE) return "a span of no state";
        page += s->pages;
    }
    return NULL;
}

/* Counts objects; each has a type that fits its slot. */
struct sums {
    uint64_t objects, bytes, marked;
};

static const char *check_objects(const struct machine *m, struct sums *sums) {
    for (uint32_t page = 0; page < m->s->heap.pages_used; page++) {
        if (m->span_of[page] != page + 1 || m->spans[page].state != SPAN_HEAP) continue;
        const struct span *s = &m->spans[page];
        for (uint32_t slot = 0; slot < s->element_count; slot++) {
            struct thing o;
            uint64_t at =
                ARENA_BASE + page * (uint64_t)PAGE_SIZE + (uint64_t)slot * s->element_size;
            if (!find(m, at, &o)) continue;
            struct tag tag = m->tags[index_of(at)];
            if (tag.serial == 0 || tag.serial >= m->s->heap.next_serial)
                return "an object without a serial";
            if (type_of(m, &o)->size > o.size) return "an object is larger than its slot";
            sums->objects++;
            sums->bytes += o.size;
            sums->marked += o.marked ? o.size : 0;
        }
    }
    return NULL;
}

static const char *check_books(const struct machine *m) {
    struct books b = {0};
    struct sums sums = {0};
    const struct statistics *s = &m->s->statistics;
    const char *wrong = check_pages(m, &b);
    if (!wrong) wrong = check_objects(m, &sums);
    if (wrong) return wrong;
    if (b.heap_inuse != s->heap_inuse || b.stack_inuse != s->stack_inuse)
        return "pages are miscounted";
    if (sums.objects != s->mallocs - s->frees) return "objects are miscounted";
    if (sums.bytes != s->heap_alloc) return "bytes are miscounted";
    if (m->s->gc.barrier_on && sums.marked != m->s->gc.marked_bytes)
        return "marked bytes are miscounted";
    if (!m->s->gc.barrier_on && b.workbuf_pages) return "work buffers are kept between cycles";
    return NULL;
}

/* `taken` has a byte for each KiB; what somebody has is marked. False if somebody else has it. */
static bool take(const struct machine *m, uint8_t *taken, uint64_t low, uint64_t size) {
    for (uint64_t at = low - ARENA_BASE; at < low - ARENA_BASE + size; at += 1024) {
        if (at >= arena_size(m) || taken[at / 1024]) return false;
        if (m->spans[m->span_of[at / PAGE_SIZE] - 1].state != SPAN_STACK) return false;
        taken[at / 1024] = 1;
    }
    return true;
}

/* Stacks of goroutines, and free ones: together all that the spans of stacks hold. */
static const char *check_stack_memory(const struct machine *m) {
    uint8_t *taken = words_new(m);
    uint64_t bytes = 0;
    for (uint32_t n = 0; n < m->s->goroutine_count; n++) {
        const struct goroutine *g = &m->goroutines[n];
        if (g->stack_low == 0) continue;
        uint64_t low = g->stack_low, high = g->stack_high;
        if (m->config.stacks == STACKS_FIXED) {
            uint64_t size = 4096;
            while (size < high - g->touched) size *= 2;
            high = g->block_high;
            low = high - size;
        }
        for (uint32_t at = 1; at;) {
            if (!take(m, taken, low, high - low)) return "two stacks overlap";
            bytes += high - low;
            at = m->segments ? m->segments[(low - ARENA_BASE) / PAGE_SIZE].previous : 0;
            if (!at) break;
            low = m->segments[at - 1].low;
            high = m->segments[at - 1].high;
        }
    }
    for (uint32_t p = 0; p < m->config.procs; p++)
        for (int order = 0; order < STACK_ORDERS; order++)
            for (uint32_t i = 0; i < m->processors[p].stack_count[order]; i++) {
                if (!take(m, taken, m->processors[p].stacks[order][i], 2048ull << order))
                    return "a cached stack is in use";
                bytes += 2048ull << order;
            }
    for (uint32_t page = 0; page < m->s->heap.pages_used; page++) {
        const struct span *s = &m->spans[page];
        if (m->span_of[page] == page + 1 && s->state == SPAN_STACK)
            bytes += (uint64_t)(s->element_count - s->used_count) * s->element_size;
    }
    return bytes == m->s->statistics.stack_inuse ? NULL : "memory for stacks has been forgotten";
}

static const char *check_goroutines(const struct machine *m) {
    uint32_t mid_op = 0;
    for (uint32_t n = 0; n < m->s->goroutine_count; n++) {
        const struct goroutine *g = &m->goroutines[n];
        uint64_t size = g->stack_high - g->stack_low;
        mid_op += g->part != 0;
        if (g->status == GOROUTINE_DEAD) continue;
        if (m->config.stacks == STACKS_FIXED ? size != m->config.stack_size
                                             : size < STACK_MIN || (size & (size - 1)) != 0)
            return "a stack's size is no power of two";
        if (g->sp < g->stack_low || g->frame >= g->stack_high)
            return "a goroutine has left its stack";
        if (g->suspended && !being_scanned(m, n + 1))
            return "a goroutine stands without being scanned";
        if (g->suspended && g->part != 0) return "a stack is scanned inside an operation";
        if (being_scanned(m, n + 1) && (!g->suspended || g->scanned))
            return "a goroutine runs while its stack is scanned";
    }
    if (mid_op > m->config.procs)
        return "more goroutines are inside an operation than there are Ps";
    return NULL;
}

const char *oracle_state(const struct machine *m) {
    const char *wrong = check_books(m);
    if (!wrong) wrong = oracle_heap(m);
    if (!wrong) wrong = check_goroutines(m);
    if (!wrong) wrong = check_stack_memory(m);
    if (!wrong) wrong = oracle_channels(m);
    if (!wrong) wrong = oracle_maps(m);
    if (!wrong) wrong = check_generations(m);
    if (wrong) return wrong;
    uint8_t *grey = words_new(m);
    wrong = note_work(m, grey);
    if (!wrong && m->s->gc.barrier_on && m->config.barrier == BARRIER_HYBRID)
        wrong = tricolour(m, grey);
    return wrong;
}

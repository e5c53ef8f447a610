#include "machine/values/channel.h"

#include "machine/gc/gc.h"
#include "machine/heap/heap.h"
#include "machine/sched.h"
#include "machine/stack/stack.h"
#include "machine/values/slice.h"
#include "machine/values/typed.h"

/* ---- headers ---- */

/* chan.go:makechan. The size of the header is a part of what must fit. */
static bool can_be_made(struct machine *m, const struct type *element, int64_t capacity,
                        uint64_t *bytes) {
    if (capacity >= 0 && size_of_array(element->size, (uint64_t)capacity, bytes) &&
        *bytes <= ALLOCATION_MAX - CHANNEL_SIZE)
        return true;
    machine_fault(m, FAULT_MAKE_CHANNEL, (uint64_t)capacity);
    return false;
}

static void set_header(struct machine *m, uint64_t channel, uint32_t element, uint64_t capacity,
                       uint64_t buffer) {
    word_write(m, channel + CHANNEL_CAPACITY, capacity);
    word_write(m, channel + CHANNEL_BUFFER, buffer);
    word_write(m, channel + CHANNEL_ELEMENT_SIZE, m->program->types[element].size);
    word_write(m, channel + CHANNEL_ELEMENT_TYPE, element + 1ull);
}

uint64_t channel_make(struct machine *m, uint32_t site, int64_t capacity) {
    uint32_t element = m->program->types[m->program->sites[site].type].element;
    const struct type *t = &m->program->types[element];
    uint64_t bytes, channel, buffer;
    if (!can_be_made(m, t, capacity, &bytes)) return 0;
    if (bytes && type_has_pointers(t)) {
        channel = heap_allocate(m, site + 1);
        buffer = channel ? heap_allocate_array(m, site + 2, (uint64_t)capacity) : 0;
    } else { /* without elements the buffer is where the header says so: chan.go:raceaddr */
        channel = heap_allocate_tail(m, site, bytes);
        buffer = channel + (bytes ? CHANNEL_SIZE : CHANNEL_BUFFER);
    }
    if (!channel || !buffer) {
        machine_fault(m, FAULT_OUT_OF_MEMORY, CHANNEL_SIZE + bytes);
        return 0;
    }
    set_header(m, channel, element, (uint64_t)capacity, buffer);
    return channel;
}

void channel_set_closed(struct machine *m, uint64_t channel) {
    small_write(m, channel + CHANNEL_CLOSED, 1, 4);
}

/* The object an address is the start of; its size, or 0. */
static uint64_t object_size(const struct machine *m, uint64_t address) {
    struct object o;
    if (!heap_find_slot(m, address, &o) || o.address != address) return 0;
    return object_span(m, &o)->element_size;
}

static bool buffer_holds(const struct machine *m, uint64_t channel, const struct type *element,
                         uint64_t room) {
    uint64_t buffer = channel_word(m, channel, CHANNEL_BUFFER);
    uint64_t capacity = channel_word(m, channel, CHANNEL_CAPACITY);
    if (capacity == 0 || element->size == 0) return true;
    if (type_has_pointers(element)) room = object_size(m, buffer);
    else if (buffer != channel + CHANNEL_SIZE) return false;
    else room -= CHANNEL_SIZE;
    return capacity <= room / element->size;
}

static bool holds_together(const struct machine *m, uint64_t channel, const struct type *element) {
    uint64_t room = object_size(m, channel);
    if (room < CHANNEL_SIZE) return false;
    uint64_t capacity = channel_word(m, channel, CHANNEL_CAPACITY);
    uint64_t limit = capacity ? capacity : 1;
    return channel_word(m, channel, CHANNEL_COUNT) <= capacity &&
           channel_word(m, channel, CHANNEL_SEND_INDEX) < limit &&
           channel_word(m, channel, CHANNEL_RECEIVE_INDEX) < limit &&
           (channel_word(m, channel, CHANNEL_ELEMENT_SIZE) & 0xffff) == element->size &&
           buffer_holds(m, channel, element, room);
}

bool channel_is_sound(struct machine *m, uint64_t channel, const struct type *element) {
    if (holds_together(m, channel, element)) return true;
    machine_fault(m, FAULT_CHANNEL, channel);
    return false;
}

uint64_t channel_place(const struct machine *m, uint64_t channel, const struct type *element,
                       uint64_t index) {
    return channel_word(m, channel, CHANNEL_BUFFER) + index * element->size;
}

uint64_t channel_next_index(const struct machine *m, uint64_t channel, uint64_t index) {
    return index + 1 == channel_word(m, channel, CHANNEL_CAPACITY) ? 0 : index + 1;
}

/* ---- sudogs: proc.go, acquireSudog and releaseSudog ---- */

static bool is_sudog(const struct machine *m, uint64_t address) {
    struct object o;
    return heap_find(m, address, &o) && o.address == address &&
           object_span(m, &o)->element_size == CHANNEL_SIZE && !object_span(m, &o)->noscan;
}

uint32_t sudog_goroutine(const struct machine *m, uint64_t sudog) {
    return (uint32_t)word_read(m, sudog + SUDOG_GOROUTINE);
}

/* One in use says whose it is; one that is not says 0. */
bool sudog_is_sound(const struct machine *m, uint64_t sudog, uint32_t number) {
    return is_sudog(m, sudog) && word_read(m, sudog + SUDOG_GOROUTINE) == number;
}

static uint64_t sudog_acquire(struct machine *m) {
    struct processor *p = processor_now(m);
    while (p->sudog_count) {
        uint64_t sudog = p->sudogs[--p->sudog_count];
        p->sudogs[p->sudog_count] = 0;
        if (sudog_is_sound(m, sudog, 0)) return sudog;
    }
    return heap_allocate(m, m->program->sudog_site - 1);
}

/* More than a processor can keep are left to the collector; Go keeps them in a list that is dropped
 * when the next collection begins. */
void sudog_release(struct machine *m, uint64_t sudog) {
    struct processor *p = processor_now(m);
    static const uint32_t POINTERS[] = {SUDOG_NEXT, SUDOG_PREVIOUS, SUDOG_ELEMENT, SUDOG_WAITLINK,
                                        SUDOG_CHANNEL};
    for (size_t i = 0; i < sizeof POINTERS / sizeof POINTERS[0]; i++)
        if (word_read(m, sudog + POINTERS[i])) typed_store(m, sudog + POINTERS[i], 0);
    small_write(m, sudog + SUDOG_IS_SELECT, 0, 2);
    word_write(m, sudog + SUDOG_GOROUTINE, 0);
    if (p->sudog_count < SUDOG_CACHE_MAX) p->sudogs[p->sudog_count++] = sudog;
}

/* ---- queues: chan.go, waitq ---- */

/* Whether a sudog of a queue can be followed: it is in the hands of a goroutine that waits or has
 * just been woken, and what is to be copied lies in that goroutine's stack. */
bool sudog_can_be_followed(const struct machine *m, uint64_t sudog, uint64_t size) {
    size = (size + WORD - 1) / WORD * WORD;
    if (!is_sudog(m, sudog)) return false;
    uint64_t number = word_read(m, sudog + SUDOG_GOROUTINE);
    if (number == 0 || number > m->s->goroutine_count) return false;
    const struct goroutine *g = goroutine_of(m, (uint32_t)number);
    if (g->status == GOROUTINE_DEAD || !g->waiting) return false;
    uint64_t element = word_read(m, sudog + SUDOG_ELEMENT);
    if (element == 0) return true;
    uint64_t last = element + (size ? size - WORD : 0);
    return element % WORD == 0 && stack_position(m, g, element) && stack_position(m, g, last);
}

static bool passed_over(const struct machine *m, uint64_t sudog) {
    return small_read(m, sudog + SUDOG_IS_SELECT, 1) &&
           goroutine_of(m, sudog_goroutine(m, sudog))->select_done;
}

bool queue_first(const struct machine *m, uint64_t channel, uint32_t queue, uint64_t size,
                 uint64_t *sudog) {
    uint64_t at = word_read(m, channel + queue), left = m->s->statistics.mallocs;
    for (; at; at = word_read(m, at + SUDOG_NEXT)) {
        if (!sudog_can_be_followed(m, at, size) || left-- == 0) return false;
        if (!passed_over(m, at)) break;
    }
    *sudog = at;
    return true;
}

static void append(struct machine *m, uint64_t queue, uint64_t sudog) {
    uint64_t last = word_read(m, queue + WORD);
    if (!is_sudog(m, last)) last = 0;
    if (last) typed_store(m, last + SUDOG_NEXT, sudog);
    else word_write(m, queue, sudog);
    if (last) typed_store(m, sudog + SUDOG_PREVIOUS, last);
    word_write(m, queue + WORD, sudog);
}

/* The neighbours close the gap; a neighbour that is none is left alone. */
void queue_remove(struct machine *m, uint64_t channel, uint32_t queue, uint64_t sudog) {
    uint64_t next = word_read(m, sudog + SUDOG_NEXT), first = word_read(m, channel + queue);
    uint64_t previous = word_read(m, sudog + SUDOG_PREVIOUS);
    if (!previous && !next && first != sudog) return; /* it was taken out before */
    if (is_sudog(m, previous)) typed_store(m, previous + SUDOG_NEXT, next);
    else word_write(m, channel + queue, next);
    if (is_sudog(m, next)) typed_store(m, next + SUDOG_PREVIOUS, previous);
    else word_write(m, channel + queue + WORD, previous);
    typed_store(m, sudog + SUDOG_NEXT, 0);
    typed_store(m, sudog + SUDOG_PREVIOUS, 0);
}

/* The list of a goroutine's sudogs is in the order of the cases. */
static void link_to_goroutine(struct machine *m, struct goroutine *g, uint64_t sudog) {
    uint32_t number = goroutine_number(m, g);
    uint64_t last = g->waiting, left = m->s->statistics.mallocs;
    if (!last) {
        g->waiting = sudog;
        return;
    }
    for (uint64_t next = last; left-- && sudog_is_sound(m, next, number);
         next = word_read(m, next + SUDOG_WAITLINK))
        last = next;
    typed_store(m, last + SUDOG_WAITLINK, sudog);
}

uint64_t sudog_wait(struct machine *m, uint32_t number, uint64_t channel, uint32_t queue,
                    uint64_t element, bool is_select) {
    uint64_t sudog = sudog_acquire(m);
    if (!sudog) {
        machine_fault(m, FAULT_OUT_OF_MEMORY, CHANNEL_SIZE);
        return 0;
    }
    word_write(m, sudog + SUDOG_GOROUTINE, number);
    word_write(m, sudog + SUDOG_ELEMENT, element);
    small_write(m, sudog + SUDOG_IS_SELECT, is_select, 1);
    typed_store(m, sudog + SUDOG_CHANNEL, channel);
    link_to_goroutine(m, goroutine_of(m, number), sudog);
    append(m, channel + queue, sudog);
    return sudog;
}

void sudog_wake(struct machine *m, uint64_t channel, uint32_t queue, uint64_t sudog, bool success) {
    uint32_t number = sudog_goroutine(m, sudog);
    struct goroutine *g = goroutine_of(m, number);
    queue_remove(m, channel, queue, sudog);
    word_write(m, sudog + SUDOG_ELEMENT, 0);
    small_write(m, sudog + SUDOG_SUCCESS, success, 1);
    if (g->status != GOROUTINE_WAITING) return; /* only a dangling pointer can have done this */
    g->select_done = 1;
    g->param = sudog;
    g->wait = WAIT_NOTHING;
    sched_ready(m, number, true);
    emit(m, EVENT_WAKE, number, 0, 0, 0);
}

/* ---- for the collector and for stacks ---- */

static void each_waiting(struct machine *m, uint32_t number,
                         void (*each)(struct machine *m, uint64_t sudog, const void *about),
                         const void *about) {
    uint64_t left = m->s->statistics.mallocs, at = goroutine_of(m, number)->waiting;
    for (; at && left-- && sudog_is_sound(m, at, number); at = word_read(m, at + SUDOG_WAITLINK))
        each(m, at, about);
}

static void make_grey(struct machine *m, uint64_t sudog, const void *about) {
    (void)about;
    gc_shade(m, sudog);
}

void channel_mark_begins(struct machine *m) {
    for (uint32_t p = 0; p < m->config.procs; p++)
        for (uint32_t i = 0; i < m->processors[p].sudog_count; i++)
            gc_shade(m, m->processors[p].sudogs[i]);
    for (uint32_t n = 1; n <= m->s->goroutine_count; n++) each_waiting(m, n, make_grey, NULL);
}

struct move {
    uint64_t low, size, delta;
};

static void mend(struct machine *m, uint64_t sudog, const void *about) {
    const struct move *move = about;
    uint64_t element = word_read(m, sudog + SUDOG_ELEMENT);
    if (element - move->low < move->size)
        word_write(m, sudog + SUDOG_ELEMENT, element + move->delta);
}

void channel_stack_moved(struct machine *m, struct goroutine *g, uint64_t low, uint64_t high,
                         uint64_t delta) {
    struct move move = {low, high - low, delta};
    each_waiting(m, goroutine_number(m, g), mend, &move);
}

/* Channels: make, send, receive, select, close. Source: chan.go and select.go of Go 1.19. */
#include "base/random.h"
#include "machine/cost.h"
#include "machine/exec/exec.h"
#include "machine/exec/operand.h"
#include "machine/gc/assist.h"
#include "machine/gc/bulk.h"
#include "machine/gc/gc.h"
#include "machine/sched.h"
#include "machine/values/channel.h"
#include "machine/values/typed.h"

/* ---- make, len and cap ---- */

void exec_make_channel(struct machine *m, struct goroutine *g, const struct op *op) {
    int64_t capacity = op->flags & OP_CONSTANT ? op->c : (int64_t)slot_read(m, g, op->c);
    if (assist_step(m, g, CHANNEL_SIZE)) return;
    uint64_t channel = channel_make(m, (uint32_t)op->b, capacity);
    if (!channel) return;
    slot_write(m, g, op->a, channel);
    if (op->flags & OP_KILL_SOURCE) slot_write(m, g, op->c, 0);
    g->pc++;
}

/* The words that len and cap read are the first and the second of a header. */
void exec_header(struct machine *m, struct goroutine *g, const struct op *op) {
    uint64_t header = slot_read(m, g, op->b), word = 0;
    if (header && !memory_bytes(m, header + (uint32_t)op->c, WORD)) {
        machine_fault(m, FAULT_ADDRESS, header);
        return;
    }
    if (header && !may_access(m, header)) return;
    if (header) word = word_read(m, header + (uint32_t)op->c);
    slot_set(m, g, op->a, word);
    if (op->flags & OP_KILL_BASE && op->b != op->a) slot_write(m, g, op->b, 0);
    g->pc++;
}

/* ---- what can be done now ---- */

/* A communication as it stands. */
struct exchange {
    const struct communication *c;
    uint64_t channel;
    const struct type *element;
    uint64_t value; /* address of the slots; 0: nowhere */
    bool send;
};

/* How it goes on; the first that holds. GONE: a dangling pointer has overwritten the channel. */
enum way { WAY_BLOCKED, WAY_CLOSED, WAY_PARTNER, WAY_BUFFER, WAY_GONE };

static struct exchange exchange_of(const struct machine *m, const struct goroutine *g,
                                   const struct communication *c) {
    struct exchange x = {.c = c, .send = c->kind == COMMUNICATION_SEND};
    if (c->kind == COMMUNICATION_DEFAULT) return x;
    x.channel = slot_read(m, g, c->channel);
    x.element = channel_element(m, c->type);
    x.value = c->value == NO_SLOT ? 0 : slot_address(g->frame, c->value);
    return x;
}

static uint32_t own_queue(const struct exchange *x) {
    return x->send ? CHANNEL_SENDERS : CHANNEL_RECEIVERS;
}

static uint32_t other_queue(const struct exchange *x) {
    return x->send ? CHANNEL_RECEIVERS : CHANNEL_SENDERS;
}

/* Whoever is in the middle of an exchange with a goroutine has claimed it. */
static enum way way_of(struct machine *m, const struct goroutine *g, const struct exchange *x,
                       uint64_t *partner) {
    if (g->part && g->target) {
        *partner = g->target;
        return sudog_can_be_followed(m, g->target, x->element->size) ? WAY_PARTNER : WAY_GONE;
    }
    uint64_t count = channel_word(m, x->channel, CHANNEL_COUNT);
    bool closed = channel_is_closed(m, x->channel);
    *partner = 0;
    if (closed && (x->send || count == 0)) return WAY_CLOSED;
    if (!queue_first(m, x->channel, other_queue(x), x->element->size, partner)) return WAY_GONE;
    if (*partner) return WAY_PARTNER;
    uint64_t capacity = channel_word(m, x->channel, CHANNEL_CAPACITY);
    return (x->send ? count < capacity : count > 0) ? WAY_BUFFER : WAY_BLOCKED;
}

static bool is_usable(struct machine *m, const struct exchange *x) {
    return may_access(m, x->channel) && channel_is_sound(m, x->channel, x->element);
}

/* ---- the lock ---- */

static bool is_locked(const struct machine *m, const struct exchange *x) {
    return channel_word(m, x->channel, CHANNEL_LOCK) != 0;
}

static void set_lock(struct machine *m, const struct exchange *x, bool locked) {
    if (is_locked(m, x) != locked) word_write(m, x->channel + CHANNEL_LOCK, locked);
}

/* Somebody else is in the middle of an operation with the channel: this one is tried again. With
 * nobody in the middle of anything the word was overwritten. */
static void spin(struct machine *m, uint64_t channel) {
    if (m->s->mid_op_count == 0) {
        machine_fault(m, FAULT_CHANNEL, channel);
        return;
    }
    m->s->clock.slice_left = 0;
    emit(m, EVENT_CHANNEL_LOCKED, channel, 0, 0, 0);
}

/* ---- values ---- */

static void to_slots(struct machine *m, const struct type *t, uint64_t slots, uint64_t from) {
    if (slots) value_to_slots(m, t, slots, from);
}

static void clear_slots(struct machine *m, const struct type *t, uint64_t slots) {
    if (slots) memory_clear(m, slots, type_words(t) * WORD);
}

static uint64_t place_at(const struct machine *m, const struct exchange *x, uint32_t index) {
    return channel_place(m, x->channel, x->element, channel_word(m, x->channel, index));
}

/* The one copy of an exchange that the collector is told of: into the buffer, out of it, or from
 * one goroutine's stack to another's, which may have been scanned already (chan.go:sendDirect,
 * recvDirect). */
static struct bulk told_of(const struct machine *m, const struct exchange *x, enum way way,
                           uint64_t partner) {
    struct bulk b = {.type = m->program->types[x->c->type].element, .count = 1};
    bool buffered = channel_word(m, x->channel, CHANNEL_CAPACITY) > 0;
    uint64_t theirs = way == WAY_PARTNER ? word_read(m, partner + SUDOG_ELEMENT) : 0;
    b.direct = way == WAY_PARTNER && (x->send || !buffered);
    if (x->send) {
        b.from = x->value;
        b.to = way == WAY_PARTNER ? theirs : place_at(m, x, CHANNEL_SEND_INDEX);
    } else {
        b.from = theirs;
        b.to = b.direct ? x->value : place_at(m, x, CHANNEL_RECEIVE_INDEX);
    }
    if (!b.to) b.count = 0;
    return b;
}

/* ---- doing it ---- */

static void move_index(struct machine *m, const struct exchange *x, uint32_t offset) {
    uint64_t index = channel_word(m, x->channel, offset);
    word_write(m, x->channel + offset, channel_next_index(m, x->channel, index));
}

static void change_count(struct machine *m, const struct exchange *x, uint64_t by) {
    word_write(m, x->channel + CHANNEL_COUNT, channel_word(m, x->channel, CHANNEL_COUNT) + by);
}

static void send_now(struct machine *m, const struct exchange *x, enum way way, uint64_t partner) {
    uint64_t word = memory_word(m, x->value, x->element->size);
    if (way == WAY_PARTNER) {
        uint64_t theirs = word_read(m, partner + SUDOG_ELEMENT);
        uint32_t number = sudog_goroutine(m, partner);
        to_slots(m, x->element, theirs, x->value);
        emit(m, EVENT_SEND_DIRECT, theirs ? theirs : x->value, word, x->channel, number);
        sudog_wake(m, x->channel, CHANNEL_RECEIVERS, partner, true);
        return;
    }
    uint64_t place = place_at(m, x, CHANNEL_SEND_INDEX);
    memory_move(m, place, x->value, x->element->size);
    move_index(m, x, CHANNEL_SEND_INDEX);
    change_count(m, x, 1);
    emit(m, EVENT_SEND_BUFFER, place, word, x->channel, channel_word(m, x->channel, CHANNEL_COUNT));
}

static void receive_direct(struct machine *m, const struct exchange *x, uint64_t partner) {
    uint64_t theirs = word_read(m, partner + SUDOG_ELEMENT);
    uint32_t number = sudog_goroutine(m, partner);
    if (theirs) to_slots(m, x->element, x->value, theirs);
    emit(m, EVENT_RECEIVE_DIRECT, x->value ? x->value : theirs,
         memory_word(m, theirs, x->element->size), x->channel, number);
    sudog_wake(m, x->channel, CHANNEL_SENDERS, partner, true);
}

/* The buffer is full: the first value is taken, and the sender that waits puts its own in its
 * place, which is the last one of the ring now. */
static void receive_and_refill(struct machine *m, const struct exchange *x, uint64_t partner) {
    uint64_t place = place_at(m, x, CHANNEL_RECEIVE_INDEX);
    uint64_t theirs = word_read(m, partner + SUDOG_ELEMENT);
    uint32_t number = sudog_goroutine(m, partner);
    emit(m, EVENT_RECEIVE_BUFFER, place, memory_word(m, place, x->element->size), x->channel,
         channel_word(m, x->channel, CHANNEL_COUNT));
    to_slots(m, x->element, x->value, place);
    if (theirs) memory_move(m, place, theirs, x->element->size);
    emit(m, EVENT_REFILL, place, memory_word(m, place, x->element->size), x->channel, number);
    move_index(m, x, CHANNEL_RECEIVE_INDEX);
    word_write(m, x->channel + CHANNEL_SEND_INDEX,
               channel_word(m, x->channel, CHANNEL_RECEIVE_INDEX));
    sudog_wake(m, x->channel, CHANNEL_SENDERS, partner, true);
}

static void receive_from_buffer(struct machine *m, const struct exchange *x) {
    uint64_t place = place_at(m, x, CHANNEL_RECEIVE_INDEX);
    emit(m, EVENT_RECEIVE_BUFFER, place, memory_word(m, place, x->element->size), x->channel,
         channel_word(m, x->channel, CHANNEL_COUNT) - 1);
    to_slots(m, x->element, x->value, place);
    memory_clear(m, place, x->element->size);
    move_index(m, x, CHANNEL_RECEIVE_INDEX);
    change_count(m, x, 0 - 1ull);
}

static void receive_now(struct machine *m, const struct exchange *x, enum way way,
                        uint64_t partner) {
    if (way == WAY_CLOSED) {
        clear_slots(m, x->element, x->value);
        emit(m, EVENT_RECEIVE_CLOSED, x->channel, 0, 0, 0);
    } else if (way == WAY_BUFFER) {
        receive_from_buffer(m, x);
    } else if (channel_word(m, x->channel, CHANNEL_CAPACITY) == 0) {
        receive_direct(m, x, partner);
    } else {
        receive_and_refill(m, x, partner);
    }
}

/* The value may have no address of a variable among its words: whoever receives it lives longer. */
static bool sends_an_address(struct machine *m, const struct goroutine *g,
                             const struct exchange *x) {
    return x->send && lets_an_address_out(m, g, x->element, x->value);
}

/* No other case of its select can wake it now: chan.go:dequeue, select.go. */
static void claim(struct machine *m, struct goroutine *g, uint64_t partner) {
    g->target = partner;
    goroutine_of(m, sudog_goroutine(m, partner))->select_done = 1;
}

/* Does an exchange that need not wait. False while the collector is still being told, and after a
 * fault. */
static bool exchange_now(struct machine *m, struct goroutine *g, const struct exchange *x,
                         enum way way, uint64_t partner) {
    if (way == WAY_CLOSED && x->send) {
        set_lock(m, x, false);
        machine_fault(m, FAULT_SEND_CLOSED, x->channel);
        return false;
    }
    if (way != WAY_CLOSED) {
        struct bulk b = told_of(m, x, way, partner);
        if (bulk_shade(m, g, &b)) {
            g->part = 1;
            if (partner) claim(m, g, partner);
            set_lock(m, x, true);
            return false;
        }
    }
    g->part = 0;
    g->target = 0;
    set_lock(m, x, false);
    charge(m, COST_COPY, type_words(x->element));
    if (x->send) send_now(m, x, way, partner);
    else receive_now(m, x, way, partner);
    return true;
}

/* ---- waiting ---- */

static void park(struct goroutine *g, enum wait wait) {
    g->status = GOROUTINE_WAITING;
    g->wait = wait;
    g->select_done = 0;
    g->param = 0;
}

static void wait_for_ever(struct machine *m, struct goroutine *g, enum wait wait) {
    park(g, wait);
    emit(m, EVENT_WAIT_FOR_EVER, wait, 0, 0, 0);
}

static void stand_in_queue(struct machine *m, struct goroutine *g, const struct exchange *x) {
    uint64_t sudog =
        sudog_wait(m, goroutine_number(m, g), x->channel, own_queue(x), x->value, false);
    if (!sudog) return;
    park(g, x->send ? WAIT_SEND : WAIT_RECEIVE);
    if (x->send)
        emit(m, EVENT_SEND_WAIT, x->value, memory_word(m, x->value, x->element->size), x->channel,
             sudog);
    else emit(m, EVENT_RECEIVE_WAIT, x->channel, sudog, 0, 0);
}

/* ---- the end of an operation ---- */

static void kill(struct machine *m, const struct goroutine *g, const struct communication *c) {
    if (c->kind == COMMUNICATION_DEFAULT) return;
    if (c->kill_channel) slot_write(m, g, c->channel, 0);
    if (!c->kill_value || c->kind != COMMUNICATION_SEND) return;
    const struct type *element = channel_element(m, c->type);
    for (int32_t word = 0; word < (int32_t)type_slots(element); word++)
        slot_write(m, g, c->value + word, 0);
}

static void tell_ok(struct machine *m, const struct goroutine *g, const struct communication *c,
                    bool ok) {
    if (c->kind == COMMUNICATION_RECEIVE && c->ok != NO_SLOT) slot_write(m, g, c->ok, ok);
}

static uint64_t wakes_by(const struct machine *m, const struct goroutine *g) {
    return sudog_is_sound(m, g->param, goroutine_number(m, g)) ? g->param : 0;
}

static bool was_success(const struct machine *m, uint64_t sudog) {
    return small_read(m, sudog + SUDOG_SUCCESS, 1) != 0;
}

/* It has been woken. False after a fault: a sender that waited for a channel that was closed. */
static bool woken(struct machine *m, struct goroutine *g, const struct exchange *x,
                  uint64_t sudog) {
    bool success = was_success(m, sudog);
    g->param = g->waiting = 0;
    sudog_release(m, sudog);
    if (x->send && !success) {
        machine_fault(m, FAULT_SEND_CLOSED, x->channel);
        return false;
    }
    tell_ok(m, g, x->c, success);
    if (x->send) emit(m, EVENT_SEND_DONE, x->channel, 0, 0, 0);
    else if (success)
        emit(m, EVENT_RECEIVE_DONE, x->value, memory_word(m, x->value, x->element->size),
             x->channel, 0);
    else emit(m, EVENT_RECEIVE_CLOSED, x->channel, 0, 0, 0);
    return true;
}

/* ---- send and receive ---- */

static void go_on_after_wait(struct machine *m, struct goroutine *g, const struct exchange *x) {
    uint64_t sudog = wakes_by(m, g);
    if (!sudog) {
        machine_fault(m, FAULT_CHANNEL, x->channel);
        return;
    }
    if (!woken(m, g, x, sudog)) return;
    kill(m, g, x->c);
    g->pc++;
}

void exec_communicate(struct machine *m, struct goroutine *g, const struct op *op) {
    struct exchange x = exchange_of(m, g, &m->program->communications[op->a]);
    uint64_t partner;
    if (g->waiting) {
        go_on_after_wait(m, g, &x);
        return;
    }
    if (!x.channel) {
        wait_for_ever(m, g, x.send ? WAIT_SEND_NIL : WAIT_RECEIVE_NIL);
        return;
    }
    if (!is_usable(m, &x) || sends_an_address(m, g, &x)) return;
    if (g->part == 0 && is_locked(m, &x)) {
        spin(m, x.channel);
        return;
    }
    enum way way = way_of(m, g, &x, &partner);
    if (way == WAY_GONE) {
        machine_fault(m, FAULT_CHANNEL, x.channel);
        return;
    }
    if (way == WAY_BLOCKED) {
        stand_in_queue(m, g, &x);
        return;
    }
    if (!exchange_now(m, g, &x, way, partner)) return;
    tell_ok(m, g, x.c, way != WAY_CLOSED);
    kill(m, g, x.c);
    g->pc++;
}

/* ---- select ---- */

struct selection {
    const struct op *op;
    uint32_t count, ready; /* cases; without default; of them those that can go on */
    bool has_default;
};

static const struct communication *case_of(const struct machine *m, const struct op *op,
                                           uint32_t i) {
    return &m->program->communications[(uint32_t)op->b + i];
}

static struct selection selection_of(const struct machine *m, const struct op *op) {
    struct selection s = {.op = op, .count = (uint32_t)op->c};
    s.has_default = op->c && case_of(m, op, s.count - 1)->kind == COMMUNICATION_DEFAULT;
    if (s.has_default) s.count--;
    return s;
}

static void select_end(struct machine *m, struct goroutine *g, const struct selection *s,
                       uint32_t chosen) {
    for (uint32_t i = 0; i < s->count; i++) {
        struct exchange x = exchange_of(m, g, case_of(m, s->op, i));
        if (x.channel && is_locked(m, &x)) set_lock(m, &x, false);
        kill(m, g, x.c);
    }
    g->picked = 0;
    slot_write(m, g, s->op->a, chosen);
    g->pc++;
}

/* Whether all channels can be used; false after a fault or when one is locked. */
static bool can_select(struct machine *m, struct goroutine *g, const struct selection *s) {
    for (uint32_t i = 0; i < s->count; i++) {
        struct exchange x = exchange_of(m, g, case_of(m, s->op, i));
        if (!x.channel) continue;
        if (!is_usable(m, &x) || sends_an_address(m, g, &x)) return false;
        if (g->part || !is_locked(m, &x)) continue;
        spin(m, x.channel);
        return false;
    }
    return true;
}

/* Counts the cases that can go on, and finds the n-th of them. False after a fault. */
static bool count_ready(struct machine *m, const struct goroutine *g, struct selection *s,
                        uint64_t n, uint32_t *found) {
    s->ready = 0;
    for (uint32_t i = 0; i < s->count; i++) {
        struct exchange x = exchange_of(m, g, case_of(m, s->op, i));
        uint64_t partner;
        enum way way = x.channel ? way_of(m, g, &x, &partner) : WAY_BLOCKED;
        if (way == WAY_GONE) {
            machine_fault(m, FAULT_CHANNEL, x.channel);
            return false;
        }
        if (way == WAY_BLOCKED) continue;
        if (s->ready++ == n) *found = i;
    }
    return true;
}

static void lock_all(struct machine *m, const struct goroutine *g, const struct selection *s) {
    for (uint32_t i = 0; i < s->count; i++) {
        struct exchange x = exchange_of(m, g, case_of(m, s->op, i));
        if (x.channel) set_lock(m, &x, true);
    }
}

static void select_one(struct machine *m, struct goroutine *g, const struct selection *s,
                       uint32_t chosen) {
    struct exchange x = exchange_of(m, g, case_of(m, s->op, chosen));
    uint64_t partner;
    enum way way = way_of(m, g, &x, &partner);
    if (way == WAY_GONE || way == WAY_BLOCKED) {
        machine_fault(m, FAULT_CHANNEL, x.channel);
        return;
    }
    if (!exchange_now(m, g, &x, way, partner)) {
        if (g->part) lock_all(m, g, s);
        return;
    }
    tell_ok(m, g, x.c, way != WAY_CLOSED);
    select_end(m, g, s, chosen);
}

static void select_wait(struct machine *m, struct goroutine *g, const struct selection *s) {
    uint64_t first = 0;
    for (uint32_t i = 0; i < s->count; i++) {
        struct exchange x = exchange_of(m, g, case_of(m, s->op, i));
        if (!x.channel) continue;
        uint64_t sudog =
            sudog_wait(m, goroutine_number(m, g), x.channel, own_queue(&x), x.value, true);
        if (!sudog) return;
        if (!first) first = sudog;
    }
    if (!first) {
        wait_for_ever(m, g, s->count ? WAIT_SELECT_NIL : WAIT_SELECT_NONE);
        return;
    }
    park(g, WAIT_SELECT);
    emit(m, EVENT_SELECT_WAIT, s->count, first, 0, 0);
}

/* Leaves all queues, and finds the case that the sudog it was woken by belongs to. False after a
 * fault. */
static bool leave_queues(struct machine *m, struct goroutine *g, const struct selection *s,
                         uint64_t by, uint32_t *chosen) {
    uint64_t sudog = g->waiting;
    *chosen = UINT32_MAX;
    for (uint32_t i = 0; i < s->count; i++) {
        struct exchange x = exchange_of(m, g, case_of(m, s->op, i));
        if (!x.channel) continue;
        if (!sudog_is_sound(m, sudog, goroutine_number(m, g))) return false;
        uint64_t next = word_read(m, sudog + SUDOG_WAITLINK);
        if (sudog == by) *chosen = i;
        else {
            queue_remove(m, x.channel, own_queue(&x), sudog);
            sudog_release(m, sudog);
        }
        sudog = next;
    }
    return *chosen != UINT32_MAX;
}

static void select_after_wait(struct machine *m, struct goroutine *g, const struct selection *s) {
    uint32_t chosen;
    uint64_t by = wakes_by(m, g);
    if (!can_select(m, g, s)) return;
    if (!by || !leave_queues(m, g, s, by, &chosen)) {
        machine_fault(m, FAULT_CHANNEL, by);
        return;
    }
    struct exchange x = exchange_of(m, g, case_of(m, s->op, chosen));
    if (woken(m, g, &x, by)) select_end(m, g, s, chosen);
}

/* Go shuffles the cases and takes the first that can go on: each of these is as likely. */
static bool draw(struct machine *m, struct goroutine *g, struct selection *s) {
    uint32_t chosen = 0;
    if (!count_ready(m, g, s, UINT64_MAX, &chosen)) return false;
    if (s->ready == 0) return true;
    uint64_t n = s->ready == 1 ? 0 : random_next(&m->s->random) % s->ready;
    if (!count_ready(m, g, s, n, &chosen)) return false;
    g->picked = chosen + 1;
    emit(m, EVENT_SELECT, s->ready, chosen, 0, 0);
    return true;
}

void exec_select(struct machine *m, struct goroutine *g, const struct op *op) {
    struct selection s = selection_of(m, op);
    if (g->waiting) {
        select_after_wait(m, g, &s);
        return;
    }
    if (!can_select(m, g, &s) || (!g->picked && !draw(m, g, &s))) return;
    if (g->picked) {
        select_one(m, g, &s, g->picked - 1);
    } else if (s.has_default) {
        emit(m, EVENT_SELECT_DEFAULT, 0, 0, 0, 0);
        select_end(m, g, &s, s.count);
    } else {
        select_wait(m, g, &s);
    }
}

/* ---- close ---- */

/* Receivers get zero values; senders panic when they go on. */
static bool wake_all(struct machine *m, uint64_t channel, const struct type *element,
                     uint32_t queue, uint64_t *count) {
    uint64_t sudog;
    while (queue_first(m, channel, queue, element->size, &sudog)) {
        if (!sudog) return true;
        uint64_t theirs = word_read(m, sudog + SUDOG_ELEMENT);
        if (queue == CHANNEL_RECEIVERS) clear_slots(m, element, theirs);
        sudog_wake(m, channel, queue, sudog, false);
        (*count)++;
    }
    machine_fault(m, FAULT_CHANNEL, channel);
    return false;
}

void exec_close(struct machine *m, struct goroutine *g, const struct op *op) {
    struct exchange x = {.channel = slot_read(m, g, op->a),
                         .element = channel_element(m, (uint32_t)op->b)};
    uint64_t count = 0;
    if (!x.channel) {
        machine_fault(m, FAULT_CLOSE_NIL, 0);
        return;
    }
    if (!is_usable(m, &x)) return;
    if (is_locked(m, &x)) {
        spin(m, x.channel);
        return;
    }
    if (channel_is_closed(m, x.channel)) {
        machine_fault(m, FAULT_CLOSE_CLOSED, x.channel);
        return;
    }
    channel_set_closed(m, x.channel);
    if (!wake_all(m, x.channel, x.element, CHANNEL_RECEIVERS, &count) ||
        !wake_all(m, x.channel, x.element, CHANNEL_SENDERS, &count))
        return;
    emit(m, EVENT_CLOSE, x.channel, count, 0, 0);
    if (op->flags & OP_KILL_BASE) slot_write(m, g, op->a, 0);
    g->pc++;
}

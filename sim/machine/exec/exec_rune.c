/* Characters: string.go and utf8.go of Go 1.19. Bytes that are no UTF-8 are U+FFFD, one by one. */
#include "base/utf8.h"
#include "machine/cost.h"
#include "machine/exec/bytes.h"
#include "machine/exec/exec.h"
#include "machine/values/slice.h"
#include "machine/values/typed.h"

/* What is read and written one by one, is paid for by the word. */
static void charge_bytes(struct machine *m, uint64_t bytes) {
    charge(m, COST_COPY, (bytes + WORD - 1) / WORD);
}

/* ---- for i, r := range s ---- */

void exec_rune(struct machine *m, struct goroutine *g, const struct op *op) {
    uint64_t string = slot_read(m, g, op->b), length = slot_read(m, g, op->b + 1);
    uint64_t at = slot_read(m, g, op->c);
    if (at >= length || !memory_to_read(m, string, length)) { /* a dangling pointer's work */
        machine_fault(m, FAULT_ADDRESS, string + at);
        return;
    }
    if (!may_access(m, string + at)) return;
    uint32_t rune;
    uint64_t left = length - at;
    uint64_t next = at + utf8_decode(memory_to_read(m, string + at, left), left, &rune);
    slot_write(m, g, op->a, rune);
    slot_write(m, g, op->a + 1, next);
    emit(m, EVENT_RUNE, slot_address(g->frame, op->a), rune, next, 0);
    g->pc++;
}

/* ---- []rune(s) ---- */

static void decode(struct machine *m, struct bytes from, uint64_t to) {
    uint32_t rune;
    for (uint64_t at = 0; at < from.length; to += sizeof rune) {
        uint64_t left = from.length - at;
        at += utf8_decode(memory_to_read(m, from.at + at, left), left, &rune);
        small_write(m, to, rune, sizeof rune);
    }
}

/* stringtoslicerune. */
void exec_to_runes(struct machine *m, struct goroutine *g, const struct op *op) {
    struct bytes from;
    if (!bytes_read(m, g, op, 0, 1, &from)) return;
    uint64_t count =
        from.length ? utf8_count(memory_to_read(m, from.at, from.length), from.length) : 0;
    bool in_frame = bytes_fit_buffer(m, op, 2, RUNE_BUFFER, count);
    uint64_t capacity = in_frame ? RUNE_BUFFER : size_rounded_up(count * RUNE_SIZE) / RUNE_SIZE;
    uint64_t to = bytes_room(m, g, op, 2, RUNE_BUFFER, capacity);
    if (!to) return;
    if (in_frame) memory_clear(m, to, RUNE_BUFFER * RUNE_SIZE);
    decode(m, from, to);
    charge_bytes(m, from.length + count * RUNE_SIZE);
    arguments_kill(m, g, op, 3);
    slot_write(m, g, op->a, to);
    slot_write(m, g, op->a + 1, count);
    slot_write(m, g, op->a + 2, capacity);
    emit(m, EVENT_RUNES, slot_address(g->frame, op->a), to, count, 0);
    g->pc++;
}

/* ---- string(r), string([]rune) ---- */

static uint32_t encode(uint64_t rune, char bytes[UTF8_MAX]) {
    return utf8_encode(rune > RUNE_MAX ? RUNE_ERROR : (uint32_t)rune, bytes);
}

static uint64_t put_rune(struct machine *m, uint64_t to, uint64_t rune) {
    char bytes[UTF8_MAX];
    uint32_t length = encode(rune, bytes);
    for (uint32_t i = 0; i < length; i++) small_write(m, to + i, (uint8_t)bytes[i], 1);
    return length;
}

static uint64_t rune_at(const struct machine *m, struct bytes runes, uint64_t i) {
    uint32_t rune;
    memcpy(&rune, memory_to_read(m, runes.at + i * RUNE_SIZE, RUNE_SIZE), RUNE_SIZE);
    return rune;
}

static uint64_t encoded_length(const struct machine *m, struct bytes runes) {
    uint64_t length = 0;
    char bytes[UTF8_MAX];
    for (uint64_t i = 0; i < runes.length; i++) length += encode(rune_at(m, runes, i), bytes);
    return length;
}

/* slicerunetostring asks for three bytes more than it needs. */
void exec_from_runes(struct machine *m, struct goroutine *g, const struct op *op) {
    enum { SPARE = 3 };
    struct bytes runes;
    if (!bytes_read(m, g, op, 0, RUNE_SIZE, &runes)) return;
    uint64_t length = encoded_length(m, runes), to = 0;
    uint64_t room = bytes_room(m, g, op, 2, STRING_BUFFER, length + SPARE);
    if (!room) return;
    for (uint64_t i = 0; i < runes.length; i++) to += put_rune(m, room + to, rune_at(m, runes, i));
    charge_bytes(m, length + runes.length * RUNE_SIZE);
    bytes_are_result(m, g, op, 3, (struct bytes){room, length});
}

/* intstring: room for the longest character, whichever it is. */
void exec_from_rune(struct machine *m, struct goroutine *g, const struct op *op) {
    uint64_t rune = argument_read(m, g, op, 0);
    uint64_t room = bytes_room(m, g, op, 1, UTF8_MAX, UTF8_MAX);
    if (!room) return;
    bytes_are_result(m, g, op, 2, (struct bytes){room, put_rune(m, room, rune)});
}

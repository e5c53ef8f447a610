/* Strings: string.go of Go 1.19. Bytes have no pointers, so nobody has to be told of a copy. */
#include "machine/cost.h"
#include "machine/exec/bytes.h"
#include "machine/exec/exec.h"
#include "machine/gc/assist.h"
#include "machine/heap/heap.h"
#include "machine/values/slice.h"

bool bytes_read(struct machine *m, struct goroutine *g, const struct op *op, uint32_t i,
                uint32_t element_size, struct bytes *out) {
    uint64_t size;
    out->at = argument_read(m, g, op, i);
    out->length = argument_read(m, g, op, i + 1);
    if (out->length == 0) return true;
    if (!size_of_array(element_size, out->length, &size) || !memory_to_read(m, out->at, size)) {
        machine_fault(m, out->at ? FAULT_ADDRESS : FAULT_NIL, out->at);
        return false;
    }
    return may_access(m, out->at);
}

static bool read_bytes(struct machine *m, struct goroutine *g, const struct op *op, uint32_t i,
                       struct bytes *out) {
    return bytes_read(m, g, op, i, 1, out);
}

static int64_t buffer_of(const struct machine *m, const struct op *op, uint32_t argument) {
    return m->program->arguments[(uint32_t)op->b + argument].value;
}

bool bytes_fit_buffer(const struct machine *m, const struct op *op, uint32_t buffer_argument,
                      uint32_t buffer_count, uint64_t count) {
    return buffer_of(m, op, buffer_argument) != NO_SLOT && count <= buffer_count;
}

uint64_t bytes_room(struct machine *m, struct goroutine *g, const struct op *op,
                    uint32_t buffer_argument, uint32_t buffer_count, uint64_t count) {
    uint64_t size = m->program->types[m->program->sites[op->c].type].size;
    if (bytes_fit_buffer(m, op, buffer_argument, buffer_count, count)) {
        m->s->statistics.stack_allocations++;
        charge(m, COST_STACK_ALLOCATE, 1);
        return slot_address(g->frame, (int32_t)buffer_of(m, op, buffer_argument));
    }
    if (assist_step(m, g, size * count)) return 0;
    uint64_t object = heap_allocate_array(m, (uint32_t)op->c, count);
    if (!object) machine_fault(m, FAULT_OUT_OF_MEMORY, size * count);
    return object;
}

static uint64_t room_for(struct machine *m, struct goroutine *g, const struct op *op,
                         uint32_t buffer_argument, uint64_t length) {
    return bytes_room(m, g, op, buffer_argument, STRING_BUFFER, length);
}

static void copy_bytes(struct machine *m, uint64_t to, struct bytes from) {
    memory_move(m, to, from.at, from.length);
    charge(m, COST_COPY, (from.length + WORD - 1) / WORD);
}

/* ---- s + t ---- */

enum { CONCAT_HEAD = 2 }; /* arguments before the strings */

/* How long all are together, and how many are not empty; false after a fault. */
static bool measure(struct machine *m, struct goroutine *g, const struct op *op, uint32_t count,
                    struct bytes *total, struct bytes *last) {
    for (uint32_t i = 0; i < count; i++) {
        struct bytes one;
        if (!read_bytes(m, g, op, CONCAT_HEAD + 2 * i, &one)) return false;
        if (one.length == 0) continue;
        total->at++;
        total->length += one.length;
        *last = one;
    }
    return true;
}

void bytes_are_result(struct machine *m, struct goroutine *g, const struct op *op,
                      uint32_t argument_count, struct bytes made) {
    arguments_kill(m, g, op, argument_count);
    slot_write(m, g, op->a, made.at);
    slot_write(m, g, op->a + 1, made.length);
    emit(m, EVENT_STRING, slot_address(g->frame, op->a), made.at, made.length, 0);
    g->pc++;
}

/* concatstrings: if all but one are empty, that one is the result; unless its bytes are on the
 * stack, which the result leaves. */
static bool can_be_result(const struct machine *m, const struct goroutine *g, const struct op *op,
                          struct bytes only) {
    return buffer_of(m, op, 1) != NO_SLOT || stack_position(m, g, only.at) == 0;
}

void exec_concat(struct machine *m, struct goroutine *g, const struct op *op) {
    uint32_t count = (uint32_t)argument_read(m, g, op, 0);
    struct bytes total = {0}, made = {0}, one;
    if (!measure(m, g, op, count, &total, &made)) return;
    if (total.at > 1 || (total.at == 1 && !can_be_result(m, g, op, made))) {
        made = (struct bytes){room_for(m, g, op, 1, total.length), total.length};
        if (!made.at) return;
        uint64_t to = made.at;
        for (uint32_t i = 0; i < count; i++) {
            read_bytes(m, g, op, CONCAT_HEAD + 2 * i, &one);
            copy_bytes(m, to, one);
            to += one.length;
        }
    }
    bytes_are_result(m, g, op, CONCAT_HEAD + 2 * count, made);
}

/* ---- s == t, s < t ---- */

static int compared(const struct machine *m, struct bytes a, struct bytes b) {
    uint64_t common = a.length < b.length ? a.length : b.length;
    int difference =
        common ? memcmp(memory_to_read(m, a.at, common), memory_to_read(m, b.at, common), common)
               : 0;
    if (difference) return difference < 0 ? -1 : 1;
    return a.length < b.length ? -1 : a.length > b.length;
}

void exec_compare_strings(struct machine *m, struct goroutine *g, const struct op *op) {
    struct bytes a, b;
    if (!read_bytes(m, g, op, 0, &a) || !read_bytes(m, g, op, 2, &b)) return;
    int result = compared(m, a, b);
    arguments_kill(m, g, op, 4);
    slot_set(m, g, op->a, (uint64_t)(int64_t)result);
    g->pc++;
}

/* ---- []byte(s), string(b) ---- */

/* stringtoslicebyte: as many bytes as the allocator sets aside become the capacity. */
void exec_to_bytes(struct machine *m, struct goroutine *g, const struct op *op) {
    struct bytes from;
    if (!read_bytes(m, g, op, 0, &from)) return;
    bool in_frame = bytes_fit_buffer(m, op, 2, STRING_BUFFER, from.length);
    uint64_t capacity = in_frame ? STRING_BUFFER : size_rounded_up(from.length);
    uint64_t to = room_for(m, g, op, 2, capacity);
    if (!to) return;
    if (in_frame) memset(memory_bytes(m, to, capacity), 0, capacity);
    copy_bytes(m, to, from);
    slot_write(m, g, op->a + 2, capacity);
    bytes_are_result(m, g, op, 3, (struct bytes){to, from.length});
}

/* slicebytetostring: one byte needs no object, there is a table of them. */
void exec_to_string(struct machine *m, struct goroutine *g, const struct op *op) {
    struct bytes from, made = {0};
    if (!read_bytes(m, g, op, 0, &from)) return;
    uint64_t table = program_find_constant(m->program, CONSTANT_BYTES, 0);
    if (from.length == 1 && table) {
        made = (struct bytes){table + *memory_to_read(m, from.at, 1) * (uint64_t)WORD, 1};
    } else if (from.length > 0) {
        made = (struct bytes){room_for(m, g, op, 2, from.length), from.length};
        if (!made.at) return;
        copy_bytes(m, made.at, from);
    }
    bytes_are_result(m, g, op, 3, made);
}

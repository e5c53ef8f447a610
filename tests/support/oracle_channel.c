/* Channels and who waits for them, read word by word with nothing of the engine's. */
#include <string.h>

#include "support/oracle.h"

static uint64_t word(const struct machine *m, uint64_t address) {
    uint64_t value;
    memcpy(&value, m->memory + (address - ARENA_BASE), 8);
    return value;
}

static bool in_arena(const struct machine *m, uint64_t address) {
    return address >= ARENA_BASE && address % 8 == 0 &&
           address - ARENA_BASE + 96 <= (uint64_t)m->s->heap.pages_used * PAGE_SIZE;
}

/* How often a record stands in the queue at `queue`; UINT32_MAX if the links are broken. */
static uint32_t times_in_queue(const struct machine *m, uint64_t queue, uint64_t record) {
    uint64_t before = 0;
    uint32_t times = 0, left = 100000;
    for (uint64_t at = word(m, queue); at; at = word(m, at + 8)) {
        if (!in_arena(m, at) || word(m, at + 16) != before || left-- == 0) return UINT32_MAX;
        times += at == record;
        before = at;
    }
    return word(m, queue + 8) == before ? times : UINT32_MAX;
}

/* Segmented stacks are many pieces; then any stack will do. */
static bool on_stack(const struct machine *m, const struct goroutine *g, uint64_t address) {
    if (m->config.stacks != STACKS_SEGMENTED) return address >= g->sp && address < g->stack_high;
    uint32_t owner = m->span_of[(address - ARENA_BASE) / PAGE_SIZE];
    return owner && m->spans[owner - 1].state == SPAN_STACK;
}

static const char *check_record(const struct machine *m, uint32_t n, uint64_t record) {
    const struct goroutine *g = &m->goroutines[n - 1];
    if (!in_arena(m, record)) return "a goroutine waits with a record that is none";
    if (word(m, record) != n) return "a goroutine waits with the record of another";
    uint64_t element = word(m, record + 24), channel = word(m, record + 80);
    if (!in_arena(m, channel)) return "a goroutine waits for no channel";
    if (element && !on_stack(m, g, element)) return "a value that waits is in no stack of its own";
    if (g->select_done) return NULL; /* it may have been passed over, or taken out */
    uint32_t receives = times_in_queue(m, channel + 56, record);
    uint32_t sends = times_in_queue(m, channel + 72, record);
    if (receives == UINT32_MAX || sends == UINT32_MAX) return "the links of a queue are broken";
    if (receives + sends != 1) return "a goroutine that waits stands in no queue, or in two";
    if (word(m, channel + 28 - 4) >> 32) return "a goroutine waits for a closed channel";
    return NULL;
}

static const char *check_goroutine(const struct machine *m, uint32_t n) {
    const struct goroutine *g = &m->goroutines[n - 1];
    bool waits = g->status == GOROUTINE_WAITING && g->wait >= WAIT_SEND && g->wait <= WAIT_SELECT;
    if (waits && !g->waiting) return "a goroutine waits for a channel without a record";
    if (!waits && g->waiting && !g->select_done) return "a goroutine runs, yet its record waits";
    uint32_t count = 0;
    for (uint64_t at = g->waiting; at; at = word(m, at + 64)) {
        const char *wrong = check_record(m, n, at);
        if (wrong || ++count > 1000) return wrong ? wrong : "a goroutine's records form a ring";
    }
    bool many = g->wait == WAIT_SELECT || g->select_done;
    return many || count <= 1 ? NULL : "only a select waits for many channels";
}

/* After a use of freed memory anything may have been overwritten. */
const char *oracle_channels(const struct machine *m) {
    const char *wrong = NULL;
    if (m->s->statistics.uses_freed || m->s->gc.lost) return NULL;
    for (uint32_t n = 1; n <= m->s->goroutine_count && !wrong; n++) wrong = check_goroutine(m, n);
    return wrong;
}

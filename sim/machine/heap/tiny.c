#include "machine/heap/tiny.h"

#include "machine/gc/gc.h"

/* By the size alone, as the type is not known: mallocgc. */
static uint64_t alignment_of(uint64_t size) {
    return size % 8 == 0 ? 8 : size % 4 == 0 ? 4 : size % 2 == 0 ? 2 : 1;
}

uint64_t tiny_pack(struct processor *p, uint64_t size) {
    uint64_t alignment = alignment_of(size);
    uint64_t offset = (p->tiny_offset + alignment - 1) / alignment * alignment;
    if (!p->tiny || offset + size > TINY_BLOCK) return 0;
    p->tiny_offset = offset + size;
    return p->tiny + offset;
}

void tiny_begin(struct processor *p, uint64_t block, uint64_t size) {
    if (p->tiny && size >= p->tiny_offset) return;
    p->tiny = block;
    p->tiny_offset = size;
}

void tiny_close(struct processor *p) {
    p->tiny = p->tiny_offset = 0;
}

void tiny_mark(struct machine *m) {
    for (uint32_t i = 0; i < m->config.procs; i++)
        if (m->processors[i].tiny) gc_shade(m, m->processors[i].tiny);
}

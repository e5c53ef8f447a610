#include "trace/tables.h"

#include "machine/event.h"

static uint64_t mix(uint64_t hash, uint64_t word) {
    hash = (hash ^ word) * 0x9e3779b97f4a7c15ull;
    return hash ^ hash >> 29;
}

uint64_t tables_hash(const struct program *p) {
    uint64_t hash = mix(p->op_count, p->function_count);
    hash = mix(mix(hash, p->type_count), p->site_count);
    hash = mix(mix(hash, p->label_count), p->global_bytes);
    hash = mix(mix(hash, p->rodata_bytes), p->constant_count);
    for (uint32_t i = 0; i < p->op_count; i++)
        hash = mix(mix(hash, p->ops[i].code), p->op_lines[i]);
    for (uint32_t i = 0; i < p->type_count; i++) hash = mix(hash, p->types[i].size);
    for (int kind = 0; kind < EVENT_COUNT; kind++)
        for (const char *c = event_describe((enum event_kind)kind)->name; *c; c++)
            hash = mix(hash, (uint64_t)*c);
    return hash;
}

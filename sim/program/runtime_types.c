#include "program/runtime_types.h"

#include <string.h>

/* ---- building structs ---- */

static uint32_t integer(struct program *p, const char *name, uint32_t size, bool is_signed) {
    int32_t known = program_find_type(p, name);
    return known == NONE ? program_add_integer(p, name, size, is_signed) : (uint32_t)known;
}

static uint32_t word_type(struct program *p) {
    return integer(p, "int", WORD, true);
}

/* A pointer that only the runtime follows. */
static uint32_t unsafe_pointer(struct program *p) {
    return program_pointer_to(p, integer(p, "uint8", 1, false));
}

static bool lay_out(struct program *p) {
    uint32_t bad;
    return program_lay_out_types(p, &bad) && !p->pool.failed;
}

/* ---- goroutines that wait: runtime2.go, sudog and chan.go, waitq ---- */

static uint32_t sudog_type(struct program *p) {
    int32_t known = program_find_type(p, "runtime.sudog");
    if (known != NONE) return (uint32_t)known;
    uint32_t made = program_begin_struct(p, "runtime.sudog"), self = program_pointer_to(p, made);
    uint32_t word = word_type(p), boolean = integer(p, "bool", 1, false);
    program_add_field(p, made, "g", word); /* its number; in Go a pointer */
    program_add_field(p, made, "next", self);
    program_add_field(p, made, "prev", self);
    program_add_field(p, made, "elem", unsafe_pointer(p));
    program_add_field(p, made, "acquiretime", word);
    program_add_field(p, made, "releasetime", word);
    program_add_field(p, made, "ticket", integer(p, "uint32", 4, false));
    program_add_field(p, made, "isSelect", boolean);
    program_add_field(p, made, "success", boolean);
    program_add_field(p, made, "parent", self);
    program_add_field(p, made, "waitlink", self);
    program_add_field(p, made, "waittail", self);
    program_add_field(p, made, "c", unsafe_pointer(p));
    return lay_out(p) ? made : 0;
}

static void add_sudog_site(struct program *p) {
    uint32_t type = sudog_type(p);
    if (p->sudog_site || !type) return;
    struct site site = {.type = type,
                        .heap = true,
                        .why = "the record of a goroutine that waits for a channel",
                        .label = program_add_label(p, "sudog", false),
                        .op = p->op_count};
    p->sudog_site = program_add_site(p, site) + 1;
}

static uint32_t queue_type(struct program *p) {
    int32_t known = program_find_type(p, "runtime.waitq");
    if (known != NONE) return (uint32_t)known;
    uint32_t sudog = program_pointer_to(p, sudog_type(p)),
             made = program_begin_struct(p, "runtime.waitq");
    program_add_field(p, made, "first", sudog);
    program_add_field(p, made, "last", sudog);
    return made;
}

/* ---- channels: chan.go, hchan ---- */

uint32_t program_channel_header(struct program *p, uint32_t channel, enum channel_type kind) {
    if (p->pool.failed || p->types[channel].runtime[kind]) return p->types[channel].runtime[kind];
    uint32_t element = p->types[channel].element, word = word_type(p), queue = queue_type(p);
    uint32_t buffer = program_pointer_to(p, element);
    const char *name = pool_stringf(&p->pool, "hchan<%s>", p->types[element].name);
    uint32_t made = program_begin_struct(p, name ? name : "");
    program_add_field(p, made, "qcount", word);
    program_add_field(p, made, "dataqsiz", word);
    program_add_field(p, made, "buf", buffer);
    program_add_field(p, made, "elemsize", integer(p, "uint16", 2, false));
    program_add_field(p, made, "closed", integer(p, "uint32", 4, false));
    program_add_field(p, made, "elemtype", word);
    program_add_field(p, made, "sendx", word);
    program_add_field(p, made, "recvx", word);
    program_add_field(p, made, "recvq", queue);
    program_add_field(p, made, "sendq", queue);
    program_add_field(p, made, "lock", word);
    if (!lay_out(p)) return 0;
    struct type *t = &p->types[made];
    t->element = element;
    if (kind == CHANNEL_PLAIN) {
        t->pointer_data = 0;
        t->pointers = NULL;
    }
    return p->types[channel].runtime[kind] = made;
}

uint32_t program_add_channel_sites(struct program *p, struct site site) {
    uint32_t channel = site.type, label = site.label;
    const struct label *l = &p->labels[label];
    const char *buffer = pool_stringf(&p->pool, "%s.buf", l->name);
    add_sudog_site(p);
    site.heap = true;
    site.type = program_channel_header(p, channel, CHANNEL_PLAIN);
    site.tail = true;
    uint32_t first = program_add_site(p, site);
    site.type = program_channel_header(p, channel, CHANNEL_SCANNED);
    site.tail = false;
    program_add_site(p, site);
    site.type = p->types[channel].element;
    site.array = true;
    site.why = "elements with pointers have a buffer of their own";
    site.label = program_add_label(p, buffer ? buffer : "", l->given);
    program_add_site(p, site);
    return first;
}

/* What lowering needs everywhere: emitting, jumps, slots, temporaries, sites. */
#include "go/lower/context.h"

#include <string.h>

void lower_complain(struct lower_unit *u, uint32_t pos, const char *words) {
    if (u->too_large) return;
    u->too_large = true;
    if (pos == 0) pos = u->pos;
    bool in_source = pos > 0 && pos <= u->source->length;
    if (in_source) diag_at(u->diags, pos - 1, "%s", words);
    else diag_file(u->diags, "%s", words);
}

const struct type *lower_type_at(const struct lower *f, uint32_t type) {
    return &f->program->types[type];
}

uint32_t lower_slots(const struct lower *f, uint32_t type) {
    return type_slots(lower_type_at(f, type));
}

bool lower_has_pointers(const struct lower *f, uint32_t type) {
    return type_has_pointers(lower_type_at(f, type));
}

/* ---- emitting ---- */

uint32_t lower_op(struct lower *f, struct op op) {
    if (f->program->op_count == LOWER_OPS_MAX)
        lower_complain(f->unit, f->ir ? f->ir->pos : 0, "the program is too large");
    if (f->unit->too_large && f->program->op_count > f->program->functions[f->function].first_op)
        return f->program->op_count - 1;
    return program_add_op(f->program, op, f->function, f->line);
}

/* Library functions have no lines: their text lies behind the source. */
void lower_at(struct lower *f, uint32_t pos) {
    struct lower_unit *u = f->unit;
    if (pos == 0) return;
    if (pos > u->source->length + 1) {
        f->line = 0;
        return;
    }
    u->pos = pos;
    uint32_t column;
    lines_place(&u->lines, pos - 1, &f->line, &column);
}

void lower_jump(struct lower *f, struct op op, struct lower_label *to) {
    op.c = (int32_t)(to->target ? to->target - 1 : to->last_use);
    uint32_t at = lower_op(f, op);
    if (!to->target) to->last_use = at + 1;
}

void lower_place_label(struct lower *f, struct lower_label *label) {
    uint32_t here = f->program->op_count;
    for (uint32_t use = label->last_use; use && !f->unit->too_large;) {
        struct op *jump = &f->program->ops[use - 1];
        use = (uint32_t)jump->c;
        jump->c = (int32_t)here;
    }
    label->target = here + 1;
}

/* ---- slots ---- */

int32_t lower_words(struct lower *f, uint32_t words) {
    if (words > LOWER_FRAME_MAX || f->words + words > LOWER_FRAME_MAX) {
        lower_complain(f->unit, f->ir ? f->ir->pos : 0,
                       "the variables of this function take more than 32 MiB of stack");
        return -(int32_t)(f->words ? f->words : 1);
    }
    f->words += words;
    return -(int32_t)f->words;
}

int32_t lower_variable(struct lower *f, const char *name, uint32_t type) {
    struct variable v = {.name = pool_string(&f->program->pool, name), .type = type};
    v.slot = lower_words(f, lower_slots(f, type));
    program_add_variable(f->program, f->function, v);
    return v.slot;
}

/* ---- temporaries ---- */

static bool holds_alike(const struct lower *f, uint32_t a, uint32_t b) {
    const struct type *t = lower_type_at(f, a), *u = lower_type_at(f, b);
    if (a == b) return true;
    if (type_slots(t) != type_slots(u) || t->pointer_data != u->pointer_data) return false;
    size_t bytes = (t->pointer_data / WORD + 63) / 64 * sizeof(uint64_t);
    return bytes == 0 || memcmp(t->pointers, u->pointers, bytes) == 0;
}

struct lower_value lower_temporary(struct lower *f, uint32_t type) {
    struct lower_value v = {.temporary = true, .type = type};
    for (uint32_t i = 0; i < f->temporary_count; i++) {
        struct lower_temporary *t = &f->temporaries[i];
        if (!t->free || !holds_alike(f, t->type, type)) continue;
        t->free = false;
        v.slot = t->slot;
        return v;
    }
    bool word = lower_slots(f, type) == 1;
    uint32_t number = f->unit->basic[GO_KIND_INT], pointer = f->unit->pointer_type;
    v.slot = lower_variable(f, "", !word ? type : lower_has_pointers(f, type) ? pointer : number);
    f->temporaries =
        pool_grow(f->unit->pool, f->temporaries, f->temporary_count, sizeof *f->temporaries);
    if (f->temporaries)
        f->temporaries[f->temporary_count++] =
            (struct lower_temporary){type, lower_slots(f, type), v.slot, false};
    return v;
}

void lower_release(struct lower *f, struct lower_value v) {
    if (!v.temporary) return;
    for (uint32_t i = 0; i < f->temporary_count; i++)
        if (f->temporaries[i].slot == v.slot) f->temporaries[i].free = true;
}

void lower_retain(struct lower *f, struct lower_value v) {
    for (uint32_t i = 0; i < f->temporary_count; i++)
        if (v.temporary && f->temporaries[i].slot == v.slot) f->temporaries[i].free = false;
}

void lower_drop(struct lower *f, struct lower_value v) {
    if (!v.temporary) return;
    uint32_t words = type_words(lower_type_at(f, v.type));
    if (lower_has_pointers(f, v.type) && words == 1)
        lower_op(f, (struct op){.code = OP_CONST, .a = v.slot});
    else if (lower_has_pointers(f, v.type))
        lower_op(f, (struct op){.code = OP_CLEAR, .a = v.slot, .b = (int32_t)words});
    lower_release(f, v);
}

/* ---- sites ---- */

/* The program outlives the compilation. */
static const char *kept(struct pool *pool, const char *words) {
    return words ? pool_string(pool, words) : NULL;
}

static void tell_reason(struct pool *pool, const struct ir_reason *reason, struct site *site) {
    if (reason->why) site->why = pool_string(pool, reason->why);
    site->brief = kept(pool, reason->brief);
    site->flow = kept(pool, reason->flow);
    site->verdict = kept(pool, reason->verdict);
}

uint32_t lower_add_site(struct lower *f, uint32_t type, bool heap, const char *label,
                        const struct ir_reason *why) {
    struct pool *pool = &f->program->pool;
    struct site site = {.type = type, .heap = heap, .why = ""};
    if (why) tell_reason(pool, why, &site);
    site.label = program_add_label(f->program, pool_string(pool, label), false);
    site.op = f->program->op_count;
    return program_add_site(f->program, site);
}

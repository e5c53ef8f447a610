/* Places: variables, and the fields and elements behind them. Values of several words are moved
 * word by word, as machine code does: in between, another actor can see them torn. */
#include <inttypes.h>
#include <string.h>

#include "scenario/token.h"
#include "scenario/value.h"

static const struct place BAD_PLACE = {.type = TYPE_BAD};

/* Whether a place is whole slots of the frame; the first one is place_slot. */
bool place_is_slots(const struct lowering *f, struct place p) {
    if (p.kind != PLACE_SLOT) return false;
    return !p.packed || (p.offset % WORD == 0 && type_at(f, p.type)->size % WORD == 0);
}

int32_t place_slot(struct place p) {
    return p.slot + (int32_t)(p.offset / WORD);
}

/* ---- moving ---- */

static uint32_t smaller(uint32_t a, uint32_t b) {
    return a < b ? a : b;
}

/* The LOAD or STORE of the word of a place that is `offset` bytes into it. */
static struct op memory_op(const struct lowering *f, enum op_code code, struct place p,
                           uint32_t offset) {
    struct op op = {.code = (uint16_t)code, .c = (int32_t)(p.offset + offset)};
    op.size = (uint8_t)smaller(type_at(f, p.type)->size - offset, WORD);
    if (p.kind == PLACE_GLOBAL) op.flags |= OP_GLOBAL;
    if (p.kind == PLACE_SLOT) op.flags |= OP_FRAME;
    return op;
}

static void load_word(struct lowering *f, struct place from, uint32_t word, int32_t slot,
                      bool last) {
    struct op op = memory_op(f, OP_LOAD, from, word * WORD);
    op.a = slot + (int32_t)word;
    op.b = from.slot;
    if (type_at(f, from.type)->is_signed) op.flags |= OP_SIGNED;
    if (last && from.base_is_temporary) op.flags |= OP_KILL_BASE;
    emit_op(f, op);
}

/* What a temporary base pointed to has no bytes: the base must not keep it alive. */
static void drop_base(struct lowering *f, struct place p) {
    if (p.base_is_temporary) emit_op(f, (struct op){.code = OP_CONST, .a = p.slot});
}

/* The word that overwrites the base, if there is one, is loaded last. */
static void load_words(struct lowering *f, struct place from, int32_t slot, uint32_t words) {
    uint32_t late = words - 1;
    if (from.kind == PLACE_MEMORY && from.slot >= slot && from.slot < slot + (int32_t)words)
        late = (uint32_t)(from.slot - slot);
    for (uint32_t word = 0; word < words; word++)
        if (word != late) load_word(f, from, word, slot, false);
    if (words) load_word(f, from, late, slot, true);
    else drop_base(f, from);
}

void move_slots(struct lowering *f, int32_t to, int32_t from, uint32_t count, bool kill) {
    for (int32_t i = 0; i < (int32_t)count; i++) {
        struct op op = {.code = OP_MOVE, .a = to + i, .b = from + i};
        if (kill) op.flags |= OP_KILL_SOURCE;
        emit_op(f, op);
    }
}

void place_load(struct lowering *f, struct place from, int32_t slot) {
    if (place_is_slots(f, from)) {
        move_slots(f, slot, place_slot(from), type_words(type_at(f, from.type)), false);
        return;
    }
    load_words(f, from, slot, type_words(type_at(f, from.type)));
    if (from.base_is_temporary) temporary_give_back(f, from.slot);
}

static void store_word(struct lowering *f, struct place to, uint32_t word, struct value v,
                       bool last) {
    struct op op = memory_op(f, OP_STORE, to, word * WORD);
    op.a = to.slot;
    op.b = v.constant ? (int32_t)constant_word(v, word) : v.slot + (int32_t)word;
    if (type_word_is_pointer(type_at(f, to.type), word)) op.flags |= OP_POINTER;
    if (v.constant) op.flags |= OP_CONSTANT;
    else if (v.temporary) op.flags |= OP_KILL_SOURCE;
    if (last && to.base_is_temporary) op.flags |= OP_KILL_BASE;
    emit_op(f, op);
}

struct value place_header(struct lowering *f, struct place p, uint32_t words) {
    if (place_is_slots(f, p))
        return (struct value){.slot = place_slot(p), .temporary = p.temporary, .type = p.type};
    struct value v = {.slot = temporary_for(f, p.type), .temporary = true, .type = p.type};
    load_words(f, p, v.slot, words);
    if (p.base_is_temporary) temporary_give_back(f, p.slot);
    return v;
}

void place_store(struct lowering *f, struct place to, struct value v) {
    if (place_is_slots(f, to)) {
        value_into(f, v, place_slot(to), type_words(type_at(f, to.type)));
        return;
    }
    uint32_t words = type_words(type_at(f, to.type));
    for (uint32_t word = 0; word < words; word++) store_word(f, to, word, v, word + 1 == words);
    if (words == 0) drop_base(f, to);
    if (to.base_is_temporary) temporary_give_back(f, to.slot);
    value_release(f, v);
}

/* ---- names and what is behind them ---- */

/* Follows a pointer: the place it points to. */
static struct place follow(struct lowering *f, struct place p) {
    struct place to = {.kind = PLACE_MEMORY, .type = type_at(f, p.type)->element};
    if (p.kind == PLACE_SLOT) {
        to.slot = place_slot(p);
        return to;
    }
    to.slot = p.base_is_temporary ? p.slot : temporary_take(f, true);
    to.base_is_temporary = true;
    struct place from = p;
    from.base_is_temporary = false; /* loaded over itself, so there is nothing to clear */
    place_load(f, from, to.slot);
    return to;
}

/* A part of a place: of a variable, then, not the whole. */
static struct place part(struct place p, uint32_t offset, uint32_t type) {
    p.offset += offset;
    p.type = type;
    p.packed = true;
    return p;
}

static struct place with_field(struct lowering *f, struct place p, const char *name) {
    if (type_at(f, p.type)->kind == TYPE_POINTER) p = follow(f, p);
    const struct type *t = type_at(f, p.type);
    int32_t field = t->kind == TYPE_STRUCT ? program_find_field(t, name) : NONE;
    if (field == NONE) {
        problem_at(f->reader, f->node, "%s has no field \"%s\"", t->name, name);
        return BAD_PLACE;
    }
    return part(p, t->fields[field].offset, t->fields[field].type);
}

static struct place with_index(struct lowering *f, struct place p, struct value index) {
    if (index.type == TYPE_BAD) return BAD_PLACE;
    if (type_at(f, p.type)->kind == TYPE_POINTER) p = follow(f, p);
    const struct type *t = type_at(f, p.type);
    bool array = t->kind == TYPE_ARRAY, header = t->kind == TYPE_SLICE || t->kind == TYPE_STRING;
    bool inside = !index.constant || (index.number >= 0 && (header || index.number < t->length));
    if ((!array && !header) || !inside || !is_number(f, index.type)) {
        if (index.constant)
            problem_at(f->reader, f->node, "%s has no element %" PRId64, t->name, index.number);
        else problem_at(f->reader, f->node, "%s has no elements by number", t->name);
        return BAD_PLACE;
    }
    if (!array || !index.constant) return place_element(f, p, index);
    return part(p, (uint32_t)index.number * type_at(f, t->element)->size, t->element);
}

static void unknown_name(struct lowering *f, const char *name) {
    const char *names[129] = {0};
    size_t count = 0;
    const struct function *function = &f->program->functions[f->function];
    for (uint32_t i = 0; i < function->variable_count && count < 64; i++)
        if (function->variables[i].name[0] && !function->variables[i].stack_object)
            names[count++] = function->variables[i].name;
    for (uint32_t i = 0; i < f->program->global_count && count < 128; i++)
        names[count++] = f->program->globals[i].name;
    const char *near = guess_name(f->reader, name, names);
    if (near)
        problem_at(f->reader, f->node, "\"%s\" is not known here; did you mean \"%s\"?", name,
                   near);
    else
        problem_at(f->reader, f->node, "\"%s\" is not known here; nothing was assigned to it yet",
                   name);
}

struct place place_named(struct lowering *f, const char *name) {
    int32_t variable = variable_find(f, name);
    if (variable != NONE) {
        const struct variable *v = &f->program->functions[f->function].variables[variable];
        return (struct place){
            .kind = PLACE_SLOT, .slot = v->slot, .type = v->type, .packed = v->addressed};
    }
    const struct function *function = &f->program->functions[f->function];
    if (function->closure_type) {
        const struct type *t = type_at(f, function->closure_type);
        int32_t field = program_find_field(t, name);
        if (field > 0)
            return (struct place){.kind = PLACE_MEMORY,
                                  .slot = function->context_slot,
                                  .offset = t->fields[field].offset,
                                  .type = t->fields[field].type};
    }
    int32_t global = program_find_global(f->program, name);
    if (global != NONE) {
        const struct global *g = &f->program->globals[global];
        return (struct place){.kind = PLACE_GLOBAL, .offset = g->offset, .type = g->type};
    }
    unknown_name(f, name);
    return BAD_PLACE;
}

/* "*p.next": what the place points to. */
static struct place take_pointed_to(struct lowering *f, const char **at) {
    (*at)++;
    struct place p = take_place(f, at);
    if (p.type == TYPE_BAD || type_at(f, p.type)->kind == TYPE_POINTER)
        return p.type == TYPE_BAD ? p : follow(f, p);
    problem_at(f->reader, f->node, "%s is no pointer that \"*\" could follow",
               type_at(f, p.type)->name);
    return BAD_PLACE;
}

static struct place no_part(struct lowering *f) {
    problem_at(f->reader, f->node, "expected a field like \".next\" or an element like \"[2]\"");
    return BAD_PLACE;
}

/* "[i]", "[low:high]"; `at` is behind the bracket. */
static struct place take_brackets(struct lowering *f, const char **at, struct place p) {
    if (take_sign(at, ":")) return take_slicing(f, at, p, value_of_constant(0, TYPE_NUMBER));
    if (**at == '\0' || **at == ']') return no_part(f);
    struct value index = take_value(f, at);
    if (index.type == TYPE_BAD) return BAD_PLACE;
    if (take_sign(at, ":")) return take_slicing(f, at, p, index);
    return take_sign(at, "]") ? with_index(f, p, index) : no_part(f);
}

struct place take_place(struct lowering *f, const char **at) {
    char name[NAME_SIZE];
    if (**at == '*') return take_pointed_to(f, at);
    if (!take_name(at, name, sizeof name)) {
        problem_at(f->reader, f->node, "expected a name, found \"%s\"", *at);
        return BAD_PLACE;
    }
    struct place p = place_named(f, name);
    while (p.type != TYPE_BAD && (**at == '.' || **at == '[')) {
        bool field = *(*at)++ == '.';
        if (!field) p = take_brackets(f, at, p);
        else if (take_sign(at, "(")) p = take_assertion(f, at, p);
        else p = take_name(at, name, sizeof name) ? with_field(f, p, name) : no_part(f);
    }
    return p;
}

bool expect_end(struct lowering *f, const char *at) {
    skip_space(&at);
    if (*at == '\0') return true;
    problem_at(f->reader, f->node, "unexpected \"%s\"", at);
    return false;
}

static bool is_assignable(struct lowering *f, struct place to) {
    if (!to.fixed && !to.temporary) return true;
    problem_at(f->reader, f->node,
               to.fixed ? "what is in a string or an interface cannot be changed"
                        : "a part of a slice is no variable");
    return false;
}

struct place place_read(struct lowering *f, const char *string) {
    const char *at = string;
    struct place p = take_place(f, &at);
    if (p.type == TYPE_BAD) return p;
    return expect_end(f, at) && is_assignable(f, p) ? p : BAD_PLACE;
}

/* Package variables, and those that are data when the program starts: they need no code.
 *
 * What a value points to lies in globals without a name. They are added when the values are gone
 * through for the first time; the second time, when all globals have addresses, bytes are written.
 */
#include "go/lower/context.h"

#include <string.h>

struct filling {
    struct lower_unit *unit;
    struct lower constants; /* what makes constants wants a function */
    bool writes;
    uint32_t *hidden; /* globals without a name, in the order in which they are met */
    uint32_t hidden_count, met;
};

/* Where a part of a global is. */
struct spot {
    uint32_t offset, type;
};

/* ---- writing ---- */

static void put(struct filling *s, uint32_t offset, uint64_t word, uint32_t size) {
    if (s->writes) memcpy(s->unit->program->global_data + offset, &word, size);
}

static uint64_t address_of(uint32_t offset) {
    return GLOBALS_BASE + offset;
}

static struct spot hidden(struct filling *s, uint32_t type) {
    struct program *p = s->unit->program;
    struct spot spot = {0, type};
    if (s->writes) {
        spot.offset = p->globals[s->hidden[s->met++]].offset;
        return spot;
    }
    s->hidden = pool_grow(s->unit->pool, s->hidden, s->hidden_count, sizeof *s->hidden);
    if (s->hidden) s->hidden[s->hidden_count++] = program_add_global(p, "", type);
    return spot;
}

static const struct type *row(const struct filling *s, uint32_t type) {
    return &s->unit->program->types[type];
}

/* ---- values ---- */

static void fill(struct filling *s, struct spot at, const struct ir_node *n);

static const struct ir_node *stripped(const struct ir_node *n) {
    while (n->op == IR_CONVERT) n = n->x;
    return n;
}

static void fill_constant(struct filling *s, struct spot at, const struct ir_node *n) {
    const struct type *t = row(s, at.type);
    struct lower_value v = lower_go_constant(&s->constants, n->constant, at.type);
    put(s, at.offset, v.first, t->size < WORD ? t->size : WORD);
    if (t->kind == TYPE_STRING) put(s, at.offset + WORD, v.second, WORD);
}

static void fill_elements(struct filling *s, struct spot at, const struct ir_node *literal) {
    bool is_struct = literal->op == IR_STRUCT_LITERAL;
    for (const struct ir_node *e = literal->list; e; e = e->next) {
        const struct type *t = row(s, at.type);
        struct spot part = {at.offset, is_struct ? t->fields[e->index].type : t->element};
        part.offset +=
            is_struct ? t->fields[e->index].offset : (uint32_t)e->index * row(s, t->element)->size;
        fill(s, part, e->x);
    }
}

static void put_slice(struct filling *s, struct spot at, uint64_t array, uint64_t length) {
    put(s, at.offset, array, WORD);
    put(s, at.offset + WORD, length, WORD);
    put(s, at.offset + 2 * WORD, length, WORD);
}

static void fill_slice(struct filling *s, struct spot at, const struct ir_node *n) {
    uint32_t element = row(s, at.type)->element;
    struct spot array = hidden(s, lower_array(s->unit, element, n->index));
    const struct ir_node elements = {.op = IR_ARRAY_LITERAL, .list = n->list};
    fill_elements(s, array, &elements);
    put_slice(s, at, address_of(array.offset), n->index);
}

/* []byte("text") */
static void fill_bytes(struct filling *s, struct spot at, const struct ir_node *text) {
    uint32_t length;
    const char *bytes = constant_string(text->constant, &length);
    struct spot array = hidden(s, lower_array(s->unit, row(s, at.type)->element, length));
    if (s->writes && length) memcpy(s->unit->program->global_data + array.offset, bytes, length);
    put_slice(s, at, address_of(array.offset), length);
}

/* A package variable, or a part of it. */
static struct spot place_of(struct filling *s, const struct ir_node *n) {
    struct spot at = {0};
    if (n->op == IR_VARIABLE) {
        at.offset = s->unit->program->globals[n->variable->global - 1].offset;
        at.type = lower_type(s->unit, n->variable->type);
        return at;
    }
    at = place_of(s, n->x);
    const struct type *t = row(s, at.type);
    if (n->op == IR_FIELD) {
        at.offset += t->fields[n->index].offset;
        at.type = t->fields[n->index].type;
        return at;
    }
    uint64_t index = 0;
    constant_uint64(n->y->constant, &index);
    at.offset += (uint32_t)index * row(s, t->element)->size;
    at.type = t->element;
    return at;
}

/* An array that has a name, or got one, as a slice. */
static void fill_slice_of(struct filling *s, struct spot at, const struct ir_node *n) {
    struct spot array = place_of(s, n->x->x);
    put_slice(s, at, address_of(array.offset), row(s, array.type)->length);
}

static void fill_function(struct filling *s, struct spot at, struct ir_function *f) {
    uint32_t function = lower_function_of(s->unit, f);
    put(s, at.offset, program_function_value(s->unit->program, function), WORD);
}

/* ---- interfaces ---- */

static uint64_t boxed_constant(struct filling *s, const struct ir_node *n, uint32_t type) {
    struct lower *f = &s->constants;
    struct lower_value v = lower_go_constant(f, n->constant, type);
    return lower_constant_data(f, v);
}

static void fill_interface(struct filling *s, struct spot at, const struct ir_node *n) {
    while (n->op == IR_TO_INTERFACE) n = n->x;
    if (n->op == IR_NIL && go_is_interface(n->type)) return;
    uint32_t type = lower_type(s->unit, n->type);
    lower_holds(s->unit, n->type);
    put(s, at.offset, program_descriptor(s->unit->program, type), WORD);
    at.offset += WORD;
    at.type = type;
    if (go_is_direct(n->type)) {
        fill(s, at, n);
        return;
    }
    if (n->op == IR_CONSTANT) {
        put(s, at.offset, boxed_constant(s, n, type), WORD);
        return;
    }
    struct spot box;
    if (n->op == IR_VARIABLE) {
        box = place_of(s, n);
    } else {
        box = hidden(s, type);
        fill(s, box, n);
    }
    put(s, at.offset, address_of(box.offset), WORD);
}

static void fill(struct filling *s, struct spot at, const struct ir_node *n) {
    n = stripped(n);
    switch ((enum ir_op)n->op) {
    case IR_CONSTANT: fill_constant(s, at, n); break;
    case IR_STRUCT_LITERAL:
    case IR_ARRAY_LITERAL: fill_elements(s, at, n); break;
    case IR_SLICE_LITERAL: fill_slice(s, at, n); break;
    case IR_SLICE: fill_slice_of(s, at, n); break;
    case IR_FROM_STRING: fill_bytes(s, at, n->x); break;
    case IR_FUNCTION:
    case IR_CLOSURE: fill_function(s, at, n->function); break;
    case IR_ADDRESS: put(s, at.offset, address_of(place_of(s, n->x).offset), WORD); break;
    case IR_POINTER_LITERAL: {
        struct spot to = hidden(s, row(s, at.type)->element);
        fill(s, to, n->x);
        put(s, at.offset, address_of(to.offset), WORD);
        break;
    }
    case IR_TO_INTERFACE: fill_interface(s, at, n); break;
    case IR_NIL: break;
    default: CHECK_NEVER("data");
    }
}

/* ---- all of them ---- */

static void fill_all(struct filling *s) {
    const struct ir_program *ir = s->unit->ir;
    for (uint32_t i = 0; i < ir->static_count && !s->unit->program->pool.failed; i++) {
        struct ir_variable *v = ir->statics[i].variable;
        struct spot at = {.type = lower_type(s->unit, v->type)};
        at.offset = s->unit->program->globals[v->global - 1].offset;
        fill(s, at, ir->statics[i].value);
    }
}

static const char *name_of(struct lower_unit *u, const struct ir_variable *v) {
    struct pool *pool = &u->program->pool;
    if (v->name[0] == '.') return "";
    bool others = v->object && v->object->package && strcmp(v->object->package, "main") != 0;
    if (!others) return pool_string(pool, v->name);
    return pool_stringf(pool, "%s.%s", v->object->package, v->name);
}

/* The variable that does not fit any more is where the complaint is. */
static void check_room(struct lower_unit *u) {
    const struct program *p = u->program;
    uint64_t bytes = 0;
    for (uint32_t i = 0; i < u->ir->global_count; i++) {
        const struct ir_variable *v = u->ir->globals[i];
        bytes += p->types[p->globals[v->global - 1].type].size + WORD;
        if (bytes <= LOWER_GLOBALS_MAX) continue;
        lower_complain(u, v->pos, "the package variables take more than 8 MiB");
        return;
    }
}

static void lay_out(struct lower_unit *u) {
    struct program *p = u->program;
    check_room(u);
    if (u->too_large) return;
    program_lay_out_globals(p);
    p->global_data = pool_alloc(&p->pool, p->global_bytes + WORD);
}

void lower_globals(struct lower_unit *u) {
    struct program *p = u->program;
    for (uint32_t i = 0; i < u->ir->global_count; i++) {
        struct ir_variable *v = u->ir->globals[i];
        u->pos = v->pos;
        v->global = program_add_global(p, name_of(u, v), lower_type(u, v->type)) + 1;
        if (p->pool.failed) return;
    }
    struct filling s = {.unit = u, .constants = {.unit = u, .program = p}};
    fill_all(&s);
    if (u->too_large) return;
    lay_out(u);
    if (u->too_large || p->pool.failed) return;
    s.writes = true;
    s.met = 0;
    fill_all(&s);
}

/* Maps: make, m[k] and m[k] = v, delete. */
#include "go/lower/context.h"
#include "program/runtime_types.h"

static void prepare(struct lower *f, uint32_t map) {
    lower_lay_out(f->unit);
    program_prepare_map(f->program, map);
}

/* ---- make ---- */

/* Storage in the frame, its address in a slot. */
static void storage(struct lower *f, uint32_t site, uint32_t type, int32_t slot) {
    struct variable v = {.type = type, .stack_object = true};
    v.name = f->program->labels[f->program->sites[site].label].name;
    v.slot = lower_words(f, lower_slots(f, type));
    program_add_variable(f->program, f->function, v);
    lower_op(f, (struct op){.code = OP_NEW_STACK, .a = slot, .b = v.slot, .c = (int32_t)site});
}

static void first_bucket(struct lower *f, uint32_t site, struct lower_value map) {
    uint32_t bucket = lower_type_at(f, map.type)->runtime[MAP_BUCKET];
    struct lower_value first = lower_temporary(f, lower_pointer(f->unit, bucket));
    storage(f, site + MAP_SITE_BUCKETS, bucket, first.slot);
    lower_op(f, (struct op){
                    .code = OP_MAP_INIT, .flags = OP_KILL_SOURCE, .a = map.slot, .b = first.slot});
    lower_release(f, first);
}

static void more_buckets(struct lower *f, uint32_t site, struct lower_value map,
                         struct lower_value hint) {
    lower_op(f, (struct op){.code = OP_MAKE_MAP,
                            .flags = OP_FRAME | (hint.constant ? OP_CONSTANT : 0),
                            .a = map.slot,
                            .b = (int32_t)site,
                            .c = hint.constant ? (int32_t)hint.first : hint.slot});
}

/* The header is in the frame, and so is the first bucket if the hint says that it is enough. */
static void made_in_frame(struct lower *f, uint32_t site, struct lower_value map,
                          struct lower_value hint) {
    struct lower_label many = {0}, end = {0};
    storage(f, site, lower_type_at(f, map.type)->runtime[MAP_HEADER], map.slot);
    if (hint.constant) {
        if ((int64_t)hint.first <= MAP_SLOTS) first_bucket(f, site, map);
        else more_buckets(f, site, map, hint);
        return;
    }
    lower_jump(
        f,
        (struct op){
            .code = OP_JUMP_NOT_LESS, .flags = OP_CONSTANT, .a = hint.slot, .b = MAP_SLOTS + 1},
        &many);
    first_bucket(f, site, map);
    lower_jump(f, (struct op){.code = OP_JUMP}, &end);
    lower_place_label(f, &many);
    more_buckets(f, site, map, hint);
    lower_place_label(f, &end);
}

static struct lower_value made(struct lower *f, const struct ir_node *n, struct lower_value hint) {
    struct lower_value map = lower_temporary(f, lower_node_type(f, n));
    prepare(f, map.type);
    uint32_t site =
        lower_add_site(f, map.type, n->escapes, lower_type_at(f, map.type)->name, n->why);
    site = program_add_map_sites(f->program, f->program->sites[site]);
    if (hint.constant && !lower_is_small(hint)) hint = lower_to_slot(f, hint);
    if (!n->escapes) made_in_frame(f, site, map, hint);
    else
        lower_op(f, (struct op){.code = OP_MAKE_MAP,
                                .flags = hint.constant ? OP_CONSTANT : 0,
                                .a = map.slot,
                                .b = (int32_t)site,
                                .c = hint.constant ? (int32_t)hint.first : hint.slot});
    lower_release(f, hint);
    return map;
}

struct lower_value lower_make_map(struct lower *f, const struct ir_node *n, int32_t target) {
    (void)target;
    struct lower_value hint = lower_constant(f->unit->basic[GO_KIND_INT], 0);
    if (n->x) hint = lower_convert(f, lower_value_of(f, n->x), hint.type, NO_SLOT);
    return made(f, n, hint);
}

struct lower_value lower_new_map(struct lower *f, const struct ir_node *n, uint64_t entries,
                                 int32_t target) {
    (void)target;
    return made(f, n, lower_constant(f->unit->basic[GO_KIND_INT], entries));
}

/* ---- access ---- */

/* string(b) as a key that is only looked for is not copied: order.go, mapKeyReplaceStrConv. */
struct lower_place lower_map_place(struct lower *f, const struct ir_node *n, bool read_only) {
    lower_hoist_pair(f, n->x, n->y);
    struct lower_value map = lower_to_slot(f, lower_value_of(f, n->x));
    const struct type *t = lower_type_at(f, map.type);
    uint32_t key = t->key, element = t->element;
    struct lower_place p = {.kind = LOWER_MAP, .slot = map.slot, .root = map, .map = map.type};
    bool seen = read_only && go_is_string(n->y->type);
    p.key = seen ? lower_string_seen(f, n->y) : lower_value_of(f, n->y);
    p.key.type = key;
    p.type = element;
    return p;
}

static struct map_access access_of(struct lower *f, struct lower_place *p) {
    prepare(f, p->map);
    p->key = lower_to_slot(f, p->key);
    return (struct map_access){.type = p->map,
                               .map = p->slot,
                               .key = p->key.slot,
                               .value = NO_SLOT,
                               .ok = NO_SLOT,
                               .kill_map = p->root.temporary,
                               .kill_key = p->key.temporary};
}

static void emit(struct lower *f, enum op_code code, struct map_access a, struct lower_place p) {
    int32_t access = (int32_t)program_add_map_access(f->program, a);
    lower_op(f, (struct op){.code = (uint16_t)code, .a = access});
    lower_release(f, p.root);
    lower_release(f, p.key);
}

struct lower_value lower_map_get(struct lower *f, struct lower_place p, struct lower_value ok,
                                 int32_t target) {
    struct map_access a = access_of(f, &p);
    struct lower_value v = lower_made(f, p.type, target);
    a.value = v.slot;
    a.ok = ok.slot;
    emit(f, OP_MAP_GET, a, p);
    return v;
}

/* The value is there before the place for it is: if it faults nothing has been put in. */
void lower_map_store(struct lower *f, struct lower_place p, struct lower_value v) {
    struct map_access a = access_of(f, &p);
    struct lower_value at = lower_temporary(f, lower_pointer(f->unit, p.type));
    a.value = at.slot;
    emit(f, OP_MAP_ASSIGN, a, p);
    lower_store(f, lower_memory(at, p.type), v);
}

void lower_delete(struct lower *f, const struct ir_node *n) {
    struct lower_place p = lower_map_place(f, n, false);
    emit(f, OP_MAP_DELETE, access_of(f, &p), p);
}

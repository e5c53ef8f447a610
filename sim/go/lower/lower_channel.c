/* Channels: make, send, receive, select. */
#include "go/lower/context.h"
#include "program/runtime_types.h"

struct lower_value lower_make_channel(struct lower *f, const struct ir_node *n, int32_t target) {
    uint32_t type = lower_node_type(f, n);
    struct lower_value room = lower_constant(f->unit->basic[GO_KIND_INT], 0);
    if (n->x) room = lower_convert(f, lower_value_of(f, n->x), room.type, NO_SLOT);
    if (!lower_is_small(room)) room = lower_to_slot(f, room);
    const char *name = lower_type_at(f, type)->name;
    static const struct ir_reason ALWAYS = {.why = "channels are always on the heap",
                                            .brief = "channel"};
    uint32_t site = lower_add_site(f, type, true, name, &ALWAYS);
    lower_lay_out(f->unit);
    site = program_add_channel_sites(f->program, f->program->sites[site]);
    struct lower_value v = lower_made(f, type, target);
    lower_op(f, (struct op){.code = OP_MAKE_CHANNEL,
                            .flags = room.constant ? OP_CONSTANT : 0,
                            .a = v.slot,
                            .b = (int32_t)site,
                            .c = room.constant ? (int32_t)room.first : room.slot});
    lower_release(f, room);
    return v;
}

/* ---- one communication ---- */

static struct lower_value channel_of(struct lower *f, const struct ir_node *n) {
    return lower_to_slot(f, lower_value_of(f, n));
}

static struct communication receiving(struct lower_value channel, int32_t value, int32_t ok) {
    return (struct communication){.kind = COMMUNICATION_RECEIVE,
                                  .type = channel.type,
                                  .channel = channel.slot,
                                  .kill_channel = channel.temporary,
                                  .value = value,
                                  .ok = ok};
}

static struct communication sending(struct lower_value channel, struct lower_value value) {
    return (struct communication){.kind = COMMUNICATION_SEND,
                                  .type = channel.type,
                                  .channel = channel.slot,
                                  .kill_channel = channel.temporary,
                                  .value = value.slot,
                                  .kill_value = value.temporary,
                                  .ok = NO_SLOT};
}

static void emit(struct lower *f, enum op_code code, struct communication c) {
    int32_t index = (int32_t)program_add_communication(f->program, c);
    lower_op(f, (struct op){.code = (uint16_t)code, .a = index});
}

struct lower_value lower_receive(struct lower *f, const struct ir_node *n, int32_t ok,
                                 int32_t target) {
    struct lower_value channel = channel_of(f, n->x);
    struct lower_value v = lower_made(f, lower_type_at(f, channel.type)->element, target);
    emit(f, OP_RECEIVE, receiving(channel, v.slot, ok));
    lower_release(f, channel);
    return v;
}

void lower_send(struct lower *f, const struct ir_node *n) {
    lower_hoist_pair(f, n->x, n->y);
    struct lower_value channel = channel_of(f, n->x), value;
    value = lower_to_slot(f, lower_value_of(f, n->y));
    emit(f, OP_SEND, sending(channel, value));
    lower_release(f, channel);
    lower_release(f, value);
}

/* ---- select ---- */

struct chosen { /* a case, before and behind the operation */
    const struct ir_node *clause;
    struct communication c;
    struct lower_value channel, value, ok;
};

static const struct ir_node *receive_of(const struct ir_node *statement) {
    if (statement->op == IR_ASSIGN) return statement->y;
    return statement->x;
}

static bool is_wanted(const struct ir_node *target) {
    return target && target->op != IR_BLANK;
}

static const struct ir_node *value_target(const struct ir_node *s) {
    return s->op == IR_ASSIGN ? s->x : s->op == IR_ASSIGN_OK ? s->list : NULL;
}

static const struct ir_node *ok_target(const struct ir_node *s) {
    return s->op == IR_ASSIGN_OK ? s->list->next : NULL;
}

static struct chosen prepare(struct lower *f, const struct ir_node *clause) {
    struct chosen c = {.clause = clause, .c = {.kind = COMMUNICATION_DEFAULT}};
    const struct ir_node *s = clause->x;
    if (clause->flags & FLAG_DEFAULT || !s) return c;
    uint32_t line = f->line;
    lower_at(f, s->pos);
    if (s->op == IR_SEND) {
        lower_block(f, s->init);
        lower_hoist_pair(f, s->x, s->y);
        c.channel = lower_copied(f, channel_of(f, s->x));
        c.value = lower_copied(f, lower_to_slot(f, lower_value_of(f, s->y)));
        c.c = sending(c.channel, c.value);
    } else {
        c.channel = lower_copied(f, channel_of(f, receive_of(s)->x));
        uint32_t element = lower_type_at(f, c.channel.type)->element;
        c.value = lower_in_slot(NO_SLOT, element);
        c.ok = lower_in_slot(NO_SLOT, f->unit->basic[GO_KIND_BOOL]);
        if (is_wanted(value_target(s))) c.value = lower_temporary(f, element);
        if (is_wanted(ok_target(s))) c.ok = lower_temporary(f, c.ok.type);
        c.c = receiving(c.channel, c.value.slot, c.ok.slot);
    }
    f->line = line;
    return c;
}

/* The channels and values of all cases are given up, whichever has been chosen. */
static void give_up(struct lower *f, const struct chosen *c) {
    if (c->c.kind == COMMUNICATION_DEFAULT) return;
    lower_release(f, c->channel);
    if (c->c.kind == COMMUNICATION_SEND) lower_release(f, c->value);
}

static void take_results(struct lower *f, const struct chosen *c) {
    const struct ir_node *s = c->clause->x;
    if (c->c.kind != COMMUNICATION_RECEIVE) return;
    lower_block(f, s->init); /* what is declared there */
    const struct go_type *element = go_underlying(receive_of(s)->x->type)->element;
    if (c->value.slot != NO_SLOT) lower_assign_converted(f, value_target(s), c->value, element);
    if (c->ok.slot != NO_SLOT)
        lower_assign_converted(f, ok_target(s), c->ok, go_basic(GO_KIND_BOOL));
}

static void lower_cases(struct lower *f, const struct chosen *cases, uint32_t count,
                        struct lower_value which, struct lower_label *end) {
    for (uint32_t i = 0; i < count; i++) {
        struct lower_label next = {0};
        lower_at(f, cases[i].clause->pos);
        if (i + 1 < count)
            lower_jump(f,
                       (struct op){.code = OP_JUMP_UNEQUAL,
                                   .flags = OP_CONSTANT,
                                   .a = which.slot,
                                   .b = (int32_t)i},
                       &next);
        take_results(f, &cases[i]);
        lower_block(f, cases[i].clause->list2);
        lower_jump(f, (struct op){.code = OP_JUMP}, end);
        lower_place_label(f, &next);
    }
}

static void put_default_last(struct chosen *cases, uint32_t count) {
    for (uint32_t i = 0; i + 1 < count; i++) {
        if (cases[i].c.kind != COMMUNICATION_DEFAULT) continue;
        struct chosen last = cases[i];
        cases[i] = cases[i + 1];
        cases[i + 1] = last;
    }
}

void lower_select(struct lower *f, const struct ir_node *n) {
    uint32_t count = 0, room = 0;
    for (const struct ir_node *c = n->list2; c; c = c->next) room++;
    struct chosen *cases = pool_alloc(f->unit->pool, (room + 1) * sizeof *cases);
    struct lower_label end = {0};
    if (!cases) return;
    for (const struct ir_node *c = n->list2; c; c = c->next) cases[count++] = prepare(f, c);
    put_default_last(cases, count);
    uint32_t first = f->program->communication_count;
    for (uint32_t i = 0; i < count; i++) program_add_communication(f->program, cases[i].c);
    struct lower_value which = lower_temporary(f, f->unit->basic[GO_KIND_INT]);
    lower_op(f, (struct op){
                    .code = OP_SELECT, .a = which.slot, .b = (int32_t)first, .c = (int32_t)count});
    for (uint32_t i = 0; i < count; i++) give_up(f, &cases[i]);
    struct lower_flow flow = {.statement = n, .end = &end, .outer = f->flow};
    f->flow = &flow;
    lower_release(f, which);
    lower_cases(f, cases, count, which, &end);
    f->flow = flow.outer;
    lower_place_label(f, &end);
}

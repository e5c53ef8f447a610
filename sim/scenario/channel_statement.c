/* Channels: make, send, receive, close, select, and range over what is received. */
#include <string.h>

#include "program/runtime_types.h"
#include "scenario/statement.h"

enum { CASES_MAX = 32 };

/* ---- operands ---- */

static uint32_t bool_type(const struct lowering *f) {
    return (uint32_t)program_find_type(f->program, "bool");
}

static bool is_channel(const struct lowering *f, struct value v) {
    return is_real(v.type) && type_at(f, v.type)->kind == TYPE_CHANNEL;
}

/* A channel in a slot; its type is TYPE_BAD after a problem. */
static struct value read_channel(struct lowering *f, const cJSON *node) {
    struct value v = value_read(f, node);
    if (v.type == TYPE_BAD) return v;
    if (is_channel(f, v)) return v;
    problem_at(f->reader, node, "expected a channel; this is of type %s",
               type_words_for(f, v.type));
    v.type = TYPE_BAD;
    return v;
}

/* ---- one communication ---- */

/* A send or a receive, before and after the operation. */
struct lowered {
    struct communication c;
    struct value channel, value;
    struct result to, ok;
    bool bad;
};

static const char *listed_receive(struct lowering *f, const cJSON *statement) {
    const cJSON *to = cJSON_GetObjectItemCaseSensitive(statement, "to");
    const cJSON *ok = cJSON_GetObjectItemCaseSensitive(statement, "ok");
    const char *channel = listed(f, cJSON_GetObjectItemCaseSensitive(statement, "receive"));
    if (!cJSON_IsString(to) && !cJSON_IsString(ok))
        return pool_stringf(&f->program->pool, "<-%s", channel);
    const char *first = cJSON_IsString(to) ? to->valuestring : "_";
    const char *sign = assigns(f, strcmp(first, "_") ? first : ok ? ok->valuestring : "x");
    if (!cJSON_IsString(ok))
        return pool_stringf(&f->program->pool, "%s %s <-%s", first, sign, channel);
    return pool_stringf(&f->program->pool, "%s, %s %s <-%s", first, ok->valuestring, sign, channel);
}

static const char *listed_send(struct lowering *f, const cJSON *statement) {
    const char *channel = listed(f, cJSON_GetObjectItemCaseSensitive(statement, "on"));
    const char *value = listed(f, cJSON_GetObjectItemCaseSensitive(statement, "send"));
    return pool_stringf(&f->program->pool, "%s <- %s", channel, value);
}

static struct lowered lower_one_send(struct lowering *f, const cJSON *statement) {
    struct lowered l = {.c = {.kind = COMMUNICATION_SEND, .ok = NO_SLOT}};
    const cJSON *on = read_member(f->reader, statement, "on", true);
    const cJSON *value = read_member(f->reader, statement, "send", true);
    l.bad = true;
    if (!on || !value) return l;
    l.channel = read_channel(f, on);
    if (l.channel.type == TYPE_BAD) return l;
    l.value = value_read_slots(f, value, type_at(f, l.channel.type)->element);
    l.bad = l.value.type == TYPE_BAD || f->reader->diags->count > 0;
    l.c.type = l.channel.type;
    l.c.channel = l.channel.slot;
    l.c.kill_channel = l.channel.temporary;
    l.c.value = l.value.slot;
    l.c.kill_value = l.value.temporary;
    return l;
}

static struct lowered lower_one_receive(struct lowering *f, const cJSON *statement) {
    struct lowered l = {.c = {.kind = COMMUNICATION_RECEIVE}};
    const cJSON *from = read_member(f->reader, statement, "receive", true);
    const cJSON *to = read_target(f, statement, "to"), *ok = read_target(f, statement, "ok");
    l.channel = from ? read_channel(f, from) : (struct value){.type = TYPE_BAD};
    l.bad = l.channel.type == TYPE_BAD;
    if (l.bad) return l;
    l.to = result_begin(f, to, type_at(f, l.channel.type)->element);
    l.ok = result_begin(f, ok, bool_type(f));
    l.c.type = l.channel.type;
    l.c.channel = l.channel.slot;
    l.c.kill_channel = l.channel.temporary;
    l.c.value = l.to.slot;
    l.c.ok = l.ok.slot;
    return l;
}

static void release(struct lowering *f, const struct lowered *l) {
    if (l->bad || l->c.kind == COMMUNICATION_DEFAULT) return;
    value_release(f, l->channel);
    if (l->c.kind == COMMUNICATION_SEND) value_release(f, l->value);
}

static void store_results(struct lowering *f, const struct lowered *l) {
    if (l->bad || l->c.kind != COMMUNICATION_RECEIVE) return;
    result_end(f, l->to);
    result_end(f, l->ok);
}

static void emit_one(struct lowering *f, const struct lowered *l) {
    bool send = l->c.kind == COMMUNICATION_SEND;
    if (l->bad) return;
    uint32_t c = program_add_communication(f->program, l->c);
    emit_op(f, (struct op){.code = send ? OP_SEND : OP_RECEIVE, .a = (int32_t)c});
    release(f, l);
    store_results(f, l);
}

void script_send(struct lowering *f, const cJSON *statement) {
    list_line(f, "%s", listed_send(f, statement));
    struct lowered l = lower_one_send(f, statement);
    emit_one(f, &l);
}

void script_receive(struct lowering *f, const cJSON *statement) {
    list_line(f, "%s", listed_receive(f, statement));
    struct lowered l = lower_one_receive(f, statement);
    emit_one(f, &l);
}

/* ---- make and close ---- */

void script_make_channel(struct lowering *f, const cJSON *statement, uint32_t type) {
    const cJSON *to = cJSON_GetObjectItemCaseSensitive(statement, "to");
    const cJSON *cap = cJSON_GetObjectItemCaseSensitive(statement, "cap");
    const char *name = type_at(f, type)->name;
    if (!read_string(f->reader, statement, "to", true)) return;
    if (type_at(f, type_at(f, type)->element)->size >= CHANNEL_ELEMENT_MAX) {
        problem_at(f->reader, statement, "the elements of a channel have less than 64 KiB");
        return;
    }
    if (cap)
        list_line(f, "%s %s make(%s, %s)", to->valuestring, assigns(f, to->valuestring), name,
                  listed(f, cap));
    else list_line(f, "%s %s make(%s)", to->valuestring, assigns(f, to->valuestring), name);
    struct value room = {.constant = true, .type = TYPE_NUMBER};
    if (cap) room = read_number_value(f, cap);
    if (room.type == TYPE_BAD) return;
    uint32_t site = read_site(f, type, true, name);
    site = program_add_channel_sites(f->program, f->program->sites[site]);
    struct result r = result_begin(f, to, type);
    struct op op = {.code = OP_MAKE_CHANNEL, .a = r.slot, .b = (int32_t)site};
    op.c = room.constant ? (int32_t)room.number : room.slot;
    if (room.constant) op.flags |= OP_CONSTANT;
    else if (room.temporary) op.flags |= OP_KILL_SOURCE;
    value_release(f, room);
    if (op.a == NO_SLOT) return;
    emit_op(f, op);
    result_end(f, r);
}

void script_close(struct lowering *f, const cJSON *statement) {
    const cJSON *node = cJSON_GetObjectItemCaseSensitive(statement, "close");
    list_line(f, "close(%s)", listed(f, node));
    struct value channel = read_channel(f, node);
    if (channel.type == TYPE_BAD) return;
    struct op op = {.code = OP_CLOSE, .a = channel.slot, .b = (int32_t)channel.type};
    if (channel.temporary) op.flags |= OP_KILL_BASE;
    value_release(f, channel);
    emit_op(f, op);
}

/* ---- range ---- */

static void range_over_channel(struct lowering *f, const cJSON *statement, struct value channel,
                               const cJSON *value) {
    int32_t more = words_add(f, 1);
    struct communication c = {
        .kind = COMMUNICATION_RECEIVE, .type = channel.type, .channel = channel.slot, .ok = more};
    uint32_t line = f->line, start = f->program->op_count;
    struct result to = result_begin(f, value, type_at(f, channel.type)->element);
    c.value = to.slot;
    emit_op(
        f, (struct op){.code = OP_RECEIVE, .a = (int32_t)program_add_communication(f->program, c)});
    uint32_t test =
        emit_op(f, (struct op){.code = OP_JUMP_EQUAL, .flags = OP_CONSTANT, .a = more, .b = 0});
    result_end(f, to);
    script_body(f, statement, "do");
    f->line = line;
    emit_jump(f, start);
    patch(f, test);
    if (channel.temporary) emit_op(f, (struct op){.code = OP_CONST, .a = channel.slot});
    value_release(f, channel);
}

static const char *listed_range(struct lowering *f, const char *first, const char *second,
                                const char *over) {
    if (!first[0]) return pool_stringf(&f->program->pool, "for range %s {", over);
    const char *sign = assigns(f, strcmp(first, "_") ? first : second[0] ? second : "x");
    return pool_stringf(&f->program->pool, "for %s%s%s %s range %s {", first, second[0] ? ", " : "",
                        second, sign, over);
}

/* Of a channel: "value". Of a map: "key", "value". */
static const char *listed_variables(struct lowering *f, const cJSON *statement, bool map) {
    const cJSON *key = read_target(f, statement, "key"),
                *value = read_target(f, statement, "value");
    const char *over = listed(f, cJSON_GetObjectItemCaseSensitive(statement, "range"));
    const char *value_name = value ? value->valuestring : "";
    if (!map) return listed_range(f, value_name, "", over);
    return listed_range(f, key ? key->valuestring : value ? "_" : "", value_name, over);
}

static bool is_map_place(const struct lowering *f, struct value v) {
    return is_real(v.type) && type_at(f, v.type)->kind == TYPE_MAP;
}

void script_range(struct lowering *f, const cJSON *statement) {
    const cJSON *over = cJSON_GetObjectItemCaseSensitive(statement, "range");
    uint32_t line = f->line;
    f->line = f->program->line_count + 1; /* what is evaluated belongs to the line that follows */
    struct value v = value_read(f, over);
    f->line = line;
    list_line(f, "%s", listed_variables(f, statement, is_map_place(f, v)));
    if (v.type == TYPE_BAD) return;
    if (is_map_place(f, v)) script_range_map(f, statement, v);
    else if (is_channel(f, v))
        range_over_channel(f, statement, v, read_target(f, statement, "value"));
    else
        problem_at(f->reader, over, "expected a channel or a map; this is of type %s",
                   type_words_for(f, v.type));
    list_line(f, "}");
}

/* ---- select ---- */

static const char *const CASE_KEYS[] = {"send", "on", "receive", "to", "ok", "do", "default", NULL};

static struct lowered lower_case(struct lowering *f, const cJSON *node) {
    struct lowered l = {.c = {.kind = COMMUNICATION_DEFAULT}, .bad = true};
    if (!expect_kind(f->reader, node, cJSON_IsObject(node), "a case, an object")) return l;
    read_keys(f->reader, node, CASE_KEYS);
    if (cJSON_GetObjectItemCaseSensitive(node, "send")) return lower_one_send(f, node);
    if (cJSON_GetObjectItemCaseSensitive(node, "receive")) return lower_one_receive(f, node);
    if (cJSON_GetObjectItemCaseSensitive(node, "default")) {
        l.bad = false;
        return l;
    }
    problem_at(f->reader, node, "expected a case: send, receive or default");
    return l;
}

/* Cases in the order of the file, but a default comes last. */
static uint32_t read_cases(struct lowering *f, const cJSON *cases, struct lowered *lowered,
                           const cJSON **nodes, const char **words) {
    const cJSON *node, *last = NULL;
    uint32_t count = 0;
    cJSON_ArrayForEach(node, cases) {
        if (cJSON_IsObject(node) && cJSON_GetObjectItemCaseSensitive(node, "default")) {
            if (last) problem_at(f->reader, node, "there is a default already");
            last = node;
            continue;
        }
        if (!has_room(f->reader, node, count, CASES_MAX - 1, "cases")) return 0;
        bool send = cJSON_GetObjectItemCaseSensitive(node, "send");
        words[count] = send ? listed_send(f, node) : listed_receive(f, node);
        nodes[count] = node;
        lowered[count++] = lower_case(f, node);
    }
    if (!last) return count;
    words[count] = "";
    nodes[count] = last;
    lowered[count++] = lower_case(f, last);
    return count;
}

static void lower_case_body(struct lowering *f, const struct lowered *l, const cJSON *node,
                            const char *words) {
    bool is_default = l->c.kind == COMMUNICATION_DEFAULT;
    if (is_default) list_line(f, "default:");
    else list_line(f, "case %s:", words);
    store_results(f, l);
    script_body(f, node, is_default ? "default" : "do");
}

static void lower_bodies(struct lowering *f, int32_t chosen, const struct lowered *lowered,
                         const cJSON **nodes, const char **words, uint32_t count) {
    uint32_t ends[CASES_MAX], line = f->line;
    for (uint32_t i = 0; i < count; i++) {
        f->line = line;
        uint32_t test = emit_op(
            f, (struct op){
                   .code = OP_JUMP_UNEQUAL, .flags = OP_CONSTANT, .a = chosen, .b = (int32_t)i});
        lower_case_body(f, &lowered[i], nodes[i], words[i]);
        ends[i] = emit_op(f, (struct op){.code = OP_JUMP});
        patch(f, test);
    }
    for (uint32_t i = 0; i < count; i++) patch(f, ends[i]);
}

void script_select(struct lowering *f, const cJSON *statement) {
    const cJSON *cases = read_array(f->reader, statement, "select", true);
    struct lowered lowered[CASES_MAX];
    const cJSON *nodes[CASES_MAX];
    const char *words[CASES_MAX];
    if (!cases) return;
    list_line(f, "select {");
    uint32_t count = read_cases(f, cases, lowered, nodes, words), first = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (lowered[i].bad) return;
        uint32_t c = program_add_communication(f->program, lowered[i].c);
        if (i == 0) first = c;
    }
    int32_t chosen = words_add(f, 1);
    emit_op(f,
            (struct op){.code = OP_SELECT, .a = chosen, .b = (int32_t)first, .c = (int32_t)count});
    for (uint32_t i = 0; i < count; i++) release(f, &lowered[i]);
    lower_bodies(f, chosen, lowered, nodes, words, count);
    list_line(f, "}");
}

/* Calls of builtin functions (builtins.go). */
#include "go/types/checker.h"

/* How many arguments each wants, and what its call may be used for. */
static const struct {
    uint8_t arguments;
    bool variadic;
    uint8_t use; /* enum use */
    const char *name;
} BUILTINS[] = {
    [BUILTIN_APPEND] = {1, true, USE_EXPRESSION, "append"},
    [BUILTIN_CAP] = {1, false, USE_EXPRESSION, "cap"},
    [BUILTIN_CLOSE] = {1, false, USE_STATEMENT, "close"},
    [BUILTIN_COPY] = {2, false, USE_STATEMENT, "copy"},
    [BUILTIN_DELETE] = {2, false, USE_STATEMENT, "delete"},
    [BUILTIN_LEN] = {1, false, USE_EXPRESSION, "len"},
    [BUILTIN_MAKE] = {1, true, USE_EXPRESSION, "make"},
    [BUILTIN_NEW] = {1, false, USE_EXPRESSION, "new"},
    [BUILTIN_PANIC] = {1, false, USE_STATEMENT, "panic"},
    [BUILTIN_PRINT] = {0, true, USE_STATEMENT, "print"},
    [BUILTIN_PRINTLN] = {0, true, USE_STATEMENT, "println"},
    [BUILTIN_RECOVER] = {0, false, USE_STATEMENT, "recover"},
};

enum use go_check_builtin_use(enum go_builtin builtin) {
    return (enum use)BUILTINS[builtin].use;
}

/* ---- complaints ---- */

static bool wrong_argument(struct go_checker *c, const struct operand *x, const char *what) {
    go_check_complain(c, go_check_start(x->node), "invalid argument: %s %s", go_check_words(c, x),
                      what);
    return false;
}

static bool wrong_operation(struct go_checker *c, const struct operand *x, const char *what) {
    go_check_complain(c, go_check_start(x->node), "invalid operation: %s %s", what,
                      go_check_words(c, x));
    return false;
}

static void no_value(struct go_checker *c, struct operand *x) {
    x->mode = MODE_NO_VALUE;
    x->type = c->no_results;
}

static void value_of(struct operand *x, const struct go_type *t) {
    x->mode = MODE_VALUE;
    x->type = t;
}

/* ---- append ---- */

/* append([]byte, string...) */
static bool is_text_appended(struct go_checker *c, const struct go_node *call,
                             struct operands arguments) {
    if (!(call->flags & FLAG_DOTS) || arguments.count != 2) return false;
    const struct operand *to = &arguments.list[0];
    const struct go_type *bytes = go_slice_of(c->pool, go_byte_type());
    return go_check_assignable(c, to, bytes, NULL) && arguments.list[1].mode != MODE_NONE &&
           go_is_string(arguments.list[1].type);
}

static bool check_append(struct go_checker *c, struct operand *x, struct go_node *call,
                         struct operands arguments) {
    const struct go_type *slice = x->type, *t = go_underlying(slice);
    if (t->kind != GO_KIND_SLICE) {
        go_check_complain(c, go_check_start(x->node),
                          "first argument to append must be a slice; have %s",
                          x->mode == MODE_NIL ? "untyped nil" : go_check_words(c, x));
        return false;
    }
    if (is_text_appended(c, call, arguments)) {
        struct operand *text = &arguments.list[1];
        if (go_is_untyped(text->type)) go_check_convert_untyped(c, text, go_basic(GO_KIND_STRING));
        value_of(x, slice);
        return true;
    }
    struct go_field parameters[2] = {{.type = slice}, {.type = go_slice_of(c->pool, t->element)}};
    struct go_type signature = {.kind = GO_KIND_FUNCTION,
                                .variadic = true,
                                .fields = parameters,
                                .field_count = 2,
                                .result = c->no_results,
                                .underlying = &signature};
    go_check_arguments(c, call, &signature, arguments);
    value_of(x, slice);
    return true;
}

/* ---- len, cap ---- */

static const struct go_type *behind_pointer(const struct go_type *t) {
    t = go_underlying(t);
    if (t->kind != GO_KIND_POINTER) return t;
    const struct go_type *array = go_underlying(t->element);
    return array->kind == GO_KIND_ARRAY ? array : t;
}

static bool has_length(const struct go_type *t, bool capacity) {
    switch (t->kind) {
    case GO_KIND_ARRAY:
    case GO_KIND_SLICE:
    case GO_KIND_CHANNEL: return true;
    case GO_KIND_MAP: return !capacity;
    default: return !capacity && go_is_string(t);
    }
}

/* `has_call`: in the argument there is a call or a receive, so that it has to be evaluated. */
static bool check_length(struct go_checker *c, struct operand *x, bool capacity, bool has_call) {
    const struct go_type *t = behind_pointer(x->type);
    uint32_t bytes;
    if (!has_length(t, capacity)) {
        if (t->kind == GO_KIND_INVALID) return false;
        return wrong_argument(c, x, capacity ? "for cap" : "for len");
    }
    if (x->mode == MODE_CONSTANT) {
        if (x->value) {
            constant_string(x->value, &bytes);
            x->value = constant_of_int(c->pool, bytes);
        }
    } else if (t->kind == GO_KIND_ARRAY && !has_call) {
        x->mode = MODE_CONSTANT;
        x->value = constant_of_uint(c->pool, t->length);
    } else {
        x->mode = MODE_VALUE;
    }
    x->type = go_basic(GO_KIND_INT);
    return true;
}

/* ---- close, copy, delete ---- */

static bool check_close(struct go_checker *c, struct operand *x) {
    const struct go_type *t = go_underlying(x->type);
    if (t->kind != GO_KIND_CHANNEL) return wrong_operation(c, x, "cannot close non-channel");
    if (t->direction == FLAG_RECEIVE)
        return wrong_operation(c, x, "cannot close receive-only channel");
    no_value(c, x);
    return true;
}

static bool check_copy(struct go_checker *c, struct operand *x, struct operand *y) {
    const struct go_type *to = go_underlying(x->type), *from = go_underlying(y->type);
    if (y->mode == MODE_NONE) return false;
    bool text = go_is_string(from);
    const char *left = go_check_words(c, x), *right = go_check_words(c, y);
    uint32_t pos = go_check_start(x->node);
    if (to->kind != GO_KIND_SLICE || (from->kind != GO_KIND_SLICE && !text)) {
        go_check_complain(c, pos, "invalid argument: copy expects slice arguments; found %s and %s",
                          left, right);
        return false;
    }
    const struct go_type *element = text ? go_byte_type() : from->element;
    if (!go_identical(to->element, element)) {
        go_check_complain(c, pos,
                          "invalid argument: arguments to copy %s and %s have different element "
                          "types %s and %s",
                          left, right, go_check_type_words(c, to->element),
                          go_check_type_words(c, element));
        return false;
    }
    if (go_is_untyped(y->type)) go_check_convert_untyped(c, y, go_basic(GO_KIND_STRING));
    value_of(x, go_basic(GO_KIND_INT));
    return true;
}

static bool check_delete(struct go_checker *c, struct operand *x, struct operand *key) {
    const struct go_type *t = go_underlying(x->type);
    if (t->kind != GO_KIND_MAP) return wrong_argument(c, x, "is not a map");
    if (key->mode == MODE_NONE) return false;
    go_check_assignment(c, key, t->key, "argument to delete");
    if (key->mode == MODE_NONE) return false;
    no_value(c, x);
    return true;
}

/* ---- make, new ---- */

static bool check_make_sizes(struct go_checker *c, struct go_node *sizes) {
    int64_t values[2] = {-1, -1};
    uint32_t count = 0;
    for (struct go_node *n = sizes; n; n = n->next) {
        int64_t value;
        go_check_index_value(c, n, -1, &value);
        if (value >= 0 && count < 2) values[count++] = value;
    }
    if (count == 2 && values[0] > values[1])
        go_check_complain(c, go_check_start(sizes),
                          "invalid argument: length and capacity swapped");
    return true;
}

static bool check_make(struct go_checker *c, struct operand *x, struct go_node *call,
                       uint32_t count) {
    const struct go_type *type = go_check_type(c, call->list), *t = go_underlying(type);
    if (type->kind == GO_KIND_INVALID) return false;
    uint32_t least = t->kind == GO_KIND_SLICE ? 2 : 1;
    if (t->kind != GO_KIND_SLICE && t->kind != GO_KIND_MAP && t->kind != GO_KIND_CHANNEL) {
        go_check_complain(c, go_check_start(call->list),
                          "invalid argument: cannot make %s; type must be slice, map, or channel",
                          go_check_node_words(c, call->list));
        return false;
    }
    if (count < least || count > least + 1) {
        go_check_complain(c, go_check_start(call),
                          "invalid operation: %s expects %u or %u arguments; found %u",
                          go_check_node_words(c, call), least, least + 1, count);
        return false;
    }
    check_make_sizes(c, call->list->next);
    value_of(x, type);
    return true;
}

static bool check_new(struct go_checker *c, struct operand *x, struct go_node *call) {
    const struct go_type *t = go_check_type(c, call->list);
    if (t->kind == GO_KIND_INVALID) return false;
    value_of(x, go_pointer_to(c->pool, t));
    return true;
}

/* ---- panic, print, recover ---- */

static bool check_panic(struct go_checker *c, struct operand *x) {
    go_check_assignment(c, x, c->empty_interface, "argument to panic");
    if (x->mode == MODE_NONE) return false;
    no_value(c, x);
    return true;
}

static bool check_print(struct go_checker *c, struct operand *x, struct operands arguments,
                        bool line) {
    for (uint32_t i = 0; i < arguments.count; i++) {
        go_check_assignment(c, &arguments.list[i], NULL,
                            line ? "argument to println" : "argument to print");
        if (arguments.list[i].mode == MODE_NONE) return false;
    }
    no_value(c, x);
    return true;
}

/* ---- any ---- */

static bool check_count(struct go_checker *c, enum go_builtin builtin, struct go_node *call,
                        uint32_t count) {
    uint32_t wanted = BUILTINS[builtin].arguments;
    bool few = count<wanted, many = count> wanted && !BUILTINS[builtin].variadic;
    if (!few && !many) return true;
    go_check_complain(c, go_check_start(call),
                      "invalid operation: %s arguments for %s (expected %u, found %u)",
                      few ? "not enough" : "too many", go_check_node_words(c, call), wanted, count);
    return false;
}

static bool check_types(struct go_checker *c, struct operand *x, struct go_node *call,
                        enum go_builtin builtin) {
    uint32_t count = 0;
    for (const struct go_node *n = call->list; n; n = n->next) count++;
    if (!check_count(c, builtin, call, count)) return false;
    return builtin == BUILTIN_MAKE ? check_make(c, x, call, count) : check_new(c, x, call);
}

static bool check_values(struct go_checker *c, struct operand *x, struct go_node *call,
                         enum go_builtin builtin) {
    bool length = builtin == BUILTIN_LEN || builtin == BUILTIN_CAP, had_call = c->at.has_call;
    if (length) c->at.has_call = false;
    struct operands all = go_check_list(c, call->list, false);
    bool has_call = c->at.has_call;
    if (length) c->at.has_call = had_call;
    if (all.count > 0) *x = all.list[0];
    if (all.count > 0 && x->mode == MODE_NONE) return false;
    if (!check_count(c, builtin, call, all.count)) return false;
    switch (builtin) {
    case BUILTIN_APPEND: return check_append(c, x, call, all);
    case BUILTIN_CAP:
    case BUILTIN_LEN: return check_length(c, x, builtin == BUILTIN_CAP, has_call);
    case BUILTIN_CLOSE: return check_close(c, x);
    case BUILTIN_COPY: return check_copy(c, x, &all.list[1]);
    case BUILTIN_DELETE: return check_delete(c, x, &all.list[1]);
    case BUILTIN_PANIC: return check_panic(c, x);
    case BUILTIN_PRINT: return check_print(c, x, all, false);
    case BUILTIN_PRINTLN: return check_print(c, x, all, true);
    default: value_of(x, c->empty_interface); return true;
    }
}

bool go_check_builtin(struct go_checker *c, struct operand *x, struct go_node *call) {
    enum go_builtin builtin = (enum go_builtin)x->builtin;
    if (call->flags & FLAG_DOTS && builtin != BUILTIN_APPEND) {
        go_check_complain(c, go_check_start(call),
                          "invalid operation: invalid use of ... with built-in %s",
                          BUILTINS[builtin].name);
        go_check_use_list(c, call->list);
        return false;
    }
    if (builtin == BUILTIN_MAKE || builtin == BUILTIN_NEW) return check_types(c, x, call, builtin);
    return check_values(c, x, call, builtin);
}

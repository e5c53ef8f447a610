/* The checker's complaints: their words, their places, their order. */
#include "go/types/checker.h"

#include <stdlib.h>
#include <string.h>

#include "base/check.h"

enum { NESTED_MAX = 3000 }; /* expressions, types and declarations inside each other */

/* ---- memory ---- */

void *go_check_take(struct pool *pool, size_t size) {
    void *memory = pool_alloc(pool, size);
    CHECK(memory && "the host's memory");
    return memory;
}

void *go_check_grow(struct pool *pool, void *array, uint32_t count, size_t size) {
    array = pool_grow(pool, array, count, size);
    CHECK(array && "the host's memory");
    return array;
}

struct go_type *go_check_new_type(struct pool *pool, enum go_kind kind) {
    struct go_type *t = go_type_new(pool, kind);
    CHECK(t && "the host's memory");
    return t;
}

void *go_check_room(struct go_checker *c, void *array, uint32_t count, uint32_t *capacity,
                    size_t size) {
    if (count < *capacity) return array;
    uint32_t more = *capacity ? *capacity * 2 : 16;
    void *bytes = go_check_take(c->pool, more * size);
    if (count) memcpy(bytes, array, count * size);
    *capacity = more;
    return bytes;
}

bool go_check_enter(struct go_checker *c, uint32_t pos) {
    if (c->depth == NESTED_MAX) {
        go_check_complain(c, pos, "nested too deep (%d is the most)", NESTED_MAX);
        return false;
    }
    c->depth++;
    return true;
}

void go_check_leave(struct go_checker *c) {
    c->depth--;
}

/* ---- words ---- */

static const char *take_words(struct go_checker *c, struct text *t) {
    const char *words = pool_string(c->pool, text_string(t));
    text_free(t);
    return words ? words : "";
}

const char *go_check_type_words(struct go_checker *c, const struct go_type *t) {
    struct text out = {0};
    go_type_text(t, QUALIFY_ERRORS, &out);
    return take_words(c, &out);
}

const char *go_check_node_words(struct go_checker *c, const struct go_node *n) {
    struct text out = {0};
    go_node_text(n, &out);
    return take_words(c, &out);
}

const char *go_check_constant_words(struct go_checker *c, const struct go_constant *value) {
    struct text out = {0};
    if (value) constant_text(value, &out);
    else text_add(&out, "unknown");
    return take_words(c, &out);
}

static const char *mode_words(enum go_mode mode) {
    switch (mode) {
    case MODE_NONE: return "invalid operand";
    case MODE_NO_VALUE: return "no value";
    case MODE_PACKAGE: return "package";
    case MODE_TYPE: return "type";
    case MODE_BUILTIN: return "built-in";
    case MODE_CONSTANT: return "constant";
    case MODE_NIL: return "nil";
    case MODE_VARIABLE: return "variable";
    case MODE_MAP_INDEX: return "map index expression";
    case MODE_VALUE: return "value";
    case MODE_COMMA_OK: return "comma, ok expression";
    }
    return "";
}

static bool has_value(enum go_mode mode) {
    return mode != MODE_NONE && mode != MODE_NO_VALUE && mode != MODE_BUILTIN && mode != MODE_TYPE;
}

static const char *nil_words(struct go_checker *c, const struct operand *x) {
    if (x->type->kind == GO_KIND_INVALID) return "nil (with invalid type)";
    if (x->type->kind == GO_KIND_UNTYPED_NIL) return "nil";
    return pool_stringf(c->pool, "nil (of type %s)", go_check_type_words(c, x->type));
}

/* operand.go:operandString */
const char *go_check_words(struct go_checker *c, const struct operand *x) {
    if (x->mode == MODE_NIL) return nil_words(c, x);
    const char *source = go_check_node_words(c, x->node);
    bool has_type = has_value((enum go_mode)x->mode);
    bool untyped = has_type && go_is_untyped(x->type);
    struct text out = {0};
    text_addf(&out, "%s (", source);
    if (untyped) text_addf(&out, "%s ", go_check_type_words(c, x->type));
    text_add(&out, mode_words((enum go_mode)x->mode));
    if (x->mode == MODE_CONSTANT) {
        const char *value = go_check_constant_words(c, x->value);
        if (strcmp(value, source) != 0) text_addf(&out, " %s", value);
    }
    if (has_type && !untyped) {
        if (x->type->kind == GO_KIND_INVALID) text_add(&out, " with invalid type");
        else text_addf(&out, " of type %s", go_check_type_words(c, x->type));
    }
    text_add(&out, ")");
    return take_words(c, &out);
}

/* ---- places ---- */

uint32_t go_check_start(const struct go_node *n) {
    for (;;) {
        const struct go_node *inner = NULL;
        if (n->flags & FLAG_PARENTHESES) return n->start;
        switch (n->kind) {
        case NODE_COMPOSITE:
        case NODE_SELECTOR:
        case NODE_INDEX:
        case NODE_ASSERT:
        case NODE_CALL:
        case NODE_BINARY:
        case NODE_SEND: inner = n->x; break;
        case NODE_ASSIGN: inner = n->list; break;
        default: break;
        }
        if (!inner) return n->pos;
        n = inner;
    }
}

uint16_t go_check_open_parentheses(struct go_node *n) {
    uint16_t flag = n->flags & FLAG_PARENTHESES;
    n->flags &= (uint16_t)~FLAG_PARENTHESES;
    return flag;
}

const char *go_check_place(struct go_checker *c, uint32_t pos) {
    const struct source *source = &c->diags->source;
    size_t line = 0, column = 0;
    if (c->package->library || pos == 0) return c->package->path;
    source_place(source, pos - 1, &line, &column);
    return pool_stringf(c->pool, "%s:%zu:%zu", source->name, line, column);
}

static bool on_one_line(struct go_checker *c, uint32_t a, uint32_t b) {
    const struct go_file *file = &c->package->file;
    if (!a || !b) return a == b;
    uint32_t first = (a < b ? a : b) - file->base, length = a < b ? b - a : a - b;
    return !memchr(file->text + first, '\n', length);
}

/* ---- complaints ---- */

/* Those that only follow from an earlier one (errors.go:err), and what cmd/compile drops
 * (base/print.go:ErrorfAt). */
static bool is_repetition(struct go_checker *c, uint32_t pos, const char *message) {
    if (c->complaint_count == 0) return false;
    const char *operand = strstr(message, "invalid operand");
    const char *type = strstr(message, "invalid type");
    if ((operand && operand > message) || (type && type > message)) return true;
    const struct complaint *last = &c->complaints[c->complaint_count - 1];
    return strcmp(last->message, message) == 0 && on_one_line(c, last->pos, pos);
}

void go_check_complain(struct go_checker *c, uint32_t pos, const char *format, ...) {
    struct text out = {0};
    va_list arguments;
    va_start(arguments, format);
    text_addv(&out, format, arguments);
    va_end(arguments);
    const char *message = take_words(c, &out);
    if (c->at.error_pos) pos = c->at.error_pos;
    if (is_repetition(c, pos, message)) return;
    c->complaints =
        go_check_grow(c->pool, c->complaints, c->complaint_count, sizeof *c->complaints);
    c->complaints[c->complaint_count] = (struct complaint){pos, c->complaint_count, message};
    c->complaint_count++;
}

static int by_place(const void *a, const void *b) {
    const struct complaint *x = a, *y = b;
    if (x->pos != y->pos) return x->pos < y->pos ? -1 : 1;
    return x->order < y->order ? -1 : x->order > y->order;
}

/* The parser's complaints came first. */
static void sort_diags(struct diags *d) {
    for (size_t i = 1; i < d->count; i++)
        for (size_t k = i; k > 0 && d->list[k].offset < d->list[k - 1].offset; k--) {
            struct diag moved = d->list[k];
            d->list[k] = d->list[k - 1];
            d->list[k - 1] = moved;
        }
}

bool go_check_emit(struct go_checker *c) {
    if (c->complaint_count == 0) return true;
    qsort(c->complaints, c->complaint_count, sizeof *c->complaints, by_place);
    for (uint32_t i = 0; i < c->complaint_count; i++) {
        const struct complaint *now = &c->complaints[i];
        const struct complaint *last = i ? now - 1 : NULL;
        if (last && last->pos == now->pos && strcmp(last->message, now->message) == 0) continue;
        if (c->package->library)
            diag_file(c->diags, "library package %s, byte %u: %s", c->package->path,
                      now->pos - c->package->file.base, now->message);
        else if (now->pos == 0) diag_file(c->diags, "%s", now->message);
        else diag_at(c->diags, now->pos - 1, "%s", now->message);
    }
    sort_diags(c->diags);
    return false;
}

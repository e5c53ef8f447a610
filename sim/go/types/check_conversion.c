/* Conversions T(x) (conversions.go). */
#include "go/types/checker.h"

#include <stddef.h>

static bool is_constant_type(const struct go_type *t) {
    return go_is_boolean(t) || go_is_number(t) || go_is_string(t);
}

/* string(65): the character; what is none becomes U+FFFD. */
static const struct go_constant *character_text(struct go_checker *c,
                                                const struct go_constant *value) {
    char bytes[4];
    uint64_t character;
    if (!constant_uint64(value, &character) || character > 0x10ffff) character = 0xfffd;
    return constant_of_string(c->pool, bytes, constant_encode((uint32_t)character, bytes));
}

static bool convert_constant(struct go_checker *c, struct operand *x, const struct go_type *t) {
    if (go_check_fits(c, x->value, t, &x->value)) return true;
    if (!go_is_integer(x->type) || !go_is_string(t)) return false;
    x->value = character_text(c, x->value);
    return true;
}

static bool is_convertible(struct go_checker *c, const struct operand *x, const struct go_type *t,
                           const char **cause) {
    if (go_check_assignable(c, x, t, cause)) return true;
    if (x->mode == MODE_NIL) return false;
    return go_convertible(c->pool, x->type, t);
}

/* The type that is noted for the operand of a conversion to t, when it is untyped. */
static const struct go_type *operand_type(const struct operand *x, const struct go_type *t,
                                          bool constant) {
    if (x->type->kind == GO_KIND_UNTYPED_NIL) return t;
    if (go_is_interface(t) || (constant && !is_constant_type(t))) return go_default_type(x->type);
    if (x->mode == MODE_CONSTANT && go_is_integer(x->type) && go_is_string(t)) return x->type;
    return t;
}

void go_check_conversion(struct go_checker *c, struct operand *x, const struct go_type *t) {
    bool constant = x->mode == MODE_CONSTANT, right;
    const char *cause = NULL;
    struct operand original = *x;
    if (constant && is_constant_type(t)) {
        right = convert_constant(c, x, t);
    } else {
        right = is_convertible(c, x, t, &cause);
        if (right) x->mode = MODE_VALUE;
    }
    if (!right) {
        const struct go_constant *integer = NULL;
        if (constant && original.value && go_is_number(original.type) && go_is_integer(t))
            integer = constant_to_integer(c->pool, original.value);
        if (integer) original.value = integer;
        const char *operand = go_check_words(c, &original), *type = go_check_type_words(c, t);
        go_check_complain(c, go_check_start(x->node), "cannot convert %s to type %s%s%s", operand,
                          type, cause ? ":\n\t" : "", cause ? cause : "");
        x->mode = MODE_NONE;
        return;
    }
    if (go_is_untyped(x->type))
        go_check_update_type(c, x->node, operand_type(x, t, constant), true);
    x->type = t;
}

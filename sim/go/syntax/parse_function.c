/* parse_function.c -- signatures: parameters and results. */
#include "go/syntax/parser.h"

/* "..." Type . */
static struct go_node *parse_dots_type(struct parser *p) {
    struct go_node *n = node_here(p, NODE_DOTS_TYPE);
    take(p);
    n->x = parse_type_or_null(p);
    if (!n->x) {
        n->x = bad_node(p);
        syntax_error(p, "... is missing type");
    }
    return done(p, n);
}

static const uint8_t PARAMETER_FOLLOW[] = {GO_COMMA, GO_RIGHT_PAREN, GO_END};

/* ParameterDecl = [ identifier ] [ "..." ] Type | identifier . For now a name alone is a name: only
 * the whole list tells whether it is a type. */
static bool parse_parameter(struct parser *p, void *context) {
    struct go_node *n = node_here(p, NODE_FIELD);
    if (at(p, GO_NAME)) n->x = parse_name(p);
    if (n->x && at(p, GO_LEFT_BRACKET)) {
        n->y = parse_array_or_arguments(p);
        if (!n->y) {
            n->y = n->x;
            n->x = NULL;
        }
    } else if (n->x && at(p, GO_DOT)) {
        n->y = parse_qualified_name(p, n->x);
        n->x = NULL;
    } else if (at(p, GO_DOTS)) {
        n->y = parse_dots_type(p);
    } else {
        n->y = parse_type_or_null(p);
    }
    if (n->x || n->y) {
        list_add(context, done(p, n));
        return false;
    }
    unexpected(p, ", expecting )");
    skip_to(p, PARAMETER_FOLLOW);
    return false;
}

static const struct list_rule PARAMETERS = {"parameter list", GO_COMMA, GO_RIGHT_PAREN,
                                            parse_parameter};

/* All fields have a name and no type, or a type and no name: names are types. */
static void names_are_types(struct go_node *fields) {
    for (struct go_node *n = fields; n; n = n->next) {
        if (!n->x) continue;
        n->y = n->x;
        n->x = NULL;
    }
}

static struct go_node *blank_name(struct parser *p, uint32_t pos) {
    struct go_node *n = new_node(p, NODE_NAME, pos);
    n->name = "_";
    n->length = 1;
    return n;
}

/* Gives a field without type that of the field on its right, if there is one; returns where a name
 * or type is missing, or 0. */
static uint32_t complete_field(struct parser *p, struct go_node *n, const struct go_node *right) {
    if (n->y && !n->x) {
        uint32_t pos = n->y->kind == NODE_FUNCTION_TYPE ? n->y->pos : n->y->start;
        n->x = blank_name(p, pos);
        return pos;
    }
    if (n->y) return 0;
    if (right) {
        n->y = right->y;
        n->end = right->end;
        return 0;
    }
    n->y = new_node(p, NODE_BAD, n->x->pos);
    return n->x->pos;
}

/* Turns the list round: types are handed from right to left. */
static struct go_node *reversed(struct go_node *list) {
    struct go_node *last = NULL;
    for (struct go_node *n = list, *next; n; n = next) {
        next = n->next;
        n->next = last;
        last = n;
    }
    return last;
}

static void complete_fields(struct parser *p, struct go_node *fields) {
    uint32_t wrong = 0; /* the leftmost place */
    struct go_node *backwards = reversed(fields);
    const struct go_node *right = NULL;
    for (struct go_node *n = backwards; n; n = n->next) {
        bool typed = n->y;
        uint32_t pos = complete_field(p, n, right);
        if (pos) wrong = pos;
        if (typed) right = n;
    }
    reversed(backwards);
    if (wrong) syntax_error_at(p, wrong, "mixed named and unnamed parameters");
}

/* Parameters = "(" [ ParameterList [ "," ] ] ")" . In the list either all have names or none. */
struct list parse_parameters(struct parser *p) {
    struct list list = {0};
    parse_list(p, &PARAMETERS, &list);
    if (p->given_up) return list;
    uint32_t named = 0, count = 0;
    for (const struct go_node *n = list.first; n; n = n->next, count++) named += n->x && n->y;
    if (named == 0) names_are_types(list.first);
    else if (named < count) complete_fields(p, list.first);
    return list;
}

/* Result = Parameters | Type . */
static struct go_node *parse_result_or_null(struct parser *p) {
    if (got(p, GO_LEFT_PAREN)) return parse_parameters(p).first;
    uint32_t pos = here(p);
    struct go_node *type = parse_type_or_null(p);
    if (!type) return NULL;
    struct go_node *n = new_node(p, NODE_FIELD, pos);
    n->y = type;
    return done(p, n);
}

static void skip_type_parameters(struct parser *p, const char *context) {
    uint32_t pos = here(p);
    if (context) syntax_error_at(p, pos, "%s must have no type parameters", context);
    take(p);
    if (at(p, GO_RIGHT_BRACKET)) syntax_error(p, "empty type parameter list");
    else if (!context) refuse_generics(p, pos);
    skip_type_list(p);
}

/* Signature = Parameters [ Result ] . */
struct go_node *parse_function_type(struct parser *p, uint32_t start, const char *context) {
    if (at(p, GO_LEFT_BRACKET)) skip_type_parameters(p, context);
    struct go_node *n = node_here(p, NODE_FUNCTION_TYPE);
    n->start = start;
    want(p, GO_LEFT_PAREN);
    n->list = parse_parameters(p).first;
    n->list2 = parse_result_or_null(p);
    return done(p, n);
}

/* Types in words, three ways: as cmd/compile writes them (types/fmt.go), as the type checker's
 * complaints do (types2/typestring.go), and as reflection does. */
#include <string.h>

#include "go/types/type.h"

/* Alias upon alias can make types of any size: they are cut off. */
enum { DEPTH_MAX = 500, BYTES_MAX = 1 << 16 };

struct writer {
    struct text *out;
    size_t start;
    uint32_t depth;
    bool all;    /* every package is named, aliases are as what they stand for */
    bool errors; /* types2's way */
    bool fields; /* unexported field names are qualified, too */
};

static void write_type(struct writer *w, const struct go_type *t);

static void write_name(struct writer *w, const struct go_object *o) {
    if (o->package && (w->all || strcmp(o->package, "main") != 0)) {
        const char *slash = strrchr(o->package, '/');
        text_addf(w->out, "%s.", slash ? slash + 1 : o->package);
    }
    text_add(w->out, o->name);
}

static void write_basic(struct writer *w, const struct go_type *t) {
    text_add(w->out, w->all ? go_basic((enum go_kind)t->kind)->name : t->name);
}

/* ---- functions ---- */

static void write_list(struct writer *w, const struct go_type *list, bool variadic) {
    text_add(w->out, "(");
    for (uint32_t i = 0; list && i < list->field_count; i++) {
        const struct go_field *f = &list->fields[i];
        bool dots = variadic && i + 1 == list->field_count;
        if (i > 0) text_add(w->out, ", ");
        if (w->errors && f->name && *f->name) text_addf(w->out, "%s ", f->name);
        if (dots) text_add(w->out, "...");
        write_type(w, dots && f->type->kind == GO_KIND_SLICE ? f->type->element : f->type);
    }
    text_add(w->out, ")");
}

/* Parameters and results: what stands behind func, or behind a method's name. */
static void write_signature(struct writer *w, const struct go_type *t) {
    const struct go_type *results = t->result;
    write_list(w, t, t->variadic);
    if (!results || results->field_count == 0) return;
    text_add(w->out, " ");
    bool named = w->errors && results->fields[0].name;
    if (results->field_count == 1 && !named) write_type(w, results->fields[0].type);
    else write_list(w, results, false);
}

/* ---- structs ---- */

void go_tag_text(const char *literal, struct text *out) {
    size_t length = strlen(literal);
    if (literal[0] != '`' || length < 2) {
        text_add(out, literal);
        return;
    }
    text_add(out, "\"");
    for (const char *c = literal + 1; c < literal + length - 1; c++) {
        if (*c == '"' || *c == '\\') text_addf(out, "\\%c", *c);
        else if (*c == '\n') text_add(out, "\\n");
        else if (*c == '\t') text_add(out, "\\t");
        else if (*c != '\r') text_add_bytes(out, c, 1);
    }
    text_add(out, "\"");
}

static void write_field(struct writer *w, const struct go_field *f) {
    if (!f->embedded) {
        if (w->fields && f->name && !go_is_exported(f->name)) text_add(w->out, "main.");
        text_addf(w->out, "%s ", f->name ? f->name : "_");
    }
    write_type(w, f->type);
    if (!f->tag || strlen(f->tag) <= 2) return;
    text_add(w->out, " ");
    go_tag_text(f->tag, w->out);
}

static void write_struct(struct writer *w, const struct go_type *t) {
    const char *space = w->errors ? "" : " ";
    text_addf(w->out, "struct%s{", space);
    for (uint32_t i = 0; i < t->field_count; i++) {
        text_add(w->out, i > 0 ? "; " : space);
        write_field(w, &t->fields[i]);
    }
    text_add(w->out, t->field_count > 0 ? space : "");
    text_add(w->out, "}");
}

/* ---- interfaces ---- */

/* types2 writes an interface as it was declared: methods, then embedded types. */
static void write_declared_interface(struct writer *w, const struct go_type *t) {
    const char *between = "";
    text_add(w->out, "interface{");
    for (uint32_t i = 0; i < t->method_count; i++) {
        if (t->methods[i].embedded) continue;
        text_addf(w->out, "%s%s", between, t->methods[i].name);
        write_signature(w, t->methods[i].type);
        between = "; ";
    }
    for (uint32_t i = 0; i < t->embedded_count; i++) {
        text_add(w->out, between);
        write_type(w, t->embedded[i]);
        between = "; ";
    }
    text_add(w->out, "}");
}

/* fmt.go goes over to naming every package at the first method that is not exported, and stays with
 * it up to the end of the interface. */
static void write_interface(struct writer *w, const struct go_type *t) {
    bool all = w->all, fields = w->fields;
    if (t->name && !w->all) {
        text_add(w->out, t->name);
        return;
    }
    if (w->errors) {
        write_declared_interface(w, t);
        return;
    }
    text_add(w->out, "interface {");
    for (uint32_t i = 0; i < t->method_count; i++) {
        const struct go_method *m = &t->methods[i];
        text_add(w->out, i > 0 ? "; " : " ");
        if (!go_is_exported(m->name)) {
            if (!w->all) w->fields = true;
            w->all = true;
            text_add(w->out, "main.");
        }
        text_add(w->out, m->name);
        write_signature(w, m->type);
    }
    text_add(w->out, t->method_count > 0 ? " }" : "}");
    w->all = all;
    w->fields = fields;
}

/* ---- all of them ---- */

static void write_channel(struct writer *w, const struct go_type *t) {
    const struct go_type *element = t->element;
    bool nested =
        t->direction == 0 && element->kind == GO_KIND_CHANNEL && element->direction == FLAG_RECEIVE;
    if (t->direction == FLAG_RECEIVE) text_add(w->out, "<-chan ");
    else text_add(w->out, t->direction == FLAG_SEND ? "chan<- " : "chan ");
    if (nested) text_add(w->out, "(");
    write_type(w, element);
    if (nested) text_add(w->out, ")");
}

static void write_kind(struct writer *w, const struct go_type *t) {
    switch (t->kind) {
    case GO_KIND_NAMED:
        if (t->object) write_name(w, t->object);
        else text_add(w->out, t->name ? t->name : "?");
        break;
    case GO_KIND_POINTER:
        text_add(w->out, "*");
        write_type(w, t->element);
        break;
    case GO_KIND_SLICE:
        text_add(w->out, "[]");
        write_type(w, t->element);
        break;
    case GO_KIND_ARRAY:
        text_addf(w->out, "[%llu]", (unsigned long long)t->length);
        write_type(w, t->element);
        break;
    case GO_KIND_MAP:
        text_add(w->out, "map[");
        write_type(w, t->key);
        text_add(w->out, "]");
        write_type(w, t->element);
        break;
    case GO_KIND_CHANNEL: write_channel(w, t); break;
    case GO_KIND_STRUCT: write_struct(w, t); break;
    case GO_KIND_INTERFACE: write_interface(w, t); break;
    case GO_KIND_TUPLE: write_list(w, t, false); break;
    case GO_KIND_FUNCTION:
        text_add(w->out, "func");
        write_signature(w, t);
        break;
    default: write_basic(w, t); break;
    }
}

static void write_type(struct writer *w, const struct go_type *t) {
    if (!t || w->depth == DEPTH_MAX || w->out->length - w->start > BYTES_MAX) {
        text_add(w->out, "...");
        return;
    }
    w->depth++;
    write_kind(w, t);
    w->depth--;
}

void go_type_text(const struct go_type *t, enum go_qualify qualify, struct text *out) {
    struct writer w = {.out = out,
                       .start = out->length,
                       .all = qualify == QUALIFY_ALL,
                       .errors = qualify == QUALIFY_ERRORS};
    write_type(&w, t);
}

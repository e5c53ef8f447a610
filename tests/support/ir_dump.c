#include "support/ir_dump.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const char *const NAMES[] = {
#define IR(name, parts) #name,
#include "go/ir/ir.def"
#undef IR
};

static const struct {
    uint16_t flag;
    const char *name;
} FLAGS[] = {
    {FLAG_DOTS, "dots"},
    {FLAG_THREE, "three"},
    {FLAG_DEFINE, "define"},
    {FLAG_STEP, "step"},
    {FLAG_DEFAULT, "default"},
    {FLAG_IMPLICIT, "implicit"},
    {FLAG_METHOD, "method"},
    {FLAG_VARIADIC, "variadic"},
    {FLAG_LOOP, "loop"},
    {FLAG_LINE, "line"},
    {FLAG_DEVIRTUALIZED, "devirtualized"},
};

void ir_dump_build(const char *source, struct pool *pool, struct ir_program *out) {
    struct diags diags;
    struct go_checked checked = {0};
    struct go_file *file = pool_alloc(pool, sizeof *file);
    *file = (struct go_file){
        .package = "main", .base = 1, .text = source, .length = (uint32_t)strlen(source)};
    diags_init(&diags, (struct source){"test.go", source, strlen(source)});
    bool fine = go_parse(file, pool, &diags) && go_check(file, pool, &diags, &checked);
    struct text complaints = {0};
    diags_text(&diags, &complaints);
    if (!fine) fail_msg("%s", text_string(&complaints));
    text_free(&complaints);
    diags_free(&diags);
    ir_build(&checked, pool, out);
}

static void dump_place(uint32_t pos, struct ir_source source, struct text *out) {
    const struct source s = {"", source.text, strlen(source.text)};
    size_t line, column;
    if (pos == 0 || pos > s.length + 1) {
        text_add(out, "@-");
        return;
    }
    source_place(&s, pos - 1, &line, &column);
    text_addf(out, "@%zu:%zu", line - source.skipped, column);
}

static void dump_words(const struct ir_node *n, struct text *out) {
    text_add(out, "{");
    size_t start = out->length;
    if (n->variable) text_addf(out, "%s ", n->variable->name);
    if (n->function) text_addf(out, "%s ", n->function->name);
    if (n->name) text_addf(out, ".%s ", n->name);
    if (n->text) text_addf(out, "'%s' ", n->text);
    if (n->operator) text_addf(out, "%s ", go_token_text((enum go_token)n->operator));
    if (n->op == IR_KEYED || n->op == IR_SLICE_LITERAL)
        text_addf(out, "%llu ", (unsigned long long)n->index);
    for (size_t i = 0; i < sizeof FLAGS / sizeof FLAGS[0]; i++)
        if (n->flags & FLAGS[i].flag) text_addf(out, "%s ", FLAGS[i].name);
    bool typed = n->type && n->op != IR_VARIABLE && n->op != IR_FUNCTION && n->op != IR_CLOSURE;
    if (typed) go_type_text(n->type, QUALIFY_OTHERS, out);
    else if (out->length > start) out->bytes[--out->length] = '\0';
    text_add(out, "}");
}

static void dump_list(const struct ir_node *list, struct ir_source source, const char *around,
                      struct text *out) {
    if (!list) return;
    text_add_bytes(out, &around[0], 1);
    for (const struct ir_node *n = list; n; n = n->next) {
        if (n != list) text_add(out, " ");
        ir_dump_node(n, source, out);
    }
    text_add_bytes(out, &around[1], 1);
}

void ir_dump_node(const struct ir_node *n, struct ir_source source, struct text *out) {
    const struct ir_node *parts[] = {n->x, n->y, n->z, n->w};
    text_add(out, NAMES[n->op]);
    dump_place(n->pos, source, out);
    dump_words(n, out);
    bool any = n->x || n->y || n->z || n->w;
    if (any) text_add(out, "(");
    for (size_t i = 0; i < 4; i++) {
        if (i && parts[i]) text_add(out, ", ");
        if (parts[i]) ir_dump_node(parts[i], source, out);
    }
    if (any) text_add(out, ")");
    dump_list(n->list, source, "[]", out);
    dump_list(n->list2, source, "<>", out);
    dump_list(n->init, source, "{}", out);
}

static void dump_variables(const char *title, struct ir_variable *const *variables, uint32_t count,
                           struct text *out) {
    if (count) text_addf(out, "  %s:", title);
    for (uint32_t i = 0; i < count; i++) {
        const struct ir_variable *v = variables[i];
        text_addf(out, "%s%s ", i ? ", " : " ", v->name);
        go_type_text(v->type, QUALIFY_OTHERS, out);
        if (v->assigned_again) text_add(out, " again");
        if (v->address_taken) text_add(out, " addressed");
        if (v->captured) text_add(out, " captured");
    }
    if (count) text_add(out, "\n");
}

void ir_dump_function(const struct ir_function *f, struct ir_source source, struct text *out) {
    text_addf(out, "%s %s%s%s%s\n", f->name, f->symbol, f->used ? "" : " unused",
              f->has_defer ? " defer" : "", f->has_recover ? " recover" : "");
    dump_variables("parameters", f->parameters, f->parameter_count, out);
    dump_variables("results", f->results, f->result_count, out);
    dump_variables("locals", f->locals, f->local_count, out);
    for (uint32_t i = 0; i < f->capture_count; i++) {
        text_addf(out, "%s%s", i ? ", " : "  captures: ", f->captures[i].variable->name);
        dump_place(f->captures[i].pos, source, out);
        if (i + 1 == f->capture_count) text_add(out, "\n");
    }
    for (const struct ir_node *n = f->body; n; n = n->next) {
        text_add(out, "  ");
        ir_dump_node(n, source, out);
        text_add(out, "\n");
    }
}

void ir_dump_program(const struct ir_program *p, struct ir_source source, struct text *out) {
    for (uint32_t i = 0; i < p->function_count; i++)
        if (!p->functions[i]->library) ir_dump_function(p->functions[i], source, out);
    for (uint32_t i = 0; i < p->static_count; i++) {
        const struct ir_static *s = &p->statics[i];
        if (s->variable->pos > strlen(source.text)) continue;
        text_addf(out, "static %s = ", s->variable->name);
        ir_dump_node(s->value, source, out);
        text_add(out, "\n");
    }
}

/* A Go source through parser and type checker. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "support/check.h"

void check_open(struct check *c, const char *source) {
    memset(c, 0, sizeof *c);
    size_t length = strlen(source);
    diags_init(&c->diags, (struct source){"go.go", source, length});
    c->file =
        (struct go_file){.package = "main", .base = 1, .text = source, .length = (uint32_t)length};
    c->right = (go_parse(&c->file, &c->pool, &c->diags) || c->file.sound) &&
               go_check(&c->file, &c->pool, &c->diags, &c->checked);
}

void check_close(struct check *c) {
    diags_free(&c->diags);
    pool_free(&c->pool);
}

void check_complaints(const struct check *c, struct text *out) {
    for (size_t i = 0; i < c->diags.count; i++) {
        const struct diag *d = &c->diags.list[i];
        size_t line, column;
        if (d->offset != DIAG_NOWHERE) {
            source_place(&c->diags.source, d->offset, &line, &column);
            text_addf(out, "%zu:%zu: ", line, column);
        }
        text_addf(out, "%s\n", d->message);
    }
}

void check_require(const char *source, const char *complaints) {
    struct check c;
    struct text out = {0};
    check_open(&c, source);
    check_complaints(&c, &out);
    if (strcmp(text_string(&out), complaints) != 0)
        print_error("---- source\n%s\n---- complaints\n%s---- expected\n%s----\n", source,
                    text_string(&out), complaints);
    assert_string_equal(text_string(&out), complaints);
    assert_int_equal(c.right, complaints[0] == '\0');
    text_free(&out);
    check_close(&c);
}

void check_require_body(const char *body, const char *complaints) {
    char source[8192];
    snprintf(source, sizeof source, "package main\nfunc main() {\n%s\n}\n", body);
    check_require(source, complaints);
}

struct go_object *check_find(const struct check *c, const char *name) {
    assert_true(c->checked.package_count > 0);
    const struct go_package *main = c->checked.packages[c->checked.package_count - 1];
    return go_scope_find(main->scope, name);
}

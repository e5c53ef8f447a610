/* Types of Go programs: words, sizes, identity, embedding, interfaces. What is expected is what Go
 * 1.19 prints and does. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "go/types/type.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])
#define INT go_basic(GO_KIND_INT)
#define BOOL go_basic(GO_KIND_BOOL)
#define STRING go_basic(GO_KIND_STRING)

static struct pool pool;

static int close_pool(void **state) {
    (void)state;
    pool_free(&pool);
    return 0;
}

/* ---- types made by hand ---- */

static const struct go_type *pointer(const struct go_type *element) {
    return go_pointer_to(&pool, element);
}

static const struct go_type *slice(const struct go_type *element) {
    return go_slice_of(&pool, element);
}

static const struct go_type *array(uint64_t length, const struct go_type *element) {
    struct go_type *t = go_type_new(&pool, GO_KIND_ARRAY);
    t->length = length;
    t->element = element;
    return t;
}

static const struct go_type *channel(int direction, const struct go_type *element) {
    struct go_type *t = go_type_new(&pool, GO_KIND_CHANNEL);
    t->direction = (uint8_t)direction;
    t->element = element;
    return t;
}

static const struct go_type *map(const struct go_type *key, const struct go_type *element) {
    struct go_type *t = go_type_new(&pool, GO_KIND_MAP);
    t->key = key;
    t->element = element;
    return t;
}

static void add_field(struct go_type *t, const char *name, const struct go_type *type) {
    t->fields = pool_grow(&pool, t->fields, t->field_count, sizeof *t->fields);
    t->fields[t->field_count++] = (struct go_field){.name = name, .type = type};
}

static void embed(struct go_type *t, const struct go_type *type) {
    const struct go_type *named = type->kind == GO_KIND_POINTER ? type->element : type;
    add_field(t, named->kind == GO_KIND_NAMED ? named->object->name : named->name, type);
    t->fields[t->field_count - 1].embedded = true;
}

static struct go_type *structure(void) {
    return go_type_new(&pool, GO_KIND_STRUCT);
}

static const struct go_type *pair(const char *a, const struct go_type *type_of_a, const char *b,
                                  const struct go_type *type_of_b) {
    struct go_type *t = structure();
    add_field(t, a, type_of_a);
    add_field(t, b, type_of_b);
    return t;
}

static struct go_type *named_in(const char *package, const char *name,
                                const struct go_type *underlying) {
    struct go_type *t = go_type_new(&pool, GO_KIND_NAMED);
    struct go_object *o = pool_alloc(&pool, sizeof *o);
    *o = (struct go_object){.kind = OBJECT_TYPE, .name = name, .package = package, .type = t};
    t->name = name;
    t->object = o;
    t->underlying = underlying;
    return t;
}

static struct go_type *named(const char *name, const struct go_type *underlying) {
    return named_in("main", name, underlying);
}

/* func(...) with results; parameters to be added. */
static struct go_type *function(const struct go_type *result, const struct go_type *second) {
    struct go_type *t = go_type_new(&pool, GO_KIND_FUNCTION);
    struct go_type *results = go_type_new(&pool, GO_KIND_TUPLE);
    if (result) add_field(results, NULL, result);
    if (second) add_field(results, NULL, second);
    t->result = results;
    return t;
}

static void declare(struct go_type *t, const char *name, bool pointer_receiver,
                    const struct go_type *result) {
    struct go_object *method = pool_alloc(&pool, sizeof *method);
    *method = (struct go_object){.kind = OBJECT_FUNCTION,
                                 .name = name,
                                 .package = t->object->package,
                                 .pointer_receiver = pointer_receiver,
                                 .receiver = t,
                                 .type = function(result, NULL)};
    t->declared = pool_grow(&pool, t->declared, t->declared_count, sizeof(struct go_object *));
    t->declared[t->declared_count++] = method;
}

/* Names in order. */
static void require_method(struct go_type *interface, const char *name,
                           const struct go_type *type) {
    interface->methods =
        pool_grow(&pool, interface->methods, interface->method_count, sizeof *interface->methods);
    interface->methods[interface->method_count++] = (struct go_method){.name = name, .type = type};
}

static struct go_type *interface_of(const char *first, const char *second) {
    struct go_type *t = go_type_new(&pool, GO_KIND_INTERFACE);
    if (first) require_method(t, first, function(STRING, NULL));
    if (second) require_method(t, second, function(STRING, NULL));
    return t;
}

/* ---- words ---- */

static void require_text(const struct go_type *t, enum go_qualify qualify, const char *expected) {
    struct text text = {0};
    go_type_text(t, qualify, &text);
    assert_string_equal(text_string(&text), expected);
    text_free(&text);
}

static void require_texts(const struct go_type *t, const char *listing, const char *all,
                          const char *errors) {
    require_text(t, QUALIFY_OTHERS, listing);
    require_text(t, QUALIFY_ALL, all);
    require_text(t, QUALIFY_ERRORS, errors);
}

static void types_print_as_the_compiler_and_fmt_have_them(void **state) {
    (void)state;
    const struct go_type *t = named("T", pair("x", INT, "y", INT));
    const struct go_type *mutex = named_in("sync", "Mutex", structure());
    const struct go_type *received = channel(FLAG_RECEIVE, INT), *both = channel(0, INT);
    require_texts(t, "T", "main.T", "T");
    require_texts(pointer(mutex), "*sync.Mutex", "*sync.Mutex", "*sync.Mutex");
    require_texts(named_in("sync/atomic", "Int64", INT), "atomic.Int64", "atomic.Int64",
                  "atomic.Int64");
    require_texts(slice(go_any_type()), "[]any", "[]interface {}", "[]any");
    require_texts(slice(interface_of(NULL, NULL)), "[]interface {}", "[]interface {}",
                  "[]interface{}");
    require_texts(slice(go_byte_type()), "[]byte", "[]uint8", "[]byte");
    require_texts(map(go_rune_type(), structure()), "map[rune]struct {}", "map[int32]struct {}",
                  "map[rune]struct{}");
    require_texts(map(array(3, t), go_error_type()), "map[[3]T]error", "map[[3]main.T]error",
                  "map[[3]T]error");
    require_text(channel(0, received), QUALIFY_OTHERS, "chan (<-chan int)");
    require_text(channel(0, channel(FLAG_SEND, INT)), QUALIFY_OTHERS, "chan chan<- int");
    require_text(channel(FLAG_RECEIVE, both), QUALIFY_ALL, "<-chan chan int");
    require_text(channel(FLAG_SEND, received), QUALIFY_ERRORS, "chan<- <-chan int");
    require_text(go_basic(GO_KIND_UNTYPED_FLOAT), QUALIFY_ERRORS, "untyped float");
    require_text(go_error_type(), QUALIFY_ALL, "error");
}

static void functions_print_with_names_in_complaints_only(void **state) {
    (void)state;
    struct go_type *t = function(INT, go_error_type()), *named_result = function(STRING, NULL);
    add_field(t, "a", INT);
    add_field(t, "rest", slice(STRING));
    t->variadic = true;
    require_texts(t, "func(int, ...string) (int, error)", "func(int, ...string) (int, error)",
                  "func(a int, rest ...string) (int, error)");
    named_result->result->fields[0].name = "s";
    require_texts(named_result, "func() string", "func() string", "func() (s string)");
    require_texts(function(function(NULL, NULL), NULL), "func() func()", "func() func()",
                  "func() func()");
    require_texts(t->result, "(int, error)", "(int, error)", "(int, error)");
}

static void structs_print_with_their_tags_quoted(void **state) {
    (void)state;
    const struct go_type *t = named("T", structure());
    struct go_type *s = structure();
    add_field(s, "a", INT);
    s->fields[0].tag = "`json:\"a\\\"x\"`";
    embed(s, t);
    embed(s, pointer(named_in("sync", "Mutex", structure())));
    add_field(s, "F", function(NULL, NULL));
    require_texts(s, "struct { a int \"json:\\\"a\\\\\\\"x\\\"\"; T; *sync.Mutex; F func() }",
                  "struct { a int \"json:\\\"a\\\\\\\"x\\\"\"; main.T; *sync.Mutex; F func() }",
                  "struct{a int \"json:\\\"a\\\\\\\"x\\\"\"; T; *sync.Mutex; F func()}");
}

/* fmt.go qualifies everything behind a method that is not exported. */
static void interfaces_print_with_all_their_methods(void **state) {
    (void)state;
    const struct go_type *t = named("T", pair("x", INT, "y", INT));
    struct go_type *i = interface_of(NULL, NULL), *method = function(pointer(t), NULL);
    add_field(method, "a", INT);
    require_method(i, "N", method);
    require_texts(pointer(i), "*interface { N(int) *T }", "*interface { N(int) *main.T }",
                  "*interface{N(a int) *T}");
    require_method(i, "m", method);
    require_texts(i, "interface { N(int) *T; main.m(int) *main.T }",
                  "interface { N(int) *main.T; main.m(int) *main.T }",
                  "interface{N(a int) *T; m(a int) *T}");
    const struct go_type *embedded[] = {go_error_type()};
    struct go_type *j = interface_of("Error", NULL);
    j->methods[0].embedded = true;
    j->embedded = embedded;
    j->embedded_count = 1;
    require_texts(j, "interface { Error() string }", "interface { Error() string }",
                  "interface{error}");
}

static void types_that_lead_to_themselves_print(void **state) {
    (void)state;
    struct go_type *node = named("Node", NULL), *s = structure();
    add_field(s, "next", pointer(node));
    node->underlying = s;
    require_text(node, QUALIFY_ALL, "main.Node");
    require_text(s, QUALIFY_OTHERS, "struct { next *Node }");
    struct go_type *loop = go_type_new(&pool, GO_KIND_SLICE), *wide = structure();
    struct text text = {0};
    loop->element = loop; /* type A = []A, which the checker refuses */
    go_type_text(loop, QUALIFY_OTHERS, &text);
    assert_true(text.length < 2000);
    text_clear(&text);
    add_field(wide, "a", wide);
    add_field(wide, "b", wide);
    go_type_text(wide, QUALIFY_OTHERS, &text);
    assert_true(text.length < 100000);
    text_free(&text);
}

/* ---- sizes ---- */

static void structs_are_laid_out_as_on_amd64(void **state) {
    static const uint64_t OFFSETS[] = {0, 6, 8, 24, 32, 48, 56, 64, 72, 96};
    (void)state;
    const struct go_type *z = structure(), *int32 = go_basic(GO_KIND_INT32);
    struct go_type *a = structure(), *d = structure();
    add_field(a, "a", BOOL);
    add_field(a, "b", go_basic(GO_KIND_INT64));
    add_field(a, "c", BOOL);
    assert_int_equal(go_size(z), 0);
    assert_int_equal(go_alignment(z), 1);
    assert_int_equal(go_size(a), 24);
    assert_int_equal(go_size(pair("a", int32, "z", z)), 8); /* padded: z is last */
    assert_int_equal(go_size(pair("z", z, "a", int32)), 4);
    assert_int_equal(go_size(pair("a", a, "z", array(0, INT))), 32);
    assert_int_equal(go_size(pair("x", array(5, a), "y", go_basic(GO_KIND_FLOAT32))), 128);
    assert_int_equal(go_size(pair("a", z, "b", z)), 0);
    assert_int_equal(go_alignment(array(0, INT)), 8);
    add_field(d, "a", array(3, go_basic(GO_KIND_UINT16)));
    add_field(d, "b", go_byte_type());
    add_field(d, "s", STRING);
    add_field(d, "f", function(NULL, NULL));
    add_field(d, "i", go_any_type());
    add_field(d, "m", map(INT, INT));
    add_field(d, "c", channel(0, INT));
    add_field(d, "p", pointer(INT));
    add_field(d, "sl", slice(INT));
    add_field(d, "e", go_error_type());
    assert_int_equal(go_size(named("D", d)), 112);
    for (size_t i = 0; i < COUNT(OFFSETS); i++) assert_int_equal(d->fields[i].offset, OFFSETS[i]);
}

static void sizes_do_not_overflow_or_loop(void **state) {
    (void)state;
    const struct go_type *huge = array(UINT64_MAX / 4, INT);
    assert_true(go_size(huge) == UINT64_MAX);
    assert_true(go_size(pair("a", huge, "b", huge)) == UINT64_MAX);
    assert_int_equal(go_size(array(0, huge)), 0);
    struct go_type *t = named("T", NULL), *s = structure();
    assert_true(go_size(t) == UINT64_MAX); /* not complete */
    add_field(s, "a", t);
    add_field(s, "b", t);
    t->underlying = s;
    assert_true(go_size(t) == UINT64_MAX);
    assert_true(go_comparable(t));
    assert_false(go_has_pointers(t));
    const struct go_type *tower = pair("a", INT, "b", INT);
    for (int i = 0; i < 40; i++) tower = pair("a", tower, "b", tower);
    assert_true(go_size(tower) == 16ull << 40);
    assert_false(go_has_pointers(tower));
    assert_true(go_comparable(tower));
}

static void pointers_are_found_inside(void **state) {
    (void)state;
    assert_false(go_has_pointers(INT));
    assert_false(go_has_pointers(go_basic(GO_KIND_UINTPTR)));
    assert_true(go_has_pointers(STRING));
    assert_true(go_has_pointers(go_error_type()));
    assert_true(go_has_pointers(named("F", function(NULL, NULL))));
    assert_false(go_has_pointers(array(0, STRING)));
    assert_true(go_has_pointers(array(1, STRING)));
    assert_false(go_has_pointers(pair("a", INT, "b", array(0, STRING))));
    assert_true(go_has_pointers(pair("a", INT, "b", slice(INT))));
}

static void direct_types_lie_in_the_interface(void **state) {
    (void)state;
    struct go_type *one = structure(), *word = structure();
    add_field(one, "p", array(1, pointer(INT)));
    add_field(word, "n", INT);
    assert_true(go_is_direct(pointer(INT)));
    assert_true(go_is_direct(named("M", map(INT, INT))));
    assert_true(go_is_direct(function(NULL, NULL)));
    assert_true(go_is_direct(named("One", one)));
    assert_false(go_is_direct(word));
    assert_false(go_is_direct(INT));
    assert_false(go_is_direct(slice(INT)));
    assert_false(go_is_direct(array(2, pointer(INT))));
    assert_false(go_is_direct(pair("a", pointer(INT), "z", structure())));
    assert_false(go_is_direct(go_any_type()));
}

/* ---- identity ---- */

static void types_are_identical_by_structure_or_by_declaration(void **state) {
    (void)state;
    struct go_type *tagged = structure(), *other = structure(), *f = function(INT, NULL),
                   *g = function(INT, NULL);
    add_field(tagged, "a", INT);
    add_field(other, "a", INT);
    assert_true(go_identical(tagged, other));
    assert_int_equal(go_type_hash(tagged), go_type_hash(other));
    tagged->fields[0].tag = "\"x\"";
    assert_false(go_identical(tagged, other));
    assert_true(go_identical_without_tags(tagged, other));
    other->fields[0].tag = "`x`";
    assert_true(go_identical(tagged, other));
    assert_true(go_identical(slice(go_byte_type()), slice(go_basic(GO_KIND_UINT8))));
    assert_true(go_identical(go_rune_type(), go_basic(GO_KIND_INT32)));
    assert_true(go_identical(go_any_type(), interface_of(NULL, NULL)));
    assert_int_equal(go_type_hash(go_any_type()), go_type_hash(interface_of(NULL, NULL)));
    assert_false(go_identical(named("A", INT), named("A", INT)));
    assert_false(go_identical(array(3, INT), array(4, INT)));
    assert_false(go_identical(channel(0, INT), channel(FLAG_SEND, INT)));
    assert_true(go_identical(map(STRING, INT), map(STRING, INT)));
    add_field(f, "a", slice(INT));
    add_field(g, "b", slice(INT));
    assert_true(go_identical(f, g));
    g->variadic = true;
    assert_false(go_identical(f, g));
    assert_false(go_identical(go_error_type(), interface_of("Error", NULL)));
    assert_true(go_identical(go_underlying(go_error_type()), interface_of("Error", NULL)));
    assert_false(go_identical(pair("a", INT, "b", INT), pair("a", INT, "c", INT)));
}

static void comparable_types_have_no_slice_map_or_func_inside(void **state) {
    (void)state;
    assert_true(go_comparable(pair("a", STRING, "b", go_any_type())));
    assert_false(go_comparable(pair("a", STRING, "b", slice(INT))));
    assert_false(go_comparable(array(0, function(NULL, NULL))));
    assert_true(go_comparable(channel(0, slice(INT))));
    assert_true(go_comparable(pointer(slice(INT))));
    assert_false(go_comparable(named("M", map(INT, INT))));
    assert_true(go_ordered(named("N", STRING)));
    assert_false(go_ordered(BOOL));
    assert_true(go_has_nil(named("F", function(NULL, NULL))));
    assert_false(go_has_nil(STRING));
    assert_true(go_is_bytes_or_runes(named("B", slice(named("MyByte", go_byte_type())))));
    assert_false(go_is_bytes_or_runes(slice(INT)));
}

/* ---- fields and methods ----
 *
 * type A struct { x, y int };  func (A) V() string;  func (*A) P() string
 * type B struct { x, z int };  func (B) V() string */

struct family {
    struct go_type *a, *b;
};

static struct family family(void) {
    struct family f = {named("A", pair("x", INT, "y", INT)), named("B", pair("x", INT, "z", INT))};
    declare(f.a, "V", false, STRING);
    declare(f.a, "P", true, STRING);
    declare(f.b, "V", false, STRING);
    return f;
}

enum { FOUND, MISSING, AMBIGUOUS };

static int look(const struct go_type *t, const char *name, struct go_selection *out) {
    bool ambiguous;
    if (go_lookup(&pool, t, name, "main", out, &ambiguous)) return FOUND;
    return ambiguous ? AMBIGUOUS : MISSING;
}

static void fields_and_methods_are_found_through_embedded_ones(void **state) {
    (void)state;
    struct family f = family();
    struct go_selection found;
    struct go_type *c = structure(), *d = structure();
    embed(c, f.a);
    embed(c, pointer(f.b));
    add_field(c, "w", INT);
    const struct go_type *named_c = named("C", c);
    embed(d, named_c);
    add_field(d, "x", STRING);
    const struct go_type *named_d = named("D", d);
    assert_int_equal(look(named_c, "x", &found), AMBIGUOUS);
    assert_int_equal(look(named_c, "V", &found), AMBIGUOUS);
    assert_int_equal(look(named_d, "x", &found), FOUND);
    assert_ptr_equal(found.field->type, STRING);
    assert_int_equal(found.path_length, 1);
    assert_int_equal(look(named_d, "y", &found), FOUND);
    assert_int_equal(found.kind, SELECT_FIELD);
    assert_int_equal(found.path_length, 3);
    assert_memory_equal(found.path, ((uint32_t[]){0, 0, 1}), 3 * sizeof(uint32_t));
    assert_false(found.indirect);
    assert_int_equal(look(pointer(named_d), "z", &found), FOUND);
    assert_memory_equal(found.path, ((uint32_t[]){0, 1, 1}), 3 * sizeof(uint32_t));
    assert_true(found.indirect);
    assert_int_equal(look(named_d, "z", &found), FOUND);
    assert_true(found.indirect); /* by *B */
    assert_int_equal(look(named_d, "P", &found), FOUND);
    assert_int_equal(found.kind, SELECT_METHOD_VALUE);
    assert_int_equal(found.path_length, 2);
    assert_true(found.method->pointer_receiver);
    assert_false(found.indirect);
    assert_int_equal(look(named_d, "q", &found), MISSING);
    assert_int_equal(look(named_d, "_", &found), MISSING);
    assert_int_equal(look(named_d, "C", &found), FOUND);
    assert_int_equal(look(pointer(pointer(named_d)), "C", &found), MISSING);
}

static void what_is_embedded_twice_at_one_depth_is_ambiguous(void **state) {
    (void)state;
    struct family f = family();
    struct go_selection found;
    struct go_type *x1 = structure(), *x2 = structure(), *y = structure(), *l = structure(),
                   *named_l = named("L", l);
    embed(x1, f.a);
    embed(x2, f.a);
    embed(y, named("X1", x1));
    embed(y, named("X2", x2));
    assert_int_equal(look(y, "y", &found), AMBIGUOUS);
    assert_int_equal(look(y, "P", &found), AMBIGUOUS);
    assert_int_equal(look(y, "A", &found), AMBIGUOUS);
    embed(l, pointer(named_l)); /* type L struct { *L; n int; A } */
    add_field(l, "n", INT);
    embed(l, f.a);
    assert_int_equal(look(named_l, "y", &found), FOUND);
    assert_int_equal(found.path_length, 2);
    assert_int_equal(look(named_l, "m", &found), MISSING);
}

static void interfaces_are_looked_into(void **state) {
    (void)state;
    struct go_selection found;
    const struct go_type *i = named("I", interface_of("M", NULL));
    struct go_type *w = structure();
    embed(w, i);
    assert_int_equal(look(i, "M", &found), FOUND);
    assert_string_equal(found.abstract->name, "M");
    assert_null(found.method);
    assert_int_equal(found.path_length, 0);
    assert_int_equal(look(w, "M", &found), FOUND);
    assert_int_equal(found.path_length, 1);
    assert_int_equal(look(pointer(i), "M", &found), MISSING);
    assert_int_equal(look(go_error_type(), "Error", &found), FOUND);
}

static void named_pointers_have_fields_but_no_methods(void **state) {
    (void)state;
    struct family f = family();
    struct go_selection found;
    const struct go_type *p = named("PA", pointer(f.a));
    assert_int_equal(look(p, "y", &found), FOUND);
    assert_true(found.indirect);
    assert_int_equal(look(p, "V", &found), MISSING);
}

static void small_names_belong_to_their_package(void **state) {
    (void)state;
    struct go_selection found;
    struct go_type *mutex = named_in("sync", "Mutex", pair("state", INT, "Sema", INT)),
                   *s = structure();
    declare(mutex, "Lock", true, NULL);
    declare(mutex, "slow", true, NULL);
    embed(s, mutex);
    add_field(s, "own", INT);
    assert_int_equal(look(s, "Lock", &found), FOUND);
    assert_int_equal(look(s, "Sema", &found), FOUND);
    assert_int_equal(look(s, "slow", &found), MISSING);
    assert_int_equal(look(s, "state", &found), MISSING);
    assert_int_equal(look(named("S", s), "own", &found), FOUND);
    bool ambiguous;
    assert_true(go_lookup(&pool, s, "state", "sync", &found, &ambiguous));
    assert_true(go_is_exported("\xc3\x84pfel"));
    assert_false(go_is_exported("\xc3\xa4pfel"));
    assert_false(go_is_exported("_A"));
}

static bool implements(const struct go_type *t, const struct go_type *interface) {
    const struct go_method *missing;
    bool pointer_only;
    return go_implements(&pool, t, interface, &missing, &pointer_only);
}

static void method_sets_decide_which_interfaces_are_satisfied(void **state) {
    (void)state;
    struct family f = family();
    const struct go_type *v = interface_of("V", NULL), *p = interface_of("P", NULL),
                         *both = named("Both", interface_of("P", "V"));
    struct go_type *by_value = structure(), *by_pointer = structure(), *ambiguous = structure(),
                   *mixed = structure();
    const struct go_method *missing;
    bool pointer_only;
    assert_true(implements(f.a, v));
    assert_false(implements(f.a, p));
    assert_false(go_implements(&pool, f.a, both, &missing, &pointer_only));
    assert_string_equal(missing->name, "P");
    assert_true(pointer_only);
    assert_true(implements(pointer(f.a), both));
    embed(by_value, f.a);
    assert_false(implements(named("X", by_value), both));
    assert_true(implements(pointer(named("X", by_value)), both));
    embed(by_pointer, pointer(f.a));
    assert_true(implements(by_pointer, both));
    embed(ambiguous, f.a);
    embed(ambiguous, pointer(f.b));
    assert_false(go_implements(&pool, ambiguous, v, &missing, &pointer_only));
    assert_false(pointer_only);
    assert_false(implements(named("PA", pointer(f.a)), v));
    embed(mixed, both);
    assert_true(implements(mixed, both));
    assert_true(implements(both, v));
    assert_false(implements(v, both));
    assert_false(implements(pointer(both), v));
    assert_true(implements(f.a, go_any_type()));
    struct go_type *other = interface_of(NULL, NULL);
    require_method(other, "V", function(INT, NULL));
    assert_false(go_implements(&pool, f.a, other, &missing, &pointer_only));
    assert_string_equal(missing->name, "V");
    struct go_type *field = structure(); /* a field is no method */
    add_field(field, "V", function(STRING, NULL));
    assert_false(implements(field, v));
}

/* ---- values ---- */

static bool assignable(const struct go_type *from, const struct go_type *to) {
    return go_assignable(&pool, from, to);
}

static bool convertible(const struct go_type *from, const struct go_type *to) {
    return go_convertible(&pool, from, to);
}

static void values_are_assigned_as_the_specification_says(void **state) {
    (void)state;
    struct family f = family();
    const struct go_type *n = named("N", INT), *s = named("S", slice(INT)),
                         *s2 = named("S2", slice(INT)), *c = named("C", channel(0, INT)),
                         *nil = go_basic(GO_KIND_UNTYPED_NIL);
    assert_false(assignable(n, INT));
    assert_true(assignable(slice(INT), s));
    assert_false(assignable(s2, s));
    assert_true(assignable(s2, slice(INT)));
    assert_true(assignable(c, channel(FLAG_SEND, INT)));
    assert_true(assignable(channel(0, INT), c));
    assert_false(assignable(channel(FLAG_RECEIVE, INT), c));
    assert_false(assignable(c, named("RO", channel(FLAG_RECEIVE, INT))));
    assert_false(assignable(f.a, interface_of("P", NULL)));
    assert_true(assignable(pointer(f.a), interface_of("P", NULL)));
    assert_false(assignable(go_any_type(), interface_of("P", NULL)));
    assert_true(assignable(nil, pointer(INT)));
    assert_true(assignable(nil, go_error_type()));
    assert_false(assignable(nil, STRING));
    assert_true(assignable(go_basic(GO_KIND_INVALID), STRING)); /* was complained about */
}

static void values_are_converted_as_the_specification_says(void **state) {
    (void)state;
    struct go_type *tagged = structure(), *plain = structure();
    add_field(tagged, "a", INT);
    tagged->fields[0].tag = "`x`";
    add_field(plain, "a", INT);
    const struct go_type *t1 = named("T1", tagged), *t2 = named("T2", plain),
                         *s = named("S", slice(INT));
    assert_false(assignable(t1, t2));
    assert_true(convertible(t1, t2));
    assert_true(convertible(pointer(t1), pointer(t2)));
    assert_false(convertible(pointer(t1), pointer(INT)));
    assert_true(convertible(INT, go_basic(GO_KIND_FLOAT32)));
    assert_true(convertible(INT, STRING));
    assert_false(convertible(go_basic(GO_KIND_FLOAT64), STRING));
    assert_false(convertible(STRING, INT));
    assert_true(convertible(STRING, slice(go_byte_type())));
    assert_true(convertible(slice(named("MyRune", go_rune_type())), named("Text", STRING)));
    assert_true(convertible(s, pointer(array(4, INT))));
    assert_false(convertible(s, array(4, INT))); /* from 1.20 on */
    assert_false(convertible(BOOL, INT));
}

static void constants_are_represented_in_a_type(void **state) {
    static const struct {
        enum go_kind kind;
        const char *literal, *value; /* NULL: none */
        bool truncated;
    } CASES[] = {
        {GO_KIND_INT8, "127", "127", false},
        {GO_KIND_INT8, "128", NULL, false},
        {GO_KIND_UINT8, "255", "255", false},
        {GO_KIND_UINT8, "256", NULL, false},
        {GO_KIND_INT, "9223372036854775807", "9223372036854775807", false},
        {GO_KIND_INT, "9223372036854775808", NULL, false},
        {GO_KIND_UINT64, "0xffffffffffffffff", "18446744073709551615", false},
        {GO_KIND_UINT64, "0x10000000000000000", NULL, false},
        {GO_KIND_INT, "2.0", "2", false},
        {GO_KIND_INT, "2.5", NULL, true},
        {GO_KIND_INT, "1e100", NULL, true},
        {GO_KIND_UINT8, "300.0", NULL, true},
        {GO_KIND_FLOAT32, "16777217", "1.67772e+07", false},
        {GO_KIND_FLOAT32, "1e39", NULL, false},
        {GO_KIND_FLOAT64, "1e309", NULL, false},
        {GO_KIND_UNTYPED_INT, "0x10000000000000000", "18446744073709551616", false},
        {GO_KIND_UNTYPED_FLOAT, "1e309", "1e+309", false},
        {GO_KIND_STRING, "65", NULL, false},
        {GO_KIND_BOOL, "1", NULL, false},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(CASES); i++) {
        const char *text = CASES[i].literal;
        bool is_float = strpbrk(text, ".e") && text[1] != 'x', truncated;
        const struct go_constant *c = constant_of_literal(&pool, is_float ? GO_FLOAT : GO_INTEGER,
                                                          text, (uint32_t)strlen(text));
        const struct go_type *t = named("N", go_basic(CASES[i].kind));
        const struct go_constant *value = go_represent(&pool, c, t, &truncated);
        struct text words = {0};
        if (value) constant_text(value, &words);
        assert_string_equal(text_string(&words), CASES[i].value ? CASES[i].value : "");
        assert_int_equal(truncated, CASES[i].truncated);
        text_free(&words);
    }
}

static void the_universe_has_what_every_program_sees(void **state) {
    static const char *const NAMES[] = {"bool", "int",  "uintptr", "float64", "string", "byte",
                                        "rune", "any",  "error",   "append",  "len",    "recover",
                                        "true", "iota", "nil",     "println"};
    uint32_t count, found = 0;
    struct go_object **objects = go_universe(&pool, &count);
    (void)state;
    for (uint32_t i = 0; i < count; i++) {
        for (size_t j = 0; j < COUNT(NAMES); j++) found += strcmp(objects[i]->name, NAMES[j]) == 0;
        if (objects[i]->kind == OBJECT_BUILTIN && strcmp(objects[i]->name, "len") == 0)
            assert_int_equal(objects[i]->builtin, BUILTIN_LEN);
        if (objects[i]->kind == OBJECT_TYPE)
            assert_ptr_equal(go_underlying(objects[i]->type),
                             go_underlying(objects[i]->type)->underlying);
    }
    assert_int_equal(found, COUNT(NAMES));
    assert_ptr_equal(go_default_type(go_basic(GO_KIND_UNTYPED_RUNE)), go_rune_type());
    assert_ptr_equal(go_default_type(go_basic(GO_KIND_UNTYPED_FLOAT)), go_basic(GO_KIND_FLOAT64));
    assert_true(go_is_named(INT));
    assert_false(go_is_named(go_any_type()));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(types_print_as_the_compiler_and_fmt_have_them),
        cmocka_unit_test(functions_print_with_names_in_complaints_only),
        cmocka_unit_test(structs_print_with_their_tags_quoted),
        cmocka_unit_test(interfaces_print_with_all_their_methods),
        cmocka_unit_test(types_that_lead_to_themselves_print),
        cmocka_unit_test(structs_are_laid_out_as_on_amd64),
        cmocka_unit_test(sizes_do_not_overflow_or_loop),
        cmocka_unit_test(pointers_are_found_inside),
        cmocka_unit_test(direct_types_lie_in_the_interface),
        cmocka_unit_test(types_are_identical_by_structure_or_by_declaration),
        cmocka_unit_test(comparable_types_have_no_slice_map_or_func_inside),
        cmocka_unit_test(fields_and_methods_are_found_through_embedded_ones),
        cmocka_unit_test(what_is_embedded_twice_at_one_depth_is_ambiguous),
        cmocka_unit_test(interfaces_are_looked_into),
        cmocka_unit_test(named_pointers_have_fields_but_no_methods),
        cmocka_unit_test(small_names_belong_to_their_package),
        cmocka_unit_test(method_sets_decide_which_interfaces_are_satisfied),
        cmocka_unit_test(values_are_assigned_as_the_specification_says),
        cmocka_unit_test(values_are_converted_as_the_specification_says),
        cmocka_unit_test(constants_are_represented_in_a_type),
        cmocka_unit_test(the_universe_has_what_every_program_sees),
    };
    return cmocka_run_group_tests(tests, NULL, close_pool) != 0;
}

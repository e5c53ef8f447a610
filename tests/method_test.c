/* Calls through interfaces, and which types have an interface's methods. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "support/hand.h"

static struct hand h;

/* type Adder interface { Add(int) int; Name() string }; *T has both, *U only Add. */
struct types {
    uint32_t adder, t, u;
    int32_t i, result;
};

/* func (t *T) Add(n int) int { return *t + n }, or *u - n */
static uint32_t add_function(uint32_t pointer, enum op_code code) {
    uint32_t f = hand_function(&h, "Add", h.integer);
    int32_t t = hand_parameter(&h, "t", pointer), n = hand_parameter(&h, "n", h.integer);
    int32_t sum = hand_variable(&h, "", h.integer);
    hand_op(&h, (struct op){.code = OP_LOAD, .size = 8, .a = sum, .b = t});
    hand_op(&h, (struct op){.code = (uint16_t)code, .a = sum, .b = sum, .c = n});
    hand_op(&h, (struct op){.code = OP_RETURN, .a = sum});
    return f;
}

static struct types begin(void) {
    struct types types;
    hand_begin(&h);
    struct program *p = &h.s.program;
    types.t = program_pointer_to(p, program_begin_struct(p, "T"));
    types.u = program_pointer_to(p, program_begin_struct(p, "U"));
    program_add_field(p, p->types[types.t].element, "n", h.integer);
    program_add_field(p, p->types[types.u].element, "n", h.integer);
    types.adder = program_add_interface(p, "Adder");
    p->types[types.adder].full_name = "main.Adder";
    program_add_field(p, types.adder, "Name", h.integer);
    program_add_field(p, types.adder, "Add", h.integer);
    hand_lay_out(&h);
    uint32_t add = program_method_name(p, "Add"), name = program_method_name(p, "Name");
    uint32_t of_u = add_function(types.u, OP_SUBTRACT), of_t = add_function(types.t, OP_ADD);
    program_add_method(p, (struct method){types.u, add, of_u});
    program_add_method(p, (struct method){types.t, name, of_t});
    program_add_method(p, (struct method){types.t, add, of_t});
    hand_main(&h);
    types.i = hand_variable(&h, "i", types.adder);
    types.result = hand_variable(&h, "result", h.integer);
    return types;
}

/* i = &T{40} or &U{40} */
static void put_object(const struct types *types, uint32_t pointer) {
    uint32_t object = h.s.program.types[pointer].element;
    hand_interface(&h, types->i, pointer, 0);
    hand_op(&h, (struct op){.code = OP_NEW, .a = types->i + 1, .b = hand_site(&h, object, false)});
    hand_op(&h, (struct op){
                    .code = OP_STORE, .flags = OP_CONSTANT, .size = 8, .a = types->i + 1, .b = 40});
}

/* result = i.Add(2) */
static void add_call(const struct types *types) {
    const struct argument arguments[] = {{.value = 0, .constant = true},
                                         {.value = 1, .constant = true},
                                         {.value = 1, .constant = true},
                                         {.value = 2, .constant = true}};
    hand_op(&h, (struct op){.code = OP_CALL_METHOD,
                            .a = types->i,
                            .b = hand_arguments(&h, arguments, 4),
                            .c = types->result});
}

static void the_type_of_what_is_held_says_which_method_is_called(void **state) {
    (void)state;
    for (int i = 0; i < 2; i++) {
        struct types types = begin();
        put_object(&types, i ? types.u : types.t);
        add_call(&types);
        hand_run(&h);
        assert_int_equal(hand_word(&h, types.result), i ? 38 : 42);
        assert_true(event_set_has(&h.r.kinds, EVENT_METHOD));
        hand_end(&h);
    }
}

static void nil_has_no_methods(void **state) {
    (void)state;
    struct types types = begin();
    add_call(&types);
    hand_fail(&h, FAULT_NIL,
              "panic: runtime error: invalid memory address or nil pointer dereference\n");
    hand_end(&h);
}

static void a_type_implements_what_it_has_all_methods_of(void **state) {
    (void)state;
    for (int i = 0; i < 4; i++) {
        struct types types = begin();
        if (i < 2) put_object(&types, i ? types.u : types.t);
        else if (i == 2) hand_interface(&h, types.i, h.integer, 0);
        hand_op(&h, (struct op){.code = OP_IMPLEMENTS,
                                .a = types.result,
                                .b = types.i,
                                .c = (int32_t)types.adder});
        hand_run(&h);
        assert_int_equal(hand_word(&h, types.result), i == 0);
        hand_end(&h);
    }
}

static void add_assertion(const struct types *types, uint32_t from, uint32_t to) {
    hand_op(&h, (struct op){
                    .code = OP_ASSERT, .a = types->i, .b = (int32_t)from + 1, .c = (int32_t)to});
}

static void an_assertion_holds_for_an_interface_that_is_implemented(void **state) {
    (void)state;
    struct types types = begin();
    put_object(&types, types.t);
    add_assertion(&types, h.any, types.adder);
    add_assertion(&types, types.adder, h.any);
    add_assertion(&types, types.adder, types.t);
    hand_run(&h);
    hand_end(&h);
}

static void a_wrong_assertion_says_what_is_wrong(void **state) {
    (void)state;
    for (int i = 0; i < 5; i++) {
        static const char *const MESSAGES[] = {
            "*main.U is not main.Adder: missing method Name\n",
            "interface is nil, not main.Adder\n",
            "interface {} is *main.U, not int\n",
            "main.Adder is *main.U, not *main.T\n",
            "main.Adder is nil, not *main.T\n",
        };
        struct types types = begin();
        struct text words = {0};
        program_descriptor(&h.s.program, h.integer);
        if (i != 1 && i != 4) put_object(&types, types.u);
        add_assertion(&types, i < 3 ? h.any : types.adder,
                      i < 2    ? types.adder
                      : i == 2 ? h.integer
                               : types.t);
        text_addf(&words, "panic: interface conversion: %s", MESSAGES[i]);
        hand_fail(&h, FAULT_ASSERTION, text_string(&words));
        text_free(&words);
        hand_end(&h);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_type_of_what_is_held_says_which_method_is_called),
        cmocka_unit_test(nil_has_no_methods),
        cmocka_unit_test(a_type_implements_what_it_has_all_methods_of),
        cmocka_unit_test(an_assertion_holds_for_an_interface_that_is_implemented),
        cmocka_unit_test(a_wrong_assertion_says_what_is_wrong),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}

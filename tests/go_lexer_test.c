/* The tokens of Go: their kinds, where they are, semicolons put in, and what is no token. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "go/syntax/lexer.h"

static void note_error(void *context, uint32_t offset, const char *message) {
    struct text *out = context;
    text_addf(out, "!%u %s\n", offset, message);
}

static void lexer_of(struct go_lexer *l, const char *text, size_t length, struct text *out) {
    *l = (struct go_lexer){.complain = note_error, .context = out};
    go_lexer_init(l, text, (uint32_t)length);
}

static void add_token(const struct go_lexer *l, struct text *out) {
    if (l->token == GO_SEMICOLON) text_addf(out, "%s ", l->word);
    else if (l->token >= GO_NAME && l->token <= GO_STRING)
        text_addf(out, "%s:%.*s ", l->token == GO_NAME ? "name" : "literal",
                  (int)(l->end - l->start), l->text + l->start);
    else if (l->token == GO_ADD_ASSIGN) text_addf(out, "%s= ", go_token_text(l->op));
    else text_addf(out, "%s ", go_token_text(l->token));
}

/* All tokens and complaints, in the order they come. */
static void require_tokens_of(const char *text, size_t length, const char *expected) {
    struct text out = {0};
    struct go_lexer l;
    lexer_of(&l, text, length, &out);
    do {
        go_lexer_next(&l);
        add_token(&l, &out);
    } while (l.token != GO_END);
    assert_string_equal(text_string(&out), expected);
    text_free(&out);
}

static void require_tokens(const char *text, const char *expected) {
    require_tokens_of(text, strlen(text), expected);
}

/* Of a text that is one literal: its kind, and its complaints. */
static void require_literal(const char *text, enum go_token kind, const char *complaints) {
    struct text out = {0};
    struct go_lexer l;
    lexer_of(&l, text, strlen(text), &out);
    go_lexer_next(&l);
    assert_int_equal(l.token, kind);
    assert_int_equal(l.start, 0);
    assert_int_equal(l.end, strlen(text));
    assert_string_equal(text_string(&out), complaints);
    text_free(&out);
}

static void every_sign_and_keyword_is_known(void **state) {
    (void)state;
    require_tokens(
        "+ - * / % & | ^ << >> &^ += -= *= /= %= &= |= ^= <<= >>= &^= && || <- ++ -- == < "
        "> = ! ~ != <= >= := ... ( ) [ ] { } , ; . :",
        "+ - * / % & | ^ << >> &^ += -= *= /= %= &= |= ^= <<= >>= &^= && || <- ++ -- == < "
        "> = ! ~ != <= >= := ... ( ) [ ] { } comma semicolon . : EOF ");
    require_tokens(
        "break case chan const continue default defer else fallthrough for func go goto if "
        "import interface map package range return select struct switch type var x",
        "break case chan const continue default defer else fallthrough for func go goto if "
        "import interface map package range return select struct switch type var name:x "
        "EOF EOF ");
}

static void the_longest_sign_wins(void **state) {
    (void)state;
    require_tokens("a<<=b&^=c&&=d", "name:a <<= name:b &^= name:c && = name:d EOF EOF ");
    require_tokens("x+++y..z....5", "name:x ++ + name:y . . name:z ... literal:.5 EOF EOF ");
    require_tokens("a<-b<=-c", "name:a <- name:b <= - name:c EOF EOF ");
}

static void a_newline_is_a_semicolon_behind_what_can_end_a_statement(void **state) {
    (void)state;
    require_tokens("x\n1\n)\n]\n}\nreturn\nbreak\ncontinue\nfallthrough\n++\n--\n",
                   "name:x newline literal:1 newline ) newline ] newline } newline return newline "
                   "break newline continue newline fallthrough newline ++ newline -- newline EOF ");
    require_tokens("+\n(\nfunc\ngoto\n,\n;\n\n", "+ ( func goto comma semicolon EOF ");
    require_tokens("x", "name:x EOF EOF ");
}

static void comments_are_spaces_or_newlines(void **state) {
    (void)state;
    require_tokens("x // y\n+ /* z */ 1 /**/", "name:x newline + literal:1 EOF EOF ");
    require_tokens("x /* a\nb */ + /* c\nd */ 1", "name:x newline + literal:1 EOF EOF ");
    require_tokens("x /* a", "name:x !2 comment not terminated\nEOF EOF ");
    require_tokens("/* a\n*", "!0 comment not terminated\nEOF ");
}

static void names_may_have_letters_of_all_scripts(void **state) {
    (void)state;
    require_tokens("größe _x1 π日本 x٣", "name:größe name:_x1 name:π日本 name:x٣ EOF EOF ");
    require_tokens("٣x", "!0 identifier cannot begin with digit U+0663 '٣'\nname:٣x EOF EOF ");
    require_tokens("a“b", "!1 invalid character U+201C '“' in identifier\nname:a“b EOF EOF ");
    require_tokens("a\u200bb", "!1 invalid character U+200B in identifier\nname:a\u200bb EOF EOF ");
    require_tokens("x @ # $ ? \\", "name:x !2 invalid character U+0040 '@'\n"
                                   "!4 invalid character U+0023 '#'\n"
                                   "!6 invalid character U+0024 '$'\n"
                                   "!8 invalid character U+003F '?'\n"
                                   "!10 invalid character U+005C '\\'\nEOF EOF ");
}

static void bytes_that_are_no_text_are_passed_over(void **state) {
    (void)state;
    require_tokens_of("a\0+", 3, "!1 invalid NUL character\nname:a + EOF ");
    require_tokens("\xef\xbb\xbfx", "name:x EOF EOF ");
    require_tokens("x \xef\xbb\xbf y",
                   "name:x !2 invalid BOM in the middle of the file\nname:y EOF EOF ");
    require_tokens("x \xff y \xe2\x82", "name:x !2 invalid UTF-8 encoding\nname:y "
                                        "!6 invalid UTF-8 encoding\n!7 invalid UTF-8 encoding\n"
                                        "EOF EOF ");
}

static void numbers_have_many_forms(void **state) {
    (void)state;
    static const char *const INTEGERS[] = {"0",
                                           "42",
                                           "4_2",
                                           "0600",
                                           "0_600",
                                           "0o600",
                                           "0O600",
                                           "0xBad",
                                           "0xBad_Face",
                                           "0x_67",
                                           "0b1010",
                                           "0B_1",
                                           "170141183460469231731687303715884105727"};
    static const char *const FLOATS[] = {"0.",          "72.40",  "072.40",  "2.71828",   "1.e+0",
                                         "6.67e-11",    "1E6",    ".25",     ".12345E+5", "1_5.",
                                         "0.15e+02",    "0x1p-2", "0x2.p10", "0x1.Fp+0",  "0X.8p-0",
                                         "0X_1FFFP-16", "089.5",  "08e1"};
    static const char *const IMAGINARIES[] = {"0i",   "0123i", "0xabci", "0.i",
                                              "1e6i", "0b1i",  "08i"};
    for (size_t i = 0; i < sizeof INTEGERS / sizeof INTEGERS[0]; i++)
        require_literal(INTEGERS[i], GO_INTEGER, "");
    for (size_t i = 0; i < sizeof FLOATS / sizeof FLOATS[0]; i++)
        require_literal(FLOATS[i], GO_FLOAT, "");
    for (size_t i = 0; i < sizeof IMAGINARIES / sizeof IMAGINARIES[0]; i++)
        require_literal(IMAGINARIES[i], GO_IMAGINARY, "");
}

static void wrong_numbers_are_named(void **state) {
    (void)state;
    require_literal("0128", GO_INTEGER, "!3 invalid digit '8' in octal literal\n");
    require_literal("0b12", GO_INTEGER, "!3 invalid digit '2' in binary literal\n");
    require_literal("0o8", GO_INTEGER, "!2 invalid digit '8' in octal literal\n");
    require_literal("0x", GO_INTEGER, "!2 hexadecimal literal has no digits\n");
    require_literal("0b", GO_INTEGER, "!2 binary literal has no digits\n");
    require_literal("0b1.5", GO_FLOAT, "!3 invalid radix point in binary literal\n");
    require_literal("0x1.5", GO_FLOAT, "!5 hexadecimal mantissa requires a 'p' exponent\n");
    require_literal("1p3", GO_FLOAT, "!1 'p' exponent requires hexadecimal mantissa\n");
    require_literal("0b1e3", GO_FLOAT, "!3 'e' exponent requires decimal mantissa\n");
    require_literal("1e+", GO_FLOAT, "!3 exponent has no digits\n");
    require_literal("1__2", GO_INTEGER, "!2 '_' must separate successive digits\n");
    require_literal("12_", GO_INTEGER, "!2 '_' must separate successive digits\n");
    require_literal("1_.5", GO_FLOAT, "!1 '_' must separate successive digits\n");
}

static void strings_and_runes_are_checked(void **state) {
    (void)state;
    require_literal("\"\\a\\b\\f\\n\\r\\t\\v\\\\\\\"\\000\\x41\\u00e9\\U0001F600'\"", GO_STRING,
                    "");
    require_literal("`a\nb\\`", GO_STRING, "");
    require_literal("'x'", GO_CHARACTER, "");
    require_literal("'\\''", GO_CHARACTER, "");
    require_literal("'世'", GO_CHARACTER, "");
    require_literal("''", GO_CHARACTER, "!1 empty rune literal or unescaped '\n");
    require_literal("'ab'", GO_CHARACTER, "!0 more than one character in rune literal\n");
    require_literal("'a", GO_CHARACTER, "!0 rune literal not terminated\n");
    require_literal("\"a", GO_STRING, "!0 string not terminated\n");
    require_literal("`a", GO_STRING, "!0 string not terminated\n");
    require_literal("\"\\q\"", GO_STRING, "!2 unknown escape\n");
    require_literal("'\\\"'", GO_CHARACTER, "!2 unknown escape\n");
    require_literal("\"\\'\"", GO_STRING, "!2 unknown escape\n");
    require_literal("\"\\08\"", GO_STRING, "!3 invalid character '8' in octal escape\n");
    require_literal("\"\\x4g\"", GO_STRING, "!4 invalid character 'g' in hexadecimal escape\n");
    require_literal("\"\\777\"", GO_STRING, "!5 octal escape value 511 > 255\n");
    require_literal("\"\\ud800\"", GO_STRING, "!7 escape is invalid Unicode code point U+D800\n");
    require_literal("\"\\U00110000\"", GO_STRING,
                    "!11 escape is invalid Unicode code point U+110000\n");
    require_tokens("\"a\nb", "!2 newline in string\nliteral:\"a newline name:b EOF EOF ");
    require_tokens("'a\nb", "!2 newline in rune literal\nliteral:'a newline name:b EOF EOF ");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_sign_and_keyword_is_known),
        cmocka_unit_test(the_longest_sign_wins),
        cmocka_unit_test(a_newline_is_a_semicolon_behind_what_can_end_a_statement),
        cmocka_unit_test(comments_are_spaces_or_newlines),
        cmocka_unit_test(names_may_have_letters_of_all_scripts),
        cmocka_unit_test(bytes_that_are_no_text_are_passed_over),
        cmocka_unit_test(numbers_have_many_forms),
        cmocka_unit_test(wrong_numbers_are_named),
        cmocka_unit_test(strings_and_runes_are_checked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}

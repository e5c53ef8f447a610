/* json_read takes exactly the JSON of RFC 8259 with distinct keys, says of everything else where
 * and why, and knows where each value of a tree stands. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "scenario/json.h"

struct bad_text {
    const char *text;
    size_t line, column; /* 0, 0: the file as a whole */
    const char *message;
};

#define COUNT(array) (sizeof(array) / sizeof(array)[0])
#define LONE "lone surrogate; \\uD800 to \\uDBFF then \\uDC00 to \\uDFFF was expected"
#define ESCAPE "unknown escape; expected one of \" \\ / b f n r t u after \\"
#define HEX "expected four hexadecimal digits after \\u"
#define WORD "unknown word; expected true, false, null, or a string in double quotes"
#define EARLY "the file ends too early; expected "
#define EMPTY "the file is empty; a JSON object was expected"
#define BEHIND "text after the end of the JSON value"
#define FIRST_KEY "expected a key in double quotes or \"}\""
#define NEXT_KEY "expected a key in double quotes after the \",\""
#define IN_OBJECT "expected \",\" or \"}\" after the value"
#define IN_ARRAY "expected \",\" or \"]\" after the value"
#define COLON "expected \":\" after the key"
#define NEXT_VALUE "expected a value after the \",\""
#define NO_COMMENTS "JSON has no comments; "
#define FILE_END "a string must end before the file does"
#define LINE_END "a string must end before the line does"
#define EXPONENT "expected a digit in the exponent"
#define FRACTION "expected a digit after \".\""
#define NO_MEMORY "not enough memory to read it"
#define INFINITE "number too large; a finite one was expected"

static const struct bad_text bad_structures[] = {
    {"", 0, 0, EMPTY},
    {" \n\t\r\n", 0, 0, EMPTY},
    {"{", 1, 2, EARLY "a key in double quotes or \"}\""},
    {"{\n  ", 2, 3, EARLY "a key in double quotes or \"}\""},
    {"}", 1, 1, "expected a value"},
    {"]", 1, 1, "expected a value"},
    {":", 1, 1, "expected a value"},
    {",", 1, 1, "expected a value"},
    {"[", 1, 2, EARLY "a value"},
    {"[1", 1, 3, EARLY "\",\" or \"]\" after the value"},
    {"[1,", 1, 4, EARLY "a value"},
    {"[1,]", 1, 4, NEXT_VALUE},
    {"[1,\n 2,\n]", 3, 1, NEXT_VALUE},
    {"[,1]", 1, 2, "expected a value"},
    {"[1,,2]", 1, 4, "expected a value"},
    {"[1 2]", 1, 4, IN_ARRAY},
    {"[1;2]", 1, 3, IN_ARRAY},
    {"[1}", 1, 3, IN_ARRAY},
    {"[{}", 1, 4, EARLY "\",\" or \"]\" after the value"},
    {"[\"a\" \"b\"]", 1, 6, IN_ARRAY},
    {"[1:2]", 1, 3, IN_ARRAY},
    {"{]", 1, 2, FIRST_KEY},
    {"{,}", 1, 2, FIRST_KEY},
    {"{1:2}", 1, 2, FIRST_KEY},
    {"{a:2}", 1, 2, FIRST_KEY},
    {"{'a':2}", 1, 2, FIRST_KEY},
    {"{null:2}", 1, 2, FIRST_KEY},
    {"{{}}", 1, 2, FIRST_KEY},
    {"{\"a\"", 1, 5, EARLY "\":\" after the key"},
    {"{\"a\"}", 1, 5, COLON},
    {"{\"a\",1}", 1, 5, COLON},
    {"{\"a\" 1}", 1, 6, COLON},
    {"{\"a\"=1}", 1, 5, COLON},
    {"{\"a\":", 1, 6, EARLY "a value"},
    {"{\"a\":}", 1, 6, "expected a value"},
    {"{\"a\":,}", 1, 6, "expected a value"},
    {"{\"a\"::1}", 1, 6, "expected a value"},
    {"{\"a\":1", 1, 7, EARLY "\",\" or \"}\" after the value"},
    {"{\"a\":1]", 1, 7, IN_OBJECT},
    {"{\"a\":1 \"b\":2}", 1, 8, IN_OBJECT},
    {"{\"a\":1\n \"b\":2}", 2, 2, IN_OBJECT},
    {"{\"a\":1;\"b\":2}", 1, 7, IN_OBJECT},
    {"{\"a\":1,", 1, 8, EARLY "a key in double quotes after the \",\""},
    {"{\"a\":1,}", 1, 8, NEXT_KEY},
    {"{\"a\":1,\r\n}", 2, 1, NEXT_KEY},
    {"{\"a\":1,,\"b\":2}", 1, 8, NEXT_KEY},
    {"{\"a\":1,b:2}", 1, 8, NEXT_KEY},
    {"{\"a\":{\"b\":[1,{\"c\":}]}}", 1, 19, "expected a value"},
    {"{} x", 1, 4, BEHIND},
    {"{}{}", 1, 3, BEHIND},
    {"{}\n\n}", 3, 1, BEHIND},
    {"[],", 1, 3, BEHIND},
    {"1 2", 1, 3, BEHIND},
    {"\"a\" \"b\"", 1, 5, BEHIND},
    {"null,", 1, 5, BEHIND},
    {"// note\n{}", 1, 1, NO_COMMENTS "expected a value"},
    {"{ // note\n}", 1, 3, NO_COMMENTS FIRST_KEY},
    {"[1 /* one */]", 1, 4, NO_COMMENTS IN_ARRAY},
    {"{\"a\":1, /* b */ \"b\":2}", 1, 9, NO_COMMENTS NEXT_KEY},
    {"# note\n{}", 1, 1, "expected a value"},
    {"{}\f", 1, 3, BEHIND},
    {"\v{}", 1, 1, "expected a value"},
};

static const struct bad_text bad_words[] = {
    {"[True]", 1, 2, "unknown word; did you mean true?"},
    {"[FALSE]", 1, 2, "unknown word; did you mean false?"},
    {"[nul]", 1, 2, "unknown word; did you mean null?"},
    {"[ture]", 1, 2, "unknown word; did you mean true?"},
    {"[flase]", 1, 2, "unknown word; did you mean false?"},
    {"[true1]", 1, 2, "unknown word; did you mean true?"},
    {"[nullnull]", 1, 2, WORD},
    {"[truetruetruetruetrue]", 1, 2, WORD},
    {"[NaN]", 1, 2, WORD},
    {"[Infinity]", 1, 2, WORD},
    {"[undefined]", 1, 2, WORD},
    {"[None]", 1, 2, WORD},
    {"[yes]", 1, 2, WORD},
    {"[hybrid]", 1, 2, WORD},
    {"['a']", 1, 2, "expected double quotes around a string"},
    {"[\xE2\x80\x9C"
     "a\xE2\x80\x9D]",
     1, 2, "expected a value"},
    {"[true false]", 1, 7, IN_ARRAY},
};

static const struct bad_text bad_numbers[] = {
    {"[01]", 1, 2, "numbers do not start with 0"},
    {"[00]", 1, 2, "numbers do not start with 0"},
    {"[-01]", 1, 3, "numbers do not start with 0"},
    {"[00.5]", 1, 2, "numbers do not start with 0"},
    {"{\"a\":\n  007}", 2, 3, "numbers do not start with 0"},
    {"[+1]", 1, 2, "numbers do not start with \"+\""},
    {"[.5]", 1, 2, "expected a digit before \".\""},
    {"[-]", 1, 3, "expected a digit after \"-\""},
    {"[--1]", 1, 3, "expected a digit after \"-\""},
    {"[- 1]", 1, 3, "expected a digit after \"-\""},
    {"[-a]", 1, 3, "expected a digit after \"-\""},
    {"[-.5]", 1, 3, "expected a digit after \"-\""},
    {"-", 1, 2, EARLY "a digit after \"-\""},
    {"[1.]", 1, 4, FRACTION},
    {"[1.e5]", 1, 4, FRACTION},
    {"[1..5]", 1, 4, FRACTION},
    {"1.", 1, 3, EARLY "a digit after \".\""},
    {"[1.5.5]", 1, 5, IN_ARRAY},
    {"[1e]", 1, 4, EXPONENT},
    {"[1E+]", 1, 5, EXPONENT},
    {"[1e-]", 1, 5, EXPONENT},
    {"[1e+-5]", 1, 5, EXPONENT},
    {"[1e5.5]", 1, 5, IN_ARRAY},
    {"1e", 1, 3, EARLY "a digit in the exponent"},
    {"[0x10]", 1, 3, IN_ARRAY},
    {"[1_000]", 1, 3, IN_ARRAY},
    {"[1,000]", 1, 4, "numbers do not start with 0"},
    {"[1f]", 1, 3, IN_ARRAY},
    {"[-Infinity]", 1, 3, "expected a digit after \"-\""},
    {"[1e999]", 1, 2, INFINITE},
    {"[-1e999]", 1, 2, INFINITE},
    {"{\"a\": [1, 2],\n \"b\": 1e400}", 2, 7, INFINITE},
    {"[1111111111222222222233333333334444444444555555555566666666667777]", 1, 2,
     "number of 64 characters; at most 63 were expected"},
};

static const struct bad_text bad_strings[] = {
    {"\"", 1, 1, FILE_END},
    {"\"abc", 1, 1, FILE_END},
    {"{\"a", 1, 2, FILE_END},
    {"[\"a\\\"]", 1, 2, FILE_END},
    {"\"abc\\", 1, 5, ESCAPE},
    {"[\"abc\n\"]", 1, 2, LINE_END},
    {"[\"abc\r\n\"]", 1, 2, LINE_END},
    {"{\"a\": \"b\n}", 1, 7, LINE_END},
    {"{\n\"a: 1\n}", 2, 1, LINE_END},
    {"[\"a\tb\"]", 1, 4, "control character in a string; write \\u0009 instead"},
    {"[\"\x01\"]", 1, 3, "control character in a string; write \\u0001 instead"},
    {"[\"\x1B[31m\"]", 1, 3, "control character in a string; write \\u001b instead"},
    {"{\"a\x1F\":1}", 1, 4, "control character in a string; write \\u001f instead"},
    {"[\"\\x41\"]", 1, 3, ESCAPE},
    {"[\"\\a\"]", 1, 3, ESCAPE},
    {"[\"\\'\"]", 1, 3, ESCAPE},
    {"[\"\\0\"]", 1, 3, ESCAPE},
    {"[\"\\U0041\"]", 1, 3, ESCAPE},
    {"[\"a\\\nb\"]", 1, 4, ESCAPE},
    {"[\"\\\xC3\xA4\"]", 1, 3, ESCAPE},
    {"[\"\\u\"]", 1, 3, HEX},
    {"[\"\\u12\"]", 1, 3, HEX},
    {"[\"\\u123\"]", 1, 3, HEX},
    {"[\"\\u12G4\"]", 1, 3, HEX},
    {"[\"\\u-123\"]", 1, 3, HEX},
    {"[\"\\u{41}\"]", 1, 3, HEX},
    {"\"\\u12", 1, 2, HEX},
    {"\"\\u", 1, 2, HEX},
    {"[\"\\u0000\"]", 1, 3, "\\u0000 is not allowed"},
    {"{\"a\\u0000b\":1}", 1, 4, "\\u0000 is not allowed"},
    {"[\"\\uD83D\"]", 1, 3, LONE},
    {"[\"\\uD83D\\n\"]", 1, 3, LONE},
    {"[\"\\uD83Dabcdef\"]", 1, 3, LONE},
    {"[\"\\uD83D\\u0041\"]", 1, 3, LONE},
    {"[\"\\uD83D\\uD83D\"]", 1, 3, LONE},
    {"[\"\\uD83D\\uDE\"]", 1, 3, LONE},
    {"[\"\\uDE00\"]", 1, 3, LONE},
    {"[\"\\uDFFF\\uD800\"]", 1, 3, LONE},
    {"[\"\\uDBFF\\uE000\"]", 1, 3, LONE},
    {"\"\\uD83D", 1, 2, LONE},
};

static const struct bad_text bad_bytes[] = {
    {"\xEF\xBB\xBF{}", 1, 1, "byte order mark; expected UTF-8 without one"},
    {"\xFF\xFE{", 1, 1, "not UTF-8"},
    {"\xFE\xFF", 1, 1, "not UTF-8"},
    {"[\"\x80\"]", 1, 3, "not UTF-8"},
    {"[\"\xBF\"]", 1, 3, "not UTF-8"},
    {"[\"gr\xFC\xDF\"]", 1, 5, "not UTF-8"},           /* Latin-1 */
    {"[\"\xC3\"]", 1, 3, "not UTF-8"},                 /* cut */
    {"[\"\xC3\xA4\xC3\"]", 1, 5, "not UTF-8"},         /* cut */
    {"[\"\xE2\x82\"]", 1, 3, "not UTF-8"},             /* cut */
    {"[\"\xF0\x9F\x98\"]", 1, 3, "not UTF-8"},         /* cut */
    {"\"\xF0\x9F\x98", 1, 2, "not UTF-8"},             /* cut by the end */
    {"[\"\xC0\xAF\"]", 1, 3, "not UTF-8"},             /* overlong */
    {"[\"\xC1\xBF\"]", 1, 3, "not UTF-8"},             /* overlong */
    {"[\"\xE0\x9F\xBF\"]", 1, 3, "not UTF-8"},         /* overlong */
    {"[\"\xF0\x8F\xBF\xBF\"]", 1, 3, "not UTF-8"},     /* overlong */
    {"[\"\xED\xA0\x80\"]", 1, 3, "not UTF-8"},         /* surrogate */
    {"[\"\xED\xBF\xBF\"]", 1, 3, "not UTF-8"},         /* surrogate */
    {"[\"\xF4\x90\x80\x80\"]", 1, 3, "not UTF-8"},     /* above U+10FFFF */
    {"[\"\xF5\x80\x80\x80\"]", 1, 3, "not UTF-8"},     /* above U+10FFFF */
    {"[\"\xF8\x88\x80\x80\x80\"]", 1, 3, "not UTF-8"}, /* five bytes */
    {"[\"\xE2\x28\xA1\"]", 1, 3, "not UTF-8"},         /* wrong second byte */
    {"[\"\xF0\x9F\x28\x80\"]", 1, 3, "not UTF-8"},     /* wrong third byte */
    {"{\"a\": 1,\n \"b\": \"\xFF\"}", 2, 8, "not UTF-8"},
    {"\xC3\xA4", 1, 1, "expected a value"},
};

static const struct bad_text bad_keys[] = {
    {"{\"a\":1,\"a\":2}", 1, 8, "the key \"a\" stands twice in this object"},
    {"{\"a\":1,\"b\":2,\n  \"a\" : 3}", 2, 3, "the key \"a\" stands twice in this object"},
    {"{\"a\":1,\"a\":2,\"a\":3}", 1, 8, "the key \"a\" stands twice in this object"},
    {"{\"z\":1,\"b\":1,\"b\":1,\"z\":1}", 1, 14, "the key \"b\" stands twice in this object"},
    {"{\"\":1,\"\":2}", 1, 7, "the key \"\" stands twice in this object"},
    {"{\"a\":1,\"\\u0061\":2}", 1, 8, "the key \"a\" stands twice in this object"},
    {"{\"\xC3\xA4\":1,\"\\u00e4\":2}", 1, 9, "the key \"\xC3\xA4\" stands twice in this object"},
    {"{\"\xF0\x9F\x98\x80\":1,\"\\uD83D\\uDE00\":2}", 1, 11,
     "the key \"\xF0\x9F\x98\x80\" stands twice in this object"},
    {"{\"\\\"\":1,\"\\\"\":2}", 1, 9, "the key \"\"\" stands twice in this object"},
    {"{\"a\\\\\":1,\"a\\\\\" \n:2}", 1, 10, "the key \"a\\\" stands twice in this object"},
    {"{\"\\/\":1,\"/\":2}", 1, 9, "the key \"/\" stands twice in this object"},
    {"[{},{\"o\":{\"k\":[],\"k\":{}}}]", 1, 18, "the key \"k\" stands twice in this object"},
    {"{\"0123456789012345678901234567890123456789\":1,"
     "\"0123456789012345678901234567890123456789\":1}",
     1, 47, "the key \"0123456789012345678901234567890123456789\" stands twice in this object"},
    {"{\"012345678901234567890123456789012345678\xC3\xA4\":1,"
     "\"012345678901234567890123456789012345678\xC3\xA4\":1}",
     1, 48, "the key \"012345678901234567890123456789012345678...\" stands twice in this object"},
};

static const char *const good_texts[] = {
    "{}",
    " \t\r\n{ } \n",
    "[]",
    "null",
    "true",
    "false",
    "0",
    "-0",
    "-0.0e-0",
    "1.5E+10",
    "123456789012345678901234567890",
    "1e-999",
    "\"\"",
    "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0001\\uFFFF\"",
    "\"\\uD83D\\uDE00 \\udbff\\udfff\"",
    "\"\x7F \xC2\x80 \xDF\xBF \xE0\xA0\x80 \xED\x9F\xBF \xEE\x80\x80 \xEF\xBF\xBF\"",
    "\"\xF0\x90\x80\x80 \xF4\x8F\xBF\xBF\"",
    "{\"a\":1,\"A\":2,\"\":3,\" a\":4}",
    "{\"a\":{\"a\":{\"a\":[{\"a\":1},{\"a\":1}]}}}",
    "[1,-2.5,\"x\",null,true,false,{},[],[[]],{\"k\":[]}]",
    "{\"key with \\\" and \\\\\": {\"\\\\\\\"\" : [ ] } , \"b\"\n:\n1}",
    "[111111111122222222223333333333444444444455555555556666666666777]",
};

/* ---- Reading with exactly as many bytes as the text has, so that one too many is noticed
 * --------- */

struct reading {
    struct source source;
    struct diags diags;
    cJSON *tree;
};

static struct reading reading_of(const char *text, size_t length) {
    char *bytes = malloc(length + (length == 0));
    assert_non_null(bytes);
    if (length > 0) memcpy(bytes, text, length);
    struct reading r = {.source = {"test.json", bytes, length}};
    diags_init(&r.diags, r.source);
    r.tree = json_read(r.source, &r.diags);
    return r;
}

static void reading_free(struct reading *r) {
    cJSON_Delete(r->tree);
    diags_free(&r->diags);
    free((char *)r->source.text);
}

static void assert_complaint(const struct reading *r, const struct bad_text *bad) {
    size_t line = 0, column = 0;
    assert_null(r->tree);
    assert_int_equal(r->diags.count, 1);
    assert_int_equal(r->diags.dropped, 0);
    assert_string_equal(r->diags.list[0].message, bad->message);
    if (r->diags.list[0].offset != DIAG_NOWHERE) {
        source_place(&r->source, r->diags.list[0].offset, &line, &column);
    }
    assert_int_equal(line, bad->line);
    assert_int_equal(column, bad->column);
}

static void assert_all_bad(const struct bad_text *list, size_t count) {
    for (size_t i = 0; i < count; i++) {
        struct reading r = reading_of(list[i].text, strlen(list[i].text));
        if (r.tree || r.diags.count != 1 || strcmp(r.diags.list[0].message, list[i].message) != 0) {
            print_message("at the text: %s\n", list[i].text);
        }
        assert_complaint(&r, &list[i]);
        reading_free(&r);
    }
}

/* ---- What must hold of every tree -------------------------------------------------------------
 */

/* The value that cJSON finds when it starts reading where the node is said to stand. */
static void assert_same_value(const struct source *source, const cJSON *node) {
    size_t offset = json_offset(node);
    assert_true(offset < source->length);
    assert_null(strchr(" \t\r\n", source->text[offset]));
    const char *begin = source->text + offset;
    cJSON *again = cJSON_ParseWithLength(begin, source->length - offset);
    assert_non_null(again);
    assert_int_equal(again->type & 0xFF, node->type & 0xFF);
    assert_int_equal(cJSON_GetArraySize(again), cJSON_GetArraySize(node));
    if (cJSON_IsString(node)) assert_string_equal(again->valuestring, node->valuestring);
    if (cJSON_IsNumber(node)) assert_true(again->valuedouble == node->valuedouble);
    cJSON_Delete(again);
}

static void assert_same_key(const struct source *source, const cJSON *node) {
    size_t offset = json_key_offset(source, node);
    assert_true(offset < json_offset(node));
    cJSON *key = cJSON_ParseWithLength(source->text + offset, source->length - offset);
    assert_true(cJSON_IsString(key));
    assert_string_equal(key->valuestring, node->string);
    cJSON_Delete(key);
}

/* `least` is the first offset that may come: values stand in the order of the tree. */
static size_t assert_places(const struct source *source, const cJSON *node, size_t least) {
    for (; node; node = node->next) {
        assert_true(json_offset(node) >= least);
        assert_same_value(source, node);
        if (node->string) assert_same_key(source, node);
        else assert_int_equal(json_key_offset(source, node), json_offset(node));
        least = assert_places(source, node->child, json_offset(node) + 1);
    }
    return least;
}

static void assert_good(const char *text, size_t length) {
    struct reading r = reading_of(text, length);
    if (!r.tree) print_message("refused: %.200s\n", text);
    assert_non_null(r.tree);
    assert_int_equal(r.diags.count, 0);
    assert_places(&r.source, r.tree, 0);
    reading_free(&r);
}

/* ---- The tests --------------------------------------------------------------------------------
 */

static void everything_the_standard_allows_is_read(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(good_texts); i++)
        assert_good(good_texts[i], strlen(good_texts[i]));
}

static void a_mistake_in_the_structure_is_placed_and_named(void **state) {
    (void)state;
    assert_all_bad(bad_structures, COUNT(bad_structures));
}

static void an_unknown_word_is_placed_and_the_right_one_guessed(void **state) {
    (void)state;
    assert_all_bad(bad_words, COUNT(bad_words));
}

static void a_wrong_number_is_placed_and_named(void **state) {
    (void)state;
    assert_all_bad(bad_numbers, COUNT(bad_numbers));
}

static void a_wrong_string_is_placed_and_named(void **state) {
    (void)state;
    assert_all_bad(bad_strings, COUNT(bad_strings));
}

static void bytes_that_are_not_utf8_are_placed(void **state) {
    (void)state;
    assert_all_bad(bad_bytes, COUNT(bad_bytes));
}

static void a_repeated_key_is_placed_where_it_stands_again(void **state) {
    (void)state;
    assert_all_bad(bad_keys, COUNT(bad_keys));
}

static void a_nul_byte_ends_neither_the_text_nor_a_string(void **state) {
    (void)state;
    const struct bad_text in_string = {NULL, 1, 4,
                                       "control character in a string; write \\u0000 instead"};
    const struct bad_text behind = {NULL, 1, 3, BEHIND};
    const struct bad_text in_escape = {NULL, 1, 2, ESCAPE};
    struct reading r = reading_of("[\"a\0b\"]", 7);
    assert_complaint(&r, &in_string);
    reading_free(&r);
    r = reading_of("{}\0", 3);
    assert_complaint(&r, &behind);
    reading_free(&r);
    r = reading_of("\"\\\0\"", 4);
    assert_complaint(&r, &in_escape);
    reading_free(&r);
}

/* A refusal has one complaint, with a place in the text, that can be put into words. It came from
 * our own walk: what that lets through cJSON must read, as it had memory enough. */
static void assert_refused_in_words(const struct reading *r) {
    struct text words = {0};
    assert_int_equal(r->diags.count, 1);
    size_t offset = r->diags.list[0].offset;
    assert_true(offset == DIAG_NOWHERE || offset <= r->source.length);
    assert_string_not_equal(r->diags.list[0].message, NO_MEMORY);
    diags_text(&r->diags, &words);
    assert_true(words.length > strlen("test.json:1:1: "));
    text_free(&words);
}

static void every_beginning_of_a_good_text_is_refused(void **state) {
    (void)state;
    const char *text = good_texts[20];
    for (size_t length = 0; length < strlen(text); length++) {
        struct reading r = reading_of(text, length);
        assert_null(r.tree);
        assert_refused_in_words(&r);
        reading_free(&r);
    }
}

static void add_times(struct text *t, const char *string, size_t times) {
    for (size_t i = 0; i < times; i++) text_add(t, string);
}

static void the_deepest_nesting_is_read_and_one_level_more_is_not(void **state) {
    (void)state;
    const struct bad_text too_deep = {NULL, 1, JSON_DEPTH_MAX + 1, "nested deeper than 64 levels"};
    struct text t = {0};
    add_times(&t, "[", JSON_DEPTH_MAX);
    add_times(&t, "]", JSON_DEPTH_MAX);
    assert_good(t.bytes, t.length);
    text_clear(&t);
    add_times(&t, "[", JSON_DEPTH_MAX + 1);
    add_times(&t, "]", JSON_DEPTH_MAX + 1);
    struct reading r = reading_of(t.bytes, t.length);
    assert_complaint(&r, &too_deep);
    reading_free(&r);
    text_free(&t);
}

static void depth_counts_what_is_open_and_not_what_was(void **state) {
    (void)state;
    struct text t = {0};
    text_add(&t, "[[]");
    add_times(&t, ",[{}]", 2 * JSON_DEPTH_MAX);
    text_add(&t, "]");
    assert_good(t.bytes, t.length);
    text_free(&t);
}

static void a_million_brackets_do_not_exhaust_the_stack(void **state) {
    (void)state;
    const struct bad_text too_deep = {NULL, 1, 5 * JSON_DEPTH_MAX + 1,
                                      "nested deeper than 64 levels"};
    struct text t = {0};
    add_times(&t, "{\"a\":", 1000000);
    struct reading r = reading_of(t.bytes, t.length);
    assert_complaint(&r, &too_deep);
    reading_free(&r);
    text_free(&t);
}

/* Comparing every key with every other would take minutes here. */
static void a_repeated_key_is_found_among_very_many(void **state) {
    (void)state;
    const struct bad_text repeated = {NULL, 3, 1, "the key \"k7\" stands twice in this object"};
    struct text t = {0};
    text_add(&t, "{\n");
    for (int i = 0; i < 200000; i++) text_addf(&t, "\"k%d\":%d,", i, i);
    text_add(&t, "\n\"k7\":0}");
    struct reading r = reading_of(t.bytes, t.length);
    assert_complaint(&r, &repeated);
    reading_free(&r);
    text_free(&t);
}

static void offsets_and_key_offsets_are_those_of_the_text(void **state) {
    (void)state;
    const char *text = "{ \"a\" : [ 10,\"x\" ],\n  \"b\\\"\\\\\":\ttrue }";
    struct reading r = reading_of(text, strlen(text));
    assert_non_null(r.tree);
    const cJSON *a = r.tree->child, *b = a->next;
    assert_int_equal(json_offset(r.tree), 0);
    assert_int_equal(json_key_offset(&r.source, r.tree), 0);
    assert_int_equal(json_offset(a), 8);
    assert_int_equal(json_key_offset(&r.source, a), 2);
    assert_int_equal(json_offset(a->child), 10);
    assert_int_equal(json_key_offset(&r.source, a->child), 10);
    assert_int_equal(json_offset(a->child->next), 13);
    assert_int_equal(json_offset(b), 31);
    assert_int_equal(json_key_offset(&r.source, b), 22);
    reading_free(&r);
}

static void numbers_keep_their_value_though_offsets_use_valueint(void **state) {
    (void)state;
    struct reading r = reading_of("[9007199254740991, -0.5]", 24);
    assert_non_null(r.tree);
    assert_true(r.tree->child->valuedouble == 9007199254740991.0);
    assert_true(r.tree->child->next->valuedouble == -0.5);
    reading_free(&r);
}

static void a_kind_is_named_as_one_says_it(void **state) {
    (void)state;
    static const char *const kinds[] = {"an object", "an array", "a string", "the number 2.5",
                                        "true",      "false",    "null"};
    const char *text = "[{}, [], \"s\", 2.5, true, false, null]";
    char buffer[40];
    struct reading r = reading_of(text, strlen(text));
    assert_non_null(r.tree);
    size_t i = 0;
    for (const cJSON *node = r.tree->child; node; node = node->next) {
        assert_string_equal(json_kind(node, buffer, sizeof buffer), kinds[i++]);
    }
    assert_int_equal(i, COUNT(kinds));
    assert_string_equal(json_kind(cJSON_GetArrayItem(r.tree, 3), NULL, 0), "a number");
    reading_free(&r);
}

/* Only cJSON's memory can be made to run out from here. */
static size_t allocations_left;

static void *failing_malloc(size_t size) {
    if (allocations_left == 0) return NULL;
    allocations_left--;
    return malloc(size);
}

static void no_memory_for_the_tree_is_a_complaint_as_well(void **state) {
    (void)state;
    const struct bad_text no_memory = {NULL, 0, 0, NO_MEMORY};
    const char *text = "{\"a\": [1, \"two\", {\"three\": null}]}";
    cJSON_Hooks failing = {.malloc_fn = failing_malloc, .free_fn = free};
    bool is_read = false;
    for (size_t allowed = 0; !is_read; allowed++) {
        assert_true(allowed < 100);
        allocations_left = allowed;
        cJSON_InitHooks(&failing);
        struct reading r = reading_of(text, strlen(text));
        cJSON_InitHooks(NULL);
        is_read = r.tree != NULL;
        if (!is_read) assert_complaint(&r, &no_memory);
        reading_free(&r);
    }
}

/* ---- Random mistakes --------------------------------------------------------------------------
 */

enum { MUTATIONS = 20000, MUTANT_MAX = 512 };

static uint32_t random_next(uint32_t *seed) { /* xorshift: the same everywhere */
    *seed ^= *seed << 13;
    *seed ^= *seed >> 17;
    *seed ^= *seed << 5;
    return *seed;
}

struct mutant {
    char bytes[MUTANT_MAX];
    size_t length;
};

static void mutant_remove(struct mutant *m, size_t at, size_t count) {
    memmove(m->bytes + at, m->bytes + at + count, m->length - at - count);
    m->length -= count;
}

static void mutant_insert(struct mutant *m, size_t at, char byte) {
    if (m->length == MUTANT_MAX) return;
    memmove(m->bytes + at + 1, m->bytes + at, m->length - at);
    m->bytes[at] = byte;
    m->length++;
}

/* Mostly characters that mean something in JSON, so that many mutants are still right. */
static char random_byte(uint32_t *seed) {
    static const char telling[] = "{}[]:,\"\\/u0123456789abdDeE+-. \t\n\x80\xC3\xA4truefalsn";
    uint32_t random = random_next(seed);
    if (random % 8 == 0) return (char)(random >> 8);
    return telling[(random >> 8) % (sizeof telling - 1)];
}

static void mutate(struct mutant *m, uint32_t *seed) {
    size_t at = random_next(seed) % (m->length + 1);
    uint32_t kind = random_next(seed) % 4;
    if (kind == 0) mutant_insert(m, at, random_byte(seed));
    else if (at == m->length) return;
    else if (kind == 1) m->bytes[at] = random_byte(seed);
    else if (kind == 2) mutant_remove(m, at, 1);
    else mutant_insert(m, random_next(seed) % (m->length + 1), m->bytes[at]);
}

static struct mutant mutant_of(const char *text) {
    struct mutant m = {.length = strlen(text)};
    memcpy(m.bytes, text, m.length);
    return m;
}

static void random_mistakes_are_refused_or_read_with_right_places(void **state) {
    (void)state;
    uint32_t seed = 20240229;
    size_t read = 0;
    for (size_t i = 0; i < MUTATIONS; i++) {
        struct mutant m = mutant_of(good_texts[i % COUNT(good_texts)]);
        for (uint32_t times = 1 + random_next(&seed) % 3; times > 0; times--) mutate(&m, &seed);
        struct reading r = reading_of(m.bytes, m.length);
        if (r.tree) assert_places(&r.source, r.tree, 0);
        else assert_refused_in_words(&r);
        read += r.tree != NULL;
        reading_free(&r);
    }
    assert_true(read > MUTATIONS / 20); /* or the test would test little */
    assert_true(read < MUTATIONS / 2);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everything_the_standard_allows_is_read),
        cmocka_unit_test(a_mistake_in_the_structure_is_placed_and_named),
        cmocka_unit_test(an_unknown_word_is_placed_and_the_right_one_guessed),
        cmocka_unit_test(a_wrong_number_is_placed_and_named),
        cmocka_unit_test(a_wrong_string_is_placed_and_named),
        cmocka_unit_test(bytes_that_are_not_utf8_are_placed),
        cmocka_unit_test(a_repeated_key_is_placed_where_it_stands_again),
        cmocka_unit_test(a_nul_byte_ends_neither_the_text_nor_a_string),
        cmocka_unit_test(every_beginning_of_a_good_text_is_refused),
        cmocka_unit_test(the_deepest_nesting_is_read_and_one_level_more_is_not),
        cmocka_unit_test(depth_counts_what_is_open_and_not_what_was),
        cmocka_unit_test(a_million_brackets_do_not_exhaust_the_stack),
        cmocka_unit_test(a_repeated_key_is_found_among_very_many),
        cmocka_unit_test(offsets_and_key_offsets_are_those_of_the_text),
        cmocka_unit_test(numbers_keep_their_value_though_offsets_use_valueint),
        cmocka_unit_test(a_kind_is_named_as_one_says_it),
        cmocka_unit_test(no_memory_for_the_tree_is_a_complaint_as_well),
        cmocka_unit_test(random_mistakes_are_refused_or_read_with_right_places),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}

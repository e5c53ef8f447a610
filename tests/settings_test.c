/* Every setting takes what it says it takes, and nothing else; under its key and its option. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "scenario/settings.h"

static const struct row {
    const char *key;
    const char *good[8], *bad[12];
} ROWS[] = {
    {"GOGC",
     {"0", "1", "100", "1000000", "off", "007"},
     {"", "-1", "+1", " 1", "1 ", "1.5", "1000001", "Off", "99999999999999999999", "0x10"}},
    {"GOMEMLIMIT", {"off", "0", "1GiB", "64MiB"}, {"", "-1", "1TB", "OFF", "lots"}},
    {"wbbuf", {"0", "1", "256", "4096"}, {"", "-1", "4097", "off"}},
    {"minheap", {"1KiB", "4MiB", "1GiB"}, {"", "0", "1023", "off", "2GiB"}},
    {"assists", {"on", "off"}, {"", "yes", "On", "0"}},
    {"GOMAXPROCS", {"1", "2", "64"}, {"", "0", "65", "-1", "two", "1.0"}},
    {"barrier", {"hybrid", "none"}, {"", "hybri", "hybridd", "Hybrid", "0", "off"}},
    {"order", {"stack", "near"}, {"", "Stack", "queue"}},
    {"stacks", {"contiguous", "segmented", "fixed"}, {"", "Fixed", "segments", "copying"}},
    {"stacksize", {"16KiB", "8MiB", "1GiB"}, {"", "16383", "1025MiB", "8M"}},
    {"maxstack", {"2KiB", "65536", "1000000000"}, {"", "2047", "1GiB", "off"}},
    {"collector", {"concurrent", "stw", "generational", "none"}, {"", "Stw", "parallel", "off"}},
    {"nursery", {"16", "256KiB", "1GiB", "auto"}, {"", "0", "15", "off", "2GiB"}},
    {"seed", {"0", "18", "9999999999999999999"}, {"", "-1", "x", "18446744073709551616", "1e3"}},
    {"memory",
     {"64KiB", "64 KiB", "65536", "65536B", "1MiB", "1GiB", "1073741824"},
     {"", "0", "65535", "63KiB", "1025MiB", "2GiB", "1TiB", "1kib", "KiB", "-64KiB",
      "18014398509481984KiB"}},
    {"brk", {"4KiB", "4096", "1 MiB", "64MiB"}, {"", "0", "4095", "65MiB", "1GiB", "off"}},
    {"guessroots", {"on", "off"}, {"", "yes", "On", "1"}},
};

static void good_values_are_taken_and_bad_ones_change_nothing(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        const struct setting *setting = setting_by_key(ROWS[i].key);
        assert_non_null(setting);
        for (int k = 0; ROWS[i].good[k]; k++) {
            struct config c = config_default();
            if (!setting->apply(&c, ROWS[i].good[k]))
                fail_msg("%s refuses %s", ROWS[i].key, ROWS[i].good[k]);
        }
        for (int k = 0; ROWS[i].bad[k]; k++) {
            struct config c = config_default(), before = c;
            if (setting->apply(&c, ROWS[i].bad[k]))
                fail_msg("%s takes \"%s\"", ROWS[i].key, ROWS[i].bad[k]);
            assert_memory_equal(&c, &before, sizeof c);
        }
    }
}

static void values_arrive_where_they_belong(void **state) {
    (void)state;
    struct config c = config_default();
    assert_true(setting_by_key("GOGC")->apply(&c, "50") && c.gogc == 50);
    assert_true(setting_by_key("GOGC")->apply(&c, "off") && c.gogc == -1);
    assert_true(setting_by_key("GOMAXPROCS")->apply(&c, "3") && c.procs == 3);
    assert_true(setting_by_key("barrier")->apply(&c, "none") && c.barrier == BARRIER_NONE);
    assert_true(setting_by_key("barrier")->apply(&c, "hybrid") && c.barrier == BARRIER_HYBRID);
    assert_true(setting_by_key("GOMEMLIMIT")->apply(&c, "1MiB") && c.memory_limit == 1 << 20);
    assert_true(setting_by_key("GOMEMLIMIT")->apply(&c, "off") && c.memory_limit == UINT64_MAX);
    assert_true(setting_by_key("wbbuf")->apply(&c, "256") && c.barrier_buffer == 256);
    assert_true(setting_by_key("minheap")->apply(&c, "4KiB") && c.minimum_heap == 4096);
    assert_true(setting_by_key("assists")->apply(&c, "off") && !c.assists);
    assert_true(setting_by_key("assists")->apply(&c, "on") && c.assists);
    assert_true(setting_by_key("guessroots")->apply(&c, "on") && c.guess_roots);
    assert_true(setting_by_key("seed")->apply(&c, "12345678901") && c.seed == 12345678901);
    assert_true(setting_by_key("memory")->apply(&c, "1MiB") && c.pages_max == 128);
    assert_true(setting_by_key("brk")->apply(&c, "10000") && c.c_limit == 8192);
}

/* What a setting shows is what it takes, and means the same. */
static void what_is_shown_can_be_applied_again(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        const struct setting *s = setting_by_key(ROWS[i].key);
        for (int k = 0; ROWS[i].good[k]; k++) {
            struct config c = config_default(), again = c;
            struct text shown = {0};
            assert_true(s->apply(&c, ROWS[i].good[k]));
            s->show(&c, &shown);
            if (!s->apply(&again, text_string(&shown)))
                fail_msg("%s shows \"%s\"", s->key, text_string(&shown));
            assert_memory_equal(&c, &again, sizeof c);
            text_free(&shown);
        }
    }
}

static void shows(const char *key, const char *value, const char *words, bool differs) {
    const struct setting *s = setting_by_key(key);
    struct config c = config_default();
    struct text shown = {0};
    assert_true(s->apply(&c, value));
    s->show(&c, &shown);
    assert_string_equal(text_string(&shown), words);
    assert_int_equal(setting_differs(s, &c), differs);
    text_free(&shown);
}

static void sizes_are_shown_in_the_unit_that_fits(void **state) {
    (void)state;
    shows("memory", "65536", "64KiB", true);
    shows("memory", "64MiB", "64MiB", false);
    shows("GOMEMLIMIT", "1000", "1000", true);
    shows("GOMEMLIMIT", "0", "0", true);
    shows("GOMEMLIMIT", "off", "off", false);
    shows("GOGC", "0100", "100", false);
    shows("maxstack", "1000000000", "1000000000", false);
}

/* Every name that a barrier has is taken, and stands in the words that say what is. */
static void barriers_are_taken_by_name(void **state) {
    (void)state;
    const struct setting *setting = setting_by_key("barrier");
    for (uint32_t i = 0; i < BARRIER_COUNT; i++) {
        struct config c = config_default();
        const char *name = barrier_name((enum barrier)i);
        assert_true(setting->apply(&c, name));
        assert_int_equal(c.barrier, i);
        assert_non_null(strstr(setting->expected, name));
    }
}

static void key_and_option_lead_to_the_same_setting(void **state) {
    (void)state;
    size_t count = 0;
    for (const struct setting *s = SETTINGS; s->key; s++, count++) {
        assert_ptr_equal(setting_by_key(s->key), s);
        assert_ptr_equal(setting_by_option(s->option), s);
        assert_true(s->expected[0] && s->help[0]);
        for (const char *c = s->option; *c; c++) assert_true(*c >= 'a' && *c <= 'z');
    }
    assert_int_equal(count, sizeof ROWS / sizeof ROWS[0]); /* a new setting needs a row above */
    assert_null(setting_by_key("gogc"));
    assert_null(setting_by_option("GOGC"));
    assert_null(setting_by_key(""));
}

static void sizes_are_read_with_their_units(void **state) {
    (void)state;
    static const struct {
        const char *words;
        uint64_t bytes;
    } SIZES[] = {{"0", 0},
                 {"1", 1},
                 {"512B", 512},
                 {"1KiB", 1024},
                 {"4 KiB", 4096},
                 {"64MiB", 1 << 26},
                 {"2GiB", 1ull << 31},
                 {"1000000000000", 1000000000000}};
    static const char *const BAD[] = {"",
                                      "B",
                                      "-1",
                                      "1K",
                                      "1KB",
                                      "1 kib",
                                      "1.5MiB",
                                      "1MiBs",
                                      " 1",
                                      "9999999999GiB",
                                      "99999999999999999999"};
    uint64_t bytes;
    for (size_t i = 0; i < sizeof SIZES / sizeof SIZES[0]; i++) {
        assert_true(parse_size(SIZES[i].words, &bytes));
        assert_true(bytes == SIZES[i].bytes);
    }
    for (size_t i = 0; i < sizeof BAD / sizeof BAD[0]; i++)
        if (parse_size(BAD[i], &bytes)) fail_msg("\"%s\" is a size", BAD[i]);
}

/* From one end to the other and back, over the same values. */
static void a_ladder_is_climbed_up_and_down(void **state) {
    (void)state;
    for (const struct setting *s = SETTINGS; s->key; s++) {
        struct config c = config_default();
        uint32_t up = 0, down = 0;
        if (!s->ladder) continue;
        while (setting_step(s, &c, false)) continue;
        struct config low = c;
        while (setting_step(s, &c, true)) up++;
        while (setting_step(s, &c, false)) down++;
        assert_true(up > 0 && up == down);
        assert_memory_equal(&low, &c, sizeof c);
        uint32_t rungs = 1;
        for (const char *at = s->ladder; *at; at++) rungs += *at == ' ';
        if (up + 1 != rungs) fail_msg("%s: %u of %u values", s->key, up + 1, rungs);
    }
}

static void assert_steps(const char *key, const char *from, bool up, const char *to) {
    const struct setting *s = setting_by_key(key);
    struct config c = config_default();
    struct text value = {0};
    assert_true(s->apply(&c, from));
    assert_true(setting_step(s, &c, up) == (to != NULL));
    s->show(&c, &value);
    assert_string_equal(text_string(&value), to ? to : from);
    text_free(&value);
}

static void a_value_beside_the_ladder_has_neighbours_on_it(void **state) {
    (void)state;
    assert_steps("GOGC", "75", true, "100");
    assert_steps("GOGC", "75", false, "50");
    assert_steps("GOGC", "5", true, "10");
    assert_steps("GOGC", "5", false, NULL);
    assert_steps("GOGC", "5000", true, "off");
    assert_steps("GOGC", "5000", false, "800");
    assert_steps("GOGC", "off", false, "800");
    assert_steps("GOGC", "off", true, NULL);
    assert_steps("GOMEMLIMIT", "100KiB", true, "128KiB");
    assert_steps("GOMEMLIMIT", "1GiB", true, "off");
    assert_steps("nursery", "auto", true, "64");
    assert_steps("nursery", "16", false, "auto");
    assert_steps("barrier", "none", true, NULL);
    assert_steps("barrier", "hybrid", true, "dijkstra");
    assert_steps("seed", "0", false, NULL);
    assert_steps("seed", "0", true, "1");
    assert_steps("seed", "9999999999999999999", true, NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_ladder_is_climbed_up_and_down),
        cmocka_unit_test(a_value_beside_the_ladder_has_neighbours_on_it),
        cmocka_unit_test(good_values_are_taken_and_bad_ones_change_nothing),
        cmocka_unit_test(values_arrive_where_they_belong),
        cmocka_unit_test(what_is_shown_can_be_applied_again),
        cmocka_unit_test(sizes_are_shown_in_the_unit_that_fits),
        cmocka_unit_test(barriers_are_taken_by_name),
        cmocka_unit_test(key_and_option_lead_to_the_same_setting),
        cmocka_unit_test(sizes_are_read_with_their_units),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}

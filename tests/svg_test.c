/* Draw lists as SVG: each command, well-formed whatever the texts say. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "exports/svg_write.h"
#include "support/build.h"
#include "support/folder.h"
#include "support/golden.h"
#include "support/plain_raster.h"
#include "support/xml.h"

/* ---- support ---- */

struct document {
    char *bytes;
    size_t length;
};

/* To be freed. */
static struct document write_list(const struct draw *d, const char *title, const char *said) {
    struct document document = {NULL, 0};
    struct plain_raster raster;
    struct svg_page page = {
        .width = 640, .height = 400, .title = title, .said = said, .language = "en"};
    char why[256];
    plain_raster_open(&raster);
    FILE *out = open_memstream(&document.bytes, &document.length);
    assert_non_null(out);
    assert_true(svg_write(out, d, &raster.raster, &page, why, sizeof why));
    assert_int_equal(fclose(out), 0);
    plain_raster_close(&raster);
    xml_check(title, document.bytes, document.length);
    return document;
}

/* A list with one text. */
static struct document write_words(const char *words) {
    struct draw d;
    draw_init(&d, text_measure_plain());
    draw_reset(&d);
    draw_text(&d, (struct point){10, 20}, FONT_SANS, 15, 0x000000ff, words);
    struct document document = write_list(&d, words, words);
    draw_free(&d);
    return document;
}

static struct document export_step(const char *path, uint64_t step, const struct look *look) {
    static struct export_job job;
    struct plain_raster raster;
    struct scenario scenario;
    struct document document;
    struct export_request r = export_request_to(folder_path("x.svg"));
    char why[256];
    r.step = step;
    if (look) r.look = *look;
    plain_raster_open(&raster);
    build_load(&scenario, path);
    assert_true(export_open(&job, &scenario, NULL, &r, &raster.raster));
    while (export_go_on(&job) == EXPORT_GOES_ON) continue;
    assert_string_equal(job.why, "");
    export_close(&job);
    plain_raster_close(&raster);
    scenario_free(&scenario);
    assert_int_equal(
        file_read(r.output, 1 << 26, &document.bytes, &document.length, why, sizeof why), FILE_OK);
    return document;
}

/* ---- commands ---- */

static void draw_everything(struct draw *d) {
    const uint32_t black = 0x000000ff;
    draw_box(d, (struct box){0, 0, 640, 400}, 0, 0xf5f2ebff, (struct stroke){0});
    draw_box(d, (struct box){10, 10, 100, 50}, 8, 0xffffffff, (struct stroke){black, 2, 0});
    draw_box(d, (struct box){10.4f, 70.6f, 100.2f, 0.3f}, 0, 0x0072b280, (struct stroke){0});
    draw_box(d, (struct box){10, 80, 20, 20}, 50, 0, (struct stroke){black, 1, 4});
    draw_line(d, (struct point){5, 5.5f}, (struct point){5, 90}, (struct stroke){black, 1, 0});
    draw_line(d, (struct point){120, 10}, (struct point){180, 60}, (struct stroke){black, 2, 3});
    draw_curve(d, (struct point[4]){{200, 10}, {260, 10}, {200, 80}, {260, 80}},
               (struct stroke){0xc4451cff, 2, 0}, 12);
    draw_shape(d, (struct point[3]){{300, 10}, {320, 30}, {280, 30}}, 3, 0x00794fff);
    draw_clip(d, (struct box){20, 120, 300, 100});
    draw_clip(d, (struct box){30, 130, 100, 50.5f});
    draw_text(d, (struct point){32, 150.3f}, FONT_MONO_BOLD, 15.2f, black, "if a < b && c");
    draw_unclip(d);
    draw_text(d, (struct point){32, 200}, FONT_SANS_BOLD, 18, black, "größer  als");
    draw_unclip(d);
    uint32_t *pixels = draw_image(d, (struct box){400, 10, 60, 40}, 3, 2);
    for (int i = 0; i < 6; i++) pixels[i] = black;
}

static void a_list_looks_as_recorded(void **state) {
    struct draw d;
    (void)state;
    draw_init(&d, text_measure_plain());
    draw_reset(&d);
    draw_everything(&d);
    struct document document = write_list(&d, "All commands", "A sentence.");
    golden_check("commands.svg", document.bytes);
    free(document.bytes);
    draw_free(&d);
}

static void what_cannot_be_seen_is_left_out(void **state) {
    struct draw d;
    (void)state;
    draw_init(&d, text_measure_plain());
    draw_reset(&d);
    draw_box(&d, (struct box){0, 0, 50, 50}, 3, 0xffffff00, (struct stroke){0xff, 0, 0});
    draw_box(&d, (struct box){0, 0, 0, 50}, 3, 0xffffffff, (struct stroke){0});
    draw_line(&d, (struct point){0, 0}, (struct point){9, 9}, (struct stroke){0xff, 0, 0});
    draw_text(&d, (struct point){0, 0}, FONT_SANS, 15, 0xff, "");
    draw_text(&d, (struct point){0, 0}, FONT_SANS, 15, 0xff, "   ");
    struct document document = write_list(&d, "x", "");
    assert_int_equal(xml_count(document.bytes, "rect"), 0);
    assert_int_equal(xml_count(document.bytes, "path"), 0);
    assert_int_equal(xml_count(document.bytes, "text"), 0);
    assert_int_equal(xml_count(document.bytes, "desc"), 0);
    free(document.bytes);
    draw_free(&d);
}

static void an_image_that_cannot_be_made_is_told(void **state) {
    struct draw d;
    struct plain_raster raster;
    struct svg_page page = {.width = 9, .height = 9, .title = "", .said = "", .language = "en"};
    char why[256], *bytes;
    size_t length;
    (void)state;
    plain_raster_open(&raster);
    raster.cannot_write = true;
    draw_init(&d, text_measure_plain());
    draw_reset(&d);
    *draw_image(&d, (struct box){0, 0, 5, 5}, 1, 1) = 0xff;
    FILE *out = open_memstream(&bytes, &length);
    assert_false(svg_write(out, &d, &raster.raster, &page, why, sizeof why));
    assert_string_equal(why, "cannot write: the test says so");
    fclose(out);
    free(bytes);
    draw_free(&d);
    plain_raster_close(&raster);
}

/* ---- texts ---- */

static void hostile_texts_are_escaped(void **state) {
    static const struct {
        const char *words, *written;
    } TEXTS[] = {
        {"a<b>&\"c'", ">a&lt;b&gt;&amp;&quot;c'</text>"},
        {"</text><script>alert(1)</script>",
         ">&lt;/text&gt;&lt;script&gt;alert(1)&lt;/script&gt;</text>"},
        {"]]>", ">]]&gt;</text>"},
        {"<![CDATA[x", ">&lt;![CDATA[x</text>"},
        {"&#0;&nbsp;", ">&amp;#0;&amp;nbsp;</text>"},
        {"a\x01\x02\x1f"
         "b\x7f",
         ">ab\x7f</text>"},
        {"\xff\xfe", ">\xef\xbf\xbd\xef\xbf\xbd</text>"},
        {"\xc3", ">\xef\xbf\xbd</text>"},
        {"x\xed\xa0\x80y", ">x\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbdy</text>"},
        {"x\xef\xbf\xbey\xef\xbf\xbf", ">xy</text>"},
        {"\xf0\x9f\x98\x80 \xc3\xa4", ">\xf0\x9f\x98\x80 \xc3\xa4</text>"},
        {"  two  spaces ", ">  two  spaces </text>"},
        {"--> <?xml ?>", ">--&gt; &lt;?xml ?&gt;</text>"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof TEXTS / sizeof TEXTS[0]; i++) {
        struct document document = write_words(TEXTS[i].words);
        if (!strstr(document.bytes, TEXTS[i].written))
            fail_msg("expected %s in\n%s", TEXTS[i].written, document.bytes);
        free(document.bytes);
    }
}

/* Texts of all bytes, by chance. */
static void any_bytes_give_well_formed_xml(void **state) {
    uint32_t random = 1;
    (void)state;
    for (int round = 0; round < 500; round++) {
        char words[40];
        for (size_t i = 0; i + 1 < sizeof words; i++) {
            random = random * 1664525 + 1013904223;
            words[i] = (char)(1 + (random >> 24) % 255);
        }
        words[sizeof words - 1] = '\0';
        struct document document = write_words(words);
        free(document.bytes);
    }
}

static void a_text_keeps_its_length_in_any_font(void **state) {
    (void)state;
    struct document document = write_words("12345");
    assert_non_null(strstr(document.bytes, " textLength=\"45\" lengthAdjust=\"spacingAndGlyphs\""));
    assert_non_null(strstr(document.bytes, "font-family=\"Inter, "));
    assert_non_null(strstr(document.bytes, "sans-serif\""));
    free(document.bytes);
}

/* What an author may write, in a scenario that runs. */
static void a_hostile_scenario_gives_well_formed_xml(void **state) {
    static const char SCENARIO[] =
        "{\"format\": 1, \"title\": \"</title><b a='\\\"'>&\\u0007]]>\\ufffe\", "
        "\"summary\": \"<!-- & -->\", "
        "\"captions\": [{\"when\": {\"step\": 0}, \"say\": \"<script>&amp;\\u0001\\u001f\"}], "
        "\"script\": {\"functions\": {\"main\": [{\"print\": \"</text>&<\"}]}}}";
    (void)state;
    folder_write("hostile.json", SCENARIO);
    struct document document = export_step(folder_path("hostile.json"), NEVER, NULL);
    xml_check("hostile.json", document.bytes, document.length);
    assert_non_null(strstr(document.bytes, "<title>&lt;/title&gt;&lt;b a='&quot;'&gt;&amp;]]&gt;"));
    assert_non_null(strstr(document.bytes, "&lt;/text&gt;&amp;&lt;"));
    free(document.bytes);
}

/* ---- steps ---- */

static void steps_of_all_scenarios_are_well_formed(void **state) {
    static const uint64_t STEPS[] = {5, NEVER};
    (void)state;
    for (const char *const *path = build_scenario_paths(); *path; path++)
        for (size_t i = 0; i < sizeof STEPS / sizeof STEPS[0]; i++) {
            struct document document = export_step(*path, STEPS[i], NULL);
            xml_check(*path, document.bytes, document.length);
            assert_int_equal(xml_count(document.bytes, "title"), 1);
            assert_int_equal(xml_count(document.bytes, "desc"), 1);
            free(document.bytes);
        }
}

static void a_step_names_itself_and_says_what_happened(void **state) {
    (void)state;
    struct look look = look_default();
    struct document document = export_step("scenarios/03-lost-object-barrier-on.json", 28, NULL);
    assert_non_null(strstr(document.bytes, "<title>The lost object, barrier on · Step 28</title>"));
    assert_non_null(strstr(document.bytes, "<desc>Write barrier: main is about to overwrite"));
    free(document.bytes);
    look.language = LANGUAGE_GERMAN;
    document = export_step("scenarios/03-lost-object-barrier-on.json", 28, &look);
    assert_non_null(strstr(document.bytes, " xml:lang=\"de\""));
    assert_non_null(strstr(document.bytes, " · Schritt 28</title>"));
    free(document.bytes);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_list_looks_as_recorded),
        cmocka_unit_test(what_cannot_be_seen_is_left_out),
        cmocka_unit_test(an_image_that_cannot_be_made_is_told),
        cmocka_unit_test(hostile_texts_are_escaped),
        cmocka_unit_test(any_bytes_give_well_formed_xml),
        cmocka_unit_test(a_text_keeps_its_length_in_any_font),
        cmocka_unit_test(a_hostile_scenario_gives_well_formed_xml),
        cmocka_unit_test(steps_of_all_scenarios_are_well_formed),
        cmocka_unit_test(a_step_names_itself_and_says_what_happened),
    };
    return cmocka_run_group_tests(tests, folder_make, folder_remove);
}

/* Go's size classes, against the recorded table: sizes, spans, objects, and what is wasted. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "machine/heap/heap.h"
#include "machine/heap/size_class.h"

/* sizeclasses.go of Go 1.19, the comment before the tables. */
static const struct {
    uint32_t size, pages, objects, tail;
    const char *waste; /* percent, if every object is one byte larger than the class before */
} RECORDED[] = {
    {0, 0, 0, 0, ""},           {8, 1, 1024, 0, "87.50"},   {16, 1, 512, 0, "43.75"},
    {24, 1, 341, 8, "29.24"},   {32, 1, 256, 0, "21.88"},   {48, 1, 170, 32, "31.52"},
    {64, 1, 128, 0, "23.44"},   {80, 1, 102, 32, "19.07"},  {96, 1, 85, 32, "15.95"},
    {112, 1, 73, 16, "13.56"},  {128, 1, 64, 0, "11.72"},   {144, 1, 56, 128, "11.82"},
    {160, 1, 51, 32, "9.73"},   {176, 1, 46, 96, "9.59"},   {192, 1, 42, 128, "9.25"},
    {208, 1, 39, 80, "8.12"},   {224, 1, 36, 128, "8.15"},  {240, 1, 34, 32, "6.62"},
    {256, 1, 32, 0, "5.86"},    {288, 1, 28, 128, "12.16"}, {320, 1, 25, 192, "11.80"},
    {352, 1, 23, 96, "9.88"},   {384, 1, 21, 128, "9.51"},  {416, 1, 19, 288, "10.71"},
    {448, 1, 18, 128, "8.37"},  {480, 1, 17, 32, "6.82"},   {512, 1, 16, 0, "6.05"},
    {576, 1, 14, 128, "12.33"}, {640, 1, 12, 512, "15.48"}, {704, 1, 11, 448, "13.93"},
    {768, 1, 10, 512, "13.94"}, {896, 1, 9, 128, "15.52"},  {1024, 1, 8, 0, "12.40"},
    {1152, 1, 7, 128, "12.41"}, {1280, 1, 6, 512, "15.55"}, {1408, 2, 11, 896, "14.00"},
    {1536, 1, 5, 512, "14.00"}, {1792, 2, 9, 256, "15.57"}, {2048, 1, 4, 0, "12.45"},
    {2304, 2, 7, 256, "12.46"}, {2688, 1, 3, 128, "15.59"}, {3072, 3, 8, 0, "12.47"},
    {3200, 2, 5, 384, "6.22"},  {3456, 3, 7, 384, "8.83"},  {4096, 1, 2, 0, "15.60"},
    {4864, 3, 5, 256, "16.65"}, {5376, 2, 3, 256, "10.92"}, {6144, 3, 4, 0, "12.48"},
    {6528, 4, 5, 128, "6.23"},  {6784, 5, 6, 256, "4.36"},  {6912, 6, 7, 768, "3.37"},
    {8192, 1, 1, 0, "15.61"},   {9472, 7, 6, 512, "14.28"}, {9728, 6, 5, 512, "3.64"},
    {10240, 5, 4, 0, "4.99"},   {10880, 4, 3, 128, "6.24"}, {12288, 3, 2, 0, "11.45"},
    {13568, 5, 3, 256, "9.99"}, {14336, 7, 4, 0, "5.35"},   {16384, 2, 1, 0, "12.49"},
    {18432, 9, 4, 0, "11.11"},  {19072, 7, 3, 128, "3.57"}, {20480, 5, 2, 0, "6.87"},
    {21760, 8, 3, 256, "6.25"}, {24576, 3, 1, 0, "11.45"},  {27264, 10, 3, 128, "10.00"},
    {28672, 7, 2, 0, "4.91"},   {32768, 4, 1, 0, "12.50"},
};

_Static_assert(sizeof RECORDED / sizeof RECORDED[0] == SIZE_CLASSES, "a row a class");

static void every_class_is_as_recorded(void **state) {
    (void)state;
    for (uint32_t c = 1; c < SIZE_CLASSES; c++) {
        uint32_t bytes = SIZE_CLASS[c].pages * PAGE_SIZE, objects = bytes / SIZE_CLASS[c].size;
        assert_int_equal(SIZE_CLASS[c].size, RECORDED[c].size);
        assert_int_equal(SIZE_CLASS[c].pages, RECORDED[c].pages);
        assert_int_equal(objects, RECORDED[c].objects);
        assert_int_equal(bytes - objects * SIZE_CLASS[c].size, RECORDED[c].tail);
    }
}

static void the_worst_waste_of_every_class_is_as_recorded(void **state) {
    (void)state;
    for (uint32_t c = 1; c < SIZE_CLASSES; c++) {
        char percent[16];
        uint32_t smallest = SIZE_CLASS[c - 1].size + 1;
        double wasted = (SIZE_CLASS[c].size - smallest) * RECORDED[c].objects + RECORDED[c].tail;
        snprintf(percent, sizeof percent, "%.2f", 100 * wasted / (SIZE_CLASS[c].pages * PAGE_SIZE));
        assert_string_equal(percent, RECORDED[c].waste);
    }
}

static void every_size_has_the_smallest_class_that_holds_it(void **state) {
    (void)state;
    uint32_t class = 1;
    for (uint32_t size = 1; size <= SMALL_SIZE_MAX; size++) {
        if (size > SIZE_CLASS[class].size) class ++;
        assert_int_equal(size_class_of(size), class);
    }
    assert_int_equal(class, SIZE_CLASSES - 1);
}

static void larger_sizes_have_no_class(void **state) {
    (void)state;
    assert_int_equal(size_class_of(32769), 0);
    assert_int_equal(size_class_of(UINT64_MAX), 0);
}

/* Slots begin at multiples of their size in a span that begins at a page. */
static uint32_t alignment_of(uint32_t class) {
    uint32_t size = SIZE_CLASS[class].size;
    return size & -size;
}

static void slots_are_aligned_as_promised(void **state) {
    (void)state;
    static const struct {
        uint32_t from, alignment;
    } PROMISED[] = {{8, 8},     {32, 16},      {256, 32},    {512, 64},
                    {768, 128}, {28672, 4096}, {32768, 8192}};
    for (uint32_t c = 1; c < SIZE_CLASSES; c++)
        for (size_t i = 0; i < sizeof PROMISED / sizeof PROMISED[0]; i++)
            if (SIZE_CLASS[c].size >= PROMISED[i].from)
                assert_true(alignment_of(c) >= PROMISED[i].alignment);
    assert_int_equal(alignment_of(size_class_of(24)), 8);
    assert_int_equal(alignment_of(size_class_of(48)), 16);
    assert_int_equal(alignment_of(size_class_of(64)), 64);
    assert_int_equal(alignment_of(size_class_of(1024)), 1024);
}

/* mheap.go, mspan.divMul: a multiplication in place of a division. */
static void the_slot_of_every_byte_is_found_without_dividing(void **state) {
    (void)state;
    for (uint32_t c = 1; c < SIZE_CLASSES; c++) {
        uint32_t size = SIZE_CLASS[c].size;
        struct span s = {.element_size = size, .divisor = UINT32_MAX / size + 1};
        for (uint32_t offset = 0; offset < SIZE_CLASS[c].pages * PAGE_SIZE; offset++)
            if (span_slot(&s, offset) != offset / size) fail_msg("class %u, byte %u", c, offset);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_class_is_as_recorded),
        cmocka_unit_test(the_worst_waste_of_every_class_is_as_recorded),
        cmocka_unit_test(every_size_has_the_smallest_class_that_holds_it),
        cmocka_unit_test(larger_sizes_have_no_class),
        cmocka_unit_test(slots_are_aligned_as_promised),
        cmocka_unit_test(the_slot_of_every_byte_is_found_without_dividing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}

/* Go heap dumps: as a machine has them they are what a naive reader finds in the file, before and
 * after a collection; whatever else a file holds is refused in one line. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/random.h"
#include "machine/check/check.h"
#include "machine/heap/size_class.h"
#include "machine/inspect/inspect.h"
#include "machine/inspect/statistics.h"
#include "machine/memory.h"
#include "session/session.h"
#include "support/naive_dump.h"

static const char *const SAMPLES[] = {"tests/dumps/list.dump", "tests/dumps/list_after_gc.dump",
                                      "tests/dumps/goroutines.dump", "tests/dumps/finalizers.dump"};
enum { SAMPLE_COUNT = sizeof SAMPLES / sizeof SAMPLES[0] };

static struct naive_dump naive;
static struct session session;

/* ---- dumps of our own ---- */

enum { MADE_MAX = 1 << 20 };

static unsigned char made[MADE_MAX];
static size_t made_size;
static char made_path[64];

static void put(uint64_t number) {
    for (; number >= 128; number >>= 7) made[made_size++] = (unsigned char)(number | 128);
    made[made_size++] = (unsigned char)number;
}

static void put_string(const char *string) {
    put(strlen(string));
    memcpy(made + made_size, string, strlen(string));
    made_size += strlen(string);
}

static void put_magic(void) {
    made_size = 16;
    memcpy(made, "go1.7 heap dump\n", 16);
}

static void put_heap_at(uint64_t start, uint64_t big_endian, uint64_t pointer,
                        const char *version) {
    put_magic();
    put(6);
    put(big_endian);
    put(pointer);
    put(start);
    put(start + (64 << 20));
    put_string("amd64");
    put_string(version);
    put(1);
}

static void put_params(uint64_t big_endian, uint64_t pointer, const char *version) {
    put_heap_at(0xc000000000, big_endian, pointer, version);
}

static void put_fields(const uint64_t *offsets, int count) {
    for (int i = 0; i < count; i++) {
        put(1);
        put(offsets[i]);
    }
    put(0);
}

/* Words, of which some are pointers; the rest of `size` is zero. */
static void put_memory(const uint64_t *words, uint64_t count, uint64_t size) {
    put(size);
    for (uint64_t i = 0; i < size; i++) {
        uint64_t byte = i < count * 8 ? words[i / 8] >> i % 8 * 8 & 0xff : 0;
        made[made_size++] = (unsigned char)byte;
    }
}

static void put_object(uint64_t address, uint64_t size, uint64_t pointer) {
    put(1);
    put(address);
    put_memory(&pointer, pointer != 0, size);
    put_fields((uint64_t[]){0}, pointer != 0);
}

static void put_segment(int kind, uint64_t address, uint64_t pointer) {
    put((uint64_t)kind);
    put(address);
    put_memory(&pointer, 1, 64);
    put_fields((uint64_t[]){0}, 1);
}

static void put_goroutine(uint64_t id) {
    put(4);
    for (int i = 0; i < 8; i++) put(i == 2 ? id : i == 4 ? 4 : 0);
    put_string("select");
    for (int i = 0; i < 4; i++) put(0);
}

/* A frame of 6 words: a pointer, three numbers, the links. */
static void put_frame(uint64_t sp, uint64_t depth, uint64_t pointer, uint64_t back) {
    const uint64_t words[6] = {pointer, 1, 2, 3, sp + 32 + 48, back};
    put(5);
    put(sp);
    put(depth);
    put(0);
    put_memory(words, 6, 48);
    put(0x401000);
    put(0x401010);
    put(0x401010);
    put_string(depth ? "main.outer" : "main.inner");
    put_fields((uint64_t[]){0}, pointer != 0);
}

static void put_end(void) {
    put(0);
    FILE *file = fopen(made_path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(made, 1, made_size, file), made_size);
    fclose(file);
}

static enum file_status load_made(struct scenario *s, struct text *complaints) {
    text_clear(complaints);
    return scenario_load(s, made_path, complaints);
}

/* The dump that has been made is refused; the complaint begins and ends so. */
static void assert_refused(const char *part) {
    struct scenario s;
    struct text complaints = {0};
    put_end();
    if (load_made(&s, &complaints) != FILE_BAD_INPUT) fail_msg("not refused: %s", part);
    const char *words = text_string(&complaints);
    assert_memory_equal(words, made_path, strlen(made_path));
    if (!strstr(words, part)) fail_msg("expected \"%s\" in: %s", part, words);
    assert_ptr_equal(strchr(words, '\n'), words + strlen(words) - 1);
    text_free(&complaints);
}

static void load(struct scenario *s, const char *path) {
    struct text complaints = {0};
    enum file_status status = scenario_load(s, path, &complaints);
    if (status != FILE_OK) fail_msg("%s", text_string(&complaints));
    text_free(&complaints);
}

static void open_made(struct scenario *s) {
    put_end();
    load(s, made_path);
    assert_true(session_open(&session, s));
    assert_null(check_state(&session.front));
}

static void close_all(struct scenario *s) {
    session_close(&session);
    scenario_free(s);
}

static void run_to_end(void) {
    while (session_run(&session, 1000) == STOP_BUDGET) continue;
    assert_string_equal(inspect_outcome(&session.front), "done");
}

/* ---- a sample, before a collection and after it ---- */

static void assert_object_is_there(const struct machine *m, const struct naive_object *o) {
    struct object found;
    assert_true(heap_find(m, o->address, &found));
    assert_int_equal(found.address, o->address);
    assert_int_equal(object_span(m, &found)->element_size, o->size);
    assert_memory_equal(arena_bytes(m, o->address), o->bytes, o->size);
    for (uint64_t offset = 0, k = 0; offset < o->size; offset += 8) {
        bool pointer = k < (uint64_t)o->pointer_count && o->pointers[k] == offset;
        k += pointer;
        assert_int_equal(inspect_place_is_pointer(m, o->address + offset), pointer);
    }
}

static void every_object_of_a_dump_is_in_the_machine(void **state) {
    (void)state;
    for (int i = 0; i < SAMPLE_COUNT; i++) {
        struct scenario s;
        naive_read(&naive, SAMPLES[i]);
        load(&s, SAMPLES[i]);
        assert_true(session_open(&session, &s));
        for (int k = 0; k < naive.object_count; k++)
            assert_object_is_there(&session.front, &naive.objects[k]);
        const struct statistics *numbers = &session.front.s->statistics;
        assert_int_equal(numbers->heap_alloc, naive.memstats[6]);
        assert_int_equal(numbers->mallocs - numbers->frees, naive.memstats[11]);
        assert_int_equal(numbers->mallocs, naive.memstats[4]);
        assert_int_equal(numbers->total_alloc, naive.memstats[1]);
        close_all(&s);
        naive_free(&naive);
    }
}

static void what_a_collection_leaves_is_what_a_naive_walk_reaches(void **state) {
    (void)state;
    static const int FREED[SAMPLE_COUNT] = {11, 1, 16, 1};
    for (int i = 0; i < SAMPLE_COUNT; i++) {
        struct scenario s;
        naive_read(&naive, SAMPLES[i]);
        load(&s, SAMPLES[i]);
        assert_true(session_open(&session, &s));
        run_to_end();
        int reachable = naive_reach(&naive);
        for (int k = 0; k < naive.object_count; k++) {
            struct object o;
            bool lives = heap_find(&session.front, naive.objects[k].address, &o);
            assert_int_equal(lives, naive.objects[k].reachable);
        }
        const struct statistics *numbers = &session.front.s->statistics;
        assert_int_equal(numbers->mallocs - numbers->frees, reachable);
        if (FREED[i] >= 0) assert_int_equal(naive.object_count - reachable, FREED[i]);
        close_all(&s);
        naive_free(&naive);
    }
}

/* Words of stacks that are no pointers by the dump keep alive, if asked, what only they lead to. */
static void guessed_roots_keep_alive_what_stacks_may_point_to(void **state) {
    (void)state;
    for (int guess = 0; guess < 2; guess++) {
        struct scenario s;
        struct object o;
        put_params(0, 8, "go1.19");
        put_object(0xc000004000, 16, 0xc000004010);
        put_object(0xc000004010, 16, 0);
        put_object(0xc000004020, 16, 0);
        put_goroutine(1);
        put_frame(0xc000002770, 0, 0, 0xc000004008); /* as if it were a return address */
        put_end();
        load(&s, made_path);
        assert_string_equal(s.captions[0].say, "3 objects, 3 of them unreachable.");
        assert_non_null(strstr(s.captions[s.caption_count - 1].more, "2 of them may have been"));
        s.config.guess_roots = guess;
        assert_true(session_open(&session, &s));
        run_to_end();
        assert_int_equal(heap_find(&session.front, 0xc000004000, &o), guess);
        assert_int_equal(heap_find(&session.front, 0xc000004010, &o), guess);
        assert_false(heap_find(&session.front, 0xc000004020, &o));
        close_all(&s);
    }
}

static void every_collector_and_barrier_frees_the_same(void **state) {
    (void)state;
    for (uint32_t kind = COLLECTOR_CONCURRENT; kind < COLLECTOR_NONE; kind++)
        for (uint32_t barrier = 0; barrier < BARRIER_COUNT; barrier++) {
            struct scenario s;
            load(&s, SAMPLES[0]);
            s.config.collector = kind;
            s.config.barrier = barrier;
            s.config.stacks = barrier % STACKS_COUNT; /* the dump's stacks stay what they are */
            s.config.pages_max = 8;                   /* and so does its heap */
            assert_true(session_open(&session, &s));
            run_to_end();
            const char *wrong = check_state(&session.front);
            if (wrong) fail_msg("%s, %s: %s", collector_name(kind), barrier_name(barrier), wrong);
            assert_int_equal(session.front.s->statistics.frees - 6, 11);
            close_all(&s);
        }
}

/* A trace of it is played with the dump beside it; without, it says what is missing. */
static void a_trace_of_a_dump_is_played_beside_it(void **state) {
    (void)state;
    const char *trace = "tests/dumps/made.jsonl";
    const char *build = getenv("TRICOLOR_BUILD");
    char command[512];
    if (!build) build = "build/release";
    snprintf(command, sizeof command, "%s/tricolor-sim trace %s -o %s", build, SAMPLES[2], trace);
    assert_int_equal(system(command), 0);
    struct scenario s;
    load(&s, trace);
    assert_non_null(s.tape);
    scenario_free(&s);
    char elsewhere[80];
    struct text complaints = {0};
    snprintf(elsewhere, sizeof elsewhere, "%s.jsonl", made_path);
    snprintf(command, sizeof command, "mv %s %s", trace, elsewhere);
    assert_int_equal(system(command), 0);
    assert_int_equal(scenario_load(&s, elsewhere, &complaints), FILE_BAD_INPUT);
    assert_non_null(strstr(text_string(&complaints), "/goroutines.dump: cannot be read: No such"));
    text_free(&complaints);
    assert_int_equal(remove(elsewhere), 0);
}

static void a_dump_is_sound_at_every_step(void **state) {
    (void)state;
    for (int i = 0; i < SAMPLE_COUNT; i++) {
        struct scenario s;
        load(&s, SAMPLES[i]);
        assert_true(session_open(&session, &s));
        for (uint64_t step = 0;; step += 7) {
            const char *wrong = check_state(&session.front);
            if (wrong) fail_msg("%s, step %d: %s", SAMPLES[i], (int)step, wrong);
            if (session_run(&session, 7) != STOP_BUDGET) break;
        }
        assert_null(check_state(&session.front));
        close_all(&s);
    }
}

/* runtime.goexit's frame, and what has no room for links, is no frame of the machine. */
static void stacks_are_walked_as_the_dump_has_them(void **state) {
    (void)state;
    for (int i = 0; i < SAMPLE_COUNT; i++) {
        struct scenario s;
        naive_read(&naive, SAMPLES[i]);
        load(&s, SAMPLES[i]);
        assert_true(session_open(&session, &s));
        const struct machine *m = &session.front;
        assert_int_equal(m->s->goroutine_count, naive.goroutines + 1);
        int name = 0;
        for (uint32_t n = 2; n <= m->s->goroutine_count; n++) {
            struct frame f;
            name++;
            for (bool more = frame_innermost(m, goroutine_of(m, n), &f); more;
                 more = frame_caller(m, &f))
                assert_string_equal(m->program->functions[f.function].name,
                                    naive.goroutine_frames[name++]);
            assert_string_equal(naive.goroutine_frames[name++], "runtime.goexit");
        }
        assert_int_equal(name, naive.frame_names);
        close_all(&s);
        naive_free(&naive);
    }
}

/* ---- places ---- */

static void an_object_alone_tells_where_its_span_begins(void **state) {
    (void)state;
    for (uint32_t class = 1; class < SIZE_CLASSES; class ++) {
        const struct size_class *c = &SIZE_CLASS[class];
        uint32_t slots = (uint32_t)c->pages * PAGE_SIZE / c->size;
        for (uint32_t slot = 0; slot<slots; slot += slots> 16 ? slots / 2 : 4) {
            struct scenario s;
            uint64_t span = 0xc000000000 + 20 * PAGE_SIZE, at = span + (uint64_t)slot * c->size;
            put_params(0, 8, "go1.19");
            put_object(at, c->size, 0);
            put_end();
            load(&s, made_path);
            struct machine m;
            assert_true(machine_open(&m, &s.program, &s.config));
            struct object o;
            assert_true(heap_find(&m, at, &o));
            assert_int_equal(page_address(o.span), span);
            assert_int_equal(o.slot, slot);
            assert_int_equal(m.s->statistics.heap_alloc, c->size);
            machine_close(&m);
            scenario_free(&s);
        }
    }
}

static void a_heap_of_several_arenas_and_large_objects_is_collected(void **state) {
    (void)state;
    struct scenario s;
    const uint64_t far = 0xc000000000 + (200ull << 20);
    put_params(0, 8, "go1.19");
    put_object(0xc000000000, 16, far + 40000);
    put_object(0xc000002000, 32, 0);
    put_object(far, 40960, 0);
    put_object(far + 40960, 40960, 0);
    put_segment(12, 0x500000, 0xc000000008);
    open_made(&s);
    assert_true(s.config.pages_max > 200 * 128);
    run_to_end();
    struct object o;
    assert_true(heap_find(&session.front, far, &o));
    assert_false(heap_find(&session.front, far + 40960, &o));
    assert_false(heap_find(&session.front, 0xc000002000, &o));
    assert_int_equal(session.front.s->statistics.frees, 2);
    assert_null(check_state(&session.front));
    close_all(&s);
}

/* As on macOS; the same objects live, elsewhere, and the stack leads to them. */
static void a_heap_that_begins_elsewhere_is_moved(void **state) {
    (void)state;
    struct scenario s;
    struct object o;
    const uint64_t base = 0x14000000000;
    put_heap_at(base, 0, 8, "go1.19");
    put_object(base, 16, base + 16);
    put_object(base + 16, 16, 0);
    put_object(base + 32, 16, base);
    put_object(base + 48, 16, 0);
    put_segment(12, 0x500000, base);
    put_goroutine(1);
    put_frame(base + 0x4000 - 32 - 48, 0, base + 48, 0x401010);
    open_made(&s);
    assert_string_equal(s.program.lines[3], "// heap moved here from 0x14000000000");
    assert_int_equal(word_read(&session.front, 0xc000000000), 0xc000000010);
    run_to_end();
    for (uint64_t i = 0; i < 4; i++)
        assert_int_equal(heap_find(&session.front, 0xc000000000 + i * 16, &o), i != 2);
    close_all(&s);
    put_heap_at(0x14000000007, 0, 8, "go1.19");
    assert_refused("expected whole pages below");
}

static void frames_that_go_on_alike_but_look_different_are_told_apart(void **state) {
    (void)state;
    struct scenario s;
    put_params(0, 8, "go1.19");
    put_object(0xc000004000, 16, 0);
    for (uint64_t g = 0; g < 2; g++) {
        uint64_t top = 0xc000002800 + g * 2048 - 32;
        put_goroutine(g + 1);
        put_frame(top - 96, 0, 0, 0x401010);
        put_frame(top - 48, 1, g ? 0xc000004000 : 0, 0x45f1e1);
    }
    open_made(&s);
    const struct machine *m = &session.front;
    for (uint32_t n = 2; n <= 3; n++) {
        struct frame f;
        assert_true(frame_innermost(m, goroutine_of(m, n), &f));
        assert_string_equal(m->program->functions[f.function].name, "main.inner");
        assert_true(frame_caller(m, &f));
        assert_string_equal(m->program->functions[f.function].name, "main.outer");
        assert_int_equal(m->program->functions[f.function].pointer_slot_count, n - 2);
        assert_false(frame_caller(m, &f));
        assert_string_equal(inspect_wait(m, n), "select");
    }
    run_to_end();
    struct object o;
    assert_true(heap_find(m, 0xc000004000, &o));
    close_all(&s);
}

static void slots_that_newer_versions_use_otherwise_are_no_objects(void **state) {
    (void)state;
    static const struct {
        const char *version;
        int objects; /* of 16 bytes, in a page; 512 if all of it is used */
    } CASES[] = {{"go1.19.8", 512}, {"go1.21", 512}, {"go1.22.1", 504}, {"devel go1.25-abc", 504}};
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        struct scenario s;
        put_params(0, 8, CASES[i].version);
        for (uint64_t slot = 0; slot < 512; slot++)
            put_object(0xc000000000 + slot * 16, 16, slot < 500 ? 0xc000000000 : 0);
        put_segment(12, 0x500000, 0xc000000000);
        open_made(&s);
        const struct statistics *numbers = &session.front.s->statistics;
        assert_int_equal(numbers->mallocs - numbers->frees, CASES[i].objects);
        close_all(&s);
    }
}

/* ---- what is refused ---- */

static void other_machines_are_told_apart(void **state) {
    (void)state;
    put_params(1, 8, "go1.19");
    assert_refused("byte 17: a dump of a big-endian machine; expected a little-endian one");
    put_params(0, 4, "go1.19");
    assert_refused("byte 18: a dump of a program with pointers of 4 bytes; expected 8");
}

static void what_does_not_fit_together_is_told_by_its_byte(void **state) {
    (void)state;
    put_magic();
    put_object(0xc000000000, 16, 0);
    assert_refused("byte 16: an object; expected the parameters first");
    put_params(0, 8, "go1.19");
    size_t second = made_size;
    put_params(0, 8, "go1.19");
    memmove(made + second, made + 16, made_size - 16);
    made_size += second - 16;
    assert_refused(": the parameters for the second time");
    put_params(0, 8, "go1.19");
    put(99);
    assert_refused("byte 45: a record of kind 99; expected 0 to 17");
    put_params(0, 8, "go1.19");
    put_object(0xc000000000, 17, 0);
    assert_refused("byte 45: an object of 17 bytes at 0xc000000000; expected a slot of one of");
    put_params(0, 8, "go1.19");
    put_object(0xc000000008, 16, 0);
    assert_refused("byte 45: an object of 16 bytes at 0xc000000008; expected a slot");
    put_params(0, 8, "go1.19");
    put_object(0xc000000000, 16, 0);
    size_t third = made_size;
    put_object(0xc000000000, 16, 0);
    char where[80];
    snprintf(where, sizeof where, "byte %zu: an object of 16 bytes at 0xc000000000 overlaps",
             third);
    assert_refused(where);
    put_params(0, 8, "go1.19");
    put_object(0xc000000000, 16, 0);
    put_object(0xc000000030, 48, 0);
    assert_refused("overlaps");
    put_params(0, 8, "go1.19");
    put_object(0x7000, 16, 0);
    assert_refused("byte 45: an object at 0x7000; expected one in the 8 GiB from 0xc000000000");
    put_params(0, 8, "go1.19");
    put_object(0xffffffffffffe000, 16, 0);
    assert_refused("expected one in the 8 GiB");
    put_params(0, 8, "go1.19");
    put_segment(12, 0x500000, 0);
    put_segment(12, 0x600000, 0);
    assert_refused("the data segment for the second time");
    put_params(0, 8, "go1.19");
    put_segment(12, 0x500000, 0);
    put_segment(13, 0x50000000000, 0);
    assert_refused("expected it close behind the other one");
    put_params(0, 8, "go1.19");
    put_segment(12, 0xc000000000, 0);
    assert_refused("expected whole words outside the heap");
    put_params(0, 8, "go1.19");
    put_frame(0xc000002700, 0, 0, 0);
    assert_refused("a stack frame before the first goroutine");
    put_params(0, 8, "go1.19");
    put_goroutine(1);
    put_frame(0xc000002700, 1, 0, 0);
    assert_refused("a stack frame of depth 1; expected depth 0");
    put_params(0, 8, "go1.19");
    put_goroutine(1);
    put_frame(0xc000002700, 0, 0, 0);
    put_frame(0xc000002708, 1, 0, 0);
    assert_refused("expected it above the frame that it called");
    put_params(0, 8, "go1.19");
    put_object(0xc000002000, 16, 0);
    put_goroutine(1);
    put_frame(0xc000002700, 0, 0, 0);
    assert_refused("overlaps something else");
    put_params(0, 8, "go1.19");
    put_goroutine(1);
    put_frame(0xc000002700, 0, 0, 0);
    put_goroutine(2);
    put_frame(0xc000002700, 0, 0, 0);
    assert_refused("overlaps something else");
}

static void lengths_count_only_as_far_as_there_are_bytes(void **state) {
    (void)state;
    put_params(0, 8, "go1.19");
    put(1);
    put(0xc000000000);
    put(UINT64_MAX / 2);
    assert_refused("the file ends inside an object; expected the rest of it, and the end");
    put_params(0, 8, "go1.19");
    put(2);
    put(UINT64_MAX);
    assert_refused("a string of 18446744073709551615 bytes in a root; expected at most 65536");
    put_params(0, 8, "go1.19");
    put(1);
    for (int i = 0; i < 20; i++) made[made_size++] = 0xff;
    assert_refused("byte 46: a number in an object does not fit 64 bits");
    put_params(0, 8, "go1.19");
    put(1);
    put(0xc000000000);
    put_memory(NULL, 0, 16);
    put(1);
    put(UINT64_MAX - 7);
    put(0);
    assert_refused("expected a whole word inside");
    put_params(0, 8, "go1.19");
    put(0);
    put(7);
    assert_refused("byte 46: more bytes behind the end of the dump; expected none");
}

static void read_sample(const char *path) {
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    made_size = fread(made, 1, MADE_MAX, file);
    fclose(file);
}

static enum file_status load_bytes(size_t size, struct scenario *s, struct text *complaints) {
    FILE *file = fopen(made_path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(made, 1, size, file), size);
    fclose(file);
    return load_made(s, complaints);
}

static void a_dump_that_is_cut_off_is_refused(void **state) {
    (void)state;
    struct text complaints = {0};
    struct scenario s;
    read_sample(SAMPLES[2]);
    for (size_t size = 16; size < made_size; size += size < 400 ? 1 : 2999) {
        assert_int_equal(load_bytes(size, &s, &complaints), FILE_BAD_INPUT);
        char expected[64];
        snprintf(expected, sizeof expected, "byte %zu: the file ends inside ", size);
        if (!strstr(text_string(&complaints), expected))
            fail_msg("%s, not: %s", expected, text_string(&complaints));
    }
    text_free(&complaints);
}

/* Whatever a changed dump is taken for, the machine it becomes is sound. */
static void a_damaged_dump_is_refused_or_sound(void **state) {
    (void)state;
    struct text complaints = {0};
    uint64_t random = 7;
    int sound = 0;
    for (int i = 0; i < 240; i++) {
        struct scenario s;
        read_sample(SAMPLES[i % SAMPLE_COUNT]);
        size_t limit = i % 3 ? made_size : 60000; /* objects and frames come first */
        for (int k = 0; k <= i % 4; k++)
            made[16 + random_next(&random) % (limit - 16)] = (unsigned char)random_next(&random);
        if (load_bytes(made_size, &s, &complaints) != FILE_OK) {
            assert_non_null(strstr(text_string(&complaints), ": byte "));
            continue;
        }
        struct machine m;
        assert_true(machine_open(&m, &s.program, &s.config));
        assert_null(check_state(&m));
        machine_close(&m);
        scenario_free(&s);
        sound++;
    }
    assert_true(sound > 20 && sound < 220);
    text_free(&complaints);
}

static int make_path(void **state) {
    (void)state;
    snprintf(made_path, sizeof made_path, "/tmp/tricolor-dump-%d.dump", (int)getpid());
    return 0;
}

static int remove_path(void **state) {
    (void)state;
    return remove(made_path);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_object_of_a_dump_is_in_the_machine),
        cmocka_unit_test(what_a_collection_leaves_is_what_a_naive_walk_reaches),
        cmocka_unit_test(guessed_roots_keep_alive_what_stacks_may_point_to),
        cmocka_unit_test(every_collector_and_barrier_frees_the_same),
        cmocka_unit_test(a_trace_of_a_dump_is_played_beside_it),
        cmocka_unit_test(a_dump_is_sound_at_every_step),
        cmocka_unit_test(stacks_are_walked_as_the_dump_has_them),
        cmocka_unit_test(an_object_alone_tells_where_its_span_begins),
        cmocka_unit_test(a_heap_of_several_arenas_and_large_objects_is_collected),
        cmocka_unit_test(a_heap_that_begins_elsewhere_is_moved),
        cmocka_unit_test(frames_that_go_on_alike_but_look_different_are_told_apart),
        cmocka_unit_test(slots_that_newer_versions_use_otherwise_are_no_objects),
        cmocka_unit_test(other_machines_are_told_apart),
        cmocka_unit_test(what_does_not_fit_together_is_told_by_its_byte),
        cmocka_unit_test(lengths_count_only_as_far_as_there_are_bytes),
        cmocka_unit_test(a_dump_that_is_cut_off_is_refused),
        cmocka_unit_test(a_damaged_dump_is_refused_or_sound),
    };
    return cmocka_run_group_tests(tests, make_path, remove_path);
}

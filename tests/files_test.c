/* The user's files: noticed when they are saved, remembered, chosen in a dialog, typed. */
#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "files/chooser.h"
#include "files/complete.h"
#include "files/recent.h"
#include "files/watch.h"
#include "support/folder.h"

/* ---- watching ---- */

static struct file_watch watch;

static void watch_one(const char *name, const char *content) {
    folder_write(name, content);
    watch_nothing(&watch);
    watch_add(&watch, folder_path(name));
    assert_int_equal(watch_look(&watch), WATCH_NOTHING);
    assert_int_equal(watch_look(&watch), WATCH_NOTHING);
}

static void assert_news(enum watch_news wanted) {
    enum watch_news news = WATCH_NOTHING;
    for (int i = 0; i < 3 && news == WATCH_NOTHING; i++) news = watch_look(&watch);
    assert_int_equal(news, wanted);
    for (int i = 0; i < 3; i++) assert_int_equal(watch_look(&watch), WATCH_NOTHING);
}

static void a_file_that_is_saved_is_told_once(void **state) {
    (void)state;
    watch_one("a.json", "one");
    folder_write("a.json", "other");
    assert_news(WATCH_CHANGED);
    folder_write("a.json", "another");
    assert_news(WATCH_CHANGED);
}

static void the_same_size_is_a_change_too(void **state) {
    (void)state;
    watch_one("a.json", "one");
    folder_set_time("a.json", 1000);
    assert_news(WATCH_CHANGED);
}

static void a_file_that_takes_the_name_of_the_old_one_is_a_change(void **state) {
    (void)state;
    watch_one("a.json", "one");
    folder_set_time("a.json", 1000);
    assert_news(WATCH_CHANGED);
    folder_write("b.json", "two");
    folder_set_time("b.json", 1000); /* the same size and time: only the file is another */
    assert_int_equal(rename(folder_path("b.json"), folder_path("a.json")), 0);
    assert_news(WATCH_CHANGED);
}

static void a_file_that_is_still_being_written_waits(void **state) {
    static const char *const PIECES[] = {"{", "{\"a\"", "{\"a\":1", "{\"a\":1}"};
    (void)state;
    watch_one("a.json", "");
    for (size_t i = 0; i < sizeof PIECES / sizeof PIECES[0]; i++) {
        folder_write("a.json", PIECES[i]);
        assert_int_equal(watch_look(&watch), WATCH_NOTHING);
    }
    assert_news(WATCH_CHANGED);
}

static void a_file_that_is_deleted_and_comes_back_is_told(void **state) {
    (void)state;
    watch_one("a.json", "one");
    assert_int_equal(unlink(folder_path("a.json")), 0);
    assert_news(WATCH_GONE);
    folder_write("a.json", "one");
    assert_news(WATCH_CHANGED);
}

static void a_file_that_was_gone_for_a_moment_has_changed(void **state) {
    (void)state;
    watch_one("a.json", "one");
    assert_int_equal(unlink(folder_path("a.json")), 0);
    assert_int_equal(watch_look(&watch), WATCH_NOTHING);
    folder_write("a.json", "four");
    assert_news(WATCH_CHANGED);
}

static void a_change_is_told_before_a_loss(void **state) {
    (void)state;
    watch_one("a.json", "one");
    folder_write("b.go", "two");
    watch_add(&watch, folder_path("b.go"));
    watch_add(&watch, folder_path("b.go"));
    assert_int_equal(watch.count, 2);
    assert_int_equal(unlink(folder_path("a.json")), 0);
    folder_write("b.go", "three");
    assert_news(WATCH_CHANGED);
}

static void a_folder_is_no_file_to_watch(void **state) {
    (void)state;
    watch_one("a.json", "one");
    assert_int_equal(unlink(folder_path("a.json")), 0);
    assert_int_equal(mkdir(folder_path("a.json"), 0700), 0);
    assert_news(WATCH_GONE);
    assert_int_equal(rmdir(folder_path("a.json")), 0);
}

static void more_files_than_there_is_room_for_are_left_out(void **state) {
    (void)state;
    watch_nothing(&watch);
    for (int i = 0; i < 2 * WATCH_FILES_MAX; i++) {
        char name[32];
        snprintf(name, sizeof name, "none-%d", i);
        watch_add(&watch, folder_path(name));
    }
    assert_int_equal(watch.count, WATCH_FILES_MAX);
    assert_int_equal(watch_look(&watch), WATCH_NOTHING);
}

/* ---- the files opened last ---- */

static void what_was_opened_is_remembered_the_last_one_first(void **state) {
    struct recent r = {.count = 0}, read;
    (void)state;
    folder_write("a.json", "");
    folder_write("b.json", "");
    recent_note(&r, folder_path("a.json"));
    recent_note(&r, folder_path("b.json"));
    recent_note(&r, folder_path("a.json"));
    assert_int_equal(r.count, 2);
    assert_true(recent_write(&r, folder_path("deep/er/state")));
    recent_read(&read, folder_path("deep/er/state"));
    assert_int_equal(read.count, 2);
    assert_non_null(strstr(read.paths[0], "/a.json"));
    assert_non_null(strstr(read.paths[1], "/b.json"));
}

static void the_list_has_room_for_a_few(void **state) {
    struct recent r = {.count = 0};
    (void)state;
    for (int i = 0; i < RECENT_MAX + 3; i++) {
        char name[32];
        snprintf(name, sizeof name, "many-%d.json", i);
        folder_write(name, "");
        recent_note(&r, folder_path(name));
    }
    assert_int_equal(r.count, RECENT_MAX);
    assert_non_null(strstr(r.paths[0], "/many-10.json"));
    assert_non_null(strstr(r.paths[RECENT_MAX - 1], "/many-3.json"));
}

static void a_file_that_is_gone_is_dropped(void **state) {
    struct recent r = {.count = 0}, read;
    (void)state;
    folder_write("a.json", "");
    folder_write("b.json", "");
    recent_note(&r, folder_path("a.json"));
    recent_note(&r, folder_path("b.json"));
    recent_note(&r, folder_path("never-there.json"));
    assert_int_equal(r.count, 2);
    assert_true(recent_write(&r, folder_path("state")));
    assert_int_equal(unlink(folder_path("b.json")), 0);
    recent_read(&read, folder_path("state"));
    assert_int_equal(read.count, 1);
    assert_non_null(strstr(read.paths[0], "/a.json"));
}

static void a_list_that_was_spoilt_does_no_harm(void **state) {
    char text[3 * RECENT_PATH_MAX];
    struct recent read = {.count = 5};
    (void)state;
    memset(text, 'x', sizeof text);
    text[0] = '/';
    text[sizeof text - 1] = '\0';
    assert_true(recent_write(&(struct recent){.count = 0}, folder_path("state")));
    folder_write("state/recent", text);
    recent_read(&read, folder_path("state"));
    assert_int_equal(read.count, 0);
    folder_write("state/recent", "\n\nrelative\n/\n");
    recent_read(&read, folder_path("state"));
    assert_int_equal(read.count, 0);
    recent_read(&read, folder_path("no-such-folder"));
    assert_int_equal(read.count, 0);
}

static void where_nothing_can_be_written_nothing_is_remembered(void **state) {
    (void)state;
    folder_write("file", "");
    assert_false(recent_write(&(struct recent){.count = 0}, folder_path("file/state")));
}

static void the_state_has_a_folder_of_the_user(void **state) {
    char folder[256];
    (void)state;
    setenv("XDG_STATE_HOME", "/somewhere", 1);
    assert_true(state_folder(folder, sizeof folder));
    assert_string_equal(folder, "/somewhere/tricolor");
    setenv("XDG_STATE_HOME", "relative", 1); /* to be ignored, says the specification */
    setenv("HOME", "/home/me", 1);
    assert_true(state_folder(folder, sizeof folder));
    assert_string_equal(folder, "/home/me/.local/state/tricolor");
    unsetenv("HOME");
    assert_false(state_folder(folder, sizeof folder));
}

/* ---- the dialog ---- */

/* Programs that play the dialog. */
static void put_program(const char *name, const char *script) {
    char content[1024], path[64];
    snprintf(content, sizeof content, "#!/bin/sh\n%s\n", script);
    snprintf(path, sizeof path, "bin/%s", name);
    folder_write(path, content);
    assert_int_equal(chmod(folder_path(path), 0700), 0);
}

static void use_programs(const char *zenity, const char *kdialog) {
    if (mkdir(folder_path("bin"), 0700) != 0) assert_int_equal(errno, EEXIST);
    unlink(folder_path("bin/zenity"));
    unlink(folder_path("bin/kdialog"));
    if (zenity) put_program("zenity", zenity);
    if (kdialog) put_program("kdialog", kdialog);
    char path[512];
    snprintf(path, sizeof path, "/no/such/folder::%s", folder_path("bin"));
    setenv("PATH", path, 1);
}

static enum chooser_state wait_for_answer(struct chooser *c) {
    enum chooser_state state = CHOOSER_OPEN;
    for (int i = 0; i < 1000 && state == CHOOSER_OPEN; i++) {
        nanosleep(&(struct timespec){0, 5000000}, NULL);
        state = chooser_ask(c);
    }
    return state;
}

static void the_chosen_file_comes_back(void **state) {
    struct chooser c = {0};
    (void)state;
    use_programs("echo \"/a b/$1|$2|$3.json\"", "echo /from/kdialog");
    assert_true(chooser_open(&c, "Open; $(rm)", "/x y"));
    assert_int_equal(wait_for_answer(&c), CHOOSER_CHOSEN);
    assert_string_equal(text_string(&c.answer),
                        "/a b/--file-selection|--title=Open; $(rm)|--filename=/x y/.json");
    assert_int_equal(chooser_ask(&c), CHOOSER_CLOSED);
    chooser_close(&c);
}

static void kdialog_is_taken_where_zenity_is_not(void **state) {
    struct chooser c = {0};
    (void)state;
    use_programs(NULL, "echo \"/$1|$2|$3|$4\"; echo more");
    assert_true(chooser_open(&c, "Open", "/x"));
    assert_int_equal(wait_for_answer(&c), CHOOSER_CHOSEN);
    assert_string_equal(text_string(&c.answer), "/--title|Open|--getopenfilename|/x/");
    chooser_close(&c);
}

static void where_there_is_no_dialog_none_opens(void **state) {
    struct chooser c = {0};
    (void)state;
    use_programs(NULL, NULL);
    assert_false(chooser_open(&c, "Open", "/x"));
    assert_int_equal(chooser_ask(&c), CHOOSER_CLOSED);
    unsetenv("PATH");
    assert_false(chooser_open(&c, "Open", "/x"));
    chooser_close(&c);
}

static void no_choice_is_told_as_that(void **state) {
    static const char *const SCRIPTS[] = {"exit 1", "echo; exit 1", "echo an error message",
                                          "exit 127"};
    (void)state;
    for (size_t i = 0; i < sizeof SCRIPTS / sizeof SCRIPTS[0]; i++) {
        struct chooser c = {0};
        use_programs(SCRIPTS[i], NULL);
        assert_true(chooser_open(&c, "Open", "/x"));
        assert_int_equal(wait_for_answer(&c), CHOOSER_CANCELLED);
        chooser_close(&c);
    }
}

static void a_dialog_that_stays_open_does_not_hold_the_window_up(void **state) {
    struct chooser c = {0};
    (void)state;
    use_programs("trap '' TERM; while :; do /bin/sleep 1; done", NULL);
    assert_true(chooser_open(&c, "Open", "/x"));
    for (int i = 0; i < 100; i++) assert_int_equal(chooser_ask(&c), CHOOSER_OPEN);
    pid_t process = c.process;
    chooser_close(&c);
    assert_int_equal(kill(process, 0), -1); /* it is gone */
    assert_int_equal(chooser_ask(&c), CHOOSER_CLOSED);
}

static void a_dialog_that_closes_its_output_early_is_waited_for(void **state) {
    struct chooser c = {0};
    (void)state;
    use_programs("echo /early.go; exec >&-; /bin/sleep 0.2", NULL);
    assert_true(chooser_open(&c, "Open", "/x"));
    assert_int_equal(wait_for_answer(&c), CHOOSER_CHOSEN);
    assert_string_equal(text_string(&c.answer), "/early.go");
    chooser_close(&c);
}

/* ---- a typed path ---- */

static void fill_folder(void) {
    if (mkdir(folder_path("in"), 0700) != 0) assert_int_equal(errno, EEXIST);
    if (mkdir(folder_path("in/lists"), 0700) != 0) assert_int_equal(errno, EEXIST);
    folder_write("in/list-one.json", "");
    folder_write("in/list-two.go", "");
    folder_write("in/list.txt", "");
    folder_write("in/.hidden.json", "");
    folder_write("in/a.schema.json", "");
    folder_write("in/größe-1.json", "");
    folder_write("in/grün.json", "");
}

static void assert_extends(const char *typed, const char *wanted) {
    char path[512], expected[512];
    snprintf(path, sizeof path, "%s", folder_path(typed));
    snprintf(expected, sizeof expected, "%s", folder_path(wanted ? wanted : typed));
    assert_true(path_extend(path, sizeof path) == (wanted != NULL));
    assert_string_equal(path, expected);
}

static void a_typed_path_is_completed_as_far_as_there_is_no_choice(void **state) {
    (void)state;
    fill_folder();
    assert_extends("in/l", "in/list");
    assert_extends("in/list", NULL);
    assert_extends("in/list-", NULL);
    assert_extends("in/list-o", "in/list-one.json");
    assert_extends("in/lists", "in/lists/");
    assert_extends("in/.h", "in/.hidden.json");
    assert_extends("in/list.", NULL); /* nothing that can be opened */
    assert_extends("in/gr", NULL);    /* and no half of an umlaut */
    assert_extends("in/x", NULL);
    assert_extends("none/x", NULL);
}

static void the_choice_is_listed(void **state) {
    struct completion c;
    char typed[512];
    (void)state;
    fill_folder();
    snprintf(typed, sizeof typed, "%s", folder_path("in/list"));
    path_complete(typed, &c);
    assert_int_equal(c.count, 3);
    assert_string_equal(c.names[0], "list-one.json");
    assert_string_equal(c.names[1], "list-two.go");
    assert_string_equal(c.names[2], "lists/");
}

static void more_than_can_be_listed_are_counted(void **state) {
    struct completion c;
    char typed[512];
    (void)state;
    fill_folder();
    for (int i = 0; i < 40; i++) {
        char name[32];
        snprintf(name, sizeof name, "in/lists/n%02d.go", i);
        folder_write(name, "");
    }
    snprintf(typed, sizeof typed, "%s", folder_path("in/lists/"));
    path_complete(typed, &c);
    assert_true(c.count == COMPLETION_NAMES && c.total == 40);
    assert_string_equal(c.common, "n");
}

static void a_path_that_is_full_is_left_as_it_is(void **state) {
    char typed[512];
    (void)state;
    fill_folder();
    snprintf(typed, sizeof typed, "%s", folder_path("in/list-o"));
    assert_false(path_extend(typed, strlen(typed) + 5));
    assert_string_equal(typed, folder_path("in/list-o"));
    assert_false(path_expand("~/long", typed, 3));
}

static void the_users_home_may_be_a_tilde(void **state) {
    char typed[64] = "~/in/list-o", out[512];
    (void)state;
    fill_folder();
    setenv("HOME", folder_path("."), 1);
    assert_true(path_extend(typed, sizeof typed));
    assert_string_equal(typed, "~/in/list-one.json");
    assert_true(path_expand("~x/a", out, sizeof out));
    assert_string_equal(out, "~x/a");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_that_is_saved_is_told_once),
        cmocka_unit_test(the_same_size_is_a_change_too),
        cmocka_unit_test(a_file_that_takes_the_name_of_the_old_one_is_a_change),
        cmocka_unit_test(a_file_that_is_still_being_written_waits),
        cmocka_unit_test(a_file_that_is_deleted_and_comes_back_is_told),
        cmocka_unit_test(a_file_that_was_gone_for_a_moment_has_changed),
        cmocka_unit_test(a_change_is_told_before_a_loss),
        cmocka_unit_test(a_folder_is_no_file_to_watch),
        cmocka_unit_test(more_files_than_there_is_room_for_are_left_out),
        cmocka_unit_test(what_was_opened_is_remembered_the_last_one_first),
        cmocka_unit_test(the_list_has_room_for_a_few),
        cmocka_unit_test(a_file_that_is_gone_is_dropped),
        cmocka_unit_test(a_list_that_was_spoilt_does_no_harm),
        cmocka_unit_test(where_nothing_can_be_written_nothing_is_remembered),
        cmocka_unit_test(the_state_has_a_folder_of_the_user),
        cmocka_unit_test(the_chosen_file_comes_back),
        cmocka_unit_test(kdialog_is_taken_where_zenity_is_not),
        cmocka_unit_test(where_there_is_no_dialog_none_opens),
        cmocka_unit_test(no_choice_is_told_as_that),
        cmocka_unit_test(a_dialog_that_stays_open_does_not_hold_the_window_up),
        cmocka_unit_test(a_dialog_that_closes_its_output_early_is_waited_for),
        cmocka_unit_test(a_typed_path_is_completed_as_far_as_there_is_no_choice),
        cmocka_unit_test(the_choice_is_listed),
        cmocka_unit_test(more_than_can_be_listed_are_counted),
        cmocka_unit_test(a_path_that_is_full_is_left_as_it_is),
        cmocka_unit_test(the_users_home_may_be_a_tilde),
    };
    return cmocka_run_group_tests(tests, folder_make, folder_remove) != 0;
}

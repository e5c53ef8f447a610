/* app.h -- the controller: what the user does, to commands; commands, to the session and to how it
 * is looked at; and all that, to a picture.
 *
 * It knows no window and no clock. A host hands in inputs and the time, and shows the draw list:
 * the window does (window_loop.c), and so do tests. Each concept has a file and a struct of its
 * own; the functions that do commands are listed in does.h. */
#ifndef TC_APP_H
#define TC_APP_H

#include "cli/cli.h"
#include "files/chooser.h"
#include "files/recent.h"
#include "files/watch.h"
#include "view/asking.h"
#include "view/comparing.h"
#include "view/cycles.h"
#include "view/complaint.h"
#include "view/exporting.h"
#include "export/find_words.h"
#include "export/kind_log.h"
#include "view/gallery.h"
#include "view/input.h"
#include "view/predicting.h"
#include "view/scheduling.h"
#include "view/collecting.h"
#include "view/trying.h"
#include "view/view.h"

/* The host's clock, seconds from any moment on: to run ahead for a while, not for longer. */
struct app_clock {
    double (*now)(void *user);
    void *user;
};

/* The scenario that is open. */
struct opened {
    bool is;
    char path[4096];
    struct scenario scenario;
    struct session session;
    struct graph_layout graph;
};

struct player {
    bool playing;
    float speed;      /* steps a second */
    double next_step; /* when it is due, seconds */
    struct loop loop;
    uint64_t destination; /* a step that the run has yet to come to; 0: none */
};

/* Where a run was left, to be found in another one (reopening.h). */
struct place {
    bool kept;
    uint64_t step, progress, hash;
    bool found; /* by what the program has done: */
    uint64_t found_step;
};

/* The files in use. */
struct reloading {
    struct file_watch watch;
    double next; /* when they are looked at, seconds */
};

/* Small pictures of scenarios (thumbnails.h). */
struct thumbnail {
    char path[GALLERY_PATH_MAX];
    const struct theme *theme;
    enum language language;
    struct draw draw;
    bool done;
    struct thumbnail *next;
};

struct thumbnails {
    struct thumbnail *list;
    struct thumbnail_work *work; /* the one that is being made; NULL: none */
};

/* The mouse: where it is, and what it holds. */
struct mouse {
    struct point at;
    struct hit held; /* what it was pressed on, if that is dragged */
    int clicks;      /* 2: that was the second of a double click */
    bool holds;
    float wheel;  /* notches, up is positive: while a command of the wheel is done */
    double moved; /* when it last did, seconds */
    bool waits;   /* it is on a place with a tip, which is not shown yet */
};

/* A step that is being looked for: searching.h. */
struct searching {
    bool is;
    struct search search;
    uint32_t lines[BREAKPOINTS_MAX];
    enum word nothing; /* what is said if there is no such step; NO_FURTHER: one goes to the end */
    uint64_t portion;  /* steps a tick */
};

/* The event log: logging.h. */
struct logging {
    struct sentences sentences;
    struct kind_log kinds;
    struct log_page page;
    uint64_t bottom, scrolled_at; /* the last row, while the run stands at that step */
    struct word_search words;
};

/* What is found out about what is selected: inspecting.h. */
struct inspecting {
    struct portrait portrait;
    struct biography life;
    uint64_t step; /* at which it is known who points there */
    /* what keeps objects alive: */
    struct retained retained;
    bool retains;                         /* it has been begun, or is done, ... */
    uint64_t retained_step, retained_run; /* ... for this step, in the run of so many changes */
    struct holding holding;
    uint64_t held; /* address of the selected, of which it tells */
};

/* What the next step will do: for the speaker's notes. */
struct foresight {
    bool known;
    uint64_t step; /* it is next to this one */
    struct text what;
};

/* What puts pictures on pixels, for files; opened when it is needed. NULL, with a line in `why`, if
 * there is none. It stays the host's. */
struct raster;
struct app_raster {
    const struct raster *(*open)(void *user, char *why, size_t why_size);
    void *user;
};

/* A log of collections that is open, in `opened`, instead of a run: charting.h. */
struct charting {
    bool is;
    struct gclog_model model;
    struct cycles_view view;
    int64_t own_percent; /* GOGC as given with the file, or GCLOG_PERCENT_UNKNOWN */
};

struct app {
    struct arguments arguments;
    struct app_clock clock;
    struct draw draw;
    float width, height; /* of the picture, pixels */
    struct look look;
    struct gallery gallery;
    struct opened open;
    struct charting charting;
    struct player player;
    struct prompt prompt;
    struct place place;
    struct predicting predicting;
    struct trying trying;
    struct collecting collecting;
    struct reloading reloading;
    struct complaint complaint;
    struct exporting exporting;
    struct exporting_work *exporting_work; /* a file is being written; NULL: none is */
    struct app_raster raster;              /* set by the host; none: no pictures can be written */
    struct comparing comparing;
    struct right_side *right; /* of a comparison; NULL: none */
    struct config right_config;
    struct {
        bool is;
        struct config config;
    } compared_before; /* what the left side had, where it has been changed for the comparison */
    struct scheduling scheduling;
    struct thumbnails thumbnails;
    struct recent recent;
    char state_folder[4096]; /* where these are remembered; "": nowhere */
    bool has_desktop;        /* whose dialogs may be opened */
    struct chooser chooser;
    struct asking asking;
    struct mouse mouse;
    struct listing listing;
    struct searching searching;
    struct map_zoom map;
    struct logging logging;
    uint64_t selected;  /* address; 0: nothing */
    uint32_t goroutine; /* whose stack is to the front; 0: nobody's */
    struct inspecting inspecting;
    bool help;
    struct presenting presenting;
    struct foresight foresight;
    char message[256];
    bool dirty; /* the picture is no longer as things are */
    /* what the host is asked to do, until it has done it */
    bool wants_full_screen, quit;
};

/* The measure is the painter's. */
void app_init(struct app *app, const struct arguments *a, struct text_measure measure,
              struct app_clock clock);
void app_free(struct app *app);

void app_resize(struct app *app, int width, int height);
/* Remembers the files that are opened in a folder of the user's. */
void app_remember(struct app *app, const char *folder);
/* False, with a complaint in the window, if the file cannot be run. */
bool app_open(struct app *app, const char *path);
void app_close_scenario(struct app *app);

void app_input(struct app *app, const struct input *in);
/* Lets time pass: runs ahead, plays. */
void app_tick(struct app *app);
/* Milliseconds until something has to be done without an input; -1: nothing. */
int app_wait(const struct app *app);
/* Makes the picture anew: app->draw. */
void app_draw(struct app *app);
/* What the window is called: where one is, for whoever looks at a list of windows, or listens to
 * one. */
void app_title(const struct app *app, char *out, size_t size);

/* ---- for the parts of the controller ---- */

/* What is open: RUN, LOG or, if nothing is, GALLERY. */
uint32_t app_where(const struct app *app);
/* What is open over the picture: a set of flags of commands.h. */
uint32_t app_modes(const struct app *app);
void app_do(struct app *app, enum command_id command, uint64_t value);
/* Opens a session on the scenario that is open, and runs it ahead for a while. False, and nothing
 * is open, if the host lacks the memory. */
bool app_begin(struct app *app, int milliseconds);
void app_run_ahead(struct app *app, int milliseconds);
/* Gives all objects of the run so far their places. */
void app_lay_out(struct app *app);
/* A line for the user; up to its end only. */
void app_say(struct app *app, const char *message);
/* How things are looked at now. To be given back with view_end. */
struct view app_view(const struct app *app);

#endif

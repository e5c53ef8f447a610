#include "sdl/window.h"

#include <SDL.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sdl/damage.h"
#include "sdl/utf8.h"

struct window {
    SDL_Window *sdl;
    char typed[SDL_TEXTINPUTEVENT_TEXT_SIZE]; /* characters that arrived together */
    size_t typed_at;                          /* the next of them to report */
    char *dropped;                            /* SDL's memory; the path last reported */
    /* what the window shows: to present only what differs from it */
    const SDL_Surface *shown_on; /* NULL: nothing that counts */
    const struct painter *shown;
    uint64_t pictures; /* of the painter, up to the one that is shown */
};

/* ---- The window -------------------------------------------------------------------------------
 */

/* Without a display SDL may settle for pictures in memory, which nobody sees. Only those who ask
 * for such a driver by name, as tests do, shall get it. */
static bool is_shown_to_nobody(const char *driver) {
    const char *wish = SDL_GetHint("SDL_VIDEODRIVER");
    bool is_wished = wish && *wish;
    return !is_wished && (strcmp(driver, "offscreen") == 0 || strcmp(driver, "dummy") == 0);
}

static bool video_start(char *why, size_t why_size) {
    SDL_SetHint(SDL_HINT_VIDEO_ALLOW_SCREENSAVER, "1");
    if (SDL_InitSubSystem(SDL_INIT_VIDEO) != 0) {
        snprintf(why, why_size, "no display: %s", SDL_GetError());
        return false;
    }
    const char *driver = SDL_GetCurrentVideoDriver();
    if (!driver || is_shown_to_nobody(driver)) {
        snprintf(why, why_size, "no display: neither DISPLAY nor WAYLAND_DISPLAY leads to one");
        SDL_QuitSubSystem(SDL_INIT_VIDEO);
        return false;
    }
    /* Pictures are made by the processor; under X11 the detour over the graphics card would take
     * 14 ms each, straight to the server 0.2 ms. Elsewhere SDL knows the better way. */
    if (strcmp(driver, "x11") == 0) SDL_SetHint(SDL_HINT_FRAMEBUFFER_ACCELERATION, "0");
    SDL_StartTextInput();
    return true;
}

static void fit_screen(int *width, int *height) {
    SDL_Rect screen;
    if (SDL_GetDisplayUsableBounds(0, &screen) != 0) return;
    *width = SDL_min(*width, screen.w);
    *height = SDL_min(*height, screen.h);
}

struct window *window_open(const char *title, int width, int height, char *why, size_t why_size) {
    struct window *w = calloc(1, sizeof *w);
    if (!w) {
        snprintf(why, why_size, "out of memory");
        return NULL;
    }
    if (!video_start(why, why_size)) {
        free(w);
        return NULL;
    }
    fit_screen(&width, &height);
    w->sdl = SDL_CreateWindow(title, SDL_WINDOWPOS_CENTERED, SDL_WINDOWPOS_CENTERED, width, height,
                              SDL_WINDOW_RESIZABLE | SDL_WINDOW_ALLOW_HIGHDPI);
    if (!w->sdl) {
        snprintf(why, why_size, "no window: %s", SDL_GetError());
        window_close(w);
        return NULL;
    }
    SDL_SetWindowMinimumSize(w->sdl, 320, 200);
    return w;
}

void window_close(struct window *w) {
    if (!w) return;
    SDL_free(w->dropped);
    if (w->sdl) SDL_DestroyWindow(w->sdl);
    free(w);
    SDL_QuitSubSystem(SDL_INIT_VIDEO);
}

/* SDL tells the size in pixels since 2.26; before, the surface that is presented has it. */
static void size_in_pixels(SDL_Window *sdl, int *width, int *height) {
#if SDL_VERSION_ATLEAST(2, 26, 0)
    SDL_GetWindowSizeInPixels(sdl, width, height);
#else
    const SDL_Surface *surface = SDL_GetWindowSurface(sdl);
    SDL_GetWindowSize(sdl, width, height);
    if (surface) {
        *width = surface->w;
        *height = surface->h;
    }
#endif
}

void window_size(const struct window *w, int *width, int *height) {
    size_in_pixels(w->sdl, width, height);
}

float window_scale(const struct window *w) {
    int units, pixels, height;
    SDL_GetWindowSize(w->sdl, &units, &height);
    size_in_pixels(w->sdl, &pixels, &height);
    return units > 0 ? (float)pixels / (float)units : 1;
}

bool window_is_plain(const struct window *w) {
    Uint32 flags = SDL_GetWindowFlags(w->sdl);
    return !(flags & (SDL_WINDOW_FULLSCREEN_DESKTOP | SDL_WINDOW_MAXIMIZED | SDL_WINDOW_MINIMIZED));
}

bool window_is_seen(const struct window *w) {
    return !(SDL_GetWindowFlags(w->sdl) & (SDL_WINDOW_HIDDEN | SDL_WINDOW_MINIMIZED));
}

void window_set_title(struct window *w, const char *title) {
    SDL_SetWindowTitle(w->sdl, title);
}

void window_toggle_fullscreen(struct window *w) {
    bool is_full = (SDL_GetWindowFlags(w->sdl) & SDL_WINDOW_FULLSCREEN_DESKTOP) != 0;
    SDL_SetWindowFullscreen(w->sdl, is_full ? 0 : SDL_WINDOW_FULLSCREEN_DESKTOP);
}

/* ---- Showing ----------------------------------------------------------------------------------
 */

/* The parts of the window that the picture does not reach. */
static void blacken_rest(SDL_Surface *screen, int width, int height) {
    SDL_Rect right = {width, 0, screen->w - width, screen->h};
    SDL_Rect below = {0, height, screen->w, screen->h - height};
    if (right.w > 0) SDL_FillRect(screen, &right, 0);
    if (below.h > 0) SDL_FillRect(screen, &below, 0);
}

/* Copies the areas, and has them shown. */
static bool show_areas(struct window *w, SDL_Surface *screen, SDL_Surface *picture,
                       struct repainted r) {
    SDL_Rect rects[DAMAGE_AREAS_MAX];
    for (size_t i = 0; i < r.count; i++) {
        struct area a = r.areas[i];
        SDL_Rect to = {a.x0, a.y0, a.x1 - a.x0, a.y1 - a.y0};
        rects[i] = to;
        if (SDL_BlitSurface(picture, &rects[i], screen, &to) != 0) return false;
    }
    return r.count == 0 || SDL_UpdateWindowSurfaceRects(w->sdl, rects, (int)r.count) == 0;
}

static bool show_all(struct window *w, SDL_Surface *screen, SDL_Surface *picture) {
    if (SDL_BlitSurface(picture, NULL, screen, NULL) != 0) return false;
    blacken_rest(screen, picture->w, picture->h);
    return SDL_UpdateWindowSurface(w->sdl) == 0;
}

/* Whether the window still shows the picture before this one. */
static bool shows_previous(const struct window *w, const SDL_Surface *screen,
                           const struct painter *p) {
    return w->shown_on == screen && w->shown == p &&
           w->pictures + 1 == painter_repainted(p).pictures;
}

/* The window's surface is asked for each time: a resize makes a new one. */
bool window_show(struct window *w, struct painter *p) {
    int width, height, pitch;
    const uint32_t *pixels = painter_pixels(p, &width, &height, &pitch);
    SDL_Surface *screen = SDL_GetWindowSurface(w->sdl);
    if (!screen || !pixels) return false;
    SDL_Surface *picture = SDL_CreateRGBSurfaceWithFormatFrom(
        (void *)(uintptr_t)pixels, width, height, 32, pitch, SDL_PIXELFORMAT_RGB888);
    if (!picture) return false;
    struct repainted r = painter_repainted(p);
    bool is_taken = shows_previous(w, screen, p) ? show_areas(w, screen, picture, r)
                                                 : show_all(w, screen, picture);
    SDL_FreeSurface(picture);
    w->shown_on = is_taken ? screen : NULL;
    w->shown = p;
    w->pictures = r.pictures;
    return is_taken;
}

/* ---- Keys -------------------------------------------------------------------------------------
 */

static enum key key_of(SDL_Keycode code) {
    if (code >= SDLK_F1 && code <= SDLK_F12) return (enum key)(KEY_F1 + (code - SDLK_F1));
    switch (code) {
    case SDLK_SPACE: return KEY_SPACE;
    case SDLK_LEFT: return KEY_LEFT;
    case SDLK_RIGHT: return KEY_RIGHT;
    case SDLK_UP: return KEY_UP;
    case SDLK_DOWN: return KEY_DOWN;
    case SDLK_PAGEUP: return KEY_PAGE_UP;
    case SDLK_PAGEDOWN: return KEY_PAGE_DOWN;
    case SDLK_HOME: return KEY_HOME;
    case SDLK_END: return KEY_END;
    case SDLK_TAB: return KEY_TAB;
    case SDLK_RETURN:
    case SDLK_KP_ENTER: return KEY_ENTER;
    case SDLK_ESCAPE: return KEY_ESCAPE;
    case SDLK_BACKSPACE: return KEY_BACKSPACE;
    case SDLK_DELETE: return KEY_DELETE;
    default: return KEY_NONE;
    }
}

/* Whether characters are meant as commands. AltGr, which writes characters, arrives as right Alt,
 * on some systems together with Ctrl. */
static bool is_command(Uint16 modifiers) {
    bool is_alt_gr = (modifiers & (KMOD_RALT | KMOD_MODE)) != 0;
    return (modifiers & (KMOD_LALT | KMOD_GUI)) || ((modifiers & KMOD_CTRL) && !is_alt_gr);
}

static Uint16 modifiers_now(void) {
    return (Uint16)SDL_GetModState();
}

static void add_modifiers(struct input *out, Uint16 modifiers) {
    out->shift = (modifiers & KMOD_SHIFT) != 0;
    out->ctrl = (modifiers & KMOD_CTRL) != 0;
    out->alt = (modifiers & KMOD_LALT) != 0;
}

/* Each character is reported once. Those of commands come from the key, as systems differ in
 * whether they send text for them; all others from the text, which knows the layout of the
 * keyboard. */
static bool read_key(const SDL_KeyboardEvent *e, struct input *out) {
    SDL_Keycode code = e->keysym.sym;
    out->kind = INPUT_KEY;
    out->key = key_of(code);
    add_modifiers(out, e->keysym.mod);
    out->repeated = e->repeat && out->key != KEY_NONE;
    if (out->key != KEY_NONE) return true;
    bool is_printable = code > 0x20 && !(code & SDLK_SCANCODE_MASK);
    out->key = KEY_CHARACTER;
    out->character = (uint32_t)code;
    return is_printable && is_command(e->keysym.mod);
}

static bool next_typed(struct window *w, struct input *out) {
    const char *rest = w->typed + w->typed_at;
    if (!*rest) return false;
    w->typed_at += utf8_next(rest, strlen(rest), &out->character);
    out->kind = INPUT_KEY;
    out->key = KEY_CHARACTER;
    add_modifiers(out, modifiers_now() & KMOD_SHIFT);
    return out->character > 0x20 || next_typed(w, out); /* a space is a key of its own */
}

static bool read_text(struct window *w, const SDL_TextInputEvent *e, struct input *out) {
    if (is_command(modifiers_now())) return false;
    memcpy(w->typed, e->text, sizeof w->typed);
    w->typed[sizeof w->typed - 1] = '\0';
    w->typed_at = 0;
    return next_typed(w, out);
}

/* ---- The mouse --------------------------------------------------------------------------------
 */

static bool read_mouse(const struct window *w, struct input *out, enum input_kind kind, int x,
                       int y) {
    float scale = window_scale(w);
    out->kind = kind;
    out->x = (float)x * scale;
    out->y = (float)y * scale;
    add_modifiers(out, modifiers_now());
    return true;
}

/* A picture may take longer than the mouse needs to its next place: older places are dropped, as
 * long as nothing else happened in between. */
static bool read_motion(const struct window *w, SDL_MouseMotionEvent last, struct input *out) {
    SDL_Event next;
    SDL_PumpEvents();
    while (SDL_PeepEvents(&next, 1, SDL_PEEKEVENT, SDL_FIRSTEVENT, SDL_LASTEVENT) == 1 &&
           next.type == SDL_MOUSEMOTION) {
        SDL_PeepEvents(&next, 1, SDL_GETEVENT, SDL_FIRSTEVENT, SDL_LASTEVENT);
        last = next.motion;
    }
    return read_mouse(w, out, INPUT_MOUSE_MOVE, last.x, last.y);
}

static bool read_button(const struct window *w, const SDL_MouseButtonEvent *e, struct input *out) {
    switch (e->button) {
    case SDL_BUTTON_LEFT: out->button = MOUSE_LEFT; break;
    case SDL_BUTTON_MIDDLE: out->button = MOUSE_MIDDLE; break;
    case SDL_BUTTON_RIGHT: out->button = MOUSE_RIGHT; break;
    default: return false;
    }
    out->clicks = e->clicks;
    bool is_down = e->type == SDL_MOUSEBUTTONDOWN;
    return read_mouse(w, out, is_down ? INPUT_MOUSE_DOWN : INPUT_MOUSE_UP, e->x, e->y);
}

static bool read_wheel(const struct window *w, const SDL_MouseWheelEvent *e, struct input *out) {
    out->wheel_x = e->preciseX;
    out->wheel_y = e->preciseY;
#if SDL_VERSION_ATLEAST(2, 26, 0)
    return read_mouse(w, out, INPUT_WHEEL, e->mouseX, e->mouseY);
#else
    int x, y;
    SDL_GetMouseState(&x, &y);
    return read_mouse(w, out, INPUT_WHEEL, x, y);
#endif
}

/* ---- Everything else --------------------------------------------------------------------------
 */

static bool read_window(struct window *w, const SDL_WindowEvent *e, struct input *out) {
    switch (e->event) {
    case SDL_WINDOWEVENT_SIZE_CHANGED:
    case SDL_WINDOWEVENT_DISPLAY_CHANGED:
        out->kind = INPUT_RESIZE;
        window_size(w, &out->width, &out->height);
        w->shown_on = NULL;
        return true;
    case SDL_WINDOWEVENT_SHOWN:
    case SDL_WINDOWEVENT_RESTORED:
    case SDL_WINDOWEVENT_EXPOSED:
        out->kind = INPUT_EXPOSE;
        w->shown_on = NULL;
        return true;
    case SDL_WINDOWEVENT_LEAVE: out->kind = INPUT_MOUSE_LEAVE; return true;
    default: return false;
    }
}

static bool read_drop(struct window *w, const SDL_DropEvent *e, struct input *out) {
    SDL_free(w->dropped);
    w->dropped = e->file;
    out->kind = INPUT_DROP;
    out->path = e->file;
    return e->type == SDL_DROPFILE && e->file;
}

/* False for events that are nothing to the program. */
static bool read_event(struct window *w, const SDL_Event *e, struct input *out) {
    *out = (struct input){.kind = INPUT_NONE};
    switch (e->type) {
    case SDL_QUIT: out->kind = INPUT_QUIT; return true;
    case SDL_KEYDOWN: return read_key(&e->key, out);
    case SDL_TEXTINPUT: return read_text(w, &e->text, out);
    case SDL_MOUSEMOTION: return read_motion(w, e->motion, out);
    case SDL_MOUSEBUTTONDOWN:
    case SDL_MOUSEBUTTONUP: return read_button(w, &e->button, out);
    case SDL_MOUSEWHEEL: return read_wheel(w, &e->wheel, out);
    case SDL_WINDOWEVENT: return read_window(w, &e->window, out);
    case SDL_DROPFILE:
    case SDL_DROPTEXT: return read_drop(w, &e->drop, out);
    default: return false;
    }
}

/* A signal need not interrupt SDL's waiting, so no wait is longer than a slice. */
static int slice_of(int left_ms) {
    const int slice = 250;
    return left_ms < 0 || left_ms > slice ? slice : left_ms;
}

void window_wait(struct window *w, struct input *out, int timeout_ms) {
    *out = (struct input){.kind = INPUT_NONE};
    if (next_typed(w, out)) return;
    Uint64 end = SDL_GetTicks64() + (Uint64)SDL_max(timeout_ms, 0);
    int left = timeout_ms;
    for (;;) {
        SDL_Event event;
        bool is_event = SDL_WaitEventTimeout(&event, slice_of(left)) == 1;
        if (is_event && read_event(w, &event, out)) return;
        if (!is_event && left == 0) break;
        Uint64 now = SDL_GetTicks64();
        if (timeout_ms >= 0) left = now < end ? (int)(end - now) : 0;
    }
    *out = (struct input){.kind = INPUT_NONE};
}

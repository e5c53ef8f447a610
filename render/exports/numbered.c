#include "exports/numbered.h"

#include <inttypes.h>
#include <string.h>

#include "base/check.h"

static struct number_place place_at(const char *name, const char *percent) {
    const char *at = percent + 1;
    unsigned digits = 0;
    if (*at == '0') {
        size_t count = strspn(++at, "0123456789");
        if (count < 1 || count > 2) return (struct number_place){0};
        for (; count > 0; count--) digits = digits * 10 + (unsigned)(*at++ - '0');
    }
    if (*at != 'd') return (struct number_place){0};
    return (struct number_place){(size_t)(percent - name), (size_t)(at + 1 - percent), digits};
}

struct number_place number_place(const char *name) {
    for (const char *percent = strchr(name, '%'); percent; percent = strchr(percent + 1, '%')) {
        struct number_place place = place_at(name, percent);
        if (place.length) return place;
    }
    return (struct number_place){0};
}

void numbered_name(struct text *out, const char *name, uint64_t number) {
    struct number_place place = number_place(name);
    CHECK(place.length > 0);
    text_add_bytes(out, name, place.at);
    text_addf(out, "%0*" PRIu64, (int)place.digits, number);
    text_add(out, name + place.at + place.length);
}

void numbered_instead(struct text *out, const char *film) {
    const char *slash = strrchr(film, '/'), *dot = strrchr(film, '.');
    bool has_ending = dot && (!slash || slash < dot);
    text_add_bytes(out, film, has_ending ? (size_t)(dot - film) : strlen(film));
    text_add(out, "-%06d.png");
}

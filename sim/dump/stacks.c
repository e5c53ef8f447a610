/* Stack frames to functions and goroutines.
 *
 * Go links its frames as the machine does: the return address lies on top of a frame, below it the
 * saved frame pointer. So the dump's own words stay, and program.returns tells what the return
 * addresses lead to. Where two frames go on at the same address but look different, or where a
 * function has saved no frame pointer, the word is replaced. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "dump/layout.h"
#include "machine/bits.h"
#include "machine/state.h"

enum { LINKS = 2 * WORD, LINES_MAX = 4000, ALIGN_MAX = PAGE_SIZE, ABOVE_LAST = 24 };
#define RETURN_INVENTED 0x7e0000000000ull
#define STACK_MAX (1ull << 30)

/* A frame as the machine has it. */
struct link {
    uint64_t low, address; /* its lowest word; its frame pointer */
    uint64_t return_at;    /* where its return address is in dump.bytes */
    uint64_t saved_at;     /* ... and its saved frame pointer */
    const struct dump_frame *frame;
    uint32_t op, function;
};

/* Frames that look alike have one function. */
struct shape {
    const char *name;
    uint64_t entry;
    uint32_t words, first_slot, slot_count, op, function;
};

struct return_entry {
    uint64_t address; /* 0: empty */
    uint32_t op;
};

struct named {
    const char *name;
    uint32_t count;
};

struct stacks_made {
    struct dump_layout *l;
    struct link *links; /* of one goroutine */
    uint32_t link_count;
    struct shape *shapes;
    uint32_t *shape_table; /* index + 1 */
    struct return_entry *returns;
    struct named *names;
    uint32_t table_mask, shape_count;
    int32_t *slots, *wanted; /* of all shapes; of the one looked for */
    uint32_t slot_count, wanted_count;
    uint64_t *outermost; /* where the outermost return addresses are in dump.bytes */
    uint64_t *bytes_of;  /* where the record of each goroutine of the image is in the file */
};

/* ---- words ---- */

static uint64_t word_at(const struct dump *d, uint64_t at) {
    uint64_t word;
    memcpy(&word, d->bytes + at, sizeof word);
    return word;
}

static void rewrite(struct stacks_made *made, uint64_t at, uint64_t word) {
    if (word_at(made->l->dump, at) == word) return;
    memcpy(made->l->dump->bytes + at, &word, sizeof word);
    made->l->rewritten++;
}

static bool is_pointer(const struct dump *d, uint64_t at) {
    return bit_get(d->pointers + at / WORD / 64, (uint32_t)(at / WORD % 64));
}

static bool add_piece(struct stacks_made *made, uint64_t address, uint64_t at, uint64_t size) {
    struct image *image = made->l->image;
    image->pieces = pool_grow(&made->l->program->pool, image->pieces, image->piece_count,
                              sizeof *image->pieces);
    if (!image->pieces) return layout_lacks_memory(made->l);
    image->pieces[image->piece_count++] = (struct image_piece){address, at, size};
    return true;
}

/* A word of memory that the dump does not have. */
static bool add_word(struct stacks_made *made, uint64_t address, uint64_t *at) {
    struct dump *d = made->l->dump;
    if (!dump_grow(d, WORD)) return layout_lacks_memory(made->l);
    *at = d->byte_count;
    memset(d->bytes + *at, 0, WORD);
    d->byte_count += WORD;
    return add_piece(made, address, *at, WORD);
}

/* ---- frames of a goroutine ---- */

static uint64_t end_of(const struct dump_frame *f) {
    return f->piece.address + f->piece.size;
}

static bool check_frames(struct stacks_made *made, const struct dump_goroutine *g) {
    const struct dump_frame *f = made->l->dump->frames + g->first_frame;
    const uint64_t top = ARENA_BASE + (uint64_t)DUMP_PAGES_MAX * PAGE_SIZE;
    for (uint32_t i = 0; i < g->frame_count; i++) {
        const struct dump_piece *p = &f[i].piece;
        if (p->size == 0 || p->size % WORD || p->address % WORD)
            return layout_complain(made->l, p->byte,
                                   "a stack frame of %" PRIu64 " bytes at 0x%" PRIx64
                                   "; expected whole words",
                                   p->size, p->address);
        if (p->address < ARENA_BASE + LINKS || p->address >= top || p->size >= top - p->address)
            return layout_complain(made->l, p->byte,
                                   "a stack frame at 0x%" PRIx64
                                   "; expected one in the 8 GiB from 0x%llx",
                                   p->address, ARENA_BASE);
        if (i && p->address < end_of(&f[i - 1]))
            return layout_complain(made->l, p->byte,
                                   "a stack frame at 0x%" PRIx64
                                   "; expected it above the frame that it called",
                                   p->address);
    }
    return true;
}

/* Whether a frame has room for a return address and a saved frame pointer. */
static bool is_linked(const struct dump_frame *f) {
    return f->piece.size >= LINKS;
}

/* The innermost may be a function that has not saved anything yet. */
static bool add_innermost(struct stacks_made *made, const struct dump_frame *f) {
    uint64_t address = end_of(f) - LINKS, at = 0;
    if (!is_linked(f) && !add_word(made, address, &at)) return false;
    made->links[made->link_count++] =
        (struct link){.low = is_linked(f) ? f->piece.address : address,
                      .address = address,
                      .return_at = f->piece.at + f->piece.size - WORD,
                      .saved_at = is_linked(f) ? f->piece.at + f->piece.size - LINKS : at,
                      .frame = f};
    return true;
}

/* Pointers that no frame of the machine holds. */
static bool root_frames(struct dump_layout *l, const struct dump_frame *f, uint32_t count) {
    const struct dump *d = l->dump;
    for (uint32_t i = 0; i < count; i++) {
        const struct dump_piece *p = &f[i].piece;
        for (uint64_t at = p->at; at + WORD <= p->at + p->size; at += WORD)
            if (is_pointer(d, at) && !layout_add_root(l, "a stack", word_at(d, at))) return false;
    }
    return true;
}

/* What has no room for links becomes a part of its caller; behind the outermost frame,
 * runtime.goexit's is left out. */
static bool link_frames(struct stacks_made *made, const struct dump_goroutine *g) {
    const struct dump_frame *f = made->l->dump->frames + g->first_frame;
    uint64_t low = 0;
    uint32_t linked = 0;
    made->link_count = 0;
    for (uint32_t i = 0; i < g->frame_count; i++) {
        const struct dump_piece *p = &f[i].piece;
        if (!add_piece(made, p->address, p->at, p->size)) return false;
        if (i == 0) {
            if (!add_innermost(made, f)) return false;
            continue;
        }
        if (!low) low = p->address;
        if (!is_linked(&f[i])) continue;
        made->links[made->link_count++] = (struct link){.low = low,
                                                        .address = end_of(&f[i]) - LINKS,
                                                        .return_at = p->at + p->size - WORD,
                                                        .saved_at = p->at + p->size - LINKS,
                                                        .frame = &f[i]};
        low = 0;
        linked = i;
    }
    return root_frames(made->l, f + linked + 1, g->frame_count - linked - 1);
}

/* ---- shapes ---- */

static uint64_t mix(uint64_t hash, uint64_t word) {
    hash = (hash ^ word) * 0x9e3779b97f4a7c15ull;
    return hash ^ hash >> 29;
}

static uint64_t hash_string(const char *string) {
    uint64_t hash = 0;
    for (; *string; string++) hash = mix(hash, (uint8_t)*string);
    return hash;
}

/* The pointers of a frame by slot; those in its links become roots. */
static bool find_slots(struct stacks_made *made, const struct link *k) {
    const struct dump *d = made->l->dump;
    made->wanted_count = 0;
    for (const struct dump_frame *f = k->frame; end_of(f) > k->low; f--) {
        for (uint64_t offset = 0; offset < f->piece.size; offset += WORD) {
            if (!is_pointer(d, f->piece.at + offset)) continue;
            int64_t slot = ((int64_t)(f->piece.address + offset) - (int64_t)k->address) / WORD;
            if (slot < 0) {
                made->wanted[made->wanted_count++] = (int32_t)slot;
                continue;
            }
            made->l->moved++;
            if (!layout_add_root(made->l, "a stack", word_at(d, f->piece.at + offset)))
                return false;
        }
        if (f->depth == 0 || f->piece.address <= k->low) break;
    }
    return true;
}

static bool is_shape(const struct stacks_made *made, const struct shape *s, const struct link *k) {
    return s->entry == k->frame->entry && s->words == (k->address - k->low) / WORD &&
           s->slot_count == made->wanted_count && strcmp(s->name, k->frame->function) == 0 &&
           memcmp(made->slots + s->first_slot, made->wanted, s->slot_count * sizeof *made->slots) ==
               0;
}

static uint32_t add_line(struct stacks_made *made, const char *line) {
    struct program *p = made->l->program;
    if (p->line_count >= LINES_MAX) return 0;
    return program_add_line(p, line) + 1;
}

/* "main.worker" as a line of the listing, the first time. */
static uint32_t frame_line(struct stacks_made *made, const char *function) {
    char line[160];
    snprintf(line, sizeof line, "//     %.140s", function);
    return add_line(made, line);
}

static bool add_shape(struct stacks_made *made, const struct link *k, uint32_t line,
                      struct shape *out) {
    struct program *p = made->l->program;
    uint32_t function = program_add_function(p, k->frame->function);
    if (p->pool.failed) return layout_lacks_memory(made->l);
    struct function *f = &p->functions[function];
    f->symbol = f->name;
    f->first_op = p->op_count;
    f->op_count = 1;
    f->frame_words = (uint32_t)((k->address - k->low) / WORD);
    program_add_op(p, (struct op){.code = OP_RETURN, .a = NO_SLOT}, function, line);
    *out = (struct shape){.name = k->frame->function,
                          .entry = k->frame->entry,
                          .words = f->frame_words,
                          .first_slot = made->slot_count,
                          .slot_count = made->wanted_count,
                          .op = f->first_op,
                          .function = function};
    uint32_t pointer = program_pointer_to(p, 0);
    for (uint32_t i = 0; i < made->wanted_count && !p->pool.failed; i++) {
        int32_t slot = made->wanted[i];
        made->slots[made->slot_count++] = slot;
        const char *name =
            pool_stringf(&p->pool, "+%" PRId64, ((int64_t)slot + (int64_t)out->words) * WORD);
        if (!name) break;
        program_add_variable(p, function,
                             (struct variable){.name = name, .type = pointer, .slot = slot});
    }
    return !p->pool.failed || layout_lacks_memory(made->l);
}

static bool find_shape(struct stacks_made *made, struct link *k, uint32_t line) {
    if (!find_slots(made, k)) return false;
    uint64_t hash = mix(hash_string(k->frame->function), k->frame->entry);
    hash = mix(hash, k->address - k->low);
    for (uint32_t i = 0; i < made->wanted_count; i++) hash = mix(hash, (uint64_t)made->wanted[i]);
    uint32_t at = (uint32_t)hash & made->table_mask;
    while (made->shape_table[at] && !is_shape(made, &made->shapes[made->shape_table[at] - 1], k))
        at = (at + 1) & made->table_mask;
    if (!made->shape_table[at]) {
        if (!add_shape(made, k, line, &made->shapes[made->shape_count])) return false;
        made->shape_table[at] = ++made->shape_count;
    }
    const struct shape *s = &made->shapes[made->shape_table[at] - 1];
    k->op = s->op;
    k->function = s->function;
    return true;
}

/* ---- links ---- */

/* Notes that a return address leads to an op; false if it leads to another one already. */
static bool note_return(struct stacks_made *made, uint64_t address, uint32_t op) {
    if (address == 0 || address == CODE_GOEXIT || address == CODE_LESSSTACK) return false;
    uint32_t at = (uint32_t)mix(0, address) & made->table_mask;
    while (made->returns[at].address && made->returns[at].address != address)
        at = (at + 1) & made->table_mask;
    if (made->returns[at].address) return made->returns[at].op == op;
    made->returns[at] = (struct return_entry){address, op};
    return true;
}

static bool is_known_return(const struct stacks_made *made, uint64_t address) {
    uint32_t at = (uint32_t)mix(0, address) & made->table_mask;
    while (made->returns[at].address && made->returns[at].address != address)
        at = (at + 1) & made->table_mask;
    return made->returns[at].address != 0;
}

static void connect(struct stacks_made *made) {
    for (uint32_t i = 0; i + 1 < made->link_count; i++) {
        const struct link *inner = &made->links[i], *outer = inner + 1;
        uint64_t address = word_at(made->l->dump, inner->return_at);
        if (!note_return(made, address, outer->op)) {
            address = RETURN_INVENTED + outer->op * sizeof(struct op);
            note_return(made, address, outer->op);
            rewrite(made, inner->return_at, address);
        }
        rewrite(made, inner->saved_at, outer->address);
    }
}

/* Behind the outermost frame there is none. */
static void end_stacks(struct stacks_made *made) {
    for (uint32_t i = 0; i < made->l->image->goroutine_count; i++)
        if (is_known_return(made, word_at(made->l->dump, made->outermost[i])))
            rewrite(made, made->outermost[i], 0);
}

static int by_return_address(const void *left, const void *right) {
    const struct return_address *a = left, *b = right;
    return a->address < b->address ? -1 : a->address > b->address;
}

static bool list_returns(struct stacks_made *made) {
    struct program *p = made->l->program;
    uint32_t count = 0;
    for (uint32_t i = 0; i <= made->table_mask; i++) count += made->returns[i].address != 0;
    p->returns = pool_alloc(&p->pool, count * sizeof *p->returns);
    if (!p->returns) return layout_lacks_memory(made->l);
    for (uint32_t i = 0; i <= made->table_mask; i++)
        if (made->returns[i].address)
            p->returns[p->return_count++] =
                (struct return_address){made->returns[i].address, made->returns[i].op};
    if (count) qsort(p->returns, count, sizeof *p->returns, by_return_address);
    return true;
}

/* ---- goroutines ---- */

/* The n of this one among goroutines that are called alike. */
static uint32_t next_ordinal(struct stacks_made *made, const char *name) {
    uint32_t at = (uint32_t)hash_string(name) & made->table_mask;
    while (made->names[at].name && strcmp(made->names[at].name, name) != 0)
        at = (at + 1) & made->table_mask;
    made->names[at].name = name;
    return ++made->names[at].count;
}

/* What it was started in. The main goroutine is known by main.main. */
static const struct link *first_of(const struct stacks_made *made) {
    const struct link *last = &made->links[made->link_count - 1];
    if (strcmp(last->frame->function, "runtime.main") != 0 || made->link_count < 2) return last;
    bool is_main = strcmp(last[-1].frame->function, "main.main") == 0;
    return is_main ? last - 1 : last;
}

/* Go's status: _Grunnable, _Grunning, _Gsyscall, _Gwaiting. The one that writes the dump waits, and
 * its reason is an older one. */
static const char *reason_of(struct stacks_made *made, const struct dump_goroutine *g) {
    const char *innermost = made->links[made->link_count > 1 ? 1 : 0].frame->function;
    if (strcmp(innermost, "runtime/debug.WriteHeapDump") == 0) return "writes the dump";
    if (g->status == 4) return g->reason[0] ? g->reason : "waiting";
    return g->status == 1 ? "runnable" : g->status == 3 ? "syscall" : "running";
}

static bool find_size(struct stacks_made *made, const struct dump_goroutine *g, uint64_t *low,
                      uint64_t *high) {
    const struct dump_frame *last = &made->l->dump->frames[g->first_frame + g->frame_count - 1];
    uint64_t size = STACK_MIN;
    for (;; size *= 2) {
        uint64_t align = size < ALIGN_MAX ? size : ALIGN_MAX;
        *high = (end_of(last) + ABOVE_LAST + align - 1) / align * align;
        if (*high - made->links[0].low <= size) break;
        if (size >= STACK_MAX)
            return layout_complain(made->l, g->byte,
                                   "a stack of more than 1 GiB; expected less, as in Go");
    }
    *low = *high - size;
    return *low >= ARENA_BASE ||
           layout_complain(made->l, g->byte, "a stack that begins before the heap");
}

static bool add_goroutine(struct stacks_made *made, const struct dump_goroutine *g) {
    struct image *image = made->l->image;
    struct image_goroutine *to = &image->goroutines[image->goroutine_count];
    const struct link *first = first_of(made), *inner = &made->links[0];
    if (!find_size(made, g, &to->stack_low, &to->stack_high)) return false;
    to->sp = inner->low;
    to->frame = inner->address;
    to->pc = inner->op;
    to->function = first->function;
    to->ordinal = next_ordinal(made, first->frame->function);
    to->reason = reason_of(made, g);
    made->outermost[image->goroutine_count] = made->links[made->link_count - 1].return_at;
    made->bytes_of[image->goroutine_count++] = g->byte;
    return true;
}

static uint32_t goroutine_line(struct stacks_made *made, const struct dump_goroutine *g) {
    char line[160];
    if (made->l->program->line_count + 1 == LINES_MAX) {
        add_line(made, "// and more goroutines");
        return 0;
    }
    snprintf(line, sizeof line,
             "// G%u, goroutine %" PRIu64 " [%.60s]:", made->l->image->goroutine_count + 2, g->id,
             reason_of(made, g));
    return add_line(made, line);
}

static bool place_goroutine(struct stacks_made *made, const struct dump_goroutine *g) {
    if (!link_frames(made, g)) return false;
    uint32_t header = goroutine_line(made, g);
    for (uint32_t i = 0; i < made->link_count; i++) {
        uint32_t line = header ? frame_line(made, made->links[i].frame->function) : 0;
        if (!find_shape(made, &made->links[i], line)) return false;
    }
    connect(made);
    made->l->image->goroutines[made->l->image->goroutine_count].line = header;
    return add_goroutine(made, g);
}

static bool place_goroutines(struct stacks_made *made) {
    struct dump_layout *l = made->l;
    for (uint32_t i = 0; i < l->dump->goroutine_count; i++) {
        const struct dump_goroutine *g = &l->dump->goroutines[i];
        if (!check_frames(made, g)) return false;
        if (g->frame_count == 0) continue;
        bool room = l->image->goroutine_count < DUMP_GOROUTINES_MAX;
        const struct dump_frame *frames = l->dump->frames + g->first_frame;
        if (room ? !place_goroutine(made, g) : !root_frames(l, frames, g->frame_count))
            return false; /* what has no room is at least kept alive */
    }
    return true;
}

/* ---- the spans of stacks ---- */

static int by_stack(const void *left, const void *right) {
    const struct image_goroutine *const *a = left, *const *b = right;
    return (*a)->stack_high < (*b)->stack_high ? -1 : (*a)->stack_high > (*b)->stack_high;
}

static bool overlaps(struct stacks_made *made, const struct image_goroutine *g) {
    uint64_t byte = made->bytes_of[g - made->l->image->goroutines];
    return layout_complain(made->l, byte,
                           "the stack of a goroutine, up to 0x%" PRIx64
                           ", overlaps something else; expected memory of its own",
                           g->stack_high);
}

/* All stacks of a page have one size: the largest that one of them needs. Returns how many there
 * are. */
static uint32_t page_group(struct image_goroutine **list, uint32_t count, uint64_t *size) {
    uint64_t page = (list[0]->stack_high - 1) / PAGE_SIZE;
    uint32_t group = 0;
    for (*size = 0; group < count && (list[group]->stack_high - 1) / PAGE_SIZE == page; group++) {
        uint64_t own = list[group]->stack_high - list[group]->stack_low;
        if (own > *size) *size = own;
    }
    return group;
}

static bool add_stack_span(struct stacks_made *made, struct image_goroutine **list, uint32_t count,
                           uint64_t size) {
    struct image *image = made->l->image;
    uint64_t bytes = size > PAGE_SIZE ? size : PAGE_SIZE;
    uint64_t end = (list[0]->stack_high + PAGE_SIZE - 1) / PAGE_SIZE * PAGE_SIZE;
    struct image_stack_span made_span = {.page = (uint32_t)((end - bytes - ARENA_BASE) / PAGE_SIZE),
                                         .pages = (uint32_t)(bytes / PAGE_SIZE),
                                         .size = (uint32_t)size};
    for (uint32_t i = 0; i < count; i++) {
        uint64_t offset = list[i]->stack_high - (end - bytes);
        uint32_t bit = 1u << (offset / size - 1);
        if (offset % size || made_span.taken & bit || end - bytes < ARENA_BASE)
            return overlaps(made, list[i]);
        made_span.taken |= bit;
        list[i]->stack_low = list[i]->stack_high - size;
    }
    uint32_t n = image->stack_span_count;
    if (n && image->stack_spans[n - 1].page + image->stack_spans[n - 1].pages > made_span.page)
        return overlaps(made, list[0]);
    image->stack_spans[image->stack_span_count++] = made_span;
    if (made_span.page + made_span.pages > image->pages)
        image->pages = made_span.page + made_span.pages;
    return true;
}

/* Spans of both kinds come by address. */
static bool check_apart(struct stacks_made *made, const struct image_stack_span *s,
                        const struct image_goroutine *g, uint32_t *next) {
    const struct image *image = made->l->image;
    while (*next < image->span_count &&
           image->spans[*next].page + image->spans[*next].pages <= s->page)
        ++*next;
    bool meets = *next < image->span_count && image->spans[*next].page < s->page + s->pages;
    return !meets || overlaps(made, g);
}

static bool place_stacks(struct stacks_made *made, struct image_goroutine **list) {
    struct image *image = made->l->image;
    uint32_t next = 0;
    for (uint32_t i = 0; i < image->goroutine_count; i++) list[i] = &image->goroutines[i];
    if (image->goroutine_count) qsort(list, image->goroutine_count, sizeof *list, by_stack);
    for (uint32_t i = 0, group; i < image->goroutine_count; i += group) {
        uint64_t size;
        group = page_group(list + i, image->goroutine_count - i, &size);
        if (!add_stack_span(made, list + i, group, size)) return false;
        if (!check_apart(made, &image->stack_spans[image->stack_span_count - 1], list[i], &next))
            return false;
    }
    return true;
}

/* ---- all of it ---- */

static uint32_t most_frames(const struct dump *d) {
    uint32_t most = 0;
    for (uint32_t i = 0; i < d->goroutine_count; i++)
        if (d->goroutines[i].frame_count > most) most = d->goroutines[i].frame_count;
    return most;
}

/* Pointer words of all frames, and of those that can become one frame. */
static uint64_t count_words(const struct dump *d, uint64_t *longest) {
    uint64_t all = 0, run = 0;
    *longest = 0;
    for (uint32_t i = 0; i < d->frame_count; i++) {
        const struct dump_piece *p = &d->frames[i].piece;
        uint64_t words = 0;
        for (uint64_t at = p->at; at + WORD <= p->at + p->size; at += WORD)
            words += is_pointer(d, at);
        run = p->size < LINKS ? run + words : 0;
        all += words;
        if (run + words > *longest) *longest = run + words;
        if (run && words + run > *longest) *longest = words + run;
    }
    return all;
}

static bool open_tables(struct stacks_made *made) {
    const struct dump *d = made->l->dump;
    uint64_t longest, words = count_words(d, &longest);
    uint32_t table = 16, goroutines = d->goroutine_count;
    while (table < d->frame_count * 4ull + 16) table *= 2;
    made->table_mask = table - 1;
    made->links = calloc(most_frames(d) + 1, sizeof *made->links);
    made->shapes = calloc(d->frame_count + 1, sizeof *made->shapes);
    made->shape_table = calloc(table, sizeof *made->shape_table);
    made->returns = calloc(table, sizeof *made->returns);
    made->names = calloc(table, sizeof *made->names);
    made->slots = calloc(words + 1, sizeof *made->slots);
    made->wanted = calloc(words + 1, sizeof *made->wanted);
    made->outermost = calloc(goroutines + 1, sizeof *made->outermost);
    made->bytes_of = calloc(goroutines + 1, sizeof *made->bytes_of);
    made->l->image->goroutines =
        pool_alloc(&made->l->program->pool, (goroutines + 1) * sizeof *made->l->image->goroutines);
    made->l->image->stack_spans =
        pool_alloc(&made->l->program->pool, (goroutines + 1) * sizeof *made->l->image->stack_spans);
    return made->links && made->shapes && made->shape_table && made->returns && made->names &&
           made->slots && made->wanted && made->outermost && made->bytes_of &&
           !made->l->program->pool.failed;
}

static void close_tables(struct stacks_made *made) {
    free(made->links);
    free(made->shapes);
    free(made->shape_table);
    free(made->returns);
    free(made->names);
    free(made->slots);
    free(made->wanted);
    free(made->outermost);
    free(made->bytes_of);
}

bool layout_stacks(struct dump_layout *l) {
    struct stacks_made made = {.l = l};
    bool done = open_tables(&made) || layout_lacks_memory(l);
    struct image_goroutine **list = calloc(l->dump->goroutine_count + 1, sizeof *list);
    if (!list) done = layout_lacks_memory(l);
    done = done && place_goroutines(&made) && place_stacks(&made, list);
    if (done) end_stacks(&made);
    done = done && list_returns(&made);
    free(list);
    close_tables(&made);
    return done;
}

/* The workloads of sim/bench/workload.c on Boehm's collector, or with -DWITH_MALLOC on malloc and
 * free: churn and garbage only.
 *
 * usage: peer WORKLOAD LABEL RUNS      rows as `tricolor bench` prints them
 *
 * Boehm's collector gets its faster settings: no interior pointers from the heap, and objects that
 * say how many of their first words are pointers where marking is measured. */
#define _GNU_SOURCE
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#ifndef WITH_MALLOC
#define GC_THREADS
#define GC_NO_THREAD_REDIRECTS
#include <gc/gc.h>
#include <gc/gc_mark.h>
#endif

enum { ROOTS = 64, GARBAGE = 5000000, LIST = 3000000, GRAPH = 1000000, LEVELS = 20, CHURN = 16 };

struct node {
    struct node *edges[4]; /* as many as the object has; numbers behind them */
};

static struct node *roots[ROOTS];
static const char *workload, *label;
static double marking; /* nanoseconds of the last collection */

/* ---- measuring ---- */

static double read_clock(clockid_t which) {
    struct timespec t;
    clock_gettime(which, &t);
    return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static double cpu_now(void) {
    return read_clock(CLOCK_PROCESS_CPUTIME_ID);
}

static double wall_now(void) {
    return read_clock(CLOCK_MONOTONIC);
}

static void row(const char *metric, double value) {
    printf("%s %s %s %.4f\n", workload, label, metric, value);
}

static void row_memory(void) {
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    row("peak_rss_mb", (double)usage.ru_maxrss / 1024);
}

static void fail_count(const char *what, uint64_t is, uint64_t must_be) {
    fprintf(stderr, "%s %s: %s is %lu, and must be %lu\n", workload, label, what, (unsigned long)is,
            (unsigned long)must_be);
    exit(1);
}

/* splitmix64 */
static uint64_t next_random(void) {
    static uint64_t state = 42;
    uint64_t z = state += 0x9e3779b97f4a7c15ull;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9ull;
    z = (z ^ z >> 27) * 0x94d049bb133111ebull;
    return z ^ z >> 31;
}

/* ---- the two systems ---- */

#ifdef WITH_MALLOC

static struct node *new_node(uint32_t pointers, uint32_t words) {
    (void)pointers;
    return calloc(words, sizeof(uint64_t));
}

static void start_system(void) {}

static void collect(void) {}

#else

static bool precise; /* tell the collector where the pointers are */

/* A kind of object for each number of leading pointers. */
static struct node *new_node(uint32_t pointers, uint32_t words) {
    static unsigned kinds[8];
    size_t bytes = words * sizeof(uint64_t);
    if (!precise) return GC_malloc(bytes);
    if (!kinds[pointers])
        kinds[pointers] = GC_new_kind(GC_new_free_list(),
                                      (GC_word)(pointers * sizeof(void *)) | GC_DS_LENGTH, 0, 1);
    return GC_generic_malloc(bytes, (int)kinds[pointers]);
}

static void note_marking(GC_EventType event) {
    static double start;
    if (event == GC_EVENT_MARK_START) start = wall_now();
    if (event == GC_EVENT_MARK_END) marking = wall_now() - start;
}

static void start_system(void) {
    GC_set_all_interior_pointers(0);
    GC_INIT();
    GC_set_on_collection_event(note_marking);
    precise = strncmp(workload, "tree", 4) == 0 || strcmp(workload, "graph") == 0;
    if (strcmp(workload, "churn") != 0) GC_disable();
}

static void collect(void) {
    GC_enable();
    GC_gcollect();
    GC_disable();
}

static void count_one(void *object, size_t bytes, void *count) {
    (void)object;
    (void)bytes;
    ++*(uint64_t *)count;
}

static void *count_all(void *count) {
    GC_enumerate_reachable_objects_inner(count_one, count);
    return NULL;
}

#endif

static uint64_t *numbers(struct node *n, uint32_t pointers) {
    return (uint64_t *)n + pointers;
}

/* ---- collections: the garbage collector only ---- */

#ifndef WITH_MALLOC

static uint64_t next_id;

static struct node *grow(int levels) {
    struct node *n = new_node(2, 3);
    *numbers(n, 2) = next_id++;
    if (levels == 0) return n;
    n->edges[0] = grow(levels - 1);
    n->edges[1] = grow(levels - 1);
    return n;
}

static uint64_t build_tree(void) {
    roots[0] = grow(LEVELS);
    return next_id;
}

static struct node **allocate_all(uint64_t n, uint32_t pointers, uint32_t words) {
    struct node **nodes = malloc(n * sizeof *nodes);
    for (uint64_t i = 0; i < n; i++) {
        nodes[i] = new_node(pointers, words);
        *numbers(nodes[i], pointers) = i;
    }
    return nodes;
}

static void shuffle(struct node **nodes, uint64_t n) {
    for (uint64_t i = n - 1; i > 0; i--) {
        uint64_t j = next_random() % (i + 1);
        struct node *node = nodes[i];
        nodes[i] = nodes[j];
        nodes[j] = node;
    }
}

static uint64_t build_shuffled_tree(void) {
    uint64_t n = (2ull << LEVELS) - 1;
    struct node **nodes = allocate_all(n, 2, 3);
    shuffle(nodes, n);
    for (uint64_t i = 0; 2 * i + 2 < n; i++) {
        nodes[i]->edges[0] = nodes[2 * i + 1];
        nodes[i]->edges[1] = nodes[2 * i + 2];
    }
    roots[0] = nodes[0];
    free(nodes);
    return n;
}

static uint64_t build_list(void) {
    struct node *last = NULL;
    for (uint64_t i = 0; i < LIST; i++) {
        struct node *n = new_node(1, 2);
        *numbers(n, 1) = i;
        if (last) last->edges[0] = n;
        else roots[0] = n;
        last = n;
    }
    return LIST;
}

static uint64_t build_shuffled_list(void) {
    struct node **nodes = allocate_all(LIST, 1, 2);
    shuffle(nodes, LIST);
    for (uint64_t i = 0; i + 1 < LIST; i++) nodes[i]->edges[0] = nodes[i + 1];
    roots[0] = nodes[0];
    free(nodes);
    return LIST;
}

static uint64_t build_graph(void) {
    static const uint32_t WORDS[] = {4, 6, 8, 12, 16};
    struct node **nodes = malloc(GRAPH * sizeof *nodes);
    for (uint64_t i = 0; i < GRAPH; i++) {
        uint32_t words = WORDS[next_random() % 5];
        nodes[i] = new_node(4, words);
        for (uint32_t w = 0; w + 4 < words; w++) numbers(nodes[i], 4)[w] = i;
    }
    for (uint64_t i = 0; i < GRAPH; i++)
        for (int edge = 0; edge < 4; edge++) nodes[i]->edges[edge] = nodes[next_random() % GRAPH];
    memcpy(roots, nodes, sizeof roots);
    free(nodes);
    return GRAPH;
}

static const struct {
    const char *name;
    uint64_t (*build)(void);
    uint64_t live;
} BUILDS[] = {
    {"tree", build_tree, 2097151},  {"tree-shuf", build_shuffled_tree, 2097151},
    {"list-seq", build_list, LIST}, {"list-shuf", build_shuffled_list, LIST},
    {"graph", build_graph, 980286}, {NULL, NULL, 0},
};

/* The stack is scanned conservatively: a few thousand objects more may be kept, as a shuffled
 * list's dead head would keep its tail. */
static void check_live(uint64_t live) {
    uint64_t seen = 0;
    GC_call_with_alloc_lock(count_all, &seen);
    if (seen < live || seen > live + 5000) fail_count("the number of live objects", seen, live);
}

static void measure_collections(int which, int runs) {
    double start = cpu_now(), live = (double)BUILDS[which].live;
    uint64_t objects = BUILDS[which].build();
    row("build_cpu_ns_per_obj", (cpu_now() - start) / (double)objects);
    for (int run = -1; run < runs; run++) {
        double wall = wall_now();
        start = cpu_now();
        collect();
        double cpu = cpu_now() - start;
        wall = wall_now() - wall;
        if (run < 0) continue;
        row("mark_wall_ns_per_live", marking / live);
        row("collect_cpu_ns_per_live", cpu / live);
        row("collect_wall_ns_per_live", wall / live);
    }
    check_live(BUILDS[which].live);
}

#endif

/* ---- garbage ---- */

static void free_all(struct node **dead, struct node *head) {
    for (uint64_t i = 0; i < GARBAGE; i++) free(dead[i]);
    while (head) {
        struct node *next = head->edges[0];
        free(head);
        head = next;
    }
}

/* `dead`: where to keep what has to be freed by hand; NULL with a collector. */
static struct node *make_garbage(struct node **dead) {
    struct node *head = NULL;
    for (uint64_t i = 0; i < GARBAGE; i++) {
        struct node *n = new_node(1, 4);
        *numbers(n, 1) = i;
        bool kept = i % 100 == 0;
        if (dead) dead[i] = kept ? NULL : n;
        if (!kept) continue;
        n->edges[0] = head;
        head = n;
    }
    return head;
}

static void measure_garbage(int runs, bool by_hand) {
    struct node **dead = by_hand ? calloc(GARBAGE, sizeof *dead) : NULL;
    for (int run = -1; run < runs; run++) {
        double start = cpu_now();
        roots[0] = make_garbage(dead);
        double built = cpu_now();
        collect();
        if (by_hand) free_all(dead, roots[0]);
        double end = cpu_now();
        if (run < 0) continue;
        row("alloc_cpu_ns_per_obj", (built - start) / GARBAGE);
        row("collect_cpu_ns_per_obj", (end - built) / GARBAGE);
        row("cycle_cpu_ns_per_obj", (end - start) / GARBAGE);
        if (!by_hand) row("mark_wall_ns_per_live", marking / (GARBAGE / 100));
    }
    free(dead);
}

/* ---- churn ---- */

static struct node *bottom_up(int levels) {
    struct node *n = new_node(2, 2);
    if (levels == 0) return n;
    n->edges[0] = bottom_up(levels - 1);
    n->edges[1] = bottom_up(levels - 1);
    return n;
}

static uint64_t count_nodes(const struct node *n) {
    return n->edges[0] ? 1 + count_nodes(n->edges[0]) + count_nodes(n->edges[1]) : 1;
}

static void free_tree(struct node *n) {
#ifdef WITH_MALLOC
    if (n->edges[0]) {
        free_tree(n->edges[0]);
        free_tree(n->edges[1]);
    }
    free(n);
#else
    (void)n;
#endif
}

static uint64_t count_and_free(struct node *n) {
    uint64_t count = count_nodes(n);
    free_tree(n);
    return count;
}

static uint64_t churn(void) {
    uint64_t sum = count_and_free(bottom_up(CHURN + 1));
    roots[0] = bottom_up(CHURN);
    for (int levels = 4; levels <= CHURN; levels += 2)
        for (int i = 0; i < 1 << (CHURN - levels + 4); i++)
            sum += count_and_free(bottom_up(levels));
    sum += count_and_free(roots[0]);
    roots[0] = NULL;
    return sum;
}

static void measure_churn(int runs) {
    const uint64_t objects = 14985902;
    for (int run = 0; run < runs; run++) {
        double cpu = cpu_now(), wall = wall_now();
        uint64_t sum = churn();
        if (sum != objects) fail_count("the check sum", sum, objects);
        row("cpu_ns_per_obj", (cpu_now() - cpu) / (double)objects);
        row("wall_ns_per_obj", (wall_now() - wall) / (double)objects);
    }
}

/* ---- all ---- */

static bool measure(int runs) {
    bool by_hand = false;
#ifdef WITH_MALLOC
    by_hand = true;
#else
    for (int i = 0; BUILDS[i].name; i++)
        if (strcmp(workload, BUILDS[i].name) == 0) return measure_collections(i, runs), true;
#endif
    if (strcmp(workload, "garbage") == 0) return measure_garbage(runs, by_hand), true;
    if (strcmp(workload, "churn") == 0) return measure_churn(runs), true;
    return false;
}

int main(int count, char **words) {
    if (count != 4) return 2;
    workload = words[1];
    label = words[2];
    start_system();
    if (!measure(atoi(words[3]))) return 2;
    row_memory();
    return 0;
}

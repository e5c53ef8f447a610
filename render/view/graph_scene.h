/* graph_scene.h -- inside the panel of heap objects: what is there at this step, and where.
 *
 * graph_scene.c finds the objects, graph_route.c ways for arrows between them, graph_arrows.c draws
 * the arrows, graph_nodes.c the objects, graph_remarks.c what is said about them. */
#ifndef TC_GRAPH_SCENE_H
#define TC_GRAPH_SCENE_H

#include "view/graph_route.h"
#include "view/widget.h"

enum { NODES_MAX = 320, OBJECT_WIDTH = 136, OBJECT_HEIGHT = 68, OBJECT_RADIUS = 9 };

/* An object of this step, or the ghost of one, and where it is drawn. */
struct node {
    struct object_view o; /* of a ghost: what the census knows */
    struct cell cell;
    struct box box;
    bool reachable;
    uint64_t freed; /* the step, of a ghost */
};

struct scene {
    struct draw *d;
    const struct view *v;
    struct box panel, area; /* the area is the grid's */
    struct node nodes[NODES_MAX];
    uint32_t count;
    uint32_t columns, rows;        /* that have room */
    float left, top;               /* of the grid */
    float cell_w, cell_h;          /* of the grid */
    float w, h;                    /* of an object */
    bool too_many;                 /* somebody lives outside of what can be read */
    bool unplaced;                 /* ... or was not foreseen when places were given */
    uint32_t hidden;               /* unreachable or freed, and not to be seen */
    const struct anchors *anchors; /* where arrows from stacks and globals begin */
    struct anchors roots;          /* the scene's own, if the stacks are not in sight */
    size_t first_command;          /* of the draw list that belongs to the graph */
};

/* Objects and ghosts; false if there are too many to be read. */
bool scene_find(struct scene *s);
const struct node *node_at(const struct scene *s, uint64_t address);
static inline bool is_ghost(const struct node *n) {
    return n->o.colour == COLOUR_FREE;
}

static inline bool is_selected(const struct scene *s, const struct node *n) {
    return s->v->selected && !is_ghost(n) &&
           s->v->selected - n->o.address < (n->o.size ? n->o.size : 1);
}

/* The width that the graph's own list of roots takes at the left; 0: it has none. */
float graph_roots_width(const struct view *v, float panel_width);
void graph_draw_roots(struct scene *s);
void graph_draw_arrows(struct scene *s);
void graph_draw_nodes(struct scene *s);
void graph_draw_remarks(struct scene *s);
bool graph_has_legend(const struct draw *d, const struct view *v, struct box panel);
void graph_draw_legend(struct scene *s, struct box inside);
void graph_draw_generations(struct scene *s, float title_width);
/* Instead of all that, when there are too many: by kind. */
void graph_draw_crowd(struct scene *s, struct box inside);
uint64_t graph_count_living(const struct machine *m);
/* Where a click selects an object, and what is said of it when the mouse rests there. */
void graph_add_hits(struct scene *s);

#endif

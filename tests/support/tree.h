/* tree.h -- syntax trees as text, for tests. */
#ifndef TC_SUPPORT_TREE_H
#define TC_SUPPORT_TREE_H

#include "go/syntax/node.h"

/* Names and literals as they are written, everything else as (KIND op name FLAGS x:... y:... [list]
 * [list2]); parts that are not there are left out. With `positions`, @pos behind each kind. */
void tree_text(const struct go_node *n, bool positions, struct text *out);
void tree_list_text(const struct go_node *list, bool positions, struct text *out);

#endif

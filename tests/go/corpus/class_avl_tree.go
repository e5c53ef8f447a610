// class_avl_tree: a balanced tree with rotations, insertion, deletion and range visits
// topic: classroom
package main

import "fmt"

type avl struct {
	key         int
	val         string
	height      int
	left, right *avl
}

func height(t *avl) int {
	if t == nil {
		return 0
	}
	return t.height
}

func (t *avl) fix() {
	l, r := height(t.left), height(t.right)
	if l > r {
		t.height = l + 1
	} else {
		t.height = r + 1
	}
}

func rotateRight(t *avl) *avl {
	l := t.left
	t.left = l.right
	l.right = t
	t.fix()
	l.fix()
	return l
}

func rotateLeft(t *avl) *avl {
	r := t.right
	t.right = r.left
	r.left = t
	t.fix()
	r.fix()
	return r
}

func balance(t *avl) *avl {
	t.fix()
	switch d := height(t.left) - height(t.right); {
	case d > 1:
		if height(t.left.left) < height(t.left.right) {
			t.left = rotateLeft(t.left)
		}
		return rotateRight(t)
	case d < -1:
		if height(t.right.right) < height(t.right.left) {
			t.right = rotateRight(t.right)
		}
		return rotateLeft(t)
	}
	return t
}

func insert(t *avl, key int, val string) *avl {
	if t == nil {
		return &avl{key: key, val: val, height: 1}
	}
	if key < t.key {
		t.left = insert(t.left, key, val)
	} else if key > t.key {
		t.right = insert(t.right, key, val)
	} else {
		t.val = val
		return t
	}
	return balance(t)
}

func minimum(t *avl) *avl {
	for t.left != nil {
		t = t.left
	}
	return t
}

func remove(t *avl, key int) *avl {
	if t == nil {
		return nil
	}
	switch {
	case key < t.key:
		t.left = remove(t.left, key)
	case key > t.key:
		t.right = remove(t.right, key)
	case t.left == nil:
		return t.right
	case t.right == nil:
		return t.left
	default:
		m := minimum(t.right)
		t.key, t.val = m.key, m.val
		t.right = remove(t.right, m.key)
	}
	return balance(t)
}

func between(t *avl, lo, hi int, visit func(*avl)) {
	if t == nil {
		return
	}
	if lo < t.key {
		between(t.left, lo, hi, visit)
	}
	if lo <= t.key && t.key <= hi {
		visit(t)
	}
	if t.key < hi {
		between(t.right, lo, hi, visit)
	}
}

func run() {
	var root *avl
	for i := 1; i <= 20; i++ {
		root = insert(root, i*37%23*100, "v")
	}
	root = insert(root, 500, "five")
	fmt.Println(root.key, root.height)
	for _, k := range []int{100, 1200, 1100, 700, 99} {
		root = remove(root, k)
	}
	n, sum := 0, 0
	between(root, 0, 5000, func(t *avl) {
		n++
		sum += t.key
	})
	fmt.Println(n, sum, root.height)
	between(root, 450, 900, func(t *avl) { fmt.Println(t.key, t.val) })
}

func main() { run() }

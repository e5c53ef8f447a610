// u_global_chain_of_owners: package variables reached through pointers, slices and closures
// topic: global
package main

import "fmt"

type owner struct {
	name string
	pets []*pet
}

type pet struct {
	kind string
	of   *owner
}

var owners map[string]*owner
var favourite *pet
var onAdopt []func(*pet)
var pairs [2]*owner

func adopt(o *owner, kind string) *pet {
	p := &pet{kind, o}
	o.pets = append(o.pets, p)
	for _, f := range onAdopt {
		f(p)
	}
	return p
}

func person(name string) *owner {
	o, ok := owners[name]
	if !ok {
		o = &owner{name: name}
		owners[name] = o
	}
	return o
}

func remember(o *owner, i int) { pairs[i] = o }

func give(p *pet, to *owner) {
	old := p.of.pets
	for i, q := range old {
		if q == p {
			p.of.pets = append(old[:i], old[i+1:]...)
			break
		}
	}
	p.of = to
	to.pets = append(to.pets, p)
}

func run() {
	owners, favourite, onAdopt, pairs = map[string]*owner{}, nil, nil, [2]*owner{}
	count := 0
	onAdopt = append(onAdopt, func(p *pet) { count++ })
	onAdopt = append(onAdopt, func(p *pet) {
		if p.kind == "cat" {
			favourite = p
		}
	})
	adopt(person("ann"), "dog")
	adopt(person("ann"), "cat")
	adopt(person("bob"), "fish")
	give(favourite, person("bob"))
	remember(favourite.of, 1)
	pairs[1].name += "by"
	fmt.Println(count, len(owners["ann"].pets), len(owners["bob"].pets), favourite.of.name, pairs[0] == nil)
}

func main() { run() }

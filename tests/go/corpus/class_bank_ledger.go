// class_bank_ledger: accounts, transfers and a journal with errors
// topic: classroom
package main

import "fmt"

type account struct {
	owner   string
	balance int
	history []*tx
}

type tx struct {
	from, to *account
	amount   int
	undo     func()
}

type bank struct {
	accounts map[string]*account
	journal  []*tx
}

type problem struct {
	what string
	need int
}

func (p *problem) Error() string { return p.what }

func newBank() *bank { return &bank{accounts: map[string]*account{}} }

func (b *bank) open(owner string, money int) *account {
	a := &account{owner: owner, balance: money}
	b.accounts[owner] = a
	return a
}

func (b *bank) transfer(from, to string, amount int) error {
	src, ok := b.accounts[from]
	if !ok {
		return &problem{what: "no account " + from}
	}
	dst, ok := b.accounts[to]
	if !ok {
		return &problem{what: "no account " + to}
	}
	if src.balance < amount {
		return &problem{"insufficient funds", amount - src.balance}
	}
	t := &tx{from: src, to: dst, amount: amount}
	t.undo = func() {
		t.from.balance += t.amount
		t.to.balance -= t.amount
	}
	src.balance -= amount
	dst.balance += amount
	src.history = append(src.history, t)
	dst.history = append(dst.history, t)
	b.journal = append(b.journal, t)
	return nil
}

func (b *bank) rollback() bool {
	n := len(b.journal)
	if n == 0 {
		return false
	}
	b.journal[n-1].undo()
	b.journal = b.journal[:n-1]
	return true
}

func (b *bank) total() int {
	t := 0
	for _, a := range b.accounts {
		t += a.balance
	}
	return t
}

func run() {
	b := newBank()
	ann := b.open("ann", 1000)
	bob := b.open("bob", 50)
	b.open("cem", 0)
	steps := []struct {
		from, to string
		n        int
	}{{"ann", "bob", 300}, {"bob", "cem", 350}, {"bob", "ann", 1}, {"ann", "zed", 5}, {"cem", "ann", 100}}
	for i, s := range steps {
		if err := b.transfer(s.from, s.to, s.n); err != nil {
			fmt.Println(i, "failed:", err.Error())
		}
	}
	fmt.Println(ann.balance, bob.balance, b.accounts["cem"].balance, b.total())
	fmt.Println(len(ann.history), len(bob.history), len(b.journal))
	for b.rollback() {
	}
	fmt.Println(ann.balance, bob.balance, b.total())
}

func main() { run() }

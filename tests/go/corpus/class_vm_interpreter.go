// class_vm_interpreter: a byte code machine with a stack, jumps and calls
// topic: classroom
package main

import (
	"errors"
	"fmt"
	"strconv"
)

type opcode byte

const (
	push opcode = iota
	add
	mul
	sub
	dup
	swap
	jmpz
	jmp
	call
	ret
	print_
	halt
)

var opNames = [...]string{push: "push", add: "add", mul: "mul", sub: "sub", dup: "dup", swap: "swap",
	jmpz: "jmpz", jmp: "jmp", call: "call", ret: "ret", print_: "print", halt: "halt"}

func (o opcode) String() string {
	if int(o) < len(opNames) {
		return opNames[o]
	}
	return "op(" + strconv.Itoa(int(o)) + ")"
}

type instr struct {
	op  opcode
	arg int32
}

type vm struct {
	code  []instr
	stack []int64
	calls []int
	pc    int
	out   []string
	steps uint
}

var errUnderflow = errors.New("stack underflow")

type badOp struct {
	pc int
	op opcode
}

func (b badOp) Error() string { return fmt.Sprintf("bad instruction %v at %d", b.op, b.pc) }

func (m *vm) pop() int64 {
	if len(m.stack) == 0 {
		panic(errUnderflow)
	}
	v := m.stack[len(m.stack)-1]
	m.stack = m.stack[:len(m.stack)-1]
	return v
}

func (m *vm) push(vs ...int64) { m.stack = append(m.stack, vs...) }

func (m *vm) run() (err error) {
	defer func() {
		if r := recover(); r != nil {
			e, ok := r.(error)
			if !ok {
				panic(r)
			}
			err = fmt.Errorf("pc %d: %w", m.pc, e)
		}
	}()
	for {
		in := m.code[m.pc]
		m.pc++
		m.steps++
		switch in.op {
		case push:
			m.push(int64(in.arg))
		case add, mul, sub:
			b, a := m.pop(), m.pop()
			m.push(map[opcode]int64{add: a + b, mul: a * b, sub: a - b}[in.op])
		case dup:
			v := m.pop()
			m.push(v, v)
		case swap:
			b, a := m.pop(), m.pop()
			m.push(b, a)
		case jmpz:
			if m.pop() == 0 {
				m.pc = int(in.arg)
			}
		case jmp:
			m.pc = int(in.arg)
		case call:
			m.calls = append(m.calls, m.pc)
			m.pc = int(in.arg)
		case ret:
			n := len(m.calls) - 1
			m.pc, m.calls = m.calls[n], m.calls[:n]
		case print_:
			m.out = append(m.out, fmt.Sprint(m.pop()))
		case halt:
			return nil
		default:
			return badOp{m.pc - 1, in.op}
		}
	}
}

func run() {
	count := []instr{{push, 5}, {dup, 0}, {print_, 0}, {push, 1}, {sub, 0}, {dup, 0}, {jmpz, 8}, {jmp, 1},
		{call, 10}, {op: halt}, {push, 99}, {swap, 0}, {print_, 0}, {ret, 0}}
	progs := [][]instr{
		{{push, 6}, {push, 7}, {mul, 0}, {dup, 0}, {print_, 0}, {push, 2}, {sub, 0}, {print_, 0}, {halt, 0}},
		{{push, 1}, {add, 0}},
		{{push, 3}, {jmp, 0x7f}},
		{{42, 0}},
		{{ret, 0}},
	}
	for _, p := range progs {
		m := &vm{code: p}
		err := m.run()
		fmt.Println(m.out, err, m.steps, len(m.stack))
	}
	m := vm{code: count}
	fmt.Println(m.run(), m.out, m.steps, count[3].op, count[8])
}

func main() { run() }

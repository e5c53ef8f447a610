// class_pubsub_broker: a broker goroutine with subscriptions, topics and orderly shutdown
// topic: classroom
package main

import (
	"fmt"
	"sync"
)

type message struct {
	topic string
	seq   int
	body  interface{}
}

type subscriber struct {
	name  string
	in    chan message
	got   []string
	total int
}

type broker struct {
	mu     sync.Mutex
	subs   map[string][]*subscriber
	all    []*subscriber
	wg     sync.WaitGroup
	seq    int
	closed bool
}

func newBroker() *broker { return &broker{subs: make(map[string][]*subscriber)} }

func (s *subscriber) loop(wg *sync.WaitGroup) {
	defer wg.Done()
	for m := range s.in {
		switch b := m.body.(type) {
		case int:
			s.total += b
		case string:
			s.got = append(s.got, b)
		case []int:
			for _, v := range b {
				s.total += v
			}
		case func() int:
			s.total += b()
		default:
			s.got = append(s.got, fmt.Sprintf("%T", b))
		}
	}
}

func (b *broker) subscribe(name string, topics ...string) *subscriber {
	s := &subscriber{name: name, in: make(chan message, 2)}
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, t := range topics {
		b.subs[t] = append(b.subs[t], s)
	}
	b.all = append(b.all, s)
	b.wg.Add(1)
	go s.loop(&b.wg)
	return s
}

func (b *broker) publish(topic string, body interface{}) (n int, err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.closed {
		return 0, fmt.Errorf("broker closed, %v lost", body)
	}
	b.seq++
	for _, s := range b.subs[topic] {
		s.in <- message{topic, b.seq, body}
		n++
	}
	return
}

func (b *broker) close() {
	b.mu.Lock()
	b.closed = true
	for _, s := range b.all {
		close(s.in)
	}
	b.mu.Unlock()
	b.wg.Wait()
}

func run() {
	b := newBroker()
	ann := b.subscribe("ann", "news", "numbers")
	bob := b.subscribe("bob", "numbers")
	none := b.subscribe("none")
	base := 5
	n := 0
	for _, body := range []interface{}{100, 200, []int{1, 2, 3}, func() int { return base }, 2.5} {
		k, _ := b.publish("numbers", body)
		n += k
	}
	for _, s := range [...]string{"hello", "world"} {
		k, _ := b.publish("news", s)
		n += k
	}
	k, err := b.publish("weather", "rain")
	fmt.Println(n, k, err)
	b.close()
	_, err = b.publish("news", "late")
	fmt.Println(err)
	for _, s := range []*subscriber{ann, bob, none} {
		fmt.Println(s.name, s.total, s.got, len(s.got))
	}
	fmt.Println(b.seq, len(b.subs))
}

func main() { run() }

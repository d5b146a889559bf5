// What clients said for kafka.pcapng, and the broker, which pretends to be Kafka:
//
//	kafka server &
//	relay -w kafka.pcapng --listen tcp:127.0.0.1:19093 --to tcp:127.0.0.1:19092 --name @kafka -- kafka client
//
// With github.com/twmb/franz-go, which has both.
package main

import (
	"context"
	"fmt"
	"log"
	"net"
	"os"
	"time"

	"github.com/twmb/franz-go/pkg/kfake"
	"github.com/twmb/franz-go/pkg/kgo"
	"github.com/twmb/franz-go/pkg/kversion"
)

func main() {
	if os.Args[1] == "server" {
		_, err := kfake.NewCluster(kfake.NumBrokers(1), kfake.Ports(19092), kfake.SeedTopics(2, "orders", "clicks"), kfake.SeedTopics(1, "measurements"))
		if err != nil {
			log.Fatal(err)
		}
		select {}
	}
	words := []string{"hello", "one more thing", "order 66 from berlin", "ok", "temperature 21.5 at the window"}
	for round := range 3 {
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		options := []kgo.Opt{
			kgo.SeedBrokers("127.0.0.1:19093"),
			kgo.Dialer(func(ctx context.Context, network, _ string) (net.Conn, error) {
				return new(net.Dialer).DialContext(ctx, network, "127.0.0.1:19093")
			}),
			kgo.MaxVersions(kversion.V1_0_0()), kgo.ClientID(fmt.Sprint("client", round)),
			kgo.ProducerBatchCompression(kgo.NoCompression()), kgo.DisableIdempotentWrite(),
			kgo.ConsumeTopics("orders", "clicks"), kgo.ConsumerGroup(fmt.Sprint("group", round%2)),
			kgo.FetchMaxWait(150 * time.Millisecond), kgo.ConsumeResetOffset(kgo.NewOffset().AtStart()),
		}
		c, err := kgo.NewClient(options...)
		if err != nil {
			log.Fatal(err)
		}
		for i := range 20 {
			topic := []string{"orders", "clicks", "measurements"}[(i+round)%3]
			if err := c.ProduceSync(ctx, &kgo.Record{Topic: topic, Key: fmt.Appendf(nil, "key%d", 100*round+i), Value: []byte(words[(i+round)%5])}).FirstErr(); err != nil {
				log.Print(err)
			}
			if i%2 == 0 {
				c.PollFetches(ctx)
			}
		}
		if err := c.CommitUncommittedOffsets(ctx); err != nil {
			log.Print(err)
		}
		c.Close()
		cancel()
	}
}

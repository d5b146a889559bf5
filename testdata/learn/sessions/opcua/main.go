// What clients said for opcua.pcapng, and the server:
//
//	opcua server &
//	relay -w opcua.pcapng --listen tcp:127.0.0.1:14841 --to tcp:127.0.0.1:14840 --name @opcua -- opcua client
//
// With github.com/gopcua/opcua v0.8.0 on both sides.
package main

import (
	"context"
	"fmt"
	"log"
	"os"
	"time"

	"github.com/gopcua/opcua"
	"github.com/gopcua/opcua/id"
	"github.com/gopcua/opcua/server"
	"github.com/gopcua/opcua/ua"
)

func serve() {
	s := server.New(server.EnableSecurity("None", ua.MessageSecurityModeNone), server.EnableAuthMode(ua.UserTokenTypeAnonymous), server.EndPoint("127.0.0.1", 14840))
	plant := server.NewMapNamespace(s, "plant")
	for i := range 8 {
		plant.Data[fmt.Sprint("motor", i, ".speed")] = 1480.5 + float64(i)
		plant.Data[fmt.Sprint("motor", i, ".starts")] = 17 * i
		plant.Data[fmt.Sprint("motor", i, ".on")] = i%2 == 0
		plant.Data[fmt.Sprint("motor", i, ".name")] = fmt.Sprint("pump ", i)
	}
	if err := s.Start(context.Background()); err != nil {
		log.Fatal(err)
	}
	select {}
}

func main() {
	if os.Args[1] == "server" {
		serve()
	}
	ctx := context.Background()
	for round := range 4 {
		c, err := opcua.NewClient("opc.tcp://127.0.0.1:14841", opcua.SecurityMode(ua.MessageSecurityModeNone), opcua.AutoReconnect(false), opcua.SessionName(fmt.Sprint("session", round)), opcua.RequestTimeout(time.Duration(3+round)*time.Second))
		if err != nil {
			log.Fatal(err)
		}
		if err := c.Connect(ctx); err != nil {
			log.Fatal(err)
		}
		c.Node(ua.NewNumericNodeID(0, id.ObjectsFolder)).References(ctx, id.HierarchicalReferences, ua.BrowseDirectionForward, ua.NodeClassAll, true)
		for i := range 8 {
			var read []*ua.ReadValueID
			for _, what := range []string{"speed", "starts", "on", "name"}[:1+(i+round)%4] {
				read = append(read, &ua.ReadValueID{NodeID: ua.NewStringNodeID(1, fmt.Sprint("motor", i, ".", what)), AttributeID: ua.AttributeIDValue})
			}
			if _, err := c.Read(ctx, &ua.ReadRequest{MaxAge: 2000, NodesToRead: read, TimestampsToReturn: ua.TimestampsToReturnBoth}); err != nil {
				log.Print(err)
			}
			v, _ := ua.NewVariant(1400 + 10.25*float64(i*round))
			c.Write(ctx, &ua.WriteRequest{NodesToWrite: []*ua.WriteValue{{NodeID: ua.NewStringNodeID(1, fmt.Sprint("motor", i, ".speed")), AttributeID: ua.AttributeIDValue, Value: &ua.DataValue{EncodingMask: ua.DataValueValue, Value: v}}}})
			if i%4 == 0 {
				c.Node(ua.NewNumericNodeID(0, id.Server_ServerStatus)).References(ctx, id.HasComponent, ua.BrowseDirectionForward, ua.NodeClassAll, true)
			}
		}
		c.Close(ctx)
	}
}

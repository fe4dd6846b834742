// Sends events to a running service by CloudEvents' SDK for Go: go run . URL
package main

import (
	"context"
	"log"
	"os"
	"strings"

	cloudevents "github.com/cloudevents/sdk-go/v2"
)

func main() {
	client, err := cloudevents.NewClientHTTP(cloudevents.WithTarget(os.Args[1]))
	if err != nil {
		log.Fatal(err)
	}
	event := cloudevents.NewEvent()
	event.SetID("17")
	event.SetType("com.example.review")
	event.SetSource("/shop")
	if err := event.SetData(cloudevents.ApplicationJSON, map[string]string{"mytext": "A lovely film."}); err != nil {
		log.Fatal(err)
	}
	for _, encode := range []func(context.Context) context.Context{
		cloudevents.WithEncodingBinary,
		cloudevents.WithEncodingStructured,
	} {
		reply, result := client.Request(encode(context.Background()), event)
		if !cloudevents.IsACK(result) || reply == nil {
			log.Fatalf("no reply: %v", result)
		}
		var data struct{ Label int }
		if err := reply.DataAs(&data); err != nil {
			log.Fatal(err)
		}
		sentiment, _ := reply.Extensions()["sentiment"].(string)
		if reply.Type() != "dev.movie-sentiment.classified.v1" || !strings.HasSuffix(sentiment, "positive") || data.Label < 3 {
			log.Fatalf("another reply than expected: %v", reply)
		}
	}
}

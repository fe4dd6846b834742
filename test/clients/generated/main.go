// Calls every route by a client of openapi-generator's generator "go": go run ./call URL
package main

import (
	"context"
	"log"
	"os"
	"strings"

	client "github.com/GIT_USER_ID/GIT_REPO_ID"
)

// check ends the program where a call failed or gave something else than it should.
func check(what string, isRight bool, err error) {
	if err != nil || !isRight {
		log.Fatalf("%s: is as expected: %t, error: %v", what, isRight, err)
	}
}

func main() {
	configuration := client.NewConfiguration()
	configuration.Servers = client.ServerConfigurations{{URL: os.Args[1]}}
	api := client.NewAPIClient(configuration)
	ctx := context.Background()
	texts, about, health, inference := api.TextsAPI, api.AboutAPI, api.HealthAPI, api.InferenceAPI

	request := *client.NewRequest("A lovely film.")
	answer, _, err := texts.Classify(ctx).Request(request).Explain(true).Execute()
	check("classify", err == nil && len(answer.Explanation) > 0, err)
	open, _, err := texts.Classify(ctx).Request(request).MinConfidence(1).Execute()
	check("abstain", err == nil && open.Sentiment.Get() == nil, err)
	batch, _, err := texts.ClassifyBatch(ctx).BatchRequest(*client.NewBatchRequest([]string{"Fine.", ""})).Execute()
	check("classifyBatch", err == nil && len(batch.Results) == 2, err)
	_, err = api.EventsAPI.AllowEvents(ctx).WebhookRequestOrigin("broker.example.com").Execute()
	check("allowEvents", true, err)

	service, _, err := about.GetService(ctx).Execute()
	check("getService", err == nil, err)
	version := service.Model
	model, _, err := about.GetModel(ctx).Execute()
	check("getModel", err == nil && model.Name == version, err)
	document, _, err := about.GetOpenApi(ctx).Execute()
	check("getOpenApi", err == nil && document["openapi"] != nil, err)
	metrics, _, err := about.GetMetrics(ctx).Execute()
	check("getMetrics", strings.Contains(metrics, "sentiment_classifications_total"), err)
	alive, _, err := health.IsAlive(ctx).Execute()
	check("isAlive", err == nil && alive.Status == "alive", err)
	ready, _, err := health.IsReady(ctx).Execute()
	check("isReady", err == nil && ready.Status == "ready", err)

	tensor := *client.NewInferenceRequestInputsInner("mytext", "BYTES", []int32{1}, []string{"Fine."})
	tensors := *client.NewInferenceRequest([]client.InferenceRequestInputsInner{tensor})
	inferred, _, err := inference.Infer(ctx).InferenceRequest(tensors).Execute()
	check("infer", err == nil && len(inferred.Outputs) == 3, err)
	inferred, _, err = inference.InferByVersion(ctx, version).InferenceRequest(tensors).Execute()
	check("inferByVersion", err == nil && len(inferred.Outputs) == 3, err)
	predicted, _, err := inference.Predict(ctx).PredictRequest(*client.NewPredictRequest([]string{"Fine."})).Execute()
	check("predict", err == nil && len(predicted.Predictions) == 1, err)
	_, _, err = inference.ListModels(ctx).Execute()
	check("listModels", true, err)
	_, _, err = inference.IsModelReady(ctx).Execute()
	check("isModelReady", true, err)
	_, _, err = inference.GetInferenceServer(ctx).Execute()
	check("getInferenceServer", true, err)
	_, _, err = inference.IsInferenceServerLive(ctx).Execute()
	check("isInferenceServerLive", true, err)
	_, _, err = inference.IsInferenceServerReady(ctx).Execute()
	check("isInferenceServerReady", true, err)
	described, _, err := inference.GetInferenceModel(ctx).Execute()
	check("getInferenceModel", err == nil && described.Versions[0] == version, err)
	described, _, err = inference.GetInferenceModelByVersion(ctx, version).Execute()
	check("getInferenceModelByVersion", err == nil && described.Versions[0] == version, err)
	_, _, err = inference.IsInferenceModelReady(ctx).Execute()
	check("isInferenceModelReady", true, err)
	_, _, err = inference.IsInferenceModelReadyByVersion(ctx, version).Execute()
	check("isInferenceModelReadyByVersion", true, err)
	_, _, err = inference.GetInferenceConfig(ctx).Execute()
	check("getInferenceConfig", true, err)
	_, _, err = inference.GetInferenceConfigByVersion(ctx, version).Execute()
	check("getInferenceConfigByVersion", true, err)
	_, _, err = inference.GetAllInferenceStatistics(ctx).Execute()
	check("getAllInferenceStatistics", true, err)
	_, _, err = inference.GetInferenceStatistics(ctx).Execute()
	check("getInferenceStatistics", true, err)
	_, _, err = inference.GetInferenceStatisticsByVersion(ctx, version).Execute()
	check("getInferenceStatisticsByVersion", true, err)

	large := *client.NewRequest(strings.Repeat("so ", 7000))
	_, refusal, err := texts.Classify(ctx).Request(large).Execute()
	check("refusal", refusal != nil && refusal.StatusCode == 413 && err != nil, nil)
}

using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using Org.OpenAPITools.Api;
using Org.OpenAPITools.Client;
using Org.OpenAPITools.Model;

/// <summary>Calls every route by a client of openapi-generator's generator "csharp": dotnet run URL</summary>
public static class CallEveryRoute
{
    private static void Check(string what, bool isRight)
    {
        if (!isRight) throw new InvalidOperationException(what);
    }

    public static void Main(string[] args)
    {
        var address = args[0];
        using var http = new HttpClient();
        var texts = new TextsApi(http, address);
        var about = new AboutApi(http, address);
        var health = new HealthApi(http, address);
        var inference = new InferenceApi(http, address);

        Check("Classify", texts.Classify(new Request("A lovely film."), explain: true).Explanation.Count > 0);
        Check("Abstain", texts.Classify(new Request("A lovely film."), minConfidence: 1).Sentiment == null);
        var batch = new BatchRequest(new List<string> { "Fine.", "" });
        Check("ClassifyBatch", texts.ClassifyBatch(batch).Results.Count == 2);
        new EventsApi(http, address).AllowEvents("broker.example.com");

        var version = about.GetService().Model;
        Check("GetModel", about.GetModel().Name == version);
        Check("GetOpenApi", about.GetOpenApi().ContainsKey("openapi"));
        Check("GetMetrics", about.GetMetrics().Contains("sentiment_classifications_total"));
        health.IsAlive();
        health.IsReady();

        var tensor = new InferenceRequestInputsInner(
            InferenceRequestInputsInner.NameEnum.Mytext,
            InferenceRequestInputsInner.DatatypeEnum.BYTES,
            new List<int> { 1 },
            new List<string> { "Fine." });
        var tensors = new InferenceRequest(inputs: new List<InferenceRequestInputsInner> { tensor });
        Check("Infer", inference.Infer(tensors).Outputs.Count == 3);
        Check("InferByVersion", inference.InferByVersion(version, tensors).Outputs.Count == 3);
        Check("Predict", inference.Predict(new PredictRequest(new List<string> { "Fine." })).Predictions.Count == 1);
        inference.ListModels();
        inference.IsModelReady();
        inference.GetInferenceServer();
        inference.IsInferenceServerLive();
        inference.IsInferenceServerReady();
        Check("GetInferenceModel", inference.GetInferenceModel().Versions.Contains(version));
        inference.GetInferenceModelByVersion(version);
        inference.IsInferenceModelReady();
        inference.IsInferenceModelReadyByVersion(version);
        inference.GetInferenceConfig();
        inference.GetInferenceConfigByVersion(version);
        inference.GetAllInferenceStatistics();
        inference.GetInferenceStatistics();
        inference.GetInferenceStatisticsByVersion(version);

        try
        {
            texts.Classify(new Request(string.Concat(Enumerable.Repeat("so ", 7000))));
            throw new InvalidOperationException("a text of 21,000 characters was taken");
        }
        catch (ApiException refusal)
        {
            Check("Refusal", refusal.ErrorCode == 413);
        }
    }
}

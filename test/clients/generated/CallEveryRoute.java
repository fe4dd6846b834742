import java.math.BigDecimal;
import java.util.List;
import org.openapitools.client.ApiClient;
import org.openapitools.client.ApiException;
import org.openapitools.client.api.AboutApi;
import org.openapitools.client.api.EventsApi;
import org.openapitools.client.api.HealthApi;
import org.openapitools.client.api.InferenceApi;
import org.openapitools.client.api.TextsApi;
import org.openapitools.client.model.BatchRequest;
import org.openapitools.client.model.InferenceRequest;
import org.openapitools.client.model.InferenceRequestInputsInner;
import org.openapitools.client.model.PredictRequest;
import org.openapitools.client.model.Request;

/** Calls every route by a client of openapi-generator's generator "java": CallEveryRoute URL */
public final class CallEveryRoute {
  private static void check(String what, boolean isRight) {
    if (!isRight) throw new AssertionError(what);
  }

  public static void main(String[] args) throws ApiException {
    ApiClient client = new ApiClient().setBasePath(args[0]);
    TextsApi texts = new TextsApi(client);
    AboutApi about = new AboutApi(client);
    HealthApi health = new HealthApi(client);
    InferenceApi inference = new InferenceApi(client);

    Request film = new Request().mytext("A lovely film.");
    check("classify", !texts.classify(film, true, null, null, null, null, null, null, null).getExplanation().isEmpty());
    check("abstain",
        texts.classify(film, null, null, BigDecimal.ONE, null, null, null, null, null).getSentiment() == null);
    BatchRequest batch = new BatchRequest().mytexts(List.of("Fine.", ""));
    check("classifyBatch", texts.classifyBatch(batch, null, null, null).getResults().size() == 2);
    new EventsApi(client).allowEvents("broker.example.com");

    String version = about.getService().getModel();
    check("getModel", about.getModel().getName().equals(version));
    check("getOpenApi", about.getOpenApi().containsKey("openapi"));
    check("getMetrics", about.getMetrics().contains("sentiment_classifications_total"));
    health.isAlive();
    health.isReady();

    InferenceRequest tensors = new InferenceRequest().inputs(List.of(new InferenceRequestInputsInner()
        .name(InferenceRequestInputsInner.NameEnum.MYTEXT)
        .datatype(InferenceRequestInputsInner.DatatypeEnum.BYTES)
        .shape(List.of(1))
        .data(List.of("Fine."))));
    check("infer", inference.infer(tensors).getOutputs().size() == 3);
    check("inferByVersion", inference.inferByVersion(version, tensors).getOutputs().size() == 3);
    PredictRequest instances = new PredictRequest().instances(List.of("Fine."));
    check("predict", inference.predict(instances).getPredictions().size() == 1);
    inference.listModels();
    inference.isModelReady();
    inference.getInferenceServer();
    inference.isInferenceServerLive();
    inference.isInferenceServerReady();
    check("getInferenceModel", inference.getInferenceModel().getVersions().contains(version));
    inference.getInferenceModelByVersion(version);
    inference.isInferenceModelReady();
    inference.isInferenceModelReadyByVersion(version);
    inference.getInferenceConfig();
    inference.getInferenceConfigByVersion(version);
    inference.getAllInferenceStatistics();
    inference.getInferenceStatistics();
    inference.getInferenceStatisticsByVersion(version);

    try {
      Request large = new Request().mytext("so ".repeat(7000));
      texts.classify(large, null, null, null, null, null, null, null, null);
      throw new AssertionError("a text of 21,000 characters was taken");
    } catch (ApiException refusal) {
      check("refusal", refusal.getCode() == 413 && refusal.getResponseBody().contains("/problems/text-too-long"));
    }
  }
}

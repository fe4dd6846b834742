import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.core.message.MessageReader;
import io.cloudevents.http.HttpMessageFactory;
import io.cloudevents.jackson.JsonFormat;
import java.io.ByteArrayOutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Sends events to a running service by CloudEvents' SDK for Java: SendEvents URL */
public final class SendEvents {
  public static void main(String[] args) throws Exception {
    CloudEvent event = CloudEventBuilder.v1()
        .withId("17")
        .withType("com.example.review")
        .withSource(URI.create("/shop"))
        .withData("application/json", "{\"mytext\": \"A lovely film.\"}".getBytes(StandardCharsets.UTF_8))
        .build();
    for (boolean isStructured : new boolean[] {false, true}) {
      HttpURLConnection connection = (HttpURLConnection) URI.create(args[0]).toURL().openConnection();
      connection.setRequestMethod("POST");
      connection.setDoOutput(true);
      if (isStructured) connection.setRequestProperty("Accept", "application/cloudevents+json");
      ByteArrayOutputStream body = new ByteArrayOutputStream();
      var writer = HttpMessageFactory.createWriter(connection::setRequestProperty, body::writeBytes);
      if (isStructured) writer.writeStructured(event, new JsonFormat());
      else writer.writeBinary(event);
      connection.getOutputStream().write(body.toByteArray());

      Map<String, List<String>> headers = connection.getHeaderFields();
      byte[] answer = connection.getInputStream().readAllBytes();
      MessageReader reader = HttpMessageFactory.createReader(
          (each) -> headers.forEach((name, values) -> {
            if (name != null) each.accept(name, values.get(0));
          }), answer);
      CloudEvent reply = reader.toEvent();
      boolean isRight = reply.getType().equals("dev.movie-sentiment.classified.v1")
          && "17".equals(reply.getExtension("causationid"))
          && String.valueOf(reply.getExtension("sentiment")).endsWith("positive");
      if (!isRight) throw new AssertionError(reply);
    }
  }
}

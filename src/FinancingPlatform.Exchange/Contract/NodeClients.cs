using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using RestEase;

namespace FinancingPlatform.Exchange.Contract;

/// <summary>Makes clients of the node contract (节点客户端) over a given <see cref="HttpClient"/>, with System.Text.Json and invariant formats.</summary>
public static class NodeClients
{
    /// <summary>A client; the caller owns the HTTP client, its base address and its handlers.</summary>
    public static INodeClient Over(HttpClient http) => new RestClient(http)
    {
        RequestBodySerializer = new BodySerializer(),
        ResponseDeserializer = new Deserializer(),
        FormatProvider = CultureInfo.InvariantCulture,
    }.For<INodeClient>();

    private sealed class BodySerializer : RequestBodySerializer
    {
        public override HttpContent SerializeBody<T>(T body, RequestBodySerializerInfo info)
        {
            var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, NodeJson.Options));
            content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            return content;
        }
    }

    private sealed class Deserializer : ResponseDeserializer
    {
        public override T Deserialize<T>(string? content, HttpResponseMessage response, ResponseDeserializerInfo info) =>
            JsonSerializer.Deserialize<T>(content ?? "", NodeJson.Options) ?? throw new JsonException("The node answered null.");
    }
}

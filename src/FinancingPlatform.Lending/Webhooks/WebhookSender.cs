using System.Buffers.Text;
using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using FinancingPlatform.Core.Keys;
using Npgsql;

namespace FinancingPlatform.Lending.Webhooks;

/// <summary>
/// Tells banks what happened (事件推送), in order, at least once: the next events go only after the bank answered the ones before with a status of
/// success. Each delivery is signed by a detached JWS (RFC 7515 appendix F) over the body as sent.
/// </summary>
public sealed class WebhookSender(NpgsqlDataSource database, HttpClient http, SigningKey key, bool demonstration)
{
    /// <summary>Header of the signature: <c>header..signature</c>.</summary>
    public const string SignatureHeader = "Webhook-Signature";

    /// <summary>What the signature is for; stands in its protected header.</summary>
    public const string SignatureType = "financing-platform-events+jws";

    private static readonly string s_claim = LendingSql.Read("WebhookClaim.sql");
    private static readonly string s_events = LendingSql.Read("WebhookEvents.sql");
    private static readonly string s_told = LendingSql.Read("WebhookTold.sql");
    private static readonly string s_failed = LendingSql.Read("WebhookFailed.sql");
    private static readonly string s_publish = LendingSql.Read("WebhookPublishKey.sql");
    private bool _published;

    /// <summary>Serves what is due; answers how many deliveries it tried.</summary>
    public async Task<int> RunOnceAsync(CancellationToken cancellationToken)
    {
        if (!_published)
        {
            await PublishKeyAsync(cancellationToken);
            _published = true;
        }

        var due = await ClaimAsync(cancellationToken);
        await Task.WhenAll(due.Select(hook => DeliverAsync(hook, cancellationToken)));
        return due.Count;
    }

    /// <summary>The detached signature of a body.</summary>
    internal static string Sign(byte[] body, SigningKey key)
    {
        var header = Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(new { alg = "ES256", kid = key.Kid, typ = SignatureType }));
        var signature = key.Key.SignData(
            Encoding.ASCII.GetBytes(header + "." + Base64Url.EncodeToString(body)), HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        return header + ".." + Base64Url.EncodeToString(signature);
    }

    private async Task DeliverAsync(Hook hook, CancellationToken cancellationToken)
    {
        var (body, last) = await EventsAsync(hook, cancellationToken);
        var (status, error) = await SendAsync(hook, body, cancellationToken);
        if (status is >= 200 and <= 299)
        {
            await ExecuteAsync(s_told, cancellationToken, hook.Id, last, status.Value);
        }
        else
        {
            await using var command = database.CreateCommand(s_failed);
            command.Parameters.Add(Value(hook.Id));
            command.Parameters.Add(Value(status));
            command.Parameters.Add(Value(error));
            command.Parameters.Add(Value(WebhookLimits.Pause(hook.Failures)));
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    private async Task<(int? Status, string Error)> SendAsync(Hook hook, byte[] body, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(hook.Url, UriKind.Absolute, out var target) || !(target.Scheme == Uri.UriSchemeHttps || (demonstration && target.IsLoopback)))
        {
            return (null, "the address is not https");
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(WebhookLimits.Answer);
        using var request = new HttpRequestMessage(HttpMethod.Post, target) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add(SignatureHeader, Sign(body, key));
        request.Headers.Add("Webhook-Id", hook.Id.ToString());
        try
        {
            // The bank's answer has no word for us beyond its status.
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            return ((int)answer.StatusCode, string.Create(CultureInfo.InvariantCulture, $"answered {(int)answer.StatusCode}"));
        }
        catch (HttpRequestException fault)
        {
            return (null, fault.HttpRequestError is HttpRequestError.Unknown or HttpRequestError.ConnectionError ? "not reachable, or no public address" : fault.HttpRequestError.ToString());
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, "no answer in time");
        }
    }

    private async Task<(byte[] Body, long Last)> EventsAsync(Hook hook, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(s_events);
        command.Parameters.Add(Value(hook.BankUscc));
        command.Parameters.Add(Value(hook.DeliveredId));
        command.Parameters.Add(Value(WebhookLimits.Events));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var last = hook.DeliveredId;
        var events = new List<string>();
        while (await reader.ReadAsync(cancellationToken))
        {
            last = reader.GetInt64(0);
            events.Add(reader.GetString(1));
        }

        return (Encoding.UTF8.GetBytes("{\"events\":[" + string.Join(',', events) + "]}"), last);
    }

    private async Task<List<Hook>> ClaimAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(s_claim);
        command.Parameters.Add(Value(WebhookLimits.PerRun));
        command.Parameters.Add(Value(WebhookLimits.Lease));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var due = new List<Hook>();
        while (await reader.ReadAsync(cancellationToken))
        {
            due.Add(new Hook(reader.GetGuid(0), reader.GetString(1), reader.GetString(2), reader.GetInt64(3), reader.GetInt32(4)));
        }

        return due;
    }

    // Banks read the public part from the API; no file has to be carried to it.
    private async Task PublishKeyAsync(CancellationToken cancellationToken)
    {
        var point = key.Key.ExportParameters(includePrivateParameters: false).Q;
        var jwk = JsonSerializer.Serialize(new
        {
            kty = "EC", crv = "P-256", use = "sig", alg = "ES256", kid = key.Kid, x = Base64Url.EncodeToString(point.X), y = Base64Url.EncodeToString(point.Y),
        });
        await ExecuteAsync(s_publish, cancellationToken, key.Kid, jwk);
    }

    private async Task ExecuteAsync(string sql, CancellationToken cancellationToken, params object[] values)
    {
        await using var command = database.CreateCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.AddWithValue(value);
        }

        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static NpgsqlParameter Value<T>(T value) => new NpgsqlParameter<T> { TypedValue = value };

    private sealed record Hook(Guid Id, string BankUscc, string Url, long DeliveredId, int Failures);
}

using FinancingPlatform.Aggregation.Pull;

namespace FinancingPlatform.Tests.Aggregation.Pull;

/// <summary>A mistake in the file that names the sources is told with its place, and no password with it.</summary>
public sealed class PullConfigurationTests : IDisposable
{
    private const string Good = """{"sources":[{"name":"tax","item":"tax-payment","department":"虚构税务局","connection_file":"tax.secret","table":"exchange.tax","change_column":"changed","key_columns":["id"]}]}""";
    private readonly string _folder = Directory.CreateTempSubdirectory("fp-pull-test-").FullName;

    public PullConfigurationTests() => File.WriteAllText(Path.Combine(_folder, "tax.secret"), "Host=127.0.0.1;Username=u;Password=secret\n");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_source_is_read_with_the_defaults_of_what_it_does_not_say()
    {
        var source = (await ReadAsync(Good)).Value.ShouldHaveSingleItem();

        (source.Name, source.Every, source.BatchRows, source.Columns).ShouldBe(("tax", PullLimits.DefaultEvery, PullLimits.BatchRows, null));
        source.ConnectionString.ShouldContain("Password=secret");
    }

    [Theory]
    [InlineData("\"name\":\"tax\"", "\"name\":\"TAX\"", "sources[0].name")]
    [InlineData("[\"id\"]", "[]", "sources[0].key_columns")]
    [InlineData("tax.secret", "none.secret", "sources[0].connection_file")]
    [InlineData("\"key_columns\"", "\"every_seconds\":0,\"key_columns\"", "sources[0].every_seconds")]
    [InlineData("\"key_columns\"", "\"batch_rows\":0,\"key_columns\"", "sources[0].batch_rows")]
    [InlineData("\"change_column\"", "\"chnage_column\"", "$.sources[0].chnage_column")]
    public async Task A_mistake_is_named_by_its_place(string said, string instead, string where)
    {
        var result = await ReadAsync(Good.Replace(said, instead, StringComparison.Ordinal));

        (result.Error.Code, result.Error.Field).ShouldBe(("pull-configuration", where));
    }

    [Fact]
    public async Task A_secret_that_is_no_connection_string_is_not_repeated()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "tax.secret"), "Password=hunter2;nonsense=1");

        var result = await ReadAsync(Good);

        result.Error.Field.ShouldBe("sources[0].connection_file");
        result.Error.ToString().ShouldNotContain("hunter2");
    }

    private async Task<FinancingPlatform.Core.Errors.Result<IReadOnlyList<PullSource>>> ReadAsync(string text)
    {
        var path = Path.Combine(_folder, "sources.json");
        await File.WriteAllTextAsync(path, text);
        return await PullConfiguration.ReadAsync(path, CancellationToken.None);
    }
}

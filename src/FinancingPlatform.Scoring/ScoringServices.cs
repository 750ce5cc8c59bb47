using FinancingPlatform.Scoring.Packs;
using FinancingPlatform.Scoring.Scores;
using Microsoft.Extensions.DependencyInjection;

namespace FinancingPlatform.Scoring;

/// <summary>Registers scoring (评分服务注册) in a host whose data source is that of the database role worker.</summary>
public static class ScoringServices
{
    /// <summary>Adds the packs that come with the platform, <see cref="ScoreRun"/>, <see cref="ScoreUpkeep"/> and <see cref="ScoreReplay"/>. Needs a data source and a TimeProvider.</summary>
    /// <exception cref="InvalidOperationException">When first used: a pack can't be read or was tampered with; the message says which file.</exception>
    public static IServiceCollection AddScoring(this IServiceCollection services) => services
        .AddSingleton(_ => PlatformPacks.ReadBuiltIn() is { IsOk: true } packs ? packs.Value : throw new InvalidOperationException(PlatformPacks.ReadBuiltIn().Error.ToString()))
        .AddSingleton<ScoreRun>()
        .AddSingleton<ScoreReplay>()
        .AddSingleton<ScoreUpkeep>();
}

using FinancingPlatform.Scoring.Joint;
using FinancingPlatform.Scoring.Register;
using Npgsql;

namespace FinancingPlatform.Worker.Work;

/// <summary>What the loops about models share (模型任务): the register, the champions of the moment, and the packs beside them.</summary>
internal sealed class ModelWork
{
    public ModelWork(IServiceProvider provider)
    {
        Database = provider.GetRequiredService<NpgsqlDataSource>();
        Clock = provider.GetRequiredService<TimeProvider>();
        Register = new PackRegister(Database, PackShelf.BuiltIn);
        Champions = new ChampionRun(Database, Register, Clock);
        Parallel = new ParallelRun(Database, PackShelf.BuiltIn, Clock);
        Joint = new JointInputs(Database, Clock);
    }

    public NpgsqlDataSource Database { get; }

    public TimeProvider Clock { get; }

    public PackRegister Register { get; }

    public ChampionRun Champions { get; }

    public ParallelRun Parallel { get; }

    public JointInputs Joint { get; }

    /// <summary>Scores enterprises by the packs beside the champions and makes joint models' features ready: those banks wait no longer than others.</summary>
    public async Task<long> BesideAsync(long[] enterprises, CancellationToken cancel)
    {
        var scores = await Joint.RunAsync(enterprises, cancel);
        foreach (var sha256 in await Register.ParallelAsync(cancel))
        {
            scores += (await Parallel.RunAsync(sha256, enterprises, cancel)).Match(n => n, error => throw new InvalidOperationException(error.ToString()));
        }

        return scores;
    }
}

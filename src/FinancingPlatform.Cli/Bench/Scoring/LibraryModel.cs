using System.Globalization;
using System.Runtime.InteropServices;
using FinancingPlatform.Scoring.Training;

namespace FinancingPlatform.Cli.Bench.Scoring;

/// <summary>The baseline: XGBoost's own prediction in place, from a dense array through its C interface.</summary>
internal sealed class LibraryModel : IDisposable
{
    private const string Config = """{"type":1,"training":false,"iteration_begin":0,"iteration_end":0,"strict_shape":false,"missing":NaN,"cache_id":0}""";
    private readonly XgboostBooster _booster;

    public LibraryModel(byte[] json, int threads)
    {
        _booster = XgboostBooster.Load(json);
        _booster.Set("nthread", threads.ToString(CultureInfo.InvariantCulture));
    }

    public XgboostBooster Booster => _booster;

    /// <summary>Margins of rows laid end to end at a pinned address.</summary>
    public void Margins(IntPtr rows, int count, int width, float[] margins)
    {
        var array = string.Create(CultureInfo.InvariantCulture, $$"""{"data":[{{(long)rows}},true],"shape":[{{count}},{{width}}],"typestr":"<f4","version":3}""");
        XgboostLibrary.Check(XgboostLibrary.BoosterPredictDense(_booster.Handle, array, Config, IntPtr.Zero, out _, out _, out var values));
        Marshal.Copy(values, margins, 0, count);
    }

    public void Dispose() => _booster.Dispose();
}

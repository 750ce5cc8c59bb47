using System.Runtime.InteropServices;
using FinancingPlatform.Scoring.Tables;

namespace FinancingPlatform.Scoring.Training;

/// <summary>A table inside XGBoost (DMatrix); freed with this object.</summary>
internal sealed class XgboostMatrix : IDisposable
{
    public XgboostMatrix(ModelTable table, bool labelled)
    {
        XgboostLibrary.Check(XgboostLibrary.MatrixFromRows(table.Values, (ulong)table.Rows, (ulong)table.Width, float.NaN, out var handle));
        Handle = handle;
        Names = [.. table.Features.Select(f => f.Name)];
        XgboostLibrary.Check(XgboostLibrary.MatrixSetNames(Handle, "feature_name", Names, (ulong)Names.Length));
        if (labelled)
        {
            XgboostLibrary.Check(XgboostLibrary.MatrixSetFloats(Handle, "label", table.Labels, (ulong)table.Labels.Length));
            if (table.Weights.Length > 0)
            {
                XgboostLibrary.Check(XgboostLibrary.MatrixSetFloats(Handle, "weight", table.Weights, (ulong)table.Weights.Length));
            }
        }

        Rows = table.Rows;
        Width = table.Width;
    }

    public IntPtr Handle { get; private set; }

    public string[] Names { get; }

    public int Rows { get; }

    public int Width { get; }

    public void Dispose()
    {
        if (Handle != IntPtr.Zero)
        {
            XgboostLibrary.Check(XgboostLibrary.MatrixFree(Handle));
            Handle = IntPtr.Zero;
        }
    }
}

/// <summary>A model inside XGBoost; freed with this object.</summary>
internal sealed class XgboostBooster : IDisposable
{
    private const string MarginConfig = """{"type":1,"training":false,"iteration_begin":0,"iteration_end":0,"strict_shape":false}""";
    private const string ContributionConfig = """{"type":2,"training":false,"iteration_begin":0,"iteration_end":0,"strict_shape":false}""";
    private IntPtr _handle;
    private int _round;

    public XgboostBooster(XgboostMatrix training, IEnumerable<KeyValuePair<string, string>> parameters)
    {
        XgboostLibrary.Check(XgboostLibrary.BoosterCreate([training.Handle], 1, out _handle));
        // A model takes no names from its table; without them a reader could not tell the columns.
        XgboostLibrary.Check(XgboostLibrary.BoosterSetNames(_handle, "feature_name", training.Names, (ulong)training.Names.Length));
        foreach (var (name, value) in parameters)
        {
            Set(name, value);
        }
    }

    private XgboostBooster(byte[] json)
    {
        XgboostLibrary.Check(XgboostLibrary.BoosterCreate([], 0, out _handle));
        XgboostLibrary.Check(XgboostLibrary.BoosterLoad(_handle, json, (ulong)json.Length));
    }

    public IntPtr Handle => _handle;

    public static XgboostBooster Load(byte[] json) => new(json);

    public void Set(string name, string value) => XgboostLibrary.Check(XgboostLibrary.BoosterSet(_handle, name, value));

    public void Boost(XgboostMatrix training) => XgboostLibrary.Check(XgboostLibrary.BoosterUpdate(_handle, _round++, training.Handle));

    public float[] Margins(XgboostMatrix matrix) => Predict(matrix, MarginConfig, matrix.Rows);

    /// <summary>XGBoost's own Shapley values, row after row, the bias last.</summary>
    public float[] Contributions(XgboostMatrix matrix) => Predict(matrix, ContributionConfig, matrix.Rows * (matrix.Width + 1));

    /// <summary>The model as a file of the library.</summary>
    /// <param name="format"><c>json</c> or <c>ubj</c>.</param>
    public byte[] Save(string format = "json")
    {
        XgboostLibrary.Check(XgboostLibrary.BoosterSave(_handle, $$"""{"format":"{{format}}"}""", out var length, out var buffer));
        var json = new byte[checked((int)length)];
        Marshal.Copy(buffer, json, 0, json.Length);
        return json;
    }

    public void Dispose()
    {
        if (_handle != IntPtr.Zero)
        {
            XgboostLibrary.Check(XgboostLibrary.BoosterFree(_handle));
            _handle = IntPtr.Zero;
        }
    }

    private float[] Predict(XgboostMatrix matrix, string config, int count)
    {
        XgboostLibrary.Check(XgboostLibrary.BoosterPredict(_handle, matrix.Handle, config, out _, out _, out var values));
        // The buffer belongs to the booster and lives until its next prediction.
        var copy = new float[count];
        Marshal.Copy(values, copy, 0, count);
        return copy;
    }
}

using System.Reflection;
using System.Runtime.InteropServices;
using FinancingPlatform.Core.Errors;

namespace FinancingPlatform.Scoring.Training;

/// <summary>
/// XGBoost's C interface (XGBoost 动态库; c_api.h, proved with 1.7), loaded only when a model is trained. Scoring and every host
/// do without it.
/// </summary>
internal static partial class XgboostLibrary
{
    private const string Name = "xgboost";
    private static readonly string[] Candidates = ["libxgboost.so.0", "libxgboost.so", "libxgboost.dylib", "xgboost"];

    static XgboostLibrary() => NativeLibrary.SetDllImportResolver(Assembly.GetExecutingAssembly(), Resolve);

    /// <summary>Success when the library can be loaded, else an error that says how to install it.</summary>
    public static Result Probe() =>
        Resolve(Name, Assembly.GetExecutingAssembly(), null) != IntPtr.Zero ? Result.Ok : ScoringError.NoLibrary(string.Join(", ", Candidates));

    /// <summary>XGBoost answers 0 when all went well, and keeps the message of the last failure per thread.</summary>
    public static void Check(int code)
    {
        if (code != 0)
        {
            throw new InvalidOperationException($"XGBoost: {Marshal.PtrToStringUTF8(GetLastError())}");
        }
    }

    [LibraryImport(Name, EntryPoint = "XGBGetLastError")]
    private static partial IntPtr GetLastError();

    [LibraryImport(Name, EntryPoint = "XGDMatrixCreateFromMat")]
    internal static partial int MatrixFromRows(float[] data, ulong rows, ulong columns, float missing, out IntPtr handle);

    [LibraryImport(Name, EntryPoint = "XGDMatrixSetFloatInfo", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int MatrixSetFloats(IntPtr handle, string field, float[] values, ulong length);

    [LibraryImport(Name, EntryPoint = "XGDMatrixSetStrFeatureInfo", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int MatrixSetNames(IntPtr handle, string field, string[] values, ulong length);

    [LibraryImport(Name, EntryPoint = "XGDMatrixFree")]
    internal static partial int MatrixFree(IntPtr handle);

    [LibraryImport(Name, EntryPoint = "XGBoosterCreate")]
    internal static partial int BoosterCreate(IntPtr[] matrices, ulong length, out IntPtr handle);

    [LibraryImport(Name, EntryPoint = "XGBoosterFree")]
    internal static partial int BoosterFree(IntPtr handle);

    [LibraryImport(Name, EntryPoint = "XGBoosterSetParam", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int BoosterSet(IntPtr handle, string name, string value);

    [LibraryImport(Name, EntryPoint = "XGBoosterSetStrFeatureInfo", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int BoosterSetNames(IntPtr handle, string field, string[] values, ulong length);

    [LibraryImport(Name, EntryPoint = "XGBoosterUpdateOneIter")]
    internal static partial int BoosterUpdate(IntPtr handle, int round, IntPtr matrix);

    [LibraryImport(Name, EntryPoint = "XGBoosterPredictFromDMatrix", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int BoosterPredict(IntPtr handle, IntPtr matrix, string config, out IntPtr shape, out ulong dimensions, out IntPtr values);

    [LibraryImport(Name, EntryPoint = "XGBoosterPredictFromDense", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int BoosterPredictDense(IntPtr handle, string array, string config, IntPtr matrix, out IntPtr shape, out ulong dimensions, out IntPtr values);

    [LibraryImport(Name, EntryPoint = "XGBoosterSaveModelToBuffer", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int BoosterSave(IntPtr handle, string config, out ulong length, out IntPtr buffer);

    [LibraryImport(Name, EntryPoint = "XGBoosterLoadModelFromBuffer")]
    internal static partial int BoosterLoad(IntPtr handle, byte[] buffer, ulong length);

    private static IntPtr Resolve(string library, Assembly assembly, DllImportSearchPath? path)
    {
        if (library != Name)
        {
            return IntPtr.Zero;
        }

        foreach (var candidate in Candidates)
        {
            if (NativeLibrary.TryLoad(candidate, assembly, path, out var handle))
            {
                return handle;
            }
        }

        return IntPtr.Zero;
    }
}

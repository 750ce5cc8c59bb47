namespace FinancingPlatform.Cli.Up;

/// <summary>What <c>fp up</c> was asked to run.</summary>
/// <param name="Data">Data folder, absolute.</param>
/// <param name="PortBase">First port.</param>
/// <param name="Enterprises">Size of the demonstration city at the first run.</param>
/// <param name="Programs">Folder with one published program in each subfolder.</param>
internal sealed record UpOptions(string Data, int PortBase, int Enterprises, string Programs);

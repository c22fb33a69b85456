using System.CommandLine.Parsing;

namespace Actors.Cli.Internal;

/// <summary>Looks at files that a command is to read before it looks for a cluster: a slip of the finger should not cost a time-out.</summary>
internal static class LocalFiles
{
    /// <summary>Why a file cannot be read, as far as one can see from outside; null when nothing speaks against it.</summary>
    public static string? Problem(string file) => File.Exists(file) ? null : Directory.Exists(file) ? "is a folder" : "does not exist";

    /// <summary>For the parser: what it finds is wrong usage.</summary>
    public static void MustBeThere(SymbolResult result, string file)
    {
        if (Problem(file) is { } problem) result.AddError($"the file '{file}' {problem}");
    }

    /// <summary>As far as its folder and what stands there already tell.</summary>
    public static void MustBeWritable(SymbolResult result, string file)
    {
        if (Directory.Exists(file)) result.AddError($"the file '{file}' is a folder");
        else if (Path.GetDirectoryName(file) is { Length: > 0 } folder && !Directory.Exists(folder)) result.AddError($"the file '{file}' cannot be written: there is no folder '{folder}'");
    }
}

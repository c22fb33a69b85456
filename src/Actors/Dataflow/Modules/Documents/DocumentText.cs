using Actors.Dataflow.Values;

namespace Actors.Dataflow.Modules.Documents;

/// <summary>Something that a setting has as a text, or in a file: a style sheet, a schema.</summary>
internal static class DocumentText
{
    /// <exception cref="FormatException">It cannot be read.</exception>
    public static string Read(string? text, FilePath? file) => text ?? file!.ReadText();

    /// <summary>What is wrong with it.</summary>
    /// <param name="text">The text, or null.</param>
    /// <param name="file">The file, or null.</param>
    /// <param name="understand">Throws a <see cref="FormatException"/> if it is not what it should be.</param>
    public static IEnumerable<SettingProblem> Problems(string? text, FilePath? file, Action<string> understand)
    {
        if ((text is null) == (file is null)) return [new SettingProblem(file is null ? "File" : "Text", "set either file or text")];
        try
        {
            understand(Read(text, file));
            return [];
        }
        catch (FormatException failure)
        {
            return [new SettingProblem(file is null ? "Text" : "File", failure.Message)];
        }
    }
}

using System.Text;

namespace Actors.Dataflow.Files;

/// <summary>Names as files write them: <c>RescuePause</c> is <c>rescue-pause</c>.</summary>
internal static class Kebab
{
    public static string Of(string name)
    {
        var key = new StringBuilder();
        foreach (var letter in name)
        {
            if (char.IsUpper(letter) && key.Length > 0) key.Append('-');
            key.Append(char.ToLowerInvariant(letter));
        }

        return key.ToString();
    }
}

using System.Text;
using System.Text.RegularExpressions;

namespace Akka.Tests.Configuration;

/// <summary>Writes a tree as HOCON, choosing at random among the many ways to write each thing.</summary>
/// <param name="seed">Decides the choices.</param>
/// <param name="instead">What to write in place of some trees; null for the trees themselves.</param>
internal sealed partial class TreeWriter(int seed, Func<Tree, string?>? instead = null)
{
    private readonly Random _random = new(seed);

    public string Write(Map root)
    {
        return _random.Next(3) switch
        {
            0 => WriteFields(root, ""),
            1 => WriteObject(root),
            _ => $"# c }}\n{WriteFields(root, "")}\n// c {{",
        };
    }

    public string WriteObject(Map map) => $"{{{Gap()}{WriteFields(map, "")}{Gap()}}}";

    private string WriteFields(Map map, string prefix)
    {
        var text = new StringBuilder();
        foreach (var (key, value) in map.Fields)
        {
            if (text.Length > 0) text.Append(Pick("\n", ",", " , \n", "\n\n", "\r\n", "\n,", " # comment, = \"\n"));
            var path = prefix + WriteKey(key);
            var replaced = instead?.Invoke(value);
            if (replaced is null && value is Map { Fields.Count: > 0 } below && _random.Next(4) == 0) text.Append(WriteFields(below, path + Pick(".", " . ")));
            else if (replaced is null && value is Map whole) text.Append(path).Append(Pick(" ", "=", " : ", "\n")).Append(WriteObject(whole));
            else text.Append(path).Append(Pick("=", " = ", ":", " =\n ")).Append(replaced ?? WriteWhole(value));
        }

        return text.ToString();
    }

    private string WriteValue(Tree tree) => instead?.Invoke(tree) ?? WriteWhole(tree);

    private string WriteWhole(Tree tree) => tree switch
    {
        Map map => WriteObject(map),
        List list => WriteList(list),
        Leaf leaf => WriteText(leaf.Text),
        _ => throw new ArgumentOutOfRangeException(nameof(tree)),
    };

    private string WriteList(List list)
    {
        var text = new StringBuilder("[").Append(Gap());
        for (var i = 0; i < list.Items.Count; i++)
        {
            if (i > 0) text.Append(Pick(",", "\n", " ,\n ", " # c\n"));
            text.Append(WriteValue(list.Items[i]));
        }

        if (list.Items.Count > 0) text.Append(Pick("", ",", "\n"));
        return text.Append(Gap()).Append(']').ToString();
    }

    private string WriteText(string text)
    {
        if (PlainText().IsMatch(text) && text != "null" && !text.Contains("//")) return Pick(text, Quote(text));
        // Three quotes end at the last of a run of quotes, and cannot hold three.
        if (!text.Contains("\"\"\"") && !text.EndsWith('"') && _random.Next(3) == 0) return $"\"\"\"{text}\"\"\"";
        if (text.Length > 1 && _random.Next(4) == 0) return Quote(text[..1]) + Quote(text[1..]);
        return Quote(text);
    }

    private string WriteKey(string key) => PlainKey().IsMatch(key) && key != "include" ? Pick(key, Quote(key)) : Quote(key);

    private static string Quote(string text) => $"\"{text.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n").Replace("\t", "\\t")}\"";

    private string Gap() => Pick("", " ", "\n", "\n  \n", " # {[\n");

    private string Pick(params string[] choices) => choices[_random.Next(choices.Length)];

    [GeneratedRegex("^[a-zé0-9]([a-zé0-9+./ -]*[a-zé0-9])?\\z")]
    private static partial Regex PlainText();

    [GeneratedRegex("^[a-zé0-9]+( [a-zé0-9]+)*\\z")]
    private static partial Regex PlainKey();
}

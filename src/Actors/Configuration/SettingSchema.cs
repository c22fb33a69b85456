using Akka.Configuration;

namespace Actors.Configuration;

/// <summary>
/// The settings that exist under one root, learnt from the text of a reference file: whatever it sets exists, and the form of a default is the form of
/// every value. So no second list has to be kept in step.
/// </summary>
/// <param name="root">The topmost key, for example <c>actors</c>.</param>
/// <param name="reference">The text of the reference file.</param>
internal sealed class SettingSchema(string root, string reference)
{
    private readonly SettingPositions _reference = Scan(reference);

    /// <summary>Checks what the user wrote; the first mistake in the order of writing is thrown.</summary>
    /// <param name="config">The user's settings, merged and resolved.</param>
    /// <param name="written">Where they are.</param>
    /// <exception cref="ActorsException">One line: place, path, expected, found, what to do.</exception>
    public void Check(Config config, SettingPositions written)
    {
        foreach (var path in written.Paths)
        {
            if (path == root || !path.StartsWith(root + ".", StringComparison.Ordinal) || IsInsideMap(path)) continue;
            if (_reference.Find(path) is not { } known)
                throw SettingFailure.At(written, path, $"no such setting; {Advice(path)}");
            CheckValue(config, written, path, known);
        }
    }

    private static void CheckValue(Config config, SettingPositions written, string path, SettingPosition known)
    {
        var kind = SettingKinds.Of(known.Text);
        var isObject = config.GetConfig(path) is not null && written.Find(path)?.Text.Length == 0;
        var fits = kind switch
        {
            SettingKind.Map => isObject,
            SettingKind.List => !isObject && written.Find(path)!.Value.Text.StartsWith('['),
            _ => !isObject && SettingKinds.Accepts(kind, config.GetString(path) ?? ""),
        };
        if (fits) return;
        var advice = known.Text.Length == 0 ? "" : $"; the default is {known.Text}";
        throw SettingFailure.Wrong(written, path, SettingKinds.Describe(kind) + advice);
    }

    /// <summary>An object that the reference leaves empty takes any key.</summary>
    private bool IsInsideMap(string path)
    {
        for (var dot = path.LastIndexOf('.'); dot > 0; dot = path.LastIndexOf('.', dot - 1))
        {
            var around = path[..dot];
            if (_reference.Find(around) is { Text: "" } && !_reference.Paths.Any(known => known.StartsWith(around + ".", StringComparison.Ordinal)))
                return true;
        }

        return false;
    }

    private string Advice(string path)
    {
        var known = _reference.Paths.Where(known => known.StartsWith(root + ".", StringComparison.Ordinal));
        return Spelling.Nearest(path, known, Math.Max(3, path.Length / 5)) is { } nearest
            ? $"did you mean {nearest}?"
            : "src/Actors/reference.conf lists all there are";
    }

    private static SettingPositions Scan(string reference)
    {
        var positions = new SettingPositions();
        positions.AddFile("reference.conf", reference);
        return positions;
    }
}

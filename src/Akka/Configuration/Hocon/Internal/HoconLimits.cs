namespace Akka.Configuration.Hocon.Internal;

/// <summary>
/// Bounds of a document. They are constants, not settings: they hold before any setting can be read. Each is far above what a person writes
/// and far below what would exhaust stack or memory.
/// </summary>
internal static class HoconLimits
{
    /// <summary>10 M characters; the largest known reference configuration has 50 thousand.</summary>
    internal const int DocumentCharacters = 10_000_000;

    /// <summary>Objects, arrays and key segments inside each other; a level costs about 500 bytes of stack when read, merged or printed.</summary>
    internal const int Depth = 200;

    /// <summary>Documents that include each other.</summary>
    internal const int IncludeDepth = 30;

    /// <summary>Substitutions that lead to substitutions, plus the depth of what they lead to.</summary>
    internal const int ResolveDepth = 500;

    /// <summary>Values of one key that all depend on substitutions; each is a level of recursion.</summary>
    internal const int MergesOfOneKey = 100;

    /// <summary>Values that substitutions may expand to: ten lines that double each other twenty times are a million.</summary>
    internal const int ResolvedNodes = 1_000_000;

    /// <summary>Text that concatenations may make, for the same reason.</summary>
    internal const int ResolvedCharacters = 50_000_000;
}

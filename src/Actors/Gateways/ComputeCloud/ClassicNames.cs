using System.Text;

namespace Actors.Gateways.ComputeCloud;

/// <summary>Names on the wire are bytes, one a char; in the cluster they are text.</summary>
internal static class ClassicNames
{
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>The bytes as UTF-8 where they are that, otherwise as Latin-1, which every byte is.</summary>
    public static string ToText(string wire)
    {
        try
        {
            return StrictUtf8.GetString(Encoding.Latin1.GetBytes(wire));
        }
        catch (DecoderFallbackException)
        {
            return wire;
        }
    }

    public static string ToWire(string text) => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));

    /// <summary>Whether a name can be a field: not empty, and without the characters that end a field or a message.</summary>
    public static bool IsField(string wire) => wire.Length > 0 && !wire.AsSpan().ContainsAny(':', '\0');
}

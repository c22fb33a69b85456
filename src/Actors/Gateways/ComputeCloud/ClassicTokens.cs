namespace Actors.Gateways.ComputeCloud;

/// <summary>
/// Splits a message as C's <c>strtok_r</c> with ':' does: runs of colons count as one and empty fields vanish. So the protocol writes empty
/// bytes as a single space.
/// </summary>
internal static class ClassicTokens
{
    public const string Empty = " ";

    public static string[] Split(string message) => message.Split(':', StringSplitOptions.RemoveEmptyEntries);

    public static string FromBytes(ReadOnlySpan<byte> bytes) => bytes.IsEmpty ? Empty : Convert.ToBase64String(bytes);

    /// <summary>Base64 with line breaks in it is fine: the first client's encoder made them.</summary>
    public static bool TryToBytes(string field, out byte[] bytes)
    {
        var room = new byte[(field.Length / 4 + 1) * 3];
        var valid = Convert.TryFromBase64String(field, room, out var written);
        bytes = valid ? room[..written] : [];
        return valid;
    }

    /// <summary>Eight hex digits, the protocol's form of a hash or a salt.</summary>
    public static bool TryToHash(string field, out uint hash)
    {
        hash = 0;
        return field.Length == 8 && uint.TryParse(field, System.Globalization.NumberStyles.AllowHexSpecifier, null, out hash);
    }

    public static string FromHash(uint hash) => hash.ToString("X8");
}

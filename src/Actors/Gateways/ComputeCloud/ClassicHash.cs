namespace Actors.Gateways.ComputeCloud;

/// <summary>The 32-bit hash by which the protocol names objects.</summary>
internal static class ClassicHash
{
    /// <summary>
    /// Times 33 plus the next byte, taken as signed, from 5381 plus the salt. The first byte does not count: the original's loop stepped over
    /// it, and hashes must agree with clients and servers that were built on that.
    /// </summary>
    public static uint Of(string name, uint salt)
    {
        unchecked
        {
            var hash = 5381 + salt;
            for (var i = 1; i < name.Length; i++) hash = hash * 33 + (uint)(sbyte)name[i];
            return hash;
        }
    }
}

using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Actors.Futures.Library;
using Actors.Internal;
using Google.Protobuf;

namespace Actors.Futures.Internal;

/// <summary>Names values. A key that does not follow from its content has the client's name in it: what others call the same is something else.</summary>
internal sealed class FutureKeys(string client, IdSource ids)
{
    private const int MaxLength = 200;

    public string Of(FunctionName name, MethodInfo method, IEnumerable<ArgumentNode> arguments, FutureOptions options)
    {
        if (options.Key is { } own)
            return Own(own);
        if (!options.Pure)
            return $"{name.Method}-{client}-{IdBits.ToText(ids.Next())}";
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(FunctionNames.Text(name)));
        // A function that was changed and built again gives other values.
        hash.AppendData(method.Module.ModuleVersionId.ToByteArray());
        hash.AppendData(new ArgumentNodes { Nodes = { arguments } }.ToByteArray());
        return $"{name.Method}-{Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, IdBits.SizeBytes))}";
    }

    public string Own(string key)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        return key.Length <= MaxLength ? $"{client}/{key}" : throw new ActorsException(ErrorCodes.Invalid, $"the key of a future has at most {MaxLength} characters, not {key.Length}");
    }

    public string New(string what) => $"{what}-{client}-{IdBits.ToText(ids.Next())}";
}

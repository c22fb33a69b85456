namespace Actors.Services;

/// <summary>A called method threw: what it threw, as text, because its type need not exist here.</summary>
public sealed class RemoteException : Exception
{
    public RemoteException(string remoteType, string message, string? remoteStack = null, IReadOnlyList<string>? remoteCauses = null)
        : base(message)
    {
        ArgumentException.ThrowIfNullOrEmpty(remoteType);
        RemoteType = remoteType;
        RemoteStack = remoteStack ?? "";
        RemoteCauses = remoteCauses ?? [];
    }

    /// <summary>Always <see cref="ErrorCodes.Failed"/>.</summary>
    public string Code { get; } = ErrorCodes.Failed;

    /// <summary>The full name of the type that was thrown.</summary>
    public string RemoteType { get; }

    /// <summary>Where it was thrown, without the frames of this library; empty when not known.</summary>
    public string RemoteStack { get; }

    /// <summary>The inner exceptions, outermost first, each as <c>Type: message</c>.</summary>
    public IReadOnlyList<string> RemoteCauses { get; }

    public override string ToString()
    {
        var causes = string.Concat(RemoteCauses.Select(cause => $"\n ---> {cause}"));
        var stack = RemoteStack.Length == 0 ? "" : $"\n{RemoteStack}\n   --- End of remote stack ---";
        return $"{RemoteType}: {Message}{causes}{stack}\n{base.StackTrace}";
    }
}

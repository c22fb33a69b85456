namespace Actors.Services.Methods;

/// <summary>Tells an exception of a method as text.</summary>
internal static class RemoteFault
{
    /// <summary>In letters; what is longer helps nobody and would burden every node that it passes.</summary>
    private const int LongestMessage = 8 * 1024;
    private const int LongestStack = 16 * 1024;
    private const int MostCauses = 8;

    private const string Stub = "at InvokeStub_";

    /// <summary>Frames that begin so lie between the call and the method.</summary>
    private static readonly string[] OwnFrames =
    [
        "at System.Reflection.", Stub, "at System.RuntimeMethodHandle.", "at System.RuntimeType.", "at Actors.Services.Methods.",
        "at System.Runtime.CompilerServices.", "at System.Runtime.ExceptionServices.", "at System.Text.Json.",
    ];

    public static RemoteException Of(Exception thrown) =>
        new(NameOf(thrown), Cut(thrown.Message, LongestMessage), Stack(thrown), [.. Causes(thrown).Take(MostCauses)]);

    private static IEnumerable<string> Causes(Exception thrown)
    {
        var inner = thrown is AggregateException several ? several.InnerExceptions : (IEnumerable<Exception>)(thrown.InnerException is { } one ? [one] : []);
        foreach (var cause in inner)
        {
            yield return $"{NameOf(cause)}: {Cut(cause.Message, LongestMessage)}";
            foreach (var further in Causes(cause))
                yield return further;
        }
    }

    private static string Stack(Exception thrown)
    {
        var all = (thrown.StackTrace ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.TrimEnd('\r')).ToList();
        var lines = all.Where(IsOfMethod).DefaultIfEmpty(all.Find(line => line.Contains(Stub)) is { } stub ? NameIn(stub) : "");
        return Cut(string.Join('\n', lines), LongestStack);
    }

    /// <summary>A short method is compiled into the invoker's stub, whose frame is then all that tells of it: <c>InvokeStub_Class.Method(...)</c>.</summary>
    private static string NameIn(string stub)
    {
        var name = stub[(stub.IndexOf(Stub, StringComparison.Ordinal) + Stub.Length)..];
        return $"   at {name[..Math.Max(name.IndexOf('('), 0)]}()";
    }

    private static bool IsOfMethod(string line)
    {
        var frame = line.AsSpan().Trim();
        // A method without a class was emitted by the serializer or the invoker.
        return frame[..Math.Max(frame.IndexOf('('), 0)].Contains('.') && !StartsAsOwn(frame);
    }

    private static bool StartsAsOwn(ReadOnlySpan<char> frame)
    {
        foreach (var own in OwnFrames)
        {
            if (frame.StartsWith(own))
                return true;
        }

        return false;
    }

    private static string Cut(string text, int longest) => text.Length <= longest ? text : text[..longest] + "...";

    private static string NameOf(Exception thrown) => thrown.GetType().FullName ?? thrown.GetType().Name;
}

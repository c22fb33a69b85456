using Actors.Client;
using Actors.Dataflow.Data;
using Actors.Storage;

namespace Actors.Dataflow.Modules.Cloud;

/// <summary>Reads objects that have to fit into an event.</summary>
internal static class BoundedRead
{
    /// <exception cref="FlowException">It is larger (<see cref="FlowErrorKind.TooLarge"/>).</exception>
    public static async Task<object?> ReadAsync(ComputeCloud cloud, ObjectId id, int maxBytes, ContentForm form, CancellationToken cancel)
    {
        await using var content = await cloud.OpenAsync(id, cancel);
        using var all = new MemoryStream();
        var buffer = new byte[64 * 1024];
        while (await content.ReadAsync(buffer, cancel) is var count and > 0)
        {
            if (all.Length + count > maxBytes) throw new FlowException(FlowErrorKind.TooLarge, $"the object {id} has more than {maxBytes} bytes");
            all.Write(buffer, 0, count);
        }

        return FlowData.Convert(new ReadOnlyMemory<byte>(all.ToArray()), Enum.Parse<DataKind>(form.ToString()));
    }
}

/// <summary>What content is read as.</summary>
public enum ContentForm
{
    Text,
    Json,
    Xml,
    Bytes,
}

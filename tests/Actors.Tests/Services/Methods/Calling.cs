using System.Text;
using Actors.Services.Methods;
using Xunit;

namespace Actors.Tests.Services.Methods;

/// <summary>Helpers that say "call this by name with that JSON".</summary>
internal static class Calling
{
    public static async Task<string> CallAsync(this object instance, string method, string json = "", SizeLimits? limits = null, CancellationToken cancellation = default)
    {
        var invocation = MethodTable.Of(instance.GetType()).Bind(method, Arguments.Of(Encoding.UTF8.GetBytes(json)), limits);
        var result = await invocation.RunAsync(instance, cancellation);
        return Text(result.Value);
    }

    public static string Text(ReadOnlyMemory<byte> json) => Encoding.UTF8.GetString(json.Span);

    public static async Task<ActorsException> RefusalAsync(this object instance, string method, string json = "", SizeLimits? limits = null) =>
        await Assert.ThrowsAsync<ActorsException>(() => instance.CallAsync(method, json, limits));
}

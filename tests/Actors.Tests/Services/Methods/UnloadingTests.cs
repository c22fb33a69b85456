using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Actors.Services.Methods;
using Xunit;

namespace Actors.Tests.Services.Methods;

public class UnloadingTests
{
    /// <summary>Deployed assemblies come and go while the process lives: nothing here may keep one.</summary>
    [Fact]
    public async Task The_types_of_an_unloaded_assembly_are_forgotten()
    {
        var assembly = CallInContext();
        await Eventually.HoldsAsync(
            () =>
            {
                MeetNewTypes();
                GC.Collect();
                GC.WaitForPendingFinalizers();
                return !assembly.IsAlive;
            },
            () => "the assembly is still alive");
    }

    /// <summary>The serializer throws old types out of its own cache when it learns others, as it does with every further deployment.</summary>
    private static void MeetNewTypes() =>
        new JsonSerializerOptions { TypeInfoResolver = new DefaultJsonTypeInfoResolver() }.GetTypeInfo(typeof(Point));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference CallInContext()
    {
        var context = new AssemblyLoadContext("deployed", isCollectible: true);
        var type = context.LoadFromAssemblyPath(Assembly.GetExecutingAssembly().Location).GetType(typeof(Deployed).FullName!)!;
        Assert.NotEqual(typeof(Deployed), type);
        for (var i = 0; i < 5; i++)
        {
            var instance = InstanceMaker.Of(type).Make(Arguments.None);
            var run = MethodTable.Of(type).Bind("Move", Arguments.Of("""[{"x":1,"y":2}]"""u8.ToArray())).RunAsync(instance, default).AsTask();
            Assert.True(run.IsCompletedSuccessfully);
            Assert.Equal("""[{"x":2,"y":3}]""", Calling.Text(run.Result.Value));
        }

        var reference = new WeakReference(type.Assembly);
        context.Unload();
        return reference;
    }

    public sealed record Point(int X, int Y);

    public sealed class Deployed
    {
        public List<Point> Move(Point from) => [new Point(from.X + 1, from.Y + 1)];
    }
}

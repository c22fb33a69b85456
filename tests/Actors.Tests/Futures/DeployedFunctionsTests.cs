using System.Runtime.Loader;
using Actors.Futures;
using Actors.Futures.Library;
using Actors.Storage;
using Actors.Tests.Services;
using Google.Protobuf;
using Xunit;

namespace Actors.Tests.Futures;

/// <summary>Functions of assemblies that no worker has on its disk.</summary>
[Collection(ServicesGroup.Name)]
public sealed class DeployedFunctionsTests(ServicesFixture fixture) : IDisposable
{
    private static readonly FutureOptions Anew = new() { Pure = false };
    private readonly TemporaryFolder _folder = new();
    private readonly string _name = $"Sums{Guid.NewGuid():n}";

    private FuturesClient Futures => fixture.Outside.Futures;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Functions_of_an_assembly_that_is_deployed_are_computed_by_workers_that_never_had_it()
    {
        var assembly = EmittedFunctions.Write(_folder.Path, _name, 10);
        var add = EmittedFunctions.Add(assembly);
        Assert.Contains("DeployAsync", await RefusalAsync(add), StringComparison.Ordinal);

        await Futures.DeployAsync(assembly);

        Assert.Equal(Enumerable.Range(10, 20), await Futures.GatherAsync(Futures.Map(add, Enumerable.Range(0, 20))));
        // Other programs with this build need not deploy it.
        await Eventually.HoldsAsync(
            async () =>
            {
                using var theirs = fixture.Inside.Futures.Submit(add, 5, Anew);
                return (await fixture.Inside.Futures.GatherOutcomesAsync([theirs]))[0] is { IsValue: true, Value: 15 };
            },
            () => "others do not find it");
    }

    [Fact]
    public async Task Two_builds_of_one_assembly_live_side_by_side()
    {
        var (one, two) = (EmittedFunctions.Write(_folder.Path, _name, 1), EmittedFunctions.Write(_folder.Path, _name, 2));
        await Futures.DeployAsync(one);
        await Futures.DeployAsync(two);

        var ones = Futures.Map(EmittedFunctions.Add(one), Enumerable.Range(0, 8));
        var twos = Futures.Map(EmittedFunctions.Add(two), Enumerable.Range(0, 8));

        Assert.Equal(Enumerable.Range(1, 8), await Futures.GatherAsync(ones));
        Assert.Equal(Enumerable.Range(2, 8), await Futures.GatherAsync(twos));
    }

    [Fact]
    public async Task What_is_undeployed_is_unloaded_and_called_no_more()
    {
        var assembly = EmittedFunctions.Write(_folder.Path, _name, 3);
        var add = EmittedFunctions.Add(assembly);
        await Futures.DeployAsync(assembly);
        using (var four = Futures.Submit(add, 1))
            Assert.Equal(4, await four);
        Assert.True(IsLoaded());

        await Futures.UndeployAsync(assembly);

        await Eventually.HoldsAsync(
            () =>
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
                return !IsLoaded();
            },
            () => "it is still loaded");
        Assert.Contains("there is no function", await RefusalAsync(add), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_assembly_without_marked_functions_is_not_deployed_and_its_methods_are_not_called()
    {
        var unmarked = EmittedFunctions.Write(_folder.Path, _name, 1, isMarked: false);

        Assert.Contains("[Functions]", (await Assert.ThrowsAsync<ArgumentException>(() => Futures.DeployAsync(unmarked))).Message, StringComparison.Ordinal);
        Assert.Contains("[Functions]", Assert.Throws<ArgumentException>(() => Futures.Submit(EmittedFunctions.Add(unmarked), 1)).Message, StringComparison.Ordinal);
        Assert.Null(FunctionNames.FindIn(unmarked, new FunctionName { Type = "Sums", Method = "Add", Parameters = { "System.Int32" } }, out var whyNot));
        Assert.Contains("[Functions]", whyNot, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Sums", "Add", "System.Int64", "(System.Int32)")]
    [InlineData("Sums", "Subtract", "System.Int32", "no such public static method")]
    [InlineData("Products", "Add", "System.Int32", "no such public class")]
    public void What_a_deployed_assembly_lacks_is_told_in_one_sentence(string type, string method, string parameter, string why)
    {
        var assembly = EmittedFunctions.Write(_folder.Path, _name, 1);

        Assert.Null(FunctionNames.FindIn(assembly, new FunctionName { Type = type, Method = method, Parameters = { parameter } }, out var whyNot));

        Assert.Contains(why, whyNot, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_package_that_is_none_or_another_one_than_was_deployed_is_not_loaded()
    {
        var (mine, other) = (EmittedFunctions.Write(_folder.Path, _name, 1), EmittedFunctions.Write(_folder.Path, _name, 2));
        var (package, sha256) = await fixture.Outside.Services.UploadAsync(Path.GetDirectoryName(other.Location)!, default);

        await PutAsync(mine, new FunctionsDocument { File = _name + ".dll", Package = package, Sha256 = sha256 });
        Assert.Contains("not the build", await RefusalAsync(EmittedFunctions.Add(mine)), StringComparison.Ordinal);
        await PutAsync(mine, new FunctionsDocument { File = _name + ".dll", Package = package, Sha256 = ByteString.CopyFrom(new byte[32]) });
        Assert.Contains("SHA-256", await RefusalAsync(EmittedFunctions.Add(mine)), StringComparison.Ordinal);
    }

    private bool IsLoaded() => AssemblyLoadContext.All.Any(context => context.Name == _name + ".dll");

    private async Task PutAsync(System.Reflection.Assembly assembly, FunctionsDocument document)
    {
        using var content = new MemoryStream(document.ToByteArray());
        await fixture.Outside.Services.Store!.PutAsync(ObjectId.New(IdSource.System), FunctionBuild.Of(assembly).ObjectName, content, default);
    }

    private async Task<string> RefusalAsync(Func<int, int> function)
    {
        using var refused = Futures.Submit(function, 1, Anew);
        return (await Assert.ThrowsAsync<ActorsException>(() => refused.ResultAsync())).Message;
    }
}

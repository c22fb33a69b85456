using System.Runtime.Loader;
using Actors.Services;
using Actors.Services.Deployment;
using Actors.Services.Methods;
using Xunit;

namespace Actors.Tests.Services.Deployment;

public sealed class ServiceAssemblyTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_class_is_loaded_with_what_it_needs_from_beside_its_assembly()
    {
        var type = ServiceAssembly.Load(WriteTwo()).TypeOf("Shop.Prices");

        var prices = InstanceMaker.Of(type).Make();
        Assert.Equal("42", await Methods.Calling.CallAsync(prices, "Answer42"));
        Assert.Equal("7", await Methods.Calling.CallAsync(prices, "Answer7")); // inherited
    }

    [Fact]
    public void Two_loads_are_apart_and_share_the_product()
    {
        var file = typeof(ServiceAssemblyTests).Assembly.Location;
        var first = ServiceAssembly.Load(file).TypeOf(typeof(Calculator).FullName!);
        var second = ServiceAssembly.Load(file).TypeOf(typeof(Calculator).FullName!);

        Assert.Equal(3, new[] { typeof(Calculator), first, second }.Distinct().Count());
        var marker = first.GetMethod(nameof(Calculator.Repeatable))!.GetCustomAttributes(inherit: false).OfType<CallGuaranteeAttribute>();
        Assert.Single(marker); // of the very type that this test names
        Assert.Equal(AssemblyLoadContext.Default, AssemblyLoadContext.GetLoadContext(marker.Single().GetType().Assembly));
    }

    [Fact]
    public void A_collection_of_memory_does_not_end_a_context_that_is_in_use()
    {
        var assembly = ServiceAssembly.Load(WriteTwo(), isCollectible: true);

        GC.Collect();
        GC.WaitForPendingFinalizers();

        Assert.Equal("Shop.Prices", assembly.TypeOf("Shop.Prices").FullName); // loads what it inherits from
    }

    [Fact]
    public void A_short_name_is_enough_and_a_wrong_one_is_told_with_what_was_meant()
    {
        var assembly = ServiceAssembly.Load(WriteTwo());

        Assert.Equal("Shop.Prices", assembly.TypeOf("Prices").FullName);
        var failure = Assert.Throws<ActorsException>(() => assembly.TypeOf("Shop.Price"));
        Assert.Equal(ErrorCodes.Invalid, failure.Code);
        Assert.Contains("has no class 'Shop.Price'; did you mean 'Shop.Prices'? There are: Shop.Prices", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_version_is_the_assemblys() => Assert.Equal("1.2.3.0", ServiceAssembly.Load(WriteTwo()).Version);

    [Fact]
    public void A_class_whose_base_is_missing_says_which_assembly_it_needs()
    {
        var file = WriteTwo();
        File.Delete(At("Base.dll"));

        var failure = Assert.Throws<ActorsException>(() => ServiceAssembly.Load(file).TypeOf("Shop.Prices"));

        Assert.Equal(ErrorCodes.Invalid, failure.Code);
        Assert.Contains("has no class 'Shop.Prices' that can be loaded: ", failure.Message, StringComparison.Ordinal);
        Assert.Contains("'Base, Version=1.2.3.0", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("MZ and then nothing of an assembly")]
    [InlineData("#!/bin/sh\necho hello\n")]
    public void What_is_no_assembly_is_told_so(string content)
    {
        var file = At("X.dll");
        File.WriteAllText(file, content);

        var failure = Assert.Throws<ActorsException>(() => ServiceAssembly.Load(file));

        Assert.Equal((ErrorCodes.Invalid, $"'{file}' is no assembly of .NET; name the .dll that holds the class"), (failure.Code, failure.Message));
    }

    [Fact]
    public void A_native_library_is_told_to_be_no_assembly()
    {
        var library = Directory.EnumerateFiles(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "*System.Native.*").First(file => Path.GetExtension(file) is ".so" or ".dylib" or ".dll");
        var file = At("Native.dll");
        File.Copy(library, file);

        Assert.Contains("is no assembly of .NET", Assert.Throws<ActorsException>(() => ServiceAssembly.Load(file)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_class_for_another_framework_says_what_it_needs_of_it()
    {
        var framework = EmittedAssembly.Write(_folder.Path, "System.Web", "System.Web.Page", 1, "4.0.0.0");
        var context = new AssemblyLoadContext("looked at", isCollectible: true);
        using var bytes = new MemoryStream(File.ReadAllBytes(framework));
        var file = EmittedAssembly.Write(_folder.Path, "Site", "Site.Start", 2, "1.0.0.0", context.LoadFromStream(bytes).GetType("System.Web.Page"));
        File.Delete(framework); // it is the other framework's, and this one has none

        var failure = Assert.Throws<ActorsException>(() => ServiceAssembly.Load(file).TypeOf("Site.Start"));

        Assert.Equal(ErrorCodes.Invalid, failure.Code);
        Assert.Contains("'System.Web, Version=4.0.0.0", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_assembly_that_may_only_be_looked_at_says_so()
    {
        var builder = new System.Reflection.Emit.PersistedAssemblyBuilder(
            new System.Reflection.AssemblyName("Reference"), typeof(object).Assembly,
            [new System.Reflection.Emit.CustomAttributeBuilder(typeof(System.Runtime.CompilerServices.ReferenceAssemblyAttribute).GetConstructor([])!, [])]);
        builder.DefineDynamicModule("Reference");
        builder.Save(At("Reference.dll"));

        var failure = Assert.Throws<ActorsException>(() => ServiceAssembly.Load(At("Reference.dll")));

        Assert.Equal(ErrorCodes.Invalid, failure.Code);
        Assert.Contains("cannot be loaded: ", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Shop.Prices", null)]
    [InlineData("Prices", null)]
    [InlineData("Shop.Price", "has no class 'Shop.Price'; did you mean 'Shop.Prices'? There are: Shop.Prices")]
    [InlineData("", "has no class '")]
    public void Whether_a_class_is_there_is_told_without_loading_it(string name, string? problem)
    {
        var failure = Record.Exception(() => AssemblyLook.CheckHas(WriteTwo(), name));

        Assert.Equal(problem is null ? null : ErrorCodes.Invalid, (failure as ActorsException)?.Code);
        Assert.Contains(problem ?? "", failure?.Message ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public void An_assembly_cut_short_or_changed_in_any_byte_is_refused_or_loaded_and_nothing_else()
    {
        var whole = File.ReadAllBytes(WriteTwo());
        var random = new Random(4711);
        for (var round = 0; round < 200; round++)
        {
            var bytes = (byte[])whole.Clone();
            if (round % 2 == 0) bytes = bytes[..random.Next(bytes.Length)];
            else for (var i = 0; i < 8; i++) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            var file = At($"Changed{round}.dll");
            File.WriteAllBytes(file, bytes);
            var failure = Record.Exception(() => ServiceAssembly.Load(file).TypeOf("Shop.Prices"));
            Assert.True(failure is null or ActorsException { Code: ErrorCodes.Invalid }, $"round {round}: {failure}");
            failure = Record.Exception(() => AssemblyLook.CheckHas(file, "Shop.Prices"));
            Assert.True(failure is null or ActorsException { Code: ErrorCodes.Invalid }, $"round {round}: {failure}");
        }
    }

    [Fact]
    public void A_broken_list_of_dependencies_is_told()
    {
        var file = WriteTwo();
        File.WriteAllText(Path.ChangeExtension(file, ".deps.json"), "{ this is no JSON");

        var failure = Assert.Throws<ActorsException>(() => ServiceAssembly.Load(file));

        Assert.Equal(ErrorCodes.Invalid, failure.Code);
        Assert.Contains("cannot be loaded", failure.Message, StringComparison.Ordinal);
    }

    private string At(string name) => Path.Combine(_folder.Path, name);

    private string WriteTwo() => EmittedAssembly.WriteTwo(_folder.Path);
}

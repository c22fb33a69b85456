using Actors.Futures;
using Actors.Futures.Library;
using Actors.Services.Methods;
using Xunit;

namespace Actors.Tests.Futures;

/// <summary>What can be called as a future, and what cannot, whoever asks.</summary>
public sealed class FunctionsTests
{
    private readonly SharedFunctions _functions = new([]);

    [Fact]
    public async Task A_marked_function_is_found_by_its_name_and_the_types_of_its_parameters()
    {
        var name = FunctionNames.Of(Words.Add);

        var result = await _functions.Find(name, out _)!.Group.Bind(new Arguments("[1,2]"u8.ToArray()), SizeLimits.Default).RunAsync(null, default);

        Assert.Equal("3"u8.ToArray(), result.Value.ToArray());
        name.Parameters[0] = "System.Int64";
        Assert.Null(_functions.Find(name, out var whyNot));
        Assert.Contains("(System.Int32, System.Int32)", whyNot, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("System.Private.CoreLib", "System.IO.File", "Delete", "System.String")]
    [InlineData("System.Private.CoreLib", "System.Environment", "Exit", "System.Int32")]
    [InlineData("Actors.Tests", "Actors.Tests.Futures.Unmarked", "Increase", "System.Int32")]
    [InlineData("Actors.Tests", "Actors.Tests.Futures.Words", "Hidden", "System.Int32")]
    [InlineData("Actors.Tests", "Actors.Tests.Futures.Words", "get_Runs", null)]
    [InlineData("Actors.Tests", "System.IO.File, System.Private.CoreLib", "Delete", "System.String")]
    [InlineData("Actors.Tests", "System.Collections.Generic.List`1[[System.IO.File, System.Private.CoreLib]]", "Delete", "System.String")]
    [InlineData("Actors.JobHost", "Program", "Main", null)]
    [InlineData("", "", "", null)]
    public void Nothing_but_marked_functions_can_be_called(string assembly, string type, string method, string? parameter)
    {
        var name = new FunctionName { Assembly = assembly, Type = type, Method = method };
        if (parameter is not null)
            name.Parameters.Add(parameter);

        Assert.Null(_functions.Find(name, out var whyNot));
        Assert.NotEmpty(whyNot);
    }

    [Fact]
    public void The_program_is_told_at_once_why_a_function_cannot_travel()
    {
        var captured = 1;

        Assert.Contains("lambda", Why((Func<int, int>)(number => number + captured)), StringComparison.Ordinal);
        Assert.Contains("public static", Why((Func<string>)captured.ToString), StringComparison.Ordinal);
        Assert.Contains("[Functions]", Why(Unmarked.Increase), StringComparison.Ordinal);
        Assert.Contains("public static", Why(Words.Hidden), StringComparison.Ordinal);
    }

    [Fact]
    public void An_assembly_that_is_listed_and_not_there_is_a_wrong_setting()
    {
        var failure = Assert.Throws<ActorsException>(() => new SharedFunctions(["No.Such.Assembly"]));

        Assert.Contains("actors.futures.assemblies", failure.Message, StringComparison.Ordinal);
    }

    private static string Why(Delegate function) => Assert.Throws<ArgumentException>(() => FunctionNames.Of(function)).Message;
}

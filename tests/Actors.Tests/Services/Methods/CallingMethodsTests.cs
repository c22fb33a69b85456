using Actors.Services.Methods;
using Xunit;

namespace Actors.Tests.Services.Methods;

public class CallingMethodsTests
{
    [Theory]
    [InlineData("Add", "[6, 8]", "14")]
    [InlineData("add", "[6, 8]", "14")]
    [InlineData("Add", """{"b": 8, "a": 6}""", "14")]
    [InlineData("Add", """{"B": 8, "A": 6}""", "14")]
    [InlineData("Sum", "[]", "0")]
    [InlineData("Sum", "[1, 2, 3]", "6")]
    [InlineData("Sum", "[[1, 2, 3]]", "6")]
    [InlineData("Sum", """{"numbers": [1, 2]}""", "3")]
    [InlineData("Twice", "[4]", "8")]
    [InlineData("TwiceAsync", "[4]", "8")]
    [InlineData("Slow", "[4]", "16")]
    [InlineData("Greet", """["Ann"]""", "\"Hello, Ann\"")]
    [InlineData("Greet", """["Ann", "Bye"]""", "\"Bye, Ann\"")]
    [InlineData("Greet", """{"name": "Ann", "greeting": "Bye"}""", "\"Bye, Ann\"")]
    [InlineData("Nothing", "", "null")]
    [InlineData("Nothing", "null", "null")]
    [InlineData("NothingAsync", "[]", "null")]
    [InlineData("NothingSoon", "[]", "null")]
    public async Task A_method_is_called_by_name_with_JSON(string method, string arguments, string result) =>
        Assert.Equal(result, await new Calculator().CallAsync(method, arguments));

    [Fact]
    public async Task Positional_arguments_come_before_named_ones()
    {
        var arguments = new Arguments("[6]"u8.ToArray(), """{"b": 8}"""u8.ToArray());
        var result = await MethodTable.Of(typeof(Calculator)).Bind("Add", arguments).RunAsync(new Calculator(), default);
        Assert.Equal("14", Calling.Text(result.Value));
    }

    private sealed class Calculator
    {
        private int _done;

        public int Done => _done;

        public int Add(int a, int b) => a + b;

        public int Sum(params int[] numbers) => numbers.Sum() + _done;

        public Task<int> TwiceAsync(int number) => Task.FromResult(number * 2);

        public async ValueTask<int> Slow(int number, CancellationToken cancellation)
        {
            await Task.Yield();
            cancellation.ThrowIfCancellationRequested();
            return number * number;
        }

        public string Greet(string name, string greeting = "Hello") => $"{greeting}, {name}{(_done == 0 ? "" : "!")}";

        public void Nothing() => _done++;

        public Task NothingAsync() => Task.FromResult(_done++);

        public async ValueTask NothingSoon()
        {
            await Task.Yield();
            _done++;
        }
    }
}

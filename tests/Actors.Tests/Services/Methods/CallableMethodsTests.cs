using Actors.Services;
using Actors.Services.Methods;
using Xunit;

namespace Actors.Tests.Services.Methods;

public class CallableMethodsTests
{
    private static IEnumerable<string> Callable(Type type) => MethodTable.Of(type).Methods.Where(method => method.NotCallable == null).Select(method => method.ToString());

    [Fact]
    public void Public_methods_are_callable_inherited_ones_included() =>
        Assert.Equal(["Derived()", "Hidden(int number)", "Inherited()", "Virtual()"], Callable(typeof(Child)));

    [Fact]
    public async Task Of_methods_that_hide_or_override_others_the_last_is_called()
    {
        Assert.Equal("\"child 1\"", await new Child().CallAsync("Hidden", "[1]"));
        Assert.Equal("\"child\"", await new Child().CallAsync("Virtual"));
    }

    [Fact]
    public void What_a_record_is_given_by_the_compiler_is_not_callable() => Assert.Equal(["Twice()"], Callable(typeof(Amount)));

    [Fact]
    public void A_hidden_method_is_not_even_listed() => Assert.DoesNotContain(MethodTable.Of(typeof(Odd)).Methods, method => method.Name == "Hidden");

    [Fact]
    public void Nobody_ends_a_service_by_calling_Dispose() => Assert.Equal(["Dispose(string what)"], Callable(typeof(Disposable)));

    [Fact]
    public void A_static_class_has_its_static_methods() => Assert.Equal(["Square(int number)"], Callable(typeof(Functions)));

    [Fact]
    public async Task A_static_method_needs_no_instance()
    {
        var result = await MethodTable.Of(typeof(Functions)).Bind("Square", new Arguments("[7]"u8.ToArray())).RunAsync(null, default);
        Assert.Equal("49", Calling.Text(result.Value));
    }

    [Fact]
    public void Static_methods_of_other_classes_are_a_table_of_their_own()
    {
        Assert.DoesNotContain(MethodTable.Of(typeof(Odd)).Methods, method => method.Name == "Make");
        Assert.Equal(["Make()"], MethodTable.OfStatic(typeof(Odd)).Methods.Select(method => method.ToString()));
    }

    [Fact]
    public void An_interface_has_the_methods_of_those_it_extends() => Assert.Equal(["Add(int a, int b)", "Name()"], Callable(typeof(INamedMath)));

    [Theory]
    [InlineData("Generic", "it is generic")]
    [InlineData("ByReference", "its parameter 'number' is passed by reference")]
    [InlineData("Out", "its parameter 'number' is passed by reference")]
    [InlineData("Span", "its parameter 'text' is a pointer or a span")]
    [InlineData("Delegate", "its parameter 'action' (Action) cannot be made from JSON")]
    [InlineData("Stream", "its parameter 'stream' (Stream) cannot be made from JSON")]
    [InlineData("Task", "its parameter 'task' (Task<int>) cannot be made from JSON")]
    [InlineData("Items", "its parameter 'items' (IAsyncEnumerable<int>) cannot be made from JSON")]
    [InlineData("ReturnsSpan", "it returns a reference, a pointer or a span")]
    public void What_JSON_cannot_call_is_listed_with_the_reason(string method, string reason)
    {
        Assert.Equal(reason, MethodTable.Of(typeof(Odd)).Methods.Single(known => known.Name == method).NotCallable);
        var refusal = Assert.Throws<ActorsException>(() => MethodTable.Of(typeof(Odd)).Bind(method, Arguments.None));
        Assert.Equal((ErrorCodes.NoSuchMethod, $"method '{method}' cannot be called: {reason}"), (refusal.Code, refusal.Message));
    }

    [Fact]
    public void An_open_generic_type_is_refused() =>
        Assert.Equal(ErrorCodes.Invalid, Assert.Throws<ActorsException>(() => MethodTable.Of(typeof(List<>))).Code);

    [Theory]
    [InlineData("Ad", "there is no method 'Ad'; did you mean 'Add'? There are: Add, Subtract, SumAsync")]
    [InlineData("Multiply", "there is no method 'Multiply'; there are: Add, Subtract, SumAsync")]
    [InlineData("ToString", "there is no method 'ToString'; there are: Add, Subtract, SumAsync")]
    [InlineData("get_Total", "there is no method 'get_Total'; there are: Add, Subtract, SumAsync")]
    [InlineData("", "there is no method ''; there are: Add, Subtract, SumAsync")]
    [InlineData("a\nb", "there is no method 'a b'; there are: Add, Subtract, SumAsync")]
    public void An_unknown_method_is_told_which_there_are(string method, string message)
    {
        var refusal = Assert.Throws<ActorsException>(() => MethodTable.Of(typeof(Sums)).Bind(method, Arguments.None));
        Assert.Equal((ErrorCodes.NoSuchMethod, message), (refusal.Code, refusal.Message));
    }

    [Fact]
    public void A_very_long_name_is_refused_with_a_short_message()
    {
        var refusal = Assert.Throws<ActorsException>(() => MethodTable.Of(typeof(Sums)).Bind(new string('x', 1_000_000), Arguments.None));
        Assert.InRange(refusal.Message.Length, 1, 200);
    }

    [Fact]
    public void Names_that_differ_by_case_only_must_be_given_exactly()
    {
        var table = MethodTable.Of(typeof(Cases));
        Assert.Equal("ADD", table.Bind("ADD", Arguments.None).Method.Name);
        Assert.Contains("ADD, Add", Assert.Throws<ActorsException>(() => table.Bind("add", Arguments.None)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_method_is_described_in_words_of_JSON()
    {
        var methods = MethodTable.Of(typeof(Described)).Methods.ToDictionary(method => method.Name);
        var draw = methods["Draw"];
        Assert.Equal("Draw(Point at, Red|Green color = \"Red\", int? width = null, string ...tags)", draw.ToString());
        Assert.Equal("map<(int, string)[]>", draw.Result);
        Assert.True(methods["Watch"].Streams);
        Assert.Equal("Point", methods["Watch"].Result);
        Assert.Equal("void", methods["Clear"].Result);
        Assert.Equal("void", methods["Clean"].Result);
    }

    [Fact]
    public void What_attributes_declare_is_part_of_the_description()
    {
        var methods = MethodTable.Of(typeof(Declared)).Methods.ToDictionary(method => method.Name);
        Assert.Equal(Guarantee.AtLeastOnce, methods["Read"].Guarantee);
        Assert.Equal(TimeSpan.FromSeconds(10), methods["Read"].Timeout);
        Assert.Equal([new LimitDescription(4, 0, null)], methods["Read"].Limits);

        Assert.Equal(Guarantee.AtMostOnce, methods["Write"].Guarantee);
        Assert.Equal(TimeSpan.FromMilliseconds(500), methods["Write"].Timeout);
        Assert.Equal([new LimitDescription(1, 2.5, "user")], methods["Write"].Limits);
    }

    [Fact]
    public void A_class_declares_nothing_by_default()
    {
        var add = MethodTable.Of(typeof(Sums)).Methods[0];
        Assert.Equal((Guarantee.AtMostOnce, null), (add.Guarantee, add.Timeout));
        Assert.Empty(add.Limits);
    }

    [Theory]
    [InlineData(typeof(WrongKey), "WrongKey.Run: [CallLimit] has the Key \"user\", which is none of its parameters")]
    [InlineData(typeof(WrongLimit), "WrongLimit.Run: [CallLimit] needs a MaxRunning or a MaxPerSecond above zero")]
    [InlineData(typeof(WrongTime), "WrongTime.Run: [CallTimeout(\"soon\")] is not a time above zero as \"10s\" or \"500ms\" is")]
    [InlineData(typeof(NoTime), "NoTime.Run: [CallTimeout(\"0s\")] is not a time above zero as \"10s\" or \"500ms\" is")]
    public void A_declaration_that_makes_no_sense_is_refused_with_the_table(Type type, string message)
    {
        var refusal = Assert.Throws<ActorsException>(() => MethodTable.Of(type));
        Assert.Equal((ErrorCodes.Invalid, message), (refusal.Code, refusal.Message));
    }

    private class Parent
    {
        public string Inherited() => "parent";

        public virtual string Virtual() => "parent";

        public string Hidden(int number) => $"parent {number}";
    }

    private sealed class Child : Parent
    {
        public event Action? Happened;

        public int Property { get; set; }

        public int this[int index] => index;

        public void Derived() => Happened?.Invoke();

        public override string Virtual() => "child";

        public new string Hidden(int number) => $"child {number}";

        public override string ToString() => "child";

        public static Child operator +(Child left, Child right) => left;
    }

    private sealed record Amount(int Value)
    {
        public int Twice() => Value * 2;
    }

    private sealed class Odd
    {
        public static Odd Make() => new();

        [NotCallable]
        public void Hidden()
        {
        }

        public T Generic<T>(T value) => value;

        public void ByReference(ref int number) => number++;

        public void Out(out int number) => number = 1;

        public int Span(ReadOnlySpan<char> text) => text.Length;

        public void Delegate(Action action) => action();

        public long Stream(Stream stream) => stream.Length;

        public Task<int> Task(Task<int> task) => task;

        public IAsyncEnumerable<int> Items(IAsyncEnumerable<int> items) => items;

        public ReadOnlySpan<char> ReturnsSpan() => "";
    }

    private sealed class Disposable : IDisposable, IAsyncDisposable
    {
        public void Dispose()
        {
        }

        public string Dispose(string what) => what;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    private static class Functions
    {
        public static int Square(int number) => number * number;
    }

    private interface INamed
    {
        string Name();
    }

    private interface INamedMath : INamed
    {
        int Add(int a, int b);
    }

    private sealed class Sums
    {
        public int Total { get; set; }

        public int Add(int a, int b) => a + b;

        public int Subtract(int a, int b) => a - b;

        public Task<int> SumAsync(int[] numbers) => Task.FromResult(numbers.Sum());
    }

    private sealed class Cases
    {
        public void Add()
        {
        }

        public void ADD()
        {
        }
    }

    private enum Color
    {
        Red,
        Green,
    }

    private sealed record Point(int X, int Y);

    private sealed class Described
    {
        public Task<Dictionary<string, List<(int Count, string Name)>>> Draw(Point at, Color color = Color.Red, int? width = null, params string[] tags) =>
            throw new NotSupportedException($"{at}{color}{width}{tags.Length}");

        public Task<IAsyncEnumerable<Point>> Watch(CancellationToken cancellation) => throw new NotSupportedException($"{cancellation}");

        public Task Clear() => Task.CompletedTask;

        public void Clean()
        {
        }
    }

    [CallGuarantee(Guarantee.AtLeastOnce)]
    [CallTimeout("10s")]
    [CallLimit(MaxRunning = 4)]
    private sealed class Declared
    {
        public int Read() => 1;

        [CallGuarantee(Guarantee.AtMostOnce)]
        [CallTimeout("500ms")]
        [CallLimit(MaxRunning = 1, MaxPerSecond = 2.5, Key = "user")]
        public string Write(string user) => user;
    }

    private sealed class WrongKey
    {
        [CallLimit(MaxRunning = 1, Key = "user")]
        public string Run(string customer) => customer;
    }

    private sealed class WrongLimit
    {
        [CallLimit]
        public string Run(string customer) => customer;
    }

    private sealed class WrongTime
    {
        [CallTimeout("soon")]
        public string Run(string customer) => customer;
    }

    private sealed class NoTime
    {
        [CallTimeout("0s")]
        public string Run(string customer) => customer;
    }
}

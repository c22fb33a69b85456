using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Actors.Services.Methods;
using Xunit;

namespace Actors.Tests.Services.Methods;

public class BadArgumentsTests
{
    private static ActorsException Refusal(string method, byte[] json, SizeLimits? limits = null) =>
        Assert.Throws<ActorsException>(() => MethodTable.Of(typeof(Service)).Bind(method, Arguments.Of(json), limits));

    private static ActorsException Refusal(string method, string json, SizeLimits? limits = null) => Refusal(method, Encoding.UTF8.GetBytes(json), limits);

    [Theory]
    // How many
    [InlineData("Add", "", "argument 'a' (int) of Add(int a, int b) is missing")]
    [InlineData("Add", "[1]", "argument 'b' (int) of Add(int a, int b) is missing")]
    [InlineData("Add", "[1, 2, 3]", "Add(int a, int b) takes 2 arguments, and 3 are given")]
    [InlineData("Nothing", "[1]", "Nothing() takes no arguments, and 1 are given")]
    [InlineData("Wait", "[1, 2]", "Wait(int seconds) takes one argument, and 2 are given")]
    // By name
    [InlineData("Add", """{"a": 1, "c": 2}""", "Add(int a, int b) has no parameter 'c'; did you mean 'a'?")]
    [InlineData("Add", """{"a": 1, "other": 2}""", "Add(int a, int b) has no parameter 'other'")]
    [InlineData("Add", """{"a": 1, "a": 2}""", "argument 'a' is given twice")]
    [InlineData("Add", """{"a": 1, "A": 2}""", "argument 'a' of Add(int a, int b) is given twice")]
    [InlineData("Wait", """{"seconds": 1, "cancellation": null}""", "Wait(int seconds) has no parameter 'cancellation'")]
    // Kinds and values
    [InlineData("Add", """[1, "six"]""", "argument 'b' of Add(int a, int b) must be int, not the string \"six\"")]
    [InlineData("Add", """[1, "6"]""", "argument 'b' of Add(int a, int b) must be int, not the string \"6\"")]
    [InlineData("Add", "[1, 6.5]", "argument 'b' of Add(int a, int b) must be int, not the number 6.5")]
    [InlineData("Add", "[1, 3000000000]", "argument 'b' of Add(int a, int b) must be int, not the number 3000000000 (from -2147483648 to 2147483647)")]
    [InlineData("Add", "[1, 3e9]", "argument 'b' of Add(int a, int b) must be int, not the number 3e9 (from -2147483648 to 2147483647)")]
    [InlineData("Add", "[1, 1.00000000000000000000000000000000000001]", "argument 'b' of Add(int a, int b) must be int, not the number 1.00000000000000000000000000000000000001")]
    [InlineData("Add", "[1, null]", "argument 'b' of Add(int a, int b) must be int, not null")]
    [InlineData("Add", "[1, true]", "argument 'b' of Add(int a, int b) must be int, not the boolean true")]
    [InlineData("Add", "[1, {\"x\": [1, 2]}]", "argument 'b' of Add(int a, int b) must be int, not the object {\"x\": [1, 2]}")]
    [InlineData("Shout", "[5]", "argument 'text' of Shout(string text) must be string, not the number 5")]
    [InlineData("Shout", "[null]", "argument 'text' of Shout(string text) must be string, not null")]
    [InlineData("Shout", "[[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20]]",
        "argument 'text' of Shout(string text) must be string, not the array [1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,...")]
    [InlineData("Sum", "[1, \"x\"]", "argument 'numbers' of Sum(int ...numbers) must be int, not the string \"x\"")]
    [InlineData("Sum", "[[1, \"x\"]]", "argument 'numbers' of Sum(int ...numbers) must be int[], not the array [1, \"x\"] at $[1]")]
    [InlineData("Paint", "[\"Blue\"]", "argument 'color' of Paint(Red|Green color) must be Red|Green, not the string \"Blue\"")]
    [InlineData("Bytes", "[\"&&&\"]", "argument 'bytes' of Bytes(base64 bytes) must be base64, not the string \"&&&\"")]
    [InlineData("Find", "[\"1234\"]", "argument 'id' of Find(guid id) must be guid, not the string \"1234\"")]
    // Inside of values
    [InlineData("Move", "[{\"x\": 1}]", "argument 'to' of Move(Point to) must be Point, not the object {\"x\": 1} (without 'y')")]
    [InlineData("Move", "[{\"x\": 1, \"y\": \"2\"}]", "argument 'to' of Move(Point to) must be Point, not the object {\"x\": 1, \"y\": \"2\"} at $.y")]
    [InlineData("Move", "[{\"x\": 1, \"y\": 2, \"x\": 3}]", "argument 'to' of Move(Point to) must be Point, not the object {\"x\": 1, \"y\": 2, \"x\": 3} (with 'x' twice) at $.x")]
    [InlineData("Name", "[{\"first\": null}]", "argument 'name' of Name(FullName name) must be FullName, not the object {\"first\": null} at $.first")]
    [InlineData("Reserve", "[{\"from\": 5, \"to\": 4}]", "argument 'range' of Reserve(Range range) must be Range, not the object {\"from\": 5, \"to\": 4} (from is after to)")]
    [InlineData("Pair", "[[1]]", "argument 'pair' of Pair((int, string) pair) must be (int, string), not the array [1]")]
    [InlineData("Pair", "[[1, \"a\", 2]]", "argument 'pair' of Pair((int, string) pair) must be (int, string), not the array [1, \"a\", 2]")]
    [InlineData("Map", "[{\"a\": 1, \"a\": 2}]", "argument 'map' of Map(map<int> map) must be map<int>, not the object {\"a\": 1, \"a\": 2} (with a key twice) at $.a")]
    [InlineData("Element", "[{\"a\": {\"b\": 1, \"b\": 2}}]", "argument 'json' of Element(any json) must be any, not the object {\"a\": {\"b\": 1, \"b\": 2}} (with 'b' twice)")]
    [InlineData("Node", "[{\"a\": {\"b\": 1, \"b\": 2}}]", "argument 'json' of Node(any json) must be any, not the object {\"a\": {\"b\": 1, \"b\": 2}} (with 'b' twice)")]
    [InlineData("Anything", "[{\"a\": {\"b\": 1, \"b\": 2}}]", "argument 'value' of Anything(any value) must be any, not the object {\"a\": {\"b\": 1, \"b\": 2}} (with 'b' twice)")]
    // No JSON
    [InlineData("Add", "6", "arguments are a JSON array or a JSON object, not 6")]
    [InlineData("Add", "[1, 2", "the arguments are not good JSON: byte 5")]
    [InlineData("Add", "[1, 2] 3", "the arguments are not good JSON: byte 7")]
    [InlineData("Add", "[1, 2,]", "the arguments are not good JSON: byte 6")]
    [InlineData("Add", "[1, /* two */ 2]", "the arguments are not good JSON: byte 4")]
    [InlineData("Add", "[1,\n tru]", "the arguments are not good JSON: line 2, byte 4")]
    [InlineData("Add", """{"a": 1, "b"}""", "the arguments are not good JSON: byte 12")]
    public void Bad_arguments_are_refused_before_the_method_runs(string method, string json, string message)
    {
        var refusal = Refusal(method, json);
        Assert.Equal(message, refusal.Message);
        Assert.Equal(ErrorCodes.BadArguments, refusal.Code);
    }

    [Fact]
    public void Text_that_is_not_UTF8_is_refused()
    {
        Assert.Equal(ErrorCodes.BadArguments, Refusal("Shout", [.. "[\""u8, 0xff, 0xfe, .. "\"]"u8]).Code);
        Assert.Equal(ErrorCodes.BadArguments, Refusal("Shout", [.. "{\""u8, 0xff, 0xfe, .. "\": 1}"u8]).Code);
    }

    [Theory]
    [InlineData("Element", 63, true)]
    [InlineData("Element", 64, false)]
    [InlineData("Node", 64, false)]
    [InlineData("Anything", 64, false)]
    [InlineData("Element", 400_000, false)]
    public void Arguments_are_at_most_64_levels_deep(string method, int depth, bool fits)
    {
        var json = "[" + new string('[', depth) + new string(']', depth) + "]";
        if (fits)
            MethodTable.Of(typeof(Service)).Bind(method, Arguments.Of(Encoding.UTF8.GetBytes(json)));
        else
            Assert.Equal((ErrorCodes.BadArguments, "the arguments are not good JSON: deeper than 64 levels"), (Refusal(method, json).Code, Refusal(method, json).Message));
    }

    [Fact]
    public void Arguments_beyond_the_limit_are_refused_unread()
    {
        var refusal = Refusal("Shout", "[\"not even JSON", new SizeLimits(ArgumentBytes: 10));
        Assert.Equal((ErrorCodes.TooLarge, "the arguments have 15 bytes; the limit is 10"), (refusal.Code, refusal.Message));
    }

    [Fact]
    public void Positional_and_named_arguments_count_together()
    {
        var table = MethodTable.Of(typeof(Service));
        var arguments = new Arguments("[1]"u8.ToArray(), """{"b":2}"""u8.ToArray());
        table.Bind("Add", arguments, new SizeLimits(ArgumentBytes: 10));
        Assert.Equal(ErrorCodes.TooLarge, Assert.Throws<ActorsException>(() => table.Bind("Add", arguments, new SizeLimits(ArgumentBytes: 9))).Code);
    }

    [Fact]
    public void An_argument_given_by_place_and_by_name_is_given_twice()
    {
        var arguments = new Arguments("[1, 2]"u8.ToArray(), """{"b":2}"""u8.ToArray());
        var refusal = Assert.Throws<ActorsException>(() => MethodTable.Of(typeof(Service)).Bind("Add", arguments));
        Assert.Equal("argument 'b' of Add(int a, int b) is given twice", refusal.Message);
    }

    [Fact]
    public void A_long_argument_is_shortened_in_the_message()
    {
        var refusal = Refusal("Add", $"[1, \"{new string('x', 100_000)}\"]");
        Assert.InRange(refusal.Message.Length, 1, 150);
    }

    [Fact]
    public void A_type_named_in_the_JSON_is_never_made()
    {
        var result = MethodTable.Of(typeof(Service)).Bind("Anything", Arguments.Of("""[{"$type": "System.IO.FileInfo, mscorlib", "fileName": "x"}]"""u8.ToArray()));
        Assert.IsType<JsonElement>(result.Argument("value"));
    }

    private enum Color
    {
        Red,
        Green,
    }

    private sealed record Point(int X, int Y);

    private sealed record FullName(string First, string? Last = null);

    private sealed record Range
    {
        public Range(int from, int to)
        {
            if (from > to)
                throw new ArgumentException("from is after to");
            (From, To) = (from, to);
        }

        public int From { get; }

        public int To { get; }
    }

    private sealed class Service
    {
        public int Add(int a, int b) => a + b;

        public void Nothing()
        {
        }

        public Task Wait(int seconds, CancellationToken cancellation) => Task.FromCanceled(cancellation.IsCancellationRequested ? cancellation : new CancellationToken(seconds > 0));

        public string Shout(string text) => text + "!";

        public int Sum(params int[] numbers) => numbers.Sum();

        public Color Paint(Color color) => color;

        public int Bytes(ReadOnlyMemory<byte> bytes) => bytes.Length;

        public Guid Find(Guid id) => id;

        public Point Move(Point to) => to;

        public FullName Name(FullName name) => name;

        public Range Reserve(Range range) => range;

        public (int Number, string Text) Pair((int Number, string Text) pair) => pair;

        public int Map(Dictionary<string, int> map) => map.Count;

        public JsonElement Element(JsonElement json) => json;

        public JsonNode? Node(JsonNode? json) => json;

        public object Anything(object value) => value;
    }
}

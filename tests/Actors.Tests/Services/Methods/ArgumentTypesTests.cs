using System.Text.Json;
using System.Text.Json.Nodes;
using Actors.Services.Methods;
using FsCheck.Fluent;
using Xunit;

namespace Actors.Tests.Services.Methods;

public class ArgumentTypesTests
{
    [Theory]
    [InlineData("Byte", "255")]
    [InlineData("Long", "-9223372036854775808")]
    [InlineData("Decimal", "79228162514264337593543950335")]
    [InlineData("Double", "1.7976931348623157E+308")]
    [InlineData("Double", "\"-Infinity\"")]
    [InlineData("Bool", "true")]
    [InlineData("Char", "\"ß\"")]
    [InlineData("Text", "\"\"")]
    [InlineData("Maybe", "null")]
    [InlineData("Maybe", "5")]
    [InlineData("MaybeText", "null")]
    [InlineData("Oblivious", "null")]
    [InlineData("Day", "\"Friday\"")]
    [InlineData("Flags", "\"Read, Write\"")]
    [InlineData("Id", "\"6f9619ff-8b86-d011-b42d-00cf4fc964ff\"")]
    [InlineData("Time", "\"2024-02-29T12:00:00.5+02:00\"")]
    [InlineData("Span", "\"1.02:03:04\"")]
    [InlineData("Bytes", "\"AQID\"")]
    [InlineData("Memory", "\"AQID\"")]
    [InlineData("Uri", "\"https://example.org/a?b=c\"")]
    [InlineData("Nested", "[[1,2],[],[3]]")]
    [InlineData("Map", """{"A":{"x":1,"y":2},"a":null}""")]
    [InlineData("ByNumber", """{"1":"a","2":"b"}""")]
    [InlineData("Set", "[1,2]")]
    [InlineData("Tuple", """[1,["a",null],{"x":1,"y":2}]""")]
    [InlineData("Long8", "[1,2,3,4,5,6,7,8]")]
    [InlineData("Reference", """[1,"a"]""")]
    [InlineData("Struct", """{"x":1.5,"y":-2}""")]
    [InlineData("Poco", """{"name":"a","size":1}""")]
    [InlineData("Element", """{"a":[1,null,{"b":"c"}],"A":1}""")]
    [InlineData("Element", "null")]
    [InlineData("Node", """{"a":[1,null,{"b":"c"}],"A":1}""")]
    [InlineData("Node", "null")]
    [InlineData("JObject", """{"a":1,"A":2}""")]
    [InlineData("JArray", "[1,2]")]
    [InlineData("Any", "\"text\"")]
    [InlineData("Any", "null")]
    public async Task An_argument_comes_back_as_it_was_given(string method, string json)
    {
        Assert.Equal(json, await new Echo().CallAsync(method, $"[{json}]"));
        Assert.Equal(json, await new Echo().CallAsync(method, $$"""{"value": {{json}}}"""));
    }

    [Theory]
    [InlineData("Poco", """{"SIZE": 1, "name": "a", "unknown": [1]}""", """{"name":"a","size":1}""")]
    [InlineData("Day", "\"friday\"", "\"Friday\"")]
    [InlineData("Day", "5", "\"Friday\"")]
    [InlineData("Double", "1e3", "1000")]
    [InlineData("Byte", "6.0", "6")]
    [InlineData("Long", "-6.00", "-6")]
    [InlineData("Long", "12e2", "1200")]
    [InlineData("Maybe", "6.0", "6")]
    public async Task Names_are_read_in_any_case_and_unknown_members_are_passed_over(string method, string json, string echo) =>
        Assert.Equal(echo, await new Echo().CallAsync(method, $"[{json}]"));

    [Fact]
    public void Random_arguments_arrive_as_they_were_sent()
    {
        var numbers = Gen.Choose(int.MinValue, int.MaxValue);
        var texts = ArbMap.Default.GeneratorFor<string>().Where(text => text == null || !text.Any(char.IsSurrogate));
        var orders = from id in numbers
                     from price in Gen.Choose(-1_000_000, 1_000_000).Select(cents => cents / 100m)
                     from note in texts
                     from tags in texts.Where(text => text != null).ListOf(3)
                     from when in Gen.Choose(0, int.MaxValue).Select(seconds => DateTimeOffset.UnixEpoch.AddSeconds(seconds))
                     from day in Gen.Elements(Enum.GetValues<DayOfWeek>())
                     select new Order(id, price, note, [.. tags], when, day);
        var cases = from order in orders
                    from parts in orders.ArrayOf()
                    from weight in ArbMap.Default.GeneratorFor<double>()
                    from named in Gen.Choose(0, 3)
                    select (order, parts, weight, named);
        Property.Holds(cases, sent =>
        {
            (string Name, object Value)[] all = [("order", sent.order), ("parts", sent.parts), ("weight", sent.weight)];
            var positional = all.Take(3 - sent.named).Select(argument => argument.Value).ToArray();
            var named = all.Skip(3 - sent.named).ToDictionary(argument => argument.Name, argument => (object?)argument.Value);
            var taker = new Taker();
            var run = MethodTable.Of(typeof(Taker)).Bind("Take", Arguments.Of(positional, named)).RunAsync(taker, default);
            Assert.True(run.IsCompletedSuccessfully);
            Assert.Equal(JsonSerializer.Serialize(sent.order), JsonSerializer.Serialize(taker.Order));
            Assert.Equal(JsonSerializer.Serialize(sent.parts), JsonSerializer.Serialize(taker.Parts));
            Assert.Equal(sent.weight, taker.Weight);
        });
    }

    /// <summary>Whatever bytes come, they are bound or refused with a code; nothing else is thrown.</summary>
    [Fact]
    public void Random_bytes_are_bound_or_refused()
    {
        byte[] letters = [.. "[]{}\",:0123456789.-eE truefalsn\\u\"\"[[{{"u8, 0xff, 0xc3];
        var methods = MethodTable.Of(typeof(Echo)).Methods.Select(method => method.Name).ToArray();
        var cases = from method in Gen.Elements(methods)
                    from isNamed in Gen.Elements(true, false)
                    from inner in Gen.Elements(letters).ArrayOf()
                    select (method, json: isNamed ? [.. "{\"value\":"u8, .. inner, (byte)'}'] : (byte[])[(byte)'[', .. inner, (byte)']']);
        Property.Holds(cases, sent =>
        {
            try
            {
                MethodTable.Of(typeof(Echo)).Bind(sent.method, Arguments.Of(sent.json));
            }
            catch (ActorsException refusal)
            {
                Assert.Equal(ErrorCodes.BadArguments, refusal.Code);
            }
        }, 2000);
    }

    [Fact]
    public void Arguments_of_unknown_size_are_written_within_the_limit()
    {
        var refusal = Assert.Throws<ActorsException>(() => Arguments.Of([Enumerable.Range(0, int.MaxValue)]));
        Assert.Equal((ErrorCodes.TooLarge, "the arguments would have more than 1048576 bytes, the limit: raise it, send parts, or put it into the store and pass its id"), (refusal.Code, refusal.Message));
    }

    [Fact]
    public void What_an_argument_throws_while_it_is_written_is_thrown_to_its_caller() =>
        Assert.Throws<FormatException>(() => Arguments.Of([new Broken()]));

    private sealed class Broken
    {
        public int Value => throw new FormatException();
    }

    private sealed record Order(int Id, decimal Price, string? Note, List<string> Tags, DateTimeOffset When, DayOfWeek Day);

    private sealed class Taker
    {
        public Order? Order { get; private set; }

        public Order[]? Parts { get; private set; }

        public double Weight { get; private set; }

        public void Take(Order order, Order[] parts, double weight) => (Order, Parts, Weight) = (order, parts, weight);
    }

    [Flags]
    private enum Access
    {
        Read = 1,
        Write = 2,
    }

    private sealed record Point(int X, int Y);

    private struct Vector(double x, double y)
    {
        public double X = x;
        public double Y = y;
    }

    private sealed class Poco
    {
        public string Name { get; set; } = "";

        public int Size { get; set; }
    }

    private sealed class Echo
    {
        public byte Byte(byte value) => value;

        public long Long(long value) => value;

        public decimal Decimal(decimal value) => value;

        public double Double(double value) => value;

        public bool Bool(bool value) => value;

        public char Char(char value) => value;

        public string Text(string value) => value;

        public int? Maybe(int? value) => value;

        public string? MaybeText(string? value) => value;

#nullable disable
        public string Oblivious(string value) => value;
#nullable restore

        public DayOfWeek Day(DayOfWeek value) => value;

        public Access Flags(Access value) => value;

        public Guid Id(Guid value) => value;

        public DateTimeOffset Time(DateTimeOffset value) => value;

        public TimeSpan Span(TimeSpan value) => value;

        public byte[] Bytes(byte[] value) => value;

        public ReadOnlyMemory<byte> Memory(ReadOnlyMemory<byte> value) => value;

        public Uri Uri(Uri value) => value;

        public List<List<int>> Nested(List<List<int>> value) => value;

        public IReadOnlyDictionary<string, Point?> Map(IReadOnlyDictionary<string, Point?> value) => value;

        public Dictionary<int, string> ByNumber(Dictionary<int, string> value) => value;

        public ISet<int> Set(ISet<int> value) => value;

        public (int Number, (string Text, int? Nothing) Inner, Point Point) Tuple((int Number, (string Text, int? Nothing) Inner, Point Point) value) => value;

        public (int A, int B, int C, int D, int E, int F, int G, int H) Long8((int A, int B, int C, int D, int E, int F, int G, int H) value) => value;

        public Tuple<int, string> Reference(Tuple<int, string> value) => value;

        public Vector Struct(Vector value) => value;

        public Poco Poco(Poco value) => value;

        public JsonElement Element(JsonElement value) => value;

        public JsonNode? Node(JsonNode? value) => value;

        public JsonObject JObject(JsonObject value) => value;

        public JsonArray JArray(JsonArray value) => value;

        public object Any(object value) => value;
    }
}

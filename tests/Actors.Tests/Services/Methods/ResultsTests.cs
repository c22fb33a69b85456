using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Actors.Services.Methods;
using Xunit;

namespace Actors.Tests.Services.Methods;

public class ResultsTests
{
    [Theory]
    [InlineData("Point", """{"x":1,"y":-2}""")]
    [InlineData("Tuple", """[1,"one"]""")]
    [InlineData("Color", "\"Green\"")]
    [InlineData("Dictionary", """{"Ann":[1,2],"Bob":[]}""")]
    [InlineData("Bytes", "\"AQID\"")]
    [InlineData("Node", """{"a":1,"A":2}""")]
    [InlineData("Time", "\"2024-02-29T12:00:00+02:00\"")]
    [InlineData("NotANumber", "\"NaN\"")]
    [InlineData("Text", "\"Grüße, 'Zoë' <&>\"")]
    [InlineData("Null", "null")]
    [InlineData("Squares", "[0,1,4]")]
    [InlineData("SquaresSoon", "[0,1,4]")]
    [InlineData("NoSequence", "null")]
    [InlineData("Shape", """{"area":4}""")]
    [InlineData("BrokenPromise", """{"name":null}""")]
    public async Task A_result_is_written_as_its_declared_type(string method, string json) => Assert.Equal(json, await new Service().CallAsync(method));

    [Fact]
    public async Task A_sequence_without_end_is_too_large_and_is_ended()
    {
        var service = new Service();
        var refusal = await service.RefusalAsync("Endless", "", new SizeLimits(ResultBytes: 100_000));
        Assert.Equal((ErrorCodes.TooLarge, "the result of Endless would have more than 100000 bytes, the limit: raise it, send parts, or put it into the store and pass its id"), (refusal.Code, refusal.Message));
        Assert.InRange(service.Produced, 1, 100_000);
        Assert.True(service.Ended);
    }

    [Fact]
    public async Task A_sequence_is_ended_when_the_call_is_cancelled()
    {
        var service = new Service();
        using var cancellation = new CancellationTokenSource();
        service.AtItem = number => { if (number == 10) cancellation.Cancel(); };
        var refusal = await Assert.ThrowsAsync<ActorsException>(() => service.CallAsync("Endless", "", null, cancellation.Token));
        Assert.Equal(ErrorCodes.Cancelled, refusal.Code);
        Assert.Equal((11, true), (service.Produced, service.Ended));
    }

    [Theory]
    [InlineData(20, true)]
    [InlineData(19, false)]
    public async Task The_limit_is_the_last_size_that_passes(int limit, bool passes)
    {
        var service = new Service();
        if (passes)
            Assert.Equal(20, (await service.CallAsync("Letters", "[18]", new SizeLimits(ResultBytes: limit))).Length);
        else
            Assert.Equal(ErrorCodes.TooLarge, (await service.RefusalAsync("Letters", "[18]", new SizeLimits(ResultBytes: limit))).Code);
    }

    [Fact]
    public async Task After_a_result_that_was_too_large_others_are_written_as_ever()
    {
        var service = new Service();
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(ErrorCodes.TooLarge, (await service.RefusalAsync("Letters", "[5000000]")).Code);
            Assert.Equal("\"xx\"", await service.CallAsync("Letters", "[2]"));
        }
    }

    [Fact]
    public async Task A_text_that_the_serializer_cannot_hold_is_too_large() =>
        Assert.Equal(ErrorCodes.TooLarge, (await new Service().RefusalAsync("Letters", "[170000000]")).Code);

    [Theory]
    [InlineData("Cycle", "the result of Cycle cannot be written as JSON: it contains itself or is deeper than 64 levels at $.Next.Next")]
    [InlineData("Action", "the result of Action cannot be written as JSON: it is a task or a delegate")]
    [InlineData("WithAction", "the result of WithAction cannot be written as JSON: a type has no form in JSON at $.Inner.Action")]
    [InlineData("Type", "the result of Type cannot be written as JSON: a type has no form in JSON")]
    [InlineData("AsStream", "the result of AsStream cannot be written as JSON: it is a stream of bytes; give a byte[], or an IAsyncEnumerable of them")]
    [InlineData("TaskAsObject", "the result of TaskAsObject cannot be written as JSON: it is a task or a delegate")]
    public async Task A_result_without_a_form_in_JSON_is_refused_with_its_path(string method, string message)
    {
        var refusal = await new Service().RefusalAsync(method);
        Assert.Equal(ErrorCodes.Unserializable, refusal.Code);
        Assert.StartsWith(message, refusal.Message, StringComparison.Ordinal);
        Assert.InRange(refusal.Message.Length, 1, 250);
    }

    [Theory]
    [InlineData("Count")]
    [InlineData("CountSoon")]
    public async Task A_stream_is_read_item_by_item(string method)
    {
        var result = await MethodTable.Of(typeof(Service)).Bind(method, Arguments.Of("[3]"u8.ToArray())).RunAsync(new Service(), default);
        Assert.True(result.IsStream);
        Assert.Throws<InvalidOperationException>(() => result.Value);
        Assert.Equal(["0", "1", "2"], await Items(result));
    }

    [Fact]
    public async Task A_stream_is_ended_when_its_reader_leaves()
    {
        var service = new Service();
        await foreach (var item in (await Stream(service, "Count", "[1000000000]")).Items!)
        {
            if (Calling.Text(item) == "10")
                break;
        }

        Assert.Equal((11, true), (service.Produced, service.Ended));
    }

    [Fact]
    public async Task A_stream_runs_only_while_it_is_read()
    {
        var service = new Service();
        await Stream(service, "Count", "[10]");
        Assert.Equal(0, service.Produced);
    }

    [Theory]
    [InlineData("Count", true)]
    [InlineData("Count", false)]
    [InlineData("Deaf", true)]
    [InlineData("Deaf", false)]
    public async Task A_stream_is_ended_by_the_token_of_the_call_and_by_that_of_the_reader(string method, bool byCall)
    {
        var service = new Service();
        using var cancellation = new CancellationTokenSource();
        var result = await Stream(service, method, "[1000000000]", byCall ? cancellation.Token : default);
        service.AtItem = number => { if (number == 10) cancellation.Cancel(); };
        var refusal = await Assert.ThrowsAsync<ActorsException>(() => Items(result, byCall ? default : cancellation.Token));
        Assert.Equal(ErrorCodes.Cancelled, refusal.Code);
        Assert.Equal((11, true), (service.Produced, service.Ended));
    }

    [Fact]
    public async Task An_item_that_is_too_large_ends_the_stream()
    {
        var service = new Service();
        var result = await MethodTable.Of(typeof(Service)).Bind("Growing", Arguments.None, new SizeLimits(ResultBytes: 100)).RunAsync(service, default);
        Assert.Equal(ErrorCodes.TooLarge, (await Assert.ThrowsAsync<ActorsException>(() => Items(result))).Code);
        Assert.True(service.Ended);
    }

    private static async Task<MethodResult> Stream(Service service, string method, string json, CancellationToken cancellation = default) =>
        await MethodTable.Of(typeof(Service)).Bind(method, Arguments.Of(System.Text.Encoding.UTF8.GetBytes(json))).RunAsync(service, cancellation);

    private static async Task<List<string>> Items(MethodResult result, CancellationToken cancellation = default)
    {
        var items = new List<string>();
        await foreach (var item in result.Items!.WithCancellation(cancellation))
            items.Add(Calling.Text(item));
        return items;
    }

    private enum Color
    {
        Red,
        Green,
    }

    private interface IShape
    {
        int Area { get; }
    }

    private sealed record Point(int X, int Y);

    private sealed record Square(int Side) : IShape
    {
        public int Area => Side * Side;
    }

    private sealed record Named(string Name);

    private sealed class Link
    {
        public Link? Next { get; set; }
    }

    private sealed record Box(object? Action, Box? Inner);

    private sealed class Service
    {
        public int Produced { get; private set; }

        public bool Ended { get; private set; }

        public Action<int> AtItem { get; set; } = _ => { };

        public Point Point() => new(1, -2);

        public (int Number, string Name) Tuple() => (1, "one");

        public Color Color() => ResultsTests.Color.Green;

        public Dictionary<string, List<int>> Dictionary() => new() { ["Ann"] = [1, 2], ["Bob"] = [] };

        public byte[] Bytes() => [1, 2, 3];

        public JsonNode Node() => new JsonObject { ["a"] = 1, ["A"] = 2 };

        public DateTimeOffset Time() => new(2024, 2, 29, 12, 0, 0, TimeSpan.FromHours(2));

        public double NotANumber() => double.NaN;

        public string Text() => "Grüße, 'Zoë' <&>";

        public string? Null() => null;

        public IEnumerable<int> Squares() => Enumerable.Range(0, 3).Select(number => number * number);

        public async Task<IEnumerable<int>> SquaresSoon()
        {
            await Task.Yield();
            return Squares();
        }

        public IEnumerable<int>? NoSequence() => null;

        public IShape Shape() => new Square(2);

        public Named BrokenPromise() => new(null!);

        public string Letters(int count) => new('x', count);

        public Link Cycle()
        {
            var link = new Link();
            return link.Next = link;
        }

        public Action Action() => () => { };

        public Box WithAction() => new(null, new Box(Action(), null));

        public Type Type() => typeof(int);

        public Stream AsStream() => new MemoryStream([1, 2, 3]);

        public object TaskAsObject() => new TaskCompletionSource<int>().Task;

        public IEnumerable<int> Endless()
        {
            try
            {
                for (var i = 0; ; i++)
                {
                    Produced++;
                    AtItem(i);
                    yield return i;
                }
            }
            finally
            {
                Ended = true;
            }
        }

        public async IAsyncEnumerable<int> Count(int end, [EnumeratorCancellation] CancellationToken cancellation = default)
        {
            try
            {
                for (var i = 0; i < end; i++)
                {
                    await Task.Yield();
                    cancellation.ThrowIfCancellationRequested();
                    Produced++;
                    AtItem(i);
                    yield return i;
                }
            }
            finally
            {
                Ended = true;
            }
        }

        public async Task<IAsyncEnumerable<int>> CountSoon(int end)
        {
            await Task.Yield();
            return Count(end);
        }

        public IAsyncEnumerable<int> Deaf(int end) => Count(end, CancellationToken.None).Where(_ => true);

        public async IAsyncEnumerable<string> Growing()
        {
            try
            {
                for (var i = 1; ; i *= 2)
                {
                    await Task.Yield();
                    yield return new string('x', i);
                }
            }
            finally
            {
                Ended = true;
            }
        }
    }
}

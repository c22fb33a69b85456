using System.Text;
using Actors.Services;
using Actors.Services.Methods;
using Akka.Actor;
using Akka.Event;
using Google.Protobuf;
using Xunit;

namespace Actors.Tests.Services;

/// <summary>What a service meets in the wild: each is refused by its code, and the host serves on.</summary>
[Collection(ServicesGroup.Name)]
public sealed class BadInputTests(ServicesFixture fixture) : IAsyncLifetime
{
    private readonly Odd _odd = new();
    private readonly string _name = $"odd-{Guid.NewGuid():n}";
    private ServiceServer _server = null!;

    public async Task InitializeAsync() => _server = await fixture.Inside.Services.ServeAsync(_name, _odd, new ServeOptions { Concurrency = 2 });

    public async Task DisposeAsync()
    {
        Assert.Equal(1, await fixture.Outside.CallAsync<int>(_name, "One"));
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task An_unknown_service_is_told_after_some_patience() =>
        Assert.Equal(ErrorCodes.NoSuchService, (await FailAsync(fixture.Outside.CallAsync<int>("no-such-service", "One"))).Code);

    [Theory]
    [InlineData("Onn", "there is no method 'Onn'; did you mean 'One'?")]
    [InlineData("get_Produced", "there is no method 'get_Produced'")]
    [InlineData("GetType", "there is no method 'GetType'")]
    [InlineData("ToString", "there is no method 'ToString'")]
    [InlineData("", "")]
    public async Task An_unknown_method_is_told_with_those_that_there_are(string method, string message)
    {
        var failure = method.Length == 0
            ? await Assert.ThrowsAnyAsync<Exception>(() => fixture.Outside.CallAsync<int>(_name, method))
            : await FailAsync(fixture.Outside.CallAsync<int>(_name, method));

        Assert.Equal(method.Length == 0 ? "" : ErrorCodes.NoSuchMethod, (failure as ActorsException)?.Code ?? "");
        Assert.Contains(message, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_no_message_could_carry_is_refused_at_once()
    {
        var long_ = new string('x', 200_000);

        Assert.Equal(ErrorCodes.Invalid, (await FailAsync(fixture.Outside.CallAsync<int>(long_, "One"))).Code);
        Assert.Equal(ErrorCodes.Invalid, (await FailAsync(fixture.Outside.CallAsync<int>(_name, long_))).Code);
        Assert.Equal(ErrorCodes.Invalid, (await FailAsync(fixture.Outside.Services.CallAsync<int>(_name, "One", [], new CallOptions { LimitKey = long_ }))).Code);
        Assert.Equal(ErrorCodes.Invalid, (await FailAsync(fixture.Outside.Services.ServeAsync("versions", _odd, new ServeOptions { Version = long_ }))).Code);
        Assert.Equal(1, await fixture.Outside.Services.CallAsync<int>(_name, "One", [], new CallOptions { Key = long_ })); // of a key only its hash travels
    }

    public static TheoryData<string> Arguments() => new(
        "", "1", "1, 2", "\"one\"", "null", "[1, \"two\"]", "[1.5]", "[1e400]", "[99999999999999999999]", "{}", "[[1]]", "[1,]", "[1", "[1]]", "\u0000", "nonsense",
        string.Concat(Enumerable.Repeat("[", 1000)),
        string.Concat(Enumerable.Repeat("[", 1000)) + string.Concat(Enumerable.Repeat("]", 1000)),
        string.Concat(Enumerable.Repeat("{\"a\":", 1000)),
        $"[{new string('9', 50_000)}]");

    [Theory]
    [MemberData(nameof(Arguments))]
    public async Task Arguments_of_a_wrong_number_type_or_form_are_refused_before_the_method_runs(string inner)
    {
        var bytes = Encoding.UTF8.GetBytes($"[{inner}]");

        var failure = await FailAsync(fixture.Outside.Services.InvokeAsync(_name, "Sum", new Arguments(bytes), CallOptions.Default, default));

        Assert.Equal(ErrorCodes.BadArguments, failure.Code);
        Assert.InRange(failure.Message.Length, 10, 1000);
    }

    [Fact]
    public async Task Bytes_that_are_no_JSON_at_all_are_refused()
    {
        var random = new Random(4711);
        for (var round = 0; round < 100; round++)
        {
            var bytes = new byte[random.Next(1, 200)];
            random.NextBytes(bytes);
            var arguments = round % 2 == 0 ? new Arguments(bytes) : new Arguments(default, bytes);
            var failure = await FailAsync(fixture.Outside.Services.InvokeAsync(_name, "Sum", arguments, CallOptions.Default, default));
            Assert.Equal(ErrorCodes.BadArguments, failure.Code);
        }
    }

    [Fact]
    public async Task Whatever_is_JSON_and_not_too_deep_arrives()
    {
        Assert.Equal(50_000, await fixture.Outside.CallAsync<int>(_name, "Length", new string('9', 50_000)));
        Assert.Equal(ErrorCodes.Unserializable, (await FailAsync(fixture.Outside.CallAsync<int>(_name, "Length", _odd.Deep()))).Code); // the caller's own serializer says so
    }

    [Theory]
    [InlineData((16 << 20) - 3)] // brackets and quotes
    [InlineData(40_000_000)]
    public async Task Arguments_above_the_limit_are_refused_before_they_travel(int length)
    {
        var failure = await FailAsync(fixture.Outside.CallAsync<int>(_name, "Length", new string('x', length)));

        Assert.Equal(ErrorCodes.TooLarge, failure.Code);
        Assert.Contains("16777216", failure.Message, StringComparison.Ordinal);
        Assert.Contains("store", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Function")]
    [InlineData("Cycle")]
    [InlineData("Deep")]
    public async Task A_result_that_JSON_cannot_express_is_told_so(string method) =>
        Assert.Equal(ErrorCodes.Unserializable, (await FailAsync(fixture.Outside.CallAsync<object>(_name, method))).Code);

    [Fact]
    public async Task A_result_whose_getter_throws_is_told_with_what_it_threw()
    {
        var failure = await Assert.ThrowsAnyAsync<Exception>(() => fixture.Outside.CallAsync<object>(_name, "BadGetter"));

        Assert.Contains("a getter", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_result_at_the_limit_arrives_and_one_above_it_is_too_large()
    {
        var largest = (16 << 20) - 100; // quotes, and what is around it in its message

        Assert.Equal(largest, (await fixture.Outside.CallAsync<string>(_name, "Exactly", largest)).Length);
        Assert.Equal(ErrorCodes.TooLarge, (await FailAsync(fixture.Outside.CallAsync<string>(_name, "Exactly", 16 << 20))).Code);
        Assert.Equal(ErrorCodes.TooLarge, (await FailAsync(fixture.Outside.CallAsync<string>(_name, "Exactly", 50_000_000))).Code);
    }

    [Fact]
    public async Task A_result_of_another_type_than_its_caller_wants_is_told_so()
    {
        var failure = await FailAsync(fixture.Outside.CallAsync<int[]>(_name, "One"));

        Assert.Equal(ErrorCodes.Unserializable, failure.Code);
        Assert.Contains("the result of 'One' is not a Int32[]", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_method_that_never_returns_costs_its_caller_the_time_he_gave_and_the_service_one_slot()
    {
        var late = await FailAsync(fixture.Outside.Services.CallAsync<object>(_name, "Never", [], new CallOptions { Timeout = TimeSpan.FromMilliseconds(300) }));
        Assert.Equal(ErrorCodes.Timeout, late.Code);

        for (var i = 0; i < 20; i++)
            Assert.Equal(1, await fixture.Outside.CallAsync<int>(_name, "One"));
        _odd.Stuck.Set();
    }

    [Fact]
    public async Task A_server_whose_method_never_returns_can_be_taken_down_all_the_same()
    {
        var odd = new Odd();
        var server = await fixture.Outside.Services.ServeAsync($"{_name}-stuck", odd, new ServeOptions { Concurrency = 1 });
        var stuck = fixture.Inside.Services.CallAsync<object>($"{_name}-stuck", "Never", [], new CallOptions { Timeout = Limits.Patience });
        await odd.NeverHasBegun.Task.WaitAsync(Limits.Patience);

        await server.DisposeAsync().AsTask().WaitAsync(Limits.Patience);

        Assert.Equal(ErrorCodes.Lost, (await FailAsync(stuck)).Code);
        odd.Stuck.Set();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_stream_that_floods_stops_at_what_its_slow_reader_has_room_for(bool fromOutside)
    {
        var values = (fromOutside ? fixture.Outside : fixture.Inside).Services.StreamAsync<string>(_name, "Flood").GetAsyncEnumerator();
        Assert.True(await values.MoveNextAsync());

        // The reader reads no more: the method goes on until the way is full, and then not one step further.
        var (before, still) = (-1, 0);
        await Eventually.HoldsAsync(() => (still = _odd.Produced == before ? still + 1 : 0, before = _odd.Produced).Item1 == 20, () => $"{_odd.Produced} produced");
        Assert.InRange(before, 1, 16 * 1024); // kilobytes

        for (var i = 0; i < 2 * before; i++)
            Assert.True(await values.MoveNextAsync());
        Assert.InRange(_odd.Produced, 2 * before, 4 * before); // it has gone on since

        await values.DisposeAsync();
        await _odd.FloodHasEnded.Task.WaitAsync(Limits.Patience);
    }

    [Fact]
    public async Task A_value_of_a_stream_that_is_too_large_ends_it_after_those_before()
    {
        var read = new List<string>();
        var failure = await FailAsync(ReadAsync());

        Assert.Equal((ErrorCodes.TooLarge, "small"), (failure.Code, Assert.Single(read)));

        async Task ReadAsync()
        {
            await foreach (var value in fixture.Outside.Services.StreamAsync<string>(_name, "LargeAfterSmall"))
                read.Add(value);
        }
    }

    [Fact]
    public async Task A_stream_cannot_be_kept()
    {
        var failure = await FailAsync(fixture.Outside.Services.SubmitAsync(_name, "LargeAfterSmall", []));

        Assert.Equal(ErrorCodes.Invalid, failure.Code);
        Assert.Contains("LargeAfterSmall gives a stream, which cannot be kept", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Messages_that_are_none_are_passed_over()
    {
        var system = fixture.Inside.ActorSystem;
        using var inbox = Inbox.Create(system);
        system.EventStream.Subscribe(inbox.Receiver, typeof(UnhandledMessage));
        var bad = ByteString.CopyFromUtf8("no id, nor a message");
        (string Actor, object Message)[] messages =
        [
            ("services", new Relay { Target = "nobody", LinkData = bad }),
            ("call-broker", new RegisterHost { Host = "h", Service = _name, UnderLimits = { new HeldRun { CallId = bad } } }),
        ];

        foreach (var (actor, message) in messages)
        {
            system.ActorSelection($"/user/{actor}").Tell(message);
            while (await inbox.ReceiveAsync(Limits.Patience) is var told && Assert.IsType<UnhandledMessage>(told).Message != message)
            {
                // Others are passed over, too.
            }
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    public async Task A_service_without_a_name_is_misuse(string? name)
    {
        var refusal = await Assert.ThrowsAnyAsync<ArgumentException>(() => fixture.Inside.Services.ServeAsync(name!, _odd));
        Assert.Contains("the name of a service", refusal.Message, StringComparison.Ordinal);
        await Assert.ThrowsAnyAsync<ArgumentException>(() => fixture.Inside.CallAsync<int>(name!, "One"));
        Assert.ThrowsAny<ArgumentException>(() => fixture.Inside.Services.Client(name!));
    }

    [Fact]
    public async Task What_has_no_methods_to_call_cannot_be_served() =>
        Assert.Equal(ErrorCodes.Invalid, (await FailAsync(fixture.Inside.Services.ServeAsync("nothing", new object()))).Code);

    private static async Task<ActorsException> FailAsync(Task call) => await Assert.ThrowsAsync<ActorsException>(() => call.WaitAsync(Limits.Patience));
}

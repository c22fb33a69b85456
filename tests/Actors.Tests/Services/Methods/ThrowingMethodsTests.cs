using Actors.Services;
using Actors.Services.Methods;
using Xunit;

namespace Actors.Tests.Services.Methods;

public class ThrowingMethodsTests
{
    [Theory]
    [InlineData("AtOnce")]
    [InlineData("InTask")]
    [InlineData("InValueTask")]
    [InlineData("InPlainTask")]
    [InlineData("InSequence")]
    [InlineData("InGetter")]
    public async Task What_a_method_throws_arrives_with_type_message_and_stack(string method)
    {
        var thrown = await Assert.ThrowsAsync<RemoteException>(() => new Service().CallAsync(method));
        Assert.Equal("failed", thrown.Code);
        Assert.Equal("System.InvalidOperationException", thrown.RemoteType);
        Assert.Equal("no luck", thrown.Message);
        Assert.Contains(nameof(Service), thrown.RemoteStack, StringComparison.Ordinal);
        Assert.Contains(nameof(Service), thrown.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AtOnce")]
    [InlineData("InTask")]
    [InlineData("InSequence")]
    [InlineData("InGetter")]
    public async Task The_stack_has_only_the_frames_of_the_method(string method)
    {
        // Emitted invokers come after some calls, and they have other frames.
        for (var i = 0; i < 5; i++)
        {
            var thrown = await Assert.ThrowsAsync<RemoteException>(() => new Service().CallAsync(method));
            Assert.All(thrown.RemoteStack.Split('\n'), frame => Assert.Contains(nameof(ThrowingMethodsTests), frame, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_method_so_short_that_it_is_compiled_into_its_invoker_is_named_all_the_same()
    {
        for (var i = 0; i < 5; i++)
        {
            var thrown = await Assert.ThrowsAsync<RemoteException>(() => new Service().CallAsync("Short", "[-1]"));
            Assert.Contains("Service.Short(", thrown.RemoteStack, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Inner_exceptions_arrive_as_text()
    {
        var thrown = await Assert.ThrowsAsync<RemoteException>(() => new Service().CallAsync("Nested"));
        Assert.Equal("System.IO.IOException", thrown.RemoteType);
        Assert.Equal(["System.AggregateException: One or more errors occurred. (a) (b)", "System.ArgumentException: a", "System.FormatException: b"], thrown.RemoteCauses);
    }

    [Fact]
    public async Task A_stream_that_throws_gives_the_items_before_it()
    {
        var result = await MethodTable.Of(typeof(Service)).Bind("InStream", Arguments.None).RunAsync(new Service(), default);
        var items = new List<string>();
        var thrown = await Assert.ThrowsAsync<RemoteException>(async () =>
        {
            await foreach (var item in result.Items!)
                items.Add(Calling.Text(item));
        });
        Assert.Equal("no luck", thrown.Message);
        Assert.Equal(["1"], items);
    }

    [Fact]
    public async Task An_error_of_this_library_that_a_method_throws_is_its_own()
    {
        var thrown = await Assert.ThrowsAsync<RemoteException>(() => new Service().CallAsync("Ours"));
        Assert.Equal("Actors.ActorsException", thrown.RemoteType);
    }

    [Theory]
    [InlineData("NoTask")]
    [InlineData("NoPlainTask")]
    [InlineData("NoStream")]
    public async Task Null_instead_of_a_task_or_a_stream_is_a_failure(string method) =>
        Assert.StartsWith("The method returned null", (await Assert.ThrowsAsync<RemoteException>(() => new Service().CallAsync(method))).Message, StringComparison.Ordinal);

    [Fact]
    public async Task A_long_message_is_shortened() =>
        Assert.InRange((await Assert.ThrowsAsync<RemoteException>(() => new Service().CallAsync("Loud"))).Message.Length, 1, 10_000);

    [Fact]
    public async Task A_call_that_is_cancelled_before_it_begins_does_not_run()
    {
        var service = new Service();
        var refusal = await Assert.ThrowsAsync<ActorsException>(() => service.CallAsync("Mark", "", null, new CancellationToken(true)));
        Assert.Equal(ErrorCodes.Cancelled, refusal.Code);
        Assert.False(service.Marked);
    }

    [Fact]
    public async Task A_method_that_waits_is_cancelled_by_its_token()
    {
        using var cancellation = new CancellationTokenSource();
        var call = new Service().CallAsync("Wait", "", null, cancellation.Token);
        Assert.False(call.IsCompleted);
        await cancellation.CancelAsync();
        Assert.Equal((ErrorCodes.Cancelled, "the call of Wait was cancelled"), await Refusal(call));
    }

    [Fact]
    public async Task A_method_that_gives_up_by_itself_has_failed()
    {
        var thrown = await Assert.ThrowsAsync<RemoteException>(() => new Service().CallAsync("GiveUp"));
        Assert.Equal("System.OperationCanceledException", thrown.RemoteType);
    }

    [Fact]
    public void An_instance_of_another_class_is_refused_at_once()
    {
        var invocation = MethodTable.Of(typeof(Service)).Bind("Mark", Arguments.None);
        Assert.Throws<ArgumentNullException>(() => { _ = invocation.RunAsync(null, default).AsTask(); });
        Assert.Throws<ArgumentException>(() => { _ = invocation.RunAsync("text", default).AsTask(); });
    }

    private static async Task<(string, string)> Refusal(Task call)
    {
        var refusal = await Assert.ThrowsAsync<ActorsException>(() => call);
        return (refusal.Code, refusal.Message);
    }

    private sealed class Broken
    {
        public int Value => throw new InvalidOperationException("no luck");
    }

    private sealed class Service
    {
        public bool Marked { get; private set; }

        public int AtOnce() => throw new InvalidOperationException("no luck");

        public double Short(double x) => x >= 0 ? Math.Sqrt(x) : throw new ArgumentOutOfRangeException(nameof(x));

        public async Task<int> InTask()
        {
            await Task.Yield();
            return AtOnce();
        }

        public async ValueTask<int> InValueTask()
        {
            await Task.Yield();
            return AtOnce();
        }

        public async Task InPlainTask()
        {
            await Task.Yield();
            AtOnce();
        }

        public IEnumerable<int> InSequence()
        {
            yield return 1;
            AtOnce();
        }

        public object InGetter() => new Broken();

        public async IAsyncEnumerable<int> InStream()
        {
            yield return 1;
            await Task.Yield();
            AtOnce();
        }

        public void Nested() => throw new IOException("outer", new AggregateException(new ArgumentException("a"), new FormatException("b")));

        public void Ours() => throw new ActorsException(ErrorCodes.NotFound, "nothing there");

        public Task<int>? NoTask() => null;

        public Task? NoPlainTask() => null;

        public IAsyncEnumerable<int>? NoStream() => null;

        public void Loud() => throw new InvalidOperationException(new string('x', 10_000_000));

        public void Mark() => Marked = true;

        public Task Wait(CancellationToken cancellation) => Task.Delay(Timeout.Infinite, cancellation);

        public void GiveUp() => throw new OperationCanceledException();
    }
}

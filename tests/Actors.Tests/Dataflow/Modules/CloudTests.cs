using System.Text.Json;
using Actors.Client;
using Actors.Dataflow;
using Actors.Dataflow.Modules.Cloud;
using Actors.Tests.Services;
using Xunit;

namespace Actors.Tests.Dataflow.Modules;

/// <summary>Modules that have the cluster do something, with a cluster.</summary>
[Collection(ServicesGroup.Name)]
public sealed class CloudTests(ServicesFixture fixture)
{
    [Fact]
    public void Data_are_put_into_the_store_and_read_from_it()
    {
        using var put = Bench("put-object", "name = \"order-{data/id}\"");
        put.Send("""{"id":7}""");
        var stored = Assert.Single(put.Sent);
        using var get = Bench("get-object", "form = json");
        get.Send(stored.WithData(null));
        Assert.Equal("""{"id":7}""", Assert.Single(get.Texts));
        using var named = Bench("get-object", "id = order-7, form = text");
        named.Send(null);
        Assert.Equal(stored.Attributes["object/id"], Assert.Single(named.Sent).Attributes["object/id"]);
    }

    [Theory]
    [InlineData("id = nobody-has-this", FlowErrorKind.NotFound)]
    [InlineData("id = big-one, max-bytes = 3", FlowErrorKind.TooLarge)]
    [InlineData("id = big-one, form = json", FlowErrorKind.MalformedData)]
    public void What_cannot_be_read_is_an_error(string settings, FlowErrorKind kind)
    {
        using var put = Bench("put-object", "name = big-one");
        put.Send("no JSON");
        using var get = Bench("get-object", settings);
        get.Send(null);
        Assert.Equal(kind, get.Error.Kind);
    }

    [Theory]
    [InlineData("method = add", "[6,8]", "14")]
    [InlineData("method = add", "{\"left\":6,\"right\":8}", "14")]
    [InlineData("method = \"greet\"", "Ann", "\"hello Ann\"")]
    [InlineData("method = count", "[3]", "[0,1,2]")]
    [InlineData("method = add, arguments = args, result = sum", "x", "x")]
    public async Task A_service_is_called_with_the_data(string settings, string data, string result)
    {
        await using var server = await fixture.Inside.Services.ServeAsync("flow-math", new Calculator());
        using var bench = Bench("call-service", $"service = flow-math, {settings}");
        bench.Send(bench.NewEvent(data[0] is '[' or '{' ? JsonElement.Parse(data) : data).WithAttribute("args", new object?[] { 1, 2 }));
        Assert.Empty(bench.Errors);
        Assert.Equal(result, Assert.Single(bench.Texts));
        if (data == "x") Assert.Equal(3L, bench.Sent[0].Attributes["sum"]);
    }

    [Theory]
    [InlineData("method = nonsense", "[1]", FlowErrorKind.NotFound, "no-such-method")]
    [InlineData("method = add", "[1]", FlowErrorKind.Unprocessable, "bad-arguments")]
    [InlineData("method = fail", "[\"no luck\"]", FlowErrorKind.Failed, "failed")]
    public async Task A_call_that_fails_is_an_error_with_its_code(string settings, string data, FlowErrorKind kind, string code)
    {
        await using var server = await fixture.Inside.Services.ServeAsync("flow-math", new Calculator());
        using var bench = Bench("call-service", $"service = flow-math, {settings}");
        bench.Send(data);
        Assert.Equal((kind, code), (bench.Error.Kind, bench.Error.Code));
    }

    [Fact]
    public void A_job_runs_for_an_event_and_what_it_prints_becomes_the_data()
    {
        using var bench = Bench("run-job", """
            runtime = python, input = order, output = json, arguments = ["{customer/name}"]
            text = "import json, sys\norder = json.load(open('/net/order'))\nprint(json.dumps({'id': order['id'] + 1, 'name': sys.argv[1]}))"
            """);
        bench.Send(bench.NewEvent("""{"id":7}""").WithAttribute("customer/name", "Ann"));
        Assert.Empty(bench.Errors.Select(item => item.Error!.Message));
        Assert.Equal((8, "Ann"), (bench.Sent[0].Json.GetProperty("id").GetInt32(), bench.Sent[0].Json.GetProperty("name").GetString()));
        Assert.NotNull(bench.Sent[0].Attributes["job/id"]);
    }

    [Fact]
    public void A_job_that_fails_is_an_error()
    {
        using var bench = Bench("run-job", "runtime = python, text = \"import sys; sys.exit(3)\"");
        bench.Send("x");
        Assert.Equal((FlowErrorKind.Failed, "failed"), (bench.Error.Kind, bench.Error.Code));
    }

    [Fact]
    public async Task Without_a_cluster_the_flow_does_not_start()
    {
        await using var director = new Director();
        director.Connect(director.Register("source", Flows.Numbers(1)), director.Register<GetObjectModule>("get", new GetObjectSettings()));
        var failure = await Assert.ThrowsAsync<FlowCheckException>(director.StartAsync);
        Assert.Contains("ComputeCloud", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_code_has_its_kind()
    {
        Assert.Equal(FlowErrorKind.RateExceeded, CloudModule.KindOf(ErrorCodes.Overloaded));
        Assert.Equal(FlowErrorKind.Unavailable, CloudModule.KindOf(ErrorCodes.Lost));
        Assert.Equal(FlowErrorKind.Gone, CloudModule.KindOf(ErrorCodes.Expired));
        Assert.Equal(FlowErrorKind.Failed, CloudModule.KindOf("anything else"));
    }

    private ModuleBench Bench(string module, string settings) => new ModuleBench(module, settings).Use<ComputeCloud>(fixture.Inside).Start();
}

using System.Net;
using System.Net.Http.Headers;
using Actors.Cluster.Tests.Processes;
using Actors.Dataflow;
using Actors.Dataflow.Drawing;
using Actors.Dataflow.Files;
using Samples;
using Xunit;

namespace Actors.Cluster.Tests;

public sealed class FlowSampleTests
{
    [Fact]
    public async Task Two_printers_print_what_one_generator_makes()
    {
        await using var director = Printers.Create(count: 2);
        using var output = new StringWriter();
        await director.Use<TextWriter>(TextWriter.Synchronized(output)).RunAsync();
        var lines = output.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        Assert.All(lines, line => Assert.Matches(@"^\[\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}\] I am number (one|two): test$", line));
        Assert.Equal((2, 2), (lines.Count(line => line.Contains("number one", StringComparison.Ordinal)), lines.Count(line => line.Contains("number two", StringComparison.Ordinal))));
    }

    [Fact]
    public async Task An_order_goes_through_a_password_and_two_transformations_and_back()
    {
        await using var director = Orders.Create(port: 0);
        var listens = new TaskCompletionSource<Uri>();
        director.WithLogActor(director.Register("log", item =>
        {
            if (item.Data is FlowLogLine line && line.Message.StartsWith("listens at ", StringComparison.Ordinal)) listens.TrySetResult(new Uri(line.Message["listens at ".Length..]));
        }));
        await director.StartAsync();
        using var client = new HttpClient { BaseAddress = await listens.Task.WaitAsync(TimeSpan.FromSeconds(30)) };

        var stranger = await SendAsync("<order/>");
        Assert.Equal((HttpStatusCode.Unauthorized, "Basic"), (stranger.StatusCode, stranger.Headers.WwwAuthenticate.Single().Scheme));

        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String("ann:secret"u8));
        var confirmed = await SendAsync("<order customer=\"Ann\"><line price=\"3.50\" count=\"2\">tea</line></order>");
        Assert.Equal("<confirmation number=\"1\" total=\"7.00\">Thank you, Ann.</confirmation>", await confirmed.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await SendAsync("<order customer=\"Ann\"><line price=\"3500\" count=\"2\">tea</line></order>")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync("<order")).StatusCode);

        Task<HttpResponseMessage> SendAsync(string body) => client.PostAsync("/", new StringContent(body, new MediaTypeHeaderValue("application/xml")));
    }

    [Theory]
    [InlineData("Printers.cs")]
    [InlineData("OrderExecutor.cs")]
    public async Task The_page_shows_the_samples_word_for_word(string file)
    {
        var page = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "dataflow.md"));
        Assert.Contains((await File.ReadAllTextAsync(Repository.Sample("Flows", file))).Trim(), page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("orders")]
    [InlineData("spread")]
    public async Task The_pictures_of_the_page_are_what_the_product_draws(string flow)
    {
        var graph = FlowFile.Load(Path.Combine(Repository.Root, "hocon", "flows", flow + ".conf"));
        Assert.Equal(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "pictures", flow + ".svg")), Svg.Draw(graph));
    }

    [Fact]
    public async Task The_program_says_what_it_can_do() =>
        Assert.StartsWith("usage: Flows printers", (await ActorsProcess.RunProgramAsync("Flows", Path.GetTempPath(), TimeSpan.FromSeconds(60))).Expect(2).Errors, StringComparison.Ordinal);
}

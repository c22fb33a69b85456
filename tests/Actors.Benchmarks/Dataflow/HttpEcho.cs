using System.Net;
using System.Net.Sockets;
using System.Text;
using Actors.Dataflow;
using Actors.Dataflow.Modules.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Actors.Benchmarks.Dataflow;

/// <summary>An HTTP echo through a flow (server, one actor, server), beside plain Kestrel with the same route; the same client in the same process asks both.</summary>
internal static class HttpEcho
{
    private const int Connections = 32;

    private const int Requests = 64_000;

    private static readonly byte[] Request = Encoding.ASCII.GetBytes($"POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\nContent-Length: 100\r\n\r\n{new string('x', 100)}");

    public static IEnumerable<Measurement> Measurements()
    {
        yield return new($"HTTP echo of 100 bytes through a flow, {Connections} connections", "requests/s", ThroughFlowAsync);
        yield return new($"HTTP echo of 100 bytes by plain Kestrel, {Connections} connections", "requests/s", PlainAsync);
    }

    private static async Task<double> ThroughFlowAsync()
    {
        await using var director = new Director("echo", Engine.Local.System);
        var listens = new TaskCompletionSource<int>();
        var server = director.Register<HttpServerModule>("server", new HttpServerSettings { Port = 0 });
        var echo = director.Register("echo", item => item);
        director.Connect(server, echo);
        director.Connect(echo, server);
        director.ConnectLog(server, director.Register("log", item =>
        {
            if (item.Data is FlowLogLine line && line.Message.StartsWith("listens at", StringComparison.Ordinal)) listens.TrySetResult(new Uri(line.Message[11..]).Port);
        }));
        await director.StartAsync();
        return await RateAsync(await listens.Task);
    }

    private static async Task<double> PlainAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        await using var web = builder.Build();
        web.UseRouting();
        web.Map("{**rest}", async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            context.Response.ContentType = "text/plain; charset=utf-8";
            context.Response.ContentLength = body.Length;
            await context.Response.Body.WriteAsync(body.GetBuffer().AsMemory(0, (int)body.Length));
        });
        await web.StartAsync();
        return await RateAsync(new Uri(web.Urls.First()).Port);
    }

    private static async Task<double> RateAsync(int port)
    {
        await AskAsync(port, Requests / 10);
        var start = TimeProvider.System.GetTimestamp();
        await AskAsync(port, Requests);
        return Requests / TimeProvider.System.GetElapsedTime(start).TotalSeconds;
    }

    private static Task AskAsync(int port, int requests) => Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => ConnectionAsync(port, requests / Connections)));

    private static async Task ConnectionAsync(int port, int requests)
    {
        await Task.Yield();
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, port);
        var buffer = new byte[4096];
        for (var request = 0; request < requests; request++)
        {
            await socket.SendAsync(Request);
            // Each reply ends with the 100 bytes of its body, and comes before the next request goes.
            var count = 0;
            for (var end = -1; end < 0 || count < end + 4 + 100;)
            {
                var read = await socket.ReceiveAsync(buffer.AsMemory(count));
                if (read == 0) throw new InvalidOperationException("the server has closed the connection");
                count += read;
                end = buffer.AsSpan(0, count).IndexOf("\r\n\r\n"u8);
            }

            if (!buffer.AsSpan(0, count).StartsWith("HTTP/1.1 200"u8)) throw new InvalidOperationException(Encoding.ASCII.GetString(buffer, 0, count));
        }
    }
}

using System.Text;
using System.Text.Json;
using Actors.Gateways.Rpc;
using Actors.Services;
using Xunit;

namespace Actors.Tests.Gateways.JsonRpc;

/// <summary>Bytes at random and requests with a few bytes changed; a failure tells its seed.</summary>
public sealed class RpcFuzzTests
{
    private static readonly int Rounds = Environment.GetEnvironmentVariable("ACTORS_LONG") == "1" ? 400_000 : 20_000;

    private static readonly string[] Seeds =
    [
        """{"jsonrpc":"2.0","id":1,"method":"add","params":[6,8]}""",
        """{"jsonrpc":"2.0","id":"x","method":"subtract","params":{"minuend":42,"subtrahend":23}}""",
        """[{"jsonrpc":"2.0","id":1,"method":"echo","params":["\u00e9"]},{"jsonrpc":"2.0","method":"note","params":["x"]}]""",
        """{"jsonrpc":"2.0","method":"rpc.cancel","params":{"id":1}}""",
        """{"jsonrpc":"2.0","id":3,"result":{"a":[1,2,{"b":null}]}}""",
        """{"jsonrpc":"2.0","id":3,"error":{"code":-32000,"message":"m","data":{"code":"failed","type":"T","stack":"s","causes":["c"]}}}""",
    ];

    [Fact]
    public void The_readers_of_both_sides_take_any_bytes()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        for (var round = 0; round < Rounds; round++)
        {
            var body = Mutate(random);
            try
            {
                var message = RpcMessageReader.Read(body, 100, 64);
                Assert.True(message.Fault != null || message.Entries.Count > 0);
                foreach (var entry in message.Entries) CallNotice.Read(entry.Params);
                ReadReply(body);
            }
            catch (Exception failure)
            {
                Assert.Fail($"seed {seed}, round {round}, body {Convert.ToHexString(body)}: {failure}");
            }
        }
    }

    [Fact]
    public async Task A_server_outlives_connections_that_send_anything()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        var defects = new List<string>();
        await using var server = await SocketServer.ServeAsync(new MathCloud(), 0, new SocketServerOptions { Log = Note });
        for (var round = 0; round < 200; round++)
        {
            var peer = await RawPeer.ConnectAsync(server.EndPoint);
            try
            {
                for (var n = random.Next(1, 10); n > 0; n--) await peer.SendBytesAsync(random.Next(4) == 0 ? Mutate(random) : RawPeer.Frame(Mutate(random)));
            }
            catch (IOException)
            {
                // It has closed already.
            }

            if (random.Next(2) == 0) peer.Reset();
            else await peer.DisposeAsync();
        }

        await using var good = await RawPeer.ConnectAsync(server.EndPoint);
        Assert.Equal(14, (await good.AskAsync(Seeds[0])).GetProperty("result").GetInt32());
        await Eventually.HoldsAsync(() => server.Connections == 1, () => $"seed {seed}: {server.Connections} connections");
        lock (defects) Assert.True(defects.Count == 0, $"seed {seed}: {string.Join('\n', defects)}");

        void Note(string line)
        {
            lock (defects)
            {
                if (line.Contains("Exception", StringComparison.Ordinal)) defects.Add(line);
            }
        }
    }

    private static void ReadReply(byte[] body)
    {
        try
        {
            RpcReplyReader.Read(body);
        }
        catch (Exception refused) when (refused is JsonException or InvalidOperationException)
        {
            // What the client's connection takes as: that server speaks something else.
        }
    }

    private static byte[] Mutate(Random random)
    {
        if (random.Next(10) == 0)
        {
            var noise = new byte[random.Next(1, 64)];
            random.NextBytes(noise);
            return noise;
        }

        var bytes = Encoding.UTF8.GetBytes(Seeds[random.Next(Seeds.Length)]).ToList();
        for (var n = random.Next(4); n > 0; n--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(4))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.RemoveAt(at);
                    break;
                case 2:
                    bytes.Insert(at, (byte)"{}[],:\"\\0 1-e"[random.Next(13)]);
                    break;
                default:
                    bytes.RemoveRange(at, Math.Min(bytes.Count - at, random.Next(8)));
                    break;
            }

            if (bytes.Count == 0) bytes.Add((byte)'1');
        }

        return [.. bytes];
    }
}

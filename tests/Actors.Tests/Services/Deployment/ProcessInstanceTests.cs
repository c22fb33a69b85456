using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using System.Threading.Channels;
using Actors.Services;
using Actors.Services.Deployment.Agents;
using Actors.Services.Deployment.Packages;
using Actors.Storage;
using Actors.Tests.Client;
using Actors.Tests.Gateways.JsonRpc;
using Google.Protobuf;
using Xunit;

namespace Actors.Tests.Services.Deployment;

/// <summary>Processes that are shell scripts.</summary>
public sealed class ProcessInstanceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_was_said_last_is_why_it_ended()
    {
        if (OperatingSystem.IsWindows())
            return;
        using var process = ServeProcess.Start(Script("(sleep 0.1; echo at last >&2) & exit 3"), new ManualTime());

        await process.Ended.WaitAsync(Limits.Patience);

        Assert.Equal("the process ended with 3: at last", process.Reason);
    }

    [Fact]
    public async Task It_is_tried_again_when_its_files_could_not_be_written()
    {
        if (OperatingSystem.IsWindows())
            return;
        var (secrets, gone, die) = (Path.Combine(_folder.Path, "secrets"), Path.Combine(_folder.Path, "gone"), Path.Combine(_folder.Path, "die"));
        Directory.CreateDirectory(secrets);
        var news = Channel.CreateUnbounded<InstanceNews>();
        var (tools, order) = await OrderAsync(new ServeProgram(["sh", "-c", $"echo '{{\"host\":\"h\"}}'; while [ ! -e '{die}' ]; do sleep 0.02; done"], "", [], secrets, null));
        var instance = await ProcessInstance.StartAsync(order, tools, told => news.Writer.TryWrite(told));

        Directory.Move(secrets, gone);
        await File.WriteAllTextAsync(die, "");
        await ToldAsync(news.Reader, told => told.Reason.Contains(nameof(DirectoryNotFoundException), StringComparison.Ordinal));
        File.Delete(die);
        Directory.Move(gone, secrets);
        await ToldAsync(news.Reader, told => told.Host == "h");

        await File.WriteAllTextAsync(die, "");
        await instance.StopAsync().WaitAsync(Limits.Patience);
        Assert.True(instance.Ended.IsCompletedSuccessfully);
    }

    private static ProcessStartInfo Script(string script) => new("sh", ["-c", script]);

    private static async Task ToldAsync(ChannelReader<InstanceNews> news, Predicate<InstanceNews> isIt)
    {
        using var patience = new CancellationTokenSource(Limits.Patience);
        while (!isIt(await news.ReadAsync(patience.Token)))
        {
            // It tells more than that.
        }
    }

    private async Task<(InstanceTools Tools, StartInstance Order)> OrderAsync(ServeProgram program)
    {
        using var zip = new MemoryStream();
        using (var archive = new ZipArchive(zip, ZipArchiveMode.Create, leaveOpen: true))
            await archive.CreateEntry("a.dll").Open().DisposeAsync();
        var (store, id) = (new MemoryStore(), ObjectId.New(IdSource.System));
        await store.PutAsync(id, "package", new MemoryStream(zip.ToArray()));
        var packages = new PackageCache(store, Path.Combine(_folder.Path, "packages"), new PackageLimits(100, 1_000_000, 1_000_000));
        var tools = new InstanceTools(packages, null!, program, new NoPauses()) { StartTimeout = TimeSpan.FromHours(1), LeaveTimeout = TimeSpan.FromHours(1), Stuck = new StuckStarts(1) };
        var spec = new DeploymentSpec { Package = id.ToWire(), Sha256 = ByteString.CopyFrom(Digest.Of(zip.ToArray()).ToBytes()), Assembly = "a.dll", Type = "T", Arguments = ByteString.CopyFrom(Encoding.UTF8.GetBytes("[1]")) };
        return (tools, new StartInstance { Instance = "i", Service = "s", Spec = spec });
    }

    /// <summary>What others wait for minutes for comes at once.</summary>
    private sealed class NoPauses : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, dueTime > TimeSpan.Zero && dueTime <= TimeSpan.FromMinutes(1) ? TimeSpan.Zero : dueTime, period);
    }
}

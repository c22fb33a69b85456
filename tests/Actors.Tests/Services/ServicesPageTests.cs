using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Actors.Client;
using Actors.Services;
using Xunit;

namespace Actors.Tests.Services;

/// <summary>What <c>docs/services.md</c> shows, compiled and run: each block of C# on the page stands here, word for word but for the indentation.</summary>
[Collection(ServicesGroup.Name)]
public sealed partial class ServicesPageTests(ServicesFixture fixture)
{
    private static readonly string Page = File.ReadAllText(Path.Combine(RepositoryRoot(), "docs", "services.md"));

    public static TheoryData<string> Blocks => [.. CSharpBlock().Matches(Page).Select(match => match.Groups["code"].Value)];

    public static TheoryData<string> Codes =>
    [
        .. typeof(ErrorCodes).GetFields().Where(code => code.IsLiteral && code.IsPublic).Select(code => (string)code.GetRawConstantValue()!),
    ];

    [Theory]
    [MemberData(nameof(Blocks))]
    public void Every_block_of_the_page_is_compiled(string block) => Assert.Contains(Lines(block), Lines(File.ReadAllText(Path.Combine(RepositoryRoot(), "tests", "Actors.Tests", "Services", "ServicesPageTests.cs"))), StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Codes))]
    public void Every_code_of_an_error_is_explained(string code)
    {
        if (code is not (ErrorCodes.InUse or ErrorCodes.Unreachable))
            Assert.Contains($"| `{code}` |", Page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_does_what_it_says()
    {
        var cloud = fixture.Inside;
        await using var server = await cloud.Services.ServeAsync("accounts", new Accounts());

        await using var pool = await cloud.Services.ServeAsync(
            "reports", () => new Accounts(), new ServeOptions { Concurrency = 4, MaxRunning = 8, MaxPerSecond = 100, Labels = ["fast"] });

        Assert.Equal("100 100 105", await DynamicAsync(cloud));
        await TypedAsync(cloud);
        await InOneLineAsync(cloud);
        await KeptAsync(cloud);
        Assert.Equal("System.ArgumentException: bob has no account\n", await FailAsync(cloud));
    }

    private static async Task<string> DynamicAsync(ComputeCloud cloud)
    {
        dynamic c = cloud.Services.Client("accounts");

        int balance = await c.deposit("ann", 100);                  // the result becomes what it is assigned to
        int same = await c.deposit(account: "ann", amount: 5);      // by name, in any order

        IAsyncEnumerable<int> history = await c.history("ann");     // a stream: the method runs as fast as it is read
        await foreach (var amount in history)
            Console.WriteLine(amount);

        int before = await c.balance("ann") - 5;
        return $"{balance} {before} {same}";
    }

    private static async Task TypedAsync(ComputeCloud cloud)
    {
        var accounts = cloud.Services.Client<IAccounts>("accounts");

        int balance = await accounts.Balance("ann");
        await foreach (var amount in accounts.History("ann"))
            Console.WriteLine(amount);

        Assert.Equal(105, balance);
    }

    private static async Task InOneLineAsync(ComputeCloud cloud)
    {
        int balance = await cloud.CallAsync<int>("accounts", "balance", "ann");

        var urgent = new CallOptions { Timeout = TimeSpan.FromSeconds(2), Priority = 10 };
        int now = await cloud.CallAsync<int>("accounts", "balance", "ann", urgent);
        var client = cloud.Services.Client("accounts", urgent);     // or for all calls of a client

        Assert.Equal((105, 105, 105), (balance, now, await client.CallAsync<int>("balance", "ann")));

        using var source = new CancellationTokenSource();
        var call = cloud.CallAsync<int>("accounts", "balance", "ann", source.Token);
        await call;
    }

    private static async Task KeptAsync(ComputeCloud cloud)
    {
        var options = new CallOptions { Key = "order-7", KeepFor = TimeSpan.FromHours(24) };
        await cloud.Services.SubmitAsync("accounts", "deposit", ["ann", 20], options);

        // Later, or in another program:
        SubmittedCall call = cloud.Services.Submitted("accounts", "order-7");
        int balance = await call.ResultAsync<int>();                // waits; ResultNowAsync does not
        SubmittedState state = await call.StateAsync();             // NotReady, Ready, Expired or Unknown
        await call.CancelAsync();                                   // of one that has not ended

        Assert.Equal((125, SubmittedState.Ready), (balance, state));
    }

    private static async Task<string> FailAsync(ComputeCloud cloud)
    {
        var log = new StringWriter { NewLine = "\n" };
        try
        {
            await cloud.CallAsync<int>("accounts", "balance", "bob");
        }
        catch (RemoteException failure)                             // the method threw
        {
            log.WriteLine($"{failure.RemoteType}: {failure.Message}");
        }
        catch (ActorsException failure) when (failure.Code == ErrorCodes.Overloaded)
        {
            await Task.Delay(TimeSpan.FromSeconds(1));              // it did not run: try again
        }

        return log.ToString();
    }

    public interface IAccounts
    {
        Task<int> Balance(string account);

        IAsyncEnumerable<int> History(string account, CancellationToken cancel = default);
    }

    [CallTimeout("10s")]
    public sealed class Accounts
    {
        private readonly Dictionary<string, List<int>> _bookings = [];

        [CallGuarantee(Guarantee.AtLeastOnce)]
        public int Balance(string account) => Of(account).Sum();

        [CallLimit(MaxRunning = 1, MaxPerSecond = 50, Key = "account")]
        public int Deposit(string account, int amount)
        {
            _bookings.TryAdd(account, []);
            Of(account).Add(amount);
            return Balance(account);
        }

        public async IAsyncEnumerable<int> History(string account, [EnumeratorCancellation] CancellationToken cancel = default)
        {
            foreach (var amount in Of(account).ToArray())
            {
                cancel.ThrowIfCancellationRequested();
                await Task.Yield();
                yield return amount;
            }
        }

        [NotCallable]
        public List<int> Of(string account) => _bookings.TryGetValue(account, out var bookings) ? bookings : throw new ArgumentException($"{account} has no account");
    }

    private static string Lines(string code) => string.Join('\n', code.ReplaceLineEndings("\n").Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0));

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Actors.sln"))) folder = folder.Parent;
        return folder.FullName;
    }

    [GeneratedRegex(@"^```csharp\r?\n(?<code>.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex CSharpBlock();
}

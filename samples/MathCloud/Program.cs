using Actors.Client;
using Actors.Services;
using Samples;

// MathCloud             a cluster of its own, in this process
// MathCloud HOST:PORT   the cluster at this address; who serves and who calls may sit anywhere
await using var cloud = args.Length > 0 ? await ComputeCloud.ConnectAsync(args[0]) : await ComputeCloud.StartEmbeddedAsync();

// A pool of four objects, each of which gets one call at a time.
await using var server = await cloud.Services.ServeAsync("math", () => new MathCloud(digits: 4), new ServeOptions { Concurrency = 4 });

// Dynamic: methods as if they were the client's own.
dynamic c = cloud.Services.Client("math");
int sum = await c.add(6, 8);
string greeting = await c.greet(name: "you");
Console.WriteLine($"{sum}, {greeting}");

// Typed: an interface of the caller's.
var math = cloud.Services.Client<IMathCloud>("math");
Console.WriteLine(await math.Sqrt(2));
await foreach (var prime in math.Primes(below: 20)) Console.Write($"{prime} ");
Console.WriteLine();

// In one line, and many at a time: they travel together by themselves.
var sums = await Task.WhenAll(Enumerable.Range(0, 1000).Select(i => cloud.CallAsync<int>("math", "add", i, i)));
Console.WriteLine(sums.Sum());

// Submitted now, asked for later, by whoever knows the key.
await cloud.Services.SubmitAsync("math", "add", [20, 22], new CallOptions { Key = "answer" });
Console.WriteLine(await cloud.Services.Submitted("math", "answer").ResultAsync<int>());

// What a method throws comes back by name.
try
{
    await math.Sqrt(-1);
}
catch (RemoteException failure)
{
    Console.WriteLine(failure.RemoteType);
}

using Actors.Client;

await using var cloud = await ComputeCloud.StartEmbeddedAsync();

var text = await cloud.AddStringAsync("text", "to be or not to be");
var job = await cloud.AddJobAsync(new NewJob("count", "csharp")
{
    Source = """
        foreach (var word in Net.ReadLines("text").SelectMany(line => line.Split(' ')).GroupBy(word => word).OrderBy(word => word.Key))
            Console.WriteLine($"{word.Key} {word.Count()}");
        """,
    Inputs = { { "text", text } },
});

await job.WaitAsync();
Console.WriteLine(await job.Output.GetStringAsync());

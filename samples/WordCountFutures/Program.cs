using Actors;
using Actors.Client;
using Actors.Futures;
using WordCountFutures;

// Counts the words of texts by futures: each text is read here and put on a worker, counted where it lies, and the counts are merged in pairs, as a tree.
// With a contact point it uses that cluster; its workers need this assembly: actors.futures.assemblies = [/path/to/WordCountFutures.dll].
var isContact = args is ["--connect", ..];
var files = isContact ? args.Skip(2).ToArray() : args;
if (files.Length == 0)
    return Fail(2, "usage: WordCountFutures [--connect HOST:PORT] FILE...");
if (Array.Find(files, file => !File.Exists(file)) is { } missing)
    return Fail(2, $"the file '{missing}' does not exist");
try
{
    await using var cloud = isContact ? await ComputeCloud.ConnectAsync(args[1]) : await ComputeCloud.StartEmbeddedAsync();
    var texts = await cloud.Futures.ScatterEachAsync(files.Select(File.ReadAllText));
    var counts = cloud.Futures.Map(Words.Count, texts);
    while (counts.Count > 1)
        counts = [.. counts.Chunk(2).Select(pair => pair is [var left, var right] ? cloud.Futures.Submit(Words.Merge, left, right) : pair[0])];

    // The merged counts stay where they are; only the top of them comes here.
    foreach (var (word, count) in await cloud.Futures.Submit(Words.Top, counts[0], Argument.Of(5)))
        Console.WriteLine($"{word} {count}");
    return 0;
}
catch (ActorsException failure)
{
    return Fail(1, failure.Message);
}

static int Fail(int code, string message)
{
    Console.Error.WriteLine(message);
    return code;
}

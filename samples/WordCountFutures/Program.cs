using Actors.Client;
using Actors.Futures;
using WordCountFutures;

// Counts the words of texts by futures: each text is read here and put on a worker, counted where it lies, and the counts are merged in pairs, as a tree.
// With a contact point it uses that cluster; its workers need this assembly: actors.futures.assemblies = [/path/to/WordCountFutures.dll].
var contact = args is ["--connect", var at, ..] ? at : null;
var files = contact is null ? args : args[2..];
if (files.Length == 0)
{
    Console.Error.WriteLine("usage: WordCountFutures [--connect HOST:PORT] FILE...");
    return 2;
}

await using var cloud = contact is null ? await ComputeCloud.StartEmbeddedAsync() : await ComputeCloud.ConnectAsync(contact);
var texts = await cloud.Futures.ScatterEachAsync(files.Select(File.ReadAllText));
var counts = cloud.Futures.Map(Words.Count, texts);
while (counts.Count > 1)
    counts = [.. counts.Chunk(2).Select(pair => pair is [var left, var right] ? cloud.Futures.Submit(Words.Merge, left, right) : pair[0])];

// The merged counts stay where they are; only the top of them comes here.
foreach (var (word, count) in await cloud.Futures.Submit(Words.Top, counts[0], Argument.Of(5)))
    Console.WriteLine($"{word} {count}");
return 0;

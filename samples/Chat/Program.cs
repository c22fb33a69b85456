using Actors;
using Actors.Messaging;

// A chat among the servers of a config: each line goes to all others, "@2 hello" to pid 2 alone. It ends with its input, after everybody has what was said.
// Run it in several terminals:  Chat 1   Chat 2   Chat 3
if (args.Length is 0 or > 2 || !int.TryParse(args[0], out var pid))
{
    Console.Error.WriteLine("usage: Chat PID [CONFIG]");
    return 2;
}

var settings = new ServerSettings { SendTimeout = TimeSpan.FromSeconds(3) };
try
{
    await using var server = Server.Start<Line>(pid, args.Length > 1 ? args[1] : Path.Combine(AppContext.BaseDirectory, "chat.json"), settings);
    var listening = ListenAsync(server);
    Console.WriteLine($"you are {pid}; with you: {string.Join(", ", server.Peers)}");
    while (await Console.In.ReadLineAsync() is { } typed)
        await SayAsync(server, typed);
    await server.DisposeAsync();
    await listening;
    return 0;
}
catch (ActorsException failure)
{
    Console.Error.WriteLine(failure.Message);
    return 1;
}

static async Task ListenAsync(Server<Line> server)
{
    await foreach (var envelope in server.Inbox.ReadAllAsync())
        Console.WriteLine($"{envelope.Pid}{(envelope.Message.IsPrivate ? " to you" : "")}: {envelope.Message.Text}");
}

static async Task SayAsync(Server<Line> server, string typed)
{
    try
    {
        var (target, text) = Parse(typed);
        await server.SendAsync(Envelope.To(target, new Line(text, IsPrivate: target != Envelope.Broadcast)));
    }
    catch (ActorsException failure)
    {
        // Somebody is not there, or does not exist: the others go on.
        Console.WriteLine($"! {failure.Message}");
    }
}

static (int Target, string Text) Parse(string typed)
{
    var words = typed.Split(' ', 2);
    return words is [['@', .. var name], var rest] && int.TryParse(name, out var target) ? (target, rest) : (Envelope.Broadcast, typed);
}

/// <summary>What is said: the type of all messages of the chat.</summary>
internal sealed record Line(string Text, bool IsPrivate);

using Actors.Cluster.Tests.Processes;
using Xunit;

namespace Actors.Cluster.Tests;

/// <summary>The sample chat, by processes that talk to each other.</summary>
public sealed class ChatSampleTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Three_people_chat_and_leave_when_all_is_said()
    {
        var folder = Directory.CreateTempSubdirectory("actors-chat-").FullName;
        var config = Path.Combine(folder, "chat.json");
        await File.WriteAllTextAsync(config, string.Join('\n', FreePorts.Take(3).Select((port, index) => $$"""{"Pid": {{index + 1}}, "Addr": "127.0.0.1:{{port}}"}""")));
        await using var one = await JoinAsync(1);
        await using var two = await JoinAsync(2);

        // Who comes late gets what was said before: the speaker is told after three seconds that he is not there.
        await one.TypeAsync("hello all");
        await HearsAsync(two, "1: hello all");
        await using var three = await JoinAsync(3);
        await HearsAsync(three, "1: hello all");

        await two.TypeAsync("@1 psst");
        await HearsAsync(one, "2 to you: psst");
        await three.TypeAsync("@9 who?");
        await HearsAsync(three, $"! Target pid missing in the config file: 9 is not in {config}.");
        await two.TypeAsync("bye");
        await HearsAsync(three, "2: bye");
        Assert.DoesNotContain("psst", three.Output.ToString());

        foreach (var person in new[] { two, three, one })
        {
            person.EndInput();
            Assert.Equal(0, (await person.ExitAsync(Limit)).ExitCode);
        }

        Directory.Delete(folder, recursive: true);

        async Task<ActorsProcess> JoinAsync(int pid)
        {
            var person = ActorsProcess.StartProgram($"chat {pid}", folder, "Chat", pid.ToString(), config);
            await HearsAsync(person, $"you are {pid}; with you: {string.Join(", ", new[] { 1, 2, 3 }.Where(other => other != pid))}");
            return person;
        }
    }

    private static Task HearsAsync(ActorsProcess person, string line) => person.Output.WaitAsync($"'{line}'", heard => heard == line, Limit);
}

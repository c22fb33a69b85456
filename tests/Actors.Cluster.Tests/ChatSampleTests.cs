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
        using var room = await ChatRoom.OpenAsync(3);
        await using var one = await room.JoinAsync(1);
        await using var two = await room.JoinAsync(2);

        // Who comes late gets what was said before.
        await one.TypeAsync("hello all");
        await HearsAsync(two, "1: hello all");
        await using var three = await room.JoinAsync(3);
        await HearsAsync(three, "1: hello all");

        await two.TypeAsync("@1 psst");
        await HearsAsync(one, "2 to you: psst");
        await three.TypeAsync("@9 who?");
        await HearsAsync(three, $"! Target pid missing in the config file: 9 is not in {room.Config}.");
        await two.TypeAsync("bye");
        await HearsAsync(three, "2: bye");
        Assert.DoesNotContain("psst", three.Output.ToString());

        foreach (var person in new[] { two, three, one })
        {
            person.EndInput();
            Assert.Equal(0, (await person.ExitAsync(Limit)).ExitCode);
        }
    }

    [Fact]
    public async Task Who_is_killed_and_comes_back_is_spoken_to_again()
    {
        using var room = await ChatRoom.OpenAsync(2);
        await using var one = await room.JoinAsync(1);
        await using (var two = await room.JoinAsync(2))
        {
            await one.TypeAsync("are you there?");
            await HearsAsync(two, "1: are you there?");
            await two.KillAsync();
        }

        await one.TypeAsync("and now?");
        await using var again = await room.JoinAsync(2);
        await HearsAsync(again, "1: and now?");
        await again.TypeAsync("yes");
        await HearsAsync(one, "2: yes");
    }

    private static Task HearsAsync(ActorsProcess person, string line) => person.Output.WaitAsync($"'{line}'", heard => heard == line, Limit);

    /// <summary>A folder with a config of the chat on free ports.</summary>
    private sealed class ChatRoom(string folder, int size) : IDisposable
    {
        public string Config => Path.Combine(folder, "chat.json");

        public static async Task<ChatRoom> OpenAsync(int size)
        {
            var room = new ChatRoom(Directory.CreateTempSubdirectory("actors-chat-").FullName, size);
            await File.WriteAllLinesAsync(room.Config, FreePorts.Take(size).Select((port, index) => $$"""{"Pid": {{index + 1}}, "Addr": "127.0.0.1:{{port}}"}"""));
            return room;
        }

        public async Task<ActorsProcess> JoinAsync(int pid)
        {
            var person = ActorsProcess.StartProgram($"chat {pid}", folder, "Chat", pid.ToString(), Config);
            await HearsAsync(person, $"you are {pid}; with you: {string.Join(", ", Enumerable.Range(1, size).Where(other => other != pid))}");
            return person;
        }

        public void Dispose() => Directory.Delete(folder, recursive: true);
    }
}

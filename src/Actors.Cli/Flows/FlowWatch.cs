using System.Security.Cryptography;
using System.Text;
using Actors.Cli.Output;
using Actors.Dataflow;

namespace Actors.Cli.Flows;

/// <summary>What a running flow tells to who knows its word: the methods of its <see cref="Services.SocketServer"/>.</summary>
internal sealed class FlowWatch(Director director, FlowRecord record)
{
    public async Task<FlowTopDocument> Statistics(string word)
    {
        MustKnow(word);
        var actors = await director.GetStatisticsAsync().ConfigureAwait(false);
        return new FlowTopDocument(record.Flow, record.File, record.Pid, record.Started, [.. actors.Where(actor => actor.Actor[0] != '_').Select(FlowActorDocument.Of)]);
    }

    public async Task<IReadOnlyList<FlowStepDocument>> Trace(string word, string id)
    {
        MustKnow(word);
        if (!EventId.TryParse(id, out var found)) throw new ActorsException(ErrorCodes.Invalid, $"'{id}' is no id of an event: expected 32 hexadecimal digits");
        var steps = await director.TraceAsync(found).ConfigureAwait(false);
        return [.. steps.Select(FlowStepDocument.Of)];
    }

    private void MustKnow(string word)
    {
        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(word), Encoding.UTF8.GetBytes(record.Word)))
            throw new ActorsException(ErrorCodes.Invalid, "the word is not that of this flow");
    }
}

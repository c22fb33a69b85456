using Actors.Dispatch;
using Actors.Jobs.Table;

namespace Actors.Jobs.Brokers;

/// <summary>Where a broker's events become durable. One append at a time, in order; a writer that was overtaken appends nothing more.</summary>
internal interface IJobJournal
{
    /// <summary>What is appended is gone when this process ends.</summary>
    bool IsVolatile { get; }

    /// <summary>Makes the caller the writer, under a ballot above all before it, and returns all events so far.</summary>
    Task<JobHistory> TakeOverAsync();

    /// <summary>Completes once the events are durable; fails when another has become the writer.</summary>
    ValueTask AppendAsync(Ballot ballot, IReadOnlyList<JobEvent> events);
}

/// <summary>All that the writers before this ballot have decided.</summary>
internal sealed record JobHistory(Ballot Ballot, IReadOnlyList<JobEvent> Events);

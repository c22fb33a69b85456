using Actors.Dispatch;
using Actors.Jobs.Table;
using Actors.Jobs.Workers;

namespace Actors.Jobs;

/// <summary>The small parts that many messages of jobs.proto share.</summary>
internal static class JobMessages
{
    public static BallotMessage ToWire(this Ballot ballot) => new() { Counter = ballot.Counter, Node = ballot.Node };

    public static Ballot ToBallot(this BallotMessage? message) => message is null || message.Counter == 0 ? Ballot.None : new Ballot(message.Counter, message.Node);

    public static EpochMessage ToWire(this Epoch epoch) => new() { Ballot = epoch.Ballot.ToWire(), Number = epoch.Number };

    public static Epoch ToEpoch(this EpochMessage? message) => message is null ? Epoch.None : new Epoch(message.Ballot.ToBallot(), message.Number);

    public static HeldJob ToWire(this HeldRun run) => new() { JobId = run.Job.ToWire(), Epoch = run.Epoch.ToWire() };

    public static HeldRun ToHeldRun(this HeldJob message) =>
        new(JobId.FromWire(message.JobId), message.Epoch.ToEpoch(), Math.Clamp(message.Progress, 0, 1), message.ProgressText.Shortened());

    public static RunKey ToRunKey(this HeldJob message) => new(JobId.FromWire(message.JobId), message.Epoch.ToEpoch());
}

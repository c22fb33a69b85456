using System.Collections.Immutable;
using Actors.Dispatch;

namespace Actors.Jobs.Workers;

/// <summary>What can happen to a <see cref="WorkerTable"/>.</summary>
internal abstract record WorkerInput;

/// <summary>Another broker is the active one now, or none is.</summary>
internal sealed record BrokerChanged(bool IsThere) : WorkerInput;

/// <summary><paramref name="Number"/> is that of the <see cref="SendRegistration"/> that it answers.</summary>
internal sealed record Registered(Ballot Ballot, LeaseTerms Terms, long Number) : WorkerInput;

internal sealed record RegistrationAsked : WorkerInput;

internal sealed record ReportWasAnswered(
    Ballot Ballot, long Sequence, ImmutableArray<RunKey> Renewed, ImmutableArray<RunKey> Refused, ImmutableArray<RunKey> Unknown) : WorkerInput;

internal sealed record RunGranted(Epoch Epoch, JobSpec Job, string Client, int Attempt, long AnswersSequence) : WorkerInput;

internal sealed record StopAsked(Ballot Ballot, RunKey Run, string Reason) : WorkerInput;

internal sealed record ResultWasAnswered(Ballot Ballot, RunKey Run, bool Accepted, string Reason) : WorkerInput;

/// <summary>The job told how far it is.</summary>
internal sealed record RunProgressed(RunKey Run, double Fraction, string Text) : WorkerInput;

/// <summary>The run has ended and nothing of it is left.</summary>
internal sealed record RunEnded(RunKey Run, RunOutcome Outcome) : WorkerInput;

internal sealed record TimePassed : WorkerInput;

/// <summary>The worker is ready to hold more than its last report said; the broker should hear of it at once.</summary>
internal sealed record CreditChanged : WorkerInput;

/// <summary>Takes nothing new; what runs may go on for a while.</summary>
internal sealed record DrainBegun(TimeSpan Patience) : WorkerInput;

/// <summary>One run: the job and the grant it runs under.</summary>
internal readonly record struct RunKey(JobId Job, Epoch Epoch);

using Actors.Dispatch;
using Actors.Jobs.Table;
using Google.Protobuf;

namespace Actors.Jobs.Brokers;

/// <summary>Workers' messages as the table's commands, and the table's effects as messages to workers.</summary>
internal static class BrokerWire
{
    private const int MostWindow = 10_000;
    private const int MostLabels = 200;

    /// <exception cref="ActorsException">The message is malformed.</exception>
    /// <exception cref="ArgumentException">An id in it has the wrong length.</exception>
    public static WorkerCommand CommandOf(object message) => message switch
    {
        RegisterWorker register => new Register(
            Known(register.Worker), register.Incarnation, LabelSet.Of(register.Labels.Take(MostLabels)), register.Previous.ToBallot(), register.Registration),
        WorkerReport report => new Report(
            report.Worker, report.Incarnation, report.Sequence, Math.Clamp(report.Window, 0, MostWindow), [.. report.Held.Select(held => held.ToHeldRun())]),
        ResumeJob resume => new Resume(resume.Worker, resume.Incarnation, resume.Epoch.ToEpoch(), (resume.Job ?? new JobDefinition()).ToSpec(), resume.Client),
        JobFinished finished => new Finish(
            finished.Worker, finished.Incarnation, JobId.FromWire(finished.JobId), finished.Epoch.ToEpoch(), Checked(finished.Outcome)),
        ReturnJob returned => new Return(returned.Worker, returned.Incarnation, JobId.FromWire(returned.JobId), returned.Epoch.ToEpoch(), returned.Reason.Shortened()),
        _ => throw new ArgumentException($"Not a worker's message: {message.GetType()}", nameof(message)),
    };

    public static IMessage MessageOf(WorkerEffect effect, Ballot ballot, LeaseTerms lease) => effect switch
    {
        Welcome welcome => new WorkerRegistered
        {
            Worker = welcome.Worker,
            Incarnation = welcome.Incarnation,
            Ballot = ballot.ToWire(),
            LeaseMs = (long)lease.Duration.TotalMilliseconds,
            MarginMs = (long)lease.Margin.TotalMilliseconds,
            Registration = welcome.Number,
        },
        AskRegistration ask => new RegistrationNeeded { Worker = ask.Worker, Incarnation = ask.Incarnation },
        AnswerReport answer => ReportAnswer(answer, ballot),
        Run run => new RunJob
        {
            Worker = run.Worker,
            Incarnation = run.Incarnation,
            Epoch = run.Epoch.ToWire(),
            Job = run.Job.ToWire(),
            Client = run.Client,
            Attempt = run.Attempt,
            AnswersSequence = run.AnswersSequence,
        },
        Stop stop => new StopJob
        {
            Worker = stop.Worker,
            Incarnation = stop.Incarnation,
            JobId = stop.Job.ToWire(),
            Epoch = stop.Epoch.ToWire(),
            Reason = stop.Reason,
            Ballot = ballot.ToWire(),
        },
        AnswerResult answer => new ResultAnswered
        {
            Worker = answer.Worker,
            Incarnation = answer.Incarnation,
            JobId = answer.Job.ToWire(),
            Epoch = answer.Epoch.ToWire(),
            Accepted = answer.Accepted,
            Reason = answer.Reason,
            Ballot = ballot.ToWire(),
        },
        _ => throw new ArgumentException($"No message for {effect}", nameof(effect)),
    };

    private static ReportAnswered ReportAnswer(AnswerReport answer, Ballot ballot)
    {
        var message = new ReportAnswered { Worker = answer.Worker, Incarnation = answer.Incarnation, Sequence = answer.Sequence, Ballot = ballot.ToWire() };
        message.Renewed.Add(answer.Renewed.Select(run => run.ToWire()));
        message.Refused.Add(answer.Refused.Select(run => run.ToWire()));
        message.Unknown.Add(answer.Unknown.Select(run => run.ToWire()));
        return message;
    }

    private static string Known(string worker) =>
        worker.Length is > 0 and <= 100 ? worker : throw new ActorsException(ErrorCodes.Invalid, "a worker's id has 1 to 100 characters");

    // A result without its object would complete the job with nothing to read.
    private static RunOutcome Checked(RunOutcome? outcome)
    {
        if (outcome is null || (outcome.Verdict == JobVerdict.Ok && outcome.ObjectId.Length != Storage.ObjectId.SizeBytes))
            throw new ActorsException(ErrorCodes.Invalid, "the outcome is incomplete");
        if (outcome.Reason.Length <= Reasons.MaxLength)
            return outcome;
        var copy = outcome.Clone();
        copy.Reason = copy.Reason.Shortened();
        return copy;
    }
}

using System.Collections.Immutable;
using Actors.Dispatch;
using Google.Protobuf;
using Google.Protobuf.Collections;

namespace Actors.Jobs.Workers;

/// <summary>The broker's messages as the worker table's inputs, and its actions as messages to the broker.</summary>
internal static class WorkerWire
{
    private const int LongestProgressText = 200;

    /// <summary>Null: the message is for an incarnation of this worker that is over.</summary>
    public static WorkerInput? InputOf(IMessage message, WorkerIdentity self)
    {
        return message switch
        {
            WorkerRegistered m when IsForUs(m.Worker, m.Incarnation) => new Registered(m.Ballot.ToBallot(), TermsOf(m), m.Registration),
            RegistrationNeeded m when IsForUs(m.Worker, m.Incarnation) => new RegistrationAsked(),
            ReportAnswered m when IsForUs(m.Worker, m.Incarnation) =>
                new ReportWasAnswered(m.Ballot.ToBallot(), m.Sequence, Keys(m.Renewed), Keys(m.Refused), Keys(m.Unknown)),
            RunJob m when IsForUs(m.Worker, m.Incarnation) => new RunGranted(m.Epoch.ToEpoch(), m.Job.ToSpec(), m.Client, m.Attempt, m.AnswersSequence),
            StopJob m when IsForUs(m.Worker, m.Incarnation) => new StopAsked(m.Ballot.ToBallot(), KeyOf(m.JobId, m.Epoch), m.Reason),
            ResultAnswered m when IsForUs(m.Worker, m.Incarnation) =>
                new ResultWasAnswered(m.Ballot.ToBallot(), KeyOf(m.JobId, m.Epoch), m.Accepted, m.Reason),
            _ => null,
        };

        bool IsForUs(string worker, long incarnation) => worker == self.Id && incarnation == self.Incarnation;
    }

    /// <summary>Null: the action is not about telling the broker something.</summary>
    public static IMessage? MessageOf(WorkerAction action, WorkerIdentity self, Ballot last) => action switch
    {
        SendRegistration registration => Registration(registration, self, last),
        SendReport report => ReportMessage(report, self),
        SendResume { Run: var run } => new ResumeJob
        {
            Worker = self.Id,
            Incarnation = self.Incarnation,
            Epoch = run.Key.Epoch.ToWire(),
            Job = run.Job.ToWire(),
            Client = run.Client,
        },
        SendResult { Run: var run } => new JobFinished
        {
            Worker = self.Id,
            Incarnation = self.Incarnation,
            JobId = run.Key.Job.ToWire(),
            Epoch = run.Key.Epoch.ToWire(),
            Outcome = run.Outcome,
        },
        SendReturn back => new ReturnJob
        {
            Worker = self.Id,
            Incarnation = self.Incarnation,
            JobId = back.Run.Job.ToWire(),
            Epoch = back.Run.Epoch.ToWire(),
            Reason = back.Reason,
        },
        _ => null,
    };

    private static RegisterWorker Registration(SendRegistration registration, WorkerIdentity self, Ballot last)
    {
        var message = new RegisterWorker { Worker = self.Id, Incarnation = self.Incarnation, Previous = last.ToWire(), Registration = registration.Number };
        message.Labels.Add(self.Labels);
        return message;
    }

    private static WorkerReport ReportMessage(SendReport report, WorkerIdentity self)
    {
        var message = new WorkerReport { Worker = self.Id, Incarnation = self.Incarnation, Sequence = report.Sequence, Window = report.Window };
        message.Held.Add(report.Held.Select(run => new HeldJob
        {
            JobId = run.Key.Job.ToWire(),
            Epoch = run.Key.Epoch.ToWire(),
            Progress = run.Progress,
            ProgressText = run.ProgressText.Length > LongestProgressText ? run.ProgressText[..LongestProgressText] : run.ProgressText,
        }));
        return message;
    }

    private static LeaseTerms TermsOf(WorkerRegistered message) => new(TimeSpan.FromMilliseconds(message.LeaseMs), TimeSpan.FromMilliseconds(message.MarginMs));

    private static RunKey KeyOf(ByteString job, EpochMessage epoch) => new(JobId.FromWire(job), epoch.ToEpoch());

    private static ImmutableArray<RunKey> Keys(RepeatedField<HeldJob> jobs) => [.. jobs.Select(job => job.ToRunKey())];
}

using Actors.Jobs;

namespace Actors.Serialization;

/// <summary>The messages of jobs.proto.</summary>
internal static class JobsMessages
{
    public static WireMessage[] All { get; } =
    [
        WireMessage.Of("J1", SubmitJob.Parser),
        WireMessage.Of("J2", JobAccepted.Parser),
        WireMessage.Of("J3", CancelJob.Parser),
        WireMessage.Of("J4", GetJob.Parser),
        WireMessage.Of("J5", JobShown.Parser),
        WireMessage.Of("J6", ListJobs.Parser),
        WireMessage.Of("J7", JobsListed.Parser),
        WireMessage.Of("J8", GetJobLog.Parser),
        WireMessage.Of("J9", JobLogShown.Parser),
        WireMessage.Of("J10", ExplainJob.Parser),
        WireMessage.Of("J11", JobExplained.Parser),
        WireMessage.Of("J12", JobRequestFailed.Parser),
        WireMessage.Of("J13", RegisterWorker.Parser),
        WireMessage.Of("J14", WorkerRegistered.Parser),
        WireMessage.Of("J15", RegistrationNeeded.Parser),
        WireMessage.Of("J16", BrokerInactive.Parser),
        WireMessage.Of("J17", WorkerReport.Parser),
        WireMessage.Of("J18", ReportAnswered.Parser),
        WireMessage.Of("J19", ResumeJob.Parser),
        WireMessage.Of("J20", RunJob.Parser),
        WireMessage.Of("J21", StopJob.Parser),
        WireMessage.Of("J22", ReturnJob.Parser),
        WireMessage.Of("J23", JobFinished.Parser),
        WireMessage.Of("J24", ResultAnswered.Parser),
    ];
}

using Akka.Event;

// Messages whose loss is expected and seen to by whoever sent them, by time-outs, by asking again or elsewhere: a node that is gone is one line of the
// cluster's log, and every message that was on its way to it would be one more.
namespace Actors.Links
{
    public sealed partial class LinkData : IDeadLetterSuppression;

    public sealed partial class LinkDemand : IDeadLetterSuppression;

    public sealed partial class LinkIdle : IDeadLetterSuppression;

    public sealed partial class LinkBroken : IDeadLetterSuppression;
}

namespace Actors.Storage
{
    public sealed partial class PutObject : IDeadLetterSuppression;

    public sealed partial class ObjectStored : IDeadLetterSuppression;

    public sealed partial class StorageRefused : IDeadLetterSuppression;

    public sealed partial class CopyObject : IDeadLetterSuppression;

    public sealed partial class CopyStored : IDeadLetterSuppression;

    public sealed partial class OpenUpload : IDeadLetterSuppression;

    public sealed partial class OpenCopy : IDeadLetterSuppression;

    public sealed partial class GetObject : IDeadLetterSuppression;

    public sealed partial class ObjectAnswer : IDeadLetterSuppression;

    public sealed partial class OpenDownload : IDeadLetterSuppression;

    public sealed partial class ListObjects : IDeadLetterSuppression;

    public sealed partial class ObjectList : IDeadLetterSuppression;

    public sealed partial class OfferCopies : IDeadLetterSuppression;

    public sealed partial class CopiesWanted : IDeadLetterSuppression;
}

namespace Actors.Messaging
{
    public sealed partial class OpenChannel : IDeadLetterSuppression;

    public sealed partial class ChannelState : IDeadLetterSuppression;
}

// Said every second, or until the answer comes.
namespace Actors.Services
{
    public sealed partial class RegisterHost : IDeadLetterSuppression;

    public sealed partial class HostReport : IDeadLetterSuppression;

    public sealed partial class HostAccepted : IDeadLetterSuppression;

    public sealed partial class CheckCalls : IDeadLetterSuppression;

    public sealed partial class CallsKnown : IDeadLetterSuppression;

    public sealed partial class AskInstances : IDeadLetterSuppression;

    public sealed partial class InstancesReport : IDeadLetterSuppression;

    public sealed partial class StartInstance : IDeadLetterSuppression;

    public sealed partial class StopInstance : IDeadLetterSuppression;
}

namespace Actors.Jobs
{
    public sealed partial class RegisterWorker : IDeadLetterSuppression;

    public sealed partial class WorkerReport : IDeadLetterSuppression;
}

namespace Actors.Dataflow.Wire
{
    public sealed partial class OpenPart : IDeadLetterSuppression;

    public sealed partial class EdgeProgress : IDeadLetterSuppression;
}

using System.Collections.Immutable;
using Akka.Event;
using Akka.Remote.Internal;

namespace Akka.Cluster.Tools.Client.Internal;

/// <summary>What client and receptionist say to each other about contacts.</summary>
/// <remarks>
/// <code>
/// client                             receptionist
///   GetContacts              ---&gt;              to all known ones, until one answers
///                            &lt;---  Contacts    from then on this is the client's receptionist
///   ClusterClient.Send, ...  ---&gt;              on behalf of any sender; the answers come back by the receptionist
///   Heartbeat                ---&gt;
///                            &lt;---  HeartbeatRsp
///                            &lt;---  ReceptionistShutdown
/// </code>
/// </remarks>
internal abstract record ReceptionistProtocol : IClusterClientMessage
{
    internal sealed record GetContacts : ReceptionistProtocol, IDeadLetterSuppression
    {
        public static readonly GetContacts Instance = new();
    }

    /// <param name="Paths">Of this and some other receptionists, with address.</param>
    internal sealed record Contacts(ImmutableArray<string> Paths) : ReceptionistProtocol;

    internal sealed record Heartbeat : ReceptionistProtocol, IDeadLetterSuppression, IPriorityMessage
    {
        public static readonly Heartbeat Instance = new();
    }

    internal sealed record HeartbeatRsp : ReceptionistProtocol, IDeadLetterSuppression, IPriorityMessage
    {
        public static readonly HeartbeatRsp Instance = new();
    }

    internal sealed record ReceptionistShutdown : ReceptionistProtocol, IDeadLetterSuppression
    {
        public static readonly ReceptionistShutdown Instance = new();
    }
}

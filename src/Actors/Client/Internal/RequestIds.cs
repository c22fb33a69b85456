using Actors.Jobs;
using Actors.Services;
using Google.Protobuf;

namespace Actors.Client.Internal;

/// <summary>Request numbers: drawn at random, because a front has many clients; found again in every answer.</summary>
internal static class RequestIds
{
    /// <summary>63 bits, so that it is a link's number too.</summary>
    public static ulong New(IdSource ids) => (ulong)ids.Next() & long.MaxValue;

    /// <summary>The request that a message answers, or null when it is no answer.</summary>
    public static ulong? OfAnswer(IMessage message) => message switch
    {
        Welcome answer => answer.RequestId,
        RequestFailed answer => answer.RequestId,
        PutDone answer => answer.RequestId,
        ContentFound answer => answer.RequestId,
        ContentShown answer => answer.RequestId,
        ContentsListed answer => answer.RequestId,
        ClusterShown answer => answer.RequestId,
        RingShown answer => answer.RequestId,
        JobAccepted answer => answer.RequestId,
        JobShown answer => answer.RequestId,
        JobsListed answer => answer.RequestId,
        JobLogShown answer => answer.RequestId,
        JobExplained answer => answer.RequestId,
        JobRequestFailed answer => answer.RequestId,
        ReplyShown answer => answer.RequestId,
        ServicesListed answer => answer.RequestId,
        DeploymentShown answer => answer.RequestId,
        DeploymentsListed answer => answer.RequestId,
        ServiceRequestFailed answer => answer.RequestId,
        _ => null,
    };

    /// <summary>The failure that an answer tells, or null.</summary>
    public static ActorsException? FailureIn(IMessage answer) => answer switch
    {
        RequestFailed failed => new ActorsException(failed.Code, failed.Message),
        JobRequestFailed failed => new ActorsException(failed.Code, failed.Message),
        _ => null,
    };
}

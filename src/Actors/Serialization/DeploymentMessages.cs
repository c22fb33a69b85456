using Actors.Services;

namespace Actors.Serialization;

/// <summary>The messages of deployment.proto.</summary>
internal static class DeploymentMessages
{
    public static WireMessage[] All { get; } =
    [
        WireMessage.Of("D1", Deploy.Parser),
        WireMessage.Of("D2", ScaleDeployment.Parser),
        WireMessage.Of("D3", GetDeployment.Parser),
        WireMessage.Of("D4", DeploymentShown.Parser),
        WireMessage.Of("D5", ListDeployments.Parser),
        WireMessage.Of("D6", DeploymentsListed.Parser),
        WireMessage.Of("D7", AskInstances.Parser),
        WireMessage.Of("D8", InstancesReport.Parser),
        WireMessage.Of("D9", StartInstance.Parser),
        WireMessage.Of("D10", StopInstance.Parser),
        WireMessage.Of("D11", RollBackDeployment.Parser),
    ];
}

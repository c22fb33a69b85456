namespace Actors.Services.Deployment.Agents;

/// <summary>An instance that serves.</summary>
internal interface IDeployedInstance
{
    /// <summary>Names it among the hosts of its service.</summary>
    string Host { get; }

    /// <summary>Completed when it serves no more, whoever ended it.</summary>
    Task Ended { get; }

    /// <summary>What waits for it goes to others, what runs may end; all that it used is let go of.</summary>
    Task StopAsync();
}

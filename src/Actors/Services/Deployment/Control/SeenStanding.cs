using Actors.Services.Deployment.Planning;

namespace Actors.Services.Deployment.Control;

/// <summary>How a revision stood when a change was asked for: when the change's turn comes, another one may be wanted, of which nothing is known.</summary>
internal readonly record struct SeenStanding(UInt128 Revision, Standing Standing)
{
    public Standing Of(StoredDeployment? stored) => stored is null ? Standing.Starting
        : stored.Document.IsUp ? Standing.Up
        : Revisions.Of(stored.Document.Spec) == Revision ? Standing : Standing.Starting;
}

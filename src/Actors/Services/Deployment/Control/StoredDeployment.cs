using Actors.Storage;

namespace Actors.Services.Deployment.Control;

/// <summary>A document as it lies in the store.</summary>
/// <param name="Id">Of the object: the highest one of a service counts.</param>
/// <param name="Document">What is wanted.</param>
internal sealed record StoredDeployment(ObjectId Id, DeploymentDocument Document);

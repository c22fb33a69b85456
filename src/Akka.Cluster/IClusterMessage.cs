namespace Akka.Cluster;

/// <summary>Marks what cluster nodes say to each other; the cluster's serializer serves it.</summary>
public interface IClusterMessage;

using System.Security.Cryptography;
using System.Text;
using Akka.Actor;

namespace Akka.Cluster.Tools.Client.Internal;

/// <summary>Which receptionists a client is told of: always the one that it asks, others by a hash that spreads the clients over the nodes.</summary>
internal static class ContactChoice
{
    public static IEnumerable<Address> Pick(IEnumerable<Address> nodes, string client, Address self, int others) =>
        nodes.Where(node => node != self)
            .OrderBy(node => Weight(node, client), StringComparer.Ordinal)
            .Take(others)
            .Prepend(self);

    // Rendezvous hashing: a node that comes or goes moves only the clients that are its own.
    private static string Weight(Address node, string client) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{node}|{client}")));
}

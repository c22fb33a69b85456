using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Actors.Cluster;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Actors.Tests.Cluster;

public class HashRingTests
{
    private static readonly uint[] Keys = [.. Enumerable.Range(0, 500).Select(i => HashRing.Position(BitConverter.GetBytes(i)))];

    private static readonly Gen<RingMember> Member =
        from number in Gen.Choose(0, 1000)
        from weight in Gen.Choose(1, 3)
        from zone in Gen.Elements("a", "b", "c", null)
        select new RingMember($"node-{number}", weight, zone);

    private static readonly Gen<RingMember[]> Members =
        from members in Gen.ListOf(Member)
        select members.DistinctBy(member => member.NodeId).Take(12).ToArray();

    [Fact]
    public void A_token_is_the_start_of_the_sha256_of_node_id_and_number()
    {
        var ring = HashRing.Of([new RingMember("n1"), new RingMember("n2")]);
        var token = BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes("n2/17")));

        Assert.Equal("n2", ring.Owners(token, 1).Single().NodeId);
    }

    [Fact]
    public void The_same_members_in_any_order_make_the_same_ring() => Property.Holds(Members, members =>
    {
        var ring = HashRing.Of(members);
        var reversed = HashRing.Of(members.Reverse());

        Assert.True(ring.Members.SequenceEqual(reversed.Members));
        Assert.All(Keys, key => Assert.True(ring.Owners(key, 3).SequenceEqual(reversed.Owners(key, 3))));
    }, maxTests: 30);

    [Fact]
    public void Owners_are_distinct_nodes_and_as_many_as_there_can_be() => Property.Holds(Members, members =>
    {
        var ring = HashRing.Of(members);
        foreach (var key in Keys)
        {
            var owners = ring.Owners(key, 2);
            Assert.Equal(Math.Min(2, members.Length), owners.Length);
            Assert.Equal(owners.Length, owners.Select(owner => owner.NodeId).Distinct().Count());
        }
    }, maxTests: 30);

    [Fact]
    public void Owners_are_in_distinct_zones_while_there_are_zones_enough() => Property.Holds(Members, members =>
    {
        var ring = HashRing.Of(members);
        var zones = members.Select(Zone).Distinct().Count();
        foreach (var key in Keys)
            Assert.Equal(Math.Min(2, zones), ring.Owners(key, 2).Select(Zone).Distinct().Count());

        static string Zone(RingMember member) => member.Zone ?? member.NodeId;
    }, maxTests: 30);

    [Fact]
    public void A_joining_node_only_takes_keys_and_a_leaving_node_only_gives_its_own() => Property.Holds(Members, members =>
    {
        var newcomer = new RingMember("newcomer");
        var before = HashRing.Of(members);
        var after = HashRing.Of([.. members, newcomer]);
        foreach (var key in Keys)
        {
            var now = after.Owners(key, 1).Single();
            Assert.True(now == newcomer || now == before.Owners(key, 1).Single());
        }
    }, maxTests: 30);

    [Fact]
    public void A_joining_node_displaces_at_most_one_of_two_owners() => Property.Holds(Members, members =>
    {
        var zoneless = members.Select(member => member with { Zone = null }).ToArray();
        var before = HashRing.Of(zoneless);
        var after = HashRing.Of([.. zoneless, new RingMember("newcomer")]);
        foreach (var key in Keys)
            Assert.True(after.Owners(key, 2).Except(before.Owners(key, 2)).Count() <= 1);
    }, maxTests: 30);

    [Theory]
    [InlineData(3)]
    [InlineData(10)]
    [InlineData(50)]
    public void Shares_are_near_the_fair_one(int count)
    {
        var shares = HashRing.Of(Enumerable.Range(0, count).Select(i => new RingMember($"node {i}"))).Shares();

        Assert.Equal(1.0, shares.Values.Sum(), 3);
        Assert.All(shares.Values, share => Assert.InRange(share * count, 0.6, 1.5));
    }

    [Fact]
    public void A_node_of_twice_the_weight_has_about_twice_the_keys()
    {
        var shares = HashRing.Of([new RingMember("light"), new RingMember("heavy", 2)]).Shares();

        Assert.InRange(shares["heavy"] / shares["light"], 1.5, 2.7);
    }

    [Fact]
    public void Preference_is_the_owners_and_then_everyone_else_once() => Property.Holds(Members, members =>
    {
        var ring = HashRing.Of(members);
        foreach (var key in Keys.Take(20).Select(BitConverter.GetBytes))
        {
            var preference = ring.Preference(key);
            Assert.Equal(ring.Owners(key, 2), preference.Take(2));
            Assert.Equal(members.Length, preference.Distinct().Count());
        }
    }, maxTests: 30);

    [Fact]
    public void Two_members_of_one_node_id_are_refused() =>
        Assert.Throws<ArgumentException>(() => HashRing.Of([new RingMember("n"), new RingMember("n", 2)]));

    [Fact]
    public void A_weight_out_of_range_is_refused() => Assert.Throws<ArgumentException>(() => HashRing.Of([new RingMember("n", 0)]));
}

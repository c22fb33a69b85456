using Akka.Configuration;
using FsCheck.Fluent;
using Xunit;

namespace Akka.Tests.Configuration;

public class HoconPropertyTests
{
    private static readonly FsCheck.Gen<int> Seeds = Gen.Choose(0, int.MaxValue - 1);

    private static Config Parse(string hocon) => ConfigurationFactory.ParseString(hocon);

    private static Config Parse(Map tree) => Parse(new TreeWriter(0).Write(tree));

    private static void AssertIs(Tree expected, Config actual) => Assert.Equal(expected.Canonical, Tree.CanonicalOf(actual.Root));

    [Fact]
    public void However_a_document_is_written_it_reads_the_same() => Property.Holds(
        from tree in Tree.Maps(4)
        from seed in Seeds
        select (tree, text: new TreeWriter(seed).Write(tree)),
        written => AssertIs(written.tree, Parse(written.text)));

    [Fact]
    public void A_printed_configuration_reads_the_same() => Property.Holds(
        Tree.Maps(4),
        tree => AssertIs(tree, Parse(Parse(tree).ToString())));

    [Fact]
    public void Stacking_takes_the_upper_value_and_merges_objects() => Property.Holds(
        from upper in Tree.Maps(3)
        from lower in Tree.Maps(3)
        select (upper, lower),
        pair => AssertIs(pair.upper.Over(pair.lower), Parse(pair.upper).WithFallback(Parse(pair.lower))));

    [Fact]
    public void Stacking_is_associative() => Property.Holds(
        from a in Tree.Maps(3)
        from b in Tree.Maps(3)
        from c in Tree.Maps(3)
        select (Parse(a), Parse(b), Parse(c)),
        triple =>
        {
            var (a, b, c) = triple;
            Assert.Equal(a.WithFallback(b).WithFallback(c).ToString(), a.WithFallback(b.WithFallback(c)).ToString());
        });

    [Fact]
    public void A_later_part_of_a_document_is_stacked_over_an_earlier_one() => Property.Holds(
        from earlier in Tree.Maps(3)
        from later in Tree.Maps(3)
        select (earlier, later),
        pair =>
        {
            var text = $"o {new TreeWriter(1).WriteObject(pair.earlier)}\no {new TreeWriter(2).WriteObject(pair.later)}";
            Assert.Equal(pair.later.Over(pair.earlier).Canonical, Tree.CanonicalOf(Parse(text).GetValue("o")));
        });

    [Fact]
    public void A_look_up_through_layers_finds_what_the_merged_root_has() => Property.Holds(
        from upper in Tree.Maps(3)
        from middle in Tree.Maps(3)
        from lower in Tree.Maps(3)
        select Parse(upper).WithFallback(Parse(middle)).WithFallback(Parse(lower)),
        config =>
        {
            foreach (var (key, value) in config.AsEnumerable())
            {
                Assert.Equal(Tree.CanonicalOf(value), Tree.CanonicalOf(config.GetValue(Quoted(key))));
                if (!value.IsObject()) continue;
                foreach (var (below, item) in value.GetObject().Items)
                    Assert.Equal(Tree.CanonicalOf(item), Tree.CanonicalOf(config.GetConfig(Quoted(key)).GetValue(Quoted(below))));
            }
        });

    [Fact]
    public void A_substitution_is_the_same_as_what_it_names() => Property.Holds(
        from source in Tree.Maps(3)
        from use in Tree.Maps(3)
        from seed in Seeds
        select (source, use, seed),
        sample =>
        {
            var random = new Random(sample.seed);
            var replaced = new HashSet<Tree>(ReferenceEqualityComparer.Instance);
            var writer = new TreeWriter(sample.seed, tree => random.Next(3) == 0 && replaced.Add(tree) ? "${\"the source\"}" : null);
            var text = $"o {writer.WriteObject(sample.use)}\n\"the source\" {new TreeWriter(2).WriteObject(sample.source)}";
            Assert.Equal(Inline(sample.use, replaced, sample.source).Canonical, Tree.CanonicalOf(Parse(text).GetValue("o")));
        });

    [Fact]
    public void Damaged_documents_are_refused_with_a_place_or_read() => Property.Holds(
        from tree in Tree.Maps(3)
        from seed in Seeds
        select Damage(new TreeWriter(seed, leaf => leaf is Leaf && seed % 3 == 0 ? "${?a.b}" : null).Write(tree), new Random(seed)),
        text =>
        {
            try
            {
                _ = Parse(text).ToString();
            }
            catch (ConfigurationException mistake)
            {
                Assert.Matches(@"^\(\d+,\d+\): expected ", mistake.Message);
            }
        },
        maxTests: 1_000);

    private static Tree Inline(Tree tree, HashSet<Tree> replaced, Tree source) => replaced.Contains(tree) ? source : tree switch
    {
        Map map => new Map(map.Fields.ToDictionary(field => field.Key, field => Inline(field.Value, replaced, source))),
        List list => new List([.. list.Items.Select(item => Inline(item, replaced, source))]),
        _ => tree,
    };

    private static string Quoted(string key) => $"\"{key.Replace("\\", "\\\\").Replace("\"", "\\\"")}\"";

    private static string Damage(string text, Random random)
    {
        for (var i = random.Next(4); i >= 0 && text.Length > 1; i--)
        {
            var at = random.Next(text.Length);
            text = random.Next(3) switch
            {
                0 => text.Remove(at, Math.Min(text.Length - at, 1 + random.Next(3))),
                1 => text.Insert(at, new[] { "{", "}", "[", "]", "\"", "${", "${?", "+=", "\\", ",", "=", "include \"", "\n", "a." }[random.Next(14)]),
                _ => text[at..] + text[..at],
            };
        }

        return text;
    }
}

using Akka.Actor;
using Akka.TestKit.TestActors;
using Xunit;

namespace Akka.Tests.Actor;

public class NamesTests : ActorTest
{
    [Fact]
    public void The_path_of_a_top_level_actor_has_system_guardian_and_name() =>
        Assert.Equal("akka://test/user/name", Sys.ActorOf(BlackHoleActor.Props, "name").Path.ToString());

    [Fact]
    public void Generated_names_count_from_dollar_a()
    {
        var names = Enumerable.Range(0, 3).Select(_ => Sys.ActorOf(BlackHoleActor.Props).Path.Name);
        Assert.Equal(["$a", "$b", "$c"], names);
    }

    [Fact]
    public void Generated_names_do_not_repeat()
    {
        var names = Enumerable.Range(0, 5_000).Select(_ => Sys.ActorOf(BlackHoleActor.Props).Path.Name).ToHashSet();
        Assert.Equal(5_000, names.Count);
    }

    [Fact]
    public void A_name_that_is_taken_is_refused()
    {
        Sys.ActorOf(BlackHoleActor.Props, "name");
        var problem = Assert.Throws<InvalidActorNameException>(() => Sys.ActorOf(BlackHoleActor.Props, "name"));
        Assert.Contains("name", problem.Message);
    }

    [Fact]
    public void A_name_is_free_again_when_its_actor_has_stopped()
    {
        var first = Sys.ActorOf(BlackHoleActor.Props, "name");
        Watch(first);
        Sys.Stop(first);
        ExpectTerminated(first);
        // The guardian hears of the end by a message of its own.
        AwaitAssert(() => Assert.NotEqual(first, Sys.ActorOf(BlackHoleActor.Props, "name")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("$dollar")]
    [InlineData("a/b")]
    [InlineData("a b")]
    [InlineData("a#b")]
    [InlineData("umläut")]
    [InlineData("%zz")]
    public void A_name_that_no_path_can_hold_is_refused(string name) =>
        Assert.Throws<InvalidActorNameException>(() => Sys.ActorOf(BlackHoleActor.Props, name));

    [Theory]
    [InlineData("a")]
    [InlineData("A-1_b.c")]
    [InlineData("100%25")]
    [InlineData("a$b")]
    [InlineData("-_.*$+:@&=,!~';()")]
    public void Letters_digits_and_the_symbols_of_uris_make_names(string name) =>
        Assert.Equal(name, Sys.ActorOf(BlackHoleActor.Props, name).Path.Name);

    [Fact]
    public void Two_incarnations_have_equal_paths_and_different_references()
    {
        var first = Sys.ActorOf(BlackHoleActor.Props, "name");
        Watch(first);
        Sys.Stop(first);
        ExpectTerminated(first);
        IActorRef? second = null;
        AwaitAssert(() => second ??= Sys.ActorOf(BlackHoleActor.Props, "name"));
        Assert.Equal(first.Path, second!.Path);
        Assert.NotEqual(first, second);
    }
}

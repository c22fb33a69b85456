using Actors.Services;
using Actors.Services.Deployment.Planning;
using FsCheck.Fluent;
using Xunit;

namespace Actors.Tests.Services.Deployment;

public sealed class DeploymentChangesTests
{
    [Fact]
    public void A_version_serves_until_the_next_one_has_come_up_however_many_are_pushed_before_that()
    {
        var up = DeploymentChanges.CameUp(Pushed(null, Standing.Starting, 1, 3));
        var second = Pushed(up, Standing.Up, 2);
        var third = Pushed(second, Standing.Starting, 3);

        Assert.Equal(1, third.Former.Revision.Span[^1]);
        Assert.Equal((3, 3), (third.FormerMinInstances, third.FormerMaxInstances));
        Assert.NotNull(DeploymentChanges.Wanted(third, 1).Former);
        Assert.Null(DeploymentChanges.CameUp(third).Former);
    }

    [Fact]
    public void What_is_taken_back_leaves_everything_as_it_was()
    {
        var up = DeploymentChanges.CameUp(Pushed(null, Standing.Starting, 1, 3));

        var back = DeploymentChanges.RolledBack(Pushed(up, Standing.Up, 2));

        Assert.Equal((up.Spec, up.MinInstances, up.MaxInstances), (back.Spec, back.MinInstances, back.MaxInstances));
    }

    [Fact]
    public void What_was_undeployed_does_not_serve_meanwhile_and_is_undeployed_again()
    {
        var ended = DeploymentChanges.Scaled(DeploymentChanges.CameUp(Pushed(null, Standing.Starting, 1)), Standing.Up, 0, 0);
        var next = Pushed(ended, Standing.Up, 2);

        Assert.Null(DeploymentChanges.Wanted(next, 1).Former);
        var back = DeploymentChanges.RolledBack(next);
        Assert.Equal((ended.Spec, 0), (back.Spec, back.MaxInstances));
    }

    [Fact]
    public void Whatever_happens_nothing_that_failed_is_brought_back_and_nothing_that_was_up_is_forgotten() => Property.Holds(Gen.Choose(0, int.MaxValue - 1), seed =>
    {
        var random = new Random(seed);
        var document = DeploymentChanges.CameUp(Pushed(null, Standing.Starting, 1));
        var (good, standing) = (document.Spec, Standing.Up);
        var givenUp = new HashSet<byte>();
        for (byte revision = 2; revision < 60; revision++)
        {
            switch (random.Next(6))
            {
                case 0:
                    (document, standing) = (Pushed(document, standing, revision), Standing.Starting);
                    break;
                case 1 when document.MaxInstances > 0 && !document.IsUp:
                    (document, standing) = (DeploymentChanges.CameUp(document), Standing.Up);
                    good = document.Spec;
                    break;
                case 2 when document.MaxInstances > 0 && !document.IsUp && !document.Spec.Equals(good):
                    standing = Standing.Failing;
                    break;
                case 3 when standing == Standing.Failing:
                    givenUp.Add(document.Spec.Revision.Span[^1]);
                    (document, standing) = (DeploymentChanges.RolledBack(document), Standing.Starting);
                    break;
                case 4:
                    if (standing == Standing.Failing)
                        givenUp.Add(document.Spec.Revision.Span[^1]);
                    document = DeploymentChanges.Scaled(document, standing, 0, 0);
                    standing = document.IsUp ? Standing.Up : Standing.Starting;
                    break;
                default:
                    document = DeploymentChanges.Scaled(document, standing, 1, random.Next(1, 4));
                    break;
            }

            Assert.DoesNotContain(document.Spec.Revision.Span[^1], givenUp);
            Assert.True(document.Spec.Equals(good) || good.Equals(document.Former), $"seed {seed}, step {revision}: {document}");
        }
    });

    private static DeploymentDocument Pushed(DeploymentDocument? before, Standing standing, byte revision, int count = 1)
    {
        var spec = new DeploymentSpec { Revision = Revisions.ToWire(revision), Version = $"{revision}" };
        return DeploymentChanges.Deployed(before, standing, new Deploy { Service = "s", Spec = spec, MinInstances = count, MaxInstances = count });
    }
}

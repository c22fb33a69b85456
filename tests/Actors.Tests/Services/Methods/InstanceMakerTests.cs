using System.Text;
using Actors.Services.Methods;
using Xunit;

namespace Actors.Tests.Services.Methods;

public class InstanceMakerTests
{
    private static string Made(string json) => ((Store)InstanceMaker.Of(typeof(Store)).Make(Arguments.Of(Encoding.UTF8.GetBytes(json)))).How;

    private static ActorsException Refusal(Action make) => Assert.Throws<ActorsException>(make);

    [Theory]
    [InlineData("", "nothing")]
    [InlineData("[5]", "size 5")]
    [InlineData("[\"a\"]", "name a, 10")]
    [InlineData("""{"name": "a", "size": 3}""", "name a, 3")]
    public void An_instance_is_made_from_JSON(string json, string how) => Assert.Equal(how, Made(json));

    [Fact]
    public void An_instance_is_made_from_objects()
    {
        var maker = InstanceMaker.Of(typeof(Store));
        Assert.Equal("nothing", ((Store)maker.Make()).How);
        Assert.Equal("size 5", ((Store)maker.Make(5)).How);
        Assert.Equal("size 5", ((Store)maker.Make((byte)5)).How);
        Assert.Equal("name a, 3", ((Store)maker.Make("a", 3)).How);
    }

    [Fact]
    public void What_has_no_form_in_JSON_is_given_as_it_is()
    {
        using var stream = new MemoryStream();
        Assert.Same(stream, ((Holder)InstanceMaker.Of(typeof(Holder)).Make(new Handle(stream))).Handle.Stream);
    }

    [Theory]
    [InlineData("[true]", ErrorCodes.BadArguments, "no overload fits the arguments: argument 'size' of new Store(int size) must be int, not the boolean true; argument 'name' of new Store(string name, int size) must be string, not the boolean true")]
    [InlineData("[1, 2, 3]", ErrorCodes.BadArguments, "no overload takes such a number or such names of arguments: new Store() takes no arguments, and 3 are given; new Store(int size) takes one argument, and 3 are given; new Store(string name, int size) takes 2 arguments, and 3 are given")]
    [InlineData("""{"nam": "a"}""", ErrorCodes.BadArguments, "no overload takes such a number or such names of arguments: new Store() has no parameter 'nam'; new Store(int size) has no parameter 'nam'; new Store(string name, int size) has no parameter 'nam'; did you mean 'name'?")]
    [InlineData("[-1]", ErrorCodes.Failed, "the constructor of Store threw ArgumentException: no size")]
    public void What_cannot_be_made_is_told_in_one_error(string json, string code, string message)
    {
        var refusal = Refusal(() => Made(json));
        Assert.Equal((code, message), (refusal.Code, refusal.Message));
    }

    [Theory]
    [InlineData(typeof(IDisposable))]
    [InlineData(typeof(Stream))]
    [InlineData(typeof(List<>))]
    [InlineData(typeof(Math))]
    public void A_type_without_instances_is_refused(Type type) => Assert.Equal(ErrorCodes.Invalid, Refusal(() => InstanceMaker.Of(type)).Code);

    [Fact]
    public void A_class_without_a_public_constructor_is_refused() =>
        Assert.Equal((ErrorCodes.Invalid, "Hidden has no public constructor that can be called with JSON"),
            (Refusal(() => InstanceMaker.Of(typeof(Hidden)).Make()).Code, Refusal(() => InstanceMaker.Of(typeof(Hidden)).Make()).Message));

    [Fact]
    public void What_a_static_constructor_threw_is_told()
    {
        Assert.Equal("the constructor of Unready threw InvalidOperationException: no licence", Refusal(() => InstanceMaker.Of(typeof(Unready)).Make()).Message);
    }

    private sealed class Unready
    {
        private static readonly string Licence = Read();

        public string Shown { get; } = Licence;

        private static string Read() => throw new InvalidOperationException("no licence");
    }

    private sealed class Store
    {
        public Store() => How = "nothing";

        public Store(int size) => How = size < 0 ? throw new ArgumentException("no size") : $"size {size}";

        public Store(string name, int size = 10) => How = $"name {name}, {size}";

        public string How { get; }
    }

    private sealed class Handle(Stream stream)
    {
        public Stream Stream => stream;
    }

    private sealed class Holder(Handle handle)
    {
        public Handle Handle => handle;
    }

    private sealed class Hidden
    {
        private Hidden()
        {
        }

        public static Hidden Make() => new();
    }
}

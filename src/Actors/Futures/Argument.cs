using Actors.Services;
using Actors.Services.Methods;
using Google.Protobuf;

namespace Actors.Futures;

/// <summary>
/// An argument of a function: a value, a <see cref="Future{T}"/>, or a list of arguments. Values and futures become one by themselves where the type is known; elsewhere
/// <see cref="Argument.Of"/> and <see cref="Argument.List"/> make one.
/// </summary>
public abstract class Argument<T>
{
    private protected Argument()
    {
    }

    internal abstract ArgumentNode Node { get; }

    /// <summary>Those in it, in order.</summary>
    internal abstract IEnumerable<IFuture> Futures { get; }

    public static implicit operator Argument<T>(T value) => Argument.Of(value);
}

/// <summary>Makes arguments.</summary>
public static class Argument
{
    /// <summary>A value, written as JSON now.</summary>
    /// <exception cref="ActorsException">unserializable, or too-large: scatter it and pass the future.</exception>
    public static Argument<T> Of<T>(T value) => new ValueArgument<T>(value);

    /// <summary>An array of what futures and values will be; lists of lists too. The parameter may be anything that an array can be assigned to.</summary>
    public static Argument<T[]> List<T>(IEnumerable<Argument<T>> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        return new ListArgument<T>([.. items]);
    }

    private sealed class ValueArgument<T> : Argument<T>
    {
        // What is larger is refused with its function; this bounds what is written before that.
        private const int MaxBytes = 64 * 1024;

        public ValueArgument(T value)
        {
            var call = new Call(null, MaxBytes, default);
            try
            {
                Node = new ArgumentNode { Json = UnsafeByteOperations.UnsafeWrap(ResultWriter.Write(value, ResultWriter.Info<T>(ServiceJson.For(typeof(T)), call), call)) };
            }
            catch (ActorsException tooLarge) when (tooLarge.Code == ErrorCodes.TooLarge)
            {
                throw new ActorsException(
                    ErrorCodes.TooLarge, $"an argument has more than {MaxBytes} bytes of JSON; at most {FuturesClient.MaxArgumentBytes} travel with a function: scatter large ones and pass the futures", tooLarge);
            }
        }

        internal override ArgumentNode Node { get; }

        internal override IEnumerable<IFuture> Futures => [];
    }

    private sealed class ListArgument<T>(IReadOnlyList<Argument<T>> items) : Argument<T[]>
    {
        internal override ArgumentNode Node => new() { List = new ArgumentNodes { Nodes = { items.Select(item => item.Node) } } };

        internal override IEnumerable<IFuture> Futures => items.SelectMany(item => item.Futures);
    }
}

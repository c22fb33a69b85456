#pragma warning disable CA1000, CA1051, CA1052, CA1063, CA1711, CA1715, CA1819, CA1822 // One of everything that the lister can meet.
using Akka.Annotations;

namespace Akka.Api.Tests;

public static class Samples
{
    public delegate bool Heard(object sound);

    public enum Kind
    {
        One,
        Two,
    }

    public interface IShape<out T>
    {
        T Area { get; }
    }

    public static int Extension(this string text, params object[] arguments) => text.Length + arguments.Length;

    public abstract class Base<T> : IShape<T>, IDisposable
        where T : class, new()
    {
        public const string Name = "name";
        protected readonly int Count = 1;

        public event EventHandler? Changed;

        public T Area => new();

        public T this[int index]
        {
            get => Area;
            set => Changed?.Invoke(value, EventArgs.Empty);
        }

        public static TOther Convert<TOther>(T value, out int length, ref string text)
            where TOther : IDisposable
        {
            length = text.Length;
            return (TOther)(object)value;
        }

        public virtual void Dispose() => GC.SuppressFinalize(this);

        [Obsolete("for the test")]
        public void Old()
        {
        }

        [InternalApi]
        public void Marked()
        {
        }

        protected abstract void Draw(T pen, int? width = null, string style = "a\nb", bool fast = true);

        internal void Hidden()
        {
        }
    }

    public class Derived(List<Dictionary<string, (int X, long Y)>> values, decimal[] numbers) : Base<object>
    {
        public override void Dispose() => base.Dispose();

        public override string ToString() => $"{values}{numbers}";

        protected override void Draw(object pen, int? width = null, string style = "a\nb", bool fast = true)
        {
        }
    }

    [InternalApi]
    public class Marked
    {
        public class Inner;
    }

    internal sealed class Hidden;
}

namespace Akka.Configuration.Hocon.Internal;

/// <summary>A mistake in a document. Its message is <c>file(line,column): expected ..., found ...; what to do</c>.</summary>
internal sealed class HoconException(Origin origin, string problem) : ConfigurationException(problem)
{
    /// <summary>Formatted late: an include by callback names its document only after parsing it failed.</summary>
    public override string Message => Origin + base.Message;

    internal Origin Origin { get; } = origin;

    /// <summary>The same mistake, naming the setting that was asked for.</summary>
    internal HoconException At(string path) => new(Origin, $"{path}: {base.Message}");
}

namespace Akka.Configuration.Hocon;

/// <summary>The items of an array. A copy: changing it changes no configuration.</summary>
public class HoconArray : List<HoconValue>, IHoconElement
{
    public bool IsString() => false;

    /// <exception cref="ConfigurationException">Always: an array is no text.</exception>
    public string GetString() => throw new ConfigurationException("expected a text, found an array; remove the [brackets]");

    public bool IsArray() => true;

    public IList<HoconValue> GetArray() => this;

    public override string ToString() => $"[{string.Join(", ", this)}]";
}

namespace Akka.Configuration.Hocon;

#nullable disable annotations

/// <summary>A text, number, boolean or null, as it was written. A copy: changing it changes no configuration.</summary>
public class HoconLiteral : IHoconElement
{
    public string Value { get; set; }

    public bool IsString() => true;

    public string GetString() => Value;

    public bool IsArray() => false;

    /// <exception cref="ConfigurationException">Always: a text has no items.</exception>
    public IList<HoconValue> GetArray() => throw new ConfigurationException($"expected an array, found \"{Value}\"; put its items in [brackets]");

    public override string ToString() => Value ?? "null";
}

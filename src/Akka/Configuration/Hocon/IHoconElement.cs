namespace Akka.Configuration.Hocon;

#nullable disable annotations

/// <summary>One piece of a value: a text, an array, or (as <see cref="HoconObject"/>) keys with values.</summary>
public interface IHoconElement
{
    bool IsString();

    /// <summary>The text; null for what is none.</summary>
    string GetString();

    bool IsArray();

    IList<HoconValue> GetArray();
}

/// <summary>What may turn out to be an object.</summary>
public interface IMightBeAHoconObject
{
    bool IsObject();

    /// <summary>The object; null for what is none.</summary>
    HoconObject GetObject();
}

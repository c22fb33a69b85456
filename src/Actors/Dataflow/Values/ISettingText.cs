using System.Text.Json;
using System.Text.Json.Serialization;

namespace Actors.Dataflow.Values;

/// <summary>A value of a setting that is written as a text and understood once, when the flow is checked: a pattern, a path, a schedule. Its <c>ToString</c> is that text.</summary>
/// <typeparam name="TSelf">The type itself.</typeparam>
public interface ISettingText<TSelf>
    where TSelf : class, ISettingText<TSelf>
{
    /// <summary>What is to be written, for an error and for the list of modules: <c>a regular expression</c>.</summary>
    static abstract string Expected { get; }

    /// <exception cref="FormatException">It is none; the message says why.</exception>
    static abstract TSelf Parse(string text);
}

/// <summary>Writes such a value as its text.</summary>
/// <typeparam name="T">Its type.</typeparam>
internal sealed class SettingTextConverter<T> : JsonConverter<T>
    where T : class, ISettingText<T>
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => T.Parse(reader.GetString()!);

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}

using System.Runtime.Serialization;
using Akka.Actor;

namespace Akka.Configuration;

#nullable disable annotations

/// <summary>
/// A configuration cannot be read, or a value in it is not what was asked for. The message begins with <c>file(line,column): </c>, or
/// <c>(line,column): </c> where the text came from no file.
/// </summary>
public class ConfigurationException : AkkaException
{
    public ConfigurationException(string message)
        : base(message)
    {
    }

    public ConfigurationException(string message, Exception exception)
        : base(message, exception)
    {
    }

    protected ConfigurationException(SerializationInfo info, StreamingContext context)
        : base(info, context)
    {
    }

    /// <summary>For settings of <typeparamref name="T"/> that must be present and are not.</summary>
    public static ConfigurationException NullOrEmptyConfig<T>(string path = null) => new(path is null
        ? $"expected the settings of {typeof(T).FullName}, found none; is its reference configuration a fallback?"
        : $"expected the settings of {typeof(T).FullName} at {path}, found none; is its reference configuration a fallback?");
}

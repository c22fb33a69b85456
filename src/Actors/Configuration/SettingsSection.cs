using Akka.Configuration;

namespace Actors.Configuration;

/// <summary>Reads and checks the settings of one section; a failure names the whole path, what was found and what is expected.</summary>
internal sealed class SettingsSection(Config config, string path)
{
    private readonly Config _section = config.GetConfig(path) ??
        throw new ActorsException(ErrorCodes.Invalid, $"{path}: missing; expected: the reference settings below the configuration.");

    public string Text(string name) => _section.GetString(name) ?? "";

    public int Within(string name, int least, int most) => _section.GetInt(name) is var value && value >= least && value <= most
        ? value
        : throw Wrong(name, $"{least} to {most}");

    public TimeSpan Time(string name) => _section.GetTimeSpan(name, allowInfinite: false) is var value && value > TimeSpan.Zero
        ? value
        : throw Wrong(name, "a duration above zero");

    public TimeSpan TimeOrZero(string name) => _section.GetTimeSpan(name, allowInfinite: false) is var value && value >= TimeSpan.Zero
        ? value
        : throw Wrong(name, "a duration, or 0");

    public TimeSpan Time(string name, TimeSpan least, TimeSpan most) => Time(name) is var value && value >= least && value <= most
        ? value
        : throw Wrong(name, $"{least} to {most}");

    public long Size(string name, long least, long most = long.MaxValue) => _section.GetByteSize(name) is { } value && value >= least && value <= most
        ? value
        : throw Wrong(name, most == long.MaxValue ? $"at least {least} bytes" : $"{least} to {most} bytes");

    public string OneOf(string name, IReadOnlyList<string> values) => Text(name) is var value && values.Contains(value)
        ? value
        : throw Wrong(name, string.Join(", ", values));

    private ActorsException Wrong(string name, string expected) =>
        new(ErrorCodes.Invalid, $"{path}.{name} is {_section.GetString(name)}; expected: {expected}.");
}

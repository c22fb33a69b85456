namespace Actors.Dataflow.Values;

/// <summary>A time zone by its name in the IANA database.</summary>
public sealed class ZoneName : ISettingText<ZoneName>
{
    private ZoneName(TimeZoneInfo zone) => Zone = zone;

    public static string Expected => "a time zone such as UTC or Europe/Berlin";

    public static ZoneName Utc { get; } = new(TimeZoneInfo.Utc);

    public TimeZoneInfo Zone { get; }

    public static ZoneName Parse(string text)
    {
        try
        {
            return new ZoneName(TimeZoneInfo.FindSystemTimeZoneById(text));
        }
        catch (Exception failure) when (failure is TimeZoneNotFoundException or InvalidTimeZoneException)
        {
            throw new FormatException($"this machine knows no time zone {text}; expected: {Expected}", failure);
        }
    }

    public override string ToString() => Zone.Id;
}

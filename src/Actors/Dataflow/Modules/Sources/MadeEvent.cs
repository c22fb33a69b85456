using System.Globalization;
using Actors.Dataflow.Data;

namespace Actors.Dataflow.Modules.Sources;

/// <summary>The event that a generator makes.</summary>
public sealed record MadeEvent : ICheckedSettings
{
    public string Data { get; init; } = "test";

    /// <summary>What the data are: text, JSON, XML, bytes, or none at all.</summary>
    public MadeKind Kind { get; init; } = MadeKind.Text;

    /// <summary>Attributes by their paths.</summary>
    public IReadOnlyDictionary<string, string> Attributes { get; init; } = new Dictionary<string, string>();

    /// <summary>Every event is an error, for trying out what becomes of errors.</summary>
    public bool Error { get; init; }

    public IEnumerable<SettingProblem> Problems()
    {
        SettingProblem? problem = null;
        try
        {
            _ = new EventMaker(this);
        }
        catch (FlowException failure)
        {
            problem = new SettingProblem(nameof(Data), failure.Message);
        }
        catch (ArgumentException failure)
        {
            problem = new SettingProblem(nameof(Attributes), failure.Message);
        }

        return problem is null ? [] : [problem];
    }
}

/// <summary>Forms of data that a file can have a text for.</summary>
public enum MadeKind
{
    Text,
    Json,
    Xml,
    Bytes,
    None,
}

/// <summary>Makes the events of a generator: the data are understood once.</summary>
internal sealed class EventMaker
{
    private readonly object? _data;
    private readonly FlowAttributes _attributes;
    private long _number;

    public EventMaker(MadeEvent settings)
    {
        _data = FlowData.Convert(settings.Data, Enum.Parse<DataKind>(settings.Kind.ToString()));
        _attributes = settings.Attributes.Aggregate(FlowAttributes.Empty, (all, pair) => all.Set(pair.Key, pair.Value));
    }

    public static FlowError ErrorOf(string actor) => new(FlowErrorKind.Failed, actor, [string.Create(CultureInfo.InvariantCulture, $"{actor} was told to make errors")]);

    public FlowEvent Make(FlowEvent item) => item with { Data = _data, Attributes = _attributes.Set("number", _number++) };
}

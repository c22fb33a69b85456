using System.Collections.Frozen;
using Actors.Dispatch;
using Actors.Storage;

namespace Actors.Jobs.Table;

/// <summary>What follows from a specification.</summary>
internal static class JobSpecFacts
{
    private static readonly FrozenDictionary<string, LabelSet> PlainLabels =
        JobSpecRules.Runtimes.ToFrozenDictionary(runtime => runtime, runtime => LabelSet.Of([RuntimeLabel(runtime)]));

    /// <summary>The label that a worker for this runtime offers.</summary>
    public static string RuntimeLabel(string runtime) => "runtime:" + runtime;

    public static LabelSet AskedLabels(this JobSpec spec) =>
        spec.Labels.IsEmpty && PlainLabels.TryGetValue(spec.Runtime, out var plain) ? plain : LabelSet.Of(spec.Labels.Add(RuntimeLabel(spec.Runtime)));

    /// <summary>All objects that have to be there before the job can run; an object may occur twice.</summary>
    public static IEnumerable<ObjectId> ObjectsNeeded(this JobSpec spec) =>
        spec.Source.Stored is { } source ? spec.Inputs.Select(input => input.Id).Prepend(source) : spec.Inputs.Select(input => input.Id);

    public static string NameOfOutput(this JobSpec spec) => spec.OutputName.Length > 0 ? spec.OutputName : spec.Name;

    /// <summary>The input's name and id, for messages.</summary>
    public static string Describe(this JobSpec spec, ObjectId input) =>
        spec.Inputs.FirstOrDefault(candidate => candidate.Id == input) is { } named ? $"'{named.Name}' ({input})" : $"source ({input})";
}

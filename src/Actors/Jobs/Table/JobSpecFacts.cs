using Actors.Dispatch;
using Actors.Storage;

namespace Actors.Jobs.Table;

/// <summary>What follows from a specification.</summary>
internal static class JobSpecFacts
{
    public static LabelSet AskedLabels(this JobSpec spec) => spec.Labels.IsEmpty ? LabelSet.Empty : LabelSet.Of(spec.Labels);

    /// <summary>All objects that have to be there before the job can run; an object may occur twice.</summary>
    public static IEnumerable<ObjectId> ObjectsNeeded(this JobSpec spec) =>
        spec.Source.Stored is { } source ? spec.Inputs.Select(input => input.Id).Prepend(source) : spec.Inputs.Select(input => input.Id);

    public static string NameOfOutput(this JobSpec spec) => spec.OutputName.Length > 0 ? spec.OutputName : spec.Name;

    /// <summary>The input's name and id, for messages.</summary>
    public static string Describe(this JobSpec spec, ObjectId input) =>
        spec.Inputs.FirstOrDefault(candidate => candidate.Id == input) is { } named ? $"'{named.Name}' ({input})" : $"source ({input})";
}

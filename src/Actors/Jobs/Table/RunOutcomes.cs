namespace Actors.Jobs.Table;

/// <summary>Variants of an outcome. The messages themselves are never changed once they are in an event.</summary>
internal static class RunOutcomes
{
    public static RunOutcome WithoutOutput(this RunOutcome outcome)
    {
        if (outcome.InlineOutput.IsEmpty)
            return outcome;
        var copy = outcome.Clone();
        copy.InlineOutput = Google.Protobuf.ByteString.Empty;
        return copy;
    }

    public static RunOutcome WithoutLog(this RunOutcome outcome)
    {
        var copy = outcome.Clone();
        copy.StderrDropped += copy.Stderr.Length;
        copy.Stderr = Google.Protobuf.ByteString.Empty;
        return copy;
    }
}

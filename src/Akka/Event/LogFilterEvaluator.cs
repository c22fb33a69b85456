#nullable disable annotations
namespace Akka.Event;

/// <summary>Runs an event through all filters, those by source first: they need no formatted text.</summary>
public class LogFilterEvaluator
{
    public static readonly LogFilterEvaluator NoFilters = new([]);

    private readonly LogFilterBase[] _bySource;
    private readonly LogFilterBase[] _byContent;

    public LogFilterEvaluator(LogFilterBase[] filters)
    {
        ArgumentNullException.ThrowIfNull(filters);
        _bySource = [.. filters.Where(filter => filter.FilterType == LogFilterType.Source)];
        _byContent = [.. filters.Where(filter => filter.FilterType == LogFilterType.Content)];
    }

    public bool EvaluatesLogSourcesOnly => _byContent.Length == 0;

    /// <param name="evt">The event.</param>
    /// <param name="expandedLogMessage">Its text if a filter needed it, otherwise empty.</param>
    /// <returns>Whether to show the event.</returns>
    public virtual bool ShouldTryKeepMessage(LogEvent evt, out string expandedLogMessage)
    {
        expandedLogMessage = string.Empty;
        foreach (var filter in _bySource)
            if (filter.ShouldKeepMessage(evt) == LogFilterDecision.Drop)
                return false;

        if (EvaluatesLogSourcesOnly) return true;
        expandedLogMessage = evt.Message?.ToString() ?? string.Empty;
        foreach (var filter in _byContent)
            if (filter.ShouldKeepMessage(evt, expandedLogMessage) == LogFilterDecision.Drop)
                return false;
        return true;
    }
}

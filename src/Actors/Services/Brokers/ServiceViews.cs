namespace Actors.Services.Brokers;

/// <summary>Lists of services cut so that they fit a message: what is told of one alone is left out of a long list, the longest first.</summary>
internal static class ServiceViews
{
    // Half of the default frame, as for calls.
    private const int MostBytes = 64 * 1024;

    /// <param name="views">Those that there are; they are changed.</param>
    /// <param name="mostBytes">Of all together.</param>
    /// <returns>First the signatures go, then all of the methods, then the hosts; at last services.</returns>
    public static IEnumerable<ServiceView> Fit(IReadOnlyList<ServiceView> views, int mostBytes = MostBytes)
    {
        var left = views.Sum(SizeOf) - mostBytes;
        foreach (var drop in (Action<ServiceView>[])[DropSignatures, DropMethods, DropHosts])
        {
            foreach (var view in views.OrderByDescending(SizeOf))
            {
                if (left <= 0)
                    return views;
                left -= SizeOf(view);
                drop(view);
                left += SizeOf(view);
            }
        }

        return left <= 0 ? views : views.TakeWhile(view => (mostBytes -= SizeOf(view)) >= 0).ToList();
    }

    // The tag and the length before it.
    private static int SizeOf(ServiceView view) => view.CalculateSize() + 5;

    private static void DropSignatures(ServiceView view)
    {
        if (view.Shape is null)
            return;
        view.Shape = view.Shape.Clone(); // the broker goes on using its own
        foreach (var method in view.Shape.Methods)
            method.Signature = "";
    }

    private static void DropMethods(ServiceView view) => view.Shape = null;

    private static void DropHosts(ServiceView view)
    {
        view.HostsLeftOut |= view.Hosts.Count > 0;
        view.Hosts.Clear();
    }
}

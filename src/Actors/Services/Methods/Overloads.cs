namespace Actors.Services.Methods;

/// <summary>
/// Chooses among the signatures of one name: by number and names of the arguments, then by their JSON kinds, then by trying to convert them; of those
/// that still fit, the one with the more specific types, as C# would.
/// </summary>
internal static class Overloads
{
    /// <summary>Beyond so many a message lists no more.</summary>
    private const int Listed = 8;

    /// <exception cref="ActorsException">bad-arguments: none fits, or several fit equally.</exception>
    public static Fit Choose(IReadOnlyList<Signature> signatures, List<Given> given)
    {
        var refusals = new List<string>();
        var fits = signatures.SelectMany(signature => Fit.Of(signature, given, refusals.Add)).ToList();
        if (fits.Count == 0)
            throw Refuse(signatures, refusals, "no overload takes such a number or such names of arguments");

        // Those that cannot be called with so many arguments say nothing about why the others were refused.
        refusals.Clear();
        fits.RemoveAll(fit => !fit.FitsKinds(given, refusals.Add));
        if (fits.Exists(fit => fit.IsNatural) && fits.Where(fit => fit.IsNatural).Select(fit => Tried(fit, given, refusals)).OfType<Fit>().ToList() is { Count: > 0 } natural)
            return Best(natural, given);
        fits = [.. fits.Where(fit => !fit.IsNatural).Select(fit => Tried(fit, given, refusals)).OfType<Fit>()];
        return fits.Count > 0 ? Best(fits, given) : throw Refuse(signatures, refusals, "no overload fits the arguments");
    }

    private static Fit? Tried(Fit fit, List<Given> given, List<string> refusals) => fit.Convert(given, refusals.Add) ? fit : null;

    private static Fit Best(List<Fit> fits, List<Given> given)
    {
        var best = fits.FirstOrDefault(fit => fits.TrueForAll(other => other == fit || IsBetter(fit, other, given.Count)));
        return best ?? throw new ActorsException(
            ErrorCodes.BadArguments,
            $"the arguments fit several overloads equally well: {string.Join("; ", fits.Select(fit => fit.Signature).Distinct().Take(Listed))}");
    }

    private static bool IsBetter(Fit left, Fit right, int count)
    {
        var better = false;
        for (var i = 0; i < count; i++)
        {
            var (mine, other) = (left.TypeAt(i), right.TypeAt(i));
            if (mine == other)
                continue;
            if (!Widening.IsMoreSpecific(mine, other))
                return false;
            better = true;
        }

        if (better)
            return true;
        return left.IsExpanded != right.IsExpanded ? right.IsExpanded : left.Defaults < right.Defaults;
    }

    private static ActorsException Refuse(IReadOnlyList<Signature> signatures, List<string> refusals, string several) =>
        refusals.Count == 1 || signatures.Count == 1
            ? new ActorsException(ErrorCodes.BadArguments, refusals[^1])
            : new ActorsException(ErrorCodes.BadArguments, $"{several}: {string.Join("; ", refusals.Distinct().Take(Listed))}");
}

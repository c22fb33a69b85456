using Akka.Api.Tests.Listing;

namespace Akka.Api.Tests.Rules;

/// <summary>
/// What keeps our engine a true subset of Akka.NET: code that compiles against ours compiles against the official one.
/// </summary>
/// <param name="listed">The official API of the assembly that is checked.</param>
/// <param name="listedAnywhere">The official API of all assemblies.</param>
/// <param name="offeredAnywhere">Our API of all assemblies.</param>
internal sealed class ApiRules(ApiListing listed, ApiListing listedAnywhere, ApiListing offeredAnywhere)
{
    public IEnumerable<string> Check(ApiListing offered)
    {
        foreach (var type in offered.Types)
        {
            if (listed.Find(type.FullName) is { } model)
                foreach (var difference in Check(type, model)) yield return $"{type.FullName}: {difference}";
            else
                yield return $"{type.FullName}: is public and not in the list; make it internal{(listedAnywhere.Mentions(type.ShortName) ? ", or [InternalApi] since the lists mention it" : "")}";
        }

        foreach (var hidden in offered.Hidden)
        {
            if (listed.Find(hidden.FullName) is not null) yield return $"{hidden.FullName}: is in the list, so it must not carry [InternalApi]";
            else if (!listedAnywhere.Mentions(hidden.ShortName)) yield return $"{hidden.FullName}: carries [InternalApi] and no list mentions it; make it internal";
        }
    }

    private IEnumerable<string> Check(ApiType type, ApiType model)
    {
        if (type.HeaderWithoutBases != model.HeaderWithoutBases) yield return $"expected '{model.HeaderWithoutBases}', found '{type.HeaderWithoutBases}'";
        foreach (var difference in CheckBases(type, model)) yield return difference;
        foreach (var member in type.Members.Where(member => !IsListed(member, model))) yield return $"has what is not listed: {member}";
        foreach (var member in MissingAbstractMembers(type, model)) yield return $"lacks the abstract member: {member}";
        foreach (var member in MissingOverloads(type, model)) yield return $"lacks the overload: {member}";
    }

    private IEnumerable<string> CheckBases(ApiType type, ApiType model)
    {
        var listedBases = BasesOf(listedAnywhere, model);
        foreach (var extra in type.Bases.Where(name => !listedBases.Contains(name))) yield return $"has a base that is not listed: {extra}";
        if (!model.IsInterface && !model.IsAbstract) yield break;
        var offeredBases = BasesOf(offeredAnywhere, type);
        foreach (var missing in model.Bases.Where(name => !offeredBases.Contains(name))) yield return $"lacks the base: {missing}";
    }

    private static HashSet<string> BasesOf(ApiListing listing, ApiType type) =>
        [.. type.Bases, .. listing.Ancestors(type).SelectMany(ancestor => ancestor.Bases)];

    /// <summary>An override adds nothing to what its base type offers, and a member may stand in a base type there.</summary>
    private bool IsListed(string member, ApiType model)
    {
        if (model.Members.Contains(member) || Words.IsOverride(member)) return true;
        var signature = Words.Signature(member);
        return listedAnywhere.Ancestors(model).SelectMany(ancestor => ancestor.Members).Any(inherited => Words.Signature(inherited) == signature);
    }

    private static IEnumerable<string> MissingAbstractMembers(ApiType type, ApiType model) => model.Members
        .Where(member => model.IsInterface || Words.IsAbstract(member))
        .Except(type.Members);

    private IEnumerable<string> MissingOverloads(ApiType type, ApiType model)
    {
        if (model.IsInterface) return [];
        var names = type.Members.Select(Words.OverloadName).OfType<string>().ToHashSet();
        return model.Members
            .Where(member => Words.OverloadName(member) is { } name && names.Contains(name))
            .Except(type.Members)
            .Where(member => !MentionsWhatIsNotOffered(member));
    }

    /// <summary>An overload about a type that does not exist here cannot be missed here.</summary>
    private bool MentionsWhatIsNotOffered(string member) =>
        Words.Identifiers(member).Any(name => listedAnywhere.HasShortName(name) && !offeredAnywhere.HasShortName(name));
}

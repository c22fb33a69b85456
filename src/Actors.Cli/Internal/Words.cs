using System.CommandLine;
using System.CommandLine.Parsing;

namespace Actors.Cli.Internal;

/// <summary>Values that are numbers, names or one of a few words; what is wrong with one is said as people would.</summary>
internal static class Words
{
    /// <param name="name">Of the option.</param>
    /// <param name="description">What it is for.</param>
    /// <param name="usual">What it is when it is not given.</param>
    public static Option<int> NumberOption(string name, string description, int usual = 0)
    {
        var option = new Option<int>(name) { Description = description, HelpName = "N", CustomParser = Number };
        if (usual != 0) option.DefaultValueFactory = _ => usual; // the help tells it, then
        return option;
    }

    public static Option<int?> OptionalNumberOption(string name, string description) => new(name) { Description = description, HelpName = "N", CustomParser = result => Number(result) };

    public static Option<double> RateOption(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "N",
        CustomParser = result => double.TryParse(Text(result), System.Globalization.CultureInfo.InvariantCulture, out var rate) && rate > 0 && double.IsFinite(rate) ? rate : Refuse<double>(result, "a number above zero"),
    };

    public static Argument<int> NumberArgument(string name, string description) => new(name) { Description = description, CustomParser = Number };

    /// <param name="name">Of the option.</param>
    /// <param name="description">With its default.</param>
    /// <param name="choices">The words, each with what it stands for; the first is the default.</param>
    public static Option<T> ChoiceOption<T>(string name, string description, params (string Word, T Value)[] choices) => new(name)
    {
        Description = description,
        HelpName = string.Join('|', choices.Select(choice => choice.Word)),
        DefaultValueFactory = _ => choices[0].Value,
        CustomParser = result => Array.Find(choices, choice => choice.Word.Equals(Text(result), StringComparison.OrdinalIgnoreCase)) is { Word: not null } found
            ? found.Value
            : Refuse<T>(result, string.Join(" or ", choices.Select(choice => choice.Word))),
    };

    /// <summary>An empty word is what a shell makes of a variable that is not set.</summary>
    public static void MustNotBeEmpty(Argument<string> argument, string what) => argument.Validators.Add(result => MustNotBeEmpty(result, what));

    /// <inheritdoc cref="MustNotBeEmpty(Argument{string}, string)"/>
    public static void MustNotBeEmpty(Option option, string what) => option.Validators.Add(result => MustNotBeEmpty(result, what));

    private static void MustNotBeEmpty(SymbolResult result, string what)
    {
        if (result.Tokens.Any(token => token.Value.Trim().Length == 0))
            result.AddError($"{what} is empty");
    }

    private static int Number(ArgumentResult result) => int.TryParse(Text(result), System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : Refuse<int>(result, "a whole number");

    private static string Text(ArgumentResult result) => result.Tokens is [var given] ? given.Value : "";

    private static T? Refuse<T>(ArgumentResult result, string expected)
    {
        var name = result.Parent is OptionResult option ? option.Option.Name : result.Argument.Name;
        result.AddError($"{name}: expected {expected}, found '{Text(result)}'");
        return default;
    }
}

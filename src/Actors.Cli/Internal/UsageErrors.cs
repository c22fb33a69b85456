using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json;
using Actors.Cli.Output;
using Actors.Configuration;

namespace Actors.Cli.Internal;

/// <summary>Tells wrong usage in one line: what was found, what there is, what was perhaps meant, where to read on.</summary>
internal static class UsageErrors
{
    public static void Write(ParseResult parsed, bool json, TextWriter error)
    {
        var command = parsed.CommandResult.Command;
        var message = string.Join("; ", MistakesIn(parsed, command));
        error.WriteLine(json
            ? JsonSerializer.Serialize(new ErrorDocument(new ErrorBody(ErrorCodes.Invalid, message)), JsonShapes.Readable.ErrorDocument)
            : $"actors: {message}; try actors {CommandHost.Words(command)} --help".Replace("  ", " "));
    }

    /// <summary>
    /// A mistyped option where an argument may stand: the parser takes it for one, and <c>ls --conect</c> would look for an object of that name. A number below zero is an argument.
    /// </summary>
    public static string? StrayOption(ParseResult parsed) => parsed.Tokens.Any(token => token.Type == TokenType.DoubleDash)
        ? null
        : parsed.CommandResult.Children.OfType<ArgumentResult>().SelectMany(argument => argument.Tokens).FirstOrDefault(token => token.Value is ['-', not (>= '0' and <= '9' or '.'), ..])?.Value;

    /// <summary><c>actors serv --help</c>: the help on the word before would look like an answer.</summary>
    public static bool AsksForHelpOnNothing(ParseResult parsed) =>
        parsed.Action is TeachingHelp && parsed.CommandResult.Command.Subcommands.Count > 0 && parsed.UnmatchedTokens.Any(token => !token.StartsWith('-'));

    private static IEnumerable<string> MistakesIn(ParseResult parsed, Command command)
    {
        if (StrayOption(parsed) is { } stray) return [Unknown(stray, command)];
        // An unknown word is reported twice, the second time as a missing command.
        if (parsed.UnmatchedTokens.Count > 0) return [Unknown(parsed.UnmatchedTokens.FirstOrDefault(token => !token.StartsWith('-')) ?? parsed.UnmatchedTokens[0], command)];
        return parsed.Errors.Select(mistake => mistake.Message.StartsWith("Required command", StringComparison.Ordinal)
            ? $"a command is missing: {string.Join(", ", command.Subcommands.Select(one => one.Name))}"
            : mistake.Message.TrimEnd('.'));
    }

    private static string Unknown(string word, Command command)
    {
        if (word.StartsWith('-'))
            return $"no such option '{word}'{(Spelling.Nearest(word, OptionsOf(command)) is { } option ? $", did you mean {option}?" : "")}";
        if (command.Subcommands.Count == 0) return $"'{word}' is one argument too many";
        var names = command.Subcommands.Select(one => one.Name).ToArray();
        return $"no such command '{word}'{(Spelling.Nearest(word, names) is { } name ? $", did you mean {name}?" : $": there are {string.Join(", ", names)}")}";
    }

    private static IEnumerable<string> OptionsOf(Command command) => command.Options.SelectMany(option => option.Aliases.Prepend(option.Name))
        .Concat(command.Parents.OfType<Command>().SelectMany(OptionsOf));
}

namespace Actors.Cli.Internal;

/// <summary>The input as a line to the program that started this one: it ends with that program, however that ends.</summary>
internal static class StandardInput
{
    /// <summary>Completed at its end; whatever comes before is ignored.</summary>
    public static async Task EndsAsync()
    {
        var ignored = new byte[1024];
        var input = Console.OpenStandardInput();
        while (await input.ReadAsync(ignored).ConfigureAwait(false) > 0)
        {
        }
    }
}

using Actors.Dataflow.Drawing;
using Samples;

// Flows printers [COUNT]    one generator, two printers, until Ctrl-C or so many events
// Flows orders [PORT]       HTTP through a password, two transformations and back
// Flows draw                both as pictures: printers.svg, orders.svg
using var end = new CancellationTokenSource();
Console.CancelKeyPress += (_, key) =>
{
    key.Cancel = true;
    end.Cancel();
};

switch (args)
{
    case ["printers", .. var rest]:
        await using (var flow = Printers.Create(rest is [var count] ? long.Parse(count) : null))
            await flow.RunAsync(end.Token);
        return 0;
    case ["orders", .. var rest]:
        await using (var flow = Orders.Create(rest is [var port] ? int.Parse(port) : 8080))
            await flow.RunAsync(end.Token);
        return 0;
    case ["draw"]:
        File.WriteAllText("printers.svg", Svg.Draw(Printers.Create(null).Graph));
        File.WriteAllText("orders.svg", Svg.Draw(Orders.Create(8080).Graph));
        return 0;
    default:
        Console.Error.WriteLine("usage: Flows printers [COUNT] | orders [PORT] | draw");
        return 2;
}

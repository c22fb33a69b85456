using System.Globalization;
using Actors.Dataflow;
using Actors.Dataflow.Data;

namespace Samples;

/// <summary>Gives each order the next number.</summary>
[FlowModule("order-executor", "Gives each order the next number.", Accepts = DataKind.Xml, Emits = DataKind.Xml)]
public sealed class OrderExecutor : FlowModule
{
    private const decimal Limit = 1000;

    private int _last;

    protected override async ValueTask HandleAsync(FlowEvent item, string inbox, CancellationToken cancel)
    {
        var order = item.Xml.ToElement();
        var total = decimal.Parse(order.Element("total")!.Value, CultureInfo.InvariantCulture);
        if (total > Limit) throw new FlowException(FlowErrorKind.Unprocessable, $"orders above {Limit} are not taken; this one is {total}");

        order.SetAttributeValue("number", ++_last);
        Log.Info($"order {_last} of {order.Element("customer")!.Value}", item);
        await SendAsync(item.WithData(order));
    }
}

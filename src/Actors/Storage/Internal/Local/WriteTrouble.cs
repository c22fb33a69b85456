using Akka.Event;

namespace Actors.Storage.Internal.Local;

/// <summary>Says once that writes fail, and once that they work again: every put of a busy client would say it otherwise.</summary>
internal sealed class WriteTrouble(ILoggingAdapter log)
{
    private string? _reported;

    public void Report(StoreWriteException failure)
    {
        if (_reported == failure.Message)
            return;
        _reported = failure.Message;
        log.Error("{0} Puts are refused; what is stored is served.", failure.Message);
    }

    public void Over()
    {
        if (_reported is null)
            return;
        _reported = null;
        log.Info("Puts are taken again.");
    }
}

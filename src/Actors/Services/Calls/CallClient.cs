using Actors.Client.Internal;
using Actors.Links;
using Actors.Services.Internal;
using Actors.Services.Transfers;
using Akka.Actor;
using Google.Protobuf;

namespace Actors.Services.Calls;

/// <summary>
/// The thin actor around <see cref="CallBook"/>, one a program: sends its calls, takes replies, asks about those that take long. Calls that are made at about the same time
/// travel together.
/// </summary>
internal sealed class CallClient : CallsActor
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);

    private readonly ServiceRoute _route;
    private readonly CallInbox _inbox;
    private readonly LinkSettings _link;
    private readonly string _name;
    private readonly CallBook _book;
    private readonly CallTransfers _transfers;
    private readonly Dictionary<ulong, TaskCompletionSource<IMessage>> _questions = [];
    private PendingCall? _taken; // out of the inbox, and perhaps not in the book yet

    public CallClient(string name, ServiceRoute route, CallInbox inbox, CallTerms terms, LinkSettings link)
    {
        (_name, _route, _inbox, _link) = (name, route, inbox, link);
        _book = new CallBook(terms);
        _transfers = new CallTransfers(Links, route, _book, terms, link);
    }

    protected override string What => "the client of services in this program";

    public static Props Props(string name, ServiceRoute route, CallInbox inbox, CallTerms terms, LinkSettings link) =>
        Akka.Actor.Props.Create(() => new CallClient(name, route, inbox, terms, link));

    protected override void PreStart() => Timers.StartPeriodicTimer(nameof(Look), Look.Instance, LookEvery);

    protected override void PostStop()
    {
        const string LetGo = "this program has let go of the cluster";
        _inbox.Close();
        while (_inbox.TryTake(out var call))
            _book.Add(call, Now);
        _book.GiveUp(ErrorCodes.Cancelled, LetGo);
        CarryOut();
        var failure = new ActorsException(ErrorCodes.Cancelled, LetGo);
        FailQuestions(failure);
        while (_inbox.TryTakeStream(out var open))
            open.Fail(failure);
    }

    // It goes on with the calls that are made from now on.
    protected override void Fail(ActorsException failure)
    {
        if (_taken is { } taken)
            taken.Finish(new CallReply { CallId = taken.Call.CallId, Failure = new CallFailure { Code = failure.Code, Message = failure.Message } });
        _book.GiveUp(failure.Code, $"{failure.Message}; the method may have run");
        FailQuestions(failure);
    }

    protected override bool Take(object message)
    {
        switch (message)
        {
            case CallInbox.HasCalls:
                TakeCalls();
                break;
            case ReplyBatch batch:
                TakeReplies(batch);
                break;
            case CallsKnown known when WireIds.Are(known.CallIds, id => id):
                _book.Known(known.CallIds.Select(CallId.FromWire), known.RemainingMs, Now);
                break;
            case Cancel cancel:
                _book.Cancel(cancel.Call);
                break;
            case Look:
                // Calls that wait for others in the inbox do so in vain when all threads of the pool are taken.
                TakeCalls();
                _book.Tick(Now);
                _transfers.Look();
                break;
            case Question question:
                _questions[question.Number] = question.Answer;
                _route.ToRouter(question.Message, Self);
                break;
            case Say say:
                _route.ToRouter(say.Message, Self);
                break;
            case ForgetQuestion forget:
                _questions.Remove(forget.Number);
                break;
            case FetchArguments fetch:
                _transfers.Send(fetch, Self);
                break;
            case ValueCame came:
                _transfers.Came(came, Now);
                break;
            case IMessage answer when RequestIds.OfAnswer(answer) is { } request:
                Answer(request, answer);
                break;
            default:
                return false;
        }

        return true;
    }

    protected override void EndLink(long link) => _transfers.Ended(link, Now);

    private void TakeCalls()
    {
        var now = Now;
        for (var left = _inbox.Begin(); left > 0 && _inbox.TryTake(out _taken); left--)
            _book.Add(_taken, now);
        _taken = null;
        while (_inbox.TryTakeStream(out var open))
            Open(open);
    }

    private void TakeReplies(ReplyBatch batch)
    {
        var now = Now;
        foreach (var reply in batch.Replies)
            _book.Replied(reply, now);
    }

    protected override void CarryOut()
    {
        if (_book.HasUnsent)
        {
            foreach (var (service, calls) in _book.TakeUnsent(Now))
                Send(service, calls);
        }

        foreach (var wish in _book.TakeWishes())
        {
            if (wish is FetchThis fetch)
            {
                _transfers.Fetch(fetch, Now);
                continue;
            }

            foreach (var part in wish.Calls.Chunk(Batches.MaxIds))
            {
                var ids = part.Select(call => call.ToWire());
                _route.ToRouter(wish is CheckThese ? new CheckCalls { Client = _name, Service = wish.Service, CallIds = { ids } } : new CancelCalls { Client = _name, Service = wish.Service, CallIds = { ids } }, Self);
            }
        }
    }

    private void Send(string service, List<PendingCall> calls)
    {
        var batch = new CallBatch { Client = _name, Service = service };
        var size = 0;
        foreach (var call in calls)
        {
            if (size + call.SizeBytes > Batches.MaxBytes && batch.Calls.Count > 0)
            {
                _route.ToRouter(batch, Self);
                batch = new CallBatch { Client = _name, Service = service };
                size = 0;
            }

            batch.Calls.Add(call.Call);
            size += call.SizeBytes;
        }

        _route.ToRouter(batch, Self);
    }

    private void Open(OpenStream open)
    {
        // A method may take as long as it likes for a value.
        if (!Links.Has(open.Stream.Link))
            Links.Start(open.Stream.Link, StreamSink.Props(open.Stream, open.Reader.Bytes, _route, Self, _link with { StallTimeout = null }));
        else
            open.Fail(new ActorsException(ErrorCodes.Invalid, "another reader of this program has the stream of this call"));
    }

    private void FailQuestions(ActorsException failure)
    {
        foreach (var question in _questions.Values)
            question.TrySetException(failure);
    }

    private void Answer(ulong request, IMessage answer)
    {
        if (_questions.Remove(request, out var waiting))
            waiting.TrySetResult(answer);
    }

    /// <summary>The caller waits no more.</summary>
    public sealed record Cancel(PendingCall Call);

    /// <summary>A request with a number; its answer has the same.</summary>
    public sealed record Question(ulong Number, IMessage Message, TaskCompletionSource<IMessage> Answer);

    public sealed record ForgetQuestion(ulong Number);

    /// <summary>Something that nobody answers.</summary>
    public sealed record Say(IMessage Message);

    /// <summary>A reply says that values come: read them.</summary>
    public sealed record OpenStream(ReplyStream Stream, StreamReading Reader)
    {
        public void Fail(ActorsException failure) => Reader.Bytes.Complete(failure);
    }

    private sealed class Look
    {
        public static readonly Look Instance = new();
    }
}

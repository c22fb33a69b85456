namespace Actors.Tests.Services.Simulation;

/// <summary>What a run of the world does to its inhabitants. The last group breaks the product on purpose: the checkers have to notice.</summary>
internal sealed record CallWorldOptions
{
    public int Brokers { get; init; } = 2;

    public int Hosts { get; init; } = 3;

    public int Clients { get; init; } = 3;

    public int Calls { get; init; } = 120;

    public TimeSpan Chaos { get; init; } = TimeSpan.FromSeconds(40);

    /// <summary>Connections that break: what is on its way is lost, and what is sent until they are made again.</summary>
    public bool BreakConnections { get; init; } = true;

    public bool KillHosts { get; init; } = true;

    /// <summary>Hosts that leave in good order and come back.</summary>
    public bool HostsLeave { get; init; } = true;

    /// <summary>Hosts that stand still, at times for longer than their lease, and go on as if nothing had been.</summary>
    public bool PauseHosts { get; init; } = true;

    public bool KillBrokers { get; init; } = true;

    /// <summary>The service gets another broker though the old one is well.</summary>
    public bool MoveHomes { get; init; } = true;

    /// <summary>Milliseconds between two moves.</summary>
    public int MoveEvery { get; init; } = 11_000;

    /// <summary>Brokers that leave in good order, and start anew.</summary>
    public bool BrokersLeave { get; init; }

    public bool KillClients { get; init; } = true;

    public bool CancelCalls { get; init; } = true;

    public bool HasTimeouts { get; init; } = true;

    /// <summary>Limits on the service and on one of its methods.</summary>
    public bool HasLimits { get; init; } = true;

    public bool HasKeys { get; init; } = true;

    public bool HasKept { get; init; } = true;

    /// <summary>Of the calls, those whose replies are kept.</summary>
    public double Kept { get; init; } = 0.15;

    /// <summary>Some calls ask for hosts with one of two labels.</summary>
    public bool HasLabels { get; init; } = true;

    /// <summary>Those who call with keys stop waiting as others do.</summary>
    public bool KeysEnd { get; init; }

    /// <summary>Calls whose arguments and results do not fit a message.</summary>
    public bool HasLarge { get; init; } = true;

    /// <summary>Few calls may wait.</summary>
    public bool IsCrowded { get; init; }

    /// <summary>Hosts ask for much more than they can run.</summary>
    public bool IsDeep { get; init; }

    /// <summary>What hosts say of themselves comes in many messages.</summary>
    public bool HasSmallMessages { get; init; }

    /// <summary>Hosts give back only what they are asked for, and none may be idle while another one has more than it runs.</summary>
    public bool IsLevel { get; init; }

    /// <summary>One client makes most of the calls, and others are to have their share.</summary>
    public bool HasFlood { get; init; }

    /// <summary>No call may be lost in this world.</summary>
    public bool IsLossless { get; init; }

    /// <summary>A broker forgets what it hands to another one before it has an answer.</summary>
    public bool ForgetHanded { get; init; }

    /// <summary>A broker says that it has taken what it is handed, and has not.</summary>
    public bool DropHanded { get; init; }

    /// <summary>A broker that does not know a kept reply asks no other one.</summary>
    public bool AskNobody { get; init; }

    /// <summary>A broker that leaves does not wait until all has been handed over.</summary>
    public bool LeaveAtOnce { get; init; }

    /// <summary>A host runs what it is given twice.</summary>
    public bool RunTwice { get; init; }

    /// <summary>The broker's limits are not those that were declared.</summary>
    public bool IgnoreLimits { get; init; }

    /// <summary>The broker does not hear what calls ask of their hosts.</summary>
    public bool IgnoreLabels { get; init; }

    /// <summary>Calls with one key have different ids.</summary>
    public bool ForgetKeys { get; init; }

    /// <summary>A cancellation ends the call for all that wait for it.</summary>
    public bool CancelForAll { get; init; }

    /// <summary>What a host gives back is reported as ended.</summary>
    public bool DropReturned { get; init; }

    /// <summary>The broker does not hear of the end of one call in ten.</summary>
    public bool LoseEnds { get; init; }

    /// <summary>The broker asks no host for what it has not begun.</summary>
    public bool NeverLevel { get; init; }

    /// <summary>The broker does not wait for the host's word when it wants calls back.</summary>
    public bool TakeUnconfirmed { get; init; }

    /// <summary>To the broker all calls are one client's.</summary>
    public bool OneShare { get; init; }

    /// <summary>The broker remembers expired replies for hours.</summary>
    public bool NeverForget { get; init; }

    /// <summary>Clients have no clock.</summary>
    public bool NeverTimeOut { get; init; }

    /// <summary>Windows are reported twice as large as the hosts mean.</summary>
    public bool DoubleCredit { get; init; }

    public CallWorldOptions WithoutFaults() => this with
    {
        BreakConnections = false,
        KillHosts = false,
        HostsLeave = false,
        PauseHosts = false,
        KillBrokers = false,
        MoveHomes = false,
        BrokersLeave = false,
        KillClients = false,
    };
}

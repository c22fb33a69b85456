using System.Collections.Immutable;
using Google.Protobuf;

namespace Actors.Messaging.Internal;

/// <summary>An envelope on its way out, written and cut into frames once for all its receivers.</summary>
/// <param name="Target">A pid, or <see cref="Envelope.Broadcast"/>.</param>
/// <param name="Frames">Payloads of link messages.</param>
/// <param name="Bytes">Of all frames.</param>
/// <param name="Receipt">Null: nobody waits for the receivers.</param>
internal sealed record Outgoing(int Target, ImmutableArray<ByteString> Frames, int Bytes, Receipt? Receipt);

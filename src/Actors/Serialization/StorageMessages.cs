using Actors.Storage;

namespace Actors.Serialization;

/// <summary>The messages of storage.proto.</summary>
internal static class StorageMessages
{
    public static WireMessage[] All { get; } =
    [
        WireMessage.Of("S1", PutObject.Parser),
        WireMessage.Of("S2", ObjectStored.Parser),
        WireMessage.Of("S3", StorageRefused.Parser),
        WireMessage.Of("S4", CopyObject.Parser),
        WireMessage.Of("S5", CopyStored.Parser),
        WireMessage.Of("S6", OpenUpload.Parser),
        WireMessage.Of("S7", OpenCopy.Parser),
        WireMessage.Of("S8", GetObject.Parser),
        WireMessage.Of("S9", ObjectAnswer.Parser),
        WireMessage.Of("S10", OpenDownload.Parser),
        WireMessage.Of("S11", ListObjects.Parser),
        WireMessage.Of("S12", ObjectList.Parser),
        WireMessage.Of("S13", OfferCopies.Parser),
        WireMessage.Of("S14", CopiesWanted.Parser),
        WireMessage.Of("S15", SettleObject.Parser),
        WireMessage.Of("S16", RequestRepair.Parser),
    ];
}

using Microsoft.Data.Sqlite;

namespace Actors.Storage.Internal.Local;

/// <summary>Tells a full disk, which passes, from a broken one, which does not.</summary>
internal static class DiskFull
{
    private const int NoSpace = 28; // ENOSPC
    private const int QuotaExceeded = 122; // EDQUOT
    private const int WindowsDiskFull = unchecked((int)0x80070070); // ERROR_DISK_FULL
    private const int SqliteFull = 13; // SQLITE_FULL

    public static bool Says(IOException failure) => failure.HResult is NoSpace or QuotaExceeded or WindowsDiskFull;

    public static bool Says(SqliteException failure) => failure.SqliteErrorCode == SqliteFull;
}

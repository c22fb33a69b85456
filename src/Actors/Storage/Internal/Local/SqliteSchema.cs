using Microsoft.Data.Sqlite;

namespace Actors.Storage.Internal.Local;

/// <summary>The tables of a node's store, and how its connections are set up.</summary>
internal static class SqliteSchema
{
    private const int Version = 3; // 1 had a SHA-256 for each chunk, 2 no index of names; never released

    // Ids sort by time, so both trees of `objects` grow at their ends: random keys were measured at a fifth of the speed.
    private const string Tables = """
        CREATE TABLE objects(
          number INTEGER PRIMARY KEY,
          id BLOB NOT NULL UNIQUE,
          state INTEGER NOT NULL,
          name TEXT NOT NULL,
          length INTEGER NOT NULL,
          digest BLOB NOT NULL,
          target BLOB,
          hint INTEGER NOT NULL,
          content BLOB);
        CREATE INDEX names ON objects(name, id) WHERE name <> '';
        CREATE INDEX hints ON objects(id) WHERE hint = 1;
        CREATE TABLE chunks(
          object INTEGER NOT NULL,
          position INTEGER NOT NULL,
          segment INTEGER NOT NULL,
          start INTEGER NOT NULL,
          length INTEGER NOT NULL,
          crc INTEGER NOT NULL,
          PRIMARY KEY(object, position)) WITHOUT ROWID;
        CREATE INDEX segments ON chunks(segment);
        """;

    public static SqliteConnection OpenWriter(string path)
    {
        var connection = Open(path);
        // FULL syncs the log at every commit. Checkpoints are the writer's: SQLite keeps the failure of its automatic ones to itself.
        Execute(connection, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0; PRAGMA cache_size = -16000;");
        var version = Convert.ToInt32(Scalar(connection, "PRAGMA user_version"));
        if (version == 0)
            Execute(connection, $"BEGIN IMMEDIATE; {Tables} PRAGMA user_version = {Version}; COMMIT;");
        else if (version != Version)
            throw new ActorsException(ErrorCodes.Invalid, $"{path} has table version {version}; this program knows version {Version}. Start with an empty folder, or with the program that made this one.");
        return connection;
    }

    public static SqliteConnection OpenReader(string path)
    {
        var connection = Open(path);
        Execute(connection, "PRAGMA query_only = 1; PRAGMA cache_size = -4000;");
        return connection;
    }

    public static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static object? Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    private static SqliteConnection Open(string path)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }
}

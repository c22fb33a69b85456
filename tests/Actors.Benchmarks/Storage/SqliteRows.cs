using Actors.Storage;
using Microsoft.Data.Sqlite;

namespace Actors.Benchmarks.Storage;

/// <summary>Without a store: rows of 1 KiB in a database of one's own, one copy, in one process, as durable as a put (WAL, FULL), with keys ordered by time.</summary>
internal static class SqliteRows
{
    private const int Rows = 20_000;

    public static IEnumerable<Measurement> Measurements(string folder)
    {
        var path = Path.Combine(folder, "rows.db");
        foreach (var batch in new[] { 1, 100 })
            yield return new($"SQLite alone: insert rows of 1 KiB, {batch} a commit", "rows/s", () => Insert(path, batch == 1 ? Rows / 10 : Rows, batch)) { Repetitions = 3 };
        yield return new("SQLite alone: select rows of 1 KiB by key", "rows/s", () => Select(path)) { Repetitions = 3 };
    }

    private static async Task<double> Insert(string path, int rows, int batch)
    {
        using var connection = Open(path);
        using var insert = connection.CreateCommand();
        insert.CommandText = "INSERT INTO rows(id, content) VALUES($id, $content)";
        var id = insert.Parameters.Add("$id", SqliteType.Blob);
        var content = insert.Parameters.Add("$content", SqliteType.Blob);
        content.Value = new byte[1024];
        return await Engine.Local.RateAsync(rows, () =>
        {
            for (var row = 0; row < rows; row += batch)
            {
                using var transaction = connection.BeginTransaction();
                insert.Transaction = transaction;
                for (var i = 0; i < batch; i++)
                {
                    id.Value = ObjectId.New(IdSource.System).ToBytes();
                    insert.ExecuteNonQuery();
                }

                transaction.Commit();
            }

            return Task.CompletedTask;
        });
    }

    private static async Task<double> Select(string path)
    {
        using var connection = Open(path);
        var ids = new List<byte[]>();
        using (var all = connection.CreateCommand())
        {
            all.CommandText = $"SELECT id FROM rows LIMIT {Rows}";
            using var reader = all.ExecuteReader();
            while (reader.Read())
                ids.Add((byte[])reader[0]);
        }

        using var select = connection.CreateCommand();
        select.CommandText = "SELECT content FROM rows WHERE id = $id";
        var id = select.Parameters.Add("$id", SqliteType.Blob);
        return await Engine.Local.RateAsync(ids.Count, () =>
        {
            foreach (var key in ids)
            {
                id.Value = key;
                select.ExecuteScalar();
            }

            return Task.CompletedTask;
        });
    }

    private static SqliteConnection Open(string path)
    {
        var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var setUp = connection.CreateCommand();
        setUp.CommandText = """
            PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
            CREATE TABLE IF NOT EXISTS rows(number INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, content BLOB NOT NULL);
            """;
        setUp.ExecuteNonQuery();
        return connection;
    }
}

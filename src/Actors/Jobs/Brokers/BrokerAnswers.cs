using Actors.Jobs.Table;
using Google.Protobuf;

namespace Actors.Jobs.Brokers;

/// <summary>Answers to clients' questions, each small enough for one message.</summary>
internal static class BrokerAnswers
{
    private const int PageSize = 200;
    private const int PageBytes = 90 << 10; // of a frame of 128,000

    /// <summary>A client that waits longer asks again, which also tells that it is still there.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    public static JobsListed List(JobTable table, ListJobs list)
    {
        var limit = list.Limit > 0 ? Math.Min(list.Limit, PageSize) : PageSize;
        long? after = list.After.IsEmpty ? null : BitConverter.ToInt64(Padded(list.After));
        var (jobs, next) = table.Ledger.List(list.Status, after, limit);
        var page = new JobsListed { RequestId = list.RequestId };
        var bytes = 0;
        foreach (var (view, number) in jobs)
        {
            bytes += view.CalculateSize();
            if (bytes > PageBytes && page.Jobs.Count > 0)
                return page;
            page.Jobs.Add(view);
            page.Next = CursorOf(number);
        }

        page.Next = next is { } number1 ? CursorOf(number1) : ByteString.Empty;
        return page;
    }

    public static JobLogShown Log(JobRecord job, ulong request) => new()
    {
        RequestId = request,
        JobId = job.Spec.Id.ToWire(),
        Stderr = job.Outcome?.Stderr ?? ByteString.Empty,
        DroppedBytes = job.Outcome?.StderrDropped ?? 0,
    };

    public static JobExplained Explain(JobTable table, JobRecord job, ulong request)
    {
        var asked = job.Spec.AskedLabels();
        var offering = table.Matcher.Workers.Where(worker => worker.Shape.Offered.Offers(asked)).ToArray();
        var answer = new JobExplained
        {
            RequestId = request,
            Job = job.View(),
            ReadyJobs = table.Matcher.ReadyCount,
            Workers = table.Matcher.Workers.Count,
            WorkersWithLabels = offering.Length,
            WorkersWithCredit = offering.Count(worker => worker.HasCredit),
        };
        answer.Reasons.Add(table.Explain(job).Take(100));
        return answer;
    }

    private static ByteString CursorOf(long number) => ByteString.CopyFrom(BitConverter.GetBytes(number));

    private static byte[] Padded(ByteString cursor)
    {
        var bytes = new byte[sizeof(long)];
        cursor.Span[..Math.Min(cursor.Length, bytes.Length)].CopyTo(bytes);
        return bytes;
    }
}

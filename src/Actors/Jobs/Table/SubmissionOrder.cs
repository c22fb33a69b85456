namespace Actors.Jobs.Table;

/// <summary>
/// All jobs by number of submission, for listing them newest first. They lie in pages of neighbouring numbers, and a page goes with its last job, so neither
/// a job that lives for long nor the forgetting of many costs anything.
/// </summary>
internal sealed class SubmissionOrder
{
    private const int PageSize = 256;
    private readonly Dictionary<long, Page> _pages = [];
    private Page? _newest;

    /// <summary>Pages in use.</summary>
    public int Pages => _pages.Count;

    /// <summary>Jobs come with growing numbers.</summary>
    public void Add(JobRecord job)
    {
        var number = job.Number / PageSize;
        if (_newest is null || _newest.Number != number)
            _pages.Add(number, _newest = Page.After(_newest, number));
        _newest.Jobs[job.Number % PageSize] = job;
        _newest.Count++;
    }

    public void Remove(JobRecord job)
    {
        var page = _pages[job.Number / PageSize];
        page.Jobs[job.Number % PageSize] = null;
        if (--page.Count > 0)
            return;
        _pages.Remove(page.Number);
        if (page == _newest)
            _newest = page.Older;
        page.Unlink();
    }

    /// <summary>The job with this number, if it is there, and all before it, newest first.</summary>
    public IEnumerable<JobRecord> DownFrom(long number)
    {
        for (var page = _newest; page is not null; page = page.Older)
        {
            for (var at = Math.Min(number - (page.Number * PageSize), PageSize - 1); at >= 0; at--)
            {
                if (page.Jobs[at] is { } job)
                    yield return job;
            }
        }
    }

    private sealed class Page(long number)
    {
        public long Number { get; } = number;

        public JobRecord?[] Jobs { get; } = new JobRecord?[PageSize];

        public int Count { get; set; }

        public Page? Older { get; private set; }

        private Page? Newer { get; set; }

        public static Page After(Page? newest, long number)
        {
            var page = new Page(number) { Older = newest };
            if (newest is not null)
                newest.Newer = page;
            return page;
        }

        public void Unlink()
        {
            if (Older is not null)
                Older.Newer = Newer;
            if (Newer is not null)
                Newer.Older = Older;
        }
    }
}

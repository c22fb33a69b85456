namespace Akka.Remote.Internal.FailureDetectors;

/// <summary>
/// The suspicion level of Hayashibara's accrual detector: minus the decimal logarithm of the probability that a
/// heartbeat comes even later than now, were the intervals normally distributed. 1 is wrong once in ten times, 8 once in 10^8.
/// </summary>
internal static class Phi
{
    /// <param name="elapsed">Milliseconds since the last heartbeat.</param>
    /// <param name="mean">Of the intervals.</param>
    /// <param name="deviation">Of the intervals; not zero.</param>
    public static double Of(double elapsed, double mean, double deviation)
    {
        var y = (elapsed - mean) / deviation;
        // The logistic approximation of the normal distribution (Bowling et al. 2009), off by 0.00014 at most.
        var e = Math.Exp(-y * (1.5976 + 0.070566 * y * y));
        // Two forms of the same: each keeps its precision on its side of the mean.
        return elapsed > mean ? -Math.Log10(e / (1 + e)) : -Math.Log10(1 - 1 / (1 + e));
    }
}

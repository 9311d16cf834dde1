using ApprovalTests.Core;

namespace QuantDsl.Generators.Tests.Snapshots;

/// <summary>Starts no program: keeps the difference for the test's message, or accepts what was received.</summary>
/// <param name="accepts">Whether a difference becomes the new snapshot.</param>
internal sealed class DifferenceReporter(bool accepts) : IApprovalFailureReporter, IReporterWithApprovalPower
{
    /// <summary>What differs; null when nothing does or it was accepted.</summary>
    public string? Difference { get; private set; }

    public void Report(string approved, string received)
    {
        if (accepts)
            File.Move(received, approved, overwrite: true);
        else if (!File.Exists(approved))
            Difference = $"{Path.GetFileName(approved)} is not there; what was generated lies in {Path.GetFileName(received)}.";
        else
            Difference = $"{Path.GetFileName(approved)} differs (− expected, + generated):\n{Lines(approved, received)}";
    }

    public bool ApprovedWhenReported() => accepts;

    private static string Lines(string approved, string received) =>
        LineDifference.Of(File.ReadAllText(approved), File.ReadAllText(received));
}

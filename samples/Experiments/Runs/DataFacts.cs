using static System.FormattableString;

namespace Experiments.Runs;

/// <summary>Which data a run used.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Training">Number of training samples.</param>
/// <param name="Validation">Number of validation samples.</param>
/// <param name="Test">Number of test samples.</param>
/// <param name="Digest">Start of the SHA-256, in hexadecimal, of labels and samples before the split.</param>
internal sealed record DataFacts(string Name, long Training, long Validation, long Test, string Digest)
{
    /// <summary>For example <c>mnist (50000 training, 10000 validation, 10000 test, 1f2e3d4c5b6a7988)</c>.</summary>
    public override string ToString() => Invariant($"{Name} ({Training} training, {Validation} validation, {Test} test, {Digest})");
}

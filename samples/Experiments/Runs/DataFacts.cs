using static System.FormattableString;

namespace Experiments.Runs;

/// <summary>The data used by a run.</summary>
/// <param name="Name">Name of the data.</param>
/// <param name="Training">Number of training samples.</param>
/// <param name="Validation">Number of validation samples.</param>
/// <param name="Test">Number of test samples.</param>
/// <param name="Digest">The first digits, in hexadecimal, of the SHA-256 of labels and samples before the split.</param>
internal sealed record DataFacts(string Name, long Training, long Validation, long Test, string Digest)
{
    /// <summary>A description, for example <c>mnist (50000 training, 10000 validation, 10000 test, 1f2e3d4c5b6a7988)</c>.</summary>
    public override string ToString() => Invariant($"{Name} ({Training} training, {Validation} validation, {Test} test, {Digest})");
}

using System.Text;
using QuantDsl.Generators.Kernels;

namespace QuantDsl.Generators.Lowering;

/// <summary>A network as loops.</summary>
/// <param name="Forward">The forward pass.</param>
/// <param name="Backward">The backward pass; empty in a prediction.</param>
/// <param name="Updates">What makes gradients that the backward pass has left out, and moves weights by them.</param>
internal sealed record LoweredProgram(IReadOnlyList<Loop> Forward, IReadOnlyList<Loop> Backward, IReadOnlyList<Loop> Updates)
{
    /// <summary>All loops in order.</summary>
    public IReadOnlyList<Loop> Loops { get; } = [.. Forward, .. Backward, .. Updates];

    /// <summary>
    /// Values that no other loop needs than the one that makes them: a thread has them for itself, for the sample at which it is.
    /// </summary>
    public IReadOnlyList<Value> LocalsOf(Loop loop) =>
        loop.Space != Space.Samples
            ? []
            : [.. loop.Kernels.SelectMany(kernel => kernel.Writes).Distinct()
                .Where(value => value.Layout.FloatsOfSample is not null)
                .Where(value => Loops.All(other => ReferenceEquals(other, loop) || !Uses(other, value)))];

    /// <summary>Values that have a place in the arena.</summary>
    public IReadOnlyList<Value> Shared =>
        [.. Loops.SelectMany(loop => loop.Kernels.SelectMany(kernel => kernel.Writes).Distinct().Except(LocalsOf(loop))).Distinct()];

    /// <summary>Whether a loop reads or writes a value.</summary>
    public static bool Uses(Loop loop, Value value) =>
        loop.Kernels.Any(kernel => kernel.Reads.Contains(value) || kernel.Writes.Contains(value));

    /// <summary>The program as text, a loop after the other.</summary>
    public string Listing()
    {
        var text = new StringBuilder();
        int number = 0;
        foreach (Loop loop in Loops)
        {
            if (number == Forward.Count && Backward.Count > 0)
                text.Append("backward\n");
            else if (number == 0)
                text.Append("forward\n");
            if (number == Forward.Count + Backward.Count)
                text.Append("update\n");
            string condition = loop.IsDiagnostic ? ", when diagnosing" : loop.IsDeferrable ? ", unless the update does" : "";
            text.Append($"  {++number}. for each {loop.Space.Unit}{condition}\n");
            IReadOnlyList<Value> locals = LocalsOf(loop);
            foreach (Kernel kernel in loop.Kernels)
                text.Append($"       {kernel}{(kernel.Writes.Any(locals.Contains) ? "  (local)" : "")}\n");
        }
        return text.ToString();
    }
}

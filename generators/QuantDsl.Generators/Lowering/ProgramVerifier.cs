using QuantDsl.Generators.Differentiation;
using QuantDsl.Generators.Kernels;

namespace QuantDsl.Generators.Lowering;

/// <summary>
/// Checks the invariants that differentiating and lowering must keep; the tests run it. It derives them from the kernels alone, not from a
/// pass.
/// </summary>
internal static class ProgramVerifier
{
    /// <param name="program">The program.</param>
    /// <param name="parameters">Names of the parameters that are trained, such as <c>Conv1.weight</c>; null for a prediction.</param>
    /// <exception cref="InvalidOperationException">The program is not well formed; the message names the kernel.</exception>
    public static void Verify(LoweredProgram program, IReadOnlyCollection<string>? parameters)
    {
        HashSet<Value> written = [];
        HashSet<Value> cleared = [];
        HashSet<string> gradients = [];
        for (int number = 0; number < program.Loops.Count; number++)
        {
            Loop loop = program.Loops[number];
            foreach (Kernel kernel in loop.Kernels)
            {
                if (kernel.Space != loop.Space)
                    throw Broken(number, kernel, $"works by {kernel.Space.Unit} in a loop over {loop.Space.Unit}");
                if (loop.Kernels.Count > 1 && loop.Space != Space.Samples)
                    throw Broken(number, kernel, "shares a loop though its units may need what other units write");
                if (kernel.Reads.FirstOrDefault(value => !written.Contains(value)) is { } missing)
                    throw Broken(number, kernel, $"reads {missing}, which nobody has written");
                foreach (Value value in kernel.Writes)
                    VerifyWrite(number, kernel, value, written, cleared);
                foreach (Argument.ParameterGradient gradient in kernel.Arguments.OfType<Argument.ParameterGradient>())
                {
                    if (!gradients.Add($"{kernel.Layer}.{gradient.Parameter}"))
                        throw Broken(number, kernel, $"writes the gradient of {gradient.Parameter} again");
                }
            }
        }
        if (parameters is not null && !gradients.SetEquals(parameters))
            throw new InvalidOperationException($"Gradients of {Names(gradients)}, but parameters {Names(parameters)}.");
    }

    /// <summary>Each value is written once, its border before.</summary>
    private static void VerifyWrite(int number, Kernel kernel, Value value, HashSet<Value> written, HashSet<Value> cleared)
    {
        if (Borders.IsClearing(kernel))
        {
            if (written.Contains(value) || !cleared.Add(value))
                throw Broken(number, kernel, $"clears the border of {value} too late or again");
            return;
        }
        if (value.Border > 0 && !cleared.Contains(value))
            throw Broken(number, kernel, $"writes {value}, whose border is not cleared");
        if (!written.Add(value))
            throw Broken(number, kernel, $"writes {value} again");
    }

    private static InvalidOperationException Broken(int number, Kernel kernel, string what) => new($"Loop {number + 1}, {kernel}: {what}.");

    private static string Names(IEnumerable<string> names) => string.Join(", ", names.OrderBy(name => name, StringComparer.Ordinal));
}

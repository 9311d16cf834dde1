using QuantDsl.Generators.Kernels;

namespace QuantDsl.Generators.Lowering;

/// <summary>
/// Checks the invariants that differentiating and lowering must keep; the tests run it. It derives them from the kernels alone, not from a pass.
/// </summary>
internal static class ProgramVerifier
{
    /// <param name="program">The program.</param>
    /// <param name="parameters">Names of the parameters that are trained, such as <c>Conv1.weight</c>; null for a prediction.</param>
    /// <exception cref="InvalidOperationException">The program is not well formed; the message names the kernel.</exception>
    public static void Verify(LoweredProgram program, IReadOnlyCollection<string>? parameters)
    {
        HashSet<Value> written = [];
        HashSet<string> gradients = [];
        for (int number = 0; number < program.Loops.Count; number++)
        {
            Loop loop = program.Loops[number];
            HashSet<Value> before = [.. written];
            foreach (Kernel kernel in loop.Kernels)
            {
                if (kernel.Space != loop.Space)
                    throw Broken(number, kernel, $"works by {kernel.Space.Unit} in a loop over {loop.Space.Unit}");
                if (loop.Kernels.Count > 1 && loop.Space != Space.Samples)
                    throw Broken(number, kernel, "shares a loop though units may need one another");
                VerifyReads(number, kernel, written, before);
                foreach (Value value in kernel.Writes)
                    VerifyWrite(number, kernel, value, written);
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

    private static void VerifyReads(int number, Kernel kernel, HashSet<Value> written, HashSet<Value> before)
    {
        foreach (Value value in kernel.Reads)
        {
            if (!written.Contains(value))
                throw Broken(number, kernel, $"reads {value}, which nobody has written");
            if (!before.Contains(value) && kernel.Space != Space.Samples)
                throw Broken(number, kernel, $"reads {value}, which other units of its loop write");
        }
    }

    /// <summary>A border is cleared before its value is written.</summary>
    private static void VerifyWrite(int number, Kernel kernel, Value value, HashSet<Value> written)
    {
        bool clears = kernel.Function == "Border.Zero";
        if (written.Contains(value) && !clears && value.Border == 0)
            throw Broken(number, kernel, $"writes {value} again");
        if (!written.Add(value) && clears)
            throw Broken(number, kernel, $"clears the border of {value}, which was written");
    }

    private static InvalidOperationException Broken(int number, Kernel kernel, string what) => new($"Loop {number + 1}, {kernel}: {what}.");

    private static string Names(IEnumerable<string> names) => string.Join(", ", names.OrderBy(name => name, StringComparer.Ordinal));
}

using QuantDsl.Generators.Planning;

namespace QuantDsl.Generators.Emit;

/// <summary>
/// Statements of a member that run on the network's kernels, on the CPU, and elsewhere on libtorch if it has all operations.
/// </summary>
internal static class Paths
{
    /// <summary>Statements that return in either case.</summary>
    /// <param name="plan">The model.</param>
    /// <param name="onKernels">The statements on kernels, from the expression for the network.</param>
    /// <param name="onTorch">The statements on libtorch.</param>
    /// <param name="indentation">Blanks that each line begins with.</param>
    public static string Of(ModelPlan plan, Func<string, string> onKernels, string onTorch, int indentation)
    {
        string text = plan.HasTorch
            ? $"if (NetworkOnCpu is {{ }} network)\n{Body(onKernels("network"))}\n{onTorch}"
            : onKernels("_network");
        return Indent(text, indentation);
    }

    /// <summary>Lines further to the right.</summary>
    public static string Indent(string text, int indentation) =>
        string.Join("\n", text.Split('\n').Select(line => line.Length == 0 ? line : new string(' ', indentation) + line));

    /// <summary>Statements in braces, or one alone.</summary>
    private static string Body(string statements) => statements.Contains('\n') ? $"{{\n{Indent(statements, 4)}\n}}" : $"    {statements}";
}

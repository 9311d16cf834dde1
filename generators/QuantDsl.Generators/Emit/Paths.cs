namespace QuantDsl.Generators.Emit;

/// <summary>
/// The network of a model runs where the model was made, as the members of its class decide by its engine: on kernels on the CPU, or on a
/// CUDA device as whole steps.
/// </summary>
internal static class Paths
{
    /// <summary>The network on the CPU, in an expression that is null on another device.</summary>
    public const string OnCpu = "NetworkOnCpu";

    private const string OnCuda = "NetworkOnCuda!";

    /// <summary>Statements that return in any case.</summary>
    /// <param name="onKernels">The statements on kernels, from the expression for the network.</param>
    /// <param name="onDevice">The statements of whole steps, from the expression for the engine.</param>
    /// <param name="indentation">Blanks that each line begins with.</param>
    public static string Of(Func<string, string> onKernels, Func<string, string> onDevice, int indentation) =>
        Indent($"if ({OnCpu} is {{ }} network)\n{Body(onKernels("network"))}\n{onDevice(OnCuda)}", indentation);

    /// <summary>The same as one expression.</summary>
    /// <param name="onKernels">Its value on kernels, from the expression for the network.</param>
    /// <param name="onDevice">Its value by whole steps, from the expression for the engine.</param>
    public static string Choice(Func<string, string> onKernels, Func<string, string> onDevice) =>
        $"{OnCpu} is {{ }} network ? {onKernels("network")}\n    : {onDevice(OnCuda)}";

    /// <summary>Lines further to the right.</summary>
    public static string Indent(string text, int indentation) =>
        string.Join("\n", text.Split('\n').Select(line => line.Length == 0 ? line : new string(' ', indentation) + line));

    /// <summary>Statements in braces, or one alone.</summary>
    private static string Body(string statements) => statements.Contains('\n') ? $"{{\n{Indent(statements, 4)}\n}}" : $"    {statements}";
}

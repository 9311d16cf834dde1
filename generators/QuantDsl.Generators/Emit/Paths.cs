namespace QuantDsl.Generators.Emit;

/// <summary>
/// Where the network of a model can run, which the members of its class decide by the engine that it was made with: on kernels on the CPU,
/// and on a CUDA device as whole steps, if it has all that the network needs.
/// </summary>
/// <param name="hasStep">Whether a CUDA device can take whole steps.</param>
internal sealed class Paths(bool hasStep)
{
    /// <summary>Whether a CUDA device can take whole steps; else there is no device but the CPU.</summary>
    public bool HasStep => hasStep;

    /// <summary>The network on the CPU, in an expression that is null on another device.</summary>
    public string OnCpu => hasStep ? "NetworkOnCpu" : "_network";

    /// <summary>Statements that return in any case.</summary>
    /// <param name="onKernels">The statements on kernels, from the expression for the network.</param>
    /// <param name="onDevice">The statements of whole steps, from the expression for the engine.</param>
    /// <param name="indentation">Blanks that each line begins with.</param>
    public string Of(Func<string, string> onKernels, Func<string, string> onDevice, int indentation) => Indent(
        hasStep
            ? $"if (NetworkOnCpu is {{ }} network)\n{Body(onKernels("network"))}\n{onDevice("NetworkOnCuda!")}"
            : onKernels("_network"),
        indentation);

    /// <summary>The same as one expression.</summary>
    /// <param name="onKernels">Its value on kernels, from the expression for the network.</param>
    /// <param name="onDevice">Its value by whole steps, from the expression for the engine.</param>
    public string Choice(Func<string, string> onKernels, Func<string, string> onDevice) => hasStep
        ? $"NetworkOnCpu is {{ }} network ? {onKernels("network")}\n    : {onDevice("NetworkOnCuda!")}"
        : onKernels("_network");

    /// <summary>Lines further to the right.</summary>
    public static string Indent(string text, int indentation) =>
        string.Join("\n", text.Split('\n').Select(line => line.Length == 0 ? line : new string(' ', indentation) + line));

    /// <summary>Statements in braces, or one alone.</summary>
    private static string Body(string statements) => statements.Contains('\n') ? $"{{\n{Indent(statements, 4)}\n}}" : $"    {statements}";
}

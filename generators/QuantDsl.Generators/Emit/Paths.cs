using QuantDsl.Generators.Planning;

namespace QuantDsl.Generators.Emit;

/// <summary>
/// Where the network of a model can run, which the members of its class decide by the engine that it was made with: on kernels on the CPU
/// always; on a CUDA device as whole steps, if it has all that the network needs, and else on libtorch, if that has.
/// </summary>
/// <param name="plan">The model.</param>
/// <param name="hasStep">Whether a CUDA device can take whole steps.</param>
internal sealed class Paths(ModelPlan plan, bool hasStep)
{
    /// <summary>Whether a CUDA device can take whole steps.</summary>
    public bool HasStep => hasStep;

    /// <summary>Whether there is no device but the CPU.</summary>
    public bool IsOnlyCpu => !hasStep && !plan.HasTorch;

    /// <summary>The network on the CPU, in an expression that is null on another device.</summary>
    public string OnCpu => IsOnlyCpu ? "_network" : "NetworkOnCpu";

    /// <summary>Statements that return in any case.</summary>
    /// <param name="onKernels">The statements on kernels, from the expression for the network.</param>
    /// <param name="onDevice">The statements of whole steps, from the expression for the engine.</param>
    /// <param name="onTorch">The statements on libtorch.</param>
    /// <param name="indentation">Blanks that each line begins with.</param>
    public string Of(Func<string, string> onKernels, Func<string, string> onDevice, string onTorch, int indentation)
    {
        if (IsOnlyCpu)
            return Indent(onKernels("_network"), indentation);
        string text = $"if (NetworkOnCpu is {{ }} network)\n{Body(onKernels("network"))}\n";
        if (!hasStep)
            text += onTorch;
        else if (plan.HasTorch)
            text += $"if (NetworkOnCuda is {{ }} device)\n{Body(onDevice("device"))}\n{onTorch}";
        else
            text += onDevice("NetworkOnCuda!");
        return Indent(text, indentation);
    }

    /// <summary>The same as one expression.</summary>
    /// <param name="onKernels">Its value on kernels, from the expression for the network.</param>
    /// <param name="onDevice">Its value by whole steps, from the expression for the engine.</param>
    /// <param name="onTorch">Its value on libtorch.</param>
    public string Choice(Func<string, string> onKernels, Func<string, string> onDevice, string onTorch)
    {
        if (IsOnlyCpu)
            return onKernels("_network");
        string text = $"NetworkOnCpu is {{ }} network ? {onKernels("network")}\n    : ";
        if (!hasStep)
            return text + onTorch;
        return plan.HasTorch
            ? $"{text}NetworkOnCuda is {{ }} device ? {onDevice("device")}\n    : {onTorch}"
            : text + onDevice("NetworkOnCuda!");
    }

    /// <summary>Lines further to the right.</summary>
    public static string Indent(string text, int indentation) =>
        string.Join("\n", text.Split('\n').Select(line => line.Length == 0 ? line : new string(' ', indentation) + line));

    /// <summary>Statements in braces, or one alone.</summary>
    private static string Body(string statements) => statements.Contains('\n') ? $"{{\n{Indent(statements, 4)}\n}}" : $"    {statements}";
}

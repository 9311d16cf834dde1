namespace QuantDsl.Generators.Kernels;

/// <summary>An argument of a kernel.</summary>
internal abstract record Argument
{
    private Argument()
    {
    }

    /// <summary>The number of the unit.</summary>
    public static Argument Unit { get; } = new UnitOf();

    /// <summary>The unit as a range.</summary>
    public static Argument Range { get; } = new UnitAsRange();

    /// <summary>The memory of the pass.</summary>
    public static Argument Workspace { get; } = new Text("w");

    /// <summary>How many samples there are.</summary>
    public static Argument Samples { get; } = new Text("w.Samples");

    /// <summary>The number of the unit.</summary>
    public sealed record UnitOf : Argument;

    /// <summary>The unit as a range.</summary>
    public sealed record UnitAsRange : Argument;

    /// <summary>A value that is read.</summary>
    public sealed record Read(Value Value) : Argument;

    /// <summary>A value that is written, all of it.</summary>
    public sealed record Write(Value Value) : Argument;

    /// <summary>Scratch memory of the thread, in float32 numbers.</summary>
    public sealed record Scratch(long Floats) : Argument;

    /// <summary>Where the gradient with respect to a parameter of the kernel's layer goes.</summary>
    /// <param name="Parameter">Name of the parameter after that of the layer.</param>
    public sealed record ParameterGradient(string Parameter) : Argument;

    /// <summary>A constant of the program, as generated code writes it.</summary>
    public sealed record Text(string Code) : Argument;
}

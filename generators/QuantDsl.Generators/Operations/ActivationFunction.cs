namespace QuantDsl.Generators.Operations;

/// <summary>A function of one number that other kernels can apply to what they compute.</summary>
/// <param name="Type">The runtime's type.</param>
/// <param name="Words">What it is called, for comments and listings.</param>
/// <param name="Constant">The number that its type has as type argument; null: none.</param>
/// <param name="NeedsInput">Whether its gradient cannot be computed from its value.</param>
internal sealed record ActivationFunction(string Type, string Words, TypeConstant? Constant = null, bool NeedsInput = false)
{
    /// <summary>The type of a function that may not be there.</summary>
    public static string TypeOf(ActivationFunction? function) => function?.Type ?? "Identity";

    /// <summary>What a kernel does, and the function that it applies besides.</summary>
    public static string WordsOf(string kernel, ActivationFunction? function) =>
        function is null ? kernel : $"{kernel} and {function.Words}";
}

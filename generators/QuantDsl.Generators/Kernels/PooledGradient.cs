namespace QuantDsl.Generators.Kernels;

/// <summary>What a gradient is made of that a max pooling passes on: of each window only the chosen pixel has one.</summary>
/// <param name="Gradient">The gradient of the pooling's output.</param>
/// <param name="Chosen">Which place of each window was chosen.</param>
/// <param name="Window">The window, as generated code writes it.</param>
internal sealed record PooledGradient(Value Gradient, Value Chosen, Argument Window);

namespace QuantDsl.Native;

/// <summary>A convolution's output and gradients, each of them dense in the order of its dimensions (NCHW).</summary>
/// <typeparam name="T">float of libtorch, double of the plain loops.</typeparam>
internal sealed record ConvolutionResult<T>(T[] Output, T[] InputGradient, T[] WeightGradient);

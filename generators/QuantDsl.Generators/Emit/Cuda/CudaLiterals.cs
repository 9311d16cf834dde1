namespace QuantDsl.Generators.Emit.Cuda;

/// <summary>Constants as CUDA C++ has them.</summary>
internal static class CudaLiterals
{
    /// <summary>As in C#, but with a point where C++ wants one: <c>1.0f</c>.</summary>
    public static string Float(double value) => Of(Literals.Float(value));

    /// <summary>A float32 literal of C#.</summary>
    public static string Of(string text) => text.Contains('.') || text.Contains('E') ? text : text.Replace("f", ".0f");
}

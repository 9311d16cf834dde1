namespace QuantDsl;

/// <summary>
/// How accurately a CUDA device multiplies float32 numbers. Weights of 1 to 8 bits are exact in each case: what is rounded are the numbers
/// that they are multiplied by, and both operands where neither is such a weight. Sums are float32.
/// </summary>
public enum Precision
{
    /// <summary>As accurate as in float32: a number is the exact sum of three of 8 bits.</summary>
    Float32,

    /// <summary>At least as accurate as with TF32, whose numbers have 11 bits: a number is the sum of two of 8 bits.</summary>
    TensorFloat32,

    /// <summary>Numbers are rounded to bfloat16, 8 bits.</summary>
    BFloat16,
}

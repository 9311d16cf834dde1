namespace QuantDsl;

/// <summary>How an ONNX file stores quantized weights.</summary>
public enum OnnxWeights
{
    /// <summary>
    /// As many bits as they have, followed by standard operations that make float32 weights of them. ONNX Runtime runs these once, when it
    /// loads the file, so that it answers as the model does, at the speed and in the memory of a float32 model. Every runtime can read it.
    /// </summary>
    Packed,

    /// <summary>
    /// Those of linear layers on the linear grid with one scale as <c>com.microsoft.MatMulNBits</c> at accuracy level 4, in the smallest of
    /// 2, 4 and 8 bits that holds them; the others as <see cref="Packed"/>. ONNX Runtime rounds the inputs of such a layer to 8 bits and
    /// multiplies integers: faster, and less memory, but the answers differ, often by a percent of the largest logit. Only ONNX Runtime
    /// can read it.
    /// </summary>
    MatMulNBits,
}

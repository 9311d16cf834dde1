using QuantDsl.Onnx;

namespace QuantDsl.CompilerServices;

/// <content>Operations with weights.</content>
public sealed partial class OnnxGraph
{
    private const string Microsoft = "com.microsoft";

    /// <summary>ONNX Runtime's accuracy level at which inputs are rounded to 8 bits.</summary>
    private const int IntegerInputs = 4;

    /// <summary>A convolution of images or, along their positions, of sequences.</summary>
    /// <param name="x">What is convolved.</param>
    /// <param name="weight">The weights.</param>
    /// <param name="bias">A constant for each channel, if there is one.</param>
    /// <param name="strides">Pixels between two places of the kernel, for each direction.</param>
    /// <param name="padding">Zeros before the image in each direction, then those behind it.</param>
    /// <param name="dilations">Pixels from an element of the kernel to the next, for each direction; null: 1.</param>
    /// <param name="groups">Blocks of channels that do not meet.</param>
    public OnnxValue Convolution(
        OnnxValue x, Parameter weight, Parameter? bias, int[] strides, int[] padding, int[]? dilations = null, int groups = 1)
    {
        OnnxValue channelsFirst = x.Rank == 3 ? Transpose(x, 0, 2, 1) : x;
        string[] operands = [channelsFirst.Name, Weights(weight), .. bias is null ? Array.Empty<string>() : [Values(bias)]];
        OnnxAttribute[] attributes =
        [
            OnnxAttribute.Of("strides", strides), OnnxAttribute.Of("pads", padding), OnnxAttribute.Of("group", groups),
            .. dilations is null ? Array.Empty<OnnxAttribute>() : [OnnxAttribute.Of("dilations", dilations)],
        ];
        var result = new OnnxValue(_nodes.Add(_layer, "Conv", operands, attributes), x.Rank);
        return x.Rank == 3 ? Transpose(result, 0, 2, 1) : result;
    }

    /// <summary>y = Wx + b, of features or of each position of a sequence.</summary>
    /// <param name="x">Features or a sequence.</param>
    /// <param name="weight">W.</param>
    /// <param name="bias">b, if there is one.</param>
    public OnnxValue Linear(OnnxValue x, Parameter weight, Parameter? bias)
    {
        if (_options.Weights == OnnxWeights.MatMulNBits && BlockQuantization.Holds(_tensors[weight.Name]))
            return WithBias(Blocks(x, weight), bias);
        string weights = Weights(weight);
        if (x.Rank == 2)
        {
            string[] operands = [x.Name, weights, .. bias is null ? Array.Empty<string>() : [Values(bias)]];
            return new OnnxValue(_nodes.Add(_layer, "Gemm", operands, OnnxAttribute.Of("transB", 1)), 2);
        }
        string transposed = _nodes.Add(weight.Name, "Transpose", [weights], OnnxAttribute.Of("perm", [1, 0]));
        return WithBias(Add("MatMul", x, transposed), bias);
    }

    /// <summary>A row of weights for each token id.</summary>
    /// <param name="ids">The token ids.</param>
    /// <param name="weight">The table.</param>
    public OnnxValue Embedding(OnnxValue ids, Parameter weight) =>
        new(_nodes.Add(_layer, "Gather", [Weights(weight), ids.Name]), 3);

    /// <summary>A vector with a one for each token id.</summary>
    /// <param name="ids">The token ids.</param>
    /// <param name="vocabulary">Numbers of a vector.</param>
    public OnnxValue OneHot(OnnxValue ids, int vocabulary)
    {
        string depth = _nodes.Add(OnnxTensor.Of($"integer.{vocabulary}", [1], [(long)vocabulary]));
        return new(_nodes.Add(_layer, "OneHot", [ids.Name, depth, Numbers("zero_and_one", [2], [0f, 1f])]), 3);
    }

    private OnnxValue WithBias(OnnxValue value, Parameter? bias) => bias is null ? value : Add("Add", value, Values(bias));

    /// <summary>A product that ONNX Runtime computes with whole numbers.</summary>
    private OnnxValue Blocks(OnnxValue x, Parameter weight)
    {
        HasBlocks = true;
        int outputs = (int)weight.Shape[0];
        var blocks = new BlockQuantization(CodesOf(weight), outputs);
        long[] shape = [outputs, blocks.Blocks, blocks.BlockBytes];
        string numbers = _nodes.Add(OnnxTensor.Of($"{weight.Name}.blocks", shape, blocks.Numbers()));
        string scales = Numbers($"{weight.Name}.scales", [outputs, blocks.Blocks], blocks.Scales());
        OnnxAttribute[] attributes =
        [
            OnnxAttribute.Of("K", blocks.Inputs), OnnxAttribute.Of("N", outputs), OnnxAttribute.Of("bits", blocks.Bits),
            OnnxAttribute.Of("block_size", blocks.Block), OnnxAttribute.Of("accuracy_level", IntegerInputs),
        ];
        return new OnnxValue(_nodes.Add(Microsoft, place: 0, _layer, "MatMulNBits", [x.Name, numbers, scales], attributes), x.Rank);
    }

    /// <summary>Weights in their own shape.</summary>
    private string Weights(Parameter weight) => weight.ScaleCount == 0
        ? Values(weight)
        : new WeightExpansion(_nodes, weight.Name).Add(CodesOf(weight), weight.Shape);

    private WeightCodes CodesOf(Parameter weight) => new(_tensors[weight.Name], weight);
}

using QuantDsl.Tests.Engine;
using static QuantDsl.Tests.Reference.TestData;

namespace QuantDsl.Tests.Reference;

/// <summary>Every layer's backward pass against central differences of Σ r·forward(x), r random.</summary>
public sealed class LayerGradientTests
{
    private static readonly Dictionary<string, (NetworkLayer[] Layers, int[] Input)> Cases = new()
    {
        ["convolution"] = ([new ConvolutionLayer(2, 3, 3)], [2, 2, 5, 4]),
        ["convolution, stride 2, padding 1"] = ([new ConvolutionLayer(2, 3, 3, stride: 2, padding: 1)], [2, 2, 5, 6]),
        ["convolution 1×1, stride 2, no bias"] = ([new ConvolutionLayer(3, 2, 1, stride: 2, bias: false)], [2, 3, 5, 4]),
        ["convolution, padding 2"] = ([new ConvolutionLayer(1, 2, 3, padding: 2)], [1, 1, 3, 3]),
        ["convolution 1×3"] = ([new ConvolutionLayer(2, 3, new ConvolutionWindow((1, 3)) { Padding = (0, 1) })], [2, 2, 4, 5]),
        ["convolution 3×2, other strides"] = (
            [new ConvolutionLayer(2, 3, new ConvolutionWindow((3, 2)) { Stride = (1, 2), Padding = (2, 1) }, bias: false)], [2, 2, 3, 6]),
        ["convolution, dilated"] = (
            [new ConvolutionLayer(2, 3, new ConvolutionWindow((3, 2)) { Stride = (2, 1), Padding = (1, 2), Dilation = (2, 3) })],
            [2, 2, 6, 4]),
        ["convolution, same"] = (
            [new ConvolutionLayer(2, 3, new ConvolutionWindow((3, 2)) { Stride = (2, 1), IsSame = (true, true) })], [2, 2, 6, 4]),
        ["convolution, groups"] = (
            [new ConvolutionLayer(4, 6, new ConvolutionWindow((3, 3)) { Padding = (1, 1), Groups = 2 })], [2, 4, 4, 3]),
        ["convolution, depthwise"] = (
            [new ConvolutionLayer(3, 3, new ConvolutionWindow((3, 3)) { Padding = (1, 1), Groups = 3 }, bias: false)], [2, 3, 4, 3]),
        ["linear"] = ([new LinearLayer(5, 4)], [3, 5]),
        ["linear, no bias"] = ([new LinearLayer(5, 4, bias: false)], [3, 5]),
        ["linear of an image"] = ([new LinearLayer(12, 2)], [2, 3, 2, 2]),
        ["max pool"] = ([new MaxPoolLayer(2)], [2, 2, 5, 4]),
        ["max pool, padded"] = ([new PaddingLayer(1, double.NegativeInfinity), new MaxPoolLayer(3, 2)], [2, 2, 6, 5]),
        ["average pool, padded"] = ([new PaddingLayer(2, 0), new AveragePoolLayer(4, 3)], [2, 2, 7, 5]),
        ["max pool, rows dropped"] = ([new MaxPoolLayer(2, 3)], [2, 2, 7, 6]),
        ["dropout, images"] = ([new DropoutLayer(0.5)], [2, 3, 4, 5]),
        ["dropout, flat"] = ([new DropoutLayer(0.25)], [3, 7]),
        ["convolution, padding as large as the kernel, stride 3"] = ([new ConvolutionLayer(2, 3, 2, stride: 3, padding: 2)], [2, 2, 5, 4]),
        ["convolution, larger than the image"] = ([new ConvolutionLayer(2, 3, 5, stride: 2, padding: 3)], [2, 2, 1, 3]),
        ["max pool, overlapping"] = ([new MaxPoolLayer(3, 2)], [2, 2, 7, 5]),
        ["average pool"] = ([new AveragePoolLayer(2)], [2, 2, 5, 4]),
        ["average pool, overlapping"] = ([new AveragePoolLayer(3, 1)], [2, 2, 5, 4]),
        ["global average pool"] = ([new GlobalAveragePoolLayer()], [2, 3, 4, 5]),
        ["batch norm, flat"] = ([new BatchNormLayer(4)], [5, 4]),
        ["batch norm, images"] = ([new BatchNormLayer(3)], [2, 3, 4, 2]),
        ["layer norm, flat"] = ([new LayerNormLayer(5)], [3, 5]),
        ["layer norm, images"] = ([new LayerNormLayer(4)], [2, 4, 3, 2]),
        ["relu"] = ([new ReLULayer()], [3, 7]),
        ["leaky relu"] = ([new ReLULayer(0.25)], [3, 7]),
        ["tanh"] = ([Activations.Tanh()], [3, 7]),
        ["sigmoid"] = ([Activations.Sigmoid()], [3, 7]),
        ["SiLU"] = ([Activations.Silu()], [3, 7]),
        ["GELU"] = ([Activations.Gelu()], [3, 7]),
        ["hard swish"] = ([new HardSwishLayer()], [30, 7]),
        ["LSTM"] = ([new LstmLayer(3, 4)], [2, 5, 3]),
        ["LSTM, last position"] = ([new LstmLayer(3, 4, returnSequence: false)], [2, 5, 3]),
        ["GRU"] = ([new GruLayer(3, 4)], [2, 5, 3]),
        ["GRU, last position"] = ([new GruLayer(3, 4, returnSequence: false)], [2, 5, 3]),
        ["linear, per position"] = ([new PerPositionLayer(new LinearLayer(3, 4))], [2, 5, 3]),
        ["batch norm, per position"] = ([new PerPositionLayer(new BatchNormLayer(3))], [2, 5, 3]),
        ["layer norm, per position"] = ([new PerPositionLayer(new LayerNormLayer(3))], [2, 5, 3]),
        ["convolution of a sequence"] = ([new SequenceConvolutionLayer(3, 4, ConvolutionWindow.Along(3))], [2, 5, 3]),
        ["convolution of a sequence, stride, padding, dilation"] = (
            [new SequenceConvolutionLayer(2, 3, ConvolutionWindow.Along(3, stride: 2, padding: 3, dilation: 2), bias: false)], [2, 6, 2]),
        ["convolution of a sequence, same, groups"] = (
            [new SequenceConvolutionLayer(4, 6, ConvolutionWindow.Along(4, stride: 3) with { IsSame = (false, true), Groups = 2 })],
            [2, 7, 4]),
        ["flatten"] = ([new FlattenLayer()], [2, 3, 2, 2]),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Backward_agrees_with_central_differences_in_training(string name) => Check(name, ForwardMode.Trial);

    [Theory]
    [InlineData("batch norm, flat")]
    [InlineData("batch norm, images")]
    public void Batch_norm_agrees_in_evaluation(string name) => Check(name, ForwardMode.Evaluation);

    private static void Check(string name, ForwardMode mode)
    {
        (NetworkLayer[] layers, int[] shape) = Cases[name];
        var network = ReferenceNetwork.Sequential(layers);
        int length = shape.Aggregate(1, (product, extent) => product * extent);
        NdArray input = new(shape, Normal(1, length));
        for (int i = 0; i < network.Parameters.Count; i++)
        {
            NetworkParameter p = network.Parameters[i];
            Normal(2 + i, p.Values.Length).CopyTo(p.Values, 0);
        }

        NdArray output = network.Forward(input, mode);
        double[] r = Normal(9, output.Data.Length);
        NdArray inputGradient = network.Backward(new NdArray(output.Shape, r));

        double Function() => network.Forward(input, mode).Data.Zip(r, (y, x) => y * x).Sum();
        AssertClose(CentralDifferences(Function, input.Data), inputGradient.Data, 1e-7);
        foreach (NetworkParameter p in network.Parameters) AssertClose(CentralDifferences(Function, p.Values), p.Gradient, 1e-7);
    }
}

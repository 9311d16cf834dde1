using QuantDsl.Tests.Reference;

namespace QuantDsl.Tests.Engine;

/// <summary>The networks of Models, written out by hand; layers in declaration order, so that parameters pair up.</summary>
internal static class ReferenceNetworks
{
    public static ReferenceNetwork Mlp() => ReferenceNetwork.Sequential(
        new LinearLayer(6, 7, bias: false), new BatchNormLayer(7), new ReLULayer(),
        new LinearLayer(7, 5, bias: false), new BatchNormLayer(5), new ReLULayer(),
        new LinearLayer(5, 3, bias: false), new BatchNormLayer(3));

    public static ReferenceNetwork OneNumber() => ReferenceNetwork.Sequential(
        new LinearLayer(6, 7, bias: false), new BatchNormLayer(7), new ReLULayer(), new LinearLayer(7, 1));

    public static ReferenceNetwork Mixed() => ReferenceNetwork.Sequential(
        new LinearLayer(6, 8, bias: false), new BatchNormLayer(8), new ReLULayer(),
        new LinearLayer(8, 7, bias: false), new BatchNormLayer(7), new ReLULayer(),
        new LinearLayer(7, 6, bias: false), new BatchNormLayer(6), new ReLULayer(),
        new LinearLayer(6, 3, bias: false), new BatchNormLayer(3));

    public static ReferenceNetwork Biased() => ReferenceNetwork.Sequential(
        new LinearLayer(5, 9), new ReLULayer(),
        new LinearLayer(9, 8), new ReLULayer(),
        new LinearLayer(8, 6, bias: false), new ReLULayer(),
        new LinearLayer(6, 4), new ReLULayer());

    public static ReferenceNetwork SharedRelu()
    {
        ReferenceNetwork network = new();
        int a = network.Then(0, new LinearLayer(6, 7), new ReLULayer());
        int b = network.Then(
            a, new LinearLayer(7, 7, bias: false), new BatchNormLayer(7, epsilon: 0.01, momentum: 0.3), new ReLULayer());
        b = network.Add(b, a);
        int c = network.Then(network.Add(network.Then(a, new LinearLayer(7, 7)), b), new ReLULayer());
        network.Then(network.Add(c, a), new LinearLayer(7, 3));
        return network;
    }

    public static ReferenceNetwork Activations(NetworkLayer first, NetworkLayer second, NetworkLayer third)
    {
        ReferenceNetwork network = new();
        int a = network.Then(0, new LinearLayer(6, 7, bias: false), new BatchNormLayer(7), first);
        int b = network.Add(network.Then(a, new LinearLayer(7, 7, bias: false), new BatchNormLayer(7)), a);
        network.Then(network.Then(b, second), new LinearLayer(7, 5), third, new LinearLayer(5, 3, bias: false), new BatchNormLayer(3));
        return network;
    }

    public static ReferenceNetwork ConcatMlp()
    {
        ReferenceNetwork network = new();
        int a = network.Then(0, new LinearLayer(6, 7));
        int b = network.Then(a, new LinearLayer(7, 5, bias: false), new BatchNormLayer(5));
        b = network.Then(network.Concatenate(network.Concatenate(b, a), a), new ReLULayer());
        network.Then(b, new LinearLayer(19, 3, bias: false), new BatchNormLayer(3));
        return network;
    }

    public static ReferenceNetwork DenseNet()
    {
        ReferenceNetwork network = new();
        int stem = network.Then(0, new ConvolutionLayer(2, 3, 3, padding: 1, bias: false), new BatchNormLayer(3), new ReLULayer());
        int a = network.Then(stem, new ConvolutionLayer(3, 2, 3, padding: 1, bias: false), new BatchNormLayer(2), new ReLULayer());
        a = network.Concatenate(a, stem);
        int b = network.Then(a, new ConvolutionLayer(5, 2, 3, padding: 1, bias: false), new BatchNormLayer(2), new ReLULayer());
        b = network.Concatenate(b, a);
        int transition = network.Then(
            b, new ConvolutionLayer(7, 4, 1, bias: false), new BatchNormLayer(4), new ReLULayer(), new AveragePoolLayer(2));
        int c = network.Concatenate(
            network.Then(transition, new ConvolutionLayer(4, 3, 3, padding: 1, bias: false), new BatchNormLayer(3)), transition);
        network.Then(c, new ReLULayer(), new GlobalAveragePoolLayer(), new LinearLayer(7, 3));
        return network;
    }

    public static ReferenceNetwork LayerNormMlp() => ReferenceNetwork.Sequential(
        new LinearLayer(6, 19), new LayerNormLayer(19), Reference.Activations.Gelu(),
        new LinearLayer(19, 7, bias: false), new BatchNormLayer(7), new LayerNormLayer(7, 1e-3), new ReLULayer(),
        new LinearLayer(7, 5, bias: false), new LayerNormLayer(5), Reference.Activations.Tanh(), new BatchNormLayer(5),
        new LinearLayer(5, 3), new LayerNormLayer(3));

    public static ReferenceNetwork LayerNormImages() => ReferenceNetwork.Sequential(
        new ConvolutionLayer(2, 18, 3, padding: 1), new LayerNormLayer(18), new ReLULayer(),
        new ConvolutionLayer(18, 5, 3, padding: 1), new LayerNormLayer(5),
        new GlobalAveragePoolLayer(), new LinearLayer(5, 3));

    public static ReferenceNetwork LayerNormLstm() => ReferenceNetwork.Sequential(
        new EmbeddingLayer(7, 5), new PerPositionLayer(new LayerNormLayer(5)),
        new LstmLayer(5, 6), new PerPositionLayer(new LayerNormLayer(6)),
        new PerPositionLayer(new LinearLayer(6, 4)));

    public static ReferenceNetwork LeNet() => ReferenceNetwork.Sequential(
        new ConvolutionLayer(2, 4, 3, padding: 1, bias: false), new MaxPoolLayer(2), new BatchNormLayer(4), new ReLULayer(),
        new ConvolutionLayer(4, 5, 2, padding: 1), new ReLULayer(), new PaddingLayer(1, 0), new AveragePoolLayer(3, 2),
        new ConvolutionLayer(5, 4, 3, stride: 2, padding: 1, bias: false),
        new PaddingLayer(1, double.NegativeInfinity), new MaxPoolLayer(2, 1), new BatchNormLayer(4), new ReLULayer(),
        new ConvolutionLayer(4, 6, 1, bias: false), new AveragePoolLayer(2, 1),
        new FlattenLayer(), new LinearLayer(24, 8, bias: false), new BatchNormLayer(8), new ReLULayer(),
        new LinearLayer(8, 3, bias: false), new BatchNormLayer(3));

    public static ReferenceNetwork OnePixel() => ReferenceNetwork.Sequential(
        new ConvolutionLayer(2, 3, 2), new ConvolutionLayer(3, 4, 3), new LinearLayer(4, 3));

    public static ReferenceNetwork Rectangles() => ReferenceNetwork.Sequential(
        new ConvolutionLayer(2, 6, new ConvolutionWindow((1, 5)) { Padding = (0, 2) }, bias: false), new BatchNormLayer(6), new ReLULayer(),
        new ConvolutionLayer(6, 4, new ConvolutionWindow((5, 1)) { Stride = (1, 2), Padding = (1, 0) }, bias: false),
        new BatchNormLayer(4), new ReLULayer(),
        new ConvolutionLayer(4, 5, new ConvolutionWindow((2, 3)) { Stride = (2, 3), Padding = (1, 1) }, bias: false),
        new BatchNormLayer(5), new ReLULayer(),
        new FlattenLayer(), new LinearLayer(30, 3));

    public static ReferenceNetwork Dilations() => ReferenceNetwork.Sequential(
        new ConvolutionLayer(2, 5, new ConvolutionWindow((3, 3)) { Padding = (2, 2), Dilation = (2, 2) }, bias: false),
        new BatchNormLayer(5), new ReLULayer(),
        new ConvolutionLayer(5, 6, new ConvolutionWindow((3, 3)) { Stride = (2, 2), Padding = (3, 3), Dilation = (2, 3) }, bias: false),
        new BatchNormLayer(6), new ReLULayer(),
        new ConvolutionLayer(6, 4, new ConvolutionWindow((2, 2)) { Stride = (1, 3), Padding = (0, 1), Dilation = (3, 3) }, bias: false),
        new BatchNormLayer(4), new ReLULayer(),
        new FlattenLayer(), new LinearLayer(12, 3));

    public static ReferenceNetwork SamePaddings() => ReferenceNetwork.Sequential(
        new ConvolutionLayer(2, 5, new ConvolutionWindow((4, 4)) { IsSame = (true, true) }, bias: false),
        new BatchNormLayer(5), new ReLULayer(),
        new ConvolutionLayer(5, 4, new ConvolutionWindow((3, 3)) { IsSame = (true, true), Stride = (2, 2) }, bias: false),
        new BatchNormLayer(4), new ReLULayer(),
        new ConvolutionLayer(4, 5, new ConvolutionWindow((2, 2)) { IsSame = (true, false), Dilation = (3, 1) }, bias: false),
        new BatchNormLayer(5), new ReLULayer(),
        new ConvolutionLayer(5, 3, new ConvolutionWindow((1, 1)) { IsSame = (true, true), Stride = (3, 3) }, bias: false),
        new BatchNormLayer(3), new GlobalAveragePoolLayer());

    public static ReferenceNetwork Groups() => ReferenceNetwork.Sequential(
        new ConvolutionLayer(4, 6, new ConvolutionWindow((3, 3)) { Padding = (1, 1), Groups = 2 }),
        new ConvolutionLayer(6, 6, new ConvolutionWindow((3, 2)) { Stride = (2, 2), Padding = (1, 1), Groups = 6 }, bias: false),
        new BatchNormLayer(6), new ReLULayer(),
        new ConvolutionLayer(6, 12, new ConvolutionWindow((2, 2)) { Groups = 6 }, bias: false), new BatchNormLayer(12), new ReLULayer(),
        new ConvolutionLayer(12, 4, new ConvolutionWindow((1, 1)) { Groups = 4 }, bias: false), new BatchNormLayer(4), new ReLULayer(),
        new FlattenLayer(), new LinearLayer(16, 3));

    public static ReferenceNetwork MobileNet()
    {
        ReferenceNetwork network = new();
        int stem = network.Then(
            0, new ConvolutionLayer(2, 4, 3, stride: 2, padding: 1, bias: false), new BatchNormLayer(4), new HardSwishLayer());
        int block = network.Then(
            stem, new ConvolutionLayer(4, 12, 1, bias: false), new BatchNormLayer(12), new HardSwishLayer(),
            new ConvolutionLayer(12, 12, new ConvolutionWindow((3, 3)) { Padding = (1, 1), Groups = 12 }, bias: false),
            new BatchNormLayer(12), new HardSwishLayer(),
            new ConvolutionLayer(12, 4, 1, bias: false), new BatchNormLayer(4));
        network.Then(
            network.Add(block, stem),
            new ConvolutionLayer(4, 12, 1, bias: false), new BatchNormLayer(12), new ReLULayer(),
            new ConvolutionLayer(
                12, 12, new ConvolutionWindow((3, 3)) { Stride = (2, 2), IsSame = (true, true), Groups = 12 }, bias: false),
            new BatchNormLayer(12), new ReLULayer(),
            new ConvolutionLayer(12, 6, 1, bias: false), new BatchNormLayer(6),
            new ConvolutionLayer(6, 10, 1, bias: false), new BatchNormLayer(10), new HardSwishLayer(), new GlobalAveragePoolLayer(),
            new LinearLayer(10, 3));
        return network;
    }

    public static ReferenceNetwork OneHotLstm() => ReferenceNetwork.Sequential(
        new OneHotLayer(4), new LstmLayer(4, 5), new PerPositionLayer(new LinearLayer(5, 4)));

    public static ReferenceNetwork EmbeddedLstm() => ReferenceNetwork.Sequential(
        new EmbeddingLayer(7, 5), new LstmLayer(5, 6, returnSequence: false), new LinearLayer(6, 3));

    public static ReferenceNetwork OneHotGru() => ReferenceNetwork.Sequential(
        new OneHotLayer(4), new GruLayer(4, 5), new PerPositionLayer(new LinearLayer(5, 4)));

    public static ReferenceNetwork StackedGru()
    {
        ReferenceNetwork network = new();
        int first = network.Then(0, new GruLayer(3, 5), new PerPositionLayer(new LayerNormLayer(5)));
        int second = network.Add(network.Then(first, new GruLayer(5, 5), Reference.Activations.Tanh()), first);
        network.Then(second, new GruLayer(5, 17, returnSequence: false), new LinearLayer(17, 3));
        return network;
    }

    public static ReferenceNetwork StackedLstm()
    {
        ReferenceNetwork network = new();
        int first = network.Then(0, new LstmLayer(3, 5), new PerPositionLayer(new BatchNormLayer(5)));
        int second = network.Then(first, new LstmLayer(5, 5), new ReLULayer());
        int sum = network.Add(second, first);
        network.Then(
            sum, new PerPositionLayer(new LinearLayer(5, 6, bias: false)), new PerPositionLayer(new BatchNormLayer(6)), new ReLULayer(),
            new PerPositionLayer(new LinearLayer(6, 3, bias: false)), new PerPositionLayer(new BatchNormLayer(3)));
        return network;
    }

    public static ReferenceNetwork SignalConvolutions()
    {
        ReferenceNetwork network = new();
        int first = network.Then(
            0, new SequenceConvolutionLayer(3, 6, ConvolutionWindow.Along(3, padding: 1), bias: false),
            new PerPositionLayer(new BatchNormLayer(6)), new ReLULayer());
        int grouped = network.Then(
            first, new SequenceConvolutionLayer(6, 6, ConvolutionWindow.Along(3, padding: 2, dilation: 2) with { Groups = 3 }, bias: false),
            new PerPositionLayer(new BatchNormLayer(6)));
        grouped = network.Then(network.Add(grouped, first), new ReLULayer());
        int depthwise = network.Then(
            grouped,
            new SequenceConvolutionLayer(6, 6, ConvolutionWindow.Along(4) with { IsSame = (false, true), Groups = 6 }, bias: false),
            new PerPositionLayer(new BatchNormLayer(6)), Reference.Activations.Tanh());
        network.Then(
            network.Concatenate(depthwise, first),
            new SequenceConvolutionLayer(12, 5, ConvolutionWindow.Along(4, stride: 3) with { IsSame = (false, true) }, bias: false),
            new PerPositionLayer(new BatchNormLayer(5)), new LstmLayer(5, 5, returnSequence: false), new LinearLayer(5, 3));
        return network;
    }

    public static ReferenceNetwork TokenConvolutions() => ReferenceNetwork.Sequential(
        new OneHotLayer(4), new SequenceConvolutionLayer(4, 5, ConvolutionWindow.Along(3, stride: 2, padding: 2), bias: false),
        new PerPositionLayer(new BatchNormLayer(5)), new ReLULayer(),
        new LstmLayer(5, 5), new SequenceConvolutionLayer(5, 4, ConvolutionWindow.Along(2, padding: 2)));

    public static ReferenceNetwork ResNet()
    {
        ReferenceNetwork network = new();
        int stem = network.Then(0, new ConvolutionLayer(2, 3, 3, padding: 1, bias: false), new BatchNormLayer(3), new ReLULayer());
        int block1 = network.Then(
            stem, new ConvolutionLayer(3, 3, 3, padding: 1, bias: false), new BatchNormLayer(3), new ReLULayer(),
            new ConvolutionLayer(3, 3, 3, padding: 1, bias: false), new BatchNormLayer(3));
        block1 = network.Then(network.Add(block1, stem), new ReLULayer());
        int projection = network.Then(block1, new ConvolutionLayer(3, 4, 1, stride: 2, bias: false), new BatchNormLayer(4));
        int block2 = network.Then(
            block1, new ConvolutionLayer(3, 4, 3, stride: 2, padding: 1, bias: false), new BatchNormLayer(4), new ReLULayer(),
            new ConvolutionLayer(4, 4, 3, padding: 1, bias: false), new BatchNormLayer(4));
        network.Then(network.Add(block2, projection), new ReLULayer(), new GlobalAveragePoolLayer(), new LinearLayer(4, 3));
        return network;
    }
}

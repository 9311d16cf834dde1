namespace QuantDsl.Tests.Engine.Models;

/// <summary>Kernels, strides and paddings that differ in height and width; ε as in <see cref="SmallLeNet"/>.</summary>
[QuantModel(2, 6, 9, Batch = 7)]
[Weights(Bits = 2), Backtrack(Period = 5, Blend = 0.6), Adam(LearningRate = 0.005, Epsilon = 1e-4), CrossEntropy]
public sealed partial class Rectangles
{
    [Conv2d(6, 1, 5, PaddingWidth = 2), BatchNorm, ReLU] public partial Layer Wide { get; }
    [Conv2d(4, 5, 1, Stride = 2, StrideHeight = 1, PaddingHeight = 1), BatchNorm, ReLU] public partial Layer High { get; }
    [Conv2d(5, 2, 3, Stride = 2, StrideWidth = 3, Padding = 1), BatchNorm, ReLU] public partial Layer Both { get; }
    [Linear(3)] public partial Layer Out { get; }
}

/// <summary>Kernels with gaps, with one stride for rows and another for columns, some of which the kernel's gaps divide.</summary>
[QuantModel(2, 9, 8, Batch = 7)]
[Weights(Bits = 1), Backtrack(Period = 5, Blend = 0.6), Adam(LearningRate = 0.005, Epsilon = 1e-4), CrossEntropy]
public sealed partial class Dilations
{
    [Conv2d(5, 3, Padding = 2, Dilation = 2), BatchNorm, ReLU] public partial Layer First { get; }
    [Conv2d(6, 3, Stride = 2, Padding = 3, Dilation = 2, DilationWidth = 3), BatchNorm, ReLU] public partial Layer Second { get; }
    [Conv2d(4, 2, Dilation = 3, StrideWidth = 3, PaddingWidth = 1), BatchNorm, ReLU] public partial Layer Third { get; }
    [Linear(3)] public partial Layer Out { get; }
}

/// <summary>Paddings that follow from the sizes, most of them uneven.</summary>
[QuantModel(2, 7, 8, Batch = 7)]
[Weights(Bits = 3), Backtrack(Period = 5, Blend = 0.6), Adam(LearningRate = 0.005, Epsilon = 1e-4), CrossEntropy]
public sealed partial class SamePaddings
{
    [Conv2d(5, 4, Padding = Padding.Same), BatchNorm, ReLU] public partial Layer First { get; }
    [Conv2d(4, 3, Padding = Padding.Same, Stride = 2), BatchNorm, ReLU] public partial Layer Second { get; }
    [Conv2d(5, 2, PaddingHeight = Padding.Same, DilationHeight = 3), BatchNorm, ReLU] public partial Layer Third { get; }
    [Conv2d(3, 1, Padding = Padding.Same, Stride = 3), BatchNorm, GlobalAvgPool2d] public partial Layer Out { get; }
}

/// <summary>Groups of one channel and of more, among them a depthwise convolution, some with a bias.</summary>
[QuantModel(4, 6, 5, Batch = 7)]
[Weights(Bits = 2), Backtrack(Period = 5, Blend = 0.6), Adam(LearningRate = 0.005, Epsilon = 1e-4), CrossEntropy]
public sealed partial class Groups
{
    [Conv2d(6, 3, Padding = 1, Groups = 2)] public partial Layer First { get; }
    [Conv2d(6, 3, 2, Stride = 2, Padding = 1, Groups = 6), BatchNorm, ReLU] public partial Layer Depthwise { get; }
    [Conv2d(12, 2, Groups = 6), BatchNorm, ReLU] public partial Layer Twice { get; }
    [Conv2d(4, 1, Groups = 4), BatchNorm, ReLU] public partial Layer Pointwise { get; }
    [Linear(3)] public partial Layer Out { get; }
}

/// <summary>The same with a scale for each channel.</summary>
[ModelFrom(typeof(Groups)), Weights(Bits = 3, Scale = Scale.PerChannel)]
public sealed partial class GroupsPerChannel;

/// <summary>With the signs of weights, one scale for each channel.</summary>
[ModelFrom(typeof(Groups)), Weights(Bits = 1, Scale = Scale.PerChannel)]
public sealed partial class BinaryGroupsPerChannel;

/// <summary>With logarithmic levels.</summary>
[ModelFrom(typeof(Groups)), Weights(Bits = 3, Grid = Grid.Logarithmic)]
public sealed partial class LogarithmicGroups;

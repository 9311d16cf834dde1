namespace QuantDsl.Tests.Models;

/// <summary>Classes of one name that differ in one thing each; <see cref="Base"/> is what they differ from.</summary>
public static partial class Variants
{
    public static partial class Base
    {
        [QuantModel(6, Batch = 4), Weights(Bits = 2), Adam(LearningRate = 0.01), CrossEntropy]
        public sealed partial class Net
        {
            [Linear(5), BatchNorm, ReLU] public partial Layer Hidden { get; }
            [Linear(3), BatchNorm] public partial Layer Out { get; }
        }
    }

    public static partial class OtherName
    {
        [ModelFrom(typeof(Base.Net)), Weights(Bits = 2)]
        public sealed partial class Network;
    }

    public static partial class OtherInput
    {
        [QuantModel(7, Batch = 4), Weights(Bits = 2), Adam(LearningRate = 0.01), CrossEntropy]
        public sealed partial class Net
        {
            [Linear(5), BatchNorm, ReLU] public partial Layer Hidden { get; }
            [Linear(3), BatchNorm] public partial Layer Out { get; }
        }
    }

    public static partial class OtherClasses
    {
        [QuantModel(6, Batch = 4), Weights(Bits = 2), Adam(LearningRate = 0.01), CrossEntropy]
        public sealed partial class Net
        {
            [Linear(5), BatchNorm, ReLU] public partial Layer Hidden { get; }
            [Linear(4), BatchNorm] public partial Layer Out { get; }
        }
    }

    public static partial class OtherLayers
    {
        [QuantModel(6, Batch = 4), Weights(Bits = 2), Adam(LearningRate = 0.01), CrossEntropy]
        public sealed partial class Net
        {
            [Linear(5), BatchNorm, ReLU] public partial Layer Hidden { get; }
            [Linear(5), BatchNorm, ReLU] public partial Layer Hidden2 { get; }
            [Linear(3), BatchNorm] public partial Layer Out { get; }
        }
    }

    public static partial class OtherOperations
    {
        [QuantModel(6, Batch = 4), Weights(Bits = 2), Adam(LearningRate = 0.01), CrossEntropy]
        public sealed partial class Net
        {
            [Linear(5), BatchNorm] public partial Layer Hidden { get; }
            [Linear(3), BatchNorm] public partial Layer Out { get; }
        }
    }

    public static partial class OtherWidth
    {
        [QuantModel(6, Batch = 4), Weights(Bits = 2), Adam(LearningRate = 0.01), CrossEntropy]
        public sealed partial class Net
        {
            [Linear(8), BatchNorm, ReLU] public partial Layer Hidden { get; }
            [Linear(3), BatchNorm] public partial Layer Out { get; }
        }
    }

    public static partial class OtherBits
    {
        [ModelFrom(typeof(Base.Net)), Weights(Bits = 3)]
        public sealed partial class Net;
    }

    public static partial class OtherScale
    {
        [ModelFrom(typeof(Base.Net)), Weights(Bits = 2, Scale = Scale.PerChannel)]
        public sealed partial class Net;
    }

    public static partial class OtherGrid
    {
        [ModelFrom(typeof(Base.Net)), Weights(Bits = 2, Grid = Grid.TwoScale)]
        public sealed partial class Net;
    }

    public static partial class NotQuantized
    {
        [ModelFrom(typeof(Base.Net)), FullPrecision]
        public sealed partial class Net;
    }

    public static partial class OtherEpsilon
    {
        [QuantModel(6, Batch = 4), Weights(Bits = 2), Adam(LearningRate = 0.01), CrossEntropy]
        public sealed partial class Net
        {
            [Linear(5), BatchNorm(Epsilon = 0.5), ReLU] public partial Layer Hidden { get; }
            [Linear(3), BatchNorm] public partial Layer Out { get; }
        }
    }

    /// <summary>Trains otherwise, predicts the same.</summary>
    public static partial class OtherMomentum
    {
        [QuantModel(6, Batch = 4), Weights(Bits = 2), Adam(LearningRate = 0.02), CrossEntropy]
        public sealed partial class Net
        {
            [Linear(5), BatchNorm(Momentum = 0.5), ReLU] public partial Layer Hidden { get; }
            [Linear(3), BatchNorm] public partial Layer Out { get; }
        }
    }

    public static partial class OtherBias
    {
        [QuantModel(6, Batch = 4), Weights(Bits = 2), Adam(LearningRate = 0.01), CrossEntropy]
        public sealed partial class Net
        {
            [Linear(5, Bias = true), BatchNorm, ReLU] public partial Layer Hidden { get; }
            [Linear(3), BatchNorm] public partial Layer Out { get; }
        }
    }

    /// <summary>One quantized layer without batch normalisation.</summary>
    [QuantModel(6, Batch = 4), Weights(Bits = 2), Adam(LearningRate = 0.01), CrossEntropy]
    public sealed partial class Raw
    {
        [Linear(3)] public partial Layer Out { get; }
    }
}

namespace QuantDsl.Tests.Models;

/// <summary>Classes of one name whose recipes differ in one thing each; <see cref="Base"/> is what they differ from.</summary>
public static partial class Recipes
{
    public static partial class Base
    {
        [QuantModel(1, 28, 28, Batch = 32, Epochs = 2), Weights(Bits = 1), Backtrack(Period = 2, Blend = 0.6)]
        [Adam(LearningRate = 0.01), StepDecay(Every = 2, Factor = 0.5), SquaredHinge]
        public sealed partial class Net
        {
            [Linear(8, Bias = true), BatchNorm, ReLU] public partial Layer Hidden { get; }
            [Linear(8, Bias = false), BatchNorm, ReLU] public partial Layer Second { get; }
            [Linear(10), BatchNorm] public partial Layer Out { get; }
        }
    }

    public static partial class OtherLoss
    {
        [ModelFrom(typeof(Base.Net)), CrossEntropy]
        public sealed partial class Net;
    }

    public static partial class OtherBlend
    {
        [ModelFrom(typeof(Base.Net)), Backtrack(Period = 2, Blend = 0.9)]
        public sealed partial class Net;
    }

    public static partial class OtherPeriod
    {
        [ModelFrom(typeof(Base.Net)), Backtrack(Period = 1, Blend = 0.6)]
        public sealed partial class Net;
    }

    public static partial class OtherMoments
    {
        [ModelFrom(typeof(Base.Net)), Backtrack(Period = 2, Blend = 0.6, DiscardTrialMoments = true)]
        public sealed partial class Net;
    }

    public static partial class OtherBeta1
    {
        [ModelFrom(typeof(Base.Net)), Adam(LearningRate = 0.01, Beta1 = 0.8)]
        public sealed partial class Net;
    }

    public static partial class OtherBeta2
    {
        [ModelFrom(typeof(Base.Net)), Adam(LearningRate = 0.01, Beta2 = 0.99)]
        public sealed partial class Net;
    }

    public static partial class OtherEpsilon
    {
        [ModelFrom(typeof(Base.Net)), Adam(LearningRate = 0.01, Epsilon = 1e-6)]
        public sealed partial class Net;
    }

    public static partial class OtherRate
    {
        [ModelFrom(typeof(Base.Net)), Adam(LearningRate = 0.02)]
        public sealed partial class Net;
    }

    public static partial class OtherDecay
    {
        [ModelFrom(typeof(Base.Net)), StepDecay(Every = 2, Factor = 0.25, After = 3, Times = 4)]
        public sealed partial class Net;
    }

    public static partial class OtherClip
    {
        [ModelFrom(typeof(Base.Net)), GradientClip(0.25)]
        public sealed partial class Net;
    }

    /// <summary>As many steps an epoch: 200 samples are 6 batches of 32 and of 33.</summary>
    public static partial class OtherBatch
    {
        [ModelFrom(typeof(Base.Net), Batch = 33)]
        public sealed partial class Net;
    }

    public static partial class OtherNormEpsilon
    {
        [QuantModel(1, 28, 28, Batch = 32, Epochs = 2), Weights(Bits = 1), Backtrack(Period = 2, Blend = 0.6)]
        [Adam(LearningRate = 0.01), StepDecay(Every = 2, Factor = 0.5), SquaredHinge]
        public sealed partial class Net
        {
            [Linear(8, Bias = true), BatchNorm, ReLU] public partial Layer Hidden { get; }
            [Linear(8, Bias = false), BatchNorm(Epsilon = 0.5), ReLU] public partial Layer Second { get; }
            [Linear(10), BatchNorm] public partial Layer Out { get; }
        }
    }

    public static partial class OtherNormMomentum
    {
        [QuantModel(1, 28, 28, Batch = 32, Epochs = 2), Weights(Bits = 1), Backtrack(Period = 2, Blend = 0.6)]
        [Adam(LearningRate = 0.01), StepDecay(Every = 2, Factor = 0.5), SquaredHinge]
        public sealed partial class Net
        {
            [Linear(8, Bias = true), BatchNorm, ReLU] public partial Layer Hidden { get; }
            [Linear(8, Bias = false), BatchNorm(Momentum = 0.2), ReLU] public partial Layer Second { get; }
            [Linear(10), BatchNorm] public partial Layer Out { get; }
        }
    }

    /// <summary>As many parameters: a bias has moved to the next layer.</summary>
    public static partial class OtherBias
    {
        [QuantModel(1, 28, 28, Batch = 32, Epochs = 2), Weights(Bits = 1), Backtrack(Period = 2, Blend = 0.6)]
        [Adam(LearningRate = 0.01), StepDecay(Every = 2, Factor = 0.5), SquaredHinge]
        public sealed partial class Net
        {
            [Linear(8, Bias = false), BatchNorm, ReLU] public partial Layer Hidden { get; }
            [Linear(8, Bias = true), BatchNorm, ReLU] public partial Layer Second { get; }
            [Linear(10), BatchNorm] public partial Layer Out { get; }
        }
    }

    public static partial class OtherOptimizer
    {
        [ModelFrom(typeof(Base.Net)), AdamW(LearningRate = 0.01, WeightDecay = 0.05)]
        public sealed partial class Net;
    }

    public static partial class OtherSchedule
    {
        [ModelFrom(typeof(Base.Net)), Warmup, Cosine(Epochs = 9)]
        public sealed partial class Net;
    }
}

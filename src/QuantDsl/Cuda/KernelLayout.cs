using System.Runtime.InteropServices;
using QuantDsl.CompilerServices;

namespace QuantDsl.Cuda;

/// <summary>What host and kernels agree on: the structs of <c>Kernels/Layout.cuh</c>, field by field; a test compares them.</summary>
internal static class KernelLayout
{
    /// <summary>Threads per block.</summary>
    public const int Threads = 256;

    /// <summary>Values that a block moves at a time.</summary>
    public const int TileSize = 4096;

    /// <summary>Sums that a tile leaves in a launch.</summary>
    public const int SumsPerTile = 4;

    /// <summary>Digits by which weights are sorted.</summary>
    public const int Digits = 16;

    /// <summary>There is no fault.</summary>
    public const ulong NoFault = ulong.MaxValue;

    /// <summary>The bit of a fault that says that the loss was finite; what was not is below it, the number of the update above.</summary>
    public const ulong FiniteLoss = 1UL << 24;

    /// <summary>Nothing but the loss was not finite.</summary>
    public const ulong LossAlone = FiniteLoss - 1;

    /// <summary>The number of a step begins here, after two bits for the kind of the update.</summary>
    public const int StepShift = 27;

    /// <summary>The kind of the update begins here.</summary>
    public const int KindShift = 25;

    /// <summary>What changes from step to step.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Step
    {
        public ulong Update;
        public float InverseLearningRate, BiasCorrection1, BiasCorrection2, NextBiasCorrection1, NextBiasCorrection2;
        public float Blend, OneMinusBlend, Kept;

        /// <summary>The numbers of an update.</summary>
        public static Step Of(UpdateKind kind, in AdamStep step) => new()
        {
            Update = CudaFault.Update(step.Number, kind),
            InverseLearningRate = step.InverseLearningRate,
            BiasCorrection1 = step.BiasCorrection1,
            BiasCorrection2 = step.BiasCorrection2,
            NextBiasCorrection1 = step.NextBiasCorrection1,
            NextBiasCorrection2 = step.NextBiasCorrection2,
            Blend = step.Blend,
            OneMinusBlend = step.OneMinusBlend,
            Kept = step.Kept,
        };
    }

    /// <summary>A weight that is sorted, with its curvature.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Pair
    {
        public float Magnitude, Curvature;
    }

    /// <summary>A parameter.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Parameter
    {
        public int Quantizer, Offset, Count, Rows, Scale, ScalesPerRow, FirstTile, FirstRow, FirstShared, FirstPair, IsFrozen, Decays;
        public int Inputs, Taps, ByOutput, ByInput;
    }

    /// <summary>How the weights of a tile zig-zag in a step.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Found
    {
        public double Products, Squares, TrialProducts, TrialSquares, Swing, SignChanges;
    }

    /// <summary>What is measured of a parameter.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Measures
    {
        public long Step;
        public double Squares, LevelFlips, LargestSwing, SignChanges, GradientCosine, TrialCosine;
        public ZigZagEpoch Epoch;
    }

    /// <summary>The model's memory, and what an update needs besides.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Memory
    {
        public nint Latent, Quantized, Packed, FirstMoment, SecondMoment, FirstGradient, Scales, PresentScales;
        public nint Pairs, Digits, Sums, Fault, Arrived;
        public nint Gradients, Statistics, PendingStatistics, Loss, Control, FirstLoss, LossSum, Epoch, Parameters;
        public nint PriorGradient, Directions, Levels, Found, Flips, Measures;
        public int ParameterCount, Tiles, Rows, StatisticsCount, PairCount;
    }

    /// <summary>What changes from step to step in a graph, whose nodes keep their arguments.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Control
    {
        public Step Initial, Laq, Trial, Backtrack;
        public ulong Seed, StepCount;
        public int Samples, IsOfEpoch;

        /// <summary>The numbers of a step.</summary>
        /// <param name="step">Those of its updates.</param>
        /// <param name="seed">The model's seed.</param>
        /// <param name="samples">Samples of its minibatch.</param>
        /// <param name="isOfEpoch">Whether its loss counts among those of an epoch.</param>
        public static Control Of(in AdamStep step, long seed, int samples, bool isOfEpoch) => new()
        {
            Laq = Step.Of(UpdateKind.Laq, step),
            Trial = Step.Of(UpdateKind.Trial, step),
            Backtrack = Step.Of(UpdateKind.Backtrack, step),
            Seed = unchecked((ulong)seed),
            StepCount = (ulong)(step.Number - 1),
            Samples = samples,
            IsOfEpoch = isOfEpoch ? 1 : 0,
        };
    }

    /// <summary>What the steps of an epoch read without the host.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Epoch
    {
        public nint Inputs, Labels, Order, Controls;
        public int First, Position;
    }

    /// <summary>Where a step of an epoch puts its minibatch and its numbers.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Minibatch
    {
        public nint Inputs, Labels, Control;
        public int InputLength, LabelLength, Samples;
    }

    /// <summary>What an evaluation reads of a data set that lies on the device, and what it has found.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Evaluation
    {
        public nint Inputs, Labels;
        public long Samples, Next;
        public double Loss, Weight;
        public long Right, Judged;
    }

    /// <summary>What the kernels of a network share.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Network
    {
        public nint Arena, Whole, Local, Weights, Packed, Scales, Gradients, Statistics, Pending;
        public nint Inputs, Tokens, Labels, Numbers, Losses, Logits;
        public nint Control, Evaluation;
        public int MovesStatistics;
    }
}

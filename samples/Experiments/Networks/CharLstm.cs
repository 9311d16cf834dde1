using QuantDsl;

namespace Experiments.Networks;

/// <summary>
/// The character-level language model of LAB and LAQ (Hou et al., ICLR 2017 and 2018) with 1-bit weights: one layer of 512 units over sequences of 100 characters, one-hot
/// input, input and recurrent weights quantized gate by gate, the output layer in full precision, gradients clipped to [−5, 5]. 87 characters are those of War and Peace;
/// a text with fewer, such as the Penn Treebank, leaves the others unused. LAQ's own program differs: gradients are clipped in every
/// position. Neither paper backtracks here: period and blend are those of the other networks.
/// </summary>
[QuantModel(100, Batch = 100, Epochs = 200)]
[OneHot(87)]
[Weights(Bits = 1, Scale = Scale.PerGate)]
[Backtrack(Period = 5, Blend = 0.6)]
[Adam(LearningRate = 0.002), StepDecay(Every = 1, Factor = 0.98, After = 10)]
[GradientClip(5)]
[CrossEntropy]
public sealed partial class CharLstm
{
    /// <summary>Long short-term memory.</summary>
    [Lstm(512)]
    public partial Layer Lstm { get; }

    /// <summary>A logit for each character that may come next.</summary>
    [Linear(87), FullPrecision]
    public partial Layer Out { get; }
}

/// <summary>With ternary weights.</summary>
[ModelFrom(typeof(CharLstm)), Weights(Bits = 2, Scale = Scale.PerGate)]
public sealed partial class CharLstmTernary;

/// <summary>With float32 weights.</summary>
[ModelFrom(typeof(CharLstm)), FullPrecision]
public sealed partial class CharLstmFullPrecision;

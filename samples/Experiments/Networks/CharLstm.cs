using QuantDsl;

namespace Experiments.Networks;

/// <summary>
/// The character-level language model of the LAB and LAQ papers (Hou et al., ICLR 2017 and 2018) with 1-bit weights: one-hot input, one
/// LSTM layer of 512 units over sequences of 100 characters with input and recurrent weights quantized per gate, an output layer in full
/// precision, and gradients clipped to [−5, 5]. War and Peace has 87 different characters; with a text that has fewer, such as the Penn
/// Treebank, the others remain unused. The authors' program differs in that it clips gradients at every position. Neither paper uses
/// backtracking; period and blend are those of the other networks.
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
    /// <summary>The recurrent layer.</summary>
    [Lstm(512)]
    public partial Layer Lstm { get; }

    /// <summary>One logit for each possible next character.</summary>
    [Linear(87), FullPrecision]
    public partial Layer Out { get; }
}

/// <summary>The language model with ternary weights.</summary>
[ModelFrom(typeof(CharLstm)), Weights(Bits = 2, Scale = Scale.PerGate)]
public sealed partial class CharLstmTernary;

/// <summary>The language model in full precision, trained by Adam.</summary>
[ModelFrom(typeof(CharLstm)), FullPrecision]
public sealed partial class CharLstmFullPrecision;

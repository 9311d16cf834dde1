using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>
/// The random numbers of dropout in one layer and one step. What becomes 0 is a function of the seed, the step, the layer, the sample and
/// the element (its place in [height][width][channels]): no state, so the backward pass and a trial find the same again, in any order.
/// The key is Threefry of (key Threefry(seed, step), counter layer); the numbers are the first words for the counters (element, sample).
/// </summary>
/// <param name="seed">Seed of the model.</param>
/// <param name="step">Number of the step; a trial has that of its step.</param>
/// <param name="layer">Number of the layer in the model.</param>
/// <param name="probability">Probability of a zero, from 0 to below 1, to the nearest multiple of 2^−31.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct DropoutStream(long seed, long step, int layer, double probability)
{
    /// <summary>Number of the first sample in the minibatch, of which other processes may have others.</summary>
    internal int FirstSample { get; init; }

    /// <summary>Key of the numbers.</summary>
    internal ulong Key { get; } = Threefry.Of(Threefry.Of((ulong)seed, (ulong)step), (uint)layer);

    /// <summary>An element becomes 0 if the first 31 bits of its number are below this.</summary>
    internal int Threshold { get; } = (int)Math.Min(Math.Round(probability * 2147483648.0), int.MaxValue);

    /// <summary>What the other elements are multiplied by: 1/(1 − probability).</summary>
    internal float Scale { get; } = (float)(1 / (1 - probability));
}

using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>The samples of a pass as the user has them, row-major: numbers, or the token ids of sequences.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly ref struct NetworkInput
{
    private NetworkInput(ReadOnlySpan<float> numbers) => Numbers = numbers;

    private NetworkInput(ReadOnlySpan<int> tokens) => Tokens = tokens;

    /// <summary>Numbers; empty if the samples are tokens.</summary>
    public ReadOnlySpan<float> Numbers { get; }

    /// <summary>Token ids; empty if the samples are numbers.</summary>
    public ReadOnlySpan<int> Tokens { get; }

    /// <summary>How many numbers or token ids there are.</summary>
    public int Length => Numbers.Length + Tokens.Length;

    /// <summary>Some of them.</summary>
    internal NetworkInput Slice(int start, int count) =>
        Tokens.IsEmpty ? new(Numbers.Slice(start, count)) : new(Tokens.Slice(start, count));

    /// <summary>Numbers as samples.</summary>
    public static implicit operator NetworkInput(ReadOnlySpan<float> numbers) => new(numbers);

    /// <summary>Token ids as samples.</summary>
    public static implicit operator NetworkInput(ReadOnlySpan<int> tokens) => new(tokens);
}

using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>The labels of a training pass, sample by sample: classes, or the numbers that a regression is to give.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly ref struct NetworkLabels
{
    private NetworkLabels(ReadOnlySpan<int> classes) => Classes = classes;

    private NetworkLabels(ReadOnlySpan<float> numbers) => Numbers = numbers;

    /// <summary>Classes; empty if the labels are numbers.</summary>
    public ReadOnlySpan<int> Classes { get; }

    /// <summary>Numbers; empty if the labels are classes.</summary>
    public ReadOnlySpan<float> Numbers { get; }

    /// <summary>How many classes or numbers there are.</summary>
    public int Length => Classes.Length + Numbers.Length;

    /// <summary>Some of them.</summary>
    internal NetworkLabels Slice(int start, int count) =>
        Numbers.IsEmpty ? new(Classes.Slice(start, count)) : new(Numbers.Slice(start, count));

    /// <summary>Classes as labels.</summary>
    public static implicit operator NetworkLabels(ReadOnlySpan<int> classes) => new(classes);

    /// <summary>Numbers as labels.</summary>
    public static implicit operator NetworkLabels(ReadOnlySpan<float> numbers) => new(numbers);
}

namespace QuantDsl;

/// <summary>
/// Examples of your own that are read when a minibatch needs them, for
/// <see cref="Dataset.FromSource(IExampleSource, long[], string, int?)"/>: recordings, files of any format, rows of a database, numbers that
/// a program makes. They need not fit into memory.
/// </summary>
/// <example>
/// <code>
/// sealed class Recordings(string[] files) : IExampleSource
/// {
///     public long Count => files.Length;
///     public IReadOnlyList&lt;long&gt; Shape { get; } = [1, 16000];
///     public void Read(long index, Span&lt;float&gt; example) => Wave.Read(files[index], example);
/// }
/// </code>
/// </example>
public interface IExampleSource
{
    /// <summary>Number of examples, at least 1. It is read once.</summary>
    long Count { get; }

    /// <summary>Shape of an example without the batch axis, for example [3, 32, 32]. It is read once.</summary>
    IReadOnlyList<long> Shape { get; }

    /// <summary>
    /// Reads an example. Several threads call it at the same time and in any order. The same index must give the same numbers in every
    /// call: then runs repeat bit for bit, whatever the number of threads.
    /// </summary>
    /// <param name="index">Index of the example, from 0 to <see cref="Count"/> − 1.</param>
    /// <param name="example">
    /// Receives the numbers, as many as <see cref="Shape"/> says, row-major, neither NaN nor infinite. It is all zeros at first.
    /// </param>
    void Read(long index, Span<float> example);

    /// <summary>
    /// Number of threads that read examples ahead of the training step; the number of processors unless you say otherwise.
    /// </summary>
    int Threads => Environment.ProcessorCount;

    /// <summary>
    /// A text that changes when an example does, such as the names of files and their lengths. Checkpoints and groups of processes compare
    /// it, to refuse a run on other data. Null, which is the default: they read all examples once instead.
    /// </summary>
    string? Fingerprint => null;

    /// <summary>
    /// How <see cref="Read"/> normalises 8-bit pixels, so that it travels with the model; null if the numbers are no pixels.
    /// </summary>
    Normalization? Normalization => null;
}

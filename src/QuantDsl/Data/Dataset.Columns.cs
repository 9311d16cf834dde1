using System.Runtime.InteropServices;
using System.Security.Cryptography;
using QuantDsl.Data;
using static System.FormattableString;
using static TorchSharp.torch;

namespace QuantDsl;

/// <content>What the other parts of a data set, and the rest of the library, have in common.</content>
public sealed partial class Dataset
{
    /// <summary>Element type of the inputs as a tensor.</summary>
    internal ScalarType InputType => _inputs.Type;

    /// <summary>Shape of an example's labels: empty, or [length] if each position has one; of numbers any.</summary>
    internal IReadOnlyList<long> LabelShape => _labels.RowShape;

    /// <summary>Whether the labels are numbers instead of classes.</summary>
    internal bool HasNumbers => _labels.Type == ScalarType.Float32;

    /// <summary>The labels.</summary>
    internal Column LabelColumn
    {
        get
        {
            ThrowIfDisposed();
            return _labels;
        }
    }

    /// <summary>The labels as classes.</summary>
    /// <exception cref="InvalidOperationException">They are numbers.</exception>
    internal TypedColumn<int> ClassColumn => LabelColumn as TypedColumn<int> ?? throw new InvalidOperationException(
        $"{Name} has numbers as labels and no classes: take them as ReadOnlySpan<float> instead of ReadOnlySpan<int>.");

    /// <summary>The labels as numbers.</summary>
    /// <exception cref="InvalidOperationException">They are classes.</exception>
    internal TypedColumn<float> NumberColumn => LabelColumn as TypedColumn<float> ?? throw new InvalidOperationException(
        $"{Name} has classes as labels, which are integers: take them as ReadOnlySpan<int> instead of ReadOnlySpan<float>.");

    /// <summary>The inputs.</summary>
    private Column InputColumn
    {
        get
        {
            ThrowIfDisposed();
            return _inputs;
        }
    }

    /// <summary>The inputs as float32.</summary>
    /// <exception cref="InvalidOperationException">They are token ids.</exception>
    internal TypedColumn<float> FloatColumn => InputColumn as TypedColumn<float> ?? throw new InvalidOperationException(
        $"{Name} has token ids as inputs, which are integers: take them as ReadOnlySpan<int> instead of ReadOnlySpan<float>.");

    /// <summary>The inputs as token ids.</summary>
    /// <exception cref="InvalidOperationException">They are float32.</exception>
    internal TypedColumn<int> TokenColumn => InputColumn as TypedColumn<int> ?? throw new InvalidOperationException(
        $"{Name} has float32 inputs and no token ids: take them as ReadOnlySpan<float> instead of ReadOnlySpan<int>.");

    /// <summary>The highest token id.</summary>
    /// <exception cref="InvalidOperationException">The inputs are float32.</exception>
    internal int HighestToken
    {
        get
        {
            int highest = 0;
            TokenColumn.ReadAll(part =>
            {
                foreach (int token in part)
                    highest = Math.Max(highest, token);
            });
            return highest;
        }
    }

    /// <summary>The lowest and the highest number of the labels.</summary>
    /// <exception cref="InvalidOperationException">They are classes.</exception>
    internal (float Lowest, float Highest) LabelRange
    {
        get
        {
            (float lowest, float highest) = (float.PositiveInfinity, float.NegativeInfinity);
            NumberColumn.ReadAll(part =>
            {
                foreach (float number in part)
                    (lowest, highest) = (Math.Min(lowest, number), Math.Max(highest, number));
            });
            return (lowest, highest);
        }
    }

    private string LabelWords => HasNumbers
        ? Invariant($"with {DatasetCheck.Shape(LabelShape.DefaultIfEmpty(1))} {(_labels.RowLength == 1 ? "number" : "numbers")} as label")
        : Invariant($"in {Classes} classes");

    /// <summary>Adds all that the inputs depend on to a hash.</summary>
    internal void AppendInputs(IncrementalHash hash)
    {
        if (Source is { } source)
            source.AppendTo(hash);
        else if (InputColumn is TypedColumn<float> numbers)
            numbers.ReadAll(part => hash.AppendData(MemoryMarshal.AsBytes(part)));
        else
            TokenColumn.ReadAll(part => hash.AppendData(MemoryMarshal.AsBytes(part)));
    }

    /// <summary>Whether the inputs are images that are scaled to a size of the user's choice.</summary>
    internal bool ScalesImages => Source?.ScalesImages == true;

    /// <summary>To how many pixels the shorter side of images is scaled, as in <see cref="Formats.DataFacts.ShorterSide"/>.</summary>
    internal int? ShorterSide => Source?.ShorterSide;

    /// <summary>The source of a streamed data set; null for others.</summary>
    private ExampleSource? Source => (_inputs as SourceColumn)?.Source;

    /// <summary>Creates a streamed data set.</summary>
    internal static Dataset FromSource(ExampleSource source, int[] labels, string name, int classes)
    {
        var device = new Device(TorchSharp.DeviceType.CPU);
        var memory = AlignedMemory<int>.Of(labels);
        return new Dataset(name, classes, new SourceColumn(source, device), new MemoryColumn<int>(memory, source.Count, []))
        {
            Normalization = source.Normalization,
        };
    }

    /// <summary>The order of the examples in an epoch; see <see cref="Order"/>.</summary>
    internal long[] PlainOrder(long seed, int epoch) =>
        Permutation(SplitMix64.Mix(SplitMix64.Mix(OrderStream, unchecked((ulong)seed)), (uint)epoch));

    /// <summary>An order as a tensor, which may share memory with it.</summary>
    internal static Tensor OrderOn(long[] order, Device device) => TensorFill.Int64(order, [order.LongLength], device);

    /// <summary>Two results; where there is no second one, the first is freed.</summary>
    internal static (TFirst First, TSecond Second) Both<TFirst, TSecond>(Func<TFirst> makeFirst, Func<TFirst, TSecond> makeSecond)
        where TFirst : IDisposable
    {
        TFirst first = makeFirst();
        try
        {
            return (first, makeSecond(first));
        }
        catch
        {
            first.Dispose();
            throw;
        }
    }

    private long[] Permutation(ulong seed)
    {
        long[] order = new long[Count];
        for (long i = 0; i < order.Length; i++)
            order[i] = i;
        new SplitMix64(seed).Shuffle(order);
        return order;
    }

    /// <summary>Creates a data set with the classes, columns, normalization and augmentation of another.</summary>
    private static Dataset Like(Dataset other, string name, Func<Column> makeInputs, Func<Column> makeLabels)
    {
        (Column inputs, Column labels) = Both(makeInputs, _ => makeLabels());
        return new Dataset(name, other.Classes, inputs, labels)
        {
            Normalization = other.Normalization,
            ClassNames = other.ClassNames,
            ColumnNames = other.ColumnNames,
            Standardization = other.Standardization,
            _augmentation = other._augmentation,
        };
    }

    private static string NameOr(string? name) => string.IsNullOrWhiteSpace(name) ? "data" : name;
}
